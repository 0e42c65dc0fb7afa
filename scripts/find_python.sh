#!/usr/bin/env bash
# Prints the path of a Python that has wheels for everything in the lock: 3.11 to 3.14. PYTHON=... overrides the choice.
set -euo pipefail
cd "$(dirname "$0")/.."

candidates() {
    if [ -n "${PYTHON:-}" ]; then
        echo "$PYTHON"
        return
    fi
    # The Python that made .venv stays the choice, so that PYTHON has to be given only once.
    [ ! -f .venv/pyvenv.cfg ] || sed -n 's/^executable = //p' .venv/pyvenv.cfg
    # The system's own python3 comes next: its venv package is the one most likely to be installed.
    printf '%s\n' python3 python3.13 python3.12 python3.11 python3.14
}

# The interpreter itself, not a link of a virtual environment that set-up is about to delete.
new_enough='import os, sys; (3, 11) <= sys.version_info[:2] < (3, 15) or sys.exit(1); print(os.path.realpath(sys.executable))'

while read -r name; do
    if "$name" -c "$new_enough" 2>/dev/null; then
        exit 0
    fi
done < <(candidates)
echo "Taquilla needs Python 3.11, 3.12, 3.13 or 3.14 and found none as ${PYTHON:-python3 or python3.11 to python3.14}: install one (Debian and Ubuntu: apt-get install python3 python3-venv) or name one, make PYTHON=/path/to/python3 test." >&2
exit 1
