"""What a notebook has that a Python program has not: magics, shell lines, `display`, and Colab's own package.

Magics that only show or time something do nothing, or run what they time. `!pip install` is passed over: the grader has
the libraries of the course. Other shell lines are refused.
"""

import re
import sys
import types

from IPython.core.inputtransformer2 import TransformerManager

from course_grader.source import MAGIC

MOST_LINES = 3000  # of a cell with magics: the transformer takes a time that grows with their square
TIMED = ("time", "timeit", "prun", "memit", "lprun", "mprun")
BODY = (*TIMED, "capture")


class Refused(RuntimeError):
    """Something that a notebook may do on a student's machine, and not here."""


class Shell:
    """Stands for the object that `get_ipython()` gives in a notebook."""

    def __init__(self, names):
        self.user_ns = names

    def run_line_magic(self, name, line, *_, **__):
        if name in TIMED and line.strip():
            exec(_without_options(line), self.user_ns)
        elif name in ("sx", "system", "bash", "sh"):
            self.system(line)

    def run_cell_magic(self, name, line, cell):
        if name in BODY:
            exec(cell, self.user_ns)
        elif name in ("bash", "sh", "script", "system", "sx", "perl", "ruby", "javascript", "js", "html", "svg"):
            raise Refused(f"%%{name} is not run when work is graded. Write it in Python.")
        elif name in ("writefile", "file"):
            with open(line.split()[-1], "w", encoding="utf-8") as file:  # noqa: PTH123
                file.write(cell)
        else:
            exec(cell, self.user_ns)

    def system(self, line):
        if re.match(r"\s*(\S*python\S*\s+-m\s+)?(pip|pip3|conda|mamba|uv)\b", line):
            print("Not installed: the grader has the libraries of the course.")
            return
        raise Refused("a line with ! is not run when work is graded. Write it in Python.")

    def getoutput(self, line, *_, **__):
        self.system(line)
        return []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: None


def install(names, shell):
    """Give a namespace what a notebook has: `get_ipython`, `display`, and a `google.colab` that does nothing."""
    names.update(get_ipython=lambda: shell, display=lambda *things, **options: None)
    colab, google = _Nothing("google.colab"), sys.modules.get("google") or types.ModuleType("google")
    google.colab = colab
    sys.modules.setdefault("google", google)
    sys.modules["google.colab"] = colab
    for name in ("drive", "files", "output", "userdata", "patches"):
        part = _Nothing(f"google.colab.{name}")
        setattr(colab, name, part)
        sys.modules[f"google.colab.{name}"] = part


def transform(source):
    """Return a cell as Python: magics become calls of `get_ipython()`. What is Python already stays as it is."""
    if MAGIC.search(source) is None or source.count("\n") > MOST_LINES:
        return source
    return TransformerManager().transform_cell(source)


class _Nothing(types.ModuleType):
    """A module in which every name is a function that does nothing."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: None


def _without_options(line):
    return re.sub(r"^\s*(-\w+(\s+\d+|=\S+)?\s+)*", "", line)
