"""Statements on numbers: how far a series is granted, the granted blocks, and the numbers that are void."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select, text, update

from domain.rights import Holder, NumberGrant
from hq.storage import ledger_tables
from sync.facts.rights import number_block
from sync.tables import catalogue
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Voided:
    """Numbers of a block that will carry no document, and why. `last` is included."""

    series: str
    first: int
    last: int
    grant_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class NumbersAhead:
    """The numbers of its series that a life of a station has not used, as far as HQ has its journal.

    `size` is the count of its largest block; `untouched` blocks have no number used; blocks `on_the_way` are granted
    and not accepted.
    """

    left: int
    size: int
    untouched: int
    on_the_way: int


_series = ledger_tables.number_series
_TAKE_NUMBERS = (
    update(_series)
    .values(next_free=_series.c.next_free + bindparam("count"))
    .where(_series.c.tenant_id == bindparam("tenant"), _series.c.code == bindparam("series"))
    .returning(_series.c.next_free)
)
_RAISE_NEXT_FREE = (
    update(_series)
    .values(next_free=func.greatest(_series.c.next_free, bindparam("following")))
    .where(_series.c.tenant_id == bindparam("tenant"), _series.c.code == bindparam("series"))
)
_right, _block = ledger_tables.number_right.c, number_block.c
_OF_LIFE = (
    _right.tenant_id == bindparam("tenant"),
    _right.station_id == bindparam("station"),
    _right.epoch == bindparam("of_epoch"),
)
_UNUSED = (
    select(
        _right.id,
        _right.series,
        func.coalesce(_block.next, _right.first).label("first"),
        func.coalesce(_block.last, _right.last).label("last"),
    )
    .outerjoin(number_block, (_block.tenant_id == _right.tenant_id) & (_block.id == _right.id))
    .where(*_OF_LIFE, _right.fenced == 0)
)
_FENCE = update(ledger_tables.number_right).values(fenced=1).where(*_OF_LIFE)
# OFFSET 0 keeps each look-up one by key: as joins, PostgreSQL compares each life with all stations and blocks of the
# tenant while it has not counted them.
AHEAD = text("""
    SELECT l.station_id, coalesce(sum(b.last - b.next + 1), 0) AS "left",
        coalesce(max(b.last - b.first + 1), 0) AS size,
        count(b.id) FILTER (WHERE b.next = b.first) AS untouched,
        (SELECT count(*) FROM grant_issued g WHERE g.tenant_id = :tenant AND g.station_id = l.station_id
            AND g.epoch = l.epoch AND g.kind = 'numbers' AND g.state = 'granted') AS on_the_way
    FROM (SELECT CAST(one->>0 AS uuid) AS station_id, CAST(one->>1 AS int) AS epoch
        FROM json_array_elements(CAST(:lives AS json)) AS one) l
    CROSS JOIN LATERAL (SELECT series FROM station WHERE tenant_id = :tenant AND id = l.station_id OFFSET 0) s
    LEFT JOIN LATERAL (SELECT id, first, last, next FROM number_block WHERE tenant_id = :tenant
        AND station_id = l.station_id AND epoch = l.epoch AND series = s.series OFFSET 0) b ON true
    GROUP BY l.station_id, l.epoch
""")


def take_numbers(tx: Tx, tenant_id: UUID, series: str, count: int) -> int:
    """Advance a series by `count` and return the first of the numbers taken.

    The lock of the series' row makes transactions that take from one series wait for each other.
    """
    open_series(tx, tenant_id, series)
    following = tx.execute(_TAKE_NUMBERS, {"tenant": tenant_id, "series": series, "count": count}).scalar_one()
    return int(following) - count


def open_series(tx: Tx, tenant_id: UUID, series: str) -> None:
    """Insert the row of a series from which no number was granted yet."""
    tx.insert(_series, [{"tenant_id": tenant_id, "code": series, "next_free": 1}])


def raise_next_free(tx: Tx, tenant_id: UUID, series: str, following: int) -> None:
    """Make `following` the least number of a series that may still be granted, unless it is beyond that."""
    tx.execute(_RAISE_NEXT_FREE, {"tenant": tenant_id, "series": series, "following": following})


def insert_block(tx: Tx, to: Holder, grant: NumberGrant) -> None:
    """Insert a granted block."""
    tx.insert(ledger_tables.number_right, [{
        "tenant_id": to.tenant_id, "id": grant.id, "station_id": to.station_id, "epoch": to.epoch,
        "series": grant.series, "first": grant.first, "last": grant.last, "fenced": 0,
        "first_control": grant.first_control,
    }])  # fmt: skip


def numbers_ahead(tx: Tx, holders: Sequence[Holder]) -> dict[UUID, NumbersAhead]:
    """The unused numbers of each of these lives, by station id. All lives are of one tenant."""
    if not holders:
        return {}
    lives = json.dumps([[holder.station_id.hex, holder.epoch] for holder in holders])
    rows = tx.execute(AHEAD, {"tenant": holders[0].tenant_id, "lives": lives})
    return {
        row.station_id: NumbersAhead(*map(int, (row.left, row.size, row.untouched, row.on_the_way))) for row in rows
    }


def series_of_block(tx: Tx, holder: Holder, grant_id: UUID, numbers: tuple[int, int]) -> str | None:
    """The series of the holder's block that contains these numbers, first and last; None when it does not."""
    return tx.execute(
        select(_right.series).where(
            _right.tenant_id == holder.tenant_id,
            _right.station_id == holder.station_id,
            _right.epoch == holder.epoch,
            _right.id == grant_id,
            _right.first <= numbers[0],
            _right.last >= numbers[1],
        )
    ).scalar()


def unused_numbers(tx: Tx, of: Holder) -> list[tuple[UUID, str, int, int]]:
    """Grant id, series, first and last unused number of each block of a life, as far as HQ has its journal."""
    return [(row.id, row.series, row.first, row.last) for row in tx.execute(_UNUSED, _keys(of))]


def insert_void(tx: Tx, tenant_id: UUID, voided: Voided, at: datetime) -> None:
    """Insert numbers that will carry no document."""
    tx.insert(ledger_tables.void_range, [{
        "tenant_id": tenant_id, "series": voided.series, "first": voided.first, "last": voided.last,
        "grant_id": voided.grant_id, "reason": voided.reason, "voided_at": at,
    }])  # fmt: skip


def fence_blocks(tx: Tx, ended: Holder) -> None:
    """Mark the blocks of a life as fenced."""
    tx.execute(_FENCE, _keys(ended))


def _keys(life: Holder) -> dict[str, object]:
    return {"tenant": life.tenant_id, "station": life.station_id, "of_epoch": life.epoch}


def blocks_with_numbers(tx: Tx, tenant_id: UUID) -> Sequence[Row[Any]]:
    """Every block with the number of its station, by series and first number."""
    station = catalogue.station.c
    statement = (
        select(station.no, _right.epoch, _right.series, _right.first, _right.last, _right.fenced)
        .join_from(
            ledger_tables.number_right,
            catalogue.station,
            (station.tenant_id == _right.tenant_id) & (station.id == _right.station_id),
        )
        .where(_right.tenant_id == tenant_id)
        .order_by(_right.series, _right.first)
    )
    return tx.execute(statement).all()
