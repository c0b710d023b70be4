"""Every lesson: its checks accept the solution on any seed, it runs, and its reading edition is complete."""

import ast
import base64
import contextlib
import gzip
import hashlib
import itertools
import json
import os
import pickle
import struct
import subprocess
import sys

import numpy as np
import pytest
import tqdm.auto
from headlines import HEADLINES

import build
import lesson as lessons
import power
from course_grader.pool import ONE_THREAD

LESSONS = [lessons.read(path) for path in lessons.masters()]
EXERCISES = [(one, exercise) for one in LESSONS for exercise in one.exercises if exercise.checks]
NAMES = [f"{one.name}-{exercise.id}" for one, exercise in EXERCISES]
# These train for minutes. The build does so when it runs the reading edition, and holds their headlines; here, but for
# `--thorough`, they train a step, on few images.
LONG = ("06_cnn", "07_detection", "08_segmentation", "09_vit", "10_diffusion")


@pytest.mark.parametrize(("one", "exercise"), EXERCISES, ids=NAMES)
def test_the_solution_keeps_all_points_on_any_seed(one, exercise):
    solution = lessons.without_markers(exercise.solution.source)
    outcome = power.try_answer(one, exercise, solution, seeds=[f"seed-{n}" for n in range(4)])
    assert outcome.failures == {}


@pytest.mark.slow
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


class Bar(tqdm.auto.tqdm):
    """A bar that may be cut short: the training, or the sampling, that it shows ends after so many steps."""

    steps = None

    def __iter__(self):
        return itertools.islice(super().__iter__(), self.steps)


@pytest.mark.slow
@pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.name)
@pytest.mark.filterwarnings("ignore")  # figures drawn without a notebook
def test_every_cell_runs_and_runs_again_at_once_and_a_full_run_holds_its_headline(one, monkeypatch, request):
    import matplotlib.pyplot as plt

    from course_utils import compare, data, plot

    shapes = data.shapes
    monkeypatch.setattr(plot, "show", lambda figure, alt: plt.close(figure))
    monkeypatch.setattr(compare, "side_by_side", lambda *rows, **options: None)
    monkeypatch.setattr(tqdm.auto, "tqdm", Bar)
    found, in_full = {"__name__": "__main__"}, one.name not in LONG or request.config.getoption("thorough")
    if not in_full:
        monkeypatch.setattr(data, "shapes", lambda n, **options: shapes(min(n, 400), **options))
    for cell in one.cells:
        if cell.kind == "code" and cell.role != "install":
            fails = pytest.raises(Exception) if "raises-exception" in cell.tags else contextlib.nullcontext()
            for steps in (1, None if in_full else 1):
                monkeypatch.setattr(Bar, "steps", steps)
                with fails:
                    power.run(lessons.without_markers(cell.source), f"<{one.name}, line {cell.line}>", found)
    if in_full:
        HEADLINES.get(one.name, lambda found: None)(found)


def test_every_lesson_that_learns_something_has_a_headline():
    assert sorted(HEADLINES) == [one.name for one in LESSONS if one.name != "00_start"]


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


@pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.name)
def test_the_comparison_with_the_library_needs_the_solutions_only(one, monkeypatch):
    import bench
    from course_utils import compare

    rows = {}
    monkeypatch.setattr(compare, "side_by_side", lambda table, **options: rows.update(table))
    bench.library_ratios(one)
    for yours, library in rows.values():
        yours(), library()
    assert rows


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="grading needs Linux")
def test_no_import_of_a_lesson_starts_a_thread():
    """Workers are forked from a process that has made them all."""
    code = "\n".join([*(one.setup for one in LESSONS), "import os", "print(len(os.listdir('/proc/self/task')))"])
    environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "1\n", done.stderr


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


def cifar_files(folder, rng, monkeypatch):
    """Write sixty images in CIFAR-10's own format, each class in a colour of its own."""
    from torchvision.datasets import CIFAR10

    folder.mkdir(parents=True)
    sums = {}
    for name in ["batches.meta", *(f"data_batch_{n}" for n in range(1, 6)), "test_batch"]:
        labels = list(range(10))
        colors = np.repeat(np.arange(30).reshape(10, 3) * 8, 1024, axis=1)  # (10, 3072)
        pixels = (colors + rng.integers(0, 4, size=(10, 3072))).astype(np.uint8)
        content = {"label_names": [str(n) for n in labels]} if "meta" in name else {"data": pixels, "labels": labels}
        content = pickle.dumps(content)
        (folder / name).write_bytes(content)
        sums[name] = hashlib.md5(content, usedforsecurity=False).hexdigest()
    monkeypatch.setattr(CIFAR10, "train_list", [[name, md5] for name, md5 in sums.items() if "data" in name])
    monkeypatch.setattr(CIFAR10, "test_list", [["test_batch", sums["test_batch"]]])
    monkeypatch.setattr(CIFAR10, "meta", {**CIFAR10.meta, "md5": sums["batches.meta"]})


