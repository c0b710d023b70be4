"""Every threat in one class with honest students: each gets what it deserves, and nobody else's score moves."""

import contextlib
import csv
import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from class_of_cheats import DOUBLE, NAME, SECRET, cases, lesson, with_answer, write
from small_lesson import ROOT

from course_grader.sandbox import NoSandbox
from course_grader.zygote import Zygote

HONEST = 4
THREATS = 42


def course(folder, *arguments):
    environment = os.environ | {"COURSE_CHECK_SECONDS": "1", "COURSE_CELL_SECONDS": "2"}
    environment["PATH"] += f"{os.pathsep}{folder}"  # by which its processes are known, those of submissions too
    command = [sys.executable, "-m", "course_grader.cli", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


class Active(HTMLParser):
    """Finds what a browser would run."""

    def found(self, text):
        self.seen = []
        self.feed(text)
        return self.seen

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "iframe", "object", "embed", "svg", "form", "style", "link", "meta"):
            self.seen.append(tag)
        for name, value in attributes:
            if name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "data:text")):
                self.seen.append((tag, name, value))


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The class, graded once: (folder, cases, finished process)."""
    try:
        with Zygote(""):
            pass
    except NoSandbox as error:
        pytest.skip(f"this system refuses a sandbox: {error}")
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    path = folder / "source" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(lesson()))
    table = cases(folder)
    for n in range(HONEST):
        write(folder, f"honest-{n}", type(next(iter(table.values())))("", with_answer(DOUBLE), 4))
    for student, case in table.items():
        write(folder, student, case)
    return folder, table, course(folder, "grade", NAME)


@pytest.fixture(scope="module")
def rows(graded):
    folder, _, done = graded
    assert done.returncode == 0, done.stderr[-3000:]
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return {known["student"]: known["row"] for line in lines if (known := json.loads(line))["event"] == "graded"}


@pytest.mark.slow
def test_every_submission_ends_in_the_score_and_the_status_that_it_deserves(graded, rows):
    _, table, _ = graded
    wrong = {}
    for student, case in table.items():
        row = rows[student]
        scored = row["score"] == case.score if case.score >= 0 else row["score"] in (2, 3, 4)
        if not (scored and row["status"] == case.status and case.note in row["note"]):
            wrong[student] = row, case.score, case.status, case.note
    assert not wrong


@pytest.mark.slow
def test_honest_scores_do_not_move(rows):
    assert [rows[f"honest-{n}"]["score"] for n in range(HONEST)] == [4.0] * HONEST


@pytest.mark.slow
def test_what_ended_the_code_is_said_at_each_check(graded):
    folder, table, _ = graded
    for student, case in table.items():
        if case.outcome:
            path = folder / "feedback" / student / NAME / "results.json"
            outcomes = {test["name"]: test["outcome"] for test in json.loads(path.read_text("utf-8"))["tests"]}
            assert outcomes["double-worked"] == case.outcome, student
            assert outcomes["total-worked"] == outcomes["total-secret"] == "passed", student


@pytest.mark.slow
def test_no_page_shows_a_hidden_input_or_runs_a_script(graded, rows):
    folder, _, _ = graded
    for student in rows:
        page = (folder / "feedback" / student / NAME / f"{NAME}.html").read_text(encoding="utf-8")
        results = (folder / "feedback" / student / NAME / "results.json").read_text(encoding="utf-8")
        assert SECRET not in page and SECRET not in results, student
        assert Active().found(page[page.index("<body") :]) == [], student
        assert len(page) < 2_000_000, student


@pytest.mark.slow
def test_results_do_not_tell_how_long_a_hidden_input_took(graded, rows):
    folder, _, _ = graded
    for student in rows:
        results = json.loads((folder / "feedback" / student / NAME / "results.json").read_text(encoding="utf-8"))
        assert all(test["duration"] is None for test in results["tests"] if test["name"].endswith("-secret"))
        shown = sum(test["duration"] or 0 for test in results["tests"])
        assert results["execution_time"] == pytest.approx(shown, abs=0.001)


@pytest.mark.slow
def test_grading_again_gives_the_same_scores(graded, rows):
    folder, _, _ = graded
    students = ("random-answer", "hash-order", "honest-0", "background-noise", "exit")
    asked = [part for student in students for part in ("--student", student)]
    done = course(folder, "grade", NAME, "--again", *asked)
    assert done.returncode == 0, done.stderr
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    again = {known["student"]: known["row"] for line in lines if (known := json.loads(line))["event"] == "graded"}
    assert {student: again[student] for student in students} == {student: rows[student] for student in students}


@pytest.mark.slow
def test_names_are_safe_in_every_export(graded, tmp_path):
    folder, _, _ = graded
    for kind in ("csv", "canvas", "moodle"):
        done = course(folder, "export", NAME, "--to", kind, "--folder", str(tmp_path))
        assert done.returncode == 0, done.stderr
        with Path(done.stdout.strip()).open(encoding="utf-8", newline="") as file:
            cells = [cell for line in csv.reader(file) for cell in line]
        assert "'=cmd()" in cells and "Zoë 学生" in cells and "a, 'b' \"c\"" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@pytest.mark.slow
def test_nothing_is_left_running_or_lying_about(graded):
    folder, _, _ = graded
    left = [path.name for path in folder.rglob(".*") if path.name not in (".course_seed", ".course_grade.lock")]
    assert left == []
    running = []
    for place in Path("/proc").glob("[0-9]*/environ"):  # other tests may have a class of their own
        with contextlib.suppress(OSError):
            running += [place] if bytes(folder) in place.read_bytes() else []
    assert running == []


@pytest.mark.slow
def test_every_row_of_the_table_has_a_case(graded):
    _, table, _ = graded
    rows = {int(number) for case in table.values() for number in case.rows.split(",")}
    elsewhere = {34, 40}  # a fault of a check, and a file that changes: tests/test_judge.py, tests/test_course_grade.py
    assert rows | elsewhere == set(range(1, THREATS + 1))
