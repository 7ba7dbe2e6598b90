# make run   sets everything up, builds the index if there is none, serves the page
# make test  sets everything up and runs the tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-all test-browser test-milvus check format index evaluate bench clean

run: $(VENV)/run.stamp
	$(BIN)/python -m assistant build
	$(BIN)/python app.py

test: $(VENV)/dev.stamp
	$(BIN)/python -m assistant build
	$(BIN)/python -m pytest -q -m "not slow and not browser"

test-all: $(VENV)/dev.stamp
	$(BIN)/python -m assistant build
	$(BIN)/python -m pytest -q -m "not browser"

test-browser: $(VENV)/dev.stamp
	npm --prefix tests/browser ci --silent --no-fund --no-audit
	$(BIN)/python -m assistant build
	$(BIN)/python -m pytest -q -m browser tests/browser

test-milvus: $(VENV)/dev.stamp
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-milvus.txt
	$(BIN)/python -m assistant build
	$(BIN)/python -m pytest -q tests/scale

bench: $(VENV)/run.stamp
	$(BIN)/python -m assistant build
	$(BIN)/python scripts/bench.py

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

index: $(VENV)/run.stamp
	$(BIN)/python scripts/build_index.py

evaluate: $(VENV)/dev.stamp
	$(BIN)/python scripts/make_evaluation.py

$(VENV)/run.stamp: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-dev.txt
	touch $@ $(VENV)/run.stamp

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
