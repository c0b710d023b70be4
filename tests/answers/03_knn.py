"""Lesson 03: answers that must lose points, each with words its message must hold, and answers that must keep all."""

WRONG = {
    "minkowski": {
        "the root is missing": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p is below 1")
    apart = np.abs(a.astype(float) - b)
    return float(apart.max()) if p == np.inf else float((apart**p).sum())
""",
            "the root is missing",
        ),
        "signs kept": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p is below 1")
    apart = a.astype(float) - b
    return float(apart.max()) if p == np.inf else float((apart**p).sum() ** (1 / p))
""",
            "the signs are kept",
        ),
        "abs of the sum": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p is below 1")
    apart = a.astype(float) - b
    if p == np.inf:
        return float(np.abs(apart).max())
    return float(np.abs((apart**p).sum()) ** (1 / p))
""",
            "the signs are kept",
        ),
        "bytes wrap": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p is below 1")
    apart = np.abs(a - b)
    return float(apart.max()) if p == np.inf else float((apart**p).sum() ** (1 / p))
""",
            "wrapped at 256",
        ),
        "bytes wrap, then cast": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p is below 1")
    apart = np.abs(a - b).astype(np.float64)
    return float(np.max(apart)) if np.isinf(p) else float(np.sum(apart**p) ** (1 / p))
""",
            "wrapped at 256",
        ),
        "no case for infinity": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p is below 1")
    with np.errstate(all="ignore"):
        return float((np.abs(a.astype(float) - b) ** p).sum() ** (1 / p))
""",
            "p = inf needs a way of its own",
        ),
        "infinity as a large number": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p is below 1")
    p = min(p, 50)
    return float((np.abs(a.astype(float) - b) ** p).sum() ** (1 / p))
""",
            None,
        ),
        "refuses p = 1 too": (
            """
def minkowski(a, b, p):
    if p <= 1:
        raise ValueError("p must be larger than 1")
    apart = np.abs(a.astype(float) - b)
    return float(apart.max()) if p == np.inf else float((apart**p).sum() ** (1 / p))
""",
            None,
        ),
        "refuses p up to 0 only": (
            """
def minkowski(a, b, p):
    if p <= 0:
        raise ValueError("p must be positive")
    apart = np.abs(a.astype(float) - b)
    return float(apart.max()) if p == np.inf else float((apart**p).sum() ** (1 / p))
""",
            "0.5)` must be refused",
        ),
        "refuses with an assertion": (
            """
def minkowski(a, b, p):
    assert p >= 1, "p must be at least 1"
    apart = np.abs(a.astype(float) - b)
    return float(apart.max()) if p == np.inf else float((apart**p).sum() ** (1 / p))
""",
            "Expected ValueError, got AssertionError",
        ),
        "minus infinity is infinite too": (
            """
def minkowski(a, b, p):
    apart = np.abs(a.astype(float) - b)
    if np.isinf(p):
        return float(apart.max())
    if p < 1:
        raise ValueError("p must be at least 1")
    return float((apart**p).sum() ** (1 / p))
""",
            "-inf)` must be refused",
        ),
        "32 bits": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    apart = np.abs(a.astype(np.float32) - b.astype(np.float32))
    return float(apart.max()) if p == np.inf else float((apart**p).sum() ** (1 / p))
""",
            None,
        ),
        "always Euclidean": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    return float(np.linalg.norm(a.astype(float) - b))
""",
            "p is not used",
        ),
        "always the square root": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    apart = np.abs(a.astype(float) - b)
    return float(apart.max()) if p == np.inf else float(np.sqrt((apart**p).sum()))
""",
            "the root is always the square root",
        ),
        "the mean": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    apart = np.abs(a.astype(float) - b)
    return float(apart.max()) if p == np.inf else float((apart**p).mean() ** (1 / p))
""",
            "the mean is taken, not the sum",
        ),
        "the smallest at infinity": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    apart = np.abs(a.astype(float) - b)
    return float(apart.min()) if p == np.inf else float((apart**p).sum() ** (1 / p))
""",
            "the smallest difference is taken",
        ),
        "subtracts in place": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    if a.dtype != float:
        a = a.astype(float)
    a -= b
    a = np.abs(a)
    return float(a.max()) if p == np.inf else float((a**p).sum() ** (1 / p))
""",
            "changes its argument 1",
        ),
        "whole numbers only": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    apart = np.abs(a.astype(int) - b.astype(int))
    return float(apart.max()) if p == np.inf else float((apart**p).sum() ** (1 / p))
""",
            None,
        ),
        "root of each term": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    apart = np.abs(a.astype(float) - b)
    return float(apart.max()) if p == np.inf else float(((apart**p) ** (1 / p)).sum())
""",
            "that is the L1 distance",
        ),
        "p as an integer": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    apart = np.abs(a.astype(float) - b)
    if p == np.inf:
        return float(apart.max())
    p = int(p)
    return float((apart**p).sum() ** (1 / p))
""",
            "p is cut to a whole number",
        ),
        "SciPy's own": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    return float(scipy.spatial.distance.minkowski(a.astype(float), b.astype(float), p))
""",
            "uses the library's `minkowski`",
        ),
        "NumPy's norm": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p is below 1")
    return float(np.linalg.norm(a.astype(float) - b, p))
""",
            "uses the library's `norm`",
        ),
        "an array of one": (
            """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("p must be at least 1")
    apart = np.abs(a.astype(float) - b)
    if p == np.inf:
        return apart.max(keepdims=True)
    return (apart**p).sum(keepdims=True) ** (1 / p)
""",
            "the values are right, the shape is not",
        ),
    },
    "quiz-detour": {
        "the other way round": (
            """
def quiz_detour():
    return 2.0, 4.0
""",
            None,
        ),
        "the ruler's": (
            """
def quiz_detour():
    return 2**0.5, 2.0
""",
            None,
        ),
        "without the outer power": (
            """
def quiz_detour():
    return 2.0, 2.0
""",
            None,
        ),
        "one number": (
            """
def quiz_detour():
    return 4.0
""",
            None,
        ),
        "the stop only": (
            """
def quiz_detour():
    return 4.0, 1.0
""",
            None,
        ),
    },
    "distances-two-loops": {
        "differences wrap": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.sqrt(((A[i] - B[j]).astype(float) ** 2).sum())
    return distances
""",
            "differences of bytes wrapped at 256",
        ),
        "differences and squares wrap": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.sqrt(np.sum((A[i] - B[j]) ** 2))
    return distances
""",
            "squares of bytes wrapped at 256",
        ),
        "larger minus smaller, squares wrap": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            apart = np.maximum(A[i], B[j]) - np.minimum(A[i], B[j])
            distances[i, j] = np.sqrt((apart**2).sum())
    return distances
""",
            "squares of bytes wrapped at 256",
        ),
        "the root is missing": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = ((A[i].astype(float) - B[j]) ** 2).sum()
    return distances
""",
            "the root is missing",
        ),
        "L1": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.abs(A[i].astype(float) - B[j]).sum()
    return distances
""",
            "those are L1 distances",
        ),
        "root of the mean square": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.sqrt(((A[i].astype(float) - B[j]) ** 2).mean())
    return distances
""",
            "the mean is taken, not the sum",
        ),
        "rows and columns swapped": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(B), len(A)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[j, i] = np.sqrt(((A[i].astype(float) - B[j]) ** 2).sum())
    return distances
""",
            "it is transposed",
        ),
        "a table of integers": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)), dtype=int)
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.sqrt(((A[i].astype(float) - B[j]) ** 2).sum())
    return distances
""",
            "the fractional part was lost",
        ),
        "32 bits": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)), dtype=np.float32)
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.sqrt(((A[i].astype(float) - B[j]) ** 2).sum())
    return distances
""",
            "Expected float64, got float32",
        ),
        "32 bits inside": (
            """
def distances_two_loops(A, B):
    A, B = A.astype(np.float32), B.astype(np.float32)
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.sqrt(((A[i] - B[j]) ** 2).sum())
    return distances
""",
            None,
        ),
        "a list of lists": (
            """
def distances_two_loops(A, B):
    return [[float(np.sqrt(((a.astype(float) - b) ** 2).sum())) for b in B] for a in A]
""",
            "Expected float64, got a list",
        ),
        "both loops over A": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(A)))
    for i in range(len(A)):
        for j in range(len(A)):
            distances[i, j] = np.sqrt(((A[i].astype(float) - B[j % len(B)]) ** 2).sum())
    return distances
""",
            None,
        ),
        "half the table": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(i, len(B)):
            distances[i, j] = np.sqrt(((A[i].astype(float) - B[j]) ** 2).sum())
    return distances
""",
            "only half of the table",
        ),
        "nothing on the diagonal": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            if i != j:
                distances[i, j] = np.sqrt(((A[i].astype(float) - B[j]) ** 2).sum())
    return distances
""",
            "the diagonal is set to 0",
        ),
        "returns after the first row": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.sqrt(((A[i].astype(float) - B[j]) ** 2).sum())
        return distances
