"""The rebuild: answers come from the student, everything else from the course, and nothing a file holds stops it."""

import copy

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.preprocessors import ClearSolutions
from small_lesson import ROOT, cell_of, solved, source_notebook

from course_grader.course import open_course
from course_grader.rebuild import ALL_FOUND, MARKER, rebuild, without_hidden_tests
from course_grader.students import saved_by_colab

SOURCE = source_notebook(answer=True)
CLEAR = ClearSolutions(config=open_course(ROOT)[1])
CHECKS = [f"{name}-{check}" for name in ("square", "power", "product") for check in ("two", "three", "hidden")]
STUB = """# --- exercise: power ---
def power(x):
    # YOUR CODE HERE
    raise NotImplementedError("write your answer here")"""


def released():
    """Return the student's edition, as nbgrader makes it."""
    nb, _ = CLEAR.preprocess(copy.deepcopy(SOURCE), {})
    for cell in nb.cells:
        cell.source = without_hidden_tests(cell.source)
    return nb


def handed_in():
    """Return a perfect submission."""
    nb = released()
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = cell_of(solved(SOURCE), cell.id).source
    return nb


def put_together(nb):
    return rebuild(nb, SOURCE, CLEAR)


def answers(nb):
    return [cell.source for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("solution")]


def strip(nb, *keys):
    """Take keys out of every cell's metadata."""
    for cell in nb.cells:
        for key in keys:
            cell.metadata.pop(key, None)
    return nb


PERFECT = answers(handed_in())


def test_a_perfect_submission_gives_the_source_with_its_answers():
    nb, report = put_together(handed_in())
    assert report == [ALL_FOUND]
    assert answers(nb) == PERFECT
    assert [cell.id for cell in nb.cells] == [cell.id for cell in SOURCE.cells]
    assert nb.metadata.course["rebuild"] == report
    assert cell_of(nb, "power-hidden").source == cell_of(SOURCE, "power-hidden").source
    nbformat.validate(nb)


def test_neither_notebook_is_changed():
    handed, source = handed_in(), copy.deepcopy(SOURCE)
    before = copy.deepcopy(handed)
    rebuild(handed, source, CLEAR)
    assert handed == before
    assert source == SOURCE


def test_the_untouched_release_gives_stubs_and_never_solutions():
    nb, report = put_together(released())
    assert cell_of(nb, "power").source == STUB
    assert report == [ALL_FOUND, "Answers left empty: square, power, product, why."]


def test_a_missing_answer_is_the_stub():
    handed = handed_in()
    handed.cells.remove(cell_of(handed, "power"))
    nb, report = put_together(handed)
    assert cell_of(nb, "power").source == STUB
    assert "Answers without a cell in the submission, graded as empty: power." in report


@pytest.mark.parametrize(
    ("lose", "said"),
    [
        (lambda nb: strip(nb, "nbgrader"), "Answers found by their cell id: square, power, product, why."),
        (lambda nb: saved_by_colab(nb), "Answers found by their cell id: square, power, product, why."),
        (lambda nb: renamed(strip(nb, "nbgrader")), "Answers found by their cell id: square, power, product, why."),
        (
            lambda nb: renamed(strip(nb, "nbgrader", "id")),
            "Answers found by their exercise line: square, power, product.",
        ),
    ],
    ids=["nbgrader metadata lost", "Colab", "cell ids changed", "all ids lost"],
)
def test_answers_are_found_by_what_is_left(lose, said):
    nb, report = put_together(lose(handed_in()))
    assert said in report
    assert answers(nb)[:3] == PERFECT[:3]
    assert len(nb.cells) == len(SOURCE.cells)


def renamed(nb):
    for number, cell in enumerate(nb.cells):
        cell.id = f"new-{number}"
    return nb


def test_of_several_versions_the_last_that_is_no_stub_counts():
    handed = handed_in()
    position = handed.cells.index(cell_of(handed, "power"))
    for code in ("def power(x):\n    return 1", "def power(x):\n    return 2", STUB):
        position += 1
        handed.cells.insert(position, copy.deepcopy(cell_of(handed, "power")) | {"source": code})
    nb, report = put_together(handed)
    assert cell_of(nb, "power").source == "def power(x):\n    return 2"
    assert "Answers handed in more than once, the last one graded: power." in report
    sources = [cell.source for cell in nb.cells]
    assert STUB not in sources
    assert (
        sources.index(PERFECT[1]) < sources.index("def power(x):\n    return 1") < nb.cells.index(cell_of(nb, "power"))
    )


