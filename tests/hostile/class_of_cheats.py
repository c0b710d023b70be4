"""One lesson, and a class that hands in every threat of the table in docs/grading.md, each with what must happen.

The lesson has two exercises of two points. A submission is `double` with something in it, beside a right `total`: 4 is
what an honest answer gets, 2 what is left when `double` is wrong.
"""

import base64
import copy
import json
import os
import struct
import zipfile
import zlib
from dataclasses import dataclass

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from small_lesson import _cell, cell_of, solved

NAME = "01_hostile"
SECRET = "871350291"
IMPORTS = "import math\nimport os\nimport sys\nimport time\n\nimport numpy as np\nimport torch\n\n"
IMPORTS += "from course_utils import checks"
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
DOUBLE = "def double(x):\n    return 2 * x"
TOTAL = "def total(values):\n    return sum(values)"


def lesson():
    """Return the instructor's notebook."""
    worked = {
        "double": "x = np.array([1.0, 2.0])\nchecks.close(double(x), 2 * x)",
        "total": "checks.equal(total([1, 2, 4]), 7)",
    }
    secret = {
        "double": f"x = np.array([{SECRET}.0, 5.0]) + checks.rng('d').random(2)\nchecks.close(double(x), 2 * x)",
        "total": f"checks.equal(total([{SECRET}, 1]), {int(SECRET) + 1})",
    }
    cells = [_cell(new_markdown_cell, "# A lesson", "title"), _cell(new_code_cell, IMPORTS, "imports", locked=True)]
    for name, code in (("double", DOUBLE), ("total", TOTAL)):
        head, body = code.split("\n")
        text = f"# --- exercise: {name} ---\n{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
        flags = {"grade": True, "locked": True, "points": 1}
        cells += [
            _cell(new_markdown_cell, f"### Exercise · {name}", f"{name}-task"),
            _cell(new_code_cell, text, name, solution=True),
            _cell(new_code_cell, worked[name], f"{name}-worked", **flags),
            _cell(new_code_cell, f"# more inputs\n{HIDDEN.format(secret[name])}", f"{name}-secret", **flags),
            _cell(new_code_cell, f"print({name})", f"{name}-shown"),
        ]
    course = {"course": "ml-vision-course", "lesson": NAME, "release": "0123456789ab"}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"course": course, "kernelspec": kernel})


def with_answer(double, *extra, total=TOTAL, before=False):
    """Return a notebook with an answer to `double`, and cells of the student's own."""
    notebook = solved(lesson())
    for name, code in (("double", double), ("total", total)):
        cell_of(notebook, name).source = f"# --- exercise: {name} ---\n{code}"
    own = [new_code_cell(source, id=f"own-{n}") for n, source in enumerate(extra)]
    place = 2 if before else len(notebook.cells)
    notebook.cells[place:place] = own
    return notebook


def inside(body, result="x"):
    """Return a `double` that does something and then gives a wrong result, or the one that is asked for."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"def double(x):\n{lines}\n    return {result}"


def trying(body):
    """Return a `double` that is right only when it gets away with something."""
    lines = "\n".join(f"        {line}" for line in body.splitlines())
    return f"def double(x):\n    try:\n{lines}\n        return 2 * x\n    except BaseException:\n        return x"


@dataclass
class Case:
    """What a student hands in, and what has to come of it."""

    rows: str  # of the table of threats
    text: object  # a notebook, or the content of the file as text or bytes
    score: float
    status: str = "graded"
    outcome: str = ""  # of the checks of `double`, where it is not plain
    note: str = ""  # what the note has to hold
    prepare: object = None  # takes the submission's folder, once the notebook is there


YES = """class Yes:
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __rsub__ = __sub__ = __abs__ = __getitem__ = lambda self, *other: self
    __bool__ = lambda self: True
    __float__ = lambda self: 2.0
    __array_function__ = __array_ufunc__ = lambda self, *args, **kwargs: True
    shape, dtype, size, ndim = (2,), np.dtype(float), 2, 1
