"""Checks that name the mistake: what was expected, what came back, and which known slip gives that.

A check returns None when all is well and raises `CheckFailed` otherwise. Values are read strictly: numbers,
strings, lists, tuples, dicts, NumPy arrays and torch tensors of exactly these types, so that an object that claims
to equal everything equals nothing.
"""

import ast
import copy
import hashlib
import inspect
import itertools
import linecache
import os
import random
import sys
import textwrap
from collections.abc import Iterator

import numpy as np

from course_utils.mistakes import guess, guess_shape, is_tensor, number, show

__all__ = [
    "CheckFailed",
    "close",
    "dtype",
    "equal",
    "forbidden",
    "fresh",
    "holds",
    "no_loops",
    "parts",
    "raises",
    "rng",
    "shape",
    "unchanged",
]


class CheckFailed(AssertionError):
    """A check that failed. A notebook shows its message alone, without a stack."""

    def _render_traceback_(self):
        return [f"CheckFailed: {self}"]


def rng(name):
    """Return the random generator of a check.

    Parameters
    ----------
    name : str
        The check's own name: the same name gives the same draws.

    Returns
    -------
    numpy.random.Generator
        Seeded by the name, and by the environment variable COURSE_SEED, which is secret when work is graded:
        inputs that were read off a passing check do not come again.
    """
    digest = hashlib.sha256(f"{os.environ.get('COURSE_SEED', '')}/{name}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "little"))


# --- the checks ---------------------------------------------------------------------------------------------------


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
        Largest relative and absolute error. By default both follow the coarser dtype of the two: half its digits,
        relative to each value and to the largest one.

    Raises
    ------
    CheckFailed
        When type, shape or values differ.
    """
    what = _what()
    given, wanted = _numbers(actual, what), _numbers(expected, "the expected value")
    eps = max(np.finfo(a.dtype).eps if a.dtype.kind in "fc" else 0.0 for a in (given, wanted, np.zeros(1)))
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
    what = _what()
    if _is_numeric(expected):
        given, wanted = _numbers(actual, what), _numbers(expected, "the expected value")
        if not np.array_equal(given, wanted):
            wrong = given != wanted if given.shape == wanted.shape else None
            _fail_numbers(what, given, wanted, wrong, suspects, np.array_equal)
    elif not _same(actual, expected):
        cause = next((text for text, value in (suspects or {}).items() if _same(actual, value)), None)
        _fail(f"{what} is wrong.", f"Expected {show(expected)}, got {show(actual)}.", cause)


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
    what = _what()
    if type(actual) in (list, tuple):
        cause = "np.array(...) makes an array of a list" if type(actual) is list else "several things are returned"
        _fail(f"{what} is a {type(actual).__name__}.", f"Expected an array of shape {tuple(expected)}.", cause)
    given, expected = _numbers(actual, what), tuple(expected)
    if given.shape != expected:
        _fail(
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
    what = _what()
    given = f"a {type(actual).__name__}"
    if type(actual) not in (list, tuple):
        given = _numbers(actual, what).dtype
    kinds = {"integer": "iu", "floating": "f", "bool": "b"}
    fits = getattr(given, "kind", "") in kinds[expected] if expected in kinds else f"{given}" == expected
    if is_tensor(actual):
        given = actual.dtype
        fits = str(given) == expected
    if not fits:
        _fail(f"{what} has the wrong type.", f"Expected {expected}, got {given}.")


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
        _fail(f"{_what()} must have {count} parts, as in `a, b`.", f"Expected a tuple, got {show(value)}.", cause)
    return tuple(value)


def raises(exception, function, *args, **kwargs):
    """Check that a call raises an exception.

    Parameters
    ----------
    exception : type
        The exception's class; a subclass of it counts too.
    function : callable
    *args, **kwargs
        What it is called with.

    Raises
    ------
    CheckFailed
        When the call returns, or raises another exception.
    """
    call = f"`{_name(function)}({_arguments(args, kwargs)})`"
    try:
        result = function(*args, **kwargs)
    except exception:
        return
    except NotImplementedError:
        raise  # the untouched stub: not a wrong exception, but no answer yet
    except Exception as error:
        _fail(
            f"{call} raises the wrong exception.",
            f"Expected {exception.__name__}, got {type(error).__name__}: {error}",
        )
    _fail(f"{call} must be refused.", f"Expected {exception.__name__}, but it returned {show(result)}.")


def holds(condition, message):
    """Check a condition that needs words of its own.

    Parameters
    ----------
    condition : bool
    message : str
        What should hold, and what was seen instead.

    Raises
    ------
    CheckFailed
        When the condition is False.
    """
    if type(condition) not in (bool, np.bool_):
        raise TypeError(f"holds() takes a bool, not {type(condition).__name__}")
    if not condition:
        raise CheckFailed(message)


def unchanged(function, *args, during=False, **kwargs):
    """Call a function and check that it has no side effects.

    It may not change its arguments or the global random state, and a second call on equal arguments must give an
    equal result.

    Parameters
    ----------
    function : callable
    *args, **kwargs
        What it is called with.
    during : bool
        If True the arrays are read-only while the function runs: it may not even change and restore them.

    Returns
    -------
    object
        What the first call returned; an iterator is read to its end and returned as a list.

    Raises
    ------
    CheckFailed
        When an argument or the global random state changed, or the two calls differ.
    """
    name = f"`{_name(function)}`"
    before, again = copy.deepcopy((args, kwargs)), copy.deepcopy((args, kwargs))
    arrays = [a for a in (*args, *kwargs.values()) if type(a) is np.ndarray and a.flags.writeable and during]
    for array in arrays:
        array.flags.writeable = False
    state = _random_state()
    try:
        result = _read(function(*args, **kwargs))
    except ValueError as error:
        if "read-only" not in str(error):
            raise
        _fail(
            f"{name} writes to its input while it runs.",
            "Its arguments must stay as they are, during the call too.",
            "an array was not copied before it was changed",
        )
    finally:
        for array in arrays:
            array.flags.writeable = True
    parameters = [*range(1, len(args) + 1), *kwargs]
    for which, old, new in zip(parameters, (*before[0], *before[1].values()), (*args, *kwargs.values()), strict=True):
        if _is_plain(old) and not _same(new, old):
            label = f"argument {which}" if isinstance(which, int) else f"argument `{which}`"
            _fail(
                f"{name} changes its {label}.",
                _change(old, new),
                "an operation in place (+=, x[...] = ...) on the caller's array; copy it first",
            )
    if not _same(state, _random_state()):
        _fail(f"{name} uses or seeds the global random state.", "Draw from the generator that is passed in.")
    kept = copy.deepcopy(result) if _is_plain(result) else result
    second = _read(function(*again[0], **again[1]))
    if _is_plain(kept) and not _same(second, kept):
        _fail(
            f"{name} gives two answers to the same question.",
            f"The first call gave {show(kept)}, the second {show(second)}.",
            "something is remembered between calls, or drawn from another source than the arguments",
        )
    return result


def fresh(function, *args, **kwargs):
    """Call a function and check that its result shares no memory with its arguments.

    Parameters
    ----------
    function : callable
        Takes and returns arrays.
    *args, **kwargs
        What it is called with.

    Returns
    -------
    ndarray
        What the call returned.

    Raises
    ------
    CheckFailed
        When writing to the result would change an argument.
    """
    result = function(*args, **kwargs)
    _numbers(result, f"The result of `{_name(function)}`")
    arrays = [a for a in (*args, *kwargs.values()) if type(a) is np.ndarray]
    if type(result) is np.ndarray and any(np.shares_memory(result, a) for a in arrays):
        _fail(
            f"`{_name(function)}` returns a view, not a copy.",
            "Writing to the result would change its input too.",
            "a slice shares its memory with the array that it was cut from",
        )
    return result


def no_loops(function):
    """Check that a function has no Python loop, comprehension, `map` or the like in its source.

    The functions that it calls from the same notebook count too.

    Raises
    ------
    CheckFailed
        Naming the first loop found.
    """
    loops = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    disguised = {
        "map",
        "vectorize",
        "apply_along_axis",
        "apply_over_axes",
        "frompyfunc",
        "fromiter",
        "reduce",
    }
    for source, tree in _sources(function):
        for node in ast.walk(tree):
            called = isinstance(node, ast.Call) and _last_name(node.func)
            if isinstance(node, loops) or called in disguised:
                line = source.splitlines()[node.lineno - 1].strip()
                _fail(
                    f"`{_name(function)}` loops in Python.",
                    f"Found `{line}`; this exercise asks for whole-array operations.",
                )


def forbidden(function, *names):
    """Check that a function does not use the very thing that it is to build.

    The functions that it calls from the same notebook count too.

    Parameters
    ----------
    function : callable
    *names : str
        Last parts of the names that may not appear in its source: "vander" stands for numpy.vander however imported.

    Raises
    ------
    CheckFailed
        Naming the first one found.
    """
    known = function.__globals__
    for _, tree in _sources(function):
        for node in ast.walk(tree):
            used = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.Attribute):
                used.append(node.attr)
            elif isinstance(node, ast.Name) and known.get(node.id) is not function:  # it may call itself
                used += [node.id, getattr(known.get(node.id), "__name__", "")]  # its name here, and where it comes from
            for name in used:
                if name.split(".")[-1] in names:
                    _fail(
                        f"`{_name(function)}` uses the library's `{name}`.",
                        "That is what this exercise builds: write it with simpler operations.",
                    )


# --- reading values strictly --------------------------------------------------------------------------------------


def _numbers(value, what):
    """Return a number, a nested list of numbers, an array or a tensor as an ndarray, or fail in words."""
    if value is None:
        _fail(f"{what} is None.", "Expected numbers.", "the function ends without `return`")
    kind = type(value)
    if is_tensor(value):
        value = value.detach().cpu()
        value = (value.float() if value.dtype.is_floating_point and value.dtype.itemsize < 4 else value).numpy()
    elif kind in (list, tuple):
        parts = [_numbers(item, what) for item in value]
        if len({part.shape for part in parts}) > 1:
            cause = "several things are returned where one is asked for" if kind is tuple else None
            _fail(f"{what} has parts of different shapes.", f"Got {show(value)}.", cause)
        value = np.array(parts) if parts else np.zeros(0)
    elif kind in (bool, int, float, complex) or (isinstance(value, np.generic) and kind.__module__ == "numpy"):
        value = np.asarray(value)
    elif kind is not np.ndarray:
        _fail(f"{what} is no number or array.", f"Expected numbers, got {show(value)}.")
    if value.dtype.kind not in "biufc":
        _fail(f"{what} does not hold numbers.", f"Got an array of dtype {value.dtype}.")
    return value


def _is_numeric(value):
    if type(value) in (list, tuple):
        return bool(value) and all(_is_numeric(item) for item in value)
    return type(value) in (bool, int, float, np.ndarray) or isinstance(value, np.generic) or is_tensor(value)


def _is_plain(value):
    if type(value) in (list, tuple):
        return all(_is_plain(item) for item in value)
    if type(value) is dict:
        return all(_is_plain(item) for item in value.values())
    return value is None or type(value) in (str, bytes) or _is_numeric(value)


def _same(a, b):
    """Return whether two plain values are equal, NaN to NaN; anything that is not plain equals nothing."""
    if type(a) in (list, tuple) and type(b) in (list, tuple):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    if type(a) is dict and type(b) is dict:
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if _is_numeric(a) and _is_numeric(b):
        a, b = _numbers(a, "a value"), _numbers(b, "a value")
        return np.array_equal(a, b, equal_nan=True)
    return type(a) is type(b) and (a is None or (type(a) in (str, bytes) and a == b))


def _read(value):
    """Return a value, and the items of an iterator, whose work is only done when it is read."""
    return list(value) if isinstance(value, Iterator) else value


def _random_state():
    kind, keys, *rest = np.random.get_state()  # noqa: NPY002 - the global state is what is watched here
    state = [random.getstate()[1], kind, keys, rest]
    return [*state, sys.modules["torch"].get_rng_state()] if "torch" in sys.modules else state


# --- reading source -----------------------------------------------------------------------------------------------


def _sources(function):
    """Yield (source, tree) of a function and of the functions of its notebook that it calls."""
    seen, todo = set(), [function]
    while todo:
        current = todo.pop()
        code = getattr(current, "__code__", None)
        if code is None or code in seen:
            continue
        seen.add(code)
        source = textwrap.dedent(inspect.getsource(current))
        tree = ast.parse(source)
        yield source, tree
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        todo += [current.__globals__[name] for name in sorted(names) if name in current.__globals__]
        todo = [other for other in todo if getattr(other, "__globals__", None) is function.__globals__]


def _last_name(node):
    return getattr(node, "attr", None) if isinstance(node, ast.Attribute) else getattr(node, "id", None)


def _what():
    """Return what is being checked, in the cell's own words: the first argument of the call of a check."""
    frame = sys._getframe()
    while frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    where = next(itertools.islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))
    source = "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell with magics
        return "Your result"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset) == where and node.args:
            text = _quoted(source, node.args[0])
            made = _assigned(tree, node.args[0], node.lineno)
            return f"{text} of {_quoted(source, made)}" if made else text
    return "Your result"


