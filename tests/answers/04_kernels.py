"""Lesson 04: answers that must lose points, each with words its message must hold, and answers that must keep all."""

WRONG = {
    "linear-kernel": {
        "no cast": (
            """
def linear_kernel(A, B):
    return A @ B.T
""",
            "wrapped at 256",
        ),
        "cast after the product": (
            """
def linear_kernel(A, B):
    return (A @ B.T).astype(float)
""",
            "wrapped at 256",
        ),
        "products in the input's type, sum in float64": (
            """
def linear_kernel(A, B):
    return (A[:, None, :] * B[None, :, :]).sum(axis=2, dtype=np.float64)
""",
            "products of bytes wrapped",
        ),
        "float32": (
            """
def linear_kernel(A, B):
    return A.astype(np.float32) @ B.astype(np.float32).T
""",
            "Expected float64, got float32",
        ),
        "summed in float32, then cast": (
            """
def linear_kernel(A, B):
    return (A.astype(np.float32) @ B.astype(np.float32).T).astype(np.float64)
""",
            None,
        ),
        "transposed": (
            """
def linear_kernel(A, B):
    return B.astype(float) @ A.astype(float).T
""",
            "it is transposed",
        ),
        "features against features": (
            """
def linear_kernel(A, B):
    return A.astype(float).T @ B.astype(float)
""",
            None,
        ),
        "row by row only": (
            """
def linear_kernel(A, B):
    return (A.astype(float) * B.astype(float)).sum(axis=1)
""",
            "an axis was summed",
        ),
        "integers all along": (
            """
def linear_kernel(A, B):
    return (A.astype(np.int64) @ B.astype(np.int64).T).astype(float)
""",
            None,
        ),
        "fills the upper half and mirrors it": (
            """
def linear_kernel(A, B):
    K = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(i, len(B)):
            K[i, j] = A[i].astype(float) @ B[j].astype(float)
            if j < len(A) and i < len(B):
                K[j, i] = K[i, j]
    return K
""",
            None,
        ),
        "ignores B": (
            """
def linear_kernel(A, B):
    return A.astype(float) @ A.astype(float).T
""",
            None,
        ),
        "cosine": (
            """
def linear_kernel(A, B):
    A, B = A.astype(float), B.astype(float)
    K = A @ B.T
    return K / np.linalg.norm(A, axis=1)[:, None] / np.linalg.norm(B, axis=1)
""",
            None,
        ),
        "a list": (
            """
def linear_kernel(A, B):
    return (A.astype(float) @ B.astype(float).T).tolist()
""",
            "got a list",
        ),
        "scikit-learn": (
            """
def linear_kernel(A, B):
    return sklearn.metrics.pairwise.linear_kernel(A.astype(float), B.astype(float))
""",
            "uses the library's",
        ),
    },
    "polynomial-kernel": {
        "without c": (
            """
def polynomial_kernel(A, B, degree, c):
    return (A.astype(float) @ B.astype(float).T) ** degree
""",
            "c is left out",
        ),
        "c after the power": (
            """
def polynomial_kernel(A, B, degree, c):
    return (A.astype(float) @ B.astype(float).T) ** degree + c
""",
            "c is added after the power",
        ),
        "c always 1": (
            """
def polynomial_kernel(A, B, degree, c):
    return (A.astype(float) @ B.astype(float).T + 1) ** degree
""",
            "every value is 1 too large",
        ),
        "c cut to an integer": (
            """
def polynomial_kernel(A, B, degree, c):
    return (A.astype(float) @ B.astype(float).T + int(c)) ** degree
""",
            None,
        ),
        "power only, sum of c in each feature": (
            """
def polynomial_kernel(A, B, degree, c):
    return ((A.astype(float)[:, None] * B + c).sum(axis=2)) ** degree
""",
            "c is added for every feature",
        ),
        "degree always 2": (
            """
def polynomial_kernel(A, B, degree, c):
    return (A.astype(float) @ B.astype(float).T + c) ** 2
""",
            None,
        ),
        "times degree": (
            """
def polynomial_kernel(A, B, degree, c):
    return (A.astype(float) @ B.astype(float).T + c) * degree
""",
            "multiplied, not raised",
        ),
        "powers of the features": (
            """
def polynomial_kernel(A, B, degree, c):
    return (A.astype(float) ** degree) @ (B.astype(float) ** degree).T + c**degree
""",
            "each feature is raised",
        ),
        "sum of the powers up to degree": (
            """
def polynomial_kernel(A, B, degree, c):
    K = A.astype(float) @ B.astype(float).T
    return c + sum(K**d for d in range(1, degree + 1))
""",
            None,
        ),
        "squares itself degree - 1 times": (
            """
def polynomial_kernel(A, B, degree, c):
    K = A.astype(float) @ B.astype(float).T + c
    for _ in range(degree - 1):
        K = K * K
    return K
""",
            "it is squared again and again",
        ),
        "cast after the product": (
            """
def polynomial_kernel(A, B, degree, c):
    return ((A @ B.T).astype(float) + c) ** degree
""",
            "wrapped at 256",
        ),
        "power in integers": (
            """
def polynomial_kernel(A, B, degree, c):
    if A.dtype.kind in "iu" and float(c).is_integer():
        return ((A.astype(np.int64) @ B.astype(np.int64).T + int(c)) ** degree).astype(float)
    return (A.astype(float) @ B.astype(float).T + c) ** degree
""",
            "cast before the product",
        ),
        "through a logarithm": (
            """
def polynomial_kernel(A, B, degree, c):
    return np.exp(degree * np.log(A.astype(float) @ B.astype(float).T + c))
""",
            "the logarithm or root of a negative number",
        ),
        "absolute value": (
            """
def polynomial_kernel(A, B, degree, c):
    return np.abs(A.astype(float) @ B.astype(float).T + c) ** degree
""",
            None,
        ),
        "scikit-learn's default gamma": (
            """
def polynomial_kernel(A, B, degree, c):
    return sklearn.metrics.pairwise.polynomial_kernel(A.astype(float), B.astype(float), degree, coef0=c)
""",
            "divided by the number of features",
        ),
        "transposed": (
            """
def polynomial_kernel(A, B, degree, c):
    return (B.astype(float) @ A.astype(float).T + c) ** degree
""",
            "it is transposed",
        ),
        "scikit-learn": (
            """
def polynomial_kernel(A, B, degree, c):
    A, B = A.astype(float), B.astype(float)
    return sklearn.metrics.pairwise.polynomial_kernel(A, B, degree=degree, gamma=1, coef0=c)
""",
            "uses the library's",
        ),
    },
    "quiz-rbf": {
        "a": (
            """
def quiz_rbf():
    return "a"
""",
            None,
        ),
        "c": (
            """
def quiz_rbf():
    return "c"
""",
            None,
        ),
        "d": (
            """
def quiz_rbf():
    return "d"
""",
            None,
        ),
        "two answers": (
            """
def quiz_rbf():
    return "b or c"
""",
            'Return "a", "b", "c" or "d"',
        ),
        "a set": (
            """
def quiz_rbf():
    return {"b"}
""",
            'Return "a", "b", "c" or "d"',
        ),
    },
    "rbf-kernel": {
        "rounding left below 0": (
            """
def rbf_kernel(A, B, sigma):
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.exp(-squared / (2 * sigma**2))
""",
            "a squared distance was below 0",
        ),
        "NaN where rounding goes below 0": (
            """
def rbf_kernel(A, B, sigma):
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.exp(-(np.sqrt(squared) ** 2) / (2 * sigma**2))
""",
            "a squared distance was below 0",
        ),
        "without the 2": (
            """
def rbf_kernel(A, B, sigma):
    squared = ((A.astype(float)[:, None] - B) ** 2).sum(axis=2)
    return np.exp(-squared / sigma**2)
""",
            "the 2 is missing",
        ),
        "2 sigma squared as a whole": (
            """
def rbf_kernel(A, B, sigma):
    squared = ((A.astype(float)[:, None] - B) ** 2).sum(axis=2)
    return np.exp(-squared / (2 * sigma) ** 2)
""",
            "the 2 is squared too",
        ),
        "sigma not squared": (
            """
def rbf_kernel(A, B, sigma):
    squared = ((A.astype(float)[:, None] - B) ** 2).sum(axis=2)
    return np.exp(-squared / (2 * sigma))
""",
            "sigma is not squared",
        ),
        "distance not squared": (
            """
def rbf_kernel(A, B, sigma):
    distance = np.linalg.norm(A.astype(float)[:, None] - B, axis=2)
    return np.exp(-distance / (2 * sigma**2))
""",
            "the distance is not squared",
        ),
        "brackets around 2 sigma^2 forgotten": (
            """
def rbf_kernel(A, B, sigma):
    squared = ((A.astype(float)[:, None] - B) ** 2).sum(axis=2)
    return np.exp(-squared / 2 * sigma**2)
""",
            "multiplied by 2 sigma^2",
        ),
        "sigma taken for gamma": (
            """
def rbf_kernel(A, B, sigma):
    return sklearn.metrics.pairwise.rbf_kernel(A.astype(float), B.astype(float), gamma=sigma)
""",
            "or gamma is sigma",
        ),
        "plus in the exponent": (
            """
def rbf_kernel(A, B, sigma):
    squared = ((A.astype(float)[:, None] - B) ** 2).sum(axis=2)
    return np.exp(squared / (2 * sigma**2))
""",
            "the minus sign is missing",
        ),
        "differences in the input's type": (
            """
def rbf_kernel(A, B, sigma):
    squared = ((A[:, None] - B) ** 2).sum(axis=2, dtype=float)
    return np.exp(-squared / (2 * sigma**2))
""",
            "as bytes: they wrapped",
        ),
        "squares in the input's type": (
            """
def rbf_kernel(A, B, sigma):
    squared = (A**2).sum(axis=1, dtype=float)[:, None] + (B**2).sum(axis=1, dtype=float)
    squared = np.maximum(squared - 2 * A.astype(float) @ B.T.astype(float), 0)
    return np.exp(-squared / (2 * sigma**2))
""",
            "as bytes: they wrapped",
        ),
        "mean over the features": (
            """
def rbf_kernel(A, B, sigma):
    squared = ((A.astype(float)[:, None] - B) ** 2).mean(axis=2)
    return np.exp(-squared / (2 * sigma**2))
""",
            "the mean of the squares is taken",
        ),
        "once the product, not twice": (
            """
def rbf_kernel(A, B, sigma):
    A, B = A.astype(float), B.astype(float)
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - A @ B.T
    return np.exp(-np.maximum(squared, 0) / (2 * sigma**2))
""",
            "the products count once",
        ),
        "float32 with differences, then cast": (
            """
def rbf_kernel(A, B, sigma):
    squared = ((A.astype(np.float32)[:, None] - B.astype(np.float32)) ** 2).sum(axis=2)
    return np.exp(-squared / np.float32(2 * sigma**2)).astype(float)
""",
            None,
        ),
        "centred in place": (
            """
def rbf_kernel(A, B, sigma):
    A, B = A.astype(float, copy=False), B.astype(float, copy=False)
    centre = A.mean(axis=0)
    A -= centre
    if B is not A:
        B -= centre
    squared = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.exp(-np.maximum(squared, 0) / (2 * sigma**2))
""",
            "an operation in place",
        ),
        "transposed": (
            """
def rbf_kernel(A, B, sigma):
    squared = ((B.astype(float)[:, None] - A) ** 2).sum(axis=2)
    return np.exp(-squared / (2 * sigma**2))
""",
            "it is transposed",
        ),
        "scikit-learn": (
            """
def rbf_kernel(A, B, sigma):
    A, B = A.astype(float), B.astype(float)
    return sklearn.metrics.pairwise.rbf_kernel(A, B, gamma=0.5 / sigma**2)
""",
            "uses the library's",
        ),
    },
    "histogram-kernels": {
        "both kept in the input's type": (
            """
def intersection_kernel(A, B):
    return np.minimum(A[:, None], B).sum(axis=2, dtype=A.dtype)


def hellinger_kernel(A, B):
    return np.sqrt(A.astype(float)) @ np.sqrt(B.astype(float)).T
""",
            "Expected float64, got int64",
        ),
        "loops summed in the input's type": (
            """
def intersection_kernel(A, B):
    K = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            total = A.dtype.type(0)
            for a, b in zip(A[i], B[j]):
                total = total + min(a, b)
            K[i, j] = total
    return K


def hellinger_kernel(A, B):
    return np.sqrt(A.astype(float)) @ np.sqrt(B.astype(float)).T
""",
            "wrapped at 256",
        ),
        "the larger instead of the smaller": (
            """
def intersection_kernel(A, B):
    return np.maximum(A[:, None], B).sum(axis=2, dtype=float)


def hellinger_kernel(A, B):
    return np.sqrt(A.astype(float)) @ np.sqrt(B.astype(float)).T
""",
            "the larger one is taken",
        ),
        "from the difference, which wraps": (
            """
def intersection_kernel(A, B):
    both = A.sum(axis=1, dtype=float)[:, None] + B.sum(axis=1, dtype=float)
    return (both - np.abs(A[:, None] - B).sum(axis=2, dtype=float)) / 2


def hellinger_kernel(A, B):
    return np.sqrt(A.astype(float)) @ np.sqrt(B.astype(float)).T
""",
            None,
        ),
        "bins that both have": (
            """
def intersection_kernel(A, B):
    return ((A[:, None] > 0) & (B > 0)).sum(axis=2).astype(float)


def hellinger_kernel(A, B):
    return np.sqrt(A.astype(float)) @ np.sqrt(B.astype(float)).T
""",
            "bins that both have are counted",
        ),
        "cut to integers": (
            """
def intersection_kernel(A, B):
    return np.minimum(A[:, None].astype(int), B.astype(int)).sum(axis=2).astype(float)


def hellinger_kernel(A, B):
    return np.sqrt(A.astype(float)) @ np.sqrt(B.astype(float)).T
""",
            "the fractional part was lost",
        ),
        "intersection as a part of the first": (
            """
def intersection_kernel(A, B):
    A = A.astype(float)
    return np.minimum(A[:, None], B).sum(axis=2) / A.sum(axis=1)[:, None]


def hellinger_kernel(A, B):
    return np.sqrt(A.astype(float)) @ np.sqrt(B.astype(float)).T
""",
            None,
        ),
        "both transposed": (
            """
def intersection_kernel(A, B):
    return np.minimum(B[:, None].astype(float), A).sum(axis=2)


def hellinger_kernel(A, B):
    return np.sqrt(B.astype(float)) @ np.sqrt(A.astype(float)).T
""",
            "it is transposed",
        ),
        "roots of small types": (
            """
def intersection_kernel(A, B):
    return np.minimum(A[:, None], B).sum(axis=2, dtype=float)


def hellinger_kernel(A, B):
    return np.sqrt(A) @ np.sqrt(B).T
""",
            "got float16",
        ),
        "roots of small types, then cast": (
            """
def intersection_kernel(A, B):
    return np.minimum(A[:, None], B).sum(axis=2, dtype=float)


def hellinger_kernel(A, B):
    return np.sqrt(A).astype(float) @ np.sqrt(B).astype(float).T
""",
            None,
        ),
        "products in the input's type": (
            """
def intersection_kernel(A, B):
    return np.minimum(A[:, None], B).sum(axis=2, dtype=float)


def hellinger_kernel(A, B):
    return np.sqrt((A[:, None] * B).astype(float)).sum(axis=2)
""",
            None,
        ),
        "root of the sum": (
            """
def intersection_kernel(A, B):
    return np.minimum(A[:, None], B).sum(axis=2, dtype=float)


def hellinger_kernel(A, B):
    return np.sqrt(A.astype(float) @ B.astype(float).T)
""",
            "the root is taken of the sum",
        ),
        "no roots": (
            """
def intersection_kernel(A, B):
    return np.minimum(A[:, None], B).sum(axis=2, dtype=float)


def hellinger_kernel(A, B):
    return A.astype(float) @ B.astype(float).T
""",
            "the root is missing",
        ),
        "Hellinger distance": (
            """
def intersection_kernel(A, B):
    return np.minimum(A[:, None], B).sum(axis=2, dtype=float)


def hellinger_kernel(A, B):
    apart = np.sqrt(A.astype(float))[:, None] - np.sqrt(B.astype(float))
    return np.sqrt((apart**2).sum(axis=2) / 2)
""",
            None,
        ),
        "roots taken in place": (
            """
def intersection_kernel(A, B):
    return np.minimum(A[:, None], B).sum(axis=2, dtype=float)


def hellinger_kernel(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    np.sqrt(A, out=A)
    if B is not A:
        np.sqrt(B, out=B)
    return A @ B.T
""",
            "an operation in place",
        ),
    },
    "presence-kernel": {
        "counts every occurrence": (
            """
def presence_kernel(s, t, p):
    grams_s = [s[i : i + p] for i in range(len(s) - p + 1)]
    grams_t = [t[i : i + p] for i in range(len(t) - p + 1)]
    return sum(grams_s.count(g) * grams_t.count(g) for g in set(grams_s))
""",
            "occurs several times is counted each time",
        ),
        "occurrences of the first that the second has": (
            """
def presence_kernel(s, t, p):
    return sum(s[i : i + p] in t for i in range(len(s) - p + 1))
""",
            "occurs several times is counted each time",
        ),
        "smaller of the two counts": (
            """
def presence_kernel(s, t, p):
    from collections import Counter

    s_grams = Counter(s[i : i + p] for i in range(len(s) - p + 1))
    t_grams = Counter(t[i : i + p] for i in range(len(t) - p + 1))
    return sum((s_grams & t_grams).values())
""",
            "or repeats",
        ),
        "last piece forgotten": (
            """
def presence_kernel(s, t, p):
    grams_s = {s[i : i + p] for i in range(len(s) - p)}
    grams_t = {t[i : i + p] for i in range(len(t) - p)}
    return len(grams_s & grams_t)
""",
            "the last p-gram is missing",
        ),
        "last piece of the second forgotten": (
            """
def presence_kernel(s, t, p):
    grams_s = {s[i : i + p] for i in range(len(s) - p + 1)}
    grams_t = {t[i : i + p] for i in range(len(t) - p)}
    return len(grams_s & grams_t)
""",
            None,
        ),
        "short ends count": (
            """
def presence_kernel(s, t, p):
    grams_s = {s[i : i + p] for i in range(len(s))}
    grams_t = {t[i : i + p] for i in range(len(t))}
    return len(grams_s & grams_t)
""",
            "pieces shorter than p",
        ),
        "a short string is one piece": (
            """
def presence_kernel(s, t, p):
    grams_s = {s[i : i + p] for i in range(max(1, len(s) - p + 1))}
    grams_t = {t[i : i + p] for i in range(max(1, len(t) - p + 1))}
    return len(grams_s & grams_t)
""",
            None,
        ),
        "nothing for a short string": (
            """
def presence_kernel(s, t, p):
    if len(s) >= p and len(t) >= p:
        grams_s = {s[i : i + p] for i in range(len(s) - p + 1)}
        return len(grams_s & {t[i : i + p] for i in range(len(t) - p + 1)})
""",
            "without `return`",
        ),
        "0 as soon as a string is no longer than p": (
            """
def presence_kernel(s, t, p):
    if len(s) <= p or len(t) <= p:
        return 0
    grams_s = {s[i : i + p] for i in range(len(s) - p + 1)}
    return len(grams_s & {t[i : i + p] for i in range(len(t) - p + 1)})
""",
            None,
        ),
        "union": (
            """
def presence_kernel(s, t, p):
    grams_s = {s[i : i + p] for i in range(len(s) - p + 1)}
    grams_t = {t[i : i + p] for i in range(len(t) - p + 1)}
    return len(grams_s | grams_t)
""",
            "the p-grams of both together",
        ),
        "pieces do not overlap": (
            """
def presence_kernel(s, t, p):
    grams_s = {s[i : i + p] for i in range(0, len(s) - p + 1, p)}
    grams_t = {t[i : i + p] for i in range(0, len(t) - p + 1, p)}
    return len(grams_s & grams_t)
""",
            "p-grams do not overlap",
        ),
        "same place only": (
            """
def presence_kernel(s, t, p):
    both = range(min(len(s), len(t)) - p + 1)
    return len({s[i : i + p] for i in both if s[i : i + p] == t[i : i + p]})
""",
            None,
        ),
        "small letters": (
            """
def presence_kernel(s, t, p):
    s, t = s.lower(), t.lower()
    grams_s = {s[i : i + p] for i in range(len(s) - p + 1)}
    grams_t = {t[i : i + p] for i in range(len(t) - p + 1)}
    return len(grams_s & grams_t)
""",
            None,
        ),
        "without blanks": (
            """
def presence_kernel(s, t, p):
    s, t = s.replace(" ", ""), t.replace(" ", "")
    grams_s = {s[i : i + p] for i in range(len(s) - p + 1)}
    grams_t = {t[i : i + p] for i in range(len(t) - p + 1)}
    return len(grams_s & grams_t)
""",
            "blanks are left out",
        ),
        "the set itself": (
            """
def presence_kernel(s, t, p):
    grams_s = {s[i : i + p] for i in range(len(s) - p + 1)}
    return grams_s & {t[i : i + p] for i in range(len(t) - p + 1)}
""",
            "an object of type set",
        ),
    },
    "normalize-kernel": {
        "no root": (
            """
def normalize_kernel(K):
    d = np.diag(K).astype(float)
    return K / np.outer(d, d)
""",
            "the root is missing",
        ),
        "root of the column only": (
            """
def normalize_kernel(K):
    return K / np.sqrt(np.diag(K))
""",
            "only columns are divided",
        ),
        "columns only": (
            """
def normalize_kernel(K):
    return K / np.diag(K)
""",
            "columns are divided by their diagonal",
        ),
        "rows only": (
            """
def normalize_kernel(K):
    return K / np.diag(K)[:, None]
""",
            "rows are divided by their diagonal",
        ),
        "by the largest entry": (
            """
def normalize_kernel(K):
    return K / K.max()
""",
            "divided by the largest value",
        ),
        "rows of length 1": (
            """
def normalize_kernel(K):
    return K / np.linalg.norm(K, axis=1, keepdims=True)
""",
            "rows are divided by their norm",
        ),
        "entry by entry, reads what it has written": (
            """
def normalize_kernel(K):
    K = K.astype(float)
    for i in range(len(K)):
        for j in range(len(K)):
            K[i, j] /= np.sqrt(K[i, i] * K[j, j])
    return K
""",
            None,
        ),
        "in place": (
            """
def normalize_kernel(K):
    if K.dtype != np.float64:
        K = K.astype(float)
    length = np.sqrt(np.diag(K))
    K /= length[:, None]
    K /= length
    return K
""",
            "an operation in place",
        ),
        "keeps the input's type": (
            """
def normalize_kernel(K):
    length = np.sqrt(np.diag(K).astype(float))
    return (K / length[:, None] / length).astype(K.dtype)
""",
            "the fractional part was lost",
        ),
        "negatives cut off": (
            """
def normalize_kernel(K):
    length = np.sqrt(np.diag(K).astype(float))
    return np.clip(K / length[:, None] / length, 0, 1)
""",
            None,
        ),
        "squared cosine": (
            """
def normalize_kernel(K):
    d = np.diag(K).astype(float)
    return K.astype(float) ** 2 / np.outer(d, d)
""",
            "it is squared",
        ),
        "mean of the two lengths": (
            """
def normalize_kernel(K):
    d = np.diag(K).astype(float)
    return K / ((d[:, None] + d) / 2)
""",
            "the mean of both is taken",
        ),
        "a small number against division by zero": (
            """
def normalize_kernel(K):
    length = np.sqrt(np.diag(K).astype(float))
    return K / (np.outer(length, length) + 1e-6)
""",
            None,
        ),
    },
    "quiz-kernels": {
        "the last one forgotten": (
            """
def quiz_kernels():
    return {"a", "c"}
""",
            None,
        ),
        "minus the distance too": (
            """
def quiz_kernels():
    return {"a", "c", "d", "e"}
""",
            None,
        ),
        "a constant may go": (
            """
def quiz_kernels():
    return {"a", "b", "c", "e"}
""",
            None,
        ),
        "all": (
            """
def quiz_kernels():
    return set("abcde")
""",
            None,
        ),
        "the impostors": (
            """
def quiz_kernels():
    return {"b", "d"}
""",
            None,
        ),
    },
    "kernel-ridge": {
        "without lambda": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K, y)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "lambda is left out",
        ),
        "lambda in every entry": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K + lam, y)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "lambda is added to every entry",
        ),
        "lambda times N": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K + lam * len(K) * np.eye(len(K)), y)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "lambda is multiplied by N",
        ),
        "half of lambda": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K + lam / 2 * np.eye(len(K)), y)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "lambda is halved",
        ),
        "lambda added in place of floats": (
            """
def kernel_ridge_fit(K, y, lam):
    if K.dtype != float:
        K = K.astype(float)
    K += lam * np.eye(len(K))
    return np.linalg.solve(K, y)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "an operation in place",
        ),
        "normal equations of K": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K.T @ K + lam * np.eye(len(K)), K.T @ y)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "K stands twice",
        ),
        "predictions instead of weights": (
            """
def kernel_ridge_fit(K, y, lam):
    return K @ np.linalg.solve(K + lam * np.eye(len(K)), y)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "the predictions, not the weights",
        ),
        "residuals": (
            """
def kernel_ridge_fit(K, y, lam):
    return y - K @ np.linalg.solve(K + lam * np.eye(len(K)), y)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            None,
        ),
        "through the inverse of K": (
            """
def kernel_ridge_fit(K, y, lam):
    inverse = np.linalg.inv(K)
    return inverse @ np.linalg.solve(np.eye(len(K)) + lam * inverse, y)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "Singular matrix",
        ),
        "division instead of a solve": (
            """
def kernel_ridge_fit(K, y, lam):
    return (y.T / (np.diag(K) + lam)).T


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "only the diagonal of K",
        ),
        "y centred": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K + lam * np.eye(len(K)), y - y.mean(axis=0))


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "y is centred",
        ),
        "always a matrix": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K + lam * np.eye(len(K)), y.reshape(len(K), -1))


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "the values are right, the shape is not",
        ),
        "first column only": (
            """
def kernel_ridge_fit(K, y, lam):
    target = y if y.ndim == 1 else y[:, 0]
    return np.linalg.solve(K + lam * np.eye(len(K)), target)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "an axis was summed or indexed away",
        ),
        "in y's type": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K + lam * np.eye(len(K)), y).astype(y.dtype)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            "the fractional part was lost",
        ),
        "gradient descent, stopped early": (
            """
def kernel_ridge_fit(K, y, lam):
    alpha = np.zeros(y.shape)
    step = 1 / (np.linalg.norm(K, 2) + lam)
    for _ in range(100):
        alpha += step * (y - K @ alpha - lam * alpha)
    return alpha


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha
""",
            None,
        ),
        "flattened predictions": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K + lam * np.eye(len(K)), y)


