"""Lesson 08: answers that must lose points, each with words its message must hold, and answers that must keep all."""

WRONG = {
    "connected-components": {
        "diagonals count": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in [(i + u, j + v) for u in (-1, 0, 1) for v in (-1, 0, 1)]:
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "a diagonal step must connect nothing",
        ),
        "one diagonal counts": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1), (i + 1, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "a diagonal step must connect nothing",
        ),
        "a function that calls itself": (
            """
def connected_components(mask):
    H, W = mask.shape
    labels = np.zeros((H, W), dtype=int)

    def visit(y, x, number):
        if not (0 <= y < H and 0 <= x < W) or mask[y, x] == 0 or labels[y, x]:
            return
        labels[y, x] = number
        visit(y - 1, x, number)
        visit(y + 1, x, number)
        visit(y, x - 1, number)
        visit(y, x + 1, number)

    number = 0
    for y in range(H):
        for x in range(W):
            if mask[y, x] != 0 and not labels[y, x]:
                number += 1
                visit(y, x, number)
    return labels
""",
            "maximum recursion depth",
        ),
        "only ones are in the mask": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask == 1
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "For values other than 1",
        ),
        "what is below 0 is out": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask > 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "For negative values",
        ),
        "the lowest bit alone": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = (mask & 1).astype(bool)
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "For values other than 1",
        ),
        "each value its own components": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and mask[a, b] == mask[i, j] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "For values other than 1: 1 component(s) expected, 4 found",
        ),
        "round the edge at the left and top": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if a < H and b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "the image does not go round",
        ),
        "a torus": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    a, b = a % H, b % W
                    if inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "the image does not go round",
        ),
        "never up": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "Some pixels of one component have different numbers",
        ),
        "only right and down": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i + 1, j), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "Some pixels of one component have different numbers",
        ),
        "the last row and column never reached": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H - 1 and 0 <= b < W - 1 and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            None,
        ),
        "height and width mixed up": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < W and 0 <= b < H and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            None,
        ),
        "numbers in the mask's type": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros_like(mask)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "Some components that are apart have the same number",
        ),
        "numbers in the mask's integer type": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int if mask.dtype == bool else mask.dtype)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            None,
        ),
        "numbers in 8 bits": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels.astype(np.uint8)
""",
            "256 found",
        ),
        "numbers as floats": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W))
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "Expected integer, got float64",
        ),
        "numbers from 0, and -1 outside": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.full((H, W), -1)
    number = -1
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x] >= 0:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and labels[a, b] < 0:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "A pixel outside the mask must have the number 0",
        ),
        "numbers below 0": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return -labels
""",
            "numbers above 0",
        ),
        "1 outside, components from 2": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels + 1
""",
            "A pixel outside the mask must have the number 0",
        ),
        "the mask is used up": (
            """
def connected_components(mask):
    H, W = mask.shape
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not mask[y, x]:
                continue
            number += 1
            places = [(y, x)]
            mask[y, x] = 0
            while places:
                i, j = places.pop()
                labels[i, j] = number
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and mask[a, b]:
                        mask[a, b] = 0
                        places.append((a, b))
    return labels
""",
            "changes its argument 1",
        ),
        "labels and their number": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels, number
""",
            "several things are returned",
        ),
        "one pass without merging": (
            """
def connected_components(mask):
    H, W = mask.shape
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not mask[y, x]:
                continue
            if y and mask[y - 1, x]:
                labels[y, x] = labels[y - 1, x]
            elif x and mask[y, x - 1]:
                labels[y, x] = labels[y, x - 1]
            else:
                number += 1
                labels[y, x] = number
    return labels
""",
            "Some pixels of one component have different numbers",
        ),
        "merged without the root": (
            """
def connected_components(mask):
    H, W = mask.shape
    labels = np.zeros((H, W), dtype=int)
    same = [0]
    for y in range(H):
        for x in range(W):
            if not mask[y, x]:
                continue
            up = labels[y - 1, x] if y else 0
            left = labels[y, x - 1] if x else 0
            if up and left:
                labels[y, x] = min(up, left)
                same[max(up, left)] = min(up, left)
            elif up or left:
                labels[y, x] = up or left
            else:
                labels[y, x] = len(same)
                same.append(len(same))
    for n in range(len(same)):
        same[n] = same[same[n]]
    return np.array(same)[labels]
""",
            "Some pixels of one component have different numbers",
        ),
        "spread for H + W steps": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.where(inside, np.arange(1, H * W + 1).reshape(H, W), 0)
    for _ in range(H + W):
        wide = np.pad(labels, 1)
        labels = np.maximum.reduce([labels, wide[:-2, 1:-1], wide[2:, 1:-1], wide[1:-1, :-2], wide[1:-1, 2:]]) * inside
    return labels
""",
            "For a spiral: 1 component(s) expected, 13 found",
        ),
        "the place as a number, in 16 bits": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=np.int16)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number = np.array(y * W + x + 1).astype(np.int16)
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            None,
        ),
        "row number times height": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.where(inside, 1 + np.arange(H)[:, None] * H + np.arange(W), 0)
    for _ in range(H * W // 2 + 1):
        before = labels
        wide = np.pad(labels, 1)
        labels = np.maximum.reduce([labels, wide[:-2, 1:-1], wide[2:, 1:-1], wide[1:-1, :-2], wide[1:-1, 2:]]) * inside
        if np.array_equal(before, labels):
            break
    return labels
""",
            "620 component(s) expected",
        ),
        "SciPy's label": (
            """
def connected_components(mask):
    return scipy.ndimage.label(mask != 0)[0]
""",
            "uses the library's `label`",
        ),
        "SciPy's label, imported": (
            """
def connected_components(mask):
    from scipy.ndimage import label

    return label(np.asarray(mask) != 0)[0].astype(int)
""",
            "uses the library's `label`",
        ),
        "an empty mask has no largest number": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    if labels.max() == 0:
        raise ValueError('nothing in the mask')
    return labels
""",
            None,
        ),
        "the first pixel of each component has no number": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if (a, b) != (y, x) and 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    return labels
""",
            "must have numbers above 0",
        ),
        "the largest component only": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.zeros((H, W), dtype=int)
    number = 0
    for y in range(H):
        for x in range(W):
            if not inside[y, x] or labels[y, x]:
                continue
            number += 1
            labels[y, x] = number
            places = [(y, x)]
            while places:
                i, j = places.pop()
                for a, b in ((i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)):
                    if 0 <= a < H and 0 <= b < W and inside[a, b] and not labels[a, b]:
                        labels[a, b] = number
                        places.append((a, b))
    if not number:
        return labels
    return (labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])).astype(int)
""",
            "must have numbers above 0",
        ),
        "two sweeps down and up": (
            """
def connected_components(mask):
    H, W = mask.shape
    inside = mask != 0
    labels = np.where(inside, np.arange(1, H * W + 1).reshape(H, W), 0)
    for _ in range(2):
        for y in range(H):
            for x in range(W):
                if inside[y, x]:
                    if y and inside[y - 1, x]:
                        labels[y, x] = max(labels[y, x], labels[y - 1, x])
                    if x and inside[y, x - 1]:
                        labels[y, x] = max(labels[y, x], labels[y, x - 1])
        for y in reversed(range(H)):
            for x in reversed(range(W)):
                if inside[y, x]:
                    if y + 1 < H and inside[y + 1, x]:
                        labels[y, x] = max(labels[y, x], labels[y + 1, x])
                    if x + 1 < W and inside[y, x + 1]:
                        labels[y, x] = max(labels[y, x], labels[y, x + 1])
    return labels
""",
            "Some pixels of one component have different numbers",
        ),
    },
    "segmentation-confusion": {
        "rows and columns swapped": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes).T
""",
            "rows must be the true classes, columns what was said",
        ),
        "the sum in 8 bits": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    pairs = n_classes * target[keep] + pred[keep]
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "the product in 8 bits": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    pairs = n_classes * target[keep] + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "the sum in 16 bits": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    pairs = n_classes * target[keep].astype(np.int16) + pred[keep].astype(np.int16)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "ignored in the prediction too": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = (target != ignore) & (pred != ignore)
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            "`ignore` must be looked for in the true mask only",
        ),
        "ignored in the prediction only": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = pred != ignore
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "whatever is no class is left out, not ignore": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = (target >= 0) & (target < n_classes)
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "ignore is always 255": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != 255
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "ignore in 8 bits": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target.astype(np.uint8) != ignore
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "ignore in the target's type": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != np.array([ignore], dtype=target.dtype)
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "ignore counts only from n_classes on": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore if ignore >= n_classes else np.ones(target.shape, bool)
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "ignored pixels count as class 0": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    t = np.where(target == ignore, 0, target).astype(np.int64)
    p = np.where(target == ignore, 0, pred).astype(np.int64)
    return np.bincount((n_classes * t + p).ravel(), minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "the ignored row is emptied afterwards": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    cm = np.zeros((n_classes, n_classes), dtype=np.int64)
    known = (target >= 0) & (target < n_classes)
    np.add.at(cm, (target[known].astype(int), pred[known].astype(int)), 1)
    if ignore < n_classes:
        cm[ignore] = 0
    return cm
""",
            None,
        ),
        "an extra class for the ignored, cut off afterwards": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    t = target.astype(np.int64)
    t = np.where(t == ignore, n_classes, t)
    n = n_classes + 1
    cm = np.bincount((n * t + pred).ravel(), minlength=n * n).reshape(n, n)
    return cm[:n_classes, :n_classes]
""",
            None,
        ),
        "each pair counted once": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    cm = np.zeros((n_classes, n_classes), dtype=np.int64)
    keep = target != ignore
    cm[target[keep], pred[keep]] += 1
    return cm
