"""Run a notebook for grading: limits, a kernel that dies, and outputs that say what cost the points."""

import contextlib
import math
import os
import secrets
from pathlib import Path

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_solution
from traitlets import Integer, default

TIME_LIMIT, LOST, NOT_RUN = "TimeLimit", "KernelDied", "NotRun"
MOST_TEXT = 50_000  # characters of one output
PLAIN = ("CheckFailed", "NotImplementedError")  # errors whose message says it all


class Run(Execute):
    """nbgrader's step that runs a notebook, made to end in a score whatever the notebook does.

    A cell that runs too long is interrupted and the rest goes on. When the kernel dies, or cannot be interrupted, that
    cell and the ones after it fail, and the points before stay. What a check prints or warns never decides its points.
    What happened goes into the notebook's metadata as `course.run`, a list of sentences.
    """

    cell_seconds = Integer(300, help="Seconds that a cell may run.").tag(config=True)
    check_seconds = Integer(60, help="Seconds that a check cell may run.").tag(config=True)

    @default("timeout_func")
    def _timeout_func_default(self):
        return self.seconds

    @default("shutdown_kernel")
    def _shutdown_kernel_default(self):
        return "immediate"  # nothing is left to say once the last cell has run

    def seconds(self, cell):
        """Return the time limit of a cell.

        Once a limit was passed, the cells that only show something get no longer than a check: they are likely to call
        the same endless loop again, and nothing depends on them.
        """
        short = _is_check(cell) or (self.passed_a_limit and not is_solution(cell))
        return self.check_seconds if short else self.cell_seconds

    def __call__(self, nb, resources):
        if not self.enabled:
            raise ValueError("--no-execute would give full points to checks that never ran. Leave it out.")
        return self.preprocess(nb, resources)

    def preprocess(self, nb, resources, km=None):
        self.lost = self.passed_a_limit = False
        if not os.environ.get("COURSE_SEED"):
            # preprocessor -> exporter -> converter; the kernel inherits the variable
            os.environ["COURSE_SEED"] = secret_seed(Path(self.parent.parent.coursedir.root))
        nb, resources = super().preprocess(nb, resources, km)
        cells = [cell for cell in nb.cells if cell.cell_type == "code"]
        for cell in cells:
            _shorten(cell)
            if _is_check(cell):
                _settle(cell)
        nb.metadata.setdefault("course", {})["run"] = _events(cells)
        return nb, resources

    def preprocess_cell(self, cell, resources, index):
        if self.lost:
            if cell.cell_type == "code" and cell.source.strip():
                cell.outputs = [_error(NOT_RUN, "Not run: the kernel was lost in a cell before this one.")]
            return cell, resources
        limit = f"Stopped after {self.seconds(cell)} s, the time limit"
        self.error_on_timeout = _error(TIME_LIMIT, f"{limit}. Is there an endless loop?")
        try:
            super().preprocess_cell(cell, resources, index)
        except CellTimeoutError:
            # interrupted in vain: the code may catch the interrupt and go on for ever
            self.lost = True
            message = f"{limit}, and could not be interrupted. Nothing after it was run."
            cell.outputs.append(_error(TIME_LIMIT, message))
        except DeadKernelError:
            self.lost = True
            causes = "os._exit, a crash in compiled code, or too much memory"
            cell.outputs.append(_error(LOST, f"The kernel died in this cell ({causes}). Nothing after it was run."))
        self.passed_a_limit |= any(error.ename == TIME_LIMIT for error in _errors(cell))
        return cell, resources


def secret_seed(folder):
    """Return the seed of a course's checks: drawn once, and kept, so that grading again gives the same inputs.

    Parameters
    ----------
    folder : Path
        The course's folder; the seed is kept there in `.course_seed`.

    Returns
    -------
    str
    """
    path = folder / ".course_seed"
    if not path.exists():
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        aside.write_text(secrets.token_hex(16), encoding="ascii")
        with contextlib.suppress(FileExistsError):  # another worker was first
            os.link(aside, path)
        aside.unlink()
    return path.read_text(encoding="ascii")


def _is_check(cell):
    return is_grade(cell) and not is_solution(cell)


def _error(name, message):
    return new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])


def _errors(cell):
    return [output for output in cell.get("outputs", []) if output.output_type == "error"]


def _shorten(cell):
    """Cut long text, and leave of an error what helps to read it."""
    for output in cell.outputs:
        if output.output_type == "stream" and len(output.text) > MOST_TEXT:
            output.text = f"{output.text[:MOST_TEXT]}\n... Output truncated ..."
        elif output.output_type == "error" and output.ename in PLAIN:
            output.traceback = [f"{output.ename}: {output.evalue}"]
    stopped = [error for error in _errors(cell) if error.ename == TIME_LIMIT]
    if stopped:
        # the interrupt left a KeyboardInterrupt with a long stack beside it
        cell.outputs = [output for output in cell.outputs if output.output_type != "error"] + stopped[-1:]


def _settle(cell):
    """Leave in a check cell only outputs from which nbgrader reads the right points.

    Stock nbgrader takes any text on stderr for a failure, reads the first value shown before it looks for an error,
    and stops at a value above the points.
    """
    points = float(cell.metadata.nbgrader["points"])
    failed = bool(_errors(cell))
    for output in cell.outputs:
        if output.output_type == "stream":
            output.name = "stdout"
        elif output.output_type == "execute_result":
            value = math.nan if failed else _number(output.data.get("text/plain"))
            if math.isfinite(value):
                output.data["text/plain"] = str(min(max(value, 0.0), points))
            else:
                del output["execution_count"]
                output.output_type = "display_data"


def _number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return math.nan


def _events(cells):
    """Return sentences, in the grader's own words, on what went wrong besides checks that failed."""
    found = {TIME_LIMIT: [], LOST: [], "": []}
    for cell in cells:
        errors = {error.ename for error in _errors(cell)}
        for kind in found.keys() & errors:
            found[kind].append(cell)
        if is_solution(cell) and errors - {TIME_LIMIT, LOST, NOT_RUN}:
            found[""].append(cell)
    texts = {
        TIME_LIMIT: "Stopped at the time limit",
        LOST: "The kernel died in",
        "": "Answers that stop with an error when they are run",
    }
    return [f"{text}: {_named(found[kind])}." for kind, text in texts.items() if found[kind]]


def _named(cells):
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]
    names, rest = [name for name in ids if name], len([name for name in ids if not name])
    return ", ".join([*names, f"{rest} not graded"] if rest else names)
