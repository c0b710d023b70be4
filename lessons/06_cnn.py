# %% [markdown]
# # 6 · Convolutional networks
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({{colab}})

# %% [markdown]
# **About this lesson** · You write the layers of a convolutional network and their gradients, count the weights of five
# famous ones, and train your own to read digits with about one mistake in a hundred.
#
# You will
# - slide filters over images, and go back through them,
# - pool, normalise and drop out,
# - reckon the size of every layer of AlexNet and VGG,
# - see why very deep networks need shortcuts,
# - look inside: at filters, at maps, at what a network looks at.
#
# You need lesson 5 (backpropagation). Reading takes about an hour, the
# exercises 134 (49 points). The whole notebook runs in about two minutes on a laptop CPU.

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

import numpy as np
import skimage.transform
import torch
import torch.nn.functional as F
import torchvision
from torch import nn
from tqdm.auto import tqdm

from course_utils import checks, compare, data, plot
from course_utils.seeds import seeded

# %% [markdown]
# ## 1 · A window that moves
#
# The network of lesson 5 looks at all pixels at once, each with a weight of its own. Move a digit by one pixel, and it
# sees something new. But an edge is an edge wherever it is. So take a small **filter**, three by three weights, lay it
# over each place of the image, multiply, add up: that is a **convolution**.

# %%
images, digit_labels = data.digits()
digit = images[0]
edge_filter = np.array([[1.0, 0.0, -1.0], [1.0, 0.0, -1.0], [1.0, 0.0, -1.0]])
response = np.zeros((6, 6))
for i in range(6):
    for j in range(6):
        response[i, j] = (digit[i : i + 3, j : j + 3] * edge_filter).sum()

# %%
figure, axes = plot.figure(2, 4, size=(1.9, 1.9))
for column, (i, j) in zip(axes.T, ((0, 0), (0, 3), (2, 2), (5, 5))):
    done = np.full((6, 6), np.nan)
    done.flat[: 6 * i + j + 1] = response.flat[: 6 * i + j + 1]
    column[0].imshow(digit, cmap="gray")
    frame = np.array([[j, i, j + 3, i + 3]])
    plot.boxes(column[0], frame, color=plot.COLORS[1])
    column[1].imshow(done, cmap="viridis", vmin=-3, vmax=3)
    column[0].set(title=f"window at row {i}, column {j}", xticks=(), yticks=())
    column[1].set(title=f"sum: {response[i, j]:.2f}", xticks=(), yticks=())
    for ax in column:
        ax.title.set_size(8)
plot.show(
    figure,
    "A 3 by 3 window at four places of a digit, and the map of sums that it fills row by row.",
)

# %% [markdown]
# Yellow is above 0, blue below. This filter answers where the left is brighter than the right: at right-hand edges. What deep learning calls convolution
# mathematicians call correlation: their convolution turns the filter by 180 degrees first. For a learnt filter that makes
# no difference, for a given one it does.

# %%
flipped = np.zeros((6, 6))
for i in range(6):
    for j in range(6):
        flipped[i, j] = (digit[i : i + 3, j : j + 3] * edge_filter[::-1, ::-1]).sum()
figure, axes = plot.figure(1, 3, size=(2.2, 2.2))
names = ("digit", "the filter as it is", "the filter turned")
for ax, picture, name in zip(axes, (digit, response, flipped), names):
    ax.imshow(picture, cmap="gray" if name == "digit" else "viridis")
    ax.set(title=name, xticks=(), yticks=())
plot.show(
    figure,
    "A digit, its right-hand edges, and with the filter turned its left-hand edges.",
)

# %% [markdown]
# ## 2 · How large is the result?
#
# A filter of 3 fits into a row of 7 at five places: 7 - 3 + 1. With a **stride** of 2 it moves two pixels at a time and
# stands at three. With a stride of 3 it does not come out: after two places one pixel is left over. **Padding** adds zeros
# on both sides; with one on each side there are seven places, and the size stays.
#
# $$\text{out} = \frac{\text{size} + 2\,\text{padding} - \text{kernel}}{\text{stride}} + 1$$

# %% [markdown]
# ### Exercise 1 · Output size
# **3 points · 6 minutes**


# %% solution="output-size"
# --- exercise: output-size ---
def conv_output_size(size, kernel, stride, padding):
    """Number of places of a window along one axis.

    Parameters
    ----------
    size : int
        Pixels along the axis.
    kernel : int, at least 1
        Width of the window.
    stride : int, at least 1
    padding : int, at least 0
        Zeros on each of both sides.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        When the windows don't fit exactly, or the kernel is larger than the padded size.
    """
    ### BEGIN SOLUTION
    room = size + 2 * padding - kernel
    if room < 0 or room % stride:
        raise ValueError(
            f"windows of {kernel} with stride {stride} do not fit into {size}"
        )
    return room // stride + 1
    ### END SOLUTION


# %% check="output-size-worked" points=1
found = conv_output_size(7, 3, 1, 0)
known = {"the + 1 is missing": 4, "the kernel is not taken off": 8}
checks.equal(found, 5, suspects=known)
checks.equal(conv_output_size(7, 3, 2, 0), 3, suspects={"the stride is not used": 5})
known = {"the padding is not used": 5, "it is added on one side only": 6}
checks.equal(conv_output_size(7, 3, 1, 1), 7, suspects=known)
checks.equal(conv_output_size(227, 11, 4, 0), 55)
checks.equal(conv_output_size(32, 5, 1, 2), 32)
checks.equal(conv_output_size(3, 3, 7, 0), 1)
message = f"Return an int, not a {type(found).__name__}."
checks.holds(type(found) is int, message)

# %% check="output-size-refused" points=1
checks.raises(ValueError, conv_output_size, 7, 3, 3, 0)
checks.raises(ValueError, conv_output_size, 3, 5, 1, 0)
checks.raises(ValueError, conv_output_size, 3, 5, 2, 0)
checks.raises(ValueError, conv_output_size, 4, 5, 1, 0)
checks.raises(ValueError, conv_output_size, 1, 6, 1, 2)
checks.equal(conv_output_size(3, 5, 1, 1), 1)
checks.equal(conv_output_size(8, 3, 3, 2), 4)

# %% check="output-size-secret" points=1
# Once more when your work is graded, for sizes that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("output-size-secret")
for _ in range(60):
    size, kernel, stride, padding = (
        int(n) for n in rng.integers([1, 1, 1, 0], [20, 9, 5, 4])
    )
    starts = range(0, size + 2 * padding - kernel + 1, stride)
    if len(starts) and starts[-1] + kernel == size + 2 * padding:
        checks.equal(conv_output_size(size, kernel, stride, padding), len(starts))
    else:
        checks.raises(ValueError, conv_output_size, size, kernel, stride, padding)
### END HIDDEN TESTS

# %% [markdown]
# ## 3 · A layer of filters
#
# An image has three **channels**, and so has each filter: 5 x 5 x 3 weights and a bias make one map. Ten filters make ten
# maps, which are the channels of the next layer. On 32 x 32 pixels, with padding 2, they are ten maps of 32 x 32 numbers,
# and all of them come from 10 (75 + 1) = 760 parameters. A layer that connects everything with everything would need 31
# million.

# %% [markdown]
# Three properties come with it. **Parameters are shared**: what is learnt in one corner holds in all. **Connections are
# local**: one number depends on 5 x 5 pixels, its **receptive field**. And layers add up: a 3 x 3 filter on top of a 3 x 3
# filter sees 5 x 5 pixels of the image. Even a **1 x 1** filter is of use: it mixes channels, at each place alike.

# %% [markdown]
# The idea is from the cat. Hubel and Wiesel found cells in its visual cortex that answer to an edge of one
# direction at one place (1959), and others that answer to it anywhere in a neighbourhood, as if they added up the first kind (1962). Fukushima built layers of both in 1980,
# LeCun trained them by backpropagation in 1989.

# %% [markdown]
# ### Quiz 1 · How far does it see?
# **1 point · 3 minutes**
#
# Four 3 x 3 layers with stride 1, one after the other. How many pixels wide is the receptive field of a number in the
# last map?


# %% solution="quiz-receptive"
# --- exercise: quiz-receptive ---
def quiz_receptive():
    """Return the width in pixels, an int."""
    ### BEGIN SOLUTION
    return 9
    ### END SOLUTION


# %% check="quiz-receptive-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
width = quiz_receptive()
checks.holds(type(width) is int and width > 0, "Return an int above 0.")
### BEGIN HIDDEN TESTS
line = torch.zeros(1, 1, 41, requires_grad=True)
seen = line
for _ in range(4):
    seen = F.conv1d(seen, torch.ones(1, 1, 3))
seen[0, 0, seen.shape[-1] // 2].backward()
checks.equal(quiz_receptive(), int((line.grad != 0).sum()))
### END HIDDEN TESTS

# %% [markdown]
# Seven loops are the definition: over images, filters, rows, columns, and in the window over channels, rows and columns.
# In Python that takes forever. **im2col** lays every window out as a row; then all filters at all places are one matrix
# product, and a matrix product is what machines do best.

# %%
small_image = np.arange(16.0).reshape(4, 4)
windows = np.lib.stride_tricks.sliding_window_view(small_image, (3, 3))
print("four windows, each a row of nine pixels:")
print(windows.reshape(-1, 9).astype(int))
print("one product:", windows.reshape(-1, 9) @ edge_filter.ravel())

# %% [markdown]
# Backwards, think of one weight $w$ of the filter. It touched every pixel at its place in each window: its gradient is the
# sum of `dout` times those pixels. And one pixel was in several windows, each time under another weight: its gradient is
# the sum of `dout` times those weights. The padding's gradient is cut off.

# %% [markdown]
# ### Exercise 2 · Convolution
# **9 points · 35 minutes**
#
# In exercises 2 to 4 the gradients are yours: torch's automatic ones are out, and so are ready convolutions and poolings
# (torch's, SciPy's, NumPy's). Unlike exercise 1, and as torch does it, rows and columns that fill no window are left out:
# sizes are rounded down.
#
# <details><summary>Hint</summary>
#
# `sliding_window_view(x, (KH, KW), axis=(2, 3))` has shape (N, C, rows, columns, KH, KW); take every `stride`-th row and
# column. `np.tensordot` multiplies over several axes at once. Backwards loop over the KH x KW places of the filter alone:
# one weight touches `padded[:, :, i : i + stride * HO : stride, j : j + stride * WO : stride]`.
#
# </details>


# %% solution="conv2d"
# --- exercise: conv2d ---
def conv2d_forward(x, w, b, stride, padding):
    """Convolve a batch with a bank of filters, without turning them.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W), any integer or float type
    w : ndarray of shape (F, C, KH, KW), any integer or float type
    b : ndarray of shape (F,), any integer or float type
    stride : int, at least 1
        Along rows and columns.
    padding : int, at least 0
        Zeros on all four sides.

    Returns
    -------
    out : ndarray of shape (N, F, HO, WO)
        HO = (H + 2 padding - KH) // stride + 1, WO alike: rows and columns that fill no window are left out.
    cache : object
        For `conv2d_backward`, in any form.
    """
    ### BEGIN SOLUTION
    sides = (0, 0), (0, 0), (padding, padding), (padding, padding)
    padded = np.pad(x.astype(float), sides)
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C, HO, WO, KH, KW)
    out = np.tensordot(windows, w, ((1, 4, 5), (1, 2, 3))) + b  # (N, HO, WO, F)
    return out.transpose(0, 3, 1, 2), (windows, w, padded.shape, stride, padding)
    ### END SOLUTION


def conv2d_backward(dout, cache):
    """Gradients of a loss with respect to x, w and b.

    Parameters
    ----------
    dout : ndarray of shape (N, F, HO, WO), float64
        Gradient of the loss with respect to `out`.
    cache : object
        As returned by `conv2d_forward`.

    Returns
    -------
    dx : ndarray of shape (N, C, H, W), float64
    dw : ndarray of shape (F, C, KH, KW), float64
    db : ndarray of shape (F,), float64
    """
    ### BEGIN SOLUTION
    windows, w, shape, stride, padding = cache
    dw = np.tensordot(dout, windows, ((0, 2, 3), (0, 2, 3)))  # (F, C, KH, KW)
    dpadded, (rows, columns) = np.zeros(shape), dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        part = np.tensordot(dout, w[:, :, i, j], (1, 0)).transpose(0, 3, 1, 2)
        down, right = i + stride * rows, j + stride * columns
        dpadded[:, :, i:down:stride, j:right:stride] += part  # (N, C, HO, WO)
    height, width = shape[2] - padding, shape[3] - padding
    return dpadded[:, :, padding:height, padding:width], dw, dout.sum(axis=(0, 2, 3))
    ### END SOLUTION


