# `make help` lists what there is. ARGS goes through: make demo ARGS="--no-serve --json"
SHELL := /bin/bash
.DEFAULT_GOAL := help
ARGS ?=
RUN := .venv/bin/packhaus
PYTEST := .venv/bin/pytest
WORKERS ?= 2
# Many container images set it; each of the hundreds of processes of a test run would compile the program for itself.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo serve test test-full lint format bench docs messages lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv from the lock; .venv/bin/packhaus works afterwards
	@tools/setup.sh

demo: setup ## Load real orders, run days of fulfillment, open the console on http://localhost:8000
	@$(RUN) demo $(ARGS)

serve: setup ## Serve what is in the database
	@$(RUN) serve $(ARGS)

test: setup ## Run the tests (at most 15 minutes on two cores)
	@tools/ensure_browser.sh
	@$(PYTEST) -n $(WORKERS) -m "not full" $(ARGS)

test-full: setup ## Run every page in every language and width, and long fuzzing
	@tools/ensure_browser.sh
	@PACKHAUS_TEST_FULL=1 $(PYTEST) -n $(WORKERS) $(ARGS)

lint: setup ## Check style, types, layers, house rules, migrations, translations
	@tools/lint.sh

format: setup ## Format the code
	@.venv/bin/ruff check --quiet --fix . ; .venv/bin/ruff format .

bench: setup ## Measure a workload beside its limit: make bench ARGS="intake --json"
	@$(RUN) bench $(ARGS)

docs: setup ## Build the documentation into site/
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict $(ARGS)

messages: setup ## Collect and compile translations
	@.venv/bin/python tools/messages.py extract && .venv/bin/python tools/messages.py compile

lock: setup ## Pin and hash the libraries: make lock ARGS=--upgrade
	@tools/lock.sh $(ARGS)

clean: ## Remove caches and the built documentation; data in var/ stays
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis site
