"""Grading with nbgrader's own commands: every submission ends in the score it deserves."""

import csv
import os
import shutil
import subprocess
import sys
from types import ModuleType

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output
from small_lesson import NAME, ROOT, cell_of, hand_in, solved, source_notebook, write_course
from traitlets.config.loader import PyFileConfigLoader

from course_grader.feedback import hide
from course_grader.late import WEEK, weekly_penalty
from course_grader.seed import secret_seed

VARIABLES = ("COURSE_DB_URL", "COURSE_CELL_SECONDS", "COURSE_CHECK_SECONDS", "COURSE_GRACE_MINUTES")


def nbgrader(folder, *arguments, **variables):
    """Run a command of nbgrader as a teacher does, and return what it printed and its exit code."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES} | variables
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def read_settings():
    return PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()


# --- settings -----------------------------------------------------------------------------------------------------


@pytest.fixture
def environment(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_settings_without_any_variable(environment):
    config = read_settings()
    assert "db_url" not in config.CourseDirectory
    assert (config.Engine.cell_seconds, config.Engine.check_seconds) == (120, 20)
    assert config.WeeklyPenalty.grace_minutes == 15


def test_settings_follow_the_variables(environment):
    environment.setenv("COURSE_CELL_SECONDS", "7")
    environment.setenv("COURSE_CHECK_SECONDS", "8")
    environment.setenv("COURSE_GRACE_MINUTES", "0")
    config = read_settings()
    assert (config.Engine.cell_seconds, config.Engine.check_seconds, config.WeeklyPenalty.grace_minutes) == (7, 8, 0)


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://teacher:pw@db.local:5432/course", "postgresql+psycopg:///course"]
)
def test_a_postgresql_address_passes_through(environment, url):
    environment.setitem(sys.modules, "psycopg", ModuleType("psycopg"))
    environment.setenv("COURSE_DB_URL", url)
    assert read_settings().CourseDirectory.db_url == url


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("COURSE_CELL_SECONDS", "soon", "'soon' is no whole number of 1 or more"),
        ("COURSE_CHECK_SECONDS", "0", "'0' is no whole number of 1 or more"),
        ("COURSE_CHECK_SECONDS", "2.5", "'2.5' is no whole number"),
        ("COURSE_GRACE_MINUTES", "-1", "'-1' is no whole number of 0 or more"),
        ("COURSE_GRACE_MINUTES", "٣", "is no whole number"),
        ("COURSE_DB_URL", "my secret", "COURSE_DB_URL is no database address"),
        ("COURSE_DB_URL", "oracle+nothing://me:secret@host/x", "COURSE_DB_URL is no database address"),
        ("COURSE_DB_URL", "postgresql+pg8000://me:secret@host/x", "a driver that is not installed (pg8000)"),
    ],
)
def test_a_bad_setting_is_one_line(environment, name, value, said):
    environment.setenv(name, value)
    with pytest.raises(SystemExit) as stopped:
        read_settings()
    assert said in stopped.value.code
    assert stopped.value.code.startswith(name)
    assert "\n" not in stopped.value.code
    assert "secret" not in stopped.value.code


def test_a_course_keeps_one_secret_seed_of_its_own(tmp_path):
    seed = secret_seed(tmp_path)
    assert len(seed) == 32 and secret_seed(tmp_path) == seed
    assert [path.name for path in tmp_path.iterdir()] == [".course_seed"]
    (tmp_path / "other").mkdir()
    assert secret_seed(tmp_path / "other") != seed


# --- rules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "points"),
    [(0, 0), (900, 0), (901, 1), (WEEK, 1), (WEEK + 900, 1), (WEEK + 901, 2), (5 * WEEK, 5), (100 * WEEK, 12)],
)
def test_late_work_loses_a_point_for_each_started_week(late, points):
    assert weekly_penalty(12, late, grace_seconds=900) == points


def check_cell(*outputs, source="pass"):
    metadata = {"nbgrader": {"grade": True, "solution": False, "grade_id": "x", "points": 2}}
    return new_code_cell(source, metadata=metadata, outputs=list(outputs))


@pytest.mark.parametrize("name", ["CheckFailed", "ValueError", "TimeLimit"])
def test_feedback_hides_hidden_tests_and_their_outputs(name):
    source = "# seen\n### BEGIN HIDDEN TESTS\nsecret = 777\n### END HIDDEN TESTS"
    printed = new_output("stream", name="stdout", text="777")
    error = new_output("error", ename=name, evalue="secret 777", traceback=["secret = 777"])
    cell = check_cell(printed, error, source=source)
    hide(cell, {"output": "It failed."})
    assert cell.source == "# seen"
    assert [(output.evalue, output.traceback) for output in cell.outputs] == [("It failed.", ["It failed."])]


# --- a class with the stock commands ------------------------------------------------------------------------------

DUE = "2026-03-02 18:00:00 UTC"
POWER = {
    "endless-loop": "while True:\n        pass",
    "deaf-loop": "while True:\n        try: time.sleep(9)\n        except KeyboardInterrupt: pass",
    "crash": "import os\n    os._exit(1)",
    "noise": "print('hm', file=sys.stderr)\n    warnings.warn('noise')\n    return x * x",
    "flood": "return x * x\nprint('x' * 2_000_000)",
    "shows-a-value": "sys.displayhook(1.0)\n    return 0",
    "shows-too-much": "sys.displayhook(99.0)\n    return x * x",
}
SCORES = {
    "perfect": 12,
    "untouched": 0,
    "not-a-notebook": 0,
    "edited": 12,
    "late": 10,
    "in-grace": 12,
    "endless-loop": 8,
    "deaf-loop": 8,
    "crash": 8,
    "noise": 12,
    "flood": 12,
    "shows-a-value": 8,
    "shows-too-much": 12,
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class whose submissions were graded by nbgrader's commands alone."""
    folder = tmp_path_factory.mktemp("course")
    source = source_notebook()
    write_course(folder, source)
    perfect = solved(source)
    done = [nbgrader(folder, "db", "assignment", "add", NAME, f"--duedate={DUE}")]
    done += [nbgrader(folder, "generate_assignment", NAME, "--force")]
    hand_in(folder, "perfect", perfect, "2026-03-02 17:59:59 UTC")
    hand_in(folder, "late", perfect, "2026-03-09 18:20:00 UTC")
    hand_in(folder, "in-grace", perfect, "2026-03-02 18:10:00 UTC")
    hand_in(folder, "untouched", (folder / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    hand_in(folder, "not-a-notebook", "a link to my work")
    edited = solved(source)
    cell_of(edited, "square-two").source = "pass"
    cell_of(edited, "square-three").metadata.nbgrader["points"] = 50
    edited.cells.remove(cell_of(edited, "square-hidden"))
    edited.cells.append(cell_of(edited, "power-two"))
    hand_in(folder, "edited", edited)
    for student, body in POWER.items():
        notebook = solved(source)
        cell_of(notebook, "power").source = f"# --- exercise: power ---\ndef power(x):\n    {body}"
        hand_in(folder, student, notebook)
    done += [nbgrader(folder, "autograde", NAME, COURSE_CHECK_SECONDS="2")]
    done += [nbgrader(folder, "generate_feedback", NAME), nbgrader(folder, "export")]
    return folder, done


def told(folder, student):
    path = folder / "autograded" / student / NAME / f"{NAME}.ipynb"
    return nbformat.read(path, as_version=4)


@pytest.mark.slow
def test_commands_succeed_and_one_bad_file_does_not_stop_the_others(course):
    folder, done = course
    assert [run.returncode for run in done] == [0, 0, 1, 0, 0], "\n".join(run.stderr[-2000:] for run in done)
    assert "for student 'not-a-notebook'" in done[2].stderr
    made = {
        ".course_seed",
        "autograded",
        "feedback",
        "gradebook.db",
        "grades.csv",
        "nbgrader_config.py",
        "release",
        "source",
        "submitted",
    }
    assert {path.name for path in folder.iterdir()} == made


@pytest.mark.slow
def test_every_score_is_the_true_one(course):
    folder, _ = course
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == SCORES


@pytest.mark.slow
def test_time_limit_and_the_end_of_a_process_are_said_and_the_rest_is_graded(course):
    folder, _ = course
    assert told(folder, "endless-loop").metadata.course["run"] == [
        "Stopped at the time limit: power-two, power-three, power-hidden."
    ]
    error = cell_of(told(folder, "endless-loop"), "power-two").outputs[0]
    assert error.evalue == "Stopped at the time limit. Is there an endless loop?"
    said = told(folder, "crash").metadata.course["run"]
    assert said == ["The process that runs the code ended in: power-two, power-three, power-hidden."]
    assert cell_of(told(folder, "crash"), "product-two").outputs == []
    assert "time limit" in cell_of(told(folder, "deaf-loop"), "power-two").outputs[0].evalue


@pytest.mark.slow
def test_long_output_is_cut(course):
    folder, _ = course
    path = folder / "autograded" / "flood" / NAME / f"{NAME}.ipynb"
    assert path.stat().st_size < 200_000
    assert "Output truncated" in cell_of(told(folder, "flood"), "power").outputs[0].text


@pytest.mark.slow
def test_what_was_rebuilt_is_in_the_feedback_and_hidden_tests_are_not(course):
    folder, _ = course
    pages = {path.parts[-3]: path.read_text(encoding="utf-8") for path in folder.glob("feedback/*/*/*.html")}
    assert set(pages) == set(SCORES) - {"not-a-notebook"}
    assert "Locked cells that were missing and were put back: square-hidden." in pages["edited"]
    assert not [student for student, page in pages.items() if "secret_input" in page or "603729" in page]


@pytest.mark.slow
def test_a_wish_not_to_run_the_checks_is_not_heard(course, tmp_path):
    folder, _ = course
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "autograded")
    done = nbgrader(tmp_path, "autograde", NAME, "--student", "untouched", "--no-execute")
    assert done.returncode == 0
    assert cell_of(told(tmp_path, "untouched"), "square-two").outputs[0].ename == "NotImplementedError"


@pytest.mark.slow
def test_a_bad_setting_stops_a_command_with_one_line(tmp_path):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    done = nbgrader(tmp_path, "export", COURSE_GRACE_MINUTES="a while")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "COURSE_GRACE_MINUTES='a while' is no whole number of 0 or more. Unset it to have the usual 15."
    ]


@pytest.mark.slow
def test_generate_assignment_gives_the_committed_release_byte_for_byte(tmp_path):
    name = "01_regression"
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(ROOT / "source" / name, tmp_path / "source" / name)
    done = nbgrader(tmp_path, "generate_assignment", name, "--force")
    assert done.returncode == 0, done.stderr
    made = {path.name: path.read_bytes() for path in (tmp_path / "release" / name).iterdir()}
    assert made == {path.name: path.read_bytes() for path in (ROOT / "release" / name).iterdir()}
