# %% [markdown]
# # 3 · Nearest neighbours
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({{colab}})

# %% [markdown]
# **About this lesson** · You classify images by the oldest rule there is: look for the most similar one you know. Then you
# find out what "similar" hides.
#
# You will
# - compute all distances between two sets of images, a hundred times faster than with loops,
# - let the nearest neighbours vote, and choose how many,
# - measure accuracy without fooling yourself,
# - see what happens to distance in many dimensions,
# - find images that are far apart for you and close for the computer.
#
# You need lesson 1 (training and test error). Reading takes about 45 minutes, the exercises 82 (40 points). The whole
# notebook runs in about a minute on a laptop CPU.

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
import ipywidgets
import numpy as np
import scipy.spatial.distance
import skimage.transform
import sklearn.metrics
import sklearn.neighbors

from course_utils import checks, compare, data, plot

# %% [markdown]
# ## 1 · An image is a point
#
# An image of 8 x 8 pixels is a list of 64 numbers, so it is a point in a space with 64 axes. Images that look alike have
# similar numbers, and their points lie close together. That is the whole idea: **to name an image, find the closest
# point whose name you know.**

# %%
images, digit_labels = data.digits()
titles = [str(n) for n in digit_labels[:10]]
figure = plot.images(list(images[:10]), titles=titles, columns=10, size=0.8)
plot.show(figure, "The first ten digits, 8 x 8 pixels each, with their labels.")
print("one image:", images[0].shape, "- as a point:", images[0].ravel().shape)

# %% [markdown]
# ## 2 · How far apart?
#
# Take two patches of 4 x 4 pixels. Subtract pixel from pixel, drop the signs, and add up what is left. That is the **L1
# distance**.

# %%
patch_a = np.array(
    [[56, 32, 10, 18], [90, 23, 128, 133], [24, 26, 178, 200], [2, 0, 255, 220]]
)
patch_b = np.array(
    [[10, 20, 24, 17], [8, 10, 89, 100], [12, 16, 178, 170], [4, 32, 233, 112]]
)
difference = np.abs(patch_a - patch_b)
figure, axes = plot.figure(1, 3, size=(2.9, 2.4))
titles = ["patch a", "patch b", f"|a - b|: sum {difference.sum()}"]
for ax, patch, title in zip(axes, (patch_a, patch_b, difference), titles):
    plot.heatmap(ax, patch)
    ax.set_title(title)
plot.show(figure, "Two 4 x 4 patches with their numbers, and the differences: sum 456.")

# %% [markdown]
# The **L2** or Euclidean distance is the one of a ruler: square the differences, add, take the root. By hand, for
# (5, 1, 3, 0) and (2, 1, 4, 1): the differences are 3, 0, -1, -1. L1 is 3 + 0 + 1 + 1 = 5. L2 is
# $\sqrt{9 + 0 + 1 + 1} = \sqrt{11} = 3.32$.

# %% [markdown]
# Both belong to one family, with a number $p \ge 1$:
#
# $$L_p(a, b) = \Big(\sum_d |a_d - b_d|^p\Big)^{1/p}$$
#
# The larger $p$, the more the largest difference counts. For $p = \infty$ it alone counts. The picture shows all points
# at distance 1 from the centre.

# %%
x, y = np.meshgrid(np.linspace(-1.3, 1.3, 300), np.linspace(-1.3, 1.3, 300))
figure, ax = plot.figure(size=(4.2, 3.8))
styles = {0.5: ":", 1: "-", 2: "--", 4: "-.", np.inf: (0, (5, 1, 1, 1))}
for color, (p, style) in zip(plot.COLORS, styles.items()):
    largest = np.maximum(np.abs(x), np.abs(y))
    length = largest if p == np.inf else (np.abs(x) ** p + np.abs(y) ** p) ** (1 / p)
    ax.contour(x, y, length, levels=[1.0], colors=[color], linestyles=[style])
    ax.plot([], [], color=color, linestyle=style, label=f"p = {p}")
ax.set(
    xlabel="$a_1 - b_1$", ylabel="$a_2 - b_2$", title="From star to square", aspect=1
)
ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
plot.show(figure, "Unit circles: a star for p = 0.5, a diamond, a circle, a square.")

# %% [markdown]
# ### Exercise 1 · Minkowski distance
# **4 points · 6 minutes**
#
# Write $L_p$ yourself: the ready distances of SciPy and scikit-learn (`minkowski`, `cdist` and the like) and NumPy's `norm`
# are not allowed.


# %% solution="minkowski"
# --- exercise: minkowski ---
def minkowski(a, b, p):
    """Distance of two points.

    Parameters
    ----------
    a, b : ndarray of shape (D,), any integer or float type
    p : float, at least 1
        np.inf gives the largest difference.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        When p is below 1.
    """
    ### BEGIN SOLUTION
    if p < 1:
        raise ValueError(f"p must be at least 1, not {p}")
    apart = np.abs(a.astype(float) - b)
    if p == np.inf:
        return float(apart.max())
    return float((apart**p).sum() ** (1 / p))
    ### END SOLUTION


# %% check="minkowski-worked" points=1
first, second = np.array([5, 1, 3, 0]), np.array([2, 1, 4, 1])
checks.close(
    checks.unchanged(minkowski, first, second, 2),
    11**0.5,
    suspects={
        "the root is missing": 11.0,
        "the differences are not squared": 5**0.5,
        "that is the L1 distance": 5.0,
        "the signs are kept, or the power is 1 // p": 1.0,
        "`** 1 / p` divides: the power needs brackets": 5.5,
    },
)
wrong = {"the signs are kept": 1.0, "p is not used: that is L2": 11**0.5}
checks.close(minkowski(first, second, 1), 5.0, suspects=wrong)
left = np.array([56, 32, 10, 18, 90, 23, 128, 133, 24, 26, 178, 200, 2, 0, 255, 220])
right = np.array([10, 20, 24, 17, 8, 10, 89, 100, 12, 16, 178, 170, 4, 32, 233, 112])
checks.close(minkowski(left, right, 1), 456.0)
bytes_left, bytes_right = left.astype(np.uint8), right.astype(np.uint8)
wrapped = {"the differences of bytes wrapped at 256": 1128.0}
checks.close(minkowski(bytes_left, bytes_right, 1), 456.0, suspects=wrapped)
for kind, large in (
    (np.uint8, 255),
    (np.int16, 200),
    (np.int32, 10**5),
    (np.float16, 300),
):
    far, zero = np.array([large, 0], dtype=kind), np.zeros(2, dtype=kind)
    checks.close(minkowski(far, zero, 2), float(large))

# %% check="minkowski-random" points=1
rng = checks.rng("minkowski-random")
for D in (7, 3, 1):
    a, b = rng.normal(size=D), rng.normal(size=(D, 2))[:, 0]
    apart = np.abs(a - b)
    for p in (1, 1.5, 2.0, 3, 7, np.inf):
        known = {
            "the root is missing": (apart**p).sum() if p < np.inf else 0.0,
            "the smallest difference is taken": apart.min(),
            "p = inf needs a way of its own": 1.0 if p == np.inf else -1.0,
            "p is cut to a whole number": apart.sum() if p == 1.5 else -1.0,
            "the mean is taken, not the sum": (
                (apart**p).mean() ** (1 / p) if p < np.inf else -1.0
            ),
            "the root is always the square root": (
                (apart**p).sum() ** 0.5 if p < np.inf else -1.0
            ),
        }
        wanted = scipy.spatial.distance.minkowski(a, b, p)
        checks.close(checks.unchanged(minkowski, a, b, p), wanted, suspects=known)
library = "minkowski minkowski_distance norm cdist pdist pairwise_distances"
checks.forbidden(minkowski, *library.split(), "DistanceMetric")

# %% check="minkowski-refuses" points=1
for p in (0.5, 0, 0.999, -1, -np.inf):
    checks.raises(ValueError, minkowski, np.array([1.0, 2.0]), np.array([3.0, 5.0]), p)
checks.close(minkowski(np.array([1.0, 2.0]), np.array([3.0, 5.0]), 1.0), 5.0)

# %% check="minkowski-secret" points=1
# Once more when your work is graded, on points that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("minkowski-secret")
for D in (1, 4, 30):
    a, b = rng.integers(0, 256, size=(2, D), dtype=np.uint8)
    for p in (1, 1 + 3 * rng.random(), np.inf):
        wanted = scipy.spatial.distance.minkowski(a.astype(float), b.astype(float), p)
        checks.close(checks.unchanged(minkowski, a, b, p), wanted)
checks.raises(ValueError, minkowski, a, b, 0.9 * rng.random())
### END HIDDEN TESTS

# %% [markdown]
# ### Quiz 1 · Below one
# **1 point · 3 minutes**
#
# A detour can't be shorter than the straight way: every distance must obey that. Take the formula at $p = 1/2$. How far
# is it from (0, 0) straight to (1, 1), and how far with a stop at (0, 1)? Work it out by hand: your function refuses such
# a $p$, and this is why.


# %% solution="quiz-detour"
# --- exercise: quiz-detour ---
def quiz_detour():
    """Return two numbers: straight from (0, 0) to (1, 1), and through (0, 1)."""
    ### BEGIN SOLUTION
    return 4.0, 2.0
    ### END SOLUTION


# %% check="quiz-detour-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
straight, detour = checks.parts(quiz_detour(), 2)
checks.shape(straight, ())
checks.shape(detour, ())
### BEGIN HIDDEN TESTS
corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def half(a, b):
    return (np.abs(a - b) ** 0.5).sum() ** 2