def test_lesson_03_scales_up_on_files_in_cifars_format(tmp_path, monkeypatch):
    cifar_files(tmp_path / "data" / "cifar-10-batches-py", np.random.default_rng(0), monkeypatch)
    monkeypatch.chdir(tmp_path)
    assert scaled_up("03_knn")["cifar_accuracies"](ks=(1, 3)) == {1: 1.0}


@pytest.mark.slow
def test_lesson_05_scales_up_on_files_in_mnists_format(tmp_path, monkeypatch):
    mnist_files(tmp_path / "data" / "FashionMNIST" / "raw", np.random.default_rng(0))
    monkeypatch.chdir(tmp_path)
    lesson = scaled_up("05_backprop")
    assert lesson["learn_clothes"](epochs=60, hidden=16)["val_accuracy"][-1] > 0.9


@pytest.mark.slow
def test_lesson_06_scales_up_on_files_in_cifars_format(tmp_path, monkeypatch):
    cifar_files(tmp_path / "data" / "cifar-10-batches-py", np.random.default_rng(0), monkeypatch)
    monkeypatch.chdir(tmp_path)
    lesson = scaled_up("06_cnn")
    assert lesson["learn_cifar"]("cpu", epochs=40, width=8, batch=10) >= 0.8


@pytest.mark.filterwarnings("ignore")  # of torchmetrics
def test_average_precision_agrees_with_torchmetrics():
    import torch
    from torchmetrics.detection import MeanAveragePrecision

    solved, rng = scaled_up("07_detection"), np.random.default_rng(0)
    for _ in range(5):
        theirs, scores, matches, count = MeanAveragePrecision(iou_thresholds=[0.5]), [], [], 0
        for _ in range(20):
            corners = rng.uniform(0, 90, size=(int(rng.integers(1, 6)), 2))
            objects = torch.tensor(
                np.concatenate([corners, corners + rng.uniform(15, 50, corners.shape)], axis=1)
            ).float()
            found = torch.cat([objects, objects, objects.flip(0)])
            found = found + torch.tensor(rng.normal(0, 4, size=found.shape)).float()
            values = torch.tensor(rng.permutation(len(found)) / 100 + rng.uniform(0, 1e-3, len(found))).float()
            labels = torch.zeros(len(found)).long()
            theirs.update(
                [{"boxes": found, "scores": values, "labels": labels}],
                [{"boxes": objects, "labels": labels[: len(objects)]}],
            )
            scores.append(values)
            matches.append(solved["match_detections"](found, values, objects, 0.5))
            count += len(objects)
        scores, matches = torch.cat(scores), torch.cat(matches)
        wanted = theirs.compute()["map"].item()
        # torchmetrics reads the curve at 101 places, and takes the mean
        hits = matches[scores.argsort(descending=True, stable=True)].cumsum(0)
        precision = (hits / torch.arange(1, len(hits) + 1)).flip(0).cummax(0).values.flip(0)
        places = torch.searchsorted((hits / count).double(), torch.linspace(0, 1, 101).double())
        read = torch.cat([precision, torch.zeros(1)])[places]
        assert read.mean().item() == pytest.approx(wanted, abs=2e-3)
        assert solved["average_precision"](scores, matches, count) == pytest.approx(wanted, abs=0.01)


def voc_files(folder, rng):
    """Write a few photographs and their notes in Pascal VOC's own format: a bright box on a dark ground."""
    from PIL import Image

    for name in ("JPEGImages", "Annotations", "ImageSets/Main"):
        (folder / name).mkdir(parents=True)
    names = [f"2008_{n:06d}" for n in range(10)]
    for part, those in (("train", names[:8]), ("val", names[8:])):
        (folder / "ImageSets" / "Main" / f"{part}.txt").write_text("\n".join(those) + "\n")
    for name in names:
        left, top = (int(v) for v in rng.integers(5, 30, size=2))
        pixels = rng.integers(0, 40, size=(64, 90, 3), dtype=np.uint8)
        pixels[top : top + 30, left : left + 40] = 250
        Image.fromarray(pixels).save(folder / "JPEGImages" / f"{name}.jpg")
        box = {"xmin": left + 1, "ymin": top + 1, "xmax": left + 40, "ymax": top + 30}
        edges = "".join(f"<{key}>{value}</{key}>" for key, value in box.items())
        notes = f"<annotation><object><name>dog</name><bndbox>{edges}</bndbox></object></annotation>"
        (folder / "Annotations" / f"{name}.xml").write_text(notes)


