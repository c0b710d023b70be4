# %% [markdown]
# # 0 · How this course works
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({{colab}})

# %% [markdown]
# **About this lesson** · You take a photograph apart into numbers, and see how a notebook checks your answers.
#
# You will
# - read an image as an array of rows, columns and channels,
# - predict what 8-bit arithmetic does, and avoid it,
# - move an image from NumPy to torch, channels first,
# - learn to read a check that fails.
#
# You need Python and a little NumPy. Reading takes about 10 minutes, the exercises 20 (13 points). The whole notebook
# runs in under 20 seconds on a laptop CPU.

# %% [markdown]
# ## Set-up
#
# The first cell matters only on Colab, where it installs the course's helpers. The second imports what this
# lesson uses. Run both with Shift+Enter.

# %% tags=["install"]
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("course_utils") is None:
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "git+{{repository}}"], check=True
    )

# %% tags=["imports"]
import numpy as np
import torch
import torchvision

from course_utils import checks, compare, data, plot

# %% [markdown]
# ## 1 · An image is an array
#
# This is a cat called Chelsea. To the computer she is a table of whole numbers from 0 (dark) to 255 (bright).

# %%
cat = data.photo("chelsea")
figure = plot.images([cat], titles=["300 rows, 451 columns, 3 channels"], size=3.0)
plot.show(figure, "Photograph of a ginger cat, looking into the camera.")
print(cat.shape, cat.dtype)

# %% [markdown]
# The shape is `(height, width, channels)`: rows come first. So `cat[120, 180]` is the pixel in row 120, counted from
# the **top**, and column 180, counted from the left. Many tools say `(x, y)` instead, column first. Mixing the two
# up is a common bug in computer vision, and in a square image nobody sees it.

# %%
print("one pixel, as red, green, blue:", cat[120, 180])
print("the red channel of a 4 x 6 patch of her eye:")
print(cat[112:116, 136:142, 0])

# %% [markdown]
# A **slice** such as `112:116` stops before its end: it takes rows 112, 113, 114 and 115, so `116 - 112 = 4` rows.
# The course uses this half-open rule for boxes too.

# %% [markdown]
# Each channel is a grey image of its own. Her fur is bright in red and dark in blue: that is what orange is.

# %%
channels = [cat[:, :, c] for c in range(3)]
figure = plot.images(channels, titles=["red", "green", "blue"], size=1.8)
plot.show(
    figure,
    "The red, green and blue channels as grey images. The fur is brightest in red, darkest in blue.",
)

# %% [markdown]
# ## 2 · What a check says
#
# In this course you write functions, and checks tell you at once whether they are right. Here is a function with a
# mistake in it: it should halve the brightness, and it doubles it.


# %%
def halve(image):
    return image * 2


# %% [markdown]
# And here is a check that fails. Read it from the top: **where** it went wrong (`[2]` is an index, counted from 0),
# what was **expected** and what came back, and the **likely cause**. Many mistakes have a known face, and the check
# names them.

# %% tags=["raises-exception"]
checks.close(halve(np.array([10.0, 20.0, 40.0])), [5.0, 10.0, 20.0])

# %% [markdown]
# A check that passes says nothing. You may run a check as often as you like: failing one costs nothing. Cells further
# down often use your functions; until you have written one, they stop with `NotImplementedError`.

# %%
checks.close(np.array([10.0, 20.0, 40.0]) / 2, [5.0, 10.0, 20.0])

# %% [markdown]
# ### Exercise 1 · Crop
# **4 points · 7 minutes**
#
# Cut a window out of an image. From a 4 x 6 image, `crop(image, top=1, left=2, height=2, width=3)` gives rows 1 and 2
# and columns 2, 3 and 4.
#
# Two things go wrong easily. A slice is a **view**: it shares its memory with the image, so painting on the crop
# paints on the photograph. And NumPy does not complain about a window that leaves the image: it counts a negative
# start from the far end, and cuts off what hangs over.
#
# <details><summary>Hint</summary>
#
# Write down the window's last row plus one, `top + height`. When does it leave an image with `H` rows?
# `.copy()` makes an array with memory of its own.
#
# </details>