# %% check="conv2d-worked" points=1
ramp = np.arange(12.0).reshape(1, 1, 3, 4)
corner = np.array([[[[1.0, 0.0], [2.0, 10.0]]]])
out, cache = checks.parts(conv2d_forward(ramp, corner, np.array([0.5]), 1, 0), 2)
wanted = np.array([[[[58, 71, 84], [110, 123, 136]]]]) + 0.5
known = {
    "the filter is turned by 180 degrees": [[[[7.5, 20.5, 33.5], [59.5, 72.5, 85.5]]]]
}
known["the filter is transposed"] = [[[[52.5, 65.5, 78.5], [104.5, 117.5, 130.5]]]]
known |= {
    "b is left out": wanted - 0.5,
    "b is added once for each weight": wanted + 1.5,
}
checks.close(out, wanted, suspects=known)
out, _ = checks.parts(conv2d_forward(ramp, corner, np.array([0.0]), 2, 1), 2)
known = {
    "the padding repeats the edge: zeros are asked for": [
        [[[0, 23, 39], [100, 123, 139]]]
    ]
}
checks.close(out, [[[[0, 22, 6], [80, 123, 29]]]], suspects=known)

# %% check="conv2d-back" points=1
ramp = np.arange(12.0).reshape(1, 1, 3, 4)
corner = np.array([[[[1.0, 0.0], [2.0, 10.0]]]])
_, cache = checks.parts(conv2d_forward(ramp, corner, np.array([0.5]), 1, 0), 2)
dx, dw, db = checks.parts(conv2d_backward(np.ones((1, 1, 2, 3)), cache), 3)
overlap = "windows overlap: their parts must be added up (+=), not overwritten"
known = {
    overlap: [[[[1, 0, 0, 0], [2, 10, 10, 10], [2, 10, 10, 10]]]],
    overlap + ".": [[[[1, 1, 1, 0], [1, 1, 1, 0], [2, 2, 2, 10]]]],
    "the filter is turned": [[[[10, 12, 12, 2], [10, 13, 13, 3], [0, 1, 1, 1]]]],
    "the slice :-padding is empty where padding is 0": np.zeros((1, 1, 0, 0)),
}
wanted = [[[[1, 1, 1, 0], [3, 13, 13, 10], [2, 12, 12, 10]]]]
checks.close(dx, wanted, suspects=known)
known = {"it is turned by 180 degrees": [[[[48, 42], [24, 18]]]]}
known["dw and db have changed places"] = [6.0]
checks.close(dw, [[[[18, 24], [42, 48]]]], suspects=known)
checks.close(db, [6.0])

# %% check="conv2d-forward" points=1
rng = checks.rng("conv2d-forward")
for (N, C, H, W), (F_, KH, KW), stride, padding in (
    ((2, 3, 6, 7), (4, 3, 2), 1, 0),
    ((1, 2, 7, 5), (3, 3, 3), 2, 1),
    ((3, 1, 5, 8), (2, 2, 4), 3, 2),
    ((2, 4, 4, 4), (1, 1, 1), 1, 0),
):
    x = rng.normal(size=(W, H, C, N)).T
    w, b = rng.normal(size=(F_, C, KH, KW)), rng.normal(size=F_)
    x_true, w_true, b_true = (torch.tensor(v.copy()) for v in (x, w, b))
    answer = checks.unchanged(conv2d_forward, x, w, b, stride, padding)
    out, _ = checks.parts(answer, 2)
    turned = F.conv2d(x_true, w_true.flip(2, 3), b_true, stride, padding)
    known = {"the filter is turned by 180 degrees": turned} if KH > 1 else {}
    known["b is left out"] = F.conv2d(x_true, w_true, None, stride, padding)
    wanted = F.conv2d(x_true, w_true, b_true, stride, padding)
    checks.close(out, wanted, suspects=known)
pixels = rng.integers(150, 256, size=(1, 2, 4, 5), dtype=np.uint8)
whole, one = rng.integers(1, 9, size=(2, 2, 3, 3), dtype=np.uint8), np.array([1, 2])
out, _ = checks.parts(conv2d_forward(pixels, whole, one, 1, 0), 2)
wanted = F.conv2d(*(torch.tensor(v.astype(float)) for v in (pixels, whole, one)))
checks.close(out, wanted)

# %% check="conv2d-filters" points=2
rng = checks.rng("conv2d-filters")
for (N, C, H, W), (F_, KH, KW), stride, padding in (
    ((2, 3, 6, 7), (4, 3, 2), 1, 0),
    ((1, 2, 7, 5), (3, 3, 3), 2, 1),
    ((3, 1, 5, 8), (2, 2, 4), 3, 2),
):
    x, w, b = (
        rng.normal(size=(N, C, H, W)),
        rng.normal(size=(F_, C, KH, KW)),
        np.ones(F_),
    )
    w_true, b_true = (torch.tensor(v, requires_grad=True) for v in (w, b))
    true_out = F.conv2d(torch.tensor(x), w_true, b_true, stride, padding)
    dout = rng.normal(size=tuple(true_out.shape)[::-1]).T
    true_out.backward(torch.tensor(dout.copy()))
    _, cache = checks.parts(conv2d_forward(x, w, b, stride, padding), 2)
    conv2d_forward(x + 1, w + 1, b, stride, padding)  # another call must not matter
    _, dw, db = checks.parts(checks.unchanged(conv2d_backward, dout, cache), 3)
    known = {"it is turned by 180 degrees": w_true.grad.flip(2, 3)}
    known["the mean over the batch, not the sum"] = w_true.grad / N
    checks.close(dw, w_true.grad, suspects=known)
    checks.close(db, b_true.grad, suspects={"the mean over the batch": b_true.grad / N})
    checks.dtype(dw, "float64")

# %% check="conv2d-images" points=2
rng = checks.rng("conv2d-images")
for (N, C, H, W), (F_, KH, KW), stride, padding in (
    ((2, 3, 6, 7), (4, 3, 2), 1, 0),
    ((1, 2, 7, 5), (3, 3, 3), 2, 1),
    ((3, 1, 5, 8), (2, 2, 4), 3, 2),
    ((1, 2, 6, 6), (2, 2, 2), 3, 0),
):
    x, w, b = (
        rng.normal(size=(N, C, H, W)),
        rng.normal(size=(F_, C, KH, KW)),
        np.ones(F_),
    )
    x_true = torch.tensor(x, requires_grad=True)
    true_out = F.conv2d(x_true, torch.tensor(w), torch.tensor(b), stride, padding)
    dout = rng.normal(size=tuple(true_out.shape))
    true_out.backward(torch.tensor(dout))
    _, cache = checks.parts(conv2d_forward(x, w, b, stride, padding), 2)
    dx, _, _ = checks.parts(conv2d_backward(dout, cache), 3)
    checks.shape(dx, x.shape)
    checks.close(dx, x_true.grad)
    checks.dtype(dx, "float64")
names = "conv2d", "Conv2d", "conv_transpose2d", "convolve", "convolve2d", "correlate"
for function in (conv2d_forward, conv2d_backward):
    checks.forbidden(function, *names, "correlate2d", "correlate1d", "fftconvolve")
    checks.forbidden(function, "conv3d", "convolution", "conv2d_input", "conv2d_weight")
checks.forbidden(conv2d_backward, "autograd", "requires_grad_", "vjp")

# %% check="conv2d-integers" points=1
rng = checks.rng("conv2d-integers")
pixels = rng.integers(150, 256, size=(2, 2, 4, 5), dtype=np.uint8)
whole = rng.integers(-3, 4, size=(3, 2, 3, 2), dtype=np.int8)
x_true, w_true = (
    torch.tensor(v.astype(float), requires_grad=True) for v in (pixels, whole)
)
dout = rng.normal(size=(2, 3, 2, 4))
F.conv2d(x_true, w_true).backward(torch.tensor(dout))
_, cache = checks.parts(conv2d_forward(pixels, whole, np.zeros(3, dtype=int), 1, 0), 2)
dx, dw, db = checks.parts(conv2d_backward(dout, cache), 3)
checks.close(dx, x_true.grad)
checks.close(dw, w_true.grad)
checks.close(db, dout.sum(axis=(0, 2, 3)))
for gradient in (dx, dw, db):
    checks.dtype(gradient, "float64")

# %% check="conv2d-secret" points=1
# Once more when your work is graded, on layers that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("conv2d-secret")
for _ in range(3):
    N, C, F_, KH, KW, stride = (int(n) for n in rng.integers(1, 4, size=6))
    padding = int(rng.integers(0, 3))
    H, W = (int(n) for n in rng.integers(3, 9, size=2))
    x, w, b = (
        rng.normal(size=(N, C, H, W)),
        rng.normal(size=(F_, C, KH, KW)),
        rng.normal(size=F_),
    )
    true = [torch.tensor(v, requires_grad=True) for v in (x, w, b)]
    true_out = F.conv2d(*true, stride, padding)
    dout = rng.normal(size=tuple(true_out.shape))
    true_out.backward(torch.tensor(dout))
    answer = checks.unchanged(conv2d_forward, x, w, b, stride, padding)
    out, cache = checks.parts(answer, 2)
    checks.close(out, true_out.detach())
    gradients = checks.parts(checks.unchanged(conv2d_backward, dout, cache), 3)
    for gradient, value in zip(gradients, true):
        checks.close(gradient, value.grad)
### END HIDDEN TESTS

# %% [markdown]
# Filters need not be learnt to be useful. Here are four, on a photograph: two edges, a blur, and what the blur took away.

# %%
cat = data.photo("chelsea")[30:230, 110:310] @ np.array([0.299, 0.587, 0.114]) / 255
blur = np.full((3, 3), 1 / 9)
bank = np.stack([edge_filter, edge_filter.T, blur, np.eye(9)[4].reshape(3, 3) - blur])
maps, _ = conv2d_forward(cat[None, None], bank[:, None], np.zeros(4), 1, 1)
shown = [cat, *(0.5 + 0.5 * m / np.abs(m).max() for m in maps[0, :2]), maps[0, 2]]
shown.append(0.5 + 3 * maps[0, 3])
figure = plot.images(
    [np.clip(picture, 0, 1) for picture in shown],
    titles=["cat", "upright edges", "level edges", "blurred", "what blur removes"],
    size=1.8,
)
plot.show(
    figure,
    "A cat, its upright and level edges, a blurred cat, and the fine detail that blur removes.",
)

# %% [markdown]
# ## 4 · Pooling
#
# Where exactly an edge was matters less the deeper we get. **Max pooling** takes the largest number of each window,
# usually 2 x 2 with stride 2: a quarter of the numbers is left, and a shift by a pixel often changes nothing. It has no
# weights. Backwards it routes: the one that was largest takes the gradient.

# %% [markdown]
# ### Exercise 3 · Max pooling
# **6 points · 15 minutes**
#
# By hand, the row (1, 5, 5, 2) with windows of 2 and stride 1: maxima 5, 5, 5. In the second window both are 5; the first
# of them counts. Gradients (10, 20, 30) go to the second place (10 and 20) and to the third (30): (0, 30, 30, 0).


# %% solution="max-pool"
# --- exercise: max-pool ---
def max_pool_forward(x, kernel, stride):
    """Largest number of each window, channel by channel.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W), float
    kernel : int, at least 1
        Height and width of a window.
    stride : int, at least 1
        Windows may overlap. Rows and columns at the end that fill no window are left out.

    Returns
    -------
    out : ndarray of shape (N, C, HO, WO)
    cache : object
        For `max_pool_backward`, in any form.
    """
    ### BEGIN SOLUTION
    view = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), axis=(2, 3))
    view = view[:, :, ::stride, ::stride]  # (N, C, HO, WO, kernel, kernel)
    flat = view.reshape(*view.shape[:4], -1)
    return flat.max(axis=-1), (flat.argmax(axis=-1), x.shape, kernel, stride)
    ### END SOLUTION


def max_pool_backward(dout, cache):
    """Gradient of a loss with respect to x.

    Parameters
    ----------
    dout : ndarray of shape (N, C, HO, WO), float64
    cache : object
        As returned by `max_pool_forward`.

    Returns
    -------
    ndarray of shape (N, C, H, W), float64
        Of several largest numbers in a window the first in row-major order takes the gradient.
    """
    ### BEGIN SOLUTION
    places, shape, kernel, stride = cache
    dx = np.zeros(shape)
    n, c, i, j = np.indices(dout.shape)
    rows, columns = i * stride + places // kernel, j * stride + places % kernel
    np.add.at(dx, (n, c, rows, columns), dout)
    return dx
    ### END SOLUTION


