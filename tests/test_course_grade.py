"""`course grade`: what is new is graded, nothing is lost when it is stopped, and what is wrong is said in one line."""

import concurrent.futures
import contextlib
import csv
import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
import sqlalchemy
from nbgrader.api import Gradebook
from small_lesson import NAME, cell_of, hand_in, solved, source_notebook, write_course

from course_grader import book, cli, grading, pool
from course_grader.course import open_course
from course_grader.intake import Work, collect, misplaced

SOURCE = source_notebook(answer=True)
PERFECT, MOST = solved(SOURCE), 14.0


def wrong():
    notebook = solved(SOURCE)
    cell_of(notebook, "power").source = "def power(x):\n    return 0"
    return notebook


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_UNSAFE_NO_SANDBOX", "1")  # what is tried here is the same behind walls and without
    write_course(tmp_path, source_notebook())
    return tmp_path


def run(folder, *options):
    return cli.main(["grade", NAME, "--root", str(folder), *options])


def rows(folder):
    return {row.student: row for row in grading.read_class(folder, NAME)[0]}


def fresh(capsys):
    """Return how many submissions the last run graded."""
    return int(capsys.readouterr().out.splitlines()[-1].split()[0])


@pytest.mark.slow
def test_only_what_is_new_or_changed_is_graded(course, capsys):
    hand_in(course, "ann", solved(source_notebook()))
    hand_in(course, "bob", "no notebook")
    (course / "submitted" / "zoe").mkdir()
    (course / "submitted" / "zoe" / "lost.ipynb").write_text("{}")
    assert run(course) == 0
    said = capsys.readouterr().out
    assert "submitted/zoe was passed over: it holds lost.ipynb" in said and "\n2 graded in" in said
    assert {name: (row.score, row.status) for name, row in rows(course).items()} == {
        "ann": (12.0, "graded"),
        "bob": (0.0, "unreadable"),
    }
    assert run(course) == 0 and fresh(capsys) == 0
    hand_in(course, "cid", wrong())
    assert run(course) == 0 and fresh(capsys) == 1
    assert run(course, "--failed-only") == 0 and fresh(capsys) == 1  # bob's
    assert run(course, "--failed-only", "--student", "ann") == 0
    assert "no submission failed" in capsys.readouterr().out
    assert run(course, "--since", "2999-01-01") == 1
    assert "nobody has handed in" in capsys.readouterr().err
    path = course / "submitted" / "cid" / NAME / f"{NAME}.ipynb"
    path.write_text(json.dumps(solved(source_notebook())))
    assert run(course, "--student", "cid") == 0 and fresh(capsys) == 1
    assert rows(course)["cid"].score == 12.0
    assert run(course, "--again", "--since", "2000-01-01") == 0 and fresh(capsys) == 3
    results = json.loads((course / "feedback" / "cid" / NAME / "results.json").read_text())
    assert sum(test["score"] for test in results["tests"]) == results["score"] == 12.0
    keys = {"name", "score", "max_score", "status", "output", "visibility", "duration", "outcome"}
    assert all(test.keys() == keys for test in results["tests"])
    capsys.readouterr()
    folder = course / "for other systems"
    assert cli.main(["export", NAME, "--root", str(course), "--to", "gradescope", "--folder", str(folder)]) == 0
    assert capsys.readouterr().out.strip() == str(folder / NAME)
    exported = {path.parent.name: json.loads(path.read_text()) for path in folder.glob("*/*/results.json")}
    assert exported.keys() == {"ann", "bob", "cid"} and exported["cid"] == results
    assert cli.main(["export", NAME, "--root", str(course), "--to", "canvas", "--folder", str(folder)]) == 0
    with (folder / f"{NAME}-canvas.csv").open(newline="") as file:
        head, most, *lines = csv.reader(file)
    assert (head[-1], most[-1], lines[0][0], lines[0][-1]) == (NAME, "12", "ann", "12")


