#!/usr/bin/env bash
# Writes requirements.txt and requirements-dev.txt anew from pyproject.toml (needs `uv` and the network).
# Arguments go to uv, e.g. --upgrade or --upgrade-package lxml.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
header="# Pinned with hashes, for Python 3.11 and 3.12. Written by packaging/pin.sh from pyproject.toml; do not edit."

pin() { # $1: file, the rest: arguments of uv
    local file=$1
    shift
    uv pip compile ../pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-header --no-emit-index-url --output-file "$file" "$@"
    printf '%s\n' "$header" | cat - "$file" >"$file.new"
    mv "$file.new" "$file"
}

pin requirements.txt "$@"
pin requirements-dev.txt --extra test --extra interop --extra lint --constraint requirements.txt "$@"
