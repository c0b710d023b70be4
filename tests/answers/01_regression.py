"""Lesson 01: answers that must lose points, each with words its message must hold, and answers that must keep all."""

WRONG = {
    "least-squares": {
        "no copy of rank for wide X": (
            """
def least_squares(X, y):
    if X.shape[0] < X.shape[1]:
        return X.T @ np.linalg.solve(X @ X.T, y)
    return np.linalg.lstsq(X, y, rcond=None)[0]
""",
            "Singular matrix",
        ),
        "absolute cut-off": (
            """
def least_squares(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    keep = s > 1e-10
    return Vt[keep].T @ ((U[:, keep].T @ y) / s[keep])
""",
            "every value is 0",
        ),
        "solve where X is square": (
            """
def least_squares(X, y):
    if X.shape[0] == X.shape[1]:
        return np.linalg.solve(X, y)
    return np.linalg.lstsq(X, y, rcond=None)[0]
""",
            "Singular matrix",
        ),
        "normal equations with an inverse": (
            "def least_squares(X, y):\n    return np.linalg.inv(X.T @ X) @ X.T @ y\n",
            "X'X is inverted, which loses",
        ),
        "normal equations solved": (
            "def least_squares(X, y):\n    return np.linalg.solve(X.T @ X, X.T @ y)\n",
            "X'X is solved, which loses",
        ),
        "normal equations with a pseudo-inverse": (
            "def least_squares(X, y):\n    return np.linalg.pinv(X.T @ X) @ X.T @ y\n",
            "pseudo-inverse of X'X",
        ),
        "a little ridge for safety": (
            "def least_squares(X, y):\n    return np.linalg.solve(X.T @ X + 1e-6 * np.eye(X.shape[1]), X.T @ y)\n",
            None,
        ),
        "returns X'y": ("def least_squares(X, y):\n    return X.T @ y\n", "multiplied by y where a system"),
        "returns the residuals": (
            "def least_squares(X, y):\n    return X @ np.linalg.pinv(X) @ y - y\n",
            "shape",
        ),
        "returns all that lstsq gives": (
            "def least_squares(X, y):\n    return np.linalg.lstsq(X, y, rcond=None)\n",
            "several things are returned",
        ),
        "adds a column of ones": (
            """
def least_squares(X, y):
    X = np.column_stack([np.ones(len(X)), X])
    return np.linalg.lstsq(X, y, rcond=None)[0]
""",
            "column of ones already",
        ),
        "centres y first": (
            "def least_squares(X, y):\n    return np.linalg.lstsq(X, y - y.mean(), rcond=None)[0]\n",
            "mean of y is subtracted",
        ),
        "QR without pivots": (
            """
def least_squares(X, y):
    q, r = np.linalg.qr(X)
    return np.linalg.solve(r, q.T @ y)
""",
            None,
        ),
        "large cut-off": (
            "def least_squares(X, y):\n    return np.linalg.lstsq(X, y, rcond=1e-4)[0]\n",
            None,
        ),
        "sign": ("def least_squares(X, y):\n    return -np.linalg.pinv(X) @ y\n", "sign is reversed"),
        "takes the fit out of y in place": (
            """
def least_squares(X, y):
    w = np.linalg.lstsq(X, y, rcond=None)[0]
    y -= X @ w
    return w
""",
            "changes its argument 2",
        ),
        "column of weights": (
            "def least_squares(X, y):\n    return np.linalg.pinv(X) @ y.reshape(-1, 1)\n",
            "the shape is not",
        ),
    },
    "polynomial-features": {
        "high powers first": (
            "def polynomial_features(x, degree):\n    return np.vander(x, degree + 1)\n",
            "high to low",
        ),
        "no ones": (
            "def polynomial_features(x, degree):\n    return x[:, None] ** np.arange(1, degree + 1)\n",
            "column of ones is missing",
        ),
        "last power missing": (
            "def polynomial_features(x, degree):\n    return x[:, None] ** np.arange(degree)\n",
            "last power is missing",
        ),
        "transposed": (
            "def polynomial_features(x, degree):\n    return np.stack([1.0 * x**j for j in range(degree + 1)])\n",
            "transposed",
        ),
        "integers overflow": (
            "def polynomial_features(x, degree):\n    return x[:, None] ** np.arange(degree + 1)\n",
            "integer powers overflow",
        ),
        "integers overflow, then float": (
            "def polynomial_features(x, degree):\n    return (x[:, None] ** np.arange(degree + 1)).astype(float)\n",
            "integer powers overflow",
        ),
        "multiplies": (
            "def polynomial_features(x, degree):\n    return 1.0 * x[:, None] * np.arange(degree + 1)\n",
            "multiplied by the exponent",
        ),
        "ones of the wrong length": (
            """
def polynomial_features(x, degree):
    columns = [np.ones(degree + 1)] + [x.astype(float) ** j for j in range(1, degree + 1)]
    return np.column_stack(columns)
""",
            None,
        ),
        "exponential of the logarithm": (
            "def polynomial_features(x, degree):\n"
            "    return np.exp(np.log(x.astype(float))[:, None] * np.arange(degree + 1))\n",
            "the logarithm or root",
        ),
        "one power too many": (
            "def polynomial_features(x, degree):\n    return x[:, None].astype(float) ** np.arange(degree + 2)\n",
            "wrong shape",
        ),
        "degree 0 falls out": (
            """
def polynomial_features(x, degree):
    X = np.column_stack([np.ones(len(x)), x.astype(float)])
    for j in range(2, degree + 1):
        X = np.column_stack([X, x.astype(float) ** j])
    return X
""",
            "(7, 1)",
        ),
        "changes x": (
            """
def polynomial_features(x, degree):
    columns, power = [], np.ones(len(x))
    original = x.astype(float)
    for _ in range(degree + 1):
        columns.append(power)
        power = power * original
    x[:] = power
    return np.array(columns).T
""",
            "changes its argument 1",
        ),
        "32 bits": (
            """
def polynomial_features(x, degree):
    return x[:, None].astype(np.float32) ** np.arange(degree + 1, dtype=np.float32)
""",
            None,
        ),
    },
    "ridge": {
        "scikit-learn on more rows": (
            """
def ridge(X, y, lam):
    D = X.shape[1]
    rows, targets = np.vstack([X, np.sqrt(lam) * np.eye(D)]), np.concatenate([y, np.zeros(D)])
    return sklearn.linear_model.LinearRegression(fit_intercept=False).fit(rows, targets).coef_
""",
            "That is what this exercise builds",
        ),
        "whole penalties": (
            """
def ridge(X, y, lam):
    lam = int(lam) if lam >= 1 else lam
    D = X.shape[1]
    rows, targets = np.vstack([X, np.sqrt(lam) * np.eye(D)]), np.concatenate([y, np.zeros(D)])
    return np.linalg.lstsq(rows, targets, rcond=None)[0]
""",
            None,
        ),
        "solves the normal equations at 0 too": (
            """
def ridge(X, y, lam):
    return np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y)
""",
            "Singular matrix",
        ),
        "no penalty": (
            "def ridge(X, y, lam):\n    return np.linalg.lstsq(X, y, rcond=None)[0]\n",
            "penalty is missing",
        ),
        "penalty times N": (
            """
def ridge(X, y, lam):
    N, D = X.shape
    return np.linalg.pinv(X.T @ X + N * lam * np.eye(D)) @ X.T @ y
""",
            "multiplied by the number of points",
        ),
        "half the penalty": (
            "def ridge(X, y, lam):\n    return np.linalg.pinv(X.T @ X + lam / 2 * np.eye(X.shape[1])) @ X.T @ y\n",
            "half of what it should be",
        ),
        "penalty squared": (
            "def ridge(X, y, lam):\n    return np.linalg.pinv(X.T @ X + lam**2 * np.eye(X.shape[1])) @ X.T @ y\n",
            "penalty is squared",
        ),
        "rows of lam, not of its root": (
            """
def ridge(X, y, lam):
    D = X.shape[1]
    return np.linalg.lstsq(np.vstack([X, lam * np.eye(D)]), np.concatenate([y, np.zeros(D)]), rcond=None)[0]
""",
            "penalty is squared",
        ),
        "root of the penalty": (
            "def ridge(X, y, lam):\n    return np.linalg.pinv(X.T @ X + lam**0.5 * np.eye(X.shape[1])) @ X.T @ y\n",
            "square root of the penalty",
        ),
        "spares the first weight": (
            """
def ridge(X, y, lam):
    penalty = lam * np.eye(X.shape[1])
    penalty[0, 0] = 0
    return np.linalg.pinv(X.T @ X + penalty) @ X.T @ y
""",
            "the first weight is not penalised",
        ),
        "lam everywhere, not on the diagonal": (
            "def ridge(X, y, lam):\n    return np.linalg.pinv(X.T @ X + lam) @ X.T @ y\n",
            "not to its diagonal",
        ),
        "singular at 0": (
            "def ridge(X, y, lam):\n    return np.linalg.inv(X.T @ X + lam * np.eye(X.shape[1])) @ X.T @ y\n",
            None,
        ),
        "scikit-learn": (
            """
def ridge(X, y, lam):
    if lam == 0:
        return np.linalg.lstsq(X, y, rcond=None)[0]
    return sklearn.linear_model.Ridge(alpha=lam, fit_intercept=False).fit(X, y).coef_
""",
            "That is what this exercise builds",
        ),
        "with an intercept": (
            """
def ridge(X, y, lam):
    Xc, yc = X - X.mean(axis=0), y - y.mean()
    return np.linalg.pinv(Xc.T @ Xc + lam * np.eye(X.shape[1])) @ Xc.T @ yc
""",
            "centred first",
        ),
        "subtracts": (
            "def ridge(X, y, lam):\n    return np.linalg.pinv(X.T @ X - lam * np.eye(X.shape[1])) @ X.T @ y\n",
            "penalty is subtracted",
        ),
        "identity of the rows": (
            "def ridge(X, y, lam):\n    return X.T @ np.linalg.pinv(X @ X.T + lam * len(y) * np.eye(len(y))) @ y\n",
            "multiplied by the number of points",
        ),
        "shrinks afterwards": (
            "def ridge(X, y, lam):\n    return np.linalg.lstsq(X, y, rcond=None)[0] / (1 + lam)\n",
            "shrunk afterwards",
        ),
    },
    "mse-loss-and-grad": {
        "gradient in an array of integers": (
            """
def mse_loss_and_grad(w, X, y):
    r = X @ w - y
    grad = np.zeros_like(w)
    for j in range(len(w)):
        grad[j] = 2 * np.mean(r * X[:, j])
    return np.mean(r**2), grad
""",
            "rounded to whole numbers",
        ),
        "sum, not mean": (
            "def mse_loss_and_grad(w, X, y):\n    r = X @ w - y\n    return r @ r, 2 * X.T @ r\n",
            "summed, not averaged",
        ),
        "sum in the gradient only": (
            "def mse_loss_and_grad(w, X, y):\n    r = X @ w - y\n    return np.mean(r**2), 2 * X.T @ r\n",
            "summed, not averaged",
        ),
        "factor 2 missing": (
            "def mse_loss_and_grad(w, X, y):\n    r = X @ w - y\n    return np.mean(r**2), X.T @ r / len(y)\n",
            "factor 2 of the derivative is missing",
        ),
        "sign": (
            "def mse_loss_and_grad(w, X, y):\n    r = y - X @ w\n    return np.mean(r**2), 2 * X.T @ r / len(y)\n",
            "wrong sign",
        ),
        "half the loss": (
            "def mse_loss_and_grad(w, X, y):\n    r = X @ w - y\n    return np.mean(r**2) / 2, X.T @ r / len(y)\n",
            "the mean is halved",
        ),
        "root of the loss": (
            """
def mse_loss_and_grad(w, X, y):
    r = X @ w - y
    return np.sqrt(np.mean(r**2)), 2 * X.T @ r / len(y)
""",
            "square root is taken",
        ),
        "absolute error": (
            """
def mse_loss_and_grad(w, X, y):
    r = X @ w - y
    return np.mean(np.abs(r)), X.T @ np.sign(r) / len(y)
""",
            "absolute values are averaged",
        ),
        "averaged over D": (
            "def mse_loss_and_grad(w, X, y):\n    r = X @ w - y\n    return np.mean(r**2), 2 * X.T @ r / len(w)\n",
            "number of weights, not of rows",
        ),
        "mean of the gradient's entries": (
            "def mse_loss_and_grad(w, X, y):\n    r = X @ w - y\n    return np.mean(r**2), 2 * np.mean(X.T @ r)\n",
            "wrong shape",
        ),
        "row and column broadcast": (
            """
def mse_loss_and_grad(w, X, y):
    r = (X @ w)[:, None] - y
    return np.mean(r**2), 2 * X.T @ r.mean(axis=1) / len(y)
""",
            "broadcast to a matrix",
        ),
        "loss alone": ("def mse_loss_and_grad(w, X, y):\n    return np.mean((X @ w - y) ** 2)\n", "must have 2 parts"),
        "gradient first": (
            "def mse_loss_and_grad(w, X, y):\n    r = X @ w - y\n    return 2 * X.T @ r / len(y), np.mean(r**2)\n",
            "Return the loss first",
        ),
        "loss of each point": (
            "def mse_loss_and_grad(w, X, y):\n    r = X @ w - y\n    return r**2, 2 * X.T @ r / len(y)\n",
            "wrong shape",
        ),
        "residuals in place": (
            """
def mse_loss_and_grad(w, X, y):
    y[...] = X @ w - y
    return np.mean(y**2), 2 * X.T @ y / len(y)
""",
            "changes its argument 3",
        ),
    },
    "numerical-gradient": {
        "brackets forgotten": (
            """
def numerical_gradient(f, w, h=1e-5):
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[i] = h
        grad[i] = (f(w + step) - f(w - step)) / 2 * h
    return grad
""",
            "use brackets",
        ),
        "a copy that is not put back": (
            """
def numerical_gradient(f, w, h=1e-5):
    w = np.array(w, dtype=float)
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        w[i] += h
        up = f(w)
        w[i] -= 2 * h
        grad[i] = (up - f(w)) / (2 * h)
    return grad
""",
            "earlier entry is not taken back",
        ),
        "to the right only": (
            """
def numerical_gradient(f, w, h=1e-5):
    w = np.array(w, dtype=float)
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        up = w.copy()
        up[i] += h
        grad[i] = (f(up) - f(w)) / h
    return grad
""",
            "one-sided difference, to the right",
        ),
        "to the left only": (
            """
def numerical_gradient(f, w, h=1e-5):
    w = np.array(w, dtype=float)
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        down = w.copy()
        down[i] -= h
        grad[i] = (f(w) - f(down)) / h
    return grad
""",
            "one-sided difference, to the left",
        ),
        "divided by h": (
            """
def numerical_gradient(f, w, h=1e-5):
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[i] = h
        grad[i] = (f(w + step) - f(w - step)) / h
    return grad
""",
            "divided by h, not by 2h",
        ),
        "own h": (
            """
def numerical_gradient(f, w, h=1e-5):
    h = 1e-5
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[i] = h
        grad[i] = (f(w + step) - f(w - step)) / (2 * h)
    return grad
""",
            "h is not used",
        ),
        "in place and back": (
            """
def numerical_gradient(f, w, h=1e-5):
    w = np.asarray(w, dtype=float)
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + h
        up = f(w)
        w[i] = old - h
        down = f(w)
        w[i] = old
        grad[i] = (up - down) / (2 * h)
    return grad
""",
            "writes to its input while it runs",
        ),
        "in place and not back": (
            """
def numerical_gradient(f, w, h=1e-5):
    w = np.asarray(w, dtype=float)
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        w[i] += h
        up = f(w)
        w[i] -= 2 * h
        grad[i] = (up - f(w)) / (2 * h)
    return grad
""",
            "writes to its input while it runs",
        ),
        "integers stay integers": (
            """
def numerical_gradient(f, w, h=1e-5):
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad
""",
            "must receive float64, not int64",
        ),
        "gradient of integers": (
            """
def numerical_gradient(f, w, h=1e-5):
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[i] = h
        grad[i] = (f(w + step) - f(w - step)) / (2 * h)
    return grad
""",
            "Expected float64, got int64",
        ),
        "vectors only": (
            """
def numerical_gradient(f, w, h=1e-5):
    grad = np.zeros(len(w))
    for i in range(len(w)):
        step = np.zeros(len(w))
        step[i] = h
        grad[i] = (f(w + step) - f(w - step)) / (2 * h)
    return grad
""",
            "summed or indexed away",
        ),
        "flattened": (
            """
def numerical_gradient(f, w, h=1e-5):
    flat = np.array(w, dtype=float).ravel()
    grad = []
    for i in range(flat.size):
        step = np.zeros(flat.size)
        step[i] = h
        grad.append((f((flat + step).reshape(w.shape)) - f((flat - step).reshape(w.shape))) / (2 * h))
    return np.array(grad)
""",
            "the shape is not",
        ),
        "one step for all entries": (
            """
def numerical_gradient(f, w, h=1e-5):
    return np.full(w.shape, (f(w + h) - f(w - h)) / (2 * h))
""",
            "step together",
        ),
        "f gets a flat copy": (
            """
def numerical_gradient(f, w, h=1e-5):
    flat = np.array(w, dtype=float).ravel()
    grad = np.zeros(flat.size)
    for i in range(flat.size):
        step = np.zeros(flat.size)
        step[i] = h
        grad[i] = (f(flat + step) - f(flat - step)) / (2 * h)
    return grad.reshape(w.shape)
""",
            "f must receive arrays of w's shape",
        ),
        "order of columns": (
            """
def numerical_gradient(f, w, h=1e-5):
    grad = []
    for i in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[i] = h
        grad.append((f(w + step) - f(w - step)) / (2 * h))
    return np.array(grad).reshape(w.shape, order="F")
""",
            "another order",
        ),
        "32 bits": (
            """
def numerical_gradient(f, w, h=1e-5):
    w = np.array(w, dtype=np.float32)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        step = np.zeros(w.shape, dtype=np.float32)
        step[i] = h
        grad[i] = (f(w + step) - f(w - step)) / (2 * h)
    return grad
""",
            "must receive float64, not float32",
        ),
        "steps add up": (
            """
def numerical_gradient(f, w, h=1e-5):
    up, down = np.array(w, dtype=float), np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad
""",
            "not taken back",
        ),
    },
    "gradient-descent": {
        "clips the gradient": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * np.clip(grad_fn(path[-1]), -10, 10))
    return path[-1], np.array(path)
""",
            None,
        ),
        "stops when the gradient is small": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        g = grad_fn(path[-1])
        if np.linalg.norm(g) < 1e-6:
            break
        path.append(path[-1] - lr * g)
    return path[-1], np.array(path)
""",
            "wrong shape",
        ),
        "path first": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad_fn(path[-1]))
    return np.array(path), path[-1]
