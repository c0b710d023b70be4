"""What a check reads: values, strictly by their exact types; and the source of a cell, to quote it.

A failure is raised here too: `fail` writes the three lines that every check's message has.
"""

import ast
import copy
import inspect
import itertools
import linecache
import random
import sys
import textwrap
from collections.abc import Iterator
from types import FunctionType

import numpy as np

from course_utils.mistakes import is_tensor, show

remote = None  # a grader that keeps the code in another process: the type of what stands for a function here


class CheckFailed(AssertionError):
    """A check that failed. A notebook shows its message alone, without a stack."""

    def _render_traceback_(self):
        return [f"CheckFailed: {self}"]


def fail(where, seen, cause=None):
    """Raise CheckFailed: where it went wrong, what was expected and seen, and the likely cause where one is known."""
    raise CheckFailed("\n".join([where, seen, *([f"Likely cause: {cause}."] if cause else [])])) from None


def numbers(value, what):
    """Return a number, a nested list of numbers, an array or a tensor as an ndarray, or fail in words."""
    if value is None:
        fail(f"{what} is None.", "Expected numbers.", "the function ends without `return`")
    kind = type(value)
    if is_tensor(value):
        value = value.detach().cpu()
        value = (value.float() if value.dtype.is_floating_point and value.dtype.itemsize < 4 else value).numpy()
    elif kind in (list, tuple):
        parts = [numbers(item, what) for item in value]
        if len({part.shape for part in parts}) > 1:
            cause = "several things are returned where one is asked for" if kind is tuple else None
            fail(f"{what} has parts of different shapes.", f"Got {show(value)}.", cause)
        value = np.array(parts) if parts else np.zeros(0)
    elif kind in (bool, int, float, complex) or (isinstance(value, np.generic) and kind.__module__ == "numpy"):
        value = np.asarray(value)
    elif kind is not np.ndarray:
        fail(f"{what} is no number or array.", f"Expected numbers, got {show(value)}.")
    if value.dtype.kind not in "biufc":
        fail(f"{what} does not hold numbers.", f"Got an array of dtype {value.dtype}.")
    return value


def is_numeric(value):
    """Return whether a value is a number, an array, a tensor, or a list of them that could be an array."""
    if type(value) in (list, tuple):
        return bool(value) and all(is_numeric(item) for item in value) and len({_lengths(item) for item in value}) == 1
    return type(value) in (bool, int, float, np.ndarray) or isinstance(value, np.generic) or is_tensor(value)


def _lengths(value):
    """Return the shape of what `is_numeric` lets through."""
    return (len(value), *_lengths(value[0])) if type(value) in (list, tuple) else tuple(getattr(value, "shape", ()))


def is_plain(value):
    """Return whether a value holds nothing but numbers, strings, functions and containers of them."""
    if type(value) in (list, tuple):
        return all(is_plain(item) for item in value)
    if type(value) is dict:
        return all(is_plain(item) for item in value.values())
    return value is None or type(value) in (str, bytes, FunctionType) or is_numeric(value)


def same(a, b, rounded=False):
    """Return whether two plain values are equal, NaN to NaN; anything that is not plain equals nothing.

    With `rounded` floats may differ by rounding: sums of equal numbers do when these lie differently in memory.
    """
    if type(a) in (list, tuple) and type(b) in (list, tuple):
        return len(a) == len(b) and all(same(x, y, rounded) for x, y in zip(a, b, strict=True))
    if type(a) is dict and type(b) is dict:
        return a.keys() == b.keys() and all(same(a[key], b[key], rounded) for key in a)
    if is_numeric(a) and is_numeric(b):
        a, b = numbers(a, "a value"), numbers(b, "a value")
        if rounded and a.shape == b.shape and a.dtype.kind in "fc" and a.size:
            slack = np.finfo(a.dtype).eps ** 0.75
            return np.allclose(a, b, slack, slack * np.abs(a[np.isfinite(a)]).max(initial=0.0), equal_nan=True)
        return np.array_equal(a, b, equal_nan=True)
    if type(a) is FunctionType and type(b) is FunctionType:
        return a.__code__ is b.__code__  # made twice by the same lines
    return a is b or (type(a) is type(b) and type(a) in (str, bytes) and a == b)


def copied(value):
    """Return a copy of a value; of what can't be copied, such as a tensor with its graph, the thing itself."""
    if type(value) in (list, tuple):
        return type(value)(map(copied, value))
    if type(value) is dict:
        return {key: copied(item) for key, item in value.items()}
    try:
        return copy.deepcopy(value)
    except (RuntimeError, TypeError):
        return value


def read(value):
    """Return a value, and the items of an iterator, whose work is only done when it is read."""
    return list(value) if isinstance(value, Iterator) else value


def random_state():
    """Return the state of every global random generator."""
    kind, keys, *rest = np.random.get_state()  # noqa: NPY002 - the global state is what is watched here
    state = [random.getstate()[1], kind, keys, rest]
    return [*state, sys.modules["torch"].get_rng_state()] if "torch" in sys.modules else state


