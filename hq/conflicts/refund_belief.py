"""Which refunds HQ believes: those of the station's own sales whose note follows from the invoice (C7).

A refund frees places and moves money, so one that does not follow has no effect until a person at HQ accepts it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domain.after_sale.refund_proof import PresentTicket, RefundFlaw, flaw_of
from domain.after_sale.refunds import SoldInvoice
from domain.conflicts.cases import ConflictKind
from domain.conflicts.doubts import Doubt, Why
from domain.ids import TicketId
from domain.sale.sale import Place
from hq.conflicts.rows import refund_rows as rows
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from sync import facts, journal
from sync.facts import Entry, SaleRecorded, TicketsRefunded
from sync.tables.position import epoch_of
from sync.tables.transaction import Tx

_WHY = {
    RefundFlaw.OTHER_INVOICE: Why.OTHER_INVOICE,
    RefundFlaw.TICKET_NOT_REFUNDABLE: Why.TICKET_NOT_REFUNDABLE,
    RefundFlaw.OTHER_FIGURES: Why.OTHER_FIGURES,
}


def doubted_refunds(tx: Tx, known: Sequence[tuple[Life, Entry]]) -> list[Doubted]:
    """The refunds that are not believed, judged in the order of the chains."""
    named: set[UUID] = {entry.body.refund.sale_id for _, entry in known if isinstance(entry.body, TicketsRefunded)}
    if not named:
        return []
    return list(_Judge(tx, known[0][0].tenant_id, named).doubted(known))


@dataclass(slots=True)
class _Known:
    """A sale with its notes and its tickets, as far as entries were read."""

    station_id: UUID
    sold: SoldInvoice
    present: dict[TicketId, PresentTicket] = field(default_factory=dict)


class _Judge:
    """Reads entries in order, and keeps what became of the sales that refunds name."""

    def __init__(self, tx: Tx, tenant_id: UUID, named: set[UUID]) -> None:
        self._tx, self._tenant_id, self._named = tx, tenant_id, named
        self._sales: dict[UUID, _Known] = {}
        for row in rows.sales(tx, tenant_id, named):
            self._sold(row.station_id, epoch_of(row.position), self._fact(row.station_id, row.position))
        for row in rows.replaced(tx, tenant_id, named):
            place = self._place(TicketId(row.ticket_id))
            if place is not None:
                code = row.new_code or row.code
                self._now(TicketId(row.ticket_id), PresentTicket(
                    code, place.performance_id, row.zone_id, row.seat_id, epoch_of(row.position), not row.new_code
                ))  # fmt: skip
        for row in rows.refunds(tx, tenant_id, named):
            fact = self._fact(row.station_id, row.position)
            if isinstance(fact, TicketsRefunded):
                self._refunded(fact)

    def doubted(self, known: Sequence[tuple[Life, Entry]]) -> Iterator[Doubted]:
        """The refunds that are not believed."""
        for life, entry in known:
            match entry.body:
                case SaleRecorded():
                    if entry.body.sale.id in self._named:
                        self._sold(life.station_id, entry.epoch, entry.body)
                case facts.TicketReplaced():
                    self._now(entry.body.ticket.id, _present(entry.body.ticket.code, entry.body.ticket.place, entry))
                case facts.TicketWithdrawn():
                    ticket = entry.body.ticket
                    self._now(ticket.id, _present(ticket.code, ticket.place, entry, is_withdrawn=True))
                case TicketsRefunded():
                    doubt = self._doubt(life, entry.body)
                    if doubt is not None:
                        yield Doubted(life, entry, ConflictKind.REFUND, doubt)
                    else:
                        self._refunded(entry.body)

    def _doubt(self, life: Life, fact: TicketsRefunded) -> Doubt | None:
        known = self._sales.get(fact.refund.sale_id)
        if known is None or known.station_id != life.station_id:
            return Doubt(Why.OTHER_SALE, claimed=fact.refund.invoice.number)
        wrong = flaw_of(known.sold, known.present, fact.refund, fact.document)
        return Doubt(_WHY[wrong.flaw], claimed=wrong.stated, known=wrong.derived) if wrong else None

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


def _present(code: str, place: Place, entry: Entry, *, is_withdrawn: bool = False) -> PresentTicket:
    return PresentTicket(code, place.performance_id, place.zone_id, place.seat_id, entry.epoch, is_withdrawn)
