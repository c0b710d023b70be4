"""Figures of the lessons: readable without colour, and never without a text that says what they show.

`figure` and `images` make a figure, `show` puts it into the notebook, all others draw on an Axes and return it.
"""

import base64
import io
import math

import numpy as np

# Okabe and Ito (2008): told apart with every kind of colour vision. Yellow is left out: too pale on white.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# Six or eight of each where there are seven colours: it takes 42 lines or 56 classes for two to look the same.
_DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 3)))
_MARKERS = "osD^vPX*"
_HATCHES = ("///", "\\\\\\", "...", "xxx", "---", "|||", "++", "oo")
_DPI = 100
_MAX_BYTES = 100_000


def show(figure, alt):
    """Put a figure into the notebook as a PNG with a text for readers who can't see it, and close it.

    Outside a notebook the text is printed. A picture above 100 kB is given fewer colours, then fewer pixels.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What the figure shows, in a sentence or two; ValueError when empty.
    """
    if not alt.strip():
        raise ValueError("a figure needs a text that says what it shows")
    import matplotlib.pyplot as plt
    from IPython import get_ipython
    from IPython.display import display

    png = base64.b64encode(_png(figure)).decode("ascii")
    plt.close(figure)
    if get_ipython() is None:
        print(alt)
    else:
        display({"image/png": png, "text/plain": alt}, raw=True, metadata={"image/png": {"alt": alt}})


def figure(rows=1, columns=1, size=(4.5, 3.2)):
    """Make an empty figure in the style of the course.

    Parameters
    ----------
    rows, columns : int
    size : tuple of float, width and height of one panel in inches of 100 pixels

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : Axes, or ndarray of Axes of shape (columns,), (rows,) or (rows, columns)
    """
    import matplotlib.pyplot as plt

    with plt.rc_context({"axes.prop_cycle": plt.cycler(color=COLORS), "figure.dpi": _DPI}):
        return plt.subplots(rows, columns, figsize=(columns * size[0], rows * size[1]), layout="constrained")


