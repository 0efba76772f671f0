#!/usr/bin/env bash
# Makes .venv in this checkout ready. Called by run.sh and test.sh; safe to call again and again.
#
#   packaging/setup.sh          what the program needs
#   packaging/setup.sh --dev    and what the tests and checks need
#
# When nothing has changed since the last time, it only compares stamps (well under a second) and
# needs no network. System packages are installed only where that needs no password; otherwise the
# one line to type is printed.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
venv="$checkout/.venv"
kind=run
[ "${1:-}" = "--dev" ] && kind=dev
requirements="$checkout/packaging/requirements.txt"
[ "$kind" = dev ] && requirements="$checkout/packaging/requirements-dev.txt"

say() { printf 'glossator: %s\n' "$*" >&2; }

# --- the stamp: where the checkout lies, and what was installed ---------------------------------

stamp_text() { # $1: requirements file
    printf '%s\n' "$checkout"
    cksum <"$1"
    cksum <"$checkout/packaging/setup.sh"
}

is_fresh() { # $1: run | dev, $2: requirements file
    [ -x "$venv/bin/python" ] && [ -f "$venv/.stamp-$1" ] && [ "$(stamp_text "$2")" = "$(<"$venv/.stamp-$1")" ]
}

# --- system packages ----------------------------------------------------------------------------

as_root() { # runs a command as root without ever asking for a password
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@" </dev/null
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@" </dev/null
    else
        return 1
    fi
}

apt_install() { # installs packages; one that fails or is unknown here does not stop the others
    command -v apt-get >/dev/null || return 1
    as_root true || return 1
    local name
    if ! apt-cache show "$1" >/dev/null 2>&1; then
        as_root apt-get update -qq >&2 || true
    fi
    as_root apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@" >/dev/null && return 0
    for name in "$@"; do
        as_root apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$name" >/dev/null || true
    done
}

# What Qt loads at run time on X11, on Wayland and without a screen: shared object and its Debian package.
qt_libraries="
libglib-2.0.so.0 libglib2.0-0
libGL.so.1 libgl1
libEGL.so.1 libegl1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libxkbcommon.so.0 libxkbcommon0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-render-util.so.0 libxcb-render-util0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-xkb.so.1 libxcb-xkb1
libxcb-shape.so.0 libxcb-shape0
libxcb-randr.so.0 libxcb-randr0
libxcb-xinerama.so.0 libxcb-xinerama0
libX11-xcb.so.1 libx11-xcb1
libwayland-cursor.so.0 libwayland-cursor0
"

missing_packages() { # prints the Debian packages that are not there
    local known object package
    known=$( (ldconfig -p || /sbin/ldconfig -p) 2>/dev/null || true)
    if [ -n "$known" ]; then
        while read -r object package; do
            [ -n "$object" ] || continue
            case "$known" in *"$object "*) ;; *) printf '%s ' "$package" ;; esac
        done <<<"$qt_libraries"
    fi
    if ! compgen -G "/usr/share/fonts/truetype/*/*.ttf" >/dev/null && ! compgen -G "/usr/share/fonts/*/*.[to]tf" >/dev/null; then
        printf 'fonts-dejavu-core '
    fi
    # Articles hold emoji, whatever other fonts there are.
    if ! compgen -G "/usr/share/fonts/*/*[Ee]moji*" >/dev/null && ! compgen -G "/usr/share/fonts/*/*/*[Ee]moji*" >/dev/null; then
        printf 'fonts-noto-color-emoji '
    fi
    if [ "$kind" = dev ]; then
        command -v xvfb-run >/dev/null || printf 'xvfb '
        command -v xauth >/dev/null || printf 'xauth '
    fi
}

system_packages() {
    local missing
    [ "$(uname -s)" = Linux ] || return 0
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if command -v apt-get >/dev/null; then
        say "installing system packages: $missing"
        # shellcheck disable=SC2086  # a list of words
        apt_install $missing || true
        missing=$(missing_packages)
        [ -n "$missing" ] || return 0
        say "these are missing and cannot be installed without a password; type:"
        say "    sudo apt-get install $missing"
    else
        say "Qt may not start: your system lacks what Debian calls $missing"
    fi
}

# --- Python -------------------------------------------------------------------------------------

fits() { # $1: a Python; true for 3.11 and 3.12
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' >/dev/null 2>&1
}

find_python() {
    local name
    for name in "${GLOSSATOR_PYTHON:-}" python3.11 python3.12 python3 python /usr/bin/python3.11 /usr/bin/python3.12 /usr/bin/python3; do
        if [ -n "$name" ] && command -v "$name" >/dev/null && fits "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

make_venv() {
    local python version
    if ! python=$(find_python); then
        apt_install python3 python3-venv || true
        if ! python=$(find_python); then
            say "Python 3.11 or 3.12 is needed and was not found; on Debian type:"
            say "    sudo apt-get install python3 python3-venv"
            exit 1
        fi
    fi
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        apt_install python3-venv "$version" || true
        if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            say "this Python cannot make virtual environments; on Debian type:"
            say "    sudo apt-get install python3-venv $version"
            exit 1
        fi
    fi
    say "making .venv with $python"
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

install() {
    local packages
    if ! { [ -f "$venv/.checkout" ] && [ "$(<"$venv/.checkout")" = "$checkout" ] && fits "$venv/bin/python"; }; then
        make_venv # new, from another place, or broken
    fi
    rm -f "$venv/.stamp-run" "$venv/.stamp-dev"
    say "installing the pinned packages ($kind); the first time takes a minute or two"
    if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
        --requirement "$requirements" </dev/null 2>&1 | { grep -v "does not provide the extra" || true; } >&2; then
        say "the packages could not be installed; the first time needs the network"
        exit 1
    fi
    # The program itself is used where it lies: one line that Python reads, and one small command.
    packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$checkout/desktop" >"$packages/glossator.pth"
    # shellcheck disable=SC2016  # expanded when the command runs
    printf '%s\n' '#!/bin/sh' 'exec "$(dirname "$(readlink -f "$0")")/python" -m glossator "$@"' >"$venv/bin/glossator"
    chmod +x "$venv/bin/glossator"
    printf '%s\n' "$checkout" >"$venv/.checkout"
    stamp_text "$checkout/packaging/requirements.txt" >"$venv/.stamp-run"
    if [ "$kind" = dev ]; then
        stamp_text "$requirements" >"$venv/.stamp-dev"
    fi
}

# Two calls at the same time would write over each other: the second waits.
if command -v flock >/dev/null; then
    exec 9<"$checkout/packaging/setup.sh"
    flock 9
fi
system_packages
is_fresh "$kind" "$requirements" || install
