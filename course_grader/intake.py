"""Read what a student handed in: regular files only, up to a size, and one of them the notebook."""

import hashlib
import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from course_grader.students import CourseError

MOST_NOTEBOOK = 100 * 2**20  # bytes
MOST_FILES = 50 * 2**20  # bytes of all other files together
MOST_ENTRIES, MOST_DEPTH, MOST_CELLS = 500, 4, 2000
NOTEBOOK = (".ipynb", ".ipynb.txt", ".ipynb.json")  # browsers add an ending when they save one
OWN = ("timestamp.txt",)  # the collector's; the time of a hand-in is read there and nowhere else


class Unreadable(Exception):
    """A submission that holds no notebook; the message says why and what to do."""


@dataclass(frozen=True)
class Work:
    """What was handed in: copies of the files, taken once, so that a change while it is graded changes nothing."""

    student: str
    name: str = ""  # of the notebook
    notebook: bytes = b""
    files: dict = field(default_factory=dict)  # name -> content
    notes: list = field(default_factory=list)  # what was not taken, and what was guessed

    def digest(self):
        """Return a hash of all that can change the result."""
        found = hashlib.sha256()
        for part in (self.name.encode(), self.notebook, *(x for k, v in sorted(self.files.items()) for x in (k, v))):
            part = part if isinstance(part, bytes) else part.encode(errors="replace")
            found.update(len(part).to_bytes(8, "big") + part)
        return found.hexdigest()


def students(folder):
    """Return (names, refused) of the folders of a class: those of students, and what is none with the reason."""
    names, refused = [], {}
    if not folder.is_dir():
        raise CourseError(
            f"{folder} is missing: submissions are read from submitted/STUDENT/LESSON/. Collect them there."
        )
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            refused[entry.name] = "a link, not a folder"
        elif not entry.is_dir():
            refused[entry.name] = "no folder"
        elif not entry.name.isprintable() or len(entry.name) > 128:
            refused[entry.name] = "no name for a student: it has control characters, or more than 128"
        else:
            names.append(entry.name)
    return names, refused


def misplaced(folder, lesson):
    """Return why work may be lost in a student's folder that has nothing of a lesson; "" for no reason."""
    if folder.name == lesson:
        return f"it has the name of a lesson: the student's comes first, submitted/STUDENT/{lesson}/"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(NOTEBOOK) or (entry.name.casefold() == lesson.casefold() and entry.is_dir()):
            return f"it holds {_shown(entry.name)}, but no folder {lesson}/ with the notebook in it"
    return ""


def collect(folder, student, lesson, ids):
    """Return the Work in a student's folder.

    Parameters
    ----------
    folder : Path
        submitted/STUDENT/LESSON.
    student, lesson : str
    ids : sequence of str
        Ids of the lesson's exercises: a notebook that was renamed is known by them.
    """
    notes, notebooks, files, left, budget = [], {}, {}, MOST_FILES, 2 * MOST_NOTEBOOK
    for path in _regular(folder, notes):
        name = str(path.relative_to(folder))
        if name in OWN:
            continue
        most = min(MOST_NOTEBOOK, budget) if name.endswith(NOTEBOOK) else left
        try:
            content = _content(path, most)
        except OSError as error:
            notes.append(f"Not taken: {_shown(name)}, it cannot be read ({error.strerror}).")
            continue
        if content is None:
            notes.append(f"Not taken: {_shown(name)}, larger than {most / 2**20:.0f} MB.")
        elif name.endswith(NOTEBOOK):
            budget -= len(content)
            notebooks[name] = path.stat().st_mtime, content
        else:
            left -= len(content)
            files[name] = content
            if name.endswith((".zip", ".tar", ".gz", ".7z", ".rar")):
                notes.append(f"Not opened: {_shown(name)}. Hand in the notebook itself.")
    if not notebooks:
        return Work(student, "", b"", files, notes)

    def rank(name):
        time, content = notebooks[name]
        return any(_quoted(identity) in content for identity in ids), time, name == f"{lesson}.ipynb", name

    chosen = max(notebooks, key=rank)
    if chosen != f"{lesson}.ipynb":
        notes.append(f"Taken as the notebook of this lesson: {_shown(chosen)}.")
    if len(notebooks) > 1:
        notes.append(f"Notebooks handed in: {len(notebooks)}; graded was {_shown(chosen)}.")
    return Work(student, chosen, notebooks[chosen][1], files, notes)


