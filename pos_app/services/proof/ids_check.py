"""The check that each sale, ticket, document, payment, shift, movement and report has an id of its own.

Of two records with one id the tables hold the first only: the rows agree with the journal although a sale is missing.
"""

from collections.abc import Iterable

from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from sync.facts import Entry
from sync.facts.used_ids import used_ids


def check_ids(entries: Iterable[Entry]) -> None:
    """Check all entries of a store. Raises Wrong."""
    known: set[str] = set()
    for entry in entries:
        for used in used_ids(entry.body):
            if used.name in known:
                raise Wrong(Flaw.ID_TWICE, entry_name(entry.epoch, entry.seq), used.name)
            known.add(used.name)