@pytest.mark.slow
def test_the_gradebook_is_nbgraders_and_scores_given_by_hand_stay(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_UNSAFE_NO_SANDBOX", "1")
    write_course(tmp_path, SOURCE)
    answered = solved(SOURCE)
    cell_of(answered, "why").source = "Because of this."
    hand_in(tmp_path, "ann", answered, "2026-03-20 18:00:00 UTC")
    hand_in(tmp_path, "bob", solved(source_notebook()))
    assert run(tmp_path) == 0
    assert {name: row.status for name, row in rows(tmp_path).items()} == {"ann": "needs a person", "bob": "graded"}
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db", "ml-vision-course") as gradebook:
        grade = gradebook.find_grade("why", NAME, NAME, "ann")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)
        assert gradebook.find_grade("why", NAME, NAME, "bob").auto_score == 0
        assert gradebook.find_comment("why", NAME, NAME, "bob").auto_comment == "No response."
        grade.manual_score = 1.5
        gradebook.find_comment("why", NAME, NAME, "ann").manual_comment = "well *said*"
        gradebook.update_or_create_assignment(NAME, duedate="2026-03-10 18:00:00 UTC")
        gradebook.db.commit()
    assert run(tmp_path) == 0  # the due date is new, so all is graded again
    row = rows(tmp_path)["ann"]
    assert (row.score, row.max_score) == (11.5, MOST)  # 12 and 1.5, less two weeks
    assert "days after the due date: points off: 2" in row.note
    page = (tmp_path / "feedback" / "ann" / NAME / f"{NAME}.html").read_text()
    assert "<em>said</em>" in page and "Score: 11.5 / 14.0" in page
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db", "ml-vision-course") as gradebook:
        gradebook.find_grade("why", NAME, NAME, "ann").manual_score = 2
        gradebook.find_grade("why", NAME, NAME, "ann").needs_manual_grade = False
        gradebook.db.commit()
    capsys.readouterr()
    assert run(tmp_path) == 0 and fresh(capsys) == 0
    assert (rows(tmp_path)["ann"].score, rows(tmp_path)["ann"].status) == (12.0, "late")
    (tmp_path / "gradebook.db").unlink()
    assert run(tmp_path) == 0 and fresh(capsys) == 2  # another gradebook has none of the grades


@pytest.mark.slow
def test_files_beside_the_notebook_reach_the_answer_and_nothing_else(course):
    reads = solved(source_notebook())
    cell_of(reads, "power").source = "k = int(open('k.txt').read())\ndef power(x):\n    return x ** k"
    for student, content in (("ann", b"2"), ("bob", None), ("cid", b"3")):
        hand_in(course, student, reads)
        if content:
            (course / "submitted" / student / NAME / "k.txt").write_bytes(content)
    (course / "submitted" / "ann" / NAME / "nbgrader_config.py").write_text("raise SystemExit")
    (course / "submitted" / "ann" / NAME / "weights.bin").write_bytes(bytes(20 * 2**20))
    assert run(course) == 0
    expected = {"ann": 12.0, "bob": 8.0, "cid": 8.0}
    assert {name: row.score for name, row in rows(course).items()} == expected
    assert "get_config" in (course / "nbgrader_config.py").read_text() and not (course / "k.txt").exists()
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME, "--force"]
    assert subprocess.run(command, cwd=course, capture_output=True, check=False).returncode == 0
    assert {name: row.score for name, row in rows(course).items()} == expected


def start(folder, count):
    """Start the command on a class, and return it once the first grades are written."""
    for n in range(count):
        hand_in(folder, f"s{n:03d}", solved(source_notebook()))
    command = [sys.executable, "-m", "course_grader.cli", "grade", NAME, "--workers", "2"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores Ctrl-C
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, before)
    while process.poll() is None and len(grading.read_journal(folder / grading.JOURNAL, NAME)) < 10:
        time.sleep(0.05)
    return process


