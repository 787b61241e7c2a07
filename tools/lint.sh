#!/usr/bin/env bash
# Every rule of the house; all of them run, then the sum.
set -u
cd "$(dirname "$0")/.."
failed=""

check() {
    local name="$1"
    shift
    echo "== $name"
    "$@" || failed="$failed $name"
}

check ruff .venv/bin/ruff check --quiet .
check format .venv/bin/ruff format --quiet --check .
# The plugin reads the settings; it needs no database.
check types env DATABASE_URL=postgresql:///unused .venv/bin/mypy
check layers .venv/bin/lint-imports
check house .venv/bin/python -m tools.lint
check dependencies .venv/bin/deptry src
check migrations .venv/bin/python -m django makemigrations --check --dry-run --settings packhaus.config.settings_test
if [ -f tools/messages.py ]; then
    check translations .venv/bin/python tools/messages.py check
fi
if [ -f tools/openapi.py ]; then
    check openapi .venv/bin/python tools/openapi.py --check
fi

if [ -n "$failed" ]; then
    echo "Lint found something in:$failed" >&2
    exit 1
fi
echo "Lint is clean."
