"""The rows of the right to sell: blocks, leases and allotments as they are taken and given back.

What moves a row here says where it ends, never by how much, so recording again changes nothing.
"""

from sqlalchemy import bindparam, select, update

from domain.rights import read_spans, without, written
from sync import facts
from sync.facts import tables as rows
from sync.tables.transaction import Tx


def numbers_accepted(tx: Tx, entry: facts.Entry, fact: facts.NumbersAccepted) -> None:
    """The block as it was granted: nothing of it is used."""
    grant = fact.grant
    tx.insert(rows.number_block, [{
        "tenant_id": entry.tenant, "id": grant.id, "station_id": entry.station, "epoch": entry.epoch,
        "series": grant.series, "first": grant.first, "last": grant.last, "next": grant.first,
        "first_control": grant.first_control,
    }])  # fmt: skip


_NUMBERS_KEPT = (
    update(rows.number_block)
    .values(last=bindparam("kept_to"))
    .where(
        rows.number_block.c.tenant_id == bindparam("tenant"),
        rows.number_block.c.id == bindparam("grant"),
        rows.number_block.c.last > bindparam("kept_to"),
    )
)


def numbers_returned(tx: Tx, entry: facts.Entry, fact: facts.NumbersReturned) -> None:
    """The block ends before what was given back."""
    tx.run(_NUMBERS_KEPT, {"tenant": entry.tenant, "grant": fact.grant_id, "kept_to": fact.first - 1})


def seats_accepted(tx: Tx, entry: facts.Entry, fact: facts.SeatsAccepted) -> None:
    """The seats as they were granted."""
    grant = fact.grant
    tx.insert(rows.seat_lease, [{
        "tenant_id": entry.tenant, "id": grant.id, "station_id": entry.station, "epoch": entry.epoch,
        "performance_id": grant.performance_id, "seats": written(grant.seats),
    }])  # fmt: skip


_ONE_LEASE = (rows.seat_lease.c.tenant_id == bindparam("tenant"), rows.seat_lease.c.id == bindparam("grant"))
_LEASED = select(rows.seat_lease.c.seats).where(*_ONE_LEASE)
_SEATS_KEPT = update(rows.seat_lease).values(seats=bindparam("kept")).where(*_ONE_LEASE)


def seats_returned(tx: Tx, entry: facts.Entry, fact: facts.SeatsReturned) -> None:
    """The lease without what was given back."""
    row = tx.run(_LEASED, {"tenant": entry.tenant, "grant": fact.grant_id}).fetchone()
    if row:
        kept = written(without(read_spans(row[0]), fact.seats))
        tx.run(_SEATS_KEPT, {"tenant": entry.tenant, "grant": fact.grant_id, "kept": kept})


def places_accepted(tx: Tx, entry: facts.Entry, fact: facts.PlacesAccepted) -> None:
    """The places as they were granted."""
    grant = fact.grant
    tx.insert(rows.allotment, [{
        "tenant_id": entry.tenant, "id": grant.id, "station_id": entry.station, "epoch": entry.epoch,
        "performance_id": grant.performance_id, "zone_id": grant.zone_id, "granted": grant.places, "returned": 0,
    }])  # fmt: skip


_PLACES_RETURNED = (
    update(rows.allotment)
    .values(returned=bindparam("by_now"))
    .where(
        rows.allotment.c.tenant_id == bindparam("tenant"),
        rows.allotment.c.id == bindparam("grant"),
        rows.allotment.c.returned < bindparam("by_now"),
    )
)


def places_returned(tx: Tx, entry: facts.Entry, fact: facts.PlacesReturned) -> None:
    """How many places were given back by now."""
    tx.run(_PLACES_RETURNED, {"tenant": entry.tenant, "grant": fact.grant_id, "by_now": fact.returned})