# %% solution="crop"
# --- exercise: crop ---
def crop(image, top, left, height, width):
    """Cut a window out of an image.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), any dtype
    top, left : int
        The window's first row and column.
    height, width : int, at least 1
        The window's size, in pixels.

    Returns
    -------
    ndarray of shape (height, width) or (height, width, 3), image's dtype
        A copy: it shares no memory with `image`.

    Raises
    ------
    ValueError
        When any part of the window lies outside the image.
    """
    ### BEGIN SOLUTION
    bottom, right = top + height, left + width
    if top < 0 or left < 0 or bottom > image.shape[0] or right > image.shape[1]:
        raise ValueError(
            f"rows {top}:{bottom}, columns {left}:{right} leave an image of shape {image.shape}"
        )
    return image[top:bottom, left:right].copy()
    ### END SOLUTION


# %% [markdown]
# The next four cells check your answer, one behaviour each. They are worth a point each. The fourth looks empty:
# it holds tests on inputs that are drawn when your work is graded, so that only a function that is right passes.

# %% check="crop-window" points=1
table = np.arange(24).reshape(4, 6)
checks.equal(
    crop(table, top=1, left=2, height=2, width=3),
    [[8, 9, 10], [14, 15, 16]],
    suspects={
        "top and left are exchanged": table[2:4, 1:4],
        "rows and columns are exchanged": table[2:5, 1:3],
        "height and width are exchanged": table[1:4, 2:4],
        "the window ends at `height` and `width`, not at `top + height` and `left + width`": table[
            1:2, 2:3
        ],
        "the window includes the row and column after its last": table[1:4, 2:6],
    },
)
colours = np.arange(90, dtype=np.uint8).reshape(5, 6, 3)
found = crop(colours, 1, 2, 3, 2)
checks.equal(found, colours[1:4, 2:4])
checks.dtype(found, "uint8")
checks.dtype(crop(np.ones((4, 4), dtype=np.float32), 1, 1, 2, 2), "float32")

# %% check="crop-copy" points=1
wide = np.arange(40).reshape(4, 10)
checks.equal(checks.fresh(crop, wide, 1, 2, 2, 7), wide[1:3, 2:9])
checks.equal(checks.unchanged(crop, wide, 1, 2, 2, 7), wide[1:3, 2:9])

# %% check="crop-outside" points=1
narrow = np.arange(12).reshape(3, 4)
checks.raises(ValueError, crop, narrow, -1, 0, 2, 2)
checks.raises(ValueError, crop, narrow, 0, -1, 2, 2)
checks.raises(ValueError, crop, narrow, -3, 0, 2, 2)
checks.raises(ValueError, crop, narrow, 0, -4, 2, 2)
checks.raises(ValueError, crop, narrow, 2, 0, 2, 2)
checks.raises(ValueError, crop, narrow, 0, 3, 2, 2)
checks.raises(ValueError, crop, np.zeros((3, 4, 3)), 0, 2, 1, 3)
checks.equal(crop(narrow, 0, 0, 3, 4), narrow)  # up to the edge is inside
checks.equal(crop(narrow, 2, 3, 1, 1), [[11]])

# %% check="crop-secret" points=1
# Once more when your work is graded, on windows that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("crop-secret")
for _ in range(20):
    H, W = (int(n) for n in rng.integers(2, 12, size=2))
    secret = rng.integers(0, 256, size=(H, W, 3), dtype=np.uint8)
    top, left = int(rng.integers(0, H)), int(rng.integers(0, W))
    height, width = (
        int(rng.integers(1, H - top + 1)),
        int(rng.integers(1, W - left + 1)),
    )
    window = secret[top : top + height, left : left + width]
    checks.equal(checks.unchanged(crop, secret, top, left, height, width), window)
    checks.equal(checks.fresh(crop, secret, top, left, height, width), window)
    checks.raises(ValueError, crop, secret, top, left, H - top + 1, width)
    checks.raises(ValueError, crop, secret, top, left, height, W - left + 1)
    checks.raises(ValueError, crop, secret, -top - 1, left, 1, 1)
### END HIDDEN TESTS

# %% [markdown]
# Here is your crop at work.

# %%
face = crop(cat, top=30, left=80, height=270, width=320)
figure = plot.images([face], titles=["crop(cat, 30, 80, 270, 320)"], size=2.6)
plot.show(figure, "The cat's face, cut out of the photograph.")

# %% [markdown]
# ## 3 · Eight bits wrap around
#
# A pixel of type `uint8` has room for 256 values. Add 100 to 200, and the 300 does not fit. Nothing stops and
# nothing warns: 256 is taken away, and 44 is left.