lengths = [half(corners[0], corners[2]), half(corners[0], corners[1])]
lengths[1] += half(corners[1], corners[2])
checks.close(list(quiz_detour()), lengths)
### END HIDDEN TESTS

# %% [markdown]
# ## 3 · All distances at once
#
# To classify $M$ images with $N$ known ones takes $M \cdot N$ distances. Python needs about a microsecond for each step
# of a loop, and NumPy a thousandth of that for each number. So the same sums can take a minute or a blink. You will write
# them three times.

# %% [markdown]
# ### Exercise 2 · Two loops
# **3 points · 4 minutes**
#
# First the plain way: for every row of `A` and every row of `B`, their Euclidean distance. In all three versions SciPy's
# and scikit-learn's distances (`cdist` and the like) are out; NumPy's `norm` is fine.


# %% solution="distances-two-loops"
# --- exercise: distances-two-loops ---
def distances_two_loops(A, B):
    """Euclidean distances, one by one.

    Parameters
    ----------
    A : ndarray of shape (M, D), any integer or float type
    B : ndarray of shape (N, D), any integer or float type
        M, N and D are at least 1.

    Returns
    -------
    ndarray of shape (M, N), float64
        Entry [i, j] is the distance of A[i] and B[j].
    """
    ### BEGIN SOLUTION
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            apart = A[i].astype(float) - B[j]
            distances[i, j] = np.sqrt((apart**2).sum())
    return distances
    ### END SOLUTION


# %% check="distances-two-loops-worked" points=1
queries = np.array([[5, 1, 3, 0], [0, 0, 0, 0]])
known = np.array([[2, 1, 4, 1], [5, 1, 3, 0], [1, 1, 1, 1]])
found = checks.unchanged(distances_two_loops, queries, known)
checks.close(
    found,
    [[11**0.5, 0.0, 21**0.5], [22**0.5, 35**0.5, 2.0]],
    suspects={
        "those are L1 distances": [[5, 0, 7], [8, 9, 4]],
        "the root is missing": [[11, 0, 21], [22, 35, 4]],
        "the mean is taken, not the sum": np.sqrt([[11, 0, 21], [22, 35, 4]]) / 2,
        "it returns after the first row": [[11**0.5, 0.0, 21**0.5], [0, 0, 0]],
        "only half of the table is filled": [[11**0.5, 0, 21**0.5], [0, 35**0.5, 2]],
        "the diagonal is set to 0": [[0, 0, 21**0.5], [22**0.5, 0, 2]],
    },
)
checks.dtype(found, "float64")

# %% check="distances-two-loops-random" points=1
rng = checks.rng("distances-two-loops-random")
for M, N, D in ((4, 7, 3), (1, 5, 2), (6, 1, 1)):
    A, B = rng.normal(size=(M, D)), rng.normal(size=(D, N)).T
    wanted = scipy.spatial.distance.cdist(A, B)
    checks.close(checks.unchanged(distances_two_loops, A, B), wanted)
A, B = rng.integers(0, 256, size=(2, 5, 8), dtype=np.uint8)
wanted = scipy.spatial.distance.cdist(A.astype(float), B.astype(float))
steps = A[:, None] - B
wrapped = {
    "differences of bytes wrapped at 256": np.sqrt((steps.astype(float) ** 2).sum(2)),
    "squares of bytes wrapped at 256": np.sqrt((steps**2).sum(2, dtype=float)),
}
checks.close(distances_two_loops(A, B), wanted, suspects=wrapped)
for kind, large in ((np.int16, 200), (np.int32, 10**5), (np.float16, 300)):
    A, B = np.full((2, 1), large, dtype=kind), np.zeros((3, 1), dtype=kind)
    checks.close(distances_two_loops(A, B), np.full((2, 3), float(large)))
names = "cdist pdist euclidean euclidean_distances pairwise_distances kneighbors "
names += "distance_matrix minkowski_distance DistanceMetric nan_euclidean_distances "
names += "paired_distances NearestNeighbors KDTree cKDTree kneighbors_graph"
checks.forbidden(distances_two_loops, *names.split())

