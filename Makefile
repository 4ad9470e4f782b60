# Everything a newcomer, a founder and CI need. The virtual environment is made on first use.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: demo test quick lint bench soak screenshots lock format clean

$(STAMP): requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(DEV_STAMP): $(STAMP) tests/requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $@

demo: $(STAMP) ## the whole bot with the sample plan and the local simulator; no token needed
	$(BIN)/python -m bot demo $(ARGS)

test: $(DEV_STAMP) ## every test
	$(BIN)/python tests/install_tools.py
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not soak"

quick: $(DEV_STAMP) ## the inner loop, under a minute
	$(BIN)/python -m pytest -q -n 2 -m "not slow and not browser and not office and not soak"

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV_STAMP) ## speed and memory beside a peer, as ratios
	$(BIN)/python -m benchmarks

soak: $(DEV_STAMP) ## long runs: thousands of messages, kills and outages
	$(BIN)/python -m pytest -m soak

screenshots: $(DEV_STAMP) ## the pictures of the README, from the running demo
	$(BIN)/python tests/install_tools.py
	$(BIN)/python -m tests.web.pictures

lock: $(DEV_STAMP) ## names, versions and hashes only; no addresses
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --extra dev pyproject.toml -o tests/requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