""",
            "counts each pair once",
        ),
        "as many classes as occur": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    n_classes = int(max(target[keep].max(initial=0), pred[keep].max(initial=0))) + 1
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            "only the classes that occur: the matrix is n_classes",
        ),
        "no least length": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs).reshape(n_classes, n_classes)
""",
            None,
        ),
        "counts in 32 bits": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes).astype(np.int32)
""",
            "Expected int64, got int32",
        ),
        "counts as floats": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    cm = np.zeros((n_classes, n_classes))
    for t, p in zip(target.ravel().tolist(), pred.ravel().tolist()):
        if t != ignore:
            cm[t, p] += 1
    return cm
""",
            "Expected int64, got float64",
        ),
        "two dimensions only": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    cm = np.zeros((n_classes, n_classes), dtype=np.int64)
    H, W = target.shape
    for y in range(H):
        for x in range(W):
            if target[y, x] != ignore:
                cm[target[y, x], pred[y, x]] += 1
    return cm
""",
            None,
        ),
        "the target is changed": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    target[~keep] = 0
    cm = np.zeros((n_classes, n_classes), dtype=np.int64)
    for t in range(n_classes):
        for p in range(n_classes):
            cm[t, p] = (keep & (target == t) & (pred == p)).sum()
    return cm
""",
            "changes its argument 2",
        ),
        "the prediction is changed": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    pred[~keep] = 0
    flat = n_classes * target.astype(int) + pred
    return np.bincount(flat[keep], minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            "changes its argument 1",
        ),
        "an average instead of a count": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return (np.bincount(pairs, minlength=n_classes**2) / max(len(pairs), 1)).reshape(n_classes, n_classes)
""",
            "divided by the number of pixels: counts are asked for",
        ),
        "signed bytes": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    t, p = target[keep].astype(np.int8), pred[keep].astype(np.int8)
    cm = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(cm, (t, p), 1)
    return cm
""",
            None,
        ),
        "the target in the prediction's type": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    target = target.astype(pred.dtype)
    keep = target != ignore
    cm = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(cm, (target[keep], pred[keep]), 1)
    return cm
""",
            None,
        ),
        "nothing left, nothing returned": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    if not keep.any():
        return None
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            "without `return`",
        ),
        "an extra row, the prediction not masked": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    cm = np.zeros((n_classes + 1, n_classes), dtype=np.int64)
    rows = target.astype(np.int64)
    rows[(rows == ignore) | (rows > n_classes)] = n_classes
    np.add.at(cm, (rows, pred.astype(int)), 1)
    return cm[:-1]
""",
            None,
        ),
        "class 0 is never counted": (
            """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = (target != ignore) & (target > 0)
    pairs = n_classes * target[keep].astype(np.int64) + pred[keep].astype(np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
    },
    "iou-dice": {
        "recall as IoU": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(1)
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "this is the recall",
        ),
        "precision as IoU": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0)
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "this is the precision",
        ),
        "the shared pixels twice below": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1)
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "the shared pixels are counted twice in the union",
        ),
        "absent classes have 0": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.zeros(len(cm))
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.zeros(len(cm))
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "an absent class must be NaN, not 0",
        ),
        "absent classes have 1": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.ones(len(cm))
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.ones(len(cm))
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "an absent class must be NaN, not 1",
        ),
        "NaN when the class is not in the truth": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=cm.sum(1) > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=cm.sum(1) > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "a class that is only predicted must have 0",
        ),
        "NaN when nothing is shared": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=shared > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=shared > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "a class that is only true, or only predicted, must have 0",
        ),
        "a little added below": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    return shared / (either + 1e-6)


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    return 2 * shared / (both + 1e-6)


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            None,
        ),
        "the mean of all": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.mean(iou_per_class(cm)))
""",
            "the absent class makes the mean NaN: leave it out",
        ),
        "NaN as 0 in the mean": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nan_to_num(iou_per_class(cm)).mean())
""",
            "the absent class counts as 0",
        ),
        "the mean over the true classes": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(iou_per_class(cm)[cm.sum(1) > 0].mean())
""",
            "only predicted must count",
        ),
        "the mean over classes with a hit": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(iou_per_class(cm)[np.diag(cm) > 0].mean())
""",
            "classes with IoU 0 are left out too",
        ),
        "the mean weighted by frequency": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nansum(iou_per_class(cm) * cm.sum(1)) / cm.sum())
""",
            "each class must have the same weight",
        ),
        "pixels of all classes pooled": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.trace(cm) / (2 * cm.sum() - np.trace(cm)))
""",
            "not all pixels in one fraction",
        ),
        "the mean Dice": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(dice_per_class(cm)))
""",
            "this is the mean of Dice",
        ),
        "the accuracy as mean": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.trace(cm) / cm.sum())
""",
            "this is the accuracy",
        ),
        "the mean leaves out the background": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)[1:]))
""",
            "class 0 must count",
        ),
        "the median": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmedian(iou_per_class(cm)))
""",
            "or the median",
        ),
        "an array instead of a float": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return np.nanmean(iou_per_class(cm), keepdims=True)
""",
            "has the wrong shape",
        ),
        "Dice without the 2": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "the shared pixels count twice above",
        ),
        "Dice over either": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1) - shared)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "row plus column",
        ),
        "Dice in the counts' type": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "wraps at 256",
        ),
        "sums in 32 bits": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0, dtype=np.int32) + cm.sum(1, dtype=np.int32) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0, dtype=np.int32) + cm.sum(1, dtype=np.int32)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            None,
        ),
        "32-bit results": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan, dtype=np.float32)
    np.divide(shared, either, out=out, casting='unsafe', where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan, dtype=np.float32)
    np.divide(2 * shared, both, out=out, casting='unsafe', where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            None,
        ),
        "the confusion matrix is changed": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    np.fill_diagonal(cm, 0)
    either = cm.sum(0) + cm.sum(1) + shared
    return np.where(either > 0, shared / np.maximum(either, 1), np.nan)


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = cm.sum(0) + cm.sum(1)
    return np.where(both > 0, 2 * shared / np.maximum(both, 1), np.nan)


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm.copy())))
""",
            "changes its argument 1",
        ),
        "absent classes are left out": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out[either > 0]


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            "has the wrong shape",
        ),
        "rounded": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out.round(2)


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out.round(2)


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            None,
        ),
        "the mean rounded": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return round(float(np.nanmean(iou_per_class(cm))), 3)
""",
            None,
        ),
        "in per cent": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm).astype(float)
    both = (cm.sum(0) + cm.sum(1)).astype(float)
    out = np.full(len(cm), np.nan)
    np.divide(2 * shared, both, out=out, where=both > 0)
    return out


def mean_iou(cm):
    return 100 * float(np.nanmean(iou_per_class(cm)))
""",
            "not per cent",
        ),
        "Dice as F-score of rates": (
            """
def iou_per_class(cm):
    shared = np.diag(cm).astype(float)
    either = cm.sum(0) + cm.sum(1) - shared
    out = np.full(len(cm), np.nan)
    np.divide(shared, either, out=out, where=either > 0)
    return out


def dice_per_class(cm):
    shared = np.diag(cm)
    with np.errstate(all="ignore"):
        precision, recall = shared / cm.sum(0), shared / cm.sum(1)
        return 2 * precision * recall / (precision + recall)


def mean_iou(cm):
    return float(np.nanmean(iou_per_class(cm)))
""",
            None,
        ),
    },
    "quiz-lazy": {
        "the accuracy": (
            """
def quiz_lazy():
    return 0.92
""",
            None,
        ),
        "one of four": (
            """
def quiz_lazy():
    return 0.25
""",
            None,
        ),
        "per cent": (
            """
def quiz_lazy():
    return 23
""",
            "Return a Python number from 0 to 1",
        ),
        "the mean Dice": (
            """
def quiz_lazy():
    return 2 * 0.92 / 1.92 / 4
""",
            None,
        ),
        "three classes": (
            """
def quiz_lazy():
    return 0.92 / 3
""",
            None,
        ),
        "background not counted": (
            """
def quiz_lazy():
    return 0
""",
            None,
        ),
        "a NaN": (
            """
def quiz_lazy():
    return float('nan')
""",
            "Return a Python number from 0 to 1",
        ),
        "text": (
            """
def quiz_lazy():
    return "0.23"
""",
            "Return a Python number from 0 to 1",
        ),
    },
    "quiz-dice": {
        "the same": (
            """
def quiz_dice():
    return 0.25
""",
            None,
        ),
        "IoU from Dice": (
            """
def quiz_dice():
    return 0.25 / (2 - 0.25)
""",
            None,
        ),
        "twice": (
            """
def quiz_dice():
    return 0.5
""",
            None,
        ),
        "1 less": (
            """
def quiz_dice():
    return 0.75
""",
            None,
        ),
        "the intersection once": (
            """