""",
            "it returns after the first row",
        ),
        "axes of length 1 squeezed": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.sqrt(((A[i].astype(float) - B[j]) ** 2).sum())
    return distances.squeeze()
""",
            "the values are right, the shape is not",
        ),
        "whole numbers only": (
            """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.sqrt(((A[i].astype(int) - B[j].astype(int)) ** 2).sum())
    return distances
""",
            None,
        ),
        "bytes cast to 16 bits": (
            """
def distances_two_loops(A, B):
    if A.dtype == np.uint8:
        A, B = A.astype(np.int16), B.astype(np.int16)
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            distances[i, j] = np.sqrt(((A[i] - B[j]) ** 2).sum())
    return distances
""",
            None,
        ),
        "SciPy's cdist": (
            """
def distances_two_loops(A, B):
    return scipy.spatial.distance.cdist(A.astype(float), B.astype(float))
""",
            "uses the library's `cdist`",
        ),
        "subtracts in place and leaves it": (
            """
def distances_two_loops(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            row = A[i]
            row -= B[j]
            distances[i, j] = np.sqrt((row**2).sum())
    return distances
""",
            "changes its argument 1",
        ),
    },
    "distances-one-loop": {
        "differences wrap": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        distances[i] = np.linalg.norm(A[i] - B, axis=1)
    return distances
""",
            "differences of bytes wrapped at 256",
        ),
        "squares wrap": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        distances[i] = np.sqrt(((A[i] - B) ** 2).sum(axis=1))
    return distances
""",
            "squares of bytes wrapped at 256",
        ),
        "the wrong axis": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i, a in enumerate(A.astype(float)):
        distances[i] = np.sqrt(((a - B) ** 2).sum(axis=0))
    return distances
""",
            None,
        ),
        "the whole sum": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i, a in enumerate(A.astype(float)):
        distances[i] = np.sqrt(((a - B) ** 2).sum())
    return distances
""",
            None,
        ),
        "the root is missing": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i, a in enumerate(A.astype(float)):
        distances[i] = ((a - B) ** 2).sum(axis=1)
    return distances
""",
            "the root is missing",
        ),
        "L1": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i, a in enumerate(A.astype(float)):
        distances[i] = np.abs(a - B).sum(axis=1)
    return distances
""",
            "those are L1 distances",
        ),
        "rows and columns swapped": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(B), len(A)))
    for j, b in enumerate(B.astype(float)):
        distances[j] = np.sqrt(((A - b) ** 2).sum(axis=1))
    return distances
""",
            "it is transposed",
        ),
        "like the input": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)), dtype=A.dtype)
    for i, a in enumerate(A.astype(float)):
        distances[i] = np.sqrt(((a - B) ** 2).sum(axis=1))
    return distances
""",
            "the fractional part was lost",
        ),
        "32 bits": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)), dtype=np.float32)
    for i, a in enumerate(A.astype(float)):
        distances[i] = np.sqrt(((a - B) ** 2).sum(axis=1))
    return distances
""",
            "Expected float64, got float32",
        ),
        "two loops": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i, a in enumerate(A.astype(float)):
        for j, b in enumerate(B):
            distances[i, j] = np.sqrt(((a - b) ** 2).sum())
    return distances
""",
            "Found `for j, b in enumerate(B):`; this exercise allows 1 loop",
        ),
        "a loop and a comprehension": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i, a in enumerate(A.astype(float)):
        distances[i] = [np.linalg.norm(a - b) for b in B]
    return distances
""",
            "for b in B]`; this exercise allows 1 loop",
        ),
        "a loop and map": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i, a in enumerate(A.astype(float)):
        distances[i] = list(map(lambda b: np.sqrt(((a - b) ** 2).sum()), B))
    return distances
""",
            "this exercise allows 1 loop",
        ),
        "the last row is forgotten": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A) - 1):
        distances[i] = np.sqrt(((A[i].astype(float) - B) ** 2).sum(axis=1))
    return distances
""",
            "the last row is forgotten",
        ),
        "returns inside the loop": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        distances[i] = np.sqrt(((A[i].astype(float) - B) ** 2).sum(axis=1))
        return distances
""",
            "it returns inside the loop",
        ),
        "axes of length 1 squeezed": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        distances[i] = np.sqrt(((A[i].astype(float) - B) ** 2).sum(axis=1))
    return distances.squeeze()
""",
            "the values are right, the shape is not",
        ),
        "a list of rows": (
            """
def distances_one_loop(A, B):
    distances = []
    for a in A.astype(float):
        distances.append(np.sqrt(((a - B) ** 2).sum(axis=1)))
    return distances
""",
            "Expected float64, got a list",
        ),
        "bytes cast to 16 bits": (
            """
def distances_one_loop(A, B):
    if A.dtype == np.uint8:
        A, B = A.astype(np.int16), B.astype(np.int16)
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        distances[i] = np.sqrt(((A[i] - B) ** 2).sum(axis=1))
    return distances
""",
            None,
        ),
        "cdist under another name": (
            """
from scipy.spatial.distance import cdist as far


def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        distances[i] = far(A[i : i + 1], B)[0]
    return distances
""",
            "uses the library's `cdist`",
        ),
        "subtracts in place": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    if B.dtype != float:
        B = B.astype(float)
    for i in range(len(A)):
        B -= A[i]
        distances[i] = np.sqrt((B**2).sum(axis=1))
        B += A[i]
    return distances
""",
            "changes its argument 2",
        ),
        "assumes a symmetric table": (
            """
def distances_one_loop(A, B):
    distances = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        distances[i, i:] = np.sqrt(((A[i].astype(float) - B[i:]) ** 2).sum(axis=1))
    return distances
""",
            "only half of the table is right",
        ),
    },
    "distances-no-loops": {
        "all differences at once": (
            """
def distances_no_loops(A, B):
    return np.sqrt(((A[:, None].astype(float) - B) ** 2).sum(axis=2))
""",
            "takes too much memory",
        ),
        "the norm of all differences": (
            """
def distances_no_loops(A, B):
    return np.linalg.norm(A[:, None, :].astype(float) - B[None, :, :].astype(float), axis=-1)
""",
            "takes too much memory",
        ),
        "not a number": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    return np.sqrt((A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T)
""",
            "the root of a number just below 0",
        ),
        "bytes wrap": (
            """
def distances_no_loops(A, B):
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.sqrt(np.maximum(squared, 0))
""",
            "they wrap",
        ),
        "squares cast, products not": (
            """
def distances_no_loops(A, B):
    squares_a, squares_b = (A.astype(float) ** 2).sum(axis=1), (B.astype(float) ** 2).sum(axis=1)
    return np.sqrt(np.maximum(squares_a[:, None] + squares_b - 2 * (A @ B.T), 0))
""",
            "they wrap",
        ),
        "32 bits": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(np.float32), B.astype(np.float32)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.sqrt(np.maximum(squared, 0)).astype(float)
""",
            None,
        ),
        "32 bits stay 32 bits, then cast": (
            """
def distances_no_loops(A, B):
    if A.dtype.kind in "iu":
        A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.sqrt(np.maximum(squared, 0)).astype(np.float64)
""",
            "wrong in 32",
        ),
        "the root is missing": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    return np.maximum((A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T, 0)
""",
            "the root is missing",
        ),
        "products once": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - A @ B.T
    return np.sqrt(np.maximum(squared, 0))
""",
            "the products count once, not twice",
        ),
        "products added": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) + 2 * A @ B.T
    return np.sqrt(np.maximum(squared, 0))
""",
            "the products are added",
        ),
        "a row where a column belongs": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1) + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.sqrt(np.maximum(squared, 0))
""",
            None,
        ),
        "transposed": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1) + (B**2).sum(axis=1)[:, None] - 2 * B @ A.T
    return np.sqrt(np.maximum(squared, 0))
""",
            "it is transposed",
        ),
        "squares of everything": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    return np.sqrt(np.maximum((A**2).sum() + (B**2).sum() - 2 * A @ B.T, 0))
""",
            "all squares are summed",
        ),
        "map": (
            """
def distances_no_loops(A, B):
    return np.array(list(map(lambda a: np.linalg.norm(a - B, axis=1), A.astype(float))))
""",
            "loops in Python",
        ),
        "apply_along_axis": (
            """
def distances_no_loops(A, B):
    return np.apply_along_axis(lambda a: np.linalg.norm(a - B, axis=1), 1, A.astype(float))
""",
            "loops in Python",
        ),
        "a loop in a helper": (
            """
def row(a, B):
    return np.linalg.norm(a - B, axis=1)


def rows(A, B):
    return [row(a, B) for a in A.astype(float)]


def distances_no_loops(A, B):
    return np.array(rows(A, B))
""",
            "Found `return [row(a, B)",
        ),
        "SciPy's distance_matrix": (
            """
def distances_no_loops(A, B):
    return scipy.spatial.distance_matrix(A.astype(float), B.astype(float))
""",
            "uses the library's `distance_matrix`",
        ),
        "zeros on the diagonal": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    np.fill_diagonal(squared, 0)
    return np.sqrt(squared)
