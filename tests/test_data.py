"""Data: what is promised about every set, and that nothing reaches the network unasked."""

import gzip
import hashlib
import pickle
import socket
import subprocess
import sys
import urllib.request
from urllib.error import URLError

import numpy as np
import pytest

from course_utils import data
from course_utils.seeds import seeded


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Any attempt to open a connection fails the test."""

    def refuse(*args, **kwargs):
        pytest.fail("a test tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="module")
def drawn():
    return data.shapes(400, size=(48, 64), rng=np.random.default_rng(0))


@pytest.fixture(scope="module")
def alone():
    """One large object an image, nothing hidden."""
    return data.shapes(90, size=(96, 80), rng=np.random.default_rng(1), max_objects=1, scale=(0.3, 0.6))


@pytest.mark.parametrize("module", ["data", "plot"])
def test_importing_is_light(module):
    code = (
        f"import sys, course_utils.{module}; "
        "print([m for m in ('torch', 'sklearn', 'skimage', 'matplotlib', 'scipy', 'PIL') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_digits():
    images, labels = data.digits()
    assert (images.shape, images.dtype, labels.shape, labels.dtype) == ((1797, 8, 8), float, (1797,), np.int64)
    assert (images.min(), images.max()) == (0, 1)
    assert set(labels) == set(range(10))


def test_diabetes():
    X, y = data.diabetes()
    assert (X.shape, X.dtype, y.shape, y.dtype) == ((442, 10), float, (442,), float)
    np.testing.assert_allclose((X**2).sum(axis=0), 1)


def test_faces_come_before_the_rest():
    images, labels = data.faces()
    assert (images.shape, images.dtype, labels.dtype) == ((200, 25, 25), float, np.int64)
    assert 0 <= images.min() < images.max() <= 1
    assert labels[:100].all() and not labels[100:].any()
    # Faces look like their mean, the rest does not: the labels are on the right half.
    mean = images[:100].mean(axis=0).ravel()
    likeness = np.array([np.corrcoef(mean, image.ravel() + 1e-6 * np.arange(625))[0, 1] for image in images])
    assert np.median(likeness[:100]) > 0.5 > 0.3 > np.median(np.abs(likeness[100:]))


@pytest.mark.parametrize("name", data._PHOTOS)
def test_photographs_are_uint8_and_the_readers_own(name):
    image = data.photo(name)
    assert image.dtype == np.uint8 and image.shape[2:] in ((), (3,)) and min(image.shape[:2]) >= 300
    image[:] = 0
    assert data.photo(name).any()


def test_the_horse_is_black_on_white():
    horse = data.photo("horse")
    assert set(np.unique(horse)) == {0, 255} and horse[0, 0] == 255 and horse[150, 150] == 0


def test_an_unknown_photograph_lists_the_known():
    with pytest.raises(ValueError, match=r"'cat'.*astronaut.*rocket"):
        data.photo("cat")


def test_curve_has_the_ten_points():
    x, t = data.curve()
    np.testing.assert_allclose(x, np.linspace(0, 1, 10), rtol=0, atol=1e-15)
    book = "0.349486 0.830839 1.007332 0.971507 0.133066 0.166823 -0.848307 -0.445686 -0.563567 0.261502"
    assert t.tolist() == [float(number) for number in book.split()]


def test_curve_draws_points_around_the_sine():
    x, t = data.curve(2000, np.random.default_rng(0))
    np.testing.assert_array_equal(x, np.linspace(0, 1, 2000))
    rest = t - np.sin(2 * np.pi * x)
    assert abs(rest.mean()) < 0.03 and abs(rest.std() - 0.3) < 0.02
    np.testing.assert_array_equal(t, data.curve(2000, np.random.default_rng(0))[1])
    x, t = data.curve(5, np.random.default_rng(0), noise=0)
    np.testing.assert_allclose(t, [0, 1, 0, -1, 0], atol=1e-12)


def test_apartments_lie_around_the_line_of_the_four():
    area, price = data.apartments()
    assert list(zip(area, price, strict=True)) == [(40, 5), (35, 4.7), (67, 12), (29, 3.8)]
    many, prices = data.apartments(500, np.random.default_rng(0), noise=0)
    assert 20 <= many.min() < 30 and 110 < many.max() <= 120
    design = np.column_stack([np.ones(4), area])
    weights = np.linalg.solve(design.T @ design, design.T @ price)  # normal equations
    np.testing.assert_allclose(prices, weights[0] + weights[1] * many)
    noisy = data.apartments(500, np.random.default_rng(0), noise=2.0)[1]
    assert abs(np.std(noisy - prices) - 2) < 0.2


@pytest.mark.parametrize("draw", [data.curve, data.apartments])
def test_drawing_needs_a_generator(draw):
    with pytest.raises(ValueError, match="rng"):
        draw(5)


def test_shapes_have_the_promised_types(drawn):
    n, height, width = drawn.instances.shape
    assert (n, height, width) == (400, 48, 64)
    assert drawn.images.shape == (n, height, width, 3)
    assert {a.dtype for a in (drawn.images, drawn.masks, drawn.instances)} == {np.dtype(np.uint8)}
    assert len(drawn.boxes) == len(drawn.labels) == n
    for boxes, labels in zip(drawn.boxes, drawn.labels, strict=True):
        assert boxes.shape == (len(labels), 4) and boxes.dtype == np.float64 and labels.dtype == np.int64


def test_the_same_seed_gives_the_same_bytes(drawn):
    again = data.shapes(20, size=(48, 64), rng=np.random.default_rng(0))
    other = data.shapes(20, size=(48, 64), rng=np.random.default_rng(1))
    assert again.images.tobytes() == drawn.images[:20].tobytes() != other.images.tobytes()
    assert again.instances.tobytes() == drawn.instances[:20].tobytes()


def test_boxes_are_tight_around_the_visible_pixels(drawn):
    for boxes, instances in zip(drawn.boxes, drawn.instances, strict=True):
        for k, (x1, y1, x2, y2) in enumerate(boxes.astype(int)):
            visible = instances == k + 1
            assert visible[y1:y2, x1:x2].sum() == visible.sum() > 0
            assert visible[y1, :].any() and visible[y2 - 1, :].any()
            assert visible[:, x1].any() and visible[:, x2 - 1].any()


def test_masks_hold_the_class_of_the_instance(drawn):
    for labels, mask, instances in zip(drawn.labels, drawn.masks, drawn.instances, strict=True):
        assert set(np.unique(instances)) - {0} == set(range(1, len(labels) + 1))
        assert not mask[instances == 0].any()
        for k, label in enumerate(labels):
            assert (mask[instances == k + 1] == label + 1).all()


def test_classes_and_numbers_of_objects_are_balanced(drawn):
    labels = np.concatenate(drawn.labels)
    assert np.bincount(labels, minlength=3).min() > 0.28 * len(labels)
    counts = np.bincount([len(k) for k in drawn.labels], minlength=4)
    assert counts[0] == 0 and counts[1:].min() > 100


def test_every_class_has_its_outline(alone):
    # Area over the circle around the centroid: 1 for a disc, 2 / pi for a square, 0.41 for a regular triangle.
    expected = np.array([1, 2 / np.pi, 3 * np.sqrt(3) / (4 * np.pi)])
    for (label,), mask in zip(alone.labels, alone.instances, strict=True):
        points = np.argwhere(mask)
        radius = np.linalg.norm(points - points.mean(axis=0), axis=1).max() + 0.5
        ratio = len(points) / (np.pi * radius**2)
        assert np.argmin(abs(expected - ratio)) == label and abs(expected[label] - ratio) < 0.1


def test_shapes_stand_at_any_angle(alone):
    # An upright square fills its box, one on its tip fills half of it.
    filled = [
        np.count_nonzero(mask) / np.prod(box[2:] - box[:2])
        for (label,), mask, (box,) in zip(alone.labels, alone.instances, alone.boxes, strict=True)
        if label == 1
    ]
    assert min(filled) < 0.6 and max(filled) > 0.85


def test_sizes_follow_scale_whatever_the_class(alone):
    diameters = 2 * np.sqrt(np.count_nonzero(alone.instances, axis=(1, 2)) / np.pi) / 80
    labels = np.concatenate(alone.labels)
    assert 0.28 < diameters.min() < 0.35 and 0.55 < diameters.max() < 0.62
    assert np.ptp([diameters[labels == c].mean() for c in range(3)]) < 0.06


def test_the_picture_changes_at_the_outline(alone):
    for image, mask in zip(alone.images.astype(float), alone.instances > 0, strict=True):
        inside, rows = mask[:, :-1] != mask[:, 1:], np.abs(np.diff(image, axis=1)).sum(axis=2)
        assert rows[inside].mean() > 1.4 * rows[~inside].mean()


@pytest.mark.parametrize("occlusion", [0.0, 0.5])
def test_no_object_is_hidden_more_than_allowed(occlusion, monkeypatch):
    covers, paint = [], data._paint
    monkeypatch.setattr(data, "_paint", lambda rng, size, c: covers.append(c) or paint(rng, size, c))
    sample = data.shapes(60, rng=np.random.default_rng(2), max_objects=5, occlusion=occlusion)
    hidden = [
        1 - np.count_nonzero(instances == k + 1) / np.count_nonzero(cover >= 0.5)
        for instances, image_covers in zip(sample.instances, covers, strict=True)
        for k, cover in enumerate(image_covers)
    ]
    assert max(hidden) <= occlusion
    assert occlusion == 0 or max(hidden) > 0.3


def test_colour_does_not_tell_the_class(drawn):
    histograms, labels = [], np.concatenate(drawn.labels)
    for image, instances, kinds in zip(drawn.images, drawn.instances, drawn.labels, strict=True):
        for k in range(len(kinds)):
            pixels = image[instances == k + 1] // 64  # (P, 3), four levels of each colour
            counts = np.bincount(pixels @ np.array([16, 4, 1]), minlength=64)
            histograms.append(np.append(counts / counts.sum(), image[instances == k + 1].mean() / 255))
    histograms = np.array(histograms)  # (objects, 65), brightness last
    half = len(labels) // 2
    means = np.array([histograms[:half][labels[:half] == c].mean(axis=0) for c in range(3)])
    nearest = np.linalg.norm(histograms[half:, None] - means, axis=2).argmin(axis=1)
    assert np.mean(nearest == labels[half:]) < 0.43  # chance is 1/3


def test_brightness_does_not_tell_object_from_background(drawn):
    grey, inside = drawn.images.mean(axis=3) / 255, drawn.masks > 0
    assert abs(grey[inside].mean() - grey[~inside].mean()) < 0.05


def test_noise_is_a_standard_deviation():
    clean, noisy = (data.shapes(1, (64, 64), rng=np.random.default_rng(4), noise=s).images / 255.0 for s in (0, 0.05))
    middle = (clean > 0.2) & (clean < 0.8)  # not cut off at black or white
    assert abs((noisy - clean)[middle].std() - 0.05) < 0.005


def test_shapes_of_extreme_sizes():
    tiny = data.shapes(30, (16, 40), rng=np.random.default_rng(0), min_objects=0, max_objects=2)
    assert {len(k) for k in tiny.labels} == {0, 1, 2}
    empty = next(i for i, k in enumerate(tiny.labels) if len(k) == 0)
    assert tiny.boxes[empty].shape == (0, 4) and not tiny.masks[empty].any()
    assert data.shapes(0, rng=np.random.default_rng(0)).images.shape == (0, 64, 64, 3)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"size": (15, 64)}, "16 pixels"),
        ({"min_objects": 3, "max_objects": 2}, "min_objects"),
        ({"max_objects": 256}, "255"),
        ({"scale": (0.5, 0.7)}, "0.6"),
        ({"occlusion": 1.0}, "fraction"),
        ({"size": (16, 16), "min_objects": 5, "max_objects": 5, "scale": (0.6, 0.6)}, "no room for 5"),
    ],
)
def test_impossible_wishes_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        data.shapes(1, rng=np.random.default_rng(0), **wrong)


def write_cifar10(root, monkeypatch):
    """Two images a file, in CIFAR-10's own format; the class is told the checksums of these files instead."""
    from torchvision.datasets import CIFAR10

    folder = root / "cifar-10-batches-py"
    folder.mkdir(parents=True)
    checksums = {}
    for i, name in enumerate([f"data_batch_{k}" for k in range(1, 6)] + ["test_batch", "batches.meta"]):
        batch = {"data": np.full((2, 3072), i, dtype=np.uint8), "labels": [i, 9]}
        content = pickle.dumps({"label_names": list("abcdefghij")} if name == "batches.meta" else batch)
        (folder / name).write_bytes(content)
        checksums[name] = hashlib.md5(content).hexdigest()
    monkeypatch.setattr(CIFAR10, "train_list", [[f"data_batch_{k}", checksums[f"data_batch_{k}"]] for k in range(1, 6)])
    monkeypatch.setattr(CIFAR10, "test_list", [["test_batch", checksums["test_batch"]]])
    monkeypatch.setattr(CIFAR10, "meta", CIFAR10.meta | {"md5": checksums["batches.meta"]})


