"""The course's folder as nbgrader knows it, and the row that grading a submission ends in."""

import os
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from traitlets.config.loader import PyFileConfigLoader

from course_grader.students import CourseError


@dataclass(frozen=True)
class Row:
    """One line of a grade table."""

    student: str
    lesson: str
    score: float
    max_score: float
    status: str  # "graded", "late", "needs a person", "unreadable" or "not graded"
    note: str = ""


def open_course(root, **settings):
    """Return nbgrader's course directory and its settings.

    Parameters
    ----------
    root : Path
        A course's folder, with nbgrader_config.py in it.
    **settings : dict
        Settings by class that stand above those of the file, such as `Engine={"check_seconds": 5}`.

    Returns
    -------
    directory : CourseDirectory
    config : Config
    """
    if not (root / "nbgrader_config.py").is_file():
        raise CourseError(f"{root / 'nbgrader_config.py'} is missing. Call this in the course's folder.")
    try:
        config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    except Exception as error:  # it is a program, which a teacher may have edited
        raise CourseError(f"{root / 'nbgrader_config.py'} can't be run ({type(error).__name__}: {error}).") from None
    config.CourseDirectory.root = str(root)
    for name, values in settings.items():
        config[name].update(values)
    return CourseDirectory(config=config), config


def notebook_path(directory, step, lesson, student):
    """Return where a step of nbgrader, such as `directory.autograded_directory`, has a student's notebook."""
    return Path(directory.format_path(step, student, lesson)) / f"{lesson}.ipynb"


def handed_in_at(folder):
    """Return (time, note): when a submission was collected, as the collector wrote it down; None where nothing says."""
    path = folder / "timestamp.txt"
    try:
        if not path.is_file() or path.is_symlink():
            return None, ""
        text = path.read_text(encoding="utf-8")[:100].strip()
        return (parse_utc(text), "") if text else (None, "")
    except (ValueError, OverflowError, OSError):
        return None, "The time in timestamp.txt cannot be read: late or not, it counts as in time."


def cores():
    """Return how many processes can compute here at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
