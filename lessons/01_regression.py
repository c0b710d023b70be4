# %% [markdown]
# # 1 · Regression and gradient descent
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({{colab}})

# %% [markdown]
# **About this lesson** · You fit lines and curves to data, watch them fail, and build the search that trains every
# network of this course.
#
# You will
# - fit weights by least squares, also where the textbook formula breaks down,
# - recognise overfitting in numbers, and tame it with ridge regression,
# - derive a gradient, and check it numerically,
# - run gradient descent, and choose its step,
# - split data into mini-batches, and add momentum and decay.
#
# You need lesson 0, derivatives, and matrix products. Reading takes about 45 minutes, the exercises 75 (44 points).
# The whole notebook runs in under a minute on a laptop CPU.

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
import sklearn.linear_model
import sklearn.preprocessing
import torch

from course_utils import checks, compare, data, plot

# %% [markdown]
# ## 1 · A line through four apartments
#
# Four apartments were sold. What would one of 50 m² cost?

# %%
area, price = data.apartments()
for a, p in zip(area, price):
    print(f"{a:4.0f} m²  {p:5.1f} x 10,000 $")

# %% [markdown]
# A line through the points answers that. Two numbers make a line: where it starts, $w_0$, and how steep it is, $w_1$.
# For each apartment the line is off by a **residual**: the price it predicts minus the price that was paid.

# %%
w0, w1 = -3.0, 0.2  # a guess
figure, ax = plot.figure(size=(5.0, 3.2))
ax.plot(area, price, "o", label="sold")
ax.plot([25, 70], [w0 + w1 * 25, w0 + w1 * 70], "--", label="a guess")
ax.vlines(area, price, w0 + w1 * area, linestyles=":", label="residuals")
ax.set(xlabel="area in m²", ylabel="price in 10,000 $", title="This line is too low")
ax.legend()
plot.show(
    figure,
    "Four apartments, a guessed line below most of them, dotted residuals between.",
)
print("residuals:", w0 + w1 * area - price)

# %% [markdown]
# Which line is best? **Least squares** takes the one with the smallest sum of squared residuals. Squared, a positive and
# a negative residual count alike, and a miss of 2 costs as much as four misses of 1.
#
# With a column of ones for $w_0$, all predictions come from one product, $X\mathbf w$:
#
# $$X = \begin{pmatrix} 1 & 40 \\ 1 & 35 \\ 1 & 67 \\ 1 & 29 \end{pmatrix} \qquad
# E(\mathbf w) = \lVert X\mathbf w - \mathbf y\rVert^2$$

# %% [markdown]
# Here is the sum of squares for many lines at once. It is a long valley with one lowest point. The valley is narrow:
# a steeper line must start lower, or it misses all four.

# %%
starts, slopes = np.linspace(-8, 2, 101), np.linspace(0.1, 0.35, 101)
lines = starts[:, None, None] + slopes[None, :, None] * area  # (101, 101, 4)
errors = ((lines - price) ** 2).sum(axis=2)
figure, ax = plot.figure(size=(5.0, 3.4))
contours = ax.contourf(slopes, starts, np.log10(errors), levels=15)
figure.colorbar(contours, label="log10 of the squared error")
lowest = np.unravel_index(errors.argmin(), errors.shape)
ax.plot(slopes[lowest[1]], starts[lowest[0]], "w*", markersize=12)
ax.set(xlabel="slope $w_1$", ylabel="start $w_0$", title="One lowest point (star)")
plot.show(figure, "Error over slope and start: a long narrow valley with one minimum.")

# %% [markdown]
# At the lowest point all derivatives are zero: $2X^\top(X\mathbf w - \mathbf y) = 0$. These are the **normal equations**,
# $X^\top X\,\mathbf w = X^\top\mathbf y$. For the apartments, by hand:
#
# $$\begin{pmatrix} 4 & 171 \\ 171 & 8155 \end{pmatrix}\begin{pmatrix} w_0 \\ w_1 \end{pmatrix}
# = \begin{pmatrix} 25.5 \\ 1278.7 \end{pmatrix}$$
#
# The determinant is $4\cdot 8155 - 171^2 = 3379$. So $w_1 = (4\cdot 1278.7 - 171\cdot 25.5)/3379 = 0.223$ and
# $w_0 = (25.5 - 171\,w_1)/4 = -3.17$. An apartment of 50 m² costs about 80,000 \$.

# %% [markdown]
# Solving the normal equations is short, and it has two weaknesses. It loses digits: in $X^\top X$ large numbers become
# larger and small ones smaller, and of the 16 digits of a float twice as many are lost as by working on $X$ itself. And it breaks when $X^\top X$ has no
# inverse: when one column of $X$ is a combination of others, say the area entered twice, or when there are more weights than
# points. Many weights are then equally good. (The **rank** is the largest number of columns of which none is a combination of the rest: here 2.)

# %%
twice = np.column_stack([np.ones(4), area, area])
print("rank of X'X:", np.linalg.matrix_rank(twice.T @ twice), "of 3")
try:
    print(np.linalg.solve(twice.T @ twice, twice.T @ price))
except np.linalg.LinAlgError as error:
    print("LinAlgError:", error)

# %% [markdown]
# ### Exercise 1 · Least squares
# **5 points · 10 minutes**
#
# Find weights that make $\lVert X\mathbf w - \mathbf y\rVert^2$ as small as possible, for **any** $X$: with columns
# that depend on each other, and with fewer rows than columns. Take $X$ as it comes: if it is to have a column of ones,
# it has one. NumPy's solvers are allowed. Where many weights are equally good, any of them will do: the checks compare
# the predictions $X\mathbf w$. They also compare to more digits than the normal equations keep.
#
# By hand, the apartments: $\mathbf w = (-3.168, 0.2232)$.
#
# <details><summary>Hint</summary>
#
# `np.linalg` has a function that solves exactly this problem; look at what it returns. It works on $X$ itself, not on
# $X^\top X$.
#
# </details>


# %% solution="least-squares"
# --- exercise: least-squares ---
def least_squares(X, y):
    """Weights that minimise the sum of squared residuals |Xw - y|².

    Parameters
    ----------
    X : ndarray of shape (N, D), float or int
        One row for each point. Columns may depend on each other, and N may be
        smaller than D.
    y : ndarray of shape (N,), float or int

    Returns
    -------
    ndarray of shape (D,), float64
        A minimiser; any of them where there are several.
    """
    ### BEGIN SOLUTION
    w, *_ = np.linalg.lstsq(X, y, rcond=None)
    return w
    ### END SOLUTION


# %% check="least-squares-apartments" points=1
flats = np.array([[1, 40], [1, 35], [1, 67], [1, 29]])
paid = np.array([5, 4.7, 12, 3.8])
start = (25.5 * 8155 - 171 * 1278.7) / 3379
slope = (4 * 1278.7 - 171 * 25.5) / 3379
with_ones = np.column_stack([np.ones(4), flats])
found = checks.unchanged(least_squares, flats, paid)
checks.close(
    found,
    [start, slope],
    suspects={
        "X is multiplied by y where a system is to be solved": flats.T @ paid,
        "the mean of y is subtracted first": [start - paid.mean(), slope],
        "X and y are centred first, which loses the start": [0, slope],
        "X has its column of ones already": np.linalg.pinv(with_ones) @ paid,
    },
)
checks.dtype(found, "float64")

# %% check="least-squares-random" points=1
rng = checks.rng("least-squares-random")
X_tall, y_tall = rng.normal(size=(9, 4)), rng.normal(size=9)
w_tall = np.linalg.solve(X_tall.T @ X_tall, X_tall.T @ y_tall)
checks.close(least_squares(X_tall, y_tall), w_tall)
checks.close(least_squares(X_tall * 1e-12, y_tall) * 1e-12, w_tall)
checks.close(least_squares(np.array([[2], [4]]), np.array([1, 1])), [0.3])

# %% check="least-squares-dependent" points=1
# X, y, and columns of X that do not depend on each other and span the rest
for table, target, free in (
    ([[1, 40, 40], [1, 35, 35], [1, 67, 67]], [5, 4, 12], [0, 1]),
    ([[1, 2], [2, 4]], [1, 7], [0]),
    ([[1, 2, 3], [2, 4, 6]], [1, 7], [1]),
    ([[1, 0, 2, 5], [0, 1, 3, 1]], [4, -2], [0, 1]),
    ([[0, 0], [0, 3]], [1, 6], [1]),
):
    table, target = np.array(table), np.array(target)
    Q, _ = np.linalg.qr(table[:, free])  # every minimiser predicts y's shadow on these
    found = checks.unchanged(least_squares, table, target)
    checks.shape(found, (table.shape[1],))
    checks.close(table @ found, Q @ (Q.T @ target), rtol=0, atol=1e-6)

# %% check="least-squares-curve" points=1
x_ten, t_ten = data.curve()
for M, weights in {0: [0.19], 1: [0.82, -1.27], 3: [0.31, 7.99, -25.43, 17.37]}.items():
    columns = np.vander(x_ten, M + 1, increasing=True)
    checks.close(least_squares(columns, t_ten.copy()), weights, rtol=0, atol=0.006)
columns = np.vander(x_ten, 10, increasing=True)
gram = columns.T @ columns
checks.close(
    columns @ least_squares(columns, t_ten.copy()),
    t_ten,
    rtol=0,
    atol=1e-5,
    suspects={
        "X'X is solved, which loses twice as many digits": columns
        @ np.linalg.solve(gram, columns.T @ t_ten),
        "X'X is inverted, which loses twice as many digits": columns
        @ (np.linalg.inv(gram) @ columns.T @ t_ten),
        "the pseudo-inverse of X'X is taken, not of X": columns
        @ (np.linalg.pinv(gram) @ columns.T @ t_ten),
    },
)
first_five = [0.35, 232.37, -5321.83, 48568.31, -231639.30]
checks.close(least_squares(columns, t_ten.copy())[:5], first_five, rtol=1e-4, atol=0.01)

