"""Lesson 02: answers that must lose points, each with words its message must hold, and answers that must keep all."""

# Stands in front of most answers to adaboost.
STUMP = """
def stump_of(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    errors = weights[labels > 0].sum() - np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
"""

WRONG = {
    "integral-image": {
        "no zeros in front": (
            """
def integral_image(image):
    dtype = np.int64 if np.issubdtype(image.dtype, np.integer) else np.float64
    return image.astype(dtype).cumsum(axis=0).cumsum(axis=1)
""",
            "zeros in front are missing",
        ),
        "zeros at the far end": (
            """
def integral_image(image):
    dtype = np.int64 if np.issubdtype(image.dtype, np.integer) else np.float64
    ii = np.zeros((image.shape[0] + 1, image.shape[1] + 1), dtype=dtype)
    ii[:-1, :-1] = image.cumsum(axis=0, dtype=dtype).cumsum(axis=1, dtype=dtype)
    return ii
""",
            "zeros stand behind",
        ),
        "sums kept in the image's type": (
            """
def integral_image(image):
    ii = np.zeros((image.shape[0] + 1, image.shape[1] + 1), dtype=image.dtype)
    ii[1:, 1:] = image.cumsum(axis=0).cumsum(axis=1)
    return ii
""",
            "wrapped at 256",
        ),
        "sums wrap, then cast": (
            """
def integral_image(image):
    dtype = np.int64 if np.issubdtype(image.dtype, np.integer) else np.float64
    sums = image.cumsum(axis=0, dtype=image.dtype).cumsum(axis=1, dtype=image.dtype)
    return np.pad(sums, ((1, 0), (1, 0))).astype(dtype)
""",
            "wrapped at 256",
        ),
        "NumPy's own choice of type": (
            """
def integral_image(image):
    return np.pad(np.cumsum(np.cumsum(image, axis=0), axis=1), ((1, 0), (1, 0)))
""",
            "Expected int64, got uint64",
        ),
        "always float64": (
            """
def integral_image(image):
    ii = np.zeros((image.shape[0] + 1, image.shape[1] + 1))
    ii[1:, 1:] = image.cumsum(axis=0).cumsum(axis=1)
    return ii
""",
            "Expected int64, got float64",
        ),
        "always int64": (
            """
def integral_image(image):
    ii = np.zeros((image.shape[0] + 1, image.shape[1] + 1), dtype=np.int64)
    ii[1:, 1:] = image.cumsum(axis=0).cumsum(axis=1)
    return ii
""",
            "fractional part was lost",
        ),
        "float32 summed in float32, then cast": (
            """
def integral_image(image):
    dtype = np.int64 if np.issubdtype(image.dtype, np.integer) else np.float64
    ii = np.zeros((image.shape[0] + 1, image.shape[1] + 1), dtype=dtype)
    ii[1:, 1:] = image.cumsum(axis=0).cumsum(axis=1)
    return ii
""",
            "the sums were done in 32 bits",
        ),
        "32 bits": (
            """
def integral_image(image):
    dtype = np.int32 if np.issubdtype(image.dtype, np.integer) else np.float64
    ii = np.zeros((image.shape[0] + 1, image.shape[1] + 1), dtype=dtype)
    ii[1:, 1:] = image.cumsum(axis=0, dtype=dtype).cumsum(axis=1, dtype=dtype)
    return ii
""",
            "Expected int64, got int32",
        ),
        "integers summed as floats": (
            """
def integral_image(image):
    sums = image.astype(np.float64).cumsum(axis=0).cumsum(axis=1)
    sums = np.pad(sums, ((1, 0), (1, 0)))
    return sums.astype(np.int64) if np.issubdtype(image.dtype, np.integer) else sums
""",
            "summed as floats",
        ),
        "sums along one axis only": (
            """
def integral_image(image):
    dtype = np.int64 if image.dtype.kind in "iu" else np.float64
    return np.pad(image.cumsum(axis=0, dtype=dtype), ((1, 0), (1, 0)))
""",
            "run down columns only",
        ),
        "sums in place": (
            """
def integral_image(image):
    dtype = np.int64 if image.dtype.kind in "iu" else np.float64
    image = image.astype(dtype, copy=False)
    np.cumsum(image, axis=0, out=image)
    np.cumsum(image, axis=1, out=image)
    return np.pad(image, ((1, 0), (1, 0)))
""",
            "changes its argument",
        ),
    },
    "box-sum": {
        "last row and column counted too": (
            """
def box_sum(ii, top, left, bottom, right):
    return ii[bottom + 1, right + 1] - ii[top, right + 1] - ii[bottom + 1, left] + ii[top, left]
""",
            "are counted too",
        ),
        "last row and column left out": (
            """
def box_sum(ii, top, left, bottom, right):
    return ii[bottom - 1, right - 1] - ii[top, right - 1] - ii[bottom - 1, left] + ii[top, left]
""",
            "the last row and column are left out",
        ),
        "corner not added again": (
            """
def box_sum(ii, top, left, bottom, right):
    return ii[bottom, right] - ii[top, right] - ii[bottom, left]
""",
            "is not put back",
        ),
        "corner subtracted twice": (
            """
def box_sum(ii, top, left, bottom, right):
    return ii[bottom, right] - ii[top, right] - ii[bottom, left] - ii[top, left]
""",
            "the last corner is taken away once more",
        ),
        "rows and columns mixed up": (
            """
def box_sum(ii, top, left, bottom, right):
    return ii[right, bottom] - ii[right, top] - ii[left, bottom] + ii[left, top]
""",
            None,
        ),
        "bottom and right taken for a size": (
            """
def box_sum(ii, top, left, bottom, right):
    bottom, right = top + bottom, left + right
    return ii[bottom, right] - ii[top, right] - ii[bottom, left] + ii[top, left]
""",
            None,
        ),
        "only numbers": (
            """
def box_sum(ii, top, left, bottom, right):
    top, left, bottom, right = int(top), int(left), int(bottom), int(right)
    return ii[bottom, right] - ii[top, right] - ii[bottom, left] + ii[top, left]
""",
            "only 0-dimensional arrays",
        ),
        "arrays zipped, not broadcast": (
            """
def box_sum(ii, top, left, bottom, right):
    if np.ndim(top) == 0:
        return ii[bottom, right] - ii[top, right] - ii[bottom, left] + ii[top, left]
    return np.array([ii[b, r] - ii[t, r] - ii[b, l] + ii[t, l] for t, l, b, r in zip(top, left, bottom, right)])
""",
            "Expected (6, 8), got (6, 1)",
        ),
        "always a float": (
            """
def box_sum(ii, top, left, bottom, right):
    return 1.0 * (ii[bottom, right] - ii[top, right] - ii[bottom, left] + ii[top, left])
""",
            "Expected int64, got float64",
        ),
        "subtracts in place, so nothing broadcasts": (
            """
def box_sum(ii, top, left, bottom, right):
    total = ii[bottom, right]
    total -= ii[top, right]
    total -= ii[bottom, left]
    total += ii[top, left]
    return total
""",
            "non-broadcastable output",
        ),
        "small integers wrap at bottom + 1": (
            """
def box_sum(ii, top, left, bottom, right):
    table = np.pad(ii, ((1, 0), (1, 0)))
    b, r, t, l = bottom + 1, right + 1, top + 1, left + 1
    return table[b, r] - table[t, r] - table[b, l] + table[t, l]
""",
            None,
        ),
        "turns corners into sizes in place": (
            """
def box_sum(ii, top, left, bottom, right):
    bottom -= top
    right -= left
    return ii[top + bottom, left + right] - ii[top, left + right] - ii[top + bottom, left] + ii[top, left]
""",
            "changes its argument",
        ),
    },
    "haar-feature": {
        "second half minus first": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left + half, height, half) - part(ii, top, left, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top + half, left, half, width) - part(ii, top, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return float(value)
""",
            "sign is reversed",
        ),
        "_h and _v mixed up": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_v":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_h":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_v":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_h":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return float(value)
""",
            "_h and _v are exchanged",
        ),
        "middle third counted twice": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = part(ii, top, left, height, width) - 3 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = part(ii, top, left, height, width) - 3 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return float(value)
""",
            "middle counts twice",
        ),
        "middle third minus the outer ones": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = 2 * part(ii, top, left + third, height, third) - part(ii, top, left, height, width)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = 2 * part(ii, top + third, left, third, width) - part(ii, top, left, height, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return float(value)
""",
            "sign is reversed",
        ),
        "the other diagonal first": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return float(-value if kind == "diagonal" else value)
