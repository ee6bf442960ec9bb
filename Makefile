# make run                     the bundled example → graph_exports/example/
# make run SOURCE="PATH|URL …"   anything else → graph_exports/threads/
# make test                    the tests; make clusters: those that start worker processes
PYTHON ?= $(shell command -v python3.11 || command -v python3)
SOURCE ?= examples/threads
NAME ?= $(if $(filter examples/threads,$(SOURCE)),example,threads)
# the example gives the same everywhere: only the papers that are shipped are asked
OFFLINE = $(if $(filter examples/threads,$(SOURCE)),--offline)
BIN = .venv/bin
# the lock is complete, so pip has nothing to resolve
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

.PHONY: run test clusters check evals lock clean

run: .venv/run
	$(BIN)/threadgraph run $(SOURCE) --name $(NAME) $(OFFLINE)

test: .venv/dev
	$(BIN)/python -m pytest

clusters: .venv/dev
	$(BIN)/python -m pytest tests/flows -m cluster

check: .venv/dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

evals: .venv/dev
	$(BIN)/python -m evals

.venv/run: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-build-isolation --no-index --editable .
	touch $@

.venv/dev: requirements-dev.lock .venv/run
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

# uv resolves for Python 3.11 and 3.12 at once; it is needed to lock, not to install
lock:
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra build \
	  pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra build --extra dev \
	  --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

clean:
	rm -rf .venv
