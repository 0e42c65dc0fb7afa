"""Finding what a typed text names in the station's store. Each query reads an index, in a store of 200,000 tickets."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal_column, select, union

from domain.fiscal.typed_number import without_words
from domain.payments.reference_use import SHORTEST_END, significant
from domain.timeline.searching import MOST_MATCHES, typed_code, typed_phone, typed_reference
from domain.timeline.subjects import Subject, SubjectKind
from pos_app.storage.people import customer_search
from pos_app.storage.sales import document_rows
from pos_app.storage.tables import payment_reference
from sync.facts.conflicts import replaced_ticket
from sync.facts.documents import fiscal_document
from sync.facts.sales import payment, ticket
from sync.facts.shifts import shift
from sync.facts.tickets import ticket_holder
from sync.tables.catalogue import event, performance, seat, section
from sync.tables.transaction import Tx
from sync.timeline import placed

_t, _r, _d, _pay, _ref, _h = ticket.c, replaced_ticket.c, fiscal_document.c, payment.c, payment_reference.c, shift.c
_seat, _section, _e, _p, _held = seat.c, section.c, event.c, performance.c, ticket_holder.c
_NONE: ColumnElement[str] = literal_column("''")


def matching(tx: Tx, tenant_id: UUID, text: str, now: datetime) -> list[Subject]:
    """What a text names, by kind and the newest first: whatever is unique, and names only where nothing is."""
    if not text:
        return []
    exact = [
        *_tickets(tx, tenant_id, text),
        *_documents(tx, tenant_id, text),
        *_payments(tx, tenant_id, text),
        *placed.seats(tx, tenant_id, text, now),
        *placed.shifts(tx, tenant_id, text),
    ]
    people = [Subject(SubjectKind.CUSTOMER, one) for one in customer_search.matching_ids(tx, text, MOST_MATCHES)]
    named = [] if exact else _named(tx, tenant_id, text)
    return list(dict.fromkeys([*exact, *people, *named]))


def _tickets(tx: Tx, tenant_id: UUID, text: str) -> Iterator[Subject]:
    """By the code on a ticket, also one that ended, in any letter case, with spaces or dashes."""
    code = typed_code(text)
    if not code:
        return
    named = union(
        select(_t.id).where(_t.tenant_id == tenant_id, func.lower(_t.code) == code),
        select(_r.ticket_id).where(_r.tenant_id == tenant_id, func.lower(_r.new_code) == code),
    )
    yield from (Subject(SubjectKind.TICKET, one) for one in tx.execute(named).scalars())


def _documents(tx: Tx, tenant_id: UUID, text: str) -> Iterator[Subject]:
    """By number or control number in any writing, or by the customer's identity document."""
    selects = [
        *document_rows.by_number(tx, tenant_id, without_words(text)),
        *document_rows.by_customer_document(tenant_id, text),
    ]
    positions = {
        position
        for statement in selects
        for position in tx.execute(document_rows.newest(statement).limit(MOST_MATCHES)).scalars()
    }
    yield from _at(tx, tenant_id, positions)


def _at(tx: Tx, tenant_id: UUID, positions: Iterable[int]) -> Iterator[Subject]:
    newest = sorted(positions, reverse=True)[:MOST_MATCHES]
    at = select(_d.id).where(_d.tenant_id == tenant_id, _d.position.in_(newest)).order_by(_d.position.desc())
    yield from (Subject(SubjectKind.DOCUMENT, one) for one in tx.execute(at).scalars())


def _payments(tx: Tx, tenant_id: UUID, text: str) -> Iterator[Subject]:
    """By a reference or its end, or by the phone that paid."""
    sales: set[tuple[UUID, UUID]] = set()
    if reference := typed_reference(without_words(text)):
        typed = significant(reference)
        used = select(_ref.sale_id).where(_ref.ending == typed[-SHORTEST_END:])
        ours = func.lower(func.replace(_pay.reference, "-", ""))
        named = select(_pay.sale_id, _pay.id).where(
            _pay.tenant_id == tenant_id, _pay.sale_id.in_(used), ours.like(f"%{typed}")
        )
        sales |= {(row.sale_id, row.id) for row in tx.execute(named.limit(MOST_MATCHES))}
    if phone := typed_phone(text):
        # Without the tenant, which is one in the whole store: SQLite prefers any key that begins with it.
        of_phone = select(_pay.sale_id, _pay.id).where(_pay.phone == phone, _pay.phone != _NONE)
        newest = of_phone.order_by(_pay.sale_id.desc()).limit(MOST_MATCHES)
        sales |= {(row.sale_id, row.id) for row in tx.execute(newest)}
    yield from placed.payments(tx, tenant_id, sales)


def _named(tx: Tx, tenant_id: UUID, text: str) -> Iterator[Subject]:
    """Documents by the name on them, and tickets by the name of a holder."""
    yield from _at(tx, tenant_id, document_rows.positions_by_name(tx, tenant_id, text, MOST_MATCHES))
    names = document_rows.names_of(tx, text)
    held = select(_held.ticket_id).where(_held.name.in_(names)).distinct().limit(MOST_MATCHES)
    if names:
        yield from (Subject(SubjectKind.TICKET, one) for one in tx.execute(held).scalars())
