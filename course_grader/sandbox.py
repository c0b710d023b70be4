"""Walls around the code of a submission: Linux namespaces, an almost empty file system, limits, and a filter of calls.

`enter` is called in a process that was just forked for one submission. It stops students, not a hole in the kernel.
"""

import contextlib
import ctypes
import errno
import os
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

FIRST_USER = 60_000
NEW_NS, NEW_UTS, NEW_IPC, NEW_USER, NEW_PID, NEW_NET = (
    0x20000,
    0x4000000,
    0x8000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
READ_ONLY, NO_SUID, NO_DEV, REMOUNT, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
SYSTEM = tuple(Path(path) for path in ("/usr", "/lib", "/lib64", "/bin"))
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
CLONE_THREAD = 0x10000
SET_DEATH_SIGNAL, SET_NO_NEW_PRIVILEGES, DROP_FROM_BOUNDING_SET, AMBIENT_SET, CLEAR_ALL = 1, 38, 24, 47, 4
CAPABILITIES_VERSION_3 = 0x20080522
FORBIDDEN_CALLS = ("mount", "umount2", "pivot_root", "unshare", "setns", "chroot", "mknod", "mknodat", "ptrace")
FORBIDDEN_CALLS += ("process_vm_readv", "process_vm_writev", "kexec_load", "kexec_file_load", "init_module", "bpf")
FORBIDDEN_CALLS += ("finit_module", "delete_module", "perf_event_open", "userfaultfd", "keyctl", "add_key", "reboot")
FORBIDDEN_CALLS += ("request_key", "open_by_handle_at", "name_to_handle_at", "swapon", "swapoff", "sethostname")
FORBIDDEN_CALLS += ("setdomainname", "acct", "quotactl", "syslog", "settimeofday", "clock_settime", "adjtimex")
FORBIDDEN_CALLS += ("socket", "io_uring_setup", "io_uring_enter", "io_uring_register", "personality")
# the newer ways to mount, by their numbers, which are the same everywhere: an older libseccomp lacks the names
FORBIDDEN_CALLS += (428, 429, 430, 431, 432, 433, 442)
# memory that no limit counts; and what two submissions that are graded at once could send each other notes with
FORBIDDEN_CALLS += ("memfd_create", "memfd_secret", "shmget", "msgget", "semget", "mq_open", "flock")
FORBIDDEN_CALLS += ("inotify_init", "inotify_init1", "inotify_add_watch", "fanotify_init", "setsid", "setpgid")
FILE_LOCKS = (5, 6, 7, 36, 37, 38, 1024, 1025, 1026)  # commands of fcntl: locks, leases, notices


class NoSandbox(Exception):
    """The system refuses a wall; the message says which one."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use."""

    cpu_seconds: int = 3600  # of all its cells and checks; each of them has a limit of its own
    memory: int = 4 * 2**30  # bytes beyond what the libraries take
    threads: int = 64
    file_size: int = 64 * 2**20  # bytes
    scratch: int = 256 * 2**20  # bytes of all files together
    open_files: int = 256


def enter(limits, keep):
    """Go behind the walls. The process that returns is a child of the caller's; the caller waits for it and ends.

    Parameters
    ----------
    limits : Limits
    keep : int
        The file descriptor that stays open, beside stdin, stdout and stderr, which lead nowhere.

    Raises
    ------
    NoSandbox
        When the system refuses; nothing of the submission has run then.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    _close_all_but(keep)
    import pyseccomp  # now: later its files may be out of sight

    taken = int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()  # /proc may be gone later
    root = os.getuid() == 0
    user = FIRST_USER + os.getpid() % 5000 if root else os.getuid()  # processes are counted by user: each has its own
    group = user if root else os.getgid()
    spaces = NEW_NS | NEW_IPC | NEW_NET | NEW_PID | NEW_UTS
    _must(libc.unshare(spaces if root else spaces | NEW_USER), "new namespaces")
    if not root:
        maps = {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}
        for name, content in maps.items():
            Path(f"/proc/self/{name}").write_bytes(content.encode())
    _new_root(libc, limits, user, group)
    libc.prctl(SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    child = os.fork()  # the first process of the new process space: with it all others of that space end
    if child:
        signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGKILL))
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    with contextlib.suppress(NoSandbox):  # a system may refuse it; nothing here needs it
        try:
            _mount(libc, "proc", "/proc", "proc", READ_ONLY | NO_SUID | NO_DEV, "subset=pid,hidepid=2")
        except NoSandbox:  # an older kernel shows what all processes together do, such as the load
            _mount(libc, "proc", "/proc", "proc", READ_ONLY | NO_SUID | NO_DEV)
    os.environ.clear()
    os.environ.update(HOME="/scratch", TMPDIR="/scratch", MPLCONFIGDIR="/scratch", MPLBACKEND="Agg", PATH="/usr/bin")
    os.environ.update(CUDA_VISIBLE_DEVICES="", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
    os.umask(0o077)
    _limit(limits, taken)
    for number in range(64):
        libc.prctl(DROP_FROM_BOUNDING_SET, number, 0, 0, 0)
    if root:
        os.setgroups([])
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
    _drop_capabilities(libc)
    libc.prctl(SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)  # a change of user forgets it
    _must(libc.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no new privileges")
    _filter_calls(pyseccomp)


def _drop_capabilities(libc):
    """Give up every capability, those too that a user space of one's own comes with."""
    libc.prctl(AMBIENT_SET, CLEAR_ALL, 0, 0, 0)
    header, nothing = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    _must(libc.capset(header, nothing), "to give up capabilities")


def _close_all_but(keep):
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    os.closerange(3, keep)
    os.closerange(keep + 1, 4096)


def _visible():
    """Return what of the file system can be seen, read-only: the interpreter, its libraries, and course_utils."""
    import course_utils

    package = Path(course_utils.__file__).parent
    return [*SYSTEM, Path(sys.base_prefix), Path(sys.prefix), package]


def seen_by_submissions(folder):
    """Return the path in the sandbox's sight below which a folder lies, None for a folder that is out of sight."""
    folder = Path(folder).resolve()
    paths = [*SYSTEM, Path(sys.base_prefix), Path(sys.prefix)]
    return next((path for path in paths if folder.is_relative_to(path.resolve())), None)


def _new_root(libc, limits, user, group):
    _mount(libc, None, "/", None, RECURSIVE | PRIVATE)
    root = "/mnt"
    _mount(libc, "tmpfs", root, "tmpfs", NO_SUID | NO_DEV, f"size={limits.scratch},mode=0755")
    done = []
    for path in _visible():
        inside = Path(f"{root}{path}")
        if not path.exists() or any(path.is_relative_to(other) for other in done):
            continue
        if path.is_symlink() and path in SYSTEM:  # such as /lib, which leads into /usr
            inside.symlink_to(path.readlink())
            continue
        inside.mkdir(parents=True)
        _mount(libc, str(path), str(inside), None, BIND | RECURSIVE)
        _mount(libc, None, str(inside), None, REMOUNT | BIND | READ_ONLY | NO_SUID | NO_DEV)
        done.append(path)
    for name in ("dev", "proc", "scratch", "old"):
        Path(f"{root}/{name}").mkdir()
    for name in ("null", "zero", "urandom"):
        Path(f"{root}/dev/{name}").touch()
        _mount(libc, f"/dev/{name}", f"{root}/dev/{name}", None, BIND)
    number = PIVOT_ROOT.get(os.uname().machine)
    if number is None:
        raise NoSandbox(f"no sandbox for {os.uname().machine} machines")
    _must(libc.syscall(number, root.encode(), f"{root}/old".encode()), "a root of its own")
    os.chdir("/")
    _must(libc.umount2(b"/old", 2), "the old root out of sight")
    Path("/old").rmdir()
    own = f"size={limits.scratch},mode=0700,uid={user},gid={group}"
    _mount(libc, "tmpfs", "/scratch", "tmpfs", NO_SUID | NO_DEV, own)
    _mount(libc, None, "/", None, REMOUNT | READ_ONLY | NO_SUID | NO_DEV, f"size={limits.scratch},mode=0755")
    os.chdir("/scratch")


def _limit(limits, taken):
    values = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_AS: taken + limits.memory,
        resource.RLIMIT_NPROC: limits.threads,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in values.items():
        resource.setrlimit(kind, (value, value))


def _filter_calls(pyseccomp):
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in FORBIDDEN_CALLS:
        with contextlib.suppress(ValueError, RuntimeError, OSError):  # a call that this machine does not have
            rules.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
    # threads, and no other process: what one may take of the memory is then all that can be taken
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # hides its flags from a filter; C libraries then use clone
    no_thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, CLONE_THREAD, 0)
    rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", no_thread)
    for command in FILE_LOCKS:
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, command))
    death = pyseccomp.Arg(0, pyseccomp.EQ, SET_DEATH_SIGNAL)
    rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "prctl", death)
    for name in ("fork", "vfork"):
        with contextlib.suppress(ValueError, RuntimeError, OSError):
            rules.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
    rules.load()


def _mount(libc, source, target, kind, flags, data=None):
    source, kind, data = (text and text.encode() for text in (source, kind, data))
    _must(libc.mount(source, target.encode(), kind, flags, data), f"a file system on {target}")


def _must(result, what):
    if result != 0:
        raise NoSandbox(f"the system refuses {what}: {os.strerror(ctypes.get_errno())}")
