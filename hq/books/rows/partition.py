"""The SQL of number series: their blocks, issued numbers and void ranges."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from hq.storage import ledger_tables as ledger
from sync.tables.transaction import Tx


class NumberSeries(NamedTuple):
    """A series and the first number of it that no block has."""

    code: str
    next_free: int


class Block(NamedTuple):
    """Consecutive numbers of one station, `last` included; `fenced` is 1 when the station's life ended."""

    first: int
    last: int
    fenced: int


class VoidRange(NamedTuple):
    """Numbers that carry no document, `last` included, and why."""

    first: int
    last: int
    reason: str


def number_series(tx: Tx, tenant_id: UUID) -> list[NumberSeries]:
    """Every series of a tenant, by code."""
    t = ledger.number_series.c
    series = tx.execute(select(t.code, t.next_free).where(t.tenant_id == tenant_id).order_by(t.code))
    return [NumberSeries._make(one) for one in series]


def blocks(tx: Tx, tenant_id: UUID, series: str) -> list[Block]:
    """Every block of a series, by its first number."""
    t = ledger.number_right.c
    statement = select(t.first, t.last, t.fenced).where(t.tenant_id == tenant_id, t.series == series)
    return [Block._make(block) for block in tx.execute(statement.order_by(t.first))]


def issued_numbers(tx: Tx, tenant_id: UUID, series: str) -> Sequence[int]:
    """Every number of a series that a document has, in order."""
    t = ledger.issued_number.c
    statement = select(t.number).where(t.tenant_id == tenant_id, t.series == series).order_by(t.number)
    return tx.execute(statement).scalars().all()


def void_ranges(tx: Tx, tenant_id: UUID, series: str) -> list[VoidRange]:
    """Every void or returned range of a series."""
    t = ledger.void_range.c
    ranges = tx.execute(select(t.first, t.last, t.reason).where(t.tenant_id == tenant_id, t.series == series))
    return [VoidRange._make(one) for one in ranges]
