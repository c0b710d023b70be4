"""What all tests share: no display, no secret seed, and the author's tools on the path."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What takes longest goes first, else a process is left alone with it at the end; tests that wait, for time limits and
# servers, go beside those that compute.
FIRST = ("test_hostile", "headline[10", "test_course_grade", "unet", "test_servers", "test_parity", "test_demo")
FIRST += ("headline[", "test_grading")
sys.path.insert(0, str(ROOT / "tools"))
os.environ["MPLBACKEND"] = "Agg"
# nbgrader calls `alembic` by name
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
for name in [name for name in os.environ if name.startswith("COURSE_")]:
    del os.environ[name]


def pytest_addoption(parser):
    parser.addoption("--thorough", action="store_true", help="grade every answer of the catalogues in all ways")


@pytest.fixture
def root():
    """Return the repository's folder."""
    return ROOT


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Start two processes for each core: many tests wait, for notebooks' kernels or the time limits of hostile code."""
    return 2 * os.cpu_count()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each file to one process, since its tests share what they start; those of a lesson go by themselves."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.split("::")[0]
            return nodeid if Path(file).stem in ("test_lessons", "test_parity") else file

    config.option.loadscopereorder = False  # the order is that of `pytest_collection_modifyitems`
    return ByFile(config, log)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: next((n for n, name in enumerate(FIRST) if name in item.nodeid), len(FIRST)))
    for item in items:
        for marker in ("gpu", "network"):
            if marker in item.keywords:
                item.add_marker(pytest.mark.skip(reason=f"needs a {marker}"))