def quiz_dice():
    return 0.25 / 1.25
""",
            None,
        ),
        "per cent": (
            """
def quiz_dice():
    return 40
""",
            "Return a Python number from 0 to 1",
        ),
        "a bool": (
            """
def quiz_dice():
    return True
""",
            "Return a Python number from 0 to 1",
        ),
        "in the middle": (
            """
def quiz_dice():
    return (1 + 0.25) / 2
""",
            None,
        ),
    },
    "pixel-cross-entropy": {
        "the mean over all pixels": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return (loss * keep).mean()
""",
            "divided by all pixels, not by those that count",
        ),
        "the sum": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].sum()
""",
            "the sum: the mean is asked for",
        ),
        "the mean of the images' means": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return torch.stack([a[k].mean() for a, k in zip(loss, keep)]).mean()
""",
            "the mean of the images' means, not of all pixels",
        ),
        "the sum over pixels, the mean over images": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return torch.where(keep, loss, 0).sum() / len(logits) if keep.any() else logits.sum() * math.nan
""",
            "the sum: the mean",
        ),
        "0 when no pixel counts": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].sum() / max(int(keep.sum()), 1)
""",
            "when no pixel counts the result must be NaN, not 0",
        ),
        "a NaN without a gradient for all": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return torch.tensor(float(loss[keep].mean()), dtype=logits.dtype)
""",
            "a part is cut off from the graph",
        ),
        "the logarithm of the softmax": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.softmax(logits, dim=1).log()
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "a logarithm of 0",
        ),
        "a little added before the logarithm": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = (torch.softmax(logits, dim=1) + 1e-8).log()
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            None,
        ),
        "probabilities cut at 1e-7": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.softmax(logits, dim=1).clamp(1e-7, 1).log()
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            None,
        ),
        "exp and log by hand": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = logits - logits.exp().sum(1, keepdim=True).log()
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "log_softmax",
        ),
        "less the greatest logit of all pixels": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    shifted = logits - logits.max()
    log_p = shifted - shifted.exp().sum(1, keepdim=True).log()
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            None,
        ),
        "the logits cut at 100": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits.clamp(-100, 100), dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            None,
        ),
        "255 looked up": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = target
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "index 255 is out of bounds",
        ),
        "cut to the last class": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = target.clamp(max=logits.shape[1] - 1)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "index -1 is out of bounds",
        ),
        "255 always": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != 255
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "index -1 is out of bounds",
        ),
        "what is no class is left out, not ignore": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = (target >= 0) & (target < logits.shape[1])
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "`ignore` is not used",
        ),
        "a class to ignore still counts": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = (target != ignore) | (target < logits.shape[1]) & (target >= 0)
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "`ignore` is not used",
        ),
        "the ignored class leaves the softmax": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    if 0 <= ignore < logits.shape[1]:
        logits = logits.clone()
        logits[:, ignore] = -1e9
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            None,
        ),
        "pixels with a loss of 0 left out": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    loss = loss * keep
    return loss[loss != 0].mean()
""",
            None,
        ),
        "softmax over the columns": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=-1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "over the classes, axis 1",
        ),
        "softmax over the pixels": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits.flatten(2), dim=2).view_as(logits)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "over the classes, axis 1",
        ),
        "reshaped, not permuted": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    rows, t = logits.reshape(-1, logits.shape[1]), target.reshape(-1)
    keep = t != ignore
    log_p = torch.log_softmax(rows[keep], dim=1)
    return -log_p[torch.arange(len(log_p)), t[keep]].mean()
""",
            None,
        ),
        "right for one image only": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    rows, t = logits.reshape(logits.shape[1], -1).T, target.reshape(-1)
    keep = t != ignore
    log_p = torch.log_softmax(rows[keep], dim=1)
    return -log_p[torch.arange(len(log_p)), t[keep]].mean()
""",
            None,
        ),
        "the sign": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "the minus sign is missing",
        ),
        "the logit instead of its logarithm": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "the logarithm is missing",
        ),
        "logarithm to the base 2": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean() / math.log(2)
""",
            "every value is 1.4427 times too large",
        ),
        "each class the same weight": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    means = [loss[keep & (target == c)].mean() for c in target[keep].unique()]
    return torch.stack(means).mean() if means else loss[keep].mean()
""",
            "not each class",
        ),
        "divided by the classes too": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean() / logits.shape[1]
""",
            "divided by the number of pixels times classes",
        ),
        "the gradient is cut": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean().detach()
""",
            "a part is cut off from the graph",
        ),
        "numpy inside": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    rows = logits.detach().double().permute(0, 2, 3, 1).reshape(-1, logits.shape[1]).numpy()
    t = target.reshape(-1).numpy()
    rows, t = rows[t != ignore], t[t != ignore]
    top = rows.max(1, initial=-np.inf)
    loss = top + np.log(np.exp(rows - top[:, None]).sum(1)) - rows[np.arange(len(t)), t]
    value = loss.mean() if len(loss) else np.nan
    return torch.tensor(value, dtype=logits.dtype, requires_grad=True)
""",
            "a part is cut off from the graph",
        ),
        "a Python float": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean().item()
""",
            "a part is cut off from the graph",
        ),
        "the softmax's sum is held fixed": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = logits - logits.logsumexp(1, keepdim=True).detach()
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "cut off from the graph",
        ),
        "shape (1,)": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()[None]
""",
            "the values are right, the shape is not",
        ),
        "the target is changed": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    target[~keep] = 0
    log_p = torch.log_softmax(logits, dim=1)
    return -log_p.gather(1, target[:, None])[:, 0][keep].mean()
""",
            "changes its argument 2",
        ),
        "the logits are changed": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    with torch.no_grad():
        logits -= logits.amax(1, keepdim=True)
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            "changes its argument 1",
        ),
        "rows and columns swapped": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1).transpose(2, 3).reshape(logits.shape)
    loss = -log_p.gather(1, chosen[:, None])[:, 0]
    return loss[keep].mean()
""",
            None,
        ),
        "torch's cross-entropy": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    return F.cross_entropy(logits, target, ignore_index=ignore)
""",
            "uses the library's `cross_entropy`",
        ),
        "torch's loss as a layer": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    return nn.CrossEntropyLoss(ignore_index=ignore)(logits, target)
""",
            "uses the library's `CrossEntropyLoss`",
        ),
        "torch's negative log-likelihood as a layer": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    return nn.NLLLoss(ignore_index=ignore)(torch.log_softmax(logits, 1), target)
""",
            "uses the library's `NLLLoss`",
        ),
        "torch's loss by its other address": (
            """
from torch.nn.functional import nll_loss as loss_of


def pixel_cross_entropy(logits, target, ignore=255):
    return loss_of(F.log_softmax(logits, 1), target, ignore_index=ignore)
""",
            "uses the library's `nll_loss`",
        ),
        "binary cross-entropy of each class": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    rows = logits.permute(0, 2, 3, 1)[keep]
    t = F.one_hot(target[keep], logits.shape[1]).to(rows)
    return F.binary_cross_entropy_with_logits(rows, t)
""",
            None,
        ),
        "NaN times 0": (
            """
def pixel_cross_entropy(logits, target, ignore=255):
    keep = target != ignore
    chosen = torch.where(keep, target, 0)
    log_p = torch.log_softmax(logits, dim=1)
    t = F.one_hot(chosen, logits.shape[1]).permute(0, 3, 1, 2)
    p = torch.softmax(logits, dim=1)
    loss = -(t * p.log()).sum(1)
    return loss[keep].mean()
""",
            "overflows",
        ),
    },
    "soft-dice": {
        "each image for itself": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((2, 3))
    both = p.sum((2, 3)) + t.sum((2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            "each image by itself: the sums must go over the whole batch",
        ),
        "squares below": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = (p**2).sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            "not be squared below",
        ),
        "all classes in one pool": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum()
    both = p.sum() + t.sum()
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            "both classes in one sum, not each by itself",
        ),
        "sigmoid": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.sigmoid(logits)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            "a sigmoid in place of the softmax",
        ),
        "softmax over the columns": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=-1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            "over the classes, axis 1",
        ),
        "no softmax": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = logits
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            "the logits are taken as they are",
        ),
        "eps below only": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared) / (both + eps)).mean()
""",
            "eps is missing above",
        ),
        "eps above only": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / both).mean()
""",
            "missing below",
        ),
        "no eps": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared) / both).mean()
""",
            "eps is missing above",
        ),
        "eps is always 1e-6": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + 1e-6) / (both + 1e-6)).mean()
""",
            "eps is not used",
        ),
        "eps inside the factor of 2": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * (shared + eps)) / (both + eps)).mean()
""",
            "outside of the factor 2",
        ),
        "twice eps below": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + 2 * eps)).mean()
""",
            "once below",
        ),
        "eps for each pixel": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t + eps / 2).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared) / (both + eps)).mean()
""",
            None,
        ),
        "no factor of 2": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((shared + eps) / (both + eps)).mean()
""",
            "the factor 2 is missing",
        ),
        "soft IoU": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((shared + eps) / (both - shared + eps)).mean()
""",
            "this is 1 - IoU",
        ),
        "the coefficient, not the loss": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return ((2 * shared + eps) / (both + eps)).mean()
