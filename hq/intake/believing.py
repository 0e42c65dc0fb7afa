"""Entries that HQ does not believe: they are kept in the journal, change nothing, and a case asks a person.

An entry may be wrong only because an earlier one of its life is not recorded yet. It waits with that one then.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hq.conflicts import cases
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from hq.journals.entry_states import EntryState, note, waiting
from hq.rights.belief import doubted_rights
from sync.facts import Entry
from sync.tables.transaction import Tx

Known = tuple[Life, Entry]


@dataclass(frozen=True, slots=True)
class Judged:
    """A group of entries: those to record, those that are refused, and those that wait for earlier ones."""

    believed: Sequence[Known]
    refused: Sequence[Doubted] = ()
    early: Sequence[Doubted] = ()


def judge(tx: Tx, known: Sequence[Known]) -> Judged:
    """Part the entries by what HQ knows before any of them is recorded."""
    doubted = doubted_rights(tx, known)
    if not doubted:
        return Judged(known)
    away = {(one.life.station_id, one.entry.position) for one in doubted}
    believed = [(life, entry) for life, entry in known if (life.station_id, entry.position) not in away]
    early = [one for one in doubted if _waits_for_earlier(tx, one)]
    return Judged(believed, [one for one in doubted if one not in early], early)


def refuse(tx: Tx, refused: Sequence[Doubted]) -> None:
    """Mark the entries as refused for good, and open a case for each."""
    if not refused:
        return
    for one in refused:
        note(tx, one.life, one.entry.seq, EntryState.REFUSED, one.doubt.why)
    life = refused[0].life
    touched = cases.file_claims(tx, life.tenant_id, [one.claim for one in refused])
    cases.assess(tx, life.tenant_id, life.at, touched)


def _waits_for_earlier(tx: Tx, doubted: Doubted) -> bool:
    life, entry = doubted.life, doubted.entry
    return any(
        other.epoch == entry.epoch and other.seq < entry.seq for other in waiting(tx, life.tenant_id, life.station_id)
    )
