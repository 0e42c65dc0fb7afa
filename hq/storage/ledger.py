"""The ledger's statements: taking and giving back, each one row by its key."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, Table, bindparam, func, select, text, update

from domain.catalogue.catalog import ZoneKind
from domain.errors import Refused
from domain.rights import Holder, NumberGrant, PlacesGrant, SeatGrant, seats_of
from hq.storage import ledger_tables as tables
from hq.storage.batch import insert_many
from hq.storage.one_of import one_of
from sync.facts.rights import number_block
from sync.facts.sales import sold_seat
from sync.tables import catalogue
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Voided:
    """Numbers of a block that will carry no document, and why."""

    series: str
    first: int
    last: int
    grant_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class NumbersAhead:
    """What a life of a station still has of its series, as far as its journal told.

    `size` is its largest block; `untouched` blocks are not begun; `on_the_way` were granted and not accepted yet.
    """

    left: int
    size: int
    untouched: int
    on_the_way: int


def is_there(tx: Tx, table: Table, tenant_id: UUID, **key: object) -> bool:
    """Whether the tenant has such a row."""
    match = [table.c[name] == value for name, value in key.items()]
    return tx.execute(select(table.c.tenant_id).where(table.c.tenant_id == tenant_id, *match)).first() is not None


def take_numbers(tx: Tx, tenant_id: UUID, series: str, count: int) -> int:
    """The first of so many numbers that nobody had; the row's lock puts the takers in line."""
    tx.insert(tables.number_series, [{"tenant_id": tenant_id, "code": series, "next_free": 1}])
    following = tx.execute(_TAKE_NUMBERS, {"tenant": tenant_id, "series": series, "count": count}).scalar_one()
    return int(following) - count


def numbers_ahead(tx: Tx, holders: Sequence[Holder]) -> dict[UUID, NumbersAhead]:
    """What each of these lives of one tenant's stations has before it, by station."""
    if not holders:
        return {}
    keys = {"tenant": holders[0].tenant_id, "lives": [[holder.station_id.hex, holder.epoch] for holder in holders]}
    found = tx.execute(_AHEAD, {**keys, "lives": json.dumps(keys["lives"])})
    return {
        row.station_id: NumbersAhead(*map(int, (row.left, row.size, row.untouched, row.on_the_way))) for row in found
    }


def sold(tx: Tx, tenant_id: UUID, performance_id: UUID) -> set[int]:
    """The seats of a performance that are gone."""
    t = sold_seat.c
    statement = select(t.seat_id).where(t.tenant_id == tenant_id, t.performance_id == performance_id)
    return set(tx.execute(statement).scalars())


def count_seats(tx: Tx, tenant_id: UUID, performance_id: UUID, seats: Iterable[int]) -> int:
    """How many of these seats the numbered zones of a performance have."""
    keys = {"tenant": tenant_id, "performance": performance_id, "seats": list(seats)}
    return int(tx.execute(_SEATS_THERE, keys).scalar_one())


def capacity(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID) -> int | None:
    """How many places a general zone of a performance has; None when there is no such zone."""
    z, p = catalogue.zone.c, catalogue.performance.c
    return tx.execute(
        select(z.capacity)
        .join(catalogue.performance, (p.tenant_id == z.tenant_id) & (p.event_id == z.event_id))
        .where(z.tenant_id == tenant_id, z.id == zone_id, p.id == performance_id, z.kind == ZoneKind.GENERAL)
    ).scalar()


def places_left(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID, of: int) -> int:
    """What is left of a pool of `of` places; all of them before the first was taken."""
    keys = {"tenant": tenant_id, "performance": performance_id, "zone": zone_id, "capacity_now": of}
    left = tx.execute(_LEFT, keys).scalar()
    return of if left is None else max(int(left), 0)


def take_places(tx: Tx, tenant_id: UUID, grant: PlacesGrant, of: int) -> int | None:
    """Take places from a zone's pool of `of` places; None when taken, otherwise how many are left."""
    keys = {"tenant": tenant_id, "performance": grant.performance_id, "zone": grant.zone_id}
    tx.insert(tables.place_pool, [{
        "tenant_id": tenant_id, "performance_id": grant.performance_id, "zone_id": grant.zone_id, "capacity": of,
        "granted": 0, "returned": 0, "beyond": 0,
    }])  # fmt: skip
    if tx.execute(_TAKE_PLACES, {**keys, "places": grant.places, "capacity_now": of}).first():
        return None
    return places_left(tx, tenant_id, grant.performance_id, grant.zone_id, of)