""",
            "the last point first",
        ),
        "path as a list": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad_fn(path[-1]))
    return path[-1], path
""",
            "is a list",
        ),
        "uphill": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] + lr * grad_fn(path[-1]))
    return path[-1], np.array(path)
""",
            "uphill",
        ),
        "the same array in every row": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    w = np.array(w0, dtype=float)
    path = [w]
    for _ in range(steps):
        w -= lr * grad_fn(w)
        path.append(w)
    return w, np.array(path)
""",
            "every row is the same array",
        ),
        "moves the caller's start": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    w = w0
    path = [w.astype(float)]
    for _ in range(steps):
        w -= lr * grad_fn(w)
        path.append(w.copy())
    return w, np.array(path)
""",
            "changes its argument 2",
        ),
        "start missing": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    w, path = np.array(w0, dtype=float), []
    for _ in range(steps):
        w = w - lr * grad_fn(w)
        path.append(w)
    return w, np.array(path)
""",
            "off by one",
        ),
        "end missing": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    w, path = np.array(w0, dtype=float), []
    for _ in range(steps):
        path.append(w)
        w = w - lr * grad_fn(w)
    return w, np.array(path)
""",
            "off by one",
        ),
        "gradient at the start only": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    g = grad_fn(np.array(w0, dtype=float))
    path = np.array([w0 - k * lr * g for k in range(steps + 1)])
    return path[-1], path
""",
            "that of the start",
        ),
        "one step too many": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps + 1):
        path.append(path[-1] - lr * grad_fn(path[-1]))
    return path[-1], np.array(path)
