"""The judge: the same verdicts as in one process, for honest answers, and no way for the others to reach it."""

import contextlib
import socket
import struct
import threading

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_grader import judge
from course_grader.judge import CRASHED, EMPTY, FAILED, PASSED, SLOW, Cell, Check, Judge, Seconds, Session, Submission
from course_grader.peer import _advance
from course_grader.sandbox import NoSandbox
from course_grader.zygote import Zygote

SETUP = "import numpy as np\n\nfrom course_utils import checks\n"
DOUBLE = Check(
    "double",
    "found = double(np.array([1.0, 2.0]))\nchecks.close(found, [2.0, 4.0])\n"
    "checks.holds(bool(np.asarray(found).sum() == 6), 'the sum is wrong')",
)


def start(setup):
    """Return a zygote, behind walls where the system has them."""
    zygote = Zygote(setup)
    try:
        zygote.wait()
    except NoSandbox:
        zygote = Zygote(setup, sandbox=False)
        zygote.wait()
    return zygote


@pytest.fixture(scope="module")
def zygote():
    with start(SETUP) as process:
        yield process


def verdicts(zygote, checks, *cells, names=("double",), seed="p", seconds=20):
    submission = Submission([Cell(f"cell-{n}", source) for n, source in enumerate(cells)])
    session = Session(zygote, submission, Seconds(seconds, seconds))
    found = Judge(zygote.setup, checks, set(names)).judge(session, seed)
    session.close()
    return found


def statuses(zygote, checks, *cells, **options):
    return [verdict.status for verdict in verdicts(zygote, checks, *cells, **options)]


def test_an_answer_passes_fails_or_is_missing(zygote):
    assert statuses(zygote, [DOUBLE], "def double(x):\n    return 2 * x") == [PASSED]
    assert statuses(zygote, [DOUBLE], "def double(x):\n    return x") == [FAILED]
    assert statuses(zygote, [DOUBLE], "def double(x):\n    raise NotImplementedError") == [EMPTY]
    assert statuses(zygote, [DOUBLE], "x = (") == [FAILED]


@pytest.mark.parametrize(("deed", "status"), [("os._exit(1)", CRASHED), ("[0 for _ in iter(int, 1)]", SLOW)])
def test_a_child_that_ends_where_an_exception_is_asked_for_costs_that_check_alone(zygote, deed, status):
    cell = f"import os\ndef double(x):\n    if np.ndim(x) == 0:\n        {deed}\n    return 2 * x"
    for kind in ("ValueError", "EOFError"):
        refuses = Check("refuses", f"checks.raises({kind}, double, 1.0)")
        assert statuses(zygote, [refuses, DOUBLE], cell, seconds=2) == [status, PASSED]


def test_a_helper_that_a_later_cell_defines_anew_is_seen_as_it_stood(zygote):
    cells = [
        Cell("double", "def times():\n    return 2\ndef double(x):\n    return times() * x"),
        Cell("later", "def times(a, b):\n    for _ in range(b):\n        a += a\n    return a\nhalf = late = 0.5"),
    ]
    once = Check("once", "checks.no_loops(double)\nchecks.close(double(3.0), 6.0)", "double")
    late = Check("late", "checks.close(late, 0.5)", "later")  # what only a later cell defines is seen all the same
    session = Session(zygote, Submission(cells, above={"once": 1, "late": 1}), Seconds())
    found = Judge(zygote.setup, [once, late], {"double", "late"}).judge(session)
    session.close()
    assert [verdict.status for verdict in found] == [PASSED, PASSED]
    assert statuses(zygote, [once], *[cell.source for cell in cells]) == [FAILED]


LIES = {
    "equal to everything": "class A:\n    __eq__ = lambda s, o: True\ndef double(x): return A()",
    "a number that lies": "class A(float):\n    __eq__ = lambda s, o: True\ndef double(x): return [A(2), A(4)]",
    "an array that lies": "class A(np.ndarray):\n    __eq__ = lambda s, o: True\ndef double(x): return x.view(A)",
    "numpy patched": "np.isclose = lambda *a, **k: np.True_\nnp.array_equal = lambda *a: True\ndef double(x): return x",
    "checks patched": "checks.close = lambda *a, **k: None\ndef double(x): return x",
    "builtins patched": "import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.all = lambda x: True\n"
    "def double(x): return x",
    "checks replaced": "class checks:\n    close = lambda *a, **k: None\ndef double(x): return x",
    "numpy replaced": "class np:\n    array = lambda x: x\ndef double(x): return x",
    "a builtin replaced": "def bool(x): return True\ndef double(x): return x",
    "raises a passing check": "def double(x): raise SystemExit(0)",
    "an exception of the checks' name": "class CheckPassed(BaseException): pass\ndef double(x): raise CheckPassed",
    "forges an answer": "import os, struct\ndef double(x):\n    for fd in range(3, 64):\n        try: os.write(fd, "
    "struct.pack('>Q', 3) + b'abc')\n        except OSError: pass\n    return x",
}


