#!/bin/sh
# Makes this checkout ready: Debian's packages where they are missing, then the locked Python packages in .venv/.
#
#   scripts/setup.sh run     what the portal needs
#   scripts/setup.sh test    that, and what the suite needs
#
# Safe to interrupt and to repeat: .venv/ is trusted only while its stamp says that an installation ended well.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

run_packages="python3 python3-venv tesseract-ocr libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
libgl1 libglib2.0-0 fonts-dejavu-core"
test_packages="postgresql chromium libatomic1 faketime poppler-utils"
python=/usr/bin/python3 # the one python3-venv belongs to
stamp=.venv/platebook-setup

say() { printf '%s\n' "$*"; }

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

missing_packages() { # PACKAGE...
    for package in "$@"; do
        # shellcheck disable=SC2016 # dpkg-query fills in the field itself
        status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || true
        [ "$status" = installed ] || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt_get() { # a service that apt starts outlives us, so it may not inherit the lock (descriptor 9)
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" 9<&-
}

install_system_packages() { # PACKAGE...
    by_hand="apt-get update && apt-get install --no-install-recommends $*"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        stop "Platebook needs these system packages: $*
You are not root and there is no sudo here. Have an administrator run this, then start again: $by_hand"
    fi
    say "Installing system packages ($# missing): $*"
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    apt_get update >"$log" 2>&1 || say "The package lists could not be refreshed; going on with those at hand."
    if ! apt_get install -y --no-install-recommends "$@" >>"$log" 2>&1; then
        cat "$log" >&2
        stop "The system packages could not be installed; the lines above say why. By hand, as root: $by_hand"
    fi
}

install_python_packages() { # LOCK
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt &&
        .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes --compile-bytecode -r "$1" && return
    say "uv could not install them; trying with pip, which takes about a minute."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1" ||
        stop "The Python packages could not be installed; the lines above say why. Check the network, then start again."
}

stamped() { [ -f "$stamp" ] && grep -qxF -e "$1" "$stamp"; }

fingerprint() { sha256sum <"$1" | cut -c 1-64; }

case ${1-} in
run) packages=$run_packages lock=requirements.txt ;;
test) packages="$run_packages $test_packages" lock=requirements-test.txt ;;
*) stop "Say which set-up: scripts/setup.sh run, or scripts/setup.sh test." ;;
esac
command -v dpkg-query >/dev/null || stop "Platebook's set-up needs Debian 12 or a close relative: there is no dpkg here."

exec 9<scripts/setup.sh # one set-up of a checkout at a time
if ! flock --nonblock 9; then
    say "Waiting for another set-up of this checkout to end."
    flock 9
fi

# shellcheck disable=SC2086 # lists of words
missing=$(missing_packages $packages)
# shellcheck disable=SC2086
[ -z "$missing" ] || install_system_packages $missing

home="home $PWD $(readlink -f "$python")" # a moved checkout or another Python needs another .venv
run_ready="run $(fingerprint requirements.txt)"
test_ready="test $(fingerprint requirements-test.txt)"
ready=$run_ready
if [ "$1" = test ]; then ready=$test_ready; fi
if stamped "$home" && stamped "$ready"; then exit 0; fi

if ! stamped "$home"; then
    say "Making the virtual environment .venv/"
    "$python" -m venv --clear .venv
fi
rm -f "$stamp"
say "Installing the Python packages of $lock"
install_python_packages "$lock"
# requirements-test.txt holds all of requirements.txt, so it readies both; the other way round it does not.
{
    printf '%s\n' "$home" "$run_ready"
    if [ "$1" = test ]; then printf '%s\n' "$test_ready"; fi
} >"$stamp"
say "Set-up is done."