def kernel_ridge_predict(K_test, alpha):
    return (K_test @ alpha).ravel()
""",
            "the values are right, the shape is not",
        ),
        "mean instead of sum": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K + lam * np.eye(len(K)), y)


def kernel_ridge_predict(K_test, alpha):
    return K_test @ alpha / K_test.shape[1]
""",
            None,
        ),
        "signs of the predictions": (
            """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.solve(K + lam * np.eye(len(K)), y)


def kernel_ridge_predict(K_test, alpha):
    return np.sign(K_test @ alpha)
""",
            None,
        ),
        "scikit-learn": (
            """
def kernel_ridge_fit(K, y, lam):
    return sklearn.kernel_ridge.KernelRidge(alpha=lam, kernel="precomputed").fit(K, y).dual_coef_


def kernel_ridge_predict(K_test, alpha):
    return np.matmul(K_test, alpha)
""",
            "uses the library's",
        ),
    },
    "one-vs-rest": {
        "down the columns": (
            """
def one_vs_rest_predict(scores):
    return np.argmax(scores, axis=0)
""",
            "the largest of each column",
        ),
        "lowest score": (
            """
def one_vs_rest_predict(scores):
    return np.argmin(scores, axis=1)
""",
            "the lowest score wins",
        ),
        "largest class of equals": (
            """
def one_vs_rest_predict(scores):
    return scores.shape[1] - 1 - np.argmax(scores[:, ::-1], axis=1)
""",
            "a tie goes to the largest class",
        ),
        "last of the sorted": (
            """
def one_vs_rest_predict(scores):
    return np.argsort(scores, axis=1)[:, -1]
""",
            "a tie goes to the largest class",
        ),
        "later equals win": (
            """
def one_vs_rest_predict(scores):
    result = np.zeros(len(scores), dtype=int)
    for m, row in enumerate(scores):
        best = row[0]
        for c, value in enumerate(row):
            if value >= best:
                best, result[m] = value, c
    return result
""",
            "a tie goes to the largest class",
        ),
        "score instead of class": (
            """
def one_vs_rest_predict(scores):
    return scores.max(axis=1)
""",
            "the score is returned",
        ),
        "largest absolute score": (
            """
def one_vs_rest_predict(scores):
    return np.argmax(np.abs(scores), axis=1)
""",
            "the largest of the absolute values wins",
        ),
        "starts from class 0 and score 0": (
            """
def one_vs_rest_predict(scores):
    result = np.zeros(len(scores), dtype=int)
    for m, row in enumerate(scores):
        best = 0
        for c, value in enumerate(row):
            if value > best:
                best, result[m] = value, c
    return result
""",
            "no score below 0 can win",
        ),
        "counted from 1": (
            """
def one_vs_rest_predict(scores):
    return np.argmax(scores, axis=1) + 1
""",
            "every value is 1 too large",
        ),
        "scores cut to integers": (
            """
def one_vs_rest_predict(scores):
    return np.argmax(scores.astype(int), axis=1)
""",
            "cut to whole numbers",
        ),
        "one-hot": (
            """
def one_vs_rest_predict(scores):
    return (scores == scores.max(axis=1, keepdims=True)).astype(int)
""",
            None,
        ),
        "a column": (
            """
def one_vs_rest_predict(scores):
    return np.argmax(scores, axis=1, keepdims=True)
""",
            "the values are right, the shape is not",
        ),
        "decimal numbers": (
            """
def one_vs_rest_predict(scores):
    return np.argmax(scores, axis=1).astype(float)
""",
            "Expected integer, got float64",
        ),
        "all equals": (
            """
def one_vs_rest_predict(scores):
    return np.where(scores == scores.max(axis=1, keepdims=True))[1]
""",
            None,
        ),
    },
    "svm-loss": {
        "the right class pays too": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    losses = margins.sum() / N
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = losses + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            "the right class pays too",
        ),
        "no mean": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() + reg * (W**2).sum()
    return float(loss), X.T @ pays + 2 * reg * W