def test_earlier_versions_never_run_after_the_one_that_counts():
    handed = handed_in()
    first, second = (
        copy.deepcopy(cell_of(handed, "power")) | {"source": f"def power(x):\n    return {n}"} for n in (1, 2)
    )
    cell_of(handed, "power").source = first["source"]
    handed.cells.insert(handed.cells.index(cell_of(handed, "power-two")) + 1, second)
    handed.cells.append(copy.deepcopy(second) | {"source": PERFECT[1]})
    nb, _ = put_together(handed)
    sources = [cell.source for cell in nb.cells]
    place = sources.index(PERFECT[1])
    assert sources[place - 2 : place] == [first["source"], second["source"]]
    assert nb.cells[place + 1].id == "power-two"


def test_a_copy_below_counts_when_the_cell_itself_is_untouched():
    handed = handed_in()
    mine = copy.deepcopy(cell_of(handed, "power")) | {"id": "mine", "metadata": {}}
    cell_of(handed, "power").source = STUB
    handed.cells.append(mine)
    nb, report = put_together(handed)
    assert answers(nb) == PERFECT
    assert "Answers found by their exercise line: power." in report


def test_extra_cells_keep_their_place_and_are_never_graded():
    handed = handed_in()
    helper = nbformat.v4.new_code_cell("helper = 1", id="helper")
    helper.metadata["nbgrader"] = {"grade": True, "points": 100, "grade_id": "mine", "locked": False, "solution": False}
    handed.cells.insert(handed.cells.index(cell_of(handed, "power")), helper)
    handed.cells.insert(0, nbformat.v4.new_markdown_cell("My notes", id="notes"))
    nb, report = put_together(handed)
    ids = [cell.id for cell in nb.cells]
    assert ids[0] == "notes"
    assert ids[ids.index("power") - 1] == "helper"
    assert "nbgrader" not in nb.cells[ids.index("helper")].metadata
    assert "Cells of the student's own that were kept: 2." in report


def test_edited_and_deleted_cells_of_the_course_are_put_back():
    handed = handed_in()
    cell_of(handed, "power-two").source = "pass"
    cell_of(handed, "imports").source += "\nimport os"
    handed.cells.remove(cell_of(handed, "square-three"))
    next(cell for cell in handed.cells if cell.id == "demonstration").source = "shown = 2"
    nb, report = put_together(handed)
    assert [cell.source for cell in nb.cells] == [cell.source for cell in put_together(handed_in())[0].cells]
    assert report[1:] == [
        "Locked cells that were missing and were put back: square-three.",
        "Locked cells that were edited; the course's own were run: imports, power-two.",
        "Other cells of the course that were edited or missing; its own were run: 1.",
    ]


def test_edited_points_and_flags_count_for_nothing():
    handed = handed_in()
    cell_of(handed, "power-two").metadata.nbgrader["points"] = 1000
    cell_of(handed, "power").metadata.nbgrader["locked"] = True
    nb, report = put_together(handed)
    assert nb == put_together(handed_in())[0] | {"metadata": nb.metadata}
    assert "Points or flags that were edited; the course's own count: power, power-two." in report


def test_cells_in_another_order_are_put_back():
    handed = handed_in()
    handed.cells.reverse()
    nb, report = put_together(handed)
    assert [cell.id for cell in nb.cells] == [cell.id for cell in SOURCE.cells]
    assert "The cells stood in another order and were put back." in report


def test_another_lesson_and_another_release_are_said():
    handed = handed_in()
    handed.metadata["course"]["release"] = "older"
    assert "The notebook comes from another release of this lesson." in put_together(handed)[1]
    handed.metadata["course"]["lesson"] = "<script>"
    assert "The notebook says that it belongs to another lesson." in put_together(handed)[1]


