"""The command `course`."""

import argparse
import contextlib
import datetime
import shutil
import sys
import time
from pathlib import Path

from course_grader.results import FORMATS
from course_grader.students import CourseError


def main(argv=None):
    """Run the command.

    Parameters
    ----------
    argv : list of str, optional
        Arguments; those of the process by default.

    Returns
    -------
    int
        Exit code: 0 when all went well, 1 with one line on stderr that says what to do.
    """
    options = _parser().parse_args(argv)
    try:
        if sys.platform != "linux" and options.run is not _export:
            raise CourseError("grading needs Linux: use a container, a virtual machine or WSL 2 (docs/grading.md).")
        return options.run(options)
    except CourseError as error:
        reason = str(error)
    except ModuleNotFoundError as error:
        reason = f"{error.name} is not installed. Call pip install -e '.[grader]' in the course's folder."
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        reason = f"{where}{error.strerror or error}. Make room or get the right to write there, then call this again."
    except KeyboardInterrupt:
        reason = "stopped. Call the same again to go on."
    print(f"course: {' '.join(reason.split())}", file=sys.stderr)
    return 1


def _parser():
    parser = argparse.ArgumentParser(prog="course", description="The instructor's side of the course.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name, run, short, text):
        command = commands.add_parser(name, help=short, description=text)
        command.add_argument("--root", type=Path, default=Path(), help="the course's folder (default: this one)")
        command.set_defaults(run=run)
        return command

    text = "Grade what is new or has changed under submitted/; results in the gradebook and in feedback/."
    grade = add("grade", _grade, "grade the submissions of a lesson", text)
    grade.add_argument("lesson", metavar="LESSON")
    grade.add_argument("--student", action="append", default=[], help="grade this one; may be given several times")
    grade.add_argument("--failed-only", action="store_true", help="grade again what could not be graded to its end")
    grade.add_argument("--since", type=_time, metavar="TIME", help="what was handed in since, such as 2026-03-01")
    grade.add_argument("--again", action="store_true", help="grade also what has not changed")
    grade.add_argument("--workers", type=_positive, default=0, help="processes (default: one for each core)")
    grade.add_argument("--scheduler", default="", metavar="ADDRESS", help="of a Dask cluster, to grade there")
    grade.add_argument("--no-feedback", action="store_true", help="write no pages, results.json alone")
    grade.add_argument("--unsafe-no-sandbox", action="store_true", help="run the code without walls around it")

    export = add("export", _export, "write the grades for another system", "Write the grades of a lesson to a file.")
    export.add_argument("lesson", metavar="LESSON")
    export.add_argument("--to", choices=FORMATS, default="csv")
    export.add_argument("--folder", type=Path, default=Path("export"), help="where to write (default: %(default)s)")

    text = "Simulated students hand in a lesson, honest ones and cheats; results in build/demo."
    demo = add("demo", _demo, "grade a simulated class", text)
    demo.add_argument("lesson", nargs="?", default="01_regression", metavar="LESSON", help="default: %(default)s")

    text = "Which walls stand around the code of a submission, each tried from behind it; which packages are there."
    add("doctor", _doctor, "prove the sandbox of this machine", text)
    return parser


def _grade(options):
    # each command imports what it needs: nbgrader takes a second, too long for `course --help`
    from course_grader import pool
    from course_grader.bundle import Lesson, read_bundle

    if not options.scheduler:
        with contextlib.suppress(CourseError, OSError):  # it is told below
            pool.warm(Lesson(read_bundle(options.root, options.lesson)).setup)
    from course_grader.grading import DONE, Options, grade_class
    from course_grader.table import summary

    chosen = Options(
        tuple(options.student),
        options.failed_only,
        options.since,
        options.again,
        options.workers,
        options.scheduler,
        not options.unsafe_no_sandbox,
        not options.no_feedback,
    )
    start = time.monotonic()
    rows, fresh, refused = grade_class(options.root.resolve(), options.lesson, chosen)
    print(summary(rows, shutil.get_terminal_size((120, 24)).columns, DONE))
    for name, reason in refused.items():
        print(f"submitted/{''.join(c if c.isprintable() else '?' for c in name)} was passed over: {reason}.")
    seconds = time.monotonic() - start
    each = f", {seconds / fresh:.2f} s each" if fresh else ""
    print(f"\n{fresh} graded in {seconds:.0f} s{each}; {len(rows) - fresh} were graded before and have not changed.")
    if options.unsafe_no_sandbox:
        print("Graded without a sandbox: the code of the submissions could reach this machine.")
    return int(any(row.status == "not graded" for row in rows))


def _export(options):
    from course_grader.grading import read_class
    from course_grader.results import export

    rows, found = read_class(options.root.resolve(), options.lesson)
    print(export(rows, options.lesson, found, options.to, options.folder))
    return 0


def _demo(options):
    from course_grader.demo import demo
    from course_grader.table import table

    start = time.monotonic()
    rows = demo(options.root.resolve(), options.lesson)
    print(table(rows, shutil.get_terminal_size((120, 24)).columns))
    print(f"\n{len(rows)} students in {time.monotonic() - start:.0f} s. In build/demo: grades.csv, gradebook.db,")
    print("feedback/<student>/<lesson>/, events.jsonl")
    return 0


def _doctor(options):
    from course_grader.doctor import report

    return report(options.root.resolve())


def _time(text):
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time. Write it like 2026-03-01 or 2026-03-01T18:00") from None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _positive(text):
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of 1 or more")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