# %%
bright = np.array([100, 150, 200], dtype=np.uint8)
print("plus 100, in uint8:", bright + np.uint8(100))
print("plus 100, as float:", bright.astype(float) + 100)

# %% [markdown]
# On a photograph it looks like this. Each channel wraps by itself. Where only red runs past 255 the fur turns cyan;
# where all three do, the bright background turns dark.

# %%
wrapped = cat + np.uint8(100)
clipped = np.clip(cat.astype(int) + 100, 0, 255).astype(np.uint8)
figure = plot.images(
    [wrapped, clipped],
    titles=["uint8 + 100 wraps", "int + 100, then clipped"],
    size=2.4,
)
plot.show(
    figure,
    "Left: brightening in uint8 turns bright fur dark. Right: the same in integers, clipped at 255.",
)

# %% [markdown]
# ### Quiz 1 · What is left?
# **1 point · 1 minute**
#
# An array of type `uint8` holds the number 130. It is multiplied by 3 and stays `uint8`. Which number does it hold
# now? Work it out by hand before you try it.


# %% solution="quiz-wrap"
# --- exercise: quiz-wrap ---
def quiz_wrap():
    """Return the number that is left, an int."""
    ### BEGIN SOLUTION
    return 134
    ### END SOLUTION


# %% check="quiz-wrap-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
checks.dtype(quiz_wrap(), "integer")
### BEGIN HIDDEN TESTS
held = np.array([130], dtype=np.uint8)
checks.equal(quiz_wrap(), (held * np.uint8(3)).item())
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 2 · From colour to grey
# **3 points · 5 minutes**
#
# The eye sees green best and blue least. The usual grey value weighs the channels accordingly:
#
# $$\text{grey} = \frac{0.299\,R + 0.587\,G + 0.114\,B}{255}$$
#
# By hand: the pixel (100, 150, 200) gives 29.9 + 88.05 + 22.8 = 140.75, and 140.75 / 255 = 0.552. The weights add up
# to 1, so white stays 1.


# %% solution="to-grayscale"
# --- exercise: to-grayscale ---
def to_grayscale(image):
    """Turn a colour image into a grey one.

    Parameters
    ----------
    image : ndarray of shape (H, W, 3), uint8
        Red, green, blue, each 0 to 255.

    Returns
    -------
    ndarray of shape (H, W), float64 in [0, 1]
        (0.299 red + 0.587 green + 0.114 blue) / 255.
    """
    ### BEGIN SOLUTION
    return image @ np.array([0.299, 0.587, 0.114]) / 255  # (H, W, 3) @ (3,) -> (H, W)
    ### END SOLUTION


# %% check="to-grayscale-worked" points=1
pixel = np.array([[[100, 150, 200]]], dtype=np.uint8)
checks.close(
    to_grayscale(pixel),
    [[140.75 / 255]],
    suspects={
        "the channels are weighted in the order blue, green, red": [[159.25 / 255]],
        "the three channels are averaged with equal weights": [[150 / 255]],
        "the result is not divided by 255": [[140.75]],
        "the weights are those of another standard": [[142.98 / 255]],
        "the sum is rounded down before it is divided": [[140 / 255]],
        "the image is divided by its own largest value": [[140.75 / 200]],
        "the result is divided by its own largest value": [[1.0]],
    },
)
checks.dtype(to_grayscale(pixel), "float64")
dark = np.array([[[1, 0, 1]]], dtype=np.uint8)  # nearly black, not white
checks.close(to_grayscale(dark), [[0.413 / 255]])

# %% check="to-grayscale-image" points=1
rng = checks.rng("to-grayscale-image")
noise = rng.integers(0, 256, size=(5, 7, 3), dtype=np.uint8)
noise[0, 0] = 255
red, green, blue = np.moveaxis(noise.astype(float), 2, 0)
checks.close(
    checks.unchanged(to_grayscale, noise),
    (0.299 * red + 0.587 * green + 0.114 * blue) / 255,
)

# %% check="to-grayscale-secret" points=1
# Once more when your work is graded, on images that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("to-grayscale-secret")
for _ in range(5):
    secret = rng.integers(0, 256, size=(*rng.integers(1, 9, size=2), 3), dtype=np.uint8)
    red, green, blue = np.moveaxis(secret.astype(float), 2, 0)
    checks.close(
        checks.unchanged(to_grayscale, secret),
        (0.299 * red + 0.587 * green + 0.114 * blue) / 255,
    )
    checks.dtype(to_grayscale(secret), "float64")