""",
            "this is Dice, not 1 - Dice",
        ),
        "its negative": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return -((2 * shared + eps) / (both + eps)).mean()
""",
            "not -Dice",
        ),
        "without the background": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps))[1:].mean()
""",
            "class 0 and the best one",
        ),
        "classes that occur only": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps))[t.sum((0, 2, 3)) > 0].mean()
""",
            "only the classes that occur are in the mean: all C must count",
        ),
        "the sum over the classes": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).sum()
""",
            "the sum over the classes, not the mean",
        ),
        "classes weighted by frequency": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)) @ t.mean((0, 2, 3))
""",
            "only the classes that occur",
        ),
        "yes and no instead of probabilities": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    p = F.one_hot(p.argmax(1), logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            "a part is cut off from the graph",
        ),
        "as many classes as occur": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            None,
        ),
        "one-hot reshaped, not permuted": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).reshape(logits.shape).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            None,
        ),
        "rows and columns swapped": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 2, 1).reshape(logits.shape).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            None,
        ),
        "no gradient below": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.detach().sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            "cut off from the graph",
        ),
        "the gradient is cut": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1).detach()
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            "a part is cut off from the graph",
        ),
        "a Python float": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean().item()
""",
            "a part is cut off from the graph",
        ),
        "exp by hand": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = logits.exp() / logits.exp().sum(1, keepdim=True)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            None,
        ),
        "a mean of p for a sum": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).mean((0, 2, 3))
    both = p.mean((0, 2, 3)) + t.mean((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            None,
        ),
        "log of Dice": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return -((2 * shared + eps) / (both + eps)).mean().log()
""",
            None,
        ),
        "sums of the whole batch divided by N": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    shared, both = shared / len(p), both / len(p)
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            None,
        ),
        "the logits are changed": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    with torch.no_grad():
        logits -= logits.amax(1, keepdim=True)
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            "changes its argument 1",
        ),
        "the worst class": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).min()
""",
            "class 0 and the best one",
        ),
        "probabilities cut at 1e-3": (
            """
def soft_dice_loss(logits, target, eps=1e-6):
    p = torch.softmax(logits, dim=1)
    p = p.clamp(min=1e-3)
    t = F.one_hot(target, logits.shape[1]).permute(0, 3, 1, 2).to(p.dtype)
    shared = (p * t).sum((0, 2, 3))
    both = p.sum((0, 2, 3)) + t.sum((0, 2, 3))
    return 1 - ((2 * shared + eps) / (both + eps)).mean()
""",
            None,
        ),
    },
    "upsample-bilinear": {
        "corners aligned": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = torch.arange(n * scale, dtype=x.dtype) * (n - 1) / max(n * scale - 1, 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "the corners are aligned",
        ),
        "nearest": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = torch.arange(n * scale) // scale
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "each value is repeated: that is the nearest one",
        ),
        "no half pixels": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = (torch.arange(n * scale, dtype=x.dtype) / scale).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "centres are forgotten",
        ),
        "half a pixel one way only": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            None,
        ),
        "shifted to the left": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = (torch.arange(n * scale, dtype=x.dtype) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            None,
        ),
        "truncated: goes on beyond the edge at the left": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5)
        low = at.long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "beyond the left edge",
        ),
        "goes on beyond both edges": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5)
        low = at.floor().long().clamp(0, max(n - 2, 0))
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "goes on in a straight line",
        ),
        "goes on beyond the edge at the right": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(min=0)
        low = at.floor().long().clamp(max=max(n - 2, 0))
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "beyond the right edge",
        ),
        "zeros outside": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()
    x = F.pad(x, (1, 1, 1, 1))

    def along(x, dim):
        n = x.shape[dim] - 2
        at = (torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale + 0.5
        low = at.floor().long()
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, low + 1) * part

    return along(along(x, 2), 3)
""",
            None,
        ),
        "round the edge": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5)
        low = at.floor().long()
        high = (low + 1) % n
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low % n) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "not the other edge",
        ),
        "the rows' size for the columns": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[3]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            None,
        ),
        "only along rows, repeated in columns": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(x.repeat_interleave(scale, 2), 3)
""",
            "columns must be interpolated",
        ),
        "weights exchanged": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = 1 - (at - low)
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            None,
        ),
        "scale 2 only": (
            """
def upsample_bilinear(x, scale):
    x = x if x.is_floating_point() else x.float()
    for dim in (2, 3):
        n = x.shape[dim]
        before = torch.cat([x.narrow(dim, 0, 1), x.narrow(dim, 0, n - 1)], dim)
        after = torch.cat([x.narrow(dim, 1, n - 1), x.narrow(dim, n - 1, 1)], dim)
        x = torch.stack([0.75 * x + 0.25 * before, 0.75 * x + 0.25 * after], dim + 1).flatten(dim, dim + 1)
    return x
""",
            "has the wrong shape",
        ),
        "doubled until it is large enough": (
            """
def upsample_bilinear(x, scale):
    x = x if x.is_floating_point() else x.float()
    while scale > 1:
        for dim in (2, 3):
            n = x.shape[dim]
            before = torch.cat([x.narrow(dim, 0, 1), x.narrow(dim, 0, n - 1)], dim)
            after = torch.cat([x.narrow(dim, 1, n - 1), x.narrow(dim, n - 1, 1)], dim)
            x = torch.stack([0.75 * x + 0.25 * before, 0.75 * x + 0.25 * after], dim + 1).flatten(dim, dim + 1)
        scale //= 2
    return x
""",
            "has the wrong shape",
        ),
        "offset in whole pixels: even scales only": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) - scale // 2 + 0.5) / scale).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            None,
        ),
        "integers stay integers": (
            """
def upsample_bilinear(x, scale):
    kind = x.dtype
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3).to(kind)
""",
            "make integers floats",
        ),
        "the weights in the map's type": (
            """
def upsample_bilinear(x, scale):

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=torch.float32) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = (at - low).to(x.dtype)
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "make integers floats",
        ),
        "the difference in the map's type": (
            """
def upsample_bilinear(x, scale):
    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=torch.float64) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        step = x.index_select(dim, high) - x.index_select(dim, low)
        return x.index_select(dim, low) + step * part

    out = along(along(x, 2), 3)
    return out.to(x.dtype if x.is_floating_point() else torch.float32)
""",
            "make integers floats",
        ),
        "rounded to whole numbers between the passes": (
            """
def upsample_bilinear(x, scale):
    kind = x.dtype
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2).to(kind).to(x.dtype), 3)
""",
            "make integers floats",
        ),
        "integers are refused": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        raise TypeError('a float is needed')

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            None,
        ),
        "uint8 divided by 255": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float() / 255

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "divide by nothing",
        ),
        "the gradient is cut": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x.detach(), 2), 3)
""",
            "a part is cut off from the graph",
        ),
        "numpy inside": (
            """
def upsample_bilinear(x, scale):
    values = x.detach().double().numpy()
    for axis in (2, 3):
        n = values.shape[axis]
        at = np.clip((np.arange(n * scale) + 0.5) / scale - 0.5, 0, n - 1)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, n - 1)
        part = (at - low)[:, None] if axis == 2 else at - low
        values = values.take(low, axis) * (1 - part) + values.take(high, axis) * part
    return torch.from_numpy(values).to(x.dtype if x.is_floating_point() else torch.float32)
""",
            "a part is cut off from the graph",
        ),
        "a map of one row fails": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long().clamp(max=n - 2)
        high = low + 1
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            None,
        ),
        "scale 1 gives the integers back": (
            """
