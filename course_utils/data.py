"""The data of the lessons: inside installed packages, drawn by code, or, by `real` alone, from the network."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

SHAPE_NAMES = ("circle", "square", "triangle")
_PHOTOS = ("astronaut", "camera", "chelsea", "china", "coffee", "coins", "flower", "horse", "rocket")

# name -> class in torchvision.datasets, folder under root, name of the option for the part, its two values
_REAL = {
    "cifar10": ("CIFAR10", "cifar-10-batches-py", "train", True, False),
    "mnist": ("MNIST", "MNIST/raw", "train", True, False),
    "fashion_mnist": ("FashionMNIST", "FashionMNIST/raw", "train", True, False),
    "voc_detection": ("VOCDetection", "VOCdevkit/VOC2012", "image_set", "train", "val"),
    "voc_segmentation": ("VOCSegmentation", "VOCdevkit/VOC2012", "image_set", "train", "val"),
    "pet": ("OxfordIIITPet", "oxford-iiit-pet", "split", "trainval", "test"),
}


def digits():
    """Handwritten digits: scikit-learn's `load_digits` (UCI optical digits), divided by 16.

    Returns
    -------
    images : ndarray of shape (1797, 8, 8), float64 in [0, 1], bright ink on a dark ground
    labels : ndarray of shape (1797,), int64
    """
    from sklearn.datasets import load_digits

    bunch = load_digits()
    return bunch.images / 16.0, bunch.target.astype(np.int64)


def diabetes():
    """Ten measurements of 442 patients: scikit-learn's `load_diabetes` (Efron et al., 2004).

    Returns
    -------
    X : ndarray of shape (442, 10), float64
        Age, sex, body mass index, blood pressure, six blood values; each column has mean 0, sum of squares 1.
    y : ndarray of shape (442,), float64, progression of the disease a year later, 25 to 346
    """
    from sklearn.datasets import load_diabetes

    X, y = load_diabetes(return_X_y=True)
    return X, y.astype(np.float64)


def faces():
    """Grey patches, 100 faces and then 100 without: scikit-image's `lfw_subset` (Labeled Faces in the Wild).

    Returns
    -------
    images : ndarray of shape (200, 25, 25), float64 in [0, 1]
    labels : ndarray of shape (200,), int64
        1 for a face, 0 for none.
    """
    from skimage.data import lfw_subset

    return lfw_subset().astype(np.float64), np.repeat(np.array([1, 0], dtype=np.int64), 100)


def photo(name):
    """A photograph that comes with scikit-image or scikit-learn; ValueError for a name not listed here.

    Parameters
    ----------
    name : str
        Colour: "astronaut", "chelsea" (a cat), "china", "coffee", "flower", "rocket".
        Grey: "camera", "coins", "horse" (a black figure on white, only 0 and 255).

    Returns
    -------
    ndarray of shape (H, W, 3) in RGB order, or (H, W), uint8
    """
    _require(name in _PHOTOS, f"no photograph is called {name!r}; there are: {', '.join(_PHOTOS)}")
    if name in ("china", "flower"):
        from sklearn.datasets import load_sample_image

        return np.array(load_sample_image(f"{name}.jpg"))  # a copy: what comes is read-only
    from skimage import data

    image = np.array(getattr(data, name)())
    return image.astype(np.uint8) * 255 if image.dtype == bool else image


def curve(n=None, rng=None, noise=0.3):
    """Noisy points of one period of a sine: x evenly spaced on [0, 1], t = sin(2 pi x) + noise.

    Parameters
    ----------
    n : int, optional
        Without it: the ten points of Bishop, Pattern Recognition and Machine Learning (2006).
    rng : numpy.random.Generator, optional
        Draws the noise; ValueError when `n` is given without it.
    noise : float, standard deviation

    Returns
    -------
    x, t : ndarray of shape (N,), float64
    """
    if n is None:
        t = [0.349486, 0.830839, 1.007332, 0.971507, 0.133066]
        t += [0.166823, -0.848307, -0.445686, -0.563567, 0.261502]
        return np.arange(10) / 9, np.array(t)
    _require(rng is not None, "with n, pass rng=numpy.random.default_rng(seed)")
    x = np.linspace(0.0, 1.0, n)
    return x, np.sin(2 * np.pi * x) + noise * rng.standard_normal(n)


def apartments(n=None, rng=None, noise=1.0):
    """Areas of apartments in m2, drawn evenly from 20 to 120, and their prices in 10,000 $.

    Parameters
    ----------
    n : int, optional
        Apartments around the least-squares line of the lesson's four. Without it: those four.
    rng : numpy.random.Generator, optional
        Draws areas and noise; ValueError when `n` is given without it.
    noise : float, standard deviation of the prices around the line, in 10,000 $

    Returns
    -------
    area, price : ndarray of shape (N,), float64
    """
    area, price = np.array([40.0, 35.0, 67.0, 29.0]), np.array([5.0, 4.7, 12.0, 3.8])
    if n is None:
        return area, price
    _require(rng is not None, "with n, pass rng=numpy.random.default_rng(seed)")
    slope, intercept = np.polyfit(area, price, 1)
    area = rng.uniform(20.0, 120.0, n)
    return area, intercept + slope * area + noise * rng.standard_normal(n)


def real(name, root="data", train=True, download=False, **options):
    """A well-known data set through torchvision, for the "Scale it up" sections.

    RuntimeError when its files are absent and may not, or cannot, be fetched; ValueError for another name.

    Parameters
    ----------
    name : str
        "cifar10", "mnist", "fashion_mnist", "voc_detection", "voc_segmentation" (2012) or "pet" (Oxford-IIIT).
    root : str or Path
        The folder under which each data set has its own.
    train, download : bool
        The training part or the test part (for Pascal VOC, validation); whether to fetch absent files.
    **options
        For the class in torchvision: `transform`, or `target_types` of "pet".

    Returns
    -------
    torchvision.datasets.VisionDataset
    """
    _require(name in _REAL, f"no data set is called {name!r}; there are: {', '.join(_REAL)}")
    from torchvision import datasets

    class_name, folder, part, training, testing = _REAL[name]
    options[part] = training if train else testing
    # Look first, fetch second: torchvision's VOC fetches its 2 GB again even when they are there.
    for fetch in (False, True) if download else (False,):
        try:
            return getattr(datasets, class_name)(str(root), download=fetch, **options)
        except (OSError, RuntimeError) as error:  # a failed connection is an OSError
            reason = (str(error).strip() or repr(error)).splitlines()[-1]
            failure = f" and the download failed ({reason})" if fetch else ""
    raise RuntimeError(
        f"data set {name!r} is not complete in {Path(root) / folder}{failure}: "
        f"pass download=True with a network, or put its files into {root}"
    ) from None


def cifar10(train=True, device="cpu", root="data"):
    """CIFAR-10 as `real` fetches it, as tensors that a network takes.

    RuntimeError when its files are absent and cannot be fetched.

    Parameters
    ----------
    train : bool
        The 50,000 images of the training part, or the 10,000 of the test part.
    device : str or torch.device
    root : str or Path

    Returns
    -------
    x : Tensor of shape (N, 3, 32, 32), float32
        Each channel less its mean over the training part, divided by 0.25, about its standard deviation.
    y : Tensor of shape (N,), int64
    """
    import torch

    found = real("cifar10", root, train, download=True)
    pixels = torch.tensor(found.data, device=device).permute(0, 3, 1, 2) / 255.0
    means = torch.tensor([0.491, 0.482, 0.447], device=device).reshape(3, 1, 1)
    return (pixels - means) / 0.25, torch.tensor(found.targets, device=device)


@dataclass(frozen=True, eq=False)
class Shapes:
    """What `shapes` draws: N images, and for each the K objects that are on it."""

    images: np.ndarray  # (N, H, W, 3), uint8, RGB
    boxes: list  # N arrays of shape (K, 4), float64: (x1, y1, x2, y2), half-open pixels, tight around what is seen
    labels: list  # N arrays of shape (K,), int64: positions in SHAPE_NAMES
    masks: np.ndarray  # (N, H, W), uint8: 0 for background, 1 + label elsewhere
    instances: np.ndarray  # (N, H, W), uint8: 0 for background, k + 1 for object k


def shapes(n, size=(64, 64), *, rng, min_objects=1, max_objects=3, scale=(0.15, 0.45), occlusion=0.3, noise=0.05):
    """Draw circles, squares and triangles at any angle on textured backgrounds.

    Class, area, colour and texture are drawn independently: only the outline tells the class. ValueError for a
    parameter out of range, or when `min_objects` objects find no room.

    Parameters
    ----------
    n : int
    size : tuple of int
        (H, W) in pixels, each at least 16.
    rng : numpy.random.Generator
        The same state gives the same images.
    min_objects, max_objects : int
        Range of the number of objects, 0 to 255, drawn evenly; some are left out where there is no room.
    scale : tuple of float
        Range of size: the diameter of a circle of the object's area, over the shorter side of the image. At most
        0.6; never below 4 pixels.
    occlusion : float in [0, 1)
        The largest fraction of an object that later ones may cover; with 0 no two objects overlap.
    noise : float, standard deviation of Gaussian noise, where black is 0 and white 1

    Returns
    -------
    Shapes
    """
    from scipy.ndimage import find_objects

    _require(min(size) >= 16, f"size is (H, W), each at least 16 pixels; got {size}")
    _require(0 <= min_objects <= max_objects <= 255, "the rule is 0 <= min_objects <= max_objects <= 255")
    _require(0 < scale[0] <= scale[1] <= 0.6, f"scale is (low, high), 0 < low <= high <= 0.6; got {scale}")
    _require(0 <= occlusion < 1, f"occlusion is a fraction, 0 <= occlusion < 1; got {occlusion}")
    images = np.empty((n, *size, 3), dtype=np.uint8)
    masks, instances = np.empty((2, n, *size), dtype=np.uint8)
    boxes, labels = [], []
    for i in range(n):
        instances[i], covers, kinds = _arrange(rng, size, min_objects, max_objects, scale, occlusion)
        image = _paint(rng, size, covers) + noise * rng.standard_normal((*size, 3))  # (H, W, 3)
        images[i] = np.rint(255 * image.clip(0, 1))
        masks[i] = np.append(0, kinds + 1)[instances[i]]
        tight = [(x.start, y.start, x.stop, y.stop) for y, x in find_objects(instances[i], len(kinds))]
        boxes.append(np.array(tight, dtype=np.float64).reshape(-1, 4))  # (0, 4) without objects
        labels.append(kinds)
    return Shapes(images, boxes, labels, masks, instances)


def _arrange(rng, size, min_objects, max_objects, scale, occlusion):
    """Place the objects of one image: instances (H, W), covers (K lists of (H, W)), labels (K,)."""
    for _ in range(100):
        instances, covers, labels = np.zeros(size, dtype=np.uint8), [], []
        for _ in range(rng.integers(min_objects, max_objects, endpoint=True)):
            label, diameter = rng.integers(3), max(4.0, min(size) * rng.uniform(*scale))
            areas = np.array([np.count_nonzero(cover >= 0.5) for cover in covers])
            for _ in range(50):  # tries to find it a place; then it is left out
                cover = _cover(rng, size, label, diameter)
                after = np.where(cover >= 0.5, np.uint8(len(labels) + 1), instances)
                visible = np.bincount(after.ravel(), minlength=len(labels) + 2)[1:-1]
                if np.all(visible >= (1 - occlusion) * areas):
                    instances = after
                    covers.append(cover)
                    labels.append(label)
                    break
        if len(labels) >= min_objects:
            return instances, covers, np.array(labels, dtype=np.int64)
    raise ValueError(f"no room for {min_objects} objects: lower min_objects or scale, or raise occlusion")


def _cover(rng, size, label, diameter):
    """How much of each pixel a shape at a random place and angle covers, (H, W) in [0, 1]."""
    # A regular polygon of area pi d^2 / 4, by the radii of its inner and outer circle; a circle has many sides.
    sides = (10**6, 4, 3)[label]
    inner = diameter / 2 * np.sqrt(np.pi / (sides * np.tan(np.pi / sides)))
    outer = inner / np.cos(np.pi / sides)
    y, x = (np.arange(length) + 0.5 - rng.uniform(outer, length - outer) for length in size)
    if label == 0:
        distance = np.hypot(y[:, None], x)
    else:
        angles = 2 * np.pi * (rng.random() + np.arange(sides) / sides)
        distance = np.max([np.sin(a) * y[:, None] + np.cos(a) * x for a in angles], axis=0)
    return (0.5 + inner - distance).clip(0, 1)


def _paint(rng, size, covers):
    """Draw the background and over it the objects, each in a colour that stands out: (H, W, 3)."""
    first, last = rng.random((2, 3))
    image = first + _texture(rng, size)[..., None] * (last - first)
    used = [first, (first + last) / 2, last]
    for cover in covers:
        colours = rng.random((32, 3))
        contrast = np.linalg.norm(colours[:, None] - used, axis=-1).min(axis=1)
        # The first that stands out: the best would always be a corner of the colour cube.
        used.append(colours[np.argmax(contrast >= min(0.4, contrast.max()))])
        paint = used[-1] + 0.3 * (_texture(rng, size)[..., None] - 0.5)
        image += cover[..., None] * (paint - image)
    return image


def _texture(rng, size):
    """Draw a gradient, stripes or clouds at a random angle, soft or crisp: (H, W) in [0, 1]."""
    waves, shortest, longest = ((1, 2.0, 4.0), (1, 0.1, 0.4), (8, 0.2, 0.8))[rng.integers(3)]
    length = np.maximum(4.0, min(size) * rng.uniform(shortest, longest, waves))  # in pixels
    angle, phase = 2 * np.pi * rng.random((2, waves))
    y, x = (2j * np.pi * np.arange(pixels) for pixels in size)
    # A plane wave is a wave along y times one along x, so the sum is a product: (H, waves) @ (waves, W).
    along_y = np.exp(np.outer(y, np.sin(angle) / length) + 1j * phase)
    field = (along_y @ np.exp(np.outer(np.cos(angle) / length, x))).real
    field = 2 * (field - field.min()) / np.ptp(field) - 1
    crispness = rng.uniform(0.5, 4.0)
    return 0.5 + 0.5 * np.tanh(crispness * field) / np.tanh(crispness)


def _require(condition, message):
    if not condition:
        raise ValueError(message)
