#!/usr/bin/env bash
# Starts Glossator from this checkout.
#
#   packaging/run.sh             opens your library (and our sample articles, the first time)
#   packaging/run.sh FILE…       opens these articles
#   packaging/run.sh --help      says what the program itself understands
#
# Without a screen it works through the articles by itself and leaves the results in out/.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
bash "$checkout/packaging/setup.sh"
python="$checkout/.venv/bin/python"

case "${1:-}" in -h | --help | --version) exec "$python" -m glossator "$@" ;; esac

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    if [ $# -eq 0 ] && ! "$python" -c 'import sys; from glossator.core import places; sys.exit(not places.default_project().exists())'; then
        set -- "$checkout"/resources/samples/*.*
    fi
    exec "$python" -m glossator "$@"
fi

if [ $# -eq 0 ]; then
    set -- "$checkout"/resources/samples/*.*
fi
echo "glossator: no screen here, so the results go to ${GLOSSATOR_OUT:-out}/" >&2
exec env QT_QPA_PLATFORM=offscreen "$python" -m glossator headless --out "${GLOSSATOR_OUT:-out}" "$@"
