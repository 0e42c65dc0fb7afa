"""Writes the evidence of each station and has it verified by the verifier that knows nothing of the programs."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from pos_app.services.proof.evidence import write_evidence
from tests.tools.bundles import verdict_here
from tests.world.books import Books
from tests.world.world import World


def evidence_holds(world: World, books: Books) -> Iterator[str]:
    """I6, I11, I12, I13: `tools/verify_journal.py` finds no fault in the evidence of any station."""
    for machine in world.in_use:
        with TemporaryDirectory() as folder:
            write_evidence(machine.station, Path(folder))
            if wrong := verdict_here(Path(folder)):
                yield f"{machine.name}: {wrong}"
