"""The judge: runs the checks of a lesson, here, on functions that live in another process."""

import ast
import itertools
import linecache
import math
import os
import random
import signal
import sys
import time
import zlib
from dataclasses import dataclass, field

import numpy as np

from course_grader import wire
from course_grader.peer import Peer, Remote
from course_grader.source import FUNCTION, FUNCTIONS, bound_names, statements
from course_utils import reading
from course_utils.reading import CheckFailed

reading.remote = Remote
MOST_TEXT = 51_000  # characters of what a cell prints, its mark of having been cut included

PASSED, FAILED, EMPTY, CRASHED, SLOW = "passed", "failed", "not attempted", "crashed", "timed out"
WALL = 3  # a limit of computing time ends, as time on the clock, after so many times that
MOST_STARTS = 100  # of the child of one submission


@dataclass(frozen=True)
class Check:
    """A check cell of a lesson, with its hidden part."""

    id: str
    source: str
    exercise: str = ""  # id of the cell that answers it
    points: float = 1.0
    hidden: bool = False  # whether it has a part that students do not see


@dataclass(frozen=True)
class Cell:
    """A cell of a submission."""

    id: str
    source: str


@dataclass(frozen=True)
class Event:
    """What happened when a cell of a submission was run."""

    status: str = PASSED
    message: str = ""
    printed: str = ""


@dataclass(frozen=True)
class Verdict:
    """What became of a check."""

    check: str
    status: str
    message: str = ""
    seconds: float = 0.0
    score: float = 0.0
    fault: str = ""  # what the check itself did wrong


@dataclass(frozen=True)
class Seconds:
    """Computing time that one step of a submission may take."""

    cell: int = 120
    check: int = 20


@dataclass
class Submission:
    """What a student wrote: cells in their order, and as far as checks read it, the statements in them."""

    cells: list
    files: dict = field(default_factory=dict)  # name -> content: what was handed in beside the notebook
    above: dict = field(default_factory=dict)  # check -> how many of the cells stand above it; all, if it isn't told

    def __post_init__(self):
        self._bindings = [
            {name: (text, tree) for text, tree in statements(cell.source) for name in bound_names(tree)}
            for cell in self.cells
        ]
        self.look_from("")

    def place(self, check):
        return self.above.get(check, len(self.cells))

    def look_from(self, check):
        """Read names as a check sees them: as the last cell above it binds them, or else the last of all."""
        place = self.place(check)
        # name -> (source, tree) of the statement outside of functions that binds it
        self.statements = {
            name: found for part in self._bindings[place:] + self._bindings[:place] for name, found in part.items()
        }

    def functions(self, name):
        """Yield (source, tree) of a function and of those that it calls by a name of the notebook.

        Raises
        ------
        CheckFailed
            When its definition can't be read: what can't be read is not let through.
        """
        seen, todo, found = set(), [name], False
        while todo:
            current = todo.pop()
            source, tree = self.statements.get(current, ("", None))
            if current in seen or tree is None or isinstance(tree, ast.Import | ast.ImportFrom):
                continue
            seen.add(current)
            found |= any(isinstance(node, (*FUNCTIONS, ast.Lambda)) for node in ast.walk(tree))
            yield source, ast.parse(source)
            todo += sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)})
        if not found:
            raise CheckFailed(
                f"The source of `{name}` can't be read.\nExpected a function that is defined with `def` in a cell, "
                "without magics in that cell."
            )

    def origin(self, name):
        """Return what a name was called where it was imported or assigned from, None where it is defined."""
        _, tree = self.statements.get(name, ("", None))
        if isinstance(tree, FUNCTION) or isinstance(getattr(tree, "value", None), ast.Lambda):
            return None
        for node in ast.walk(tree) if isinstance(tree, ast.Import | ast.ImportFrom) else ():
            if isinstance(node, ast.alias) and (node.asname or node.name).split(".")[0] == name:
                return node.name.split(".")[-1]
        if isinstance(tree, ast.Assign | ast.AnnAssign):
            return reading.last_name(tree.value) or ""
        return ""


class GaveUp(Exception):
    """Nothing more is asked of a submission; with the status of what was not asked, and a message."""