# %% check="max-pool-forward" points=2
rng = checks.rng("max-pool-forward")
out, _ = checks.parts(max_pool_forward(np.array([[[[1.0, 5.0], [7.0, 2.0]]]]), 2, 1), 2)
checks.close(out, [[[[7.0]]]], suspects={"the mean is taken": [[[[3.75]]]]})
for shape, kernel, stride in (
    ((2, 3, 6, 8), 2, 2),
    ((1, 2, 7, 6), 3, 2),
    ((3, 1, 5, 7), 2, 3),
    ((2, 2, 4, 5), 3, 1),
    ((1, 1, 3, 4), 1, 1),
):
    x = rng.normal(size=shape[::-1]).T - 1.5
    wanted = F.max_pool2d(torch.tensor(x.copy()), kernel, stride)
    out, _ = checks.parts(checks.unchanged(max_pool_forward, x, kernel, stride), 2)
    known = {"negative numbers are lost: 0 is in the race": wanted.clamp(min=0)}
    known["it is the smallest number"] = -F.max_pool2d(torch.tensor(-x), kernel, stride)
    known["it is the mean"] = F.avg_pool2d(torch.tensor(x.copy()), kernel, stride)
    checks.close(out, wanted, suspects=known if kernel > 1 else None)
checks.forbidden(
    max_pool_forward,
    "max_pool2d",
    "max_pool3d",
    "MaxPool2d",
    "maximum_filter",
    "block_reduce",
)
checks.forbidden(max_pool_forward, "max_pool2d_with_indices", "adaptive_max_pool2d")

# %% check="max-pool-backward" points=2
rng = checks.rng("max-pool-backward")
for shape, kernel, stride in (
    ((2, 3, 6, 8), 2, 2),
    ((1, 2, 7, 6), 3, 2),
    ((3, 1, 5, 7), 2, 3),
    ((2, 2, 4, 5), 3, 1),
):
    x = rng.permuted(np.arange(np.prod(shape)) - np.prod(shape) // 2 + 0.25).reshape(
        shape
    )
    x_true = torch.tensor(x, requires_grad=True)
    true_out = F.max_pool2d(x_true, kernel, stride)
    dout = rng.normal(size=tuple(true_out.shape)[::-1]).T
    true_out.backward(torch.tensor(dout.copy()))
    _, cache = checks.parts(max_pool_forward(x, kernel, stride), 2)
    max_pool_forward(-x, kernel, stride)  # another call must not matter
    dx = checks.unchanged(max_pool_backward, dout, cache)
    checks.shape(dx, shape)
    checks.close(dx, x_true.grad)
    checks.dtype(dx, "float64")
names = "max_pool2d", "MaxPool2d", "max_unpool2d", "max_pool2d_with_indices"
checks.forbidden(max_pool_backward, *names, "autograd", "requires_grad_", "vjp")

# %% check="max-pool-ties" points=1
row = np.array([[[[1.0, 5.0, 5.0, 2.0], [0.0, 0.0, 0.0, 0.0]]]])
_, cache = checks.parts(max_pool_forward(row, 2, 1), 2)
dx = max_pool_backward(np.array([[[[10.0, 20.0, 30.0]]]]), cache)
known = {
    "all largest numbers of a window take the whole gradient": [0, 30, 50, 0],
    "equal numbers share the gradient": [0, 20, 40, 0],
    "the last of equal numbers takes it, not the first": [0, 10, 50, 0],
    "a number that is largest in two windows takes one gradient only": [0, 20, 30, 0],
}
known = {text: [[[line, [0, 0, 0, 0]]]] for text, line in known.items()}
checks.close(dx, [[[[0, 30, 30, 0], [0, 0, 0, 0]]]], suspects=known)
_, cache = checks.parts(max_pool_forward(np.full((1, 2, 4, 4), -1.0), 2, 2), 2)
dx = max_pool_backward(np.arange(1.0, 9.0).reshape(1, 2, 2, 2), cache)
one = np.zeros((1, 2, 4, 4))
one[:, :, ::2, ::2] = np.arange(1.0, 9.0).reshape(1, 2, 2, 2)
checks.close(dx, one)
close = np.array([[[[1.0, 1 + 1e-9], [0.0, 0.0]]]])
_, cache = checks.parts(max_pool_forward(close, 2, 2), 2)
dx = max_pool_backward(np.array([[[[7.0]]]]), cache)
known = {"numbers that are nearly equal are taken for equal": [[[[7, 0], [0, 0]]]]}
checks.close(dx, [[[[0, 7], [0, 0]]]], suspects=known)
mixed = np.array([[[[0.0, 3.0], [3.0, 0.0]]]])
_, cache = checks.parts(max_pool_forward(mixed, 2, 2), 2)
known = {"column by column: the order is row-major": [[[[0.0, 0.0], [4.0, 0.0]]]]}
dx = max_pool_backward(np.array([[[[4.0]]]]), cache)
checks.close(dx, [[[[0.0, 4.0], [0.0, 0.0]]]], suspects=known)

# %% check="max-pool-secret" points=1
# Once more when your work is graded, on maps that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("max-pool-secret")
for _ in range(3):
    N, C, kernel, stride = (int(n) for n in rng.integers(1, 4, size=4))
    H, W = (int(n) for n in rng.integers(3, 9, size=2))
    x = rng.integers(-4, 3, size=(N, C, H, W)).astype(float)  # with many ties
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    dout, wanted = rng.normal(size=(N, C, HO, WO)), np.zeros((N, C, H, W))
    highest = np.zeros((N, C, HO, WO))
    for n, c, i, j in np.ndindex(N, C, HO, WO):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + kernel, left : left + kernel]
        down, right = np.unravel_index(np.argmax(window), window.shape)
        wanted[n, c, top + down, left + right] += dout[n, c, i, j]
        highest[n, c, i, j] = window.max()
    out, cache = checks.parts(checks.unchanged(max_pool_forward, x, kernel, stride), 2)
    checks.close(out, highest)
    checks.close(checks.unchanged(max_pool_backward, dout, cache), wanted)
### END HIDDEN TESTS

# %% [markdown]
# ## 5 · Batch normalisation
#
# Lesson 5 chose the first weights so that signals keep their size. After some steps of training that is over. **Batch
# normalisation** (Ioffe and Szegedy, 2015) puts it right in every layer, at every step: subtract the mean of the batch,
# divide by its standard deviation, then let two learnt numbers, $\gamma$ and $\beta$, choose size and place.
#
# $$\hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} \qquad y = \gamma\,\hat x + \beta$$

# %% [markdown]
# At test time there may be one image and no batch. So training keeps a running mean and variance on the side, and the
# test uses those. By hand, two values 1 and 3: mean 2, variance 1, normalised -1 and 1. The running mean moves a
# tenth of the way to that of the batch, from 0 to $0.9 \cdot 0 + 0.1 \cdot 2 = 0.2$; the tenth is called **momentum**. The
# running variance is to speak for all images, of which a batch is a sample: so it takes the variance divided by $N - 1$,
# here 2, and goes from 1 to $0.9 \cdot 1 + 0.1 \cdot 2 = 1.1$.

# %% [markdown]
# Backwards, $x$ acts in three ways: directly, through the mean, and through the variance. Together, with
# $g = dout \cdot \gamma$ and means over the batch:
#
# $$dx = \frac{1}{\sqrt{\sigma^2 + \epsilon}} \Big( g - \overline{g} - \hat x\; \overline{g\,\hat x} \Big)$$

# %% [markdown]
# ### Exercise 4 · Batch normalisation
# **7 points · 20 minutes**


# %% solution="batchnorm"
# --- exercise: batchnorm ---
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    """Normalise each column, then scale and shift it; epsilon is 1e-5.

    Parameters
    ----------
    x : ndarray of shape (N, D), float
        N is at least 2 in training.
    gamma, beta : ndarray of shape (D,)
    running : dict
        "mean" and "var", ndarrays of shape (D,). In training both entries of this very dict are updated: new = (1 -
        momentum) old + momentum that of the batch, where the batch's variance is divided by N - 1. Otherwise they are
        used, and stay.
    momentum : float in [0, 1]
    training : bool

    Returns
    -------
    out : ndarray of shape (N, D)
    cache : object
        For `batchnorm_backward`, in any form.
    """
    ### BEGIN SOLUTION
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        fresh = {"mean": mean, "var": x.var(axis=0, ddof=1)}
        for name, new in fresh.items():
            running[name] = (1 - momentum) * running[name] + momentum * new
    scale = 1 / np.sqrt(var + 1e-5)
    normalised = (x - mean) * scale
    return gamma * normalised + beta, (normalised, gamma, scale)
    ### END SOLUTION


def batchnorm_backward(dout, cache):
    """Gradients of a loss with respect to x, gamma and beta.

    Parameters
    ----------
    dout : ndarray of shape (N, D), float64
    cache : object
        As returned by `batchnorm_forward` in training.

    Returns
    -------
    dx : ndarray of shape (N, D), float64
    dgamma, dbeta : ndarray of shape (D,), float64
    """
    ### BEGIN SOLUTION
    normalised, gamma, scale = cache
    g = dout * gamma
    dx = g - g.mean(axis=0) - normalised * (g * normalised).mean(axis=0)
    return scale * dx, (dout * normalised).sum(axis=0), dout.sum(axis=0)
    ### END SOLUTION


# %% check="batchnorm-epsilon" points=1
two = np.array([[1.0, 1e-2], [3.0, -1e-2]])
fresh = {"mean": np.zeros(2), "var": np.ones(2)}
answer, _ = checks.changed(batchnorm_forward, two, np.ones(2), np.zeros(2), fresh)
out, _ = checks.parts(answer, 2)
hat, std = np.array([[-1.0, 1.0], [1.0, -1.0]]), np.array([1.0, 1e-2])
known = {
    "epsilon is left out, or far too small": hat,
    "it is divided by the variance, not its root": hat * std / (std**2 + 1e-5),
    "the running statistics are used in training": two / np.sqrt(1 + 1e-5),
    "epsilon is added to the root, not under it": hat / (1 + 1e-5 / std),
    "the variance is divided by N - 1": hat * std / np.sqrt(2 * std**2 + 1e-5),
}
checks.close(out, hat * std / np.sqrt(std**2 + 1e-5), suspects=known)

# %% check="batchnorm-training" points=1
rng = checks.rng("batchnorm-training")
for N, D in ((5, 3), (2, 4), (7, 1)):
    x, (gamma, beta) = 3 * rng.normal(size=(N, D)) + 5, rng.normal(size=(2, D))
    running = {"mean": rng.normal(size=D), "var": rng.uniform(1, 2, D)}
    inputs = x, gamma, beta, running
    answer, left = checks.changed(batchnorm_forward, *inputs)
    out, _ = checks.parts(answer, 2)
    x_true, gamma_true, beta_true = (torch.tensor(v) for v in (x, gamma, beta))
    wanted = F.batch_norm(x_true, None, None, gamma_true, beta_true, training=True)
    whole = (x - x.mean()) / np.sqrt(x.var() + 1e-5)
    known = {"one mean for all columns: axis=0 is missing": whole * gamma + beta}
    along = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-5)
    known["the mean of each row, not of each column"] = along * gamma + beta
    checks.close(out, wanted, suspects=known if D > 1 else None)
    for name, old, new in zip(("x", "gamma", "beta"), inputs, left):
        checks.holds(np.array_equal(old, new), f"`{name}` was changed.")

# %% check="batchnorm-running" points=1
rng = checks.rng("batchnorm-running")
for (N, D), momentum in (((5, 3), 0.1), ((2, 4), 0.3), ((3, 2), 0.0), ((4, 2), 1.0)):
    x, (gamma, beta) = rng.normal(size=(N, D)) + 5, rng.normal(size=(2, D))
    running = {"mean": rng.normal(size=D), "var": rng.uniform(1, 2, D)}
    _, left = checks.changed(batchnorm_forward, x, gamma, beta, running, momentum)
    running_mean, running_var = left[3]["mean"], left[3]["var"]
    batch = {"mean": x.mean(axis=0), "var": x.var(axis=0, ddof=1)}
    right, turned = (
        {name: (1 - m) * running[name] + m * batch[name] for name in batch}
        for m in (momentum, 1 - momentum)
    )
    changed_places = "old and new have changed places"
    known = {"it was not updated": running["mean"], changed_places: turned["mean"]}
    checks.close(running_mean, right["mean"], suspects=known)
    text = "the running variance takes the batch's divided by N, not by N - 1"
    known = {"it was not updated": running["var"], changed_places: turned["var"]}
    known[text] = (1 - momentum) * running["var"] + momentum * x.var(axis=0)
    checks.close(running_var, right["var"], suspects=known)

