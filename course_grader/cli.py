"""The command `course`."""

import argparse
import shutil
import sys
import time
from pathlib import Path

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
    parser = argparse.ArgumentParser(prog="course", description="The instructor's side of the course.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    text = "Twelve simulated students hand in a lesson; nbgrader grades them; results in build/demo."
    command = commands.add_parser("demo", help="grade a simulated class of twelve", description=text)
    command.add_argument("lesson", nargs="?", default="01_regression", metavar="LESSON", help="default: %(default)s")
    command.add_argument("--root", type=Path, default=Path(), help="the course's folder (default: this one)")
    command.set_defaults(run=_demo)
    text = "Which walls stand around the code of a submission, each tried from behind it; which packages are there."
    command = commands.add_parser("doctor", help="prove the sandbox of this machine", description=text)
    command.add_argument("--root", type=Path, default=Path(), help="the course's folder (default: this one)")
    command.set_defaults(run=_doctor)
    options = parser.parse_args(argv)
    try:
        return options.run(options)
    except CourseError as error:
        reason = str(error)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        reason = (
            f"{where}{error.strerror or error}. Make room or get the right to write there; nothing was left behind."
        )
    except KeyboardInterrupt:
        reason = "stopped; nothing was left behind."
    print(f"course: {' '.join(reason.split())}", file=sys.stderr)
    return 1


def _demo(options):
    try:  # here, because nbgrader takes a second to import: too long for `course --help`
        from course_grader.demo import demo, table
    except ModuleNotFoundError as error:
        raise CourseError(
            f"{error.name} is not installed. Call pip install -e '.[grader]' in the course's folder."
        ) from None

    start = time.monotonic()
    rows = demo(options.root.resolve(), options.lesson)
    print(table(rows, shutil.get_terminal_size((120, 24)).columns))
    print(f"\n{len(rows)} students in {time.monotonic() - start:.0f} s. In build/demo: grades.csv, gradebook.db,")
    print(f"feedback/<student>/{options.lesson}/{options.lesson}.html, grading.log")
    return 0


def _doctor(options):
    try:
        from course_grader.doctor import report
    except ModuleNotFoundError as error:
        raise CourseError(
            f"{error.name} is not installed. Call pip install -e '.[grader]' in the course's folder."
        ) from None

    return report(options.root.resolve())


if __name__ == "__main__":
    sys.exit(main())
