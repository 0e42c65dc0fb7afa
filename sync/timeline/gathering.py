"""The entries of a subject's timeline, by the rules of what belongs to the life of which kind of subject."""

from collections.abc import Callable, Collection
from uuid import UUID

from domain.fiscal.documents import DocumentKind
from domain.timeline.subjects import Subject, SubjectKind
from sync.facts import issued_document
from sync.facts.subjects import subjects_of
from sync.tables.transaction import Tx
from sync.timeline import cases, entries, leases, spots, suspensions
from sync.timeline.spots import Person, Spot


def spots_of(tx: Tx, tenant_id: UUID, subject: Subject, person: Person | None = None) -> set[Spot]:
    """The entries of the timeline of a subject; `person` has the ids of a customer."""
    if subject.kind is SubjectKind.CUSTOMER:
        return _of_customer(tx, tenant_id, person or Person((subject.id,)))
    gather = _BY_KIND.get(subject.kind)
    return gather(tx, tenant_id, subject) if gather else spots.indexed(tx, tenant_id, [subject])


def _of_customer(tx: Tx, tenant_id: UUID, person: Person) -> set[Spot]:
    own = spots.indexed(tx, tenant_id, [Subject(SubjectKind.CUSTOMER, one) for one in person.ids])
    return own | spots.sales_to(tx, tenant_id, person)


def _of_shift(tx: Tx, tenant_id: UUID, shift: Subject) -> set[Spot]:
    return spots.indexed(tx, tenant_id, [shift]) | spots.sales_in(tx, tenant_id, shift.id)


def _of_sale(tx: Tx, tenant_id: UUID, sale: Subject) -> set[Spot]:
    return spots.indexed(tx, tenant_id, [sale]) | spots.sale_by_id(tx, tenant_id, sale.id)


def _of_ticket(tx: Tx, tenant_id: UUID, ticket: Subject) -> set[Spot]:
    """What is about the ticket, the leases of its seats, the papers of its invoice, and its performance."""
    own = spots.indexed(tx, tenant_id, [ticket]) | spots.sales_of_tickets(tx, tenant_id, [ticket.id])
    seats = {
        subject
        for entry in entries.load(tx, tenant_id, own).values()
        for subject in subjects_of(entry.body)
        if subject.kind is SubjectKind.SEAT and is_alone(subjects_of(entry.body), ticket)
    } | _seat_sold(tx, tenant_id, ticket)
    leased = {spot for seat in seats for spot in leases.of_seat(tx, tenant_id, seat)}
    decided = suspensions.of_ticket(tx, tenant_id, ticket)
    return own | leased | decided | _papers(tx, tenant_id, ticket) | _settled(tx, tenant_id, ticket)


def _settled(tx: Tx, tenant_id: UUID, ticket: Subject) -> set[Spot]:
    """The settlements of the cases about a ticket."""
    about = [Subject(SubjectKind.CASE, case.id) for case, _ in cases.about(tx, tenant_id, ticket)]
    settled = entries.load(tx, tenant_id, spots.indexed(tx, tenant_id, about))
    return {spot for spot, entry in settled.items() if is_alone(subjects_of(entry.body), ticket)}


def _seat_sold(tx: Tx, tenant_id: UUID, ticket: Subject) -> set[Subject]:
    """The seat that a ticket was sold for."""
    seat = spots.seat_of_ticket(tx, tenant_id, ticket.id)
    return {seat} if seat else set()


def is_alone(subjects: Collection[Subject], ticket: Subject) -> bool:
    """Whether what is about these subjects is about no other ticket. It is for whatever is no ticket."""
    if ticket.kind is not SubjectKind.TICKET:
        return True
    return not any(one.kind is SubjectKind.TICKET and one != ticket for one in subjects)


def _papers(tx: Tx, tenant_id: UUID, ticket: Subject) -> set[Spot]:
    """What is about the invoice of a ticket and no other ticket: its prints and copies."""
    sale_id = spots.sale_of_ticket(tx, tenant_id, ticket.id)
    invoice = spots.invoice_of_sale(tx, tenant_id, sale_id) if sale_id else None
    if invoice is None:
        return set()
    about = spots.indexed(tx, tenant_id, [Subject(SubjectKind.DOCUMENT, invoice)])
    return {
        spot for spot, entry in entries.load(tx, tenant_id, about).items() if is_alone(subjects_of(entry.body), ticket)
    }


def _of_seat(tx: Tx, tenant_id: UUID, seat: Subject) -> set[Spot]:
    """The leases and holds of the seat, the sales of the tickets that had it, and what freed it."""
    own = spots.indexed(tx, tenant_id, [seat])
    subjects = {
        subject for entry in entries.load(tx, tenant_id, own).values() for subject in subjects_of(entry.body)
    }  # fmt: skip
    tickets = {subject.id for subject in subjects if subject.kind is SubjectKind.TICKET}
    held = spots.indexed(tx, tenant_id, [subject for subject in subjects if subject.kind is SubjectKind.HOLD])
    now = spots.ticket_in_seat(tx, tenant_id, seat)
    sold = spots.sales_of_tickets(tx, tenant_id, tickets | ({now} if now else set()))
    about = {spot for spot, entry in entries.load(tx, tenant_id, sold).items() if seat in subjects_of(entry.body)}
    decided = suspensions.of_performance(tx, tenant_id, seat.id)
    return own | held | about | decided | leases.of_seat(tx, tenant_id, seat)


def _of_document(tx: Tx, tenant_id: UUID, document: Subject) -> set[Spot]:
    """What issued the document, its prints, and for an invoice what became of its sale."""
    own = spots.indexed(tx, tenant_id, [document])
    row = spots.document_row(tx, tenant_id, document.id)
    if row is None:
        return own
    own.add((row.station_id, row.position))
    if row.kind != DocumentKind.INVOICE:
        return own
    return own | spots.indexed(tx, tenant_id, [Subject(SubjectKind.SALE, row.sale_id)])


def _of_payment(tx: Tx, tenant_id: UUID, payment: Subject) -> set[Spot]:
    """The sale that it paid, and the documents by which money of that sale went back."""
    about = spots.indexed(tx, tenant_id, [Subject(SubjectKind.SALE, payment.id)])
    back = {
        spot
        for spot, entry in entries.load(tx, tenant_id, about).items()
        if issued_document(entry.body) is not None
    }  # fmt: skip
    return back | spots.indexed(tx, tenant_id, [payment]) | spots.sale_by_id(tx, tenant_id, payment.id)


_BY_KIND: dict[SubjectKind, Callable[[Tx, UUID, Subject], set[Spot]]] = {
    SubjectKind.TICKET: _of_ticket,
    SubjectKind.SEAT: _of_seat,
    SubjectKind.DOCUMENT: _of_document,
    SubjectKind.PAYMENT: _of_payment,
    SubjectKind.SHIFT: _of_shift,
    SubjectKind.SALE: _of_sale,
}