@pytest.mark.parametrize("cell", LIES.values(), ids=list(LIES))
def test_no_lie_passes_a_check(zygote, cell):
    status = statuses(zygote, [DOUBLE], cell)
    assert status[0] in (FAILED, CRASHED)
    assert statuses(zygote, [DOUBLE], "def double(x):\n    return x + x") == [PASSED]  # the next one is not harmed


@pytest.mark.parametrize("name", ["bool", "checks"])
def test_a_name_of_the_judges_own_stays_its_own(zygote, name):
    only = Check("only", "checks.holds(bool(double(1) == 2), 'it is not doubled')")
    cell = f"class {name}:\n    def __new__(cls, x): return True\n    holds = print\ndef double(x): return x"
    assert statuses(zygote, [only], cell) == [FAILED]


def test_an_answer_may_import_what_the_lesson_imports(zygote):
    cell = "import numpy as np\nfrom course_utils import checks\ndef double(x):\n    return np.multiply(x, 2)"
    assert statuses(zygote, [DOUBLE], cell) == [PASSED]


def test_no_check_is_in_reach_of_the_answer(zygote):
    hunt = """
import gc, sys
def double(x):
    frame, seen = sys._getframe(), ""
    while frame:
        seen += repr(frame.f_locals) + repr(list(frame.f_globals))
        frame = frame.f_back
    seen += "".join(o for o in gc.get_objects() if isinstance(o, str))
    raise ValueError("FOUND" if "checks.close(dou" + "ble(" in seen else "nothing")
"""
    (verdict,) = verdicts(zygote, [DOUBLE], hunt)
    assert verdict.status == FAILED and "nothing" in verdict.message


def test_a_child_that_ends_or_hangs_costs_its_own_checks(zygote):
    other = Check("other", "checks.equal(1, 1)")
    assert statuses(zygote, [DOUBLE], "import os\ndef double(x): os._exit(0)") == [CRASHED]
    assert statuses(zygote, [DOUBLE], "import ctypes\ndef double(x): ctypes.string_at(0)") == [CRASHED]
    endless = "def double(x):\n    while True: pass"
    assert statuses(zygote, [DOUBLE, other], endless, seconds=1) == [SLOW, PASSED]


LOOPS = "out = x.copy()\n    for i in range(len(x)):\n        out[i] = 2 * x[i]\n    return out"
HIDING = {
    "plain": f"def double(x):\n    {LOOPS}",
    "an alias": f"def helper(x):\n    {LOOPS}\ndouble = helper",
    "inside an if": f"if True:\n    def double(x):\n        {LOOPS.replace(chr(10), chr(10) + '    ')}",
    "made by exec": f"exec({f'def double(x):{chr(10)}    {LOOPS}'!r})",
    "a cell too long to read": f"def double(x):\n    {LOOPS}\n#" + "x" * 200_001,
    "a cell with magics": f"z = %who\n%who\ndef double(x):\n    {LOOPS}",
    "a decorator": f"def helper(f):\n    def g(x):\n        {LOOPS.replace(chr(10), chr(10) + '    ')}\n    return g\n"
    "@helper\ndef double(x):\n    return 2 * x",
    "a lambda": f"def helper(x):\n    {LOOPS}\ndouble = lambda x: helper(x)",
}


@pytest.mark.parametrize("cell", HIDING.values(), ids=list(HIDING))
def test_a_loop_that_hides_is_found_or_not_let_through(zygote, cell):
    check = Check("c", "checks.no_loops(double)")
    assert statuses(zygote, [check], cell) == [FAILED]
    assert statuses(zygote, [check], "def double(x):\n    return 2 * x") == [PASSED]


def test_what_measures_is_not_in_reach_of_a_patch(zygote):
    lean = Check("c", "checks.memory(double, np.zeros(10), megabytes=1)")
    cell = (
        "import tracemalloc, copy, sys\nimport course_utils.measure as m\n"
        "tracemalloc.get_traced_memory = m.get_traced_memory = lambda: (0, 0)\n"
        "m.memory = lambda *a, **k: (2 * a[1][0], 0)\n"
        "def double(x):\n    big = np.ones(10**6)\n    return 2 * x"
    )
    assert statuses(zygote, [lean], cell) == [FAILED]


