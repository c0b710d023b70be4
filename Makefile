# One line of help for each target: `make help`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
LESSON ?=
.DEFAULT_GOAL := help
.PHONY: help demo test test-fast build check power lint bench lab setup clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else f"make: Python 3.11 to 3.13 is needed, {sys.executable} is {v[0]}.{v[1]}. Try: make PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV) (about 5 GB with torch, once) ..."
	$(BIN)/python -m pip install -q -c constraints.txt -e ".[lab,grader,author,cluster]"
	@touch $@

setup: $(VENV)/.installed  ## make the virtual environment (the other targets do it when needed)

demo: setup  ## build lesson 01, or LESSON, grade a simulated class, print the gradebook
	$(BIN)/python tools/build.py $(or $(LESSON),01_regression)
	$(BIN)/course demo $(LESSON)

test: setup  ## run all tests (16 to 18 minutes on two cores)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto

test-fast: setup  ## run the tests that take seconds
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto -m "not slow"

build: setup  ## build source/, release/ and notebooks/ (LESSON=01_regression for one)
	$(BIN)/python tools/build.py $(LESSON)

check: setup  ## rebuild aside and compare with what is committed
	$(BIN)/python tools/build.py --check $(LESSON)

power: setup  ## measure what the checks catch; write docs/grading-power.md
	$(BIN)/python tools/power.py $(LESSON)

lint: setup  ## format and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

bench: setup  ## time the lessons against their libraries, and the grading
	$(BIN)/python tools/bench.py

lab: setup  ## open JupyterLab on the student edition (ARGS=--no-browser and the like)
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/release $(ARGS)

clean:  ## remove what demo and tests made (not .venv)
	rm -rf build
