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

.PHONY: run test clusters check evals docs dist audit lock clean

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

docs: .venv/dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet --site-dir .venv/site

# wheel and sdist, the wheel in an environment of its own
dist: .venv/dev
	rm -rf .venv/dist && mkdir .venv/dist
	$(BIN)/python -m hatchling build -d .venv/dist
	$(PYTHON) -m venv .venv/dist/clean
	.venv/dist/clean/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	.venv/dist/clean/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index .venv/dist/*.whl
	cd .venv/dist && printf 'Subject: a\n\nFrom: Jo\n\nNo acne on finasteride.\n' > a.txt \
	  && clean/bin/threadgraph run a.txt --offline --name a && clean/bin/threadgraph query a

# known holes of what is locked; the database is asked over the network
audit: .venv/dev
	$(PYTHON) -m venv .venv/audit && .venv/audit/bin/python -m pip install --quiet pip-audit
	.venv/audit/bin/pip-audit --disable-pip --require-hashes -r requirements.lock

# uv resolves for Python 3.11 and 3.12 at once; it is needed to lock, not to install
lock:
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra build \
	  pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra build --extra dev \
	  --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

clean:
	rm -rf .venv
