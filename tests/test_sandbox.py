"""The sandbox: every wall stands where the system allows it, and a probe without walls finds something."""

import os
import shutil
import time
from pathlib import Path

import pytest

import lesson as lessons
from course_grader.doctor import PROBES, examine
from course_grader.peer import Peer
from course_grader.sandbox import NoSandbox
from course_grader.zygote import Zygote


@pytest.fixture(scope="module")
def walls():
    here = Path(__file__).parent
    try:
        secret = here.parent / "source" / "01_regression" / "01_regression.ipynb"
        return examine([str(here), str(secret), "/etc/passwd"], os.__file__)
    except NoSandbox as error:
        pytest.skip(f"this system refuses: {error}")


@pytest.mark.slow
@pytest.mark.parametrize("name", PROBES)
def test_every_wall_stands(walls, name):
    assert walls[name] is None


@pytest.mark.slow
def test_half_precision_works_behind_walls(root, walls):
    setup = lessons.read(root / "lessons" / "08_segmentation.py").setup
    with Zygote(setup) as zygote:
        connection, child = zygote.fork()
        with connection:
            peer = Peer(connection)
            peer.until = time.monotonic() + 60
            _, error, message, _ = peer.request("run", f"{setup}\n(1 - torch.ones(3).half()) * torch.ones(3)", "<half>")
        zygote.end(child)
    assert not error, message


@pytest.mark.slow
def test_a_probe_without_walls_finds_what_it_looks_for(root, tmp_path):
    library = shutil.copy(os.__file__, tmp_path)
    names = ["no files but the libraries", "libraries are read-only", "no network", "no other process", "little memory"]
    found = examine(
        [str(root / "source" / "01_regression" / "01_regression.ipynb")], str(library), names, sandbox=False
    )
    assert all(found[name] for name in names)


@pytest.mark.slow
def test_a_system_that_refuses_is_reported_and_nothing_runs(monkeypatch, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.modules['pyseccomp'] = None  # as where libseccomp is missing\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(NoSandbox, match="pyseccomp"):
        Zygote("").wait()
