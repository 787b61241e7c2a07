#!/usr/bin/env bash
# Pin and hash every library. Pins already in requirements/*.txt stay; `make lock ARGS=--upgrade` moves them.
set -eu
cd "$(dirname "$0")/.."
export UV_CUSTOM_COMPILE_COMMAND="make lock"

compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --no-emit-index-url --no-emit-find-links "$@"
}

compile requirements/dev.in -o requirements/dev.txt "${@}"
compile requirements/base.in -o requirements/base.txt --constraints requirements/dev.txt "${@}"
compile requirements/bootstrap.in -o requirements/bootstrap.txt --constraints requirements/dev.txt "${@}"
