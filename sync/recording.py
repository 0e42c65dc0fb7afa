"""The one function that turns a fact into rows, at sale time on the station and at receipt on HQ.

Rows are inserted if absent, so recording a fact again changes nothing; what moves guards itself.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, update

from domain.sale import Ticket
from sync import facts
from sync.facts import conflict_recording, rights_recording
from sync.facts import tables as rows
from sync.tables.transaction import Tx


def record(tx: Tx, entry: facts.Entry) -> None:
    """Write the rows of one entry. A kind that makes no rows lives in the journal alone."""
    recorder = _RECORDERS.get(type(entry.body))
    if recorder:
        recorder(tx, entry, entry.body)


def _shift_opened(tx: Tx, entry: facts.Entry, fact: facts.ShiftOpened) -> None:
    shift = fact.shift
    tx.insert(rows.shift, [{
        "tenant_id": entry.tenant, "id": shift.id, "station_id": entry.station, "number": shift.number,
        "cashier_id": shift.cashier_id, "opened_at": shift.opened_at, "opened_position": entry.position,
        "closed_at": None, "closed_position": None,
    }])  # fmt: skip
    tx.insert(rows.shift_float, [
        {"tenant_id": entry.tenant, "shift_id": shift.id, "currency": m.currency, "amount": m.minor}
        for m in shift.floats
    ])  # fmt: skip


def _cash_moved(tx: Tx, entry: facts.Entry, fact: facts.CashMoved) -> None:
    tx.insert(rows.cash_movement, [{
        "tenant_id": entry.tenant, "id": fact.id, "shift_id": fact.shift_id, "position": entry.position,
        "kind": fact.movement.kind, "currency": fact.movement.amount.currency,
        "amount": fact.movement.amount.minor, "reason": fact.movement.reason, "moved_at": entry.at,
    }])  # fmt: skip


def _sale_recorded(tx: Tx, entry: facts.Entry, fact: facts.SaleRecorded) -> None:
    sale = fact.sale
    tx.insert(rows.sale, [{
        "tenant_id": entry.tenant, "id": sale.id, "station_id": entry.station, "shift_id": sale.shift_id,
        "cashier_id": sale.cashier_id, "position": entry.position, "sold_at": sale.sold_at,
        "customer_name": sale.customer.name, "customer_document": sale.customer.document,
        "rates_on": sale.rates.on,
    }])  # fmt: skip
    tickets = [_ticket(entry, fact, ticket) for ticket in sale.tickets]
    tx.insert_counted(rows.ticket, tickets, rows.zone_sold, {"station_id": entry.station, "epoch": entry.epoch})
    _payments(tx, entry, fact)
    _document(tx, entry, fact)
    _seats(tx, entry, sale.tickets)


def _ticket(entry: facts.Entry, fact: facts.SaleRecorded, ticket: Ticket) -> dict[str, object]:
    place, price = ticket.place, ticket.price
    return {
        "tenant_id": entry.tenant, "id": ticket.id, "sale_id": fact.sale.id, "code": ticket.code,
        "performance_id": place.performance_id, "zone_id": place.zone_id, "seat_id": place.seat_id,
        "ticket_type": ticket.ticket_type, "currency": price.amount.currency, "amount": price.amount.minor,
        "fee": price.fee.minor,
    }  # fmt: skip


def _payments(tx: Tx, entry: facts.Entry, fact: facts.SaleRecorded) -> None:
    tx.insert(rows.payment, [
        {
            "tenant_id": entry.tenant, "sale_id": fact.sale.id, "id": p.id, "method": p.method,
            "currency": p.amount.currency, "amount": p.amount.minor, "ves": p.ves.minor,
            "igtf_base": p.igtf_base.minor, "reference": p.references.reference, "bank": p.references.bank,
            "phone": p.references.phone, "payer": p.references.payer, "batch": p.references.batch,
            "approval": p.references.approval, "last_four": p.references.last_four,
        }
        for p in fact.sale.payments
    ])  # fmt: skip
    tx.insert(rows.change_given, [
        {
            "tenant_id": entry.tenant, "sale_id": fact.sale.id, "ordinal": i, "method": c.method,
            "currency": c.amount.currency, "amount": c.amount.minor, "ves": c.ves.minor,
        }
        for i, c in enumerate(fact.sale.change)
    ])  # fmt: skip


NUMBER_TAKEN = (
    update(rows.number_block)
    .values(next=bindparam("number") + 1)
    .where(
        rows.number_block.c.tenant_id == bindparam("tenant"),
        rows.number_block.c.station_id == bindparam("station"),
        rows.number_block.c.epoch == bindparam("in_epoch"),
        rows.number_block.c.series == bindparam("in_series"),
        rows.number_block.c.next <= bindparam("number"),
        rows.number_block.c.last >= bindparam("number"),
    )
)


def _document(tx: Tx, entry: facts.Entry, fact: facts.SaleRecorded) -> None:
    document = fact.document
    tx.insert(rows.fiscal_document, [{
        "tenant_id": entry.tenant, "id": document.id, "sale_id": document.sale_id, "position": entry.position,
        "kind": document.kind, "medium": document.medium, "series": document.series, "number": document.number,
        "control_number": document.control_number, "issued_at": document.issued_at,
        "exempt": document.exempt.minor, "total": document.total.minor,
        "igtf_base": document.igtf_base.minor, "igtf": document.igtf.minor,
    }])  # fmt: skip
    tx.insert(rows.document_tax, [
        {
            "tenant_id": entry.tenant, "document_id": document.id, "category": line.category,
            "rate": line.rate, "base": line.base.minor, "tax": line.tax.minor,
        }
        for line in document.taxes
    ])  # fmt: skip
    tx.run(NUMBER_TAKEN, {
        "tenant": entry.tenant, "station": entry.station, "in_epoch": entry.epoch, "in_series": document.series,
        "number": document.number,
    })  # fmt: skip


def _seats(tx: Tx, entry: facts.Entry, tickets: tuple[Ticket, ...]) -> None:
    tx.insert(rows.sold_seat, [
        {
            "tenant_id": entry.tenant, "performance_id": t.place.performance_id, "seat_id": t.place.seat_id,
            "ticket_id": t.id,
        }
        for t in tickets
        if t.place.seat_id is not None
    ])  # fmt: skip


def _cart_voided(tx: Tx, entry: facts.Entry, fact: facts.CartVoided) -> None:
    tx.insert(rows.cart_void, [{
        "tenant_id": entry.tenant, "cart_id": fact.cart_id, "shift_id": fact.shift_id, "position": entry.position,
        "tickets": fact.tickets, "voided_at": entry.at,
    }])  # fmt: skip


def _shift_counted(tx: Tx, entry: facts.Entry, fact: facts.ShiftCounted) -> None:
    tx.insert(rows.shift_count, [
        {
            "tenant_id": entry.tenant, "shift_id": fact.shift_id, "ordinal": fact.ordinal,
            "currency": line.denomination.currency, "denomination": line.denomination.minor,
            "quantity": line.quantity,
        }
        for line in fact.count.lines
    ])  # fmt: skip


_CLOSE = (
    update(rows.shift)
    .values(closed_at=bindparam("at"), closed_position=bindparam("position"))
    .where(rows.shift.c.tenant_id == bindparam("tenant"), rows.shift.c.id == bindparam("shift"))
)


def _shift_closed(tx: Tx, entry: facts.Entry, fact: facts.ShiftClosed) -> None:
    tx.run(_CLOSE, {"at": entry.at, "position": entry.position, "tenant": entry.tenant, "shift": fact.shift_id})
    tx.insert(rows.shift_difference, [
        {
            "tenant_id": entry.tenant, "shift_id": fact.shift_id, "currency": d.expected.currency,
            "expected": d.expected.minor, "counted": d.counted.minor, "reason": fact.reason,
            "approved_by": fact.approved_by,
        }
        for d in fact.differences
    ])  # fmt: skip


def _report_taken(tx: Tx, entry: facts.Entry, fact: facts.ReportTaken) -> None:
    report, perpetual = fact.report, fact.report.totals.perpetual
    tx.insert(rows.till_report, [{
        "tenant_id": entry.tenant, "id": report.id, "station_id": entry.station, "position": entry.position,
        "kind": report.kind, "number": report.number, "business_date": report.business_date,
        "taken_at": report.taken_at, "perpetual_documents": perpetual.documents,
        "perpetual_sales": perpetual.sales.minor, "perpetual_iva": perpetual.iva.minor,
        "perpetual_igtf": perpetual.igtf.minor,
    }])  # fmt: skip


def _document_reprinted(tx: Tx, entry: facts.Entry, fact: facts.DocumentReprinted) -> None:
    tx.insert(rows.reprint, [{
        "tenant_id": entry.tenant, "document_id": fact.document_id, "copy_no": fact.copy_no, "position": entry.position,
        "by": entry.actor, "reprinted_at": entry.at,
    }])  # fmt: skip


def _paper_settled(tx: Tx, entry: facts.Entry, fact: facts.PaperSettled) -> None:
    tx.insert(rows.paper, [{
        "tenant_id": entry.tenant, "job_id": fact.job_id, "document_id": fact.document_id,
        "outcome": fact.outcome, "position": entry.position,
    }])  # fmt: skip


def _rate_entered(tx: Tx, entry: facts.Entry, fact: facts.RateEntered) -> None:
    rate = fact.rate
    tx.insert(rows.entered_rate, [{
        "tenant_id": entry.tenant, "station_id": entry.station, "position": entry.position,
        "currency": rate.currency, "value_on": rate.value_on, "value": rate.value, "source": rate.source,
    }])  # fmt: skip


_RECORDERS: dict[type[facts.Fact], Callable[[Tx, facts.Entry, Any], None]] = {
    facts.ShiftOpened: _shift_opened,
    facts.CashMoved: _cash_moved,
    facts.SaleRecorded: _sale_recorded,
    facts.CartVoided: _cart_voided,
    facts.ShiftCounted: _shift_counted,
    facts.ShiftClosed: _shift_closed,
    facts.ReportTaken: _report_taken,
    facts.DocumentReprinted: _document_reprinted,
    facts.PaperSettled: _paper_settled,
    facts.RateEntered: _rate_entered,
    facts.NumbersAccepted: rights_recording.numbers_accepted,
    facts.NumbersReturned: rights_recording.numbers_returned,
    facts.SeatsAccepted: rights_recording.seats_accepted,
    facts.SeatsReturned: rights_recording.seats_returned,
    facts.PlacesAccepted: rights_recording.places_accepted,
    facts.PlacesReturned: rights_recording.places_returned,
    facts.ConflictSettled: conflict_recording.conflict_settled,
    facts.TicketReplaced: conflict_recording.ticket_replaced,
    facts.TicketWithdrawn: conflict_recording.ticket_withdrawn,
}
"""Kinds that make no rows stay in the journal alone: sign-ins, clocks, set-ups, the opening of an epoch."""
