"""A refund: one transaction with the credit note, the end of the tickets, the money that goes back, and its paper."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import ClassVar

from domain.after_sale.holders import GivenTicket, Holder, HolderChange, receiver
from domain.after_sale.money_back import check_money_back, money_back
from domain.after_sale.refund_right import RefundRightElsewhere
from domain.after_sale.refunds import (
    ALL_OF_THE_PRICE,
    AffectedInvoice,
    Refund,
    RefundableTicket,
    Returned,
    SoldInvoice,
    Terms,
    TicketEnded,
)
from domain.errors import Refused
from domain.fiscal.credit_note import credit_note
from domain.fiscal.documents import FiscalDocument
from domain.ids import JobId, RefundId, SaleId, TicketId
from domain.money.money import Money, Rates
from domain.payments.change import Change
from domain.payments.methods import METHODS
from domain.payments.payee import Payee, check_payee
from domain.people.staff import Cashier, Permission
from domain.rights import GrantId
from domain.till.excess import ExcessKind
from domain.till.shifts import ChangeBeyondTill, RefundBeyondTill, check_reason
from pos_app.services.after_sale.event_policy import policy_for
from pos_app.services.rights import note_numbers
from pos_app.services.till import change_beyond_till, clock_guard, shifts, till_reports
from pos_app.station import Station
from pos_app.storage.sales import amended_tickets, print_jobs, recorded, refund_rights, refunds
from pos_app.storage.sales.print_jobs import JobKind, new_job
from pos_app.storage.store import fences, lacking
from sync import journal
from sync.facts import RefundRightReturned, TicketsRefunded
from sync.tables.transaction import Tx


@dataclass(eq=False)
class UnknownSale(Refused):
    """The store has no such sale."""

    code: ClassVar[str] = "DEV-06"

    sale_id: str


@dataclass(eq=False)
class EarlierCopy(Refused):
    """The store was put back to an older copy and lacks entries of the sale's time: the tickets may be refunded."""

    code: ClassVar[str] = "DEV-07"

    document: str


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """What a customer gives back: some tickets of one sale, on these terms, for money by this method.

    `payee` receives a pago móvil; `reference` is that of a reversal at the card terminal or of a transfer.
    """

    sale_id: SaleId
    tickets: tuple[TicketId, ...]
    method: str
    reason: str
    terms: Terms = ALL_OF_THE_PRICE
    reference: str = ""
    payee: Payee | None = None