# %% check="batchnorm-test" points=1
rng = checks.rng("batchnorm-test")
for N, D in ((5, 3), (1, 2)):
    x, (gamma, beta) = rng.normal(size=(N, D)) + 5, rng.normal(size=(2, D))
    running = {"mean": rng.normal(size=D), "var": rng.uniform(1, 2, D)}
    inputs = x, gamma, beta, running
    answer, left = checks.changed(batchnorm_forward, *inputs, training=False)
    out, _ = checks.parts(answer, 2)
    true = [torch.tensor(v) for v in (x, running["mean"], running["var"], gamma, beta)]
    wanted = F.batch_norm(*true, training=False)
    own = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5) * gamma + beta
    known = {"the batch's statistics are used in the test": own}
    checks.close(out, wanted, suspects=known)
    checks.holds(np.array_equal(left[0], x), "`x` was changed.")
    message = "The test must not update the running statistics."
    for name in ("mean", "var"):
        checks.holds(np.array_equal(left[3][name], running[name]), message)

# %% check="batchnorm-backward" points=2
rng = checks.rng("batchnorm-backward")
for N, D in ((5, 3), (2, 4), (7, 1)):
    x, (gamma, beta) = 3 * rng.normal(size=(N, D)) + 5, rng.normal(size=(2, D))
    x[:, 0] = 4.0 if D == 3 else x[:, 0]  # a constant column
    true = [torch.tensor(v, requires_grad=True) for v in (x, gamma, beta)]
    dout = rng.normal(size=(D, N)).T
    true_out = F.batch_norm(true[0], None, None, *true[1:], training=True)
    true_out.backward(torch.tensor(dout.copy()))
    running = {"mean": np.zeros(D), "var": np.ones(D)}
    _, cache = checks.parts(batchnorm_forward(x, gamma, beta, running), 2)
    batchnorm_forward(x + 1, 2 * gamma, beta, running)  # another call must not matter
    answer = checks.unchanged(batchnorm_backward, dout, cache)
    dx, dgamma, dbeta = checks.parts(answer, 3)
    g, root = dout * gamma, np.sqrt(x.var(axis=0) + 1e-5)
    hat = (x - x.mean(axis=0)) / root
    known = {"the mean, not the sum": dout.mean(axis=0)}
    checks.close(dbeta, true[2].grad, suspects=known)
    known = {"the mean, not the sum": (dout * hat).mean(axis=0)}
    known["x is not normalised there"] = (dout * x).sum(axis=0)
    checks.close(dgamma, true[1].grad, suspects=known)
    wanted, spread = true[0].grad.numpy(), (g * hat).mean(axis=0)
    known = {
        "mean and variance are taken for constants": g / root,
        "the way through the variance is missing": (g - g.mean(axis=0)) / root,
        "the way through the mean is missing": (g - hat * spread) / root,
        "gamma is forgotten": wanted / gamma,
        "the factor 1 / root is forgotten": wanted * root,
    }
    checks.close(dx, wanted, suspects=known, atol=1e-7)
checks.forbidden(batchnorm_backward, "autograd", "requires_grad_", "vjp")

# %% check="batchnorm-secret" points=1
# Once more when your work is graded, on batches that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("batchnorm-secret")
N, D = (int(n) for n in rng.integers(2, 8, size=2))
layer = nn.BatchNorm1d(D, momentum=float(rng.uniform(0.05, 0.9))).double()
x, gamma, beta = rng.normal(size=(N, D)) + 2, rng.normal(size=D), rng.normal(size=D)
with torch.no_grad():
    layer.weight.copy_(torch.tensor(gamma))
    layer.bias.copy_(torch.tensor(beta))
running = {"mean": np.zeros(D), "var": np.ones(D)}
x_true, dout = torch.tensor(x, requires_grad=True), rng.normal(size=(N, D))
true_out = layer(x_true)
true_out.backward(torch.tensor(dout))
inputs = x, gamma, beta, running, layer.momentum
answer, left = checks.changed(batchnorm_forward, *inputs)
out, cache = checks.parts(answer, 2)
checks.close(out, true_out.detach())
checks.close(left[3]["mean"], layer.running_mean)
checks.close(left[3]["var"], layer.running_var)
dx, dgamma, dbeta = checks.parts(checks.unchanged(batchnorm_backward, dout, cache), 3)
checks.close(dx, x_true.grad, atol=1e-7)
checks.close(dgamma, layer.weight.grad)
checks.close(dbeta, layer.bias.grad)
out, _ = checks.parts(batchnorm_forward(x, gamma, beta, left[3], 0.1, False), 2)
checks.close(out, layer.eval()(x_true).detach())
### END HIDDEN TESTS

# %% [markdown]
# Ten ReLU layers with weights half as large as they should be: the signal of lesson 5 that dies. With batch
# normalisation in between it does not.

