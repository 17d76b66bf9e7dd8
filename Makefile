# make demo and make test do all the set-up they need; run `make` for the list.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench bench-matching bench-matching-card example lock docs clean

help:            ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(READY)  ## the environment, from the lock file

$(READY): requirements.lock pyproject.toml tools/system-packages.sh
	sh tools/system-packages.sh
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "talentmap needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $(READY)

demo: $(READY)   ## build the bundled edition into output/qingyuan-2026
	$(BIN)/talentmap build examples/qingyuan-2026
	@echo "Open output/qingyuan-2026/whitepaper.zh.pdf and output/qingyuan-2026/map.html"

test: $(READY)   ## all tests
	sh tools/system-packages.sh test
	$(BIN)/pytest -n 2 --dist loadgroup

check: $(READY)  ## style, types, layers, catalogs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/talentmap catalog check

bench: $(READY)  ## measure: accuracy and speed, peers beside us
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.matching --quick
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python -m benchmarks.intake_speed

bench-matching: $(READY) $(PEERS)/.ready ## measure the matcher at length: every peer, a million titles (ARGS=--json for JSON)
	$(BIN)/python -m benchmarks.matching $(ARGS)

bench-matching-card: $(READY) $(PEERS)/.ready ## measure the matcher and write docs/matching.md anew (ARGS=--quick for a short run)
	mkdir -p output
	$(BIN)/python -m benchmarks.matching --json $(ARGS) > output/bench-matching.json
	$(BIN)/python docs/make_matching.py --figures output/bench-matching.json

$(PEERS)/.ready: $(READY) benchmarks/matching/guests.txt
	test -x $(PEERS)/bin/python || $(BIN)/python -m venv $(PEERS)
	$(BIN)/uv pip install --quiet --python $(PEERS)/bin/python -r benchmarks/matching/guests.txt
	touch $@

example: $(READY) ## make the bundled edition anew from its generator
	$(BIN)/python -m examples.generator --out examples/qingyuan-2026 --seed 2026

lock: $(READY)   ## resolve the dependencies anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --group dev pyproject.toml -o requirements.lock

docs: $(READY)   ## write the generated parts of docs/ anew
	$(BIN)/python docs/make_problems.py
	$(BIN)/python docs/make_tables.py

clean:           ## remove the environment and all output
	rm -rf $(VENV) $(PEERS) output
