#!/usr/bin/env bash
# Browser tests drive Debian's Chromium without its windows. Never fails: without it those tests skip and say so.
set -eu
if command -v chromium-headless-shell >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null; then
        exit 0
    fi
fi
echo "Browser tests will be slower or skipped: the Chromium without windows is missing. On Debian: sudo apt-get install chromium-headless-shell" >&2