""",
            "sign is reversed",
        ),
        "nothing for another kind": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        value = 0
    return float(value)
""",
            "must be refused",
        ),
        "KeyError for another kind": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise KeyError(kind)
    return float(value)
""",
            "raises the wrong exception",
        ),
        "sizes not checked": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        third = width // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        third = height // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return float(value)
""",
            "must be refused",
        ),
        "one side of the diagonal checked": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return float(value)
""",
            "must be refused",
        ),
        "size of one part": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third, width = width, 3 * width
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third, height = height, 3 * height
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height, width
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return float(value)
""",
            None,
        ),
        "integers come back": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return value
""",
            "Expected float64, got int64",
        ),
        "difference of means": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return float(value) / (height * width)
""",
            "that is a mean",
        ),
    },
    "quiz-lookups": {
        "four for each quarter": (
            """
def quiz_lookups():
    return 16
""",
            None,
        ),
        "corners of two quarters": (
            """
def quiz_lookups():
    return 8
""",
            None,
        ),
        "as edge_h": (
            """
def quiz_lookups():
    return 6
""",
            None,
        ),
        "text": (
            """
def quiz_lookups():
    return "9"
""",
            "no number",
        ),
        "a float": (
            """
def quiz_lookups():
    return 9.5
""",
            "Expected integer",
        ),
    },
    "enumerate-features": {
        "last positions missing": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h):
                    for left in range(width - w):
                        rows.append((k, top, left, h, w))
    return np.array(rows, dtype=int).reshape(-1, 5)
""",
            "last position is missing",
        ),
        "largest sizes missing": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height, dh):
            for w in range(dw, width, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((k, top, left, h, w))
    return np.array(rows, dtype=int).reshape(-1, 5)
""",
            "rows 15 are missing",
        ),
        "_h and _v mixed up": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dw, dh = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((k, top, left, h, w))
    return np.array(rows, dtype=int).reshape(-1, 5)
""",
            None,
        ),
        "size of one part": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((k, top, left, h // dh, w // dw))
    return np.array(rows, dtype=int).reshape(-1, 5)
""",
            "h and w are those of a part",
        ),
        "position in the full list of kinds": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for kind in kinds:
        k = list(parts).index(kind)
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((k, top, left, h, w))
    return np.array(rows, dtype=int).reshape(-1, 5)
""",
            "are missing, first",
        ),
        "names instead of positions": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((kind, top, left, h, w))
    return np.array(rows, dtype=object).reshape(-1, 5)
""",
            "dtype object",
        ),
        "list of tuples": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((k, top, left, h, w))
    return rows
""",
            "makes an array of a list",
        ),
        "empty of shape (0,)": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((k, top, left, h, w))
    return np.array(rows, dtype=int)
""",
            "how many columns it should have",
        ),
        "floats when empty": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((k, top, left, h, w))
    return np.array(rows).reshape(-1, 5)
""",
            "Expected integer, got float64",
        ),
        "width before height": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((k, top, left, w, h))
    return np.array(rows, dtype=int).reshape(-1, 5)
""",
            "width stands before height",
        ),
        "steps as wide as the parts": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(0, height - h + 1, dh):
                    for left in range(0, width - w + 1, dw):
                        rows.append((k, top, left, h, w))
    return np.array(rows, dtype=int).reshape(-1, 5)
