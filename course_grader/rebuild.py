"""Rebuild a submission on the course's own notebook.

Solution cells, written answers and the student's own extra cells come from the submission; every other cell comes from
the source. What was lost, doubled, edited or put in another order on the way is repaired, and said in a report.
"""

import copy
import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

from course_grader.source import binds

MARKER = re.compile(r"^[ \t]*#[ \t]*---[ \t]*exercise:[ \t]*(\S+)[ \t]*---[ \t]*$", re.MULTILINE)
ALL_FOUND = "Every answer was found by its grade id."
ANOTHER_LESSON = "The notebook says that it belongs to another lesson."


@dataclass
class Handed:
    """A cell as it was handed in; whatever is missing or of a wrong type in it reads as empty."""

    kind: str
    text: str
    id: str
    metadata_id: str
    nbgrader: dict
    attachments: dict

    @property
    def grade_id(self):
        return _text(self.nbgrader.get("grade_id"))

    @property
    def marker(self):
        found = MARKER.search(self.text)
        return found[1] if found else ""


@dataclass
class Place:
    """A cell of the source, and the handed-in cells that claim to be it."""

    cell: NotebookNode
    names: set = field(default_factory=set)  # what it binds in the source: for an answer, what the solution defines
    claims: list = field(default_factory=list)  # positions in the submission, in order
    how: dict = field(default_factory=dict)  # position -> the rule that matched

    @property
    def grade_id(self):
        return self.cell.metadata.get("nbgrader", {}).get("grade_id", "")

    @property
    def is_answer(self):
        return self.cell.metadata.get("nbgrader", {}).get("solution", False)

    @property
    def is_locked(self):
        """Whether nbgrader knows the cell and students may not write in it: checks and imports."""
        return bool(self.grade_id) and not self.is_answer

    def gave(self, text):
        """Return whether a text is what the course gave: with its hidden tests or, as students have it, without."""
        return _same(text, without_hidden_tests(self.cell.source)) or _same(text, self.cell.source)


def rebuild(submitted_nb, source_nb, clear=None):
    """Put a submission's answers into the course's own notebook.

    An answer is found by its grade id, else by its cell id (or the copy of it in the cell's metadata), else by its
    line `# --- exercise: ... ---`, else by the names that it defines, else by where it stands between cells that were
    found; the last is a guess, and asks for a person. Of several versions the last that differs from the stub counts,
    and earlier ones run before it. Where there is none the stub stands in, unless another cell has the answer too.

    Parameters
    ----------
    submitted_nb : dict
        The notebook as handed in. Cells may lack metadata, and sources may be lists of lines.
    source_nb : NotebookNode
        The instructor's notebook, with its solutions and hidden tests.
    clear : ClearSolutions, optional
        The step of nbgrader that takes solutions out; it knows the course's stub text. By default nbgrader's own text.

    Returns
    -------
    nb : NotebookNode
        The source without its solutions, with the student's answers and extra cells. Its notebook metadata holds the
        report as `course.rebuild`.
    report : list of str
        What was found how, and what was put right: one sentence each.
    """
    solved = [binds(cell.source) if cell.cell_type == "code" else set() for cell in source_nb.cells]
    nb = copy.deepcopy(source_nb)
    nb, _ = (clear or ClearSolutions()).preprocess(nb, {})
    places = [Place(cell, names) for cell, names in zip(nb.cells, solved, strict=True)]
    handed = _handed(submitted_nb)
    _match(places, handed)

    anchors, chosen, superseded = {}, {}, {}  # position in the submission -> position in the source
    dropped = set()  # plain copies of what the course gave
    for position, place in enumerate(places):
        differing = [i for i in place.claims if not place.gave(handed[i].text)]
        dropped |= set(place.claims) - set(differing)
        if place.is_answer and differing:
            chosen[differing[-1]] = position
            superseded |= dict.fromkeys(differing[:-1], position)
            anchors[differing[-1]] = position
        elif place.claims:
            own = [i for i in place.claims if handed[i].id == place.cell.get("id")]
            anchors[(own or place.claims)[0]] = position

    merged = _merged(places, handed, chosen, dropped)
    report = _report(submitted_nb, nb, places, handed, anchors, chosen, merged)
    before, after, last = defaultdict(list), defaultdict(list), -1
    for i, cell in enumerate(handed):
        if i in anchors:
            last = anchors[i]
        elif i in superseded:
            before[superseded[i]].append(cell)
        elif i not in dropped and cell.text.strip():
            after[last].append(cell)
    for i, position in chosen.items():
        _answer(places[position].cell, handed[i])
    if merged:
        report.append(f"Answers found in another cell: {_names(merged)}.")
    for place in places:
        if place.grade_id in merged:
            place.cell.source = "# The answer stands in another cell of this notebook."
    doubtful = [places[p].grade_id for i, p in chosen.items() if places[p].how[i] == "position"]
    if doubtful:
        report.append(f"A person has to look at answers whose place is a guess: {_names(doubtful)}.")

    extra = _namer({_text(cell.get("id")) for cell in nb.cells} | {place.grade_id for place in places})
    cells = [extra(cell) for cell in after[-1]]
    for position, place in enumerate(places):
        cells += [*map(extra, before[position]), place.cell, *map(extra, after[position])]
    kept = len(cells) - len(places)
    if kept:
        report.append(f"Cells of the student's own that were kept: {kept}.")
    nb.cells = cells
    course = nb.metadata.setdefault("course", NotebookNode())
    course["rebuild"], course["doubtful"] = report, doubtful
    empty = [
        place.grade_id for position, place in enumerate(places) if place.is_answer and position not in chosen.values()
    ]
    course["empty"] = [name for name in empty if name not in merged]
    course["own"] = [cell.id for cell in cells if not any(cell is place.cell for place in places)]
    return nb, report


