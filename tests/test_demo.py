"""The simulated class: every student gets the score that their answers earn, and errors are one line."""

import contextlib
import csv
import errno
import html
import io
import json
import linecache
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from small_lesson import NAME, ROOT, source_notebook, write_course

from course_grader import cli, demo
from course_grader.course import Row
from course_grader.results import write_table
from course_grader.students import HandIn, Lesson, hand_ins, is_check, noisy, read_catalogue, read_notebook

LESSON = "01_regression"


def copied_course(folder):
    built = [f"{step}/{LESSON}/{LESSON}.ipynb" for step in ("source", "release")]
    for part in (*built, f"tests/answers/{LESSON}.py", "nbgrader_config.py"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / part, folder / part)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The command in a copy of the course, next to a real class: (folder, finished process)."""
    folder = tmp_path_factory.mktemp("class")
    copied_course(folder)
    environment = os.environ | {"COURSE_DB_URL": f"sqlite:///{folder}/real-class.db"}
    command = [sys.executable, "-m", "course_grader.cli", "demo", LESSON]
    return folder, subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def lesson(run):
    folder, _ = run
    paths = [folder / "build" / "demo" / step / LESSON / f"{LESSON}.ipynb" for step in ("source", "release")]
    notebooks = [read_notebook(path) for path in paths]
    return Lesson(LESSON, *notebooks, *read_catalogue(folder / "tests" / "answers" / f"{LESSON}.py"))


@pytest.fixture(scope="module")
def rows(run):
    folder, _ = run
    with (folder / "build" / "demo" / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def earned(lesson, work):
    """Return the points of a submission, from its checks run one after the other in this process, without nbgrader."""
    answers = {cell["metadata"]["id"]: "".join(cell["source"]) for cell in json.loads(work.text)["cells"]}
    namespace, points = {"__name__": "__main__"}, 0.0
    for cell in lesson.source["cells"]:
        known = cell["metadata"].get("nbgrader")
        if not known:
            continue
        identity = known["grade_id"]
        code = answers.get(identity, "") if known["solution"] else "".join(cell["source"])
        name = f"<{identity}>"
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        quiet = contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings(action="ignore")
        with quiet[0], quiet[1], contextlib.suppress(Exception):
            exec(compile(code, name, "exec"), namespace)
            points += known.get("points", 0)
    return points


def points_of(lesson, exercises):
    ids = {check for exercise in exercises for check in lesson.checks(exercise)}
    return sum(c["metadata"]["nbgrader"]["points"] for c in lesson.source["cells"] if is_check(c) and _id(c) in ids)


def _id(cell):
    return cell["metadata"]["nbgrader"]["grade_id"]


def touched(lesson, work):
    """Return the exercises whose answer is not the course's own."""
    answers = {cell["metadata"]["id"]: "".join(cell["source"]) for cell in json.loads(work.text)["cells"]}
    return [name for name in lesson.exercises if answers[name] != lesson.solution(name)]


@pytest.mark.slow
def test_the_command_succeeds_and_prints_a_row_for_each(run, rows):
    done = run[1]
    assert done.returncode == 0, done.stderr
    assert len(rows) == 16
    printed = done.stdout.splitlines()
    assert printed[0].split() == ["student", "points", "out", "of", "status", "note"]
    assert [line.split()[0] for line in printed[1:17]] == list(rows)
    assert "Traceback" not in done.stderr
    assert "16/16" in done.stderr  # the bar


@pytest.mark.slow
def test_scores_are_what_the_answers_earn(lesson, rows):
    works = hand_ins(lesson)
    scores = {student: float(row["score"]) for student, row in rows.items()}
    most = points_of(lesson, lesson.exercises)
    assert {float(row["max_score"]) for row in rows.values()} == {most}
    for student in ("perfect", "other-right-ways", "noise-on-stderr", "deleted-checks", "saved-by-colab"):
        assert scores[student] == most, student
    for student in ("perfect", "other-right-ways", "noise-on-stderr", "partial", "untouched", "syntax-error"):
        assert scores[student] == earned(lesson, works[student]), student
    assert scores["untouched"] == scores["not-a-notebook"] == 0
    assert scores["late"] == most - 1
    assert 0 < scores["partial"] < most
    for student in ("syntax-error", "endless-loop"):
        assert scores[student] == most - points_of(lesson, touched(lesson, works[student])), student
    assert 0 < points_of(lesson, touched(lesson, works["crash"])) == most - scores["crash"]  # the rest is graded
    assert [scores[student] for student in works if student.startswith("cheat-")] == [0.0] * 4


@pytest.mark.slow
def test_what_happened_is_in_status_and_note(rows):
    said = {
        "perfect": ("graded", ""),
        "untouched": ("graded", "Answers left empty: "),
        "syntax-error": ("graded", "Answers that stop with an error when they are run: "),
        "endless-loop": ("graded", "Stopped at the time limit: "),
        "crash": ("graded", "The process that runs the code ended in: "),
        "deleted-checks": ("graded", "Locked cells that were missing and were put back: "),
        "saved-by-colab": ("graded", "Answers found by their cell id: "),
        "not-a-notebook": ("unreadable", f"{LESSON}.ipynb is not a notebook"),
        "late": ("late", "Handed in 3.0 days after the due date: points off: 1."),
    }
    for student, (status, note) in said.items():
        assert (rows[student]["status"], rows[student]["note"][: len(note)]) == (status, note)


