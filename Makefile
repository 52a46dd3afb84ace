# Every target works in a fresh clone, in any order, and does no work twice. `make` alone lists them.
#
#   make TORCH_INDEX=<index URL> site                        torch from a package index of CPU builds
#   make VENV_OPTIONS=--system-site-packages site            an already installed torch of the pinned version

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
REFERENCES := $(VENV)/.references
VENV_OPTIONS ?=
TORCH_INDEX ?=
WORKERS ?= 2
SCHEDULER ?=
NAMES ?=
ADDRESS ?= 127.0.0.1:8000
export CHROMIUM ?= chromium

# Two workers with free threading are five times slower than two workers of one thread each.
export OMP_NUM_THREADS := 1
# What the footer of the site says of its origin.
export RELEASE := $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml 2>/dev/null)
# What is built of one commit is the same to the byte, dates included.
export SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null || echo 0)
export COMMIT := $(shell git describe --always --dirty --exclude='*' 2>/dev/null)
# Every block would compile anew what it imports.
unexport PYTHONDONTWRITEBYTECODE
# A notice in every build that the theme's support ends in 2027.
export NO_MKDOCS_2_WARNING := 1

INSTALL = $(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt \
	$(if $(TORCH_INDEX),--extra-index-url "$(TORCH_INDEX)") --editable

# Tests are handed out one by one, those that look at the site to one worker, which alone builds and reads it.
TEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name))))
works = $(shell $(1) >/dev/null 2>&1 && echo yes)
require = $(if $(call works,$(1)),,$(error $(2)))
without_browser = $(CHROMIUM) is missing: install it with `sudo apt install chromium`
browser = $(call require,command -v "$(CHROMIUM)",$(without_browser))

.PHONY: help setup site pdf serve test installed references benchmarks outputs figures downloads experiments labs check lint mutants nightly elsewhere clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' Makefile | while IFS=$$'\t' read -r name text; do printf '  make %-11s %s\n' "$$name" "$$text"; done

setup: $(INSTALLED) ## the virtual environment, with every dependency at its pinned version

$(INSTALLED): pyproject.toml constraints.txt
	$(call require,command -v git,git is missing: install it with `sudo apt install git`)
	$(call require,$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))',Python 3.11 or newer is missing: install it with `sudo apt install python3 python3-venv`)
	$(call require,$(PYTHON) -c 'import ensurepip',Python's venv module is missing: install it with `sudo apt install $(notdir $(PYTHON))-venv`)
	@echo "Setting up $(VENV) with $$($(PYTHON) --version); the first time downloads some hundred packages"
	@$(PYTHON) -m venv $(VENV_OPTIONS) $(VENV)
	@$(INSTALL) '.[site,test]' \
		| awk '/ [MG]B\)/ { print "  " $$1, $$2, $$3, $$4, $$5 } \
		       /^Installing collected.*torch/ { print "  Installing; this takes a minute" } { fflush() }'
	@touch $@

site: figures downloads ## build the whole site into site/
	@$(BIN)/mkdocs build --strict  # not --quiet, which would hide warnings from --strict
	@echo "The site is in site/: open site/index.html in a browser, or run \`make serve\`"

pdf: site ## print the whole course into site/course.pdf
	$(browser)
	@$(BIN)/python -m notes.site.book site

serve: figures downloads ## build the site, serve it, and rebuild it on every change
	@$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

test: $(INSTALLED) ## every test: package, proofs, pages, labs, the site in a browser
	$(if $(call works,command -v "$(CHROMIUM)"),,$(warning $(without_browser); what is tested in a browser is left out))
	@$(TEST)

installed: $(INSTALLED) ## the wheel in a fresh environment: the command, two chapters and two labs as notebooks
	@$(BIN)/python -m pytest -m installed tests/site/test_downloads.py

references: $(REFERENCES) ## hold implementations against libraries that are no dependency; installs them first
	@$(BIN)/python -m pytest --every-case tests/reference

$(REFERENCES): $(INSTALLED)
	@$(INSTALL) '.[reference]' | awk '/^Successfully/ { print "  " $$0 }'
	@touch $@

benchmarks: $(INSTALLED) ## time and memory of what is taught next to PyTorch's own, measured anew into a table and its page
	@KINETO_LOG_LEVEL=9 $(BIN)/python -m benchmarks

outputs: $(INSTALLED) ## write the outputs of all blocks into the pages
	@$(BIN)/python -m notes.site.outputs docs src/notes README.md

figures: $(INSTALLED) ## draw the figures of all blocks that changed
	@$(BIN)/python -m notes.site.figures docs

downloads: $(INSTALLED) ## what the site offers: the wheel, the archive of the source, the chapters as notebooks
	@$(BIN)/python -m notes.site.downloads
	@$(BIN)/python -m notes.site.chapter_notebooks

experiments: $(INSTALLED) ## run what the tables of the experiments lack; SCHEDULER=tcp://... on a Dask cluster
	@$(BIN)/python -m notes.experiment $(NAMES) $(if $(SCHEDULER),--scheduler $(SCHEDULER))

labs: $(INSTALLED) ## execute the labs that changed
	@$(BIN)/python -m notes.site.labs

check: $(INSTALLED) ## check every proof and every equation
	@$(BIN)/notes check

lint: $(INSTALLED) ## style, types and the order of the chapters
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

mutants: $(INSTALLED) ## plant faults in the code of chapters and see whether their tests notice
	@$(BIN)/python -m mutants --workers $(WORKERS) $(NAMES)

nightly: $(INSTALLED) ## every test with every case, every slip planted, each block in a real interpreter of its own, two equal builds
	$(browser)
	@NOTES_FRESH=1 $(TEST) --every-case
	@$(BIN)/python -m pytest -m installed --every-case tests/site/test_downloads.py
	@$(BIN)/python -m notes.site.twice

elsewhere: $(INSTALLED) ## every test under each setting that stands for other processors, and other hash seeds
	$(browser)
	@$(BIN)/python -m notes.site.elsewhere $(TEST)

clean: ## remove all that was made, the virtual environment included
	rm -rf $(VENV) .cache site docs/figures docs/downloads docs/notebooks .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis src/*.egg-info
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
