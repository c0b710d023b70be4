"""Build the course's four views from the text masters: lessons/ -> source/ -> release/, and notebooks/ executed.

python tools/build.py [LESSON ...]           build
python tools/build.py --check [LESSON ...]   rebuild aside and compare with what is committed
"""

import argparse
import hashlib
import inspect
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from lesson import (
    HIDDEN,
    ROOT,
    SOLUTION,
    Refused,
    answers,
    masters,
    module,
    read,
    refuse,
    region,
    without_hidden,
    without_markers,
)

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
WIDGET = "application/vnd.jupyter.widget-view+json"
SECONDS = 600  # the longest that one cell of a lesson may run
HEADLINES = ROOT / "tests" / "headlines.py"
# What a reading edition runs at its end, and does not keep.
CLAIM = """
import runpy, traceback
try:
    runpy.run_path({path!r})["HEADLINES"].get({name!r}, lambda names: None)(globals())
except AssertionError as error:
    place = traceback.extract_tb(error.__traceback__)[-1]
    raise AssertionError(f"tests/headlines.py:{{place.lineno}}: {{place.line}}") from None
"""


def settings():
    """Return the table [tool.course] of pyproject.toml: the course's name and its repository's address."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["course"]


def instructor_notebook(lesson):
    """Return the instructor's notebook: nbgrader's metadata, solutions and hidden tests."""
    badge = f"{settings()['repository'].replace('https://github.com', 'https://colab.research.google.com/github')}"
    badge += f"/blob/main/release/{lesson.name}/{lesson.name}.ipynb"
    names = {"{{colab}}": badge, "{{repository}}": settings()["repository"]}
    cells, used = [], set()
    for cell in lesson.cells:
        source = cell.source
        for name, value in names.items():
            source = source.replace(name, value)
        new = nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
        digest = hashlib.sha256(source.encode()).hexdigest()
        stem = cell.id or (cell.role if cell.role in ("install", "imports") else f"text-{digest[:12]}")
        identity = next(i for i in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if i not in used)
        used.add(identity)
        metadata = {"id": identity}
        if cell.tags:
            metadata["tags"] = list(cell.tags)
        if cell.role in ("solution", "check", "answer", "imports"):
            metadata["nbgrader"] = nbgrader_metadata(cell, identity)
        cells.append(new(source, id=identity, metadata=metadata))
    course = {"course": settings()["name"], "lesson": lesson.name, "release": lesson.fingerprint}
    return nbformat.v4.new_notebook(cells=cells, metadata={**KERNEL, "course": course})


def nbgrader_metadata(cell, identity):
    """Return schema 3 of nbgrader's metadata for a cell."""
    metadata = {
        "schema_version": 3,
        "grade_id": identity,
        "grade": cell.role in ("check", "answer"),
        "solution": cell.role in ("solution", "answer"),
        "locked": cell.role in ("check", "imports"),
        "task": False,
    }
    return {**metadata, "points": cell.points} if metadata["grade"] else metadata


def student_notebook(source, course):
    """Return the student's notebook, as text, from nbgrader's own generate step.

    Parameters
    ----------
    source : NotebookNode
        The instructor's notebook.
    course : Path
        An empty folder to work in.
    """
    name = source.metadata["course"]["lesson"]
    write(course / "source" / name / f"{name}.ipynb", text_of(source))
    shutil.copy(ROOT / "nbgrader_config.py", course)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", name, "--force"]
    # nbgrader calls `alembic` by name; and an instructor's own settings have no part in a build
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"lessons/{name}.py: nbgrader generate_assignment failed:\n{done.stderr[-2000:]}")
    return (course / "release" / name / f"{name}.ipynb").read_text(encoding="utf-8")


def leaks(lesson, release):
    """Yield (line, text) of what students may not see and the release shows all the same."""
    shown = {cell["metadata"]["id"]: "".join(cell["source"]) for cell in json.loads(release)["cells"]}
    visible = {line.strip() for source in shown.values() for line in source.splitlines()}
    if visible & {*SOLUTION, *HIDDEN}:
        yield 1, "a marker of a solution or hidden test is in the release."
    for cell in lesson.cells:
        if cell.role == "check" and shown[cell.id].strip() != without_hidden(cell.source).strip():
            yield cell.line, f'"{cell.id}": its hidden tests would reach the release.'
        for line in region(cell.source, SOLUTION):
            # short lines such as `return w` say nothing, and stand in texts by chance
            if len(line.strip()) > 24 and line.strip() in visible:
                yield cell.line, f'"{cell.id}": the line `{line.strip()}` would reach the release from another cell.'


def reading_notebook(source):
    """Return the reading edition, not yet run: solutions and checks as plain cells."""
    cells = []
    for cell in source.cells:
        new = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        metadata = {key: value for key, value in cell.metadata.items() if key in ("id", "tags")}
        cells.append(new(without_markers(cell.source), id=cell.id, metadata=metadata))
    return nbformat.v4.new_notebook(cells=cells, metadata=dict(source.metadata))