@pytest.mark.slow
def test_everyone_has_feedback_and_no_page_shows_a_hidden_test(run, rows, lesson):
    folder, _ = run
    pages = {path.parts[-3]: path.read_text("utf-8") for path in folder.glob("build/demo/feedback/*/*/*.html")}
    assert set(pages) == set(rows)
    checks = ["".join(cell["source"]) for cell in lesson.source["cells"] if is_check(cell)]
    hidden = {line.strip() for check in checks for line in set(check.splitlines()) - set(_seen(check).splitlines())}
    shown = "\n".join("".join(cell["source"]) for cell in lesson.release["cells"])
    # short lines such as `)` say nothing, and stand in other cells too
    secret = {line for line in hidden if len(line) > 24 and line not in shown}
    assert len(secret) > 20
    for student, page in pages.items():
        text = html.unescape(re.sub("<[^>]*>", "", page))
        assert not [line for line in secret if line in text], student
    assert "does not hold JSON" in pages["not-a-notebook"]


def _seen(check):
    before, _, rest = check.partition("### BEGIN HIDDEN TESTS")
    return before + rest.partition("### END HIDDEN TESTS")[2]


@pytest.mark.slow
def test_all_is_under_build_demo_and_the_gradebook_agrees(run, rows):
    folder, _ = run
    assert {path.name for path in folder.iterdir()} == {"source", "release", "tests", "nbgrader_config.py", "build"}
    assert {path.name for path in (folder / "build").iterdir()} == {"demo"}
    book = sqlite3.connect(folder / "build" / "demo" / "gradebook.db")
    with contextlib.closing(book):
        assert {name for (name,) in book.execute("select id from student")} == set(rows)


# --- errors -------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path):
    write_course(tmp_path, source_notebook())
    shutil.copytree(tmp_path / "source", tmp_path / "release")
    answers = tmp_path / "tests" / "answers" / f"{NAME}.py"
    answers.parent.mkdir(parents=True)
    answers.write_text("WRONG = {}\nRIGHT = {}\n")
    return tmp_path


def fails(capsys, folder, lesson=NAME):
    """Run the command, which must fail with one line, and return that line."""
    assert cli.main(["demo", lesson, "--root", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert not (folder / "build" / "demo.part").exists()
    assert not (folder / "build" / "demo").exists()
    return err


def test_an_unknown_lesson_is_one_line(small, capsys):
    assert f"no such lesson. Lessons here: {NAME}." in fails(capsys, small, "99_nothing")
    assert "no such lesson" in fails(capsys, small, "../source")


def test_a_missing_source_is_one_line(small, capsys):
    shutil.rmtree(small / "source")
    assert f"{small / 'source'} is missing" in fails(capsys, small)


def test_an_unreadable_source_is_one_line(small, capsys):
    path = small / "source" / NAME / f"{NAME}.ipynb"
    path.write_text("{")
    assert f"{path} cannot be read: it is no JSON. Run `make build`." in fails(capsys, small)


def test_a_missing_or_broken_catalogue_is_one_line(small, capsys):
    path = small / "tests" / "answers" / f"{NAME}.py"
    path.write_text("WRONG = {\n")
    assert f"{path} cannot be run (SyntaxError" in fails(capsys, small)
    path.unlink()
    assert f"{path} is missing" in fails(capsys, small)


def test_no_right_to_write_is_one_line(small, capsys):
    (small / "build").write_text("a file where the folder should be")
    assert str(small / "build") in fails(capsys, small)


def test_a_full_disk_is_one_line_and_leaves_the_last_class(small, capsys, monkeypatch):
    def full(self, target):
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    def graded(root, course, lesson):
        course.mkdir(parents=True)
        return [Row("a", lesson, 1.0, 2.0, "graded")]

    monkeypatch.setattr(demo, "_grade_class", graded)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        assert "No space left on device" in fails(capsys, small)
    assert cli.main(["demo", NAME, "--root", str(small)]) == 0
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        assert cli.main(["demo", NAME, "--root", str(small)]) == 1
    assert (small / "build" / "demo" / "grades.csv").read_text().splitlines()[1] == f"a,{NAME},1,2,graded,"


# --- parts --------------------------------------------------------------------------------------------------------


def test_grades_are_safe_to_open_in_a_spreadsheet(tmp_path):
    rows = [["student", "score", "note"], ["=cmd()", 1.5, "@note, with a comma"], ["-x", -1.0, 'a "word"']]
    write_table(tmp_path / "grades.csv", [*rows, [" +1+cmd|", "a\nb", "=\t"]])
    assert (tmp_path / "grades.csv").read_text("utf-8").splitlines() == [
        "student,score,note",
        "'=cmd(),1.5,\"'@note, with a comma\"",
        '\'-x,-1,"a ""word"""',
        "' +1+cmd|,a b,'=\t",
    ]


def test_noise_goes_into_the_function_and_changes_no_result(capsys):
    code = noisy('# a comment\ndef double(x):\n    """Twice."""\n    return 2 * x')
    namespace = {}
    exec(code, namespace)
    with pytest.warns(UserWarning, match="noise"):
        assert namespace["double"](3) == 6
    assert capsys.readouterr().err == "almost there\n"


def test_a_hand_in_is_early_unless_it_says_so():
    assert HandIn("").days_late < 0
