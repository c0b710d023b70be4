"""Time the lessons against their libraries, as ratios within one run, and what grading a submission costs.

python tools/bench.py [LESSON ...]
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from build import instructor_notebook, text_of, write
from lesson import ROOT, Refused, masters, read, without_markers

HEADING = "## Your code against the library"
CLASS = 4  # submissions to grade


def library_ratios(lesson):
    """Run a lesson's own comparison, with its solutions; it prints one line for each function."""
    namespace = {"__name__": "__main__"}
    starts = [n for n, cell in enumerate(lesson.cells) if cell.source.startswith(HEADING)]
    if not starts:
        raise Refused(f"{lesson.path}: no cell that starts with `{HEADING}`.")
    for cell in lesson.cells[: starts[0]]:
        if cell.role in ("imports", "solution"):
            exec(without_markers(cell.source), namespace)
    for cell in lesson.cells[starts[0] + 1 :]:
        if cell.kind == "markdown":
            break
        exec(cell.source, namespace)


def autograde_seconds(lesson, count=CLASS):
    """Return how long stock `nbgrader autograde` takes for each of some copies of a lesson's solution."""
    source = instructor_notebook(lesson)
    answer = nbformat.from_dict(source)
    for cell in answer.cells:
        cell.source = without_markers(cell.source)
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        shutil.copy(ROOT / "nbgrader_config.py", course)
        name = f"{lesson.name}/{lesson.name}.ipynb"
        write(course / "source" / name, text_of(source))
        for student in range(count):
            write(course / "submitted" / f"student-{student}" / name, text_of(answer))
        environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        nbgrader = [sys.executable, "-m", "nbgrader"]
        for step in ("generate_assignment", "autograde"):
            start = time.perf_counter()
            done = subprocess.run(
                [*nbgrader, step, lesson.name], cwd=course, env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise Refused(f"nbgrader {step} {lesson.name} failed:\n{done.stderr[-2000:]}")
        return (time.perf_counter() - start) / count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 01_regression; all when none is named")
    options = parser.parse_args()
    try:
        for path in [ROOT / "lessons" / f"{name}.py" for name in options.lessons] or masters():
            lesson = read(path)
            print(f"\n{lesson.name}")
            library_ratios(lesson)
            seconds = autograde_seconds(lesson)
            print(f"{'nbgrader autograde':24s}{seconds:>9.1f} s a submission ({CLASS} submissions, one after another)")
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
