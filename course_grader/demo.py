"""A class on one machine: twelve students hand in a lesson, nbgrader grades them, each gets a feedback page."""

import csv
import logging
import multiprocessing
import os
import shutil
import sys
import textwrap
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from pathlib import Path

from tqdm import tqdm

from course_grader.grade import NotGraded, Row, grade, open_course, release
from course_grader.students import CourseError, Lesson, hand_ins, read_catalogue, read_notebook

DUE = datetime(2026, 3, 2, 18, 0)  # UTC
TIME = "%Y-%m-%d %H:%M:%S UTC"
WORKERS = 2
# what the endless loop may cost for each cell; the environment variable of that name overrules it
LIMITS = {"COURSE_CHECK_SECONDS": ("check_seconds", 5), "COURSE_CELL_SECONDS": ("cell_seconds", 30)}


def demo(root, lesson):
    """Grade a class of twelve on one lesson, in `build/demo`, which is made anew.

    Parameters
    ----------
    root : Path
        The course's folder, with source/, tests/answers/ and nbgrader_config.py.
    lesson : str

    Returns
    -------
    list of Row
        One for each student.

    Raises
    ------
    CourseError
        When the lesson, its notebook or its catalogue is missing or broken.
    """
    _require(root, lesson)
    # all is made aside: a run that stops half-way leaves the last class as it was
    course, final = root / "build" / "demo.part", root / "build" / "demo"
    shutil.rmtree(course, ignore_errors=True)
    try:
        rows = _grade_class(root, course, lesson)
        write_grades(rows, course / "grades.csv")
        if final.exists():
            shutil.rmtree(final)
        course.rename(final)
    finally:
        shutil.rmtree(course, ignore_errors=True)
    return rows


def table(rows, width):
    """Return the grades as text, the notes cut to a width in characters; grades.csv has them whole."""
    lines = [("student", "points", "out of", "status", "note")]
    lines += [(row.student, f"{row.score:g}", f"{row.max_score:g}", row.status, row.note) for row in rows]
    a, b, c, d = (max(len(line[i]) for line in lines) for i in range(4))
    room = max(30, width - a - b - c - d - 8)
    return "\n".join(
        f"{student:<{a}}  {score:>{b}}  {most:>{c}}  {status:<{d}}  {textwrap.shorten(note, room)}".rstrip()
        for student, score, most, status, note in lines
    )


def write_grades(rows, path):
    """Write the grades as CSV, aside first and then renamed.

    Text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(Row)])
        for row in rows:
            texts = [f"{value:g}" if isinstance(value, float) else value for value in asdict(row).values()]
            writer.writerow(
                [f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text for text in texts]
            )
    aside.replace(path)


def _require(root, lesson):
    """Raise CourseError when what a class starts from is not there."""
    for path in (root / "nbgrader_config.py", root / "source"):
        if not path.exists():
            raise CourseError(f"{path} is missing. Call this in the course's folder; `make build` makes source/.")
    known = sorted(path.parent.name for path in (root / "source").glob("*/*.ipynb"))
    if lesson not in known:
        raise CourseError(
            f"source/{lesson}/{lesson}.ipynb: no such lesson. Lessons here: {', '.join(known) or 'none'}."
        )


def _grade_class(root, course, lesson):
    notebook = Path(lesson) / f"{lesson}.ipynb"
    source = read_notebook(root / "source" / notebook)
    wrong, right = read_catalogue(root / "tests" / "answers" / f"{lesson}.py")
    (course / "source" / lesson).mkdir(parents=True)
    shutil.copy(root / "nbgrader_config.py", course)
    shutil.copy(root / "source" / notebook, course / "source" / notebook)
    open_course(course)  # a bad setting stops here, in the terminal, not in the log of a worker
    workers = ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn"), _to_log, (course / "grading.log",))
    try:
        try:
            most = workers.submit(_release, course, lesson).result()
        except NotGraded as error:
            raise CourseError(f"source/{notebook} cannot be released: {error} Run `make build`.") from None
        handed = hand_ins(Lesson(lesson, source, read_notebook(course / "release" / notebook), wrong, right))
        for student, work in handed.items():
            path = course / "submitted" / student / notebook
            path.parent.mkdir(parents=True)
            path.write_text(work.text, encoding="utf-8")
            stamp = DUE + timedelta(days=work.days_late)
            path.with_name("timestamp.txt").write_text(stamp.strftime(TIME), encoding="utf-8")
        running = {workers.submit(_grade, course, lesson, student): student for student in handed}
        rows = {}
        for future in tqdm(as_completed(running), desc=f"grading {lesson}", total=len(running), unit="student"):
            student = running[future]
            try:
                rows[student] = future.result()
            except Exception as error:  # a fault of the grader or the machine: the others go on
                note = f"The grader failed ({type(error).__name__}: {error}). See build/demo/grading.log."
                rows[student] = Row(student, lesson, 0.0, most, "not graded", " ".join(note.split()))
        return [rows[student] for student in handed]
    except KeyboardInterrupt:
        for worker in multiprocessing.active_children():  # work already handed to them would run on for a minute
            worker.terminate()
        raise
    finally:
        workers.shutdown(cancel_futures=True)


# --- in the workers -----------------------------------------------------------------------------------------------


def _to_log(path):
    """Send all that nbgrader, the kernels and their libraries print to a file."""
    with path.open("a") as file:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            os.dup2(file.fileno(), stream.fileno())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(levelname)s %(message)s")


def _open(course):
    # the gradebook is the demo's own whatever COURSE_DB_URL says: invented students belong in no other
    # two workers write into it: each waits for the other rather than to fail
    database = {"db_url": f"sqlite:///{course}/gradebook.db?timeout=60"}
    limits = dict(limit for name, limit in LIMITS.items() if not os.environ.get(name, "").strip())
    return open_course(course, CourseDirectory=database, Run=limits)


def _release(course, lesson):
    return release(_open(course), lesson, DUE.strftime(TIME))


def _grade(course, lesson, student):
    return grade(_open(course), lesson, student)
