"""The page a student gets back: what happened on top, and nothing of the hidden tests."""

from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_markdown_cell
from traitlets import Bool

from course_grader.rebuild import without_hidden_tests
from course_grader.run import LOST, NOT_RUN, TIME_LIMIT

# what is left of an error in a check with hidden tests, by its kind: nothing in it comes from the tests or the student
HIDDEN = {
    "CheckFailed": "This check failed. Part of it runs only when work is graded, and is not shown.",
    "NotImplementedError": "The answer is not written yet.",
}
HIDDEN_STOPPED = "Your code stopped with an error in this check. Part of it is not shown."


class CourseFeedback(Preprocessor):
    """A step of `nbgrader generate_feedback`, between the grades and the style."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb, resources):
        for cell in nb.cells:
            if cell.cell_type == "code":
                hide(cell)
        course = nb.metadata.get("course", {})
        lines = [*course.get("rebuild", []), *course.get("run", [])]
        if lines:
            text = "\n".join(["**How this notebook was read and run**\n", *(f"- {line}" for line in lines)])
            nb.cells.insert(0, new_markdown_cell(text, id="how-it-was-read-and-run"))
        return nb, resources


def hide(cell):
    """Take hidden tests out of a code cell, and with them every output that could show their inputs.

    Parameters
    ----------
    cell : NotebookNode
        Changed in place. Of an error one short line is left.
    """
    shown = without_hidden_tests(cell.source)
    if shown == cell.source:
        return
    cell.source = shown
    cell.outputs = [output for output in cell.outputs if output.output_type == "error"][:1]
    for error in cell.outputs:
        if error.ename not in (LOST, NOT_RUN, TIME_LIMIT):
            error.evalue = HIDDEN.get(error.ename, HIDDEN_STOPPED)
            error.ename = "CheckFailed"
        error.traceback = [error.evalue]