# %%
vectors = images.reshape(-1, 64) - images.reshape(-1, 64).mean(axis=0)
figure, axes = plot.figure(2, 4, size=(1.9, 1.3))
for row, name in zip(axes, ("without", "with")):
    rng, signal = np.random.default_rng(0), vectors[:300]
    for layer in range(10):
        half = 0.5 * np.sqrt(2 / len(signal.T))
        signal = signal @ rng.normal(0, half, size=(len(signal.T), 128))
        if name == "with":
            statistics = {"mean": np.zeros(128), "var": np.ones(128)}
            signal, _ = batchnorm_forward(
                signal, np.ones(128), np.zeros(128), statistics
            )
        if layer in (0, 3, 6, 9):
            ax = row[layer // 3]
            ax.hist(signal.ravel(), bins=41, range=(-3, 3))
            ax.set_title(f"layer {layer + 1}: std {signal.std():.2g}", fontsize=8)
            ax.set(yticks=())
        signal = np.maximum(signal, 0)
    row[0].set_ylabel(f"{name}", fontsize=9)
plot.show(
    figure,
    "Histograms before the ReLU of layers 1, 4, 7 and 10: without normalisation they shrink to a line, with it all have width 1.",
)

# %% [markdown]
# **On maps** there is one mean for each channel, over all images and all places. So lay the places out as rows, and your
# function does it: (N, C, H, W) becomes (N H W, C).

# %%
some_maps = np.random.default_rng(0).normal(size=(4, 3, 5, 6))
rows_of_maps = some_maps.transpose(0, 2, 3, 1).reshape(-1, 3)  # (120, 3)
statistics = {"mean": np.zeros(3), "var": np.ones(3)}
by_rows, _ = batchnorm_forward(rows_of_maps, np.ones(3), np.zeros(3), statistics)
by_torch = nn.BatchNorm2d(3).double()(torch.tensor(some_maps)).detach().numpy()
print(np.abs(by_rows.reshape(4, 5, 6, 3).transpose(0, 3, 1, 2) - by_torch).max())

# %% [markdown]
# ### Quiz 2 · A batch of one
# **1 point · 3 minutes**
#
# Somebody forgets to switch to test mode and sends one image, a single row, through batch normalisation. What comes out,
# by the formulas above? (Torch refuses to compute it.)
#
# - "a": the row, normalised.
# - "b": $\beta$, whatever the image.
# - "c": $\gamma + \beta$, whatever the image.
# - "d": the row, unchanged.


# %% solution="quiz-batch-of-one"
# --- exercise: quiz-batch-of-one ---
def quiz_batch_of_one():
    """Return "a", "b", "c" or "d"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION


# %% check="quiz-batch-of-one-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
letter = quiz_batch_of_one()
checks.holds(letter in ("a", "b", "c", "d"), 'Return "a", "b", "c" or "d".')
### BEGIN HIDDEN TESTS
row, scale, place = np.array([[3.0, -1.0, 7.0]]), 2.0, 0.5
comes = scale * (row - row.mean(axis=0)) / np.sqrt(row.var(axis=0) + 1e-5) + place
spread = scale * (row - row.mean()) / row.std() + place
ways = {"a": spread, "b": 0 * row + place, "c": 0 * row + scale + place, "d": row}
right = [name for name, value in ways.items() if np.allclose(value, comes)]
checks.equal([quiz_batch_of_one()], right)
### END HIDDEN TESTS

# %% [markdown]
# ## 6 · Dropout
#
# A neuron that relies on one other neuron is easily fooled. **Dropout** (Srivastava and others, 2014) makes every number
# unreliable: in training each is set to 0 with probability $p$. What is left is divided by $1 - p$, so that the sum stays
# what it was on average. At test time nothing is dropped. Each step trained another, thinner network; at test time the
# whole one stands in for the mean of all of them. That is not quite their mean, but it costs nothing.

# %% [markdown]
# ### Exercise 5 · Dropout
# **4 points · 8 minutes**
#
# With $p = 0.75$ three of four numbers are 0, and the others four times as large.


# %% solution="dropout"
# --- exercise: dropout ---
def dropout_forward(x, p_drop, rng, training):
    """Set numbers to 0 at random, and scale up the others.

    Parameters
    ----------
    x : ndarray of any shape, float
    p_drop : float, 0 <= p_drop < 1
        Probability that a number is dropped, each on its own.
    rng : numpy.random.Generator
    training : bool

    Returns
    -------
    out : ndarray of the shape of x
        x * mask
    mask : ndarray of the shape of x, float
        0 or 1 / (1 - p_drop); all ones when not training.
    """
    ### BEGIN SOLUTION
    mask = np.ones(x.shape)
    if training:
        mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
    return x * mask, mask
    ### END SOLUTION


# %% check="dropout-mask" points=2
rng = checks.rng("dropout-mask")
_, flat = checks.parts(dropout_forward(np.ones((400, 50)), 0.5, rng, True), 2)
checks.shape(flat, (400, 50))
flat = np.asarray(flat)
message = "Whole rows or columns fall together: each number is dropped on its own."
spread = max(flat.mean(axis=0).std() * 20, flat.mean(axis=1).std() * 50**0.5)
checks.holds(bool(spread < 1.5), message)
masks = [dropout_forward(np.ones((4, 5)), 0.5, rng, True)[1] for _ in range(40)]
message = "Each mask drops exactly the same number: each number has its own chance."
checks.holds(len({int(np.sum(np.asarray(m) > 0)) for m in masks}) > 1, message)
for shape, p in (((200, 300), 0.75), ((50, 20, 3, 10), 0.2), ((40_000,), 0.5)):
    x = (rng.normal(size=shape) + 3) * (rng.random(shape) < 0.5)  # with zeros
    answer = checks.unchanged(dropout_forward, x, p, rng, True)
    out, mask = checks.parts(answer, 2)
    checks.shape(mask, shape)
    values = np.unique(np.round(np.asarray(mask, dtype=float), 9))
    kept = 1 / (1 - p)
    message = (
        f"p_drop = {p}: the mask holds 0 and {kept:g}; yours has {values[:4].round(4)}."
    )
    checks.holds(
        len(values) == 2 and bool(np.abs(values - [0, kept]).max() < 1e-8), message
    )
    dropped = float(np.mean(np.asarray(mask) == 0))
    message = f"p_drop = {p}, but {dropped:.1%} of the numbers are dropped."
    message += " p_drop is the share that goes." if abs(dropped - 1 + p) < 0.02 else ""
    slack = 6 * math.sqrt(p * (1 - p) / x.size)
    checks.holds(abs(dropped - p) < slack, message)
    checks.close(out, x * np.asarray(mask))

# %% check="dropout-modes" points=1
rng = checks.rng("dropout-modes")
x = rng.normal(size=(5, 4))
for p in (0.0, 0.4):
    out, mask = checks.parts(checks.unchanged(dropout_forward, x, p, rng, False), 2)
    scaled = {"the mask is 1 - p at test time": np.full((5, 4), 1 - p)}
    scaled["the mask is 1 / (1 - p) at test time"] = np.full((5, 4), 1 / (1 - p))
    checks.close(mask, np.ones((5, 4)), suspects=scaled if p else None)
    checks.dtype(mask, "floating")
    checks.close(out, x)
out, mask = checks.parts(dropout_forward(x, 0.0, rng, True), 2)
checks.close(mask, np.ones((5, 4)))
checks.close(out, x)
first, second = (np.random.default_rng(seed) for seed in (1, 2))
draws = [
    np.asarray(dropout_forward(np.ones(99), 0.5, g, True)[1])
    for g in (first, first, second)
]
message = "Each call must draw a new mask from `rng`."
checks.holds(not np.array_equal(draws[0], draws[1]), message)
message = "Another generator must give another mask: draw from `rng`."
checks.holds(not np.array_equal(draws[0], draws[2]), message)

# %% check="dropout-secret" points=1
# Once more when your work is graded, on arrays that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("dropout-secret")
p, x = float(rng.uniform(0.1, 0.9)), rng.normal(size=(120, 90)) + 5
out, mask = checks.parts(checks.unchanged(dropout_forward, x, p, rng, True), 2)
dropped = np.asarray(mask) == 0
slack = 6 * math.sqrt(p * (1 - p) / x.size)
checks.holds(
    bool(abs(dropped.mean() - p) < slack), "The share of dropped numbers is off."
)
checks.close(mask, np.where(dropped, 0.0, 1 / (1 - p)))
checks.close(out, x * np.asarray(mask))
out, mask = checks.parts(dropout_forward(x, p, rng, False), 2)
checks.close(mask, np.ones(x.shape))
checks.close(out, x)
### END HIDDEN TESTS

# %%
rng = np.random.default_rng(0)
shown = [digit] + [dropout_forward(digit, 0.5, rng, True)[0] / 2 for _ in range(5)]
average = np.mean(
    [dropout_forward(digit, 0.5, rng, True)[0] for _ in range(500)], axis=0
)
titles = ["whole", *["half of it"] * 5, "mean of 500"]
figure = plot.images([*shown, average], titles=titles, columns=7)
plot.show(
    figure,
    "A digit, five copies with half of the pixels dropped, and the mean of 500 copies: the whole digit again.",
)

# %% [markdown]
# ## 7 · Five networks in numbers
#
# A famous network is a list of layers. By the formula of section 2 you can keep its books: shapes, weights, memory. AlexNet (2012) begins with 96 filters of 11 x 11 x 3 and stride 4 on an image of 227 x 227 (the paper says 224, which does not fit): 55 x 55 x 96
# numbers, and $96\,(11 \cdot 11 \cdot 3 + 1) = 34{,}944$ parameters. A pooling of 3 with stride 2 makes 27 x 27 x 96 of them, and has no parameters.

# %% [markdown]
# ### Exercise 6 · The books of a network
# **6 points · 15 minutes**
#
# A layer is a tuple: `("conv", F, K, S, P)` has F filters of K x K, stride S, padding P; `("pool", K, S)` has no padding;
# `("fc", M)` connects everything with M numbers, after which the shape is `(M,)`. Sizes that do not fit are rounded down.


# %% solution="network-books"
# --- exercise: network-books ---
def activation_sizes(layers, input_shape):
    """Shape of what comes out of each layer.

    Parameters
    ----------
    layers : list of tuple
        ("conv", filters, kernel, stride, padding), ("pool", kernel, stride) or ("fc", outputs).
    input_shape : tuple of int
        (C, H, W)

    Returns
    -------
    list of tuple
        One for each layer, (C, H, W), or (M,) after "fc"; the input is not among them.
    """
    ### BEGIN SOLUTION
    sizes, shape = [], tuple(input_shape)
    for kind, *numbers in layers:
        if kind == "fc":
            shape = (numbers[0],)
        elif kind == "pool":
            kernel, stride = numbers
            shape = (shape[0], *((n - kernel) // stride + 1 for n in shape[1:]))
        else:
            filters, kernel, stride, padding = numbers
            places = ((n + 2 * padding - kernel) // stride + 1 for n in shape[1:])
            shape = (filters, *places)
        sizes.append(shape)
    return sizes
    ### END SOLUTION


def count_parameters(layers, input_shape):
    """Number of weights and biases of each layer.

    Parameters
    ----------
    layers, input_shape
        As above.

    Returns
    -------
    list of int
        One for each layer, 0 for "pool".
    """
    ### BEGIN SOLUTION
    counts, before = [], tuple(input_shape)
    for (kind, *numbers), after in zip(layers, activation_sizes(layers, input_shape)):
        if kind == "conv":
            counts.append(numbers[0] * (before[0] * numbers[1] ** 2 + 1))
        else:
            counts.append(numbers[0] * (math.prod(before) + 1) if kind == "fc" else 0)
        before = after
    return counts
    ### END SOLUTION


# %% check="network-books-sizes" points=2
checks.equal(
    activation_sizes([("fc", 7)], (3, 4, 4)), [(7,)], suspects={"M, not (M,)": [7]}
)
one = [("conv", 10, 5, 1, 2)]
found = activation_sizes(one, (3, 32, 32))
known = {"channels must come first": [(32, 32, 10)], "the channels stay": [(3, 32, 32)]}
known |= {"no padding": [(10, 28, 28)], "padding on one side only": [(10, 30, 30)]}
checks.equal(found, [(10, 32, 32)], suspects=known)
alex = [("conv", 96, 11, 4, 0), ("pool", 3, 2), ("conv", 256, 5, 1, 2), ("pool", 3, 2)]
alex += [("conv", 384, 3, 1, 1), ("conv", 384, 3, 1, 1), ("conv", 256, 3, 1, 1)]
alex += [("pool", 3, 2), ("fc", 4096), ("fc", 4096), ("fc", 1000)]
wanted = [(96, 55, 55), (96, 27, 27), (256, 27, 27), (256, 13, 13), (384, 13, 13)]
wanted += [(384, 13, 13), (256, 13, 13), (256, 6, 6), (4096,), (4096,), (1000,)]
checks.equal(activation_sizes(alex, (3, 227, 227)), wanted)
odd = [("conv", 4, 3, 2, 1), ("pool", 2, 2), ("conv", 5, 2, 3, 0), ("fc", 7)]
wanted = [(4, 6, 9), (4, 3, 4), (5, 1, 1), (7,)]
known = {
    "height and width have changed places": [(4, 9, 6), (4, 4, 3), (5, 1, 1), (7,)]
}
known["sizes that do not fit are rounded up"] = [(4, 6, 9), (4, 3, 5), (5, 2, 2), (7,)]
checks.equal(
    checks.unchanged(activation_sizes, odd, (2, 11, 17)), wanted, suspects=known
)
checks.equal(
    activation_sizes([("pool", 2, 2), ("fc", 3)], (2, 4, 6)), [(2, 2, 3), (3,)]
)
checks.equal(activation_sizes([("pool", 3, 2)], (2, 10, 11)), [(2, 4, 5)])
checks.equal(activation_sizes([], (3, 8, 8)), [])

# %% check="network-books-parameters" points=2
one = [("conv", 10, 5, 1, 2)]
found = count_parameters(one, (3, 32, 32))
known = {"the biases are left out": [750], "the channels are left out": [260]}
known |= {
    "one bias for all filters": [751],
    "every place has its own weights": [778240],
}
checks.equal(found, [760], suspects=known)
alex = [("conv", 96, 11, 4, 0), ("pool", 3, 2), ("conv", 256, 5, 1, 2), ("pool", 3, 2)]
alex += [("conv", 384, 3, 1, 1), ("conv", 384, 3, 1, 1), ("conv", 256, 3, 1, 1)]
alex += [("pool", 3, 2), ("fc", 4096), ("fc", 4096), ("fc", 1000)]
found = count_parameters(alex, (3, 227, 227))
known = [34944, 0, 614656, 0, 885120, 1327488, 884992, 0, 37748736, 16777216, 4096000]
wanted = [34944, 0, 614656, 0, 885120, 1327488, 884992, 0, 37752832, 16781312, 4097000]
known = {"the biases of fc are left out": known}
known["fc after fc sees the last map again"] = [*wanted[:-2], 37752832, 9217000]
known["fc sees the channels alone"] = [*wanted[:-3], 1052672, *wanted[-2:]]
known["it is a running total"] = np.cumsum(wanted).tolist()
checks.equal(found, wanted, suspects=known)
checks.equal(sum(found), 62378344)
checks.holds(all(type(n) is int for n in found), "Return a list of ints.")
odd = [("conv", 4, 3, 2, 1), ("pool", 2, 2), ("conv", 5, 2, 3, 0), ("fc", 7), ("fc", 2)]
found = checks.unchanged(count_parameters, odd, (2, 11, 17))
checks.equal(found, [76, 0, 85, 42, 16])
checks.equal(count_parameters([("pool", 2, 2), ("fc", 3)], (2, 4, 6)), [0, 39])
checks.equal(count_parameters([], (3, 8, 8)), [])

# %% check="network-books-torch" points=1
rng = checks.rng("network-books-torch")
for _ in range(3):
    C, F1, F2, K, S, P = (
        int(n) for n in rng.integers([1, 2, 2, 1, 1, 0], [4, 7, 7, 4, 3, 3])
    )
    H, W, M = (int(n) for n in rng.integers([12, 15, 2], [15, 19, 9]))
    layers = [("conv", F1, K, S, P), ("pool", 2, 2), ("conv", F2, 2, 1, 0), ("fc", M)]
    model = [nn.Conv2d(C, F1, K, S, P), nn.MaxPool2d(2, 2), nn.Conv2d(F1, F2, 2)]
    shapes, x = [], torch.zeros(1, C, H, W)
    for module in model:
        x = module(x)
        shapes.append(tuple(x.shape[1:]))
    model.append(nn.Linear(x.numel(), M))
    checks.equal(activation_sizes(list(layers), (C, H, W)), [*shapes, (M,)])
    wanted = [sum(p.numel() for p in module.parameters()) for module in model]
    checks.equal(count_parameters(list(layers), (C, H, W)), wanted)

# %% check="network-books-secret" points=1
# Once more when your work is graded, on networks that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("network-books-secret")
C, F1, K, S, P, M = (
    int(n) for n in rng.integers([1, 2, 1, 1, 0, 2], [4, 9, 5, 4, 3, 9])
)
H, W, KP, SP = (int(n) for n in rng.integers([18, 22, 1, 1], [22, 29, 4, 4]))
layers = [("conv", F1, K, S, P), ("pool", KP, SP), ("fc", M), ("fc", 3)]
model = [nn.Conv2d(C, F1, K, S, P), nn.MaxPool2d(KP, SP)]
shapes, x = [], torch.zeros(1, C, H, W)
for module in model:
    x = module(x)
    shapes.append(tuple(x.shape[1:]))
model += [nn.Linear(x.numel(), M), nn.Linear(M, 3)]
checks.equal(activation_sizes(list(layers), (C, H, W)), [*shapes, (M,), (3,)])
wanted = [sum(p.numel() for p in module.parameters()) for module in model]
checks.equal(count_parameters(list(layers), (C, H, W)), wanted)
### END HIDDEN TESTS

# %% [markdown]
# Your functions keep the books of five networks now. Each line has the layer, its output, how many numbers that is, and
# the parameters; a number takes four bytes.


# %%
def books(name, layers, input_shape):
    print(f"{name}, input {input_shape}")
    shapes, weights = (
        activation_sizes(layers, input_shape),
        count_parameters(layers, input_shape),
    )
    for layer, shape, count in zip(layers, shapes, weights):
        print(f"  {layer!s:26s}{shape!s:18s}{math.prod(shape):>12,}{count:>14,}")
    numbers = sum(map(math.prod, shapes))
    print(f"  {'together':44s}{numbers:>12,}{sum(weights):>14,}")
    print(
        f"  one image forward {numbers * 4e-6:.3g} MB, weights {sum(weights) * 4e-6:.3g} MB"
    )


lenet = [("conv", 6, 5, 1, 0), ("pool", 2, 2), ("conv", 16, 5, 1, 0), ("pool", 2, 2)]
lenet += [("fc", 120), ("fc", 84), ("fc", 10)]
alexnet = [
    ("conv", 96, 11, 4, 0),
    ("pool", 3, 2),
    ("conv", 256, 5, 1, 2),
    ("pool", 3, 2),
]
alexnet += [("conv", 384, 3, 1, 1), ("conv", 384, 3, 1, 1), ("conv", 256, 3, 1, 1)]
alexnet += [("pool", 3, 2), ("fc", 4096), ("fc", 4096), ("fc", 1000)]
books("LeNet-5 (1998), as it is built today", lenet, (1, 32, 32))
books("AlexNet (2012), not split in two", alexnet, (3, 227, 227))

# %%
vgg16 = []
for filters, repeats in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
    vgg16 += [("conv", filters, 3, 1, 1)] * repeats + [("pool", 2, 2)]
vgg16 += [("fc", 4096), ("fc", 4096), ("fc", 1000)]
books("VGG-16 (2014)", vgg16, (3, 224, 224))

# %% [markdown]
# Two things to see in the table of VGG. Most numbers of an image are in the first layers, most weights in one of the
# last: the first "fc" holds 103 million of 138. And the activations are 15.1 million numbers, 60 MB. (If you find "24M
# values, 93 MB" in print: the rows do not add up to that.)

# %% [markdown]
# **GoogLeNet** (2014) sends each map through four branches side by side: 1 x 1, 3 x 3, 5 x 5 and a pooling. In front of
# the large filters a 1 x 1 layer makes fewer channels, a **bottleneck**. **ResNet** (2015) has the shortcuts of section 9.
# Both end with the mean of each map in place of large "fc" layers. Torchvision's versions have batch normalisation in
# place of the bias: two numbers for each channel, where your function counts one. And its GoogLeNet has 3 x 3 filters in
# the branch that is 5 x 5 in the paper.


# %%
def convolutions(*layers):
    """Parameters of convolutions (channels in, filters, kernel), each with batch normalisation."""
    return sum(
        count_parameters([("conv", filters, kernel, 1, kernel // 2)], (channels, 7, 7))[
            0
        ]
        + filters
        for channels, filters, kernel in layers
    )


def inception(channels, one, three_in, three, five_in, five, pooled, kernel=3):
    third = (channels, five_in, 1), (five_in, five, kernel)
    return convolutions(
        (channels, one, 1),
        (channels, three_in, 1),
        (three_in, three, 3),
        *third,
        (channels, pooled, 1),
    )


# %%
googlenet = convolutions((3, 64, 7), (64, 64, 1), (64, 192, 3))
googlenet += inception(192, 64, 96, 128, 16, 32, 32) + inception(
    256, 128, 128, 192, 32, 96, 64
)
googlenet += inception(480, 192, 96, 208, 16, 48, 64) + inception(
    512, 160, 112, 224, 24, 64, 64
)
googlenet += inception(512, 128, 128, 256, 24, 64, 64) + inception(
    512, 112, 144, 288, 32, 64, 64
)
googlenet += inception(528, 256, 160, 320, 32, 128, 128) + inception(
    832, 256, 160, 320, 32, 128, 128
)
googlenet += (
    inception(832, 384, 192, 384, 48, 128, 128)
    + count_parameters([("fc", 1000)], (1024, 1, 1))[0]
)
resnet18 = convolutions((3, 64, 7), *[(64, 64, 3)] * 4)
for channels in (64, 128, 256):
    twice = 2 * channels
    resnet18 += convolutions(
        (channels, twice, 3), (channels, twice, 1), *[(twice, twice, 3)] * 3
    )
resnet18 += count_parameters([("fc", 1000)], (512, 1, 1))[0]

# %%
library = torchvision.models
with torch.device("meta"):  # shapes without numbers: nothing is filled in
    built = {
        "VGG-16": library.vgg16(),
        "GoogLeNet": library.googlenet(aux_logits=False, init_weights=False),
        "ResNet-18": library.resnet18(),
    }
published = {
    name: sum(p.numel() for p in model.parameters()) for name, model in built.items()
}
reckoned = [sum(count_parameters(vgg16, (3, 224, 224))), googlenet, resnet18]
for (name, count), mine in zip(published.items(), reckoned):
    print(f"{name:10s} yours {mine:>12,}   torchvision's {count:>12,}")

# %% [markdown]
# ### Quiz 3 · A bottleneck
# **1 point · 4 minutes**
#
# 256 channels in, 256 out. Either one layer of 3 x 3, or three layers: 1 x 1 down to 64 channels, 3 x 3 with 64, 1 x 1 up
# to 256. Without biases, how many times as many weights has the single layer, rounded to a whole number?


# %% solution="quiz-bottleneck"
# --- exercise: quiz-bottleneck ---
def quiz_bottleneck():
    """Return an int."""
    ### BEGIN SOLUTION
    return 8
    ### END SOLUTION


# %% check="quiz-bottleneck-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
times = quiz_bottleneck()
checks.holds(type(times) is int and times > 0, "Return an int above 0.")
### BEGIN HIDDEN TESTS
single = nn.Conv2d(256, 256, 3, bias=False).weight.numel()
three = [
    nn.Conv2d(*sizes, bias=False) for sizes in ((256, 64, 1), (64, 64, 3), (64, 256, 1))
]
checks.equal(quiz_bottleneck(), round(single / sum(c.weight.numel() for c in three)))
### END HIDDEN TESTS

# %% [markdown]
# ## 8 · Reading digits
#
# Three convolutions with batch normalisation, two poolings, one layer that decides: 31,000 weights. In torch each layer is
# an object, and you know what each of them does, forwards and backwards. (There is no dropout here: batch normalisation
# and moved images do its work.)


# %%
def convolution(channels, filters, stride=1):
    layer = nn.Conv2d(channels, filters, 3, stride, padding=1, bias=False)
    return [layer, nn.BatchNorm2d(filters), nn.ReLU()]


def digit_network():
    return nn.Sequential(
        *convolution(1, 32),
        *convolution(32, 32),
        nn.MaxPool2d(2),
        *convolution(32, 64),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(64 * 2 * 2, 10),
    )


def draw_weights(model, generator):
    """He's weights, drawn from a generator."""
    for layer in model.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(
                layer.weight, nonlinearity="relu", generator=generator
            )
    return model


print(digit_network())
print("weights:", sum(p.numel() for p in digit_network().parameters()))

# %% [markdown]
# A digit that is moved by a pixel is the same digit. Show the network such digits too: that is **augmentation**, new
# examples for free. Each batch is moved by up to one pixel in each direction. AdamW is Adam that also shrinks the weights a
# little at each step; the rate rises at first, and falls to 0 at the end.


# %%
def moved(x, down, right):
    """Images moved by up to one pixel; what comes in at the edge is dark."""
    padded = F.pad(x, (1, 1, 1, 1))
    height, width = x.shape[2:]
    return padded[:, :, 1 - down : 1 - down + height, 1 - right : 1 - right + width]


# %%
def train_network(model, X, y, epochs, seed, augment=True, lr=0.01):
    """Train with AdamW and a rate that rises and falls; return the mean loss of each epoch."""
    generator = torch.Generator().manual_seed(seed)
    optimiser, losses = torch.optim.AdamW(model.parameters(), lr, weight_decay=1e-4), []
    steps = epochs * math.ceil(len(X) / 32)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, lr, total_steps=steps)
    model.train()
    for _ in tqdm(range(epochs)):
        losses.append(0.0)
        for rows in torch.randperm(len(X), generator=generator).split(32):
            shift = (
                torch.randint(-1, 2, (2,), generator=generator).tolist()
                if augment
                else (0, 0)
            )
            loss = F.cross_entropy(model(moved(X[rows], *shift)), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses[-1] += loss.item() * len(rows) / len(X)
    model.eval()
    return losses


# %%
@torch.no_grad()
def accuracy(model, X, y):
    return (model(X).argmax(dim=1) == y).float().mean().item()


# %%
digits_torch = torch.tensor(images[:, None], dtype=torch.float32)  # (1797, 1, 8, 8)
labels_torch = torch.tensor(digit_labels)
digit_networks, test_accuracies = [], []
for seed in range(5):
    order = torch.tensor(np.random.default_rng(seed).permutation(1797))
    learn, test = order[:-500], order[-500:]
    model = draw_weights(digit_network(), torch.Generator().manual_seed(seed))
    train_network(model, digits_torch[learn], labels_torch[learn], epochs=20, seed=seed)
    test_accuracies.append(accuracy(model, digits_torch[test], labels_torch[test]))
    digit_networks.append(model)
print([round(value, 3) for value in test_accuracies])

# %% [markdown]
# Over ten splits the test accuracy lay between 0.986 and 0.998; lesson 5 had 0.970 to 0.992. The gain is larger where it is
# harder: on test digits that are moved by a pixel.

# %%
dense = nn.Sequential(nn.Flatten(), nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 10))
rivals = {
    "all connected": (dense, False),
    "convolutional": (digit_network(), False),
    "convolutional, augmented": (digit_network(), True),
}
pushed = [
    moved(digits_torch[test], *step) for step in ((1, 0), (-1, 0), (0, 1), (0, -1))
]
for name, (model, augment) in rivals.items():
    draw_weights(model, torch.Generator().manual_seed(0))
    rate = 0.003 if model is dense else 0.01
    train_network(model, digits_torch[learn], labels_torch[learn], 12, 0, augment, rate)
    straight = accuracy(model, digits_torch[test], labels_torch[test])
    shifted = np.mean([accuracy(model, x, labels_torch[test]) for x in pushed])
    print(f"{name:26s} as they are {straight:.3f}, moved by a pixel {shifted:.3f}")