def parse(work):
    """Return (notebook, notes): the JSON of a submission as a dict with cells, and what had to be guessed.

    Raises
    ------
    Unreadable
        For what is no notebook.
    """
    if not work.name:
        found = f" Found were: {', '.join(_shown(name) for name in sorted(work.files)[:3])}." if work.files else ""
        raise Unreadable(f"There is no notebook (.ipynb) in the submission.{found}")
    text, notes = _text(work.notebook)
    name, again = _shown(work.name), "Save the notebook again and hand that file in."
    try:
        notebook = json.loads(text)
    except RecursionError:
        raise Unreadable(f"{name} is nested too deep for a notebook. {again}") from None
    except ValueError:
        broken = text.lstrip().startswith("{")
        what = "its end is missing or it is damaged" if broken else "it does not hold JSON"
        raise Unreadable(f"{name} is not a notebook: {what}. {again}") from None
    if isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        try:
            _repair_headings(notebook)
            notebook = nbformat.convert(nbformat.from_dict(notebook), 4)
        except Exception as error:  # whatever an old notebook can hold
            raise Unreadable(
                f"{name} is a damaged notebook of an old format ({type(error).__name__}). {again}"
            ) from None
        notes.append("The notebook was of an old format and was converted.")
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise Unreadable(f"{name} is not a notebook: it has no cells. {again}")
    if len(notebook["cells"]) > MOST_CELLS:
        raise Unreadable(f"{name} has {len(notebook['cells'])} cells: more than {MOST_CELLS} are not graded.")
    return notebook, notes


def _repair_headings(notebook):
    """Give headings of the old format a level that there is: the conversion writes as many #."""
    for sheet in notebook["worksheets"]:
        for cell in sheet["cells"]:
            if cell.get("cell_type") == "heading" and cell.get("level") not in range(1, 7):
                cell["level"] = 1


def _regular(folder, notes):
    """Yield the paths of the regular files below a folder; note what is none."""
    count = 0
    if folder.is_symlink():
        notes.append("Not taken: the folder is a link.")
        return
    for place, folders, names in os.walk(folder, onerror=lambda e: notes.append(f"Not looked into: {e.strerror}.")):
        depth = len(Path(place).relative_to(folder).parts)
        for name in sorted(folders):
            if (Path(place) / name).is_symlink():
                notes.append(f"Not taken: {_shown(name)}, a link.")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if depth == MOST_DEPTH and folders:
            notes.append(f"Not looked into: folders more than {MOST_DEPTH} deep.")
            folders.clear()
        for name in sorted(names):
            path = Path(place) / name
            count += 1
            if count > MOST_ENTRIES:
                notes.append(f"Not taken: all files after the first {MOST_ENTRIES}.")
                return
            try:
                kind = path.lstat().st_mode
                name.encode()
            except (OSError, UnicodeError):
                notes.append(f"Not taken: {_shown(name)}, its name or its place can't be read.")
                continue
            if stat.S_ISREG(kind):
                if not name.startswith("."):
                    yield path
            else:
                notes.append(f"Not taken: {_shown(name)}, {'a link' if stat.S_ISLNK(kind) else 'no regular file'}.")


def _content(path, most):
    """Return a file's content, or None when it is too large or no regular file any more."""
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(fd, "rb") as file:  # noqa: PTH123, a descriptor
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            return None
        content = file.read(most + 1)
    return content if len(content) <= most else None


def _text(content):
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding), []
        except UnicodeDecodeError:
            break
    return content.decode("latin-1"), ["The file was not in UTF-8: letters other than a to z may be wrong."]


def _quoted(identity):
    return f"{identity} ---".encode()


def _shown(name):
    """Return a file's name as a note may show it."""
    return "".join(c if c.isprintable() and c not in "<>&`" else "?" for c in name)[:80]
