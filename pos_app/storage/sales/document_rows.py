"""Queries of issued documents: searching them, and counting their copies."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)

from domain.catalogue.typed_seats import seat_names
from domain.fiscal.series import NoteSeries
from domain.fiscal.typed_number import typed_control_number, typed_number, without_words
from domain.ids import DocumentId
from domain.payments.reference_use import SHORTEST_END, significant
from domain.payments.tenders import LONGEST_REFERENCE
from domain.people.identity import PASSPORT_MARK, bare_identity
from domain.typed_text import as_searched, compact, folded
from pos_app.storage.sales.notes_beside import DocumentPlace, at_positions, note_of_code, with_others_of_sale
from pos_app.storage.tables import LONGEST_CUSTOMER_PART, customer_part, payment_reference
from sync.facts.conflicts import EndCause, replaced_ticket
from sync.facts.documents import fiscal_document, reprint
from sync.facts.forms import form_run, spoiled_form
from sync.facts.rights import number_block
from sync.facts.sales import payment, sale, sold_seat, ticket
from sync.tables.catalogue import event, performance, seat
from sync.tables.column_types import Id
from sync.tables.transaction import Tx

_NONE: ColumnElement[str] = literal_column("''")
"""The empty text as `search_indexes` has it: SQLite does not recognise an index's condition in a parameter."""
_SHOWS = (
    select(performance.c.id)
    .join(event, (event.c.tenant_id == performance.c.tenant_id) & (event.c.id == performance.c.event_id))
    .where(performance.c.tenant_id == bindparam("tenant"), event.c.venue_id == bindparam("venue"))
)
"""The performances in a venue. The number of a seat is unique only within its venue."""
_LAST = "\U0010ffff"
"""Comes after every character that a part of a word may have."""
_MOST_NAMES = 500
"""Names of customers whose sales are looked up by name."""


def matching(tx: Tx, tenant_id: UUID, text: str, limit: int) -> list[DocumentPlace]:
    """The documents that a text may name, newest first; of all of them without a text.

    Each document that a text names is followed by the others of its sale.
    """
    if not text:
        return at_positions(tx, tenant_id, None, limit)
    matches = at_positions(tx, tenant_id, _positions(tx, tenant_id, text, limit), limit)
    return with_others_of_sale(tx, tenant_id, matches, limit)


class CodeState(StrEnum):
    """What became of a ticket's code."""

    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    REISSUED = "reissued"
    TRANSFERRED = "transferred"
    GIVEN = "given"
    REVOKED = "revoked"
    REFUNDED = "refunded"


def code_state(tx: Tx, tenant_id: UUID, text: str) -> CodeState | None:
    """What ended the ticket code that a text is; None for a code that is valid, and for any other text."""
    # A withdrawn ticket keeps its code when its price is given back later, so the note is asked first.
    if note_of_code(tx, tenant_id, text) is not None:
        return CodeState.REFUNDED
    r, code = replaced_ticket.c, compact(text).lower()
    ended = tx.execute(
        select(r.new_code, r.cause).where(r.tenant_id == tenant_id, func.lower(r.code) == code)
    ).first()  # fmt: skip
    if ended is None:
        return None
    if ended.cause == EndCause.CASE:
        return CodeState.REPLACED if ended.new_code else CodeState.WITHDRAWN
    return CodeState(ended.cause)


def copies(tx: Tx, tenant_id: UUID, document_id: DocumentId) -> int:
    """The number of copies of a document requested so far."""
    last = select(func.coalesce(func.max(reprint.c.copy_no), 0))
    statement = last.where(reprint.c.tenant_id == tenant_id, reprint.c.document_id == document_id)
    return int(tx.execute(statement).scalar_one())