""",
            "the diagonal is set to 0",
        ),
        "zeros on the diagonal when square": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    if len(A) == len(B):
        np.fill_diagonal(squared, 0)
    return np.sqrt(squared)
""",
            "the diagonal is set to 0",
        ),
        "whole numbers only": (
            """
def distances_no_loops(A, B):
    A, B = A.astype(np.int64), B.astype(np.int64)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.sqrt(np.maximum(squared, 0))
""",
            None,
        ),
        "changes its input": (
            """
def distances_no_loops(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    A -= A.mean(axis=0)
    B -= A.mean(axis=0)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.sqrt(np.maximum(squared, 0))
""",
            "changes its argument 1",
        ),
        "each centred by its own mean": (
            """
def distances_no_loops(A, B):
    A, B = A - A.mean(axis=0), B - B.mean(axis=0)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.sqrt(np.maximum(squared, 0))
""",
            None,
        ),
    },
    "edit-distance": {
        "no memory": (
            """
def edit_distance(s, t):
    if not s or not t:
        return len(s) + len(t)
    if s[0] == t[0]:
        return edit_distance(s[1:], t[1:])
    return 1 + min(edit_distance(s[1:], t), edit_distance(s, t[1:]), edit_distance(s[1:], t[1:]))
""",
            "does too much work",
        ),
        "a replacement costs 2": (
            """
def edit_distance(s, t):
    row = list(range(len(t) + 1))
    for i, a in enumerate(s, 1):
        above, row = row, [i]
        for j, b in enumerate(t, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + 2 * (a != b)))
    return row[-1]
""",
            "a replacement costs 2",
        ),
        "no replacing": (
            """
def edit_distance(s, t):
    row = list(range(len(t) + 1))
    for i, a in enumerate(s, 1):
        above, row = row, [i]
        for j, b in enumerate(t, 1):
            row.append(above[j - 1] if a == b else min(above[j], row[j - 1]) + 1)
    return row[-1]
""",
            "a replacement costs 2",
        ),
        "by the longest common subsequence": (
            """
def edit_distance(s, t):
    table = [[0] * (len(t) + 1) for _ in range(len(s) + 1)]
    for i in range(len(s)):
        for j in range(len(t)):
            same = table[i][j] + 1 if s[i] == t[j] else 0
            table[i + 1][j + 1] = max(same, table[i][j + 1], table[i + 1][j])
    return max(len(s), len(t)) - table[-1][-1]
""",
            "only letters in common",
        ),
        "places that differ": (
            """
def edit_distance(s, t):
    return sum(a != b for a, b in zip(s, t)) + abs(len(s) - len(t))
""",
            "only places that differ are counted",
        ),
        "letters that differ, order ignored": (
            """
def edit_distance(s, t):
    from collections import Counter

    more, less = Counter(s) - Counter(t), Counter(t) - Counter(s)
    return max(sum(more.values()), sum(less.values()))
""",
            None,
        ),
        "two letters change places at 1": (
            """
def edit_distance(s, t):
    d = [[i + j for j in range(len(t) + 1)] for i in range(len(s) + 1)]
    for i in range(1, len(s) + 1):
        for j in range(1, len(t) + 1):
            differ = s[i - 1] != t[j - 1]
            d[i][j] = min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + differ)
            if i > 1 and j > 1 and s[i - 1] == t[j - 2] and s[i - 2] == t[j - 1]:
                d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1)
    return d[-1][-1]
""",
            "two letters changing places cost 1",
        ),
        "keeping costs 1": (
            """
def edit_distance(s, t):
    row = list(range(len(t) + 1))
    for i, a in enumerate(s, 1):
        above, row = row, [i]
        for j, b in enumerate(t, 1):
            row.append(min(above[j], row[j - 1], above[j - 1]) + 1)
    return row[-1]
""",
            "keeping a letter costs 1",
        ),
        "zeros in the first row and column": (
            """
def edit_distance(s, t):
    d = np.zeros((len(s) + 1, len(t) + 1), dtype=int)
    for i in range(1, len(s) + 1):
        for j in range(1, len(t) + 1):
            differ = int(s[i - 1] != t[j - 1])
            d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + differ)
    return int(d[-1, -1])
""",
            "row 0 and column 0 must count up",
        ),
        "zeros in the first column": (
            """
def edit_distance(s, t):
    row = list(range(len(t) + 1))
    for a in s:
        above, row = row, [0]
        for j, b in enumerate(t, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b)))
    return row[-1]
""",
            "the first column must count up",
        ),
        "no row and column for the empty word": (
            """
def edit_distance(s, t):
    if not s or not t:
        return len(s) + len(t)
    d = np.zeros((len(s), len(t)), dtype=int)
    d[:, 0], d[0] = np.arange(len(s)), np.arange(len(t))
    for i in range(1, len(s)):
        for j in range(1, len(t)):
            d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + (s[i] != t[j]))
    return int(d[-1, -1])
""",
            None,
        ),
        "no inserting": (
            """
def edit_distance(s, t):
    row = list(range(len(t) + 1))
    for i, a in enumerate(s, 1):
        above, row = row, [i]
        for j, b in enumerate(t, 1):
            row.append(min(above[j] + 1, above[j - 1] + (a != b)))
    return row[-1]
""",
            None,
        ),
        "a row that is shared": (
            """
def edit_distance(s, t):
    d = [list(range(len(t) + 1))] * (len(s) + 1)
    for i in range(1, len(s) + 1):
        d[i][0] = i
        for j in range(1, len(t) + 1):
            d[i][j] = min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (s[i - 1] != t[j - 1]))
    return d[-1][-1]
""",
            None,
        ),
        "fails on the empty word": (
            """
def edit_distance(s, t):
    row = list(range(len(t) + 1))
    for i, a in enumerate(s, 1):
        above, row = row, [i]
        for j, b in enumerate(t, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            row.append(best)
    return best
""",
            None,
        ),
        "remembers across calls, by place only": (
            """
def edit_distance(s, t, i=0, j=0, known={}):
    if i == len(s) or j == len(t):
        return len(s) - i + len(t) - j
    if (i, j) not in known:
        known[i, j] = min(
            edit_distance(s, t, i + 1, j) + 1,
            edit_distance(s, t, i, j + 1) + 1,
            edit_distance(s, t, i + 1, j + 1) + (s[i] != t[j]),
        )
    return known[i, j]
""",
            None,
        ),
        "remembers by lengths of what is left": (
            """
memory = {}


def edit_distance(s, t):
    key = len(s), len(t)
    if not s or not t:
        return len(s) + len(t)
    if key not in memory:
        memory[key] = min(
            edit_distance(s[1:], t) + 1,
            edit_distance(s, t[1:]) + 1,
            edit_distance(s[1:], t[1:]) + (s[0] != t[0]),
        )
    return memory[key]
""",
            None,
        ),
        "difflib's blocks": (
            """
import difflib


def edit_distance(s, t):
    total = 0
    for what, i, j, k, m in difflib.SequenceMatcher(None, s, t).get_opcodes():
        if what != "equal":
            total += max(j - i, m - k)
    return total
""",
            None,
        ),
        "the first difference decides": (
            """
def edit_distance(s, t):
    i = j = edits = 0
    while i < len(s) and j < len(t):
        if s[i] != t[j]:
            edits += 1
            if len(s) - i > len(t) - j:
                i += 1
                continue
            if len(s) - i < len(t) - j:
                j += 1
                continue
        i, j = i + 1, j + 1
    return edits + len(s) - i + len(t) - j
""",
            None,
        ),
        "common ends cut, the rest counted": (
            """
def edit_distance(s, t):
    while s and t and s[0] == t[0]:
        s, t = s[1:], t[1:]
    while s and t and s[-1] == t[-1]:
        s, t = s[:-1], t[:-1]
    return max(len(s), len(t))
""",
            None,
        ),
        "the last letter left out": (
            """
def edit_distance(s, t):
    row = list(range(len(t) + 1))
    for i in range(1, len(s)):
        above, row = row, [i]
        for j in range(1, len(t) + 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (s[i - 1] != t[j - 1])))
    return row[-1]
""",
            None,
        ),
        "an array of one": (
            """
def edit_distance(s, t):
    row = list(range(len(t) + 1))
    for i, a in enumerate(s, 1):
        above, row = row, [i]
        for j, b in enumerate(t, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b)))
    return row[-1:]
""",
            "the values are right, the shape is not",
        ),
    },
    "knn-predict": {
        "a tie goes to the nearest": (
            """
from collections import Counter


def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    order = np.argsort(distances, axis=1)[:, :k]
    return np.array([Counter(labels[row].tolist()).most_common(1)[0][0] for row in order])
""",
            "a tie goes to the nearest",
        ),
        "a tie goes to the largest label": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    classes = np.unique(labels)[::-1]
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]
""",
            "a tie goes to the largest label",
        ),
        "a tie goes to the smallest size": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    classes = np.array(sorted(set(labels.tolist()), key=abs))
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]
""",
            "label nearest to 0",
        ),
        "a tie goes to the label met first": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    classes = np.array(list(dict.fromkeys(labels.tolist())))
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]
""",
            "or to the nearest",
        ),
        "one neighbour only": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    return labels[np.argmin(distances, axis=1)]
""",
            "the nearest alone decides",
        ),
        "one neighbour too many": (
            """
def vote(nearest, labels):
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    return vote(labels[np.argsort(distances, axis=1)[:, : k + 1]], labels)
""",
            "k + 1 vote, not k",
        ),
        "the nearest one left out": (
            """
def vote(nearest, labels):
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    return vote(labels[np.argsort(distances, axis=1)[:, 1 : k + 1]], labels)
""",
            "the nearest has no vote",
        ),
        "the farthest": (
            """
def vote(nearest, labels):
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    return vote(labels[np.argsort(distances, axis=1)[:, -k:]], labels)
""",
            "the farthest vote",
        ),
        "the wrong axis": (
            """
def vote(nearest, labels):
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    return vote(labels[np.argsort(distances, axis=0)[:, :k] % len(labels)], labels)
""",
            None,
        ),
        "the label's number, not the label": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    classes = np.unique(labels)
    return (nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)
""",
            "the number of the class is returned",
        ),
        "the first k points": (
            """