class Session:
    """The child of one submission: started when it is needed, and started again, its cells replayed, when it was lost.

    Parameters
    ----------
    zygote : Zygote
        With the lesson's imports loaded.
    submission : Submission
    seconds : Seconds
        Each limit that is passed halves those that follow.

    Attributes
    ----------
    events : dict of str to Event
        What happened to each cell, by its id, the first time. One in which the child was lost is left out from then on.
    cost : dict of str to float
        Seconds that the starts took, by part.
    waited : bool
        Whether a limit was passed without computing: the machine may have been busy with other things.
    """

    def __init__(self, zygote, submission, seconds):
        self.zygote, self.submission, self.seconds = zygote, submission, seconds
        self.events, self.cost, self.waited, self._passed, self._starts = {}, {}, False, 0, 0
        self._left_out = set()  # ids of the cells in which a child was lost
        self._until = time.monotonic() + 5 * seconds.cell + 10 * seconds.check  # on the clock, for all of it
        self._peer = self._connection = None

    def peer(self):
        """Return the line to a child that has run the cells; GaveUp when it was lost too often, or took too long."""
        while self._peer is None:
            self._start()
        return self._peer

    def begin(self, peer, name, seconds):
        """Get a child ready for a cell or a check: its random numbers depend on the name alone."""
        seconds = max(1, seconds >> self._passed)
        peer.forget()
        peer.until = min(time.monotonic() + WALL * seconds, self._until)
        peer.request("begin", zlib.crc32(name.encode()), seconds)

    def look_from(self, check):
        """Let names stand for what they do where a check stands in the notebook: a later cell may use one again."""
        self.submission.look_from(check)
        self._peer.request("look_from", self.submission.place(check))

    def lose(self, error):
        """End the child; return the status and the message for whatever was asked of it last."""
        ended = self.zygote.end(self._child, wait=isinstance(error, EOFError | ConnectionError))
        self._connection.close()
        self._peer = None
        if isinstance(error, TimeoutError) or ended == signal.SIGXCPU:
            self._passed += 1
            self.waited |= isinstance(error, TimeoutError)
            return SLOW, "Stopped at the time limit. Is there an endless loop?"
        if isinstance(error, wire.WireError):
            return CRASHED, f"What came back cannot be read: {error}."
        names = {-signal.SIGSEGV: "a crash in compiled code", -signal.SIGKILL: "the system ended it"}
        cause = names.get(ended, f"it ended with code {ended}")
        return CRASHED, f"Your code ended the process that runs it ({cause})."

    def close(self):
        if self._peer is not None:
            self.zygote.end(self._child)
            self._connection.close()
            self._peer = None

    def _start(self):
        self._starts += 1
        if time.monotonic() > self._until:
            raise GaveUp(SLOW, "All cells and checks together took longer than a submission may.")
        if self._starts > MOST_STARTS:
            raise GaveUp(CRASHED, f"Your code was started {MOST_STARTS} times and ended each time.")
        times = [time.perf_counter()]
        self._connection, self._child = self.zygote.fork()
        times.append(time.perf_counter())
        self._peer = peer = Peer(self._connection)
        peer.submission = self.submission
        step = Cell("files", "")
        try:
            self.begin(peer, "files", self.seconds.cell)  # the first answer comes from behind the walls
            times.append(time.perf_counter())
            for name, content in self.submission.files.items() if "files" not in self._left_out else ():
                try:
                    peer.request("file", name, np.frombuffer(content, np.uint8))
                except OSError:  # the child's disk is full, or the name is none there
                    if peer.lost:
                        raise
            places = {len(self.submission.cells), *self.submission.above.values()}
            for place, step in enumerate((Cell("imports", self.zygote.setup), *self.submission.cells)):
                if step.id not in self._left_out:
                    self.begin(peer, step.id, self.seconds.cell)
                    event = _event(peer.request("run", step.source, f"<{step.id}>"))
                    # of the first time: what a replay prints may tell of a hidden input that a check gave before
                    self.events.setdefault(step.id, event)
                if place in places:
                    peer.request("keep", place)
            times.append(time.perf_counter())
            for part, (start, end) in zip(("fork", "sandbox", "cells"), itertools.pairwise(times), strict=True):
                self.cost[part] = self.cost.get(part, 0.0) + end - start
        except Exception as error:
            if not peer.lost and not hasattr(error, "course_name"):
                raise  # a fault of the grader's own
            if not peer.lost:
                self.events.setdefault(step.id, Event(FAILED, f"{type(error).__name__}: {error}"))
                return
            self._left_out.add(step.id)
            self.events.setdefault(step.id, Event(*self.lose(error)))