def _positions(tx: Tx, tenant_id: UUID, text: str, limit: int) -> set[int]:
    """The latest positions of documents that a text may name: by number, or by the sale that they are about."""
    by_what_is_unique = [
        *by_number(tx, tenant_id, without_words(text)),
        *_by_ticket(tenant_id, text),
        *_by_payment(tenant_id, without_words(text)),
        *by_customer_document(tenant_id, text),
        *_by_seat(tx, tenant_id, text),
    ]
    # A name may be anything that was typed, so it comes last.
    return _positions_of(tx, by_what_is_unique, limit) or positions_by_name(tx, tenant_id, text, limit)


def _positions_of(tx: Tx, statements: Iterable[Select[Any]], limit: int) -> set[int]:
    latest = (newest(statement).limit(limit) for statement in statements)
    return {position for statement in latest for position in tx.execute(statement).scalars()}


def newest(statement: Select[Any]) -> Select[Any]:
    """The same positions, the newest first."""
    # The sum keeps SQLite from reading all positions from the newest on until enough of them match.
    return statement.order_by((statement.selected_columns.position + 0).desc())


def by_number(tx: Tx, tenant_id: UUID, text: str) -> Iterator[Select[Any]]:
    """By the document's number or its control number."""
    d = fiscal_document.c
    numbered = select(d.position).where(d.tenant_id == tenant_id)
    if number := typed_number(text):
        for series in _series(tx, tenant_id, number.series):
            yield numbered.where(d.series == series, d.number == number.number)
    if control := typed_control_number(text):
        whole = [f"{two}{control}" for two in _identifiers(tx, tenant_id)] if control.startswith("-") else [control]
        yield numbered.where(d.control_number.in_(whole), d.control_number != _NONE)
        moved = select(spoiled_form.c.document_id).where(
            spoiled_form.c.tenant_id == tenant_id, spoiled_form.c.new_control.in_(whole)
        )
        yield numbered.where(d.id.in_(moved))


def _identifiers(tx: Tx, tenant_id: UUID) -> list[str]:
    """The two digits before the dash that the forms of the store have."""
    two = func.substr(form_run.c.first_control, 1, 2)
    return list(tx.execute(select(two).distinct().where(form_run.c.tenant_id == tenant_id)).scalars())


def _series(tx: Tx, tenant_id: UUID, typed: str) -> list[str]:
    """The series that was typed; those of all notes for the word of a kind of notes, and every series for none.

    Each document has its number from a block.
    """
    if typed and typed not in set(NoteSeries):
        return [typed]
    statement = select(number_block.c.series).distinct().where(number_block.c.tenant_id == tenant_id)
    return [series for series in tx.execute(statement).scalars() if series.startswith(typed)]


def _by_ticket(tenant_id: UUID, text: str) -> Iterator[Select[Any]]:
    """By the code on a ticket, also one that replaced another, in either letter case."""
    code = compact(text).lower()
    if not (code.isascii() and code.isalnum()):
        return
    yield _of_ticket(tenant_id).where(func.lower(ticket.c.code) == code)
    yield _of_replaced(tenant_id).where(func.lower(replaced_ticket.c.new_code) == code)


def _by_payment(tenant_id: UUID, text: str) -> Iterator[Select[Any]]:
    """By a payment's reference or its last characters, at least four."""
    reference = "".join(filter(str.isalnum, text))
    if reference.isascii() and SHORTEST_END <= len(reference) <= LONGEST_REFERENCE:
        ours = func.lower(func.replace(payment.c.reference, "-", ""))
        typed = significant(reference)
        ended = select(payment_reference.c.sale_id).where(payment_reference.c.ending == typed[-SHORTEST_END:])
        of_payment = _sold(tenant_id).join(
            payment, (payment.c.tenant_id == sale.c.tenant_id) & (payment.c.sale_id == sale.c.id)
        )
        yield of_payment.where(sale.c.id.in_(ended), ours.like(f"%{typed}"))


def by_customer_document(tenant_id: UUID, text: str) -> Iterator[Select[Any]]:
    """By the customer's document, with its letter or the mark of a passport, or without."""
    if bare := bare_identity(text):
        named = sale.c.customer_document.in_((text.upper(), bare, f"V{bare}", f"{PASSPORT_MARK}{bare}"))
        yield _named(tenant_id).where(named, sale.c.customer_document != _NONE)