""",
            "steps of several pixels",
        ),
        "8 bits to save memory": (
            """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((k, top, left, h, w))
    return np.array(rows, dtype=np.int8).reshape(-1, 5)
""",
            "out of bounds for int8",
        ),
    },
    "window-std": {
        "divided by n - 1": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n < 2:
        return 0.0
    s = part(ii, top, left, height, width)
    variance = (part(ii_squared, top, left, height, width) - s / n * s) / (n - 1)
    return math.sqrt(max(variance, 0.0))
""",
            "divided by n - 1",
        ),
        "NaN where rounding makes the variance negative": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n == 0:
        return 0.0
    mean = part(ii, top, left, height, width) / n
    variance = part(ii_squared, top, left, height, width) / n - mean**2
    return float(np.sqrt(variance))
""",
            "root of a negative number",
        ),
        "division by 0 pixels": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    mean = part(ii, top, left, height, width) / n
    variance = part(ii_squared, top, left, height, width) / n - mean**2
    return math.sqrt(max(variance, 0.0))
""",
            "0 / 0",
        ),
        "NaN without pixels": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n == 0:
        return float("nan")
    mean = part(ii, top, left, height, width) / n
    variance = part(ii_squared, top, left, height, width) / n - mean**2
    return math.sqrt(max(variance, 0.0))
""",
            "0 / 0",
        ),
        "variance": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n == 0:
        return 0.0
    mean = part(ii, top, left, height, width) / n
    variance = part(ii_squared, top, left, height, width) / n - mean**2
    return float(max(variance, 0.0))
""",
            "its root is missing",
        ),
        "root of the mean square": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n == 0:
        return 0.0
    mean = part(ii, top, left, height, width) / n
    variance = part(ii_squared, top, left, height, width) / n
    return math.sqrt(max(variance, 0.0))
""",
            "mean is not subtracted",
        ),
        "sum of squares not divided": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n == 0:
        return 0.0
    mean = part(ii, top, left, height, width) / n
    variance = part(ii_squared, top, left, height, width) - mean**2
    return math.sqrt(max(variance, 0.0))
""",
            "the squares are not divided",
        ),
        "square of the sum wraps in 64 bits": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n == 0:
        return 0.0
    s = part(ii, top, left, height, width)
    s2 = part(ii_squared, top, left, height, width)
    variance = (s2 - s**2 / n) / n
    return math.sqrt(max(variance, 0.0))
""",
            "the square of the sum wrapped",
        ),
        "small variances cut off": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n == 0:
        return 0.0
    mean = part(ii, top, left, height, width) / n
    variance = part(ii_squared, top, left, height, width) / n - mean**2
    return math.sqrt(variance) if variance > 1e-3 else 0.0
""",
            "a small variance is taken for none",
        ),
        "divides the tables in place": (
            """
def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n == 0:
        return 0.0
    box = np.ix_([top, top + height], [left, left + width])
    if ii.dtype == float:
        ii /= n
        ii_squared /= n
    else:
        ii, ii_squared = ii / n, ii_squared / n
    mean, square = (np.diff(np.diff(table[box], axis=0), axis=1).item() for table in (ii, ii_squared))
    return math.sqrt(max(square - mean**2, 0.0))
""",
            "changes its argument",
        ),
        "all in integers that wrap": (
            """
def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n == 0:
        return 0.0
    b, r = top + height, left + width
    s, q = (t[b, r] - t[top, r] - t[b, left] + t[top, left] for t in (ii, ii_squared))
    return float(np.sqrt(max(n * q - s * s, 0))) / n
""",
            None,
        ),
        "single pixels refused": (
            """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n <= 1:
        if n == 1:
            raise ValueError("one pixel")
        return 0.0
    mean = part(ii, top, left, height, width) / n
    variance = part(ii_squared, top, left, height, width) / n - mean**2
    return math.sqrt(max(variance, 0.0))
""",
            None,
        ),
    },
    "best-stump": {
        "every cut against every example": (
            """
def best_stump(values, labels, weights):
    v = np.unique(values).astype(float)
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    said = np.where(values[None, :] < cuts[:, None], 1, -1)
    errors = ((said != labels) * weights).sum(axis=1)
    both = np.stack([errors, ((-said != labels) * weights).sum(axis=1)])
    row, column = np.unravel_index(both.argmin(), both.shape)
    # at a cut no value lies, so the other polarity says the opposite
    polarity = (1, -1)[row]
    wrong = np.where(polarity * values < polarity * cuts[column], 1, -1) != labels
    return float(cuts[column]), polarity, float(weights[wrong].sum())
""",
            "takes too much memory",
        ),
        "equal values parted": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] <= v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
            "equal values were parted",
        ),
        "no cut below or above all": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[len(v) == 1], v[:-1] < v[1:], [False]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
            "below or above all values",
        ),
        "one polarity": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if True:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
            "only one polarity is tried",
        ),
        "polarity reversed": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), -1, float(errors[low])
    return float(cuts[high]), 1, float(total - errors[high])
""",
            "The error is not that of the threshold and polarity",
        ),
        "threshold at the last value below": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], v[:-1], v[-1:]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
            "not that of the threshold",
        ),
        "weights taken to add up to 1": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = 1.0
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
            "need not add up to 1",
        ),
        "number of mistakes": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        t, p = float(cuts[low]), 1
    else:
        t, p = float(cuts[high]), -1
    return t, p, float(((p * values < p * t) != (labels > 0)).sum())
""",
            "counted, not weighed",
        ),
        "labels not sorted along": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum(weights * labels)])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
            None,
        ),
        "sorts in place": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    values.sort()
    v = values.astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
            "changes its argument",
        ),
        "cuts one off": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([np.cumsum((weights * labels)[order]), [0.0]])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
            "not that of the threshold",
        ),
        "order of the answer": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return 1, float(cuts[low]), float(errors[low])
    return -1, float(cuts[high]), float(total - errors[high])