def upsample_bilinear(x, scale):
    if scale == 1:
        return x
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "must be a float type",
        ),
        "positions in 16 bits": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=torch.float16) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            None,
        ),
        "nearest along the edge": (
            """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=x.dtype) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = at - low
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    out = along(along(x, 2), 3)
    out[:, :, -1] = x[:, :, -1].repeat_interleave(scale, -1)
    return out
""",
            None,
        ),
        "torch's interpolate": (
            """
def upsample_bilinear(x, scale):
    x = x if x.is_floating_point() else x.float()
    return F.interpolate(x, scale_factor=scale, mode="bilinear", align_corners=False)
""",
            "uses the library's `interpolate`",
        ),
        "torch's other layer": (
            """
def upsample_bilinear(x, scale):
    x = x if x.is_floating_point() else x.float()
    return nn.Upsample(scale_factor=scale, mode="bilinear")(x)
""",
            "uses the library's `Upsample`",
        ),
        "torch's old function": (
            """
def upsample_bilinear(x, scale):
    x = x if x.is_floating_point() else x.float()
    return F.upsample(x, scale_factor=scale, mode="bilinear")
""",
            "uses the library's `upsample`",
        ),
        "torchvision's resize": (
            """
def upsample_bilinear(x, scale):
    import torchvision.transforms.functional as T

    x = x if x.is_floating_point() else x.float()
    return T.resize(x, [x.shape[2] * scale, x.shape[3] * scale], antialias=False)
""",
            "uses the library's `resize`",
        ),
        "torchvision's new resize": (
            """
def upsample_bilinear(x, scale):
    from torchvision.transforms import v2

    x = x if x.is_floating_point() else x.float()
    return v2.Resize((x.shape[2] * scale, x.shape[3] * scale), antialias=False)(x)
""",
            "uses the library's",
        ),
        "torch's grid_sample": (
            """
def upsample_bilinear(x, scale):
    x = x if x.is_floating_point() else x.float()
    N, C, H, W = x.shape
    y = (torch.arange(H * scale, dtype=x.dtype) + 0.5) / (H * scale) * 2 - 1
    z = (torch.arange(W * scale, dtype=x.dtype) + 0.5) / (W * scale) * 2 - 1
    grid = torch.stack([z.expand(len(y), -1), y[:, None].expand(-1, len(z))], -1)
    return F.grid_sample(x, grid.expand(N, -1, -1, -1), padding_mode="border", align_corners=False)
""",
            "uses the library's `grid_sample`",
        ),
        "smoothed after repeating": (
            """
def upsample_bilinear(x, scale):
    x = x if x.is_floating_point() else x.float()
    x = x.repeat_interleave(scale, 2).repeat_interleave(scale, 3)
    N, C, H, W = x.shape
    k = 2 * (scale // 2) + 1
    rows = F.pad(x.reshape(N * C, 1, H, W), (k // 2,) * 4, mode="replicate")
    return F.avg_pool2d(rows, k, 1).reshape(N, C, H, W)
""",
            None,
        ),
        "only two integer types become floats": (
            """
def upsample_bilinear(x, scale):
    if x.dtype in (torch.uint8, torch.int64):
        x = x.float()

    def along(x, dim):
        n = x.shape[dim]
        at = ((torch.arange(n * scale, dtype=torch.float32) + 0.5) / scale - 0.5).clamp(0, n - 1)
        low = at.floor().long()
        high = (low + 1).clamp(max=n - 1)
        part = (at - low).to(x.dtype)
        part = part if dim == 3 else part[:, None]
        return x.index_select(dim, low) * (1 - part) + x.index_select(dim, high) * part

    return along(along(x, 2), 3)
""",
            "make integers floats",
        ),
    },
    "conv-transpose2d": {
        "overwritten, not added": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] = part
    return out
""",
            "where windows meet they must add up",
        ),
        "the filter turned round": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, KH - 1 - i, KW - 1 - j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            "the filter is turned",
        ),
        "the filter transposed": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    w = w.transpose(2, 3).reshape(w.shape)
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            None,
        ),
        "the filter's axes swapped": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KW, KH = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, j, i])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            None,
        ),
        "channels swapped": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    F_, _, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,fc->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            None,
        ),
        "each channel for itself": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = x.mean(1, keepdim=True) * w[:, :, i, j].sum(0)[:, None, None]
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            None,
        ),
        "the mean over the channels": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j]) / C
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            "every value is 3 times too small",
        ),
        "averaged where they meet": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    count = torch.zeros_like(out)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
            count[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += 1
    return out / count.clamp(min=1)
""",
            "without a mean",
        ),
        "stride along rows only": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, H - 1 + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + H, j : j + stride * W : stride] += part
    return out
""",
            "has the wrong shape",
        ),
        "stride is always 2": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    stride = 2
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            "has the wrong shape",
        ),
        "stride as large as the filter": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    stride = KH
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            "the stride is not used",
        ),
        "the size of stride times the map": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    full = x.new_zeros(N, F_, H * stride, W * stride)
    out = out[:, :, : H * stride, : W * stride]
    full[:, :, : out.shape[2], : out.shape[3]] = out
    return full
""",
            "has the wrong shape",
        ),
        "an edge of zeros at the end": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return F.pad(out, (0, stride - 1, 0, stride - 1))
""",
            "has the wrong shape",
        ),
        "the overlap cut off at the edge": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out[:, :, KH // 2 : out.shape[2] - KH // 2, KW // 2 : out.shape[3] - KW // 2]
""",
            "has the wrong shape",
        ),
        "square filters only": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KH)
    for i in range(KH):
        for j in range(KH):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            None,
        ),
        "height and width mixed up": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (W - 1) * stride + KW, (H - 1) * stride + KH)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            None,
        ),
        "the first image only": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x[:1], w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            None,
        ),
        "32-bit sums": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = torch.zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            "Expected torch.float64, got torch.float32",
        ),
        "no gradient for the filters": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j].detach())
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            "No gradient comes back through `conv_transpose2d` to its argument 2",
        ),
        "no gradient for the map": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x.data, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            "No gradient comes back through `conv_transpose2d` to its argument 1",
        ),
        "no gradient at all": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out.detach()
""",
            "No gradient comes back through `conv_transpose2d` to its argument 1",
        ),
        "written in a no_grad block": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
          with torch.no_grad():
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out
""",
            "No gradient comes back through `conv_transpose2d` to its argument 1",
        ),
        "zeros put between, filter not turned": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    KH, KW = w.shape[2:]
    wide = x.new_zeros(N, C, (H - 1) * stride + 1, (W - 1) * stride + 1)
    wide[:, :, ::stride, ::stride] = x
    return F.conv2d(wide, w.transpose(0, 1), padding=(KH - 1, KW - 1))
""",
            "the filter is turned",
        ),
        "zeros put between, padded by one side's size": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    KH, KW = w.shape[2:]
    wide = x.new_zeros(N, C, (H - 1) * stride + 1, (W - 1) * stride + 1)
    wide[:, :, ::stride, ::stride] = x
    return F.conv2d(wide, w.flip(2, 3).transpose(0, 1), padding=KH - 1)
""",
            None,
        ),
        "zeros put between and behind": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    KH, KW = w.shape[2:]
    wide = x.new_zeros(N, C, H * stride, W * stride)
    wide[:, :, ::stride, ::stride] = x
    return F.conv2d(wide, w.flip(2, 3).transpose(0, 1), padding=(KH - 1, KW - 1))
""",
            "has the wrong shape",
        ),
        "repeated instead of zeros between": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    KH, KW = w.shape[2:]
    wide = x.repeat_interleave(stride, 2).repeat_interleave(stride, 3)
    wide = wide[:, :, : (H - 1) * stride + 1, : (W - 1) * stride + 1]
    return F.conv2d(wide, w.flip(2, 3).transpose(0, 1), padding=(KH - 1, KW - 1))
""",
            None,
        ),
        "a plain convolution with a stride": (
            """
def conv_transpose2d(x, w, stride):
    return F.conv2d(x, w.transpose(0, 1), stride=stride, padding=(w.shape[2] - 1, w.shape[3] - 1))
""",
            None,
        ),
        "a bias": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    out = x.new_zeros(N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    for i in range(KH):
        for j in range(KW):
            part = torch.einsum("nchw,cf->nfhw", x, w[:, :, i, j])
            out[:, :, i : i + stride * H : stride, j : j + stride * W : stride] += part
    return out + w.mean()
""",
            "every value is 2 too large",
        ),
        "torch's function": (
            """
def conv_transpose2d(x, w, stride):
    return F.conv_transpose2d(x, w, stride=stride)
""",
            "uses the library's `conv_transpose2d`",
        ),
        "torch's function by its other address": (
            """
def conv_transpose2d(x, w, stride):
    return torch.conv_transpose2d(x, w, None, stride)
""",
            "uses the library's `conv_transpose2d`",
        ),
        "torch's general function": (
            """
def conv_transpose2d(x, w, stride):
    return torch.convolution(x, w, None, [stride, stride], [0, 0], [1, 1], True, [0, 0], 1)
""",
            "uses the library's `convolution`",
        ),
        "torch's function in three dimensions": (
            """
def conv_transpose2d(x, w, stride):
    return F.conv_transpose3d(x[:, :, None], w[:, :, None], stride=(1, stride, stride))[:, :, 0]
""",
            "uses the library's `conv_transpose3d`",
        ),
        "torch's layer": (
            """
def conv_transpose2d(x, w, stride):
    layer = nn.ConvTranspose2d(w.shape[0], w.shape[1], w.shape[2:], stride=stride, bias=False)
    return torch.func.functional_call(layer, {"weight": w}, x)
""",
            "uses the library's",
        ),
        "torch's fold": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    columns = torch.einsum("ncp,ck->nkp", x.flatten(2), w.flatten(1))
    return F.fold(columns, ((H - 1) * stride + KH, (W - 1) * stride + KW), (KH, KW), stride=stride)
""",
            "uses the library's `fold`",
        ),
        "torch's fold as a layer": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    size = ((H - 1) * stride + KH, (W - 1) * stride + KW)
    return nn.Fold(size, (KH, KW), stride=stride)(w.flatten(1).T @ x.flatten(2))
""",
            "uses the library's `Fold`",
        ),
        "torch's gradient of a convolution": (
            """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    _, F_, KH, KW = w.shape
    size = (N, F_, (H - 1) * stride + KH, (W - 1) * stride + KW)
    return torch.nn.grad.conv2d_input(size, w, x, stride=stride)
""",
            "uses the library's `conv2d_input`",
        ),
    },
    "unet": {
        "no skips": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(x)
        return self.last(x)
""",
            "the kept maps are not joined",
        ),
        "the finest skip is missing": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip if kept else torch.zeros_like(skip), x], 1))
        return self.last(x)
