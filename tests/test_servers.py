"""Grading with other servers: a PostgreSQL gradebook and a Dask cluster, both started here, on this machine."""

import csv
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_lesson import NAME, hand_in, solved, source_notebook, write_course

from course_grader import grading


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def course(tmp_path):
    write_course(tmp_path, source_notebook())
    for student in ("ann", "bob", "=cid"):
        hand_in(tmp_path, student, solved(source_notebook()), "2026-03-20 18:00:00 UTC")
    return tmp_path


def call(folder, *command):
    environment = os.environ | {"COURSE_UNSAFE_NO_SANDBOX": "1"}
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout + done.stderr


def scores(folder):
    return {row.student: row.score for row in grading.read_class(folder, NAME)[0]}


@pytest.fixture
def postgres(tmp_path_factory):
    """A PostgreSQL server of one's own: its address."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = shutil.which("initdb") or (str(found[-1]) if found else None)
    if initdb is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder, port = tmp_path_factory.mktemp("postgres"), free_port()
    become = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        for parent in folder.parents:
            if parent.owner() == "root" and parent.stat().st_mode & 0o077 == 0 and "pytest" in str(parent):
                parent.chmod(0o711)
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = folder / "data"
    make = [*become, initdb, "-D", str(data), "-U", "teacher", "--auth=trust", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd="/")
    server = [*become, str(Path(initdb).with_name("postgres")), "-D", str(data), "-p", str(port), "-k", str(folder)]
    process = subprocess.Popen([*server, "-h", "127.0.0.1", "-F"], cwd="/", stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"postgresql+psycopg://teacher@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.slow
def test_a_gradebook_on_postgresql(course, postgres, monkeypatch):
    monkeypatch.setenv("COURSE_DB_URL", postgres)
    call(course, "nbgrader", "db", "assignment", "add", NAME, "--duedate=2026-03-10 18:00:00 UTC")
    call(course, "course_grader.cli", "grade", NAME)
    assert scores(course) == {"ann": 10.0, "bob": 10.0, "=cid": 10.0}  # two weeks late
    assert not (course / "gradebook.db").exists()
    call(course, "nbgrader", "export")
    with (course / "grades.csv").open(newline="") as file:
        assert {line["student_id"]: line["score"] for line in csv.DictReader(file)} == dict.fromkeys(
            scores(course), "10.0"
        )
    call(course, "nbgrader", "autograde", NAME, "--force", "--student=ann")
    assert "0 graded" in call(course, "course_grader.cli", "grade", NAME)


@pytest.mark.slow
def test_a_database_server_that_is_gone_is_one_line_without_its_password(course):
    address = f"postgresql+psycopg://teacher:hush@127.0.0.1:{free_port()}/x"
    environment = os.environ | {"COURSE_UNSAFE_NO_SANDBOX": "1", "COURSE_DB_URL": address}
    command = [sys.executable, "-m", "course_grader.cli", "grade", NAME]
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "the gradebook postgresql+psycopg://teacher:***@" in done.stderr and "hush" not in done.stderr


@pytest.fixture
def cluster(tmp_path):
    """A Dask scheduler with two workers: (address, their processes, the scheduler first)."""
    pytest.importorskip("distributed")
    address = f"tcp://127.0.0.1:{free_port()}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    dask = [sys.executable, "-m", "dask"]
    scheduler = [*dask, "scheduler", "--host", address, "--no-dashboard"]
    worker = [*dask, "worker", address, "--nthreads=1", "--no-dashboard", "--local-directory", str(tmp_path / "dask")]
    processes = [subprocess.Popen(scheduler, **quiet)]
    processes += [subprocess.Popen([*worker, "--name", str(n)], **quiet) for n in range(2)]
    try:
        yield address, processes
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(30)


def wait_for(address, workers):
    import distributed

    with distributed.Client(address, timeout=60) as client:
        client.wait_for_workers(workers, timeout=60)


@pytest.mark.slow
def test_a_class_on_a_dask_cluster_gets_the_scores_that_it_gets_here(course, cluster):
    address, _ = cluster
    wait_for(address, 2)
    call(course, "course_grader.cli", "grade", NAME, "--scheduler", address)
    assert scores(course) == {"ann": 12.0, "bob": 12.0, "=cid": 12.0}
    there = {path.parent.parent.name: path.read_bytes() for path in course.glob("autograded/*/*/*.ipynb")}
    call(course, "course_grader.cli", "grade", NAME, "--again")
    assert {
        path.parent.parent.name: path.read_text() for path in course.glob("autograded/*/*/*.ipynb")
    }.keys() == there.keys()
    assert all(
        _without_durations(there[path.parent.parent.name]) == _without_durations(path.read_bytes())
        for path in course.glob("autograded/*/*/*.ipynb")
    )


def _without_durations(notebook):
    import json

    known = json.loads(notebook)
    for test in known["metadata"]["course"]["tests"]:
        test.pop("duration")
    return known


@pytest.mark.slow
def test_a_scheduler_that_goes_while_it_is_used_is_one_line_and_nothing_is_lost(course, cluster):
    address, processes = cluster
    wait_for(address, 2)
    for n in range(150):
        hand_in(course, f"s{n:03d}", solved(source_notebook()))
    environment = os.environ | {"COURSE_UNSAFE_NO_SANDBOX": "1"}
    command = [sys.executable, "-m", "course_grader.cli", "grade", NAME, "--scheduler", address]
    running = subprocess.Popen(command, cwd=course, env=environment, stderr=subprocess.PIPE, text=True)
    while running.poll() is None and len(scores(course)) < 10:
        time.sleep(0.05)
    for process in processes:
        process.kill()
    _, said = running.communicate(timeout=120)
    done = len(scores(course))
    assert running.returncode == 1 and 10 <= done < 153
    assert f"the scheduler at {address} is gone. Nothing is lost" in said and "Traceback" not in said
    assert f"{153 - done} graded" in call(course, "course_grader.cli", "grade", NAME)
    assert set(scores(course).values()) == {12.0}
