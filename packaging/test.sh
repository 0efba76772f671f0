#!/usr/bin/env bash
# Runs the tests of this checkout.
#
#   packaging/test.sh            everything: offscreen, then the journeys marked xcb on a real X server
#   packaging/test.sh ARGS…      pytest offscreen with these arguments only
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
[ -n "${HOME:-}" ] || export HOME="$scratch"

bash "$checkout/packaging/setup.sh" --dev
python="$checkout/.venv/bin/python"
cd "$checkout"
unset DISPLAY WAYLAND_DISPLAY
export QT_QPA_PLATFORM=offscreen

if [ $# -gt 0 ]; then
    "$python" -m pytest "$@"
    exit
fi

status=0
"$python" -m pytest </dev/null 2>&1 | tee "$scratch/offscreen" || status=$?
: >"$scratch/xcb"
if command -v xvfb-run >/dev/null && grep -rqs 'mark\.xcb' tests/journeys; then
    echo "--- journeys under X (Xvfb)"
    code=0
    xvfb-run -a -s "-screen 0 1600x1000x24" env QT_QPA_PLATFORM=xcb \
        "$python" -m pytest -q -m xcb tests/journeys </dev/null 2>&1 | tee "$scratch/xcb" || code=$?
    # 5: no test carries the mark, which is not a failure.
    if [ "$code" -ne 0 ] && [ "$code" -ne 5 ] && [ "$status" -eq 0 ]; then
        status=$code
    fi
fi
if [ -s "$scratch/xcb" ]; then
    echo "xcb:       $(tail -n 1 "$scratch/xcb")"
    echo "offscreen: $(tail -n 1 "$scratch/offscreen")"
fi
exit "$status"