@pytest.mark.slow
@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
def test_a_run_that_was_stopped_goes_on_where_it_stopped(course, capsys, kind):
    process = start(course, 120)
    process.send_signal(kind)
    _, said = process.communicate(timeout=60)
    done = len(rows(course))
    assert process.returncode != 0 and 0 < done < 120
    if kind == signal.SIGINT:
        assert "were graded. Call the same again" in said and "Traceback" not in said
    with (course / "events.jsonl").open("a") as file:
        file.write('{"event": "graded", "lesson": "01_sm')  # cut short
    assert run(course) == 0
    assert fresh(capsys) == 120 - done
    assert {row.score for row in rows(course).values()} == {12.0} and len(rows(course)) == 120
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(course) not in running


@pytest.mark.slow
def test_a_killed_worker_costs_nobody_anything(course):
    process = start(course, 120)
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = dict(tuple(map(int, line.split())) for line in listed.splitlines())
    servers = {pid for pid, parent in parents.items() if parent == process.pid}
    workers = [pid for pid, parent in parents.items() if parent in servers]
    assert len(workers) == 2
    for pid in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert [row.score for row in rows(course).values()] == [12.0] * 120
    pages = [path.read_text() for path in course.glob("feedback/*/*/*.html")]
    assert len(pages) == 120 and not [page for page in pages if "could not be made" in page]


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.1, 0.25, 0.4])
def test_a_worker_killed_while_it_sends_a_result_is_noticed(seconds):
    where = pool.Local(2)
    assert where.result(where.submit(bytes, 10)) == bytes(10)
    futures = [where.submit(bytes, 300_000_000) for _ in range(2)]
    time.sleep(seconds)  # somewhere in the work, or in the sending
    for pid in list(where._executor._processes):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _, waiting = concurrent.futures.wait(futures, timeout=60)
    where.close()
    assert not waiting


def fails(capsys, folder, *options, lesson=NAME):
    """Run the command, which must fail with one line, and return that line."""
    assert cli.main(["grade", lesson, "--root", str(folder), *options]) == 1
    out, err = capsys.readouterr()
    lines = [line for line in err.splitlines() if line.startswith("course: ")]
    assert out == "" and len(lines) == 1 and "Traceback" not in err
    return lines[0]


def test_what_is_missing_is_said_in_one_line(course, capsys, tmp_path):
    assert "submitted is missing" in fails(capsys, course)
    hand_in(course, "ann", PERFECT)
    assert f"no such lesson. Lessons here: {NAME}" in fails(capsys, course, lesson="99_none")
    assert "no such student" in fails(capsys, course, "--student", "zed")
    path = course / "source" / NAME / f"{NAME}.ipynb"
    path.write_text("{")
    assert "is damaged" in fails(capsys, course) and not (course / "autograded").exists()
    path.unlink()
    assert "Lessons here: none" in fails(capsys, course)
    assert "nbgrader_config.py is missing" in fails(capsys, course / "source")
    with pytest.raises(SystemExit):
        run(course, "--since", "last week")
    assert "'last week' is no time" in capsys.readouterr().err


def test_an_export_before_grading_is_one_line(course, capsys):
    assert cli.main(["export", NAME, "--root", str(course)]) == 1
    assert f"nothing of {NAME} is graded yet. Call: course grade {NAME}" in capsys.readouterr().err
    assert cli.main(["export", "01_other", "--root", str(course)]) == 1
    assert f"no such lesson. Lessons here: {NAME}" in capsys.readouterr().err


