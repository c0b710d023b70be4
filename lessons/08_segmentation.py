# %% [markdown]
# # 8 · Semantic segmentation
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({{colab}})

# %% [markdown]
# **About this lesson** · You give every pixel a class: first with a threshold, then with a U-Net that you write and train
# on the CPU.
#
# You will
# - count coins with a threshold and a search for connected pixels,
# - measure masks with a confusion matrix, IoU and Dice,
# - write losses for pixels, and see what imbalance does to them,
# - enlarge maps in two ways,
# - build a U-Net, and see what its skips are for.
#
# You need lesson 6 (convolutions). Reading takes about an hour, the exercises 158 (48 points). The whole notebook runs in
# about three minutes on a laptop CPU.

# %% [markdown]
# ## Set-up

# %% tags=["install"]
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("course_utils") is None:
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "git+{{repository}}"], check=True
    )

# %% tags=["imports"]
import math

import ipywidgets
import numpy as np
import scipy.ndimage
import sklearn.cluster
import sklearn.metrics
import torch
import torch.nn.functional as F
from torch import nn
from tqdm.auto import tqdm

from course_utils import checks, compare, data, plot
from course_utils.seeds import seeded

# %% [markdown]
# ## 1 · A label for every pixel
#
# A classifier says what is in an image, a detector where its box is. A segmentation says for **every pixel** what it
# belongs to. There are three kinds. **Semantic**: each pixel a class; two triangles that touch are one patch. **Instance**: each object a mask
# of its own; what is no object, such as sky, has none. **Panoptic**: both at once, each pixel a class, and each object a number too.

# %%
scene = data.shapes(70, size=(64, 96), rng=np.random.default_rng(3))
one, names = 66, ("background", *data.SHAPE_NAMES)
kinds = [data.SHAPE_NAMES[label] for label in scene.labels[one]]
numbered = [f"{kind} {number}" for number, kind in enumerate(kinds, 1)]
ground = scene.instances[one] == 0
panels = {
    "semantic": (scene.masks[one], names),
    "instance": (scene.instances[one], ["", *numbered]),
    "panoptic": (
        np.where(ground, 4, scene.instances[one]),
        ["", *numbered, "background"],
    ),
}
figure, axes = plot.figure(2, 2, size=(3.6, 2.9))
axes = axes.ravel()
axes[0].imshow(scene.images[one])
axes[0].set(title="image", xticks=(), yticks=())
for ax, (title, (mask, mask_names)) in zip(axes[1:], panels.items()):
    plot.mask(ax, scene.images[one], mask, names=mask_names)
    ax.set_title(title)
plot.show(
    figure,
    "Two triangles that touch, and a circle. Semantic: the triangles are one patch of one colour. Instance: each has a colour of its own. Panoptic: so has the background too.",
)

# %% [markdown]
# This lesson is about the first kind. But before networks: how far does one get without learning?

# %% [markdown]
# ## 2 · A threshold
#
# Coins on a dark ground. Bright pixels are coin, dark ones are ground. Where to cut? **Otsu's** rule takes the grey level
# that leaves both groups as narrow as it can. **k-means** with two clusters looks for the same thing.

# %%
coins = data.photo("coins").astype(float)  # (303, 384)
two_means = sklearn.cluster.KMeans(2, n_init=1, random_state=0).fit(
    coins.reshape(-1, 1)
)
low, high = sorted(two_means.cluster_centers_[:, 0])
cut = (low + high) / 2
print(f"means {low:.0f} and {high:.0f}, so the cut is at {cut:.0f}")
bright = coins > cut

# %%
figure, axes = plot.figure(1, 3, size=(2.9, 2.4))
axes[0].imshow(coins, cmap="gray")
axes[1].hist(coins.ravel(), bins=64, color=plot.COLORS[0])
axes[1].axvline(cut, color=plot.COLORS[1], linestyle="--")
axes[1].set(title=f"cut at {cut:.0f}", xlabel="grey level", ylabel="pixels")
axes[2].imshow(bright, cmap="gray")
axes[2].set(title="brighter", xticks=(), yticks=())
axes[0].set(title="coins", xticks=(), yticks=())
plot.show(
    figure,
    "Twenty-four coins; a histogram without a clear gap; and the mask: most coins are whole, and the bright ground along the top is white too.",
)

# %% [markdown]
# The light falls from the upper left, and there the ground is as bright as the coins below. So compare each pixel with the
# mean of **its surroundings**, 151 x 151 pixels: a box mean, as the integral image of lesson 2 gives it.

# %%
surroundings = scipy.ndimage.uniform_filter(coins, 151)
brighter = coins > surroundings
figure, axes = plot.figure(1, 2, size=(2.9, 2.4))
for ax, picture, name in zip(
    axes, (surroundings, brighter), ("mean around", "brighter than that")
):
    ax.imshow(picture, cmap="gray")
    ax.set(title=name, xticks=(), yticks=())
plot.show(
    figure,
    "The mean of the surroundings, brighter at the upper left; and the pixels brighter than that: twenty-four coins, and specks along the top.",
)

# %% [markdown]
# How many are they? A **connected component** is a set of pixels that can be reached from each other by steps to the left,
# right, up and down, without leaving the mask. Diagonal steps don't count. In
#
# $$\begin{matrix} 1 & 1 & 0 & 0 \\ 0 & 0 & 1 & 0 \\ 1 & 0 & 1 & 1 \end{matrix}$$
#
# there are three: the two at the top, the three on the right, and the one at the lower left.

# %% [markdown]
# ### Exercise 1 · Connected components
# **7 points · 25 minutes**
#
# The libraries' ready functions are out: `label`, flood fills, `connected_components` of a graph, `binary_propagation`.
#
# <details><summary>Hint</summary>
#
# Go over all pixels. At one that is in the mask and has no number yet, a new component begins: put it on a list of places
# to visit, and as long as the list is not empty take one off, and put its neighbours on. Mind that a function that calls itself for each
# pixel runs into Python's limit of 1,000 calls.
#
# </details>


# %% solution="connected-components"
# --- exercise: connected-components ---
def connected_components(mask):
    """Number the connected components of a mask; neighbours are left, right, above and below.

    Parameters
    ----------
    mask : ndarray of shape (H, W), bool or integer
        What is not 0 is in the mask.

    Returns
    -------
    ndarray of shape (H, W), integer
        0 outside the mask; inside, a number above 0 for each component. The numbers may have any order, and gaps.
    """
    ### BEGIN SOLUTION
    labels, count = np.zeros(mask.shape, dtype=np.int64), 0
    height, width = mask.shape
    for start in zip(*mask.nonzero()):
        if labels[start]:
            continue
        count += 1
        labels[start], todo = count, [start]
        while todo:
            i, j = todo.pop()
            for place in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                inside = 0 <= place[0] < height and 0 <= place[1] < width
                if inside and mask[place] and not labels[place]:
                    labels[place] = count
                    todo.append(place)
    return labels
    ### END SOLUTION


# %% check="connected-components-worked" points=2
mask = np.array([[1, 1, 0, 0], [0, 0, 1, 0], [1, 0, 1, 1]])
found = checks.unchanged(connected_components, mask.copy())
checks.shape(found, (3, 4))
checks.dtype(found, "integer")
message = "A pixel outside the mask must have the number 0."
checks.holds(not found[mask == 0].any(), message)
message = (
    "The pixels of the mask must have numbers above 0: each belongs to a component."
)
checks.holds(bool((found[mask != 0] > 0).all()), message)
number = len(np.unique(found[mask != 0]))
known = {
    "a diagonal step must connect nothing": 2,
    "each pixel has a number of its own": 6,
    "each row is numbered by itself": 4,
    "all pixels have one number": 1,
}
checks.equal(number, 3, suspects=known)
pair = np.stack([found[mask != 0], scipy.ndimage.label(mask)[0][mask != 0]])
message = "There are three components, but not the right ones."
checks.holds(len(np.unique(pair, axis=1).T) == 3, message)

# %% check="connected-components-shapes" points=1
spiral = np.zeros((9, 11), dtype=int)
spiral[0], spiral[:, -1], spiral[-1], spiral[2:, 0] = 1, 1, 1, 1
spiral[2, :9], spiral[2:7, 8], spiral[6, 2:9], spiral[4:7, 2] = 1, 1, 1, 1
comb = np.ones((6, 9), dtype=bool)
comb[:-1, 1::2] = False
edges = np.ones((4, 6), dtype=np.uint8)
edges[:, 1:-1] = 0
for name, mask in (
    ("a spiral", spiral),
    ("a comb, joined in its last row", comb),
    ("a comb upside down", comb[::-1]),
    ("both edges (the image does not go round)", edges),
    ("values other than 1", np.array([[2, 7, 0], [0, 255, 3]])),
    ("negative values", np.array([[-1, 0, 5]])),
    ("an empty mask", np.zeros((3, 4), dtype=bool)),
    ("a single pixel", np.ones((1, 1), dtype=bool)),
    ("620 single pixels", (np.indices((31, 40)).sum(0) % 2).astype(np.uint8)),
):
    found = checks.unchanged(connected_components, mask)
    checks.shape(found, mask.shape)
    number, count = len(np.unique(found[mask != 0])), scipy.ndimage.label(mask)[1]
    message = f"For {name}: {count} component(s) expected, {number} found."
    checks.holds(number == count, message)
    message = f"For {name}: the right number of components, but not the right pixels."
    pairs = np.stack([found.ravel(), scipy.ndimage.label(mask)[0].ravel()], axis=1)
    pairs = np.unique(pairs, axis=0)
    same = len(pairs) == len(np.unique(pairs[:, 1])) == len(np.unique(pairs[:, 0]))
    checks.holds(same and not found[mask == 0].any(), message)

# %% check="connected-components-large" points=2
rng = checks.rng("connected-components-large")
noise = scipy.ndimage.gaussian_filter(rng.normal(size=(80, 110)), 1.2)
large = np.ones((190, 210), dtype=bool)
large[95, :-1], large[185] = False, False
for mask in (noise > 0, rng.uniform(size=(60, 45)) < 0.59, large):
    found = checks.unchanged(connected_components, mask)
    right, count = scipy.ndimage.label(mask)
    both = np.unique(np.stack([found.ravel(), right.ravel()]), axis=1).T
    message = "Some pixels of one component have different numbers."
    checks.holds(len(np.unique(both[:, 1])) == len(both), message)
    message = "Some components that are apart have the same number."
    checks.holds(len(np.unique(both[:, 0])) == len(both), message)
    right = bool((found[mask] > 0).all()) and not found[~mask].any()
    checks.holds(right, "Numbers are above 0 inside the mask, and 0 outside.")