def vote(nearest, labels):
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    return vote(np.tile(labels[:k], (len(distances), 1)), labels)
""",
            "the first k vote",
        ),
        "the mean label": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    return np.round(nearest.mean(axis=1)).astype(int)
""",
            None,
        ),
        "the median label": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    return np.sort(nearest, axis=1)[:, (k - 1) // 2]
""",
            None,
        ),
        "weighted by nearness": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    order = np.argsort(distances, axis=1)[:, :k]
    near = np.take_along_axis(distances, order, axis=1)
    classes = np.unique(labels)
    weight = 1.0 / (near + 1e-9)
    votes = ((labels[order][:, :, None] == classes) * weight[:, :, None]).sum(axis=1)
    return classes[votes.argmax(axis=1)]
""",
            None,
        ),
        "counts in a list, non-negative labels only": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    if nearest.max() > 10**6:
        raise MemoryError("too many counters")
    return np.array([np.bincount(row).argmax() for row in nearest])
""",
            None,
        ),
        "labels in 32 bits": (
            """
def vote(nearest, labels):
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    labels = labels.astype(np.int32)
    return vote(labels[np.argsort(distances, axis=1)[:, :k]], labels)
""",
            "cut to 32 bits",
        ),
        "labels come back as floats": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    classes = np.unique(labels)
    out = np.zeros(len(distances))
    for i, row in enumerate(nearest):
        out[i] = classes[np.argmax([np.sum(row == c) for c in classes])]
    return out
""",
            "Expected integer, got float64",
        ),
        "k is never checked": (
            """
def knn_predict(distances, labels, k):
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]
""",
            "0)` must be refused",
        ),
        "k = N is refused": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k < len(labels):
        raise ValueError("k is too large")
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]
""",
            None,
        ),
        "k too large is cut": (
            """
def knn_predict(distances, labels, k):
    if k < 1:
        raise ValueError("k is too small")
    k = min(k, len(labels))
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]
""",
            "4)` must be refused",
        ),
        "refuses with an assertion": (
            """
def knn_predict(distances, labels, k):
    assert 1 <= k <= len(labels)
    nearest = labels[np.argsort(distances, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]
""",
            "Expected ValueError, got AssertionError",
        ),
        "partition fails at k = N": (
            """
def vote(nearest, labels):
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    return vote(labels[np.argpartition(distances, k, axis=1)[:, :k]], labels)
""",
            None,
        ),
        "the used ones are set to infinity": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    classes = np.unique(labels)
    votes = np.zeros((len(distances), len(classes)), dtype=int)
    rows = np.arange(len(distances))
    if distances.dtype.kind != "f":
        distances = distances.astype(float)
    for _ in range(k):
        best = distances.argmin(axis=1)
        votes[rows, np.searchsorted(classes, labels[best])] += 1
        distances[rows, best] = np.inf
    return classes[votes.argmax(axis=1)]
""",
            "changes its argument 1",
        ),
        "integer distances set to infinity": (
            """
def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    classes = np.unique(labels)
    votes = np.zeros((len(distances), len(classes)), dtype=int)
    rows = np.arange(len(distances))
    distances = distances.copy()
    for _ in range(k):
        best = distances.argmin(axis=1)
        votes[rows, np.searchsorted(classes, labels[best])] += 1
        distances[rows, best] = np.inf
    return classes[votes.argmax(axis=1)]
""",
            "infinity to integer",
        ),
        "a column": (
            """
def vote(nearest, labels):
    classes = np.unique(labels)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k must lie between 1 and N")
    return vote(labels[np.argsort(distances, axis=1)[:, :k]], labels)[:, None]
""",
            "the values are right, the shape is not",
        ),
    },
    "quiz-by-heart": {
        "0": (
            """
def quiz_by_heart():
    return 0.0
""",
            None,
        ),
        "in per cent": (
            """
def quiz_by_heart():
    return 100.0
""",
            "An accuracy lies between 0 and 1",
        ),
        "not quite": (
            """
def quiz_by_heart():
    return 0.99
""",
            None,
        ),
        "words": (
            """
def quiz_by_heart():
    return '1.0'
""",
            None,
        ),
    },
    "knn-regress": {
        "the median": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return np.median(values[np.argsort(distances, axis=1)[:, :k]], axis=1)
""",
            None,
        ),
        "the sum": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return values[np.argsort(distances, axis=1)[:, :k]].sum(axis=1).astype(float)
""",
            "the sum is not divided",
        ),
        "the majority": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    nearest = values[np.argsort(distances, axis=1)[:, :k]]
    classes = np.unique(values)
    return classes[(nearest[:, :, None] == classes).sum(axis=1).argmax(axis=1)].astype(float)
""",
            None,
        ),
        "weighted by nearness": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    order = np.argsort(distances, axis=1)[:, :k]
    weights = 1 / (np.take_along_axis(distances, order, axis=1) + 1e-9)
    return (weights * values[order]).sum(axis=1) / weights.sum(axis=1)
""",
            "the values are weighted",
        ),
        "the wrong axis of the mean": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return values[np.argsort(distances, axis=1)[:, :k]].mean(axis=0)
""",
            "the mean runs along the wrong axis",
        ),
        "the mean of all": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return np.full(len(distances), values[np.argsort(distances, axis=1)[:, :k]].mean())
""",
            "one mean is taken over all queries",
        ),
        "the distances' mean": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return np.sort(distances, axis=1)[:, :k].mean(axis=1)
""",
            "the distances are averaged",
        ),
        "the numbers' mean": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return np.argsort(distances, axis=1)[:, :k].mean(axis=1)
""",
            "not their values",
        ),
        "the farthest": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return values[np.argsort(distances, axis=1)[:, -k:]].mean(axis=1)
""",
            "the farthest are averaged",
        ),
        "sorted along the wrong axis": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    order = np.argsort(distances, axis=0) % len(values)
    return values[order[:, :k]].mean(axis=1)
""",
            "the first k values count, not the nearest",
        ),
        "one neighbour too many": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return values[np.argsort(distances, axis=1)[:, : k + 1]].mean(axis=1)
""",
            "k + 1 are averaged, not k",
        ),
        "the nearest one left out": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return values[np.argsort(distances, axis=1)[:, 1 : k + 1]].mean(axis=1)
""",
            "the nearest is left out",
        ),
        "the nearest one only": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return values[distances.argmin(axis=1)].astype(float)
""",
            "the nearest alone counts",
        ),
        "the first k": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return np.full(len(distances), values[:k].mean())
""",
            "the first k values count",
        ),
        "whole numbers": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return values[np.argsort(distances, axis=1)[:, :k]].sum(axis=1) // k
""",
            "the fractional part was lost",
        ),
        "kept in the values' type": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    out = np.zeros(len(distances), dtype=values.dtype)
    for i, row in enumerate(np.argsort(distances, axis=1)):
        out[i] = values[row[:k]].mean()
    return out
""",
            "the fractional part was lost",
        ),
        "32 bits, then cast": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return values[np.argsort(distances, axis=1)[:, :k]].mean(axis=1, dtype=np.float32).astype(float)
""",
            None,
        ),
        "k is never checked": (
            """
def knn_regress(distances, values, k):
    return values[np.argsort(distances, axis=1)[:, :k]].mean(axis=1)
""",
            "0)` must be refused",
        ),
        "k = N is refused": (
            """
def knn_regress(distances, values, k):
    if k < 1 or k >= len(values):
        raise ValueError("k")
    return values[np.argsort(distances, axis=1)[:, :k]].mean(axis=1)
""",
            None,
        ),
        "k too large is cut": (
            """
def knn_regress(distances, values, k):
    if k < 1:
        raise ValueError("k")
    return values[np.argsort(distances, axis=1)[:, :k]].mean(axis=1)
""",
            "2)` must be refused",
        ),
        "only k = 0 and k > N": (
            """
def knn_regress(distances, values, k):
    if k == 0 or k > len(values):
        raise ValueError("k")
    return values[np.argsort(distances, axis=1)[:, :k]].mean(axis=1)
""",
            "-1)` must be refused",
        ),
        "sorts in place": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    order = np.argsort(distances, axis=1)[:, :k]
    distances.sort(axis=1)
    return values[order].mean(axis=1)
""",
            "changes its argument 1",
        ),
        "a column": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    return values[np.argsort(distances, axis=1)[:, :k]].mean(axis=1, keepdims=True)
""",
            "the values are right, the shape is not",
        ),
        "running mean": (
            """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k must lie between 1 and N")
    near = values[np.argsort(distances, axis=1)[:, :k]].astype(float)
    mean = near[:, 0]
    for n in range(1, k):
        mean = (mean + near[:, n]) / 2
    return mean
""",
            None,
        ),
    },
    "kfold": {
        "not drawn": (
            """
def kfold(n, k, rng):
    folds = np.array_split(np.arange(n), k)
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
""",
            "two rows meet 0 to 300 times",
        ),
        "only the folds' order is drawn": (
            """
def kfold(n, k, rng):
    folds = np.array_split(np.arange(n), k)
    return [(np.setdiff1d(np.arange(n), folds[i]), folds[i]) for i in rng.permutation(k)]
""",
            "two rows meet 0 to 300 times",
        ),
        "only shuffled inside the folds": (
            """
def kfold(n, k, rng):
    folds = [rng.permutation(val) for val in np.array_split(np.arange(n), k)]
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
""",
            "two rows meet 0 to 300 times",
        ),
        "only turned": (
            """