""",
            "polarity must be 1 or -1",
        ),
        "a little below and above the ends": (
            """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[v[0] - 1e-6], (v[:-1] + v[1:]) / 2, [v[-1] + 1e-6]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
            "lost in rounding",
        ),
    },
    "adaboost": {
        "vote twice as large": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = math.log((1 - e) / e)
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, alpha))
    return model
""",
            "factor 1/2 is missing",
        ),
        "vote turned round": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log(e / (1 - e))
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, alpha))
    return model
""",
            "wrong sign",
        ),
        "logarithm of base 2": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log2((1 - e) / e)
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, alpha))
    return model
""",
            "to base 2",
        ),
        "error as vote": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log((1 - e) / e)
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, e))
    return model
""",
            "the error, not the vote",
        ),
        "weights not brought back to a sum of 1": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log((1 - e) / e)
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        model.append((k, threshold, polarity, alpha))
    return model
""",
            "the weights do not add up to 1",
        ),
        "weights never change": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log((1 - e) / e)
        model.append((k, threshold, polarity, alpha))
    return model
""",
            "the least is",
        ),
        "no clip, infinite vote": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = max(e, 0.0)
        alpha = 0.5 * math.log((1 - e) / e) if e else math.inf
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, alpha))
    return model
""",
            "got inf",
        ),
        "stops at a perfect stump": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log((1 - e) / e)
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, alpha))
        if e <= 1e-10:
            break
    return model
""",
            "stops when a stump is perfect",
        ),
        "stops when no stump beats chance": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        if e >= 0.5 - 1e-12:
            break
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log((1 - e) / e)
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, alpha))
    return model
""",
            "stops when no stump beats chance",
        ),
        "largest error wins": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = max(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log((1 - e) / e)
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, alpha))
    return model
""",
            "the least is",
        ),
        "equal values parted": (
            """
def stump_of(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    errors = weights[labels > 0].sum() - np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] <= v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])


def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log((1 - e) / e)
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, alpha))
    return model
""",
            None,
        ),
        "one round too many": (
            STUMP
            + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds + 1):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log((1 - e) / e)
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, alpha))
    return model
""",
            "must give a list of one",
        ),
    },
    "quiz-stages": {
        "one stage": (
            """
def quiz_stages():
    return 0.99
""",
            None,
        ),
        "ten times 1 % lost, rounded": (
            """
def quiz_stages():
    return 0.91
""",
            None,
        ),
        "per cent": (
            """
def quiz_stages():
    return 90
""",
            "between 0 and 1",
        ),
        "text": (
            """
def quiz_stages():
    return "0.90"
""",
            "no number",
        ),
        "the others' share": (
            """
def quiz_stages():
    return 0.3**10
""",
            None,
        ),
    },
    "cascade-predict": {
        "above the threshold only": (
            """
def cascade_predict(stages, windows):
    alive = np.arange(len(windows))
    for score_fn, threshold in stages:
        if len(alive) == 0:
            break
        alive = alive[score_fn(windows[alive]) > threshold]
    passed = np.zeros(len(windows), dtype=bool)
    passed[alive] = True
    return passed
""",
            "equal to the threshold must pass",
        ),
        "below the threshold": (
            """
def cascade_predict(stages, windows):
    alive = np.arange(len(windows))
    for score_fn, threshold in stages:
        if len(alive) == 0:
            break
        alive = alive[score_fn(windows[alive]) <= threshold]
    passed = np.zeros(len(windows), dtype=bool)
    passed[alive] = True
    return passed
""",
            "windows below a threshold pass",
        ),
        "scores every window in every stage": (
            """
def cascade_predict(stages, windows):
    passed = np.ones(len(windows), dtype=bool)
    for score_fn, threshold in stages:
        if passed.any():
            passed &= score_fn(windows) >= threshold
    return passed
""",
            "every stage scores every window",
        ),
        "calls stages without windows": (
            """
def cascade_predict(stages, windows):
    alive = np.arange(len(windows))
    for score_fn, threshold in stages:
        alive = alive[score_fn(windows[alive]) >= threshold]
    passed = np.zeros(len(windows), dtype=bool)
    passed[alive] = True
    return passed
""",
            "An empty batch",
        ),
        "last stage alone decides": (
            """
def cascade_predict(stages, windows):
    passed = np.ones(len(windows), dtype=bool)
    for score_fn, threshold in stages:
        if len(windows):
            passed = score_fn(windows) >= threshold
    return passed
""",
            "the last stage alone decides",
        ),
        "positions of the rest mixed up": (
            """
def cascade_predict(stages, windows):
    passed = np.ones(len(windows), dtype=bool)
    for score_fn, threshold in stages:
        if not passed.any():
            break
        rejected = np.flatnonzero(score_fn(windows[passed]) < threshold)
        passed[rejected] = False
    return passed
""",
            None,
        ),
        "positions of the windows": (
            """
def cascade_predict(stages, windows):
    alive = np.arange(len(windows))
    for score_fn, threshold in stages:
        if len(alive) == 0:
            break
        alive = alive[score_fn(windows[alive]) >= threshold]
    return alive
""",
            "Expected bool, got int64",
        ),
        "zeros and ones": (
            """
def cascade_predict(stages, windows):
    alive = np.arange(len(windows))
    for score_fn, threshold in stages:
        if len(alive) == 0:
            break
        alive = alive[score_fn(windows[alive]) >= threshold]
    passed = np.zeros(len(windows), dtype=int)
    passed[alive] = 1
    return passed
""",
            "Expected bool, got int64",
        ),
        "list of bools": (
            """
def cascade_predict(stages, windows):
    alive = np.arange(len(windows))
    for score_fn, threshold in stages:
        if len(alive) == 0:
            break
        alive = alive[score_fn(windows[alive]) >= threshold]
    passed = np.zeros(len(windows), dtype=bool)
    passed[alive] = True
    return passed.tolist()
