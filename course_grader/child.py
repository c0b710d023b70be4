"""The student's side: run the cells of a submission, and answer the judge about what they define. Holds no check."""

import linecache
from collections.abc import Iterator

from course_grader.peer import Peer
from course_utils import measure


class Child:
    """A submission's namespace, and what the judge may ask of it."""

    def __init__(self, connection):
        self.names = {"__name__": "__main__"}
        asked = {
            "run": self.run,
            "name": self.name,
            "attribute": self.attribute,
            "next": self.next,
            "call": self.call,
            "measure": self.measure,
        }
        self.peer = Peer(connection, asked)

    def run(self, source, title):
        """Run a cell."""
        linecache.cache[title] = (len(source), None, source.splitlines(keepends=True), title)
        exec(compile(source, title, "exec"), self.names)

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

    def measure(self, number, args, kwargs, what, options):
        if what not in ("side_effects", "shared_memory", "memory", "work"):
            raise ValueError(f"there is no measurement {what}")
        return getattr(measure, what)(self.peer.given[number], tuple(args), kwargs, **options)
