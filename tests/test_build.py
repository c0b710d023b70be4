"""The build: what it makes of a master, what it refuses, and what it leaves when something fails."""

import json
import subprocess
import sys
import textwrap
from types import SimpleNamespace

import nbformat
import pytest

import build
import lesson as lessons
from lesson import Refused

MASTER = '''
# %% [markdown]
# # A small lesson

# %% [markdown]
# **About this lesson** · The exercises 7 (3 points).

# %% tags=["install"]
import sys

# %% tags=["imports"]
import numpy as np

from course_utils import checks

# %%
shown = np.ones(3)

# %% [markdown]
# ### Exercise
# **2 points · 5 minutes**

# %% solution="double"
# --- exercise: double ---
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    twice_the_input = 2 * np.asarray(x)
    return twice_the_input
    ### END SOLUTION


# %% check="double-values" points=1
checks.close(double(3.0), 6.0)

# %% check="double-secret" points=1
# Once more on secret numbers.
### BEGIN HIDDEN TESTS
secret_number = checks.rng("double-secret").normal()
checks.close(double(secret_number), secret_number + secret_number)
### END HIDDEN TESTS

# %% [markdown]
# ### Question
# **1 point · 2 minutes**

# %% [markdown] answer="why" points=1
# Because.
'''.lstrip()


Catalogue = SimpleNamespace(
    WRONG={"double": {str(n): ("", None) for n in range(6)}},
    RIGHT={"double": {str(n): "" for n in range(3)}},
)


def read(tmp_path, text=MASTER):
    path = tmp_path / "77_small.py"
    path.write_text(text, encoding="utf-8")
    return lessons.read(path)


def line_of(text):
    """Return the line of the cell's marker that holds a text."""
    lines = MASTER.splitlines()
    where = next(n for n, line in enumerate(lines) if text in line)
    return max(n for n in range(where + 1) if lines[n].startswith("# %%")) + 1


def refusal(tmp_path, old, new, catalogue=Catalogue):
    assert old in MASTER
    with pytest.raises(Refused) as caught:
        lessons.refuse(read(tmp_path, MASTER.replace(old, new)), catalogue)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "cell", "says"),
    [
        (
            'check="double-secret"',
            'check="double-values"',
            '"double-secret"',
            "is used already in line",
        ),
        ("**2 points · 5", "**3 points · 5", 'solution="double"', "its checks add up to 2"),
        ("**2 points · 5 minutes**", "nothing", 'solution="double"', "must say `**3 points"),
        ("(3 points)", "(4 points)", "About this lesson", "must say `exercises 7 (3 points)`"),
        ("double(3.0), 6.0", "double(shown), 6.0", '"double-values"', "uses `shown`, which neither the imports"),
        ("checks.close(double(3.0), 6.0)", "y = double(3.0)", '"double-values"', "must end in a call"),
        ("checks.close(double(3.0), 6.0)", "checks.unchanged(double, 3.0)", '"double-values"', "must end in a call"),
        ("shown = np.ones(3)", "shown = np.ones(3)\n" * 31, "shown =", "code cell of 31 lines"),
        (
            "# --- exercise: double ---\n",
            "",
            'solution="double"',
            "the first line must be `# --- exercise: double ---`",
        ),
        ("    ### BEGIN SOLUTION\n", "", 'solution="double"', "come in pairs"),
        ("### END HIDDEN TESTS\n", "", '"double-secret"', "come in pairs"),
        ('check="double-values"', 'check="other-values"', '"double-values"', "must start with the id of an exercise"),
        ('check="double-values"', 'check="Double_Values"', '"double-values"', "is not of small letters"),
        ('tags=["imports"]', 'tags=["install"]', "A small lesson", 'exactly one cell with tags=["install"]'),
        ("shown = np.ones(3)", "shown = np.ones(3", "shown =", "syntax error"),
        ("secret_number = c", "shown = c", '"double-secret"', "neither the imports"),
    ],
)
def test_a_build_refuses_by_file_and_line(tmp_path, old, new, cell, says):
    message = refusal(tmp_path, old, new)
    lines = [line for line in message.splitlines() if says in line]
    assert len(lines) == 1
    number = int(lines[0].split("77_small.py:")[1].split(":")[0])
    assert number == line_of(cell) or ("syntax" in says and number == line_of(cell) + 1)


