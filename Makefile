PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check -q
LOCK := $(VENV)/audit/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-emit-package torch --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
# As many workers as cores, a module's tests in one of them: what a module has made is made once.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadfile
# Some machines set it: each of some thirty processes that the tests start would then compile the program anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run test test-all test-browser test-milvus check format index evaluate bench faults load lock audit sbom check-deploy clean

help: # this list
	@sed -n 's/^\([a-z-]*\):.*# \(.*\)/make \1\t\2/p' Makefile | expand -t 20

run: $(VENV)/run.stamp # set everything up, build the index if there is none, serve the page
	$(BIN)/python -m assistant build
	$(BIN)/python app.py

test: $(VENV)/dev.stamp # set everything up and run the tests
	$(BIN)/python -m assistant build
	$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) -m "not slow and not browser"

test-all: test # the slow tests and the faults too, and every property with more examples
	$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) --hypothesis-profile=all \
	  -m "(slow or hypothesis) and not browser and not alone"
	$(BIN)/python -m pytest -q -m "slow and not browser and alone"

test-browser: $(VENV)/dev.stamp # the page in headless Chromium
	npm --prefix tests/browser ci --silent --no-fund --no-audit
	$(BIN)/python -m assistant build
	$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) -m "browser and not alone" tests/browser tests/faults
	$(BIN)/python -m pytest -q -m "browser and alone" tests/browser tests/faults

# A twelfth of the kept questions; `pytest tests/scale` asks all of them, for nine minutes.
test-milvus: $(VENV)/dev.stamp # the distributed engine, embedded
	$(PIP) --no-deps --require-hashes -r requirements-milvus.lock
	$(BIN)/python -m assistant build
	$(BIN)/python -m pytest -q -m "not slow" tests/scale

check: $(VENV)/dev.stamp # format, lint, types and floor plan
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp # let ruff mend what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

index: $(VENV)/run.stamp # build the index
	$(BIN)/python scripts/build_index.py

evaluate: $(VENV)/dev.stamp # measure the answers: EVALUATION.md, the model card, the README's table
	$(BIN)/python scripts/make_evaluation.py

bench: $(VENV)/run.stamp # measure times and memory: docs/performance.md
	$(BIN)/python -m assistant build
	$(BIN)/python scripts/bench.py

load: $(VENV)/run.stamp # fifty people, a rebuild in the middle: docs/evidence/load.json
	$(BIN)/python -m assistant build
	$(BIN)/python scripts/load.py

faults: $(VENV)/dev.stamp # every fault at its full size: docs/evidence/faults.json
	! command -v npm >/dev/null || npm --prefix tests/browser ci --silent --no-fund --no-audit
	$(BIN)/python -m assistant build
	$(BIN)/python scripts/run_faults.py

# The newest versions that requirements*.txt admit, with the hash of every published file.
lock: $(VENV)/audit.stamp # write the lock files anew
	$(LOCK) -o requirements.lock requirements.txt
	$(LOCK) -c requirements.lock -o requirements-dev.lock requirements-dev.txt
	$(LOCK) -c requirements-dev.lock -o requirements-milvus.lock requirements-milvus.txt
	$(LOCK) -c requirements-dev.lock -o requirements-mcp.lock requirements-mcp.txt

# Licences, known vulnerabilities, and the bill of materials: build/.
audit: $(VENV)/dev.stamp $(VENV)/audit.stamp sbom # licences and known vulnerabilities
	$(BIN)/python scripts/audit.py

sbom: $(VENV)/dev.stamp # the bill of materials: build/sbom.cdx.json
	$(BIN)/python scripts/make_sbom.py

# The container file and the systemd unit; the nginx file is run by tests/server/test_nginx.py.
check-deploy: $(VENV)/audit.stamp # lint the container file and the systemd unit
	$(VENV)/audit/bin/hadolint deploy/Containerfile
	sh deploy/check_unit.sh

# Every package, file by file as its hash says; then torch, whose file differs by machine (requirements.txt).
$(VENV)/run.stamp: requirements.lock requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --no-deps --require-hashes -r requirements.lock
	$(PIP) -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock requirements-dev.txt requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --no-deps --require-hashes -r requirements-dev.lock
	$(PIP) -r requirements-dev.txt
	touch $@ $(VENV)/run.stamp

# What looks at the packages stands beside them, not among them.
$(VENV)/audit.stamp: requirements-audit.txt
	test -x $(VENV)/audit/bin/python || $(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --disable-pip-version-check -q -r requirements-audit.txt
	touch $@

clean: # take away what set-up and tests made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