def images(images, titles=None, columns=None, cmap="gray", limits=None, size=1.2, rows=()):
    """Show images side by side.

    Parameters
    ----------
    images : sequence of N ndarrays of shape (H, W) or (H, W, 3), uint8, bool or float in [0, 1]
    titles : sequence of N, optional
        What stands above each image.
    columns : int, optional
        Images in a row; at most 8 unless given.
    cmap : str, colour map of images of shape (H, W)
    limits : tuple of float, optional
        Values of images of shape (H, W) that are drawn in the first and last colour. Without it: 0 and 255 for
        integers, 0 and 1 for others.
    size : float, height of one image in inches
    rows : sequence of str, optional
        What stands left of each row.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        When there are no images or too many, or another number of names than of rows.
    """
    import matplotlib.pyplot as plt

    images = [np.asarray(image) for image in images]
    if not 0 < len(images) <= 400 or any(image.ndim not in (2, 3) for image in images):
        raise ValueError("images is a sequence of 1 to 400 images; for a single one write [image]")
    columns = columns or min(len(images), 8)
    n_rows = math.ceil(len(images) / columns)
    if len(rows) not in (0, n_rows):
        raise ValueError(f"rows holds {len(rows)} names, and there are {n_rows} rows of images")
    width = size * images[0].shape[1] / images[0].shape[0]
    above, gap = 0.06 if titles is None else 0.26, 0.06  # inches
    high = n_rows * (size + above)
    figure = plt.figure(dpi=_DPI)
    centers = [1 - (k * (size + above) + above + size / 2) / high for k in range(n_rows)]
    labels = [figure.text(0, y, name, fontsize=9, va="center") for y, name in zip(centers, rows, strict=False)]
    aside = max((label.get_window_extent().width / _DPI + gap for label in labels), default=0)
    full = aside + columns * (width + gap)
    figure.set_size_inches(full, high)
    for k, image in enumerate(images):
        # Places are reckoned by hand: a layout engine takes seconds for a hundred images.
        left, bottom = aside + k % columns * (width + gap), high - (k // columns + 1) * (size + above)
        ax = figure.add_axes((left / full, bottom / high, width / full, size / high))
        ax.set_axis_off()
        _imshow(ax, image, cmap, limits)
        if titles is not None:
            ax.set_title(titles[k], fontsize=9, pad=3)
    return figure


def boxes(ax, boxes, labels=None, scores=None, names=None, color=None, linestyle="-"):
    """Draw boxes with captions over an image that `ax` shows; return `ax`.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    boxes : array_like of shape (K, 4)
        (x1, y1, x2, y2) in pixels, half-open: the frame runs along the outer edges of the pixels inside.
    labels : array_like of shape (K,), int, optional
        Written above each box, and its colour.
    scores : array_like of shape (K,), float, optional
        Written above each box.
    names : sequence of str, optional
        What to write for label 0, 1, ...
    color, linestyle : optional
        The same for all boxes, e.g. to tell ground truth from predictions.
    """
    from matplotlib.patheffects import withStroke

    left, right, bottom, top = *ax.get_xlim(), *ax.get_ylim()
    # In imshow pixel i reaches from i - 0.5 to i + 0.5.
    for k, (x1, y1, x2, y2) in enumerate(np.asarray(boxes, dtype=float).reshape(-1, 4) - 0.5):
        label = None if labels is None else int(labels[k])
        edge = color or COLORS[(label or 0) % len(COLORS)]
        halo = [withStroke(linewidth=3.5, foreground=_ink(edge))]
        x, y = [x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1]
        ax.plot(x, y, color=edge, linestyle=linestyle, linewidth=1.8, path_effects=halo, scalex=False, scaley=False)
        caption = [] if label is None else [str(names[label] if names is not None else label)]
        caption += [] if scores is None else [f"{float(scores[k]):.2f}"]
        below = abs(y1 - top) < 0.12 * abs(bottom - top)  # no room above
        to_left = x1 > (left + right) / 2  # the caption grows to where there is room
        if caption:
            place = (x2 if to_left else x1, y2 if below else y1), (0, -2 if below else 2)
            style = {"ha": "right" if to_left else "left", "va": "top" if below else "bottom", "fontsize": 8}
            style |= {"color": _ink(edge), "bbox": {"facecolor": edge, "edgecolor": "none", "pad": 1}}
            text = ax.annotate(" ".join(caption), *place, textcoords="offset points", **style)
            text.set_in_layout(False)  # a caption may stand over the edge without shrinking the image
    return ax


def mask(ax, image, mask, names=None):
    """Show an image with every class of a mask tinted, hatched and outlined, and a legend; return `ax`.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    image : ndarray of shape (H, W) or (H, W, 3), uint8, bool or float in [0, 1]
    mask : array_like of shape (H, W), int
        0 for background, which is left as it is.
    names : sequence of str, optional
        The name of value 0, 1, ... of the mask, background included.
    """
    from matplotlib.colors import to_rgba
    from matplotlib.patches import Patch

    mask, names = np.asarray(mask, dtype=int), dict(enumerate(names or ()))
    _imshow(ax, np.asarray(image), "gray", None)
    height, width = mask.shape
    handles = []
    for value in np.unique(mask[mask != 0]):
        color, hatch = COLORS[(value - 1) % len(COLORS)], _HATCHES[(value - 1) % len(_HATCHES)]
        tint = np.zeros((height, width, 4))
        tint[mask == value] = to_rgba(color, 0.3)
        ax.imshow(tint, interpolation="nearest")
        inside = np.pad(mask == value, 1)  # a border of background closes outlines that meet the edge
        grid = np.arange(-1, width + 1), np.arange(-1, height + 1), inside
        ax.contourf(*grid, levels=[0.5, 1.5], colors="none", hatches=[hatch]).set_edgecolor(color)
        ax.contour(*grid, levels=[0.5], colors=[color], linewidths=2)
        name = names.get(value, str(value))
        handles.append(Patch(facecolor=to_rgba(color, 0.3), edgecolor=color, hatch=hatch, label=name))
    ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5), xticks=[], yticks=[])
    if handles:
        ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3, frameon=False, fontsize=9)
    return ax


def heatmap(ax, values, annotate=None, label=None):
    """Show a matrix as colours (viridis), with its numbers where they fit; return `ax`.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    values : array_like of shape (R, C)
    annotate : bool or str, optional
        Whether to write the numbers, or their format, e.g. ".1f". Without it: when they can be read.
    label : str, optional
        What the colours stand for, with the unit.
    """
    values = np.asarray(values)
    rows, columns = values.shape
    style = annotate if isinstance(annotate, str) else "d" if values.dtype.kind in "iu" else ".2f"
    texts = [format(value, style) for value in values.flat]
    panel = ax.get_window_extent()
    cell = 72 / ax.figure.dpi * min(panel.width / columns, panel.height / rows)  # in points
    size = min(9, 1.2 * cell / max(map(len, texts)))
    image = ax.imshow(values, cmap="viridis")
    # An inset is as high as the image; a colour bar of its own would be as high as the panel.
    ax.figure.colorbar(image, cax=ax.inset_axes((1.04, 0, 0.05, 1)), label=label)
    if max(rows, columns) <= 20:
        ax.set(xticks=range(columns), yticks=range(rows))
    if size >= 6 if annotate is None else annotate:
        for text, value, (row, column) in zip(texts, values.flat, np.ndindex(values.shape), strict=True):
            ink = _ink(image.cmap(image.norm(value)))
            ax.text(column, row, text, ha="center", va="center", color=ink, fontsize=size)
    return ax


