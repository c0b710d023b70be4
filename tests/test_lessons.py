"""Every lesson: its checks accept the solution on any seed, it runs, and its reading edition is complete."""

import base64
import copy
import gzip
import json
import struct

import numpy as np
import pytest
from nbclient import NotebookClient

import build
import lesson as lessons
import power

LESSONS = [lessons.read(path) for path in lessons.masters()]
EXERCISES = [(one, exercise) for one in LESSONS for exercise in one.exercises if exercise.checks]
NAMES = [f"{one.name}-{exercise.id}" for one, exercise in EXERCISES]


@pytest.mark.parametrize(("one", "exercise"), EXERCISES, ids=NAMES)
def test_the_solution_keeps_all_points_on_any_seed(one, exercise):
    solution = lessons.without_markers(exercise.solution.source)
    outcome = power.try_answer(one, exercise, solution, seeds=[f"seed-{n}" for n in range(8)])
    assert outcome.failures == {}


@pytest.mark.parametrize(("one", "exercise"), EXERCISES, ids=NAMES)
@pytest.mark.filterwarnings("ignore")  # wrong answers divide by zero, and may say so
def test_the_checks_have_the_power_that_is_published(one, exercise):
    measured = power.measure(one, exercise, lessons.answers(one), seeds=["any"])
    assert measured.faults == []
    assert measured.all == measured.wrong and measured.kept == measured.right
    assert measured.quiz or measured.visible >= 0.95 * measured.wrong


def test_the_published_table_lists_every_exercise(root):
    table = (root / "docs" / "grading-power.md").read_text(encoding="utf-8")
    for one, exercise in EXERCISES:
        assert f"| {one.name} | {exercise.id} |" in table


@pytest.mark.slow
@pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.name)
def test_every_cell_runs_and_runs_again_at_once(one, tmp_path):
    notebook = build.reading_notebook(build.instructor_notebook(one))
    twice = []
    for cell in notebook.cells:
        twice.append(cell)
        if cell.cell_type == "code":
            twice.append(copy.deepcopy(cell))
            twice[-1].id = f"{cell.id[:50]}-again"
    notebook.cells = twice
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}})
    client.execute()
    noise = [out.text for c in twice if c.cell_type == "code" for out in c.outputs if out.get("name") == "stderr"]
    assert noise == []


@pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.name)
def test_the_reading_edition_is_small_and_its_figures_say_what_they_show(root, one):
    path = root / "notebooks" / f"{one.name}.ipynb"
    assert path.stat().st_size < 1_000_000
    outputs = [out for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] for out in cell.get("outputs", [])]
    figures = [out for out in outputs if "image/png" in out.get("data", {})]
    assert figures
    for figure in figures:
        assert len(figure["metadata"]["image/png"]["alt"]) > 20
        assert len(base64.b64decode(figure["data"]["image/png"])) < 100_000
    expected_errors = sum("raises-exception" in cell.tags for cell in one.cells)
    assert sum(out["output_type"] == "error" for out in outputs) == expected_errors


def test_the_student_edition_has_no_outputs_and_no_answers(root):
    for one in LESSONS:
        text = (root / "release" / one.name / f"{one.name}.ipynb").read_text(encoding="utf-8")
        assert not list(build.leaks(one, text))
        assert all(not cell.get("outputs") for cell in json.loads(text)["cells"])


def mnist_files(folder, rng):
    """Write forty images in MNIST's own format: each digit is a bright square in a place of its own."""
    folder.mkdir(parents=True)
    labels = np.arange(40) % 10
    images = rng.integers(0, 30, size=(40, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[2 * label : 2 * label + 6, 4:24] = 250
    for part in ("train", "t10k"):
        header, plain = struct.pack(">IIII", 2051, 40, 28, 28), struct.pack(">II", 2049, 40)
        (folder / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(header + images.tobytes()))
        (folder / f"{part}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(plain + labels.astype(np.uint8).tobytes()))
        for name, data in (("images-idx3", header + images.tobytes()), ("labels-idx1", plain + bytes(labels.tolist()))):
            (folder / f"{part}-{name}-ubyte").write_bytes(data)


def test_lesson_01_scales_up_on_files_in_mnists_format(tmp_path, monkeypatch, capsys):
    mnist_files(tmp_path / "data" / "MNIST" / "raw", np.random.default_rng(0))
    monkeypatch.chdir(tmp_path)
    one = next(one for one in LESSONS if one.name == "01_regression")
    cell = next(cell for cell in one.cells if cell.source.startswith("SCALE_UP"))
    source = cell.source.replace("SCALE_UP = False", "SCALE_UP = True").replace("epochs=3", "epochs=60")
    namespace = {}
    exec(one.setup, namespace)
    exec(source, namespace)
    assert float(capsys.readouterr().out.split()[-1]) > 0.9


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # figures drawn without a notebook
def test_lesson_02_finds_faces_as_its_headline_says(monkeypatch):
    import matplotlib.pyplot as plt

    from course_utils import compare, plot

    monkeypatch.setattr(plot, "show", lambda figure, alt: plt.close(figure))
    monkeypatch.setattr(compare, "side_by_side", lambda *rows, **options: None)
    one = next(one for one in LESSONS if one.name == "02_viola_jones")
    lesson = {}
    for cell in one.cells:
        if cell.kind == "code" and cell.role != "check":
            exec(lessons.without_markers(cell.source), lesson)
    assert min(test[-1] for _, test, *_ in lesson["runs"]) >= 0.90
    left, top, right, bottom = lesson["merged"][lesson["sizes"].argmax()]
    assert left < 225 < right and top < 120 < bottom and right - left < 180  # the astronaut's nose is at (225, 120)
    assert lesson["sizes"].max() >= 1.2 * np.sort(lesson["sizes"])[-2]  # the next largest group
    assert lesson["without"] > 4 * lesson["cost"]