library = "label", "flood", "flood_fill", "connectedComponents", "reconstruction"
checks.forbidden(connected_components, *library, "connected_components")
checks.forbidden(connected_components, "binary_propagation", "find_objects")

# %% check="connected-components-secret" points=2
# Once more when your work is graded, on masks that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("connected-components-secret")
for share in (0.3, 0.55, 0.65):
    mask = rng.uniform(size=tuple(rng.integers(10, 40, size=2))) < share
    found = connected_components(mask * int(rng.integers(1, 9)))
    right, count = scipy.ndimage.label(mask)
    both = np.unique(np.stack([found.ravel(), right.ravel()]), axis=1).T
    message = "The components are not the right ones."
    same = len(both) == len(np.unique(both[:, 0])) == len(np.unique(both[:, 1]))
    checks.holds(same and bool(((both == 0).sum(1) != 1).all()), message)
### END HIDDEN TESTS


# %% [markdown]
# Count the components of more than 600 pixels, with both masks. The smallest coin has 1,100.


# %%
def large_components(mask, least=600):
    labels = connected_components(mask)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    return labels * (sizes[labels] > least), np.sort(sizes[sizes > least])[::-1]


# %%
figure, axes = plot.figure(1, 2, size=(3.4, 2.8))
coin_counts = {}
for ax, mask, name in zip(axes, (bright, brighter), ("one cut for all", "local cut")):
    labels, sizes = large_components(mask)
    coin_counts[name] = len(sizes)
    order = np.random.default_rng(1).permutation(labels.max() + 1) % 20
    ax.imshow(np.zeros_like(labels), cmap="gray")
    shown = np.ma.masked_where(labels == 0, order[labels])
    ax.imshow(shown, cmap="tab20", vmin=0, vmax=19, interpolation="nearest")
    ax.set(title=f"{name}: {len(sizes)} coins", xticks=(), yticks=())
    print(f"{name}: {len(sizes)}, the largest {sizes[:3]} pixels")
plot.show(
    figure,
    "Components in colours. With one cut for all a large piece of the ground counts as a coin and swallows one; with the local cut each of the twenty-four coins is one component.",
)

# %% [markdown]
# Both say 24, and there are 24 coins. But on the left one of the "coins" is a piece of ground of 8,755 pixels, and the coin
# at the upper left drowned in it: the number is right by chance. **Look at the mask, not at the count.** Move the window of
# the mean: a window smaller than a coin leaves rings, and strips of ground; with 51 there are 27; one as large as the image
# brings the bright ground at the top back.


# %%
def coin_slider(window=151, least=600):
    mask = coins > scipy.ndimage.uniform_filter(coins, window)
    labels, sizes = large_components(mask, least)
    figure, ax = plot.figure(size=(4.2, 3.3))
    ax.imshow(labels > 0, cmap="gray")
    ax.set(title=f"{len(sizes)} components", xticks=(), yticks=())
    plot.show(figure, f"With a window of {window}: {len(sizes)} components.")


_ = ipywidgets.interact(
    coin_slider,
    window=ipywidgets.IntSlider(151, min=11, max=301, step=10, continuous_update=False),
    least=ipywidgets.IntSlider(600, min=0, max=2000, step=100, continuous_update=False),
)

# %% [markdown]
# ## 3 · How good is a mask?
#
# Count the pixels, by true class (row) and by what was said (column): the **confusion matrix**.
#
# $$\text{true } \begin{matrix} 0 & 0 & 0 \\ 0 & 1 & 1 \end{matrix} \qquad \text{said } \begin{matrix} 0 & 0 & 1 \\ 0 & 1 & 0 \end{matrix} \qquad \text{confusion } \begin{bmatrix} 3 & 1 \\ 1 & 1 \end{bmatrix}$$
#
# Four of six pixels are right: the accuracy is 0.67. Some pixels are left out on purpose, such as the rim of an object, where nobody
# knows: they have the value **255** in the true mask.

# %% [markdown]
# ### Exercise 2 · Confusion matrix
# **4 points · 15 minutes**
#
# scikit-learn's `confusion_matrix` is not allowed: it is what you build.


# %% solution="segmentation-confusion"
# --- exercise: segmentation-confusion ---
def segmentation_confusion(pred, target, n_classes, ignore=255):
    """Count pixels by true class and by predicted class.

    Parameters
    ----------
    pred : ndarray of any shape, integer (uint8 too)
        Predicted classes, 0 to n_classes - 1; where `target` is `ignore` there may be anything.
    target : ndarray of the same shape, integer (uint8 too)
        True classes, 0 to n_classes - 1, or `ignore`.
    n_classes : int, up to 255
    ignore : int
        Pixels with this value in `target`, and in `target` only, are not counted. It may be any integer: -1, or a
        class.

    Returns
    -------
    ndarray of shape (n_classes, n_classes), int64
        Row: true class. Column: predicted class.
    """
    ### BEGIN SOLUTION
    counted = target != ignore
    true, said = target[counted].astype(np.int64), pred[counted].astype(np.int64)
    counts = np.bincount(n_classes * true + said, minlength=n_classes**2)
    return counts.reshape(n_classes, n_classes)
    ### END SOLUTION


# %% check="segmentation-confusion-worked" points=1
target = np.array([[0, 0, 0], [0, 1, 1]])
pred = np.array([[0, 0, 1], [0, 1, 0]])
counts = segmentation_confusion(pred, target, 3)
known = {
    "divided by the number of pixels: counts are asked for": np.array(
        [[3, 1, 0], [1, 1, 0], [0, 0, 0]]
    )
    / 6
}
known["only the classes that occur: the matrix is n_classes x n_classes"] = [
    [3, 1],
    [1, 1],
]
checks.equal(counts, [[3, 1, 0], [1, 1, 0], [0, 0, 0]], suspects=known)
checks.dtype(counts, "int64")
target = np.array([[0, 2, 2, 255], [1, 1, 1, 0]])
pred = np.array([[1, 1, 2, 2], [1, 0, 1, 1]])
wanted = np.array([[0, 2, 0], [1, 2, 0], [0, 1, 1]])
known = {"rows must be the true classes, columns what was said": wanted.T}
checks.equal(segmentation_confusion(pred, target, 3), wanted, suspects=known)

# %% check="segmentation-confusion-random" points=1
rng = checks.rng("segmentation-confusion-random")
for shape, n_classes, kind, ignore in (
    ((6, 7), 4, np.int64, 255),
    ((2, 5, 8), 21, np.uint8, 255),
    ((9, 4), 3, np.int32, -1),
    ((5, 5), 3, np.int64, 1),
    ((7, 4), 9, np.uint8, -1),
    ((30, 40), 200, np.uint8, 0),
):
    pred, target = rng.integers(0, n_classes, size=(2, *shape)).astype(kind)
    if ignore >= 0 or kind != np.uint8:  # no byte is -1: then all pixels count
        target[rng.uniform(size=shape) < 0.2] = ignore
    used = target != ignore
    wanted = sklearn.metrics.confusion_matrix(
        target[used], pred[used], labels=range(n_classes)
    )
    counts = checks.unchanged(segmentation_confusion, pred, target, n_classes, ignore)
    cause = "`cm[true, said] += 1` with arrays counts each pair once"
    checks.equal(counts, wanted, suspects={cause: np.minimum(wanted, 1)})
    checks.dtype(counts, "int64")
checks.forbidden(
    segmentation_confusion,
    "confusion_matrix",
    "multilabel_confusion_matrix",
    "crosstab",
    "jaccard_score",
)

# %% check="segmentation-confusion-ignored" points=1
target = np.array([[0, 1, 255, 255], [1, 0, 0, 255]])
pred = np.array([[0, 1, 255, 7], [0, 0, 1, 0]])
wanted = [[2, 1], [1, 1]]
checks.equal(segmentation_confusion(pred, target, 2), wanted)
pred, target = np.array([1, 1, 0, 0, 2]), np.array([1, 0, 0, 2, 2])
known = {
    "`ignore` must be looked for in the true mask only": [
        [1, 0, 0],
        [0, 0, 0],
        [1, 0, 1],
    ]
}
wanted = [[1, 1, 0], [0, 0, 0], [1, 0, 1]]
checks.equal(
    segmentation_confusion(pred.copy(), target.copy(), 3, ignore=1),
    wanted,
    suspects=known,
)
nothing = segmentation_confusion(np.zeros((2, 2), int), np.full((2, 2), 255), 2)
checks.equal(nothing, [[0, 0], [0, 0]])
checks.dtype(nothing, "int64")
checks.equal(segmentation_confusion(pred, target, 3, -100).sum(), 5)
pred, target = np.array([1, 0, 1], dtype=np.uint8), np.array([1, -1, 0])
checks.equal(segmentation_confusion(pred, target, 2, -1), [[0, 1], [0, 1]])

# %% check="segmentation-confusion-secret" points=1
# Once more when your work is graded, on masks that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("segmentation-confusion-secret")
n_classes = int(rng.integers(17, 40))
for kind in (np.uint8, np.int64):
    pred, target = rng.integers(0, n_classes, size=(2, 13, 11)).astype(kind)
    for ignore in (255, int(rng.integers(0, n_classes))):
        used = target != ignore
        wanted = np.zeros((n_classes, n_classes), dtype=int)
        np.add.at(wanted, (target[used], pred[used]), 1)
        checks.equal(
            segmentation_confusion(pred.copy(), target.copy(), n_classes, ignore),
            wanted,
        )
### END HIDDEN TESTS

# %% [markdown]
# Accuracy is a poor judge. In the images of section 7, 85 of 100 pixels are background: to say "background" everywhere
# gives 0.85. So take
# the **IoU of each class**: the pixels that both call so, divided by those that either calls so. In the
# example, class 0 has 3 / (3 + 1 + 1) = 0.6, class 1 has 1 / (1 + 1 + 1) = 0.33; the **mean IoU** is 0.47. **Dice** counts
# the shared pixels twice, above and below: 6 / 8 = 0.75 and 2 / 4 = 0.5.

# %% [markdown]
# ### Exercise 3 · IoU and Dice
# **5 points · 10 minutes**
#
# A class that is neither in the truth nor in the prediction has 0 / 0: not a number, NaN, and the mean leaves it out.


