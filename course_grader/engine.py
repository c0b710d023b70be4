"""Grade one submission: rebuild it, run its cells in a child, judge it from here, and write down what happened.

`Engine` does the same inside of nbgrader's own `autograde` and formgrader.
"""

import contextlib
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_output
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_solution
from traitlets import Bool, Integer
from traitlets.config import Config

from course_grader.bundle import Lesson, id_of, read_bundle, role
from course_grader.intake import Unreadable, collect, parse
from course_grader.judge import CRASHED, EMPTY, FAILED, PASSED, SLOW, Cell, GaveUp, Judge, Seconds, Session, Submission
from course_grader.limits import guard, little_memory
from course_grader.rebuild import ANOTHER_LESSON, rebuild
from course_grader.sandbox import seen_by_submissions
from course_grader.seed import secret_seed
from course_grader.source import binds, needs
from course_grader.students import CourseError
from course_grader.zygote import Zygote

MOST_CELL = 2_000_000  # characters of a cell
MOST_REBUILD = 60  # seconds
ERRORS = {FAILED: "CheckFailed", EMPTY: "NotImplementedError", CRASHED: "Crashed", SLOW: "TimeLimit"}
UNSAFE = "Graded without a sandbox (--unsafe-no-sandbox): the code could reach this machine."


@dataclass(frozen=True)
class Settings:
    """What the executor of a job has to know beside the bundle and the work."""

    seed: str
    seconds: Seconds = field(default_factory=Seconds)
    sandbox: bool = True


@dataclass
class Graded:
    """What became of one submission."""

    student: str
    notebook: str = ""  # the executed notebook, as JSON; empty for a submission that holds none
    problem: str = ""  # why there is none
    tests: list = field(default_factory=list)  # a dict for each check
    notes: list = field(default_factory=list)
    doubtful: list = field(default_factory=list)  # ids of the answers whose place is a guess
    waited: bool = False  # a limit was passed without computing
    cost: dict = field(default_factory=dict)  # seconds by part of the work