def test_work_in_a_wrong_place_is_told(course, capsys):
    for place in (f"zoe/{NAME}.ipynb", f"eva/{NAME.upper()}/a.ipynb", f"{NAME}/max/a.ipynb", "ida/02_other/a.ipynb"):
        path = course / "submitted" / place
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    told = {path.name: misplaced(path, NAME) for path in (course / "submitted").iterdir()}
    assert told["ida"] == "" and told[NAME].startswith("it has the name of a lesson")
    assert told["zoe"].startswith(f"it holds {NAME}.ipynb, but no")
    assert told["eva"].startswith(f"it holds {NAME.upper()},")
    assert f"as you asked. submitted/zoe: it holds {NAME}.ipynb" in fails(capsys, course, "--student", "zoe")


@pytest.mark.slow
def test_a_dead_scheduler_is_one_line(course, capsys):
    hand_in(course, "ann", PERFECT)
    assert "no scheduler answers at tcp://127.0.0.1:9" in fails(capsys, course, "--scheduler", "tcp://127.0.0.1:9")


def test_two_at_once_are_one_too_many(course, capsys):
    hand_in(course, "ann", PERFECT)
    with (course / grading.LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "another `course grade` is at work" in fails(capsys, course)


@pytest.mark.slow
def test_a_locked_gradebook_is_one_line_and_the_next_run_goes_on(course, capsys, monkeypatch):
    hand_in(course, "ann", solved(source_notebook()))
    Gradebook(f"sqlite:///{course}/gradebook.db", "ml-vision-course").close()
    monkeypatch.setattr(book, "PATIENCE", 0.1)
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as other:
        other.execute("begin exclusive")
        said = fails(capsys, course)
    assert "database is locked. Another program is writing into it" in said
    assert run(course) == 0
    assert rows(course)["ann"].score == 12.0


def test_a_gradebook_that_cannot_be_read_is_one_line(course, capsys):
    hand_in(course, "ann", PERFECT)
    (course / "gradebook.db").write_text("no database" * 100)
    assert "file is not a database. Move that file away" in fails(capsys, course)
    (course / "gradebook.db").unlink()
    Gradebook(f"sqlite:///{course}/gradebook.db", "ml-vision-course").close()
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as other:
        other.execute("alter table assignment rename column duedate to due")
    assert "no such column: assignment.duedate. It is of an older nbgrader" in fails(capsys, course)


@pytest.mark.slow
def test_a_full_gradebook_is_one_line_and_the_next_run_goes_on(course, capsys, monkeypatch):
    def full(*_):
        raise sqlalchemy.exc.OperationalError("insert", {}, sqlite3.OperationalError("database or disk is full"))

    hand_in(course, "ann", solved(source_notebook()))
    with monkeypatch.context() as patch:
        patch.setattr(Gradebook, "update_or_create_student", full)
        assert "database or disk is full. Make room" in fails(capsys, course)
    assert rows(course) == {}
    assert run(course) == 0
    assert rows(course)["ann"].score == 12.0


@pytest.mark.slow
def test_a_lesson_that_changed_under_graded_work_is_one_line(course, capsys):
    hand_in(course, "ann", solved(source_notebook()))
    assert run(course) == 0
    capsys.readouterr()
    (course / "source" / NAME / f"{NAME}.ipynb").write_text(json.dumps(SOURCE))
    assert "there are submissions associated with it. Grade what was handed in" in fails(capsys, course)


def test_what_was_read_is_graded_even_when_the_file_changes(tmp_path):
    hand_in(tmp_path, "ann", PERFECT)
    folder = tmp_path / "submitted" / "ann" / NAME
    work = collect(folder, "ann", NAME, ["power"])
    before = work.digest()
    (folder / f"{NAME}.ipynb").write_text(json.dumps(wrong()))
    assert work.digest() == before and json.loads(work.notebook) == PERFECT
    assert collect(folder, "ann", NAME, ["power"]).digest() != before
    assert Work("ann", "a", b"b").digest() != Work("ann", "ab", b"").digest()


def test_settings_of_the_course_reach_the_engine(course):
    _, config = open_course(course, Engine={"check_seconds": 3})
    assert (config.Engine.check_seconds, config.Engine.unsafe_no_sandbox) == (3, True)