# %% solution="iou-dice"
# --- exercise: iou-dice ---
def iou_per_class(cm):
    """Intersection over union of each class.

    Parameters
    ----------
    cm : ndarray of shape (C, C), any integer type, uint8 too
        Confusion matrix; row: true class, column: predicted class.

    Returns
    -------
    ndarray of shape (C,), float64
        NaN for a class that is neither true nor predicted anywhere.
    """
    ### BEGIN SOLUTION
    both = np.diag(cm).astype(float)
    either = cm.sum(axis=0) + cm.sum(axis=1) - both
    return np.divide(both, either, out=np.full(len(cm), np.nan), where=either > 0)
    ### END SOLUTION


def dice_per_class(cm):
    """Dice's coefficient of each class: twice the shared pixels over the pixels of both masks together.

    Parameters
    ----------
    cm : ndarray of shape (C, C), any integer type

    Returns
    -------
    ndarray of shape (C,), float64
        NaN for a class that is neither true nor predicted anywhere.
    """
    ### BEGIN SOLUTION
    both = np.diag(cm).astype(float)
    sizes = cm.sum(axis=0) + cm.sum(axis=1)
    return np.divide(2 * both, sizes, out=np.full(len(cm), np.nan), where=sizes > 0)
    ### END SOLUTION


