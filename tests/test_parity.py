"""Three ways to grade give the same scores: `course grade`, `nbgrader autograde` with the engine, and without it.

Each student of a class hands in one entry of the catalogue for every exercise: the first the solutions, the second
right answers and wrong ones, exercise by exercise. The thorough run, with `--thorough`, has as many students as it
takes for all. The lessons go without their demonstrations, which nbgrader alone would run for every student.
"""

import itertools
import os
import shutil
import sqlite3
import subprocess
import sys

import nbformat
import pytest
from nbgrader.api import Gradebook
from small_lesson import ROOT

import lesson as lessons
import power
from build import instructor_notebook, text_of, write

LESSONS = [lessons.read(path) for path in lessons.masters()]
STOCK = """
c = get_config()
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.Autograde.sanitize_preprocessors = ["course_grader.rebuild.Rebuild", "nbgrader.preprocessors.OverwriteCells"]
c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.Execute", "nbgrader.preprocessors.SaveAutoGrades"]
"""
SCORES = """
select submitted_assignment.student_id, base_cell.name, grade.auto_score
from grade join base_cell on grade.cell_id = base_cell.id
join submitted_notebook on grade.notebook_id = submitted_notebook.id
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
"""


def graded_part(lesson):
    """Return a lesson's instructor notebook without its demonstrations."""
    notebook = nbformat.from_dict(instructor_notebook(lesson))
    notebook.cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return notebook


def hand_ins(lesson, notebook, most):
    """Return {student: notebook} in which every answer of the catalogue is handed in, as far as `most` students go."""
    catalogue, entries = lessons.answers(lesson), {}
    for exercise in lesson.exercises:
        if exercise.checks:
            wrong = [code for code, _ in catalogue.WRONG.get(exercise.id, {}).values()]
            kinds = list(catalogue.RIGHT.get(exercise.id, {}).values()), wrong
            in_turn = itertools.chain(*itertools.zip_longest(*(kinds if len(entries) % 2 else reversed(kinds))))
            codes = [lessons.without_markers(exercise.solution.source), *in_turn, power.stub_of(exercise)]
            entries[exercise.id] = [f"# --- exercise: {exercise.id} ---\n{code}" for code in codes if code]
    works = {}
    for n in range(min(most, max(map(len, entries.values())))):
        work = works[f"s{n:02d}"] = nbformat.from_dict(notebook)
        for cell in work.cells:
            name = cell.metadata.nbgrader.grade_id
            if name in entries:
                cell.source = entries[name][n % len(entries[name])]
    return works


@pytest.fixture(scope="module")
def empty_book(tmp_path_factory):
    """A new gradebook: nbgrader takes seconds to make one."""
    path = tmp_path_factory.mktemp("empty") / "gradebook.db"
    Gradebook(f"sqlite:///{path}").close()
    return path


def write_class(folder, name, notebook, works):
    write(folder / "nbgrader_config.py", (ROOT / "nbgrader_config.py").read_text())
    write(folder / "source" / name / f"{name}.ipynb", text_of(notebook))
    for student, work in works.items():
        write(folder / "submitted" / student / name / f"{name}.ipynb", text_of(work))


def call(folder, *command):
    environment = {**os.environ, "COURSE_SEED": "parity", "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


def scores(folder):
    book = sqlite3.connect(folder / "gradebook.db")
    try:
        return {(student, check): score for student, check, score in book.execute(SCORES)}
    finally:
        book.close()


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_all_ways_give_the_same_scores(lesson, tmp_path, empty_book, request):
    name, notebook = lesson.name, graded_part(lesson)
    works = hand_ins(lesson, notebook, most=1000 if request.config.getoption("thorough") else 2)
    for way in ("course", "engine"):
        write_class(tmp_path / way, name, notebook, works)
        shutil.copy(empty_book, tmp_path / way)
    call(tmp_path / "course", "course_grader.cli", "grade", name, "--no-feedback", "--workers", "1")
    expected = scores(tmp_path / "course")
    assert {student for student, _ in expected} == set(works)
    assert all(score > 0 for (student, _), score in expected.items() if student == "s00")
    call(tmp_path / "engine", "nbgrader", "generate_assignment", name)
    shutil.copytree(tmp_path / "engine", tmp_path / "stock")
    write(tmp_path / "stock" / "nbgrader_config.py", STOCK)
    for way in ("engine", "stock"):
        call(tmp_path / way, "nbgrader", "autograde", name)
        assert scores(tmp_path / way) == expected, way
    print(f"\n{name}: {len(works)} submissions, {len(expected)} scores, the same in three ways")
    shutil.rmtree(tmp_path)
