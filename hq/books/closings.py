"""Whether each Z is what it says: the documents since the Z before it, and one number more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from sqlalchemy import func, select

from domain.till.till_report import ReportKind
from sync.facts import Entry, EpochOpened
from sync.facts.documents import fiscal_document
from sync.facts.entry import journal
from sync.facts.sales import sale
from sync.facts.shifts import till_report
from sync.tables import canonical
from sync.tables.position import Position, epoch_of, pack
from sync.tables.transaction import Tx

_Span = tuple[int, int]
"""Places of a journal: those after the first, up to and with the second."""


@dataclass(frozen=True, slots=True)
class _Closing:
    """A Z as its row says it. `sales` are the perpetual ones."""

    id: UUID
    station_id: UUID
    position: int
    number: int
    sales: int


def flaws_of_closings(tx: Tx, tenant_id: UUID) -> Iterator[str]:
    """Every Z of every station, against the documents that HQ has.

    After a restore HQ may have entries that the store lacked: a Z holds when it is right with them or without them.
    """
    openings = _openings(tx, tenant_id)
    for station_id, group in groupby(_closings(tx, tenant_id), key=attrgetter("station_id")):
        closings = list(group)
        for i, closing in enumerate(closings):
            own = tuple(_line(closing, openings[station_id]))
            if not any(_follows(tx, tenant_id, closing, closings[:i], line) for line in (_everything(closing), own)):
                yield f"Z that is not the sum of its documents: {closing.id}"


def _closings(tx: Tx, tenant_id: UUID) -> Iterator[_Closing]:
    t = till_report.c
    for row in tx.execute(
        select(t.id, t.station_id, t.position, t.number, t.perpetual_sales)
        .where(t.tenant_id == tenant_id, t.kind == ReportKind.Z)
        .order_by(t.station_id, t.position)
    ).all():
        yield _Closing(row.id, row.station_id, row.position, row.number, row.perpetual_sales)


def _openings(tx: Tx, tenant_id: UUID) -> dict[UUID, dict[int, Position | None]]:
    """Of each station and each of its lives, where the one before it ended in its store."""
    t = journal.c
    found: dict[UUID, dict[int, Position | None]] = {}
    for body in tx.execute(
        select(t.body).where(t.tenant_id == tenant_id, t.seq == 1, t.kind.like("epoch_opened/%"))
    ).scalars():
        entry = canonical.decode(bytes(body), Entry)
        assert isinstance(entry.body, EpochOpened)
        found.setdefault(entry.station, {})[entry.epoch] = entry.body.previous
    return found


def _everything(closing: _Closing) -> tuple[_Span, ...]:
    return ((0, closing.position - 1),)


def _line(closing: _Closing, openings: Mapping[int, Position | None]) -> Iterator[_Span]:
    """What the store had that took this Z: its life, and of each life before only what it was put back with."""
    upto = closing.position - 1
    while True:
        epoch = epoch_of(upto)
        yield pack(epoch, 0), upto
        previous = openings.get(epoch)
        if previous is None or previous.epoch >= epoch:
            return
        upto = pack(previous.epoch, previous.seq)


def _follows(tx: Tx, tenant_id: UUID, closing: _Closing, earlier: Sequence[_Closing], line: Sequence[_Span]) -> bool:
    before = next((z for z in reversed(earlier) if any(a < z.position <= b for a, b in line)), None)
    number, sales, since = (before.number, before.sales, before.position) if before else (0, 0, 0)
    if closing.number != number + 1:
        return False
    spans = [(max(after, since), upto) for after, upto in line if upto > since]
    return closing.sales - sales == sum(_sold(tx, tenant_id, closing.station_id, span) for span in spans)


def _sold(tx: Tx, tenant_id: UUID, station_id: UUID, span: _Span) -> int:
    d, s = fiscal_document.c, sale.c
    return int(
        tx.execute(
            select(func.coalesce(func.sum(d.total + d.igtf), 0))
            .join(sale, (s.tenant_id == d.tenant_id) & (s.id == d.sale_id))
            .where(d.tenant_id == tenant_id, s.station_id == station_id, d.position > span[0], d.position <= span[1])
        ).scalar_one()
    )