def kfold(n, k, rng):
    rows = np.roll(np.arange(n), rng.integers(n))
    folds = np.array_split(rows, k)
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
""",
            "two rows meet 0 to",
        ),
        "neighbours stay together": (
            """
def kfold(n, k, rng):
    pairs = np.array_split(np.arange(n), (n + 1) // 2)
    rows = np.concatenate([pairs[i] for i in rng.permutation(len(pairs))])
    folds = np.array_split(rows, k)
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
""",
            "two rows meet 0 to 300 times",
        ),
        "drawn fold by fold, each row on its own": (
            """
def kfold(n, k, rng):
    fold, rows = rng.integers(0, k, size=n), np.arange(n)
    return [(rows[fold != i], rows[fold == i]) for i in range(k)]
""",
            "of val_idx differ by more than 1",
        ),
        "drawn with replacement": (
            """
def kfold(n, k, rng):
    folds = np.array_split(rng.choice(n, size=n), k)
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
""",
            "of one fold must together be the rows 0 to 9",
        ),
        "each fold from a new draw": (
            """
def kfold(n, k, rng):
    result = []
    for i in range(k):
        rows = rng.permutation(n)
        val = rows[: n // k + (i < n % k)]
        result.append((np.setdiff1d(np.arange(n), val), val))
    return result
""",
            "in several: [",
        ),
        "the rest is dropped": (
            """
def kfold(n, k, rng):
    rows, size = rng.permutation(n), n // k
    folds = [rows[i * size : (i + 1) * size] for i in range(k)]
    return [(np.setdiff1d(rows, val), val) for val in folds]
""",
            "kfold(10, 3): in no val_idx: [",
        ),
        "the rest in the last fold": (
            """
def kfold(n, k, rng):
    rows, size = rng.permutation(n), n // k
    folds = [rows[i * size : (i + 1) * size] for i in range(k - 1)] + [rows[(k - 1) * size :]]
    return [(np.setdiff1d(rows, val), val) for val in folds]
""",
            "the sizes [2, 2, 2, 5] of val_idx differ by more than 1",
        ),
        "folds of the size rounded up": (
            """
def kfold(n, k, rng):
    rows, size = rng.permutation(n), -(-n // k)
    folds = [rows[i * size : (i + 1) * size] for i in range(k)]
    return [(np.setdiff1d(rows, val), val) for val in folds]
""",
            "the sizes [2, 4, 4] of val_idx differ by more than 1",
        ),
        "reshaped, so k must divide n": (
            """
def kfold(n, k, rng):
    folds = rng.permutation(n).reshape(k, -1)
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
""",
            None,
        ),
        "train and val exchanged": (
            """
def kfold(n, k, rng):
    folds = np.array_split(rng.permutation(n), k)
    return [(val, np.setdiff1d(np.arange(n), val)) for val in folds]
""",
            "are exchanged",
        ),
        "all rows train": (
            """
def kfold(n, k, rng):
    return [(np.arange(n), val) for val in np.array_split(rng.permutation(n), k)]
""",
            "of one fold must together be the rows 0 to 9",
        ),
        "only the first split": (
            """
def kfold(n, k, rng):
    folds = np.array_split(rng.permutation(n), k)
    return [(np.concatenate(folds[1:]), folds[0])]
""",
            "must have 3 parts",
        ),
        "rows from 1": (
            """
def kfold(n, k, rng):
    folds = np.array_split(rng.permutation(n) + 1, k)
    return [(np.setdiff1d(np.arange(1, n + 1), val), val) for val in folds]
""",
            "must together be the rows 0 to 9",
        ),
        "one row short": (
            """
def kfold(n, k, rng):
    folds = np.array_split(rng.permutation(n - 1), k)
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
""",
            "in no val_idx: [9]",
        ),
        "the global generator": (
            """
def kfold(n, k, rng):
    folds = np.array_split(np.random.permutation(n), k)
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
""",
            "uses or seeds the global random state",
        ),
        "a generator of its own": (
            """
def kfold(n, k, rng):
    folds = np.array_split(np.random.default_rng().permutation(n), k)
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
""",
            "drawn from another source than the arguments",
        ),
        "always the same seed": (
            """
def kfold(n, k, rng):
    folds = np.array_split(np.random.default_rng(0).permutation(n), k)
    return [(np.setdiff1d(np.arange(n), val), val) for val in folds]
""",
            "two rows meet 0 to 300 times",
        ),
        "scikit-learn, unshuffled": (
            """
import sklearn.model_selection


def kfold(n, k, rng):
    return list(sklearn.model_selection.KFold(k).split(np.zeros(n)))
""",
            "two rows meet 0 to 300 times",
        ),
        "masks": (
            """
def kfold(n, k, rng):
    fold = rng.permutation(np.arange(n) % k)
    return [(fold != i, fold == i) for i in range(k)]
""",
            "no masks",
        ),
        "the folds alone": (
            """
def kfold(n, k, rng):
    return np.array_split(rng.permutation(n), k)
""",
            None,
        ),
    },
    "cross-validate-k": {
        "judged on the training rows": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[train], X[train])
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[train])))
    return out
""",
            "the rows to be judged are among the neighbours",
        ),
        "trained on all rows": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val], X)
        for k in ks:
            out[k].append(float(np.mean(predict(far, y, k) == y[val])))
    return out
""",
            "the rows to be judged are among the neighbours",
        ),
        "train and val exchanged": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for val, train in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            "train and validation are exchanged",
        ),
        "the mean of the folds": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return {k: float(np.mean(out[k])) for k in ks}
""",
            "the mean over all folds is taken",
        ),
        "errors": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) != y[val])))
    return out
""",
            "that is the error, not the accuracy",
        ),
        "counts": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(int(np.sum(predict(far, y[train], k) == y[val])))
    return out
""",
            "the number of right ones is not divided",
        ),
        "per cent": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(100 * float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            "every value is 100 times too large",
        ),
        "divided by all rows": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(float(np.sum(predict(far, y[train], k) == y[val]) * len(folds) / len(y)))
    return out
""",
            None,
        ),
        "keys from 0": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {i: [] for i in range(len(ks))}
    for train, val in folds:
        far = cdist(X[val], X[train])
        for i, k in enumerate(ks):
            out[i].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            None,
        ),
        "a table": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = np.zeros((len(ks), len(folds)))
    for f, (train, val) in enumerate(folds):
        far = cdist(X[val], X[train])
        for i, k in enumerate(ks):
            out[i, f] = np.mean(predict(far, y[train], k) == y[val])
    return out
""",
            "Expected a dict from each k",
        ),
        "shared lists": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = dict.fromkeys(ks, [])
    for train, val in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            "all k share one list",
        ),
        "the last fold only": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {}
    for train, val in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            out[k] = [float(np.mean(predict(far, y[train], k) == y[val]))]
    return out
""",
            "the last fold alone is kept",
        ),
        "the first k for all": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        guess = predict(cdist(X[val], X[train]), y[train], ks[0])
        for k in ks:
            out[k].append(float(np.mean(guess == y[val])))
    return out
""",
            "what the first one gets",
        ),
        "k + 1 neighbours, as if the first were itself": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            near = y[train][np.argsort(far, axis=1)[:, 1 : k + 1]]
            classes = np.unique(y)
            guess = classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]
            out[k].append(float(np.mean(guess == y[val])))
    return out
""",
            "k + 1 neighbours vote",
        ),
        "row numbers of train taken for those of all": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        order = np.argsort(cdist(X[val], X[train]), axis=1)
        for k in ks:
            near, classes = y[order[:, :k]], np.unique(y)
            guess = classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]
            out[k].append(float(np.mean(guess == y[val])))
    return out
""",
            "looked up in all of y",
        ),
        "L1": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val], X[train], "cityblock")
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            None,
        ),
        "the norm of wrapped bytes": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = np.linalg.norm(X[val][:, None] - X[train], axis=2)
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            None,
        ),
        "features standardised": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-9)
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            None,
        ),
        "a tie to the nearest": (
            """
from collections import Counter


def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        ranked = y[train][np.argsort(cdist(X[val], X[train]), axis=1)].tolist()
        for k in ks:
            guess = [Counter(row[:k]).most_common(1)[0][0] for row in ranked]
            out[k].append(float(np.mean(np.array(guess) == y[val])))
    return out
""",
            None,
        ),
        "a tie to the largest": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(float(np.mean(-predict(far, -y[train].astype(int), k) == y[val])))
    return out
""",
            None,
        ),
        "bincount": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        ranked = y[train][np.argsort(cdist(X[val], X[train]), axis=1)]
        if ranked.max() > 10**6:
            raise MemoryError("too many counters")
        for k in ks:
            guess = np.array([np.bincount(row[:k]).argmax() for row in ranked])
            out[k].append(float(np.mean(guess == y[val])))
    return out
""",
            None,
        ),
        "the classes of val only": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        ranked = y[train][np.argsort(cdist(X[val], X[train]), axis=1)]
        classes = np.unique(y[val])
        for k in ks:
            guess = classes[(ranked[:, :k, None] == classes).sum(axis=1).argmax(axis=1)]
            out[k].append(float(np.mean(guess == y[val])))
    return out
""",
            "only the classes of val_idx",
        ),
        "a mask for X, numbers for y": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        asked = np.isin(np.arange(len(X)), val)
        far = cdist(X[asked], X[train])
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            None,
        ),
        "folds of its own": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    rows = np.arange(len(X))
    for f in range(len(folds)):
        train, val = rows[rows % len(folds) != f], rows[rows % len(folds) == f]
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            None,
        ),
        "arrays only: lists are added": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        far = cdist(X[val + 0], X[train + 0])
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            None,
        ),
        "the folds' rows are sorted in place": (
            """
