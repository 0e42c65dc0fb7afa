"""Ids that two entries use: of sales, documents, tickets and their codes, payments, shifts, movements and reports.

The first record is in the books. An entry that uses its id again would be dropped by the keys of the tables, in part
or whole, so it is not recorded at all, and a case shows both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.conflicts.cases import Claim, ConflictKind, Contested, EntryPosition
from domain.ids import StationId
from hq.conflicts.rows import id_rows
from hq.journals.arrivals import Life
from hq.journals.recorded_sales import RecordedSale, claim_of
from sync import facts, journal
from sync.facts import Entry
from sync.facts.used_ids import UsedId, used_ids
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class IdTwice:
    """An entry that uses an id which the entry `first` (station and position) has."""

    life: Life
    entry: Entry
    used: str
    """What has the id, and the id."""
    first: tuple[UUID, int]

    def claims(self, tx: Tx) -> tuple[Claim, Claim]:
        """The claims of both entries."""
        contested = Contested(ConflictKind.ID_TWICE, series=self.used)
        first = journal.entry_at(tx, self.life.tenant_id, *self.first)
        assert first is not None
        return _claim(self.life, first, contested), _claim(self.life, self.entry, contested)


def twice_in(known: Sequence[tuple[Life, Entry]]) -> Iterator[IdTwice]:
    """The entries of a group that use an id of an earlier entry of the group, or one id for two things."""
    first: dict[str, tuple[UUID, int]] = {}
    for life, entry in known:
        own: set[str] = set()
        place = entry.station, entry.position
        for used in used_ids(entry.body):
            other = first.get(used.name) or (place if used.name in own else None)
            if other is not None:
                yield IdTwice(life, entry, used.name, other)
                break
            own.add(used.name)
        else:
            first |= dict.fromkeys(own, place)


def used_before(tx: Tx, tenant_id: UUID, recorded: Sequence[tuple[Life, Entry]]) -> list[IdTwice]:
    """Those of these entries, just recorded, that use an id of which HQ has another record.

    Asked after recording: then the keys of the tables made two transactions with one id wait for each other.
    """
    used = [
        {"what": one.what, "id": one.id, "text": one.text, "station": entry.station, "position": entry.position}
        for _, entry in recorded
        for one in used_ids(entry.body)
    ]
    if not used:
        return []
    firsts: dict[tuple[UUID, int], tuple[str, tuple[UUID, int]]] = {}
    for row in id_rows.others_with_ids(tx, tenant_id, used):
        name = UsedId(row.what, row.id, row.text).name
        firsts.setdefault((row.station, row.position), (name, (row.first_station, row.first_position)))
    return [
        IdTwice(life, entry, *firsts[entry.station, entry.position])
        for life, entry in recorded
        if (entry.station, entry.position) in firsts
    ]


def _claim(life: Life, entry: Entry, contested: Contested) -> Claim:
    if isinstance(entry.body, facts.SaleRecorded):
        return claim_of(RecordedSale(life, entry, entry.body), contested)
    position = EntryPosition(StationId(entry.station), entry.epoch, entry.seq)
    return Claim(contested, position, life.at)
