# Hutong. `make run` and `make test` set up all they need, on a machine with Python >= 3.11 and make.
#
#   make run            set up what is needed to serve, then serve (HOST, PORT, HUTONG_HOME)
#   make test           every test (ARGS="-k survey" is handed to pytest)
#   make races          the last coupon, one voucher at two counters …: 64 and 200 at once, 20 times
#   make check          lint, format, templates, types, import contracts
#   make fmt            rewrite files to the house format
#   make shape          longest files and functions, with medians
#   make translations   collect texts into the catalogs and compile them
#   make docs           write the plugin API into plugins/README.md
#   make picture        take the README's picture anew, from the journey that the tests make
#   make setup          virtual environment with everything, tests included
#   make lock           write requirements.lock and the npm lock files anew

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
ARGS ?=
# Tests wait for browsers and servers a third of their time, so four also keep two cores busy.
WORKERS ?= 4

BUILD_INPUTS := pyproject.toml requirements.lock $(addprefix core/_build/,hatch_build.py assets.py assets.toml package-lock.json)
CATALOGS := $(shell find core plugins -path '*/translations/*' -name '*.po' 2>/dev/null)
TEMPLATES := $(shell find core plugins -path '*/templates/*' -name '*.html' 2>/dev/null)
VENDOR := core/static/vendor/.stamp

.PHONY: help setup run test races check fmt shape translations docs picture lock clean
help:
	@sed -n 's/^#   //p' Makefile

# --- environment ------------------------------------------------------------------------------------------

$(VENV)/pyvenv.cfg:
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	  if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Virtual environment: $$($$python --version)"; exec "$$python" -m venv $(VENV); \
	  fi; \
	done; \
	echo "Hutong needs Python 3.11 or newer with venv (Debian: apt-get install python3-venv)." >&2; exit 1

# What serving needs.
$(VENV)/.installed: $(VENV)/pyvenv.cfg $(BUILD_INPUTS)
	@echo "Installing Hutong (a few minutes the first time) …"
	$(PIP) install -q -c requirements.lock -e .
	@touch $@

# What tests and checks need as well.
$(VENV)/.installed-test: $(VENV)/pyvenv.cfg $(BUILD_INPUTS)
	@echo "Installing Hutong and its test tools (a few minutes the first time) …"
	$(PIP) install -q -c requirements.lock -e '.[test]'
	@touch $(VENV)/.installed $@

# The build hook fetches the browser libraries; this heals a tree whose vendor folder was removed.
$(VENDOR): $(VENV)/.installed
	@if [ -z "$${HUTONG_SKIP_ASSETS:-}" ]; then [ -f $@ ] || $(PIP) install -q --no-deps -e .; touch $@; fi

$(VENV)/.catalogs: $(VENV)/.installed $(CATALOGS)
	@$(BIN)/python core/_build/catalogs.py
	@touch $@

setup: $(VENV)/.installed-test $(VENDOR) $(VENV)/.catalogs

run: $(VENV)/.installed $(VENDOR) $(VENV)/.catalogs
	@exec $(BIN)/hutong up

# --- tests and checks -------------------------------------------------------------------------------------

test: setup
	@$(BIN)/python tests/browser/fetch_chromium.py
	$(BIN)/python -m pytest -n $(WORKERS) --dist=worksteal $(ARGS)

races: setup
	$(BIN)/python -m pytest -n 2 -m races --trials 20 --crowds 64,200 tests/races $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@echo $(BIN)/djlint --lint … $(words $(TEMPLATES)) templates
	@$(if $(TEMPLATES),$(BIN)/djlint --quiet --lint $(TEMPLATES))
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python core/_build/translations.py --check
	$(BIN)/hutong plugin check
	$(BIN)/python core/_build/api_page.py --check

fmt: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

shape: setup
	@$(BIN)/python core/_build/shape.py

translations: setup
	@$(BIN)/python core/_build/translations.py
	@$(BIN)/python core/_build/catalogs.py

docs: setup
	@$(BIN)/python core/_build/api_page.py

picture: setup
	$(BIN)/python -m pytest -q tests/journeys -k main_job
	@$(BIN)/python core/_build/picture.py

# --- pinned versions --------------------------------------------------------------------------------------

lock:
	rm -rf .cache/lock && python3 -m venv .cache/lock
	HUTONG_SKIP_ASSETS=1 .cache/lock/bin/python -m pip --disable-pip-version-check install -q -e '.[test]'
	{ echo "# All versions tested together; written by \`make lock\`, used as constraints."; \
	  .cache/lock/bin/python -m pip freeze --exclude hutong | grep -E '^[A-Za-z0-9._-]+==[^ ]+$$' | sort -f; } > requirements.lock
	cd core/_build && npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean:
	rm -rf $(VENV) core/static/vendor .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find core plugins -name '*.mo' -delete