""",
            "off by one",
        ),
        "integers": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = np.zeros((steps + 1, len(w0)), dtype=w0.dtype)
    path[0] = w0
    for k in range(steps):
        path[k + 1] = path[k] - lr * grad_fn(path[k])
    return path[-1], path
""",
            "Expected float64, got int64",
        ),
        "returns the last but one": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        path.append(w - lr * grad_fn(w))
    return w, np.array(path)
""",
            "point before the last",
        ),
        "path transposed": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad_fn(path[-1]))
    return path[-1], np.array(path).T
""",
            "transposed",
        ),
        "stops when it moves little": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        new = path[-1] - lr * grad_fn(path[-1])
        path.append(new)
        if np.abs(new - path[-2]).max() < 0.05:
            break
    return path[-1], np.array(path)
""",
            "wrong shape",
        ),
        "normalised gradient": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        g = grad_fn(path[-1])
        path.append(path[-1] - lr * g / np.linalg.norm(g))
    return path[-1], np.array(path)
""",
            "scaled to length 1",
        ),
        "path alone": (
            """
def gradient_descent(grad_fn, w0, lr, steps):
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad_fn(path[-1]))
    return np.array(path)
""",
            "must have 2 parts",
        ),
    },
    "iterate-minibatches": {
        "lists": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X)).tolist()
    for i in range(0, len(X), batch_size):
        yield [X[j] for j in order[i:i + batch_size]], [y[j] for j in order[i:i + batch_size]]
