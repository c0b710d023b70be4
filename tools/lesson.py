"""A lesson's text master: read it, and refuse what would go wrong later.

A master is a Python file in jupytext's percent format. Four short markers stand for nbgrader's metadata:

    # %% solution="box-iou"                      students write here
    # %% check="box-iou-values" points=1         graded and locked
    # %% [markdown] answer="why-flip" points=2   a written answer, graded by hand
    # %% tags=["install"] or tags=["imports"]    the two set-up cells
"""

import ast
import builtins
import hashlib
import importlib.util
import re
import symtable
from dataclasses import dataclass
from pathlib import Path

import jupytext

ROOT = Path(__file__).resolve().parent.parent
LONGEST_CELL = 30
SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
ROLES = ("solution", "check", "answer")
TAGS = ("install", "imports", "raises-exception")
HEADER = re.compile(r"\*\*(\d+) points? · (\d+) minutes?\*\*")
FEWEST = {"WRONG": 6, "RIGHT": 3}
FEWEST_FOR_QUIZ = {"WRONG": 3, "RIGHT": 1}


class Refused(Exception):
    """A master that cannot be built, with one line for each reason: file:line: what, and what to do."""


@dataclass(frozen=True)
class Cell:
    """One cell of a master; `line` is that of its `# %%` marker."""

    kind: str  # "code" or "markdown"
    source: str
    line: int
    role: str = "text"  # or "solution", "check", "answer", "install", "imports"
    id: str = ""
    points: int = 0
    tags: tuple = ()


@dataclass(frozen=True)
class Exercise:
    """A solution cell with its checks, or a written answer alone."""

    id: str
    solution: Cell
    checks: tuple


@dataclass(frozen=True)
class Lesson:
    """A master as read: its cells in order."""

    name: str
    path: Path
    cells: tuple

    @property
    def fingerprint(self):
        """Name of this release: it changes with any cell."""
        text = "\0".join(f"{cell.kind} {cell.id} {cell.source}" for cell in self.cells)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def exercises(self):
        """Exercises in order; a check belongs to the exercise whose id its own id starts with."""
        heads = [cell for cell in self.cells if cell.role in ("solution", "answer")]
        return [Exercise(head.id, head, tuple(c for c in self.cells if belongs(c, heads) is head)) for head in heads]

    @property
    def setup(self):
        """Source of the imports cell."""
        return "\n".join(cell.source for cell in self.cells if cell.role == "imports")


def belongs(check, heads):
    """Return the exercise's first cell that a check belongs to (the longest id that fits), or None."""
    fitting = [head for head in heads if check.role == "check" and check.id.startswith(f"{head.id}-")]
    return max(fitting, key=lambda head: len(head.id), default=None)


def masters(folder=None):
    """Return the paths of all masters, in lesson order."""
    return sorted((folder or ROOT / "lessons").glob("[0-9][0-9]_*.py"))


def read(path):
    """Read a master.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Lesson

    Raises
    ------
    Refused
        When it is missing, not text, or has a marker that is not in the vocabulary.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        known = ", ".join(master.stem for master in masters(path.parent)) or "none"
        raise Refused(f"{path}: no such master. Lessons here: {known}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: cannot be read ({error}). Make it a readable UTF-8 text file.") from None
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    raw = jupytext.reads(text, fmt="py:percent").cells
    if len(raw) != len(lines):
        raise Refused(f"{path}:1: text before the first `# %%` marker, or a marker inside a string. Remove it.")
    return Lesson(path.stem, path, tuple(_cell(path, line, cell) for line, cell in zip(lines, raw, strict=True)))


def _cell(path, line, raw):
    marks = {key: value for key, value in raw.metadata.items() if key not in ("tags", "lines_to_next_cell")}
    tags = tuple(raw.metadata.get("tags", ()))
    roles = [role for role in ROLES if role in marks]
    unknown = [*(set(marks) - {*ROLES, "points"}), *(set(tags) - set(TAGS))]
    if unknown or len(roles) > 1:
        raise Refused(
            f"{path}:{line}: unknown marker {', '.join(unknown or roles)}. Use one of {ROLES} or tags {TAGS}."
        )
    role = roles[0] if roles else next((tag for tag in tags if tag in ("install", "imports")), "text")
    if (role in ("check", "answer")) != (type(marks.get("points")) is int and marks["points"] > 0):
        raise Refused(f"{path}:{line}: checks and written answers, and only they, have whole points above 0.")
    return Cell(raw.cell_type, raw.source, line, role, marks.get(role, ""), marks.get("points", 0), tags)


def answers(lesson, folder=None):
    """Return the catalogue of a lesson, a module with WRONG and RIGHT, or None where there is none."""
    path = (folder or ROOT / "tests" / "answers") / f"{lesson.name}.py"
    return module(path) if path.exists() else None


def module(path):
    """Return the module that a file of Python holds."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def is_quiz(exercise):
    """Return whether an exercise is a quiz question: its few wrong answers are known, its key is hidden."""
    return exercise.id.startswith("quiz-")


