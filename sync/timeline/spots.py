"""Which entries of the journals are in the timeline of a subject: queries of rows that station and HQ both have."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal_column, select, union

from domain.timeline.subjects import WHOLE, Subject, SubjectKind
from sync.facts.documents import fiscal_document
from sync.facts.sales import sale, sold_seat, ticket
from sync.facts.shifts import shift
from sync.facts.subjects import fact_subject
from sync.tables.transaction import Tx

Spot = tuple[UUID, int]
"""A station and a packed position of its journal."""


@dataclass(frozen=True, slots=True)
class Person:
    """Every id of a customer, of which one person may have several, and the identity document; empty without one."""

    ids: tuple[UUID, ...]
    document: str = ""


MOST_SALES = 2_000
"""The newest sales of a customer or a drawer that a timeline has."""
_AT_ONCE = 400
_NONE: ColumnElement[str] = literal_column("''")
"""The empty text as the indexes have it: SQLite does not recognise an index's condition in a parameter."""
_f, _s, _t, _d, _h = fact_subject.c, sale.c, ticket.c, fiscal_document.c, shift.c
_OF_SALE = (_t.tenant_id == _s.tenant_id) & (_t.sale_id == _s.id)


def indexed(tx: Tx, tenant_id: UUID, subjects: Iterable[Subject]) -> set[Spot]:
    """The entries that declare one of these subjects, but for sales."""
    by_part: dict[int, list[UUID]] = defaultdict(list)
    for subject in subjects:
        by_part[subject.part].append(subject.id)
    spots: set[Spot] = set()
    for part_no, ids in by_part.items():
        for some in parts(ids):
            of = select(_f.station_id, _f.position).where(_f.tenant_id == tenant_id, _f.part == part_no)
            spots |= _spots(tx, of.where(_f.subject_id.in_(some)))
    return spots


def sales_of_tickets(tx: Tx, tenant_id: UUID, ticket_ids: Collection[UUID]) -> set[Spot]:
    """The sales in which tickets were sold."""
    spots: set[Spot] = set()
    for part in parts(list(ticket_ids)):
        of = select(_s.station_id, _s.position).join(ticket, _OF_SALE)
        spots |= _spots(tx, of.where(_t.tenant_id == tenant_id, _t.id.in_(part)))
    return spots


def sale_by_id(tx: Tx, tenant_id: UUID, sale_id: UUID) -> set[Spot]:
    """The entry of a sale."""
    return _spots(tx, select(_s.station_id, _s.position).where(_s.tenant_id == tenant_id, _s.id == sale_id))


def sale_of_ticket(tx: Tx, tenant_id: UUID, ticket_id: UUID) -> UUID | None:
    """The sale of a ticket."""
    return tx.execute(select(_t.sale_id).where(_t.tenant_id == tenant_id, _t.id == ticket_id)).scalar()


def seat_of_ticket(tx: Tx, tenant_id: UUID, ticket_id: UUID) -> Subject | None:
    """The seat that a ticket was sold for; None for a general place."""
    row = tx.execute(select(_t.performance_id, _t.seat_id).where(_t.tenant_id == tenant_id, _t.id == ticket_id)).first()
    return Subject(SubjectKind.SEAT, row.performance_id, row.seat_id) if row and row.seat_id is not None else None


def document_row(tx: Tx, tenant_id: UUID, document_id: UUID) -> Any | None:
    """Kind, sale, station and position of a document; None for an unknown one."""
    columns = select(_d.kind, _d.sale_id, _d.station_id, _d.position, _d.series, _d.number, _d.total, _d.igtf)
    return tx.execute(columns.where(_d.tenant_id == tenant_id, _d.id == document_id)).first()


def invoice_of_sale(tx: Tx, tenant_id: UUID, sale_id: UUID) -> UUID | None:
    """The invoice of a sale: the document that was issued at the position of the sale."""
    row = tx.execute(select(_s.station_id, _s.position).where(_s.tenant_id == tenant_id, _s.id == sale_id)).first()
    if row is None:
        return None
    # Apart, because SQLite reads the index of positions only where nothing is wanted that it has not.
    at = list(tx.execute(select(_d.id).where(_d.tenant_id == tenant_id, _d.position == row.position)).scalars())
    own = select(_d.id).where(_d.tenant_id == tenant_id, _d.id.in_(at), _d.station_id == row.station_id)
    return tx.execute(own).scalar()


def sales_to(tx: Tx, tenant_id: UUID, person: Person) -> set[Spot]:
    """The newest sales to a customer, under all ids and the identity document."""
    # Selected without the tenant: SQLite prefers any key that begins with it. The outer statement has it.
    own = _s.customer_id.in_(person.ids) & _s.customer_id.is_not(None)
    chosen = [select(_s.id).where(own)]
    if person.document:
        chosen.append(select(_s.id).where(_s.customer_document == person.document, _s.customer_document != _NONE))
    of = select(_s.station_id, _s.position).where(_s.tenant_id == tenant_id, _s.id.in_(union(*chosen)))
    return _spots(tx, of.order_by(_s.sold_at.desc()).limit(MOST_SALES))


def sales_in(tx: Tx, tenant_id: UUID, shift_id: UUID) -> set[Spot]:
    """The newest sales of a shift, whose positions are between those of its opening and its end."""
    row = shift_row(tx, tenant_id, shift_id)
    if row is None:
        return set()
    of = select(_s.station_id, _s.position).where(
        _s.tenant_id == tenant_id, _s.position > row.opened_position, _s.shift_id == shift_id
    )
    if row.closed_position is not None:
        of = of.where(_s.position < row.closed_position)
    return _spots(tx, of.order_by(_s.position.desc()).limit(MOST_SALES))


def shift_row(tx: Tx, tenant_id: UUID, shift_id: UUID) -> Any | None:
    """The row of a shift; None for an unknown one."""
    return tx.execute(select(shift).where(_h.tenant_id == tenant_id, _h.id == shift_id)).first()


def ticket_in_seat(tx: Tx, tenant_id: UUID, seat: Subject) -> UUID | None:
    """The ticket for which a seat is sold now; None for a seat that is not sold."""
    s = sold_seat.c
    of = select(s.ticket_id).where(s.tenant_id == tenant_id, s.performance_id == seat.id, s.seat_id == seat.part)
    return tx.execute(of).scalar()


def performance(seat: Subject) -> Subject:
    """The performance of a seat."""
    return Subject(SubjectKind.PERFORMANCE, seat.id, WHOLE)


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values in parts that one statement can name."""
    return (values[first : first + _AT_ONCE] for first in range(0, len(values), _AT_ONCE))


def _spots(tx: Tx, statement: Select[Any]) -> set[Spot]:
    return {(row.station_id, row.position) for row in tx.execute(statement)}
