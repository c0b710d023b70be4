"""Checks that name the mistake: what was expected, what came back, and which known slip gives that.

A check returns None when all is well and raises `CheckFailed` otherwise. Values are read strictly: numbers,
strings, lists, tuples, dicts, NumPy arrays and torch tensors of exactly these types, so that an object that claims
to equal everything equals nothing.
"""

import hashlib
import os

import numpy as np

from course_utils.calls import changed, fresh, gradients, largest, memory, raises, unchanged, work
from course_utils.networks import on_network, same_module, trained
from course_utils.reading import CheckFailed
from course_utils.rules import forbidden, no_loops
from course_utils.values import close, dtype, equal, parts, shape

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