def _assigned(tree, name, before):
    """Return the call whose result was last assigned to a name, above a line, or None."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(name, ast.Name) and isinstance(node, ast.Assign) and node.lineno < before
        if any(isinstance(part, ast.Name) and part.id == name.id for part in ast.walk(node.targets[0]))
        if isinstance(node.value, ast.Call)
    ]
    return max(calls, key=lambda node: node.lineno).value if calls else None


def _quoted(source, node):
    return f"`{textwrap.shorten(_text(source, node), 72, placeholder=' ...')}`"


def _text(source, node):
    """Return an expression as the cell has it; `checks.unchanged(f, x)` reads as the `f(x)` that it stands for."""
    if isinstance(node, ast.Call) and _last_name(node.func) == "parts" and node.args:
        return _text(source, node.args[0])
    if isinstance(node, ast.Call) and _last_name(node.func) in ("unchanged", "fresh") and node.args:
        function, *rest = (_text(source, argument) for argument in node.args)
        named = [f"{word.arg}={_text(source, word.value)}" for word in node.keywords if word.arg != "during"]
        return f"{function}({', '.join([*rest, *named])})"
    return " ".join(ast.get_source_segment(source, node).split())


def _change(old, new):
    """Say what a call did to an argument: in full where it is short, else by its first entry that differs."""
    old, new = _plain_array(old), _plain_array(new)
    if type(old) is np.ndarray and type(new) is np.ndarray and old.shape == new.shape and old.size > 12:
        first = tuple(int(i) for i in np.argwhere(old != new)[0])
        return f"Its entry {list(first)} was {show(old[first])}, and after the call it is {show(new[first])}."
    return f"It was {show(old)}, and after the call it is {show(new)}."


def _plain_array(value):
    return value.detach().cpu().numpy() if is_tensor(value) else value


def _name(function):
    return getattr(function, "__name__", None) or type(function).__name__


def _arguments(args, kwargs):
    return ", ".join([*map(show, args), *(f"{key}={show(value)}" for key, value in kwargs.items())])


# --- saying what is wrong -----------------------------------------------------------------------------------------


def _fail(where, seen, cause=None):
    raise CheckFailed("\n".join([where, seen, *([f"Likely cause: {cause}."] if cause else [])])) from None


def _fail_numbers(what, given, wanted, wrong, suspects, same):
    cause = guess(given, wanted, suspects, same)
    if wrong is None:
        cause = cause or guess_shape(given.shape, wanted.shape)
        seen = f"Expected {wanted.shape}, got {given.shape}."
        if 0 < given.size <= 12 and 0 < wanted.size <= 12:
            seen += f" Expected in full {show(wanted)}, got {show(given)}."
        _fail(f"{what} has the wrong shape.", seen, cause)
    if np.isnan(given[wrong]).any() and cause is None:
        cause = "0 / 0, the logarithm or root of a negative number, or infinity minus infinity"
    if given.ndim == 0:
        _fail(
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
    _fail(f"{what}: {count} wrong, the worst at [{place}].", seen, cause)
