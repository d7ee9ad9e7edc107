# make map     the map of the bundled exercises, map.html
# make test    every test
# make check   format, lint, types, tests, examples in docstrings
# make zones   rebuild zones/data/*.geojson from the limits and Natural Earth
# make bench   speed, as ratios to a peer in the same run
# Each makes its own environment in .venv first; PYTHON=... chooses the interpreter.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
.DEFAULT_GOAL := map
.PHONY: bytecode map test check zones bench clean

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "dezone: no $(PYTHON): install Python 3.11 or later, or name yours: make PYTHON=..."; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "dezone: $(PYTHON) is older than 3.11: name a later one: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "dezone: $(PYTHON) cannot make environments; on Debian and Ubuntu: apt install $$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"

$(VENV)/core: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e .
	@touch $@

$(VENV)/dev: $(VENV)/core
	$(PIP) --group dev
	@touch $@

# A quick start, even where Python may not write bytecode while it runs.
bytecode: $(VENV)/core
	@$(BIN)/python -m compileall -q geo zones maps

map: bytecode
	$(BIN)/dezone map -o map.html

test: $(VENV)/dev bytecode
	$(BIN)/python -m pytest -n auto -q

check: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto -q --doctest-modules

zones: $(VENV)/dev
	$(BIN)/python -m zones.build

bench: $(VENV)/dev bytecode
	$(BIN)/python tests/benchmarks/startup.py
	$(BIN)/python tests/benchmarks/locate.py
	$(BIN)/python tests/benchmarks/pages.py

clean:
	rm -rf $(VENV) build *.egg-info map.html
