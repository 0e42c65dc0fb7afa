"""The end of each act for whoever trusts none of these programs: the evidence, and the verifier that stands alone."""

import shutil
import subprocess
import sys
from pathlib import Path

from pos_app.services.proof.evidence import write_evidence
from pos_app.station import Station

_VERIFIER = Path(__file__).parents[2] / "tools" / "verify_journal.py"


def audited(station: Station, folder: Path) -> str:
    """Write the evidence of a station into a folder and verify it in a process of its own.

    Returns the first line of the answer; empty where the program is installed without its sources.
    """
    shutil.rmtree(folder, ignore_errors=True)
    write_evidence(station, folder)
    if not _VERIFIER.exists():
        return ""
    command = [sys.executable, "-I", str(_VERIFIER), str(folder)]
    done = subprocess.run(  # noqa: S603  # our own program
        command, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.stdout.partition("\n")[0]


def holds(answer: str) -> bool:
    """Whether an answer of `audited` is no flaw."""
    return not answer or answer.startswith("verify_journal: ok")
