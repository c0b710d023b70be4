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
    reason, status = _unreadable(directory, lesson, student), "unreadable"
    if not reason:
        try:
            _run(Autograde, course, lesson, student)
            _run(GenerateFeedback, course, lesson, student)
        except NotGraded as error:
            reason, status = f"nbgrader could not grade it: {error}", "not graded"
    if reason:
        with _gradebook(course) as gradebook:
            gradebook.update_or_create_student(student)
            timestamp = directory.get_existing_timestamp(directory.format_path("submitted", student, lesson))
            submission = gradebook.update_or_create_submission(lesson, student, timestamp=timestamp)
            for one in (one for notebook in submission.notebooks for one in notebook.grades):
                one.auto_score, one.needs_manual_grade = 0.0, status != "unreadable"
            gradebook.db.commit()
    with _gradebook(course) as gradebook:
        found = gradebook.find_submission(lesson, student)
        penalty, most, by_hand = found.late_submission_penalty, found.max_score, found.needs_manual_grade
        score, late = max(0.0, found.score - penalty), found.total_seconds_late
    if reason:
        path = _notebook(directory, directory.feedback_directory, lesson, student).with_suffix(".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        page = PAGE.format(lesson=html.escape(lesson), score=score, most=most, reason=html.escape(reason))
        path.write_text(page, encoding="utf-8")
        return Row(student, lesson, score, most, status, reason)
    told = nbformat.read(_notebook(directory, directory.autograded_directory, lesson, student), as_version=4)
    notes = [*told.metadata.course["rebuild"], *told.metadata.course["run"]]
    if penalty:
        notes.append(f"Handed in {late / 86400:.1f} days after the due date: points off: {penalty:g}.")
    status = "needs a person" if by_hand else "late" if penalty else "graded"
    return Row(student, lesson, score, most, status, " ".join(note for note in notes if note != ALL_FOUND))


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