# %% [markdown]
# ## 9 · Deeper
#
# More layers can do all that fewer can: the extra ones need only hand on what they get. Yet plain networks of 20 or 30
# layers train **worse** than shallow ones. It is no overfitting: the training loss itself is higher. Handing on is hard
# to learn when each layer starts at random.

# %% [markdown]
# A **residual block** (He and others, 2015) starts with handing on: $y = x + f(x)$. Two convolutions have to learn only
# what is to change. And going backwards, the sum gate gives $x$ the whole gradient, whatever $f$ makes of it: a short way
# through the network. (On it stand only the ReLU after each sum and, where the shape changes, a 1 x 1 convolution.)

# %% [markdown]
# ### Exercise 7 · A residual block
# **6 points · 15 minutes**
#
# The main way: 3 x 3 convolution with the given stride, normalisation, ReLU, 3 x 3 convolution, normalisation. The
# **shortcut**: $x$ itself, or, when the stride is not 1 or the channels differ, a 1 x 1 convolution with that stride, and
# normalisation. Add both, then ReLU.


# %% solution="basic-block"
# --- exercise: basic-block ---
class BasicBlock(nn.Module):
    """Two convolutions and a shortcut around them (He and others, 2015).

    Made of `nn.Conv2d` without bias and `nn.BatchNorm2d`; the 3 x 3 convolutions have padding 1. There are no layers for
    a shortcut that needs none.

    Parameters
    ----------
    in_channels, out_channels : int
    stride : int
        Of the first convolution, and of the shortcut.
    """

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        ### BEGIN SOLUTION
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(out_channels)
        self.shortcut = nn.Identity()
        if stride != 1 or in_channels != out_channels:
            direct = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)
            self.shortcut = nn.Sequential(direct, nn.BatchNorm2d(out_channels))
        ### END SOLUTION

    def forward(self, x):
        """Return the block's output for a batch.

        Parameters
        ----------
        x : Tensor of shape (N, in_channels, H, W), float32
            It is not changed.

        Returns
        -------
        Tensor of shape (N, out_channels, ceil(H / stride), ceil(W / stride)), float32
        """
        ### BEGIN SOLUTION
        h = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(h)) + self.shortcut(x))
        ### END SOLUTION


# %% check="basic-block-layers" points=1
for C, M, stride in ((3, 5, 2), (4, 4, 1), (3, 6, 1), (4, 4, 2)):
    block, shortcut = BasicBlock(C, M, stride), stride != 1 or C != M
    shapes = sorted(tuple(p.shape) for _, p in block.named_parameters())
    wanted = [(M, C, 3, 3), (M, M, 3, 3), *[(M,)] * (6 if shortcut else 4)]
    wanted = sorted([*wanted, (M, C, 1, 1)] if shortcut else wanted)
    message = f"BasicBlock({C}, {M}, {stride}) needs parameters of shapes {wanted}; yours has {shapes}."
    message += "" if shortcut else " Its shortcut is x itself."
    filters = [
        [shape for shape in shapes_of if len(shape) > 1]
        for shapes_of in (shapes, wanted)
    ]
    if filters[0] == filters[1] and len(shapes) > len(wanted):
        message += "\nLikely cause: the convolutions have biases."
    checks.holds(shapes == wanted, message)
    names = [name for name, _ in block.named_buffers() if name.endswith("running_var")]
    message = "Normalise with nn.BatchNorm2d, once after each convolution."
    checks.holds(len(names) == 2 + shortcut, message)
found = BasicBlock(4, 4)(torch.zeros(2, 4, 5, 6))
checks.shape(found, (2, 4, 5, 6))
checks.shape(BasicBlock(3, 5, 2)(torch.zeros(2, 3, 5, 6)), (2, 5, 3, 3))
checks.shape(BasicBlock(3, 5, stride=3)(torch.zeros(1, 3, 7, 4)), (1, 5, 3, 2))
checks.equal(str(found.dtype), "torch.float32")

