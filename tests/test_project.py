"""The project itself: one set of packages by both routes, nothing of one machine in any file, help for every target."""

import re
import subprocess
import tomllib

import pytest


@pytest.fixture(scope="module")
def tracked():
    """Return {name: text} of all text files in the repository."""
    from conftest import ROOT

    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = {name: (ROOT / name) for name in listed.stdout.splitlines()}
    return {name: path.read_text(encoding="utf-8") for name, path in files.items() if path.is_file()}


def test_no_file_names_a_registry_or_a_path_of_one_machine(tracked):
    words = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".", "/root" + "/", "/work" + "/", "/home/" + "runner"]
    found = [(name, word) for name, text in tracked.items() for word in words if word in text]
    assert found == []


def test_conda_and_pip_install_the_same_set(tracked):
    conda, make = tracked["environment.yml"], tracked["Makefile"]
    extras = re.search(r"-e \"\.(\[.*?\])\"", make)[1]
    assert f"--editable .{extras}" in conda
    assert "--constraint constraints.txt" in conda and "-c constraints.txt" in make
    python = re.search(r"python=(\S+)", conda)[1]
    assert python >= tomllib.loads(tracked["pyproject.toml"])["project"]["requires-python"].removeprefix(">=")


def test_every_dependency_is_pinned_within_its_bounds(tracked):
    from packaging.requirements import Requirement

    lines = tracked["constraints.txt"].splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    pins = {name.lower().replace("_", "-"): version for name, version in pins.items()}
    project = tomllib.loads(tracked["pyproject.toml"])["project"]
    extras = [item for extra in project["optional-dependencies"].values() for item in extra]
    for text in [*project["dependencies"], *extras]:
        requirement = Requirement(text)
        assert requirement.specifier.contains(pins[requirement.name]), text
        assert all(spec.operator == ">=" for spec in requirement.specifier), f"{text}: lower bounds only"


def test_imports_point_one_way(tracked):
    allowed = {"course_utils": {"course_utils"}, "course_grader": {"course_grader", "course_utils"}, "tools": set()}
    for name, text in tracked.items():
        folder = name.split("/")[0]
        if folder in allowed and name.endswith(".py"):
            used = set(re.findall(r"^\s*(?:from|import) (course_\w+|tools)", text, flags=re.MULTILINE))
            assert used <= allowed[folder], name


def test_every_make_target_has_a_line_of_help(tracked):
    targets = set(re.findall(r"^\.PHONY: (.*)", tracked["Makefile"], flags=re.MULTILINE)[0].split())
    helped = set(re.findall(r"^([a-z-]+):.*## \S", tracked["Makefile"], flags=re.MULTILINE))
    assert targets == helped


def test_ci_calls_the_readmes_test_command_and_make_check(tracked):
    commands = [line for line in tracked[".ci/run"].splitlines() if line.startswith("make")]
    assert commands == ["make test", "make check"]
    assert "make test" in tracked["README.md"]


def test_torch_and_torchvision_work_together():
    import torch
    import torchvision

    boxes = torch.tensor([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 1.9], [5.0, 5.0, 6.0, 6.0]])
    assert torchvision.ops.nms(boxes, torch.tensor([0.5, 0.9, 0.1]), 0.5).tolist() == [1, 2]
