"""A class on one machine: simulated students hand in a lesson, honest ones and cheats, and all of it is graded."""

import os
import shutil
from dataclasses import asdict, fields
from datetime import datetime, timedelta

from course_grader.book import Book
from course_grader.bundle import Lesson as Built
from course_grader.bundle import read_bundle
from course_grader.course import Row, open_course
from course_grader.grading import Options, grade_class
from course_grader.results import write_table
from course_grader.students import CourseError, Lesson, hand_ins, read_catalogue, read_notebook

DUE = datetime(2026, 3, 2, 18, 0)  # UTC
TIME = "%Y-%m-%d %H:%M:%S UTC"
# what an endless loop may cost for each step; the environment variable of that name overrules it
LIMITS = {"COURSE_CHECK_SECONDS": ("check_seconds", 5), "COURSE_CELL_SECONDS": ("cell_seconds", 30)}


def demo(root, lesson):
    """Grade a simulated class on one lesson, in `build/demo`, which is made anew.

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
        table = [[*asdict(row).values()] for row in rows]
        write_table(course / "grades.csv", [[field.name for field in fields(Row)], *table])
        if final.exists():
            shutil.rmtree(final)
        course.rename(final)
    finally:
        shutil.rmtree(course, ignore_errors=True)
    return rows


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
    if not (root / "release" / lesson / f"{lesson}.ipynb").exists():
        raise CourseError(f"release/{lesson}/{lesson}.ipynb is missing. `make build` makes it.")


def _grade_class(root, course, lesson):
    notebooks = [read_notebook(root / step / lesson / f"{lesson}.ipynb") for step in ("source", "release")]
    for step in ("source", "release"):
        (course / step / lesson).mkdir(parents=True)
        shutil.copy(root / step / lesson / f"{lesson}.ipynb", course / step / lesson)
    shutil.copy(root / "nbgrader_config.py", course)
    wrong, right = read_catalogue(root / "tests" / "answers" / f"{lesson}.py")
    # the gradebook is the demo's own whatever COURSE_DB_URL says: invented students belong in no other
    limits = dict(limit for name, limit in LIMITS.items() if not os.environ.get(name, "").strip())
    settings = {"CourseDirectory": {"db_url": f"sqlite:///{course}/gradebook.db"}, "Engine": limits}
    book = Book(open_course(course, **settings), lesson)
    book.prepare(Built(read_bundle(course, lesson)).notebook)
    book.gradebook.update_or_create_assignment(lesson, duedate=DUE.strftime(TIME))
    book.close()
    handed = hand_ins(Lesson(lesson, *notebooks, wrong, right))
    for student, work in handed.items():
        path = course / "submitted" / student / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(work.text, encoding="utf-8")
        stamp = DUE + timedelta(days=work.days_late)
        path.with_name("timestamp.txt").write_text(stamp.strftime(TIME), encoding="utf-8")
    rows, _, _ = grade_class(course, lesson, Options(), **settings)
    return sorted(rows, key=lambda row: list(handed).index(row.student))
