"""Where jobs run: processes of this machine, or a Dask cluster. Both give futures as concurrent.futures has them."""

import ast
import concurrent.futures
import contextlib
import logging
import multiprocessing
import multiprocessing.forkserver
import os
import pickle
import signal
import sys
import tempfile
import threading
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from course_grader.students import CourseError

ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
Broken = BrokenProcessPool


def warm(setup=""):
    """Start the process that workers are forked from: it loads what they need while this one goes on.

    Parameters
    ----------
    setup : str
        The source of a lesson's imports; the workers share what they load.
    """
    if sys.platform == "linux":
        before = dict(os.environ)
        os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # a process with threads can't be forked
        _context().set_forkserver_preload(["course_grader.engine", "course_grader.feedback", *_modules(setup)])
        answer = signal.signal(signal.SIGINT, signal.SIG_IGN)  # so does that process: Ctrl-C is this one's to answer
        try:
            multiprocessing.forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, answer)
            os.environ.clear()
            os.environ.update(before)


def _modules(setup):
    """Yield the modules that a source imports."""
    for node in ast.walk(ast.parse(setup)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def _context():
    return multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")


class Local:
    """Processes of this machine, started again when one of them is killed.

    Parameters
    ----------
    workers : int
    setup : str
        The source of the imports of what is to be graded.
    """

    def __init__(self, workers, setup=""):
        self.workers, self.setup, self.starts, self._executor = workers, setup, 0, None
        self._folder = tempfile.TemporaryDirectory(prefix="course-results-")

    def submit(self, function, *arguments):
        if self._executor is None:
            warm(self.setup)
            self._executor = concurrent.futures.ProcessPoolExecutor(self.workers, _context(), _begin)
        return self._executor.submit(_to_file, self._folder.name, function, *arguments)

    def result(self, future):
        path = Path(future.result())
        value = pickle.loads(path.read_bytes())
        path.unlink()
        return value

    def restart(self):
        """Let the next job start new processes: one of these was killed."""
        self._stop()
        self.starts += 1

    def close(self):
        self._stop()
        self._folder.cleanup()

    def _stop(self):
        if self._executor is None:
            return
        processes = list((self._executor._processes or {}).values())  # the executor itself would wait for their jobs
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(10)
        self._executor = None


class Cluster:
    """The workers of a Dask cluster; each needs the course's grader installed.

    Parameters
    ----------
    address : str
        Of the scheduler, such as tcp://10.0.0.5:8786.
    """

    def __init__(self, address):
        try:
            import distributed
        except ImportError:
            raise CourseError('--scheduler needs Dask. Install it with: pip install -e ".[cluster]"') from None
        logging.disable(logging.CRITICAL)  # Dask tells in stacks what is told here in a line
        try:
            self._client = distributed.Client(address, timeout=5, set_as_default=False)
            self.workers = sum(self._client.nthreads().values())
        except (OSError, ValueError, TimeoutError) as error:
            raise CourseError(
                f"no scheduler answers at {address} ({type(error).__name__}). Start one with `dask scheduler`, or "
                "leave --scheduler out."
            ) from None
        if not self.workers:
            self._client.close()
            raise CourseError(
                f"the scheduler at {address} has no workers. Start some with: dask worker {address} --nthreads 1"
            )
        self._executor, self._scattered = self._client.get_executor(pure=False, retries=0), {}

    starts = 0  # Dask starts its workers again by itself

    def submit(self, function, *arguments):
        from course_grader.bundle import Bundle

        sent = []
        for argument in arguments:
            if isinstance(argument, Bundle):  # once for all jobs
                if argument not in self._scattered:
                    self._scattered[argument] = self._client.scatter(argument, broadcast=True, hash=False)
                argument = self._scattered[argument]
            sent.append(argument)
        return self._executor.submit(function, *sent)

    def result(self, future):
        return future.result()

    def close(self):
        with contextlib.suppress(Exception):
            self._client.close(timeout=5)


def _to_file(folder, function, *arguments):
    """Call a function, and return the file that has its result: a worker that is killed while it sends a long message
    leaves a part of it in the pipe, and the reader waits for the rest for ever.
    """
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        pickle.dump(function(*arguments), file)
    return file.name


def _begin():
    """Begin a worker: silent, deaf to Ctrl-C, which is the writer's to answer, and gone when the writer is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (1, 2):
        os.dup2(nowhere, fd)


def _end_with(parent):
    parent.join()
    os._exit(1)