def test_a_check_may_not_set_a_name_that_the_lesson_reads(tmp_path):
    text = MASTER.replace("checks.close(double(3.0), 6.0)", "shown = 6.0\nchecks.close(double(3.0), shown)")
    text = text.replace("# %% [markdown]\n# ### Question", "# %%\nprint(shown)\n\n# %% [markdown]\n# ### Question")
    with pytest.raises(Refused, match="sets `shown`, which another cell reads"):
        lessons.refuse(read(tmp_path, text), Catalogue)


def test_an_exercise_needs_its_catalogue(tmp_path):
    assert '"double" has 0 WRONG answers in tests/answers/77_small.py; 6 at least' in refusal(
        tmp_path, "Because", "Because", catalogue=None
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (MASTER.replace('tags=["install"]', 'tags=["instal"]'), ": unknown marker instal"),
        (MASTER.replace("solution=", "solutoin="), ": unknown marker solutoin"),
        (MASTER.replace('check="double-values" points=1', 'check="double-values"'), ": checks and written answers"),
        ("print(1)\n" + MASTER, ":1: text before the first"),
    ],
)
def test_a_marker_outside_the_vocabulary_is_refused(tmp_path, text, says):
    with pytest.raises(Refused, match=says):
        read(tmp_path, text)


def test_a_missing_or_unreadable_master_is_one_line(tmp_path):
    (tmp_path / "01_there.py").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match=r"02_gone\.py: no such master\. Lessons here: 01_there\.$"):
        lessons.read(tmp_path / "02_gone.py")
    with pytest.raises(Refused, match=r"01_there\.py: cannot be read"):
        lessons.read(tmp_path / "01_there.py")


def test_the_small_lesson_itself_is_fine(tmp_path):
    lessons.refuse(read(tmp_path), Catalogue)


def test_the_instructors_notebook_has_nbgraders_metadata_and_stable_ids(tmp_path):
    small = read(tmp_path)
    notebook = build.instructor_notebook(small)
    nbformat.validate(notebook)
    marks = {cell.id: cell.metadata.get("nbgrader") for cell in notebook.cells}
    base = {"schema_version": 3, "task": False}
    assert marks["double"] == base | {"grade_id": "double", "grade": False, "solution": True, "locked": False}
    expected = base | {"grade_id": "double-values", "grade": True, "solution": False, "locked": True, "points": 1}
    assert marks["double-values"] == expected
    assert marks["why"] == base | {"grade_id": "why", "grade": True, "solution": True, "locked": False, "points": 1}
    assert marks["imports"]["locked"] and marks["install"] is None
    assert all(cell.metadata["id"] == cell.id for cell in notebook.cells)
    assert notebook.metadata.course.lesson == "77_small"
    assert build.text_of(notebook) == build.text_of(build.instructor_notebook(read(tmp_path)))
    other = read(tmp_path, MASTER.replace("Because", "Since"))
    assert small.fingerprint != other.fingerprint


def test_the_address_of_the_repository_stands_in_one_place(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "settings", lambda: {"name": "c", "repository": "https://github.com/someone/course"})
    text = MASTER.replace("# # A small lesson", "# [badge]({{colab}}) {{repository}}")
    first = build.instructor_notebook(read(tmp_path, text)).cells[0].source
    assert "colab.research.google.com/github/someone/course/blob/main/release/77_small/77_small.ipynb" in first
    assert first.endswith("https://github.com/someone/course")


def test_equal_cells_get_different_ids(tmp_path):
    text = MASTER.replace("# %%\nshown = np.ones(3)", "# %%\nshown = np.ones(3)\n\n# %%\nshown = np.ones(3)")
    ids = [cell.id for cell in build.instructor_notebook(read(tmp_path, text)).cells]
    assert len(set(ids)) == len(ids)


@pytest.mark.slow
def test_the_students_notebook_holds_stubs_and_no_secret(tmp_path):
    small = read(tmp_path)
    release = build.student_notebook(build.instructor_notebook(small), tmp_path / "course")
    assert list(build.leaks(small, release)) == []
    cells = {cell["metadata"]["id"]: "".join(cell["source"]) for cell in json.loads(release)["cells"]}
    assert "raise NotImplementedError" in cells["double"] and "twice_the_input" not in release
    assert "secret_number" not in release and cells["double-secret"] == "# Once more on secret numbers."
    assert "Because" not in release