def region(source, markers):
    """Return the lines between each pair of markers."""
    found, inside = [], False
    for line in source.splitlines():
        if line.strip() in markers:
            inside = line.strip() == markers[0]
        elif inside:
            found.append(line)
    return found


def without_markers(source):
    """Return a cell's source with all of its text, solutions and hidden tests too, but without the marker lines."""
    return "\n".join(line for line in source.splitlines() if line.strip() not in SOLUTION + HIDDEN)


def without_hidden(source):
    """Return a check's source as students see it."""
    hidden = region(source, HIDDEN)
    return "\n".join(line for line in without_markers(source).splitlines() if line not in hidden)


def names(source):
    """Return (bound, free): the names that a cell's module level binds, and those it uses from elsewhere."""
    table = symtable.symtable(source, "cell", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()}
    used = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    scopes = table.get_children()
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        used |= {s.get_name() for s in scope.get_symbols() if s.is_global() and s.is_referenced()}
    return bound, used - bound - set(dir(builtins))


# --- what a build refuses -----------------------------------------------------------------------------------------


def refuse(lesson, catalogue):
    """Raise Refused with every reason, each with file and line, why a lesson cannot be built.

    Parameters
    ----------
    lesson : Lesson
    catalogue : module or None
        What `answers` returned.
    """
    reasons = [
        f"{lesson.path}:{line}: {text}" for line, text in sorted(_reasons(lesson, catalogue), key=lambda r: r[0])
    ]
    if reasons:
        raise Refused("\n".join(reasons))


def _reasons(lesson, catalogue):
    try:
        for cell in lesson.cells:
            if cell.kind == "code":
                names(cell.source)
    except SyntaxError as error:
        yield cell.line + (error.lineno or 0), f"syntax error: {error.msg}."
        return
    for check in (_ids, _cells, _exercises, _judgeable, _totals):
        yield from check(lesson)
    yield from _catalogue(lesson, catalogue)


def _ids(lesson):
    seen = {}
    for cell in lesson.cells:
        if cell.id and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell.id):
            yield cell.line, f'id "{cell.id}" is not of small letters, digits and single hyphens.'
        if cell.id and cell.id in seen:
            yield cell.line, f'id "{cell.id}" is used already in line {seen[cell.id]}. Ids are unique in a lesson.'
        seen.setdefault(cell.id, cell.line)


