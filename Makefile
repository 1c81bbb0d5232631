# make demo: builds a book from examples/articles and shows it. make test: runs the tests. `make help` lists the rest.
# Python 3.11 or newer is all that must be there; everything else goes into .venv.

VENV   := .venv
BIN    := $(VENV)/bin
BENCH  ?= ../shared/bench
TRAIN  ?= ../shared/train/articles
PIP    := $(BIN)/python -m pip -qq --disable-pip-version-check
# The first Python that is new enough; `make PYTHON=/path/to/python3` names another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { command -v "$$p"; break; }; done)
MOST_TOLD := import json, sys; print(max(map(json.loads, sys.stdin), key=lambda i: i['sources']['documents'])['id'])
BUILT_FROM := pyproject.toml $(wildcard hatch_build.py)

.PHONY: help demo test bench train pages types style docs clean
.DELETE_ON_ERROR:

help:
	@echo "make demo    build a book from examples/articles and show it"
	@echo "make test    run the tests"
	@echo "make bench   run every benchmark whose data lies under BENCH ($(BENCH))"
	@echo "make train   learn resources/assembly.yaml and timing.yaml from the marked-up articles below TRAIN ($(TRAIN))"
	@echo "make pages   build the web pages out of client/ (needs Node.js 20 or newer)"
	@echo "make types   check the types (mypy --strict)"
	@echo "make style   check style and format (ruff)"
	@echo "make docs    write the generated pages again (docs/cli.md, outputs shown in the docs)"
	@echo "make clean   remove what was built"

demo: $(VENV)/.installed
	@rm -rf demo.db demo.db-* demo.db.evidence
	@$(BIN)/incidentbook add examples/articles --book demo.db
	@$(BIN)/incidentbook list --book demo.db
	@echo "Try next:"
	@echo "  $(BIN)/incidentbook show $$($(BIN)/incidentbook list --book demo.db --json | $(BIN)/python -c "$(MOST_TOLD)") --book demo.db"
	@echo "  $(BIN)/incidentbook list --country IQ --from 2021-01-01 --kind rocket --book demo.db"
	@echo "  $(BIN)/incidentbook export --format csv --out incidents.csv --book demo.db"
	@echo "  $(BIN)/incidentbook serve --book demo.db"
	@echo "  $(BIN)/incidentbook --help"

test: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest

bench: $(VENV)/.installed-dev
	@$(BIN)/python -m benchmarks --bench $(BENCH)

train: $(VENV)/.installed-dev
	@$(BIN)/python -m training.assembly $(TRAIN)
	@$(BIN)/python -m training.timing $(TRAIN)

pages: $(VENV)/.installed
	@command -v npm >/dev/null || { echo "npm is needed: install Node.js 20 or newer (apt-get install nodejs npm)" >&2; exit 1; }
	@rm -f src/incidentbook/web/built/manifest.json
	@$(PIP) install --no-deps --editable .
	@test -f src/incidentbook/web/built/manifest.json || { echo "The pages were not built: cd client && npm ci && npm run build tells why" >&2; exit 1; }

types: $(VENV)/.installed-dev
	@$(BIN)/mypy --strict src

style: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

docs: $(VENV)/.installed-dev
	@$(BIN)/python docs/refresh.py

clean:
	rm -rf $(VENV) demo.db demo.db-* demo.db.evidence build dist benchmarks/out src/incidentbook/resources/built src/incidentbook/web/built client/node_modules client/public
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: apt-get install python3, or make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/.installed: $(BUILT_FROM) | $(BIN)/python
	@echo "Installing incidentbook into $(VENV) (once; a few minutes at most) …"
	@$(PIP) install --editable '.[serve]'
	@touch $@

$(VENV)/.installed-dev: $(BUILT_FROM) | $(BIN)/python
	@echo "Installing incidentbook and what its tests need into $(VENV) (once; a few minutes at most) …"
	@$(PIP) install --editable '.[dev]'
	@$(PIP) install --editable '.[ftm]' 2>/dev/null || echo "followthemoney is not installed (it needs ICU and a C++ compiler): its tests are left out"
	@touch $(VENV)/.installed $@
