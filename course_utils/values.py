"""Checks of values: numbers up to rounding, exact values, shapes, types."""

import numpy as np

from course_utils import reading
from course_utils.mistakes import guess, guess_shape, is_tensor, number, show


def close(actual, expected, suspects=None, rtol=None, atol=None):
    """Check that numbers agree up to rounding.

    Parameters
    ----------
    actual : number, list, ndarray or Tensor
        The value under test.
    expected : array_like
        The value it should have, in the shape it should have.
    suspects : dict of str to array_like, optional
        Known mistakes: a sentence, and the value that this mistake would give.
    rtol, atol : float, optional
        Largest relative and absolute error. By default both follow the coarser dtype of the two, where an actual
        value of 16 bits counts as one of 32: half its digits, relative to each value and to the largest one.

    Raises
    ------
    CheckFailed
        When type, shape or values differ.
    """
    what = reading.what()
    given, wanted = reading.numbers(actual, what), reading.numbers(expected, "the expected value")
    eps = max(_eps(wanted), min(_eps(given), np.finfo(np.float32).eps))  # no answer buys slack with 16 bits
    finite = np.abs(wanted[np.isfinite(wanted)])
    largest = finite.max() if finite.size and finite.max() > 0 else 1.0
    rtol = eps**0.5 if rtol is None else rtol
    atol = eps**0.5 * largest if atol is None else atol

    def same(a, b):
        return a.shape == b.shape and bool(np.isclose(a, b, rtol=rtol, atol=atol, equal_nan=True).all())

    def same_roughly(a, b):
        return a.shape == b.shape and bool(np.allclose(a, b, max(rtol, eps**0.5), max(atol, 1e-9), equal_nan=True))

    if not same(given, wanted):
        wrong = None
        if given.shape == wanted.shape:
            wrong = ~np.isclose(given, wanted, rtol=rtol, atol=atol, equal_nan=True)
        # a guess at the cause needs no more digits than it takes to recognise it
        _fail_numbers(what, given, wanted, wrong, suspects, same_roughly)


def equal(actual, expected, suspects=None):
    """Check that a value is exactly the expected one: integers, strings, booleans, or lists and dicts of them.

    Parameters
    ----------
    actual, expected : number, str, bool, None, list, tuple, dict, ndarray or Tensor
        A list and a tuple of the same items count as equal, and so do numbers of different types (2 and 2.0).
    suspects : dict of str to value, optional
        Known mistakes: a sentence, and the value that this mistake would give.

    Raises
    ------
    CheckFailed
        When the two differ.
    """
    what = reading.what()
    if reading.is_numeric(expected):
        given, wanted = reading.numbers(actual, what), reading.numbers(expected, "the expected value")
        if not np.array_equal(given, wanted):
            wrong = given != wanted if given.shape == wanted.shape else None
            _fail_numbers(what, given, wanted, wrong, suspects, np.array_equal)
    elif not reading.same(actual, expected):
        cause = next((text for text, value in (suspects or {}).items() if reading.same(actual, value)), None)
        reading.fail(f"{what} is wrong.", f"Expected {show(expected)}, got {show(actual)}.", cause)


def shape(actual, expected):
    """Check the shape of an array or tensor.

    Parameters
    ----------
    actual : ndarray, Tensor or, for shape (), a number
    expected : tuple of int

    Raises
    ------
    CheckFailed
        When it is no array or tensor, or of another shape.
    """
    what = reading.what()
    if type(actual) in (list, tuple):
        cause = "np.array(...) makes an array of a list" if type(actual) is list else "several things are returned"
        reading.fail(f"{what} is a {type(actual).__name__}.", f"Expected an array of shape {tuple(expected)}.", cause)
    given, expected = reading.numbers(actual, what), tuple(expected)
    if given.shape != expected:
        reading.fail(
            f"{what} has the wrong shape.",
            f"Expected {expected}, got {given.shape}.",
            guess_shape(given.shape, expected),
        )


def dtype(actual, expected):
    """Check that a value is an array or tensor of a dtype.

    Parameters
    ----------
    actual : ndarray, NumPy or Python number, or Tensor
    expected : str
        A dtype's name: "float64" for NumPy (a Python float has it too), "torch.float32" for a tensor. Or a kind of
        NumPy's: "integer", "floating", "bool".

    Raises
    ------
    CheckFailed
        When it is a list, of another library, or of another dtype.
    """
    what = reading.what()
    given = f"a {type(actual).__name__}"
    if type(actual) not in (list, tuple):
        given = reading.numbers(actual, what).dtype
    kinds = {"integer": ("i", "u"), "floating": ("f",), "bool": ("b",)}
    fits = getattr(given, "kind", None) in kinds[expected] if expected in kinds else f"{given}" == expected
    if is_tensor(actual):
        given = actual.dtype
        fits = str(given) == expected
    if not fits:
        reading.fail(f"{what} has the wrong type.", f"Expected {expected}, got {given}.")


def parts(value, count):
    """Return the parts of a result that consists of several, such as a loss and its gradient.

    Parameters
    ----------
    value : tuple or list
    count : int
        How many parts it should have.

    Returns
    -------
    tuple of length count

    Raises
    ------
    CheckFailed
        When it is of another type or length.
    """
    if type(value) not in (tuple, list) or len(value) != count:
        cause = "the function ends without `return`" if value is None else None
        reading.fail(
            f"{reading.what()} must have {count} parts, as in `a, b`.", f"Expected a tuple, got {show(value)}.", cause
        )
    return tuple(value)


def _eps(array):
    return np.finfo(array.dtype if array.dtype.kind in "fc" else np.float64).eps


def _fail_numbers(what, given, wanted, wrong, suspects, same):
    cause = guess(given, wanted, suspects, same)
    if wrong is None:
        cause = cause or guess_shape(given.shape, wanted.shape)
        seen = f"Expected {wanted.shape}, got {given.shape}."
        if 0 < given.size <= 12 and 0 < wanted.size <= 12:
            seen += f" Expected in full {show(wanted)}, got {show(given)}."
        reading.fail(f"{what} has the wrong shape.", seen, cause)
    if np.isnan(given[wrong]).any() and cause is None:
        cause = "0 / 0, the logarithm or root of a negative number, or infinity minus infinity"
    if given.ndim == 0:
        reading.fail(
            f"{what} is wrong.",
            f"Expected {number(wanted, given)}, got {number(given, wanted)}.",
            cause,
        )
    with np.errstate(invalid="ignore"):
        error = np.where(wrong, np.nan_to_num(np.abs(given.astype(complex) - wanted), nan=np.inf), -1.0)
    worst = np.unravel_index(np.argmax(error), error.shape)
    place = ", ".join(str(int(i)) for i in worst)
    seen = f"Expected {number(wanted[worst], given[worst])} there, got {number(given[worst], wanted[worst])}."
    if 1 < given.size <= 12:
        seen += f" Expected in full {show(wanted)}, got {show(given)}."
    count = "the value is" if given.size == 1 else f"{int(wrong.sum())} of {given.size} values are"
    reading.fail(f"{what}: {count} wrong, the worst at [{place}].", seen, cause)
