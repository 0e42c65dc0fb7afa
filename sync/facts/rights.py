"""Rights to sell: number blocks, seat leases and allotments, accepted and returned."""

from sqlalchemy import BigInteger, Column, ColumnElement, Index, Integer, String, Table, bindparam, select, update

from domain.rights import (
    GrantId,
    NumberGrant,
    PlacesGrant,
    SeatGrant,
    SeatSpan,
    TurnsGrant,
    read_spans,
    spans_text,
    without,
)
from sync.facts.fact import Fact, Header, Recorders
from sync.facts.forms import record_run
from sync.tables.column_types import Id
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx


class NumbersAccepted(Fact, frozen=True, tag="numbers_accepted/1"):
    """The station accepted numbers. `certificate`: HQ's seal (hex) on the grant, empty for a grant of a set-up file."""

    grant: NumberGrant
    certificate: str


class SeatsAccepted(Fact, frozen=True, tag="seats_accepted/1"):
    """The station accepted seats of a performance. `certificate` as in NumbersAccepted."""

    grant: SeatGrant
    certificate: str


class PlacesAccepted(Fact, frozen=True, tag="places_accepted/1"):
    """The station accepted places of a general zone. `certificate` as in NumbersAccepted."""

    grant: PlacesGrant
    certificate: str


class NumbersReturned(Fact, frozen=True, tag="numbers_returned/1"):
    """The station returned the tail of a number block. It will never issue a document with these numbers."""

    grant_id: GrantId
    first: int
    last: int


class SeatsReturned(Fact, frozen=True, tag="seats_returned/1"):
    """The station returned seats that it did not sell."""

    grant_id: GrantId
    seats: tuple[SeatSpan, ...]


class PlacesReturned(Fact, frozen=True, tag="places_returned/1"):
    """The station returned places that it did not sell.

    `returned` is the sum of all returns of this grant, these included.
    """

    grant_id: GrantId
    places: int
    returned: int


class TurnsAccepted(Fact, frozen=True, tag="turns_accepted/1"):
    """The station accepted turns in the order of sale of a zone. `certificate` as in NumbersAccepted."""

    grant: TurnsGrant
    certificate: str


class TurnsReturned(Fact, frozen=True, tag="turns_returned/1"):
    """The station returned turns that no ticket of it has."""

    grant_id: GrantId
    turns: tuple[SeatSpan, ...]


number_block = shared_table(
    "number_block", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("series", String, nullable=False), Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False), Column("next", BigInteger, nullable=False),
    Column("first_control", String, nullable=False), Index(None, "tenant_id", "station_id", "epoch"),
)  # fmt: skip
"""`id` is the id of the grant. Documents raise `next`; returns lower `last`."""
seat_lease = shared_table(
    "seat_lease", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("performance_id", Id, nullable=False), Column("seats", String, nullable=False),
)  # fmt: skip
"""`seats` are spans as `domain.rights.spans_text` writes them, without the seats that were returned."""
allotment = shared_table(
    "allotment", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("performance_id", Id, nullable=False), Column("zone_id", Id, nullable=False),
    Column("granted", Integer, nullable=False), Column("returned", Integer, nullable=False),
    Index(None, "tenant_id", "station_id", "epoch"),
)  # fmt: skip
turn_lease = shared_table(
    "turn_lease", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("performance_id", Id, nullable=False), Column("zone_id", Id, nullable=False),
    Column("turns", String, nullable=False),
)  # fmt: skip
"""`turns` are spans as in `seat_lease`, without the turns that were returned."""


def _own(table: Table) -> tuple[ColumnElement[bool], ...]:
    """The condition that selects a right of the life that made the entry; `_own_keys` makes its parameters."""
    return (
        table.c.tenant_id == bindparam("tenant"),
        table.c.id == bindparam("grant"),
        table.c.station_id == bindparam("station"),
        table.c.epoch == bindparam("in_epoch"),
    )


def _own_keys(entry: Header, grant_id: GrantId) -> dict[str, object]:
    return {"tenant": entry.tenant, "grant": grant_id, "station": entry.station, "in_epoch": entry.epoch}


NUMBER_USED = (
    update(number_block)
    .values(next=bindparam("number") + 1)
    .where(
        number_block.c.tenant_id == bindparam("tenant"),
        number_block.c.station_id == bindparam("station"),
        number_block.c.epoch == bindparam("in_epoch"),
        number_block.c.series == bindparam("in_series"),
        number_block.c.next <= bindparam("number"),
        number_block.c.last >= bindparam("number"),
    )
)


