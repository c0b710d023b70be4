"""Time the lessons against their libraries, as ratios within one run, and what grading a submission costs.

python tools/bench.py [LESSON ...]    the lessons, and how grading compares with nbgrader's own
python tools/bench.py --grading       that comparison alone
"""

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat

from build import instructor_notebook, text_of, write
from lesson import ROOT, Refused, masters, read, without_markers

HEADING = "## Your code against the library"
SMALL = "small"  # a lesson of one exercise that imports torch
COPIES, MANY, STOCK, SOLUTIONS = 100, 3000, 8, 20  # submissions; nbgrader's own way gets few: each costs the same


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


# --- grading ------------------------------------------------------------------------------------------------------


def small_lesson():
    """Return the instructor's notebook of a small lesson."""

    def cell(identity, source, **flags):
        known = {"schema_version": 3, "grade_id": identity, "grade": False, "solution": False, "locked": False}
        metadata = {"nbgrader": known | {"task": False} | flags}
        return nbformat.v4.new_code_cell(source, id=identity, metadata=metadata)

    solution = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    check = "checks.close(double(torch.ones({})), 2 * torch.ones({}))"
    graded = {"grade": True, "locked": True, "points": 1}
    cells = [
        cell("imports", "import torch\n\nfrom course_utils import checks", locked=True),
        cell("double", f"# --- exercise: double ---\n{solution}", solution=True),
        *[cell(f"double-{n}", check.format(n, n), **graded) for n in (1, 2, 3)],
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def write_class(course, name, source, count, config):
    """Write a course's folder in which a class has handed in the solution; `config` is whether the engine is used."""
    answer = nbformat.from_dict(source)
    for cell in answer.cells:
        cell.source = without_markers(cell.source)
    if config:
        shutil.copy(ROOT / "nbgrader_config.py", course)
    write(course / "source" / name / f"{name}.ipynb", text_of(source))
    for student in range(count):
        write(course / "submitted" / f"student-{student}" / name / f"{name}.ipynb", text_of(answer))


def call(course, *command):
    """Run a command in a course's folder; return its seconds and the most memory, in GB, that it took at once."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=course, env=environment, stdout=said, stderr=said)
        most, watching = [0.0], threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, most, watching))
        watch.start()
        process.wait()
        seconds = time.perf_counter() - start
        watching.set()
        watch.join()
        if process.returncode:
            said.seek(0)
            raise Refused(f"{' '.join(command)} failed:\n{said.read()[-2000:]}")
    return seconds, most[0]


def _watch(pid, most, done):
    """Keep the largest sum of memory of a process and its descendants; shared pages count once."""
    while not done.wait(0.2):
        parents = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        family, size = {pid}, 0
        while len(family) != size:
            size = len(family)
            family |= {child for child, parent in parents.items() if parent in family}
        total = 0
        for one in family:
            with contextlib.suppress(OSError):
                lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        most[0] = max(most[0], total / 2**20)


def stock(name, source, count):
    """Return the seconds a submission of stock `nbgrader autograde`: its own settings, its own way."""
    nbgrader = [sys.executable, "-m", "nbgrader"]
    with tempfile.TemporaryDirectory() as folder:
        write_class(Path(folder), name, source, count, config=False)
        call(folder, *nbgrader, "generate_assignment", name)
        return call(folder, *nbgrader, "autograde", name)[0] / count


def engine(name, source, count):
    """Return (seconds a submission, GB at most, mean seconds by part of the work) of `course grade`."""
    with tempfile.TemporaryDirectory() as folder:
        write_class(Path(folder), name, source, count, config=True)
        seconds, most = call(folder, sys.executable, "-m", "course_grader.cli", "grade", name)
        results = [json.loads(path.read_text()) for path in Path(folder).glob("feedback/*/*/results.json")]
        if len(results) != count or any(result["score"] != result["max_score"] for result in results):
            raise Refused(f"course grade {name}: a right answer lost points, or is missing.")
        *events, last = [json.loads(line) for line in (Path(folder) / "events.jsonl").read_text().splitlines()]
        costs = [event["cost"] for event in events if event["event"] == "graded"]
        parts = {part: statistics.mean(cost.get(part, 0.0) for cost in costs) for part in costs[0]}
        return seconds / count, most, parts | {"write": last["writing"] / count}


def grading(lesson):
    """Print how `course grade` compares with stock nbgrader, side by side in this run."""
    solved = instructor_notebook(lesson)
    rows = [(SMALL, small_lesson(), STOCK, COPIES), (lesson.name, solved, STOCK // 2, SOLUTIONS)]
    print(f"\n{'seconds a submission':32s}{'nbgrader':>10s}{'course':>10s}{'ratio':>8s}{'GB':>7s}")
    for name, source, few, count in rows:
        before = stock(name, source, few)
        each, most, parts = engine(name, source, count)
        title = f"{name}, {few} and {count} copies"
        print(f"{title:32s}{before:>10.2f}{each:>10.3f}{before / each:>7.0f}x{most:>7.2f}")
        print("  " + ", ".join(f"{part} {1000 * seconds:.0f} ms" for part, seconds in parts.items()))
        if name == SMALL:
            first = each
    each, most, _ = engine(SMALL, small_lesson(), MANY)
    print(f"{f'{SMALL}, {MANY} copies':42s}{each:>10.3f}{'':8s}{most:>7.2f}")
    print(f"{MANY} copies cost {each / first:.2f} times as much each as {COPIES} copies")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 01_regression; all when none is named")
    parser.add_argument("--grading", action="store_true", help="only the comparison of the grading")
    options = parser.parse_args()
    try:
        if options.grading:
            grading(read(masters()[1]))
            return 0
        for path in [ROOT / "lessons" / f"{name}.py" for name in options.lessons] or masters():
            lesson = read(path)
            print(f"\n{lesson.name}")
            library_ratios(lesson)
        if not options.lessons:
            grading(read(masters()[1]))
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
