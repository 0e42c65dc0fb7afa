#!/usr/bin/env bash
# apt_install.sh PACKAGE...: installs Debian packages, with sudo when not root; fails and names them on other systems.
set -euo pipefail

if ! command -v apt-get >/dev/null; then
    echo "This system has no apt-get. Install by hand what these Debian packages hold: $*" >&2
    exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Not root and no sudo. Ask an administrator to run: apt-get install -y --no-install-recommends $*" >&2
        exit 1
    fi
    as_root=(sudo)
fi

echo "Installing with apt-get: $*"
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends)
# The list of packages may be old or absent: the first try is cheap, the second has a fresh list.
"${install[@]}" "$@" >/dev/null 2>&1 || { "${as_root[@]}" apt-get update -qq && "${install[@]}" "$@"; }
