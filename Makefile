# The two front doors are `make run` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SCSS := $(shell find static/scss -name '*.scss' 2>/dev/null)
CSS := static/dist/site.css

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test bench lint lock styles clean

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run $(CSS) ## the demonstration site on http://127.0.0.1:$(PORT)
	ENVIRONMENT=development DEMO=1 SITE_URL=http://127.0.0.1:$(PORT) $(BIN)/python manage.py up --port $(PORT)

test: $(VENV)/.test $(CSS) ## all tests and checks; SLOW=1 adds the long harnesses
	BIN=$(BIN) SLOW=$(SLOW) tests/run

bench: $(VENV)/.run $(CSS) ## what the site costs to run, a JSON object a line; FULL=1, ONLY=name
	@ONLY=$(ONLY) FULL=$(FULL) $(BIN)/python -m bench

lint: $(VENV)/.test ## only the checks that need no database
	BIN=$(BIN) tests/lint

lock: $(VENV)/.test ## pin requirements.in and requirements-dev.in anew
	for name in requirements requirements-dev; do \
	  $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
	    --no-emit-find-links --no-emit-trusted-host --output-file=$$name.txt $$name.in; \
	done

styles: $(CSS) ## compile the styles

clean: ## remove what was installed and compiled here; the site's data in var/ stays
	rm -rf $(VENV) node_modules static/dist staticfiles

$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.run: requirements.txt | $(VENV)/.made
	@echo "Installing Python packages …"
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	touch $@

$(VENV)/.test: requirements-dev.txt | $(VENV)/.made
	@echo "Installing Python packages for the tests …"
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@ $(VENV)/.run

node_modules/.made: package-lock.json
	@test -x $(BIN)/npm || $(BIN)/pip install --quiet --require-hashes -r requirements.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent --no-audit --no-fund --ignore-scripts
	touch $@

$(CSS): node_modules/.made $(SCSS)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm run --silent build
	touch $@
