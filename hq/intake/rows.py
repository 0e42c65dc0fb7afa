"""All SQL of receiving pushes: the journal's entries, quarantined branches, and how far each station has come."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_

from domain.rights import Holder
from hq.storage.batch import insert_many
from hq.storage.ledger_tables import entry_receipt, quarantine
from sync.facts.entry import journal
from sync.tables.transaction import Row, Tx

Place = tuple[int, int]
"""Epoch and number of an entry."""

_ADVANCE = """
    UPDATE station_life l SET
        last_request = CASE WHEN pushed.ended THEN l.last_request ELSE pushed.request_no END,
        last_seen_at = pushed.at,
        acknowledged = CASE WHEN pushed.ended THEN l.acknowledged ELSE pushed.reached END,
        head_hash = CASE WHEN pushed.ended THEN l.head_hash ELSE pushed.hash END
    FROM unnest(%(stations)b::uuid[], %(requests)b::int8[], %(ats)b::int8[], %(ended)b::bool[], %(reached)b::int8[],
        %(hashes)b::bytea[]) AS pushed(station_id, request_no, at, ended, reached, hash)
    WHERE l.tenant_id = %(tenant)s AND l.station_id = pushed.station_id
    RETURNING l.station_id, l.status
"""
_entry = journal.c
_OF_STATION = (
    select(_entry.epoch, _entry.seq, _entry.body)
    .where(_entry.tenant_id == bindparam("tenant"), _entry.station_id == bindparam("station"))
    .order_by(_entry.epoch, _entry.seq)
)
_PLACE = tuple_(_entry.epoch, _entry.seq)
_AT_PLACES = _OF_STATION.where(_PLACE.in_(bindparam("places", expanding=True)))
_AFTER = _OF_STATION.where(tuple_(bindparam("after_epoch"), bindparam("after_seq")) < _PLACE).limit(bindparam("most"))


def insert_entries(tx: Tx, entries: Sequence[Row]) -> None:
    """Insert entries of the journal, as the stations signed them."""
    insert_many(tx, journal, entries)


def insert_branch(tx: Tx, entries: Sequence[Row]) -> None:
    """Insert entries of a branch that HQ does not follow."""
    tx.insert(quarantine, entries)


def entry_hash(tx: Tx, life: Holder, seq: int) -> bytes | None:
    """The hash of a stored entry; None without such an entry."""
    statement = select(_entry.hash).where(
        _entry.tenant_id == life.tenant_id,
        _entry.station_id == life.station_id,
        _entry.epoch == life.epoch,
        _entry.seq == seq,
    )
    stored = tx.execute(statement).scalar()
    return None if stored is None else bytes(stored)


def advance_stations(tx: Tx, tenant_id: UUID, pushed: dict[str, list[Any]]) -> dict[UUID, str]:
    """Store how far each station has come, and return the status of each.

    `pushed` has one list for each of `stations`, `requests`, `ats` (microseconds), `ended`, `reached` and `hashes`.
    Of a life that ended only the instant is stored: the columns hold the head of the current life.
    """
    return dict(tx.driver.execute(_ADVANCE, {"tenant": tenant_id, **pushed}).fetchall())


def insert_receipts(tx: Tx, receipts: Sequence[Row]) -> None:
    """Store when the entries of lives up to a number were received. The first receipt of an entry stands."""
    insert_many(tx, entry_receipt, receipts)


def entries_at(tx: Tx, tenant_id: UUID, station_id: UUID, places: Sequence[Place]) -> Sequence[Any]:
    """Epoch, number and body of these entries of a station, in the order of its chains."""
    return tx.execute(_AT_PLACES, {"tenant": tenant_id, "station": station_id, "places": places}).all()


def entries_after(tx: Tx, tenant_id: UUID, station_id: UUID, place: Place, most: int) -> Sequence[Any]:
    """Epoch, number and body of the next entries of a station after a place, in the order of its chains."""
    keys = {"tenant": tenant_id, "station": station_id, "after_epoch": place[0], "after_seq": place[1], "most": most}
    return tx.execute(_AFTER, keys).all()
