# The commands people type. Everything is installed into .venv from requirements.lock; nothing else on the machine changes.
# uv is used where it is installed, else python3 -m venv and pip: both read the same lock with its hashes.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
UV     := $(shell command -v uv 2>/dev/null)

.PHONY: help setup demo test test-long test-elasticsearch elasticsearch elasticsearch-stop hooks lint bench docs lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: $(STAMP)  ## make .venv with the locked versions and the command .venv/bin/mea

$(STAMP): requirements.lock pyproject.toml
ifdef UV
	test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) $(VENV)
	uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps -e .
else
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
endif
	touch $@

demo: setup  ## ingest the bundled sample documents and serve them on 127.0.0.1
	MEA__DATA_DIR="$${MEA__DATA_DIR:-$(CURDIR)/.demo}" $(BIN)/mea demo

hooks: setup  ## check style, types and layers before each commit (pre-commit)
	$(BIN)/pre-commit install

lint: setup  ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint  ## lint, types, layers and all tests
	$(BIN)/python -m pytest -m "not long and not elasticsearch"

test-long: setup  ## soak and size tests, and clusters of several Elasticsearch nodes
	$(BIN)/python -m pytest -m long --timeout 3600

test-elasticsearch: setup  ## tests against a real Elasticsearch server, started for them unless MEA__ELASTICSEARCH__URL names one
	$(BIN)/python -m pytest -m "elasticsearch and not long" --timeout 900

elasticsearch: setup  ## start a local Elasticsearch server in the background; the last line is its address
	@$(BIN)/python deploy/elasticsearch/server.py start

elasticsearch-stop: setup  ## end that server and remove its data
	@$(BIN)/python deploy/elasticsearch/server.py stop

bench: setup  ## speed against named peers, as ratios of interleaved runs
	$(BIN)/python -m benchmarks

docs: setup  ## write the reference pages that are made from the program
	$(BIN)/python -m jobs.reference docs

lock:  ## write requirements.lock anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --group dev pyproject.toml -o requirements.lock

clean:  ## remove what setup and demo made
	rm -rf $(VENV) .demo dist build
