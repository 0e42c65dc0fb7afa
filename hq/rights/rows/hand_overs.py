"""Statements for hand-overs between stations: rights that move from one holder to another, and witnessed entries."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Integer, any_, bindparam, select, update

from domain.rights import Holder, SeatGrant, seats_of
from hq.rights.rows import place_rights
from hq.storage import ledger_tables
from hq.storage.one_of import one_of
from hq.storage.tables import station_epoch
from sync.facts.entry import journal
from sync.tables.transaction import Tx

_seat, _place, _witness = ledger_tables.seat_right, ledger_tables.place_right, ledger_tables.handed_entry
_s, _w, _j, _e, _state = _seat.c, _witness.c, journal.c, station_epoch.c, ledger_tables.entry_state.c
_WITNESSED = select(_w.station_id, _w.epoch, _w.seq, _w.hash, _w.receiver_id, _w.receiver_epoch).where(
    _w.tenant_id == bindparam("tenant"), one_of(_w.station_id, "stations")
)


def move_seats(tx: Tx, giver: Holder, receiver: Holder, grant_id: UUID, given: SeatGrant) -> None:
    """Move the seats that the giver holds of its grant to the receiver; those of an ended life are in quarantine."""
    seats = sorted(seats_of(given.seats))
    moved = bindparam("moved", seats, type_=ARRAY(Integer))
    held = (
        _s.tenant_id == giver.tenant_id, _s.performance_id == given.performance_id, _s.seat_id == any_(moved),
        _s.grant_id == grant_id, _s.station_id == giver.station_id, _s.epoch == giver.epoch,
    )  # fmt: skip
    tx.execute(
        update(_seat).where(*held).values(
            grant_id=given.id, station_id=receiver.station_id, epoch=receiver.epoch,
            quarantined=int(is_over(tx, receiver)),
        )
    )  # fmt: skip


def has_places(tx: Tx, tenant_id: UUID, grant_id: UUID) -> bool:
    """Whether the places of a hand-over have moved."""
    p = _place.c
    return tx.execute(select(p.id).where(p.tenant_id == tenant_id, p.id == grant_id)).first() is not None


def reduce_giver(tx: Tx, giver: Holder, grant_id: UUID, places: int) -> bool:
    """Count places as gone from the giver's grant; False when it has not so many."""
    return place_rights.reduce_right(tx, giver, grant_id, places) is not None


def is_over(tx: Tx, life: Holder) -> bool:
    """Whether a life of a station ended, or never was."""
    of_life = (_e.tenant_id == life.tenant_id, _e.station_id == life.station_id, _e.epoch == life.epoch)
    row = tx.execute(select(_e.ended_at).where(*of_life)).first()
    return row is None or row.ended_at is not None


def public_key(tx: Tx, life: Holder) -> str | None:
    """The key of a life; None when HQ opened no such life."""
    of_life = (_e.tenant_id == life.tenant_id, _e.station_id == life.station_id, _e.epoch == life.epoch)
    return tx.execute(select(_e.public_key).where(*of_life)).scalar()


def entry_hash(tx: Tx, life: Holder, seq: int) -> bytes | None:
    """The hash of an entry that HQ has of a life."""
    at = (_j.tenant_id == life.tenant_id, _j.station_id == life.station_id, _j.epoch == life.epoch, _j.seq == seq)
    digest = tx.execute(select(_j.hash).where(*at)).scalar()
    return None if digest is None else bytes(digest)


def is_refused(tx: Tx, life: Holder, seq: int) -> bool:
    """Whether HQ refused to believe an entry."""
    at = (
        _state.tenant_id == life.tenant_id, _state.station_id == life.station_id, _state.epoch == life.epoch,
        _state.seq == seq, _state.state == "refused",
    )  # fmt: skip
    return tx.execute(select(_state.seq).where(*at)).first() is not None


def insert_witness(tx: Tx, giver: Holder, at: tuple[int, bytes], receiver: Holder) -> None:
    """Keep the position and the hash of an entry that the receiver brought."""
    tx.insert(_witness, [{
        "tenant_id": giver.tenant_id, "station_id": giver.station_id, "epoch": giver.epoch, "seq": at[0],
        "hash": at[1], "receiver_id": receiver.station_id, "receiver_epoch": receiver.epoch,
    }])  # fmt: skip


def witnessed(tx: Tx, tenant_id: UUID, stations: Iterable[UUID]) -> Sequence[Any]:
    """The entries of these stations that others brought."""
    return tx.execute(_WITNESSED, {"tenant": tenant_id, "stations": list(stations)}).all()
