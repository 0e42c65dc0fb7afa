"""Ask a public service which releases of the lock have known vulnerabilities; without an answer nothing is proved."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
CLEAN, VULNERABLE, UNKNOWN = 0, 1, 2


def main() -> int:
    """Print the verdict; 0 when no vulnerability is known, 1 when one is, 2 when the service gave no answer."""
    command = [
        *(sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip"),
        *("--format", "json", "--progress-spinner", "off"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    # It ends with 1 for a vulnerability and for a failure alike; only an audit that was done prints a report.
    try:
        audited = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        lines = done.stderr.strip().splitlines() or [f"pip-audit ended with {done.returncode}"]
        print(
            f"NOT AUDITED. The vulnerability service was not reached, or pip-audit failed: {lines[-1]}", file=sys.stderr
        )
        return UNKNOWN
    return verdict(audited)


def verdict(audited: list[dict[str, Any]]) -> int:
    """Print what the service knows of each release; an answer that leaves a release out is no clean one."""
    skipped = [f"not audited: {one['skip_reason']}" for one in audited if "skip_reason" in one]
    vulnerable = [
        f"{one['name']} {one['version']}: {known['id']}, fixed in {', '.join(known['fix_versions']) or 'no release'}"
        for one in audited
        for known in one.get("vulns", [])
    ]
    if len(skipped) == len(audited):
        print(f"NOT AUDITED. The vulnerability service knows none of {len(audited)} releases.", file=sys.stderr)
        return UNKNOWN
    for line in [*skipped, *vulnerable]:
        print(line)
    print(f"{len(audited) - len(skipped)} releases audited, {len(vulnerable)} known vulnerabilities.")
    if vulnerable:
        return VULNERABLE
    return UNKNOWN if skipped else CLEAN


if __name__ == "__main__":
    sys.exit(main())