# %% check="basic-block-test" points=2
rng = checks.rng("basic-block-test")


def slip(t, x, kind):
    direct, step = x if t.downsample is None else t.downsample(x), t.conv1.stride
    h = F.conv2d(x, t.conv1.weight, None, 1 if kind == "stride" else step, 1)
    h = t.bn1(F.relu(h)) if kind == "order" else t.bn1(h)
    h = h if kind in ("between", "order") else F.relu(h)
    h = t.bn2(F.conv2d(h, t.conv2.weight, None, step if kind == "stride" else 1, 1))
    h = F.relu(h) if kind == "early" else h
    h = h if kind == "none" else h + direct
    return h if kind in ("last", "early") else F.relu(h)


known = {
    "the last ReLU is missing": "last",
    "the last ReLU comes before the sum": "early",
    "the shortcut is not added": "none",
    "the ReLU between the convolutions is missing": "between",
    "the first ReLU comes before the normalisation": "order",
    "the second convolution has the stride, not the first": "stride",
}
known = {t: lambda *of, kind=kind: slip(*of, kind) for t, kind in known.items()}
for C, M, stride in ((3, 5, 2), (4, 4, 1), (3, 6, 1), (4, 4, 2)):
    direct = [nn.Conv2d(C, M, 1, stride, bias=False), nn.BatchNorm2d(M)]
    direct = nn.Sequential(*direct) if stride != 1 or C != M else None
    twin = torchvision.models.resnet.BasicBlock(C, M, stride, direct)
    x = torch.tensor(rng.normal(size=(2, C, 5, 6)), dtype=torch.float32)
    checks.same_module(BasicBlock(C, M, stride), twin, [x], rng, suspects=known)

# %% check="basic-block-training" points=2
rng = checks.rng("basic-block-training")
cases = (
    (3, 5, 2, 6, 5),
    (4, 4, 1, 4, 3),
    (5, 3, 1, 3, 4),
    (4, 4, 2, 1, 1),
    (4, 4, 3, 7, 5),
)
for C, M, stride, H, W in cases:
    direct = [nn.Conv2d(C, M, 1, stride, bias=False), nn.BatchNorm2d(M)]
    direct = nn.Sequential(*direct) if stride != 1 or C != M else None
    twin = torchvision.models.resnet.BasicBlock(C, M, stride, direct)
    x = torch.tensor(rng.normal(size=(3, C, H, W)), dtype=torch.float32)
    block = BasicBlock(C, M, stride)
    checks.same_module(block, twin, [x], rng, training=True)
    _, (left,) = checks.changed(block, x)
    message = "x is changed: an operation in place (+=, inplace=True) met x itself."
    checks.holds(bool((left == x).all()), message)
checks.forbidden(BasicBlock, "resnet", "resnet18", "resnet34", "models")

# %% check="basic-block-secret" points=1
# Once more when your work is graded, for sizes that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("basic-block-secret")
for _ in range(2):
    into, M, step = (int(n) for n in rng.integers([1, 1, 1], [6, 6, 4]))
    for C, stride in ((into, step), (M, 1)):
        direct = [nn.Conv2d(C, M, 1, stride, bias=False), nn.BatchNorm2d(M)]
        direct = nn.Sequential(*direct) if stride != 1 or C != M else None
        twin = torchvision.models.resnet.BasicBlock(C, M, stride, direct)
        x = torch.tensor(rng.normal(size=(2, C, 7, 4)), dtype=torch.float32)
        checks.same_module(BasicBlock(C, M, stride), twin, [x], rng)
        checks.same_module(BasicBlock(C, M, stride), twin, [x], rng, training=True)
### END HIDDEN TESTS

# %% [markdown]
# Now twins: networks of 8, 20 and 32 layers, with your blocks, and the same without the shortcuts. Six epochs each.


# %%
def deep_network(blocks, residual):
    """A first layer, three groups of blocks with 8, 16 and 32 channels, the mean of each map, a last layer."""
    layers, channels = convolution(1, 8), 8
    for group, filters in enumerate((8, 16, 32)):
        for block in range(blocks):
            stride = 2 if group > 0 and block == 0 else 1
            if residual:
                layers.append(BasicBlock(channels, filters, stride))
            else:
                layers += convolution(channels, filters, stride) + convolution(
                    filters, filters
                )
            channels = filters
    return nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)
    )


# %%
depth_losses = {}
for blocks in (1, 3, 5):
    for residual in (False, True):
        model = deep_network(blocks, residual)
        draw_weights(model, torch.Generator().manual_seed(0))
        inputs = digits_torch[learn], labels_torch[learn]
        losses = train_network(
            model, *inputs, epochs=6, seed=0, augment=False, lr=0.003
        )
        name = f"{'residual' if residual else 'plain'}, {6 * blocks + 2} layers"
        depth_losses[name] = losses
        print(f"{name:22s} training loss {losses[-1]:.3f}, test accuracy ", end="")
        print(f"{accuracy(model, digits_torch[test], labels_torch[test]):.3f}")

# %%
figure, axes = plot.figure(1, 2, size=(3.6, 2.7))
for ax, kind in zip(axes, ("plain", "residual")):
    chosen = {
        name: losses for name, losses in depth_losses.items() if name.startswith(kind)
    }
    plot.training_curves(ax, chosen, ylabel="training loss")
    ax.set(ylim=(0, 2.3))
axes[0].set(title="plain: deeper is worse")
axes[1].set(title="with shortcuts: it is not")
plot.show(
    figure,
    "Training loss by epoch: the deeper a plain network, the more slowly it falls; residual ones of any depth fall alike.",
)

# %% [markdown]
# Over five starts the plain networks of 20 layers ended with a training loss of 0.13 to 0.18, their residual twins with
# 0.02 to 0.03. But for two small 1 x 1 layers the weights are the same; what is new are the sums.

# %% [markdown]
# ## 10 · What was learnt can be used again
#
# A network that was trained on many images has learnt edges, corners, strokes. They serve for other classes too, of which
# you have few images: keep the convolutions as they are, and learn only a new last layer. That is **transfer learning**.
# Here: from digits as they are to digits in a mirror, of which you have one, three or five of each.

# %%
mirrored = digits_torch.flip(3)
source_network = digit_networks[-1]  # it learnt from the same 1,297 images, unmirrored
with torch.no_grad():
    features = source_network[:-1](mirrored)  # (1797, 256)


def from_scratch(rows, seed):
    model = draw_weights(digit_network(), torch.Generator().manual_seed(seed))
    train_network(model, mirrored[rows], labels_torch[rows], 100, seed)
    return accuracy(model, mirrored[test], labels_torch[test])


def new_head(rows, seed):
    head = draw_weights(
        nn.Sequential(nn.Linear(256, 10)), torch.Generator().manual_seed(seed)
    )
    optimiser = torch.optim.AdamW(head.parameters(), 0.01)
    for _ in range(100):
        head_loss = F.cross_entropy(head(features[rows]), labels_torch[rows])
        optimiser.zero_grad()
        head_loss.backward()
        optimiser.step()
    return accuracy(head, features[test], labels_torch[test])


# %%
by_digit = [learn[labels_torch[learn] == n] for n in range(10)]
for count in (1, 3, 5):
    few = torch.cat([rows[:count] for rows in by_digit])
    ways = [[f(few, seed) for seed in range(3)] for f in (from_scratch, new_head)]
    texts = [", ".join(f"{value:.2f}" for value in way) for way in ways]
    print(f"{count} of each: from scratch {texts[0]}; with learnt filters {texts[1]}")

# %% [markdown]
# The learnt filters are ahead, clearly with three and five of each; with one, chance has its say. It is no law: in the
# same experiment from the digits 0 to 4 to the digits 5 to 9, with five of each, training from scratch had 0.89 to 0.94
# and learnt filters 0.88 to 0.91. What was learnt must be of use for what comes.

# %% [markdown]
# ## 11 · Looking inside
#
# First the weights themselves. Filters of the first layer can be drawn. At 3 x 3 pixels a few have a name, an edge here, a
# line there; larger filters, trained on photographs, show more. Deeper ones can't be drawn, but what they answer to can:
# their maps, for one digit. More than half of the numbers are 0, by the ReLU, and later maps look less and less like the digit.

# %%
looked_at = digit_networks[0]
filters = looked_at[0].weight.detach()[:, 0].numpy()  # (32, 3, 3)
largest = np.abs(filters).max(axis=(1, 2), keepdims=True)
figure = plot.images(list(0.5 + 0.5 * filters / largest), columns=16, size=0.5)
plot.show(
    figure, "32 filters of 3 by 3 pixels: a few are edges or lines, most have no name."
)

# %%
seven = digits_torch[digit_labels == 7][:1]
with torch.no_grad():
    stages = [looked_at[:depth](seven)[0].numpy() for depth in (3, 6, 10)]
shown, titles = [], []
for number, stage in enumerate(stages, 1):
    shown += [seven[0, 0].numpy(), *(stage[:9] / stage.max())]
    titles += ["input", f"layer {number}", *[""] * 8]
figure = plot.images(shown, titles=titles, columns=10, size=0.8)
plot.show(
    figure,
    "A seven and nine maps of each of three layers: strokes at first, coarse patches later.",
)

# %% [markdown]
# Or ask the whole network: **which pixels would change the score of this class most?** That is one backward pass, to the
# image in place of the weights. The size of the gradient, the largest over the channels, is the **saliency** map (Simonyan
# and others, 2013).

# %% [markdown]
# ### Exercise 8 · Saliency
# **5 points · 10 minutes**
#
# Take the score as it is, before any softmax: a softmax can raise a class by lowering the others.


# %% solution="saliency"
# --- exercise: saliency ---
def saliency(model, x, target):
    """How much each pixel of an image moves the score of a class.

    Parameters
    ----------
    model : torch.nn.Module
        Takes (1, C, H, W) and gives scores of shape (1, n_classes). Its mode stays as it is, in each layer.
    x : Tensor of shape (1, C, H, W), float
        It stays as it is: its values, its flag `requires_grad`, its `grad`.
    target : int
        The class.

    Returns
    -------
    Tensor of shape (H, W)
        Largest absolute value over the channels of the gradient of model(x)[0, target]; detached.
    """
    ### BEGIN SOLUTION
    image = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(model(image)[0, target], image)
    return gradient[0].abs().amax(dim=0)
    ### END SOLUTION


# %% check="saliency-worked" points=1
pair = torch.tensor([[[[1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0]]]])  # (1, 2, 1, 3)
rng = checks.rng("saliency-worked")
flat = [("Flatten",), ("Linear", 6, 3)]
found, network = checks.on_network(saliency, flat, pair, 1, rng=rng)
weights = network[1].weight.detach()[1].reshape(2, 1, 3)
known = {
    "the absolute value is missing": weights.amax(0),
    "the sum over the channels, not the largest": weights.abs().sum(0),
    "the mean over the channels, not the largest": weights.abs().mean(0),
    "the absolute value comes after the largest": weights.amax(0).abs(),
    "another class than the target": network[1]
    .weight.detach()[0]
    .reshape(2, 1, 3)
    .abs()
    .amax(0),
    "the gradient is multiplied by the image": (weights * pair[0]).abs().amax(0),
}
every = network[1].weight.detach().sum(0).reshape(2, 1, 3)
known["the gradient of all scores together"] = every.abs().amax(0)
p = network(pair)[0].detach().softmax(0)
mean = (p[:, None] * network[1].weight.detach()).sum(0).reshape(2, 1, 3)
known["the gradient of the probability, not of the score"] = (
    (p[1] * (weights - mean)).abs().amax(0)
)
known["the gradient of the loss, not of the score"] = (weights - mean).abs().amax(0)
checks.close(found, weights.abs().amax(0), suspects=known)

# %% check="saliency-random" points=2
rng = checks.rng("saliency-random")
deep = [
    ("Conv2d", 3, 4, 3),
    ("BatchNorm2d", 4),
    ("Tanh",),
    ("Conv2d", 4, 5, 2),
    ("ReLU",),
]
deep += [("AdaptiveAvgPool2d", 1), ("Flatten",), ("Linear", 5, 4)]
for (H, W), target, training in (((5, 7), 0, True), ((6, 4), 3, False)):
    x = torch.tensor(rng.normal(size=(1, 3, H, W)), dtype=torch.float32)
    layers = [layer for layer in deep if layer[0] != "BatchNorm2d" or not training]
    answer = checks.on_network(saliency, layers, x, target, rng=rng, training=training)
    found, network = answer
    image = x.clone().requires_grad_()
    network(image)[0, target].backward()
    gradient = image.grad[0]
    known = {"the absolute value is missing": gradient.amax(0)}
    known["the sum over the channels, not the largest"] = gradient.abs().sum(0)
    checks.close(found, gradient.abs().amax(0), suspects=known)
    checks.holds(not found.requires_grad, "The map must be detached from the graph.")

