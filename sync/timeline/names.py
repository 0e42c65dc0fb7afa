"""What a person knows a subject by: the code of a ticket, the number of a document, the name of a seat."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.fiscal.documents import DocumentKind
from domain.money.money import VES, Money
from domain.timeline.events import Coded, Detail
from domain.timeline.subjects import Subject, SubjectKind
from sync.facts.conflicts import replaced_ticket
from sync.facts.documents import fiscal_document
from sync.facts.sales import payment, ticket
from sync.facts.shifts import shift
from sync.tables.catalogue import cashier, event, performance, seat, section, station
from sync.tables.transaction import Tx

_t, _d, _pay, _h = ticket.c, fiscal_document.c, payment.c, shift.c
_p, _e, _seat, _section, _r = performance.c, event.c, seat.c, section.c, replaced_ticket.c


@dataclass(frozen=True, slots=True)
class Named:
    """A subject with what a person knows it by, in the order in which it is read."""

    subject: Subject
    details: tuple[Detail, ...]


def named(tx: Tx, tenant_id: UUID, subjects: Iterable[Subject], customers: Mapping[UUID, str]) -> list[Named]:
    """These subjects with their names, without those that the store does not have.

    `customers` are the names of customers by their ids: station and HQ keep them in different tables.
    """
    names = (_named(tx, tenant_id, subject, customers) for subject in subjects)
    return [one for one in names if one is not None]


def _named(tx: Tx, tenant_id: UUID, subject: Subject, customers: Mapping[UUID, str]) -> Named | None:
    if subject.kind is SubjectKind.CUSTOMER:
        name = customers.get(subject.id)
        return None if name is None else Named(subject, (Detail("customer", name),))
    read = _READERS.get(subject.kind)
    details = read(tx, tenant_id, subject) if read else None
    return Named(subject, details) if details else None


def _ticket(tx: Tx, tenant_id: UUID, subject: Subject) -> tuple[Detail, ...] | None:
    row = tx.execute(select(ticket).where(_t.tenant_id == tenant_id, _t.id == subject.id)).first()
    if row is None:
        return None
    last = (
        select(_r.new_code, _r.seat_id)
        .where(_r.tenant_id == tenant_id, _r.ticket_id == subject.id)
        .order_by(_r.position.desc())
        .limit(1)
    )
    ended = tx.execute(last).first()
    code, seat_id = (ended.new_code or row.code, ended.seat_id) if ended else (row.code, row.seat_id)
    where = _place(tx, tenant_id, Subject(SubjectKind.SEAT, row.performance_id, -1 if seat_id is None else seat_id))
    named = (*where, Detail("ticket_type", row.ticket_type))
    # A seat tells tickets apart at a glance; a code only where there is none.
    return (*named, Detail("code", code)) if seat_id is not None else (Detail("code", code), *named)


def _place(tx: Tx, tenant_id: UUID, of: Subject) -> tuple[Detail, ...]:
    """The event and the instant of a performance, and the seat if it is one of the plan."""
    show = tx.execute(
        select(_e.name, _e.venue_id, _p.starts_at)
        .join(performance, (_p.tenant_id == _e.tenant_id) & (_p.event_id == _e.id))
        .where(_p.tenant_id == tenant_id, _p.id == of.id)
    ).first()
    if show is None:
        return ()
    row = tx.execute(
        select(_seat.row, _seat.number, _section.name)
        .join(section, (_section.tenant_id == _seat.tenant_id) & (_section.venue_id == _seat.venue_id)
              & (_section.no == _seat.section_no))
        .where(_seat.tenant_id == tenant_id, _seat.venue_id == show.venue_id, _seat.id == of.part)
    ).first()  # fmt: skip
    place = [Detail("place", f"{row.name} {row.row}-{row.number}".strip())] if row else []
    return (*place, Detail("event", show.name), Detail("starts_at", show.starts_at))


def _seat_name(tx: Tx, tenant_id: UUID, subject: Subject) -> tuple[Detail, ...] | None:
    return _place(tx, tenant_id, subject) or None


def _document(tx: Tx, tenant_id: UUID, subject: Subject) -> tuple[Detail, ...] | None:
    row = tx.execute(select(fiscal_document).where(_d.tenant_id == tenant_id, _d.id == subject.id)).first()
    if row is None:
        return None
    return (
        Detail("kind", Coded("document", DocumentKind(row.kind))),
        Detail("document", f"{row.series}-{row.number:08d}"),
        Detail("at", row.issued_at),
        Detail("total", Money(row.total + row.igtf, VES)),
    )


def _payment(tx: Tx, tenant_id: UUID, subject: Subject) -> tuple[Detail, ...] | None:
    of_sale = select(payment).where(_pay.tenant_id == tenant_id, _pay.sale_id == subject.id)
    rows = tx.execute(of_sale.order_by(_pay.id)).all()
    row: Any = rows[subject.part] if 0 <= subject.part < len(rows) else None
    if row is None:
        return None
    known = (Detail(name, getattr(row, name)) for name in ("reference", "phone") if getattr(row, name))
    return (
        Detail("method", Coded("method", row.method)), Detail("amount", Money(row.amount, row.currency)), *known,
    )  # fmt: skip


def _shift(tx: Tx, tenant_id: UUID, subject: Subject) -> tuple[Detail, ...] | None:
    row = tx.execute(select(shift).where(_h.tenant_id == tenant_id, _h.id == subject.id)).first()
    if row is None:
        return None
    return (
        Detail("shift", row.number),
        Detail("at", row.opened_at),
        *_name_of(tx, tenant_id, cashier, "by", row.cashier_id),
        *_name_of(tx, tenant_id, station, "station", row.station_id),
    )


def _name_of(tx: Tx, tenant_id: UUID, table: Any, detail: str, id_: UUID) -> tuple[Detail, ...]:
    name = tx.execute(select(table.c.name).where(table.c.tenant_id == tenant_id, table.c.id == id_)).scalar()
    return (Detail(detail, name),) if name else ()


def staff_and_stations(tx: Tx, tenant_id: UUID) -> tuple[Mapping[UUID, str], Mapping[UUID, str]]:
    """The names of all cashiers and of all stations, by id."""
    people = tx.execute(select(cashier.c.id, cashier.c.name).where(cashier.c.tenant_id == tenant_id))
    stations = tx.execute(select(station.c.id, station.c.name).where(station.c.tenant_id == tenant_id))
    return {row.id: row.name for row in people}, {row.id: row.name for row in stations}


_READERS: dict[SubjectKind, Any] = {
    SubjectKind.TICKET: _ticket,
    SubjectKind.SEAT: _seat_name,
    SubjectKind.DOCUMENT: _document,
    SubjectKind.PAYMENT: _payment,
    SubjectKind.SHIFT: _shift,
}
