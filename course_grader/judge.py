"""The judge: runs the checks of a lesson, here, on functions that live in another process."""

import ast
import builtins
import linecache
import os
from dataclasses import dataclass

from course_grader import wire
from course_grader.peer import Peer, Remote
from course_utils import reading
from course_utils.reading import CheckFailed

reading.remote = Remote

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
PASSED, FAILED, EMPTY, CRASHED, SLOW = "passed", "failed", "not attempted", "crashed", "timed out"


@dataclass(frozen=True)
class Check:
    """A check cell of a lesson, with its hidden part."""

    id: str
    source: str


@dataclass(frozen=True)
class Verdict:
    """What became of a check."""

    check: str
    status: str
    message: str = ""


@dataclass
class Submission:
    """What a student wrote, as far as checks read it: the sources of the cells, in their order."""

    cells: list

    def __post_init__(self):
        self.statements = {}  # name -> (source, tree) of the last statement outside of functions that binds it
        for source in self.cells:
            try:
                body = ast.parse(source).body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            for statement in body:
                text = ast.get_source_segment(source, statement)
                for name in _bound(statement):
                    self.statements[name] = text, statement

    def functions(self, name):
        """Yield (source, tree) of a function and of those that it calls by a name of the notebook."""
        seen, todo = set(), [name]
        while todo:
            name = todo.pop()
            source, tree = self.statements.get(name, ("", None))
            if name in seen or (
                not isinstance(tree, FUNCTION) and not isinstance(getattr(tree, "value", None), ast.Lambda)
            ):
                continue
            seen.add(name)
            yield source, ast.parse(source)
            todo += sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)})

    def origin(self, name):
        """Return what a name was called where it was imported or assigned from, None where it is defined."""
        _, tree = self.statements.get(name, ("", None))
        if isinstance(tree, FUNCTION) or isinstance(getattr(tree, "value", None), ast.Lambda):
            return None
        for node in ast.walk(tree) if isinstance(tree, ast.Import | ast.ImportFrom) else ():
            if isinstance(node, ast.alias) and (node.asname or node.name).split(".")[0] == name:
                return node.name.split(".")[-1]
        if isinstance(tree, ast.Assign | ast.AnnAssign):
            return reading.last_name(tree.value) or ""
        return ""


def judge(lesson_setup, checks, submission, connection, seed="", deadline=60.0):
    """Return a Verdict for each check of a lesson.

    Parameters
    ----------
    lesson_setup : str
        The lesson's imports; they are run here and at the other end.
    checks : sequence of Check
    submission : Submission
    connection : socket.socket
        Leads to a Child.
    seed : str
        The secret seed of this grading.
    deadline : float
        Seconds after which a child that does not answer is given up.
    """
    peer = Peer(connection, deadline=deadline)
    peer.submission = submission
    own, verdicts, lost = {"__name__": "__main__"}, [], None
    _run(lesson_setup, "<imports>", own)
    before = os.environ.get("COURSE_SEED")
    os.environ["COURSE_SEED"] = seed
    try:
        for number, source in enumerate([lesson_setup, *submission.cells]):
            try:
                peer.request("run", source, f"<cell {number}>")
            except Exception as error:
                if _is_lost(error):
                    lost = error
                    break  # an error of the student's cell: what it did not define will be missed by the checks
        # what the lesson imports and what Python has built in is the judge's own, whatever a submission calls so
        names = set(submission.statements) - set(own) - set(dir(builtins))
        for check in checks:
            if lost is None:
                verdict, lost = _verdict(check, own, names, peer)
            else:
                verdict = _loss(check, lost)
            verdicts.append(verdict)
    finally:
        os.environ.pop("COURSE_SEED") if before is None else os.environ.update(COURSE_SEED=before)
    return verdicts


def _verdict(check, own, names, peer):
    """Run a check; return its Verdict, and the error that ended the connection if one did."""
    namespace = dict(own)
    try:
        used = {node.id for node in ast.walk(ast.parse(check.source)) if isinstance(node, ast.Name)}
        for name in sorted(used & names):
            try:
                namespace[name] = thing = peer.request("name", name)
                if type(thing) is Remote:
                    thing.__name__ = name  # what the check calls it, whatever it says of itself
            except NameError:  # the check itself will say so when it comes to that name
                continue
        _run(check.source, f"<{check.id}>", namespace)
    except CheckFailed as failure:
        return Verdict(check.id, FAILED, str(failure)), None
    except Exception as error:
        if _is_lost(error):
            return _loss(check, error), error
        kind = getattr(error, "course_name", type(error).__name__)
        status = EMPTY if kind == "NotImplementedError" else FAILED
        return Verdict(check.id, status, f"{kind}: {error}"), None
    return Verdict(check.id, PASSED), None


def _bound(statement):
    """Yield the names that a statement binds, without those inside of a function."""
    if isinstance(statement, FUNCTION):
        yield statement.name
        return
    todo = [statement]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif isinstance(node, FUNCTION):
            yield node.name
        elif not isinstance(node, ast.Lambda):
            todo += ast.iter_child_nodes(node)


def _loss(check, error):
    if isinstance(error, TimeoutError):
        return Verdict(check.id, SLOW, "It did not answer in time. Is there an endless loop?")
    return Verdict(check.id, CRASHED, f"The process that runs this code ended: {error}.")


def _is_lost(error):
    """Return whether an error means that nothing more can be asked of the child."""
    return isinstance(error, TimeoutError | EOFError | ConnectionError | wire.WireError) and not hasattr(
        error, "course_name"
    )


def _run(source, title, namespace):
    linecache.cache[title] = (len(source), None, source.splitlines(keepends=True), title)
    exec(compile(source, title, "exec"), namespace)
