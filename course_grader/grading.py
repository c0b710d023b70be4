"""`course grade`: a class in parallel, one writer, a journal; it goes on where it stopped."""

import contextlib
import datetime
import fcntl
import hashlib
import json
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from dataclasses import asdict, dataclass, replace

from tqdm import tqdm

from course_grader import engine, feedback, pool, results
from course_grader.book import Book
from course_grader.bundle import Lesson, read_bundle
from course_grader.course import Row, cores, handed_in_at, notebook_path, open_course
from course_grader.engine import Graded, Settings
from course_grader.intake import collect, misplaced, students
from course_grader.judge import CRASHED, SLOW, Seconds
from course_grader.rebuild import ALL_FOUND
from course_grader.sandbox import NoSandbox, seen_by_submissions
from course_grader.seed import secret_seed
from course_grader.students import CourseError

JOURNAL, LOCK = "events.jsonl", ".course_grade.lock"
BATCH, PAUSE = 20, 2.0  # submissions that are written at once; seconds after which fewer are
DONE, BY_HAND, FAILED = ("graded", "late"), "needs a person", ("unreadable", "not graded")


@dataclass(frozen=True)
class Options:
    """What `course grade` is asked for."""

    student: tuple = ()
    failed_only: bool = False
    since: datetime.datetime | None = None
    again: bool = False
    workers: int = 0
    scheduler: str = ""
    sandbox: bool = True
    feedback: bool = True