# %% check="saliency-pure" points=1
rng = checks.rng("saliency-pure")
layers = [("Conv2d", 2, 3, 3), ("ReLU",), ("Flatten",), ("Linear", 24, 3)]
for training, leaf in ((True, False), (False, False), (True, True)):
    x = torch.tensor(
        rng.normal(size=(1, 2, 4, 6)), dtype=torch.float32, requires_grad=leaf
    )
    answer = checks.on_network(saliency, layers, x, 2, rng=rng, training=training)
    found, network = answer
    (gradient,) = torch.autograd.grad(
        network(image := x.detach().clone().requires_grad_())[0, 2], image
    )
    checks.close(found, gradient[0].abs().amax(0))

# %% check="saliency-secret" points=1
# Once more when your work is graded, on a network that is drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("saliency-secret")
C, M, H, W, target = (int(n) for n in rng.integers([1, 2, 4, 4, 0], [5, 6, 8, 8, 4]))
layers = [("Conv2d", C, M, 3), ("Tanh",), ("AdaptiveAvgPool2d", 2), ("Flatten",)]
layers.append(("Linear", 4 * M, 4))
x = torch.tensor(rng.normal(size=(1, C, H, W)), dtype=torch.float32)
found, network = checks.on_network(saliency, layers, x, target, rng=rng)
image = x.clone().requires_grad_()
network(image)[0, target].backward()
checks.close(found, image.grad[0].abs().amax(0))
checks.holds(not found.requires_grad, "The map must be detached from the graph.")
### END HIDDEN TESTS

# %% [markdown]
# Now a photograph. A network for faces, trained here on the hundred faces of lesson 2, also mirrored, and on 6,100 windows
# without one. It has no "fc" layer that asks for a fixed size: on a larger image it answers for every place. One step in
# its map is four pixels, by a stride and a pooling. It learns from windows of 25 x 25, and we draw its answers so; where there are pixels in place of the padding, each sees 31 x 31.


# %%
def grey(name):
    picture = data.photo(name) / 255.0
    return picture if picture.ndim == 2 else picture @ [0.299, 0.587, 0.114]


def windows_without_faces(rng):
    """Windows of 25 x 25 pixels from six photographs at four sizes."""
    found = []
    for name in ("chelsea", "coffee", "coins", "rocket", "china", "flower"):
        for scale in (0.12, 0.18, 0.27, 0.4):
            picture = skimage.transform.rescale(grey(name), scale, anti_aliasing=True)
            for _ in range(250):
                top, left = (int(rng.integers(0, n - 25)) for n in picture.shape)
                found.append(picture[top : top + 25, left : left + 25])
    return np.array(found)


def face_network():
    first = nn.Conv2d(1, 12, 5, stride=2, padding=2), nn.BatchNorm2d(12), nn.ReLU()
    second = (
        nn.Conv2d(12, 24, 3, padding=1),
        nn.BatchNorm2d(24),
        nn.ReLU(),
        nn.MaxPool2d(2),
    )
    third = nn.Conv2d(24, 32, 6, bias=False), nn.BatchNorm2d(32), nn.ReLU()
    return nn.Sequential(*first, *second, *third, nn.Conv2d(32, 2, 1))


# %%
lfw, _ = data.faces()
generator = torch.Generator().manual_seed(1)
pos = np.concatenate([lfw[:100], lfw[:100, :, ::-1]])
neg = np.concatenate([lfw[100:], windows_without_faces(np.random.default_rng(0))])
face_X = torch.tensor(np.concatenate([pos, neg])[:, None], dtype=torch.float32)
face_y = torch.cat([torch.ones(len(pos)), torch.zeros(len(neg))]).long()
face_model = draw_weights(face_network(), generator)
optimiser = torch.optim.AdamW(face_model.parameters(), 3e-3, weight_decay=1e-2)
for _ in tqdm(range(8)):
    for rows in torch.randperm(len(face_X), generator=generator).split(64):
        light = torch.rand(len(rows), 1, 1, 1, generator=generator)
        shade = 0.2 * torch.randn(len(rows), 1, 1, 1, generator=generator)
        varied = (face_X[rows] - 0.5) * (0.6 + 0.8 * light) + 0.5 + shade
        face_loss = F.cross_entropy(face_model(varied).flatten(1), face_y[rows])
        optimiser.zero_grad()
        face_loss.backward()
        optimiser.step()
_ = face_model.eval()


# %%
class BestLead(nn.Module):
    """How far "face" is ahead of "no face" where it is farthest, (1, 1, H, W) -> (1, 1)."""

    def forward(self, x):
        scores = face_model(x)
        return (scores[:, 1:] - scores[:, :1]).amax(dim=(2, 3))


astronaut = skimage.transform.rescale(grey("astronaut"), 0.2, anti_aliasing=True)
photo_in = torch.tensor(astronaut[None, None], dtype=torch.float32)  # (1, 1, 102, 102)
with torch.no_grad():
    per_place = face_model(photo_in)[0]
    lead = (per_place[1] - per_place[0]).numpy()
looks = saliency(BestLead(), photo_in, 0).numpy()
row, column = np.unravel_index(lead.argmax(), lead.shape)
x0, y0 = 4 * column, 4 * row
near = slice(max(y0 - 4, 0), y0 + 29), slice(max(x0 - 4, 0), x0 + 29)

# %%
figure, axes = plot.figure(1, 4, size=(2.3, 2.4))
axes[0].imshow(astronaut, cmap="gray")
plot.boxes(axes[0], np.array([[x0, y0, x0 + 25, y0 + 25]]), color=plot.COLORS[1])
axes[1].imshow(lead, cmap="viridis")
axes[2].imshow(astronaut[near], cmap="gray")
axes[3].imshow(looks[near], cmap="magma")
titles = "the best place", "score of a face, by place", "that window", "its saliency"
for ax, title in zip(axes, titles):
    ax.set(title=title, xticks=(), yticks=())
plot.show(
    figure,
    "An astronaut with a box around her face, the map of scores with a peak there, the window enlarged, and its saliency: bright on the middle of the face, dark around it.",
)

# %% [markdown]
# What moves the score lies on the face, most of it around eyes, nose and mouth; outside of what the answer sees the gradient is 0. Of six starts three found the face; three thought most of a patch
# on the suit or the flag. A hundred faces are few: in practice one would start from a network that has learnt from many photographs, as in section 10. And beware: a saliency map says what moves
# the score, not why, and it looks as convincing when the network is wrong.

# %% [markdown]
# ## What you have seen
#
# - You slid filters over images, and went back through them.
# - You pooled, normalised and dropped out.
# - You reckoned the size of every layer of AlexNet and VGG.
# - You saw why very deep networks need shortcuts.
# - You looked inside: at filters, at maps, at what a network looks at.

# %% [markdown]
# ## Your code against the library
#
# A layer of 16 filters on 16 images of 32 x 32 pixels with 8 channels, forwards and backwards. A ratio above 1 means that
# yours takes longer. Torch uses both cores, and no windows are laid out.

# %%
layer_rng = np.random.default_rng(0)
maps_in, bank_of = (
    layer_rng.normal(size=(16, 8, 32, 32)),
    layer_rng.normal(size=(16, 8, 3, 3)),
)
upstream, no_bias = layer_rng.normal(size=(16, 16, 32, 32)), np.zeros(16)
rows_in, ones = layer_rng.normal(size=(256, 512)), np.ones(512)
torch_in = [torch.tensor(v, requires_grad=True) for v in (maps_in, bank_of, no_bias)]
torch_rows = torch.tensor(rows_in, requires_grad=True)
torch_up, torch_pooled = (
    torch.tensor(upstream),
    torch.ones(16, 8, 16, 16, dtype=torch.float64),
)


def your_convolution():
    _, cache = conv2d_forward(maps_in, bank_of, no_bias, 1, 1)
    return conv2d_backward(upstream, cache)


def torch_convolution():
    return torch.autograd.grad(F.conv2d(*torch_in, 1, 1), torch_in, torch_up)


def your_pooling():
    _, cache = max_pool_forward(maps_in, 2, 2)
    return max_pool_backward(np.ones((16, 8, 16, 16)), cache)


# %%
def torch_pooling():
    return torch.autograd.grad(F.max_pool2d(torch_in[0], 2), torch_in[0], torch_pooled)


def your_normalisation():
    running = {"mean": np.zeros(512), "var": np.ones(512)}
    _, cache = batchnorm_forward(rows_in, ones, 0 * ones, running)
    return batchnorm_backward(rows_in, cache)


def torch_normalisation():
    out = F.batch_norm(torch_rows, None, None, training=True)
    return torch.autograd.grad(out, torch_rows, torch_rows.detach())


compare.side_by_side(
    {
        "convolution": (your_convolution, torch_convolution),
        "max pooling": (your_pooling, torch_pooling),
        "batch normalisation": (your_normalisation, torch_normalisation),
    },
    repeats=3,
)

# %% [markdown]
# ## Typical errors
#
# | what you see | what it was |
# |---|---|
# | shapes do not match at the first "fc" layer | a padding or stride: keep the books |
# | right for one image, wrong for two | a mean or a sum over the wrong axis |
# | good in training, poor at test, same images | the network is still in training mode, or dropout too |
# | a gradient is right only for strides as large as the window | windows that overlap must add up |
# | a gradient is right with stride 1 only | pixels that no window reaches get 0 |
# | the loss of a deep network hardly falls | no shortcuts, no normalisation, or a rate too high |
# | `a leaf Variable that requires grad ...` | an operation in place on x |
# | memory runs out in training, not at test | all activations are kept for the way back: smaller batches |

# %% [markdown]
# ## Scale it up
#
# Off by default, because it downloads 170 MB. CIFAR-10: 50,000 colour images of 32 x 32 pixels in ten classes, a residual
# network of your blocks, mirrored and shifted images, on a GPU if there is one. Ten epochs take minutes there and about
# half an hour on a laptop CPU.

# %%
SCALE_UP = False


def cifar_network(width):
    first = (
        nn.Conv2d(3, width, 3, padding=1, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(),
    )
    blocks = BasicBlock(width, width), BasicBlock(width, 2 * width, 2)
    more = BasicBlock(2 * width, 2 * width), BasicBlock(2 * width, 4 * width, 2)
    last = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4 * width, 10)
    model = nn.Sequential(*first, *blocks, *more, *last)
    for layer in model.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight)
    return model


# %%
def learn_cifar(device, epochs=10, width=32, batch=128):
    (X, y), (X_new, y_new) = (data.cifar10(train, device) for train in (True, False))
    generator = torch.Generator().manual_seed(0)
    model = seeded(lambda: cifar_network(width), seed=0).to(device)
    optimiser = torch.optim.AdamW(model.parameters(), 0.01, weight_decay=5e-4)
    steps = epochs * math.ceil(len(X) / batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 0.01, total_steps=steps)
    for _ in tqdm(range(epochs)):
        for rows in torch.randperm(len(X), generator=generator).split(batch):
            down, right, turn = torch.randint(0, 9, (3,), generator=generator).tolist()
            x = F.pad(X[rows], (4, 4, 4, 4))[:, :, down : down + 32, right : right + 32]
            loss = F.cross_entropy(model(x.flip(3) if turn % 2 else x), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    model.eval()
    with torch.no_grad():
        right = [
            (model(a).argmax(1) == b).sum().item()
            for a, b in zip(X_new.split(500), y_new.split(500))
        ]
    return sum(right) / len(y_new)


# %%
if SCALE_UP:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    print("test accuracy:", learn_cifar(device))

# %% [markdown]
# ## Further reading
#
# - Y. LeCun and others, *Gradient-based learning applied to document recognition* (1998): LeNet-5, and all the reasons.
# - K. He and others, *Deep residual learning for image recognition* (2015): section 9 in full, with 1,202 layers.
# - V. Dumoulin, F. Visin, *A guide to convolution arithmetic for deep learning*: sizes, strides, paddings in pictures.
# - M. Zeiler, R. Fergus, *Visualizing and understanding convolutional networks* (2014): what the layers of AlexNet answer
#   to.
