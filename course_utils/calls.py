"""Checks of what a call does beside its result: exceptions, side effects, memory, work, gradients."""

from course_utils import measure, reading
from course_utils.mistakes import is_tensor, show
from course_utils.values import shape


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
