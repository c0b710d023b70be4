"""Grades as text, for a terminal."""

import statistics
import textwrap
from collections import Counter

MOST_LINES = 40


def table(rows, width):
    """Return the grades as text, the notes cut to a width in characters."""
    lines = [("student", "points", "out of", "status", "note")]
    lines += [(row.student, f"{row.score:g}", f"{row.max_score:g}", row.status, row.note) for row in rows]
    a, b, c, d = (max(len(line[i]) for line in lines) for i in range(4))
    room = max(30, width - a - b - c - d - 8)
    return "\n".join(
        f"{student:<{a}}  {score:>{b}}  {most:>{c}}  {status:<{d}}  {textwrap.shorten(note, room)}".rstrip()
        for student, score, most, status, note in lines
    )


def summary(rows, width, done):
    """Return the grades of a class as text: all of a small one; of a large one those that a person should look at."""
    if not rows:
        return "Nothing to grade: no submission failed."
    shown = rows if len(rows) <= MOST_LINES else [row for row in rows if row.status not in done][:MOST_LINES]
    counts = ", ".join(f"{count} {status}" for status, count in Counter(row.status for row in rows).most_common())
    scores = [row.score for row in rows]
    middle = f"median {statistics.median(scores):g} of {max(row.max_score for row in rows):g} points"
    return "\n".join([*([table(shown, width), ""] if shown else []), f"{len(rows)} submissions: {counts}; {middle}"])