def write_mnist(root, name):
    """Three training and two test images in MNIST's own format."""
    folder = root / name / "raw"
    folder.mkdir(parents=True)
    for part, n in (("train", 3), ("t10k", 2)):
        pixels = np.arange(n * 28 * 28).reshape(n, 28, 28).astype(np.uint8)
        head = np.array([2051, n, 28, 28], dtype=">i4").tobytes()
        (folder / f"{part}-images-idx3-ubyte").write_bytes(head + pixels.tobytes())
        head = np.array([2049, n], dtype=">i4").tobytes()
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(head + bytes(range(n)))


def test_cifar10_is_read_from_its_files(tmp_path, monkeypatch):
    write_cifar10(tmp_path, monkeypatch)
    train, test = data.real("cifar10", tmp_path), data.real("cifar10", tmp_path, train=False, download=True)
    assert (len(train), len(test)) == (10, 2)
    image, label = train[2]
    assert image.size == (32, 32) and np.asarray(image).shape == (32, 32, 3)
    assert (np.asarray(image) == 1).all() and label == 1
    assert data.real("cifar10", tmp_path, transform=np.shape)[0][0] == (32, 32, 3)


def test_cifar10_as_tensors(tmp_path, monkeypatch):
    write_cifar10(tmp_path, monkeypatch)
    x, y = data.cifar10(root=tmp_path)
    assert x.shape == (10, 3, 32, 32) and f"{x.dtype}, {y.dtype}" == "torch.float32, torch.int64"
    assert y.tolist() == [0, 9, 1, 9, 2, 9, 3, 9, 4, 9]
    np.testing.assert_allclose(x[8, :, 5, 7], [(4 / 255 - mean) / 0.25 for mean in (0.491, 0.482, 0.447)], rtol=1e-5)
    assert len(data.cifar10(train=False, root=tmp_path)[0]) == 2