""",
            "the kept maps are not joined",
        ),
        "kept after pooling": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept, sizes = [], []
        for layer in self.down[:-1]:
            x = layer(x)
            sizes.append(x.shape[2:])
            x = F.max_pool2d(x, 2, ceil_mode=True)
            kept.append(x)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = torch.cat([skip, x], 1)
            x = layer(F.interpolate(x, size=sizes.pop()))
        return self.last(x)
""",
            None,
        ),
        "no pooling": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "a level, or a convolution of each block, is missing",
        ),
        "softmax at the end": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x).softmax(1)
""",
            "something stands after the logits",
        ),
        "sigmoid at the end": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x).sigmoid()
""",
            "something stands after the logits",
        ),
        "ReLU at the end": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x).relu()
""",
            "something stands after the logits",
        ),
        "a class instead of logits": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x).argmax(1)
""",
            "an axis was summed or indexed away",
        ),
        "sizes that halve only": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, scale_factor=2)
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "Sizes of tensors must match",
        ),
        "nothing left of one pixel": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "Output size is too small",
        ),
        "cut off where it does not fit": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, scale_factor=2)
            h, w = min(x.shape[2], skip.shape[2]), min(x.shape[3], skip.shape[3])
            x, skip = x[:, :, :h, :w], skip[:, :, :h, :w]
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "has the wrong shape",
        ),
        "a plain list on the way down": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = [block(a, b) for a, b in zip([in_channels] + sizes, sizes)]
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            None,
        ),
        "depth is always 3": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        depth = 3
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "A level more must give about four times",
        ),
        "depth 3 at most": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        depth = min(depth, 3)
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "doubles the channels, without an end",
        ),
        "one level less": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(max(depth, 2))]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "a level, or a convolution",
        ),
        "one level more": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 2)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "there is one halving",
        ),
        "three channels in": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([3] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "to have 3 channels, but got 1",
        ),
        "all levels equally wide": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "doubles the channels",
        ),
        "width grows by the width": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * (d + 1) for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "doubles the channels",
        ),
        "width stops growing at 64": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [min(width * 2**d, 64) for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            None,
        ),
        "filters of 1 x 1": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "looks",
        ),
        "one convolution in a block": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "a level, or a convolution",
        ),
        "no padding, stretched at the end": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept, size = [], x.shape[2:]
        for layer in self.down[:-1]:
            x = layer(F.pad(x, (1, 1, 1, 1)))
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return F.interpolate(self.last(x), size=size)
""",
            None,
        ),
        "one image loses its axis": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x).squeeze()
""",
            "an axis of length 1",
        ),
        "one class loses its axis": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x).squeeze(1)
""",
            "an axis of length 1",
        ),
        "a fixed size": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return F.interpolate(self.last(x), size=(64, 96))
""",
            "has the wrong shape",
        ),
        "the padding stays": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        n = 2 ** len(self.up)
        x = F.pad(x, (0, -x.shape[3] % n, 0, -x.shape[2] % n))
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "has the wrong shape",
        ),
        "padded at the left and top, cut at the right and bottom": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        n, (H, W) = 2 ** len(self.up), x.shape[2:]
        x = F.pad(x, (-W % n, 0, -H % n, 0))
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)[:, :, :H, :W]
""",
            None,
        ),
        "squares only": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=(skip.shape[2], skip.shape[2]))
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            None,
        ),
        "64-bit logits": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x).double()
""",
            "Expected torch.float32, got torch.float64",
        ),
        "the way down without a gradient": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            with torch.no_grad():
                x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "cut off from the graph",
        ),
        "the coarsest block is missing": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes[:-1], sizes[:-1])])
        pairs = enumerate(zip(sizes, sizes[1:]))
        self.up = nn.ModuleList([block(a + (b if d < depth - 1 else a), a) for d, (a, b) in pairs])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "a level, or a convolution",
        ),
        "the image is changed": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        x -= x.mean()
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "x is changed",
        ),
        "instance normalisation, which one pixel does not allow": (
            """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.InstanceNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.InstanceNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
            "Expected more than 1 spatial element",
        ),
    },
}


RIGHT = {
    "connected-components": {
        "two passes, union-find": """
def connected_components(mask):
    height, width = mask.shape
    labels = np.zeros(mask.shape, dtype=np.int32)
    parent = [0]

    def root(n):
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for y in range(height):
        for x in range(width):
            if not mask[y, x]:
                continue
            near = [root(labels[p]) for p in ((y - 1, x), (y, x - 1)) if min(p) >= 0 and labels[p]]
            if not near:
                parent.append(len(parent))
                near = [len(parent) - 1]
            labels[y, x] = min(near)
            for n in near:
                parent[n] = min(near)
    return np.array([root(n) for n in range(len(parent))])[labels]
""",
        "a queue of places, marked when taken": """
from collections import deque


def connected_components(mask):
    wide = np.pad(np.asarray(mask).astype(bool), 1)
    numbers = np.zeros(wide.shape, dtype=np.int64)
    found = 0
    for start in zip(*np.nonzero(wide)):
        if numbers[start]:
            continue
        found += 1
        queue = deque([start])
        while queue:
            y, x = queue.popleft()
            if not wide[y, x] or numbers[y, x]:
                continue
            numbers[y, x] = found
            queue.extend([(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)])
    return numbers[1:-1, 1:-1]
""",
        "spread until nothing changes, along whole rows and columns": """
def connected_components(mask):
    inside = mask != 0
    labels = np.where(inside, np.arange(1, mask.size + 1).reshape(mask.shape), 0)

    def along(labels, inside):
        out = labels.copy()
        for y in range(1, len(out)):
            both = inside[y] & inside[y - 1]
            out[y][both] = np.maximum(out[y], out[y - 1])[both]
        for y in reversed(range(len(out) - 1)):
            both = inside[y] & inside[y + 1]
            out[y][both] = np.maximum(out[y], out[y + 1])[both]
        return out

    while True:
        new = along(along(labels, inside).T, inside.T).T
        if (new == labels).all():
            return labels
        labels = new
""",
        "sets of places": """
def connected_components(mask):
    left = set(map(tuple, np.argwhere(mask).tolist()))
    labels = np.zeros(np.shape(mask), dtype=np.uint32)
    number = 7
    while left:
        edge = {left.pop()}
        number += 3
        while edge:
            for place in edge:
                labels[place] = number
            edge = {(y + a, x + b) for y, x in edge for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0))} & left
            left -= edge
    return labels
""",
        "runs in rows, joined by hooks": """
def connected_components(mask):
    mask = mask.astype(bool)
    H, W = mask.shape
    place = np.arange(H * W).reshape(H, W)
    pairs = np.concatenate(
        [
            np.stack([place[:, 1:][mask[:, 1:] & mask[:, :-1]], place[:, :-1][mask[:, 1:] & mask[:, :-1]]], 1),
            np.stack([place[1:][mask[1:] & mask[:-1]], place[:-1][mask[1:] & mask[:-1]]], 1),
        ]
    )
    parent = np.arange(H * W)
    while True:
        a, b = parent[pairs[:, 0]], parent[pairs[:, 1]]
        if (a == b).all():
            break
        np.minimum.at(parent, np.maximum(a, b), np.minimum(a, b))
        while (parent[parent] != parent).any():
            parent = parent[parent]
    return np.where(mask, parent.reshape(H, W) + 1, 0)
""",
    },
    "segmentation-confusion": {
        "loop over pixels": """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    cm = np.zeros((n_classes, n_classes), dtype="int64")
    for p, t in zip(np.ravel(pred).tolist(), np.ravel(target).tolist()):
        if t == ignore:
            continue
        cm[t, p] += 1
    return cm
""",
        "scatter with add.at": """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    counted = np.not_equal(target, ignore)
    cm = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(cm, (target[counted], pred[counted]), 1)
    return cm
""",
        "product of one-hot rows": """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    classes = np.arange(n_classes)
    t = (target[keep][:, None] == classes).astype(np.float64)
    p = (pred[keep][:, None] == classes).astype(np.float64)
    return np.rint(t.T @ p).astype(np.int64)
""",
        "torch inside": """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    t = torch.from_numpy(np.array(target, dtype=np.int64)).flatten()
    p = torch.from_numpy(np.array(pred, dtype=np.int64)).flatten()
    keep = t != ignore
    cm = torch.zeros(n_classes * n_classes, dtype=torch.int64)
    cm.scatter_add_(0, t[keep] * n_classes + p[keep], torch.ones_like(t[keep]))
    return cm.view(n_classes, n_classes).numpy()
""",
        "a histogram in two dimensions": """
def segmentation_confusion(pred, target, n_classes, ignore=255):
    keep = target != ignore
    edges = np.arange(n_classes + 1) - 0.5
    counts, _, _ = np.histogram2d(target[keep], pred[keep], bins=(edges, edges))
    return counts.astype(np.int64)
""",
    },
    "iou-dice": {
        "errors silenced": """
def iou_per_class(cm):
    tp = np.diag(cm).astype(np.float64)
    fp, fn = cm.sum(axis=0) - tp, cm.sum(axis=1) - tp
    with np.errstate(divide="ignore", invalid="ignore"):
        return tp / (tp + fp + fn)


def dice_per_class(cm):
    tp = np.diag(cm).astype(np.float64)
    fp, fn = cm.sum(axis=0) - tp, cm.sum(axis=1) - tp
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * tp / (2 * tp + fp + fn)


def mean_iou(cm):
    values = iou_per_class(cm)
    return values[~np.isnan(values)].mean()
""",
        "loops": """
