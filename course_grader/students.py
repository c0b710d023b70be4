"""Students who hand in one lesson: what goes right, and what goes wrong, in every class; and four cheats."""

import ast
import copy
import json
import re
import runpy
from dataclasses import dataclass
from pathlib import Path

STUB = re.compile(r"raise NotImplementedError\(.*\)")
MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION")


# What cheats put above their answers. Each earned full marks where checks run in the same process as answers.
EQUAL_TO_ALL = """class _Yes:
    def __getattr__(self, name):
        return self
    def __call__(self, *args, **kwargs):
        return self
    __eq__ = __le__ = __lt__ = __ge__ = __gt__ = __contains__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __sub__ = __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __abs__ = __getitem__ = lambda self, *other: self
    __array_function__ = __array_ufunc__ = lambda self, *args, **kwargs: True
    __bool__ = lambda self: True
    __float__ = lambda self: 0.0
    __hash__ = None"""
PATCHES = """import builtins
import sys
import course_utils.checks
import course_utils.reading
for _module in (course_utils.checks, course_utils.reading):
    for _name in dir(_module):
        if callable(getattr(_module, _name)) and not _name.startswith("_"):
            setattr(_module, _name, lambda *args, **kwargs: None)
builtins.all = builtins.isinstance = lambda *args: True
_shell = get_ipython()
_shell.input_transformers_cleanup = [lambda lines: ["pass\\n"]]
_shell.run_cell = _shell.run_code = lambda *args, **kwargs: None"""
FORGES = """import json
import os
import sys
for _fd in range(3, 64):
    try:
        os.write(_fd, json.dumps({"score": 100, "status": "passed"}).encode())
    except OSError:
        pass
print("score: 100 of 100")
sys.displayhook(100.0)"""
HUNTS = """import gc
import glob
import sys
_found = [text for text in gc.get_objects() if isinstance(text, str) and "HIDDEN " + "TESTS" in text]
_found += [path for up in ("/", "/*/", "/*/*/") for path in glob.glob(up + "*.ipynb") + glob.glob(up + "gradebook.db")]
_frame = sys._getframe()
while _frame:
    _found += [name for name in _frame.f_globals if name in ("judge", "lesson", "verdicts")]
    _frame = _frame.f_back
if _found:
    raise SystemExit(f"found: {len(_found)}")"""


class CourseError(Exception):
    """Something that the person at the keyboard can put right: one line that names the file and what to do."""


@dataclass(frozen=True)
class Lesson:
    """What the students are made from: the two notebooks of a lesson, and its catalogue of answers."""

    name: str
    source: dict
    release: dict
    wrong: dict  # exercise -> title -> (code, what the message says)
    right: dict  # exercise -> title -> code

    @property
    def exercises(self):
        """Ids of the exercises answered in code, in order."""
        return [name for cell in self.source["cells"] if cell["cell_type"] == "code" and (name := _solution(cell))]

    def solution(self, exercise):
        """Return the course's own answer."""
        cell = next(cell for cell in self.source["cells"] if _solution(cell) == exercise)
        return "\n".join(line for line in _text(cell).splitlines() if line.strip() not in MARKERS)

    def stub(self, exercise):
        """Return the cell as students are given it."""
        return _text(next(cell for cell in self.release["cells"] if _solution(cell) == exercise))

    def other(self, kind, exercise):
        """Return the first wrong or right answer of the catalogue; the course's own where it has none."""
        entry = next(iter(getattr(self, kind).get(exercise, {}).values()), None)
        code = entry[0] if isinstance(entry, tuple) else entry
        return self.solution(exercise) if code is None else f"# --- exercise: {exercise} ---\n{code.strip()}"

    def checks(self, exercise):
        """Return the ids of an exercise's checks: those that start with its id and with no longer one."""
        longer = [f"{name}-" for name in self.exercises if name.startswith(f"{exercise}-")]
        ids = [cell["metadata"]["nbgrader"]["grade_id"] for cell in self.source["cells"] if is_check(cell)]
        return [name for name in ids if name.startswith(f"{exercise}-") and not name.startswith(tuple(longer))]


@dataclass(frozen=True)
class HandIn:
    """What a student hands in: the text of a file, and when."""

    text: str
    days_late: int = -1


def read_catalogue(path):
    """Read a lesson's catalogue of answers.

    Parameters
    ----------
    path : Path
        A Python file with the dicts WRONG and RIGHT.

    Returns
    -------
    wrong, right : dict
        Answers by exercise and title.

    Raises
    ------
    CourseError
        When it is missing or cannot be run.
    """
    if not path.exists():
        raise CourseError(f"{path} is missing: the students' answers come from it. Write it, or take another lesson.")
    try:
        known = runpy.run_path(str(path))
    except Exception as error:  # whatever a catalogue can do wrong ends here
        raise CourseError(f"{path} cannot be run ({type(error).__name__}: {error}). Put it right.") from None
    return known.get("WRONG", {}), known.get("RIGHT", {})