def test_a_seeded_model_has_the_same_weights_and_leaves_the_generator_alone():
    import torch

    before = torch.get_rng_state()
    one, same, other = (seeded(lambda: torch.nn.Linear(3, 2), seed=seed) for seed in (5, 5, 6))
    assert torch.equal(one.weight, same.weight) and not torch.equal(one.weight, other.weight)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_damaged_file_counts_as_absent(tmp_path, monkeypatch):
    write_cifar10(tmp_path, monkeypatch)
    (tmp_path / "cifar-10-batches-py" / "data_batch_3").write_bytes(b"half a download")
    with pytest.raises(RuntimeError, match="'cifar10' is not complete"):
        data.real("cifar10", tmp_path)


@pytest.mark.parametrize(("name", "folder"), [("mnist", "MNIST"), ("fashion_mnist", "FashionMNIST")])
def test_mnist_is_read_from_its_files(tmp_path, name, folder):
    write_mnist(tmp_path, folder)
    train, test = data.real(name, tmp_path), data.real(name, tmp_path, train=False)
    assert (len(train), len(test)) == (3, 2)
    image, label = train[2]
    assert label == 2 and np.asarray(image)[0, :3].tolist() == [2 * 784 % 256 + i for i in range(3)]


def test_files_that_are_there_are_not_fetched_again(tmp_path):
    for name, folder in (("detection", "Main"), ("segmentation", "Segmentation")):
        folder = tmp_path / "VOCdevkit" / "VOC2012" / "ImageSets" / folder
        folder.mkdir(parents=True)
        (folder / "train.txt").write_text("2008_000001\n2008_000002\n")
        (folder / "val.txt").write_text("2008_000003\n")
        assert len(data.real(f"voc_{name}", tmp_path, download=True)) == 2
        assert len(data.real(f"voc_{name}", tmp_path, train=False, download=True)) == 1