def predict(far, labels, k):
    near = labels[np.argsort(far, axis=1)[:, :k]]
    classes = np.unique(labels)
    return classes[(near[:, :, None] == classes).sum(axis=1).argmax(axis=1)]


def cross_validate_k(X, y, ks, folds):
    cdist = scipy.spatial.distance.cdist
    out = {k: [] for k in ks}
    for train, val in folds:
        train.sort()
        val.sort()
        far = cdist(X[val], X[train])
        for k in ks:
            out[k].append(float(np.mean(predict(far, y[train], k) == y[val])))
    return out
""",
            "changes its argument 4",
        ),
    },
    "confusion-matrix": {
        "transposed": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (y_pred, y_true), 1)
    return counts
""",
            "rows and columns are exchanged",
        ),
        "columns counted by the wrong factor": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    cells = y_true.astype(int) + n_classes * y_pred.astype(int)
    return np.bincount(cells, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            "rows and columns are exchanged",
        ),
        "every cell at most 1": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    counts[y_true, y_pred] += 1
    return counts
""",
            "an entry that comes several times is counted once",
        ),
        "as many classes as seen": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    size = int(max(y_true.max(), y_pred.max())) + 1
    counts = np.zeros((size, size), dtype=int)
    np.add.at(counts, (y_true, y_pred), 1)
    return counts
""",
            None,
        ),
        "scikit-learn's, classes that occur": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    return sklearn.metrics.confusion_matrix(y_true, y_pred)
""",
            "uses the library's",
        ),
        "scikit-learn's": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    return sklearn.metrics.confusion_matrix(y_true, y_pred, labels=np.arange(n_classes))
""",
            "uses the library's",
        ),
        "shares of a row": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes))
    np.add.at(counts, (y_true, y_pred), 1)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
""",
            "shares are returned",
        ),
        "shares of all": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes))
    np.add.at(counts, (y_true, y_pred), 1)
    return counts / max(len(y_true), 1)
""",
            "every value is 4 times too small",
        ),
        "floats": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes))
    for i, j in zip(y_true, y_pred):
        counts[i, j] += 1
    return counts
""",
            "Expected integer, got float64",
        ),
        "cell numbers wrap": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    cells = y_true * n_classes + y_pred
    return np.bincount(cells, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            None,
        ),
        "no minlength": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    cells = y_true.astype(int) * n_classes + y_pred
    return np.bincount(cells).reshape(n_classes, n_classes)
""",
            None,
        ),
        "a histogram whose last bins merge": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    return np.histogram2d(y_true, y_pred, bins=np.arange(n_classes))[0].astype(int)
""",
            "Expected (3, 3), got (2, 2)",
        ),
        "a histogram over what was seen": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    return np.histogram2d(y_true, y_pred, bins=n_classes)[0].astype(int)
""",
            None,
        ),
        "only mistakes": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    for i, j in zip(y_true, y_pred):
        if i != j:
            counts[i, j] += 1
    return counts
""",
            "only mistakes are counted",
        ),
        "classes from 1": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    for i, j in zip(y_true, y_pred):
        counts[i - 1, j - 1] += 1
    return counts
""",
            None,
        ),
        "both orders counted": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (y_true, y_pred), 1)
    return counts + counts.T - np.diag(np.diag(counts))
""",
            "both orders are counted",
        ),
        "the first example left out": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    for n in range(1, len(y_true)):
        counts[y_true[n], y_pred[n]] += 1
    return counts
""",
            "the first example is left out",
        ),
        "a row more for the totals": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes + 1, n_classes + 1), dtype=int)
    np.add.at(counts, (y_true, y_pred), 1)
    return counts
""",
            "Expected (3, 3), got (4, 4)",
        ),
        "a list of lists": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    return [[int(np.sum((y_true == i) & (y_pred == j))) for j in range(n_classes)] for i in range(n_classes)]
""",
            "Expected integer, got a list",
        ),
        "refuses nobody": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    if len(y_true) == 0:
        raise ValueError("no examples")
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (y_true, y_pred), 1)
    return counts
""",
            "no examples",
        ),
        "relabels its input": (
            """
def confusion_matrix(y_true, y_pred, n_classes):
    y_true *= n_classes
    y_true += y_pred
    return np.bincount(y_true, minlength=n_classes**2).reshape(n_classes, n_classes)
""",
            "changes its argument 1",
        ),
    },
    "quiz-points": {
        "ten for each axis": (
            """
def quiz_points():
    return 640
""",
            None,
        ),
        "one too many": (
            """
def quiz_points():
    return 65
""",
            None,
        ),
        "the number itself": (
            """
def quiz_points():
    return 10**64
""",
            None,
        ),
        "the base": (
            """
def quiz_points():
    return 10
""",
            None,
        ),
    },
}

RIGHT = {
    "minkowski": {
        "a loop over Python numbers": """
def minkowski(a, b, p):
    if not p >= 1:
        raise ValueError(f"p = {p}")
    total, largest = 0.0, 0.0
    for x, y in zip(a.tolist(), b.tolist()):
        gap = abs(x - y)
        largest = max(largest, gap)
        if p != np.inf:
            total += gap**p
    return float(largest) if p == np.inf else total ** (1 / p)
""",
        "scaled by the largest": """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("below 1")
    gaps = np.abs(np.subtract(a, b, dtype=np.float64))
    top = gaps.max()
    if np.isinf(p) or top == 0:
        return top
    return top * np.sum((gaps / top) ** p) ** (1 / p)
""",
        "logarithms": """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError("below 1")
    gaps = np.abs(a.astype(float) - b.astype(float))
    if p == np.inf:
        return float(np.sort(gaps)[-1])
    gaps = gaps[gaps > 0]
    if len(gaps) == 0:
        return 0.0
    return float(np.exp(np.logaddexp.reduce(p * np.log(gaps)) / p))
""",
        "a subclass of ValueError, math.fsum": """
import math


class TooSmall(ValueError):
    pass


def minkowski(a, b, p):
    if p < 1:
        raise TooSmall(p)
    gaps = [abs(float(x) - float(y)) for x, y in zip(a, b)]
    if math.isinf(p):
        return max(gaps)
    return math.pow(math.fsum(math.pow(gap, p) for gap in gaps), 1 / p)
""",
        "a NumPy scalar from einsum": """
def minkowski(a, b, p):
    if p < 1:
        raise ValueError
    gaps = np.abs(a.astype(np.longdouble) - b).astype(float)
    if p == float("inf"):
        return np.amax(gaps)
    return np.einsum("d->", gaps**p) ** (1.0 / p)
""",
    },
    "quiz-detour": {
        "whole numbers in a list": """
def quiz_detour():
    return [4, 2]
""",
        "NumPy's numbers": """
def quiz_detour():
    return np.float64(4), np.int64(2)
""",
        "worked out": """
def quiz_detour():
    def length(a, b):
        return sum(abs(x - y) ** 0.5 for x, y in zip(a, b)) ** 2

    return length((0, 0), (1, 1)), length((0, 0), (0, 1)) + length((0, 1), (1, 1))
""",
    },
    "distances-two-loops": {
        "comprehensions and the norm": """
def distances_two_loops(A, B):
    A, B = A.astype(np.float64), B.astype(np.float64)
    return np.array([[np.linalg.norm(a - b) for b in B] for a in A])
""",
        "pure Python": """
def distances_two_loops(A, B):
    rows = []
    for a in A.tolist():
        row = []
        for b in B.tolist():
            total = 0
            for x, y in zip(a, b):
                total += (x - y) ** 2
            row.append(total**0.5)
        rows.append(row)
    return np.array(rows, dtype=float)
""",
        "math.hypot": """
import math


def distances_two_loops(A, B):
    distances = np.empty((A.shape[0], B.shape[0]))
    for i, j in np.ndindex(*distances.shape):
        distances[i, j] = math.hypot(*(A[i].astype(float) - B[j].astype(float)))
    return distances
""",
        "the loops exchanged, the dot product": """
def distances_two_loops(A, B):
    distances = np.full((len(A), len(B)), np.nan)
    for j, b in enumerate(B.astype(float)):
        for i, a in enumerate(A.astype(float)):
            step = b - a
            distances[i, j] = np.sqrt(step @ step)
    return distances
""",
        "while loops, einsum": """
def distances_two_loops(A, B):
    distances = np.zeros((len(A), len(B)))
    i = 0
    while i < len(A):
        j = 0
        while j < len(B):
            step = np.subtract(A[i], B[j], dtype=np.float64)
            distances[i, j] = np.einsum("d,d->", step, step) ** 0.5
            j += 1
        i += 1
    return distances
""",
    },
    "distances-one-loop": {
        "over the columns of the table": """
def distances_one_loop(A, B):
    distances = np.empty((len(A), len(B)))
    for j in range(len(B)):
        distances[:, j] = np.linalg.norm(A - B[j].astype(float), axis=1)
    return distances
""",
        "a comprehension, stacked": """
def distances_one_loop(A, B):
    B = B.astype(np.float64)
    return np.stack([np.sqrt(np.square(B - a).sum(-1)) for a in A])
""",
        "einsum": """