""",
            "must be NumPy arrays",
        ),
        "a rest of one is dropped": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(0, len(X), batch_size):
        rows = order[i:i + batch_size]
        if len(rows) > 1 or batch_size == 1:
            yield X[rows], y[rows]
""",
            None,
        ),
        "no shuffling": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    for i in range(0, len(X), batch_size):
        yield X[i:i + batch_size], y[i:i + batch_size]
""",
            "shuffle them",
        ),
        "X and y shuffled apart": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    X, y = rng.permutation(X), rng.permutation(y)
    for i in range(0, len(X), batch_size):
        yield X[i:i + batch_size], y[i:i + batch_size]
""",
            "another row's label",
        ),
        "with replacement": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.integers(0, len(X), size=len(X))
    for i in range(0, len(X), batch_size):
        yield X[order[i:i + batch_size]], y[order[i:i + batch_size]]
""",
            "Every row must come once",
        ),
        "rest dropped": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(len(X) // batch_size):
        rows = order[i * batch_size:(i + 1) * batch_size]
        yield X[rows], y[rows]
""",
            "rest is dropped",
        ),
        "an empty batch at the end": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(len(X) // batch_size + 1):
        rows = order[i * batch_size:(i + 1) * batch_size]
        yield X[rows], y[rows]
""",
            "last batch is empty",
        ),
        "even batches": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for rows in np.array_split(order, -(-len(X) // batch_size)):
        yield X[rows], y[rows]
""",
            "spread over all batches",
        ),
        "a generator of its own": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    for i in range(0, len(X), batch_size):
        yield X[order[i:i + batch_size]], y[order[i:i + batch_size]]
