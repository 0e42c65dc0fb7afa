#!/usr/bin/env bash
# Prints the path of a Python >= 3.11 that can make a virtual environment; installs the venv package where
# Debian and Ubuntu split it off. PYTHON=... overrides the choice.
set -euo pipefail
cd "$(dirname "$0")/.."

is_new_enough() {
    "$1" -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] < (3, 15)))' >/dev/null 2>&1
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

find_python() {
    local name
    # The system's own python3 comes first: it is the one whose venv package is most likely there.
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
        if is_new_enough "$name"; then
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    echo "Taquilla needs Python 3.11, 3.12, 3.13 or 3.14; none was found as ${PYTHON:-python3, python3.11 ... python3.14}." >&2
    echo "Debian and Ubuntu: sudo apt-get install python3 python3-venv. Elsewhere: name one, make PYTHON=/path/to/python3 test." >&2
    exit 1
}

python=$(find_python)
if ! can_make_venv "$python"; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "$python cannot make virtual environments: the package python$version-venv is missing." >&2
    scripts/apt_install.sh "python$version-venv" >&2
    can_make_venv "$python" || { echo "$python still cannot make a virtual environment." >&2; exit 1; }
fi
echo "$python"