"""


def subclass(base, make):
    return (
        f"class Yes({base}):\n    __eq__ = __le__ = lambda self, other: True\n    __hash__ = None\n{inside('', make)}"
    )


def cases(root):
    """Return {student: Case}. `root` is the course's folder: what no submission may reach."""
    honest = with_answer(DOUBLE)
    wrong = "def double(x):\n    return x"
    hooks = """shell = get_ipython()
shell.input_transformers_cleanup.append(lambda lines: ["pass"])
shell.ast_transformers.append(object())
shell.events.register("pre_run_cell", lambda *a: None)
shell.set_custom_exc((BaseException,), lambda *a: None)"""
    patched = """import builtins, importlib
import course_utils.checks, course_utils.reading, course_utils.measure
for module in (course_utils.checks, course_utils.reading, course_utils.measure):
    for name in dir(module):
        if callable(getattr(module, name)) and not name.startswith("_"):
            setattr(module, name, lambda *a, **k: None)
np.isclose = np.allclose = np.array_equal = lambda *a, **k: True
math.isclose = torch.allclose = lambda *a, **k: True
builtins.all = builtins.any = lambda *a: True
sys.modules["numpy"] = sys.modules["course_utils.checks"] = object()"""
    forged = """import json
for fd in range(3, 64):
    try:
        os.write(fd, json.dumps({"score": 100, "status": "passed"}).encode())
    except OSError:
        pass
print("score: 4"); sys.displayhook(4.0)"""
    hunt = """found = []
for folder, _, names in os.walk("/"):
    if folder.count("/") > 3 or folder.startswith(("/proc", "/usr")):
        _.clear()
    found += [name for name in names if name.endswith((".ipynb", "gradebook.db"))]
assert found"""
    frames = f"""import gc
frame, seen = sys._getframe(), []
while frame:
    seen += list(frame.f_globals) + list(frame.f_locals)
    frame = frame.f_back
seen += [text for text in gc.get_objects() if isinstance(text, str)]
assert any("{SECRET[:2]}" + "{SECRET[2:]}" in text for text in seen)"""
    table = {
        # 1-4: the checks themselves
        "hooks": Case("1", with_answer(wrong, hooks, before=True), 2),
        "patched-shell": Case("1", with_answer(wrong, "get_ipython().run_code = print", before=True), 2),
        "excepthook": Case("1", with_answer(inside("sys.excepthook = print\nraise ValueError"), before=True), 2),
        "equal-to-all": Case("2", with_answer(YES + inside("", "Yes()")), 2),
        "array-subclass": Case("2", with_answer(subclass("np.ndarray", "x.view(Yes)")), 2),
        "tensor-subclass": Case("2", with_answer(subclass("torch.Tensor", "torch.ones(2).as_subclass(Yes)")), 2),
        "float-subclass": Case("2", with_answer(subclass("float", "[Yes(2), Yes(4)]")), 2),
        "str-subclass": Case("2", with_answer(subclass("str", "Yes('2')")), 2),
        "dict-subclass": Case("2", with_answer(subclass("dict", "Yes()")), 2),
        "patched-libraries": Case("3", with_answer(f"{patched}\n{wrong}"), 2),
        "own-names": Case("3", with_answer(f"class checks:\n    close = equal = print\ndef found(): pass\n{wrong}"), 2),
        "forged": Case("4", with_answer(f"{forged}\n{wrong}"), 2),
        "forged-inside": Case("4", with_answer(inside(forged)), 2, outcome="crashed"),
        # 5-9: what is hidden
        "hunts-on-disk": Case("5", with_answer(trying(hunt)), 2),
        "hunts-in-memory": Case("6", with_answer(trying(frames)), 2),
        "reads-history": Case("6", with_answer(trying("assert get_ipython().history_manager.get_range()")), 2),
        "logs-inputs": Case(
            "7",
            with_answer(
                "log = []\ndef double(x):\n    log.append(x.tolist())\n    return 2 * x",
                total="def total(values):\n    raise ValueError(repr((log, values)))",
            ),
            2,
        ),
        "shows-inputs": Case("7", with_answer("def double(x):\n    raise ValueError(repr(x))"), 2),
        "hard-coded": Case("8", with_answer("def double(x):\n    return np.array([2.0, 4.0])"), 3),
        "looks-for-the-grader": Case(
            "9",
            with_answer(inside("assert not [n for n in os.environ if n.startswith(('COURSE', 'NBGRADER'))]", "2 * x")),
            4,
        ),
        # 10-12: files and network
        "reads-the-gradebook": Case("10", with_answer(trying(f"open({str(root / 'gradebook.db')!r}, 'rb')")), 2),
        "writes-the-gradebook": Case("10", with_answer(trying(f"open({str(root / 'gradebook.db')!r}, 'ab')")), 2),
        "reads-the-source": Case("10", with_answer(trying(f"os.listdir({str(root / 'source')!r})")), 2),
        "reads-a-neighbour": Case("10", with_answer(trying(f"os.listdir({str(root / 'submitted')!r})")), 2),
        "link-to-a-neighbour": Case("11", honest, 0, "unreadable", note="a link", prepare=_link),
        "linked-folder": Case("11", honest, 0, "unreadable", note="a link", prepare=_linked_folder),
        "pipe": Case("11", honest, 4, note="no regular file", prepare=lambda folder: os.mkfifo(folder / "pipe")),
        "archive": Case("11", honest, 0, "unreadable", note="Not opened: work.zip", prepare=_zip),
        "network": Case("12", with_answer(trying("import socket\nsocket.create_connection(('127.0.0.1', 80))")), 2),
        # 13-16: what one may use
        "fork-bomb": Case("13", with_answer(inside("while True:\n    os.fork()")), 2),
        "thread-bomb": Case(
            "13",
            with_answer(
                inside("import threading\nwhile True:\n    threading.Thread(target=time.sleep, args=(9,)).start()")
            ),
            2,
        ),
        "memory-bomb": Case("14", with_answer(inside("many = []\nwhile True:\n    many.append(bytearray(2**28))")), 2),
        "endless": Case("15", with_answer(inside("while True:\n    pass")), 2, outcome="timed out"),
        "endless-and-deaf": Case(
            "15",
            with_answer(
                inside("import signal\nfor n in (2, 14, 15, 24):\n    signal.signal(n, signal.SIG_IGN)\nwhile 1: pass")
            ),
            2,
            outcome="timed out",
        ),
        "endless-cell": Case("15", with_answer(DOUBLE, "while True: pass"), 4, note="Stopped at the time limit"),
        "sleep": Case("16", with_answer(inside("time.sleep(10**6)")), 2, outcome="timed out"),
        "deadlock": Case(
            "16",
            with_answer(inside("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()")),
            2,
            outcome="timed out",
        ),
        "input": Case("16", with_answer(inside("input()")), 2),
        # 17-20: ends, depths and floods
        "exit": Case("17", with_answer(inside("os._exit(0)")), 2, outcome="crashed"),
        "segfault": Case("17", with_answer(inside("import ctypes\nctypes.string_at(0)")), 2, outcome="crashed"),
        "sys-exit": Case("17", with_answer(inside("sys.exit(0)")), 2),
        "exit-in-a-cell": Case(
            "17", with_answer(DOUBLE, "os._exit(0)"), 4, note="The process that runs the code ended"
        ),
        "endless-recursion": Case("18", with_answer(inside("return double(x)")), 2),
        "stack-overflow": Case(
            "18", with_answer(inside("sys.setrecursionlimit(10**9)\ndef f(n):\n    return [f(n)]\nf(0)")), 2
        ),
        "deep-data": Case("18", with_answer(inside("d = []\nfor _ in range(10**5):\n    d = [d]\nreturn d")), 2),
        "data-in-itself": Case("18", with_answer(inside("d = []\nd.append(d)\nreturn d")), 2),
        "full-disk": Case(
            "19",
            with_answer(inside("for n in range(99):\n    open(f'f{n}', 'wb').write(bytes(2**25))")),
            2,
        ),
        "huge-file": Case("19", with_answer(inside("open('f', 'wb').write(bytes(2**28))")), 2),
        "flood": Case(
            "20", with_answer(inside("for _ in range(100):\n    print('x' * 10**6)", "2 * x"), "print('x' * 10**8)"), 4
        ),
        "much-html": Case("20", _with_outputs("text/html", "<b>x</b>" * 10**5, 6), 4),
        "many-pictures": Case("20", _with_outputs("image/png", "iVBORw0KGgo=", 10_000), 4),
        "bytes": Case("20", with_answer(DOUBLE, r"print('\0\ud800\x1b[2J')" + "\nraise ValueError('\\0\\udfff')"), 4),
        # 21-24: what it shows, and leaves behind
        "script": Case("21", _with_script(), 4),
        "script-in-an-error": Case(
            "21", with_answer(inside("raise ValueError('<script>alert(1)</script><img src=x onerror=alert(1)>')")), 2
        ),
        "leaves-a-process": Case(
            "22", with_answer(inside("import subprocess\nsubprocess.Popen(['/bin/sleep', '99'])", "2 * x")), 2
        ),
        "background-noise": Case(
            "23",
            with_answer(
                "import threading\ndef noise():\n    while True:\n        print('noise', file=sys.stderr)\n"
                "        time.sleep(.01)\n"
                f"threading.Thread(target=noise, daemon=True).start()\n{DOUBLE}"
            ),
            4,
        ),
        "warns": Case(
            "24", with_answer(inside("import warnings\nwarnings.warn('hm')\nprint('hm', file=sys.stderr)", "2 * x")), 4
        ),
        # 29-33: files and names
        "another-lesson": Case("29", _another_lesson(), 0, "unreadable", note="another lesson"),
        "old-release": Case("29", _old_release(), 4, note="another release"),
        "renamed": Case("30", honest, 4, note="Taken as the notebook", prepare=_rename("my homework (2).ipynb")),
        "nested": Case("30", honest, 4, note="Taken as the notebook", prepare=_rename("a/b/hw.ipynb")),
        "saved-by-a-browser": Case("30", honest, 4, note="Taken as the notebook", prepare=_rename("hw.ipynb.txt")),
        "a-script": Case("30", honest, 0, "unreadable", note="Found were: hw.py.", prepare=_rename("hw.py")),
        "several": Case("30", honest, 4, note="Notebooks handed in: 2", prepare=_older_beside),
        "nothing": Case("30", honest, 0, "unreadable", note="no notebook", prepare=_empty),
        "not-json": Case("31", "a link to my work", 0, "unreadable", note="does not hold JSON"),
        "truncated": Case("31", nbformat.writes(honest)[:900], 0, "unreadable", note="its end is missing"),
        "no-cells": Case("31", '{"nbformat": 4}', 0, "unreadable", note="no cells"),
        "nested-json": Case("31", "[" * 10**6, 0, "unreadable"),
        "bom": Case("31", b"\xef\xbb\xbf" + nbformat.writes(honest).encode(), 4),
        "utf-16": Case("31", nbformat.writes(honest).encode("utf-16"), 4),
        "latin-1": Case("31", _latin(), 4, note="not in UTF-8"),
        "nbformat-3": Case("31", _old_format(), 4, note="old format"),
        "huge-notebook": Case(
            "31", b'{"cells": [], "x": "' + b"x" * (101 * 2**20) + b'"}', 0, "unreadable", note="larger"
        ),
        "nan": Case("31", nbformat.writes(honest).replace('"metadata": {', '"x": NaN, "metadata": {', 1), 4),
        "forged-time": Case("32", _forged_time(), 4),
        "garbage-time": Case(
            "32", honest, 4, note="cannot be read", prepare=lambda f: (f / "timestamp.txt").write_text("yesterday")
        ),
        "=cmd()": Case("33", honest, 4),
        "a, 'b' \"c\"": Case("33", honest, 4),
        "Zoë 学生": Case("33", honest, 4),
        "<b>x": Case("33", honest, 4),
        # 35-42
        "pickle": Case(
            "35",
            with_answer(
                "class P:\n    def __reduce__(self):\n        return os.system, ('true',)\n" + inside("", "P()")
            ),
            2,
        ),
        "weights-file": Case(
            "35",
            with_answer("w = np.load('weights.npy')\ndef double(x):\n    return w * x"),
            4,
            prepare=lambda folder: __import__("numpy").save(folder / "weights.npy", 2.0),
        ),
        "endless-reply": Case("36", with_answer(inside("while True:\n    yield 2.0")), 2),
        "huge-reply": Case("36", with_answer(inside("return np.zeros(2 * 10**7)")), 2, outcome="crashed"),
        "malformed-reply": Case("36", with_answer(_writes(b"\0" * 7 + b"\3abc")), 2, outcome="crashed"),
        "huge-frame": Case("36", with_answer(_writes(b"\xff" * 8)), 2, outcome="crashed"),
        "slow-reply": Case(
            "36",
            with_answer(_writes(b"\0" * 6 + b"\xff\xff", "while 1:\n        time.sleep(.1)")),
            2,
            outcome="timed out",
        ),
        "gpu": Case("37", with_answer(trying("assert torch.cuda.device_count()")), 2),
        "random-answer": Case(
            "38", with_answer("import random\n" + inside("", "2 * x if random.random() < .5 else x")), -1
        ),
        "zeroes-its-input": Case("39", with_answer(inside("x[:] = 0", "0 * x")), 2),
        "notes-by-file-lock": Case(
            "12", with_answer(trying("import fcntl\nfcntl.lockf(open('/usr/bin/env', 'rb'), fcntl.LOCK_SH)")), 2
        ),
        "hidden-memory": Case("14", with_answer(trying("os.memfd_create('x')")), 2),
        "sleeps-often": Case("16", with_answer(DOUBLE, *["time.sleep(5.5)"] * 9), 0, note="Stopped at the time limit"),
        "lives-on": Case(
            "22",
            with_answer(
                inside(
                    "import ctypes\nctypes.CDLL(None).prctl(1, 0, 0, 0, 0)\n"
                    "try:\n    os.setsid()\nexcept OSError:\n    pass\ntime.sleep(99)"
                )
            ),
            2,
            outcome="timed out",
        ),
        "mounts-anew": Case(
            "41",
            with_answer(
                trying(
                    "import ctypes, struct\nc = ctypes.CDLL(None)\n"
                    "flags = struct.pack('QQQQ', 0, 1, 0, 0)\n"
                    "tried = [c.syscall(442, -100, b'/usr', 0, flags, 32), c.syscall(430, b'tmpfs', 0)]\n"
                    "assert max(tried + [c.syscall(428, -100, b'/usr', 1)]) >= 0"
                )
            ),
            2,
        ),
        "markdown-bomb": Case("20", _with_markdown(r"\begin{a}" * 100_000, "<div>" * 10**4, "\n#" * 10**4), 4),
        "code-bomb": Case("20", with_answer(DOUBLE + "\n" + "x = [1, 2, 3]\n" * 70_000), 4),
        "lines-without-end": Case("28", _without_ids("\n" * 60_000), 4),
        "cells-without-end": Case("25", _many_cells(3000), 0, "unreadable", note="more than 2000"),
        "many-cells": Case("25", _many_cells(1900), 4),
        "many-versions": Case("25", _many_versions(1900), 4),
        "huge-heading": Case("31", _huge_heading(), 0),
        "sparse-files": Case("30", honest, 4, note="larger than", prepare=_sparse),
        "deep-reply": Case("36", with_answer(_writes(_framed(b"\x91" * 10**6))), 2, outcome="crashed"),
        "long-reply": Case(
            "36", with_answer(_writes(_framed(b"\xdd\x00\x98\x96\x80" + bytes(10**7)))), 2, outcome="crashed"
        ),
        "long-error": Case("36", with_answer(_long_error()), 0),
        "hash-order": Case("38", with_answer(inside("", "2 * x if next(iter({'a', 'b'})) == 'a' else x")), -1),
        "changes-its-input": Case("39", with_answer(inside("x *= 2")), 4),
        "escapes": Case(
            "41",
            with_answer(
                trying(
                    "import ctypes\nc = ctypes.CDLL(None)\nassert 0 in (c.mount(b'x', b'/scratch', b'tmpfs', 0, None), "
                    "c.unshare(0x10000000), c.chroot(b'/'), c.setuid(0), c.ptrace(16, 1, 0, 0))"
                )
            ),
            2,
        ),
        "kills": Case("41", with_answer(inside("for p in (os.getppid(), -1):\n    os.kill(p, 9)")), 2),
        "shell-lines": Case("42", with_answer(DOUBLE, "!rm -rf /", "%cd /\n!pip install x", "%%bash\nrm -rf /"), 4),
        "colab": Case("42", with_answer("from google.colab import drive\ndrive.mount('/content')\n" + DOUBLE), 4),
    }
    return table | _rebuilt(honest)


