# `make demo` and `make test` do all the set-up themselves; the other targets too.

VENV := .venv
BIN := $(VENV)/bin
# One more than there are cores: tests wait for screens, disks and servers.
WORKERS := $(shell echo $$(($$(nproc 2>/dev/null || echo 1) + 1)))

PYTEST = QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder
# Tests of one package run under coverage, those of whole programs and of conventions without: tracing slows them most.
# In both parts the slowest tests come first, so that no worker runs one alone at the end.
COVERED := tests/pos_app/with_hq tests/hq tests/pos_app tests/printing tests/domain tests/sync tests/test_migrations.py
WITHOUT := tests/journeys tests/storm tests/world tests/crash
LISTED := $(COVERED) $(WITHOUT) tests/builders tests/cases tests/__pycache__
OTHERS := $(WITHOUT) $(filter-out $(LISTED:=/),$(wildcard tests/*/)) $(filter-out $(COVERED),$(wildcard tests/test_*.py))

COMPILE := $(BIN)/uv pip compile --universal --upgrade --quiet --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"

# The same letters and order everywhere, and no modules of the caller's.
export LC_ALL := C.UTF-8
unexport PYTHONHOME PYTHONPATH PYTHONSAFEPATH
# The tests start hundreds of processes: each reads what the first one compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check format format-check lint types contracts spelling coverage bench storm world worlds mutants schema lock audit setup clean

help:  ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

demo: setup  ## HQ and two stations in windows; without a display, two acts that play themselves into ./demo-out
	$(BIN)/taquilla demo

test: setup  ## run every test
	$(PYTEST) --cov --cov-report= $(COVERED)
	$(PYTEST) $(OTHERS)

check: format-check lint types contracts spelling test coverage  ## everything a commit must pass

format: setup  ## write the code as ruff would
	$(BIN)/ruff format
	$(BIN)/ruff check --fix --exit-zero --silent

format-check: setup  ## is the code formatted?
	$(BIN)/ruff format --check

lint: setup  ## habits, by ruff; lists files of more than 300 lines
	$(BIN)/ruff check
	$(BIN)/python -m scripts.long_files

types: setup  ## mypy, strict, source and tests
	$(BIN)/mypy

contracts: setup  ## do dependencies point down?
	$(BIN)/lint-imports --no-logo

spelling: setup  ## codespell
	$(BIN)/codespell

coverage: setup test  ## do the tests reach enough of each file? Names the files below their gate
	@mkdir -p build
	$(BIN)/coverage json -q -o build/coverage.json
	$(BIN)/python -m scripts.coverage_gates

bench: setup  ## measure; JSON in benchmarks/out
	$(BIN)/python benchmarks/run_all.py

storm: setup  ## kill HQ, PostgreSQL and stations at work, seed after seed: make storm MINUTES=30, or SEED=n
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.storm --minutes $(or $(MINUTES),0) --seed $(or $(SEED),1)

world: setup  ## replay one simulated world (SEED=7), or live through new ones (HOURS=1)
	$(BIN)/python -m tests.world $(if $(SEED),--seed $(SEED)) $(if $(HOURS),--hours $(HOURS) --first 1000)

worlds: setup  ## every simulated world and every deliberate defect of the tests
	TAQUILLA_ALL_WORLDS=1 $(PYTEST) tests/world

mutants: setup  ## does a test fail for each small change of the code? make mutants MUTANTS=300 SEED=1 MINUTES=240; goes on where it ended
	$(BIN)/python -m tests.mutants --count $(or $(MUTANTS),300) --seed $(or $(SEED),1) --minutes $(or $(MINUTES),240)

schema: setup  ## write docs/schema and the SQL of the first migrations from the tables
	$(BIN)/python -m scripts.write_initial_sql
	$(BIN)/python -m scripts.publish_schema

lock: setup  ## resolve the dependencies of pyproject.toml anew, and those of the test aids
	$(COMPILE) pyproject.toml --all-extras --python-version 3.11 -o requirements.lock
	$(COMPILE) tests/printing/judge.in --python-version 3.13 -o tests/printing/judge.lock
	$(COMPILE) tests/setup/old_pip.in --python-version 3.11 -o tests/setup/old_pip.lock
	$(BIN)/python -m scripts.check_wheels

audit: setup  ## ask a public service for known vulnerabilities of what the lock names
	$(BIN)/python scripts/audit.py

setup:  ## make .venv and install from the lock; repair it when it was interrupted or moved
	@python=$$(scripts/find_python.sh) && "$$python" -m scripts.set_up

clean:  ## remove what is made, .venv too
	rm -rf $(VENV) demo-out build benchmarks/out .coverage .coverage.* *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