class Judge:
    """The checks of a lesson, and all that they need to judge a submission.

    Parameters
    ----------
    setup : str
        The lesson's imports.
    checks : sequence of Check
    names : set of str
        What the lesson's own solutions define: these names of a submission can be seen by a check, and no others.
    """

    def __init__(self, setup, checks, names):
        self.setup, self.checks = setup, checks
        self.own = {"__name__": "__main__"}
        _run(setup, "<imports>", self.own)
        self._code, self._names = {}, {}
        for check in checks:
            tree = ast.parse(check.source)
            self._names[check.id] = sorted({n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} & set(names))
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            _remember(check.source, title := f"<{check.id}>")
            value = compile(ast.Expression(last.value), title, "eval") if last else None
            self._code[check.id] = compile(tree, title, "exec"), value

    def judge(self, session, seed=""):
        """Return a Verdict for each check.

        Those with a hidden part come last: what is shown of the others can't come from a hidden input, then.

        Parameters
        ----------
        session : Session
        seed : str
            The secret seed of this grading.
        """
        before = os.environ.get("COURSE_SEED")
        os.environ["COURSE_SEED"] = seed
        try:
            done = {check.id: self._verdict(check, session) for check in sorted(self.checks, key=lambda c: c.hidden)}
            return [done[check.id] for check in self.checks]
        finally:
            os.environ.pop("COURSE_SEED") if before is None else os.environ.update(COURSE_SEED=before)

    def _verdict(self, check, session):
        start = time.perf_counter()
        try:
            status, message, value = self._try(check, session, session.peer())
        except GaveUp as reason:
            status, message, value = reason.args[0], str(reason.args[1]), None
        score, fault = check.points if status == PASSED else 0.0, ""
        if status == PASSED and type(value) in (int, float, np.float64, np.int64):  # a part of the points
            score = min(max(float(value), 0.0), check.points) if math.isfinite(value) else 0.0
            if score != value:
                fault = f"The check {check.id} gave {value} of {check.points:g} points; counted as {score:g}"
            if score < check.points:
                status, message = FAILED, f"{score:g} of {check.points:g} points."
        return Verdict(check.id, status, message, time.perf_counter() - start, score, fault)

    def _try(self, check, session, peer):
        """Return the status of a check, its message, and the value that its last line has."""
        outcome = self._outcome(check, session, peer)
        # whatever the check made of it: it may catch the loss of the child for an exception of the answer
        return (*session.lose(peer.lost), None) if peer.lost else outcome

    def _outcome(self, check, session, peer):
        namespace = dict(self.own)
        _reseed(0)
        try:
            session.begin(peer, check.id, session.seconds.check)
            session.look_from(check.id)
            for name in self._names[check.id]:
                try:
                    namespace[name] = thing = peer.request("name", name)
                except NameError:
                    continue  # the check itself will say so when it comes to that name
                if type(thing) is Remote:
                    thing.__name__ = name  # what the check calls it, whatever it says of itself
            code, last = self._code[check.id]
            exec(code, namespace)
            return PASSED, "", eval(last, namespace) if last else None
        except CheckFailed as failure:
            return FAILED, str(failure), None
        except Exception as error:
            event = session.events.get(check.exercise)
            if isinstance(error, NameError) and event is not None and event.status != PASSED:
                return event.status, f"The cell of this answer stopped. {event.message}", None
            kind = getattr(error, "course_name", type(error).__name__)
            return EMPTY if kind == "NotImplementedError" else FAILED, f"{kind}: {error}"[:MOST_TEXT], None


def _event(answer):
    """Return the Event that a child tells of; it may tell anything."""
    match answer:
        case [str() as printed, [], str(), int()]:
            return Event(PASSED, "", printed[:MOST_TEXT])
        case [str() as printed, [str() as name, *_], str() as message, int() as line]:
            where = f" (line {line})" if line > 0 else ""
            status = EMPTY if name == "NotImplementedError" else FAILED
            return Event(status, f"{name}: {message[:MOST_TEXT]}{where}", printed[:MOST_TEXT])
    raise wire.WireError("what a cell did is told in no known form")


def _reseed(seed):
    """Let a check's own random numbers not depend on what was judged before."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)


def _remember(source, title):
    """Let tracebacks and the checks, which quote the line that failed, find the source of a cell."""
    linecache.cache[title] = (len(source), None, source.splitlines(keepends=True), title)


def _run(source, title, namespace):
    _remember(source, title)
    exec(compile(source, title, "exec"), namespace)
