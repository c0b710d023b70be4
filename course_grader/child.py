"""The student's side: run the cells of a submission, and answer the judge about what they define. Holds no check."""

import contextlib
import ctypes
import io
import linecache
import random
import resource
import signal
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from course_grader.peer import OPERATORS, Peer
from course_grader.shell import Shell, install, transform
from course_utils import measure

MOST_TEXT = 50_000  # characters of what a cell prints
# with globals of their own: what a submission puts into the module changes nothing here
MEASURES = {
    name: types.FunctionType(kind.__code__, dict(vars(measure)), name, kind.__defaults__)
    for name in ("side_effects", "shared_memory", "memory", "largest", "work", "on_network", "gradients", "trained")
    for kind in [getattr(measure, name)]
}


class Child:
    """A submission's namespace, and what the judge may ask of it."""

    def __init__(self, connection):
        # a module of its own: what asks for `sys.modules[f.__module__]`, such as dataclasses, finds the right one
        module = sys.modules["__main__"] = types.ModuleType("__main__")
        self.names, self.printed = module.__dict__, Printed()
        self.kept = {}  # place in the notebook -> the names as they stood there
        sys.stdout = sys.stderr = self.printed
        # the first process of a process space is deaf to signals that it has no handler for: this one ends it at once
        libc = ctypes.CDLL(None)
        libc.signal(signal.SIGXCPU, ctypes.cast(libc._exit, ctypes.c_void_p))
        install(self.names, Shell(self.names))
        asked = ("begin", "file", "run", "keep", "look_from", "name", "attribute", "next", "call", "measure", "operate")
        self.peer = Peer(connection, {name: getattr(self, name) for name in asked})

    def begin(self, seed, seconds):
        """Get ready for a cell or a check: random numbers from the start, and this much computing time."""
        self.peer.forget()
        random.seed(seed)
        np.random.seed(seed)  # noqa: NPY002, students may use it
        torch = sys.modules.get("torch")
        if torch is not None:
            torch.manual_seed(seed)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        limit = int(time.process_time()) + 1 + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))

    def file(self, name, content):
        """Put a file beside the submission; its name is one that the intake let through."""
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.tobytes())

    def run(self, source, title):
        """Run a cell; return [what it printed, names of the error's class and its bases, message, line]."""
        self.printed.start()
        names, message, line = [], "", 0
        try:
            source = transform(source)
            linecache.cache[title] = (len(source), None, source.splitlines(keepends=True), title)
            exec(compile(source, title, "exec"), self.names)
        except BaseException as error:
            names, line = [kind.__name__ for kind in type(error).__mro__], _line(error, title)
            with contextlib.suppress(BaseException):
                message = error.msg if type(error) in (SyntaxError, IndentationError) else f"{error}"
        return [self.printed.text(), names, f"{message}"[:2000], line]

    def keep(self, place):
        self.kept[place] = dict(self.names)

    def look_from(self, place):
        """Let the names stand for what they did at a place; those that only came later stay."""
        if place in self.kept:  # else the cells above did not get that far
            now = self.kept[max(self.kept)] | self.kept[place]
            self.names.clear()
            self.names.update(now)

    def name(self, name):
        """Return what a name of the submission stands for; NameError when it is not defined."""
        if name not in self.names:
            raise NameError(f"name '{name}' is not defined")
        return self.names[name]

    def attribute(self, number, name):
        return getattr(self.peer.given[number], name)

    def next(self, number):
        """Return [next item], or None at the end."""
        things = self.peer.given[number]
        if not isinstance(things, Iterator):
            things = self.peer.given[number] = iter(things)
        for item in things:
            return [item]
        return None

    def call(self, number, args, kwargs):
        return self.peer.given[number](*args, **kwargs)

    def operate(self, name, values):
        return OPERATORS[name](*values)

    def measure(self, number, args, kwargs, what, options):
        return MEASURES[what](self.peer.given[number], tuple(args), kwargs, **options)


class Printed(io.TextIOBase):
    """Takes the place of stdout and stderr; keeps the beginning of what is printed."""

    def __init__(self):
        self.parts, self.left = [], 0

    def start(self):
        self.parts, self.left = [], MOST_TEXT

    def text(self):
        text, self.left = "".join(self.parts), 0
        return text

    def writable(self):
        return True

    def write(self, text):
        if self.left > 0:
            self.parts.append(text[: self.left])
            self.left -= len(text)
            if self.left <= 0:
                self.parts.append("\n... Output truncated ...")
        return len(text)


def _line(error, title):
    """Return the last line of a cell that an error went through; 0 when there is none."""
    if isinstance(error, SyntaxError) and error.filename == title:
        return error.lineno or 0
    lines, step = [0], error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == title:
            lines.append(step.tb_lineno)
        step = step.tb_next
    return lines[-1]