""",
            "the sum is taken, not the mean",
        ),
        "no mean in the gradient": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays + 2 * reg * W
""",
            "the mean over N is missing",
        ),
        "mean over the classes too": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.mean() + reg * (W**2).sum()
    return float(loss), X.T @ pays / pays.size + 2 * reg * W
""",
            "runs over the classes too",
        ),
        "penalty without its 2": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + reg * W
""",
            "lacks its 2",
        ),
        "half the penalty": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + 0.5 * reg * (W**2).sum()
    return float(loss), X.T @ pays / N + reg * W
""",
            "the penalty is halved",
        ),
        "penalty divided by N": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum() / N
    return float(loss), X.T @ pays / N + 2 * reg * W / N
""",
            "the penalty is divided by N",
        ),
        "gradient without penalty": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N
""",
            "the penalty has no gradient",
        ),
        "last row of W free of penalty": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W[:-1] ** 2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            None,
        ),
        "no margin": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None])
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            "the margin is missing",
        ),
        "worst class only": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    margins = np.where(margins == margins.max(axis=1, keepdims=True), margins, 0)
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            "only the worst class pays",
        ),
        "squared hinge loss and its gradient": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = 2 * margins
    pays[rows, y] = -pays.sum(axis=1)
    loss = (margins**2).sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            "the hinge is squared",
        ),
        "gradient: right class once": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -1
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            None,
        ),
        "gradient: right class forgotten": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            "the right class loses nothing",
        ),
        "gradient: sign exchanged": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), -X.T @ pays / N + 2 * reg * W
""",
            "the sign is reversed",
        ),
        "gradient: margins instead of ones": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = margins.copy()
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            None,
        ),
        "gradient: transposed": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), (X.T @ pays / N + 2 * reg * W).T