""",
            "makes an array of a list",
        ),
        "rejected windows set to 0": (
            """
def cascade_predict(stages, windows):
    alive = np.arange(len(windows))
    for score_fn, threshold in stages:
        if len(alive) == 0:
            break
        keep = score_fn(windows[alive]) >= threshold
        windows[alive[~keep]] = 0
        alive = alive[keep]
    return np.isin(np.arange(len(windows)), alive)
""",
            "changes its argument",
        ),
        "stages taken off the list": (
            """
def cascade_predict(stages, windows):
    alive = np.arange(len(windows))
    while stages and len(alive):
        score_fn, threshold = stages.pop(0)
        alive = alive[score_fn(windows[alive]) >= threshold]
    passed = np.zeros(len(windows), dtype=bool)
    passed[alive] = True
    return passed
""",
            "changes its argument",
        ),
        "stages sorted by threshold": (
            """
def cascade_predict(stages, windows):
    alive = np.arange(len(windows))
    for score_fn, threshold in sorted(stages, key=lambda stage: stage[1]):
        if len(alive) == 0:
            break
        alive = alive[score_fn(windows[alive]) >= threshold]
    passed = np.zeros(len(windows), dtype=bool)
    passed[alive] = True
    return passed
""",
            "not taken in their order",
        ),
    },
}

RIGHT = {
    "integral-image": {
        "two cumulative sums": """
def integral_image(image):
    dtype = np.int64 if np.issubdtype(image.dtype, np.integer) else np.float64
    ii = np.zeros((image.shape[0] + 1, image.shape[1] + 1), dtype=dtype)
    ii[1:, 1:] = image.cumsum(axis=0, dtype=dtype).cumsum(axis=1, dtype=dtype)
    return ii
""",
        "loop with Python numbers": """
def integral_image(image):
    H, W = image.shape
    pixels = image.tolist()
    rows = [[0] * (W + 1)]
    for r in range(H):
        row, run = [0], 0
        for c in range(W):
            run += pixels[r][c]
            row.append(rows[-1][c + 1] + run)
        rows.append(row)
    return np.array(rows, dtype=np.int64 if image.dtype.kind in "iu" else np.float64)
""",
        "pad, then sum": """
def integral_image(image):
    kind = float if np.issubdtype(image.dtype, np.floating) else int
    return np.pad(image.astype(kind), ((1, 0), (1, 0))).cumsum(1).cumsum(0)
""",
        "scikit-image": """
def integral_image(image):
    wide = image.astype("i8" if image.dtype.kind in "iu" else "f8")
    ii = np.zeros((len(image) + 1, image.shape[1] + 1), wide.dtype)
    ii[1:, 1:] = skimage.transform.integral_image(wide)
    return ii
""",
        "product with triangles of ones": """
def integral_image(image):
    H, W = image.shape
    wide = image.astype(np.float64 if image.dtype.kind == "f" else np.int64)
    return np.tri(H + 1, H, -1, dtype=wide.dtype) @ wide @ np.tri(W + 1, W, -1, dtype=wide.dtype).T
""",
    },
    "box-sum": {
        "four look-ups": """
def box_sum(ii, top, left, bottom, right):
    return ii[bottom, right] - ii[top, right] - ii[bottom, left] + ii[top, left]
""",
        "two strips": """
def box_sum(ii, top, left, bottom, right):
    top, left, bottom, right = np.broadcast_arrays(top, left, bottom, right)
    return (ii[bottom, right] - ii[bottom, left]) - (ii[top, right] - ii[top, left])
""",
        "one by one": """
def box_sum(ii, top, left, bottom, right):
    corners = np.broadcast(top, left, bottom, right)
    sums = [ii[b, r] - ii[t, r] - ii[b, l] + ii[t, l] for t, l, b, r in corners]
    return np.array(sums, dtype=ii.dtype).reshape(corners.shape)
""",
        "flat positions": """
def box_sum(ii, top, left, bottom, right):
    flat, columns = ii.ravel(), ii.shape[1]
    t, l, b, r = (np.asarray(x).astype(np.int64) for x in (top, left, bottom, right))
    below, above = b * columns, t * columns
    return flat.take(below + r) - flat.take(above + r) - flat.take(below + l) + flat.take(above + l)
""",
        "vectorize": """
def box_sum(ii, top, left, bottom, right):
    @np.vectorize(otypes=[ii.dtype])
    def one(t, l, b, r):
        return ii[b, r] + ii[t, l] - ii[t, r] - ii[b, l]

    return one(top, left, bottom, right)
""",
    },
    "haar-feature": {
        "part by part": """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def haar_feature(ii, kind, top, left, height, width):
    if kind == "edge_h":
        if width % 2:
            raise ValueError("width")
        half = width // 2
        value = part(ii, top, left, height, half) - part(ii, top, left + half, height, half)
    elif kind == "edge_v":
        if height % 2:
            raise ValueError("height")
        half = height // 2
        value = part(ii, top, left, half, width) - part(ii, top + half, left, half, width)
    elif kind == "line_h":
        if width % 3:
            raise ValueError("width")
        third = width // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top, left + third, height, third)
    elif kind == "line_v":
        if height % 3:
            raise ValueError("height")
        third = height // 3
        value = part(ii, top, left, height, width) - 2 * part(ii, top + third, left, third, width)
    elif kind == "diagonal":
        if height % 2 or width % 2:
            raise ValueError("height or width")
        h, w = height // 2, width // 2
        value = part(ii, top, left, h, w) + part(ii, top + h, left + w, h, w)
        value -= part(ii, top, left + w, h, w) + part(ii, top + h, left, h, w)
    else:
        raise ValueError(kind)
    return float(value)
""",
        "signs in a table": """
SIGNS = {
    "edge_h": [[1, -1]],
    "edge_v": [[1], [-1]],
    "line_h": [[1, -1, 1]],
    "line_v": [[1], [-1], [1]],
    "diagonal": [[1, -1], [-1, 1]],
}