def last_epoch(tx: Tx, tenant_id: UUID, station_id: UUID) -> int:
    """The last life of a station that anything was given to; 0 when nothing was.

    It may be greater than any that is known otherwise where an older copy of the database was put back.
    """
    t = tables.grant.c
    mine = (t.tenant_id == tenant_id, t.station_id == station_id)
    return int(tx.execute(select(func.coalesce(func.max(t.epoch), 0)).where(*mine)).scalar_one())


def grant_again(tx: Tx, to: Holder, grant: NumberGrant | SeatGrant | PlacesGrant) -> None:
    """Write a right down that was given out already: what stands in its way had come back before it was given."""
    mine = {"tenant_id": to.tenant_id, "station_id": to.station_id, "epoch": to.epoch}
    match grant:
        case NumberGrant(id=id_, series=series, first=first, last=last):
            tx.insert(tables.number_series, [{"tenant_id": to.tenant_id, "code": series, "next_free": 1}])
            tx.execute(_NEVER_AGAIN, {"tenant": to.tenant_id, "series": series, "following": last + 1})
            block = {"series": series, "first": first, "last": last, "fenced": 0}
            tx.insert(tables.number_right, [{**mine, "id": id_, **block}])
        case SeatGrant(id=id_, performance_id=performance, seats=spans_):
            seats = sorted(seats_of(spans_))
            tx.execute(_SEATS_BACK, {"tenant": to.tenant_id, "performance": performance, "seats": seats})
            insert_many(tx, tables.seat_right, [
                {**mine, "performance_id": performance, "seat_id": seat, "grant_id": id_, "quarantined": 0}
                for seat in seats
            ])  # fmt: skip
        case PlacesGrant(id=id_, performance_id=performance, zone_id=zone, places=places):
            place = {"performance_id": performance, "zone_id": zone}
            tx.insert(tables.place_right, [{**mine, "id": id_, **place, "granted": places, "returned": 0}])
            of = capacity(tx, to.tenant_id, performance, zone) or 0
            none_yet = {"capacity": of, "granted": 0, "returned": 0, "beyond": 0}
            tx.insert(tables.place_pool, [{"tenant_id": to.tenant_id, **place, **none_yet}])
            keys = {"tenant": to.tenant_id, "performance": performance, "zone": zone}
            tx.execute(_PLACES_AGAIN, {**keys, "places": places})


def give_back_places(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID, places: int) -> None:
    """Put places back into the pool."""
    keys = {"tenant": tenant_id, "performance": performance_id, "zone": zone_id}
    tx.execute(_RETURN_PLACES, {**keys, "places": places})


def use_beyond(tx: Tx, tenant_id: UUID, performance_id: UUID, zone_id: UUID, places: int) -> None:
    """Places that a station sold and did not hold: they are gone from the pool all the same."""
    of = capacity(tx, tenant_id, performance_id, zone_id) or 0
    tx.insert(tables.place_pool, [{
        "tenant_id": tenant_id, "performance_id": performance_id, "zone_id": zone_id, "capacity": of, "granted": 0,
        "returned": 0, "beyond": 0,
    }])  # fmt: skip
    keys = {"tenant": tenant_id, "performance": performance_id, "zone": zone_id}
    tx.execute(_USE_BEYOND, {**keys, "places": places})


def void(tx: Tx, tenant_id: UUID, voided: Voided, at: datetime) -> None:
    """Write down numbers that will carry no document."""
    if voided.first <= voided.last:
        tx.insert(tables.void_range, [{
            "tenant_id": tenant_id, "series": voided.series, "first": voided.first, "last": voided.last,
            "grant_id": voided.grant_id, "reason": voided.reason, "voided_at": at,
        }])  # fmt: skip


def unfenced_numbers(tx: Tx, of: Holder) -> list[tuple[UUID, str, int, int]]:
    """The blocks of a life with what the station has not used or given back, as far as its journal told."""
    return [(row.id, row.series, row.first, row.last) for row in tx.execute(_UNUSED, _keys(of))]


def fence(tx: Tx, ended: Holder) -> None:
    """Mark everything that a life of a station held: it is never given out again."""
    for statement in (_FENCE_NUMBERS, _FENCE_SEATS, _FENCE_GRANTS):
        tx.execute(statement, _keys(ended))


def _keys(life: Holder) -> dict[str, object]:
    return {"tenant": life.tenant_id, "station": life.station_id, "of_epoch": life.epoch}