def _rebuilt(honest):
    """Return the cases of rows 25 to 28: cells lost, doubled, split, merged, moved, edited."""

    def edited(change):
        notebook = copy.deepcopy(honest)
        change(notebook)
        return notebook

    def split(notebook):
        cell = cell_of(notebook, "double")
        at = notebook.cells.index(cell)
        cell.source, rest = "# --- exercise: double ---\nfactor = 2", "def double(x):\n    return factor * x"
        notebook.cells.insert(at + 1, new_code_cell(rest, id="rest"))

    def merge(notebook):
        cell, other = cell_of(notebook, "double"), cell_of(notebook, "total")
        cell.source += f"\n{other.source}"
        notebook.cells.remove(other)

    def easy(notebook):
        for cell in notebook.cells:
            known = cell.metadata.get("nbgrader", {})
            if known.get("grade"):
                cell.source, known["points"], known["grade_id"] = "pass", 99, known["grade_id"]
                cell.outputs = [new_output("execute_result", data={"text/plain": "99"}, execution_count=1)]

    def bare(notebook):
        notebook.metadata = {}
        for n, cell in enumerate(notebook.cells):
            cell.metadata, cell["id"] = {}, f"c{n}"
            cell.source = cell.source.replace("# --- exercise: ", "# ")

    def flagged(notebook):
        for cell in notebook.cells:
            if known := cell.metadata.get("nbgrader"):
                known.update(checksum="0", schema_version=1, solution=True, locked=False, points=-5)

    def at(name, change):
        return lambda notebook: change(notebook, cell_of(notebook, name))

    changes = {
        "checks-deleted": lambda nb: [
            nb.cells.remove(c) for c in list(nb.cells) if c.metadata.get("nbgrader", {}).get("grade")
        ],
        "checks-doubled": at("double-worked", lambda nb, cell: nb.cells.insert(0, copy.deepcopy(cell))),
        "solution-doubled": at("double", lambda nb, cell: nb.cells.append(copy.deepcopy(cell))),
        "solution-retyped": at("double", lambda nb, cell: cell.update(cell_type="raw")),
        "split": split,
        "merged": merge,
        "reordered": lambda nb: nb.cells.reverse(),
        "easy-checks": easy,
        "flags": flagged,
        "bare": bare,
    }
    rows = {"flags": "27", "bare": "28", "easy-checks": "27"}
    found = {name: Case(rows.get(name, "25, 26"), edited(change), 4) for name, change in changes.items()}
    found["solution-deleted"] = Case("25", edited(at("double", lambda nb, cell: nb.cells.remove(cell))), 2)
    return found