# %% check="distances-two-loops-secret" points=1
# Once more when your work is graded, on points that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("distances-two-loops-secret")
for kind in (np.uint8, np.int16, np.float64):
    M, N, D = (int(n) for n in rng.integers(1, 9, size=3))
    A = rng.integers(0, 200, size=(M, D)).astype(kind)
    B = rng.integers(0, 200, size=(N, D)).astype(kind)
    wanted = scipy.spatial.distance.cdist(A.astype(float), B.astype(float))
    checks.close(checks.unchanged(distances_two_loops, A, B), wanted, atol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 3 · One loop
# **3 points · 5 minutes**
#
# One row of `A` against all of `B` at once: `a - B` subtracts every row of `B` from it. Loop once, over the rows of `A` or
# of `B`.


# %% solution="distances-one-loop"
# --- exercise: distances-one-loop ---
def distances_one_loop(A, B):
    """Euclidean distances, a row at a time.

    Parameters
    ----------
    A : ndarray of shape (M, D), any integer or float type
    B : ndarray of shape (N, D), any integer or float type
        M, N and D are at least 1.

    Returns
    -------
    ndarray of shape (M, N), float64
    """
    ### BEGIN SOLUTION
    distances = np.zeros((len(A), len(B)))
    for i, a in enumerate(A.astype(float)):
        distances[i] = np.sqrt(((a - B) ** 2).sum(axis=1))
    return distances
    ### END SOLUTION


# %% check="distances-one-loop-random" points=1
rng = checks.rng("distances-one-loop-random")
for M, N, D in ((4, 7, 3), (3, 3, 5), (1, 5, 2), (6, 1, 1)):
    A, B = rng.normal(size=(M, D)), rng.normal(size=(D, N)).T
    wanted = scipy.spatial.distance.cdist(A, B)
    found = checks.unchanged(distances_one_loop, A, B)
    last, first = np.arange(M)[:, None] < M - 1, np.arange(M)[:, None] < 1
    known = {
        "the root is missing": wanted**2,
        "the last row is forgotten": wanted * last,
        "it returns inside the loop": wanted * first,
        "only half of the table is right": np.triu(wanted),
        "those are L1 distances": scipy.spatial.distance.cdist(A, B, "cityblock"),
    }
    checks.close(found, wanted, suspects=known)
    checks.dtype(found, "float64")
A, B = rng.integers(0, 256, size=(2, 5, 8), dtype=np.uint8)
wanted = scipy.spatial.distance.cdist(A.astype(float), B.astype(float))
steps = A[:, None] - B
wrapped = {
    "differences of bytes wrapped at 256": np.sqrt((steps.astype(float) ** 2).sum(2)),
    "squares of bytes wrapped at 256": np.sqrt((steps**2).sum(2, dtype=float)),
}
checks.close(distances_one_loop(A, B), wanted, suspects=wrapped)
for kind, large in ((np.int16, 200), (np.int32, 10**5), (np.float16, 300)):
    A, B = np.full((2, 1), large, dtype=kind), np.zeros((3, 1), dtype=kind)
    checks.close(distances_one_loop(A, B), np.full((2, 3), float(large)))

# %% check="distances-one-loop-loops" points=1
square = np.array([[0.0, 0.0], [3.0, 4.0]])
checks.close(distances_one_loop(square, square), [[0.0, 5.0], [5.0, 0.0]])
checks.no_loops(distances_one_loop, but=1)
names = "cdist pdist euclidean euclidean_distances pairwise_distances kneighbors "
names += "distance_matrix minkowski_distance DistanceMetric nan_euclidean_distances "
names += "paired_distances NearestNeighbors KDTree cKDTree kneighbors_graph"
checks.forbidden(distances_one_loop, *names.split())

# %% check="distances-one-loop-secret" points=1
# Once more when your work is graded, on points that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("distances-one-loop-secret")
for kind in (np.uint8, np.int16, np.float64):
    M, N, D = (int(n) for n in rng.integers(1, 9, size=3))
    A = rng.integers(0, 200, size=(M, D)).astype(kind)
    B = rng.integers(0, 200, size=(N, D)).astype(kind)
    wanted = scipy.spatial.distance.cdist(A.astype(float), B.astype(float))
    checks.close(checks.unchanged(distances_one_loop, A, B), wanted, atol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# Without any loop, `A[:, None] - B` would do. But it makes an array of $M \cdot N \cdot D$ numbers: for 500 images of
# CIFAR-10 against 5,000, each of 3,072 numbers, that is 61 GB. Multiply the square out instead:
#
# $$|a - b|^2 = |a|^2 + |b|^2 - 2\,a\cdot b$$
#
# By hand, for (5, 1, 3, 0) and (2, 1, 4, 1): $|a|^2 = 35$, $|b|^2 = 22$, $a \cdot b = 10 + 1 + 12 = 23$, and
# 35 + 22 - 46 = 11. All the products $a \cdot b$ together are one matrix product.

# %% [markdown]
# The price: two large numbers are subtracted. Where the points are equal, rounding may leave a little less than 0, and
# its root is not a number. And in 32 bits, or 8, digits are lost before the subtraction.

# %%
rng = np.random.default_rng(0)
twins = rng.random((200, 7))
to_itself = 2 * (twins**2).sum(axis=1) - 2 * np.diag(twins @ twins.T)
print(f"200 points, each to itself: smallest square {to_itself.min():.1e},")
print(f"{(to_itself < 0).sum()} of 200 are below 0 where they should be 0")

# %% [markdown]
# ### Exercise 4 · No loops
# **4 points · 10 minutes**
#
# All distances by one matrix product: no loop, no comprehension, no `map`, and no array of shape (M, N, D).
#
# <details><summary>Hint</summary>
#
# Work in 64-bit floats. `(A**2).sum(axis=1)` has shape (M,). To add it to every column it must be a column itself,
# `[:, None]`.
#
# </details>


# %% solution="distances-no-loops"
# --- exercise: distances-no-loops ---
def distances_no_loops(A, B):
    """Euclidean distances, all at once.

    Parameters
    ----------
    A : ndarray of shape (M, D), any integer or float type
    B : ndarray of shape (N, D), any integer or float type
        M, N and D are at least 1.

    Returns
    -------
    ndarray of shape (M, N), float64
        Never NaN; off by less than a millionth of the longest row's norm.
    """
    ### BEGIN SOLUTION
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.sqrt(np.maximum(squared, 0))  # rounding may leave a little below 0
    ### END SOLUTION


# %% check="distances-no-loops-random" points=1
rng = checks.rng("distances-no-loops-random")
for M, N, D in ((4, 7, 3), (3, 3, 5), (1, 5, 2), (6, 1, 1)):
    A, B = rng.normal(size=(M, D)), rng.normal(size=(D, N)).T
    wanted = scipy.spatial.distance.cdist(A, B)
    aa, bb, ab = (A**2).sum(1)[:, None], (B**2).sum(1), A @ B.T
    known = {
        "the root is missing": wanted**2,
        "the products count once, not twice": np.sqrt(np.maximum(aa + bb - ab, 0)),
        "the products are added": np.sqrt(aa + bb + 2 * ab),
        "the diagonal is set to 0": wanted * (1 - np.eye(M, N)),
        "all squares are summed, not those of a row": np.sqrt(
            np.maximum(aa.sum() + bb.sum() - 2 * ab, 0)
        ),
    }
    found = checks.unchanged(distances_no_loops, A, B)
    norm = np.sqrt(max(aa.max(), bb.max()))
    checks.close(found, wanted, atol=1e-6 * norm, suspects=known)
    checks.dtype(found, "float64")

# %% check="distances-no-loops-careful" points=1
rng = checks.rng("distances-no-loops-careful")
for kind in (np.uint8, np.int16):
    A, B = rng.integers(0, 256, size=(2, 6, 9)).astype(kind)
    wanted = scipy.spatial.distance.cdist(A.astype(float), B.astype(float))
    right = distances_no_loops(A.astype(float), B.astype(float))
    checks.close(right, wanted, rtol=0, atol=1e-3)
    off = np.abs(np.asarray(distances_no_loops(A, B), dtype=float) - wanted)
    message = (
        f"Right for floats, wrong for the same numbers as {kind.__name__}: they wrap."
    )
    checks.holds(bool((off < 1e-3).all()), message)
half = np.array([[0.5]])
checks.close(distances_no_loops(half, half), [[0.0]], rtol=0, atol=5e-7)
same = 1000 + rng.normal(size=(60, 64))  # rounding leaves some squares below 0
found = distances_no_loops(same, same)
checks.holds(not np.isnan(found).any(), "NaN: the root of a number just below 0.")
norm = np.sqrt((same**2).sum(axis=1).max())
checks.close(found, scipy.spatial.distance.cdist(same, same), rtol=0, atol=1e-6 * norm)
single = same.astype(np.float32)
wanted = scipy.spatial.distance.cdist(single.astype(float), single.astype(float))
found = np.asarray(distances_no_loops(single, single), dtype=float)
message = "Right in 64 bits, wrong in 32: too few digits are left. Work in float64."
checks.holds(bool((np.abs(found - wanted) < 1e-6 * norm).all()), message)

# %% check="distances-no-loops-loops" points=1
checks.no_loops(distances_no_loops)
names = "cdist pdist euclidean euclidean_distances pairwise_distances kneighbors "
names += "distance_matrix minkowski_distance DistanceMetric nan_euclidean_distances "
names += "paired_distances NearestNeighbors KDTree cKDTree kneighbors_graph"
checks.forbidden(distances_no_loops, *names.split())
rng = checks.rng("distances-no-loops-loops")
A, B = rng.random((200, 150)), rng.random((300, 150))  # (200, 300, 150): 72 MB
wanted = scipy.spatial.distance.cdist(A, B)
found = checks.memory(distances_no_loops, A, B, megabytes=20)
checks.close(found, wanted, atol=1e-5)

# %% check="distances-no-loops-secret" points=1
# Once more when your work is graded, on points that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("distances-no-loops-secret")
for kind in (np.uint8, np.int16, np.float64):
    M, N, D = (int(n) for n in rng.integers(1, 9, size=3))
    A = rng.integers(0, 200, size=(M, D)).astype(kind)
    B = np.concatenate([A, rng.integers(0, 200, size=(N, D)).astype(kind)])
    wanted = scipy.spatial.distance.cdist(A.astype(float), B.astype(float))
    found = checks.unchanged(distances_no_loops, A, B)
    norm = np.linalg.norm(B.astype(float), axis=1).max() + 1e-9
    checks.close(found, wanted, rtol=0, atol=1e-6 * norm)
### END HIDDEN TESTS

# %% [markdown]
# ## 4 · Words have neighbours too
#
# Nearest neighbours need a distance and nothing else. For two strings of equal length the **Hamming distance** counts the
# places where they differ: AGTC and GGTA differ in the first and the last, so it is 2.

# %% [markdown]
# For strings of any length there is the **edit distance**: the fewest letters to insert, delete or replace to turn one
# into the other. From `sun` to `sand`: replace u by a, append d. Two.
#
# To find it, fill a table. Row $i$, column $j$ holds the distance of the first $i$ letters of one word and the first $j$
# of the other.

# %% [markdown]
# |   | – | s | a | n | d |
# |---|---|---|---|---|---|
# | **–** | 0 | 1 | 2 | 3 | 4 |
# | **s** | 1 | 0 | 1 | 2 | 3 |
# | **u** | 2 | 1 | 1 | 2 | 3 |
# | **n** | 3 | 2 | 2 | 1 | 2 |
#
# Each entry is the smallest of three: the one above plus 1 (delete), the one to the left plus 1 (insert), and the one
# diagonally above, plus 1 if the two letters differ (replace, or keep). The corner is the answer.

# %% [markdown]
# ### Exercise 5 · Edit distance
# **4 points · 12 minutes**
#
# A recursion without a memory solves the same small problems over and over: two words of 20 letters would take it years.
# Fill the table, or remember what was solved. A check counts the calls of functions.


# %% solution="edit-distance"
# --- exercise: edit-distance ---
def edit_distance(s, t):
    """Levenshtein distance: the fewest letters to insert, delete or replace.

    Parameters
    ----------
    s, t : str, of any length, also empty
        The work must grow like (len(s) + 1) * (len(t) + 1).

    Returns
    -------
    int
    """
    ### BEGIN SOLUTION
    row = list(range(len(t) + 1))
    for i, a in enumerate(s, 1):
        above, row = row, [i]
        for j, b in enumerate(t, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b)))
    return row[-1]
    ### END SOLUTION


# %% check="edit-distance-worked" points=1
words = "sun|sand|AGTC|GGTA|kitten|sitting|straße|strasse|a|b|intention|execution|ab|ba"
words = (words + "||abc|abc||||Pie|pie| a|a|é|e").split("|")
found = [checks.unchanged(edit_distance, *words[i : i + 2]) for i in range(0, 26, 2)]
checks.equal(
    found,
    [2, 2, 3, 2, 1, 5, 2, 3, 3, 0, 1, 1, 1],
    suspects={
        "a replacement costs 2": [3, 4, 5, 3, 2, 8, 2, 3, 3, 0, 2, 1, 2],
        "only places that differ are counted": [2, 2, 3, 3, 1, 5, 2, 3, 3, 0, 1, 2, 1],
        "two letters changing places cost 1": [2, 2, 3, 2, 1, 5, 1, 3, 3, 0, 1, 1, 1],
        "keeping a letter costs 1": [4, 4, 7, 7, 1, 9, 2, 3, 3, 0, 3, 2, 1],
        "row 0 and column 0 must count up": [2, 2, 3, 2, 1, 4, 1, 0, 0, 0, 1, 0, 1],
        "the first row must count up": [2, 2, 3, 2, 1, 5, 1, 0, 3, 0, 1, 1, 1],
        "the first column must count up": [2, 2, 3, 2, 1, 4, 1, 3, 0, 0, 1, 0, 1],
        "equal letters cost, others don't": [1, 2, 2, 2, 0, 2, 0, 3, 3, 0, 2, 1, 0],
        "only letters in common are counted": [2, 2, 3, 2, 1, 4, 1, 3, 3, 0, 1, 1, 1],
        "all rows are one and the same list": [3, 3, 6, 6, 1, 8, 1, 3, 0, 0, 2, 0, 1],
        "capitals count as small letters": [2, 2, 3, 2, 1, 5, 2, 3, 3, 0, 0, 1, 1],
        "blanks are cut off": [2, 2, 3, 2, 1, 5, 2, 3, 3, 0, 1, 0, 1],
        "bytes are compared, not letters": [2, 2, 3, 2, 1, 5, 2, 3, 3, 0, 1, 1, 2],
    },
)