### END HIDDEN TESTS

# %% [markdown]
# ## 4 · From NumPy to torch
#
# Networks are built with **torch**. Its tensors are much like NumPy arrays, with two additions: they can live on a
# GPU, and they can remember how they were computed, which is what gradients need.

# %%
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
cat_tensor = torch.tensor(cat).to(device)
print(cat_tensor.shape, cat_tensor.dtype, "on", cat_tensor.device)
print("back in NumPy:", cat_tensor.cpu().numpy()[120, 180])

# %% [markdown]
# torch wants channels **first**: `(channels, height, width)`. So the axes must change places. Two operations give an
# array of that shape, and only one of them is right.

# %%
moved, reshaped = cat.transpose(2, 0, 1), cat.reshape(3, *cat.shape[:2])
print("transpose:", moved.shape, " reshape:", reshaped.shape)
figure = plot.images(
    [moved[0], reshaped[0]],
    titles=["transpose: the red channel", "reshape: a scramble"],
    size=2.4,
)
plot.show(
    figure,
    "Left: transpose gives a clean red channel. Right: reshape gives a striped scramble.",
)

# %% [markdown]
# `reshape` only draws new borders in the same row of numbers: red, green and blue values of neighbouring pixels end up
# side by side. `transpose` moves each number to its new place.

# %% [markdown]
# ### Exercise 3 · From image to tensor
# **4 points · 6 minutes**
#
# Turn a colour image into what a network takes: channels first, numbers from 0 to 1, 32-bit floats. Do it without
# torchvision's `to_tensor`: that is the function you build.
#
# By hand: the 1 x 2 image `[[(255, 0, 51), (0, 102, 255)]]` has red `[[1, 0]]`, green `[[0, 0.4]]` and blue
# `[[0.2, 1]]`.


# %% solution="to-tensor"
# --- exercise: to-tensor ---
def to_tensor(image):
    """Turn an image into a torch tensor, channels first.

    Parameters
    ----------
    image : ndarray of shape (H, W, 3), uint8

    Returns
    -------
    Tensor of shape (3, H, W), float32 in [0, 1]
        On the CPU; the image divided by 255, whatever its largest value.
    """
    ### BEGIN SOLUTION
    return torch.tensor(image).permute(2, 0, 1).float() / 255  # (H, W, 3) -> (3, H, W)
    ### END SOLUTION


# %% check="to-tensor-worked" points=1
two_pixels = np.array([[[255, 0, 51], [0, 102, 255]]], dtype=np.uint8)
found = checks.unchanged(to_tensor, two_pixels)
checks.shape(found, (3, 1, 2))
checks.close(
    found,
    [[[1, 0]], [[0, 0.4]], [[0.2, 1]]],
    rtol=0,
    atol=1e-6,
    suspects={
        "`reshape` was used where the axes should change places": two_pixels.reshape(
            3, 1, 2
        )
        / 255
    },
)

# %% check="to-tensor-type" points=1
dark = np.array([[[1, 0, 1]]], dtype=np.uint8)
tensor = to_tensor(dark)
checks.dtype(tensor, "torch.float32")
checks.close(tensor, [[[1 / 255]], [[0]], [[1 / 255]]], rtol=0, atol=1e-6)
checks.forbidden(to_tensor, "to_tensor", "ToTensor")

# %% check="to-tensor-image" points=1
rng = checks.rng("to-tensor-image")
noise = rng.integers(0, 200, size=(4, 6, 3), dtype=np.uint8)
wanted = torchvision.transforms.functional.to_tensor(noise)
checks.close(
    checks.unchanged(to_tensor, noise),
    wanted,
    rtol=0,
    atol=1e-6,
    suspects={"it is divided by its own largest value": wanted * 255 / noise.max()},
)
turned = noise.transpose(
    1, 0, 2
)  # a view: its rows do not lie one after the other in memory
checks.close(
    to_tensor(turned),
    torchvision.transforms.functional.to_tensor(turned),
    rtol=0,
    atol=1e-6,
)

# %% check="to-tensor-secret" points=1
# Once more when your work is graded, on images that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("to-tensor-secret")
for _ in range(5):
    secret = rng.integers(0, 256, size=(*rng.integers(1, 9, size=2), 3), dtype=np.uint8)
    wanted = torchvision.transforms.functional.to_tensor(secret.copy())
    tensor = to_tensor(secret)
    checks.close(tensor, wanted, rtol=0, atol=1e-6)
    checks.dtype(tensor, "torch.float32")
