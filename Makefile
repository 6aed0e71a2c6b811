# `make conformance` judges the embedded emulator, `make test` tests the project; both set up what they need.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.installed
WORKERS ?= 2

.PHONY: setup conformance test quick lint types imports check matrix fidelity schemathesis lock clean

setup: $(READY)

# The exact set of packages, with their hashes, then the project itself on top.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

conformance: $(READY)
	$(BIN)/checkout-conformance run --target emulator

test: $(READY)
	$(BIN)/python -m pytest tests -n $(WORKERS)

quick: $(READY)
	$(BIN)/python -m pytest tests -n $(WORKERS) -m "not slow"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

check: lint types imports

# Every fault of the emulator against the checks of the requirement that it breaks.
matrix: $(READY)
	$(BIN)/checkout-conformance matrix -n $(WORKERS) --page docs/fault-matrix.md

# How well our documents fit recorded answers, and how many mistakes they notice; needs ../shared.
fidelity: $(READY)
	$(BIN)/python -m benchmarks.fidelity

# Schemathesis' own command line over our documents and the emulator.
schemathesis: $(READY)
	$(BIN)/python -m benchmarks.schemathesis_cli

# Resolves the newest set that pyproject.toml allows; needs uv.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .tox .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