def test_functions_generators_and_changes_cross_the_line(zygote):
    checked = Check(
        "crossing",
        "rng = np.random.default_rng(0)\nbox = np.zeros(2)\n"
        "checks.close(apply(lambda v: 3 * v, 2.0), 6.0)\n"
        "first, second = draw(rng), draw(rng)\nchecks.holds(first != second, 'the generator stood still')\n"
        "fill(box)\nchecks.close(box, [0.0, 0.0])\nchecks.equal(list(count(3)), [0, 1, 2])",
    )
    cell = (
        "def apply(f, x): return f(x)\ndef draw(rng): return rng.random()\n"
        "def fill(a): a[:] = 1\ndef count(n): yield from range(n)"
    )
    assert verdicts(zygote, [checked], cell, names=("apply", "draw", "fill", "count"))[0].message == ""


def test_objects_that_reckon_do_so_where_they_are(zygote):
    checked = Check(
        "reckoning",
        "m = Money(2.0)\nfound = [m + 1, 1 + m, m - 1, 1 - m, 3 * m, m / 4, 1 / m, m**3, -m, m + m]\n"
        "checks.close([f.amount for f in found], [3, 3, 1, -1, 6, 0.5, 0.5, 8, -2, 4])\n"
        "for n in range(100):\n    m = m + 1\nchecks.close(m.amount, 102.0)",
    )
    operations = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "**"}
    cell = "class Money:\n    def __init__(self, amount): self.amount = amount\n"
    cell += "    def __neg__(self): return Money(-self.amount)\n"
    for name, sign in operations.items():
        cell += f"    def __{name}__(self, o): return Money(self.amount {sign} getattr(o, 'amount', o))\n"
        cell += f"    def __r{name}__(self, o): return Money(o {sign} self.amount)\n"
    assert verdicts(zygote, [checked], cell, names=("Money",))[0].message == ""
    lacking = verdicts(zygote, [checked], cell.replace("__rsub__", "other"), names=("Money",))[0]
    assert lacking.status == FAILED and "unsupported operand type" in lacking.message


@pytest.mark.parametrize("draws", [0, 1, 7, 1000])
def test_a_generator_may_go_on_and_not_elsewhere(draws):
    ours, theirs, other = np.random.default_rng(5), np.random.default_rng(5), np.random.default_rng(6)
    theirs.random(draws)
    _advance(ours, theirs)
    assert ours.bit_generator.state == theirs.bit_generator.state
    _advance(ours, other)
    assert ours.bit_generator.state == theirs.bit_generator.state
    back = np.random.default_rng(5)
    back.bit_generator.advance(-3)
    _advance(ours, back)
    assert ours.bit_generator.state == theirs.bit_generator.state


def test_the_secret_seed_stays_with_the_judge(zygote):
    look = "import os\ndef double(x): raise ValueError(os.environ.get('COURSE_SEED', 'no seed'))"
    assert "no seed" in verdicts(zygote, [DOUBLE], look)[0].message


def test_a_part_of_the_points_is_clamped_and_a_faulty_check_is_reported(zygote):
    values = {"half": "0.5", "none": "-3", "much": "99", "nan": "float('nan')", "full": "1.0", "flag": "True"}
    checks = [Check(name, f"double(1)\n{value}") for name, value in values.items()]
    found = {verdict.check: verdict for verdict in verdicts(zygote, checks, "def double(x): return 2")}
    scores = {name: verdict.score for name, verdict in found.items()}
    assert scores == {"half": 0.5, "none": 0.0, "much": 1.0, "nan": 0.0, "full": 1.0, "flag": 1.0}
    assert {name for name, verdict in found.items() if verdict.fault} == {"none", "much", "nan"}
    assert found["nan"].fault == "The check nan gave nan of 1 points; counted as 0"


def test_an_answer_can_not_earn_by_its_value_what_a_check_did_not_give(zygote):
    shown = Check("shown", "double(1)")
    (verdict,) = verdicts(zygote, [shown], "def double(x): return 1e9")
    assert verdict.score == 1.0 and verdict.fault  # the most that this check is worth, and a check at fault


def test_checks_with_a_hidden_part_come_last(zygote):
    log = "log = []\ndef double(x):\n    log.append(x)\n    raise ValueError(repr(log))"
    checks = [Check("secret", "double(777)", hidden=True), Check("open", "double(1)")]
    found = verdicts(zygote, checks, log)
    assert [verdict.check for verdict in found] == ["secret", "open"]
    assert found[1].message == "ValueError: [1]"