class Grader:
    """All that one process needs to grade a lesson: the judge, and the zygote that children are forked from.

    Parameters
    ----------
    bundle : Bundle
    settings : Settings

    Raises
    ------
    NoSandbox
        When the system refuses a wall.
    """

    def __init__(self, bundle, settings):
        self.lesson, self.settings = Lesson(bundle), settings
        config = Config()
        if bundle.stub:
            config.ClearSolutions.code_stub = {"python": bundle.stub}
        self.clear = ClearSolutions(config=config)
        self.zygote = Zygote(self.lesson.setup, settings.sandbox)  # loads the libraries while the judge does so too
        self.judge = Judge(self.lesson.setup, self.lesson.checks, self.lesson.names)
        self.zygote.wait()

    def grade(self, work):
        """Return the Graded of a Work. Whatever was handed in, it ends in a result."""
        start = time.perf_counter()
        try:
            submitted, notes = parse(work)
        except Unreadable as error:
            return Graded(work.student, problem=str(error), notes=work.notes)
        try:
            with guard(MOST_REBUILD):
                notebook, report = rebuild(submitted, self.lesson.notebook, self.clear)
        except TimeoutError:
            problem = (
                "The notebook is too long-winded to take apart. Clear it of what is no answer, and hand it in again."
            )
            return Graded(work.student, problem=problem, notes=work.notes)
        if ANOTHER_LESSON in report and set(self.lesson.answers) <= set(notebook.metadata.course["empty"]):
            problem = "This is the notebook of another lesson, with no answer of this one. Hand in the right one."
            return Graded(work.student, problem=problem, notes=work.notes)
        notebook.metadata.course["rebuild"] = report = [*work.notes, *notes, *report]
        rebuilt = time.perf_counter()
        graded = self.run(notebook, work.files)
        graded.student = work.student
        graded.notes = [*report, *notebook.metadata.course["run"]]
        graded.doubtful = list(notebook.metadata.course.get("doubtful", []))
        graded.notebook = nbformat.writes(notebook)
        graded.cost |= {"rebuild": rebuilt - start, "all": time.perf_counter() - start}
        return graded

    def run(self, notebook, files=()):
        """Run and judge a rebuilt notebook; its outputs and its metadata say what happened.

        Parameters
        ----------
        notebook : NotebookNode
            Changed in place.
        files : dict of str to bytes
            Files that were handed in with it.
        """
        session = Session(self.zygote, self._plan(notebook, files), self.settings.seconds)
        with guard():
            try:
                with contextlib.suppress(GaveUp):  # each check will say so
                    session.peer()
                ready = time.perf_counter()
                verdicts = {verdict.check: verdict for verdict in self.judge.judge(session, self.settings.seed)}
            finally:
                session.close()
        judged = time.perf_counter()
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = list(_outputs(cell, session.events, verdicts))
        course = notebook.metadata.setdefault("course", nbformat.NotebookNode())
        tests = [_test(check, verdicts[check.id]) for check in self.lesson.checks]
        course["tests"] = nbformat.from_dict(tests)
        course["run"] = _sentences(notebook, session.events, tests)
        course["run"] += [f"{verdict.fault}." for verdict in verdicts.values() if verdict.fault]
        course["run"] += [] if self.settings.sandbox else [UNSAFE]
        cost = session.cost | {"checks": judged - ready, "outputs": time.perf_counter() - judged}
        return Graded("", tests=tests, waited=session.waited, cost=cost)

    def _plan(self, notebook, files):
        """Return what to run: answers, the student's own cells, and the course's that they take names from."""
        cells = [(id_of(cell), cell) for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
        kinds = {name: self.lesson.roles.get(name, "extra") for name, _ in cells}
        needed, have = set(), binds(self.lesson.setup)
        for name, cell in cells:
            if kinds[name] in ("solution", "extra"):
                needed |= needs(cell.source) - have
                have |= binds(cell.source)
        for name, cell in reversed(cells):
            if kinds[name] == "text" and binds(cell.source) & needed:
                kinds[name] = "needed"
                needed |= needs(cell.source)
        run, above = [], {}
        for name, cell in cells:
            if kinds[name] == "check":
                above[name] = len(run)
            elif kinds[name] in ("solution", "extra", "needed"):
                run.append(Cell(name, cell.source[:MOST_CELL]))
        return Submission(run, dict(files), above)

    def close(self):
        self.zygote.close()


_one_at_a_time = threading.Lock()
_graders = {}  # of this process: one is enough, lessons are graded one after another


def work_on(bundle, settings, work):
    """Grade a submission in this process, with a Grader that stays for the next one: what a worker does."""
    with _one_at_a_time:  # a worker of a cluster may have several threads
        grader = grader_for(bundle, settings)
        little_memory()
        return grader.grade(work)


def grader_for(bundle, settings):
    """Return a Grader that stays for as long as the process grades this lesson, and its zygote lives."""
    key = bundle, settings
    if key not in _graders or not _graders[key].zygote.is_alive():
        while _graders:
            _graders.popitem()[1].close()
        _graders[key] = Grader(bundle, settings)
    return _graders[key]


class Engine(NbGraderPreprocessor):
    """The engine as the step of `nbgrader autograde` that runs a notebook."""

    cell_seconds = Integer(120, help="Computing time that a cell may take, in seconds.").tag(config=True)
    check_seconds = Integer(20, help="Computing time that a check may take, in seconds.").tag(config=True)
    unsafe_no_sandbox = Bool(False, help="Grade without a sandbox, where the system has none.").tag(config=True)

    def __call__(self, nb, resources):
        return self.preprocess(nb, resources)  # whatever `enabled` says: checks that never ran would give full points

    def preprocess(self, nb, resources):
        coursedir = self.parent.parent.coursedir  # preprocessor -> exporter -> converter
        root = Path(coursedir.root)
        settings = Settings(
            secret_seed(root), Seconds(self.cell_seconds, self.check_seconds), not self.unsafe_no_sandbox
        )
        known = resources["nbgrader"]
        if settings.sandbox and (place := seen_by_submissions(root)):
            raise CourseError(f"{root} lies under {place}, which submissions can read. Move the course elsewhere.")
        bundle = read_bundle(root, known["assignment"], name=known["notebook"])
        folder = Path(coursedir.format_path(coursedir.submitted_directory, known["student"], known["assignment"]))
        work = collect(folder, known["student"], known["assignment"], ())
        grader_for(bundle, settings).run(nb, work.files)
        return nb, resources


class SaveGrades(SaveAutoGrades):
    """nbgrader's step, which also asks for a person where an answer's place in the notebook is a guess."""

    def preprocess(self, nb, resources):
        self.doubtful = tuple(f"{name}-" for name in nb.metadata.get("course", {}).get("doubtful", []))
        return super().preprocess(nb, resources)

    def _add_score(self, cell, resources):
        super()._add_score(cell, resources)
        if cell.metadata.nbgrader["grade_id"].startswith(self.doubtful):
            where = cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            self.gradebook.find_grade(*where).needs_manual_grade = True
            self.gradebook.db.commit()


def _outputs(cell, events, verdicts):
    """Yield the outputs of a cell: what an answer printed, and one error for what failed, as nbgrader reads them."""
    name = id_of(cell)
    if role(cell) == "check":
        verdict = verdicts[name]
        if verdict.score > 0 and verdict.status != PASSED:
            yield new_output("execute_result", data={"text/plain": repr(verdict.score)}, execution_count=1)
        elif verdict.status != PASSED:
            yield _error(ERRORS[verdict.status], verdict.message)
    elif event := events.get(name):
        if event.printed:
            yield new_output("stream", name="stdout", text=_clean(event.printed))
        if event.status != PASSED:
            yield _error(ERRORS.get(event.status, "Error") if event.status != FAILED else "Error", event.message)


def _error(name, message):
    message = _clean(message)
    return new_output("error", ename=name, evalue=message, traceback=[message])


def _clean(text):
    """Return a text without what neither a file nor a terminal should be given."""
    text = text.encode("utf-8", "replace").decode()
    return "".join(c if c >= " " or c in "\n\t" else "�" for c in text)


def _test(check, verdict):
    """Return what results say of one check: Gradescope's names, and two more."""
    passed = verdict.status == PASSED
    return {
        "name": check.id,
        "score": verdict.score,
        "max_score": check.points,
        "status": "passed" if passed else "failed",
        "outcome": verdict.status,
        "output": shown(check, verdict),
        "visibility": "visible",
        "duration": None if check.hidden else round(verdict.seconds, 4),  # it could tell of a hidden input
    }


HIDDEN = {
    FAILED: "This check failed. Part of it runs only when work is graded, and is not shown.",
    EMPTY: "The answer is not written yet.",
    CRASHED: "Your code ended the process that runs it. Part of this check is not shown.",
    SLOW: "Stopped at the time limit. Part of this check is not shown.",
}


def shown(check, verdict):
    """Return what a student may read of a check: nothing that a hidden input could be seen in."""
    if verdict.status == PASSED:
        return ""
    return HIDDEN[verdict.status] if check.hidden or verdict.status == EMPTY else _clean(verdict.message)


def _sentences(notebook, events, tests):
    """Return, in the grader's own words, what went wrong besides checks that failed."""
    stopped = {CRASHED: [], SLOW: [], "": []}
    for cell in notebook.cells:
        event = events.get(id_of(cell))
        if event is not None and event.status in (CRASHED, SLOW):
            stopped[event.status].append(cell)
        elif event is not None and event.status == FAILED and is_solution(cell):
            stopped[""].append(cell)
    for cell in notebook.cells:
        outcome = next((test["outcome"] for test in tests if test["name"] == id_of(cell)), None)
        if outcome in (CRASHED, SLOW):
            stopped[outcome].append(cell)
    texts = {
        SLOW: "Stopped at the time limit",
        CRASHED: "The process that runs the code ended in",
        "": "Answers that stop with an error when they are run",
    }
    return [f"{text}: {_named(stopped[kind])}." for kind, text in texts.items() if stopped[kind]]


def _named(cells):
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]
    names, rest = [name for name in ids if name], len([name for name in ids if not name])
    return ", ".join([*names, f"{rest} of the student's own cells"] if rest else names)
