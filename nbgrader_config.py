"""Settings of nbgrader for this course: `nbgrader ...` reads them when it is called from this folder.

Five environment variables change them: COURSE_DB_URL, COURSE_CELL_SECONDS, COURSE_CHECK_SECONDS,
COURSE_GRACE_MINUTES and COURSE_UNSAFE_NO_SANDBOX. Paths are relative to the course's folder, so that a copy of it works
too.
"""

import os
import sysconfig

import sqlalchemy


def whole_number(name, default, least):
    """Return an environment variable as a number, or stop with one line that says what is wrong with it."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and least <= int(text) < 10**6):
        raise SystemExit(
            f"{name}={text!r} is no whole number of {least} or more. Unset it to have the usual {default}."
        )
    return int(text)


def database(name):
    """Return an environment variable as a database address ("" when unset), or stop with one line."""
    text = os.environ.get(name, "").strip()
    hint = "Write it like postgresql+psycopg://user@host/database, or unset it to use gradebook.db."
    try:
        if text:
            # the address itself is not printed: it may hold a password
            sqlalchemy.engine.make_url(text).get_dialect().import_dbapi()
    except ImportError as error:
        raise SystemExit(f"{name} needs a driver that is not installed ({error.name}). {hint}") from None
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise SystemExit(f"{name} is no database address. {hint}") from None
    return text


# nbgrader calls `alembic` by name to make a gradebook: it must be found when the environment is not activated too
scripts = sysconfig.get_path("scripts")
if scripts not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", "")])

c = get_config()

c.CourseDirectory.course_id = "ml-vision-course"
if address := database("COURSE_DB_URL"):
    c.CourseDirectory.db_url = address

# --- the student's edition ---
c.ClearSolutions.code_stub = {"python": '# YOUR CODE HERE\nraise NotImplementedError("write your answer here")'}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# --- grading: the rebuild comes first, so that nbgrader's own steps only ever see cells they know ---
c.Autograde.sanitize_preprocessors = [
    "course_grader.rebuild.Rebuild",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "course_grader.engine.Engine",
    "nbgrader.preprocessors.LimitOutput",
    "course_grader.engine.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# seconds of computing; three times as long on the clock
c.Engine.cell_seconds = whole_number("COURSE_CELL_SECONDS", 120, 1)
c.Engine.check_seconds = whole_number("COURSE_CHECK_SECONDS", 20, 1)
c.Engine.unsafe_no_sandbox = bool(whole_number("COURSE_UNSAFE_NO_SANDBOX", 0, 0))
c.LimitOutput.max_lines = 300
c.LimitOutput.max_traceback = 60

# --- late work: one point for each week ---
c.AssignLatePenalties.plugin_class = "course_grader.late.WeeklyPenalty"
c.WeeklyPenalty.grace_minutes = whole_number("COURSE_GRACE_MINUTES", 15, 0)

# --- feedback: what a student wrote is shown without scripts, in formgrader too ---
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {"markdown2html": "course_grader.feedback.safe_markdown"}
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    "course_grader.feedback.CourseFeedback",
]