""",
            "draw a new one from `rng`",
        ),
        "the global state": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = np.random.permutation(len(X))
    for i in range(0, len(X), batch_size):
        yield X[order[i:i + batch_size]], y[order[i:i + batch_size]]
""",
            "global random state",
        ),
        "whole batches shuffled": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    starts = list(range(0, len(X), batch_size))
    last = starts.pop() if len(X) % batch_size else None
    rng.shuffle(starts)
    for i in starts + ([last] if last is not None else []):
        yield X[i:i + batch_size], y[i:i + batch_size]
""",
            "shuffle rows, not batches",
        ),
        "shuffles inside each batch": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    for i in range(0, len(X), batch_size):
        order = i + rng.permutation(min(batch_size, len(X) - i))
        yield X[order], y[order]
""",
            "shuffle the whole table",
        ),
        "shuffles the caller's arrays": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    for i in range(0, len(X), batch_size):
        yield X[i:i + batch_size], y[i:i + batch_size]
""",
            "changes its argument 1",
        ),
        "labels first": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(0, len(X), batch_size):
        yield y[order[i:i + batch_size]], X[order[i:i + batch_size]]
""",
            "Every batch must be a pair of shapes",
        ),
        "one batch only": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(0, len(X), batch_size):
        return [(X[order[i:i + batch_size]], y[order[i:i + batch_size]])]
