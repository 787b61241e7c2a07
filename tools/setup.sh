#!/usr/bin/env bash
# Make .venv from the lock. Needs Python 3.11 or newer; quick when nothing changed.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/.packhaus
# The path counts too: programs in .venv name it, so a moved checkout needs a new one.
wanted="$(cat requirements/dev.txt requirements/bootstrap.txt pyproject.toml tools/setup.sh | cksum) $PWD"

works() {
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Compiled once, or the first wave of every installation would wait for it.
compile_search() {
    local sources
    sources="$(grep -rl --include='*.py' '@compiled' src/packhaus/decide | sort | xargs cat | cksum)"
    if [ "$(cat .venv/.compiled 2>/dev/null)" != "$sources" ]; then
        echo "Compiling what plans walks and cartons (a minute, once)"
        .venv/bin/python -c 'from packhaus.decide.batching import prepare_search; prepare_search()'
        .venv/bin/python -c 'from packhaus.decide.cartonize import prepare_packing; prepare_packing()'
        printf '%s' "$sources" >.venv/.compiled
    fi
}

if works && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    compile_search
    exit 0
fi

find_python() {
    for name in python3.11 python3.12 python3.13 python3 python3.14; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "Packhaus needs Python 3.11 or newer. On Debian: apt-get install python3 python3-venv" >&2
    return 1
}

create() {
    local python="$1"
    rm -rf .venv
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv .venv
    elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
        "$python" -m venv .venv
    elif "$python" -m virtualenv --version >/dev/null 2>&1; then
        "$python" -m virtualenv --quiet .venv
    else
        echo "Python's venv is incomplete. On Debian: apt-get install python3-venv" >&2
        return 1
    fi
}

# Keep an environment of this path; only the libraries changed.
if ! works || [ "$(cat .venv/.path 2>/dev/null)" != "$PWD" ]; then
    create "$(find_python)"
    printf '%s' "$PWD" >.venv/.path
fi
rm -f "$stamp"

echo "Installing the libraries of requirements/dev.txt (about a minute, once)"
export PIP_DISABLE_PIP_VERSION_CHECK=1
# Both keep what they downloaded below the home folder; a service's user has none, or may not write to it.
if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
    export PIP_NO_CACHE_DIR=1 UV_CACHE_DIR="$PWD/.venv/.cache"
fi
.venv/bin/python -m pip install --quiet --require-hashes -r requirements/bootstrap.txt

# uv does not read pip's configuration: where pip is told another index, uv has to be told too.
index="${PIP_INDEX_URL:-$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)}"
if [ -n "$index" ] && [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
    export UV_DEFAULT_INDEX="$index"
fi
# Nor does it trust what the machine trusts, unless told; a proxy's certificate is known only there.
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS=1
fi
export UV_NO_PROGRESS=1
if ! .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements/dev.txt; then
    echo "uv could not; pip takes over" >&2
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements/dev.txt
fi
# Without isolation the build backend comes from the lock too.
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
printf '%s' "$wanted" >"$stamp"
compile_search
