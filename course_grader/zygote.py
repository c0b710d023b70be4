"""A process with the libraries loaded, that never sees a check: it forks a child for each submission, in milliseconds.

It is told what to do through a socket: one message a child, the child's end of a new socket with it.
"""

import array
import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from course_grader.sandbox import Limits, NoSandbox, enter

# All that a child can learn of the environment: one thread, no display, no GPU, the same order of sets in every run.
FIXED = {name: "1" for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
FIXED |= {"MPLBACKEND": "Agg", "CUDA_VISIBLE_DEVICES": "", "PYTHONHASHSEED": "0", "LANG": "C.UTF-8", "TZ": "UTC"}
KEPT = ("PATH", "HOME", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "MPLCONFIGDIR", "TMPDIR")
PATIENCE = 2.0  # seconds in which a process whose connection has ended is to end too


class Zygote:
    """A zygote, seen from outside.

    Parameters
    ----------
    setup : str
        The source of imports to run before any child is forked.
    sandbox : bool
        Whether the children are put behind the walls of `course_grader.sandbox`.
    """

    def __init__(self, setup, sandbox=True):
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | FIXED
        command = [sys.executable, "-c", "from course_grader.zygote import main; main()", str(theirs.fileno())]
        command += ["sandbox"] if sandbox else []
        with theirs:
            self.process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.PIPE, start_new_session=True
            )
        self.setup = setup
        self.process.stdin.write(setup.encode())
        self.process.stdin.close()
        self._ready = False

    def wait(self):
        """Wait until the libraries are loaded and the walls were tried.

        Raises
        ------
        NoSandbox
            When the system refuses a wall.
        """
        if self._ready:
            return
        answer = self.line.recv(1000)
        if answer != b"ready":
            self.close()
            raise NoSandbox(answer.decode(errors="replace") or "the process that forks children ended at its start")
        self._ready = True

    def fork(self):
        """Return a socket that leads to a new child, and the child's process id."""
        self.wait()
        ours, theirs = socket.socketpair()
        with theirs:
            fds = array.array("i", [theirs.fileno()])
            self.line.sendmsg([b"fork"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
            answer = self.line.recv(64)
        if not answer:
            raise EOFError("the zygote has ended")
        return ours, int(answer)

    def end(self, child, wait=False):
        """Kill a child with all that it started, and return its exit code: of a signal, the negative number.

        With `wait` it is given a moment to end by itself: its connection has ended, and so it should.
        """
        self.line.send(f"{child} {int(wait)}".encode())
        answer = self.line.recv(64)
        if not answer:
            raise EOFError("the zygote has ended")
        return int(answer)

    def is_alive(self):
        return self.process.poll() is None

    def close(self):
        self.line.close()
        self.process.wait()

    def __enter__(self):
        self.wait()
        return self

    def __exit__(self, *error):
        self.close()


def main():
    """Load, then fork whenever asked, until the other end closes."""
    line = socket.socket(fileno=int(sys.argv[1]))
    with contextlib.suppress(Exception):  # a child that lacks a library says so when its cells run
        exec(compile(sys.stdin.read(), "<imports>", "exec"), {"__name__": "__main__"})
    if torch := sys.modules.get("torch"):  # it asks once what the processor can do; behind walls it gets no answer
        1 - torch.ones(2, dtype=torch.float16)
    from course_grader.child import Child

    walls = Limits() if "sandbox" in sys.argv[2:] else None
    if walls is None or _walls_stand(walls, line):
        line.send(b"ready")
    folders = {}  # child -> the folder that it runs in, where it has no file system of its own
    while True:
        message, ancillary, _, _ = line.recvmsg(64, socket.CMSG_SPACE(4))
        if not message:
            return
        if not ancillary:
            child, wait = map(int, message.split())
            line.send(str(_end(child, PATIENCE if wait else 0.0, walls is not None)).encode())
            if folder := folders.pop(child, None):
                shutil.rmtree(folder, ignore_errors=True)
            continue
        (fd,) = array.array("i", ancillary[0][2])
        folder = None if walls else tempfile.mkdtemp(prefix="course-")  # behind walls a child has /scratch
        child = os.fork()
        if child == 0:
            line.close()
            _live(Child, fd, walls, folder)
        folders[child] = folder
        os.close(fd)
        line.send(str(child).encode())


def _end(child, patience, walls):
    """End a child; return its exit code. Behind walls it is the child of a process that ends it, and passes it on."""
    until = time.monotonic() + patience
    ended, status = os.waitpid(child, os.WNOHANG)
    while not ended and time.monotonic() < until:
        time.sleep(0.002)
        ended, status = os.waitpid(child, os.WNOHANG)
    if not ended and walls:
        os.kill(child, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while not ended and time.monotonic() < until:
            time.sleep(0.001)
            ended, status = os.waitpid(child, os.WNOHANG)
    if not ended:
        for kill in (os.killpg, os.kill):  # the group is there once the child has made it
            with contextlib.suppress(ProcessLookupError):
                kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return code - 256 if code > 191 else code


def _live(Child, fd, walls, folder):
    """Be the child of one submission, and end."""
    os.setsid()
    if folder:
        os.chdir(folder)
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # end with the zygote
    connection = socket.socket(fileno=fd)
    try:
        if walls is not None:
            enter(walls, fd)
        Child(connection).peer.serve()
    finally:
        os._exit(0)


def _walls_stand(walls, line):
    """Try the walls in a process of their own; tell the other end what is missing, if something is."""
    child = os.fork()
    if child == 0:
        try:
            enter(walls, line.fileno())
        except Exception as error:
            line.send(f"{error}".encode()[:900])
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0
