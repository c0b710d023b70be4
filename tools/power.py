"""Measure the checks: how many wrong answers lose points, how many right ones keep all, and what the messages say.

    python tools/power.py [LESSON ...]    print the table, and write docs/grading-power.md

Answers come from tests/answers/. Each is put in the place of its exercise's solution, and the exercise's checks run
on it in a fresh namespace, with the imports of the lesson and nothing else.
"""

import argparse
import linecache
import os
import sys
import zlib
from dataclasses import dataclass, field

import torch

from build import write
from lesson import ROOT, Refused, answers, is_quiz, masters, read, without_hidden, without_markers

STUB = "raise NotImplementedError"
SEEDS = ("", "power-1", "power-2")  # the visible checks as a student runs them, then as in two gradings


@dataclass
class Outcome:
    """What became of one answer: the checks that failed, each with its message."""

    visible: dict = field(default_factory=dict)
    hidden: dict = field(default_factory=dict)

    @property
    def failures(self):
        return {**self.hidden, **self.visible}


def run(source, name, namespace):
    """Run a cell's source, and let tracebacks, `inspect` and the checks find its lines."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(source, name, "exec"), namespace)


def try_answer(lesson, exercise, code, seeds=SEEDS, enough=lambda outcome: False):
    """Run the checks of an exercise on an answer.

    Parameters
    ----------
    lesson : Lesson
    exercise : Exercise
    code : str
        What stands in the solution cell.
    seeds : sequence of str
        Secret seeds; a check counts as failed when it fails on any of them.
    enough : callable
        Takes the Outcome so far; when it returns True, the checks that are left are not run.

    Returns
    -------
    Outcome
    """
    outcome = Outcome()
    before = os.environ.get("COURSE_SEED")
    try:
        for seed in seeds:
            os.environ["COURSE_SEED"] = seed
            torch.manual_seed(zlib.crc32(seed.encode()))  # networks draw their weights from it
            namespace = {"__name__": "__main__"}
            run(lesson.setup, f"<imports of {lesson.name}>", namespace)
            try:
                run(code, f"<answer to {exercise.id}>", namespace)
            except Exception as error:
                outcome.visible.update({check.id: f"{type(error).__name__}: {error}" for check in exercise.checks})
                continue
            for check in exercise.checks:
                visible, whole = without_hidden(check.source), without_markers(check.source)
                for failed, source in ((outcome.visible, visible), (outcome.hidden, whole)):
                    if failed is outcome.hidden and source == visible:
                        continue  # nothing is hidden here: it would say the same
                    try:
                        run(source, f"<{check.id}>", dict(namespace))
                    except Exception as error:
                        failed.setdefault(check.id, f"{type(error).__name__}: {error}")
                if enough(outcome):
                    return outcome
    finally:
        os.environ.pop("COURSE_SEED") if before is None else os.environ.update(COURSE_SEED=before)
    return outcome


def stub_of(exercise):
    """Return a solution cell as students first see it."""
    lines, inside = [], False
    for line in exercise.solution.source.splitlines():
        if line.strip() == "### BEGIN SOLUTION":
            lines.append(line.replace("### BEGIN SOLUTION", STUB))
            inside = True
        elif line.strip() == "### END SOLUTION":
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


@dataclass
class Power:
    """The figures of one exercise, and a line for each answer that the checks judged wrongly."""

    lesson: str
    exercise: str
    quiz: bool
    wrong: int = 0
    visible: int = 0
    all: int = 0
    named: int = 0
    right: int = 0
    kept: int = 0
    faults: list = field(default_factory=list)


def measure(lesson, exercise, catalogue, seeds=SEEDS):
    """Return the Power of an exercise's checks, each answer tried on each secret seed."""
    power = Power(lesson.name, exercise.id, is_quiz(exercise))
    for title, (code, says) in catalogue.WRONG.get(exercise.id, {}).items():

        def settled(outcome, says=says):
            return bool(outcome.visible) and (not says or says in " ".join(outcome.failures.values()))

        outcome = try_answer(lesson, exercise, code, seeds, settled)
        messages = " ".join(outcome.failures.values())
        power.wrong += 1
        power.visible += bool(outcome.visible)
        power.all += bool(outcome.failures)
        power.named += bool(says and says in messages)
        if not outcome.failures:
            power.faults.append(f'wrong answer "{title}" loses nothing')
        elif not outcome.visible and not power.quiz:
            power.faults.append(f'wrong answer "{title}" is found by the hidden check alone')
        if says and says not in messages:
            power.faults.append(f'wrong answer "{title}": no message says "{says}", but: {messages}')
    solution = without_markers(exercise.solution.source)
    for title, code in {"the solution": solution, **catalogue.RIGHT.get(exercise.id, {})}.items():
        outcome = try_answer(lesson, exercise, code, seeds)
        power.right += 1
        power.kept += not outcome.failures
        power.faults += [f'right answer "{title}" fails {check}: {m}' for check, m in outcome.failures.items()]
    stub = try_answer(lesson, exercise, stub_of(exercise), seeds)
    power.faults += [f"the untouched stub passes {c.id}" for c in exercise.checks if c.id not in stub.failures]
    return power


