"""Results as files: one JSON for each submission, and tables that other systems read."""

import csv
import json
import os
from pathlib import Path

from course_grader.students import CourseError

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
FORMATS = ("csv", "gradescope", "canvas", "moodle")


def result(row, tests):
    """Return the results of one submission as a dict.

    It is what Gradescope's autograders write, and more: `outcome` and `duration` of each test, and `extra_data`.

    Parameters
    ----------
    row : Row
    tests : list of dict
        One for each check: name, score, max_score, status, outcome, output, visibility, duration in seconds. A check
        with a hidden part has no duration: it could tell of the hidden input.
    """
    return {
        "score": row.score,
        "max_score": row.max_score,
        "execution_time": round(sum(test["duration"] or 0.0 for test in tests), 3),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "output": row.note,
        "tests": tests,
        "extra_data": {
            "student": row.student,
            "lesson": row.lesson,
            "status": row.status,
        },
    }


def write_aside(path, text):
    """Write a file aside and rename it: a reader sees the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8", errors="replace", newline="")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def export(rows, lesson, results, kind, folder):
    """Write the grades of a lesson in the form that another system reads; return the path.

    Parameters
    ----------
    rows : list of Row
    lesson : str
    results : dict of str to dict
        What `result` returned, by student.
    kind : str
        One of FORMATS.
    folder : Path
    """
    if not rows:
        raise CourseError(f"nothing of {lesson} is graded yet. Call: course grade {lesson}")
    if kind == "gradescope":
        for row in rows:
            write_aside(folder / lesson / _file(row.student) / "results.json", dump(results[row.student]))
        return folder / lesson
    most = max(row.max_score for row in rows)
    if kind == "canvas":  # its gradebook's own columns; the second line holds the points possible
        table = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", lesson]]
        table += [["    Points Possible", "", "", "", "", f"{most:g}"]]
        table += [[row.student, "", "", row.student, "", f"{row.score:g}"] for row in rows]
    elif kind == "moodle":
        table = [["username", lesson, f"{lesson} feedback"]]
        table += [[row.student, f"{row.score:g}", row.note] for row in rows]
    else:
        table = [["student", "lesson", "score", "max_score", "status", "note"]]
        table += [[r.student, r.lesson, f"{r.score:g}", f"{r.max_score:g}", r.status, r.note] for r in rows]
    path = folder / f"{lesson}-{kind}.csv"
    write_table(path, table)
    return path


def write_table(path, table):
    """Write a table as CSV. Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    lines = []

    class Lines:
        write = lines.append

    csv.writer(Lines).writerows([_harmless(cell) for cell in line] for line in table)
    write_aside(path, "".join(lines))


def dump(value):
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _harmless(text):
    text = f"{text:g}" if isinstance(text, float) else " ".join(str(text).splitlines())
    return f"'{text}" if text.lstrip().startswith(FORMULA) and not _is_number(text) else text


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def _file(student):
    """Return a student's name as a folder: what comes from folders is one already."""
    return Path(student).name