""",
            "it is transposed",
        ),
        "gradient in the type of W": (
            """
def svm_loss(W, X, y, reg):
    V, W, X = W, W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    dW = np.zeros_like(V)
    dW[:] = X.T @ pays / N + 2 * reg * W
    return float(loss), dW
""",
            "Expected float64, got int64",
        ),
        "table of ones in X's type": (
            """
def svm_loss(W, X, y, reg):
    W = W.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(X.dtype)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            None,
        ),
        "X shifted in place": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float, copy=False)
    X -= X.mean(axis=0)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            "an operation in place",
        ),
        "right score of class 0": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[:, :1] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss), X.T @ pays / N + 2 * reg * W
""",
            "class 0 is taken for the right one",
        ),
        "loss alone": (
            """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    N, rows = len(X), np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    pays = (margins > 0).astype(float)
    pays[rows, y] = -pays.sum(axis=1)
    loss = margins.sum() / N + reg * (W**2).sum()
    return float(loss)
""",
            "must have 2 parts",
        ),
        "torch's loss": (
            """
def svm_loss(W, X, y, reg):
    w = torch.tensor(W.astype(float), requires_grad=True)
    x, label = torch.tensor(X.astype(float)), torch.tensor(y.astype(np.int64))
    loss = torch.nn.functional.multi_margin_loss(x @ w, label) * W.shape[1] + reg * w.pow(2).sum()
    return float(loss), torch.autograd.grad(loss, w)[0].numpy()
""",
            "uses the library's",
        ),
    },
    "quiz-first-loss": {
        "ten": (
            """
