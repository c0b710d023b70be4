"""The one writer of nbgrader's gradebook: a batch of submissions in one session."""

import contextlib
import sqlite3
import warnings
from dataclasses import dataclass, field

import sqlalchemy
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties, ClearSolutions, ComputeChecksums, SaveCells
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SAWarning

from course_grader.students import CourseError

PATIENCE = 60  # seconds to wait for another program that writes into an SQLite gradebook


@dataclass(frozen=True)
class Entry:
    """What the gradebook holds of a submission after it was recorded."""

    score: float  # without the penalty taken off
    max_score: float
    penalty: float = 0.0
    seconds_late: float = 0.0
    by_hand: bool = False  # whether a person has to look at it
    grades: dict = field(default_factory=dict)  # id of a graded cell -> score
    comments: dict = field(default_factory=dict)  # id of an answer -> comment


class Book:
    """A gradebook, opened for one lesson.

    Parameters
    ----------
    course : tuple
        What `open_course` returned.
    lesson : str
    """

    def __init__(self, course, lesson):
        self.directory, self.config = course
        self.lesson = lesson
        late = AssignLatePenalties(config=self.config)
        late.init_plugin()
        self.penalty = late.plugin_inst.late_submission_penalty
        with _one_line(self.directory.db_url):
            self.gradebook = Gradebook(self.directory.db_url, self.directory.course_id)
            if self.gradebook.engine.dialect.name == "sqlite":
                with self.gradebook.engine.connect() as connection:
                    connection.execute(sqlalchemy.text("PRAGMA journal_mode=WAL"))

    def prepare(self, notebook):
        """Enter the lesson, unless it is there as the instructor's notebook has it.

        Raises
        ------
        CourseError
            When submissions of another version of the lesson were graded already.
        """
        with _one_line(self.directory.db_url):
            entered = self.points()
            points = {
                cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points)
                for cell in notebook.cells
                if cell.metadata.get("nbgrader", {}).get("grade")
            }
            if entered != points:
                self.gradebook.update_or_create_assignment(self.lesson)
                self.gradebook.db.commit()
                names = {"notebook": self.lesson, "assignment": self.lesson, "db_url": self.directory.db_url}
                try:
                    for step in (ClearSolutions, ComputeChecksums, SaveCells):
                        notebook, _ = step(config=self.config).preprocess(notebook, {"nbgrader": names})
                except RuntimeError as error:
                    raise CourseError(
                        f"{error}. Grade what was handed in for the old version in a gradebook of its own."
                    ) from None
            known = self.gradebook.find_notebook(self.lesson, self.lesson)
            self.cells = {cell.id: (cell.name, cell.max_score) for cell in known.grade_cells}
            self.answers = {cell.id: cell.name for cell in known.solution_cells}

    def record(self, student, timestamp, scores, empty=(), doubtful=(), fault=False):
        """Enter the scores of a submission, and return its Entry. Scores given by hand are never touched.

        Parameters
        ----------
        student : str
        timestamp : datetime or None
            When it was handed in.
        scores : dict of str to float
            By the check's id. A graded cell that is not there is one that a person grades.
        empty, doubtful : sequence of str
            Ids of answers that were left empty, and of those whose place is a guess.
        fault : bool
            Whether nothing was graded through no fault of the student's: a person has to look at all of it.
        """
        with (
            _one_line(self.directory.db_url),
            warnings.catch_warnings(action="ignore", category=SAWarning),
        ):  # nbgrader's
            self.gradebook.update_or_create_student(student)
            when = {"timestamp": timestamp} if timestamp else {}
            submission = self.gradebook.update_or_create_submission(self.lesson, student, **when)
            notebook = next(one for one in submission.notebooks if one.name == self.lesson)
            heads = tuple(f"{name}-" for name in doubtful)
            found, by_hand = {}, False
            for grade in notebook.grades:
                name, _ = self.cells[grade.cell_id]
                grade.auto_score = scores.get(name, 0.0 if name in empty else None)
                needs = grade.auto_score is None or grade.manual_score is not None or name.startswith(heads) or fault
                grade.needs_manual_grade = needs
                by_hand |= needs
                score = grade.auto_score if grade.manual_score is None else grade.manual_score
                found[name] = (score or 0.0) + (grade.extra_credit or 0.0)
            comments = {}
            for comment in notebook.comments:
                name = self.answers.get(comment.cell_id)
                comment.auto_comment = "No response." if name in empty else None
                comments[name] = comment.manual_comment or comment.auto_comment
            score = sum(found.values())
            late = submission.total_seconds_late
            penalty = self.penalty(student, score, late) if late > 0 else None
            notebook.late_submission_penalty = None if penalty is None else min(max(penalty, 0.0), score)
            penalty = notebook.late_submission_penalty or 0.0
            self.gradebook.db.commit()
            most = sum(most for _, most in self.cells.values())
            return Entry(score, most, penalty, late, by_hand, found, comments)

    def entries(self):
        """Return {student: Entry} of all submissions as the gradebook has them now, scores given by hand included."""
        with _one_line(self.directory.db_url):
            try:
                found = self.gradebook.assignment_submissions(self.lesson)
            except MissingEntry:
                return {}
            self._most = sum(self.points().values())
            return {one.student_id: self._entry(one) for one in found}

    def _entry(self, submission):
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        scores = [(grade.auto_score if grade.manual_score is None else grade.manual_score) or 0.0 for grade in grades]
        score = sum(scores) + sum(grade.extra_credit or 0.0 for grade in grades)
        penalty = sum(notebook.late_submission_penalty or 0.0 for notebook in submission.notebooks)
        return Entry(score, self._most, penalty, by_hand=any(grade.needs_manual_grade for grade in grades))

    def points(self):
        """Return {id: points} of the graded cells as the gradebook has them; empty for a lesson that it lacks."""
        try:
            return {
                cell.name: cell.max_score for cell in self.gradebook.find_notebook(self.lesson, self.lesson).grade_cells
            }
        except MissingEntry:
            return {}

    def due(self):
        """Return when the lesson is due, None where the gradebook does not say."""
        with _one_line(self.directory.db_url):
            try:
                return self.gradebook.find_assignment(self.lesson).duedate
            except MissingEntry:
                return None

    def close(self):
        self.gradebook.close()


@event.listens_for(Engine, "connect")
def _wait_for_others(connection, _):
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout={1000 * PATIENCE}")


@contextlib.contextmanager
def _one_line(address):
    """Turn what a database can refuse into one line that says what to do."""
    try:
        yield
    except sqlalchemy.exc.SQLAlchemyError as error:
        where = sqlalchemy.engine.make_url(address).render_as_string(hide_password=True)
        reason = str(getattr(error, "orig", None) or error).split("\n")[0]
        if "locked" in reason:
            advice = "Another program is writing into it: wait for it or end it, then call this again."
        elif "full" in reason:
            advice = "Make room on that disk, then call this again."
        elif "not a database" in reason:
            advice = "Move that file away, and a new gradebook is made."
        elif "no such" in reason:
            advice = "It is of an older nbgrader: call `nbgrader db upgrade`, then this again."
        else:
            advice = "Check that it is there and that you may write into it, then call this again."
        raise CourseError(f"the gradebook {where} refuses: {reason}. {advice} What was recorded is kept.") from None