def test_pictures_in_a_written_answer_stay():
    handed = handed_in()
    cell_of(handed, "why").attachments = {"plot.png": {"image/png": "aGVsbG8="}, "bad": 3}
    nb, _ = put_together(handed)
    assert cell_of(nb, "why").attachments == {"plot.png": {"image/png": "aGVsbG8="}}
    nbformat.validate(nb)


# --- whatever a file holds ----------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(["cell_type", "id", "metadata", "source", "attachments", "outputs"])
BENDS = {
    "as it is": lambda cell, _: cell,
    "no metadata": lambda cell, _: {key: value for key, value in cell.items() if key != "metadata"},
    "no nbgrader": lambda cell, _: cell | {"metadata": {"id": cell["metadata"]["id"]}},
    "another id": lambda cell, _: cell | {"id": "another"},
    "no id at all": lambda cell, _: {"cell_type": cell["cell_type"], "source": cell["source"], "metadata": {}},
    "lines": lambda cell, _: cell | {"source": cell["source"].splitlines(keepends=True)},
    "edited": lambda cell, _: cell | {"source": cell["source"] + "\n# mine"},
    "retyped": lambda cell, _: cell | {"cell_type": "raw"},
    "points": lambda cell, _: cell | {"metadata": {"nbgrader": cell["metadata"].get("nbgrader", {}) | {"points": 99}}},
    "bent": lambda cell, data: cell | {data.draw(KEYS): data.draw(JSON)},
    "no cell": lambda cell, data: data.draw(JSON),
}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_shuffled_doubled_deleted_and_bent_cells_leave_every_check_once(data):
    plain = nbformat.from_dict(handed_in())
    cells = data.draw(st.lists(st.sampled_from(plain.cells), max_size=25))
    cells = [BENDS[data.draw(st.sampled_from(sorted(BENDS)))](dict(cell), data) for cell in cells]
    nb, report = put_together({"nbformat": 4, "nbformat_minor": 5, "metadata": data.draw(JSON), "cells": cells})
    nbformat.validate(nb)
    grade_ids = [cell.metadata.nbgrader.grade_id for cell in nb.cells if "nbgrader" in cell.metadata]
    own = {cell.id: cell for cell in SOURCE.cells}
    assert grade_ids == [cell.id for cell in SOURCE.cells if "nbgrader" in cell.metadata]
    assert [name for name in grade_ids if name in CHECKS] == CHECKS
    for cell in nb.cells:
        if cell.id in own and not cell.metadata.get("nbgrader", {}).get("solution"):
            assert cell.source == own[cell.id].source
            assert cell.metadata == own[cell.id].metadata
    assert all(type(line) is str for line in report)


@settings(max_examples=50, deadline=None)
@given(JSON)
def test_any_json_at_all_gives_the_empty_notebook(value):
    nb, _ = put_together(value)
    assert answers(nb) == answers(released())
    nbformat.validate(nb)


def anonymous(nb):
    """Take every id and every exercise line away."""
    for cell in renamed(strip(nb, "nbgrader", "id")).cells:
        cell.source = MARKER.sub("", cell.source)
    return nb


def test_without_ids_and_lines_an_answer_is_found_by_the_names_it_defines():
    nb, report = put_together(anonymous(handed_in()))
    assert "Answers found by their names: square, power, product." in report
    assert "Answers found by their position: why." in report
    assert nb.metadata.course["doubtful"] == ["why"]
    assert "A person has to look at answers whose place is a guess: why." in report


def test_an_answer_with_another_name_is_found_by_its_place_and_a_person_is_asked():
    handed = anonymous(handed_in())
    for cell in handed.cells:
        cell.source = cell.source.replace("def power(", "def pow_two(")
    nb, _ = put_together(handed)
    assert "def pow_two(" in cell_of(nb, "power").source
    assert nb.metadata.course["doubtful"] == ["power", "why"]


def test_an_answer_inside_of_another_answers_cell_is_not_lost():
    handed = handed_in()
    cell_of(handed, "square").source += "\n\n" + cell_of(handed, "power").source
    handed.cells.remove(cell_of(handed, "power"))
    nb, report = put_together(handed)
    assert "Answers found in another cell: power." in report and not any("as empty" in line for line in report)
    assert cell_of(nb, "power").source.startswith("# The answer stands in another cell")
    assert "power" not in nb.metadata.course["empty"]