def quiz_first_loss():
    return 10
""",
            None,
        ),
        "logarithm of ten": (
            """
def quiz_first_loss():
    return np.log(10)
""",
            None,
        ),
        "nothing": (
            """
def quiz_first_loss():
    return 0
""",
            None,
        ),
        "nine tenths": (
            """
def quiz_first_loss():
    return 0.9
""",
            None,
        ),
        "text": (
            """
def quiz_first_loss():
    return "9"
""",
            None,
        ),
    },
    "svm-fit": {
        "alpha times y": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C) * y, (e[i] + e[j]) / 2
""",
            "that is alpha * y",
        ),
        "b's sign": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), -(e[i] + e[j]) / 2
""",
            "b has the wrong sign",
        ),
        "b is 0": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), 0.0
""",
            "b is left out",
        ),
        "b: mean of all errors": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), e.mean()
""",
            "b is the mean of all errors",
        ),
        "b: mean over all that carry weight": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), e[alpha > 1e-8 * C].mean()
""",
            "b is wrong",
        ),
        "b: first support vector's error": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), e[np.flatnonzero(alpha > 1e-8 * C)[0]]
""",
            "b is wrong",
        ),
        "b: free ones only, else NaN": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), e[(alpha > 1e-8 * C) & (alpha < C * (1 - 1e-8))].mean()
""",
            "b is not finite",
        ),
        "b: free ones only, else 0": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    free = (alpha > 1e-8 * C) & (alpha < C * (1 - 1e-8))
    return alpha.clip(0, C), float(e[free].mean()) if free.any() else 0.0
""",
            "no alpha is free",
        ),
        "ten steps": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(10):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "not the best one yet",
        ),
        "two hundred steps": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(200):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "not the best one yet",
        ),
        "tol 0.1": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= 0.1:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "a decision is off by",
        ),
        "no upper limit": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(min(max_passes, 2000)):
        above, below = alpha > 1e-10, alpha < np.inf
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = np.inf if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else np.inf
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, None), (e[i] + e[j]) / 2
""",
            "C is no limit",
        ),
        "no upper limit, cut at the end": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(min(max_passes, 2000)):
        above, below = alpha > 1e-10, alpha < np.inf
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = np.inf if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else np.inf
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "the sum of alpha * y is",
        ),
        "upper limit C / N": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y, C = y.astype(float), C / len(y)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "C is divided by N",
        ),
        "only the first is limited": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "the sum of alpha * y is",
        ),
        "each cut for itself": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(min(max_passes, 3000)):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        alpha[i] = min(max(alpha[i] + y[i] * t, 0), C)
        alpha[j] = min(max(alpha[j] - y[j] * t, 0), C)
        e = y - K @ (alpha * y)
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "the sum of alpha * y is",
        ),
        "stops at equal points": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        if K[i, i] + K[j, j] - 2 * K[i, j] <= 1e-12:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            None,
        ),
        "errors of the two alone kept up": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(min(max_passes, 20_000)):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        step = t * (K[:, i] - K[:, j])
        e[i] -= step[i]
        e[j] -= step[j]
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "only the errors of the two",
        ),
        "errors kept up with the wrong sign": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(min(max_passes, 3000)):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e += t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "the errors have the wrong sign",
        ),
        "alpha in y's type": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    alpha, e = np.zeros_like(y), y.astype(float)
    for _ in range(min(max_passes, 5000)):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "cut to a whole number",
        ),
        "y changed in place": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    alpha, e = np.zeros(len(y)), y.astype(float)
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    result = alpha.clip(0, C), (e[i] + e[j]) / 2
    y *= 0
    return result
""",
            "an operation in place",
        ),
        "K regularised": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    K = K + 0.01 * np.eye(len(K))
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            None,
        ),
        "small alphas thrown away": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    alpha[alpha < 0.05 * C] = 0
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
            "the sum of alpha * y is",
        ),
        "each alpha for itself, no b": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, Q = np.zeros(len(y)), K * np.outer(y, y)
    for _ in range(50):
        for i in range(len(y)):
            slope = 1 - Q[i] @ alpha
            alpha[i] = min(max(alpha[i] + slope / max(Q[i, i], 1e-12), 0), C)
    return alpha, 0.0
""",
            "the sum of alpha * y is",
        ),
        "least squares machine": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    N = len(y)
    y = y.astype(float)
    system = np.zeros((N + 1, N + 1))
    system[0, 1:] = system[1:, 0] = 1
    system[1:, 1:] = K + np.eye(N) / C
    solution = np.linalg.solve(system, np.append(0.0, y))
    return solution[1:] * y, float(solution[0])
""",
            "not in [0, C]",
        ),
        "simplified SMO, a few passes": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    rng = np.random.default_rng(0)
    y = y.astype(float)
    alpha, b, N = np.zeros(len(y)), 0.0, len(y)
    for _ in range(5):
        for i in range(N):
            E_i = K[i] @ (alpha * y) + b - y[i]
            if not ((y[i] * E_i < -tol and alpha[i] < C) or (y[i] * E_i > tol and alpha[i] > 0)):
                continue
            j = (i + rng.integers(1, N)) % N
            E_j = K[j] @ (alpha * y) + b - y[j]
            old_i, old_j = alpha[i], alpha[j]
            if y[i] != y[j]:
                low, high = max(0, old_j - old_i), min(C, C + old_j - old_i)
            else:
                low, high = max(0, old_i + old_j - C), min(C, old_i + old_j)
            eta = 2 * K[i, j] - K[i, i] - K[j, j]
            if low == high or eta >= 0:
                continue
            alpha[j] = np.clip(old_j - y[j] * (E_i - E_j) / eta, low, high)
            alpha[i] = old_i + y[i] * y[j] * (old_j - alpha[j])
            d_i, d_j = (alpha[i] - old_i) * y[i], (alpha[j] - old_j) * y[j]
            b1 = b - E_i - d_i * K[i, i] - d_j * K[i, j]
            b2 = b - E_j - d_i * K[i, j] - d_j * K[j, j]
            b = b1 if 0 < alpha[i] < C else b2 if 0 < alpha[j] < C else (b1 + b2) / 2
    return alpha.clip(0, C), float(b)
""",
            "not the best one yet",
        ),
        "scikit-learn's machine": (
            """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    machine = sklearn.svm.SVC(C=C, kernel="precomputed", tol=tol).fit(K, y)
    alpha = np.zeros(len(y))
    alpha[machine.support_] = np.abs(machine.dual_coef_[0])
    return alpha, machine.intercept_[0]
""",
            "uses the library's",
        ),
    },
    "svm-decision": {
        "without y": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ alpha + b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol)
""",
            "the sides y are left out",
        ),
        "without alpha": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ y + b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol)
""",
            "alpha is left out",
        ),
        "without b": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y)


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol)
""",
            "b is left out",
        ),
        "minus b": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y) - b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol)
""",
            "b is subtracted",
        ),
        "b inside": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y + b)


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol)
""",
            "b is added to every kernel value",
        ),
        "sides only": (
            """
def svm_decision(K_test, alpha, y, b):
    return np.sign(K_test @ (alpha * y) + b)


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol)
""",
            "the signs are returned",
        ),
        "alpha changed in place": (
            """
def svm_decision(K_test, alpha, y, b):
    alpha *= y
    return K_test @ alpha + b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol)
""",
            "an operation in place",
        ),
        "in y's type": (
            """
def svm_decision(K_test, alpha, y, b):
    return (K_test @ (alpha * y) + b).astype(y.dtype)


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol)
""",
            "the fractional part was lost",
        ),
        "squeezed": (
            """
def svm_decision(K_test, alpha, y, b):
    return np.squeeze(K_test @ (alpha * y)) + b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol)
""",
            "the values are right, the shape is not",
        ),
        "a column": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y)[:, None] + b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol)
""",
            "the values are right, the shape is not",
        ),
        "from tol on": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y) + b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha >= tol)
""",
            "alpha equal to tol is counted",
        ),
        "a mask": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y) + b


def support_indices(alpha, tol=1e-6):
    return alpha > tol
""",
            "a mask is returned",
        ),
        "tol not looked at": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y) + b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > 1e-6)
""",
            "tol is not used",
        ),
        "all above 0": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y) + b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > 0)
""",
            "the tolerance is not used",
        ),
        "heaviest first": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y) + b


def support_indices(alpha, tol=1e-6):
    order = np.argsort(-alpha)
    return order[alpha[order] > tol]
""",
            "in another order",
        ),
        "the alphas": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y) + b


def support_indices(alpha, tol=1e-6):
    return alpha[alpha > tol]
""",
            "the weights are returned",
        ),
        "counted from 1": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y) + b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero(alpha > tol) + 1
