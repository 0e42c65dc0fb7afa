"""`make audit` passes only when the service answered for every release and knows no vulnerability."""

import subprocess
import sys
from typing import Any

import pytest

from scripts import audit
from tests.source_tree import ROOT

CLEAN = {"name": "alpha", "version": "1.0", "vulns": []}
VULNERABLE = {"name": "beta", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"]}]}
SKIPPED = {"name": "gamma", "skip_reason": "gamma (1.0) was not found"}


@pytest.mark.slow
def test_a_service_that_is_not_reached_is_no_success() -> None:
    """The proxy that tests are given does not answer, so the audit reaches nobody."""
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/audit.py"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == audit.UNKNOWN
    assert done.stdout == ""
    assert done.stderr.startswith("NOT AUDITED. The vulnerability service was not reached")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("audited", "verdict", "line"),
    [
        ([CLEAN], audit.CLEAN, "1 releases audited, 0 known vulnerabilities."),
        ([CLEAN, VULNERABLE], audit.VULNERABLE, "beta 1.0: PYSEC-2026-1, fixed in 1.1"),
        ([CLEAN, SKIPPED], audit.UNKNOWN, "not audited: gamma (1.0) was not found"),
        ([SKIPPED, VULNERABLE], audit.VULNERABLE, "1 releases audited, 1 known vulnerabilities."),
        ([SKIPPED], audit.UNKNOWN, "NOT AUDITED. The vulnerability service knows none of 1 releases."),
        ([], audit.UNKNOWN, "NOT AUDITED. The vulnerability service knows none of 0 releases."),
    ],
)
def test_the_verdict_counts_what_was_audited(
    audited: list[dict[str, Any]], verdict: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.verdict(audited) == verdict
    printed = capsys.readouterr()
    assert line in (printed.out + printed.err).splitlines()
