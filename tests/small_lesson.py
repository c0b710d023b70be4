"""A lesson of three exercises that needs nothing but Python: grading it takes a second, not the seconds of torch."""

import copy
import json
import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parent.parent
NAME = "01_small"
IMPORTS = """import sys
import time
import warnings


class CheckFailed(AssertionError):
    def _render_traceback_(self):
        return [f"CheckFailed: {self}"]


def equal(actual, expected):
    if actual != expected:
        raise CheckFailed(f"Expected {expected}, got {actual}.")"""


def _cell(make, source, identity, **flags):
    metadata = {"id": identity}
    if flags:
        base = {"schema_version": 3, "grade_id": identity, "grade": False, "solution": False, "locked": False}
        metadata["nbgrader"] = base | {"task": False} | flags
    return make(source, id=identity, metadata=metadata)


def _exercise(name, solution):
    function = name.replace("-", "_")
    region = f"    ### BEGIN SOLUTION\n    {solution}\n    ### END SOLUTION"
    checks = {"two": f"equal({function}(2), 4)", "three": f"equal({function}(3), 9)"}
    yield _cell(new_code_cell, f"# --- exercise: {name} ---\ndef {function}(x):\n{region}", name, solution=True)
    for check, code in checks.items():
        yield _cell(new_code_cell, code, f"{name}-{check}", grade=True, locked=True, points=1)
    hidden = (
        f"### BEGIN HIDDEN TESTS\nsecret_input = 777\nequal({function}(secret_input), 603729)\n### END HIDDEN TESTS"
    )
    code = f"# hidden: the same on other inputs\n{hidden}"
    yield _cell(new_code_cell, code, f"{name}-hidden", grade=True, locked=True, points=2)


def source_notebook(answer=False):
    """Return the instructor's notebook: three exercises of four points each, and a written answer of two if asked."""
    cells = [
        _cell(new_markdown_cell, "# A small lesson", "title"),
        _cell(new_code_cell, IMPORTS, "imports", locked=True),
        *_exercise("square", "return x * x"),
        _cell(new_code_cell, "shown = 1", "demonstration"),
        *_exercise("power", "return x**2"),
        *_exercise("product", "return x * x"),
    ]
    if answer:
        flags = {"grade": True, "solution": True, "points": 2}
        cells.append(_cell(new_markdown_cell, "### BEGIN SOLUTION\nBecause.\n### END SOLUTION", "why", **flags))
    course = {"course": "ml-vision-course", "lesson": NAME, "release": "0123456789ab"}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"course": course, "kernelspec": kernel})


def solved(notebook):
    """Return a copy with the markers of the solutions taken out: a perfect submission."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = "\n".join(line for line in cell.source.splitlines() if "### " not in line)
    return notebook


def cell_of(notebook, grade_id):
    """Return the first cell with a grade id."""
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def write_course(folder, notebook):
    """Make a course's folder with this one lesson and the settings of the repository."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    path = folder / "source" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def hand_in(folder, student, notebook, timestamp=None):
    """Put a submission, a notebook or any text, where nbgrader looks for it."""
    path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook), encoding="utf-8")
    if timestamp:
        path.with_name("timestamp.txt").write_text(timestamp, encoding="utf-8")