def iou_per_class(cm):
    cm = cm.tolist()
    out = []
    for c in range(len(cm)):
        row, column = sum(cm[c]), sum(line[c] for line in cm)
        either = row + column - cm[c][c]
        out.append(cm[c][c] / either if either else math.nan)
    return np.array(out, dtype=float)


def dice_per_class(cm):
    cm = cm.tolist()
    out = []
    for c in range(len(cm)):
        both = sum(cm[c]) + sum(line[c] for line in cm)
        out.append(2 * cm[c][c] / both if both else float("nan"))
    return np.array(out, dtype=float)


def mean_iou(cm):
    numbers = [v for v in iou_per_class(cm).tolist() if v == v]
    return sum(numbers) / len(numbers)
""",
        "Dice from IoU": """
def iou_per_class(cm):
    cm = np.asarray(cm, dtype=np.float64)
    either = cm.sum(0) + cm.sum(1) - cm.diagonal()
    return np.where(either == 0, np.nan, cm.diagonal() / np.where(either == 0, 1, either))


def dice_per_class(cm):
    overlap = iou_per_class(cm)
    return 2 * overlap / (1 + overlap)


def mean_iou(cm):
    return float(np.nansum(iou_per_class(cm)) / np.isfinite(iou_per_class(cm)).sum())
""",
        "plain division, warnings and all": """
def iou_per_class(cm):
    return np.diag(cm) / (cm.sum(0) + cm.sum(1) - np.diag(cm))


def dice_per_class(cm):
    return 2.0 * np.diag(cm) / (cm.sum(0) + cm.sum(1))


def mean_iou(cm):
    return np.nanmean(iou_per_class(cm))
""",
        "a helper and torch": """
def parts(cm):
    m = torch.tensor(np.asarray(cm).astype(np.float64))
    return m.diagonal(), m.sum(0), m.sum(1)


def iou_per_class(cm):
    hit, said, true = parts(cm)
    return (hit / (said + true - hit)).numpy()


def dice_per_class(cm):
    hit, said, true = parts(cm)
    return (hit / ((said + true) / 2)).numpy()


def mean_iou(cm):
    hit, said, true = parts(cm)
    return (hit / (said + true - hit)).nanmean().item()
""",
    },
    "quiz-lazy": {
        "a quarter of it": """
def quiz_lazy():
    return 0.92 / 4
""",
        "a mean": """
def quiz_lazy():
    return sum([0.92, 0, 0, 0]) / 4
""",
        "NumPy's mean": """
def quiz_lazy():
    return float(np.mean([0.92, 0.0, 0.0, 0.0]))
""",
    },
    "quiz-dice": {
        "the formula": """
def quiz_dice():
    return 2 * 0.25 / (1 + 0.25)
""",
        "counts": """
def quiz_dice():
    shared, either = 1, 4
    return 2 * shared / (shared + either)
""",
    },
    "pixel-cross-entropy": {
        "rows that count": """
def pixel_cross_entropy(logits, target, ignore=255):
    rows = logits.movedim(1, -1)[target != ignore]
    truth = target[target != ignore]
    return (rows.logsumexp(1) - rows[torch.arange(len(truth)), truth]).mean()
""",
        "one-hot": """
def pixel_cross_entropy(logits, target, ignore=255):
    classes = torch.arange(logits.shape[1])[None, :, None, None]
    hit = (target[:, None] == classes) & (target != ignore)[:, None]
    return -(torch.log_softmax(logits, 1) * hit).sum() / (target != ignore).sum()
""",
        "by hand, less the greatest of each pixel": """
def pixel_cross_entropy(logits, target, ignore=255):
    counts = (target != ignore).to(logits.dtype)
    top = logits.detach().max(dim=1, keepdim=True).values
    log_p = logits - top - (logits - top).exp().sum(dim=1, keepdim=True).log()
    index = (target * (target != ignore)).unsqueeze(1)
    loss = -log_p.gather(1, index).squeeze(1)
    return (loss * counts).sum() / counts.sum()
""",
        "loops": """
def pixel_cross_entropy(logits, target, ignore=255):
    losses = []
    N, H, W = target.shape
    for n in range(N):
        for y in range(H):
            for x in range(W):
                t = int(target[n, y, x])
                if t != ignore:
                    losses.append(torch.logsumexp(logits[n, :, y, x], 0) - logits[n, t, y, x])
    if not losses:
        return logits.sum() * float("nan")
    return sum(losses) / len(losses)
""",
        "one class at a time": """
def pixel_cross_entropy(logits, target, ignore=255):
    log_p = F.log_softmax(logits, dim=1)
    total, count = logits.new_zeros(()), 0
    for c in range(logits.shape[1]):
        if c == ignore:
            continue
        here = target == c
        total = total - log_p[:, c][here].sum()
        count += int(here.sum())
    return total / count if count else total * math.nan
""",
        "sum of selected": """
def pixel_cross_entropy(logits, target, ignore=255):
    C = logits.size(1)
    keep = target.flatten() != ignore
    rows = logits.permute(0, 2, 3, 1).reshape(-1, C)[keep]
    t = F.one_hot(target.flatten()[keep], C).type_as(rows)
    return -(t * rows.log_softmax(-1)).sum(-1).mean()
""",
    },
    "soft-dice": {
        "loop over the classes": """
def soft_dice_loss(logits, target, eps=1e-6):
    p = logits.softmax(1)
    loss = 0
    for c in range(logits.shape[1]):
        yes = target == c
        dice = (2 * p[:, c][yes].sum() + eps) / (p[:, c].sum() + yes.sum() + eps)
        loss = loss + (1 - dice)
    return loss / logits.shape[1]
""",
        "rows of pixels": """
def soft_dice_loss(logits, target, eps=1e-6):
    C = logits.shape[1]
    p = F.softmax(logits.permute(0, 2, 3, 1).reshape(-1, C), dim=1)
    t = torch.eye(C, dtype=p.dtype)[target.reshape(-1)]
    top = 2 * torch.einsum("nc,nc->c", p, t) + eps
    return 1 - (top / (p.sum(0) + t.sum(0) + eps)).mean()
""",
        "scatter": """
def soft_dice_loss(logits, target, eps=1e-6):
    p = F.log_softmax(logits, dim=1).exp()
    t = torch.zeros_like(p).scatter_(1, target.unsqueeze(1), 1.0)
    dims = [0, 2, 3]
    dice = (2.0 * (p * t).sum(dim=dims) + eps) / ((p + t).sum(dim=dims) + eps)
    return torch.mean(1 - dice)
""",
        "comparison and flattened pixels": """
def soft_dice_loss(logits, target, eps=1e-6):
    top = logits.amax(dim=1, keepdim=True)
    p = (logits - top).exp()
    p = (p / p.sum(dim=1, keepdim=True)).transpose(0, 1).flatten(1)
    t = target.flatten()[None] == torch.arange(len(p))[:, None]
    dice = (2 * (p * t).sum(1) + eps) / (p.sum(1) + t.sum(1) + eps)
    return 1 - dice.sum() / len(p)
""",
        "bincount and scatter_add": """
def soft_dice_loss(logits, target, eps=1e-6):
    C = logits.shape[1]
    p = logits.softmax(dim=1)
    own = p.gather(1, target[:, None]).flatten()
    shared = torch.zeros(C, dtype=p.dtype).scatter_add(0, target.flatten(), own)
    count = torch.bincount(target.flatten(), minlength=C)
    return 1 - torch.div(2 * shared + eps, p.sum(dim=(0, 2, 3)) + count + eps).mean()
""",
    },
    "upsample-bilinear": {
        "matrices": """
def upsample_bilinear(x, scale):
    x = x if torch.is_floating_point(x) else x.to(torch.float32)

    def weights(n):
        at = (torch.arange(n * scale, dtype=torch.float64) + 0.5) / scale - 0.5
        at = at.clamp(0, n - 1)
        return (1 - (at[:, None] - torch.arange(n)).abs()).clamp(min=0).to(x.dtype)

    return weights(x.shape[2]) @ x @ weights(x.shape[3]).T
""",
        "integers to float64": """
def upsample_bilinear(x, scale):
    if not x.dtype.is_floating_point:
        x = x.double()
    N, C, H, W = x.shape
    i = (torch.arange(H * scale) + 0.5) / scale - 0.5
    j = (torch.arange(W * scale) + 0.5) / scale - 0.5
    y0, x0 = torch.floor(i).long(), torch.floor(j).long()
    v = ((2 * torch.arange(H * scale) + 1 - scale) % (2 * scale)).to(x.dtype)[:, None] / (2 * scale)
    u = ((2 * torch.arange(W * scale) + 1 - scale) % (2 * scale)).to(x.dtype) / (2 * scale)
    rows = lambda k: k.clamp(0, H - 1)[:, None]
    columns = lambda k: k.clamp(0, W - 1)[None]
    return (
        x[:, :, rows(y0), columns(x0)] * (1 - v) * (1 - u)
        + x[:, :, rows(y0), columns(x0 + 1)] * (1 - v) * u
        + x[:, :, rows(y0 + 1), columns(x0)] * v * (1 - u)
        + x[:, :, rows(y0 + 1), columns(x0 + 1)] * v * u
    )
""",
        "loops over new pixels": """