# --- reading source -----------------------------------------------------------------------------------------------


def sources(function):
    """Yield (source, tree) of a function or class, and of those of its notebook that it uses."""
    if type(function) is remote:
        yield from function.sources()
        return
    notebook, seen, todo = _notebook(function), set(), [function]
    while todo:
        current = todo.pop()
        if isinstance(current, type):  # its source can't be had in a notebook, but its methods' can, and its bases
            bases = ", ".join(base.__name__ for base in current.__bases__)
            key, source = current, f"class {current.__name__}({bases}):\n    pass"
            todo += _methods(current)
        else:
            key = getattr(current, "__code__", None)
            source = textwrap.dedent(inspect.getsource(current)) if key and key not in seen else ""
        if key is None or key in seen:
            continue
        seen.add(key)
        tree = ast.parse(source)
        yield source, tree
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        todo += [notebook[name] for name in sorted(names) if name in notebook]
        todo = [other for other in todo if _notebook(other) is notebook]


def _methods(kind):
    found = [getattr(method, "__func__", method) for method in vars(kind).values()]
    return [method for method in found if type(method) is FunctionType]


def _notebook(thing):
    """Return the names among which a function or class was defined."""
    thing = next(iter(_methods(thing)), None) if isinstance(thing, type) else thing
    return getattr(thing, "__globals__", None)


def origin(function, name):
    """Return what a name of a function's notebook was called where it comes from; None for a function defined there."""
    if type(function) is remote:
        return function.origin(name)
    notebook = _notebook(function) or {}
    known = notebook.get(name)
    own = isinstance(known, FunctionType | type) and known.__module__ == notebook.get("__name__")
    return None if own else getattr(known, "__name__", "")


def last_name(node):
    """Return the last part of a dotted name."""
    return getattr(node, "attr", None) if isinstance(node, ast.Attribute) else getattr(node, "id", None)


def what():
    """Return what is being checked, in the cell's own words: the first argument of the call of a check."""
    frame = sys._getframe()
    while str(frame.f_globals.get("__name__")).startswith("course_utils."):
        frame = frame.f_back
    where = next(itertools.islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))
    source = "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell with magics
        return "Your result"
    values = {**frame.f_globals, **frame.f_locals}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset) == where and node.args:
            text = _quoted(source, node.args[0], {} if isinstance(node.args[0], ast.Name) else values)
            made = _assigned(tree, node.args[0], node.lineno)
            if made and last_name(made.func) == "parts":  # of a result that has a name of its own
                made = _assigned(tree, made.args[0], made.lineno + 1) or made
            return f"{text} of {_quoted(source, made, values)}" if made else text
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


def _quoted(source, node, values):
    return f"`{textwrap.shorten(_text(source, node, values), 72, placeholder=' ...')}`"


def _text(source, node, values):
    """Return an expression as the cell has it, but for what a reader would have to look up.

    `checks.unchanged(f, x)` reads as the `f(x)` that it stands for, and an argument that is a name of a whole number
    or a short string as its value.
    """
    if isinstance(node, ast.Call) and last_name(node.func) == "parts" and node.args:
        return _text(source, node.args[0], values)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        passed = [word for word in node.keywords if word.arg not in ("during", "megabytes", "calls", "builtins")]
        function, arguments = _text(source, node.func, {}), [_text(source, part, values) for part in node.args]
        if function == "checks.on_network":
            arguments[1:2], passed = ["network"], []
        if function.startswith("checks.") and arguments:
            function, *arguments = arguments
        named = [f"{word.arg}={_text(source, word.value, values)}" if word.arg else "..." for word in passed]
        return f"{function}({', '.join([*arguments, *named])})"
    value = values.get(node.id) if isinstance(node, ast.Name) else None
    if type(value) in (int, str, np.int64) and len(str(value)) <= 12:
        return repr(value if type(value) is str else int(value))
    return " ".join(ast.get_source_segment(source, node).split())


def change(old, new):
    """Say what a call did to an argument: in full where it is short, else by its first entry that differs."""
    old, new = _plain_array(old), _plain_array(new)
    if type(old) is np.ndarray and type(new) is np.ndarray and old.shape == new.shape and old.size > 12:
        first = tuple(int(i) for i in np.argwhere(old != new)[0])
        return f"Its entry {list(first)} was {show(old[first])}, and after the call it is {show(new[first])}."
    return f"It was {show(old)}, and after the call it is {show(new)}."


def _plain_array(value):
    return value.detach().cpu().numpy() if is_tensor(value) else value


def name(function):
    """Return what a function is called."""
    return getattr(function, "__name__", None) or type(function).__name__


def arguments(args, kwargs):
    """Write the arguments of a call."""
    return ", ".join([*map(show, args), *(f"{key}={show(value)}" for key, value in kwargs.items())])