def test_what_a_check_leaves_in_the_process_is_gone_after_a_restart_and_cells_are_replayed(zygote):
    cells = "n = [0]", "def double(x):\n    n[0] += 1\n    __import__('os')._exit(n[0])"
    other = Check("other", "checks.equal(count(), 1)")
    found = verdicts(
        zygote, [DOUBLE, other, DOUBLE], *cells, "calls = []\ndef count():\n    return 1", names=("double", "count")
    )
    assert [verdict.status for verdict in found] == [CRASHED, PASSED, CRASHED]
    assert {verdict.message for verdict in found if verdict.message} == {
        "Your code ended the process that runs it (it ended with code 1)."
    }


def test_a_cell_that_ends_the_process_is_left_out_and_the_others_run(zygote):
    cells = "import os\nos._exit(3)", "def double(x):\n    return 2 * x"
    assert statuses(zygote, [DOUBLE], *cells) == [PASSED]


def test_the_cell_that_stopped_is_named(zygote):
    check = Check("c", "checks.equal(double(1), 2)", exercise="cell-0")
    (verdict,) = verdicts(zygote, [check], "x = 1\nraise KeyError('k')\ndef double(x): return 2")
    assert verdict.message == "The cell of this answer stopped. KeyError: 'k' (line 2)"


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline\n%load_ext autoreload\n!pip install numpy\ndef double(x): return 2 * x",
        "%%time\ndef double(x): return 2 * x",
        "%time factor = 2\ndef double(x): return factor * x",
        "from google.colab import files, drive\ndrive.mount('/x')\ndef double(x): return 2 * x",
        "display('x')\nget_ipython().run_line_magic('time', 'pass')\ndef double(x): return 2 * x",
        "import dataclasses\n@dataclasses.dataclass\nclass A:\n    x: 'int' = 2\ndef double(x): return A().x * x",
    ],
)
def test_what_a_notebook_may_hold_runs(zygote, cell):
    assert statuses(zygote, [DOUBLE], cell) == [PASSED]


def test_random_numbers_start_anew_for_each_check(zygote):
    drawn = [Check(name, "double(0)") for name in ("a", "b")]
    cell = "import random\ndef double(x):\n    raise ValueError(random.random())"
    first, again = (
        verdicts(zygote, drawn, cell),
        verdicts(zygote, drawn[::-1], "import random\nrandom.random()\n" + cell),
    )
    messages = {verdict.check: verdict.message for verdict in first}
    assert messages == {verdict.check: verdict.message for verdict in again}
    assert messages["a"] != messages["b"]


# --- whatever comes over the wire ---------------------------------------------------------------------------------


def test_an_error_without_a_name_is_the_childs_and_not_the_graders():
    answer = frame(struct.pack(">I", len(raised)) + raised)
    session = Session(Liar(answer), Submission([Cell("cell", "x = 1")]), Seconds(1, 1))
    (verdict,) = Judge(SETUP, [DOUBLE], {"double"}).judge(session)
    session.close()
    assert verdict.status == FAILED


raised = msgpack.packb([0, "raised", [0], "told by nobody"])


class Liar:
    """In the place of a zygote: a child that answers every request with the same bytes."""

    setup = SETUP

    def __init__(self, answer):
        self.answer, self.threads = answer, []

    def fork(self):
        ours, theirs = socket.socketpair()
        thread = threading.Thread(target=self._live, args=(theirs,))
        thread.start()
        self.threads.append(thread)
        return ours, 0

    def _live(self, line):
        with line, contextlib.suppress(OSError):
            line.settimeout(5)
            while line.recv(2**16):
                line.sendall(self.answer)

    def end(self, child, wait=False):
        return 0


def frame(content):
    return struct.pack(">Q", len(content)) + content


plain = st.recursive(
    st.one_of(st.none(), st.integers(-9, 9), st.text(max_size=4), st.binary(max_size=4), st.just("returned")),
    lambda parts: st.lists(parts, max_size=4),
    max_leaves=8,
)
answers = st.one_of(st.binary(min_size=1, max_size=40), st.binary(max_size=40).map(frame))
answers |= plain.map(lambda value: frame(msgpack.packb(value)))
answers |= plain.map(lambda value: frame(msgpack.packb(["returned", value, {}])))


@settings(max_examples=60, deadline=None)
@given(answers)
def test_any_bytes_end_in_a_verdict_that_is_no_pass(answer):
    session = Session(Liar(answer), Submission([Cell("cell", "x = 1")]), Seconds(1, 1))
    before, judge.WALL = judge.WALL, 0.02  # an answer that never comes is soon given up
    try:
        (verdict,) = Judge(SETUP, [DOUBLE], {"double"}).judge(session)
    finally:
        judge.WALL = before
        session.close()
    assert verdict.status != PASSED