# --- what is handed in beside or in place of a notebook -----------------------------------------------------------


def write(folder, student, case):
    """Put a submission where `course grade` looks for it."""
    path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    text = json.dumps(case.text) if isinstance(case.text, dict) else case.text
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if case.prepare:
        case.prepare(path.parent)


def _link(folder):
    path = folder / f"{NAME}.ipynb"
    path.unlink()
    path.symlink_to(folder.parent.parent / "honest-1" / NAME / f"{NAME}.ipynb")


def _linked_folder(folder):
    (folder / f"{NAME}.ipynb").unlink()
    folder.rmdir()
    folder.symlink_to(folder.parent.parent / "honest-1" / NAME)


def _zip(folder):
    path = folder / f"{NAME}.ipynb"
    with zipfile.ZipFile(folder / "work.zip", "w") as file:
        file.write(path, "../../../etc/x.ipynb")
    path.unlink()


def _rename(name):
    def rename(folder):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{NAME}.ipynb").rename(folder / name)

    return rename


def _older_beside(folder):
    path = folder / f"{NAME}.ipynb"
    old = folder / "draft.ipynb"
    old.write_text(nbformat.writes(with_answer("def double(x):\n    return x")))
    new = folder / "final.ipynb"
    path.rename(new)
    os.utime(old, (1, 1))


