"""Queries of number blocks and of the documents that carry their numbers."""

from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, cast, func, select

from domain.fiscal.series import NumberBlock, NumbersUsedUp
from domain.ids import uuid7
from domain.rights import GrantId, Holder
from sync.facts.documents import fiscal_document
from sync.facts.rights import number_block
from sync.tables.column_types import instant
from sync.tables.transaction import Tx

_WITH_NUMBERS = (
    select(
        number_block.c.id, number_block.c.first, number_block.c.last, number_block.c.next,
        number_block.c.first_control,
    )
    .where(
        number_block.c.tenant_id == bindparam("tenant_id"),
        number_block.c.station_id == bindparam("station_id"),
        number_block.c.epoch == bindparam("of_epoch"),
        number_block.c.series == bindparam("of_series"),
        number_block.c.next <= number_block.c.last,
    )
)  # fmt: skip

_LAST_ISSUED = (
    select(fiscal_document.c.issued_at)
    .where(fiscal_document.c.tenant_id == bindparam("tenant_id"))
    .order_by(fiscal_document.c.position.desc())
    .limit(1)
)

_FIRST_AFTER = (
    select(fiscal_document.c.issued_at)
    .where(fiscal_document.c.tenant_id == bindparam("tenant_id"), fiscal_document.c.position > bindparam("after"))
    .order_by(fiscal_document.c.position)
    .limit(1)
)


def current_block(tx: Tx, holder: Holder, series: str) -> NumberBlock:
    """The block that the next number comes from: the lowest of this life with numbers left. Raises NumbersUsedUp."""
    keys = {
        "tenant_id": holder.tenant_id, "station_id": holder.station_id, "of_epoch": holder.epoch, "of_series": series,
    }  # fmt: skip
    # There are few blocks, so the lowest is taken here: ORDER BY would build a sorter in SQLite at every sale.
    rows = tx.run(_WITH_NUMBERS, keys).fetchall()
    if not rows:
        raise NumbersUsedUp(series)
    block_id, first, last, following, first_control = min(rows, key=itemgetter(1))
    return NumberBlock(GrantId(UUID(bytes=block_id)), series, first, last, following, first_control)


def blocks(tx: Tx, tenant_id: UUID, station_id: UUID) -> tuple[NumberBlock, ...]:
    """Every block of every life of the station, by series and first number."""
    # SQLite stores any value in any column. The cast keeps a tampered row readable, so that `verify` can report it.
    whole = (number_block.c.first, number_block.c.last, number_block.c.next)
    rows = tx.execute(
        select(
            number_block.c.id, number_block.c.series, number_block.c.first_control,
            *(cast(column, BigInteger).label(column.name) for column in whole),
        )
        .where(number_block.c.tenant_id == tenant_id, number_block.c.station_id == station_id)
        .order_by(number_block.c.series, number_block.c.first)
    )  # fmt: skip
    return tuple(
        NumberBlock(GrantId(row.id), row.series, row.first, row.last, row.next, row.first_control) for row in rows
    )


def held(tx: Tx, holder: Holder) -> tuple[NumberBlock, ...]:
    """The blocks of this life, by series and first number."""
    own = tx.execute(
        select(number_block.c.id).where(
            number_block.c.tenant_id == holder.tenant_id,
            number_block.c.station_id == holder.station_id,
            number_block.c.epoch == holder.epoch,
        )
    )
    ids = frozenset(own.scalars())
    return tuple(block for block in blocks(tx, holder.tenant_id, holder.station_id) if block.id in ids)


def issued_since(tx: Tx, tenant_id: UUID, at: datetime) -> int:
    """The number of documents issued since an instant. Keys are UUIDv7, so the index skips all older rows."""
    statement = select(func.count()).where(
        fiscal_document.c.tenant_id == tenant_id, fiscal_document.c.id >= uuid7(at, bytes(10))
    )
    return int(tx.execute(statement).scalar_one())


def left(tx: Tx, holder: Holder, series: str) -> tuple[int, int]:
    """The count of numbers still unused, and of all numbers granted, for this life of the station."""
    row: Any = tx.execute(
        select(
            func.coalesce(func.sum(number_block.c.last - number_block.c.next + 1), 0),
            func.coalesce(func.sum(number_block.c.last - number_block.c.first + 1), 0),
        ).where(
            number_block.c.tenant_id == holder.tenant_id,
            number_block.c.station_id == holder.station_id,
            number_block.c.epoch == holder.epoch,
            number_block.c.series == series,
        )
    ).one()
    return int(row[0]), int(row[1])


def last_issued_at(tx: Tx, tenant_id: UUID) -> datetime | None:
    """When the station's last document was issued."""
    row = tx.run(_LAST_ISSUED, {"tenant_id": tenant_id}).fetchone()
    return instant(row[0]) if row else None


def first_issued_after(tx: Tx, tenant_id: UUID, position: int) -> datetime | None:
    """When the first document after a position of the journal was issued, in any life of the store."""
    row = tx.run(_FIRST_AFTER, {"tenant_id": tenant_id, "after": position}).fetchone()
    return instant(row[0]) if row else None