def decision_regions(ax, predict, X, y, names=None):
    """Colour the plane by what a classifier says there, and draw points with a marker for each class; return `ax`.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    predict : callable
        Takes an ndarray of shape (M, 2), float64, and gives M labels; M is 22,500.
    X : array_like of shape (N, 2)
    y : array_like of shape (N,)
        Labels of any kind that can be sorted.
    names : sequence of str, optional
        What to write for the labels, in increasing order.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    margin = 0.08 * np.ptp(X, axis=0) + 1e-9  # not zero for a single point
    grid_x, grid_y = np.meshgrid(*np.linspace(X.min(axis=0) - margin, X.max(axis=0) + margin, 150).T)  # (150, 150)
    predicted = np.asarray(predict(np.column_stack([grid_x.ravel(), grid_y.ravel()]))).reshape(grid_x.shape)
    for k, value in enumerate(np.unique(np.concatenate([y, predicted.ravel()]))):
        color, region = COLORS[k % len(COLORS)], predicted == value
        ax.contourf(grid_x, grid_y, region, levels=[0.5, 1.5], colors=[color], alpha=0.25)
        if region.any() != region.all():  # there is a border
            ax.contour(grid_x, grid_y, region, levels=[0.5], colors="black", linewidths=0.8)
        name, marker = str(value if names is None else names[k]), _MARKERS[k % len(_MARKERS)]
        ax.scatter(*X[y == value].T, color=color, marker=marker, s=30, edgecolors="white", linewidths=0.6, label=name)
    ax.legend(fontsize=9)
    return ax


def training_curves(ax, history, ylabel="loss", xlabel="epoch"):
    """Draw how numbers changed during training, one line each; return `ax`.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    history : dict of str to sequence of float
        Values after epoch 1, 2, ...; those that are not finite leave a gap.
    ylabel, xlabel : str
    """
    from matplotlib.ticker import MaxNLocator

    for k, (name, values) in enumerate(history.items()):
        values = np.array([float(value) for value in values])
        marker = "o" if len(values) < 3 else None  # a single value is no line
        style = {"color": COLORS[k % len(COLORS)], "linestyle": _DASHES[k % len(_DASHES)], "marker": marker}
        ax.plot(np.arange(1, len(values) + 1), np.where(np.isfinite(values), values, np.nan), label=name, **style)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(alpha=0.3)
    ax.legend(fontsize=9)
    return ax


def _png(figure):
    """Render a figure in as many pixels and colours as `_MAX_BYTES` allow."""
    from PIL import Image

    for dpi in (_DPI, 80, 64, 50, 40):
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
        picture = Image.open(buffer).convert("RGB")
        enough = picture.width * picture.height // 30  # k-means may stop when so few pixels change their colour
        colors = [256, 128]
        while buffer.tell() > _MAX_BYTES and colors:
            buffer = io.BytesIO()
            fewer = picture.quantize(colors.pop(0), kmeans=enough, dither=Image.Dither.NONE)
            fewer.save(buffer, format="png", optimize=True)
        if buffer.tell() <= _MAX_BYTES:
            break
    return buffer.getvalue()


def _imshow(ax, image, cmap, limits):
    """Show an image without stretching its values: what is half as bright looks half as bright."""
    low, high = limits or ((0, 255) if image.dtype.kind in "iu" else (0, 1))
    if image.ndim == 3:
        image = ((image - low) / (high - low)).clip(0, 1)
    ax.imshow(image, cmap=cmap, vmin=low, vmax=high)


def _ink(color):
    """Black or white, whichever is easier to read on the colour (on white paper, where it is transparent)."""
    from matplotlib.colors import to_rgba

    *rgb, alpha = to_rgba(color)
    return "black" if alpha * np.dot(rgb, (0.299, 0.587, 0.114)) + 1 - alpha > 0.5 else "white"