def test_a_solution_that_stands_in_another_cell_is_a_leak(tmp_path):
    text = MASTER.replace("shown = np.ones(3)", "x = 1\ntwice_the_input = 2 * np.asarray(x)")
    leaky = read(tmp_path, text)
    release = build.text_of(build.instructor_notebook(leaky))
    found = [text for _, text in build.leaks(leaky, release)]
    assert any("twice_the_input = 2" in text and "another cell" in text for text in found)
    assert any("marker" in text for text in found)
    assert any("hidden tests would reach" in text for text in found)


def test_the_reading_edition_shows_solutions_and_hidden_checks_without_markers(tmp_path):
    notebook = build.reading_notebook(build.instructor_notebook(read(tmp_path)))
    sources = {cell.id: cell.source for cell in notebook.cells}
    assert "twice_the_input" in sources["double"] and "secret_number" in sources["double-secret"]
    assert "###" not in sources["double"] + sources["double-secret"]
    assert all("nbgrader" not in cell.metadata for cell in notebook.cells)


@pytest.mark.slow
def test_a_reading_edition_that_fails_names_its_line(tmp_path):
    broken = read(tmp_path, MASTER.replace("double(3.0), 6.0", "double(3.0), 7.0"))
    with pytest.raises(
        Refused, match=r"77_small\.py:\d+: this cell fails when it is run: CheckFailed: `double\(3\.0\)`"
    ):
        build.execute(build.reading_notebook(build.instructor_notebook(broken)), broken)


@pytest.mark.slow
@pytest.mark.parametrize(("bar", "holds"), [(2, True), (4, False)])
def test_a_reading_edition_is_held_against_the_headline_and_does_not_show_it(tmp_path, monkeypatch, bar, holds):
    claims = tmp_path / "headlines.py"
    lines = ["def small(lesson):", f"    assert lesson['shown'].sum() > {bar}", "HEADLINES = {'77_small': small}"]
    claims.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(build, "HEADLINES", claims)
    small = read(tmp_path)
    notebook = build.reading_notebook(build.instructor_notebook(small))
    if holds:
        build.execute(notebook, small)
        assert len(notebook.cells) == len(small.cells)
    else:
        says = rf"77_small\.py: its headline does not hold: .* tests/headlines\.py:2: assert .* > {bar}$"
        with pytest.raises(Refused, match=says):
            build.execute(notebook, small)


def test_a_reading_edition_is_stale_when_its_headline_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "HEADLINES", tmp_path / "headlines.py")
    small, digests = read(tmp_path), set()
    for bar in (2, 4):
        build.HEADLINES.write_text(f"def small(lesson):\n    assert {bar}\n\n\nHEADLINES = {{'77_small': small}}\n")
        digests.add(build.inputs_of(build.reading_notebook(build.instructor_notebook(small)), small))
    assert len(digests) == 2


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    target = tmp_path / "notebook.ipynb"
    build.write(target, "old")

    def full_disk(self, *args, **kwargs):
        with self.open("w") as file:
            file.write("ne")
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr("pathlib.Path.write_text", full_disk)
    with pytest.raises(OSError, match="No space left"):
        build.write(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["notebook.ipynb"]


def run_build(*arguments, **options):
    command = [sys.executable, str(lessons.ROOT / "tools" / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_an_unknown_lesson_is_one_line_and_exit_code_1():
    done = run_build("42_unknown")
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "42_unknown.py: no such master. Lessons here: 00_start, 01_regression" in done.stderr


@pytest.mark.slow
def test_check_names_a_file_that_was_edited_by_hand_and_a_run_with_other_helpers(root, tmp_path):
    copy = tmp_path / "course"
    files = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout.split(b"\0")
    for name in filter(None, map(bytes.decode, files)):
        if (root / name).exists() and not name.startswith(("notebooks/01", "docs")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((root / name).read_bytes())
    edited = copy / "source" / "00_start" / "00_start.ipynb"
    edited.write_text(edited.read_text(encoding="utf-8").replace("ginger", "black"), encoding="utf-8")
    with (copy / "course_utils" / "seeds.py").open("a") as helper:
        helper.write("# changed\n")
    command = [sys.executable, str(copy / "tools" / "build.py"), "--check", "00_start"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    stale = ("source/00_start/00_start.ipynb", "notebooks/00_start.ipynb")
    wanted = [f"{path}: is not what lessons/00_start.py gives now. Run `make build`." for path in stale]
    assert done.stdout.splitlines() == wanted, textwrap.shorten(done.stderr, 500)