def _cells(lesson):
    for cell in lesson.cells:
        if cell.kind == "code" and (length := len(cell.source.splitlines())) > LONGEST_CELL and cell.role != "solution":
            yield cell.line, f"code cell of {length} lines; {LONGEST_CELL} at most. Split it."
        code = [line for line in region(cell.source, SOLUTION) if line.strip()]
        if cell.role == "solution" and len(code) > LONGEST_CELL:
            yield cell.line, f"solution of {len(code)} lines; {LONGEST_CELL} at most. Split the exercise."
        for markers, role in ((SOLUTION, "solution"), (HIDDEN, "check")):
            found = [line.strip() for line in cell.source.splitlines() if line.strip() in markers]
            if found and (cell.role != role or found != list(markers) * (len(found) // 2)):
                yield cell.line, f"`{markers[0]}` ... `{markers[1]}` come in pairs, and only in a {role} cell."
    for role in ("install", "imports"):
        if sum(cell.role == role for cell in lesson.cells) != 1:
            yield 1, f'a lesson has exactly one cell with tags=["{role}"].'


def _exercises(lesson):
    for exercise in lesson.exercises:
        cell = exercise.solution
        if cell.role == "solution":
            if not cell.source.startswith(f"# --- exercise: {exercise.id} ---\n"):
                yield cell.line, f"the first line must be `# --- exercise: {exercise.id} ---`."
            if not region(cell.source, SOLUTION):
                yield cell.line, f"no `{SOLUTION[0]}` ... `{SOLUTION[1]}`: students would get the answer."
            if not exercise.checks:
                yield cell.line, f'no check: add a cell with check="{exercise.id}-..." after it.'
        points = cell.points + sum(check.points for check in exercise.checks)
        before = lesson.cells[: lesson.cells.index(cell)]
        statement = next((c.source for c in reversed(before) if c.kind == "markdown"), "")
        header = HEADER.search(statement)
        if not header:
            yield cell.line, "the text above it must say `**3 points · 10 minutes**`."
        elif int(header[1]) != points:
            yield cell.line, f"the text above says {header[1]} points, its checks add up to {points}."


def _judgeable(lesson):
    """A check runs in a process of its own: it may use imports, its own names, and its exercise's names alone."""
    heads = [cell for cell in lesson.cells if cell.role in ("solution", "answer")]
    imported, _ = names(lesson.setup)
    borrowed = {name for c in lesson.cells if c.kind == "code" and c.role != "check" for name in names(c.source)[1]}
    for cell in lesson.cells:
        if cell.role != "check":
            continue
        head = belongs(cell, heads)
        if head is None or lesson.cells.index(head) > lesson.cells.index(cell):
            yield cell.line, f'"{cell.id}" must start with the id of an exercise above it and a hyphen.'
            continue
        bound, free = names(cell.source)
        for name in sorted(free - imported - names(head.source)[0]):
            yield cell.line, f'check "{cell.id}" uses `{name}`, which neither the imports nor "{head.id}" define.'
        for name in sorted(bound & borrowed):
            yield cell.line, f'check "{cell.id}" sets `{name}`, which another cell reads. Choose another name.'
        if not _ends_in_a_check(cell.source):
            yield cell.line, f'check "{cell.id}" must end in a call that returns None, such as checks.close(...).'


def _ends_in_a_check(source):
    """Return whether the last statement shows nothing: nbgrader takes a number that is shown for partial credit."""
    body = ast.parse(source).body
    if not body or not isinstance(body[-1], ast.Expr):
        return bool(body) and isinstance(body[-1], ast.For | ast.With)
    call = body[-1].value
    function = call.func if isinstance(call, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr not in ("unchanged", "fresh", "rng")


def _totals(lesson):
    about = next((cell for cell in lesson.cells if "**About this lesson**" in cell.source), None)
    if about is None:
        yield 1, "no cell with **About this lesson**."
        return
    points = sum(cell.points for cell in lesson.cells)
    headers = (HEADER.search(cell.source) for cell in lesson.cells if cell.kind == "markdown")
    minutes = sum(int(header[2]) for header in headers if header)
    if f"exercises {minutes} ({points} points)" not in about.source:
        yield (
            about.line,
            f"**About this lesson** must say `exercises {minutes} ({points} points)`: the exercises' sums.",
        )


def _catalogue(lesson, catalogue):
    for exercise in lesson.exercises:
        if exercise.solution.role == "answer":
            continue
        for kind, least in (FEWEST_FOR_QUIZ if is_quiz(exercise) else FEWEST).items():
            count = len(getattr(catalogue, kind, {}).get(exercise.id, ()))
            if count < least:
                where = f"tests/answers/{lesson.name}.py"
                yield (
                    exercise.solution.line,
                    f'"{exercise.id}" has {count} {kind} answers in {where}; {least} at least.',
                )