def haar_feature(ii, kind, top, left, height, width):
    if kind not in SIGNS:
        raise ValueError(f"no kind {kind!r}")
    signs = np.array(SIGNS[kind])
    (h, rest_h), (w, rest_w) = divmod(height, len(signs)), divmod(width, signs.shape[1])
    if rest_h or rest_w:
        raise ValueError("uneven parts")
    rows = top + h * np.arange(len(signs) + 1)
    columns = left + w * np.arange(signs.shape[1] + 1)
    parts = np.diff(np.diff(ii[np.ix_(rows, columns)], axis=0), axis=1)
    return np.float64((signs * parts).sum())
""",
        "pixels back from the table": """
def haar_feature(ii, kind, top, left, height, width):
    split = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    if kind not in split:
        raise ValueError(kind)
    rows, columns = split[kind]
    if height % rows != 0 or width % columns != 0:
        raise ValueError((height, width))
    pixels = np.diff(np.diff(ii, axis=0), axis=1)[top : top + height, left : left + width]
    sign = (-1.0) ** np.add.outer(np.arange(height) // (height // rows), np.arange(width) // (width // columns))
    return float(np.sum(pixels * sign))
""",
        "vertical ones by turning the table": """
class Uneven(ValueError):
    pass


def haar_feature(ii, kind, top, left, height, width):
    def strips(n):
        if width % n:
            raise Uneven(width)
        edges = [left + i * width // n for i in range(n + 1)]
        at = [ii[top + height, c] - ii[top, c] for c in edges]
        return [float(b - a) for a, b in zip(at, at[1:])]

    match kind:
        case "edge_h":
            first, second = strips(2)
            return first - second
        case "line_h":
            first, second, third = strips(3)
            return first - second + third
        case "edge_v" | "line_v":
            return haar_feature(ii.T, kind[:-1] + "h", left, top, width, height)
        case "diagonal":
            if height % 2:
                raise Uneven(height)
            half = height // 2
            above = haar_feature(ii, "edge_h", top, left, half, width)
            return above - haar_feature(ii, "edge_h", top + half, left, half, width)
    raise ValueError(kind)
""",
        "look-ups written out": """
def haar_feature(ii, kind, top, left, height, width):
    a, b, c, d = top, left, top + height, left + width
    if kind not in ("edge_h", "edge_v", "line_h", "line_v", "diagonal"):
        raise ValueError("kind")
    if (kind in ("edge_h", "diagonal") and width % 2) or (kind in ("edge_v", "diagonal") and height % 2):
        raise ValueError("not even")
    if (kind == "line_h" and width % 3) or (kind == "line_v" and height % 3):
        raise ValueError("not a multiple of 3")
    m, n = (a + c) // 2, (b + d) // 2
    if kind == "edge_h":
        return float(2 * ii[c, n] - 2 * ii[a, n] - ii[c, b] + ii[a, b] - ii[c, d] + ii[a, d])
    if kind == "edge_v":
        return float(2 * ii[m, d] - 2 * ii[m, b] - ii[a, d] + ii[a, b] - ii[c, d] + ii[c, b])
    if kind == "diagonal":
        corners = ii[a, b] + ii[a, d] + ii[c, b] + ii[c, d]
        return float(corners - 2 * (ii[a, n] + ii[m, b] + ii[m, d] + ii[c, n]) + 4 * ii[m, n])
    total = ii[c, d] - ii[a, d] - ii[c, b] + ii[a, b]
    if kind == "line_h":
        p, q = b + width // 3, b + 2 * width // 3
        return float(total - 2 * (ii[c, q] - ii[a, q] - ii[c, p] + ii[a, p]))
    p, q = a + height // 3, a + 2 * height // 3
    return float(total - 2 * (ii[q, d] - ii[p, d] - ii[q, b] + ii[p, b]))
""",
    },
    "quiz-lookups": {
        "nine": """
def quiz_lookups():
    return 9
""",
        "product": """
def quiz_lookups():
    return 3 * 3
""",
        "counted": """
def quiz_lookups():
    return len({(row, column) for row in (0, 1, 2) for column in (0, 1, 2)})
""",
        "NumPy's integer": """
def quiz_lookups():
    return np.int64(9)
""",
    },
    "enumerate-features": {
        "five loops": """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    rows = []
    for k, kind in enumerate(kinds):
        dh, dw = parts[kind]
        for h in range(dh, height + 1, dh):
            for w in range(dw, width + 1, dw):
                for top in range(height - h + 1):
                    for left in range(width - w + 1):
                        rows.append((k, top, left, h, w))
    return np.array(rows, dtype=int).reshape(-1, 5)
""",
        "product, in reverse": """
import itertools


def enumerate_features(height, width, kinds):
    steps = dict(edge_h=(1, 2), edge_v=(2, 1), line_h=(1, 3), line_v=(3, 1), diagonal=(2, 2))
    found = (
        (k, t, l, b - t, r - l)
        for k, kind in enumerate(kinds)
        for (t, b), (l, r) in itertools.product(
            itertools.combinations(range(height + 1), 2), itertools.combinations(range(width + 1), 2)
        )
        if (b - t) % steps[kind][0] == 0 and (r - l) % steps[kind][1] == 0
    )
    return np.array(list(found)[::-1], dtype=np.int32).reshape(-1, 5)
""",
        "blocks": """
def enumerate_features(height, width, kinds):
    blocks = [np.empty((0, 5), dtype=np.int64)]
    for k, kind in enumerate(kinds):
        dh = 2 if kind in ("edge_v", "diagonal") else 3 if kind == "line_v" else 1
        dw = 2 if kind in ("edge_h", "diagonal") else 3 if kind == "line_h" else 1
        for h in np.arange(dh, height + 1, dh):
            for w in np.arange(dw, width + 1, dw):
                top, left = np.mgrid[: height - h + 1, : width - w + 1].reshape(2, -1)
                blocks.append(np.column_stack(np.broadcast_arrays(k, top, left, h, w)))
    return np.vstack(blocks)
""",
        "mask over a grid": """
def enumerate_features(height, width, kinds):
    parts = {"edge_h": (1, 2), "edge_v": (2, 1), "line_h": (1, 3), "line_v": (3, 1), "diagonal": (2, 2)}
    found = np.zeros((0, 5), dtype=int)
    for k, kind in enumerate(kinds):
        h = np.arange(1, height + 1)[:, None]
        w = np.arange(1, width + 1)[:, None]
        rows = np.argwhere((np.arange(height) + h <= height) & (h % parts[kind][0] == 0))
        columns = np.argwhere((np.arange(width) + w <= width) & (w % parts[kind][1] == 0))
        i, j = np.divmod(np.arange(len(rows) * len(columns)), max(len(columns), 1))
        (a, top), (b, left) = rows[i].T, columns[j].T
        found = np.concatenate([found, np.stack([np.full(len(i), k), top, left, a + 1, b + 1], axis=1)])
    return found
""",
        "one kind after the other": """
def enumerate_features(height, width, kinds):
    if len(kinds) == 0:
        return np.zeros((0, 5), int)
    *before, kind = kinds
    halves = {"edge": 2, "line": 3, "diagonal": 2}[kind.split("_")[0]]
    rows = {
        (len(before), top, left, h, w)
        for h in range(1, height + 1)
        for w in range(1, width + 1)
        if (kind.endswith("_h") or h % halves == 0) and (kind.endswith("_v") or w % halves == 0)
        for top in range(height - h + 1)
        for left in range(width - w + 1)
    }
    return np.concatenate([np.array(list(rows), int).reshape(len(rows), 5), enumerate_features(height, width, before)])
""",
    },
    "window-std": {
        "mean of squares minus square of mean": """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = height * width
    if n == 0:
        return 0.0
    mean = part(ii, top, left, height, width) / n
    variance = part(ii_squared, top, left, height, width) / n - mean**2
    return math.sqrt(max(variance, 0.0))
""",
        "pixels back from the table": """
def window_std(ii, ii_squared, top, left, height, width):
    pixels = np.diff(np.diff(ii, axis=0), axis=1)[top : top + height, left : left + width]
    return float(pixels.std()) if pixels.size else 0.0
""",
        "Python's whole numbers": """
def window_std(ii, ii_squared, top, left, height, width):
    n = int(height) * int(width)
    if not n:
        return 0.0
    corners = [(top + height, left + width, 1), (top, left + width, -1), (top + height, left, -1), (top, left, 1)]
    s, s2 = (sum(sign * table[r, c].item() for r, c, sign in corners) for table in (ii, ii_squared))
    return max(n * s2 - s * s, 0) ** 0.5 / n
""",
        "NaN replaced": """
def part(ii, t, l, h, w):
    return ii[t + h, l + w] - ii[t, l + w] - ii[t + h, l] + ii[t, l]


def window_std(ii, ii_squared, top, left, height, width):
    n = np.int64(height * width)
    with np.errstate(all="ignore"):
        mean = part(ii, top, left, height, width) / n
        return np.nan_to_num(np.sqrt(part(ii_squared, top, left, height, width) / n - mean * mean))
""",
        "fractions": """
from fractions import Fraction


def window_std(ii, ii_squared, top, left, height, width):
    def mean(table):
        a, b, c, d = (Fraction(table[r, q].item()) for r in (top, top + height) for q in (left, left + width))
        return (d - c - b + a) / (height * width)

    if 0 in (height, width):
        return 0.0
    return math.sqrt(max(mean(ii_squared) - mean(ii) ** 2, 0))
""",
    },
    "best-stump": {
        "one end is enough for both polarities: below all": """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [False]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
        "one end is enough for both polarities: above all": """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[False], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
        "neighbours of whole numbers added first": """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order]
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
        "sort once": """
def best_stump(values, labels, weights):
    order = np.argsort(values, kind="stable")
    v = values[order].astype(float)
    passed = np.concatenate([[0.0], np.cumsum((weights * labels)[order])])
    errors = weights[labels > 0].sum() - passed
    cuts = np.concatenate([[-np.inf], (v[:-1] + v[1:]) / 2, [np.inf]])
    possible = np.concatenate([[True], v[:-1] < v[1:], [True]])
    errors, cuts = errors[possible], cuts[possible]
    total = weights.sum()
    low, high = np.argmin(errors), np.argmax(errors)
    if errors[low] <= total - errors[high]:
        return float(cuts[low]), 1, float(errors[low])
    return float(cuts[high]), -1, float(total - errors[high])
""",
        "Python's sort": """
def best_stump(values, labels, weights):
    items = sorted(zip(values.tolist(), labels.tolist(), weights.tolist()))
    total = math.fsum(weights.tolist())
    error = math.fsum(wt for _, label, wt in items if label == 1)
    best = min((error, -math.inf, 1), (total - error, -math.inf, -1))
    for i, (value, label, weight) in enumerate(items):
        error -= label * weight
        after = items[i + 1][0] if i + 1 < len(items) else math.inf
        if after > value:
            cut = after if math.isinf(after) else (value + after) / 2
            best = min(best, (error, cut, 1), (total - error, cut, -1))
    return best[1], best[2], best[0]
""",
    },
    "adaboost": {
        "a stump for each row": STUMP
        + """
def adaboost(features, labels, rounds):
    weights = np.full(len(labels), 1 / len(labels))
    model = []
    for _ in range(rounds):
        found = [stump_of(row, labels, weights) for row in features]
        k = min(range(len(found)), key=lambda i: found[i][2])
        threshold, polarity, e = found[k]
        e = min(max(e, 1e-10), 1 - 1e-10)
        alpha = 0.5 * math.log((1 - e) / e)
        said = np.where(polarity * features[k] < polarity * threshold, 1, -1)
        weights = weights * np.exp(-alpha * labels * said)
        weights /= weights.sum()
        model.append((k, threshold, polarity, alpha))
    return model
""",
        "all rows at once": """
def adaboost(features, labels, rounds):
    K, N = features.shape
    orders = np.argsort(features, axis=1)
    ordered = np.take_along_axis(features, orders, axis=1)
    cuts = np.empty((K, N + 1))
    cuts[:, 0], cuts[:, 1:-1], cuts[:, -1] = -np.inf, (ordered[:, 1:] + ordered[:, :-1]) / 2, np.inf
    tied = np.zeros((K, N + 1), dtype=bool)
    tied[:, 1:-1] = ordered[:, 1:] == ordered[:, :-1]
    signed = labels[orders]
    weights = np.ones(N) / N
    model = []
    for _ in range(rounds):
        errors = np.empty((K, N + 1))
        errors[:, 0] = weights @ (labels == 1)
        errors[:, 1:] = errors[:, :1] - np.cumsum(weights[orders] * signed, axis=1)
        worth = np.abs(errors - 0.5)
        worth[tied] = -1
        k, i = np.unravel_index(np.argmax(worth), worth.shape)
        polarity = 1 if errors[k, i] <= 0.5 else -1
        e = np.clip(0.5 - worth[k, i], 1e-10, 1 - 1e-10)
        alpha = np.log((1 - e) / e) / 2
        wrong = (polarity * features[k] < polarity * cuts[k, i]) != (labels == 1)
        weights = weights * np.exp(np.where(wrong, alpha, -alpha))
        weights = weights / weights.sum()
        model.append((k, cuts[k, i], polarity, alpha))
    return model
""",
        "weights in closed form": STUMP
        + """
def adaboost(features, labels, rounds):
    weights = np.full(labels.size, 1 / labels.size)
    model = []
    while len(model) < rounds:
        stumps = [(k, *stump_of(row, labels, weights)) for k, row in enumerate(features)]
        k, threshold, polarity, e = sorted(stumps, key=lambda stump: stump[-1])[0]
        e = sorted([1e-10, e, 1 - 1e-10])[1]
        right = np.where(polarity * features[k] < polarity * threshold, 1, -1) == labels
        weights = np.where(right, weights / (2 * (1 - e)), weights / (2 * e))
        weights = weights / math.fsum(weights)
        model += [(k, threshold, polarity, np.arctanh(1 - 2 * e))]
    return model
""",
        "weights from the score so far": STUMP
        + """
def adaboost(features, labels, rounds):
    score, model = np.zeros(len(labels)), []
    for _ in range(rounds):
        weights = np.exp(-labels * score - np.max(-labels * score))
        weights /= weights.sum()
        stumps = [stump_of(row, labels, weights) for row in features]
        errors = np.array([stump[2] for stump in stumps])
        k = len(errors) - 1 - int(errors[::-1].argmin())
        e = np.clip(errors[k], 1e-10, 1 - 1e-10)
        alpha = float(0.5 * (np.log1p(-e) - np.log(e)))
        threshold, polarity, _ = stumps[k]
        score += alpha * np.where(polarity * features[k] < polarity * threshold, 1, -1)
        model.append((k, threshold, polarity, alpha))
    return model
""",
        "weights of any sum": STUMP
        + """
def adaboost(features, labels, rounds):
    weights = np.ones(len(labels))
    model = []
    for _ in range(rounds):
        share = weights / weights.sum()
        found = {k: stump_of(row, labels, share) for k, row in enumerate(features)}
        k = min(found, key=lambda k: found[k][2])
        threshold, polarity, e = found[k]
        e = max(1e-10, min(e, 1 - 1e-10))
        wrong = np.where(polarity * features[k] < polarity * threshold, 1, -1) != labels
        weights = share * ((1 - e) / e) ** wrong
        model.append((k, threshold, polarity, 0.5 * math.log((1 - e) / e)))
    return model
""",
    },
    "quiz-stages": {
        "rounded": """
def quiz_stages():
    return 0.9
""",
        "power": """
def quiz_stages():
    return 0.99**10
""",
        "NumPy's number": """
def quiz_stages():
    return np.prod(np.full(10, 0.99))
""",
        "rounded by a function": """
def quiz_stages():
    return round(math.exp(10 * math.log(0.99)), 2)
""",
    },
    "cascade-predict": {
        "positions of those left": """
def cascade_predict(stages, windows):
    alive = np.arange(len(windows))
    for score_fn, threshold in stages:
        if len(alive) == 0:
            break
        alive = alive[score_fn(windows[alive]) >= threshold]
    passed = np.zeros(len(windows), dtype=bool)
    passed[alive] = True
    return passed
""",
        "mask": """
def cascade_predict(stages, windows):
    passed = np.full(windows.shape[0], True)
    for score_fn, threshold in stages:
        if np.any(passed):
            passed[passed] = np.greater_equal(score_fn(windows[passed]), threshold)
    return passed
""",
        "one by one": """
def cascade_predict(stages, windows):
    return np.fromiter(
        (all(f(windows[i : i + 1])[0] >= t for f, t in stages) for i in range(len(windows))), dtype=bool
    )
""",
        "recursion": """
def cascade_predict(stages, windows):
    if not stages or not len(windows):
        return np.ones(len(windows), dtype=np.bool_)
    (score_fn, threshold), *later = stages
    passed = np.asarray(score_fn(windows) >= threshold)
    passed[passed] = cascade_predict(later, windows[passed])
    return passed
""",
        "in chunks": """
def cascade_predict(stages, windows):
    passed = np.zeros(len(windows), dtype=bool)
    for start in range(0, len(windows), 7):
        left = list(range(start, min(start + 7, len(windows))))
        for score_fn, threshold in stages:
            if left:
                scores = score_fn(np.stack([windows[i] for i in left]))
                left = [i for i, score in zip(left, scores) if score >= threshold]
        passed[left] = True
    return passed
""",
    },
}