class Journal:
    """What was done, a line of JSON each: `events.jsonl` in the course's folder."""

    def __init__(self, path):
        self.path = path
        self._file = path.open("a", encoding="utf-8")
        if path.stat().st_size and not path.read_bytes().endswith(b"\n"):
            self._file.write("\n")  # the last line was cut short by a kill

    def write(self, event, **known):
        stamp = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        self._file.write(json.dumps({"time": stamp, "event": event, **known}, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self):
        self._file.close()


def read_journal(path, lesson):
    """Return the last "graded" line of each student; lines that were cut short are passed over."""
    last = {}
    if path.exists():
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    known = json.loads(line)
                    if known["event"] == "graded" and known["lesson"] == lesson:
                        last[known["student"]] = known
    return last


def grade_class(root, lesson, options=Options(), **settings):
    """Grade the submissions of a lesson that are new or have changed.

    Parameters
    ----------
    root : Path
        The course's folder, with source/, submitted/ and nbgrader_config.py.
    lesson : str
    options : Options
    **settings : dict
        Settings by class that stand above those of nbgrader_config.py.

    Returns
    -------
    rows : list of Row
        One for each submission that was asked for, graded now or before.
    fresh : int
        How many of them were graded now.
    refused : dict of str to str
        What stands in submitted/ and is no student's folder, with the reason.

    Raises
    ------
    CourseError
        When something has to be put right first; what was graded before is kept.
    """
    course = open_course(root, **settings)
    with _only_one(root), contextlib.ExitStack() as stack:
        writer = _Writer(root, course, lesson, options)
        stack.callback(writer.close)
        jobs, rows = writer.jobs()
        if jobs:
            local = options.workers or cores(), writer.known.setup
            where = pool.Cluster(options.scheduler) if options.scheduler else pool.Local(*local)
            stack.callback(where.close)
            writer.grade(where, jobs, rows)
        return [rows[name] for name in sorted(rows)], len(jobs), writer.refused


def read_class(root, lesson):
    """Return (rows, results) of what is graded of a lesson, as the journal and the files have it."""
    course = directory, _ = open_course(root)
    journal, rows, found = read_journal(root / JOURNAL, lesson), [], {}
    if not journal:
        read_bundle(root, lesson)  # or there is no such lesson
        return rows, found
    with contextlib.closing(Book(course, lesson)) as book:
        entries = book.entries()
    for student in sorted(entries.keys() & journal.keys()):
        row = _row_now(Row(**journal[student]["row"]), entries[student])
        rows.append(row)
        path = notebook_path(directory, directory.feedback_directory, lesson, student).with_name("results.json")
        tests = []
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
        found[student] = results.result(row, tests)
    return rows, found


def _row_now(row, entry):
    """Return a row with the scores that the gradebook has now: a person may have given some since."""
    status = row.status
    if status in (*DONE, BY_HAND):
        status = BY_HAND if entry.by_hand else "late" if entry.penalty else "graded"
    return replace(row, score=entry.score - entry.penalty, max_score=entry.max_score, status=status)


class _Writer:
    """Owns the files and the gradebook of a course while a lesson is graded."""

    def __init__(self, root, course, lesson, options):
        self.root, self.lesson, self.options = root, lesson, options
        self.directory, self.config = course
        stub = self.config.ClearSolutions.get("code_stub", {}).get("python", "")
        self.bundle = read_bundle(root, lesson, stub)
        limits = self.config.Engine
        seconds = Seconds(limits.get("cell_seconds", Seconds.cell), limits.get("check_seconds", Seconds.check))
        sandbox = options.sandbox and not limits.get("unsafe_no_sandbox", False)
        self.settings = Settings(secret_seed(root), seconds, sandbox)
        self.known = Lesson(self.bundle)
        if sandbox and (place := seen_by_submissions(root)):
            raise CourseError(f"{root} lies under {place}, which submissions can read. Move the course elsewhere.")
        self.names, self.refused = students(self._path("submitted_directory", ".").parent.parent)
        self.book = Book(course, lesson)
        self.journal = Journal(root / JOURNAL)
        self.writing = 0.0  # seconds

    def close(self):
        self.book.close()
        self.journal.close()

    # --- what there is to do ---

    def jobs(self):
        """Return ([(student, key)], rows): what has to be graded, and the rows of what needs not be."""
        options, before = self.options, read_journal(self.root / JOURNAL, self.lesson)
        unknown = sorted(set(options.student) - set(self.names))
        if unknown:
            raise CourseError(f"submitted/{unknown[0]} is missing: no such student has handed in anything.")
        self.base = repr((self.bundle.digest(), self.settings, self.directory.db_url, self.book.due()))
        jobs, rows = [], {}
        entries, handed_in = self.book.entries(), 0
        for student in dict.fromkeys(options.student or self.names):
            folder = self._path("submitted_directory", student).parent
            if not _is_folder(folder):
                with contextlib.suppress(OSError):  # no right to look
                    if reason := misplaced(folder.parent, self.lesson):
                        self.refused[student] = reason
                continue
            handed_in += 1
            known = before.get(student) if student in entries else None
            failed = known is None or known["row"]["status"] in FAILED or known.get("stopped")
            if options.failed_only and not failed:
                continue
            if options.since and _changed_at(folder) < options.since:
                continue
            work = collect(folder, student, self.lesson, self.known.answers)
            key = self._key(work, folder)
            page = self._path("feedback_directory", student).with_suffix(".html")
            made = [page.with_name("results.json"), *([page] if options.feedback else [])]
            fresh = options.again or options.failed_only or not known or known["key"] != key
            if fresh or known["row"]["status"] == "not graded" or not all(path.exists() for path in made):
                jobs.append((student, key))
            else:
                rows[student] = _row_now(Row(**known["row"]), entries[student])
        if not jobs and not rows and not (options.failed_only and handed_in):
            lost = "".join(f" submitted/{name}: {reason}." for name, reason in list(self.refused.items())[:3])
            place = f"submitted/STUDENT/{self.lesson}/"
            raise CourseError(f"nobody has handed in {self.lesson} ({place}) as you asked.{lost}")
        return jobs, rows

    def _key(self, work, folder):
        stamp = handed_in_at(folder)[0]
        return hashlib.sha256(f"{self.base}{work.digest()}{stamp}".encode()).hexdigest()

    # --- the loop ---

    def grade(self, where, jobs, rows):
        """Run the jobs, write what comes back batch by batch, and fill in the rows."""
        self.book.prepare(self.known.notebook)
        self.journal.write("started", lesson=self.lesson, submissions=len(jobs), sandbox=self.settings.sandbox)
        keys, todo, pages, alone = dict(jobs), deque(name for name, _ in jobs), deque(), deque()
        running, batch, again = {}, [], set()
        bar = tqdm(total=len(jobs), desc=f"grading {self.lesson}", unit="submission", smoothing=0.05)

        def start(kind, what, *call):
            try:
                future = where.submit(*call)
            except pool.Broken:  # a worker was killed while it had nothing to do
                where.restart()
                future = where.submit(*call)
            running[future] = kind, what, where.starts

        def start_grading(student, kind):
            folder = self._path("submitted_directory", student).parent
            work = collect(folder, student, self.lesson, self.known.answers)
            keys[student] = self._key(work, folder)  # of what is graded, should it have changed since it was looked at
            start(kind, student, engine.work_on, self.bundle, self.settings, work)

        def finish(student, text):
            self._write_feedback(student, text, keys[student])
            rows[student] = self.rows.pop(student)
            bar.update()

        self.rows, self.told, recorded = {}, {}, time.monotonic()
        try:
            while todo or pages or alone or running or batch:
                while (pages or todo) and len(running) <= where.workers:
                    if pages:
                        student, text, entry = pages.popleft()
                        start("page", student, feedback.page, text, entry)
                    else:
                        start_grading(todo.popleft(), "grade")
                if alone and not running and not todo:
                    start_grading(alone.popleft(), "alone")
                finished, _ = wait(running, return_when=FIRST_COMPLETED) if running else (set(), set())
                for future in finished:
                    kind, student, starts = running.pop(future)
                    try:
                        value = where.result(future)
                    except (NoSandbox, CancelledError, CourseError) as error:
                        raise _for_the_teacher(error, self.options) from None
                    except Exception as error:  # a worker was killed, or the grader has a fault: the others go on
                        if isinstance(error, pool.Broken) and starts == where.starts:
                            where.restart()  # once for all jobs that were lost together
                        if kind == "page" and isinstance(error, pool.Broken) and student not in again:
                            again.add(student)
                            graded, entry = self.told[student]
                            pages.append((student, graded.notebook, entry))
                        elif kind == "page":
                            finish(student, None)
                        elif kind != "alone":
                            alone.append(student)
                        else:
                            note = f"The grader failed ({type(error).__name__}: {error})."
                            batch.append(Graded(student, problem=" ".join(note.split()), doubtful=["*"]))
                        continue
                    if kind == "page":
                        text, seconds = value
                        self.told[student][0].cost["page"] = seconds
                        finish(student, text)
                    elif value.waited and kind != "alone":
                        alone.append(student)  # the machine may have been busy: once more, with nothing beside it
                    else:
                        batch.append(value)
                late = time.monotonic() - recorded > PAUSE
                if batch and (len(batch) >= BATCH or late or not (running or todo or alone)):
                    recorded = time.monotonic()
                    for student, text, entry in self._record(batch):
                        if text and self.options.feedback:
                            pages.append((student, text, entry))
                        else:
                            finish(student, None)
                    batch = []
            self.journal.write("finished", lesson=self.lesson, submissions=len(jobs), writing=round(self.writing, 3))
        except KeyboardInterrupt:
            done = len(jobs) - len(todo) - len(alone) - len(running) - len(batch) - len(pages)
            raise CourseError(
                f"stopped: {done} of {len(jobs)} were graded. Call the same again to go on with the others."
            ) from None
        finally:
            bar.close()

    # --- writing ---

    def _record(self, batch):
        """Write a batch into the gradebook; return (student, notebook, entry) of each."""
        start, written = time.perf_counter(), []
        for graded in batch:
            student = graded.student
            stamp, late_note = handed_in_at(self._path("submitted_directory", student).parent)
            notes = [*graded.notes, *([late_note] if late_note else [])]
            empty = ()
            if graded.problem:
                scores, fault = dict.fromkeys(self.known.points, 0.0), bool(graded.doubtful)
            else:
                scores, fault = {test["name"]: test["score"] for test in graded.tests}, False
                empty = json.loads(graded.notebook)["metadata"]["course"].get("empty", [])
                results.write_aside(self._path("autograded_directory", student), graded.notebook)
            doubtful = () if fault else graded.doubtful
            entry = self.book.record(student, stamp, scores, empty, doubtful, fault)
            if fault:
                status = "not graded"
            elif graded.problem:
                status = "unreadable"
            else:
                status = BY_HAND if entry.by_hand else "late" if entry.penalty else "graded"
            notes = [graded.problem, *notes] if graded.problem else [line for line in notes if line != ALL_FOUND]
            if entry.penalty:
                days = entry.seconds_late / 86400
                notes.append(f"Handed in {days:.1f} days after the due date: points off: {entry.penalty:g}.")
            row = Row(student, self.lesson, entry.score - entry.penalty, entry.max_score, status, " ".join(notes))
            self.rows[student], self.told[student] = row, (graded, entry)
            written.append((student, graded.notebook, entry))
        self.writing += time.perf_counter() - start
        return written

    def _write_feedback(self, student, text, key):
        """Write a submission's page and results, and its line in the journal: it is done then."""
        start = time.perf_counter()
        graded, entry = self.told.pop(student)
        row = self.rows[student]
        path = self._path("feedback_directory", student)
        if text is None and self.options.feedback:
            reason = graded.problem or "The work was graded, but this page could not be made."
            text = feedback.short_page(self.lesson, entry, reason)
        if text is not None:
            results.write_aside(path.with_suffix(".html"), text)
        result = results.result(row, graded.tests)
        results.write_aside(path.with_name("results.json"), results.dump(result))
        stopped = sum(test["outcome"] in (CRASHED, SLOW) for test in graded.tests)
        known = {"lesson": self.lesson, "student": student, "key": key, "row": asdict(row), "stopped": stopped}
        cost = {part: round(seconds, 4) for part, seconds in graded.cost.items()}
        self.journal.write("graded", **known, cost=cost)
        self.writing += time.perf_counter() - start

    def _path(self, step, student):
        return notebook_path(self.directory, getattr(self.directory, step), self.lesson, student)


@contextlib.contextmanager
def _only_one(root):
    """Let one `course grade` at a time write into a course."""
    path = root / LOCK
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(f"another `course grade` is at work in {root}. Wait for it, or end it.") from None
        yield


def _is_folder(path):
    try:
        return path.is_dir()
    except OSError:  # no right to look: `collect` will say so
        return True


def _changed_at(folder):
    """Return when a submission was handed in, or else when its folder last changed."""
    stamp, _ = handed_in_at(folder)
    if stamp is not None:
        return stamp.replace(tzinfo=datetime.UTC)
    newest = max([folder.stat().st_mtime, *(path.lstat().st_mtime for path in folder.iterdir())])
    return datetime.datetime.fromtimestamp(newest, datetime.UTC)


def _for_the_teacher(error, options):
    if isinstance(error, NoSandbox):
        return CourseError(
            f"no sandbox: {error}. `course doctor` tells what is missing; --unsafe-no-sandbox grades without one, "
            "where you trust every student."
        )
    if isinstance(error, CancelledError):
        return CourseError(
            f"the scheduler at {options.scheduler} is gone. Nothing is lost: call the same again when it is back."
        )
    return error