# %% check="least-squares-secret" points=1
# Once more when your work is graded, on tables of every shape that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("least-squares-secret")
for N, D, used in ((6, 3, 3), (7, 5, 2), (2, 6, 6), (1, 1, 1), (5, 5, 5), (8, 4, 3)):
    table, target = rng.normal(size=(N, D)), rng.normal(size=N)
    table[:, rng.permutation(D)[used:]] = 0  # columns that say nothing
    Q, _ = np.linalg.qr(table[:, table.any(axis=0)])
    w_found = checks.unchanged(least_squares, table, target)
    checks.shape(w_found, (D,))
    checks.close(table @ w_found, Q @ (Q.T @ target), rtol=0, atol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# Your line, and the answer to the question.

# %%
X = np.column_stack([np.ones(4), area])
w = least_squares(X, price)
figure, ax = plot.figure(size=(5.0, 3.2))
ax.plot(area, price, "o", label="sold")
ax.plot([25, 70], [w[0] + w[1] * 25, w[0] + w[1] * 70], "-", label="least squares")
ax.plot(50, w[0] + w[1] * 50, "D", label=f"50 m²: {w[0] + w[1] * 50:.1f}")
ax.set(
    xlabel="area in m²", ylabel="price in 10,000 $", title="The best line answers: 8.0"
)
ax.legend()
plot.show(figure, "The least-squares line passes close to all four apartments.")

# %% [markdown]
# ## 2 · Curves, and too much of them
#
# A line is often too simple. Here are ten points $(x, t)$; $t$ is the usual letter for a target. They come from a sine
# wave, with noise added. We know that; the method does not.

# %%
x, t = data.curve()
fine = np.linspace(0, 1, 200)
figure, ax = plot.figure(size=(5.0, 3.0))
ax.plot(fine, np.sin(2 * np.pi * fine), "--", label="the sine behind it")
ax.plot(x, t, "o", label="ten noisy points")
ax.set(xlabel="x", ylabel="t", title="What we want, and what we get to see")
ax.legend()
plot.show(figure, "Ten points scattered about one period of a sine wave.")

# %% [markdown]
# A polynomial of **degree** $M$ is $w_0 + w_1 x + w_2 x^2 + \dots + w_M x^M$. It is not a line in $x$, but it is a
# sum of known columns with unknown weights, and that is all least squares needs. The columns are the powers of $x$:
# for $x = 2$ and $M = 3$ the row is $(1, 2, 4, 8)$.

# %% [markdown]
# ### Exercise 2 · Polynomial features
# **4 points · 6 minutes**
#
# Build the matrix of powers. Row $i$ holds $x_i^0, x_i^1, \dots, x_i^M$, in this order. For $x = (2, 3)$ and $M = 2$:
#
# $$\begin{pmatrix} 1 & 2 & 4 \\ 1 & 3 & 9 \end{pmatrix}$$
#
# Any NumPy function is allowed. Watch out for integers: $10^{20}$ is too large for 64 bits, but not for a float.


# %% solution="polynomial-features"
# --- exercise: polynomial-features ---
def polynomial_features(x, degree):
    """Powers of x, from 0 to degree.

    Parameters
    ----------
    x : ndarray of shape (N,), float or int
        N may be 0.
    degree : int, at least 0

    Returns
    -------
    ndarray of shape (N, degree + 1), float64
        Column j is x to the power of j; column 0 is all ones.
    """
    ### BEGIN SOLUTION
    return x[:, None].astype(float) ** np.arange(degree + 1)  # (N, 1) ** (M + 1,)
    ### END SOLUTION


# %% check="polynomial-features-worked" points=1
two_and_three = np.array([2.0, 3.0])
checks.close(
    polynomial_features(two_and_three, 2),
    [[1, 2, 4], [1, 3, 9]],
    suspects={
        "the powers run from high to low": [[4, 2, 1], [9, 3, 1]],
        "the column of ones is missing": [[2, 4], [3, 9]],
        "the last power is missing": [[1, 2], [1, 3]],
        "x is multiplied by the exponent, not raised to it": [[0, 2, 4], [0, 3, 6]],
    },
)

# %% check="polynomial-features-random" points=1
rng = checks.rng("polynomial-features-random")
points = rng.normal(size=7)
points[2] = 0.0  # 0 to the power of 0 is 1
by_hand = [[value**j for j in range(6)] for value in points]
checks.close(checks.unchanged(polynomial_features, points, 5), by_hand)
checks.close(polynomial_features(points, 0), np.ones((7, 1)))
checks.shape(polynomial_features(np.zeros(0), 3), (0, 4))

# %% check="polynomial-features-integers" points=1
whole = np.array([-10, 0, 3])
columns = [[float(value) ** j for j in range(21)] for value in (-10, 0, 3)]
checks.close(
    polynomial_features(whole, 20),
    columns,
    rtol=1e-12,
    atol=0,
    suspects={
        "integer powers overflow: compute them as floats": whole[:, None]
        ** np.arange(21)
    },
)
checks.dtype(polynomial_features(whole, 2), "float64")

# %% check="polynomial-features-secret" points=1
# Once more when your work is graded, on points that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("polynomial-features-secret")
for count, top in ((1, 0), (5, 1), (4, 9), (0, 2)):
    drawn = rng.uniform(-2, 2, size=count)
    wanted = np.array([[v**j for j in range(top + 1)] for v in drawn])
    checks.close(polynomial_features(drawn, top), wanted.reshape(count, top + 1))
### END HIDDEN TESTS

# %% [markdown]
# Now fit the ten points with four degrees (the sine is dashed). Degree 0 and 1 are too stiff. Degree 3 looks right. Degree 9 has ten
# weights for ten points: it runs through every single one, and is wild in between. It has learned the noise. That
# is **overfitting**.

# %%
figure, axes = plot.figure(2, 2, size=(3.4, 2.3))
verdicts = {0: "too stiff", 1: "too stiff", 3: "about right", 9: "overfits"}
for ax, (M, verdict) in zip(axes.flat, verdicts.items()):
    w = least_squares(polynomial_features(x, M), t)
    ax.plot(fine, np.sin(2 * np.pi * fine), "--")
    ax.plot(fine, polynomial_features(fine, M) @ w, "-")
    ax.plot(x, t, "o")
    ax.set(ylim=(-1.6, 1.6), title=f"M = {M}: {verdict}", xlabel="x", ylabel="t")
plot.show(
    figure,
    "Fits of degree 0, 1, 3 and 9 with the sine dashed: 3 follows it, 9 swings wildly.",
)

# %% [markdown]
# The weights tell the same story. As the degree grows they explode: huge positive and negative terms cancel at the
# ten points, and nowhere else.

# %%
for M in (0, 1, 3, 9):
    w = least_squares(polynomial_features(x, M), t)
    print(
        f"M = {M}:",
        np.array2string(w[:5], precision=2, suppress_small=True),
        "..." * (M > 4),
    )

# %% [markdown]
# ### Quiz 1 · A misprint
# **1 point · 1 minute**
#
# A table in print shows the weights 0.31, 7.99, -25.43, 17.37 in a column headed "M = 6". Which degree do these weights belong
# to? Count them.


# %% solution="quiz-degree"
# --- exercise: quiz-degree ---
def quiz_degree():
    """Return the degree, an int."""
    ### BEGIN SOLUTION
    return 3
    ### END SOLUTION


# %% check="quiz-degree-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
checks.dtype(quiz_degree(), "integer")
### BEGIN HIDDEN TESTS
x_ten, t_ten = data.curve()
slide = [0.31, 7.99, -25.43, 17.37]
columns = [np.vander(x_ten, M + 1, increasing=True) for M in range(10)]
fits = [np.linalg.lstsq(p, t_ten, rcond=None)[0] for p in columns]
match = [len(fit) == 4 and np.abs(fit - slide).max() < 0.01 for fit in fits]
checks.equal(quiz_degree(), match.index(True))
### END HIDDEN TESTS

# %% [markdown]
# How do you notice overfitting without knowing the sine? By keeping points back. The **root mean square error**
# says how far off a typical prediction is, in the units of $t$:
#
# $$E_\text{RMS} = \sqrt{\tfrac{1}{N}\textstyle\sum_i (\hat t_i - t_i)^2}$$
#
# On the ten **training** points it can only fall as the degree grows. On 100 fresh **test** points it falls, stays level,
# and shoots up.

# %%
x_test, t_test = data.curve(100, rng=np.random.default_rng(0))
rms = {"train": [], "test": []}
for M in range(10):
    w = least_squares(polynomial_features(x, M), t)
    rms["train"].append(np.sqrt(np.mean((polynomial_features(x, M) @ w - t) ** 2)))
    rms["test"].append(
        np.sqrt(np.mean((polynomial_features(x_test, M) @ w - t_test) ** 2))
    )
figure, ax = plot.figure(size=(5.0, 3.0))
ax.plot(rms["train"], "o-", label="train")
ax.plot(rms["test"], "s--", label="test")
ax.set(
    xlabel="degree M",
    ylabel="RMS error",
    title="At M = 9 only the training error is small",
)
ax.legend()
plot.show(
    figure, "Training error falls to zero at degree 9, test error jumps above 1 there."
)

# %% [markdown]
# With nine in ten other test sets the test error lies between 0.33 and 0.42 at M = 3; at M = 9 it is above 1.2. The
# noise alone accounts for about 0.3: no method can do much better.
#
# One cure is **more data**. Degree 9 is not too rich by itself, it is too rich for ten points.

# %%
figure, axes = plot.figure(1, 2, size=(3.6, 2.5))
for ax, (n, verdict) in zip(axes, {15: "strays", 100: "follows"}.items()):
    x_more, t_more = data.curve(n, rng=np.random.default_rng(1))
    w = least_squares(polynomial_features(x_more, 9), t_more)
    ax.plot(fine, np.sin(2 * np.pi * fine), "--")
    ax.plot(fine, polynomial_features(fine, 9) @ w, "-")
    ax.plot(x_more, t_more, "o", markersize=3)
    title = f"M = 9, {n} points: {verdict}"
    ax.set(ylim=(-1.8, 1.8), title=title, xlabel="x", ylabel="t")
plot.show(
    figure, "With 15 points degree 9 strays at the left, with 100 it follows the sine."
)

# %% [markdown]
# ## 3 · Ridge regression
#
# More data may not be there. The other cure: keep the weights small. **Ridge regression** adds a penalty for large ones,
#
# $$E(\mathbf w) = \lVert X\mathbf w - \mathbf y\rVert^2 + \lambda \lVert\mathbf w\rVert^2 ,$$
#
# and $\lambda$ says how heavy it is. Setting the derivatives to zero gives
# $(X^\top X + \lambda I)\,\mathbf w = X^\top\mathbf y$. For $\lambda > 0$ that matrix always has an inverse.

# %% [markdown]
# By hand, with one column: $X = (1, 2)^\top$ and $\mathbf y = (2, 4)^\top$. Then $X^\top X = 5$ and
# $X^\top\mathbf y = 10$, so least squares gives $w = 10/5 = 2$. With $\lambda = 15$ it is $10/(5+15) = 0.5$: the
# weight is pulled towards zero.

# %% [markdown]
# ### Exercise 3 · Ridge
# **5 points · 9 minutes**
#
# Minimise the sum above. **Every** weight is penalised, the first one too. At $\lambda = 0$ it is plain least squares,
# again for any $X$. Write it with NumPy's solvers, without scikit-learn.
#
# <details><summary>Hint</summary>
#
# Ridge is least squares with extra data: $D$ more rows, $\sqrt\lambda\, I$, whose targets are 0. Write down what they
# add to the sum of squares. Then one call serves every $\lambda$, and 0 too.
#
# </details>


# %% solution="ridge"
# --- exercise: ridge ---
def ridge(X, y, lam):
    """Weights that minimise |Xw - y|² + lam |w|².

    Parameters
    ----------
    X : ndarray of shape (N, D), float or int
        Columns may depend on each other, and N may be smaller than D.
    y : ndarray of shape (N,), float or int
    lam : float, at least 0
        The weight of the penalty; at 0 any minimiser of |Xw - y|² will do.

    Returns
    -------
    ndarray of shape (D,), float64
    """
    ### BEGIN SOLUTION
    n_features = X.shape[1]
    rows = np.vstack([X, np.sqrt(lam) * np.eye(n_features)])  # (N + D, D)
    targets = np.concatenate([y, np.zeros(n_features)])
    w, *_ = np.linalg.lstsq(rows, targets, rcond=None)
    return w
    ### END SOLUTION


# %% check="ridge-worked" points=1
checks.close(
    ridge(np.array([[1], [2]]), np.array([2, 4]), 15.0),
    [0.5],
    suspects={
        "the penalty is missing, or spares the first weight": [2.0],
        "the penalty is squared": [10 / 230],
        "the penalty is half of what it should be": [10 / 12.5],
        "the penalty is multiplied by the number of points": [10 / 35],
        "the square root of the penalty is taken once too often": [10 / (5 + 15**0.5)],
        "the penalty is subtracted": [-1.0],
        "the weights are found without a penalty and shrunk afterwards": [2 / 16],
        "X and y are centred first, as for an intercept": [1 / 15.5],
    },
)

# %% check="ridge-random" points=1
rng = checks.rng("ridge-random")
X_tall, y_tall = rng.normal(size=(9, 4)), rng.normal(size=9) + 2
gram = X_tall.T @ X_tall
for lam in (0.1, 1.5, 30.0):
    reference = sklearn.linear_model.Ridge(alpha=lam, fit_intercept=False)
    everywhere = np.linalg.solve(gram + lam, X_tall.T @ y_tall)
    but_first = np.diag([0, lam, lam, lam])
    spared = np.linalg.solve(gram + but_first, X_tall.T @ y_tall)
    checks.close(
        checks.unchanged(ridge, X_tall, y_tall, lam),
        reference.fit(X_tall, y_tall).coef_,
        suspects={
            "lam is added to all of X'X, not to its diagonal": everywhere,
            "the first weight is not penalised": spared,
        },
    )
checks.forbidden(ridge, "sklearn", "Ridge", "LinearRegression", "ridge_regression")

# %% check="ridge-wide" points=1
rng = checks.rng("ridge-wide")
X_wide, y_wide = rng.normal(size=(3, 6)), rng.normal(size=3)
X_wide[:, 5] = X_wide[:, 0]
reference = sklearn.linear_model.Ridge(alpha=0.5, fit_intercept=False)
found = checks.unchanged(ridge, X_wide, y_wide, 0.5)
checks.dtype(found, "float64")
checks.close(found, reference.fit(X_wide, y_wide).coef_)

# %% check="ridge-zero" points=1
# X, y, and columns of X that do not depend on each other and span the rest
for table, target, free in (
    ([[1, 40, 40], [1, 35, 35], [1, 67, 67]], [5, 4, 12], [0, 1]),
    ([[1, 2], [2, 4]], [1, 7], [0]),
    ([[1, 0, 2, 5], [0, 1, 3, 1]], [4, -2], [0, 1]),
):
    table, target = np.array(table), np.array(target)
    Q, _ = np.linalg.qr(table[:, free])
    found = checks.unchanged(ridge, table, target, 0)
    checks.close(table @ found, Q @ (Q.T @ target), rtol=0, atol=1e-6)
rng = checks.rng("ridge-zero")
X_tall, y_tall = rng.normal(size=(9, 4)), rng.normal(size=9)
checks.close(ridge(X_tall, y_tall, 0.0), np.linalg.lstsq(X_tall, y_tall, rcond=None)[0])

# %% check="ridge-secret" points=1
# Once more when your work is graded, on tables that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("ridge-secret")
for N, D in ((6, 3), (3, 5), (1, 1), (7, 2)):
    table, target = rng.normal(size=(N, D)), rng.normal(size=N)
    lam = rng.uniform(0.1, 5.0)
    wanted = np.linalg.inv(table.T @ table + lam * np.eye(D)) @ table.T @ target
    checks.close(checks.unchanged(ridge, table, target, lam), wanted)
    Q, _ = np.linalg.qr(table)
    fitted = Q @ (Q.T @ target) if N > D else target
    checks.close(table @ ridge(table, target, 0), fitted, rtol=0, atol=1e-6)
checks.forbidden(ridge, "sklearn", "Ridge", "LinearRegression", "ridge_regression")
### END HIDDEN TESTS

# %% [markdown]
# The same ten points, the same degree 9. Without a penalty the curve is wild; with a tiny one it follows the sine;
# with a large one it can hardly bend.

# %%
P = polynomial_features(x, 9)
figure, axes = plot.figure(1, 3, size=(2.8, 2.5))
verdicts = {0.0: "wild", math.exp(-8): "right", 10.0: "too stiff"}
for ax, (lam, verdict) in zip(axes, verdicts.items()):
    ax.plot(fine, np.sin(2 * np.pi * fine), "--")
    ax.plot(fine, polynomial_features(fine, 9) @ ridge(P, t, lam), "-")
    ax.plot(x, t, "o", markersize=4)
    ax.set(
        ylim=(-1.6, 1.6),
        title=f"$\\lambda$ = {lam:.2g}: {verdict}",
        xlabel="x",
        ylabel="t",
    )
plot.show(
    figure, "Degree 9 with three penalties: wild at 0, good at 0.0003, too flat at 10."
)

# %% [markdown]
# The test error, as a function of $\ln\lambda$, is a valley: on the left the penalty is too weak, on the right too
# strong. Its bottom is broad, so the search for $\lambda$ can be coarse. Powers of ten are enough.

# %%
log_lams = np.arange(-30.0, 5.0)
fits = [ridge(P, t, lam) for lam in np.exp(log_lams)]
P_test = polynomial_features(x_test, 9)
figure, ax = plot.figure(size=(5.0, 3.0))
ax.plot(
    log_lams, [np.sqrt(np.mean((P @ w - t) ** 2)) for w in fits], "-", label="train"
)
ax.plot(
    log_lams,
    [np.sqrt(np.mean((P_test @ w - t_test) ** 2)) for w in fits],
    "--",
    label="test",
)
ax.set(xlabel="$\\ln\\lambda$", ylabel="RMS error", title="Too weak, right, too strong")
ax.legend()
plot.show(
    figure, "Training error grows with lambda; test error is lowest between -22 and -8."
)

# %% [markdown]
# Move the slider to see the curve bend. (It needs a running notebook; the pictures above show three such fits.)


# %%
def bend(log_lam):
    figure, ax = plot.figure(size=(4.5, 3.0))
    ax.plot(fine, np.sin(2 * np.pi * fine), "--", label="the sine")
    ax.plot(
        fine,
        polynomial_features(fine, 9) @ ridge(P, t, math.exp(log_lam)),
        "-",
        label="ridge",
    )
    ax.plot(x, t, "o")
    ax.set(
        ylim=(-1.6, 1.6),
        xlabel="x",
        ylabel="t",
        title=f"$\\ln\\lambda$ = {log_lam:.0f}",
    )
    ax.legend()
    plot.show(figure, f"Ridge fit of degree 9 at ln lambda = {log_lam:.0f}.")


_ = ipywidgets.interact(
    bend, log_lam=ipywidgets.FloatSlider(-8, min=-35, max=5, step=1)
)

# %% [markdown]
# ### Quiz 2 · Which lambda?
# **1 point · 5 minutes**
#
# A table in print gives the ten weights of degree 9 "at $\ln\lambda = 0$", which is $\lambda = 1$:
#
# 0.13, -0.05, -0.06, -0.05, -0.03, -0.02, -0.01, 0, 0, 0.01.
#
# Try `ridge(P, t, 1.0)`: the weights are not these. Which whole number for `lam` gives them? The numbers were computed
# with another weight of the penalty than ours. Which factor turns a sum, as in our $E$, into a mean, as in $E_\text{RMS}$?


# %% solution="quiz-lambda"
# --- exercise: quiz-lambda ---
def quiz_lambda():
    """Return the whole number for `lam` that gives the printed row."""
    ### BEGIN SOLUTION
    return 10  # N times lambda: as if it were added to the mean, not to the sum
    ### END SOLUTION


# %% check="quiz-lambda-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
checks.shape(quiz_lambda(), ())
### BEGIN HIDDEN TESTS
x_ten, t_ten = data.curve()
printed = [0.13, -0.05, -0.06, -0.05, -0.03, -0.02, -0.01, 0, 0, 0.01]
columns = np.vander(x_ten, 10, increasing=True)


def row(lam):
    return np.linalg.solve(columns.T @ columns + lam * np.eye(10), columns.T @ t_ten)


N = len(x_ten)
checks.holds(
    bool(np.abs(row(1.0 * N) - printed).max() < 0.006), "the key itself is wrong"
)
checks.close(quiz_lambda(), 1.0 * N, rtol=0.05)
### END HIDDEN TESTS

# %% [markdown]
# ## 4 · Bias and variance
#
# Why is there a best $\lambda$ in between? Draw not one set of points but a hundred, twelve points each, fit them all,
# and look at the curves together. A strong penalty gives nearly the same curve each time, and it is wrong in the same
# way each time: **bias**. A weak one is right on average, but each single curve is somewhere else: **variance**.


# %%
def hundred_fits(log_lam, seed=0):
    rng = np.random.default_rng(seed)
    samples = [data.curve(12, rng=rng) for _ in range(100)]
    weights = [
        ridge(polynomial_features(u, 9), v, math.exp(log_lam)) for u, v in samples
    ]
    return np.array([polynomial_features(fine, 9) @ w for w in weights])  # (100, 200)


# %%
truth = np.sin(2 * np.pi * fine)
figure, axes = plot.figure(1, 3, size=(2.8, 2.5))
verdicts = {0: "biased", -9: "balanced", -30: "varies"}
for ax, (log_lam, verdict) in zip(axes, verdicts.items()):
    curves = hundred_fits(log_lam)
    ax.plot(fine, truth, "--", label="sine")
    ax.plot(fine, curves.mean(axis=0), "-", label="mean of 100")
    ax.plot(fine, curves[:20].T, color="0.7", linewidth=0.8, zorder=0)
    title = f"$\\ln\\lambda$ = {log_lam}: {verdict}"
    ax.set(ylim=(-1.8, 1.8), title=title, xlabel="x", ylabel="t")
axes[0].legend(fontsize=7)
plot.show(
    figure,
    "Twenty curves for three penalties: alike but off, balanced, right on average but spread.",
)

# %% [markdown]
# Both can be measured, and together with the noise they make up the expected squared error of a new point:
#
# $$\text{error} = \text{bias}^2 + \text{variance} + \text{noise}$$
#
# The noise is $0.3^2 = 0.09$, whatever we do. As the penalty falls, the bias shrinks and the variance grows. The best
# $\lambda$ is where their sum is smallest.

# %%
print("ln lambda   bias²   variance   sum")
for log_lam in (3, 0, -3, -6, -9, -12, -20, -30):
    curves = hundred_fits(log_lam)
    bias2 = np.mean((curves.mean(axis=0) - truth) ** 2)
    variance = curves.var(axis=0).mean()
    print(f"{log_lam:6d}     {bias2:6.3f}   {variance:6.3f}   {bias2 + variance:6.3f}")

# %% [markdown]
# ## 5 · Gradients
#
# So far a formula gave the best weights. For a network there is none. What works wherever a loss has a slope is to walk
# downhill, and for that we need the **gradient**: the vector of its derivatives, one for each weight. It points to
# where the loss rises fastest.
#
# Our loss is the **mean** squared error. The mean keeps its size when the data grow. Its derivative by $w_j$ follows from
# the chain rule: a residual $r_i = \mathbf x_i^\top\mathbf w - y_i$ changes by $x_{ij}$ with $w_j$, so $r_i^2$ changes by
# $2 r_i x_{ij}$. Averaged over the rows:
#
# $$L(\mathbf w) = \frac1N\sum_{i=1}^N (\mathbf x_i^\top\mathbf w - y_i)^2 \qquad
# \nabla L = \frac2N X^\top(X\mathbf w - \mathbf y)$$

# %% [markdown]
# By hand: $X = \begin{pmatrix} 1 & 2 \\ 1 & 4 \\ 1 & 3 \end{pmatrix}$, $\mathbf y = (3, 8, 4)$, $\mathbf w = (0, 1)$. The
# predictions are $(2, 4, 3)$, the residuals $(-1, -4, -1)$. The loss is $(1 + 16 + 1)/3 = 6$. The gradient is
# $\frac23 X^\top(-1, -4, -1) = \frac23(-6, -21) = (-4, -14)$: both weights should grow, the second one faster.

# %% [markdown]
# ### Exercise 4 · Loss and gradient
# **4 points · 6 minutes**
#
# Return both, because both need the residuals.


# %% solution="mse-loss-and-grad"
# --- exercise: mse-loss-and-grad ---
def mse_loss_and_grad(w, X, y):
    """Mean squared error of a linear model, and its gradient.

    Parameters
    ----------
    w : ndarray of shape (D,), float or int
    X : ndarray of shape (N, D), float or int
    y : ndarray of shape (N,), float or int

    Returns
    -------
    loss : float
        mean((Xw - y)²)
    grad : ndarray of shape (D,), float64
        Derivatives of the loss with respect to w.
    """
    ### BEGIN SOLUTION
    residuals = X @ w - y  # (N,)
    return np.mean(residuals**2), 2 * X.T @ residuals / len(y)
    ### END SOLUTION


# %% check="mse-loss-and-grad-shape" points=1
rng = checks.rng("mse-loss-and-grad-shape")
w_any, X_any, y_any = rng.normal(size=3), rng.normal(size=(7, 3)), rng.normal(size=7)
loss_any, grad_any = checks.parts(
    checks.unchanged(mse_loss_and_grad, w_any, X_any, y_any), 2
)
swapped = "Return the loss first, the gradient second."
checks.holds(np.shape(loss_any) != (3,) or np.shape(grad_any) != (), swapped)
checks.shape(loss_any, ())
checks.shape(grad_any, (3,))

# %% check="mse-loss-and-grad-worked" points=1
w_hand = np.array([0, 1])
X_hand, y_hand = np.array([[1, 2], [1, 4], [1, 3]]), np.array([3, 8, 4])
loss_hand, grad_hand = checks.parts(mse_loss_and_grad(w_hand, X_hand, y_hand), 2)
checks.close(
    loss_hand,
    6.0,
    suspects={
        "the squares are summed, not averaged": 18.0,
        "the mean is halved": 3.0,
        "the absolute values are averaged, not the squares": 2.0,
        "a column minus a row was broadcast to a matrix": 84 / 9,
    },
)
checks.close(
    grad_hand,
    [-4, -14],
    suspects={
        "the factor 2 of the derivative is missing": [-2, -7],
        "the squares are summed, not averaged": [-12, -42],
        "it is divided by the number of weights, not of rows": [-6, -21],
        "the residuals have the wrong sign": [4, 14],
    },
)

# %% check="mse-loss-and-grad-torch" points=1
rng = checks.rng("mse-loss-and-grad-torch")
for N, D in ((5, 3), (1, 4), (6, 1)):
    arrays = rng.normal(size=D), rng.normal(size=(N, D)), rng.normal(size=N)
    w_torch, X_tensor, y_tensor = (torch.tensor(array) for array in arrays)
    w_torch.requires_grad_()
    loss_torch = torch.nn.functional.mse_loss(X_tensor @ w_torch, y_tensor)
    loss_torch.backward()
    loss_mine, grad_mine = checks.parts(mse_loss_and_grad(*arrays), 2)
    checks.close(loss_mine, loss_torch.item())
    checks.close(grad_mine, w_torch.grad)
w_whole, X_whole = np.array([0, 1]), np.array([[1, 2], [1, 4], [2, 5]])
found = mse_loss_and_grad(w_whole, X_whole, np.array([3, 7, 5]))
loss_mine, grad_mine = checks.parts(found, 2)
checks.close(loss_mine, 10 / 3)
whole = {"the derivatives are rounded to whole numbers": [-2, -9]}
checks.close(grad_mine, [-8 / 3, -28 / 3], suspects=whole)
checks.dtype(grad_mine, "float64")

# %% check="mse-loss-and-grad-secret" points=1
# Once more when your work is graded, on tables that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("mse-loss-and-grad-secret")
for N, D in ((4, 2), (2, 5), (1, 1), (9, 3)):
    w_any, X_any, y_any = (
        rng.normal(size=D),
        rng.normal(size=(N, D)),
        rng.normal(size=N),
    )
    off = X_any @ w_any - y_any
    loss_any, grad_any = checks.parts(mse_loss_and_grad(w_any, X_any, y_any), 2)
    checks.close(loss_any, sum(off**2) / N)
    checks.close(grad_any, [2 / N * sum(off * X_any[:, j]) for j in range(D)])
### END HIDDEN TESTS

# %% [markdown]
# Is a gradient right? One can feel for the slope instead. Take a small step $h$ along one weight and watch the loss.
# A loss of 1.25347 that becomes 1.25322 at $h = 0.0001$ falls by 0.00025: a slope of
# $-0.00025 / 0.0001 = -2.5$. Along another weight it becomes 1.25353: a slope of 0.6.

# %% [markdown]
# Better still, step to **both** sides: the **central difference**
#
# $$\frac{\partial f}{\partial w_j} \approx \frac{f(\mathbf w + h\,\mathbf e_j) - f(\mathbf w - h\,\mathbf e_j)}{2h}$$
#
# Its error falls with $h^2$, that of the one-sided difference only with $h$. For $f(w) = w^3$ at $w = 2$ and $h = 0.1$:
# $(9.261 - 6.859)/0.2 = 12.01$, and the true slope is 12. The one-sided difference gives 12.61.

# %% [markdown]
# ### Exercise 5 · Numerical gradient
# **5 points · 12 minutes**
#
# Do this for every entry of $\mathbf w$, whatever its shape: a vector, a matrix, or a single number. Two traps: `w` is
# the caller's, so step with a **copy**; and a `w` of integers can't hold a step of 0.00001.
#
# <details><summary>Hint</summary>
#
# `np.ndindex(w.shape)` goes through the indices of all entries, for any number of axes, none included. Make an array of
# zeros with `h` in one place, and add it to `w`.
#
# </details>


# %% solution="numerical-gradient"
# --- exercise: numerical-gradient ---
def numerical_gradient(f, w, h=1e-5):
    """Gradient of f at w by central differences.

    Parameters
    ----------
    f : callable
        Takes a float64 array of w's shape, returns a float.
    w : ndarray of any shape, also () and (0,), float or int
        Never written to, not even while the function runs.
    h : float
        The step to each side.

    Returns
    -------
    ndarray of w's shape, float64
        (f(w + h e) - f(w - h e)) / 2h for each entry's direction e.
    """
    ### BEGIN SOLUTION
    grad = np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[index] = h
        grad[index] = (f(w + step) - f(w - step)) / (2 * h)
    return grad
    ### END SOLUTION


# %% check="numerical-gradient-worked" points=1
cube = np.array([2.0])
checks.close(
    numerical_gradient(lambda w: float((w**3).sum()), cube, h=0.1),
    [12.01],
    suspects={
        "a one-sided difference, to the right": [12.61],
        "a one-sided difference, to the left": [11.41],
        "the difference is divided by h, not by 2h": [24.02],
        "h is not used, or another formula is": [12.0],
        "`/ 2 * h` divides by 2 and multiplies by h: use brackets": [0.1201],
    },
)


def coupled(w):
    return float(w[0] * w[1] ** 2 * w[2])


checks.close(
    numerical_gradient(coupled, np.array([1.0, 2.0, 3.0]), h=0.1),
    [12.0, 12.0, 4.0],
    suspects={
        "the step of an earlier entry is not taken back": [12.0, 10.8, 3.249],
        "the step up of an earlier entry is not taken back": [12.0, 13.2, 4.851],
    },
)

# %% check="numerical-gradient-loss" points=1
rng = checks.rng("numerical-gradient-loss")


def printed_loss(w):
    return 1.25347 - 2.5 * w[0] + 0.6 * w[1]  # 1.25322 and 1.25353 at h = 0.0001


checks.close(
    numerical_gradient(printed_loss, np.zeros(2), h=1e-4),
    [-2.5, 0.6],
    atol=1e-6,
    suspects={
        "all entries take their step together": [-1.9, -1.9],
        "the step of an earlier entry is not taken back": [-2.5, -1.9],
    },
)
at = rng.normal(size=5)
slope = np.sin(at) + at * np.cos(at)
checks.close(numerical_gradient(lambda w: float(np.sin(w) @ w), at), slope, atol=1e-6)

# %% check="numerical-gradient-shapes" points=1
rng = checks.rng("numerical-gradient-shapes")
for wanted in ((2, 3), (), (1, 1, 4), (0,)):
    factor, at, shapes = (
        rng.normal(size=wanted),
        np.array(rng.normal(size=wanted)),
        set(),
    )

    def bowl_at(w):
        shapes.add(w.shape)
        return float(np.sum(factor * w**2)) if w.shape == factor.shape else 0.0

    slopes = 2 * factor * at
    found = numerical_gradient(bowl_at, at)
    message = f"f must receive arrays of w's shape {wanted}, not {shapes - {wanted}}."
    checks.holds(shapes <= {wanted}, message)
    checks.close(found, slopes, atol=1e-6)
crossed = rng.normal(size=(3, 2)).T  # columns lie one after the other in memory
slopes = 2 * crossed
found = numerical_gradient(lambda w: float((w**2).sum()), crossed)
checks.close(found, slopes, atol=1e-6)

# %% check="numerical-gradient-input" points=1
types = set()


def typed(w):
    types.add(w.dtype.name)
    return float(0.3 * (w**2).sum())


for kind in (int, np.float32):
    at = np.array([[1, -2], [3, 0]], dtype=kind)
    found = numerical_gradient(typed, at)
    others = ", ".join(types - {"float64"})
    checks.holds(not others, f"f must receive float64, not {others}.")
    checks.dtype(found, "float64")
    checks.close(found, [[0.6, -1.2], [1.8, 0.0]], atol=1e-6)
exact = np.array([1.5, 2.5])
found = checks.unchanged(numerical_gradient, typed, exact, during=True)
checks.close(found, 0.6 * exact, atol=1e-6)

# %% check="numerical-gradient-secret" points=1
# Once more when your work is graded, on functions and points that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("numerical-gradient-secret")
for shape in ((4,), (2, 2, 3), ()):
    c, w_any = rng.normal(size=shape), np.asarray(rng.normal(size=shape))
    found = checks.unchanged(
        numerical_gradient,
        lambda w: float(np.sum(c * w**3)),
        w_any,
        h=0.01,
        during=True,
    )
    checks.close(found, 3 * c * w_any**2 + c * 0.01**2, atol=1e-8)
### END HIDDEN TESTS

# %% [markdown]
# Now compare the two gradients of our loss. A **relative** error below 0.0000001 means that your formula is right.

# %%
rng = np.random.default_rng(0)
X_check, y_check, w_check = (
    rng.normal(size=(20, 3)),
    rng.normal(size=20),
    rng.normal(size=3),
)
_, analytic = mse_loss_and_grad(w_check, X_check, y_check)
numeric = numerical_gradient(
    lambda w: mse_loss_and_grad(w, X_check, y_check)[0], w_check
)
print("analytic:", analytic)
print("numeric: ", numeric)
print("relative error:", np.abs(analytic - numeric).max() / np.abs(analytic).max())

# %% [markdown]
# Why not take $h$ as small as can be? Then the two losses agree in more and more of their 16 digits, and what is left of
# the difference is rounding. For the central difference the best $h$ is near $10^{-5}$, for the one-sided near $10^{-8}$.

# %%
steps = 10.0 ** np.arange(-13, 0)
true_slope = math.cos(1.0)
central = [
    abs((math.sin(1 + h) - math.sin(1 - h)) / (2 * h) - true_slope) for h in steps
]
one_sided = [abs((math.sin(1 + h) - math.sin(1)) / h - true_slope) for h in steps]
figure, ax = plot.figure(size=(5.0, 3.0))
ax.loglog(steps, one_sided, "s--", label="one-sided")
ax.loglog(steps, central, "o-", label="central")
ax.set(
    xlabel="h",
    ylabel="error of the slope",
    title="Too large a step, and too small a one",
)
ax.legend()
plot.show(
    figure,
    "Error against h on log scales: two V shapes, the central one deeper, lowest near 1e-5.",
)

# %% [markdown]
# ## 6 · Gradient descent
#
# Start somewhere. Step against the gradient. Repeat:
#
# $$\mathbf w \leftarrow \mathbf w - \eta\,\nabla f(\mathbf w)$$
#
# The **learning rate** $\eta$ (eta, in code `lr`) says how far. Take $f(w) = \tfrac12 w^4 - 2w^2 + w + 5$ with slope
# $f'(w) = 2w^3 - 4w + 1$. From $w = 2$ with $\eta = 0.05$: $f'(2) = 16 - 8 + 1 = 9$, so the first step leads to
# $2 - 0.05 \cdot 9 = 1.55$.

# %% [markdown]
# ### Exercise 6 · Gradient descent
# **4 points · 7 minutes**
#
# Take `steps` steps, and keep the whole path: row 0 is the start, row $k$ is where the search stands after $k$ steps.
# Each row needs memory of its own. If you step with `-=` and store the same array again and again, all rows will
# show the last point.


# %% solution="gradient-descent"
# --- exercise: gradient-descent ---
def gradient_descent(grad_fn, w0, lr, steps):
    """Walk downhill from w0.

    Parameters
    ----------
    grad_fn : callable
        Takes w of shape (D,), returns the gradient there, of shape (D,).
    w0 : ndarray of shape (D,), float or int
        The start; it stays as it is.
    lr : float
        The learning rate.
    steps : int, at least 0

    Returns
    -------
    w : ndarray of shape (D,), float64
        The last point.
    path : ndarray of shape (steps + 1, D), float64
        All points, the start first; one array, not a list.
    """
    ### BEGIN SOLUTION
    path = [np.array(w0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad_fn(path[-1]))
    return path[-1], np.array(path)
    ### END SOLUTION


# %% check="gradient-descent-worked" points=1
def slope_at(w):
    return 2 * w**3 - 4 * w + 1


w_end, walked = checks.parts(gradient_descent(slope_at, np.array([2.0]), 0.05, 2), 2)
swapped = "Return the last point first, the path second."
checks.holds(np.shape(w_end) != (3, 1), swapped)
checks.shape(walked, (3, 1))
last, up = 1.55 - 0.05 * slope_at(1.55), 2.45 + 0.05 * slope_at(2.45)
checks.close(
    walked,
    [[2.0], [1.55], [last]],
    suspects={
        "the steps go uphill": [[2.0], [2.45], [up]],
        "the gradient is that of the start in every step": [[2.0], [1.55], [1.1]],
        "the gradient is scaled to length 1": [[2.0], [1.95], [1.9]],
        "every row is the same array: copy it before it changes": [[last]] * 3,
    },
)
checks.close(w_end, [last], suspects={"that is the point before the last": [1.55]})

# %% check="gradient-descent-bowl" points=1
rng = checks.rng("gradient-descent-bowl")
steep, w_start = rng.uniform(0.5, 3.0, size=4), rng.normal(size=4)
w_end, walked = checks.parts(
    checks.unchanged(gradient_descent, lambda w: steep * w, w_start, 0.1, 40), 2
)
closed_form = np.array([(1 - 0.1 * steep) ** k * w_start for k in range(41)])
checks.dtype(walked, "float64")
checks.close(walked, closed_form)
checks.close(w_end, closed_form[-1])

# %% check="gradient-descent-edges" points=1
w_end, walked = checks.parts(gradient_descent(lambda w: w, np.array([3]), 0.5, 0), 2)
checks.equal(walked, [[3]])
checks.dtype(walked, "float64")
checks.dtype(w_end, "float64")
start = np.array([3, -1])
w_end, walked = checks.parts(gradient_descent(lambda w: w, start, 0.5, 2), 2)
checks.close(walked, [[3, -1], [1.5, -0.5], [0.75, -0.25]])
# every step is taken, also where it arrived long ago, and where it flies apart
w_end, walked = checks.parts(gradient_descent(lambda w: w, start, 0.5, 300), 2)
checks.shape(walked, (301, 2))
w_end, walked = checks.parts(gradient_descent(lambda w: 2 * w, start, 1.5, 5), 2)
checks.close(w_end, [-96, 32])

# %% check="gradient-descent-secret" points=1
# Once more when your work is graded, on bowls that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("gradient-descent-secret")
for D, n_steps in ((1, 0), (3, 1), (2, 12)):
    steep, centre, w_start = (
        rng.uniform(0.1, 2.0, size=D),
        rng.normal(size=D),
        rng.normal(size=D),
    )
    w_end, walked = checks.parts(
        gradient_descent(lambda w: steep * (w - centre), w_start.copy(), 0.3, n_steps),
        2,
    )
    wanted = [
        centre + (1 - 0.3 * steep) ** k * (w_start - centre) for k in range(n_steps + 1)
    ]
    checks.close(walked, wanted)
    checks.close(w_end, wanted[-1])
### END HIDDEN TESTS

# %% [markdown]
# The function has two valleys. From $w = 2$, a rate that is too low has not arrived after 15 steps. A good one has: it
# settles in the valley that it started in, though the other one is deeper. Gradient descent finds **a** minimum, not
# the lowest. A rate that is too high jumps to the other side and from there to and fro (the first jumps are numbered).


# %%
def f(w):
    return w**4 / 2 - 2 * w**2 + w + 5


def f_slope(w):
    return 2 * w**3 - 4 * w + 1


# %%
around = np.linspace(-2.4, 2.4, 200)
figure, axes = plot.figure(1, 3, size=(2.8, 2.6))
titles = {0.004: "crawls", 0.05: "settles", 0.33: "jumps about"}
for ax, (lr, title) in zip(axes, titles.items()):
    _, path = gradient_descent(f_slope, np.array([2.0]), lr, 15)
    ax.plot(around, f(around), "-")
    ax.plot(path, f(path), "o--", markersize=4, linewidth=0.8)
    for step in range(4 if lr > 0.1 else 0):
        ax.annotate(str(step), (path[step, 0], f(path[step, 0]) + 0.6))
    ax.set(ylim=(1, 12), title=f"lr = {lr}: {title}", xlabel="w", ylabel="f(w)")
plot.show(
    figure,
    "Three descents from w = 2: crawling, settling in the right-hand valley, jumping across.",
)

# %% [markdown]
# Higher still, and nothing holds it. Each jump lands where the slope is steeper, so the next jump is longer: the search
# **diverges**. When a loss becomes `inf` or `nan`, suspect the learning rate first.

# %%
_, path = gradient_descent(f_slope, np.array([2.0]), 0.5, 5)
print("lr = 0.5:", ", ".join(f"{value:.3g}" for value in path[:, 0]))

# %% [markdown]
# Move the start and the rate. Where does it diverge? Can you make it end in the other valley? (The sliders need a
# running notebook; the pictures above show three such searches.)


# %%
def descend(start, log_lr):
    w = np.array([start])
    points = [w]
    for _ in range(30):
        w = np.clip(w - 10**log_lr * f_slope(w), -1e3, 1e3)  # clipped, or it overflows
        points.append(w)
    figure, ax = plot.figure(size=(4.5, 3.0))
    ax.plot(around, f(around), "-")
    ax.plot(points, f(np.array(points)), "o--", markersize=4)
    ax.set(
        xlim=(-2.5, 2.5),
        ylim=(1, 12),
        xlabel="w",
        ylabel="f(w)",
        title=f"lr = {10**log_lr:.3f}",
    )
    plot.show(figure, f"Thirty steps from {start} with learning rate {10**log_lr:.3f}.")


_ = ipywidgets.interact(
    descend,
    start=ipywidgets.FloatSlider(2.0, min=-2.2, max=2.2, step=0.1),
    log_lr=ipywidgets.FloatSlider(
        -1.3, min=-3, max=-0.3, step=0.1, description="log10 lr"
    ),
)

# %% [markdown]
# ### Quiz 3 · How high is too high?
# **1 point · 2 minutes**
#
# Take the bowl $f(w) = 3w^2$. One step turns $w$ into $w - \eta\cdot 6w = (1 - 6\eta)\,w$. The search converges when
# that factor lies between -1 and 1. Below which learning rate does it converge? Two digits are enough.


# %% solution="quiz-rate"
# --- exercise: quiz-rate ---
def quiz_rate():
    """Return the rate below which the search converges, a float."""
    ### BEGIN SOLUTION
    return 1 / 3
    ### END SOLUTION


# %% check="quiz-rate-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
checks.shape(quiz_rate(), ())
### BEGIN HIDDEN TESTS
curvature = 6.0  # f'' of 3 w²: the factor 1 - 6 lr reaches -1 at 2 / f''
checks.close(quiz_rate(), 2 / curvature, rtol=0.01)
### END HIDDEN TESTS

# %% [markdown]
# ## 7 · Mini-batches
#
# Back to apartments, 200 of them now, with targets $y$. With areas around 70 and a constant column of ones, the valley of
# section 1 is so narrow that gradient descent crawls. **Standardise** the areas first: subtract their mean, divide by
# their standard deviation. The valley becomes a round bowl. (The **condition number** of $X^\top X$ compares how steeply the valley curves across and along: 1 is round.)

# %%
rng = np.random.default_rng(0)
areas, prices = data.apartments(200, rng=rng)
Z = np.column_stack([np.ones(200), (areas - areas.mean()) / areas.std()])
raw = np.column_stack([np.ones(200), areas])
print("condition number of X'X, raw:         ", f"{np.linalg.cond(raw.T @ raw):,.0f}")
print("condition number of X'X, standardised:", f"{np.linalg.cond(Z.T @ Z):,.0f}")

# %% [markdown]
# The gradient of 200 apartments is a mean over 200 rows. A mean over 10 of them, drawn at random, points roughly the
# same way at a twentieth of the cost. That is **stochastic gradient descent**: shuffle the rows, cut them into
# **mini-batches**, take one step for each. One pass over all rows is an **epoch**.

# %% [markdown]
# ### Exercise 7 · Mini-batches
# **5 points · 9 minutes**
#
# Give one epoch of mini-batches: every row once, in an order drawn by `rng`, each row together with its label. Ten rows
# with a batch size of 4 make batches of 4, 4 and 2. A list of pairs is fine, and so is a generator (`yield`).
#
# <details><summary>Hint</summary>
#
# Don't shuffle `X` and `y`. Draw one order of the row **numbers**, and use pieces of it to index both.
#
# </details>


# %% solution="iterate-minibatches"
# --- exercise: iterate-minibatches ---
def iterate_minibatches(X, y, batch_size, rng):
    """One epoch of mini-batches, in random order.

    Parameters
    ----------
    X : ndarray of shape (N, D), N at least 1
    y : ndarray of shape (N,)
    batch_size : int, at least 1
        May be larger than N.
    rng : numpy.random.Generator
        The only source of randomness.

    Returns
    -------
    iterable of (X_batch, y_batch)
        X_batch of shape (B, D), y_batch of shape (B,). B is batch_size for every
        batch but the last, which holds the rows that are left, at least one.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        yield X[chosen], y[chosen]
    ### END SOLUTION


# %% check="iterate-minibatches-sizes" points=1
X_rows, y_rows = np.arange(20.0).reshape(10, 2), np.arange(10.0)


def sizes(batch_size):
    pairs = iterate_minibatches(X_rows, y_rows, batch_size, np.random.default_rng(0))
    checks.holds(pairs is not None, "It gives None: use `yield`, or return a list.")
    both = [checks.parts(pair, 2) for pair in pairs]
    arrays = all(type(part) is np.ndarray for pair in both for part in pair)
    checks.holds(arrays, "X_batch and y_batch must be NumPy arrays.")
    shapes = [(np.shape(X_part), np.shape(y_part)) for X_part, y_part in both]
    message = f"Every batch must be a pair of shapes (B, 2) and (B,), not {shapes}"
    checks.holds(all(s == ((s[1][0], 2), (s[1][0],)) for s in shapes), message)
    return [y_shape[0] for _, y_shape in shapes]


odd = {"the rest is dropped": [4, 4], "the rest is spread over all batches": [4, 3, 3]}
odd["batch_size is taken for the number of batches"] = [3, 3, 2, 2]
odd["the last batch is filled up"] = [4, 4, 4]
odd["the rest goes into the batches before"] = [5, 5]
odd["the short batch must come last"] = [2, 4, 4]
checks.equal(sizes(4), [4, 4, 2], suspects=odd)
checks.equal(sizes(5), [5, 5], suspects={"the last batch is empty": [5, 5, 0]})
checks.equal(sizes(3), [3, 3, 3, 1])
checks.equal(sizes(1), [1] * 10)
checks.equal(sizes(16), [10])

# %% check="iterate-minibatches-rows" points=1
rng = checks.rng("iterate-minibatches-rows")
X_rows, y_rows = rng.normal(size=(23, 3)), np.arange(23)
drawn = list(iterate_minibatches(X_rows.copy(), y_rows, 5, np.random.default_rng(1)))
came = [int(label) for _, part in drawn for label in np.ravel(part)]
message = f"of 23 rows, {len(set(came))} came, in {len(came)} places."
checks.holds(sorted(came) == list(range(23)), f"Every row must come once: {message}")
message = "A row came with another row's label: give X and y the same order."
rows = np.concatenate([part for part, _ in drawn])
checks.holds(bool((rows == X_rows[came]).all()), message)


# %% check="iterate-minibatches-shuffled" points=1
def order_of(generator):
    pairs = iterate_minibatches(np.zeros((60, 1)), np.arange(60), 10, generator)
    return [int(label) for _, part in pairs for label in part]


generator = np.random.default_rng(2)
first, second = order_of(generator), order_of(generator)
checks.holds(first != sorted(first), "The rows come in their old order: shuffle them.")
followed = sum(b - a == 1 for a, b in zip(first, first[1:]))
message = "Most rows still follow their old neighbour: shuffle rows, not batches."
checks.holds(followed < 20, message)
message = "Rows hardly leave their place: shuffle the whole table, not each batch."
checks.holds(np.mean(np.abs(np.array(first) - np.arange(60)) < 10) < 0.7, message)
message = "Two epochs came in one order: draw a new one from `rng` each time."
checks.holds(first != second, message)

# %% check="iterate-minibatches-rng" points=1
X_rows, y_rows = np.arange(80.0).reshape(40, 2), np.arange(40)
drawn = checks.unchanged(
    iterate_minibatches, X_rows, y_rows, 6, np.random.default_rng(3)
)
other = iterate_minibatches(X_rows, y_rows, 6, np.random.default_rng(4))
checks.holds(
    [int(v) for _, part in drawn for v in part]
    != [int(v) for _, part in other for v in part],
    "Another `rng` gave the same order: draw from the `rng` that is passed in.",
)

# %% check="iterate-minibatches-secret" points=1
# Once more when your work is graded, on tables and sizes that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("iterate-minibatches-secret")
for _ in range(4):
    count, size = int(rng.integers(1, 40)), int(rng.integers(1, 12))
    numbers = np.arange(count)
    X_any = rng.normal(size=(count, 2))
    drawn = list(iterate_minibatches(X_any.copy(), numbers, size, rng))
    labels = [int(label) for _, part in drawn for label in part]
    checks.equal(sorted(labels), list(range(count)))
    checks.equal(np.concatenate([part for part, _ in drawn]), X_any[labels])
    checks.equal([len(part) for _, part in drawn[:-1]], [size] * (len(drawn) - 1))
    checks.equal(len(drawn), -(-count // size))
### END HIDDEN TESTS

# %% [markdown]
# Three ways down the same bowl (the star is its minimum), for the same number of rows read. All 200 rows a step: four
# straight steps, and far from there yet. Ten rows a step: eighty steps that hardly wander, and it arrives. One row a
# step: 800 steps; it is there soon, and then dances about and never rests.


# %%
def sgd_path(batch_size, lr, epochs, seed=0):
    rng = np.random.default_rng(seed)
    path = [np.array([1.0, 1.0])]
    for _ in range(epochs):
        for X_batch, y_batch in iterate_minibatches(Z, prices, batch_size, rng):
            _, grad = mse_loss_and_grad(path[-1], X_batch, y_batch)
            path.append(path[-1] - lr * grad)
    return np.array(path)


# %%
best = least_squares(Z, prices)
grid0, grid1 = np.meshgrid(np.linspace(0, 18, 60), np.linspace(0, 9, 60))
bowl = np.mean((grid0[..., None] + grid1[..., None] * Z[:, 1] - prices) ** 2, axis=-1)
figure, axes = plot.figure(1, 3, size=(2.8, 2.6))
for ax, size in zip(axes, (200, 10, 1)):
    path = sgd_path(size, lr=0.1, epochs=4)
    ax.contour(grid0, grid1, bowl, levels=12, linewidths=0.6)
    ax.plot(*path.T, ".-", markersize=3, linewidth=0.8)
    ax.plot(*best, "k*", markersize=10)
    ax.set(
        xlabel="$w_0$",
        ylabel="$w_1$",
        title=f"{size} row{'s' * (size > 1)} a step, {len(path) - 1} steps",
    )
plot.show(
    figure,
    "Four epochs: 4 smooth steps, 80 nearly smooth ones, 800 that dance about the minimum.",
)

# %% [markdown]
# ## 8 · Momentum
#
# In a narrow valley the gradient points across rather than along. Gradient descent zigzags from wall to wall. A heavy
# ball would not: it keeps some of its **velocity**, so that the zigzag cancels and the way along the valley adds up.
#
# $$\mathbf v \leftarrow \mu\,\mathbf v - \eta\,\nabla f(\mathbf w), \qquad \mathbf w \leftarrow \mathbf w + \mathbf v$$
#
# By hand, with $\mu = 0.9$, $\eta = 0.2$, velocity 0.5 and gradient 2 at $w = 1$: the new velocity is
# $0.45 - 0.4 = 0.05$, and $w$ becomes 1.05. It still rolls uphill, but hardly.

# %% [markdown]
# ### Exercise 8 · Momentum
# **4 points · 4 minutes**
#
# Write the two formulas above. The learning rate belongs into the velocity, as it stands there. Change none of the
# inputs.


# %% solution="momentum-step"
# --- exercise: momentum-step ---
def momentum_step(w, grad, velocity, lr, mu):
    """One step of gradient descent with momentum.

    Parameters
    ----------
    w, grad, velocity : ndarray of shape (D,), float or int
        None of them is changed.
    lr, mu : float
        Learning rate, and the share of the velocity that is kept.

    Returns
    -------
    w, velocity : ndarray of shape (D,), float64
        Both after the step.
    """
    ### BEGIN SOLUTION
    velocity = mu * velocity - lr * grad
    return w + velocity, velocity
    ### END SOLUTION


# %% check="momentum-step-worked" points=1
one, two, half = np.array([1.0]), np.array([2.0]), np.array([0.5])
w_next, v_next = checks.parts(momentum_step(one, two, half, 0.2, 0.9), 2)
checks.close(
    v_next,
    [0.05],
    suspects={
        "the gradient is added to the velocity, not subtracted": [0.85],
        "the old velocity is dropped": [-0.4],
        "the old velocity is returned": [0.5],
        "the velocity holds the gradient without the learning rate": [2.45],
        "the gradient is weighted by 1 - mu as well": [0.41],
        "the gradient is weighted by 1 - mu, not by lr": [0.25],
        "lr and mu are exchanged": [-1.7],
        "the velocity is returned first, w second": [1.05],
    },
)
checks.close(
    w_next,
    [1.05],
    suspects={
        "the step uses the old velocity": [1.5],
        "the velocity is subtracted": [0.95],
        "the step looks ahead, as Nesterov's does": [0.645],
    },
)

# %% check="momentum-step-torch" points=1
rng = checks.rng("momentum-step-torch")
w_mine, v_mine, gradients = rng.normal(size=4), np.zeros(4), rng.normal(size=(6, 4))
w_torch = torch.tensor(w_mine, requires_grad=True)
optimiser = torch.optim.SGD([w_torch], lr=0.05, momentum=0.8)
for g in gradients:
    w_torch.grad = torch.tensor(g)
    optimiser.step()
    w_mine, v_mine = checks.parts(momentum_step(w_mine, g, v_mine, 0.05, 0.8), 2)
    checks.close(w_mine, w_torch)

# %% check="momentum-step-pure" points=1
rng = checks.rng("momentum-step-pure")
w_any, g_any, v_any = rng.normal(size=(3, 5))
w_next, v_next = checks.parts(
    checks.unchanged(momentum_step, w_any, g_any, v_any, 0.3, 0.6), 2
)
checks.close(v_next, 0.6 * v_any - 0.3 * g_any)
checks.close(w_next, w_any + v_next)
w_whole, g_whole, v_whole = np.array([[1, 2], [1, 0], [0, 1]])
w_next, v_next = checks.parts(
    checks.unchanged(momentum_step, w_whole, g_whole, v_whole, 0.5, 0.25), 2
)
lost = {"the velocity is rounded to whole numbers": [1, 2]}
checks.close(w_next, [0.5, 2.25], suspects=lost)
checks.close(v_next, [-0.5, 0.25])
checks.dtype(v_next, "float64")

# %% check="momentum-step-secret" points=1
# Once more when your work is graded, on numbers that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("momentum-step-secret")
for D in (1, 6):
    w_any, g_any, v_any = rng.normal(size=(3, D))
    rate, kept = rng.uniform(0.01, 1, size=2)
    w_next, v_next = checks.parts(
        momentum_step(w_any.copy(), g_any, v_any.copy(), rate, kept), 2
    )
    checks.close(v_next, kept * v_any - rate * g_any)
    checks.close(w_next, w_any + kept * v_any - rate * g_any)
### END HIDDEN TESTS

# %% [markdown]
# A valley that is fifty times steeper across than along. Without momentum the rate that the walls allow is far too
# small for the valley. With momentum the same rate arrives.

# %%
walls = np.array([1.0, 50.0])
figure, axes = plot.figure(1, 2, size=(3.8, 2.4))
for ax, mu in zip(axes, (0.0, 0.8)):
    w, velocity, path = np.array([9.0, 1.2]), np.zeros(2), [np.array([9.0, 1.2])]
    for _ in range(30):
        w, velocity = momentum_step(w, walls * w, velocity, 0.035, mu)
        path.append(w)
    ax.contour(
        *np.meshgrid(np.linspace(-4, 10, 50), np.linspace(-2, 2, 50)),
        [
            [0.5 * (a * a + 50 * b * b) for a in np.linspace(-4, 10, 50)]
            for b in np.linspace(-2, 2, 50)
        ],
        levels=10,
        linewidths=0.6,
    )
    ax.plot(*np.transpose(path), ".-", linewidth=0.8)
    ax.set(
        xlabel="$w_0$",
        ylabel="$w_1$",
        title=f"mu = {mu}: still {np.linalg.norm(w):.2f} away",
    )
plot.show(
    figure,
    "Thirty steps in a narrow valley: a zigzag that falls short, and a path that arrives.",
)

# %% [markdown]
# ## 9 · Letting the rate decay
#
# The single-row path never came to rest. Even at the minimum each row pulls its own way, and the rate that was good for
# the way there is too high for staying. The cure is to lower it with time. Three schedules are common, for epoch $t = 0, 1, 2, \dots$:
#
# | schedule | rate | with $\eta_0 = 0.8$ and $k = 2$, at $t = 3$ |
# |---|---|---|
# | step | halves every $k$ epochs | 0.4 |
# | exponential | $\eta_0\, e^{-kt}$ | $0.8\,e^{-6} = 0.00198$ |
# | inverse | $\eta_0 / (1 + kt)$ | $0.8 / 7 = 0.114$ |

# %% [markdown]
# ### Exercise 9 · Decay
# **5 points · 4 minutes**
#
# Write the three rows of the table, chosen by name.


# %% solution="decayed-rate"
# --- exercise: decayed-rate ---
def decayed_rate(lr0, epoch, schedule, k):
    """Learning rate in an epoch.

    Parameters
    ----------
    lr0 : float
        The rate in epoch 0.
    epoch : int, at least 0
    schedule : {"step", "exponential", "inverse"}
    k : int of at least 1 for "step", float for the others
        For "step" the number of epochs between two halvings, so that the rate is
        first halved in epoch k; for the others how fast the rate falls.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        For another schedule.
    """
    ### BEGIN SOLUTION
    if schedule == "step":
        return lr0 * 0.5 ** (epoch // k)
    if schedule == "exponential":
        return lr0 * math.exp(-k * epoch)
    if schedule == "inverse":
        return lr0 / (1 + k * epoch)
    raise ValueError(f"unknown schedule {schedule!r}")
    ### END SOLUTION


# %% check="decayed-rate-step" points=1
checks.close(
    [decayed_rate(0.8, epoch, "step", 3) for epoch in range(10)],
    [0.8] * 3 + [0.4] * 3 + [0.2] * 3 + [0.1],
    suspects={
        "the rate halves one epoch too late": [0.8] * 4 + [0.4] * 3 + [0.2] * 3,
        "the rate halves one epoch too early": [0.8] * 2
        + [0.4] * 3
        + [0.2] * 3
        + [0.1] * 2,
        "the rate halves in epoch 1 already": [0.8] + [0.4] * 3 + [0.2] * 3 + [0.1] * 3,
        "the rate halves once and then stays": [0.8] * 3 + [0.4] * 7,
        "the rate falls a little in every epoch": [
            0.8 / 2 ** (t / 3) for t in range(10)
        ],
        "the rate falls to a tenth, not to a half": [0.8] * 3
        + [0.08] * 3
        + [0.008] * 3
        + [0.0008],
    },
)
checks.close([decayed_rate(0.8, t, "step", 49) for t in (48, 49)], [0.8, 0.4])

# %% check="decayed-rate-worked" points=1
checks.close(
    decayed_rate(0.8, 3, "exponential", 2),
    0.8 * np.exp(-6),
    suspects={
        "the rate grows: the exponent's sign": 0.8 * np.exp(6),
        "the epoch is divided by k, not multiplied": 0.8 * np.exp(-1.5),
        "the base is 2, not e": 0.8 * 2.0**-6,
        "k is forgotten": 0.8 * np.exp(-3),
    },
)
checks.close(
    decayed_rate(0.8, 3, "inverse", 2),
    0.8 / 7,
    suspects={
        "the 1 in 1 + k t is missing": 0.8 / 6,
        "k multiplies the 1 as well": 0.8 / 8,
        "1 + k t needs brackets": 0.8 + 6,
    },
)

# %% check="decayed-rate-name" points=1
for wrong_name in ("cosine", "", "Step", "exp", "steps"):
    checks.raises(ValueError, decayed_rate, 0.1, 1, wrong_name, 2)
checks.raises(ValueError, decayed_rate, 0.1, 0, "cosine", 1)

# %% check="decayed-rate-random" points=1
rng = checks.rng("decayed-rate-random")
rate, k = rng.uniform(0.01, 1.0), rng.uniform(0.05, 0.5)
epochs = [0, 1, 2, 5, 11]
checks.close(
    [decayed_rate(rate, t, "exponential", k) for t in epochs],
    rate * np.exp(-k * np.array(epochs)),
)
checks.close(
    [decayed_rate(rate, t, "inverse", k) for t in epochs],
    [rate / (1 + k * t) for t in epochs],
)
checks.close(
    [decayed_rate(rate, t, "step", 1) for t in epochs], [rate / 2**t for t in epochs]
)

# %% check="decayed-rate-secret" points=1
# Once more when your work is graded, on rates and epochs that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("decayed-rate-secret")
for _ in range(5):
    rate, k, epoch, every = (
        rng.uniform(0.01, 2),
        rng.uniform(0.01, 1),
        int(rng.integers(0, 30)),
        int(rng.integers(1, 7)),
    )
    checks.close(decayed_rate(rate, epoch, "exponential", k), rate / np.exp(k * epoch))
    checks.close(decayed_rate(rate, epoch, "inverse", k), rate / (k * epoch + 1))
    checks.close(
        decayed_rate(rate, epoch, "step", every),
        rate / 2 ** len(range(every, epoch + 1, every)),
    )
checks.raises(ValueError, decayed_rate, rate, epoch, "linear", every)
### END HIDDEN TESTS

# %% [markdown]
# One row a step again, for thirty epochs, each schedule five times. At a constant rate the distance to the minimum stays
# where the noise keeps it. With decay it goes on falling.


# %%
def distance_by_epoch(schedule, k, seed, epochs=30):
    rng, w, distances = np.random.default_rng(seed), np.array([1.0, 1.0]), []
    for epoch in range(epochs):
        lr = decayed_rate(0.05, epoch, schedule, k) if schedule else 0.05
        for X_batch, y_batch in iterate_minibatches(Z, prices, 1, rng):
            w = w - lr * mse_loss_and_grad(w, X_batch, y_batch)[1]
        distances.append(np.linalg.norm(w - best))
    return distances


# %%
plans = {None: 0, "step": 5, "exponential": 0.1, "inverse": 1.0}
figure, ax = plot.figure(size=(5.0, 3.2))
for (schedule, k), dash in zip(plans.items(), ("-", "--", "-.", ":")):
    runs = [distance_by_epoch(schedule, k, seed) for seed in range(5)]
    ax.semilogy(np.mean(runs, axis=0), dash, label=schedule or "constant")
ax.set(
    xlabel="epoch", ylabel="distance to the minimum", title="Only a falling rate rests"
)
ax.legend()
plot.show(
    figure,
    "Mean distance by epoch: constant stays level, the decaying rates go on falling.",
)

# %% [markdown]
# ## What you have seen
#
# - You fitted weights by least squares, also where the normal equations break down.
# - You recognised overfitting in numbers, and tamed it with ridge regression.
# - You derived a gradient, and checked it numerically.
# - You ran gradient descent, and chose its step.
# - You split data into mini-batches, and added momentum and decay.

# %% [markdown]
# ## Your code against the library
#
# 442 patients with ten measurements each, from scikit-learn's `diabetes`. The same input, timed side by
# side. A ratio above 1 means that yours takes longer. The library checks its input more carefully, and torch finds the
# gradient without being told the formula. Both cost time.

# %%
X_real, y_real = data.diabetes()
w_real = torch.zeros(10, dtype=torch.float64, requires_grad=True)
X_torch, y_torch = torch.tensor(X_real), torch.tensor(y_real)
linear = sklearn.linear_model.LinearRegression(fit_intercept=False)
penalised = sklearn.linear_model.Ridge(alpha=1.0, fit_intercept=False)
powers = sklearn.preprocessing.PolynomialFeatures(9)


# %%
def torch_gradient():
    return torch.autograd.grad(((X_torch @ w_real - y_torch) ** 2).mean(), w_real)[0]


compare.side_by_side(
    {
        "least_squares": (
            lambda: least_squares(X_real, y_real),
            lambda: linear.fit(X_real, y_real).coef_,
        ),
        "ridge": (
            lambda: ridge(X_real, y_real, 1.0),
            lambda: penalised.fit(X_real, y_real).coef_,
        ),
        "polynomial_features": (
            lambda: polynomial_features(X_real[:, 0], 9),
            lambda: powers.fit_transform(X_real[:, :1]),
        ),
        "mse_loss_and_grad": (
            lambda: mse_loss_and_grad(np.zeros(10), X_real, y_real),
            torch_gradient,
        ),
    }
)

# %% [markdown]
# ## Typical errors
#
# | what you see | what it was |
# |---|---|
# | `LinAlgError: Singular matrix` | normal equations with columns that depend on each other |
# | a shape `(N, N)` where `(N,)` was meant | a column minus a row: `y` of shape `(N, 1)` |
# | loss `nan` or `inf` after a few steps | the learning rate is too high |
# | loss still falls after many steps | the rate is too low, or the features are not standardised |
# | loss hovers and goes no lower | the rate is too high for single rows: let it decay |
# | all rows of the path are equal | the same array was stored again and again |
# | training error near 0, test error large | overfitting: fewer weights, more data, or a penalty |

# %% [markdown]
# ## Scale it up
#
# Off by default, because it downloads 12 MB. The same steps, on 60,000 images of handwritten digits: ten least-squares
# problems at once, one for each digit, by mini-batches, on a GPU if there is one. For a linear classifier on raw
# pixels LeCun and others (1998) report 88 % on the test images: compare. Lesson 6 does much better.

# %%
SCALE_UP = False


def mnist_tensors(train, device):
    digits = data.real("mnist", train=train, download=True)
    pixels = digits.data.reshape(len(digits), -1).float().to(device) / 255
    return torch.cat(
        [pixels, torch.ones(len(pixels), 1, device=device)], 1
    ), digits.targets.to(device)


def linear_digits(X_train, y_train, X_test, y_test, epochs=3, lr=0.01, seed=0):
    targets = torch.nn.functional.one_hot(y_train, 10).float()
    weights = torch.zeros(X_train.shape[1], 10, device=X_train.device)
    generator = torch.Generator().manual_seed(seed)
    for _ in range(epochs):
        for rows in torch.randperm(len(X_train), generator=generator).split(100):
            batch = X_train[rows]
            weights -= lr * 2 / len(rows) * batch.T @ (batch @ weights - targets[rows])
    return ((X_test @ weights).argmax(1) == y_test).float().mean().item()


if SCALE_UP:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    print(
        "test accuracy:",
        linear_digits(*mnist_tensors(True, device), *mnist_tensors(False, device)),
    )

# %% [markdown]
# ## Further reading
#
# - C. Bishop, *Pattern Recognition and Machine Learning*, chapters 1.1 and 3.2: the polynomial example and the
#   bias-variance picture come from there.
# - G. Strang, *Linear Algebra and Learning from Data*, part II: least squares four ways, and when each fails.
# - [Why momentum really works](https://distill.pub/2017/momentum/) by G. Goh: the valley of section 8, with sliders.
# - L. Bottou, F. Curtis, J. Nocedal, *Optimization Methods for Large-Scale Machine Learning*: why noisy steps are good
#   enough.