def numbers_accepted(tx: Tx, entry: Header, fact: NumbersAccepted) -> None:
    """Insert the block, with no number used, and the forms that came with it."""
    grant = fact.grant
    tx.insert(number_block, [{
        "tenant_id": entry.tenant, "id": grant.id, "station_id": entry.station, "epoch": entry.epoch,
        "series": grant.series, "first": grant.first, "last": grant.last, "next": grant.first,
        "first_control": grant.first_control,
    }])  # fmt: skip
    record_run(tx, entry, grant)


_NUMBERS_KEPT = (
    update(number_block)
    .values(last=bindparam("kept_to"))
    .where(*_own(number_block), number_block.c.last > bindparam("kept_to"))
)


def numbers_returned(tx: Tx, entry: Header, fact: NumbersReturned) -> None:
    """Lower the end of the block to the number before the returned ones."""
    tx.run(_NUMBERS_KEPT, {**_own_keys(entry, fact.grant_id), "kept_to": fact.first - 1})


def seats_accepted(tx: Tx, entry: Header, fact: SeatsAccepted) -> None:
    """Insert the lease of the granted seats."""
    grant = fact.grant
    tx.insert(seat_lease, [{
        "tenant_id": entry.tenant, "id": grant.id, "station_id": entry.station, "epoch": entry.epoch,
        "performance_id": grant.performance_id, "seats": spans_text(grant.seats),
    }])  # fmt: skip


_LEASED = select(seat_lease.c.seats).where(*_own(seat_lease))
_SEATS_KEPT = update(seat_lease).values(seats=bindparam("kept")).where(*_own(seat_lease))


def seats_returned(tx: Tx, entry: Header, fact: SeatsReturned) -> None:
    """Remove the returned seats from the lease."""
    row = tx.run(_LEASED, _own_keys(entry, fact.grant_id)).fetchone()
    if row:
        kept = spans_text(without(read_spans(row[0]), fact.seats))
        tx.run(_SEATS_KEPT, {**_own_keys(entry, fact.grant_id), "kept": kept})


def places_accepted(tx: Tx, entry: Header, fact: PlacesAccepted) -> None:
    """Insert the allotment of the granted places."""
    grant = fact.grant
    tx.insert(allotment, [{
        "tenant_id": entry.tenant, "id": grant.id, "station_id": entry.station, "epoch": entry.epoch,
        "performance_id": grant.performance_id, "zone_id": grant.zone_id, "granted": grant.places, "returned": 0,
    }])  # fmt: skip


_PLACES_RETURNED = (
    update(allotment)
    .values(returned=bindparam("by_now"))
    .where(*_own(allotment), allotment.c.returned < bindparam("by_now"))
)


def places_returned(tx: Tx, entry: Header, fact: PlacesReturned) -> None:
    """Raise the sum of returned places; an older sum changes nothing."""
    tx.run(_PLACES_RETURNED, {**_own_keys(entry, fact.grant_id), "by_now": fact.returned})


def turns_accepted(tx: Tx, entry: Header, fact: TurnsAccepted) -> None:
    """Insert the lease of the granted turns."""
    grant = fact.grant
    tx.insert(turn_lease, [{
        "tenant_id": entry.tenant, "id": grant.id, "station_id": entry.station, "epoch": entry.epoch,
        "performance_id": grant.performance_id, "zone_id": grant.zone_id, "turns": spans_text(grant.turns),
    }])  # fmt: skip


_TURNS = select(turn_lease.c.turns).where(*_own(turn_lease))
_TURNS_KEPT = update(turn_lease).values(turns=bindparam("kept")).where(*_own(turn_lease))


def turns_returned(tx: Tx, entry: Header, fact: TurnsReturned) -> None:
    """Remove the returned turns from the lease."""
    row = tx.run(_TURNS, _own_keys(entry, fact.grant_id)).fetchone()
    if row:
        kept = spans_text(without(read_spans(row[0]), fact.turns))
        tx.run(_TURNS_KEPT, {**_own_keys(entry, fact.grant_id), "kept": kept})


RECORDERS: Recorders = {
    NumbersAccepted: numbers_accepted,
    NumbersReturned: numbers_returned,
    SeatsAccepted: seats_accepted,
    SeatsReturned: seats_returned,
    PlacesAccepted: places_accepted,
    PlacesReturned: places_returned,
    TurnsAccepted: turns_accepted,
    TurnsReturned: turns_returned,
}
