"""Statements on `seat_right`, whose key makes granting a seat twice impossible."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Integer, any_, bindparam, func, select, text, update

from domain.rights import Holder, SeatGrant
from hq.storage import ledger_tables
from hq.storage.batch import insert_many
from hq.storage.one_of import one_of
from sync.facts.sales import sold_seat
from sync.tables import catalogue
from sync.tables.transaction import Tx

_seat_right = ledger_tables.seat_right
_right = _seat_right.c
_p, _e, _z = catalogue.performance.c, catalogue.event.c, catalogue.zone.c
_in_zone, _seat = catalogue.zone_section.c, catalogue.seat.c
_EXISTING_SEATS = (
    select(func.count(_seat.id.distinct()))
    .select_from(catalogue.performance)
    .join(catalogue.event, (_e.tenant_id == _p.tenant_id) & (_e.id == _p.event_id))
    .join(catalogue.zone, (_z.tenant_id == _p.tenant_id) & (_z.event_id == _p.event_id))
    .join(catalogue.zone_section, (_in_zone.tenant_id == _p.tenant_id) & (_in_zone.zone_id == _z.id))
    .join(
        catalogue.seat,
        (_seat.tenant_id == _p.tenant_id) & (_seat.venue_id == _e.venue_id) & (_seat.section_no == _in_zone.section_no),
    )
    .where(_p.tenant_id == bindparam("tenant"), _p.id == bindparam("performance"), one_of(_seat.id, "seats"))
)
_DELETE_SEATS = _seat_right.delete().where(
    _right.tenant_id == bindparam("tenant"),
    _right.performance_id == bindparam("performance"),
    one_of(_right.seat_id, "seats"),
)
_QUARANTINE = (
    update(_seat_right)
    .values(quarantined=1)
    .where(
        _right.tenant_id == bindparam("tenant"),
        _right.station_id == bindparam("station"),
        _right.epoch == bindparam("of_epoch"),
    )
)
_RELEASE = text("""
    DELETE FROM seat_right r WHERE r.tenant_id = :tenant AND r.station_id = :station AND r.quarantined = 1
    AND NOT EXISTS (SELECT 1 FROM sold_seat s WHERE s.tenant_id = :tenant AND s.performance_id = r.performance_id
        AND s.seat_id = r.seat_id) RETURNING r.performance_id
""")

_UNSOLD_ASKED = text("""
    SELECT count(*) FROM seat_right r WHERE r.tenant_id = :tenant AND r.performance_id = :performance
    AND r.station_id = :station AND r.epoch = :of_epoch AND r.asked = 1
    AND NOT EXISTS (SELECT 1 FROM sold_seat s WHERE s.tenant_id = :tenant AND s.performance_id = r.performance_id
        AND s.seat_id = r.seat_id)
""")


def count_existing_seats(tx: Tx, tenant_id: UUID, performance_id: UUID, seats: Iterable[int]) -> int:
    """How many of these seats the zones of a performance have."""
    keys = {"tenant": tenant_id, "performance": performance_id, "seats": list(seats)}
    return int(tx.execute(_EXISTING_SEATS, keys).scalar_one())


def sold_seats(tx: Tx, tenant_id: UUID, performance_id: UUID) -> set[int]:
    """The sold seats of a performance."""
    s = sold_seat.c
    statement = select(s.seat_id).where(s.tenant_id == tenant_id, s.performance_id == performance_id)
    return set(tx.execute(statement).scalars())


def insert_seats(tx: Tx, to: Holder, grant: SeatGrant, seats: Sequence[int], *, asked: bool = False) -> int:
    """Insert a right to each of these seats that nobody holds, and return how many those are.

    `asked` is whether the station takes them by itself.
    """
    return insert_many(tx, _seat_right, [
        {"tenant_id": to.tenant_id, "performance_id": grant.performance_id, "seat_id": seat, "grant_id": grant.id,
         "station_id": to.station_id, "epoch": to.epoch, "quarantined": 0,
         "asked": int(asked)}
        for seat in seats
    ])  # fmt: skip


def unsold_asked_seats(tx: Tx, holder: Holder, performance_id: UUID) -> int:
    """How many seats of a performance a life took by itself, and neither sold nor gave back."""
    keys = {
        "tenant": holder.tenant_id, "performance": performance_id, "station": holder.station_id,
        "of_epoch": holder.epoch,
    }  # fmt: skip
    return int(tx.execute(_UNSOLD_ASKED, keys).scalar_one())


def held_seats(tx: Tx, holder: Holder, grant_id: UUID) -> list[int]:
    """The seats of a holder's grant that did not come back."""
    return list(tx.execute(select(_right.seat_id).where(*_of_grant(holder, grant_id))).scalars())


def delete_seats_of_grant(tx: Tx, holder: Holder, grant_id: UUID, seats: Sequence[int]) -> UUID | None:
    """Delete the rights to these seats of a holder's grant, and return its performance; None when nobody held them."""
    gone_ids = bindparam("gone", seats, type_=ARRAY(Integer))  # one array: a stadium has many seats
    gone = _seat_right.delete().where(*_of_grant(holder, grant_id), _right.seat_id == any_(gone_ids))
    return tx.execute(gone.returning(_right.performance_id)).scalars().first()


def delete_seats(tx: Tx, tenant_id: UUID, performance_id: UUID, seats: Sequence[int]) -> None:
    """Delete the rights to these seats of a performance, whoever holds them."""
    tx.execute(_DELETE_SEATS, {"tenant": tenant_id, "performance": performance_id, "seats": list(seats)})


def quarantine_seats(tx: Tx, ended: Holder) -> None:
    """Put all seats of a life in quarantine."""
    tx.execute(_QUARANTINE, {"tenant": ended.tenant_id, "station": ended.station_id, "of_epoch": ended.epoch})


def delete_quarantined_seats(tx: Tx, tenant_id: UUID, station_id: UUID) -> list[UUID]:
    """Delete the rights to unsold seats in quarantine of a station; returns the performance of each seat."""
    return list(tx.execute(_RELEASE, {"tenant": tenant_id, "station": station_id}).scalars())


def _of_grant(holder: Holder, grant_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        _right.tenant_id == holder.tenant_id, _right.grant_id == grant_id, _right.station_id == holder.station_id,
        _right.epoch == holder.epoch,
    )  # fmt: skip
