"""Limits on the grader's own processes: what they read comes from anybody."""

import contextlib
import functools
import resource
import signal
import threading
from pathlib import Path

MEMORY = 4 * 2**30  # bytes beyond what the libraries take


@contextlib.contextmanager
def guard(seconds=1800):
    """Raise TimeoutError in the block after some seconds; only a main thread can be guarded so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_):
        raise TimeoutError("grading took too long")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@functools.cache
def little_memory():
    """Let this process take only so much more memory than it has: then a MemoryError ends what it does, and not it."""
    pages = int(Path("/proc/self/statm").read_bytes().split()[0]) if Path("/proc/self/statm").exists() else 2**23
    limit = pages * resource.getpagesize() + MEMORY
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))