checks.forbidden(to_tensor, "to_tensor", "ToTensor")
### END HIDDEN TESTS

# %% [markdown]
# ### Quiz 2 · Which pixel?
# **1 point · 1 minute**
#
# A tool reports a face at `x = 30, y = 20`, in a photograph of shape `(480, 640, 3)`. Which expression is that pixel?
#
# - **a** `image[30, 20]`
# - **b** `image[20, 30]`
# - **c** `image[:, 30, 20]`


# %% solution="quiz-pixel"
# --- exercise: quiz-pixel ---
def quiz_pixel():
    """Return "a", "b" or "c"."""
    ### BEGIN SOLUTION
    return "b"
    ### END SOLUTION


# %% check="quiz-pixel-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
checks.holds(
    quiz_pixel() in ("a", "b", "c"), 'quiz_pixel() must return "a", "b" or "c".'
)
### BEGIN HIDDEN TESTS
y, x = 20, 30
marked = np.zeros((480, 640, 3))
marked[y, x] = 1  # the first axis runs down, the second to the right
# "c" would ask for channel 20 of three
checks.equal(quiz_pixel(), "a" if marked[30, 20].all() else "b")
### END HIDDEN TESTS

# %% [markdown]
# ## What you have seen
#
# - You read an image as an array of rows, columns and channels.
# - You predicted what 8-bit arithmetic does, and avoided it.
# - You moved an image from NumPy to torch, channels first.
# - You read a check that failed.

# %% [markdown]
# ## Your code against the library
#
# The same input, timed side by side. A ratio above 1 means that yours takes longer.

# %%
photo = data.photo("astronaut")
compare.side_by_side(
    {
        "crop": (
            lambda: crop(photo, 10, 20, 300, 400),
            lambda: photo[10:310, 20:420].copy(),
        ),
        "to_grayscale": (
            lambda: to_grayscale(photo),
            lambda: torchvision.transforms.functional.rgb_to_grayscale(
                torch.tensor(photo).permute(2, 0, 1)
            ),
        ),
        "to_tensor": (
            lambda: to_tensor(photo),
            lambda: torchvision.transforms.functional.to_tensor(photo),
        ),
    }
)

# %% [markdown]
# ## Typical errors
#
# | what you see | what it was |
# |---|---|
# | `IndexError: index 500 is out of bounds` | row and column were exchanged, in an image that is not square |
# | strange dark spots in a brightened image | arithmetic in `uint8` |
# | a striped, squeezed image | `reshape` where the axes should change places |
# | an image that is all white | floats from 0 to 255 where `imshow` expects 0 to 1 |
# | `NotImplementedError` | an exercise that you have not written yet |

# %% [markdown]
# ## Handing in
#
# Before you hand in: *Kernel, Restart and Run All* (on Colab *Runtime, Restart and run all*). That shows whether the notebook works from the top, without names
# that only your session remembers. Then save, and hand in this one file under its own name.
#
# Your checks are run again when your work is graded, from the original, on new inputs: editing or deleting a check
# changes nothing. So it is with every other cell of the course: write helpers and imports into the cell of your answer, or into a new one. Each check cell earns its points or none. A late notebook loses one point for every week begun.

# %% [markdown]
# ## Scale it up
#
# Off by default, because it downloads 170 MB. With the switch on, you see the first images of CIFAR-10, which later
# lessons classify.

# %%
SCALE_UP = False

if SCALE_UP:
    cifar = data.real("cifar10", download=True)
    figure = plot.images(
        [np.asarray(cifar[i][0]) for i in range(16)], columns=8, size=1.0
    )
    plot.show(figure, "The first sixteen images of CIFAR-10.")

# %% [markdown]
# ## Further reading
#
# - [NumPy: the absolute basics](https://numpy.org/doc/stable/user/absolute_beginners.html), for slices, views and axes
#   with pictures.
# - [PyTorch: tensors](https://docs.pytorch.org/tutorials/beginner/basics/tensorqs_tutorial.html), a short tour of what
#   tensors add to arrays.
# - [Cambridge in Colour: digital camera sensors](https://www.cambridgeincolour.com/tutorials/camera-sensors.htm), for
#   where the three numbers of a pixel come from.
