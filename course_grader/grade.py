"""Grade one submission through nbgrader: a row of grades and a feedback page, whatever was handed in."""

import html
import logging
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from course_grader.rebuild import ALL_FOUND

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8" /><title>{lesson}</title></head>
<body><h1>{lesson} (Score: {score:g} / {most:g})</h1><p>{reason}</p></body>
</html>
"""


@dataclass(frozen=True)
class Row:
    """One line of a grade table."""

    student: str
    lesson: str
    score: float
    max_score: float
    status: str  # "graded", "late", "needs a person", "unreadable" or "not graded"
    note: str = ""


class NotGraded(Exception):
    """nbgrader gave up on a lesson or a submission; the message is its last reason."""


def open_course(root, **settings):
    """Return nbgrader's course directory and its settings.

    Parameters
    ----------
    root : Path
        A course's folder, with nbgrader_config.py in it.
    **settings : dict
        Settings by class that stand above those of the file, such as `Run={"check_seconds": 5}`.

    Returns
    -------
    directory : CourseDirectory
    config : Config
    """
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    for name, values in settings.items():
        config[name].update(values)
    return CourseDirectory(config=config), config


def release(course, lesson, due=None):
    """Make the student's edition of a lesson, and its entry in the gradebook.

    Parameters
    ----------
    course : tuple
        What `open_course` returned.
    lesson : str
    due : str, optional
        Time after which work is late, such as "2026-03-02 18:00:00 UTC".

    Returns
    -------
    float
        The points of the lesson.

    Raises
    ------
    NotGraded
        When nbgrader refuses the lesson.
    """
    _run(GenerateAssignment, course, lesson, "*")
    with _gradebook(course) as gradebook:
        return gradebook.update_or_create_assignment(lesson, duedate=due).max_score


def grade(course, lesson, student):
    """Grade a student's submission and write its feedback page.

    Parameters
    ----------
    course : tuple
        What `open_course` returned.
    lesson, student : str

    Returns
    -------
    Row
        Also for a file that is no notebook, and when nbgrader gives up: then 0 points, and the reason as its note.
    """
    directory, _ = course
    problem, status = _unreadable(directory, lesson, student), "unreadable"
    if not problem:
        try:
            _run(Autograde, course, lesson, student)
        except NotGraded as error:
            problem, status = f"nbgrader could not grade it: {error}", "not graded"
    if problem:
        _give_nothing(course, lesson, student, by_hand=status == "not graded")
        note = problem
    else:
        told = nbformat.read(_notebook(directory, directory.autograded_directory, lesson, student), as_version=4)
        lines = [*told.metadata.course["rebuild"], *told.metadata.course["run"]]
        note = " ".join(line for line in lines if line != ALL_FOUND)
    with _gradebook(course) as gradebook:
        found = gradebook.find_submission(lesson, student)
        penalty, most, by_hand = found.late_submission_penalty, found.max_score, found.needs_manual_grade
        score, late = max(0.0, found.score - penalty), found.total_seconds_late
    if not problem:
        status = "needs a person" if by_hand else "late" if penalty else "graded"
    if penalty:
        note = f"{note} Handed in {late / 86400:.1f} days after the due date: points off: {penalty:g}.".strip()
    row = Row(student, lesson, score, most, status, note)
    _write_feedback(course, row, problem)
    return row


def _give_nothing(course, lesson, student, by_hand):
    """Enter 0 points for a submission that could not be run; `by_hand` asks for a person to look at it."""
    directory, _ = course
    with _gradebook(course) as gradebook:
        gradebook.update_or_create_student(student)
        folder = directory.format_path(directory.submitted_directory, student, lesson)
        timestamp = directory.get_existing_timestamp(folder)
        submission = gradebook.update_or_create_submission(lesson, student, timestamp=timestamp)
        for one in (one for notebook in submission.notebooks for one in notebook.grades):
            one.auto_score, one.needs_manual_grade = 0.0, by_hand
        gradebook.db.commit()


def _write_feedback(course, row, problem):
    """Write nbgrader's page, or a short one with the reason where there is nothing to show."""
    directory, _ = course
    if not problem:
        try:
            _run(GenerateFeedback, course, row.lesson, row.student)
            return
        except NotGraded as error:
            problem = f"The work was graded, but nbgrader could not write this page: {error}"
    path = _notebook(directory, directory.feedback_directory, row.lesson, row.student).with_suffix(".html")
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = {"lesson": html.escape(row.lesson), "reason": html.escape(problem)}
    path.write_text(PAGE.format(score=row.score, most=row.max_score, **texts), encoding="utf-8")


# --- nbgrader -----------------------------------------------------------------------------------------------------


class _Reason(logging.Handler):
    """Keep the last line of the last stack that nbgrader logs: it swallows the exception itself."""

    text = ""

    def emit(self, record):
        message = record.getMessage().strip()
        if "Traceback" in message:
            self.text = message.splitlines()[-1]


def _run(converter, course, lesson, student):
    directory, config = course
    directory.assignment_id, directory.student_id = lesson, student
    step, reason = converter(coursedir=directory, config=config), _Reason(logging.ERROR)
    step.force = True
    step.log.addHandler(reason)
    try:
        step.start()
    except NbGraderException as error:
        raise NotGraded(reason.text or str(error)) from None
    finally:
        step.log.removeHandler(reason)


def _gradebook(course):
    directory, _ = course
    return Gradebook(directory.db_url, directory.course_id)


def _notebook(directory, step, lesson, student):
    return Path(directory.format_path(step, student, lesson)) / f"{lesson}.ipynb"


def _unreadable(directory, lesson, student):
    """Return in words why a submitted file cannot be read, or nothing when it can."""
    path = _notebook(directory, directory.submitted_directory, lesson, student)
    if not path.is_file():
        return f"There is no file {path.name} in the submission."
    try:
        nbformat.read(path, as_version=4)
    except nbformat.reader.NotJSONError:
        return f"{path.name} is not a notebook: it does not hold JSON. Save the notebook again and hand that file in."
    except Exception as error:  # whatever a file can hold, it costs this submission alone
        return (
            f"{path.name} cannot be read as a notebook ({type(error).__name__}). Save it again and hand that file in."
        )
    return ""