def _of_life(table: Table) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.tenant_id == bindparam("tenant"),
        table.c.station_id == bindparam("station"),
        table.c.epoch == bindparam("of_epoch"),
    )


_series = tables.number_series.c
_NEVER_AGAIN = (
    update(tables.number_series)
    .values(next_free=func.greatest(_series.next_free, bindparam("following")))
    .where(_series.tenant_id == bindparam("tenant"), _series.code == bindparam("series"))
)
_held = tables.seat_right.c
_SEATS_BACK = tables.seat_right.delete().where(
    _held.tenant_id == bindparam("tenant"),
    _held.performance_id == bindparam("performance"),
    one_of(_held.seat_id, "seats"),
)
_TAKE_NUMBERS = (
    update(tables.number_series)
    .values(next_free=tables.number_series.c.next_free + bindparam("count"))
    .where(tables.number_series.c.tenant_id == bindparam("tenant"), tables.number_series.c.code == bindparam("series"))
    .returning(tables.number_series.c.next_free)
)
_p, _e, _z = catalogue.performance.c, catalogue.event.c, catalogue.zone.c
_in_zone, _seat = catalogue.zone_section.c, catalogue.seat.c
_SEATS_THERE = (
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
_AHEAD = text("""
    SELECT l.station_id, coalesce(sum(b.last - b.next + 1), 0) AS "left",
        coalesce(max(b.last - b.first + 1), 0) AS size,
        count(b.id) FILTER (WHERE b.next = b.first) AS untouched,
        (SELECT count(*) FROM grant_issued g WHERE g.tenant_id = :tenant AND g.station_id = l.station_id
            AND g.epoch = l.epoch AND g.kind = 'numbers' AND g.state = 'granted') AS on_the_way
    FROM (SELECT CAST(one->>0 AS uuid) AS station_id, CAST(one->>1 AS int) AS epoch
        FROM json_array_elements(CAST(:lives AS json)) AS one) l
    JOIN station s ON s.tenant_id = :tenant AND s.id = l.station_id
    LEFT JOIN number_block b ON b.tenant_id = :tenant AND b.station_id = l.station_id AND b.epoch = l.epoch
        AND b.series = s.series
    GROUP BY l.station_id, l.epoch
""")
_block = number_block.c
_right = tables.number_right.c
_UNUSED = (
    select(
        _right.id,
        _right.series,
        func.coalesce(_block.next, _right.first).label("first"),
        func.coalesce(_block.last, _right.last).label("last"),
    )
    .outerjoin(number_block, (_block.tenant_id == _right.tenant_id) & (_block.id == _right.id))
    .where(*_of_life(tables.number_right), _right.fenced == 0)
)
_pool = tables.place_pool.c
_OF_POOL = (
    _pool.tenant_id == bindparam("tenant"),
    _pool.performance_id == bindparam("performance"),
    _pool.zone_id == bindparam("zone"),
)
_TAKE_PLACES = (
    update(tables.place_pool)
    .values(granted=_pool.granted + bindparam("places"), capacity=bindparam("capacity_now"))
    .where(*_OF_POOL, _pool.granted - _pool.returned + _pool.beyond + bindparam("places") <= bindparam("capacity_now"))
    .returning(_pool.granted)
)
_LEFT: Any = select(bindparam("capacity_now") - _pool.granted + _pool.returned - _pool.beyond).where(*_OF_POOL)
_PLACES_AGAIN = (
    update(tables.place_pool)
    .values(
        granted=_pool.granted + bindparam("places"),
        capacity=func.greatest(_pool.capacity, _pool.granted - _pool.returned + bindparam("places")),
    )
    .where(*_OF_POOL)
)
"""What came back before these were given is told again by the station it came from: until then there are more."""
_RETURN_PLACES = update(tables.place_pool).values(returned=_pool.returned + bindparam("places")).where(*_OF_POOL)
_USE_BEYOND = update(tables.place_pool).values(beyond=_pool.beyond + bindparam("places")).where(*_OF_POOL)
_FENCE_NUMBERS = update(tables.number_right).values(fenced=1).where(*_of_life(tables.number_right))
_FENCE_SEATS = update(tables.seat_right).values(quarantined=1).where(*_of_life(tables.seat_right))
_FENCE_GRANTS = update(tables.grant).values(state="fenced").where(*_of_life(tables.grant))


@dataclass(eq=False)
class NoSuchThing(Refused):
    """The tenant has no such performance, zone, series or station."""

    code: ClassVar[str] = "NOT_FOUND"

    what: str