""",
            "every value is 1 too large",
        ),
        "decimal when empty": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y) + b


def support_indices(alpha, tol=1e-6):
    return np.array([i for i in range(len(alpha)) if alpha[i] > tol])
""",
            "got float64",
        ),
        "free ones only": (
            """
def svm_decision(K_test, alpha, y, b):
    return K_test @ (alpha * y) + b


def support_indices(alpha, tol=1e-6):
    return np.flatnonzero((alpha > tol) & (alpha < alpha.max() - tol))
""",
            None,
        ),
    },
}

RIGHT = {
    "linear-kernel": {
        "only A is cast": """
def linear_kernel(A, B):
    return A.astype(np.float64) @ B.T
""",
        "loops over Python numbers": """
def linear_kernel(A, B):
    rows, columns = A.tolist(), B.tolist()
    return np.array([[float(sum(a * b for a, b in zip(r, c))) for c in columns] for r in rows])
""",
        "einsum": """
def linear_kernel(A, B):
    return np.einsum("md,nd->mn", A, B, dtype=np.float64, casting="unsafe")
""",
        "sum of outer products": """
def linear_kernel(A, B):
    K = np.zeros((A.shape[0], B.shape[0]))
    for d in range(A.shape[1]):
        K += np.multiply.outer(A[:, d].astype(float), B[:, d].astype(float))
    return K
""",
        "torch": """
def linear_kernel(A, B):
    return (torch.from_numpy(A.astype(float)) @ torch.from_numpy(B.astype(float)).T).numpy()
""",
        "from squared lengths": """
def linear_kernel(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    both = ((A[:, None] + B) ** 2).sum(axis=2)
    apart = ((A[:, None] - B) ** 2).sum(axis=2)
    return (both - apart) / 4
""",
    },
    "polynomial-kernel": {
        "product by product": """
def polynomial_kernel(A, B, degree, c):
    base = np.inner(A.astype(float), B.astype(float)) + c
    K = np.ones_like(base)
    for _ in range(degree):
        K *= base
    return K
""",
        "one more feature": """
def polynomial_kernel(A, B, degree, c):
    A = np.column_stack([A.astype(float), np.full(len(A), np.sqrt(c))])
    B = np.column_stack([B.astype(float), np.full(len(B), np.sqrt(c))])
    return np.power(A @ B.T, degree)
""",
        "binomial theorem": """
def polynomial_kernel(A, B, degree, c):
    import math

    K = A.astype(float) @ B.astype(float).T
    return sum(math.comb(degree, d) * K**d * float(c) ** (degree - d) for d in range(degree + 1))
""",
        "loops": """
def polynomial_kernel(A, B, degree, c):
    K = np.empty((len(A), len(B)))
    for i, a in enumerate(A.tolist()):
        for j, b in enumerate(B.tolist()):
            K[i, j] = (sum(x * z for x, z in zip(a, b)) + c) ** degree
    return K
""",
        "Horner in einsum": """
def polynomial_kernel(A, B, degree, c):
    base = np.einsum("id,jd->ij", A.astype(float), B.astype(float)) + c
    return np.prod(np.stack([base] * degree), axis=0)
""",
    },
    "quiz-rbf": {
        "b": """
def quiz_rbf():
    return "b"
""",
        "computed": """
def quiz_rbf():
    slips = {"a": np.exp(-25.0), "b": np.exp(-2.5), "c": np.exp(-12.5), "d": np.exp(-25 / 8)}
    return min(slips, key=lambda letter: abs(slips[letter] - 0.0821))
""",
        "second letter": """
def quiz_rbf():
    return "abcd"[1]
""",
    },
    "rbf-kernel": {
        "all differences": """
def rbf_kernel(A, B, sigma):
    apart = A.astype(float)[:, None, :] - B.astype(float)[None, :, :]
    return np.exp(-np.einsum("mnd,mnd->mn", apart, apart) / (2 * sigma**2))
""",
        "row by row": """
def rbf_kernel(A, B, sigma):
    K = np.empty((len(A), len(B)))
    for i, a in enumerate(A):
        K[i] = np.exp(-0.5 * (((B.astype(float) - a) / sigma) ** 2).sum(axis=1))
    return K
""",
        "SciPy's distances": """
def rbf_kernel(A, B, sigma):
    from scipy.spatial.distance import cdist

    return np.exp(-cdist(A.astype(float), B.astype(float), "sqeuclidean") / (2.0 * sigma * sigma))
""",
        "the kernel clipped at 1": """
def rbf_kernel(A, B, sigma):
    A, B = A.astype(float), B.astype(float)
    squared = np.sum(A * A, axis=1, keepdims=True) - 2 * np.dot(A, B.T) + np.sum(B * B, axis=1)
    return np.minimum(np.exp(-squared / (2 * sigma**2)), 1.0)
""",
        "centred copies": """
def rbf_kernel(A, B, sigma):
    centre = A.mean(axis=0, dtype=float)
    A, B = (A - centre) / sigma, (B - centre) / sigma
    half = np.einsum("ij,ij->i", A, A)[:, None] / 2 + np.einsum("ij,ij->i", B, B) / 2 - A @ B.T
    half[half < 0] = 0
    return np.exp(-half)
""",
        "torch": """
def rbf_kernel(A, B, sigma):
    a, b = torch.tensor(A.astype(float)), torch.tensor(B.astype(float))
    far = torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist")
    return torch.exp(-(far**2) / (2 * sigma**2)).numpy()
""",
        "Python numbers": """
def rbf_kernel(A, B, sigma):
    import math

    rows = [[math.dist(a, b) ** 2 for b in B.tolist()] for a in A.tolist()]
    return np.array([[math.exp(-far / (2 * sigma**2)) for far in row] for row in rows])
""",
    },
    "histogram-kernels": {
        "Python numbers": """
def intersection_kernel(A, B):
    rows = [[float(sum(map(min, a, b))) for b in B.tolist()] for a in A.tolist()]
    return np.array(rows)


def hellinger_kernel(A, B):
    import math

    rows = [[sum(math.sqrt(x * z) for x, z in zip(a, b)) for b in B.tolist()] for a in A.tolist()]
    return np.array(rows, dtype=float)
""",
        "from sums and distances": """
def intersection_kernel(A, B):
    A, B = A.astype(float), B.astype(float)
    return (A.sum(1)[:, None] + B.sum(1) - np.abs(A[:, None] - B).sum(2)) / 2


def hellinger_kernel(A, B):
    return np.sqrt(A.astype(float)[:, None] * B.astype(float)).sum(axis=-1)
""",
        "feature by feature": """
def intersection_kernel(A, B):
    K = np.zeros((len(A), len(B)))
    for a, b in zip(A.T, B.T):
        K += np.minimum.outer(a.astype(float), b.astype(float))
    return K


def hellinger_kernel(A, B):
    K = np.zeros((len(A), len(B)))
    for a, b in zip(A.T, B.T):
        K += np.sqrt(np.multiply.outer(a.astype(float), b.astype(float)))
    return K
""",
        "SciPy and powers": """
def intersection_kernel(A, B):
    from scipy.spatial.distance import cdist

    A, B = A.astype(float), B.astype(float)
    return (np.add.outer(A.sum(axis=1), B.sum(axis=1)) - cdist(A, B, "cityblock")) / 2


def hellinger_kernel(A, B):
    return np.einsum("id,jd->ij", A.astype(float) ** 0.5, B.astype(float) ** 0.5)
""",
        "torch": """
def intersection_kernel(A, B):
    a, b = torch.tensor(A.astype(float)), torch.tensor(B.astype(float))
    return torch.minimum(a[:, None], b[None]).sum(dim=2).numpy()


def hellinger_kernel(A, B):
    a, b = torch.tensor(A.astype(float)), torch.tensor(B.astype(float))
    return (a.sqrt() @ b.sqrt().T).numpy()
""",
        "where, and row by row": """
def intersection_kernel(A, B):
    A, B = A.astype(np.float64), B.astype(np.float64)
    return np.stack([np.where(B < a, B, a).sum(axis=1) for a in A])


def hellinger_kernel(A, B):
    A, B = A.astype(np.float64), B.astype(np.float64)
    return np.stack([np.sqrt(B * a).sum(axis=1) for a in A])
""",
    },
    "presence-kernel": {
        "looks for each piece in the other string": """
def presence_kernel(s, t, p):
    return sum(gram in t for gram in {s[i : i + p] for i in range(len(s) - p + 1)})
""",
        "Counter": """
def presence_kernel(s, t, p):
    from collections import Counter

    def count(text):
        return Counter(text[i : i + p] for i in range(len(text) - p + 1))

    return len(count(s) & count(t))
""",
        "tuples of letters": """
def presence_kernel(s, t, p):
    def grams(text):
        return set(zip(*(text[k:] for k in range(p))))

    return len(grams(s).intersection(grams(t)))
""",
        "loops without sets": """
def presence_kernel(s, t, p):
    seen = []
    for i in range(0, len(s) - p + 1):
        piece = s[i : i + p]
        if piece in seen:
            continue
        for j in range(0, len(t) - p + 1):
            if t[j : j + p] == piece:
                seen.append(piece)
                break
    return len(seen)
""",
        "all slices, short ones thrown out": """
def presence_kernel(s, t, p):
    pieces_s = {s[i : i + p] for i in range(len(s))}
    pieces_t = {t[i : i + p] for i in range(len(t))}
    return len([piece for piece in pieces_s & pieces_t if len(piece) == p])
""",
        "product of indicator vectors": """
def presence_kernel(s, t, p):
    grams = sorted({x[i : i + p] for x in (s, t) for i in range(len(x) - p + 1)})
    return int(sum((g in s) * (g in t) for g in grams))
""",
        "NumPy's integer": """
def presence_kernel(s, t, p):
    pieces = [np.array([x[i : i + p] for i in range(len(x) - p + 1)], dtype=str) for x in (s, t)]
    return np.int64(len(np.intersect1d(*pieces)))
""",
    },
    "normalize-kernel": {
        "between diagonal matrices": """
def normalize_kernel(K):
    scale = np.diag(1 / np.sqrt(np.diag(K).astype(float)))
    return scale @ K @ scale
""",
        "root of the outer product": """
def normalize_kernel(K):
    d = np.diag(K).astype(np.float64)
    return K / np.sqrt(np.outer(d, d))
""",
        "loops": """
def normalize_kernel(K):
    N = K.shape[0]
    result = np.zeros((N, N))
    for i in range(N):
        for j in range(N):
            result[i, j] = float(K[i, j]) / (float(K[i, i]) ** 0.5 * float(K[j, j]) ** 0.5)
    return result
""",
        "einsum": """
def normalize_kernel(K):
    inverse = np.einsum("ii->i", K).astype(float) ** -0.5
    return np.einsum("ij,i,j->ij", K, inverse, inverse)
""",
        "correlation of a covariance, diagonal set": """
def normalize_kernel(K):
    result = K.astype(float)
    root = np.sqrt(result.diagonal())
    result /= root[:, None] * root[None, :]
    result[np.arange(len(K)), np.arange(len(K))] = 1
    return result
""",
        "torch": """
def normalize_kernel(K):
    t = torch.tensor(K.astype(float))
    root = torch.diagonal(t).sqrt()
    return (t / root[:, None] / root[None, :]).numpy()
""",
    },
    "quiz-kernels": {
        "set": """
def quiz_kernels():
    return {"e", "c", "a"}
""",
        "all but two": """
def quiz_kernels():
    return set("abcde") - {"b", "d"}
""",
        "comprehension": """
def quiz_kernels():
    return {letter for letter in "abcde" if letter not in "bd"}
""",
    },
    "kernel-ridge": {
        "inverse": """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.inv(K + lam * np.identity(K.shape[0])) @ y


def kernel_ridge_predict(K_test, alpha):
    return np.dot(K_test, alpha)
""",
        "Cholesky": """
def kernel_ridge_fit(K, y, lam):
    import scipy.linalg

    A = np.array(K, dtype=float)
    A.flat[:: len(A) + 1] += lam
    return scipy.linalg.cho_solve(scipy.linalg.cho_factor(A), y)


def kernel_ridge_predict(K_test, alpha):
    return np.einsum("mn,n...->m...", K_test, alpha)
""",
        "eigenvectors": """
def kernel_ridge_fit(K, y, lam):
    values, vectors = np.linalg.eigh(K)
    return (vectors / (values + lam)) @ (vectors.T @ y)


def kernel_ridge_predict(K_test, alpha):
    return np.tensordot(K_test, alpha, axes=1)
""",
        "least squares": """
def kernel_ridge_fit(K, y, lam):
    return np.linalg.lstsq(K + lam * np.eye(len(K)), y, rcond=None)[0]


def kernel_ridge_predict(K_test, alpha):
    return np.stack([row @ alpha for row in K_test])
""",
        "column by column": """
def kernel_ridge_fit(K, y, lam):
    A = K + np.diag(np.full(len(K), lam))
    columns = y.reshape(len(y), -1).T
    return np.stack([np.linalg.solve(A, column) for column in columns], axis=1).reshape(y.shape)


def kernel_ridge_predict(K_test, alpha):
    return (alpha.T @ K_test.T).T
""",
        "conjugate gradients": """
def kernel_ridge_fit(K, y, lam):
    columns = y.reshape(len(y), -1).astype(float)
    alpha = np.zeros_like(columns)
    for q in range(columns.shape[1]):
        r = columns[:, q].copy()
        p, x = r.copy(), alpha[:, q]
        for _ in range(20 * len(K)):
            if np.linalg.norm(r) <= 1e-14 * np.linalg.norm(columns[:, q]):
                break
            Ap = K @ p + lam * p
            t = (r @ r) / (p @ Ap)
            x += t * p
            new = r - t * Ap
            p = new + (new @ new) / (r @ r) * p
            r = new
    return alpha.reshape(y.shape)


def kernel_ridge_predict(K_test, alpha):
    return K_test.dot(alpha)
""",
    },
    "one-vs-rest": {
        "argmax": """
def one_vs_rest_predict(scores):
    return scores.argmax(1)
""",
        "loop": """
def one_vs_rest_predict(scores):
    return np.array([row.index(max(row)) for row in scores.tolist()])
""",
        "first class that reaches the maximum": """
def one_vs_rest_predict(scores):
    return (scores == scores.max(axis=1)[:, None]).argmax(axis=1)
""",
        "stable sort": """
def one_vs_rest_predict(scores):
    flipped = np.argsort(scores[:, ::-1], axis=1, kind="stable")[:, -1]
    return scores.shape[1] - 1 - flipped
""",
        "class by class": """
def one_vs_rest_predict(scores):
    best = scores[:, 0].copy()
    named = np.zeros(len(scores), dtype=int)
    for c in range(1, scores.shape[1]):
        better = scores[:, c] > best
        named[better] = c
        best[better] = scores[better, c]
    return named
""",
        "apply along the rows, small integers": """
def one_vs_rest_predict(scores):
    return np.apply_along_axis(np.argmax, 1, scores).astype(np.int32)
""",
    },
    "svm-loss": {
        "loops": """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        scores = x @ W
        for j in range(W.shape[1]):
            margin = scores[j] - scores[label] + 1
            if j != label and margin > 0:
                loss += margin
                dW[:, j] += x
                dW[:, label] -= x
    return loss / len(X) + reg * (W**2).sum(), dW / len(X) + 2 * reg * W
""",
        "one-hot table": """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    right = np.eye(W.shape[1])[y]
    scores = np.einsum("nd,dc->nc", X, W)
    margins = scores - (scores * right).sum(axis=1, keepdims=True) + 1 - right
    pays = np.where(margins > 0, 1.0, 0.0) * (1 - right)
    loss = (margins * pays).sum(axis=1).mean() + reg * np.sum(W * W)
    slope = pays - pays.sum(axis=1, keepdims=True) * right
    return loss, np.einsum("nd,nc->dc", X, slope) / len(X) + 2 * reg * W
""",
        "torch's gradient": """
def svm_loss(W, X, y, reg):
    w = torch.tensor(W.astype(float), requires_grad=True)
    x, label = torch.tensor(X.astype(float)), torch.tensor(y.astype(np.int64))
    scores = x @ w
    margins = (scores - scores.gather(1, label[:, None]) + 1).clamp(min=0)
    loss = (margins.sum() - len(x)) / len(x) + reg * (w**2).sum()
    loss.backward()
    return loss.item(), w.grad.numpy()
""",
        "right class taken off at the end, kinks pay": """
def svm_loss(W, X, y, reg):
    W, X = W.astype(float), X.astype(float)
    scores = X @ W
    margins = scores - np.take_along_axis(scores, y[:, None].astype(int), axis=1) + 1
    pays = (margins >= 0).astype(float)
    np.add.at(pays, (np.arange(len(X)), y), -pays.sum(axis=1))
    loss = np.clip(margins, 0, None).sum(axis=1).mean() - 1 + reg * np.linalg.norm(W) ** 2
    return np.float64(loss), X.T @ pays / len(X) + 2 * reg * W
""",
        "class by class": """
def svm_loss(W, X, y, reg):
    W, X = np.array(W, dtype=float), np.array(X, dtype=float)
    N, C = len(X), W.shape[1]
    own = (X * W[:, y].T).sum(axis=1)
    loss, dW = reg * (W**2).sum(), 2 * reg * W
    for j in range(C):
        margin = X @ W[:, j] - own + 1
        paying = (margin > 0) & (y != j)
        loss += margin[paying].sum() / N
        dW[:, j] += X[paying].sum(axis=0) / N
        for k in range(C):
            dW[:, k] -= X[paying & (y == k)].sum(axis=0) / N
    return loss, dW
""",
    },
    "quiz-first-loss": {
        "nine": """
def quiz_first_loss():
    return 9
""",
        "decimal": """
def quiz_first_loss():
    return 9.0
""",
        "NumPy's number": """
def quiz_first_loss():
    return np.float64(9)
""",
        "counted": """
def quiz_first_loss():
    return sum(max(0, 0 - 0 + 1) for _ in range(10)) - 1
""",
        "NumPy's array": """
def quiz_first_loss():
    return np.array(9)
""",
    },
    "svm-fit": {
        "b at the upper end of what fits": """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), e[j]
""",
        "b of the free ones": """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    free = (alpha > 1e-8 * C) & (alpha < C * (1 - 1e-8))
    b = e[free].mean() if free.any() else (e[i] + e[j]) / 2
    return alpha.clip(0, C), float(b)
""",
        "second-order choice of the pair": """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = np.asarray(y, dtype=float)
    signed, low, high = np.zeros(len(y)), np.minimum(0, C * y), np.maximum(0, C * y)
    e, diagonal = y.copy(), np.diag(K)
    for _ in range(max_passes):
        grow, fall = signed < high - 1e-10 * C, signed > low + 1e-10 * C
        i = np.argmax(np.where(grow, e, -np.inf))
        if e[i] - e[fall].min() <= tol:
            break
        eta = np.maximum(diagonal + diagonal[i] - 2 * K[i], 1e-12)
        gain = np.where(fall & (e < e[i]), (e[i] - e) ** 2 / eta, -np.inf)
        j = np.argmax(gain)
        t = min((e[i] - e[j]) / eta[j], high[i] - signed[i], signed[j] - low[j])
        signed[i] += t
        signed[j] -= t
        e -= t * (K[i] - K[j])
    return np.clip(signed * y, 0, C), float(e[grow].max() + e[fall].min()) / 2
""",
        "SciPy's SLSQP": """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    import scipy.optimize

    y = y.astype(float)
    Q = K * np.outer(y, y)
    found = scipy.optimize.minimize(
        lambda a: (a @ Q @ a / 2 - a.sum()) / C,
        np.zeros(len(y)),
        jac=lambda a: (Q @ a - 1) / C,
        bounds=[(0, C)] * len(y),
        constraints={"type": "eq", "fun": lambda a: a @ y, "jac": lambda a: y},
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-14},
    )
    alpha = found.x.clip(0, C)
    e = y - K @ (alpha * y)
    edge = 1e-6 * C
    grow = np.where(y > 0, alpha < C - edge, alpha > edge)
    fall = np.where(y > 0, alpha > edge, alpha < C - edge)
    return alpha, float(e[grow].max() + e[fall].min()) / 2
""",
        "interior point": """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    N = len(y)
    Q = K * np.outer(y, y) + 1e-10 * np.eye(N)
    per_class = np.where(y > 0, 1 / (y > 0).sum(), 1 / (y < 0).sum())
    alpha = 0.5 * C * per_class / per_class.max()
    b, lower, upper, mu = 0.0, np.full(N, C), np.full(N, C), C
    for _ in range(200):
        slope = Q @ alpha - 1 + b * y - lower + upper
        s, r = alpha, C - alpha
        gap = (lower @ s + upper @ r) / (2 * N)
        if gap < 1e-12 * max(1, C) and np.abs(slope).max() < 1e-9 and abs(y @ alpha) < 1e-9:
            break
        mu = 0.1 * gap
        system = np.zeros((N + 1, N + 1))
        system[:N, :N] = Q + np.diag(lower / s + upper / r)
        system[:N, N] = system[N, :N] = y
        right = np.append(-slope - lower + mu / s + upper - mu / r, -(y @ alpha))
        step = np.linalg.solve(system, right)
        d, db = step[:N], step[N]
        dl, du = mu / s - lower - lower / s * d, mu / r - upper + upper / r * d
        t = 1.0
        for value, change in ((s, d), (r, -d), (lower, dl), (upper, du)):
            down = change < 0
            if down.any():
                t = min(t, 0.99 * (-value[down] / change[down]).min())
        alpha, b, lower, upper = alpha + t * d, b + t * db, lower + t * dl, upper + t * du
    return alpha.clip(0, C), float(b)
""",
        "sweeps, every point with its best partner": """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = np.asarray(y, dtype=np.float64)
    N, edge = len(y), 1e-10 * C
    beta, e = [0.0] * N, y.copy()  # beta is alpha * y
    low, high = np.where(y > 0, 0.0, -C), np.where(y > 0, C, 0.0)
    diagonal = np.diagonal(K)
    for _ in range(max_passes):
        beta = np.asarray(beta)
        top = e[beta < high - edge].max()
        bottom = e[beta > low + edge].min()
        if top - bottom <= tol:
            break
        for i in range(N):
            room_up = np.minimum(high[i] - beta[i], beta - low)
            room_down = np.minimum(beta[i] - low[i], high - beta)
            eta = np.maximum(diagonal + diagonal[i] - 2 * K[i], 1e-12)
            t = np.clip((e[i] - e) / eta, -room_down, room_up)
            gain = t * (e[i] - e) - t * t * eta / 2
            j = int(gain.argmax())
            beta[i] += t[j]
            beta[j] -= t[j]
            e -= t[j] * (K[i] - K[j])
    return np.clip(beta * y, 0, C), float(top + bottom) / 2
""",
        "shorter steps": """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 1e-10 * C, alpha < C - 1e-10 * C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
        "edges without slack": """
def svm_fit(K, y, C, tol=1e-3, max_passes=100_000):
    y = y.astype(float)
    alpha, e = np.zeros(len(y)), y.copy()
    for _ in range(max_passes):
        above, below = alpha > 0, alpha < C
        may_grow, may_fall = np.where(y > 0, below, above), np.where(y > 0, above, below)
        i = np.where(may_grow, e, -np.inf).argmax()
        j = np.where(may_fall, e, np.inf).argmin()
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        room_i = C - alpha[i] if y[i] > 0 else alpha[i]
        room_j = alpha[j] if y[j] > 0 else C - alpha[j]
        t = min(t, room_i, room_j)
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
        e -= t * (K[:, i] - K[:, j])
    return alpha.clip(0, C), (e[i] + e[j]) / 2
""",
    },
    "svm-decision": {
        "where, and product": """
def svm_decision(K_test, alpha, y, b):
    return np.dot(K_test, np.multiply(alpha, y)) + b


def support_indices(alpha, tol=1e-6):
    return np.where(alpha > tol)[0]
""",
        "einsum, and a range through a mask": """
def svm_decision(K_test, alpha, y, b):
    return np.einsum("mn,n,n->m", K_test, alpha, y) + b


def support_indices(alpha, tol=1e-6):
    return np.arange(len(alpha))[alpha > tol]
""",
        "loops": """
def svm_decision(K_test, alpha, y, b):
    values = np.empty(len(K_test))
    for m in range(len(K_test)):
        total = float(b)
        for n in range(len(alpha)):
            total += alpha[n] * y[n] * K_test[m, n]
        values[m] = total
    return values


def support_indices(alpha, tol=1e-6):
    return np.array([i for i, a in enumerate(alpha.tolist()) if a > tol], dtype=np.int64)
""",
        "sum over the classes": """
def svm_decision(K_test, alpha, y, b):
    plus, minus = y > 0, y < 0
    return b + K_test[:, plus] @ alpha[plus] - K_test[:, minus] @ alpha[minus]


def support_indices(alpha, tol=1e-6):
    return np.argwhere(alpha > tol).ravel()
""",
        "weighted columns": """
def svm_decision(K_test, alpha, y, b):
    return (K_test * alpha * y).sum(axis=1) + b


def support_indices(alpha, tol=1e-6):
    return np.nonzero(np.greater(alpha, tol))[0].astype(np.int32)
""",
        "support vectors only": """
def svm_decision(K_test, alpha, y, b):
    used = alpha != 0
    return K_test[:, used] @ (alpha[used] * y[used]) + b


def support_indices(alpha, tol=1e-6):
    order = np.argsort(alpha)
    return np.sort(order[alpha[order] > tol])
""",
    },
}
