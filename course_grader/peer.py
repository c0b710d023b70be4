"""One end of the line between the judge and the child that holds a student's code: requests, and answers to them.

A request may be answered at once, or with requests of the other side in between: a function that the judge hands over
is called back from there. Both ends keep a numbered list of the objects that they gave away; the other end can name a
number, and nothing else. A request is a list: its name and what it takes. An answer is
["returned", value, generators that drew] or ["raised", names of the exception's class and its bases, message].
"""

import builtins
import operator
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType

import numpy as np

from course_grader import wire

MOST_ITEMS = 100_000  # of an iterator
MOST_TEXT = 2_000  # characters of a message
MOST_DRAWS = 2**40  # numbers that a call may draw
PCG_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
CALLS = ("call", "measure", "next")  # requests that may change what they are given
OPERATORS = {name: getattr(operator, name) for name in ("add", "sub", "mul", "truediv", "pow", "neg")}


class Remote:
    """Stands for an object at the other end. It can be called, read by attribute, iterated over, and reckoned with."""

    __array_ufunc__ = None  # a NumPy number on the left leaves the operation to this class

    def __init__(self, peer, number, name):
        self._peer, self._number, self.__name__ = peer, number, name
        self._arguments = []  # of the call that returned it: an iterator may go on to change them

    def __call__(self, *args, **kwargs):
        return self._peer.call("call", self._number, args, kwargs)

    def sources(self):
        """Yield (source, tree) of the function and of those of its notebook that it calls, from what was handed in."""
        return self._peer.submission.functions(self.__name__)

    def origin(self, name):
        """Return the name under which a name of the notebook was imported or assigned."""
        return self._peer.submission.origin(name)

    def measured(self, what, args, kwargs, options):
        """Ask for one of the measurements of `course_utils.measure`."""
        return self._peer.call("measure", self._number, args, kwargs, what, options)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._peer.request("attribute", self._number, name)

    def __iter__(self):
        for _ in range(MOST_ITEMS):
            item = self._peer.call("next", self._number, self._arguments, {})
            if item is None:
                return
            yield item[0]

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return f"<{self.__name__}>"

    def __neg__(self):
        return self._peer.request("operate", "neg", [self])


def _add_operator(name):
    def left(self, other):
        return self._peer.request("operate", name, [self, other])

    def right(self, other):
        return self._peer.request("operate", name, [other, self])

    setattr(Remote, f"__{name}__", left)
    setattr(Remote, f"__r{name}__", right)


for _name in set(OPERATORS) - {"neg"}:
    _add_operator(_name)