""",
            "Every row must come once",
        ),
        "batch_size taken for their number": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for rows in np.array_split(order, batch_size):
        yield X[rows], y[rows]
""",
            "number of batches",
        ),
        "the same seed for every epoch": (
            """
def iterate_minibatches(X, y, batch_size, rng):
    order = np.arange(len(X))
    np.random.default_rng(len(X)).shuffle(order)
    return [(X[order[i:i + batch_size]], y[order[i:i + batch_size]]) for i in range(0, len(X), batch_size)]
""",
            "draw a new one from `rng`",
        ),
    },
    "momentum-step": {
        "velocity in whole numbers": (
            """
def momentum_step(w, grad, velocity, lr, mu):
    v = mu * velocity - lr * grad
    return w + v, v.astype(velocity.dtype)
""",
            None,
        ),
        "old velocity returned": (
            """
def momentum_step(w, grad, velocity, lr, mu):
    return w + mu * velocity - lr * grad, velocity
""",
            "the old velocity is returned",
        ),
        "gradient weighted by 1 - mu, no rate": (
            """
def momentum_step(w, grad, velocity, lr, mu):
    v = mu * velocity - (1 - mu) * grad
    return w + v, v
""",
            "by 1 - mu, not by lr",
        ),
        "gradient added": (
            "def momentum_step(w, grad, velocity, lr, mu):\n    v = mu * velocity + lr * grad\n    return w + v, v\n",
            "added to the velocity, not subtracted",
        ),
        "velocity without the rate": (
            "def momentum_step(w, grad, velocity, lr, mu):\n    v = mu * velocity + grad\n    return w - lr * v, v\n",
            "without the learning rate",
        ),
        "dampened gradient": (
            "def momentum_step(w, grad, velocity, lr, mu):\n"
            "    v = mu * velocity - (1 - mu) * lr * grad\n    return w + v, v\n",
            "weighted by 1 - mu",
        ),
        "no memory": (
            "def momentum_step(w, grad, velocity, lr, mu):\n    v = -lr * grad\n    return w + v, v\n",
            "old velocity is dropped",
        ),
        "old velocity in the step": (
            "def momentum_step(w, grad, velocity, lr, mu):\n"
            "    v = mu * velocity - lr * grad\n    return w + velocity, v\n",
            "uses the old velocity",
        ),
        "velocity subtracted": (
            "def momentum_step(w, grad, velocity, lr, mu):\n    v = mu * velocity - lr * grad\n    return w - v, v\n",
            "velocity is subtracted",
        ),
        "Nesterov": (
            "def momentum_step(w, grad, velocity, lr, mu):\n"
            "    v = mu * velocity - lr * grad\n    return w + mu * v - lr * grad, v\n",
            "Nesterov",
        ),
        "lr and mu exchanged": (
            "def momentum_step(w, grad, velocity, lr, mu):\n    v = lr * velocity - mu * grad\n    return w + v, v\n",
            "lr and mu are exchanged",
        ),
        "w in place": (
            "def momentum_step(w, grad, velocity, lr, mu):\n"
            "    v = mu * velocity - lr * grad\n    w += v\n    return w, v\n",
            "changes its argument 1",
        ),
        "velocity in place": (
            "def momentum_step(w, grad, velocity, lr, mu):\n"
            "    velocity *= mu\n    velocity -= lr * grad\n    return w + velocity, velocity\n",
            "changes its argument 3",
        ),
        "w alone": (
            "def momentum_step(w, grad, velocity, lr, mu):\n    return w + mu * velocity - lr * grad\n",
            "must have 2 parts",
        ),
        "velocity first": (
            "def momentum_step(w, grad, velocity, lr, mu):\n    v = mu * velocity - lr * grad\n    return v, w + v\n",
            "velocity is returned first",
        ),
        "velocity's sign reversed": (
            "def momentum_step(w, grad, velocity, lr, mu):\n    v = mu * velocity - lr * grad\n    return w + v, -v\n",
            "sign is reversed",
        ),
        "whole numbers": (
            "def momentum_step(w, grad, velocity, lr, mu):\n"
            "    v = (mu * velocity - lr * grad).astype(w.dtype)\n    return w + v, v\n",
            "whole numbers",
        ),
        "weight decay": (
            "def momentum_step(w, grad, velocity, lr, mu):\n"
            "    v = mu * velocity - lr * (grad + 1e-3 * w)\n    return w + v, v\n",
            None,
        ),
    },
    "decayed-rate": {
        "near names": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    schedule = schedule.lower()
    if schedule == "step":
        return lr0 / 2 ** (epoch // k)
    if schedule.startswith("exp"):
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError
""",
            "must be refused",
        ),
        "no brackets": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 ** (epoch // k)
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / 1 + k * epoch
    raise ValueError
""",
            "needs brackets",
        ),
        "divided by twice the halvings": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / max(1, 2 * (epoch // k))
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError
""",
            None,
        ),
        "late by one": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 ** (max(epoch - 1, 0) // k)
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError
""",
            "one epoch too late",
        ),
        "early by one": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 ** ((epoch + 1) // k)
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError
""",
            "one epoch too early",
        ),
        "halves once": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 if epoch >= k else lr0
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError
""",
            "halves once",
        ),
        "smooth halving": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 * 0.5 ** (epoch / k)
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError
""",
            "a little in every epoch",
        ),
        "grows": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 ** (epoch // k)
    if schedule == "exponential":
        return lr0 * math.exp(k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError
""",
            "rate grows",
        ),
        "k divides": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 ** (epoch // k)
    if schedule == "exponential":
        return lr0 * math.exp(-epoch / k)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError
""",
            "divided by k",
        ),
        "inverse without the 1": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 ** (epoch // k)
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (k * epoch) if epoch else lr0
    raise ValueError
""",
            "1 in 1 + k t is missing",
        ),
        "inverse of 1 + t, k outside": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 ** (epoch // k)
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (k * (1 + epoch))
    raise ValueError
""",
            "k multiplies the 1",
        ),
        "other names are inverse": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 ** (epoch // k)
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    return lr0 / (1 + k * epoch)
""",
            "must be refused",
        ),
        "other names give None": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 ** (epoch // k)
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
""",
            "must be refused",
        ),
        "KeyError": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    return {
        "step": lr0 / 2 ** (epoch // max(int(k), 1)),
        "exponential": lr0 * math.exp(-k * epoch),
        "inverse": lr0 / (1 + k * epoch),
    }[schedule]
""",
            "Expected ValueError, got KeyError",
        ),
        "a tenth, not a half": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 * 0.1 ** (epoch // k)
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError
""",
            "to a tenth",
        ),
        "powers of 2 in the exponential": (
            """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule == "step":
        return lr0 / 2 ** (epoch // k)
    if schedule == "exponential":
        return lr0 * 2 ** (-k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError
""",
            "base is 2",
        ),
    },
    "quiz-degree": {
        "the misprint": ("def quiz_degree():\n    return 6\n", None),
        "number of weights": ("def quiz_degree():\n    return 4\n", None),
        "as text": ('def quiz_degree():\n    return "3"\n', "no number"),
        "as a float": ("def quiz_degree():\n    return 3.0\n", "Expected integer"),
    },
    "quiz-lambda": {
        "as printed": ("def quiz_lambda():\n    return 1\n", None),
        "the logarithm": ("def quiz_lambda():\n    return 0.0\n", None),
        "divided by N": ("def quiz_lambda():\n    return 0.1\n", None),
        "its logarithm": ("def quiz_lambda():\n    return math.log(10)\n", None),
        "twice N": ("def quiz_lambda():\n    return 20\n", None),
    },
    "quiz-rate": {
        "1 / 6": ("def quiz_rate():\n    return 1 / 6\n", None),
        "2 / 3": ("def quiz_rate():\n    return 2 / 3\n", None),
        "the factor": ("def quiz_rate():\n    return 6\n", None),
        "one": ("def quiz_rate():\n    return 1.0\n", None),
    },
}

RIGHT = {
    "least-squares": {
        "pseudo-inverse": "def least_squares(X, y):\n    return np.linalg.pinv(X) @ y\n",
        "SVD by hand": """
def least_squares(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    keep = s > 1e-13 * s.max()
    return Vt[keep].T @ ((U[:, keep].T @ y) / s[keep])
""",
        "SciPy": """
import scipy.linalg


def least_squares(X, y):
    return scipy.linalg.lstsq(X, y)[0]
""",
        "not the shortest weights": """
def least_squares(X, y):
    w = np.linalg.lstsq(X, y, rcond=None)[0]
    U, s, Vt = np.linalg.svd(X, full_matrices=True)
    rank = (s > 1e-9 * s.max()).sum()
    return w + (Vt[rank] if rank < len(Vt) else 0)
""",
        "torch": """
def least_squares(X, y):
    columns, target = torch.tensor(X, dtype=torch.float64), torch.tensor(y, dtype=torch.float64)
    return torch.linalg.lstsq(columns, target[:, None], driver="gelsd").solution[:, 0].numpy()
""",
    },
    "polynomial-features": {
        "vander": """
def polynomial_features(x, degree):
    return np.vander(x.astype(float), degree + 1, increasing=True)
""",
        "loop": """
def polynomial_features(x, degree):
    X = np.ones((len(x), degree + 1))
    for j in range(1, degree + 1):
        X[:, j] = X[:, j - 1] * x
    return X
""",
        "cumulative product": """
def polynomial_features(x, degree):
    repeated = np.repeat(np.asarray(x, dtype=np.float64)[:, np.newaxis], degree + 1, axis=1)
    repeated[:, 0] = 1
    return np.cumprod(repeated, axis=1)
""",
        "outer power": """
def polynomial_features(x, degree):
    return np.power.outer(np.array(x, dtype=float), np.arange(degree + 1))
""",
        "column stack": """
def polynomial_features(x, degree):
    return np.column_stack([np.float64(x) ** j for j in range(degree + 1)])
""",
    },
    "ridge": {
        "normal equations, least squares at 0": """
def ridge(X, y, lam):
    if lam == 0:
        return np.linalg.lstsq(X, y, rcond=None)[0]
    return np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y)
""",
        "SVD": """
def ridge(X, y, lam):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    keep = s > 1e-12 * s[0]
    return Vt[keep].T @ (s[keep] / (s[keep] ** 2 + lam) * (U[:, keep].T @ y))
""",
        "dual form": """
def ridge(X, y, lam):
    return X.T @ np.linalg.pinv(X @ X.T + lam * np.eye(len(X)), rcond=1e-10) @ y
""",
        "pseudo-inverse of the normal matrix": """
def ridge(X, y, lam):
    gram = X.T @ X
    gram = gram + lam * np.identity(len(gram))
    return np.linalg.pinv(gram, rcond=1e-10) @ (X.T @ y)
""",
    },
    "mse-loss-and-grad": {
        "sums": """
def mse_loss_and_grad(w, X, y):
    N = X.shape[0]
    error = np.dot(X, w) - y
    return float((error**2).sum() / N), (2 / N) * np.dot(error, X)
""",
        "row by row": """
def mse_loss_and_grad(w, X, y):
    loss, grad = 0.0, np.zeros(len(w))
    for row, target in zip(X, y):
        error = float(row @ w) - target
        loss += error**2 / len(X)
        grad += 2 * error * row / len(X)
    return loss, grad
""",
        "einsum, as a list": """
def mse_loss_and_grad(w, X, y):
    r = y - np.einsum("nd,d->n", X, w)
    return [np.average(r * r), -2 * np.einsum("nd,n->d", X, r) / r.size]
""",
        "mean of the products": """
def mse_loss_and_grad(w, X, y):
    r = (X @ w - y).astype(float)
    return r @ r / len(r), (2 * r[:, None] * X).mean(axis=0)
""",
    },
    "numerical-gradient": {
        "flat index": """
def numerical_gradient(f, w, h=1e-5):
    grad = np.empty(np.shape(w))
    for i in range(np.size(w)):
        up, down = np.array(w, dtype=float), np.array(w, dtype=float)
        up.flat[i] += h
        down.flat[i] -= h
        grad.flat[i] = (f(up) - f(down)) / (2 * h)
    return grad
""",
        "one working copy": """
def numerical_gradient(f, w, h=1e-5):
    x = np.array(w, dtype=np.float64)
    grad = np.zeros_like(x)
    for index in np.ndindex(*x.shape):
        old = x[index]
        x[index] = old + h
        up = f(x)
        x[index] = old - h
        down = f(x)
        x[index] = old
        grad[index] = (up - down) / (2.0 * h)
    return grad
""",
        "rows of the identity": """
def numerical_gradient(f, w, h=1e-5):
    basis = np.eye(w.size).reshape((w.size,) + w.shape) * h
    slopes = [(f(w + e) - f(w - e)) / (2 * h) for e in basis]
    return np.array(slopes, dtype=float).reshape(w.shape)
""",
        "nditer": """
def numerical_gradient(f, w, h=1e-5):
    point = w.astype(np.float64)
    grad = np.zeros(point.shape)
    it = np.nditer(point, flags=["multi_index", "zerosize_ok"])
    for _ in it:
        i = it.multi_index
        up, down = point.copy(), point.copy()
        up[i], down[i] = point[i] + h, point[i] - h
        grad[i] = 0.5 * (f(up) - f(down)) / h
    return grad
""",
    },
    "gradient-descent": {
        "filled table": """
def gradient_descent(grad_fn, w0, lr, steps):
    path = np.zeros((steps + 1, len(w0)))
    path[0] = w0
    for k in range(steps):
        path[k + 1] = path[k] - lr * grad_fn(path[k])
    return path[-1].copy(), path
""",
        "in place with copies": """
def gradient_descent(grad_fn, w0, lr, steps):
    w = w0.astype(float)
    history = [w.copy()]
    for _ in range(steps):
        w -= lr * grad_fn(w)
        history.append(w.copy())
    return w, np.stack(history)
""",
        "recursion": """
def gradient_descent(grad_fn, w0, lr, steps):
    w0 = np.asarray(w0, dtype=float)
    if steps == 0:
        return w0.copy(), w0[None].copy()
    w, path = gradient_descent(grad_fn, w0 - lr * grad_fn(w0), lr, steps - 1)
    return w, np.vstack([w0, path])
""",
        "as a list": """
def gradient_descent(grad_fn, w0, lr, steps):
    w, path = w0 * 1.0, []
    for _ in range(steps):
        path += [w]
        w = w - lr * np.asarray(grad_fn(w))
    return [w, np.array(path + [w])]
""",
    },
    "iterate-minibatches": {
        "one shuffled table": """
def iterate_minibatches(X, y, batch_size, rng):
    both = rng.permutation(np.column_stack([X, y]))
    return [(b[:, :-1], b[:, -1]) for b in np.split(both, range(batch_size, len(both), batch_size))]
""",
        "a list": """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(y))
    cuts = np.arange(batch_size, len(y), batch_size)
    return [(X[rows], y[rows]) for rows in np.split(order, cuts)]
""",
        "shuffled copies": """
def iterate_minibatches(X, y, batch_size, rng):
    order = np.arange(X.shape[0])
    rng.shuffle(order)
    X, y = X[order], y[order]
    while len(X):
        yield X[:batch_size], y[:batch_size]
        X, y = X[batch_size:], y[batch_size:]
""",
        "sorted random keys": """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.random(len(X)).argsort()
    for k in range(math.ceil(len(X) / batch_size)):
        rows = order[k * batch_size:(k + 1) * batch_size]
        yield np.take(X, rows, axis=0), np.take(y, rows)
""",
        "choice without replacement": """
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.choice(len(X), size=len(X), replace=False)
    batches = []
    for start in range(0, len(X), batch_size):
        batches.append([X[order[start:start + batch_size]], y[order[start:start + batch_size]]])
    return iter(batches)
""",
        "a class": """
class iterate_minibatches:
    def __init__(self, X, y, batch_size, rng):
        self.X, self.y, self.size = X, y, batch_size
        self.order = rng.permutation(len(X)).tolist()

    def __iter__(self):
        return self

    def __next__(self):
        if not self.order:
            raise StopIteration
        rows, self.order = self.order[:self.size], self.order[self.size:]
        return self.X[rows], self.y[rows]
""",
    },
    "momentum-step": {
        "torch's order": """
def momentum_step(w, grad, velocity, lr, mu):
    new_velocity = velocity * mu + grad * (-lr)
    new_w = w + new_velocity
    return new_w, new_velocity
""",
        "copies": """
def momentum_step(w, grad, velocity, lr, mu):
    v = velocity.astype(float)
    v *= mu
    v -= lr * grad
    moved = w.astype(float)
    moved += v
    return moved, v
""",
        "as a list": """
def momentum_step(w, grad, velocity, lr, mu):
    v = np.subtract(np.multiply(mu, velocity), np.multiply(lr, grad))
    return [np.add(w, v), v]
""",
    },
    "decayed-rate": {
        "match": """
def decayed_rate(lr0, epoch, schedule, k):
    match schedule:
        case "step":
            return lr0 / 2 ** (epoch // k)
        case "exponential":
            return lr0 * np.exp(-k * epoch)
        case "inverse":
            return lr0 / (1.0 + k * epoch)
        case _:
            raise ValueError(schedule)
""",
        "table of functions": """
def decayed_rate(lr0, epoch, schedule, k):
    rules = {
        "step": lambda: math.pow(0.5, math.floor(epoch / k)),
        "exponential": lambda: math.e ** (-k * epoch),
        "inverse": lambda: (1 + k * epoch) ** -1,
    }
    if schedule not in rules:
        raise ValueError("schedule must be one of " + ", ".join(rules))
    return lr0 * rules[schedule]()
""",
        "loop of halvings": """
def decayed_rate(lr0, epoch, schedule, k):
    if schedule not in ("step", "exponential", "inverse"):
        raise ValueError
    if schedule == "step":
        while epoch >= k:
            lr0, epoch = lr0 / 2, epoch - k
        return lr0
    return lr0 * math.exp(-k * epoch) if schedule == "exponential" else lr0 / (1 + k * epoch)
""",
    },
    "quiz-degree": {"counted": "def quiz_degree():\n    return len([0.31, 7.99, -25.43, 17.37]) - 1\n"},
    "quiz-lambda": {
        "as an int": "def quiz_lambda():\n    return 10\n",
        "as an array": "def quiz_lambda():\n    return np.float64(10)\n",
    },
    "quiz-rate": {
        "rounded": "def quiz_rate():\n    return 0.3333\n",
        "as a fraction of two": "def quiz_rate():\n    return 2 / 6\n",
    },
}
