"""The SQL of searches for the subject of a timeline, and when HQ received entries."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, union

from domain.fiscal.series import NoteSeries
from domain.fiscal.typed_number import typed_control_number, typed_number, without_words
from domain.payments.reference_use import SHORTEST_END, significant
from domain.people.identity import bare_identity
from domain.timeline.searching import MOST_MATCHES, typed_code, typed_phone, typed_reference
from domain.timeline.subjects import Subject, SubjectKind
from hq.storage.folded_codes import folded
from hq.storage.ledger_tables import number_series, used_reference
from sync.facts.conflicts import replaced_ticket
from sync.facts.documents import fiscal_document
from sync.facts.forms import spoiled_form
from sync.facts.sales import payment, sale, ticket
from sync.tables.column_types import instant
from sync.tables.position import epoch_of, seq_of
from sync.tables.transaction import Tx
from sync.timeline import placed
from sync.timeline.spots import Spot

_t, _r, _d, _s, _pay = ticket.c, replaced_ticket.c, fiscal_document.c, sale.c, payment.c
_RECEIPTS = """
    SELECT given.station_id, given.epoch, given.seq, (
        SELECT r.received_at FROM entry_receipt r
        WHERE r.tenant_id = %(tenant)s AND r.station_id = given.station_id AND r.epoch = given.epoch
            AND r.seq >= given.seq
        ORDER BY r.seq LIMIT 1
    ) FROM unnest(%(stations)s::uuid[], %(epochs)s::int4[], %(seqs)s::int8[]) AS given(station_id, epoch, seq)
"""


def receipts(tx: Tx, tenant_id: UUID, spots: Collection[Spot]) -> dict[Spot, datetime]:
    """When HQ received these entries, by its own clock."""
    wanted = list(spots)
    rows = tx.driver.execute(_RECEIPTS, {
        "tenant": tenant_id, "stations": [station_id for station_id, _ in wanted],
        "epochs": [epoch_of(position) for _, position in wanted],
        "seqs": [seq_of(position) for _, position in wanted],
    }).fetchall()  # fmt: skip
    at = {(station_id, epoch, seq): received for station_id, epoch, seq, received in rows}
    known = ((spot, at.get((spot[0], epoch_of(spot[1]), seq_of(spot[1])))) for spot in wanted)
    return {spot: instant(received) for spot, received in known if received is not None}


def matching(tx: Tx, tenant_id: UUID, text: str, now: datetime) -> list[Subject]:
    """What a text names at any station, by kind, without customers."""
    if not text:
        return []
    matches = (
        _tickets(tx, tenant_id, text), _documents(tx, tenant_id, text), _payments(tx, tenant_id, text),
        placed.seats(tx, tenant_id, text, now), placed.shifts(tx, tenant_id, text),
    )  # fmt: skip
    return list(dict.fromkeys(subject for subjects in matches for subject in subjects))


def _tickets(tx: Tx, tenant_id: UUID, text: str) -> Iterator[Subject]:
    """By the code on a ticket, also one that ended, in any letter case, with spaces or dashes."""
    code = typed_code(text)
    if code:
        named = union(
            select(_t.id).where(_t.tenant_id == tenant_id, folded(_t.code) == code),
            select(_r.ticket_id).where(_r.tenant_id == tenant_id, folded(_r.new_code) == code),
        )
        yield from (Subject(SubjectKind.TICKET, one) for one in tx.execute(named).scalars())


def _documents(tx: Tx, tenant_id: UUID, text: str) -> Iterator[Subject]:
    """By number or control number in any writing, or by the customer's identity document."""
    of = select(_d.id).where(_d.tenant_id == tenant_id)
    bare = without_words(text)
    statements = []
    if number := typed_number(bare):
        known = _series(tx, tenant_id, number.series)
        statements.append(of.where(_d.series.in_(known), _d.number == number.number))
    if control := typed_control_number(bare):
        # Without the two digits of the form a control number is of any form.
        of_form = [f"{form:02}{control}" for form in range(100)] if control.startswith("-") else [control]
        statements.append(of.where(_d.control_number.in_(of_form), _d.control_number != ""))
        f = spoiled_form.c
        spoiled = f.new_control.in_(of_form) | f.first_control.in_(of_form)
        statements.append(of.where(_d.id.in_(select(f.document_id).where(f.tenant_id == tenant_id, spoiled))))
    if identity := bare_identity(text):
        named = select(_s.id).where(
            _s.tenant_id == tenant_id, _s.customer_document.in_((identity, f"V{identity}")), _s.customer_document != ""
        )
        statements.append(of.where(_d.sale_id.in_(named)))
    for statement in statements:
        newest = statement.order_by(_d.issued_at.desc()).limit(MOST_MATCHES)
        yield from (Subject(SubjectKind.DOCUMENT, one) for one in tx.execute(newest).scalars())


def _series(tx: Tx, tenant_id: UUID, typed: str) -> list[str]:
    """The series that was typed; those of all notes for the word of a kind of notes, and every series for none."""
    if typed and typed not in set(NoteSeries):
        return [typed]
    known = tx.execute(select(number_series.c.code).where(number_series.c.tenant_id == tenant_id)).scalars()
    return [code for code in known if code.startswith(typed)]


def _payments(tx: Tx, tenant_id: UUID, text: str) -> Iterable[Subject]:
    """By a reference or its end, or by the phone that paid."""
    known: set[tuple[UUID, UUID]] = set()
    of = select(_pay.sale_id, _pay.id).where(_pay.tenant_id == tenant_id)
    if reference := typed_reference(without_words(text)):
        typed, u = significant(reference), used_reference.c
        same = (u.tenant_id == _pay.tenant_id) & (u.sale_id == _pay.sale_id) & (u.payment_id == _pay.id)
        ours = func.lower(func.replace(_pay.reference, "-", ""))
        ended = of.join(used_reference, same).where(u.ending == typed[-SHORTEST_END:], ours.like(f"%{typed}"))
        known |= _pairs(tx.execute(ended.limit(MOST_MATCHES)))
    if phone := typed_phone(text):
        known |= _pairs(tx.execute(of.where(_pay.phone == phone, _pay.phone != "").limit(MOST_MATCHES)))
    return placed.payments(tx, tenant_id, known)


def _pairs(rows: Iterable[Any]) -> set[tuple[UUID, UUID]]:
    return {(row.sale_id, row.id) for row in rows}