def distances_one_loop(A, B):
    A, B = A.astype(float), B.astype(float)
    rows = []
    for a in A:
        step = B - a
        rows.append(np.einsum("nd,nd->n", step, step))
    return np.sqrt(np.array(rows))
""",
        "map": """
def distances_one_loop(A, B):
    B = B.astype(float)
    return np.vstack(list(map(lambda a: np.linalg.norm(B - a, axis=1), A)))
""",
        "while": """
def distances_one_loop(A, B):
    A, B = A.astype(float), B.astype(float)
    out, i = np.zeros((A.shape[0], B.shape[0])), 0
    while i < A.shape[0]:
        out[i, :] = np.sqrt(np.power(np.subtract(B, A[i]), 2) @ np.ones(A.shape[1]))
        i += 1
    return out
""",
    },
    "distances-no-loops": {
        "einsum": """
def distances_no_loops(A, B):
    A, B = A.astype(np.float64), B.astype(np.float64)
    aa, bb = np.einsum("md,md->m", A, A), np.einsum("nd,nd->n", B, B)
    squared = aa[:, np.newaxis] + bb[np.newaxis, :] - 2 * np.einsum("md,nd->mn", A, B)
    return np.sqrt(squared.clip(min=0))
""",
        "one product of widened matrices": """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    left = np.column_stack([-2 * A, (A * A).sum(1), np.ones(len(A))])
    right = np.column_stack([B, np.ones(len(B)), (B * B).sum(1)])
    squared = left @ right.T
    return np.sqrt(np.where(squared > 0, squared, 0.0))
""",
        "the absolute value": """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    aa = np.linalg.norm(A, axis=1, keepdims=True) ** 2
    bb = np.linalg.norm(B, axis=1, keepdims=True) ** 2
    return np.abs(aa + bb.T - 2 * np.dot(A, B.T)) ** 0.5
""",
        "NaN replaced": """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    squared = np.add.outer(np.square(A).sum(-1), np.square(B).sum(-1)) - 2 * np.inner(A, B)
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(np.sqrt(squared))
""",
        "centred first, in place on copies": """
def distances_no_loops(A, B):
    middle = B.mean(axis=0, dtype=float)
    A, B = A - middle, B - middle
    squared = A @ B.T
    squared *= -2
    squared += (A**2).sum(axis=1).reshape(-1, 1)
    squared += (B**2).sum(axis=1)
    np.maximum(squared, 0, out=squared)
    return np.sqrt(squared, out=squared)
""",
        "complex roots": """
def distances_no_loops(A, B):
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(1)[:, None] + (B**2).sum(1)[None] - 2 * np.tensordot(A, B, axes=(1, 1))
    return np.sqrt(squared.astype(complex)).real
""",
        "the diagonal of a Gram matrix": """
def distances_no_loops(A, B):
    rows = np.concatenate([A.astype(float), B.astype(float)])
    gram = rows @ rows.T
    length = np.diag(gram)
    squared = length[:, None] + length - 2 * gram
    return np.sqrt(np.maximum(squared, 0.0))[: len(A), len(A) :]
""",
    },
    "edit-distance": {
        "recursion that remembers": """
from functools import lru_cache


def edit_distance(s, t):
    @lru_cache(maxsize=None)
    def left(i, j):
        if i == len(s) or j == len(t):
            return len(s) - i + len(t) - j
        if s[i] == t[j]:
            return left(i + 1, j + 1)
        return 1 + min(left(i + 1, j), left(i, j + 1), left(i + 1, j + 1))

    return left(0, 0)
""",
        "remembers words": """
import functools


@functools.cache
def edit_distance(s, t):
    if not s or not t:
        return max(len(s), len(t))
    return min(
        edit_distance(s[:-1], t) + 1,
        edit_distance(s, t[:-1]) + 1,
        edit_distance(s[:-1], t[:-1]) + (s[-1] != t[-1]),
    )
""",
        "the whole table in NumPy": """
def edit_distance(s, t):
    d = np.zeros((len(s) + 1, len(t) + 1), dtype=int)
    d[:, 0] = np.arange(len(s) + 1)
    d[0, :] = np.arange(len(t) + 1)
    for i in range(1, len(s) + 1):
        for j in range(1, len(t) + 1):
            differ = 0 if s[i - 1] == t[j - 1] else 1
            d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + differ)
    return d[len(s), len(t)]
""",
        "row by row without an inner loop": """
def edit_distance(s, t):
    letters, steps = np.array(list(t)), np.arange(len(t) + 1)
    row = steps.copy()
    for a in s:
        best = row + 1
        if t:
            best[1:] = np.minimum(best[1:], row[:-1] + (letters != a))
        row = np.minimum.accumulate(best - steps) + steps
    return int(row[-1])
""",
        "the cheapest path, Dijkstra's": """
import heapq


def edit_distance(s, t):
    heap, done = [(0, 0, 0)], set()
    while heap:
        cost, i, j = heapq.heappop(heap)
        if (i, j) in done:
            continue
        done.add((i, j))
        if i == len(s) and j == len(t):
            return cost
        if i < len(s) and j < len(t):
            heapq.heappush(heap, (cost + (s[i] != t[j]), i + 1, j + 1))
        if i < len(s):
            heapq.heappush(heap, (cost + 1, i + 1, j))
        if j < len(t):
            heapq.heappush(heap, (cost + 1, i, j + 1))
""",
        "a dictionary for a table, from the end": """
def edit_distance(s, t):
    d = {}
    for i in range(len(s), -1, -1):
        for j in range(len(t), -1, -1):
            if i == len(s) or j == len(t):
                d[i, j] = len(s) - i + len(t) - j
            else:
                d[i, j] = min(d[i + 1, j] + 1, d[i, j + 1] + 1, d[i + 1, j + 1] + (s[i] != t[j]))
    return d[0, 0]
""",
        "how far each number of edits reaches": """
def edit_distance(s, t):
    def slide(i, j):
        while i < len(s) and j < len(t) and s[i] == t[j]:
            i, j = i + 1, j + 1
        return i

    goal, edits = len(s) - len(t), 0
    reach = {0: slide(0, 0)}
    while reach.get(goal, -1) < len(s):
        edits += 1
        fresh = {}
        for k in range(-edits, edits + 1):
            best = max(reach.get(k - 1, -2) + 1, reach.get(k + 1, -2), reach.get(k, -2) + 1)
            i = min(best, len(s), len(t) + k)
            if i >= 0 and i - k >= 0:
                fresh[k] = slide(i, i - k)
        reach = fresh
    return edits
""",
    },
    "knn-predict": {
        "a Counter": """
from collections import Counter


def knn_predict(distances, labels, k):
    if k < 1 or k > len(labels):
        raise ValueError(k)
    found = []
    for far in distances:
        order = sorted(range(len(far)), key=lambda n: far[n])
        votes = Counter(int(labels[n]) for n in order[:k])
        most = max(votes.values())
        found.append(min(label for label, count in votes.items() if count == most))
    return np.array(found)
""",
        "SciPy's mode": """
import scipy.stats


def knn_predict(distances, labels, k):
    if not 1 <= k <= labels.shape[0]:
        raise ValueError("k")
    nearest = labels[np.argpartition(distances, k - 1, axis=1)[:, :k]]
    return scipy.stats.mode(nearest, axis=1).mode
""",
        "unique with counts, ties from the end": """
def knn_predict(distances, labels, k):
    if k not in range(1, len(labels) + 1):
        raise ValueError("k")
    order = np.flip(np.flip(distances, 1).argsort(axis=1, kind="stable"), 1)
    order = len(labels) - 1 - np.flip(order, 1)

    def winner(row):
        names, counts = np.unique(labels[row], return_counts=True)
        return names[counts.argmax()]

    return np.array([winner(row[:k]) for row in order])
""",
        "inverse numbers and bincount": """
def knn_predict(distances, labels, k):
    if not 1 <= k <= distances.shape[1]:
        raise ValueError("k")
    classes, number = np.unique(labels, return_inverse=True)
    rows = np.arange(len(distances))[:, None] * len(classes)
    nearest = number[distances.argsort(axis=1)[:, :k]] + rows
    votes = np.bincount(nearest.ravel(), minlength=len(distances) * len(classes))
    return classes[votes.reshape(len(distances), -1).argmax(axis=1)]
""",
        "runs in the sorted labels": """
def knn_predict(distances, labels, k):
    if k <= 0 or k > len(labels):
        raise ValueError("k")
    result = np.empty(len(distances), dtype=labels.dtype)
    for i in range(len(distances)):
        near = np.sort(labels[np.argsort(distances[i])[:k]])
        first = np.searchsorted(near, near, side="left")
        last = np.searchsorted(near, near, side="right")
        result[i] = near[np.argmax(last - first)]
    return result
""",
        "heapq": """
import heapq
import statistics


def knn_predict(distances, labels, k):
    if not 1 <= k <= len(labels):
        raise ValueError("k")
    names = labels.tolist()
    out = []
    for far in distances.tolist():
        near = heapq.nsmallest(k, zip(far, names))
        out.append(min(statistics.multimode(name for _, name in near)))
    return np.array(out, dtype=np.int64)
""",
    },
    "quiz-by-heart": {
        "a whole number": """
def quiz_by_heart():
    return 1
""",
        "NumPy's number": """
def quiz_by_heart():
    return np.float64(1.0)
""",
        "a share": """
def quiz_by_heart():
    return np.mean([True, True])
""",
        "an array without axes": """
def quiz_by_heart():
    return np.array(1.0)
