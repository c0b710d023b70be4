"""The judge: the same verdicts as in one process, for honest answers, and no way for the others to reach it."""

import pytest

import lesson as lessons
import power
from course_grader.judge import CRASHED, EMPTY, FAILED, PASSED, SLOW, Cell, Check, Judge, Seconds, Session, Submission
from course_grader.sandbox import NoSandbox
from course_grader.source import binds
from course_grader.zygote import Zygote

LESSONS = [lessons.read(path) for path in lessons.masters()]
SETUP = "import numpy as np\n\nfrom course_utils import checks\n"
DOUBLE = Check(
    "double",
    "found = double(np.array([1.0, 2.0]))\nchecks.close(found, [2.0, 4.0])\n"
    "checks.holds(bool(np.asarray(found).sum() == 6), 'the sum is wrong')",
)


def start(setup):
    """Return a zygote, behind walls where the system has them."""
    try:
        return Zygote(setup)
    except NoSandbox:
        return Zygote(setup, sandbox=False)


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


def differing(lesson, seed, answers_of):
    """Return the answers on which the judge and a run in one process disagree, in a check's result or message."""
    differ = []
    with start(lesson.setup) as zygote:
        for exercise in lesson.exercises:
            checks = [Check(check.id, lessons.without_markers(check.source)) for check in exercise.checks]
            names = binds(exercise.solution.source)
            for title, code in answers_of(exercise).items() if checks else ():
                found = verdicts(zygote, checks, code, names=names, seed=seed)
                here = power.try_answer(lesson, exercise, code, seeds=[seed]).failures
                if {verdict.check for verdict in found if verdict.status != PASSED} != set(here):
                    differ.append((exercise.id, title, found, here))
    return differ


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # wrong answers divide by zero, and may say so
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_answer_gets_the_same_verdicts_from_outside(lesson):
    catalogue = lessons.answers(lesson)

    def answers_of(exercise):
        wrong = {title: code for title, (code, _) in catalogue.WRONG.get(exercise.id, {}).items()}
        own = {"solution": lessons.without_markers(exercise.solution.source), "stub": power.stub_of(exercise)}
        return {**own, **wrong, **catalogue.RIGHT.get(exercise.id, {})}

    assert differing(lesson, "parity", answers_of) == []


def test_an_answer_passes_fails_or_is_missing(zygote):
    assert statuses(zygote, [DOUBLE], "def double(x):\n    return 2 * x") == [PASSED]
    assert statuses(zygote, [DOUBLE], "def double(x):\n    return x") == [FAILED]
    assert statuses(zygote, [DOUBLE], "def double(x):\n    raise NotImplementedError") == [EMPTY]
    assert statuses(zygote, [DOUBLE], "x = (") == [FAILED]


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


def test_functions_generators_and_changes_cross_the_line(zygote):
    checked = Check(
        "crossing",
        "rng = np.random.default_rng(0)\nbox = np.zeros(2)\n"
        "checks.close(apply(lambda v: 3 * v, 2.0), 6.0)\n"
        "first, second = draw(rng), draw(rng)\nchecks.holds(first != second, 'the generator stood still')\n"
        "fill(box)\nchecks.close(box, [1.0, 1.0])\nchecks.equal(list(count(3)), [0, 1, 2])",
    )
    cell = (
        "def apply(f, x): return f(x)\ndef draw(rng): return rng.random()\n"
        "def fill(a): a[:] = 1\ndef count(n): yield from range(n)"
    )
    assert verdicts(zygote, [checked], cell, names=("apply", "draw", "fill", "count"))[0].message == ""


def test_the_secret_seed_stays_with_the_judge(zygote):
    look = "import os\ndef double(x): raise ValueError(os.environ.get('COURSE_SEED', 'no seed'))"
    assert "no seed" in verdicts(zygote, [DOUBLE], look)[0].message
