"""Checks that name the mistake: what was expected, what came back, and which known slip gives that.

A check returns None when all is well and raises `CheckFailed` otherwise. Values are read strictly: numbers,
strings, lists, tuples, dicts, NumPy arrays and torch tensors of exactly these types, so that an object that claims
to equal everything equals nothing.
"""

import ast
import hashlib
import os

import numpy as np

from course_utils import measure, reading
from course_utils.mistakes import guess, guess_shape, is_tensor, number, show
from course_utils.networks import on_network, same_module, trained
from course_utils.reading import CheckFailed

__all__ = [
    "CheckFailed",
    "changed",
    "close",
    "dtype",
    "equal",
    "forbidden",
    "fresh",
    "gradients",
    "holds",
    "largest",
    "memory",
    "no_loops",
    "on_network",
    "parts",
    "raises",
    "rng",
    "same_module",
    "shape",
    "trained",
    "unchanged",
    "work",
]


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


def _eps(array):
    return np.finfo(array.dtype if array.dtype.kind in "fc" else np.float64).eps


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
    call = f"`{reading.name(function)}({reading.arguments(args, kwargs)})`"
    try:
        result = function(*args, **kwargs)
    except exception:
        return
    except NotImplementedError:
        raise  # the untouched stub: not a wrong exception, but no answer yet
    except Exception as error:
        reading.fail(
            f"{call} raises the wrong exception.",
            f"Expected {exception.__name__}, got {type(error).__name__}: {error}",
        )
    reading.fail(f"{call} must be refused.", f"Expected {exception.__name__}, but it returned {show(result)}.")


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
    name = f"`{reading.name(function)}`"
    before = reading.copied((args, kwargs))
    seen = measure.at(function, "side_effects", args, kwargs, during=during)
    if seen["wrote"]:
        reading.fail(
            f"{name} writes to its input while it runs.",
            "Its arguments must stay as they are, during the call too.",
            "an array was not copied before it was changed",
        )
    parameters, after = [*range(1, len(args) + 1), *kwargs], [*seen["args"], *seen["kwargs"].values()]
    for which, old, new in zip(parameters, (*before[0], *before[1].values()), after, strict=True):
        if reading.is_plain(old) and not reading.same(new, old):
            label = f"argument {which}" if isinstance(which, int) else f"argument `{which}`"
            reading.fail(
                f"{name} changes its {label}.",
                reading.change(old, new),
                "an operation in place (+=, x[...] = ...) on the caller's array; copy it first",
            )
    if seen["random"]:
        reading.fail(f"{name} uses or seeds the global random state.", "Draw from the generator that is passed in.")
    result, second = seen["first"], seen["second"]
    if reading.is_plain(result) and not reading.same(second, result, rounded=True):
        reading.fail(
            f"{name} gives two answers to the same question.",
            f"The first call gave {show(result)}, the second {show(second)}.",
            "something is remembered between calls, or drawn from another source than the arguments",
        )
    return seen["result"]


def changed(function, *args, **kwargs):
    """Call a function that is meant to change its arguments.

    Parameters
    ----------
    function : callable
    *args, **kwargs
        What it is called with; it gets copies.

    Returns
    -------
    result : object
        What the call returned.
    args : list
        The arguments as the call left them, those with a name last.
    """
    seen = measure.at(function, "side_effects", *reading.copied((args, kwargs)))
    return seen["result"], [*seen["args"], *seen["kwargs"].values()]


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
    result, shares = measure.at(function, "shared_memory", args, kwargs)
    reading.numbers(result, f"The result of `{reading.name(function)}`")
    if shares:
        reading.fail(
            f"`{reading.name(function)}` returns a view, not a copy.",
            "Writing to the result would change its input too.",
            "a slice shares its memory with the array that it was cut from",
        )
    return result


def memory(function, *args, megabytes, **kwargs):
    """Call a function and check how much memory it takes.

    Parameters
    ----------
    function : callable
    *args, **kwargs
        What it is called with.
    megabytes : float
        The most that Python and NumPy may hold at once for the call.

    Returns
    -------
    object
        What the call returned.

    Raises
    ------
    CheckFailed
        When it took more.
    """
    result, used = measure.at(function, "memory", args, kwargs)
    if used > megabytes:
        reading.fail(
            f"`{reading.name(function)}` takes too much memory.",
            f"At most {megabytes:g} MB will do, it took {used:.0f} MB.",
            "an array with an axis more than the result has",
        )
    return result


def largest(function, *args, numbers, **kwargs):
    """Call a function and check how large the tensors are that it makes.

    Parameters
    ----------
    function : callable
    *args, **kwargs
        What it is called with.
    numbers : int
        The most numbers that a tensor may hold.

    Returns
    -------
    object
        What the call returned.

    Raises
    ------
    CheckFailed
        When one of them held more.
    """
    result, most = measure.at(function, "largest", args, kwargs)
    if most > numbers:
        reading.fail(
            f"`{reading.name(function)}` makes a tensor that is too large.",
            f"At most {numbers:,} numbers will do, one of its tensors holds {most:,}.",
            "everything is set against everything else at once: go step by step",
        )
    return result