def upsample_bilinear(x, scale):
    x = x if x.is_floating_point() else x.float()

    def enlarged(x):
        n = x.shape[-1]
        out = []
        for i in range(n * scale):
            at = min(max((i + 0.5) / scale - 0.5, 0), n - 1)
            low = int(at)
            high = min(low + 1, n - 1)
            out.append(x[..., low] * (low + 1 - at) + x[..., high] * (at - low))
        return torch.stack(out, -1)

    return enlarged(enlarged(x).mT).mT
""",
        "one phase at a time": """
def upsample_bilinear(x, scale):
    if not x.is_floating_point():
        x = x.float()
    for dim in (2, 3):
        n = x.size(dim)
        wide = torch.cat([x.narrow(dim, 0, 1), x, x.narrow(dim, n - 1, 1)], dim)
        phases = []
        for k in range(scale):
            shift = (k + 0.5) / scale - 0.5
            if shift < 0:
                phases.append(-shift * wide.narrow(dim, 0, n) + (1 + shift) * x)
            else:
                phases.append(shift * wide.narrow(dim, 2, n) + (1 - shift) * x)
        x = torch.stack(phases, dim + 1).flatten(dim, dim + 1)
    return x
""",
        "spread with a tent": """
def upsample_bilinear(x, scale):
    x = x if x.is_floating_point() else x.float()
    N, C, H, W = x.shape
    s = scale
    tent = 1 - (torch.arange(2 * s, dtype=x.dtype) + 0.5 - s).abs() / s if s % 2 == 0 else (
        1 - (torch.arange(-s + 1, s, dtype=x.dtype)).abs() / s
    )
    wide = F.pad(x.reshape(N * C, 1, H, W), (1, 1, 1, 1), mode="replicate")
    out = F.conv_transpose2d(wide, torch.outer(tent, tent)[None, None], stride=s)
    start = (len(tent) - s) // 2 + s
    return out[:, :, start : start + s * H, start : start + s * W].reshape(N, C, s * H, s * W)
""",
    },
    "conv-transpose2d": {
        "zeros between, then a convolution": """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    KH, KW = w.shape[2:]
    wide = torch.zeros(N, C, (H - 1) * stride + 1, (W - 1) * stride + 1, dtype=x.dtype)
    wide[:, :, ::stride, ::stride] = x
    return F.conv2d(wide, w.flip((2, 3)).transpose(0, 1), padding=(KH - 1, KW - 1))
""",
        "loop over the map": """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    KH, KW = w.shape[-2:]
    out = torch.zeros(N, w.shape[1], (H - 1) * stride + KH, (W - 1) * stride + KW, dtype=x.dtype)
    for y in range(H):
        for z in range(W):
            piece = torch.tensordot(x[:, :, y, z], w, dims=1)
            out[:, :, y * stride : y * stride + KH, z * stride : z * stride + KW] += piece
    return out
""",
        "index_add of columns": """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    F_, KH, KW = w.shape[1:]
    high, wide = (H - 1) * stride + KH, (W - 1) * stride + KW
    values = torch.einsum("nchw,cfij->nfhwij", x, w)
    rows = torch.arange(H)[:, None, None, None] * stride + torch.arange(KH)[:, None]
    columns = torch.arange(W)[:, None, None] * stride + torch.arange(KW)
    place = (rows * wide + columns).flatten()
    out = torch.zeros(N, F_, high * wide, dtype=x.dtype).index_add(2, place, values.flatten(2))
    return out.view(N, F_, high, wide)
""",
        "padded parts, no writing in place": """
def conv_transpose2d(x, w, stride):
    N, C, H, W = x.shape
    KH, KW = w.shape[2:]
    total = 0
    for i in range(KH):
        for j in range(KW):
            part = (x.permute(0, 2, 3, 1) @ w[:, :, i, j]).permute(0, 3, 1, 2)
            part = torch.stack([part] + [torch.zeros_like(part)] * (stride - 1), dim=3).flatten(2, 3)
            part = torch.stack([part] + [torch.zeros_like(part)] * (stride - 1), dim=4).flatten(3, 4)
            part = part[:, :, : (H - 1) * stride + 1, : (W - 1) * stride + 1]
            total = total + F.pad(part, (j, KW - 1 - j, i, KH - 1 - i))
    return total
""",
        "two matrices that say where": """
def conv_transpose2d(x, w, stride):
    def places(n, k):
        where = torch.zeros(n, k, (n - 1) * stride + k, dtype=x.dtype)
        for a in range(n):
            for b in range(k):
                where[a, b, a * stride + b] = 1
        return where

    rows, columns = places(x.shape[2], w.shape[2]), places(x.shape[3], w.shape[3])
    return torch.einsum("nchw,cfij,hiy,wjx->nfyx", x, w, rows, columns)
""",
    },
    "unet": {
        "padded once, transposed convolutions, group norm": """
class Twice(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.a = nn.Conv2d(before, after, 3, padding="same", bias=False)
        self.b = nn.Conv2d(after, after, 3, padding="same", bias=False)
        self.na, self.nb = nn.GroupNorm(1, after), nn.GroupNorm(1, after)

    def forward(self, x):
        return self.nb(self.b(self.na(self.a(x)).relu())).relu()


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        self.depth = depth
        self.first = Twice(in_channels, width)
        self.down, self.grow, self.up = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        for d in range(depth):
            n = width * 2**d
            self.down.append(Twice(n, 2 * n))
            self.grow.append(nn.ConvTranspose2d(2 * n, n, 2, stride=2))
            self.up.append(Twice(2 * n, n))
        self.head = nn.Conv2d(width, n_classes, kernel_size=1)

    def forward(self, x):
        H, W = x.shape[-2:]
        step = 2**self.depth
        x = self.first(F.pad(x, (0, -W % step, 0, -H % step), mode="replicate"))
        kept = []
        for layer in self.down:
            kept.append(x)
            x = layer(F.max_pool2d(x, 2))
        for d in reversed(range(self.depth)):
            x = self.up[d](torch.cat([kept[d], self.grow[d](x)], dim=1))
        return self.head(x)[..., :H, :W]
""",
        "skips that are added": """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a, a) for a, b in zip(sizes, sizes[1:])])
        self.narrow = nn.ModuleList([nn.Conv2d(b, a, 1) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = self.narrow[len(kept)](x)
            x = layer(skip + F.interpolate(x, size=skip.shape[2:], mode="bilinear"))
        return self.last(x)
""",
        "a net within a net": """
class Level(nn.Module):
    def __init__(self, before, width, depth):
        super().__init__()
        self.first = self.convolutions(before, width)
        self.inner = Level(width, 2 * width, depth - 1) if depth else None
        if depth:
            self.second = self.convolutions(3 * width, width)

    @staticmethod
    def convolutions(a, b):
        layers = []
        for n in (a, b):
            layers += [nn.Conv2d(n, b, (3, 3), padding=(1, 1)), nn.BatchNorm2d(b), nn.ReLU(inplace=True)]
        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.first(x)
        if self.inner is None:
            return x
        coarse = self.inner(nn.functional.max_pool2d(x, 2, ceil_mode=True))
        coarse = coarse.repeat_interleave(2, 2).repeat_interleave(2, 3)[:, :, : x.shape[2], : x.shape[3]]
        return self.second(torch.cat((coarse, x), dim=1))


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        self.body = Level(in_channels, width, depth)
        self.head = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        return self.head(self.body(x))
""",
        "padded at each level, reduced before joining": """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(2 * a, a) for a, b in zip(sizes, sizes[1:])])
        self.narrow = nn.ModuleList([nn.Conv2d(b, a, 1) for a, b in zip(sizes, sizes[1:])])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.pad(x, (0, x.shape[3] % 2, 0, x.shape[2] % 2), mode="replicate")
            x = F.max_pool2d(x, 2)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(self.narrow[len(kept)](x), scale_factor=2, mode="nearest")
            x = x[:, :, : skip.shape[2], : skip.shape[3]]
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
        "normalised over channels, convolutions with a stride": """
class ChannelNorm(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.norm = nn.LayerNorm(n)

    def forward(self, x):
        return self.norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        ChannelNorm(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        ChannelNorm(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.shrink = nn.ModuleList([nn.Conv2d(a, a, 3, stride=2, padding=1) for a in sizes[:-1]])
        self.last = nn.Conv2d(width, n_classes, 1)

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = self.shrink[len(kept) - 1](x)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([skip, x], 1))
        return self.last(x)
""",
        "means instead of maxima, a dictionary of layers": """
def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, in_channels, n_classes, width=16, depth=3):
        super().__init__()
        sizes = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList([block(a, b) for a, b in zip([in_channels] + sizes, sizes)])
        self.up = nn.ModuleList([block(a + b, a) for a, b in zip(sizes, sizes[1:])])
        self.ends = nn.ModuleDict({"logits": nn.Conv2d(width, n_classes, 1)})

    def forward(self, x):
        kept = []
        for layer in self.down[:-1]:
            x = layer(x)
            kept.append(x)
            x = F.avg_pool2d(x, 2, ceil_mode=True)
        x = self.down[-1](x)
        for layer in reversed(self.up):
            skip = kept.pop()
            x = F.interpolate(x, size=skip.shape[2:])
            x = layer(torch.cat([x, skip], 1))
        return self.ends["logits"](x)
""",
    },
}