def positions_by_name(tx: Tx, tenant_id: UUID, text: str, limit: int) -> set[int]:
    """The latest positions of sales to customers whose name has each typed word, a short one where a word begins."""
    s, names = sale.c, names_of(tx, text)
    if not names:
        return set()
    with_words = names_with(_words(text))
    if len(names) <= _MOST_NAMES:
        return _positions_of(tx, [_named(tenant_id).where(s.customer_name.in_(names), s.customer_name != _NONE)], limit)
    # So many names have sales among the newest, which are read from the newest on until enough of them match.
    # The plus keeps SQLite from sorting all sales to these names.
    of_many = _sold(tenant_id).where(literal_column("+sale.customer_name").in_(with_words))
    return set(tx.execute(of_many.order_by(s.position.desc()).limit(limit)).scalars())


def names_of(tx: Tx, text: str) -> list[str]:
    """The names of customers and holders that have each typed word; one more than so many when there are more."""
    words = _words(text)
    if not words or not any(map(str.isalpha, text)):
        return []
    return list(tx.execute(names_with(words).limit(_MOST_NAMES + 1)).scalars())


def _words(text: str) -> list[str]:
    return sorted(set(folded(text).split()), key=len)


def names_with(words: Sequence[str]) -> Select[Any]:
    """Names with a part for each of these words. The last, which is the longest, selects most."""
    n = customer_part.c
    *others, longest = map(as_searched, words)
    part = longest[:LONGEST_CUSTOMER_PART]
    compared = others if part == longest else [*others, longest]
    with_part = select(n.name).distinct().where(n.part >= part, n.part < part + _LAST)
    return with_part.where(*(func.instr(n.words, word) > 0 for word in compared))


def _by_seat(tx: Tx, tenant_id: UUID, text: str) -> Iterator[Select[Any]]:
    """By a seat of a ticket, as it was sold and as it was moved."""
    names = seat_names(text)
    if not names:
        return
    named = or_(*(and_(seat.c.row == row, seat.c.number == number) for row, number in names))
    houses: dict[UUID, list[int]] = {}
    for one in tx.execute(select(seat.c.venue_id, seat.c.id).where(seat.c.tenant_id == tenant_id, named)):
        houses.setdefault(one.venue_id, []).append(one.id)
    for venue_id, seats in houses.items():
        shows = list(tx.execute(_SHOWS, {"tenant": tenant_id, "venue": venue_id}).scalars())
        s, t = sold_seat.c, ticket.c
        sold = select(s.ticket_id).where(s.tenant_id == tenant_id, s.performance_id.in_(shows), s.seat_id.in_(seats))
        yield _of_ticket(tenant_id).where(t.id.in_(sold))
        # A seat that was left is not sold any more; the tickets that left one are few.
        for moved in (t.seat_id, replaced_ticket.c.seat_id):
            yield _of_replaced(tenant_id).where(t.performance_id.in_(shows), moved.in_(seats))


def _sold(tenant_id: UUID) -> Select[Any]:
    return select(sale.c.position).where(sale.c.tenant_id == tenant_id)


def _named(tenant_id: UUID) -> Select[Any]:
    # With the plus, SQLite cannot take the primary key of all sales for the index of the customers.
    return select(sale.c.position).where(literal_column("+sale.tenant_id", Id) == tenant_id)


def _of_ticket(tenant_id: UUID) -> Select[Any]:
    return _sold(tenant_id).join(ticket, (ticket.c.tenant_id == sale.c.tenant_id) & (ticket.c.sale_id == sale.c.id))


def _of_replaced(tenant_id: UUID) -> Select[Any]:
    r = replaced_ticket.c
    return _of_ticket(tenant_id).join(
        replaced_ticket, (r.tenant_id == ticket.c.tenant_id) & (r.ticket_id == ticket.c.id)
    )