""",
    },
    "knn-regress": {
        "loops": """
def knn_regress(distances, values, k):
    if k < 1 or k > len(values):
        raise ValueError("k")
    out = []
    for far in distances.tolist():
        order = sorted(range(len(far)), key=far.__getitem__)
        out.append(sum(float(values[n]) for n in order[:k]) / k)
    return np.array(out)
""",
        "partition": """
def knn_regress(distances, values, k):
    if not 0 < k <= distances.shape[1]:
        raise ValueError("k")
    return np.mean(values.astype(float)[np.argpartition(distances, k - 1)[:, :k]], axis=-1)
""",
        "a mask and a product": """
def knn_regress(distances, values, k):
    if not 1 <= k <= values.size:
        raise ValueError("k")
    rank = distances.argsort(axis=1).argsort(axis=1)
    return (rank < k) @ values.astype(float) / k
""",
        "running sums": """
def knn_regress(distances, values, k):
    if not 1 <= k <= len(values):
        raise ValueError("k")
    ranked = np.take(values, np.argsort(distances, axis=1, kind="stable")).astype(np.float64)
    return np.cumsum(ranked, axis=1)[:, k - 1] / k
""",
        "average of apply_along_axis": """
def knn_regress(distances, values, k):
    if k not in range(1, len(values) + 1):
        raise ValueError("k")
    return np.apply_along_axis(lambda far: np.average(values[np.lexsort((far,))[:k]]), 1, distances)
""",
    },
    "kfold": {
        "lists and modulo": """
def kfold(n, k, rng):
    rows = list(range(n))
    rng.shuffle(rows)
    return [([r for p, r in enumerate(rows) if p % k != i], rows[i::k]) for i in range(k)]
""",
        "fold numbers shuffled": """
def kfold(n, k, rng):
    fold = np.arange(n) % k
    rng.shuffle(fold)
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]
""",
        "sorted by random keys": """
def kfold(n, k, rng):
    rows = np.argsort(rng.random(n))
    cuts = [i * n // k for i in range(k + 1)]
    result = []
    for start, stop in zip(cuts[:-1], cuts[1:]):
        result.append((np.concatenate([rows[:start], rows[stop:]]), rows[start:stop]))
    return result
""",
        "scikit-learn with a drawn state": """
import sklearn.model_selection


def kfold(n, k, rng):
    state = int(rng.integers(2**31))
    splitter = sklearn.model_selection.KFold(n_splits=k, shuffle=True, random_state=state)
    return list(splitter.split(np.zeros((n, 1))))
""",
        "draws one row after another": """
def kfold(n, k, rng):
    left = list(range(n))
    folds = [[] for _ in range(k)]
    turn = 0
    while left:
        folds[turn % k].append(left.pop(int(rng.integers(len(left)))))
        turn += 1
    return [(sorted(set(range(n)) - set(val)), val) for val in folds]
""",
        "choice without replacement, np.delete": """
def kfold(n, k, rng):
    rows = rng.choice(n, size=n, replace=False)
    out = []
    for places in np.array_split(np.arange(n), k):
        out.append((np.delete(rows, places), rows[places]))
    return out
""",
        "a spawned generator": """
def kfold(n, k, rng):
    child = np.random.default_rng(rng.integers(2**63, size=2))
    masks = [np.isin(np.arange(n), part) for part in np.array_split(child.permutation(n), k)]
    return [(np.where(~mask)[0].tolist(), np.where(mask)[0].tolist()) for mask in masks]
""",
    },
    "cross-validate-k": {
        "all distances once": """
def cross_validate_k(X, y, ks, folds):
    far = scipy.spatial.distance.cdist(X, X)
    result = {k: [] for k in ks}
    for train, val in folds:
        order = far[np.ix_(val, train)].argsort(axis=1)
        for k in ks:
            right = 0
            for v, row in zip(val, order):
                names, counts = np.unique(y[np.asarray(train)[row[:k]]], return_counts=True)
                right += int(names[np.argmax(counts)] == y[v])
            result[k].append(right / len(val))
    return result
""",
        "squares are enough": """
def cross_validate_k(X, y, ks, folds):
    X = X.astype(float)
    out = {k: np.empty(len(folds)) for k in ks}
    for f, (train, val) in enumerate(folds):
        far = ((X[val][:, None] - X[train]) ** 2).sum(axis=-1)
        for k in ks:
            near = y[train][np.argpartition(far, k - 1, axis=1)[:, :k]]
            near = np.sort(near, axis=1)
            votes = (near[:, :, None] == near[:, None, :]).sum(axis=2)
            guess = near[np.arange(len(near)), votes.argmax(axis=1)]
            out[k][f] = np.mean(guess == y[val])
    return out
""",
        "scikit-learn on distances": """
def cross_validate_k(X, y, ks, folds):
    table = {}
    for train, val in folds:
        far = sklearn.metrics.pairwise_distances(X[val].astype(float), X[train].astype(float))
        for k in ks:
            model = sklearn.neighbors.KNeighborsClassifier(k, metric="precomputed")
            model.fit(np.zeros((len(train), len(train))), y[train])
            table.setdefault(k, []).append(np.mean(model.predict(far) == y[val]))
    return table
""",
        "a Counter that grows with k": """
from collections import Counter


def cross_validate_k(X, y, ks, folds):
    shares = {int(k): [0.0] * len(folds) for k in ks}
    for f, (train, val) in enumerate(folds):
        for v in val:
            far = np.linalg.norm(X[train].astype(float) - X[v], axis=1)
            votes = Counter()
            for k, n in enumerate(np.argsort(far), 1):
                votes[int(y[train[n]])] += 1
                if k in shares:
                    best = min(votes, key=lambda c: (-votes[c], c))
                    shares[k][f] += (best == y[v]) / len(val)
    return {k: tuple(v) for k, v in shares.items()}
""",
        "functions of its own, tuples": """
import scipy.stats


def ranks(X, train, val):
    far = sklearn.metrics.euclidean_distances(X[val].astype(float), X[train].astype(float))
    return np.argsort(far, axis=1)


def cross_validate_k(X, y, ks, folds):
    ranked = [(y[train][ranks(X, train, val)], y[val]) for train, val in folds]

    def accuracy(k, near, truth):
        return float((scipy.stats.mode(near[:, :k], axis=1).mode == truth).mean())

    return {k: tuple(accuracy(k, near, truth) for near, truth in ranked) for k in ks}
""",
        "neighbours from a tree": """
def cross_validate_k(X, y, ks, folds):
    most = max(ks)
    out = {k: [] for k in ks}
    for train, val in folds:
        tree = sklearn.neighbors.KDTree(X[train].astype(float))
        near = y[train][tree.query(X[val].astype(float), k=most)[1]]
        classes = np.unique(y)
        for k in ks:
            votes = np.stack([(near[:, :k] == c).sum(axis=1) for c in classes])
            out[k].append((classes[votes.argmax(axis=0)] == y[val]).mean())
    return out
""",
    },
    "confusion-matrix": {
        "a loop": """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=np.int64)
    for i, j in zip(y_true, y_pred):
        counts[i, j] += 1
    return counts
""",
        "one-hot rows": """
def confusion_matrix(y_true, y_pred, n_classes):
    classes = np.arange(n_classes)
    true, called = y_true[:, None] == classes, y_pred[:, None] == classes
    return true.astype(int).T @ called.astype(int)
""",
        "a Counter": """
from collections import Counter


def confusion_matrix(y_true, y_pred, n_classes):
    pairs = Counter(zip(y_true.tolist(), y_pred.tolist()))
    return np.array([[pairs[i, j] for j in range(n_classes)] for i in range(n_classes)])
""",
        "a histogram": """
def confusion_matrix(y_true, y_pred, n_classes):
    edges = np.arange(n_classes + 1)
    return np.histogram2d(y_true, y_pred, bins=(edges, edges))[0].astype(np.int32)
""",
        "a sparse matrix": """
import scipy.sparse


def confusion_matrix(y_true, y_pred, n_classes):
    ones = np.ones(len(y_true), dtype=int)
    size = (n_classes, n_classes)
    return scipy.sparse.coo_matrix((ones, (y_true, y_pred)), shape=size).toarray()
""",
        "a bincount for each row": """
def confusion_matrix(y_true, y_pred, n_classes):
    return np.stack([np.bincount(y_pred[y_true == i], minlength=n_classes) for i in range(n_classes)])
""",
        "add.at": """
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=np.uint64)
    np.add.at(counts, (y_true, y_pred), 1)
    return counts
""",
        "ravel_multi_index": """
def confusion_matrix(y_true, y_pred, n_classes):
    shape = (n_classes, n_classes)
    cells = np.ravel_multi_index((y_true.astype(int), y_pred.astype(int)), shape)
    return np.bincount(cells, minlength=n_classes * n_classes).reshape(shape)
""",
        "pairs of Python numbers, also none": """
def confusion_matrix(y_true, y_pred, n_classes):
    pairs = [int(i) * n_classes + int(j) for i, j in zip(y_true, y_pred)]
    counts = np.bincount(pairs, minlength=n_classes**2)
    return counts.reshape(n_classes, n_classes)
""",
    },
    "quiz-points": {
        "NumPy's integer": """
def quiz_points():
    return np.int64(64)
""",
        "worked out": """
def quiz_points():
    return len(str(10**64)) - 1
""",
        "a logarithm": """
def quiz_points():
    return int(round(np.log10(10.0**64)))
""",
    },
}