def _empty(folder):
    (folder / f"{NAME}.ipynb").unlink()


def _with_outputs(kind, content, count):
    notebook = with_answer(DOUBLE)
    output = new_output("display_data", data={kind: content})
    cell_of(notebook, "double").outputs = [output] * count
    return notebook


def _with_script():
    notebook = with_answer(DOUBLE)
    evil = (
        "<script>alert(1)</script><iframe src='javascript:alert(1)'></iframe>\n\n[a](javascript:alert(1))\n\n"
        "<img src=x onerror=alert(1)><a href='javascript:alert(1)'>b</a><svg onload=alert(1)>"
    )
    notebook.cells.append(new_markdown_cell(evil, id="evil"))
    output = new_output("display_data", data={"text/html": evil, "application/javascript": "alert(1)"})
    cell_of(notebook, "double").outputs = [output]
    return notebook


def _another_lesson():
    cells = [new_code_cell("x = 1", id="a"), new_markdown_cell("# Another", id="b")]
    return new_notebook(cells=cells, metadata={"course": {"lesson": "02_other", "release": "x"}})


def _old_release():
    notebook = with_answer(DOUBLE)
    notebook.metadata.course.release = "ffffffffffff"
    return notebook


def _latin():
    notebook = with_answer(f"# Café\n{DOUBLE}")
    return json.dumps(notebook, ensure_ascii=False).encode("latin-1")


