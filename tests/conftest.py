"""What all tests share: no display, no secret seed, and the author's tools on the path."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
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
    """Start more processes than there are cores: some tests wait for the time limits of hostile code."""
    return os.cpu_count() * 3 // 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each file to one process, since its tests share what they start; those of a lesson go by themselves."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.split("::")[0]
            return nodeid if Path(file).stem in ("test_lessons", "test_parity") else file

    return ByFile(config, log)


def pytest_collection_modifyitems(items):
    for item in items:
        for marker in ("gpu", "network"):
            if marker in item.keywords:
                item.add_marker(pytest.mark.skip(reason=f"needs a {marker}"))