@dataclass(frozen=True, slots=True)
class Refundable:
    """A sale with its invoice and what was refunded of it, and the tickets that can still be given back."""

    sold: SoldInvoice
    tickets: tuple[RefundableTicket, ...]
    lent: GrantId | None = None
    """The grant of the refund right, for a sale that HQ lent. The seats stay with the station that holds them."""

    def withdrawing(self, ticket_ids: Collection[TicketId]) -> "Refundable":
        """The sale as it is once a conflict case has withdrawn these tickets."""
        return replace(self, tickets=tuple(
            replace(ticket, is_withdrawn=ticket.is_withdrawn or ticket.sold.id in ticket_ids) for ticket in self.tickets
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class RefundQuote:
    """What a refund would give back: the figures of its note, and the money by method."""

    returned: Returned
    given_back: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class CompletedRefund:
    """A completed refund: its credit note, and the job that prints it."""

    refund: Refund
    document: FiscalDocument
    job_id: JobId


def quote_of(offered: Refundable, request: RefundRequest) -> RefundQuote:
    """What a refund of a sale as it was read would give back.

    Raises TicketEnded, NoTicketChosen, BadPercent, MoreThanLeft or NoRate.
    """
    alive = {ticket.sold.id: ticket for ticket in offered.tickets}
    for ticket_id in request.tickets:
        if ticket_id not in alive:
            raise TicketEnded(code_of(offered.sold, ticket_id))
    chosen = [alive[ticket_id] for ticket_id in dict.fromkeys(request.tickets)]
    terms = replace(request.terms, release=request.terms.release and offered.lent is None)
    returned = offered.sold.give_back(chosen, terms)
    parts = money_back(returned.figures.to_give_back, request.method, offered.sold.sale.rates)
    return RefundQuote(returned, parts)


def refund(
    station: Station,
    cashier: Cashier,
    request: RefundRequest,
    approved_by: Cashier | None = None,
    beyond_till: Cashier | None = None,
) -> CompletedRefund:
    """Give tickets back. Nothing is stored when this raises; everything is stored and durable when it returns.

    `beyond_till` is the supervisor who approved cash that the till does not hold, which is kept with the refund.

    Raises NotAllowed without a supervisor, UnknownSale, EarlierCopy, TicketEnded, NoTicketChosen, BadPercent,
    MoreThanLeft, MoreThanPaid, ReturnReferenceMissing, PayeeMissing, ReasonMissing, NoShiftOpen, ClockMovedBack,
    ZOverdue, NumbersUsedUp, StoreFenced, AnotherLife and StoppedByHq.
    """
    with station.database.write() as tx:
        if beyond_till is not None:
            keep_excess(tx, station, (cashier, beyond_till), request)
        done = record(tx, station, (cashier, approved_by), request)
    station.wake()
    return done


Parts = Callable[[Money], tuple[Change, ...]]
"""From an amount in bolívares, what is done with it: see `record`."""


def record(
    tx: Tx, station: Station, people: tuple[Cashier, Cashier | None], request: RefundRequest, parts: Parts | None = None
) -> CompletedRefund:
    """Give tickets back in a transaction. `people` are the cashier and the supervisor.

    `parts` is what becomes of the money; without it all of it goes back by the method of the request. Raises as
    `refund` does.
    """
    cashier, approved_by = people
    (approved_by or cashier).must(Permission.REFUND)
    reason = check_reason(request.reason)
    fences.refuse_stopped(tx, station.author.epoch)
    shift = shifts.must_be_open(tx, station)
    at = clock_guard.fiscal_now(tx, station)
    till_reports.refuse_overdue(tx, station, at)
    # What is applied to a new sale stays with the station that sold both (docs/fiscal-rules.md F44).
    offered = refundable_in(tx, station, request.sale_id) if parts else to_refund_in(tx, station, request.sale_id)
    quoted = quote_of(offered, request)
    paid_to = _receiver(tx, station, offered, request)
    given_back = parts(quoted.returned.figures.to_give_back) if parts else quoted.given_back
    check_money_back(offered.sold, given_back, request.reference)
    sale, invoice = offered.sold.sale, offered.sold.invoice
    document = credit_note(invoice, quoted.returned.figures, note_numbers.take(tx, station), at)
    made = Refund(
        id=RefundId(station.ids.new()),
        sale_id=sale.id,
        invoice=AffectedInvoice.of(invoice),
        shift_id=shift.id,
        cashier_id=cashier.id,
        refunded_at=at,
        reason=reason,
        tickets=quoted.returned.tickets,
        lines=quoted.returned.lines,
        given_back=given_back,
        rates=sale.rates,
        igtf_rate=sale.igtf_rate,
        reference=request.reference.strip(),
        payee=check_payee(_sent(given_back), request.payee),
        approved_by=approved_by.id if approved_by else None,
    )
    journal.append(tx, station.author, TicketsRefunded(made, document, paid_to), at=at, actor=cashier.id)
    if offered.lent is not None:  # lent for one refund: HQ has the right again as soon as it has the refund
        journal.append(tx, station.author, RefundRightReturned(sale.id, offered.lent), at=at, actor=cashier.id)
    return CompletedRefund(made, document, _queue(tx, station, made))


def _receiver(tx: Tx, station: Station, offered: Refundable, request: RefundRequest) -> Holder | None:
    """Who is paid, by the rules of the events for gifts: a holder, or None for the buyer."""
    if offered.lent is not None:  # no gift is among the tickets that HQ lends
        return None
    return receiver(_given(tx, station, ticket) for ticket in offered.tickets if ticket.sold.id in request.tickets)


def _given(tx: Tx, station: Station, ticket: RefundableTicket) -> GivenTicket:
    held = amended_tickets.holders(tx, station.tenant_id, ticket.now.id)
    is_gift = any(row.how is HolderChange.GIFT for row in held)
    holder = held[-1].holder if held else None
    return GivenTicket(ticket.now.code, holder, is_gift, policy_for(tx, station, ticket).gifts)


def rates_of(tx: Tx, station: Station, sale_id: SaleId) -> Rates:
    """The rates of the invoice of a sale. Raises UnknownSale."""
    return refundable_in(tx, station, sale_id).sold.sale.rates


def refuse_beyond_till(
    station: Station, cashier: Cashier, request: RefundRequest, withdrawing: Collection[TicketId] = ()
) -> None:
    """Refuse a refund whose cash the till does not hold; the journal keeps the attempt.

    `withdrawing` are tickets that a conflict case withdraws in the same act.

    Raises RefundBeyondTill, NoShiftOpen, UnknownSale, EarlierCopy, and as `quote_of` does.
    """
    with station.database.write() as tx:
        error = keep_excess(tx, station, (cashier, None), request, withdrawing)
    if error is not None:
        station.wake()
        raise RefundBeyondTill(error.holds, error.wanted)


def keep_excess(
    tx: Tx,
    station: Station,
    people: tuple[Cashier, Cashier | None],
    request: RefundRequest,
    withdrawing: Collection[TicketId] = (),
) -> ChangeBeyondTill | None:
    """Append the attempt, with the supervisor who approved it, and return it; None when the till holds the cash."""
    offered = to_refund_in(tx, station, request.sale_id).withdrawing(withdrawing)
    parts = quote_of(offered, request).given_back
    return change_beyond_till.keep(tx, station, people, ((), parts), ExcessKind.REFUND)


def to_refund_in(tx: Tx, station: Station, sale_id: SaleId) -> Refundable:
    """A sale of any station as it can be given back here: one that HQ lent, or else as `refundable_in`."""
    grant = refund_rights.lent(tx, (station.tenant_id, station.id), sale_id)
    return Refundable(grant.sold, grant.tickets, grant.id) if grant else refundable_in(tx, station, sale_id)


def refundable_in(tx: Tx, station: Station, sale_id: SaleId) -> Refundable:
    """A sale of the station as its tickets can be changed and given back, in a transaction.

    Raises UnknownSale, EarlierCopy or RefundRightElsewhere.
    """
    store = (station.tenant_id, station.id)
    if not recorded.has_sale(tx, station.tenant_id, sale_id):
        raise UnknownSale(str(sale_id))
    sold = refunds.sold_invoice(tx, store, sale_id)
    if refund_rights.moves(tx, store, sale_id):
        raise RefundRightElsewhere(sold.invoice.printed_number)
    if lacking.since(tx, *store, recorded.life_of_sale(tx, station.tenant_id, sale_id)):
        raise EarlierCopy(sold.invoice.printed_number)
    return Refundable(sold, tuple(refunds.refundable(tx, store, sold).values()))


def code_of(sold: SoldInvoice, ticket_id: TicketId) -> str:
    """The code of a ticket as it was sold, for a person."""
    return next((ticket.code for ticket in sold.sale.tickets if ticket.id == ticket_id), str(ticket_id))


def _sent(parts: tuple[Change, ...]) -> tuple[Change, ...]:
    """The parts that a bank sends to a person, who must be named."""
    return tuple(part for part in parts if part.method == "pago_movil")


def _queue(tx: Tx, station: Station, made: Refund) -> JobId:
    """Queue the credit note, and before it, when cash goes back, the drawer."""
    now = station.clock.now()
    if any(METHODS[part.method].is_cash for part in made.given_back):
        print_jobs.add(tx, new_job(station.ids.new(), JobKind.DRAWER, made.id, now))
    job = new_job(station.ids.new(), JobKind.REFUND, made.id, now)
    print_jobs.add(tx, job)
    return job.id