@pytest.mark.parametrize("name", data._REAL)
def test_absent_files_are_named_and_nothing_is_fetched(tmp_path, name):
    with pytest.raises(RuntimeError) as caught:
        data.real(name, tmp_path / "here")
    message = str(caught.value)
    assert "\n" not in message and name in message and "download=True" in message
    assert str(tmp_path / "here" / data._REAL[name][1]) in message
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("name", data._REAL)
def test_a_failed_download_is_one_clear_line(tmp_path, name, monkeypatch):
    asked = []

    def offline(request, *args, **kwargs):
        asked.append(request)
        raise URLError("no route to host")

    monkeypatch.setattr(urllib.request, "urlopen", offline)
    with pytest.raises(RuntimeError) as caught:
        data.real(name, tmp_path, download=True)
    message = str(caught.value)
    assert asked and "\n" not in message
    assert name in message and "download failed" in message and "no route to host" in message


def test_a_download_puts_the_files_in_place(tmp_path, monkeypatch):
    from torchvision.datasets import MNIST

    write_mnist(tmp_path / "server", "MNIST")
    packed = {}
    for path in (tmp_path / "server").rglob("*ubyte"):
        packed[f"{path.name}.gz"] = gzip.compress(path.read_bytes())
    resources = [(name, hashlib.md5(content).hexdigest()) for name, content in packed.items()]
    monkeypatch.setattr(MNIST, "resources", resources)

    def fetch(url, root, filename, md5):
        (tmp_path / "home" / "MNIST" / "raw" / filename).write_bytes(packed[filename])

    monkeypatch.setattr("torchvision.datasets.utils.download_url", fetch)
    assert len(data.real("mnist", tmp_path / "home", download=True)) == 3


def test_an_unknown_data_set_lists_the_known():
    with pytest.raises(ValueError, match=r"'imagenet'.*cifar10.*pet"):
        data.real("imagenet")
