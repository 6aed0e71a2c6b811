# `make conformance` judges the embedded emulator, `make test` tests the project; both set up what they need.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.installed
WORKERS ?= 2

REPEATS ?= 50
SEEDS ?= 20
SAMPLE ?= 20

.PHONY: setup conformance test quick lint types imports check pages matrix matrix-quick matrix-profiles clean-seeds flaky
.PHONY: liberties
.PHONY: nightly matrix-schemathesis fidelity schemathesis emulator-figures lock clean

setup: $(READY)

# The exact set of packages, with their hashes, then the project itself on top.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

conformance: $(READY)
	$(BIN)/checkout-conformance run --target emulator -n $(WORKERS)

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

# A page for each area of the catalogue: every rule with its checks and the faults that prove them.
pages: $(READY)
	$(BIN)/checkout-conformance requirements --pages docs/requirements

# Every fault of the emulator against the whole suite, as docs/fault-matrix.md says; long, so for the night.
matrix: $(READY)
	$(BIN)/checkout-conformance matrix -n $(WORKERS) --store docs

# Every fault against the checks of the requirement that it breaks, until they notice; for each change.
matrix-quick: $(READY)
	$(BIN)/checkout-conformance matrix -n $(WORKERS) --quick --store docs

# Which faults the profiles notice at all.
matrix-profiles: $(READY)
	$(BIN)/checkout-conformance matrix -n $(WORKERS) --profile smoke --store docs
	$(BIN)/checkout-conformance matrix -n $(WORKERS) --profile full --store docs

# The clean emulator in both tax modes must never be accused, whatever the seed.
clean-seeds: $(READY)
	$(BIN)/checkout-conformance matrix -n $(WORKERS) --clean-only --seeds $(SEEDS)

# Stores that differ from the emulator in what nobody has laid down must not be accused of anything either.
liberties: $(READY)
	$(BIN)/checkout-conformance matrix -n $(WORKERS) --liberties --store docs

# The same full run again and again: every outcome must be equal.
flaky: $(READY)
	$(BIN)/checkout-conformance flaky -n $(WORKERS) --repeats $(REPEATS)

# All that takes too long for each change.
nightly: matrix matrix-profiles clean-seeds liberties flaky

# Schemathesis' own command line against so many of the same faults; goes on where it was cut off.
matrix-schemathesis: $(READY)
	$(BIN)/python -m benchmarks.schemathesis_faults -n $(WORKERS) --sample $(SAMPLE)
	$(BIN)/python -m benchmarks.schemathesis_faults -n $(WORKERS) --sample $(SAMPLE) --as-it-comes

# How well our documents fit recorded answers, and how many mistakes they notice; needs ../shared.
fidelity: $(READY)
	$(BIN)/python -m benchmarks.fidelity

# Schemathesis' own command line over our documents and the emulator.
schemathesis: $(READY)
	$(BIN)/python -m benchmarks.schemathesis_cli

# What the served emulator bears; the figures in docs/emulator.md. Wants a quiet machine, and an hour.
emulator-figures: $(READY)
	$(BIN)/python -m benchmarks.emulator.startup
	$(BIN)/python -m benchmarks.emulator.speed
	$(BIN)/python -m benchmarks.emulator.growth
	$(BIN)/python -m benchmarks.emulator.writers
	$(BIN)/python -m benchmarks.emulator.kill --rounds 200
	$(BIN)/python -m benchmarks.emulator.fuzz --requests 100000

# Resolves the newest set that pyproject.toml allows; needs uv.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .tox .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