def _old_format():
    notebook = nbformat.convert(with_answer(DOUBLE), 3)
    return json.dumps(notebook)


def _forged_time():
    notebook = with_answer(DOUBLE)
    notebook.metadata["timestamp"] = "1999-01-01"
    notebook.metadata.course["score"] = 99
    notebook.metadata.course["tests"] = [{"name": "double-worked", "score": 99}]
    return notebook


def _writes(content, then="return x"):
    packed = base64.b85encode(zlib.compress(content)).decode()
    return (
        f"import base64, zlib\ncontent = zlib.decompress(base64.b85decode({packed!r}))\n"
        "def double(x):\n    for fd in range(3, 64):\n        try:\n"
        f"            os.write(fd, content)\n        except OSError:\n            pass\n    {then}"
    )


def _framed(structure):
    """Return a message as it travels: its length, the structure's length, the structure."""
    body = struct.pack(">I", len(structure)) + structure
    return struct.pack(">Q", len(body)) + body


def _long_error():
    """Return an answer that sends a forged error with a megabyte of text."""
    names, text = b"\x92\x00\xaaValueError", b"\xdb" + struct.pack(">I", 10**6) + b"A" * 10**6
    return _writes(_framed(b"\x94\x00\xa6raised" + names + text))


def _with_markdown(*texts):
    notebook = with_answer(DOUBLE)
    notebook.cells += [new_markdown_cell(text, id=f"evil-{n}") for n, text in enumerate(texts)]
    return notebook


def _without_ids(text):
    """Return a notebook as JSON with a cell that has neither an id nor metadata."""
    notebook = json.loads(nbformat.writes(with_answer(DOUBLE)))
    notebook["cells"].append({"cell_type": "code", "source": text, "metadata": {}, "outputs": []})
    return json.dumps(notebook)


def _many_cells(count):
    notebook = json.loads(nbformat.writes(with_answer(DOUBLE)))
    notebook["cells"] += [{"cell_type": "markdown", "source": "x", "metadata": {}}] * count
    return json.dumps(notebook)


def _many_versions(count):
    notebook = with_answer(DOUBLE)
    cell = cell_of(notebook, "double")
    notebook.cells[1:1] = [copy.deepcopy(cell) | {"source": "def double(x): return x"} for _ in range(count)]
    return json.dumps(notebook)


def _huge_heading():
    cells = [{"cell_type": "heading", "level": 500_000_000, "source": "x", "metadata": {}}]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]})


def _sparse(folder):
    for n in range(25):
        with (folder / f"{n}.ipynb").open("wb") as file:
            file.truncate(99 * 2**20)
