"""`course doctor`: which walls of the sandbox stand on this machine, each tried from behind it."""

import importlib.metadata
import os
import sys
import time

from course_grader.peer import Peer
from course_grader.sandbox import NoSandbox
from course_grader.zygote import Zygote

PACKAGES = ("numpy", "torch", "nbgrader", "nbconvert", "nbformat", "msgpack", "pyseccomp", "bleach", "tqdm")
# Each probe runs into its wall (an OSError, a MemoryError, no new thread), or says in `out` what it could do; None is
# as it should be. Two must run into nothing.
WALLS = {"OSError", "MemoryError", "RuntimeError"}
FREE = ("files of its own in /scratch", "NumPy and torch compute")
PROBES = {
    "no files but the libraries": "import os\nseen = lambda path: os.path.isfile(path) or os.path.isdir(path) "
    "and any(os.path.isfile(os.path.join(path, name)) for name in os.listdir(path))\n"
    "out = [path for path in SECRETS if seen(path)] or None",
    "libraries are read-only": "open(LIBRARY, 'r+')\nout = 'written to'",
    "files of its own in /scratch": "open('/scratch/a', 'w').write('x')",
    "little disk": "for n in range(8):\n    with open(f'/scratch/{n}', 'wb') as f:\n        for _ in range(50):\n"
    "            f.write(bytes(2**20))\nout = '400 MB written'",
    "no network": "import socket\nsocket.socket()\nout = 'a socket was made'",
    "no environment": "import os\nseen = str(dict(os.environ)) + "
    "open('/proc/self/environ').read()\nout = 'COURSE_' in seen and 'settings of the course' or None",
    "no rights": "import os\nos.setuid(0)\nout = 'it is root'",
    "no new file systems": "import ctypes\nif ctypes.CDLL(None).mount(b'x', b'/tmp', b'tmpfs', 0, None) == 0:\n"
    "    ctypes.CDLL(None).umount(b'/tmp')\n    out = 'one was mounted'",
    "no other process": "import os\nif os.fork() == 0:\n    os._exit(0)\nout = 'a process was started'",
    "few threads": "import threading, time\nfor _ in range(200):\n"
    "    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\nout = '200 threads were started'",
    "little memory": "several = [bytearray(2**30) for _ in range(8)]\nout = '8 GB were taken'\ndel several",
    "NumPy and torch compute": "import torch\nout = None if torch.ones(3).sum() == 3 else 'wrong'",
}


def examine(secrets, library, names=PROBES, sandbox=True):
    """Return {name of a wall: None where it stands, else what was seen}.

    Parameters
    ----------
    secrets : sequence of str
        Files and folders of this machine that must be out of sight.
    library : str
        A file that must be read-only.
    names : sequence of str
        The probes to run.
    sandbox : bool
        If False they run without any wall: then each should find something.
    """
    found = {}
    with Zygote("import torch", sandbox) as zygote:
        for name in names:
            connection, child = zygote.fork()
            with connection:
                peer = Peer(connection)
                peer.until = time.monotonic() + 30
                settings = f"SECRETS, LIBRARY, out = {list(secrets)!r}, {library!r}, None"
                try:
                    peer.request("run", settings, "<settings>")
                    _, error, message, _ = peer.request("run", PROBES[name], "<probe>")
                    found[name] = f"{error[0]}: {message}" if error else peer.request("name", "out")
                    if name not in FREE and WALLS & set(error):
                        found[name] = None
                except (OSError, EOFError) as error:
                    found[name] = f"the probe ended: {error}"
            zygote.end(child)
    return found


def report(root):
    """Print what stands and what is missing; return 0 when all of it stands.

    Parameters
    ----------
    root : Path
        The course's folder.
    """
    missing = 0
    print(f"Python {sys.version.split()[0]}")
    for package in PACKAGES:
        try:
            print(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            print(f'{package}: missing. Install it with: pip install -e ".[grader]"')
            missing += 1
    if missing:
        return 1
    patterns = ("*.py", "*.db", "source/*/*", "lessons/*", "tests/answers/*", "submitted/*/*/*", "autograded/*/*/*")
    secrets = [str(path) for pattern in patterns for path in sorted(root.glob(pattern))[:2]]
    try:
        found = examine([*secrets, "/etc/passwd", "/home", "/var/log"], os.__file__)
    except NoSandbox as error:
        print(f"no sandbox: {error}")
        return 1
    for name, seen in found.items():
        print(f"{'stands' if seen is None else 'MISSING':8s} {name}{'' if seen is None else f': {seen}'}")
    return int(any(seen is not None for seen in found.values()))
