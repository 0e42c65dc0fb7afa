"""Which acts after the sale HQ believes: those about the station's own sales and tickets, as the tickets are (C7).

A refund must follow from the invoice. These acts free places, end codes and move money, so one that does not follow has
no effect until a person at HQ accepts it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from domain.after_sale.holders import Holder, HolderChange, got_as_gift
from domain.after_sale.refund_proof import PresentTicket, RefundFlaw, flaw_of
from domain.after_sale.refunds import SoldInvoice
from domain.after_sale.ticket_changes import ChangeFlaw, after, flaw_of_change, flaw_of_end
from domain.conflicts.cases import ConflictKind
from domain.conflicts.doubts import Doubt, Why
from domain.fiscal.spoiled_forms import on_form
from domain.ids import TicketId
from domain.sale.sale import Place, Ticket
from hq.conflicts.gift_belief import doubted_gifts
from hq.conflicts.refund_right_belief import RefundRights
from hq.conflicts.rows import refund_rows as rows
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from sync import facts, journal
from sync.facts import (
    Entry,
    FormReplaced,
    HolderChanged,
    RefundRightAccepted,
    RefundRightReturned,
    SaleRecorded,
    TicketFact,
    TicketReissued,
    TicketRevoked,
    TicketsRefunded,
)
from sync.facts.conflicts import EndCause
from sync.facts.tickets import keeps_code
from sync.tables.position import epoch_of
from sync.tables.transaction import Tx

_WHY = {
    RefundFlaw.OTHER_INVOICE: Why.OTHER_INVOICE,
    RefundFlaw.TICKET_NOT_REFUNDABLE: Why.TICKET_NOT_REFUNDABLE,
    RefundFlaw.OTHER_FIGURES: Why.OTHER_FIGURES,
}
_WHY_CHANGED = {ChangeFlaw.NOT_PRESENT: Why.TICKET_NOT_PRESENT, ChangeFlaw.OTHER_VALUE: Why.OTHER_VALUE}


def doubted_after_sale(tx: Tx, known: Sequence[tuple[Life, Entry]]) -> list[Doubted]:
    """The refunds and changes of tickets that are not believed, judged in the order of the chains."""
    named = {sale_id for _, entry in known if (sale_id := _sale_of(entry)) is not None}
    gifts = doubted_gifts(tx, known)
    if not named:
        return gifts
    return [*gifts, *_Judge(tx, known[0][0].tenant_id, named).doubted(known)]


def _sale_of(entry: Entry) -> UUID | None:
    match entry.body:
        case TicketsRefunded():
            return entry.body.refund.sale_id
        case TicketReissued() | HolderChanged() | TicketRevoked() | RefundRightReturned():
            return entry.body.sale_id
        case RefundRightAccepted():
            return entry.body.grant.sold.sale.id
    return None


@dataclass(slots=True)
class _Known:
    """A sale with its notes and its tickets, as far as entries were read."""

    station_id: UUID
    sold: SoldInvoice
    present: dict[TicketId, PresentTicket] = field(default_factory=dict)

    def as_sold(self, ticket_id: TicketId) -> Ticket | None:
        """One of its tickets as it was sold."""
        return next((ticket for ticket in self.sold.sale.tickets if ticket.id == ticket_id), None)


class _Judge:
    """Reads entries in order, and keeps what became of the sales that acts after the sale name."""

    def __init__(self, tx: Tx, tenant_id: UUID, named: set[UUID]) -> None:
        self._tx, self._tenant_id, self._named = tx, tenant_id, named
        self._sales: dict[UUID, _Known] = {}
        self._rights = RefundRights(tx, tenant_id, named)
        self._held: dict[UUID, list[tuple[Holder, HolderChange]]] = {}
        """The holders of tickets after their buyers, as far as entries were read."""
        for row in rows.sales(tx, tenant_id, named):
            self._sold(row.station_id, epoch_of(row.position), self._fact(row.station_id, row.position))
        for row in rows.new_forms(tx, tenant_id, named):
            fact = self._fact(row.station_id, row.position)
            if isinstance(fact, FormReplaced):
                self._on_new_form(row.station_id, fact)
        for row in rows.replaced(tx, tenant_id, named):
            self._replaced(row)
        for row in rows.holders(tx, tenant_id, named):
            holder = Holder(row.name, row.email, row.phone, row.person_id)
            self._held.setdefault(row.ticket_id, []).append((holder, HolderChange(row.how)))
        for row in rows.refunds(tx, tenant_id, named):
            fact = self._fact(row.station_id, row.position)
            if isinstance(fact, TicketsRefunded):
                self._refunded(fact)

    def doubted(self, known: Sequence[tuple[Life, Entry]]) -> Iterator[Doubted]:
        """The acts that are not believed."""
        for life, entry in known:
            if _sale_of(entry) is None:
                self._follow(life, entry)
            elif (doubt := self._doubt(life, entry)) is not None:
                yield Doubted(life, entry, ConflictKind.REFUND, doubt)

    def _follow(self, life: Life, entry: Entry) -> None:
        """Take an entry into account that is judged elsewhere."""
        match entry.body:
            case SaleRecorded():
                if entry.body.sale.id in self._named:
                    self._sold(life.station_id, entry.epoch, entry.body)
            case FormReplaced():
                self._on_new_form(life.station_id, entry.body)
            case facts.TicketReplaced():
                self._now(entry.body.ticket.id, _present(entry.body.ticket.code, entry.body.ticket.place, entry))
            case facts.TicketWithdrawn():
                ticket = entry.body.ticket
                self._now(ticket.id, _present(ticket.code, ticket.place, entry, is_withdrawn=True))

    def _doubt(self, life: Life, entry: Entry) -> Doubt | None:
        """Judge an act, and keep what it makes of the tickets when it is believed."""
        match entry.body:
            case TicketsRefunded():
                doubt = self._of_refund(life, entry.body)
                if doubt is None:
                    self._refunded(entry.body)
                return doubt
            case TicketReissued() | HolderChanged() | TicketRevoked():
                return self._of_tickets(life, entry, entry.body)
            case RefundRightAccepted():
                return self._rights.accept(life, entry.body)
            case RefundRightReturned():
                known = self._sales.get(entry.body.sale_id)
                if known is None:
                    return Doubt(Why.OTHER_SALE, claimed=str(entry.body.sale_id))
                return self._rights.give_back(known.station_id, life, entry.body)
        return None

    def _of_refund(self, life: Life, fact: TicketsRefunded) -> Doubt | None:
        known = self._sales.get(fact.refund.sale_id)
        if known is None:
            return Doubt(Why.OTHER_SALE, claimed=fact.refund.invoice.number)
        if doubt := self._rights.of_refund(known.station_id, life, fact):
            return doubt
        to = fact.paid_to
        if to is not None and not all(got_as_gift(to, self._held.get(b.id, ())) for b in fact.refund.tickets):
            return Doubt(Why.OTHER_HOLDER, claimed=to.name)
        wrong = flaw_of(known.sold, known.present, fact.refund, fact.document)
        return Doubt(_WHY[wrong.flaw], claimed=wrong.stated, known=wrong.derived) if wrong else None

    def _of_tickets(self, life: Life, entry: Entry, fact: TicketFact) -> Doubt | None:
        """Judge a change of tickets, and keep what it makes of them when it is believed."""
        known = self._sales.get(fact.sale_id)
        tickets = [fact.ticket] if isinstance(fact, TicketRevoked) else [change.ticket for change in fact.changes]
        if known is None or not tickets:
            return Doubt(Why.OTHER_SALE, claimed=tickets[0].code if tickets else "-")
        if doubt := self._rights.of_change(known.station_id, life.station_id, fact.sale_id, tickets[0].code):
            return doubt
        present = dict(known.present)
        if doubt := _changed(known, present, entry, fact):
            return doubt
        known.present = present
        if isinstance(fact, HolderChanged):
            for ticket in tickets:
                self._held.setdefault(ticket.id, []).append((fact.holder, fact.how))
        return None

    def _replaced(self, row: Any) -> None:
        """Take a recorded end of a code into account."""
        ticket_id = TicketId(row.ticket_id)
        place = self._place(ticket_id)
        if place is None:
            return
        if row.cause == EndCause.REVOKED:
            for known in self._sales.values():
                known.present.pop(ticket_id, None)
            return
        code = row.new_code or row.code
        self._now(ticket_id, PresentTicket(
            code, place.performance_id, row.zone_id, row.seat_id, row.epoch, not row.new_code
        ))  # fmt: skip

    def _fact(self, station_id: UUID, position: int) -> facts.AnyFact | None:
        entry = journal.entry_at(self._tx, self._tenant_id, station_id, position)
        return entry.body if entry else None

    def _sold(self, station_id: UUID, epoch: int, fact: facts.AnyFact | None) -> None:
        if not isinstance(fact, SaleRecorded) or fact.sale.id in self._sales:
            return
        present = {
            ticket.id: PresentTicket(
                ticket.code, ticket.place.performance_id, ticket.place.zone_id, ticket.place.seat_id, epoch
            )
            for ticket in fact.sale.tickets
        }
        self._sales[fact.sale.id] = _Known(station_id, SoldInvoice(fact.sale, fact.document), present)

    def _on_new_form(self, station_id: UUID, fact: FormReplaced) -> None:
        """A note names the form on which its invoice is. Only the station that issued a document prints it again."""
        for known in self._sales.values():
            invoice = known.sold.invoice
            if invoice.id == fact.document_id and known.station_id == station_id:
                moved = on_form(invoice, fact.control_number, fact.form)
                known.sold = replace(known.sold, invoice=moved)

    def _refunded(self, fact: TicketsRefunded) -> None:
        known = self._sales.get(fact.refund.sale_id)
        if known is not None:
            before = known.sold
            notes, made = (*before.notes, fact.document), (*before.refunds, fact.refund)
            known.sold = SoldInvoice(before.sale, before.invoice, notes, made)
            for back in fact.refund.tickets:
                known.present.pop(back.id, None)

    def _place(self, ticket_id: TicketId) -> Place | None:
        tickets = (ticket for known in self._sales.values() for ticket in known.sold.sale.tickets)
        return next((ticket.place for ticket in tickets if ticket.id == ticket_id), None)

    def _now(self, ticket_id: TicketId, present: PresentTicket) -> None:
        for known in self._sales.values():
            if ticket_id in known.present:
                known.present[ticket_id] = present


def _changed(known: _Known, present: dict[TicketId, PresentTicket], entry: Entry, fact: TicketFact) -> Doubt | None:
    """Change the tickets in `present` as a fact says; why it does not follow, or None."""
    if isinstance(fact, TicketRevoked):
        ended = fact.ticket
        flaw = flaw_of_end(known.as_sold(ended.id), present.pop(ended.id, None), ended, fact.epoch)
        return _of_flaw(flaw, ended.code, known.present.get(ended.id)) if flaw else None
    for change in fact.changes:
        ticket_id = change.ticket.id
        sold, now = known.as_sold(ticket_id), present.get(ticket_id)
        flaw = flaw_of_change(sold, now, change, keeps_code=keeps_code(fact))
        if flaw:
            return _of_flaw(flaw, change.old_code, now)
        present[ticket_id] = after(change, entry.epoch)
    return None


def _of_flaw(flaw: ChangeFlaw, code: str, now: PresentTicket | None) -> Doubt:
    return Doubt(_WHY_CHANGED[flaw], claimed=code, known=now.code if now else "")


def _present(code: str, place: Place, entry: Entry, *, is_withdrawn: bool = False) -> PresentTicket:
    return PresentTicket(code, place.performance_id, place.zone_id, place.seat_id, entry.epoch, is_withdrawn)