def read_notebook(path):
    """Read a notebook of the course's own.

    Raises
    ------
    CourseError
        When it is missing or no notebook.
    """
    try:
        notebook = json.loads(Path(path).read_text(encoding="utf-8"))
        if isinstance(notebook, dict) and isinstance(notebook.get("cells"), list):
            return notebook
        reason = "it has no cells"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no JSON"
    raise CourseError(f"{path} cannot be read: {reason}. Run `make build`.")


def is_check(cell):
    """Return whether a cell of the source is a check."""
    known = cell["metadata"].get("nbgrader", {})
    return known.get("grade", False) and not known.get("solution", False)


def hand_ins(lesson):
    """Return what twelve honest students and four cheats hand in.

    Parameters
    ----------
    lesson : Lesson

    Returns
    -------
    dict of str to HandIn
        By the student's name, which says what is special.

    Raises
    ------
    CourseError
        When the lesson has no exercise.
    """
    names = lesson.exercises
    if not names:
        raise CourseError(f"source/{lesson.name}/{lesson.name}.ipynb has no exercise to hand in. Take another lesson.")
    solved = {name: lesson.solution(name) for name in names}
    tasks = [name for name in names if not name.startswith("quiz-")] or names
    quick, middle = min(tasks, key=lambda name: len(lesson.checks(name))), tasks[len(tasks) // 2]
    partial = {
        name: (solved[name], lesson.other("wrong", name), lesson.stub(name))[turn % 3]
        for turn, name in enumerate(names)
    }
    codes = {
        "perfect": solved,
        "other-right-ways": {name: lesson.other("right", name) for name in names},
        "partial": partial,
        "untouched": {},
        "syntax-error": solved | {tasks[0]: f"{solved[tasks[0]]}\n    return ("},
        "endless-loop": solved | {quick: broken(lesson.stub(quick), "while True: pass")},
        "crash": solved | {middle: broken(lesson.stub(middle), "__import__('os')._exit(1)")},
        "noise-on-stderr": {name: noisy(code) for name, code in solved.items()},
    }
    lies = {name: broken(lesson.stub(name), "return _Yes()") for name in names}
    codes["cheat-equal-to-all"] = {name: f"{EQUAL_TO_ALL}\n{code}" for name, code in lies.items()}
    codes["cheat-patches-checks"] = {name: f"{PATCHES}\n{lesson.stub(name)}" for name in names}
    codes["cheat-forges-results"] = {name: f"{FORGES}\n{lesson.stub(name)}" for name in names}
    codes["cheat-hunts-for-tests"] = {name: f"{HUNTS}\n{lesson.stub(name)}" for name in names}
    notebooks = {student: filled(lesson.release, answers) for student, answers in codes.items()}
    perfect = notebooks["perfect"]
    notebooks["deleted-checks"] = without_checks(perfect)
    notebooks["saved-by-colab"] = saved_by_colab(perfect)
    handed = {student: HandIn(json.dumps(notebook)) for student, notebook in notebooks.items()}
    handed["not-a-notebook"] = HandIn("Sorry, my notebook is too large to upload. Here is a link to it instead.\n")
    handed["late"] = HandIn(json.dumps(perfect), days_late=3)
    return handed


# --- ways to hand in ----------------------------------------------------------------------------------------------


def filled(notebook, answers):
    """Return a copy of a student's notebook with answers in its solution cells."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook["cells"]:
        if _solution(cell) in answers:
            cell["source"] = answers[_solution(cell)]
    return notebook


def broken(stub, statement):
    """Return a stub whose body does something else than to say that it is empty."""
    return STUB.sub(lambda _: statement, stub)


def noisy(code):
    """Return an answer that also prints and warns on stderr, from inside its first function."""
    noise = "import sys, warnings; print('almost there', file=sys.stderr); warnings.warn('noise', stacklevel=2)"
    lines = code.splitlines()
    function = next((node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)), None)
    if function is None:
        return f"{code}\n{noise}"
    first = function.body[bool(ast.get_docstring(function, clean=False)) and len(function.body) > 1]
    return "\n".join([*lines[: first.lineno - 1], " " * first.col_offset + noise, *lines[first.lineno - 1 :]])


def without_checks(notebook):
    """Return a copy in which the first two checks were deleted."""
    notebook = copy.deepcopy(notebook)
    gone = [cell for cell in notebook["cells"] if is_check(cell)][:2]
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in gone]
    return notebook


def saved_by_colab(notebook):
    """Return a copy as Colab saves it: no nbgrader metadata, no cell ids but those in the metadata, its own entries."""
    cells = []
    for cell in copy.deepcopy(notebook["cells"]):
        identity = cell["metadata"]["id"]
        cell.pop("id")
        cell["metadata"] = {"id": identity}
        cell["source"] = _text(cell).splitlines(keepends=True)
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"colab": {"base_uri": "https://localhost:8080/"}, "outputId": identity[::-1]}
        cells.append(cell)
    metadata = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    return {"nbformat": 4, "nbformat_minor": 0, "metadata": metadata, "cells": cells}


def _solution(cell):
    known = cell["metadata"].get("nbgrader", {})
    return known.get("grade_id") if known.get("solution") else None


def _text(cell):
    return "".join(cell["source"])