def without_hidden_tests(text):
    """Return the source of a check cell as students see it."""
    lines, hidden = [], False
    for line in text.split("\n"):
        if "BEGIN HIDDEN TESTS" in line:
            hidden = True
        elif "END HIDDEN TESTS" in line:
            hidden = False
        elif not hidden:
            lines.append(line)
    return "\n".join(lines)


class Rebuild(NbGraderPreprocessor):
    """The rebuild as the first step of `nbgrader autograde`."""

    def preprocess(self, nb, resources):
        known = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir  # preprocessor -> exporter -> converter
        folder = Path(coursedir.format_path(coursedir.source_directory, ".", known["assignment"]))
        path = folder / f"{known['notebook']}.ipynb"
        if not path.exists():
            raise FileNotFoundError(f"{path} is missing: grading starts from it. Run `make build`.")
        nb, report = rebuild(nb, nbformat.read(path, as_version=4), ClearSolutions(parent=self))
        self.log.info("Rebuilt %s of %s: %s", known["notebook"], known["student"], " ".join(report))
        return nb, resources


# --- reading what was handed in -----------------------------------------------------------------------------------


def _handed(nb):
    cells = nb.get("cells") if isinstance(nb, dict) else None
    return [_handed_cell(cell) for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []


def _handed_cell(cell):
    metadata = _dict(cell.get("metadata"))
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    return Handed(
        kind=_text(cell.get("cell_type")),
        text="".join(_text(line) for line in lines),
        id=_text(cell.get("id")),
        metadata_id=_text(metadata.get("id")),
        nbgrader=_dict(metadata.get("nbgrader")),
        attachments=_dict(cell.get("attachments")),
    )


def _text(value):
    # half a surrogate pair is legal in JSON, but no file can hold it
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _dict(value):
    return value if isinstance(value, dict) else {}


def _same(a, b):
    """Return whether two sources differ in nothing but white space at line ends."""
    return [line.rstrip() for line in a.strip().splitlines()] == [line.rstrip() for line in b.strip().splitlines()]


# --- matching -----------------------------------------------------------------------------------------------------


def _match(places, handed):
    """Give each handed-in cell to at most one place, by the first rule that knows it."""
    by_grade_id = {place.grade_id: place for place in places if place.grade_id}
    by_id = {_text(place.cell.get("id")): place for place in places if place.cell.get("id")}
    by_marker = {place.grade_id: place for place in places if place.is_answer}
    rules = [
        ("grade id", lambda cell: by_grade_id.get(cell.grade_id)),
        ("cell id", lambda cell: by_id.get(cell.id) or by_id.get(cell.metadata_id)),
        ("exercise line", lambda cell: by_marker.get(cell.marker)),
    ]
    unknown = []
    for i, cell in enumerate(handed):
        for name, rule in rules:
            if place := rule(cell):
                _claim(place, i, name)
                break
        else:
            unknown.append(i)
    # the course's own text without any id: its place is taken as long as nothing else took it
    free = [place for place in places if not place.claims and not place.is_answer]
    for i in unknown:
        place = next((p for p in free if p.gave(handed[i].text)), None)
        if place:
            free.remove(place)
            _claim(place, i, "text")
    unknown = [i for i in unknown if not any(i in place.claims for place in places) and handed[i].text.strip()]
    for i in unknown:
        defined = binds(handed[i].text) if handed[i].kind == "code" else set()
        place = next((p for p in places if p.is_answer and not p.claims and p.names and p.names <= defined), None)
        if place:
            _claim(place, i, "names")
    _match_by_position(places, handed, [i for i in unknown if not any(i in place.claims for place in places)])


def _match_by_position(places, handed, unknown):
    """Give an answer without a cell the only cell of its kind that stands where it should."""
    found = {i: position for position, place in enumerate(places) for i in place.claims}
    for position, place in enumerate(places):
        if place.claims or not place.is_answer:
            continue
        before = max((i for i, at in found.items() if at < position), default=-1)
        after = min((i for i, at in found.items() if at > position), default=len(handed))
        other = [p for p in places[found.get(before, -1) + 1 : found.get(after, len(places))] if p.is_answer]
        there = [i for i in unknown if before < i < after and handed[i].kind == place.cell.cell_type]
        if found and len(there) == 1 and other == [place]:
            _claim(place, there[0], "position")


def _claim(place, i, rule):
    place.claims.append(i)
    place.how[i] = rule


def _merged(places, handed, chosen, dropped):
    """Return the ids of the exercises whose answer stands in another cell than theirs."""
    elsewhere = [binds(cell.text) for i, cell in enumerate(handed) if cell.kind == "code" and i not in dropped]
    merged = []
    for position, place in enumerate(places):
        empty = place.is_answer and place.names and position not in chosen.values()
        if empty and any(place.names <= defined for defined in elsewhere):
            merged.append(place.grade_id)
    return merged


# --- putting together ---------------------------------------------------------------------------------------------


def _answer(cell, handed):
    cell.source = handed.text
    if cell.cell_type == "markdown":
        _attach(cell, handed)


def _attach(cell, handed):
    """Keep pictures that were pasted into a text, as far as they are what the format allows."""
    pictures = {
        name: kinds
        for name, kinds in handed.attachments.items()
        if isinstance(kinds, dict) and all(isinstance(data, str) for data in kinds.values())
    }
    if pictures:
        cell.attachments = nbformat.from_dict(pictures)


def _namer(used):
    """Return a function that makes an extra cell with an id of its own, and without any claim to be graded."""
    count = itertools.count(1)
    new = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}

    def extra(handed):
        numbered = (f"extra-{n}" for n in count)
        usable = re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", handed.id) and handed.id not in used
        identity = handed.id if usable else next(name for name in numbered if name not in used)
        used.add(identity)
        cell = new.get(handed.kind, nbformat.v4.new_raw_cell)(handed.text, id=identity)
        if handed.kind == "markdown":
            _attach(cell, handed)
        return cell

    return extra