def mean_iou(cm):
    """Mean of the IoUs that are numbers.

    Parameters
    ----------
    cm : ndarray of shape (C, C), any integer type
        At least one class occurs.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    return float(np.nanmean(iou_per_class(cm)))
    ### END SOLUTION


# %% check="iou-dice-worked" points=1
cm = np.array([[8, 1, 3], [0, 5, 2], [4, 0, 7]])
known = {
    "divided by the row only: this is the recall": [8 / 12, 5 / 7, 7 / 11],
    "divided by the column only: this is the precision": [8 / 12, 5 / 6, 7 / 12],
    "the shared pixels are counted twice in the union": [8 / 24, 5 / 13, 7 / 23],
    "this is Dice": [16 / 24, 10 / 13, 14 / 23],
}
checks.close(iou_per_class(cm.copy()), [8 / 16, 5 / 8, 7 / 16], suspects=known)
known["this is the IoU"] = [8 / 16, 5 / 8, 7 / 16]
known["the shared pixels count twice above"] = [8 / 24, 5 / 13, 7 / 23]
known["divided by row plus column, not by the union"] = [16 / 16, 10 / 8, 14 / 16]
del known["this is Dice"], known["the shared pixels are counted twice in the union"]
found = dice_per_class(cm.copy())
checks.close(found, [16 / 24, 10 / 13, 14 / 23], suspects=known)
known = {"this is the accuracy": 20 / 30}
known["this is the mean of Dice"] = (16 / 24 + 10 / 13 + 14 / 23) / 3
known["each class must have the same weight"] = (
    12 * 0.5 + 7 * 0.625 + 11 * 0.4375
) / 30
known[
    "it must be the mean of the classes, not all pixels in one fraction (or the median)"
] = 0.5
known["class 0 must count, too"] = (0.625 + 0.4375) / 2
known["it must be a share, not per cent"] = 100 * (8 / 16 + 5 / 8 + 7 / 16) / 3
checks.close(mean_iou(cm.copy()), (8 / 16 + 5 / 8 + 7 / 16) / 3, suspects=known)
cm = np.array([[3, 1], [1, 1]])
checks.close(iou_per_class(cm.copy()), [0.6, 1 / 3])
checks.close(dice_per_class(cm.copy()), [0.75, 0.5])

# %% check="iou-dice-absent" points=1
cm = np.zeros((5, 5), dtype=int)  # class 1 is absent, 3 only true, 4 only predicted
cm[0, 0], cm[0, 2], cm[2, 2], cm[3, 0], cm[2, 4] = 4, 2, 3, 1, 2
nan = np.nan
known = {
    "an absent class must be NaN, not 0": [4 / 7, 0, 3 / 7, 0, 0],
    "an absent class must be NaN, not 1": [4 / 7, 1, 3 / 7, 0, 0],
    "a class that is only predicted must have 0": [4 / 7, nan, 3 / 7, 0, nan],
    "a class that is only true must have 0": [4 / 7, nan, 3 / 7, nan, 0],
    "a class that is only true, or only predicted, must have 0": [
        4 / 7,
        nan,
        3 / 7,
        nan,
        nan,
    ],
}
checks.close(iou_per_class(cm.copy()), [4 / 7, nan, 3 / 7, 0, 0], suspects=known)
checks.close(dice_per_class(cm.copy()), [8 / 11, nan, 6 / 10, 0, 0])
known = {
    "the absent class counts as 0": (4 / 7 + 3 / 7) / 5,
    "the absent class makes the mean NaN: leave it out": nan,
    "the absent class counts as 1": (4 / 7 + 3 / 7 + 1) / 5,
    "classes with IoU 0 are left out too": (4 / 7 + 3 / 7) / 2,
    "a class that is only predicted must count, too, with 0": (4 / 7 + 3 / 7) / 3,
}
checks.close(mean_iou(cm.copy()), (4 / 7 + 3 / 7) / 4, suspects=known)

# %% check="iou-dice-random" points=2
rng = checks.rng("iou-dice-random")
for n_classes in (2, 5, 9):
    pred, target = rng.integers(0, n_classes, size=(2, 300))
    target = np.where(rng.uniform(size=300) < 0.5, pred, target)
    cm = sklearn.metrics.confusion_matrix(target, pred, labels=range(n_classes))
    overlap, dice = (
        checks.unchanged(iou_per_class, cm),
        checks.unchanged(dice_per_class, cm),
    )
    checks.close(overlap, sklearn.metrics.jaccard_score(target, pred, average=None))
    checks.close(dice, sklearn.metrics.f1_score(target, pred, average=None))
    checks.close(
        checks.unchanged(mean_iou, cm),
        np.mean(sklearn.metrics.jaccard_score(target, pred, average=None)),
    )
huge = np.array([[3 * 10**9, 10**9], [10**9, 5 * 10**9]])
checks.close(iou_per_class(huge), [3 / 5, 5 / 7])
small = np.array([[200, 100], [100, 250]], dtype=np.uint8)
known = {"twice the diagonal wraps at 256": [144 / 600, 244 / 700]}
checks.close(iou_per_class(small.copy()), [0.5, 250 / 450])
checks.close(dice_per_class(small.copy()), [400 / 600, 500 / 700], suspects=known)

# %% check="iou-dice-secret" points=1
# Once more when your work is graded, on counts that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("iou-dice-secret")
cm = rng.integers(0, 20, size=(6, 6))
gone = int(rng.integers(6))
cm[gone], cm[:, gone] = 0, 0
shared, rows, columns = np.diag(cm), cm.sum(1), cm.sum(0)
keep = np.arange(6) != gone
wanted = np.full(6, np.nan)
wanted[keep] = shared[keep] / (rows + columns - shared)[keep]
checks.close(iou_per_class(cm.copy()), wanted)
checks.close(mean_iou(cm.copy()), wanted[keep].mean())
wanted[keep] = 2 * shared[keep] / (rows + columns)[keep]
checks.close(dice_per_class(cm.copy()), wanted)
### END HIDDEN TESTS

# %% [markdown]
# ### Quiz 1 · Background everywhere
# **1 point · 3 minutes**
#
# Four classes; 92 % of the pixels are background, the rest is spread over the other three. What is the mean IoU of an
# answer that says "background" everywhere?


# %% solution="quiz-lazy"
# --- exercise: quiz-lazy ---
def quiz_lazy():
    """Return a Python number from 0 to 1."""
    ### BEGIN SOLUTION
    return 0.23
    ### END SOLUTION


# %% check="quiz-lazy-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
share = quiz_lazy()
checks.holds(
    type(share) in (int, float) and 0 <= share <= 1,
    "Return a Python number from 0 to 1.",
)
### BEGIN HIDDEN TESTS
true = np.repeat([0, 1, 2, 3], [92, 3, 3, 2])
per_class = sklearn.metrics.jaccard_score(true, 0 * true, average=None, zero_division=0)
checks.close(quiz_lazy(), per_class.mean())
### END HIDDEN TESTS

# %% [markdown]
# ### Quiz 2 · From IoU to Dice
# **1 point · 3 minutes**
#
# A class has an IoU of 0.25. What is its Dice?


# %% solution="quiz-dice"
# --- exercise: quiz-dice ---
def quiz_dice():
    """Return a Python number from 0 to 1."""
    ### BEGIN SOLUTION
    return 0.4
    ### END SOLUTION


# %% check="quiz-dice-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
share = quiz_dice()
checks.holds(
    type(share) in (int, float) and 0 <= share <= 1,
    "Return a Python number from 0 to 1.",
)
### BEGIN HIDDEN TESTS
true, said = np.repeat([1, 1, 0], [1, 2, 1]), np.repeat([1, 0, 1], [1, 2, 1])
checks.close(sklearn.metrics.jaccard_score(true, said), 0.25)
checks.close(quiz_dice(), sklearn.metrics.f1_score(true, said))
### END HIDDEN TESTS

# %% [markdown]
# ## 4 · Losses for pixels
#
# A network for segmentation gives a logit for each class at each pixel, (N, C, H, W). Then each pixel is a small
# classification, and the loss is the mean cross-entropy over all pixels that count.
#
# Two pixels, two classes: p = (0.8, 0.2) for a pixel of class 0, and (0.4, 0.6) for one of class 1. The cross-entropy is
# (-ln 0.8 - ln 0.6) / 2 = 0.367.

# %% [markdown]
# ### Exercise 4 · Cross-entropy of pixels
# **5 points · 15 minutes**
#
# `F.cross_entropy` and `F.nll_loss` are not allowed, they are what you build; `log_softmax` and `logsumexp` are.


# %% solution="pixel-cross-entropy"
# --- exercise: pixel-cross-entropy ---
def pixel_cross_entropy(logits, target, ignore=255):
    """Mean cross-entropy over the pixels that count.

    Parameters
    ----------
    logits : Tensor of shape (N, C, H, W), float
        They may be as large as +-1000.
    target : Tensor of shape (N, H, W), int64
        True classes, 0 to C - 1, or `ignore`.
    ignore : int
        Pixels with this value don't count. It may be any integer: -1, or a class.

    Returns
    -------
    Tensor of shape (), float
        NaN when no pixel counts. Gradients come back to `logits`.
    """
    ### BEGIN SOLUTION
    counted = target != ignore
    scores = logits.movedim(1, -1)[counted]  # (pixels, C)
    right = scores.gather(1, target[counted][:, None])[:, 0]
    return (scores.logsumexp(dim=1) - right).mean()
    ### END SOLUTION


# %% check="pixel-cross-entropy-worked" points=1
p = torch.tensor([[0.8, 0.2], [0.4, 0.6]]).double()  # a pixel each
logits = p.log().T[None, :, None]  # (1, 2, 1, 2)
target = torch.tensor([[[0, 1]]])
known = {
    "the sum: the mean is asked for": -math.log(0.8) - math.log(0.6),
    "the minus sign is missing": (math.log(0.8) + math.log(0.6)) / 2,
    "there is no softmax": -3 - (math.log(0.8) + math.log(0.6)) / 2,
    "the logits are taken for probabilities, without a softmax": -(
        math.log(3 + math.log(0.8)) + math.log(3 + math.log(0.6))
    )
    / 2,
    "divided by the number of pixels times classes": -(math.log(0.8) + math.log(0.6))
    / 4,
}
known["the logarithm is missing"] = -(0.8 + 0.6) / 2
across = (logits + 3).log_softmax(3)[0, :, 0]  # (2 classes, 2 pixels)
known["the softmax must go over the classes, axis 1"] = -across.diag().mean()
loss = pixel_cross_entropy(logits + 3, target)
checks.close(loss, -(math.log(0.8) + math.log(0.6)) / 2, suspects=known)
target = torch.tensor([[[0, 255]]])
known = {"divided by all pixels, not by those that count": -math.log(0.8) / 2}
checks.close(pixel_cross_entropy(logits, target), -math.log(0.8), suspects=known)

# %% check="pixel-cross-entropy-random" points=1
rng = checks.rng("pixel-cross-entropy-random")
library = "cross_entropy", "nll_loss", "CrossEntropyLoss", "NLLLoss", "nll_loss2d"
checks.forbidden(pixel_cross_entropy, *library, "NLLLoss2d")
sizes = (2, 3, 4, 5), (3, 5, 2, 7), (1, 4, 6, 3), (4, 2, 3, 3)
for (N, C, H, W), ignore in zip(sizes, (255, -1, 2, 0)):
    kind = torch.float32 if ignore == -1 else torch.float64
    logits = torch.tensor(rng.normal(0, 3, size=(N, C, H, W))).to(kind)
    target = torch.tensor(rng.integers(0, C, size=(N, H, W)))
    target[torch.tensor(rng.uniform(size=(N, H, W)) < 0.3)] = ignore
    how = {"ignore_index": ignore}
    wanted = F.cross_entropy(logits, target, **how)
    each = F.cross_entropy(logits, target, reduction="none", **how)
    known = {"divided by all pixels, not by those that count": each.mean()}
    means = [part[mask].mean() for part, mask in zip(each, target != ignore)]
    if N > 1:
        cause = "the mean of the images' means, not of all pixels"
        known[cause] = torch.stack(means).mean()
    known["the sum: the mean is asked for"] = each.sum()
    classes = [c for c in range(C) if c != ignore and (target == c).any()]
    means = [each[target == c].mean() for c in classes]
    known["each pixel must have the same weight, not each class"] = torch.stack(
        means
    ).mean()
    if ignore not in (-1, 255):
        known["`ignore` is not used"] = F.cross_entropy(logits, target)
    loss = checks.unchanged(pixel_cross_entropy, logits, target, ignore)
    checks.close(loss, wanted, suspects=known, rtol=1e-5)

# %% check="pixel-cross-entropy-back" points=1
rng = checks.rng("pixel-cross-entropy-back")
logits = torch.tensor(rng.normal(0, 3, size=(2, 4, 3, 5)))
logits[0, 0, 0] = 1000.0
target = torch.tensor(rng.integers(0, 4, size=(2, 3, 5)))
target[:, 1] = 255
upstream = torch.tensor(2.0).double()
loss, (slope,) = checks.gradients(
    pixel_cross_entropy, logits, target, upstream=upstream
)
whole, (right,) = checks.gradients(
    F.cross_entropy, logits, target, ignore_index=255, upstream=upstream
)
cause = "the loss is right: a part of it is cut off from the graph (detach), or clamped"
known = {cause: slope} if np.allclose(loss.item(), whole.item(), rtol=1e-6) else {}
checks.close(slope, right, suspects=known, rtol=1e-5, atol=1e-7)

# %% check="pixel-cross-entropy-edges" points=1
far = torch.tensor(
    [[[[1000.0, -1000.0, 1000.0]], [[-1000.0, 1000.0, 0.0]]]]
)  # (1, 2, 1, 3)
cause = "an exponential overflows, or a logarithm of 0: use log_softmax or logsumexp"
known = {cause: math.nan, "a logarithm of 0: use log_softmax or logsumexp": math.inf}
target = torch.tensor([[[0, 1, 1]]])
checks.close(pixel_cross_entropy(far.clone(), target), 1000 / 3, suspects=known)
target = torch.tensor([[[1, 0, 0]]])
checks.close(pixel_cross_entropy(far.clone(), target), 4000 / 3, suspects=known)
nothing = pixel_cross_entropy(far.clone(), torch.full((1, 1, 3), 255))
known = {"when no pixel counts the result must be NaN, not 0": 0.0}
checks.close(nothing, math.nan, suspects=known)

# %% check="pixel-cross-entropy-secret" points=1
# Once more when your work is graded, on logits that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("pixel-cross-entropy-secret")
N, C, H, W = (int(n) for n in rng.integers(2, 6, size=4))
logits = torch.tensor(rng.normal(0, 4, size=(N, C, H, W)))
for ignore in (255, -100, int(rng.integers(C))):
    target = torch.tensor(rng.integers(0, C, size=(N, H, W)))
    target[0, 0] = ignore
    target[1, 0] = (ignore + 1) % C
    wanted = F.cross_entropy(logits, target, ignore_index=ignore)
    checks.close(pixel_cross_entropy(logits.clone(), target.clone(), ignore), wanted)
### END HIDDEN TESTS

# %% [markdown]
# When a class covers one pixel in a hundred, ninety-nine easy pixels drown it. **Soft Dice** gives each class the same
# weight, however small it is: it is Dice's coefficient with probabilities in place of yes and no. With the two pixels
# above, class 0 has p = (0.8, 0.4) and t = (1, 0): 2 · 0.8 / (1.2 + 1) = 0.727. Class 1: 2 · 0.6 / (0.8 + 1) = 0.667. The
# loss is 1 minus their mean, 0.303.

# %% [markdown]
# ### Exercise 5 · Soft Dice
# **5 points · 12 minutes**
#
# $$1 - \frac{1}{C} \sum_c \frac{2 \sum p_c t_c + \varepsilon}{\sum p_c + \sum t_c + \varepsilon}$$
#
# The inner sums go over all pixels of all images of the batch together.


# %% solution="soft-dice"
# --- exercise: soft-dice ---
def soft_dice_loss(logits, target, eps=1e-6):
    """1 minus the mean over the classes of Dice's coefficient with probabilities.

    Parameters
    ----------
    logits : Tensor of shape (N, C, H, W), float
        The probabilities p are their softmax over the classes.
    target : Tensor of shape (N, H, W), int64
        True classes, 0 to C - 1.
    eps : float
        Added above and below.

    Returns
    -------
    Tensor of shape (), float
        Gradients come back to `logits`.
    """
    ### BEGIN SOLUTION
    p = logits.softmax(dim=1)
    t = F.one_hot(target, logits.shape[1]).movedim(-1, 1).to(p.dtype)  # (N, C, H, W)
    shared, sizes = (p * t).sum(dim=(0, 2, 3)), (p + t).sum(dim=(0, 2, 3))  # (C,)
    return 1 - ((2 * shared + eps) / (sizes + eps)).mean()
    ### END SOLUTION


# %% check="soft-dice-worked" points=1
p = torch.tensor([[0.8, 0.2], [0.4, 0.6]]).double()  # a pixel each
logits = p.log().T[None, :, None]  # (1, 2, 1, 2)
target = torch.tensor([[[0, 1]]])
worked = (1.6 / 2.2 + 1.2 / 1.8) / 2
known = {
    "this is Dice, not 1 - Dice": worked,
    "the factor 2 is missing": 1 - worked / 2,
    "the sum over the classes, not the mean": 1 - 2 * worked,
    "both classes in one sum, not each by itself": 1 - 2.8 / 4,
    "the most likely class counts, in place of the probabilities": 0.0,
    "the probabilities must not be squared below": 1 - (1.6 / 1.8 + 1.2 / 1.4) / 2,
    "this is 1 - IoU, not 1 - Dice": 1 - (0.8 / 1.4 + 0.6 / 1.2) / 2,
    "it must be 1 - Dice, not -Dice": -worked,
    "all classes must be in the mean, class 0 and the best one, too": 1 - 1.2 / 1.8,
    "there must be no logarithm": -(math.log(1.6 / 2.2) + math.log(1.2 / 1.8)) / 2,
    "the softmax must go over the classes, axis 1": 1 - (2 / 3 + 3 / 4) / 2,
}
raw = logits[0, :, 0] + 3  # (2 classes, 2 pixels)
each = [2 * raw[c, c] / (raw[c].sum() + 1) for c in (0, 1)]
known["the logits are taken as they are, without a softmax"] = 1 - sum(each) / 2
loss = soft_dice_loss(logits + 3, target)
checks.close(loss, 1 - worked, suspects=known, rtol=1e-5)

# %% check="soft-dice-random" points=1
rng = checks.rng("soft-dice-random")


def dice_of(p, target, eps, axes=(0, 2, 3), times=(1, 1)):
    t = torch.stack([target == c for c in range(p.shape[1])], dim=1).to(p.dtype)
    above, below = 2 * (p * t).sum(axes), p.sum(axes) + t.sum(axes)
    return 1 - ((above + times[0] * eps) / (below + times[1] * eps)).mean()


sizes = (2, 3, 4, 5), (3, 5, 2, 7), (1, 2, 6, 3)
for (N, C, H, W), eps, kind in zip(sizes, (1e-6, 0.5, 2.0), "dfd"):
    kind = torch.float64 if kind == "d" else torch.float32
    logits = torch.tensor(rng.normal(0, 2, size=(N, C, H, W))).to(kind)
    target, p = torch.tensor(rng.integers(0, C, size=(N, H, W))), logits.softmax(1)
    wanted = dice_of(p, target, eps)
    known = {
        "a sigmoid in place of the softmax": dice_of(logits.sigmoid(), target, eps),
        "the logits are taken as they are": dice_of(logits, target, eps),
        "eps is not used": dice_of(p, target, 1e-6),
        "eps is missing below": dice_of(p, target, eps, times=(1, 0)),
        "eps must stand outside of the factor 2": dice_of(p, target, eps, times=(2, 1)),
        "eps must be added once below, not twice": dice_of(
            p, target, eps, times=(1, 2)
        ),
    }
    if N > 1:
        by_image = dice_of(p, target, eps, (2, 3))
        known["each image by itself: the sums must go over the whole batch"] = by_image
    loss = checks.unchanged(soft_dice_loss, logits, target, eps)
    checks.close(loss, wanted, suspects=known, rtol=1e-5)

# %% check="soft-dice-edges" points=1
lone, ground = torch.zeros(1, 3, 2, 2).double(), torch.zeros(1, 2, 2).long()
lone[:, 0] = 50.0
cause = "eps is missing above: a class that is absent and not predicted has Dice 1"
checks.close(soft_dice_loss(lone, ground, eps=1e-3), 0.0, {cause: 2 / 3}, atol=1e-4)
known = {"only the classes that occur are in the mean: all C must count": 1 - 2 / 4}
third = soft_dice_loss(torch.zeros(1, 3, 1, 4).double(), torch.zeros(1, 1, 4).long())
checks.close(third, 1 - 0.5 / 3, suspects=known, rtol=1e-4)
far = torch.tensor([[[[1000.0, -1000.0]], [[-1000.0, 1000.0]]]])
checks.close(soft_dice_loss(far.clone(), torch.tensor([[[0, 1]]])), 0.0, atol=1e-5)
checks.close(soft_dice_loss(far.clone(), torch.tensor([[[1, 0]]])), 1.0, atol=1e-5)

# %% check="soft-dice-back" points=1
rng = checks.rng("soft-dice-back")
logits = torch.tensor(rng.normal(size=(2, 3, 4, 2)))
target = torch.tensor(rng.integers(0, 3, size=(2, 4, 2)))
leaf = logits.clone().requires_grad_()
hot = torch.stack([target == c for c in range(3)], dim=1).double()
above = 2 * (leaf.softmax(1) * hot).sum((0, 2, 3)) + 0.1
below = (leaf.softmax(1) + hot).sum((0, 2, 3)) + 0.1
(1 - (above / below).mean()).backward()
upstream = torch.tensor(1.0).double()
loss, (slope,) = checks.gradients(
    soft_dice_loss, logits, target, eps=0.1, upstream=upstream
)
good = np.allclose(loss.item(), 1 - (above / below).mean().item(), rtol=1e-4)
cause = "the loss is right: a part of it is cut off from the graph (detach)"
known = {cause: slope} if good else {}
checks.close(slope, leaf.grad, suspects=known, rtol=1e-4, atol=1e-6)

# %% check="soft-dice-secret" points=1
# Once more when your work is graded, on logits that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("soft-dice-secret")
N, C, H, W = (int(n) for n in rng.integers(2, 6, size=4))
logits, eps = (
    torch.tensor(rng.normal(0, 2, size=(N, C, H, W))),
    float(rng.uniform(0.1, 1)),
)
target = torch.tensor(rng.integers(0, C, size=(N, H, W)))
p, parts = logits.softmax(dim=1), []
for c in range(C):
    true = (target == c).double()
    parts.append(
        (2 * (p[:, c] * true).sum() + eps) / (p[:, c].sum() + true.sum() + eps)
    )
checks.close(soft_dice_loss(logits, target, eps), 1 - sum(parts) / C, rtol=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# ## 5 · Larger again
#
# To know what a pixel belongs to, a network must see far: it pools, and the map becomes small. But the answer has the size
# of the image. So the map has to be **enlarged**. The simplest way repeats each value. **Bilinear** interpolation blends
# between neighbours.

# %% [markdown]
# Where does a new pixel lie in the old map? With a scale of 2, new pixel $i$ has its centre at $(i + 0.5) / 2 - 0.5$: pixel
# 0 at -0.25, pixel 1 at 0.25, pixel 2 at 0.75. The row (0, 4) becomes (0, 1, 3, 4): at 0.25 it is three parts 0 and one
# part 4. What lies outside, at -0.25, takes the value at the edge. In two dimensions blend along rows, then along columns.

# %% [markdown]
# ### Exercise 6 · Bilinear
# **6 points · 20 minutes**
#
# `F.interpolate`, `nn.Upsample`, `grid_sample`, and what resizes or zooms in other libraries, are out.


# %% solution="upsample-bilinear"
# --- exercise: upsample-bilinear ---
def upsample_bilinear(x, scale):
    """Enlarge maps by a whole factor, bilinearly; pixels are small squares, and their centres are what counts.

    Parameters
    ----------
    x : Tensor of shape (N, C, H, W), any integer or float type
    scale : int, at least 1

    Returns
    -------
    Tensor of shape (N, C, scale * H, scale * W), float
        Gradients come back to `x`.
    """
    ### BEGIN SOLUTION
    x = x if x.is_floating_point() else x.float()
    for axis in (2, 3):
        size = x.shape[axis]
        new = torch.arange(scale * size, dtype=torch.float64)
        place = ((new + 0.5) / scale - 0.5).clamp(0, size - 1)
        before = place.long()
        after = (before + 1).clamp(max=size - 1)
        part = (place - before).to(x.dtype).reshape(-1, *[1] * (3 - axis))
        x = (1 - part) * x.index_select(axis, before) + part * x.index_select(
            axis, after
        )
    return x
    ### END SOLUTION


# %% check="upsample-bilinear-worked" points=1
row = torch.tensor([[[[0.0, 4.0]]]])
known = {
    "the corners are aligned: pixel 0 lies at 0, the last at the last": [
        [[[0, 4 / 3, 8 / 3, 4]] * 2]
    ],
    "each value is repeated: that is the nearest one": [[[[0, 0, 4, 4]] * 2]],
    "centres are forgotten: new pixel i lies at (i + 0.5) / scale - 0.5": [
        [[[0, 2, 4, 4]] * 2]
    ],
    "outside it goes on in a straight line: the value at the edge must be taken": [
        [[[-1, 1, 3, 5]] * 2]
    ],
    "outside, the value at the edge must be taken, not 0": [[[[0, 1, 3, 3]] * 2]],
    "it goes on beyond the left edge": [[[[-1, 1, 3, 4]] * 2]],
    "it goes on beyond the right edge": [[[[0, 1, 3, 5]] * 2]],
    "outside, the value at the edge must be taken, not the other edge's": [
        [[[1, 1, 3, 3]] * 2]
    ],
}
checks.close(upsample_bilinear(row, 2), [[[[0, 1, 3, 4]] * 2]], suspects=known)
column = torch.tensor([[[[0.0], [6.0]]]])
wanted = np.repeat([[0.0], [0.0], [2.0], [4.0], [6.0], [6.0]], 3, axis=1)[None, None]
known = {
    "columns must be interpolated, too": np.repeat([0.0, 6.0], 9).reshape(wanted.shape)
}
checks.close(upsample_bilinear(column, 3), wanted, suspects=known)

# %% check="upsample-bilinear-random" points=1
rng = checks.rng("upsample-bilinear-random")
library = "interpolate", "Upsample", "UpsamplingBilinear2d", "upsample", "zoom"
checks.forbidden(upsample_bilinear, *library, "upsample_bilinear2d", "grid_sample")
checks.forbidden(upsample_bilinear, "resize", "Resize", "map_coordinates")
sizes = (2, 3, 4, 5), (1, 2, 5, 3), (3, 1, 2, 6), (2, 2, 3, 4), (1, 1, 1, 4)
for (N, C, H, W), scale in zip(sizes, (2, 3, 4, 1, 5)):
    kind = torch.float32 if scale == 4 else torch.float64
    x = torch.tensor(rng.normal(size=(W, H, C, N)).T).to(kind)
    how = {"scale_factor": scale, "mode": "bilinear"}
    wanted = F.interpolate(x, **how)
    cause = "the corners are aligned: pixels are squares, and their centres count"
    known = {cause: F.interpolate(x, **how, align_corners=True)}
    known["each value is repeated"] = F.interpolate(x, scale_factor=scale)
    known["that is bicubic"] = F.interpolate(x, scale_factor=scale, mode="bicubic")
    larger = checks.unchanged(upsample_bilinear, x, scale)
    checks.close(larger, wanted, suspects=known, rtol=1e-5, atol=1e-5)

# %% check="upsample-bilinear-integers" points=1
rng = checks.rng("upsample-bilinear-integers")
for kind, scale in (
    (torch.uint8, 2),
    (torch.int64, 1),
    (torch.int32, 3),
    (torch.int16, 2),
):
    whole = torch.tensor(rng.integers(0, 256, size=(1, 2, 3, 4))).to(kind)
    wanted = F.interpolate(whole.double(), scale_factor=scale, mode="bilinear")
    larger, floats = (upsample_bilinear(x, scale) for x in (whole, whole.double()))
    good = np.allclose(floats, wanted, rtol=1e-4, atol=1e-3)
    known = {"bytes must be taken as they are: divide by nothing": wanted / 255}
    known |= {"right for floats: make integers floats first": larger} if good else {}
    checks.close(larger, wanted, suspects=known, rtol=1e-5, atol=1e-3)
    message = f"For {kind} the result must be a float type, not {larger.dtype}."
    checks.holds(larger.is_floating_point(), message)

# %% check="upsample-bilinear-back" points=2
rng = checks.rng("upsample-bilinear-back")
for (H, W), scale in (((3, 5), 2), ((4, 2), 3), ((1, 3), 4)):
    x = torch.tensor(rng.normal(size=(2, 2, H, W)))
    upstream = torch.tensor(rng.normal(size=(2, 2, scale * H, scale * W)))
    _, (slope,) = checks.gradients(upsample_bilinear, x, scale=scale, upstream=upstream)
    _, (right,) = checks.gradients(
        F.interpolate, x, scale_factor=scale, mode="bilinear", upstream=upstream
    )
    checks.close(slope, right, rtol=1e-5, atol=1e-5)

# %% check="upsample-bilinear-secret" points=1
# Once more when your work is graded, on maps that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("upsample-bilinear-secret")
for _ in range(3):
    N, C, H, W, scale = (int(n) for n in rng.integers([1, 1, 2, 2, 2], [4, 4, 7, 7, 6]))
    x = torch.tensor(rng.normal(size=(N, C, H, W)))
    wanted = F.interpolate(x, scale_factor=scale, mode="bilinear")
    checks.close(upsample_bilinear(x, scale), wanted, rtol=1e-5, atol=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# The other way has weights, and learns them: the **transposed convolution**. A convolution gathers a window into a number;
# this one spreads a number over a window. The row (1, 2) with the filter (1, 2, 3) and stride 2: 1 writes (1, 2, 3) to places 0, 1, 2;
# 2 writes (2, 4, 6) to places 2, 3, 4; where they meet they add up: (1, 2, 5, 4, 6).

# %% [markdown]
# ### Exercise 7 · Transposed convolution
# **6 points · 15 minutes**
#
# Torch's ready ones are out: `F.conv_transpose2d`, `nn.ConvTranspose2d` and their kin, and `F.fold`.
#
# <details><summary>Hint</summary>
#
# Loop over the KH x KW places of the filter alone. Which pixels of the output does one place write to, for all input pixels
# at once? A slice with a step. What it adds is a sum over the channels: `torch.einsum` or `tensordot`.
#
# </details>


# %% solution="conv-transpose2d"
# --- exercise: conv-transpose2d ---
def conv_transpose2d(x, w, stride):
    """Transposed convolution without padding and bias: every input pixel writes its filters into the output.

    Parameters
    ----------
    x : Tensor of shape (N, C, H, W), float
    w : Tensor of shape (C, M, KH, KW), of the same type
        Filters from C channels to M.
    stride : int, at least 1
        How far apart neighbours write.

    Returns
    -------
    Tensor of shape (N, M, (H - 1) * stride + KH, (W - 1) * stride + KW), float
        Gradients come back to `x` and `w`.
    """
    ### BEGIN SOLUTION
    (count, _, height, width), (_, filters, rows, columns) = x.shape, w.shape
    size = (height - 1) * stride + rows, (width - 1) * stride + columns
    out = x.new_zeros(count, filters, *size)
    for i in range(rows):
        for j in range(columns):
            down, right = i + stride * height, j + stride * width
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i:down:stride, j:right:stride] += part
    return out
    ### END SOLUTION


# %% check="conv-transpose2d-worked" points=1
row, spread = torch.tensor([[[[1.0, 2.0]]]]), torch.tensor([[[[1.0, 2.0, 3.0]]]])
known = {
    "where windows meet they must add up: += in place of =": [[[[1, 2, 2, 4, 6]]]],
    "where windows meet they must add up: use += in place of =": [[[[1, 2, 3, 4, 6]]]],
    "the filter is turned": [[[[3, 2, 7, 4, 2]]]],
    "where windows meet they must add up, without a mean": [[[[1, 2, 2.5, 4, 6]]]],
    "the stride is not used": [[[[1, 4, 7, 6]]]],
    "this is the convolution, not its transpose": [[[[8]]]],
    "stride places for each pixel: the last window reaches further": [[[[1, 2, 5, 4]]]],
}
checks.close(conv_transpose2d(row, spread, 2), [[[[1, 2, 5, 4, 6]]]], suspects=known)
pair = torch.tensor([[[[1.0], [10.0]]]])
square = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
wanted = [[[[1, 2], [3, 4], [0, 0], [10, 20], [30, 40]]]]
checks.close(conv_transpose2d(pair, square, 3), wanted)

# %% check="conv-transpose2d-random" points=2
rng = checks.rng("conv-transpose2d-random")
library = "conv_transpose2d", "ConvTranspose2d", "fold", "Fold", "conv2d_input"
checks.forbidden(conv_transpose2d, *library, "convolution", "conv_transpose1d")
checks.forbidden(conv_transpose2d, "conv_transpose3d", "ConvTranspose3d")
for (N, C, H, W), (F_, KH, KW), stride, kind in (
    ((2, 3, 4, 5), (4, 2, 3), 2, torch.float64),
    ((1, 2, 5, 3), (3, 3, 3), 1, torch.float64),
    ((3, 4, 2, 3), (2, 1, 2), 3, torch.float32),
    ((2, 1, 1, 1), (5, 4, 3), 2, torch.float64),
):
    x = torch.tensor(rng.normal(size=(W, H, C, N)).T).to(kind)
    w = torch.tensor(rng.normal(size=(C, F_, KH, KW))).to(kind)
    spread_out = checks.unchanged(conv_transpose2d, x, w, stride)
    known = {"the filter is turned": F.conv_transpose2d(x, w.flip(2, 3), stride=stride)}
    known = known if KH * KW > 1 else {}
    checks.close(spread_out, F.conv_transpose2d(x, w, stride=stride), suspects=known)
    checks.dtype(spread_out, str(kind))

# %% check="conv-transpose2d-back" points=2
rng = checks.rng("conv-transpose2d-back")
for (N, C, H, W), (F_, KH, KW), stride in (
    ((2, 3, 4, 3), (2, 3, 2), 2),
    ((1, 2, 3, 5), (4, 2, 2), 1),
):
    x = torch.tensor(rng.normal(size=(N, C, H, W)))
    w = torch.tensor(rng.normal(size=(C, F_, KH, KW)))
    upstream = torch.tensor(
        rng.normal(size=tuple(F.conv_transpose2d(x, w, stride=stride).shape))
    )
    _, slopes = checks.gradients(
        conv_transpose2d, x, w, stride=stride, upstream=upstream
    )
    _, right = checks.gradients(
        F.conv_transpose2d, x, w, stride=stride, upstream=upstream
    )
    checks.close(slopes[0], right[0])
    checks.close(slopes[1], right[1])

# %% check="conv-transpose2d-secret" points=1
# Once more when your work is graded, for sizes that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("conv-transpose2d-secret")
for _ in range(3):
    N, C, H, W, F_, KH, KW, stride = (int(n) for n in rng.integers(1, 5, size=8))
    x = torch.tensor(rng.normal(size=(N, C, H, W)))
    w = torch.tensor(rng.normal(size=(C, F_, KH, KW)))
    checks.close(
        conv_transpose2d(x, w, stride), F.conv_transpose2d(x, w, stride=stride)
    )
### END HIDDEN TESTS

# %% [markdown]
# A map of ones, enlarged: bilinear stays flat. A filter of 3 x 3 with stride 2 covers some pixels once, some twice, some
# four times: a grid, even before learning, known as the **chequerboard** effect. With 2 x 2 and stride 2 each pixel is covered once.

# %%
flat = torch.ones(1, 1, 5, 8)
enlarged = {
    "bilinear": upsample_bilinear(flat, 2),
    "filter 3, stride 2": conv_transpose2d(flat, torch.ones(1, 1, 3, 3), 2),
    "filter 2, stride 2": conv_transpose2d(flat, torch.ones(1, 1, 2, 2), 2),
}
figure, axes = plot.figure(1, 3, size=(2.5, 1.9))
for ax, (name, maps) in zip(axes, enlarged.items()):
    ax.imshow(maps[0, 0], cmap="viridis", vmin=0, vmax=4)
    ax.set(title=f"{name}: {maps.min():.0f} to {maps.max():.0f}", xticks=(), yticks=())
plot.show(
    figure,
    "Three enlarged maps of ones: flat, a chequerboard with values 1, 2 and 4, and flat again.",
)

# %% [markdown]
# ## 6 · Down, up, and across
#
# A **fully convolutional** network has no layer that asks for a fixed size, so it takes any image and gives a map. Pooling
# lets it see far; enlarging brings the size back: an **encoder** and a **decoder**. But at the narrowest place 8 x 8 pixels
# are one: where exactly an edge was is gone.

# %% [markdown]
# The **U-Net** (Ronneberger and others, 2015) hands the fine maps across. Before each pooling it keeps its map; on the way up, after each
# enlarging, it puts the kept map of that size beside the coarse one, as more channels, and convolves both. What it is comes from
# below; where it is comes from across.
#
# | step | map, for width 16, depth 3 and an image of 64 x 96 |
# |---|---|
# | block | 16 x 64 x 96, kept |
# | pool, block | 32 x 32 x 48, kept |
# | pool, block | 64 x 16 x 24, kept |
# | pool, block | 128 x 8 x 12 |
# | enlarge, join the third, block | 64 x 16 x 24 |
# | enlarge, join the second, block | 32 x 32 x 48 |
# | enlarge, join the first, block | 16 x 64 x 96 |
# | 1 x 1 convolution | n_classes x 64 x 96 |

# %% [markdown]
# ### Exercise 8 · U-Net
# **8 points · 40 minutes**
#
# Ready layers of torch are fine here. A block is two 3 x 3 convolutions, each with batch normalisation and ReLU. Any size of image must work: 5 x 7 has no
# three halvings without a remainder, so pad and cut, or bring the coarse map to the size of the kept one.
#
# <details><summary>Hint</summary>
#
# `F.interpolate(x, size=kept.shape[2:])` enlarges to any size. `F.max_pool2d(x, 2, ceil_mode=True)` makes 1 of 1, where without
# `ceil_mode` nothing would be left. `nn.ModuleList` holds blocks in a list, so that their weights are found.
#
# </details>


# %% solution="unet"
# --- exercise: unet ---
class UNet(nn.Module):
    """Encoder and decoder with skips (Ronneberger and others, 2015).

    Parameters
    ----------
    in_channels, n_classes : int
    width : int
        Channels of the first block; each pooling doubles them.
    depth : int, at least 1
        How often the map is halved.
    """

    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()

        ### BEGIN SOLUTION
        def block(into, out):
            layers = []
            for channels in (into, out):
                layers.append(nn.Conv2d(channels, out, 3, padding=1, bias=False))
                layers += [nn.BatchNorm2d(out), nn.ReLU()]
            return nn.Sequential(*layers)

        sizes = [width * 2**level for level in range(depth + 1)]
        self.first = block(in_channels, width)
        self.down = nn.ModuleList(block(a, b) for a, b in zip(sizes, sizes[1:]))
        self.up = nn.ModuleList(block(a + b, a) for a, b in zip(sizes, sizes[1:]))
        self.last = nn.Conv2d(width, n_classes, 1)
        ### END SOLUTION

    def forward(self, x):
        """Return a logit for each class at each pixel.

        Parameters
        ----------
        x : Tensor of shape (N, in_channels, H, W), float32
            Any H and W from 1 on (in evaluation mode: a batch of one pixel can't be normalised). It is not changed.

        Returns
        -------
        Tensor of shape (N, n_classes, H, W), float32
            Raw logits: no softmax, no ReLU at the end.
        """
        ### BEGIN SOLUTION
        maps = [self.first(x)]
        for block in self.down:
            maps.append(block(F.max_pool2d(maps[-1], 2, ceil_mode=True)))
        x = maps.pop()
        for block in reversed(self.up):
            fine = maps.pop()
            x = block(torch.cat([fine, F.interpolate(x, size=fine.shape[2:])], dim=1))
        return self.last(x)
        ### END SOLUTION


# %% check="unet-shapes" points=1
rng = checks.rng("unet-shapes")
for C, n_classes, width, depth, sizes in (
    (3, 4, 4, 3, ((16, 24), (13, 22), (5, 7), (1, 1))),
    (1, 2, 3, 2, ((8, 8), (9, 1), (2, 3))),
    (2, 1, 5, 1, ((6, 4), (7, 5))),
    (1, 3, 2, 4, ((33, 18), (20, 31))),
):
    network = UNet(C, n_classes, width, depth)
    network.eval()
    for H, W in sizes:
        x = torch.tensor(rng.normal(size=(2, C, H, W))).float()
        logits, (left,) = checks.changed(network, x)
        checks.shape(logits, (2, n_classes, H, W))
        checks.dtype(logits, "torch.float32")
        checks.shape(network(x[:1]), (1, n_classes, H, W))
        message = "x is changed: an operation in place (+=, inplace=True) met x itself."
        checks.holds(bool((left == x).all()), message)

# %% check="unet-weights" points=1
weights = {}
for sizes in ((3, 4), (3, 4, 16, 3), (3, 4, 16, 4), (3, 4, 32, 3), (3, 4, 16, 1)):
    network = UNet(*sizes)
    weights[sizes] = sum(math.prod(p.shape) for _, p in network.named_parameters())
default, stated, deeper, wider, flat = weights.values()
checks.holds(default == stated, "Without more, width is 16 and depth is 3.")
lists = (
    "\nLikely cause: layers in a plain list are not found; nn.ModuleList holds them."
)
message = f"Twice the width must give about four times the weights: {stated}, {wider}."
checks.holds(wider > 3 * stated, message + lists)
message = (
    f"A level more must give about four times the weights: {stated}, then {deeper}."
)
cause = "\nLikely cause: each pooling doubles the channels, without an end; or a plain list."
checks.holds(deeper > 3 * stated, message + cause)
message = (
    f"With depth 1 there is one halving, with about 26,000 weights; yours has {flat}."
)
checks.holds(flat < 50_000, message)

# %% check="unet-far" points=2
rng = checks.rng("unet-far")
for depth, reach in ((1, 8), (2, 18), (3, 36)):
    network = UNet(2, 3, 8, depth)
    network.eval()
    state = network.state_dict()
    for p in [p for p in state.values() if p.ndim > 1]:
        p.copy_(torch.tensor(rng.normal(size=tuple(p.shape))) / math.sqrt(p[0].numel()))
    network.load_state_dict(state)
    x = torch.tensor(rng.normal(size=(2, 2, 128, 136))).float()
    upstream = torch.zeros(2, 3, 128, 136)
    upstream[:, 1, 64, 68] = 1
    _, (slope,) = checks.gradients(network, x, upstream=upstream)
    rows, columns = (slope != 0).any(dim=0).any(dim=0).nonzero().T
    message = (
        "Nothing comes back from the logits to x: is there a ReLU after the last layer?"
    )
    checks.holds(len(rows) > 0, message)
    seen = min(int((rows - 64).abs().max()), int((columns - 68).abs().max()))
    message = f"With depth {depth} an output looks {seen} pixels far; {reach} or more are expected."
    cause = "\nLikely cause: a level, or a convolution of each block, is missing."
    checks.holds(seen >= reach, message + cause)

# %% check="unet-skips" points=3
rng = checks.rng("unet-skips")
noise = torch.tensor(rng.normal(size=(100, 4, 1, 16, 24))).float()  # a batch each step
for _ in range(2):  # one start in a hundred is unlucky
    losses = checks.trained(UNet(1, 1, 8, 4), noise, noise, lr=0.005)
    if np.mean(losses[-10:]) < 0.3:
        break
message = f"The net is to copy noise. After 100 steps its error is {np.mean(losses[-10:]):.2f}; "
message += "one with skips has below 0.3, one without stays near 1."
cause = "\nLikely cause: the kept maps are not joined, or the blocks do not normalise, "
cause += "or something stands after the logits."
checks.holds(np.mean(losses[-10:]) < 0.3, message + cause)

# %% check="unet-secret" points=1
# Once more when your work is graded, for sizes that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("unet-secret")
C, n_classes, width, depth = (int(n) for n in rng.integers([1, 1, 2, 1], [4, 5, 6, 4]))
network = UNet(C, n_classes, width, depth)
network.eval()
for H, W in rng.integers(1, 40, size=(3, 2)):
    x = torch.tensor(rng.normal(size=(2, C, H, W))).float()
    checks.shape(network(x), (2, n_classes, int(H), int(W)))
### END HIDDEN TESTS

# %% [markdown]
# ## 7 · Three networks
#
# The same images for all: 48 x 64 pixels, background and three shapes. Neither colour nor texture tells the class. First a network that sees **one pixel** at a time: 1 x 1 convolutions. Then encoder and decoder **without skips**. Then your
# U-Net.


# %%
def layers_of(*sizes, kernel=3):
    """Convolutions with normalisation and ReLU, from size to size."""
    layers = []
    for channels, filters in zip(sizes, sizes[1:]):
        layers.append(
            nn.Conv2d(channels, filters, kernel, padding=kernel // 2, bias=False)
        )
        layers.extend((nn.BatchNorm2d(filters), nn.ReLU()))
    return layers


def without_skips(n_classes=4, width=8):
    down = [*layers_of(3, width, width)]
    for channels in (width, 2 * width, 4 * width):
        down += [nn.MaxPool2d(2), *layers_of(channels, 2 * channels, 2 * channels)]
    up = []
    for channels in (8 * width, 4 * width, 2 * width):
        up += [
            nn.Upsample(scale_factor=2),
            *layers_of(channels, channels // 2, channels // 2),
        ]
    return nn.Sequential(*down, *up, nn.Conv2d(width, n_classes, 1))


def one_pixel(n_classes=4):
    return nn.Sequential(*layers_of(3, 16, 16, kernel=1), nn.Conv2d(16, n_classes, 1))


# %%
def to_tensors(drawn):
    x = torch.tensor(drawn.images).permute(0, 3, 1, 2) / 255.0 - 0.5
    return x, torch.tensor(drawn.masks).long()


learn = data.shapes(4000, size=(48, 64), scale=(0.2, 0.5), rng=np.random.default_rng(0))
test = data.shapes(200, size=(48, 64), scale=(0.2, 0.5), rng=np.random.default_rng(1))
(learn_x, learn_y), (test_x, test_y) = to_tensors(learn), to_tensors(test)
print("pixels by class:", np.bincount(learn.masks.ravel()) / learn.masks.size)


# %%
def train_segmenter(
    model, x, y, epochs, seed, loss=pixel_cross_entropy, lr=0.01, batch=16
):
    """Train with AdamW, the convolutions drawn from the seed; return the mean loss of each epoch."""
    generator = torch.Generator().manual_seed(seed)
    for layer in model.modules():
        if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.kaiming_uniform_(layer.weight, a=5**0.5, generator=generator)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    optimiser = torch.optim.AdamW(model.parameters(), lr, weight_decay=1e-4)
    steps, losses = epochs * math.ceil(len(x) / batch), []
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, lr, total_steps=steps)
    model.train()
    for _ in tqdm(range(epochs)):
        losses.append(0.0)
        for rows in torch.randperm(len(x), generator=generator).split(batch):
            value = loss(model(x[rows]), y[rows])
            optimiser.zero_grad()
            value.backward()
            optimiser.step()
            schedule.step()
            losses[-1] += value.item() * len(rows) / len(x)
    model.eval()
    return losses


# %%
@torch.no_grad()
def predicted(model, x):
    return torch.cat([model(part).argmax(dim=1) for part in x.split(50)])


def score(model, x, y, n_classes=4):
    """Confusion matrix of a model on images."""
    return segmentation_confusion(predicted(model, x).numpy(), y.numpy(), n_classes)


# %% [markdown]
# This needs exercises 2, 3, 4 and 8. Six epochs each; together they take about two minutes.

# %%
models = {"one pixel": one_pixel(), "without skips": without_skips()}
models["U-Net"] = UNet(3, 4, width=8)
curves, matrices = {}, {}
for name, model in models.items():
    curves[name] = train_segmenter(model, learn_x, learn_y, epochs=6, seed=0)
    matrices[name] = score(model, test_x, test_y)
    accuracy = np.trace(matrices[name]) / matrices[name].sum()
    weights = sum(p.numel() for p in model.parameters())
    print(f"{name:14s} {weights:7,} weights, accuracy {accuracy:.3f}, ", end="")
    print(f"mean IoU {mean_iou(matrices[name]):.3f}")
lazy = np.diag([0] * 4)
lazy[:, 0] = np.bincount(test.masks.ravel())
print(f"background everywhere: accuracy {lazy[0, 0] / lazy.sum():.3f}, ", end="")
print(f"mean IoU {mean_iou(lazy):.3f}")

# %%
figure, axes = plot.figure(5, 5, size=(1.6, 1.3))
for column, n in zip(axes.T, (0, 3, 5, 8, 11)):
    column[0].imshow(test.images[n])
    shown = [predicted(model, test_x[n : n + 1])[0] for model in models.values()]
    for ax, mask in zip(column[1:], (test.masks[n], *shown)):
        ax.imshow(mask, cmap="viridis", vmin=0, vmax=3, interpolation="nearest")
    for ax in column:
        ax.set(xticks=(), yticks=())
for ax, name in zip(axes[:, 0], ("image", "truth", *models)):
    ax.set_ylabel(name, fontsize=9)
plot.show(
    figure,
    "Five images, their true masks and what three networks say, a colour for each class. One pixel at a time gives background everywhere; without skips the shapes are there, with round corners; the U-Net's are sharp.",
)

# %% [markdown]
# One pixel alone knows nothing about shape. Without skips the classes are mostly right and the edges are soft. Over three
# draws of images and starts the U-Net's mean IoU was 0.90 to 0.93, without skips 0.85 to 0.88. Where do the two differ? Count the errors by their distance from an edge.

# %%
edge_distance = np.stack(
    [
        scipy.ndimage.distance_transform_cdt(
            ~(scipy.ndimage.morphological_gradient(m, 3) > 0)
        )
        for m in test.masks
    ]
)
for name in ("without skips", "U-Net"):
    wrong = (predicted(models[name], test_x) != test_y).numpy()
    near, far = wrong[edge_distance == 0].mean(), wrong[edge_distance > 0].mean()
    print(f"{name:14s} wrong at the edges {near:.1%}, elsewhere {far:.2%}")

# %%
overlaps = {name: iou_per_class(cm) for name, cm in matrices.items()}
figure, axes = plot.figure(1, 2, size=(4.0, 2.7))
for k, (name, values) in enumerate(overlaps.items()):
    hatch = ("", "///", "...")[k]
    place = np.arange(4) + 0.27 * (k - 1)
    axes[0].bar(place, values, 0.25, label=name, color=plot.COLORS[k], hatch=hatch)
axes[0].set(xticks=range(4), xticklabels=names, ylabel="IoU", ylim=(0, 1))
axes[0].legend(fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
plot.training_curves(axes[1], curves, ylabel="cross-entropy")
plot.show(
    figure,
    "Left the IoU of each class: the U-Net's bars are highest, those of the one-pixel network near 0 but for the background. Right the three losses.",
)

# %% [markdown]
# ## 8 · Any size
#
# The U-Net has never seen an image of 61 x 83 pixels, and neither number divides by 8. It does not mind.

# %%
odd = data.shapes(3, size=(61, 83), scale=(0.2, 0.4), rng=np.random.default_rng(8))
odd_said = predicted(models["U-Net"], to_tensors(odd)[0]).numpy()
figure, axes = plot.figure(1, 3, size=(2.7, 2.5))
for ax, image, said in zip(axes, odd.images, odd_said):
    plot.mask(ax, image, said, names=names)
odd_counts = segmentation_confusion(odd_said, odd.masks, 4)
plot.show(
    figure,
    f"Three images of 61 by 83 pixels with the U-Net's masks; mean IoU {mean_iou(odd_counts):.2f}.",
)

# %% [markdown]
# And counting, as with the coins: the components of what is not background. Objects that touch count as one. That is where
# semantic segmentation ends and instance segmentation begins.

# %%
said = predicted(models["U-Net"], test_x).numpy()
counted = [len(large_components(mask > 0, least=12)[1]) for mask in said]
best = [len(large_components(mask > 0, least=12)[1]) for mask in test.masks]
true_number = [len(labels) for labels in test.labels]
right, ceiling = (np.mean(np.equal(n, true_number)) for n in (counted, best))
print(
    f"right number in {right:.0%} of the images; with the true masks in {ceiling:.0%}"
)

# %% [markdown]
# ## 9 · When one class is rare
#
# Small objects now, one an image, and two classes: background and object, which has less than one pixel in a hundred. Small U-Nets, the same
# start, one trained with cross-entropy, one with soft Dice, one with the sum of both. It takes about half a minute.

# %%
tiny = {"size": (48, 64), "scale": (0.1, 0.14), "max_objects": 1}
rare, rare_test = (
    data.shapes(n, rng=np.random.default_rng(s), **tiny)
    for n, s in ((800, 2), (200, 3))
)
(rare_x, rare_y), (rare_test_x, rare_test_y) = to_tensors(rare), to_tensors(rare_test)
rare_y, rare_test_y = (rare_y > 0).long(), (rare_test_y > 0).long()
print(f"object pixels: {rare_y.float().mean():.1%}")


# %%
def both_losses(logits, target):
    return pixel_cross_entropy(logits, target) + soft_dice_loss(logits, target)


rare_results = {}
for loss in (pixel_cross_entropy, soft_dice_loss, both_losses):
    small = UNet(3, 2, width=4)
    train_segmenter(small, rare_x, rare_y, epochs=6, seed=0, loss=loss)
    cm = score(small, rare_test_x, rare_test_y, n_classes=2)
    recall, precision = cm[1, 1] / cm[1].sum(), cm[1, 1] / max(1, cm[:, 1].sum())
    rare_results[loss.__name__] = iou_per_class(cm)[1]
    print(f"{loss.__name__:20s} IoU {rare_results[loss.__name__]:.3f}, ", end="")
    print(f"recall {recall:.2f}, precision {precision:.2f}")

# %% [markdown]
# Over three starts cross-entropy had an IoU of 0 to 0.13 after these few steps: "background everywhere" costs it almost
# nothing, so it takes long to leave it. Soft Dice had 0.2 to 0.6, the sum of both 0 to 0.4. Where a start ends is largely
# luck with so little training; that Dice gets away from "background everywhere" sooner is not.

# %% [markdown]
# ## What you have seen
#
# - You counted coins with a threshold and a search for connected pixels.
# - You measured masks with a confusion matrix, IoU and Dice.
# - You wrote losses for pixels, and saw what imbalance does to them.
# - You enlarged maps in two ways.
# - You built a U-Net, and saw what its skips are for.

# %% [markdown]
# ## Your code against the library
#
# A ratio above 1 means that yours takes longer. SciPy's `label` is written in C; a loop over pixels in Python is not.

# %%
race_rng = np.random.default_rng(0)
race_mask = scipy.ndimage.gaussian_filter(race_rng.normal(size=(120, 160)), 2) > 0
race_true, race_said = race_rng.integers(0, 21, size=(2, 300, 400))
race_logits = torch.tensor(race_rng.normal(size=(4, 21, 60, 80))).float()
race_target = torch.tensor(race_rng.integers(0, 21, size=(4, 60, 80)))
race_maps = torch.tensor(race_rng.normal(size=(4, 16, 40, 60))).float()
race_filters = torch.tensor(race_rng.normal(size=(16, 8, 2, 2))).float()
race_classes = range(21)

# %%
compare.side_by_side(
    {
        "components": (
            lambda: connected_components(race_mask),
            lambda: scipy.ndimage.label(race_mask),
        ),
        "confusion matrix": (
            lambda: segmentation_confusion(race_said, race_true, 21),
            lambda: sklearn.metrics.confusion_matrix(
                race_true.ravel(), race_said.ravel()
            ),
        ),
        "cross-entropy": (
            lambda: pixel_cross_entropy(race_logits, race_target),
            lambda: F.cross_entropy(race_logits, race_target),
        ),
        "bilinear": (
            lambda: upsample_bilinear(race_maps, 2),
            lambda: F.interpolate(race_maps, scale_factor=2, mode="bilinear"),
        ),
        "transposed conv.": (
            lambda: conv_transpose2d(race_maps, race_filters, 2),
            lambda: F.conv_transpose2d(race_maps, race_filters, stride=2),
        ),
    },
    repeats=3,
)

# %% [markdown]
# ## Typical errors
#
# | what you see | what it was |
# |---|---|
# | accuracy 0.9, mean IoU 0.2 | it says "background" everywhere |
# | `Sizes of tensors must match` when joining | a size that does not halve: pad, or enlarge to the kept map's size |
# | `Target 255 is out of bounds` | the ignored value got into the loss or the confusion matrix |
# | soft, round shapes | the skips are missing, or join maps of the wrong level |
# | a fine grid in the output | a transposed convolution whose kernel its stride does not divide |
# | masks that are shifted by half a pixel | aligned corners in one place and centres in another |
# | mean IoU is `nan` | a class that is absent was not left out |

# %% [markdown]
# ## Scale it up
#
# Off by default, because it downloads 800 MB. Oxford-IIIT Pet: 3,680 photographs of cats and dogs to learn from, 3,669 to test, with masks of
# three values: animal, ground, and a rim where nobody knows, which is ignored. Your U-Net on images of 96 x 128, on a GPU if there is one.

# %%
SCALE_UP = False


def pet_tensors(train, size):
    """Photographs (N, 3, H, W), uint8, and masks (N, H, W): 0 ground, 1 animal, 255 not counted."""
    from PIL import Image

    real = data.real("pet", train=train, download=True, target_types="segmentation")
    x = torch.empty(len(real), 3, *size, dtype=torch.uint8)
    y = torch.empty(len(real), *size, dtype=torch.int64)
    values = torch.tensor([255, 1, 0, 255])  # what 1, 2 and 3 of the files stand for
    for n in tqdm(range(len(real))):
        image, mask = real[n]
        pixels = np.array(image.convert("RGB").resize(size[::-1]))
        x[n] = torch.tensor(pixels).permute(2, 0, 1)
        nearest = mask.resize(size[::-1], Image.Resampling.NEAREST)
        y[n] = values[torch.tensor(np.array(nearest)).long()]
    return x, y


# %%
def learn_pets(device, epochs=20, size=(96, 128), width=24, batch=16):
    """Train a U-Net; return the IoU of the animals on the test part."""
    (x, y), (x_new, y_new) = (pet_tensors(train, size) for train in (True, False))
    model = seeded(lambda: UNet(3, 2, width, depth=4), seed=0).to(device)
    optimiser = torch.optim.AdamW(model.parameters(), 2e-3, weight_decay=1e-4)
    generator = torch.Generator().manual_seed(0)
    for _ in tqdm(range(epochs)):
        for rows in torch.randperm(len(x), generator=generator).split(batch):
            images = x[rows].to(device) / 255.0 - 0.5
            logits, target = model(images), y[rows].to(device)
            loss = pixel_cross_entropy(logits, target)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    model.eval()
    cm = np.zeros((2, 2), dtype=np.int64)
    with torch.no_grad():
        for images, target in zip(x_new.split(50), y_new.split(50)):
            said = model(images.to(device) / 255.0 - 0.5).argmax(dim=1).cpu()
            cm += segmentation_confusion(said.numpy(), target.numpy(), 2)
    return iou_per_class(cm)[1]


# %%
if SCALE_UP:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    print("IoU of the animals:", learn_pets(device))

# %% [markdown]
# ## Further reading
#
# - O. Ronneberger and others, *U-Net: convolutional networks for biomedical image segmentation* (2015): eight pages, thirty
#   images to learn from.
# - J. Long and others, *Fully convolutional networks for semantic segmentation* (2015): where the skips come from.
# - A. Odena and others, *Deconvolution and checkerboard artifacts* (2016): with figures to play with.
# - A. Kirillov and others, *Panoptic segmentation* (2019): what the word means, and how to measure it.