class Peer:
    """One end of a connection.

    Parameters
    ----------
    connection : socket.socket
    handlers : dict of str to callable
        What the other end may ask for beside calling what it was given: name of the request to function.

    Attributes
    ----------
    until : float or None
        A time of `time.monotonic`: once it has passed, whoever waits here for the other end gets a TimeoutError.
    lost : Exception or None
        Why nothing more can be asked of the other end. Whoever asked may have taken it for an exception of an answer.
    """

    def __init__(self, connection, handlers=None):
        self.connection, self.given, self.until, self.lost = connection, {}, None, None
        self._numbers = {}  # id of an object that was given away -> its number, as long as `given` has it there
        self.iterators = {}  # number of an iterator that was given away -> arguments of the call that made it
        self.handlers = {"call": self._called, **(handlers or {})}

    def request(self, *message):
        """Ask the other end, and return its answer or raise its exception."""
        try:
            self._send(list(message))
            while (answer := self._receive())[0] not in ("returned", "raised") or len(answer) != 3:
                self._answer(answer)
        except (TimeoutError, EOFError, ConnectionError, wire.WireError) as error:
            self.lost = error
            raise
        if answer[0] == "raised":
            raise _exception(answer[1], answer[2])
        return answer[1:] if message[0] in CALLS else answer[1]

    def call(self, name, number, args, kwargs, *more):
        """Ask for a call. It gets copies: of what it changes, only the numbers that a generator drew are drawn here."""
        sent = [list(args), kwargs, *more] if name != "next" else []
        value, changes = self.request(name, number, *sent)
        arguments = [*args, *kwargs.values()]
        if type(value) is Remote:
            value._arguments = arguments
        for place, new in changes.items() if type(changes) is dict else ():
            if type(place) is int and 0 <= place < len(arguments):
                _advance(arguments[place], new)
        return value

    def forget(self):
        """Let go of all that was given away: the other end will not ask for it again."""
        self.given.clear()
        self._numbers.clear()
        self.iterators.clear()

    def serve(self):
        """Answer requests until the other end closes the connection."""
        try:
            while True:
                self._answer(self._receive())
        except (EOFError, ConnectionError):
            return

    def give(self, thing):
        """Return the number and the name under which the other end can ask for an object."""
        if type(thing) is Remote and thing._peer is self:
            return -thing._number, ""
        number = self._numbers.get(id(thing), 0)
        if self.given.get(number) is not thing:
            number = self._numbers[id(thing)] = len(self.given) + 1
            self.given[number] = thing
        name = "iterator" if isinstance(thing, Iterator) else getattr(thing, "__name__", type(thing).__name__)
        return number, name if type(name) is str else ""

    def _resolve(self, number, name):
        if number > 0:
            return Remote(self, number, name)
        if -number not in self.given:
            raise wire.WireError("a message names an object that was never given")
        return self.given[-number]

    def _send(self, message):
        wire.send(self.connection, wire.pack(message, self.give))

    def _receive(self):
        message = wire.unpack(wire.receive(self.connection, self.until), self._resolve)
        if type(message) is not list or not message or type(message[0]) is not str:
            raise wire.WireError("a message is no request and no answer")
        return message

    def _answer(self, message):
        name, *arguments = message
        try:
            if name not in self.handlers:
                raise wire.WireError(f"there is no request {name[:40]!r}")
            passed = self.iterators.get(arguments[0], []) if name == "next" else []
            if name in CALLS and name != "next":
                passed = [*arguments[1], *arguments[2].values()]
            before = [_state(value) for value in passed]
            value = self.handlers[name](*arguments)
            if isinstance(value, Iterator):
                self.iterators[self.give(value)[0]] = passed
            changes = {place: new for place, new in enumerate(passed) if before[place] != _state(new)}
            answer = wire.pack(["returned", value, changes], self.give)
        except wire.WireError:
            raise
        except BaseException as error:
            names = [kind.__name__ for kind in type(error).__mro__]
            answer = wire.pack(["raised", names, f"{error}"[:MOST_TEXT]], self.give)
        wire.send(self.connection, answer)

    def _called(self, number, args, kwargs):
        thing = self.given.get(number)
        if type(thing) not in (FunctionType, BuiltinFunctionType, np.ufunc, type(np.sum)):
            raise wire.WireError("a message calls what is no function")
        return thing(*args, **kwargs)


def _state(value):
    """Return the state of a generator, None for what is none: it is all that a call changes at the other end."""
    return value.bit_generator.state if type(value) is np.random.Generator else None


def _advance(old, new):
    """Let a generator be where its copy at the other end got to, if drawing numbers leads there."""
    if type(old) is not np.random.Generator or type(new) is not np.random.Generator:
        return
    before, after = old.bit_generator.state["state"], new.bit_generator.state["state"]
    if before["inc"] == after["inc"] and _distance(before["state"], after["state"], before["inc"]) < MOST_DRAWS:
        old.bit_generator.state = new.bit_generator.state


def _distance(state, other, increment):
    """Return after how many steps PCG64 gets from one state to another (Brown 1994, backwards, a bit at a time)."""
    distance, bit, multiplier = 0, 1, PCG_MULTIPLIER
    while state != other:
        if (state ^ other) & bit:
            state = (state * multiplier + increment) % 2**128
            distance |= bit
        bit <<= 1
        increment = (multiplier + 1) * increment % 2**128
        multiplier = multiplier * multiplier % 2**128
    return distance


def _exception(names, message):
    """Return an exception of the first built-in class among some names: what a caller may expect to catch."""
    names = [name[:80] for name in names if type(name) is str][:20] if type(names) is list else []
    message = f"{message}"[:MOST_TEXT]
    for name in names:
        kind = getattr(builtins, name, None)
        if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, StopIteration):
            try:
                error = kind(message)
            except TypeError:  # such as UnicodeDecodeError, which takes five things
                continue
            error.course_name = names[0]
            return error
    name = names[0] if names else "an exception"
    error = RuntimeError(f"{name}: {message}")
    error.course_name = "RuntimeError"  # raised there, whatever it says of itself: no fault of the grader's
    return error