# --- the report ---------------------------------------------------------------------------------------------------


def _report(submitted_nb, nb, places, handed, anchors, chosen, merged):
    """Return sentences of the grader's own words: nothing a student wrote is repeated in them."""
    answers = [place for place in places if place.is_answer]
    how = {place.grade_id: place.how[i] for i, p in anchors.items() if (place := places[p]).is_answer}
    lines = []
    if how and len(how) == len(answers) and set(how.values()) == {"grade id"}:
        lines.append(ALL_FOUND)
    for rule in ("cell id", "exercise line", "names", "position"):
        found = [name for name in how if how[name] == rule]
        if found:
            lines.append(f"Answers found by their {rule}: {_names(found)}.")
    filled = {places[position].grade_id for position in chosen.values()} | set(merged)
    absent = [place.grade_id for place in answers if not place.claims and place.grade_id not in merged]
    several = [p.grade_id for p in answers if sum(not p.gave(handed[i].text) for i in p.claims) > 1]
    locked = [place for place in places if place.is_locked]
    other = [place for place in places if not place.grade_id and place.cell.cell_type == "code"]
    course, said = nb.metadata.get("course", {}), _dict(_dict(_dict(submitted_nb).get("metadata")).get("course"))
    notes = {
        "Answers without a cell in the submission, graded as empty": absent,
        "Answers left empty": [p.grade_id for p in answers if p.claims and p.grade_id not in filled],
        "Answers handed in more than once, the last one graded": several,
        "Locked cells that were missing and were put back": [p.grade_id for p in locked if not p.claims],
        "Locked cells that were edited; the course's own were run": [p.grade_id for p in locked if _edited(p, handed)],
        "Points or flags that were edited; the course's own count": [p.grade_id for p in places if _flags(p, handed)],
    }
    lines += [f"{text}: {_names(names)}." for text, names in notes.items() if names]
    changed = sum(_edited(place, handed) or not place.claims for place in other)
    if changed and handed:
        lines.append(f"Other cells of the course that were edited or missing; its own were run: {changed}.")
    order = [anchors[i] for i in sorted(anchors) if len(places[anchors[i]].claims) == 1]
    if order != sorted(order):
        lines.append("The cells stood in another order and were put back.")
    if said.get("lesson", course.get("lesson")) != course.get("lesson"):
        lines.append(ANOTHER_LESSON)
    elif said.get("release", course.get("release")) != course.get("release"):
        lines.append("The notebook comes from another release of this lesson.")
    return lines


def _names(names):
    return ", ".join(names) if len(names) <= 6 else f"{', '.join(names[:5])} and {len(names) - 5} more"


def _edited(place, handed):
    return bool(place.claims) and not any(place.gave(handed[i].text) for i in place.claims)


def _flags(place, handed):
    """Return whether a claim's nbgrader metadata contradicts the source's."""
    own = place.cell.metadata.get("nbgrader", {})
    claims = [handed[i].nbgrader for i in place.claims]
    keys = ("grade", "solution", "locked", "task", "points")
    return any(key in claim and claim[key] != own.get(key, claim[key]) for claim in claims for key in keys)
