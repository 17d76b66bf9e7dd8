# make demo and make test do all the set-up they need; run `make` for the list.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
LOCK := --quiet --universal --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-spark check hegang bench bench-scale bench-survey bench-matching bench-matching-card bench-identity bench-extracts bench-map bench-incentives bench-projection bench-disclosure mutation example lock docs clean

help:            ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(READY)  ## the environment, from the lock file

$(READY): requirements.lock pyproject.toml tools/system-packages.sh
	sh tools/system-packages.sh
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "talentmap needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $(READY)

$(DEV): $(READY) requirements-dev.lock
	sh tools/system-packages.sh test
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	touch $(DEV)

demo: $(READY)   ## build the bundled edition into output/qingyuan-2026
	$(BIN)/talentmap build examples/qingyuan-2026
	@echo "Open output/qingyuan-2026/whitepaper.zh.pdf and output/qingyuan-2026/map.html"

test: $(DEV)     ## all tests
	$(BIN)/pytest -n 2 --dist worksteal

test-spark: $(DEV) ## the pipeline on a real Spark cluster: a master and two workers on this machine
	$(BIN)/pytest -n 0 -m spark tests/spark tests/unit/engine

check: $(DEV)  ## style, types, layers, catalogs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/talentmap catalog check

hegang: $(READY) ## the figures of a published paper must come out again; builds their diagnosis into output/hegang
	$(BIN)/python -m examples.hegang
	$(BIN)/talentmap diagnose examples/hegang --out output/hegang

bench: $(DEV)  ## measure: accuracy and speed, peers beside us
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.matching --quick
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python -m benchmarks.intake_speed
	$(BIN)/python -m benchmarks.policy_coding

bench-scale: $(DEV) ## measure merge, match and gap at 0.1 and 1 million rows (ROWS="10000000", ENGINES="embedded spark cluster")
	$(BIN)/python -m benchmarks.scale $(foreach rows,$(ROWS),--rows $(rows)) $(foreach engine,$(ENGINES),--engine $(engine))

bench-survey: $(DEV) ## measure the survey method: coverage of intervals (500 surveys), speed of the replicates
	$(BIN)/python -m benchmarks.survey_coverage
	$(BIN)/python -m benchmarks.bootstrap_speed

bench-matching: $(DEV) $(PEERS)/.ready ## measure the matcher at length: every peer, a million titles (ARGS=--json for JSON)
	$(BIN)/python -m benchmarks.matching $(ARGS)

bench-matching-card: $(DEV) $(PEERS)/.ready ## measure the matcher and write docs/matching.md anew (ARGS=--quick for a short run)
	mkdir -p output
	$(BIN)/python -m benchmarks.matching --json $(ARGS) > output/bench-matching.json
	$(BIN)/python docs/make_matching.py --figures output/bench-matching.json

bench-identity: $(DEV) .venv-peers-link/.ready ## measure linking without IDs beside Splink (RECORDS=1000000 for the long run)
	$(BIN)/python -m benchmarks.identity --records $(or $(RECORDS),100000) --peer .venv-peers-link/bin/python

bench-map: $(DEV) ## measure the map: size, requests, filters over 5,000 roles (after make demo; MAP=file for another)
	$(BIN)/python -m benchmarks.map_speed $(or $(MAP),output/qingyuan-2026/map.html)

bench-extracts: $(DEV) ## measure reading a large CSV extract beside a bare scan (ROWS=10000000 for the long run)
	$(BIN)/python -m benchmarks.extract_reading --rows $(or $(ROWS),1000000)

.venv-peers-link/.ready: $(DEV)
	test -x .venv-peers-link/bin/python || $(BIN)/python -m venv .venv-peers-link
	$(BIN)/uv pip install --quiet --python .venv-peers-link/bin/python "splink>=5.0,<5.1"
	touch $@

$(PEERS)/.ready: $(DEV) benchmarks/matching/guests.txt
	test -x $(PEERS)/bin/python || $(BIN)/python -m venv $(PEERS)
	$(BIN)/uv pip install --quiet --python $(PEERS)/bin/python -r benchmarks/matching/guests.txt
	touch $@

bench-disclosure: $(DEV) ## attack 1,000 random tables and 50 pairs of editions, plant leaks in the bundled edition (make demo first)
	$(BIN)/python -m benchmarks.disclosure_attack --city --edition output/qingyuan-2026

mutation: $(DEV) ## put small faults into the disclosure and weight modules; the tests must notice (SAMPLE=400 for more)
	$(BIN)/python -m benchmarks.mutation disclosure --sample $(or $(SAMPLE),100)
	$(BIN)/python -m benchmarks.mutation weights --sample $(or $(SAMPLE),100)

bench-incentives: $(DEV) ## measure eligibility and mismatch: speed beside a plain loop, intervals against the truth
	$(BIN)/python -m benchmarks.eligibility_speed
	$(BIN)/python -m benchmarks.mismatch_truth --surveys 200
	$(BIN)/python -m benchmarks.mismatch_truth --editions 10

bench-projection: $(DEV) ## measure projections: error and coverage on 20 regions whose next five years are known (two minutes)
	$(BIN)/python -m benchmarks.projection_backtest

example: $(DEV) ## make the bundled edition anew from its generator
	$(BIN)/python -m examples.generator --out examples/qingyuan-2026 --seed 2026 --previous ../qingyuan-2025
	$(BIN)/python -m examples.generator.earlier --out examples/qingyuan-2025 --seed 2026

lock: $(READY)   ## resolve the dependencies anew
	$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCK) -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock

docs: $(DEV)   ## write the generated parts of docs/ anew
	$(BIN)/python docs/make_problems.py
	$(BIN)/python docs/make_tables.py
	$(BIN)/python docs/make_methods.py

clean:           ## remove the environment and all output
	rm -rf $(VENV) $(PEERS) .venv-peers-link output