# %% check="edit-distance-every" points=1
def edits(word):
    """All strings one edit away, of the letters a and b."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    longer = {left + letter + right for left, right in cuts for letter in "ab"}
    shorter = {left + right[1:] for left, right in cuts if right}
    return (
        longer | shorter | {left + c + right[1:] for left, right in cuts for c in "ab"}
    )


rng = checks.rng("edit-distance-every")
for start in ("", "ab", "baab", "".join(rng.choice(list("ab"), 5))):
    reached, steps = {start: 0}, 0  # words by the number of edits it takes to get there
    while steps < 3:
        steps += 1
        for word in [w for w, n in reached.items() if n == steps - 1]:
            for near in edits(word):
                reached.setdefault(near, steps)
    for word in sorted(reached)[:: max(1, len(reached) // 40)]:
        found = edit_distance(start, word)
        checks.equal(found, reached[word])

# %% check="edit-distance-long" points=1
rng = checks.rng("edit-distance-long")
long = "".join(rng.choice(list("abcdefgh"), 60))
found = checks.work(edit_distance, long, long[10:], calls=50_000)
checks.equal(found, 10)
checks.equal(edit_distance(long[:45], long), 15)
checks.equal(edit_distance(long, "XYZ" * 10), 60)
checks.equal(edit_distance("", "x" * 300), 300)
changed = long[:7] + "X" + long[8:30] + "Y" + long[31:] + "Z"
checks.equal(checks.work(edit_distance, long, changed, calls=50_000), 3)

# %% check="edit-distance-secret" points=1
# Once more when your work is graded, on words that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("edit-distance-secret")
for _ in range(6):
    s, t = ("".join(rng.choice(list("abc"), n)) for n in rng.integers(0, 9, size=2))
    table = np.add.outer(np.arange(len(s) + 1), np.arange(len(t) + 1))
    for i, j in np.ndindex(len(s), len(t)):
        other = [table[i, j] + (s[i] != t[j]), table[i, j + 1] + 1, table[i + 1, j] + 1]
        table[i + 1, j + 1] = min(other)
    checks.equal(checks.unchanged(edit_distance, s, t), int(table[-1, -1]))
### END HIDDEN TESTS

# %% [markdown]
# A speller in one line: the nearest known word.

# %%
known_words = ["apple", "pineapple", "pie", "nearest", "neighbour", "distance"]
for typo in ("aple", "niehgbour", "distence", "nearset"):
    print(
        f"{typo:10s} ->", min(known_words, key=lambda word: edit_distance(typo, word))
    )

# %% [markdown]
# ## 5 · The nearest ones vote
#
# With one neighbour, every known point owns the part of the plane that is closer to it than to any other: its **Voronoi
# cell**.

# %%
rng = np.random.default_rng(5)
owners = rng.random((12, 2))
figure, ax = plot.figure(size=(3.6, 3.4))


def owner(X):
    return distances_no_loops(X, owners).argmin(axis=1)


plot.decision_regions(ax, owner, owners, np.arange(12))
ax.get_legend().remove()
ax.set(xlabel="feature 0", ylabel="feature 1", title="Twelve points, twelve cells")
plot.show(figure, "Twelve points, each in a cell of its own with straight borders.")

# %% [markdown]
# One wrongly labelled point then rules a whole cell. Ask the $k$ nearest instead, and take the majority.

# %% [markdown]
# By hand: one query, and five known points at distances 1, 2, 3, 4, 5 with labels 7, 2, 2, 7, 7.
#
# | k | the nearest | vote |
# |---|---|---|
# | 1 | 7 | 7 |
# | 2 | 7, 2 | a tie: the smallest label, 2 |
# | 3 | 7, 2, 2 | 2 |
# | 4 | 7, 2, 2, 7 | a tie: 2 |
# | 5 | 7, 2, 2, 7, 7 | 7 |

# %% [markdown]
# ### Exercise 6 · k nearest neighbours
# **5 points · 12 minutes**
#
# From a table of distances to the majority of the k nearest labels. A tied vote goes to the **smallest** label. Labels
# may be any integers, also negative ones and huge ones. Which of several equal distances counts as nearer is up to you.
# In this exercise and the next scikit-learn's own neighbours are out.


# %% solution="knn-predict"
# --- exercise: knn-predict ---
def knn_predict(distances, labels, k):
    """Majority vote of the k nearest known points.

    Parameters
    ----------
    distances : ndarray of shape (M, N), int or float
        From each of M queries to each of N known points.
    labels : ndarray of shape (N,), any integers
    k : int

    Returns
    -------
    ndarray of shape (M,), int
        The label that most of the k nearest have; of several the smallest.

    Raises
    ------
    ValueError
        Unless 1 <= k <= N.
    """
    ### BEGIN SOLUTION
    if not 1 <= k <= len(labels):
        raise ValueError(f"k must lie between 1 and {len(labels)}, not {k}")
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]  # (M, k)
    classes = np.unique(labels)  # in increasing order, so argmax takes the smallest
    votes = (nearest[:, :, None] == classes).sum(axis=1)  # (M, classes)
    return classes[votes.argmax(axis=1)]
    ### END SOLUTION


# %% check="knn-predict-worked" points=1
far = np.array([[1.0, 2.0, 3.0, 4.0, 5.0]])
names = np.array([7, 2, 2, 7, 7])
votes = [checks.unchanged(knn_predict, far, names, k) for k in (1, 2, 3, 4, 5)]
checks.equal(
    votes,
    [[7], [2], [2], [2], [7]],
    suspects={
        "a tie goes to the largest label, or to the nearest": [[7], [7], [2], [7], [7]],
        "k + 1 vote, not k": [[2], [2], [2], [7], [7]],
        "the nearest has no vote": [[2], [2], [2], [2], [2]],
        "the number of the class is returned, not its label": [[1], [0], [0], [0], [1]],
        "the farthest vote": [[7], [7], [7], [2], [7]],
        "the k-th neighbour alone decides": [[7], [2], [2], [7], [7]],
        "the nearest alone decides": [[7], [7], [7], [7], [7]],
        "the place of the winner is returned, not its label": [[0], [0], [0], [0], [1]],
    },
)
checks.dtype(votes[0], "integer")

# %% check="knn-predict-ties" points=1
huge = 2**60 + 1  # a float has not enough digits for it
far = np.array([[4, 1, 3, 2], [2, 3, 1, 4], [1, 2, 3, 4]])
names = np.array([-5, huge, 0, -huge])
wrong = {
    "a tie goes to the nearest": [huge, 0, -5],
    "a tie goes to the largest label": [huge, huge, huge],
    "a tie goes to the label nearest to 0": [0, 0, 0],
    "the labels went through floats": [-(2**60), -5, -5],
    "labels were cut to 32 bits": [-1, -5, -5],
    "the first k vote, not the nearest": [-5, -5, -5],
}
checks.equal(knn_predict(far, names, 3), [-huge, -5, -5], suspects=wrong)
pairs = np.array([3, 1, 1, 3, 2, 2], dtype=np.uint8)
found = knn_predict(np.array([[1, 2, 3, 4, 5, 6]]), pairs, 6)
wrong = {"a tie goes to the nearest": [3], "a tie goes to the largest label": [3]}
checks.equal(found, [1], suspects=wrong)
more = {"all that are as near as the k-th vote": [2]}
found = knn_predict(np.array([[1, 2, 2, 2]]), np.array([1, 2, 2, 2]), 2)
checks.equal(found, [1], suspects=more)
lost = {"of equal distances only one is kept": [3]}
found = knn_predict(np.array([[1, 1, 2]]), np.array([5, 5, 3]), 2)
checks.equal(found, [5], suspects=lost)

# %% check="knn-predict-random" points=1
rng = checks.rng("knn-predict-random")
for M, N in ((9, 14), (1, 6), (5, 1)):
    far, names = rng.random((N, M)).T, rng.integers(-3, 3, size=N)
    for k in {1, 2, 4, N} - set(range(N + 1, 9)):
        library = sklearn.neighbors.KNeighborsClassifier(k, metric="precomputed")
        wanted = library.fit(np.zeros((N, N)), names).predict(far)
        known = {"the farthest vote": library.predict(1 - far)}
        found = checks.unchanged(knn_predict, far, names, int(k))
        checks.equal(found, wanted, suspects=known)
checks.forbidden(knn_predict, "KNeighborsClassifier", "RadiusNeighborsClassifier")

# %% check="knn-predict-refuses" points=1
far, names = np.array([[3.0, 1.0, 2.0], [1.0, 2.0, 3.0]]), np.array([4, 5, 6])
for k in (0, -1, 4, 100):
    checks.raises(ValueError, knn_predict, far, names, k)
checks.equal(knn_predict(far, names, 3), [4, 4])

# %% check="knn-predict-secret" points=1
# Once more when your work is graded, on distances and labels that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("knn-predict-secret")
for _ in range(4):
    M, N = (int(n) for n in rng.integers(1, 15, size=2))
    far, names = rng.random((M, N)), rng.integers(-(10**9), 10**9, size=3)
    names = rng.choice(names, size=N)
    k = int(rng.integers(1, N + 1))
    library = sklearn.neighbors.KNeighborsClassifier(k, metric="precomputed")
    wanted = library.fit(np.zeros((N, N)), names).predict(far)
    checks.equal(checks.unchanged(knn_predict, far, names, k), wanted)
checks.raises(ValueError, knn_predict, far, names, N + 1)
checks.raises(ValueError, knn_predict, far, names, 0)
### END HIDDEN TESTS

# %% [markdown]
# Three clouds of points that overlap. With $k = 1$ every stray point keeps an island. With a larger $k$ the borders are
# smooth; with one that is too large the small cloud drowns.


# %%
def clouds(seed, counts=(60, 60, 20)):
    """Points of three overlapping classes: X of shape (N, 2) and y."""
    rng = np.random.default_rng(seed)
    centres = np.array([[0.0, 0.0], [2.2, 0.6], [0.9, 2.2]])
    labels = np.repeat(np.arange(3), counts)
    return centres[labels] + 0.8 * rng.normal(size=(len(labels), 2)), labels


points, point_labels = clouds(seed=0)
figure, axes = plot.figure(1, 3, size=(3.0, 3.0))
for ax, k in zip(axes, (1, 15, 90)):

    def vote(X, k=k):
        return knn_predict(distances_no_loops(X, points), point_labels, k)

    plot.decision_regions(ax, vote, points, point_labels)
    ax.set(xlabel="feature 0", ylabel="feature 1", title=f"k = {k}")
plot.show(figure, "Regions for k = 1, full of islands; 15, smooth; 90, one class gone.")

# %% [markdown]
# The metric matters less, as long as the axes have the same unit. Stretch one axis by a hundred, as if it were in
# centimetres where the other is in metres, and it decides nearly alone.

# %%
figure, axes = plot.figure(1, 4, size=(2.6, 2.8))
cases = {
    "L1": (1, 1),
    "L2": (2, 1),
    "L infinity": (np.inf, 1),
    "L2, one axis x 100": (2, 100),
}
for ax, (name, (p, stretch)) in zip(axes, cases.items()):
    metric = {1: "cityblock", 2: "euclidean", np.inf: "chebyshev"}[p]

    def vote(X, metric=metric, stretch=stretch):
        gaps = scipy.spatial.distance.cdist(
            X * [1, stretch], points * [1, stretch], metric
        )
        return knn_predict(gaps, point_labels, 7)

    plot.decision_regions(ax, vote, points, point_labels)
    ax.get_legend().remove()
    ax.set(xlabel="feature 0", ylabel="feature 1", title=name)
plot.show(
    figure, "Regions for three metrics, alike; with one axis stretched, level bands."
)

# %% [markdown]
# In JupyterLab you can move both:


# %%
def regions(k, p):
    def vote(X):
        gaps = scipy.spatial.distance.cdist(X, points, "minkowski", p=p)
        return knn_predict(gaps, point_labels, k)

    figure, ax = plot.figure(size=(4.4, 3.6))
    plot.decision_regions(ax, vote, points, point_labels)
    ax.set(xlabel="feature 0", ylabel="feature 1", title=f"k = {k}, p = {p}")
    plot.show(figure, f"Regions of {k} nearest neighbours with p = {p}.")


_ = ipywidgets.interact(
    regions,
    k=ipywidgets.IntSlider(5, min=1, max=140, continuous_update=False),
    p=ipywidgets.FloatSlider(2, min=1, max=8, step=0.5, continuous_update=False),
)

# %% [markdown]
# ### Quiz 2 · Learnt by heart
# **1 point · 1 minute**
#
# All training points are different. You ask the classifier with $k = 1$ for the labels of the training points
# themselves. Which accuracy does it have?


# %% solution="quiz-by-heart"
# --- exercise: quiz-by-heart ---
def quiz_by_heart():
    """Return the accuracy on the training points, between 0 and 1."""
    ### BEGIN SOLUTION
    return 1.0
    ### END SOLUTION


# %% check="quiz-by-heart-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
share = quiz_by_heart()
checks.shape(share, ())
checks.holds(bool(0 <= float(share) <= 1), "An accuracy lies between 0 and 1.")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(0)
X, y = rng.random((50, 3)), rng.integers(0, 2, 50)
model = sklearn.neighbors.KNeighborsClassifier(1).fit(X, y)
checks.close(quiz_by_heart(), model.score(X, y))
### END HIDDEN TESTS

# %% [markdown]
# ## 6 · Numbers instead of names
#
# For regression take the **mean** of the neighbours' values. By hand: distances 3, 1, 2 and values 10, 20, 60. With
# $k = 2$ the nearest are 20 and 60: the answer is 40.

# %% [markdown]
# ### Exercise 7 · Regression
# **3 points · 4 minutes**
#
# Which of several equal distances counts as nearer is up to you here too.


# %% solution="knn-regress"
# --- exercise: knn-regress ---
def knn_regress(distances, values, k):
    """Mean value of the k nearest known points.

    Parameters
    ----------
    distances : ndarray of shape (M, N), int or float
    values : ndarray of shape (N,), int or float
    k : int

    Returns
    -------
    ndarray of shape (M,), float

    Raises
    ------
    ValueError
        Unless 1 <= k <= N.
    """
    ### BEGIN SOLUTION
    if not 1 <= k <= len(values):
        raise ValueError(f"k must lie between 1 and {len(values)}, not {k}")
    return values[np.argsort(distances, axis=1)[:, :k]].mean(axis=1)
    ### END SOLUTION


# %% check="knn-regress-worked" points=1
far, heights = np.array([[3, 1, 2, 9], [1, 3, 2, 4]]), np.array([10, 20, 60, 34])
checks.close(
    checks.unchanged(knn_regress, far, heights, 2),
    [40.0, 35.0],
    suspects={
        "the farthest are averaged": [22.0, 27.0],
        "the sum is not divided": [80.0, 70.0],
        "the k-th neighbour alone decides": [60.0, 60.0],
        "k + 1 are averaged, not k": [30.0, 30.0],
        "the mean runs over all values": [31.0, 31.0],
        "the first k values count, not the nearest": [15.0, 15.0],
        "the nearest is left out": [35.0, 40.0],
        "the nearest alone counts": [20.0, 10.0],
        "the values are weighted": [100 / 3, 80 / 3],
        "the neighbours' numbers are averaged, not their values": [1.5, 1.0],
        "the distances are averaged": [1.5, 1.5],
        "one mean is taken over all queries": [37.5, 37.5],
        "the mean runs along the wrong axis": [15.0, 60.0],
    },
)
checks.close(knn_regress(far, heights, 1), [20.0, 10.0])
checks.close(knn_regress(far, np.array([1, 2, 2, 0]), 2), [2.0, 1.5])
wrapped = {"the sum of bytes wrapped at 256": [22.0]}
bright = np.array([200, 100], dtype=np.uint8)
checks.close(knn_regress(np.array([[1, 2]]), bright, 2), [150.0], suspects=wrapped)
more = {"all that are as near as the k-th count": [32.5]}
found = knn_regress(np.array([[1, 2, 2, 2]]), np.array([10, 40, 40, 40]), 2)
checks.close(found, [25.0], suspects=more)

# %% check="knn-regress-random" points=1
rng = checks.rng("knn-regress-random")
for M, N in ((9, 14), (1, 6), (5, 1)):
    far, heights = rng.random((N, M)).T, rng.normal(size=N)
    for k in {1, 2, 5, N} - set(range(N + 1, 9)):
        library = sklearn.neighbors.KNeighborsRegressor(k, metric="precomputed")
        wanted = library.fit(np.zeros((N, N)), heights).predict(far)
        checks.close(checks.unchanged(knn_regress, far, heights, int(k)), wanted)
for k in (0, -1, N + 1):
    checks.raises(ValueError, knn_regress, far, heights, k)
checks.forbidden(knn_regress, "KNeighborsRegressor", "RadiusNeighborsRegressor")

# %% check="knn-regress-secret" points=1
# Once more when your work is graded, on distances and values that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("knn-regress-secret")
for _ in range(4):
    M, N = (int(n) for n in rng.integers(1, 15, size=2))
    far, heights = rng.random((M, N)), rng.integers(0, 256, size=N, dtype=np.uint8)
    k = int(rng.integers(1, N + 1))
    nearest = [heights[np.argsort(row)[:k]].astype(float).mean() for row in far]
    checks.close(checks.unchanged(knn_regress, far, heights, k), nearest)
checks.raises(ValueError, knn_regress, far, heights, N + 1)
### END HIDDEN TESTS

# %%
rng = np.random.default_rng(0)
x_known = np.sort(rng.random(60))
t_known = np.sin(2 * np.pi * x_known) + 0.3 * rng.normal(size=60)
x_fine = np.linspace(0, 1, 400)
figure, axes = plot.figure(1, 3, size=(3.0, 2.6))
for ax, k in zip(axes, (1, 7, 40)):
    gaps = np.abs(x_fine[:, None] - x_known)
    ax.plot(x_known, t_known, "o", markersize=3, color=plot.COLORS[0])
    ax.plot(x_fine, np.sin(2 * np.pi * x_fine), "--", color="black")
    ax.plot(x_fine, knn_regress(gaps, t_known, k), color=plot.COLORS[1])
    ax.set(xlabel="x", ylabel="t", title=f"k = {k}")
plot.show(
    figure,
    "Noisy points of a sine: k = 1 follows the noise, 7 the sine, 40 is nearly flat.",
)

# %% [markdown]
# Small $k$: it fits the noise. Large $k$: it flattens the curve. It is the polynomial's degree of lesson 1 once more, the
# other way round.

# %% [markdown]
# ## 7 · Which k?
#
# Not the one that does best on the training points: with $k = 1$ each finds itself. Not the one that does best on the
# **test** points either: then they have been used to choose, and no longer tell how new images will fare. So split the
# data in three: **train** to know, **validate** to choose, **test** once, at the end.

# %% [markdown]
# With little data, one validation part is a matter of luck. **Cross-validation** cuts the training data into `k` folds of
# nearly the same size. Each is the validation part once, while the others train. The mean over all folds decides. With as
# many folds as points it is called **leave-one-out**. (This `k` has nothing to do with that of the neighbours.)

# %% [markdown]
# ### Exercise 8 · Folds
# **4 points · 8 minutes**
#
# Ten rows in three folds: sizes 4, 3, 3 in any order. Which row goes where must be drawn by `rng`: data often come sorted
# by class, and a fold of one class validates nothing.


# %% solution="kfold"
# --- exercise: kfold ---
def kfold(n, k, rng):
    """Split rows 0 ... n - 1 into folds for cross-validation.

    Parameters
    ----------
    n : int
    k : int, 2 <= k <= n
    rng : numpy.random.Generator
        Draws the members of each fold.

    Returns
    -------
    list of k tuples (train_idx, val_idx)
        ndarrays or lists of row numbers, in any order. Every row is in exactly one
        val_idx, and in the train_idx of all others; the sizes of the val_idx differ
        by at most 1.
    """
    ### BEGIN SOLUTION
    folds = np.array_split(rng.permutation(n), k)
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
    ### END SOLUTION


# %% check="kfold-cover" points=2
for n, k in ((10, 3), (11, 4), (6, 2), (7, 7), (2, 2), (23, 5)):
    folds = checks.unchanged(kfold, n, k, np.random.default_rng(n))
    folds, judged = checks.parts(folds, k), []
    for train_idx, val_idx in (checks.parts(fold, 2) for fold in folds):
        rest, val = (np.asarray(rows).tolist() for rows in (train_idx, val_idx))
        message = f"kfold({n}, {k}): row numbers are whole numbers, no masks."
        checks.holds(all(type(row) is int for row in rest + val), message)
        message = (
            f"kfold({n}, {k}): train_idx {sorted(rest)} and val_idx {sorted(val)} "
        )
        message += f"of one fold must together be the rows 0 to {n - 1}, each once."
        swapped = len(val) > len(rest) and k > 2
        exchanged = f"kfold({n}, {k}): train_idx and val_idx are exchanged."
        checks.holds(not swapped, exchanged)
        checks.holds(sorted(rest + val) == list(range(n)), message)
        judged += val
    lost, often = (
        set(range(n)) - set(judged),
        {r for r in judged if judged.count(r) > 1},
    )
    message = (
        f"kfold({n}, {k}): in no val_idx: {sorted(lost)}; in several: {sorted(often)}."
    )
    checks.holds(not lost and not often, message)
    sizes = sorted(len(val) for _, val in folds)
    message = f"kfold({n}, {k}): the sizes {sizes} of val_idx differ by more than 1."
    checks.holds(sizes[-1] - sizes[0] <= 1, message)

# %% check="kfold-drawn" points=1
rng = checks.rng("kfold-drawn")
together = np.zeros((6, 6), dtype=int)
for _ in range(300):
    for _, val in kfold(6, 3, rng):
        together[np.ix_(val, val)] += 1
pairs = together[np.triu_indices(6, 1)]  # each pair should meet in one of five draws
message = f"In 300 draws of 3 folds of 6 rows, two rows meet {pairs.min()} to "
message += f"{pairs.max()} times; drawn by rng each two would meet about 60 times."
checks.holds(bool(pairs.min() >= 25 and pairs.max() <= 105), message)

# %% check="kfold-secret" points=1
# Once more when your work is graded, on sizes that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("kfold-secret")
for _ in range(5):
    n = int(rng.integers(2, 40))
    k = int(rng.integers(2, n + 1))
    folds = checks.parts(checks.unchanged(kfold, n, k, rng), k)
    parts = [[np.asarray(rows).tolist() for rows in fold] for fold in folds]
    checks.equal([sorted(t + v) for t, v in parts], [list(range(n))] * k)
    checks.equal(sorted(row for _, v in parts for row in v), list(range(n)))
    sizes = [len(v) for _, v in parts]
    checks.holds(
        max(sizes) - min(sizes) <= 1, "The folds' sizes differ by more than 1."
    )
first, other = (kfold(30, 3, np.random.default_rng(seed))[0][1] for seed in (1, 2))
message = "Two generators give the same first fold."
checks.holds(sorted(np.asarray(first)) != sorted(np.asarray(other)), message)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 9 · Cross-validation
# **4 points · 10 minutes**
#
# For each `k`, the validation accuracy in each fold. The distances of a fold serve every `k`: compute them once. You may
# call your functions above; if one of them does not pass its checks yet, use `scipy.spatial.distance.cdist`.


# %% solution="cross-validate-k"
# --- exercise: cross-validate-k ---
def cross_validate_k(X, y, ks, folds):
    """Validation accuracies of k nearest neighbours.

    Parameters
    ----------
    X : ndarray of shape (N, D), any integer or float type
    y : ndarray of shape (N,), any integers
    ks : sequence of int
        Each at most the size of the smallest train_idx.
    folds : list of (train_idx, val_idx)
        Arrays or lists of row numbers, as `kfold` returns them.

    Returns
    -------
    dict of int to sequence of len(folds) floats
        For each k the share of right predictions in each fold, in their order:
        Euclidean distance, a tied vote to the smallest label, equal distances
        as you like.
    """
    ### BEGIN SOLUTION
    accuracies = {k: np.zeros(len(folds)) for k in ks}
    for fold, (train, val) in enumerate(folds):
        far = scipy.spatial.distance.cdist(X[val], X[train])
        ranked = y[train][np.argsort(far, axis=1)]  # labels, the nearest first
        classes = np.unique(y[train])
        for k in ks:
            votes = (ranked[:, :k, None] == classes).sum(axis=1)
            predicted = classes[votes.argmax(axis=1)]
            accuracies[k][fold] = (predicted == y[val]).mean()
    return accuracies
    ### END SOLUTION


# %% check="cross-validate-k-worked" points=1
X = np.array([[0], [1], [2], [10], [11], [13], [5], [30]])
y = np.array([4, 4, 4, 9, 9, 4, 9, 9])
folds = [([0, 1, 2, 3, 4, 5], [6, 7]), (np.array([6, 7, 0, 1, 3]), np.array([2, 4, 5]))]
folds.append(([2, 4, 5, 6, 7], [0, 1, 3]))
found = checks.unchanged(cross_validate_k, X, y, (1, 3), folds)
checks.holds(isinstance(found, dict), "Expected a dict from each k to its accuracies.")
checks.equal(sorted(found), [1, 3])
wrong = {
    "the rows to be judged are among the neighbours": [1.0, 1.0, 1.0],
    "train and validation are exchanged": [1 / 3, 0.6, 0.6],
    "the number of right ones is not divided": [0.0, 2.0, 3.0],
    "the mean over all folds is taken": 5 / 9,
    "that is the error, not the accuracy": [1.0, 1 / 3, 0.0],
    "places among the training rows are looked up in all of y": [0.0, 1 / 3, 2 / 3],
    "the last fold alone is kept": [1.0],
    "the first fold alone is kept": [0.0],
    "all k share one list": [0.0, 0.5, 2 / 3, 2 / 3, 1.0, 1 / 3],
    "k + 1 neighbours vote": [0.5, 2 / 3, 0.0],
    "only the classes of val_idx are known": [1.0, 2 / 3, 1.0],
}
checks.close(found[1], [0.0, 2 / 3, 1.0], suspects=wrong)
wrong = {"every k gets what the first one gets": [0.0, 2 / 3, 1.0]}
checks.close(found[3], [0.5, 2 / 3, 1 / 3], suspects=wrong)

# %% check="cross-validate-k-random" points=2
rng = checks.rng("cross-validate-k-random")
for kind in (np.float64, np.uint8):
    X = (127 + 60 * rng.normal(size=(40, 6))).clip(0, 255).astype(kind)
    y = rng.integers(-1, 2, size=40)
    X[:, 0] = (X[:, 0] / 2 + 40 * (y + 1)).astype(kind)
    X, y = X / 255 if kind is np.float64 else X, y * 10**10
    order, folds = rng.permutation(40), []
    for start, stop in ((0, 7), (7, 25), (25, 40)):
        val = order[start:stop]
        folds.append((np.setdiff1d(order, val).tolist(), val.tolist()))
    ks = [5, 1, 4, 22]
    found = checks.unchanged(cross_validate_k, X, y, ks, folds)
    checks.equal(sorted(found), sorted(ks))
    for k in ks:
        library = sklearn.neighbors.KNeighborsClassifier(k)
        models = [
            library.fit(X[t].astype(float), y[t]).score(X[v].astype(float), y[v])
            for t, v in folds
        ]
        checks.close(found[k], models)

# %% check="cross-validate-k-secret" points=1
# Once more when your work is graded, on data and folds that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("cross-validate-k-secret")
X, y = rng.normal(size=(30, 3)), rng.integers(0, 3, size=30) * 1000
X[:, 1] += y / 1000
parts = np.array_split(rng.permutation(30), 4)
folds = [(np.setdiff1d(np.arange(30), val), val) for val in parts]
ks = [int(k) for k in rng.choice(np.arange(1, 20), size=3, replace=False)]
found = checks.unchanged(cross_validate_k, X, y, ks, folds)
for k in ks:
    library = sklearn.neighbors.KNeighborsClassifier(k)
    wanted = [library.fit(X[t], y[t]).score(X[v], y[v]) for t, v in folds]
    checks.close(found[k], wanted)
### END HIDDEN TESTS

# %% [markdown]
# ## 8 · Digits
#
# Now the digits: 500 are put aside for the test. On the others, five folds choose $k$. Every fold is a dot, the line is
# their mean.

# %%
vectors = images.reshape(len(images), -1)  # (1797, 64)
ks_tried = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50]


def choose_k(seed):
    """Split, cross-validate, choose: rows of train and test, accuracies, the best k."""
    rng = np.random.default_rng(seed)
    train, test = np.split(rng.permutation(len(vectors)), [-500])
    X, y = vectors[train], digit_labels[train]
    accuracies = cross_validate_k(X, y, ks_tried, kfold(len(train), 5, rng))
    return train, test, accuracies, max(ks_tried, key=lambda k: np.mean(accuracies[k]))


train, test, accuracies, best_k = choose_k(seed=0)
print("chosen: k =", best_k)

# %%
figure, ax = plot.figure(size=(5.0, 3.0))
for k in ks_tried:
    ax.plot([k] * 5, accuracies[k], "o", color=plot.COLORS[0], markersize=4, alpha=0.6)
ax.plot(ks_tried, [np.mean(accuracies[k]) for k in ks_tried], "-", color=plot.COLORS[1])
ax.axvline(best_k, color="black", linestyle=":")
ax.set(
    xscale="log",
    xlabel="k",
    xticks=(1, 2, 5, 10, 20, 50),
    xticklabels=(1, 2, 5, 10, 20, 50),
    ylabel="validation accuracy",
    title="Few neighbours are best here",
)
plot.show(figure, "Validation accuracy of five folds against k: best for k up to 7.")

# %% [markdown]
# Up to $k = 7$ the folds of one $k$ differ by one to three points, the means by half a point. So the choice among those
# is a matter of luck, and harmless. Now the test, once for each of five splits:

# %%
test_accuracies = []
for seed in range(5):
    rows, held_out, _, k = choose_k(seed)
    gaps = distances_no_loops(vectors[held_out], vectors[rows])
    predicted = knn_predict(gaps, digit_labels[rows], k)
    test_accuracies.append(np.mean(predicted == digit_labels[held_out]))
    print(f"k = {k}: {test_accuracies[-1]:.3f}")

# %% [markdown]
# Over twenty splits it lay between 0.97 and 1.00, with a mean of 0.985. Nothing was learnt: the images themselves did it.

# %% [markdown]
# One number does not say which digits are mixed up. A **confusion matrix** does: row $i$, column $j$ counts the images of
# class $i$ that were called $j$. By hand: true 0, 0, 1, 2, called 0, 1, 1, 1, in three classes.
#
# $$\begin{pmatrix} 1 & 1 & 0 \\ 0 & 1 & 0 \\ 0 & 1 & 0 \end{pmatrix}$$

# %% [markdown]
# ### Exercise 10 · Confusion matrix
# **3 points · 5 minutes**
#
# Count it yourself: scikit-learn's function is out.


# %% solution="confusion-matrix"
# --- exercise: confusion-matrix ---
def confusion_matrix(y_true, y_pred, n_classes):
    """Count who was called what.

    Parameters
    ----------
    y_true, y_pred : ndarray of shape (N,), any integer type, in [0, n_classes)
        N may be 0.
    n_classes : int

    Returns
    -------
    ndarray of shape (n_classes, n_classes), int
        Entry [i, j] counts the examples of class i that were called j.
    """
    ### BEGIN SOLUTION
    cells = y_true.astype(np.int64) * n_classes + y_pred.astype(np.int64)
    counts = np.bincount(cells, minlength=n_classes**2)
    return counts.reshape(n_classes, n_classes)
    ### END SOLUTION


# %% check="confusion-matrix-worked" points=1
true, called = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
found = checks.unchanged(confusion_matrix, true, called, 3)
checks.equal(
    found,
    [[1, 1, 0], [0, 1, 0], [0, 1, 0]],
    suspects={
        "rows and columns are exchanged": [[1, 0, 0], [1, 1, 1], [0, 0, 0]],
        "shares are returned, not counts": [[0.5, 0.5, 0], [0, 1, 0], [0, 1, 0]],
        "only mistakes are counted": [[0, 1, 0], [0, 0, 0], [0, 1, 0]],
        "both orders are counted": [[1, 1, 0], [1, 1, 1], [0, 1, 0]],
        "the first example is left out": [[0, 1, 0], [0, 1, 0], [0, 1, 0]],
    },
)
checks.dtype(found, "integer")
true, called = np.array([0, 0, 0, 1]), np.array([1, 1, 1, 0])
lost = {"an entry that comes several times is counted once": [[0, 1], [1, 0]]}
checks.equal(confusion_matrix(true, called, 2), [[0, 3], [1, 0]], suspects=lost)

# %% check="confusion-matrix-random" points=1
rng = checks.rng("confusion-matrix-random")
checks.forbidden(confusion_matrix, "confusion_matrix", "crosstab", "contingency_matrix")
cases = ((60, 4, np.int64), (300, 20, np.uint8), (9, 200, np.uint8), (5, 9, np.int8))
for N, n_classes, kind in (*cases, (40, 3, np.uint64)):
    true, called = rng.integers(0, n_classes, size=(2, N)).astype(kind)
    wanted = sklearn.metrics.confusion_matrix(true, called, labels=range(n_classes))
    found = checks.unchanged(confusion_matrix, true, called, n_classes)
    checks.equal(found, wanted)
none = np.zeros(0, dtype=np.int64)
checks.equal(confusion_matrix(none, none, 2), [[0, 0], [0, 0]])
checks.dtype(confusion_matrix(none, none, 2), "integer")
zeros, wrapped = np.zeros(300, dtype=np.uint8), {"the counts wrapped at 256": [[44]]}
checks.equal(confusion_matrix(zeros, zeros, 1), [[300]], suspects=wrapped)
checks.equal(confusion_matrix(np.array([0]), np.array([0]), 3)[0].tolist(), [1, 0, 0])

# %% check="confusion-matrix-secret" points=1
# Once more when your work is graded, on labels that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("confusion-matrix-secret")
for kind in (np.uint8, np.int32):
    n_classes = int(rng.integers(17, 30))
    true, called = rng.integers(0, n_classes, size=(2, 200)).astype(kind)
    wanted = sklearn.metrics.confusion_matrix(true, called, labels=range(n_classes))
    checks.equal(checks.unchanged(confusion_matrix, true, called, n_classes), wanted)
### END HIDDEN TESTS

# %%
gaps = distances_no_loops(vectors[test], vectors[train])
predicted = knn_predict(gaps, digit_labels[train], best_k)
figure, ax = plot.figure(size=(4.6, 3.8))
plot.heatmap(ax, confusion_matrix(digit_labels[test], predicted, 10), label="images")
ax.set(xlabel="called", ylabel="is", title="Nearly all lie on the diagonal")
plot.show(figure, "Confusion matrix of 500 digits: a few counts off the diagonal.")

# %% [markdown]
# Where does one neighbour fail? **Leave-one-out** asks for every digit the other 1,796. Each mistake is drawn beside its
# nearest neighbour, and beside the nearest of its own kind, which was farther. Here are six of them.

# %%
gaps = distances_no_loops(vectors, vectors)
np.fill_diagonal(gaps, np.inf)  # nobody is his own neighbour
nearest = gaps.argmin(axis=1)
fooled = np.flatnonzero(digit_labels[nearest] != digit_labels)
print(f"{len(fooled)} of {len(gaps)} wrong: accuracy {1 - len(fooled) / len(gaps):.3f}")
pictures, titles = [], []
for i in fooled[[0, 2, 3, 4, 6, 10]]:
    own = np.where(digit_labels == digit_labels[i], gaps[i], np.inf).argmin()
    pictures += [images[i], images[nearest[i]], images[own]]
    titles += [
        f"a {digit_labels[i]}",
        f"a {digit_labels[nearest[i]]}: {gaps[i].min():.2f}",
    ]
    titles += [f"a {digit_labels[own]}: {gaps[i, own]:.2f}"]
figure = plot.images(pictures, titles=titles, columns=3, size=0.8)
plot.show(
    figure,
    "Six mistakes: the digit, its nearest neighbour, the nearest of its own kind.",
)

# %% [markdown]
# ## 9 · How to fool yourself
#
# An experiment that must fail: 60 patients, 5,000 measurements that are pure noise, and a diagnosis by the toss of a
# coin. Keep the 20 measurements that go best with the diagnosis, and cross-validate.


# %%
def kept(X, y, count=20):
    """The columns that go best with the labels."""
    centred = X - X.mean(axis=0)
    strength = np.abs(centred.T @ (y - y.mean())) / centred.std(axis=0)
    return np.argsort(-strength)[:count]


honest, leaking = [], []
for seed in range(5):
    rng = np.random.default_rng(seed)
    noise, coin = rng.normal(size=(60, 5000)), rng.integers(0, 2, size=60)
    patients = kfold(60, 5, rng)
    best = kept(noise, coin)  # chosen with all patients, before the split
    leaking.append(np.mean(cross_validate_k(noise[:, best], coin, [5], patients)[5]))
    parts = [(fold, kept(noise[fold[0]], coin[fold[0]])) for fold in patients]
    folds = [cross_validate_k(noise[:, c], coin, [5], [fold])[5] for fold, c in parts]
    honest.append(np.mean(folds))
print(f"chosen before the split: accuracy {min(leaking):.2f} to {max(leaking):.2f}")
print(f"chosen inside each fold: accuracy {min(honest):.2f} to {max(honest):.2f},")
print(f"with a mean of {np.mean(honest):.2f}")

# %% [markdown]
# A coin can't be predicted, yet the first line says that it can. The validation patients had a say in what to keep: their
# labels **leaked** into the training. Whatever looks at labels belongs inside the fold.

# %% [markdown]
# ## 10 · The curse of dimension
#
# Neighbours must be near to be of use. On a line, ten points leave gaps of a tenth. How many does it take in more
# dimensions?

# %% [markdown]
# ### Quiz 3 · Points needed
# **1 point · 2 minutes**
#
# Cut every axis of a unit cube into ten parts and put one point into each cell. How many points does that take in 64
# dimensions, those of our small digits? Return the power of ten.


# %% solution="quiz-points"
# --- exercise: quiz-points ---
def quiz_points():
    """Return the exponent e, an int, of the number 10^e of points."""
    ### BEGIN SOLUTION
    return 64
    ### END SOLUTION


# %% check="quiz-points-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
checks.dtype(quiz_points(), "integer")
### BEGIN HIDDEN TESTS
cells = 1
for _ in range(64):
    cells *= 10
checks.equal(quiz_points(), len(str(cells)) - 1)
### END HIDDEN TESTS

# %% [markdown]
# And all points move apart. Draw 500 points at random in a unit cube, and look at them from another one: in one
# dimension the nearest is much closer than the farthest. In a thousand it is nearly as far.

# %%
dimensions = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
mean_distance, contrast = [], []
for D in dimensions:
    rng = np.random.default_rng(D)
    gaps = distances_no_loops(rng.random((50, D)), rng.random((500, D)))
    mean_distance.append(gaps.mean())
    contrast.append(np.mean(gaps.min(axis=1) / gaps.max(axis=1)))
figure, axes = plot.figure(1, 2, size=(3.6, 2.8))
axes[0].loglog(dimensions, mean_distance, "o-")
axes[0].set(xlabel="dimensions", ylabel="mean distance", title="Everything is far away")
axes[1].semilogx(dimensions, contrast, "o-")
axes[1].set(xlabel="dimensions", ylabel="nearest / farthest", title="and equally far")
plot.show(figure, "Mean distance grows like a root; nearest over farthest goes to 0.9.")

# %% [markdown]
# So do more features hurt? At first they help. Here every further feature tells the two classes apart a little, but less
# than the one before: feature $i$ differs by $2/\sqrt{i}$ between them. Accuracy rises, then falls; with more examples it
# falls less: the Hughes phenomenon (1968), in an example by Trunk (1979).


# %%
def hughes(n_train, seed, counts):
    """Test accuracy of 5 nearest neighbours with the first 1, 2, 4, ... features."""
    rng = np.random.default_rng(seed)
    X, y = (
        rng.normal(size=(n_train + 500, counts[-1])),
        rng.integers(0, 2, n_train + 500),
    )
    X += (2 * y[:, None] - 1) / np.sqrt(np.arange(1, counts[-1] + 1))
    result = []
    for count in counts:
        gaps = distances_no_loops(X[n_train:, :count], X[:n_train, :count])
        result.append(np.mean(knn_predict(gaps, y[:n_train], 5) == y[n_train:]))
    return result


counts = 2 ** np.arange(10)
figure, ax = plot.figure(size=(5.0, 3.0))
for n_train, style in ((20, "o-"), (100, "s--"), (1000, "^:")):
    mean = np.mean([hughes(n_train, seed, counts) for seed in range(10)], axis=0)
    ax.semilogx(counts, mean, style, label=f"{n_train} examples")
ax.set(xlabel="features", ylabel="test accuracy", title="More features help, then hurt")
ax.legend()
plot.show(
    figure,
    "Accuracy against features: it rises, then falls; the more examples, the less it falls.",
)

# %% [markdown]
# ## 11 · The bill comes at test time
#
# Training is free: keep the data. But every query is compared with all of it, and that is the wrong way round: one may
# wait while a program learns, not while it answers. In few dimensions a **k-d tree** helps: it cuts space into boxes, and
# skips those that are too far away.

# %%
visited = []
for D in (1, 2, 4, 8, 12, 16, 24):
    rng = np.random.default_rng(D)
    tree = sklearn.neighbors.KDTree(rng.random((5000, D)), leaf_size=10)
    tree.reset_n_calls()
    tree.query(rng.random((100, D)), k=1)
    visited.append((D, tree.get_n_calls() / 100))
figure, ax = plot.figure(size=(4.6, 2.8))
ax.semilogy(*zip(*visited), "o-")
ax.axhline(5000, color="black", linestyle=":")
ax.set(xlabel="dimensions", ylabel="distances computed", title="The tree stops helping")
plot.show(
    figure,
    "Distances per query: about 20 on a line, nearly all 5,000 in 24 dimensions.",
)

# %% [markdown]
# In many dimensions one gives up on being exact. **Hashing**: draw 10 random planes and note on which side of each a
# point lies. Points with the same 10 bits share a bucket, and near points often do. Search your own bucket only, in
# several such tables.

# %%
rng = np.random.default_rng(0)
centre = vectors[train].mean(axis=0)
powers = 2 ** np.arange(10)
candidates = np.zeros((len(test), len(train)), dtype=bool)
for _ in range(8):
    planes = rng.normal(size=(64, 10))
    known, asked = (
        ((vectors[r] - centre) @ planes > 0) @ powers for r in (train, test)
    )
    candidates |= asked[:, None] == known
gaps = distances_no_loops(vectors[test], vectors[train])
nearest = np.where(candidates, gaps, np.inf).argmin(axis=1)
print(f"compared with {candidates.mean():.0%} of the known images")
print(f"found the very nearest: {np.mean(nearest == gaps.argmin(axis=1)):.0%}")
right = digit_labels[train][nearest] == digit_labels[test]
print(f"named the digit right: {right.mean():.1%}")

# %% [markdown]
# ## 12 · Pixels are poor judges
#
# Five pictures, each compared with the first. One is shifted by 20 pixels, one is partly covered, one is darkened. Bar and
# darkness are chosen so that all three are **about equally far** from the first. The last shows its mean colour alone.

# %%
cat = skimage.transform.resize(
    data.photo("chelsea")[20:280, 90:390] / 255.0, (104, 120)
)
shifted = np.roll(cat, 20, axis=1)
target = np.linalg.norm(shifted - cat)
bars = [np.where(np.arange(120)[:, None] < width, 0.0, cat) for width in range(121)]
covered = min(bars, key=lambda bar: abs(np.linalg.norm(bar - cat) - target))
dark = cat * (1 - target / np.linalg.norm(cat))
pictures = [cat, shifted, covered, dark, np.ones_like(cat) * cat.mean(axis=(0, 1))]
titles = [f"distance {np.linalg.norm(p - cat):.1f}" for p in pictures]
figure = plot.images(pictures, titles=titles, size=1.4)
plot.show(
    figure,
    "A cat; shifted, covered and darkened at one distance; a plain square, nearer.",
)

# %% [markdown]
# The plain square is the nearest of all. Pixels compare place by place, and know nothing of shapes. Small centred digits
# forgive that. Photographs need **features** that stay when a cat moves or the light goes: the next lessons learn them.

# %% [markdown]
# ## What you have seen
#
# - You computed all distances between two sets of images, a hundred times faster than with loops.
# - You let the nearest neighbours vote, and chose how many.
# - You measured accuracy without fooling yourself.
# - You saw what happens to distance in many dimensions.
# - You found images that are far apart for you and close for the computer.

# %% [markdown]
# ## Your code against the library
#
# Your three versions against SciPy's, and the slowest against the fastest; then the vote, against scikit-learn's. A ratio
# above 1 means that the first takes longer.

# %%
pixels, names_of = data.digits()
few, many = pixels[:200].reshape(-1, 64), pixels[200:700].reshape(-1, 64)
gaps = distances_no_loops(few, many)
scikit_learn = sklearn.neighbors.KNeighborsClassifier(5, metric="precomputed")
scikit_learn.fit(np.zeros((500, 500)), names_of[200:700])


def scipys():
    return scipy.spatial.distance.cdist(few, many)


# %%
compare.side_by_side(
    {
        "distances_two_loops": (lambda: distances_two_loops(few, many), scipys),
        "distances_one_loop": (lambda: distances_one_loop(few, many), scipys),
        "distances_no_loops": (lambda: distances_no_loops(few, many), scipys),
        "two loops, no loops": (
            lambda: distances_two_loops(few, many),
            lambda: distances_no_loops(few, many),
        ),
        "knn_predict": (
            lambda: knn_predict(gaps, names_of[200:700], 5),
            lambda: scikit_learn.predict(gaps),
        ),
    },
    repeats=3,
)

# %% [markdown]
# ## Typical errors
#
# | what you see | what it was |
# |---|---|
# | `nan` among the distances | the root of a number just below 0 |
# | distances that make no sense | bytes wrapped, or 32-bit floats ran out of digits |
# | the notebook runs out of memory | an array of shape (M, N, D) |
# | training accuracy of 1 | k = 1: every point finds itself |
# | better in validation than ever after | labels leaked: something was chosen before the split |
# | one feature decides everything | it has another unit: scale the features first |

# %% [markdown]
# ## Scale it up
#
# Off by default, because it downloads 170 MB: 5,000 small photographs of CIFAR-10 in ten classes, 500 for the test.
# Published results for this set-up are 27 % at k = 1 and 28 % at the best k, where chance is 10 %: pixels are poor judges
# of cats.

# %%
SCALE_UP = False


def cifar_accuracies(n_train=5000, n_test=500, ks=(1, 3, 5, 10, 20, 50)):
    train, test = (
        data.real("cifar10", train=part, download=True) for part in (True, False)
    )
    X, y = train.data[:n_train].reshape(-1, 3072), np.array(train.targets[:n_train])
    folds = kfold(len(X), 5, np.random.default_rng(0))
    accuracies = cross_validate_k(X, y, ks, folds)
    best = max(ks, key=lambda k: np.mean(accuracies[k]))
    gaps = distances_no_loops(test.data[:n_test].reshape(-1, 3072), X)
    truth = np.array(test.targets[:n_test])
    return {k: float(np.mean(knn_predict(gaps, y, k) == truth)) for k in (1, best)}


if SCALE_UP:
    print(cifar_accuracies())

# %% [markdown]
# ## Further reading
#
# - T. Cover, P. Hart, *Nearest neighbor pattern classification* (1967): with enough data, one neighbour errs at most twice
#   as often as the best rule there can be.
# - G. Trunk, *A problem of dimensionality: a simple example* (1979): the features of section 10, in two pages.
# - [Image classification](https://cs231n.github.io/classification/), notes of Stanford's CS231n: the same road with
#   CIFAR-10.