def gradients(function, *args, upstream, to=None, scaled=None, **kwargs):
    """Call a function of tensors, and go back from its result; of several results the first.

    Parameters
    ----------
    function : callable
    *args : Tensor, or what else it is called with
    upstream : Tensor
        The gradient that arrives at the result, in its shape.
    to : tuple of int, optional
        Numbers of the arguments that get gradients, from 0 on; by default the tensors of floats.
    scaled : float, optional
        The function gets a model before its arguments: it multiplies its first input with a weight of this value.
    **kwargs
        What else it is called with.

    Returns
    -------
    result : object
        What the call returned.
    gradients : list of Tensor
        With respect to each of these arguments; or, with `scaled`, to the model's weight alone.

    Raises
    ------
    CheckFailed
        When no gradient arrives at one of them, or at the weight.
    """
    if to is None:
        to = [n for n, value in enumerate(args) if is_tensor(value) and value.is_floating_point()]
    to = to if scaled is None else ()
    seen = measure.at(function, "gradients", args, kwargs, upstream=upstream, to=to, scaled=scaled)
    shape(seen["output"], upstream.shape)
    found = {f"its argument {n + 1}": seen["inputs"][n] for n in to}
    found |= {"the weights of the model": seen["weights"]["scale"]} if scaled is not None else {}
    for place, slope in found.items():
        if slope is None:
            reading.fail(
                f"No gradient comes back through `{reading.name(function)}` to {place}.",
                "The result must be a tensor with a graph.",
                "a part is cut off from the graph, by detach, item, NumPy or no_grad",
            )
    return seen["output"], list(found.values())


def work(function, *args, calls, builtins=False, **kwargs):
    """Call a function and check how much it does, by counting: no clock is read.

    Parameters
    ----------
    function : callable
    *args, **kwargs
        What it is called with.
    calls : int
        The most calls of Python functions, its own included. At one more it is stopped.
    builtins : bool
        If True calls of built-in functions, such as `list.append`, count too: a loop that ends late makes many.

    Returns
    -------
    object
        What the call returned.

    Raises
    ------
    CheckFailed
        When it was stopped.
    """
    result, stopped = measure.at(function, "work", args, kwargs, calls=calls, builtins=builtins)
    if stopped:
        reading.fail(
            f"`{reading.name(function)}` does too much work.",
            f"It was stopped after {calls:,} calls of functions.",
            "a loop or recursion that does the same small piece of work again and again",
        )
    return result


def no_loops(function, but=0):
    """Check that a function has no Python loop, comprehension, `map` or the like in its source.

    The functions that it calls from the same notebook count too, and so do a call of itself and a tool that makes
    pairs for a loop to run through (`itertools.product`, `np.ndindex`).

    Parameters
    ----------
    function : callable
    but : int
        How many loops it may have.

    Raises
    ------
    CheckFailed
        Naming the first loop too many.
    """
    loops = (ast.For, ast.While, ast.comprehension)
    disguised = {"map", "starmap", "product", "ndindex", "ndenumerate", "vectorize", "frompyfunc", "fromiter"}
    disguised |= {"apply_along_axis", "apply_over_axes", reading.name(function)}
    found = []
    for source, tree in reading.sources(function):
        for node in ast.walk(tree):
            called = isinstance(node, ast.Call) and reading.last_name(node.func)
            folds = called == "reduce" and reading.last_name(getattr(node.func, "value", node.func)) in (
                "reduce",
                "functools",
            )
            if isinstance(node, loops) or called in disguised or folds:
                place = node.iter if isinstance(node, ast.comprehension) else node
                found.append(source.splitlines()[place.lineno - 1].strip())
    if len(found) > but:
        rule = f"this exercise allows {but} loop" if but else "this exercise asks for whole-array operations"
        reading.fail(f"`{reading.name(function)}` loops in Python.", f"Found `{found[but]}`; {rule}.")


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
    for _, tree in reading.sources(function):
        local = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        local |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(tree):
            used = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.Attribute):
                used.append(node.attr)
            elif isinstance(node, ast.Name):
                origin = reading.origin(function, node.id)
                own = origin is None or (origin == "" and node.id in local)  # what the notebook binds elsewhere counts
                used += [] if own else [node.id, origin]  # its name here, and where it comes from
            for name in used:
                if name.split(".")[-1] in names:
                    reading.fail(
                        f"`{reading.name(function)}` uses the library's `{name}`.",
                        "That is what this exercise builds: write it with simpler operations.",
                    )


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
