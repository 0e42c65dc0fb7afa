"""The SQL of Z reports, epoch openings and what was sold between two positions of a journal."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from domain.fiscal.documents import DocumentKind
from domain.till.till_report import ReportKind
from sync.facts.documents import fiscal_document
from sync.facts.entry import journal
from sync.facts.shifts import till_report
from sync.tables.transaction import Tx


class Closing(NamedTuple):
    """A Z report as its station recorded it. `sales` are perpetual, in minor units of bolívares."""

    id: UUID
    station_id: UUID
    position: int
    number: int
    sales: int


def closings(tx: Tx, tenant_id: UUID) -> list[Closing]:
    """Every Z report, by station and position."""
    t = till_report.c
    reports = tx.execute(
        select(t.id, t.station_id, t.position, t.number, t.perpetual_sales)
        .where(t.tenant_id == tenant_id, t.kind == ReportKind.Z)
        .order_by(t.station_id, t.position)
    )
    return [Closing._make(report) for report in reports]


def epoch_openings(tx: Tx, tenant_id: UUID) -> Iterator[bytes]:
    """The entry that opened each epoch of each station, in canonical JSON."""
    t = journal.c
    opening = (t.tenant_id == tenant_id, t.seq == 1, t.kind.like("epoch_opened/%"))
    for body in tx.execute(select(t.body).where(*opening)).scalars():
        yield bytes(body)


def sold_between(tx: Tx, tenant_id: UUID, station_id: UUID, after: int, upto: int) -> int:
    """The documents' total with IGTF after one position of a station's journal, up to and including another."""
    d = fiscal_document.c
    return int(
        tx.execute(
            select(func.coalesce(func.sum(d.total + d.igtf), 0)).where(
                d.tenant_id == tenant_id,
                # The perpetual sales of a Z are its invoices; notes have totals of their own and are never netted.
                d.kind == DocumentKind.INVOICE,
                d.station_id == station_id,
                d.position > after,
                d.position <= upto,
            )
        ).scalar_one()
    )