def table(powers):
    """Return the figures as a Markdown table."""
    lines = [
        "| lesson | exercise | wrong answers | lose points, visible checks | lose points, all checks "
        "| message names the mistake | right answers | keep all |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for p in powers:
        seen = "form only" if p.quiz else p.visible
        lines.append(f"| {p.lesson} | {p.exercise} | {p.wrong} | {seen} | {p.all} | {p.named} | {p.right} | {p.kept} |")
    graded = [p for p in powers if not p.quiz]
    wrong, visible = sum(p.wrong for p in graded), sum(p.visible for p in graded)
    every, all_wrong = sum(p.all for p in powers), sum(p.wrong for p in powers)
    right, kept = sum(p.right for p in powers), sum(p.kept for p in powers)
    named = sum(p.named for p in graded)
    lines.append(
        f"| **all** | {len(powers)} | {all_wrong} | {visible} of {wrong} ({visible / wrong:.0%}) "
        f"| {every} of {all_wrong} ({every / all_wrong:.0%}) | {named} of {wrong} ({named / wrong:.0%}) "
        f"| {right} | {kept} of {right} ({kept / right:.0%}) |"
    )
    return "\n".join(lines)


TEXT = """# How strong the checks are

Generated by `make power`; do not edit. For every exercise there is a catalogue of wrong answers that its checks must
reject, and of right answers, written in other ways than the solution, that they must accept (`tests/answers/`). Each
right answer is tried on three secret seeds; so is a wrong one, until a visible check rejects it and a message names it.

- *lose points, visible checks*: by the checks that students see. The bar is 95 % in each exercise. A quiz question
  shows a check of the answer's form only; its key is hidden.
- *lose points, all checks*: with the hidden ones. The bar is 100 %.
- *message names the mistake*: a message holds the words that the catalogue asks for.
- *keep all*: the bar is 100 %. The solution itself is one of the right answers.
- An untouched stub fails every check cell.

{table}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 01_regression; all when none is named")
    options = parser.parse_args()
    powers = []
    try:
        for path in [ROOT / "lessons" / f"{name}.py" for name in options.lessons] or masters():
            lesson, catalogue = read(path), answers(read(path))
            if catalogue is None:
                raise Refused(f"{path}: no catalogue. Write tests/answers/{lesson.name}.py.")
            powers += [measure(lesson, exercise, catalogue) for exercise in lesson.exercises if exercise.checks]
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    print(table(powers))
    faults = [f"{p.lesson} {p.exercise}: {fault}" for p in powers for fault in p.faults]
    print("\n".join(faults), end="\n" if faults else "")
    if not options.lessons:
        write(ROOT / "docs" / "grading-power.md", TEXT.format(table=table(powers)))
    weak = any(not p.quiz and p.visible < 0.95 * p.wrong for p in powers)
    return int(weak or any("found by the hidden check alone" not in fault for fault in faults))


if __name__ == "__main__":
    sys.exit(main())