def inputs_of(notebook, lesson):
    """Return a digest of all that a reading edition stands for: its cells, the course's helpers, its headline."""
    digest = hashlib.sha256(json.dumps([cell.source for cell in notebook.cells]).encode())
    for path in sorted((ROOT / "course_utils").glob("*.py")):
        digest.update(path.read_bytes())
    if claim := module(HEADLINES).HEADLINES.get(lesson.name):
        digest.update(inspect.getsource(claim).encode())
    return digest.hexdigest()[:12]


def execute(notebook, lesson):
    """Run a reading edition in place, and hold its headline; outputs that need a live kernel (sliders, bars) go."""
    claim = CLAIM.format(path=str(HEADLINES), name=lesson.name)
    notebook.cells.append(nbformat.v4.new_code_cell(claim))
    client = NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", record_timing=False, coalesce_streams=True
    )
    try:
        with tempfile.TemporaryDirectory() as folder:
            client.execute(cwd=folder)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        ran = [n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.execution_count]
        fails = " its headline does not hold"
        if ran[-1:] != [len(lesson.cells)]:
            fails = f"{lesson.cells[ran[-1]].line if ran else 1}: this cell fails when it is run"
        what = f"{error.ename}: {error.evalue}" if isinstance(error, CellExecutionError) else str(error).splitlines()[0]
        raise Refused(f"{lesson.path}:{fails}: {what}") from None
    del notebook.cells[-1]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [out for out in cell.outputs if WIDGET not in out.get("data", {})]
            cell.metadata.pop("execution", None)
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}


# --- files --------------------------------------------------------------------------------------------------------


def text_of(notebook):
    """Return the bytes of a notebook's file as text: the same notebook gives the same text."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def write(path, text):
    """Write a file aside and rename it: it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def views(lesson):
    """Return {path: text} of the built files of a lesson that are the same at every build."""
    refuse(lesson, answers(lesson))
    source = instructor_notebook(lesson)
    with tempfile.TemporaryDirectory() as folder:
        release = student_notebook(source, Path(folder))
    found = [f"{lesson.path}:{line}: {text}" for line, text in leaks(lesson, release)]
    if found:
        raise Refused("\n".join(found))
    name = f"{lesson.name}/{lesson.name}.ipynb"
    return source, {ROOT / "source" / name: text_of(source), ROOT / "release" / name: release}


def build(lesson):
    """Build one lesson; its notebook is run again only when the lesson, its headline or a helper changed."""
    source, files = views(lesson)
    for path, text in files.items():
        write(path, text)
    path = ROOT / "notebooks" / f"{lesson.name}.ipynb"
    notebook = reading_notebook(source)
    inputs = inputs_of(notebook, lesson)
    if path.exists() and json.loads(path.read_text(encoding="utf-8"))["metadata"]["course"].get("inputs") == inputs:
        return
    print(f"{lesson.name}: running the reading edition ...", flush=True)
    execute(notebook, lesson)
    notebook.metadata["course"]["inputs"] = inputs
    write(path, text_of(notebook))


def check(lesson):
    """Return one line for each built file that differs from what its master gives."""
    source, files = views(lesson)
    stale = [path for path, text in files.items() if not path.exists() or path.read_bytes() != text.encode()]
    path = ROOT / "notebooks" / f"{lesson.name}.ipynb"
    notebook = reading_notebook(source)
    wanted = inputs_of(notebook, lesson), [[cell.cell_type, cell.id, cell.source] for cell in notebook.cells]
    try:
        read_back = nbformat.read(path, as_version=4)
        found = [[cell.cell_type, cell.id, cell.source] for cell in read_back.cells]
        if (read_back.metadata["course"].get("inputs"), found) != wanted:
            stale.append(path)
    except Exception:  # missing, cut short or not a notebook: stale in any case
        stale.append(path)
    what = f"is not what lessons/{lesson.name}.py gives now. Run `make build`."
    return [f"{path.relative_to(ROOT)}: {what}" for path in stale]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 01_regression; all when none is named")
    parser.add_argument("--check", action="store_true", help="compare with what is committed, write nothing")
    options = parser.parse_args()
    try:
        paths = [ROOT / "lessons" / f"{name}.py" for name in options.lessons] or masters()
        lessons = [read(path) for path in paths]
        if not options.check:
            for lesson in lessons:
                build(lesson)
            return 0
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # most of it is waiting for nbgrader
            stale = [line for lines in pool.map(check, lessons) for line in lines]
        print("\n".join(stale) or f"{len(lessons)} lessons: every built file is as its master gives it.")
        return bool(stale)
    except Refused as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}. Nothing was left half-written.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
