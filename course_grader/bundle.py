"""What grading a lesson starts from: the instructor's notebook, read once."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import nbformat

import course_grader
import course_utils
from course_grader.judge import Check
from course_grader.source import binds
from course_grader.students import CourseError


@dataclass(frozen=True)
class Bundle:
    """The instructor's notebook of a lesson, with solutions and hidden tests, as text: it travels to every worker."""

    lesson: str
    text: str
    stub: str = ""  # the course's own text for an empty answer; nbgrader's where it is empty

    def digest(self):
        """Return a hash of all of the course's own that can change a result: the lesson, the checks, and the grader."""
        found = hashlib.sha256(f"{self.lesson}\n{self.stub}\n{self.text}".encode())
        for package in (course_grader, course_utils):
            for path in sorted(Path(package.__file__).parent.glob("*.py")):
                found.update(path.read_bytes())
        return found.hexdigest()


class Lesson:
    """A bundle, taken apart.

    Attributes
    ----------
    notebook : NotebookNode
    setup : str
        The imports.
    checks : list of Check
    names : set of str
        What its solutions define.
    points : dict of str to float
        Of every graded cell, those that a person grades included.
    """

    def __init__(self, bundle):
        self.notebook = nbformat.reads(bundle.text, as_version=4)
        self.roles = {id_of(cell): role(cell) for cell in self.notebook.cells}
        cells = [(role(cell), cell) for cell in self.notebook.cells]
        self.setup = "\n".join(cell.source for kind, cell in cells if kind == "imports")
        self.answers = [id_of(cell) for kind, cell in cells if kind in ("solution", "answer")]
        self.checks = [
            Check(
                id_of(c), c.source, self._exercise(id_of(c)), float(c.metadata.nbgrader["points"]), is_hidden(c.source)
            )
            for kind, c in cells
            if kind == "check"
        ]
        self.names = {name for kind, cell in cells if kind == "solution" for name in binds(cell.source)}
        graded = [cell for kind, cell in cells if kind in ("check", "answer")]
        self.points = {id_of(cell): float(cell.metadata.nbgrader["points"]) for cell in graded}

    def _exercise(self, check):
        heads = [name for name in self.answers if check.startswith(f"{name}-")]
        return max(heads, key=len, default="")


def read_bundle(root, lesson, stub="", name=""):
    """Return the Bundle of a lesson; `name` is that of its notebook, where it is not the lesson's.

    Raises
    ------
    CourseError
        When it was not built, or does not exist.
    """
    path = root / "source" / lesson / f"{name or lesson}.ipynb"
    known = sorted(path.parent.name for path in (root / "source").glob("*/*.ipynb"))
    if lesson not in known:
        raise CourseError(
            f"source/{lesson}/{lesson}.ipynb: no such lesson. Lessons here: {', '.join(known) or 'none'}. "
            "`make build` builds those of lessons/."
        )
    try:
        text = path.read_text(encoding="utf-8")
        bundle = Bundle(lesson, text, stub)
        Lesson(bundle)
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        raise CourseError(f"{path} is damaged ({type(error).__name__}: {error}). Run `make build`.") from None
    return bundle


def role(cell):
    """Return what a cell of the course is: solution, check, answer (written), imports, install or text."""
    known = cell.metadata.get("nbgrader", {})
    if "install" in cell.metadata.get("tags", []):
        return "install"
    if cell.cell_type == "code" and known.get("solution"):
        return "solution"
    if known.get("solution"):
        return "answer"
    if cell.cell_type == "code" and known.get("grade"):
        return "check"
    return "imports" if cell.cell_type == "code" and known.get("locked") else "text"


def id_of(cell):
    """Return the id by which the grader knows a cell."""
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "")


def is_hidden(source):
    """Return whether a check has a part that students do not see."""
    return "### BEGIN HIDDEN TESTS" in source