@pytest.mark.slow
def test_lesson_07_scales_up_on_files_in_vocs_format(tmp_path, monkeypatch):
    voc_files(tmp_path / "data" / "VOCdevkit" / "VOC2012", np.random.default_rng(0))
    monkeypatch.chdir(tmp_path)
    lesson = scaled_up("07_detection")
    model = lesson["learn_voc"]("cpu", epochs=40, size=(64, 88), width=8, batch=4)
    assert lesson["voc_map"](model, "cpu", size=(64, 88)) == pytest.approx(1 / 20)  # one class of twenty occurs


@pytest.mark.filterwarnings("ignore")  # of torchmetrics
def test_ious_and_dice_agree_with_torchmetrics():
    import torch
    from torchmetrics.classification import MulticlassF1Score, MulticlassJaccardIndex

    solved, rng = scaled_up("08_segmentation"), np.random.default_rng(0)
    pred, target = rng.integers(0, 5, size=(2, 3, 40, 30))
    target = np.where(rng.uniform(size=target.shape) < 0.5, pred, target)
    target[rng.uniform(size=target.shape) < 0.1] = 255
    cm = solved["segmentation_confusion"](pred, target, 5)
    options = {"num_classes": 5, "average": None, "ignore_index": 255}
    both = torch.tensor(pred), torch.tensor(target)
    np.testing.assert_allclose(solved["iou_per_class"](cm), MulticlassJaccardIndex(**options)(*both), rtol=1e-5)
    np.testing.assert_allclose(solved["dice_per_class"](cm), MulticlassF1Score(**options)(*both), rtol=1e-5)
    options["average"] = "macro"
    assert solved["mean_iou"](cm) == pytest.approx(MulticlassJaccardIndex(**options)(*both).item(), rel=1e-5)


def pet_files(folder, rng):
    """Write a few photographs and masks in Oxford-IIIT Pet's own format: a bright animal with a rim."""
    from PIL import Image

    for name in ("images", "annotations/trimaps"):
        (folder / name).mkdir(parents=True)
    names = [f"Bengal_{n}" for n in range(12)]
    for part, those in (("trainval", names[:9]), ("test", names[9:])):
        (folder / "annotations" / f"{part}.txt").write_text("".join(f"{name} 6 1 2\n" for name in those))
    for name in names:
        top, left = rng.integers(4, 20, size=2)
        pixels = rng.integers(0, 60, size=(50, 70, 3), dtype=np.uint8)
        mask = np.full((50, 70), 2, dtype=np.uint8)
        mask[top : top + 26, left : left + 36] = 3
        mask[top + 2 : top + 24, left + 2 : left + 34] = 1
        pixels[mask == 1] = 230
        Image.fromarray(pixels).save(folder / "images" / f"{name}.jpg")
        Image.fromarray(mask).save(folder / "annotations" / "trimaps" / f"{name}.png")


@pytest.mark.slow
def test_lesson_08_scales_up_on_files_in_pets_format(tmp_path, monkeypatch):
    pet_files(tmp_path / "data" / "oxford-iiit-pet", np.random.default_rng(0))
    monkeypatch.chdir(tmp_path)
    lesson = scaled_up("08_segmentation")
    assert lesson["learn_pets"]("cpu", epochs=30, size=(32, 48), width=4, batch=3) > 0.85


@pytest.mark.slow
def test_lesson_09_scales_up_on_files_in_cifars_format(tmp_path, monkeypatch):
    cifar_files(tmp_path / "data" / "cifar-10-batches-py", np.random.default_rng(0), monkeypatch)
    monkeypatch.chdir(tmp_path)
    assert scaled_up("09_vit")["learn_cifar"]("cpu", epochs=60, dim=24, depth=1, heads=2, batch=10, lr=5e-3) >= 0.8


@pytest.mark.slow
def test_lesson_10_scales_up_on_files_in_mnists_format(tmp_path, monkeypatch):
    mnist_files(tmp_path / "data" / "FashionMNIST" / "raw", np.random.default_rng(0))
    monkeypatch.chdir(tmp_path)
    _net, loss = scaled_up("10_diffusion")["learn_clothes"]("cpu", epochs=15, width=8, batch=8)
    assert loss < 0.5  # guessing nothing costs 1 and more


def scaled_up(name):
    """Run of a lesson the imports, the solutions, the cells that only define, and "Scale it up"; return their names."""
    one, found, inside = next(one for one in LESSONS if one.name == name), {}, False
    for cell in one.cells:
        inside = cell.source.startswith("## Scale it up") or (inside and cell.kind == "code")
        if cell.kind == "code" and cell.role != "check":
            source = lessons.without_markers(cell.source)
            if inside or cell.role in ("imports", "solution") or only_defines(source):
                exec(source, found)
    return found


def only_defines(source):
    """Return whether a cell holds nothing but functions, classes and constants."""
    kinds = ast.FunctionDef, ast.ClassDef
    nodes = ast.parse(source).body
    return all(isinstance(n, kinds) or (isinstance(n, ast.Assign) and isinstance(n.value, ast.Constant)) for n in nodes)
