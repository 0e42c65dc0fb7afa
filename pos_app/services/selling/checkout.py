"""Checkout: one transaction turns the cart into a sale, its document, a journal entry and a print job."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from domain.catalogue.pricing import Price
from domain.errors import Refused
from domain.fiscal.documents import FiscalDocument, issue
from domain.fiscal.series import FormsUsedUp, NumbersUsedUp, take_number
from domain.ids import DocumentId, JobId
from domain.money.money import USD, VES, Money, NoRate, Rates
from domain.money.taxes import TaxBreakdown, TaxedAmount, charged
from domain.payments.change import Change, give_change
from domain.payments.due import Due, IgtfRule
from domain.payments.methods import METHODS
from domain.payments.payee import Payee, check_payee
from domain.payments.reference_use import UsedReference, is_same_payment, used_reference
from domain.payments.sale_due import sale_due
from domain.payments.tenders import ReferenceUsed, Tender
from domain.people.identity import check_customer
from domain.people.staff import Cashier, NotAllowed, NotOnStaff, Permission
from domain.sale.cart import Cart, CartLine, CartSold
from domain.sale.closing import Offer, Quoted, Terms, Till, close, lines_of, taxes_of
from domain.sale.sale import Place, PricedTicket, Sale, line_description
from pos_app.services.people import sale_customers
from pos_app.services.rights import forms
from pos_app.services.selling import choosing
from pos_app.services.selling.holds import sold_from
from pos_app.services.selling.turns import recorded_stage_ends, recorded_turns
from pos_app.services.till import change_beyond_till, clock_guard, shifts, till_reports
from pos_app.station import Station
from pos_app.storage.catalogue import numbers
from pos_app.storage.sales import kept_carts, print_jobs, sales
from pos_app.storage.sales.print_jobs import JobKind, PrintJob, new_job
from pos_app.storage.store import fences
from sync import journal
from sync.facts import SaleRecorded
from sync.tables.transaction import Tx


@dataclass(eq=False)
class NotOffered(Refused):
    """A credit note pays only the sale that is made with it in an exchange."""

    code: ClassVar[str] = "PAG-09"


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A cart line with the price of one ticket, and the line's total with fees and taxes, also in bolívares.

    `place` is that of its first ticket; places of one line differ in nothing. `tax_on_top` is the rate of the tax that
    the price does not include; zero when it does.
    """

    line: CartLine
    place: Place
    ticket_type: str
    description: str
    seat: str
    price: Price
    tax_on_top: Decimal
    total: Money
    ves: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """The present price of a cart. The totals include the taxes but not the IGTF, which depends on the tenders.

    `totals` has one sum for each currency of the prices, `total_ves` is all of them in bolívares.
    """

    lines: tuple[QuotedLine, ...]
    totals: tuple[Money, ...]
    total_ves: Money
    taxes: TaxBreakdown
    rates: Rates
    igtf: IgtfRule

    @property
    def quoted(self) -> Quoted:
        """What the sale must close with when it is offered for this quote."""
        return Quoted(self.taxes, self.rates, self.igtf)

    @property
    def total(self) -> Money:
        """The sum in the first currency; zero dollars for an empty cart."""
        return self.totals[0] if self.totals else Money.zero(USD)

    @property
    def is_in_bolivares(self) -> bool:
        """Whether every price is in bolívares."""
        return all(amount.currency == VES for amount in self.totals)


@dataclass(frozen=True, slots=True)
class Balance:
    """The amount due after some tenders. `missing` is in bolívares and negative when change is due.

    `missing_usd` is the same amount in dollars, None without a rate.
    """

    to_pay: Money
    igtf_rate: Decimal
    igtf_base: Money
    igtf: Money
    missing: Money
    missing_usd: Money | None
    change: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class CompletedSale:
    """A completed sale: its document, the job that prints it, and who receives its change by pago móvil."""

    sale: Sale
    document: FiscalDocument
    job_id: JobId
    payee: Payee | None = None


@dataclass(frozen=True, slots=True)
class Approvals:
    """The supervisors who approved what a cashier may not do alone: a courtesy, change that the till does not hold."""

    courtesy: Cashier | None = None
    beyond_till: Cashier | None = None


NO_APPROVAL = Approvals()


def sell(
    station: Station, cashier: Cashier, cart: Cart, offer: Offer, approved_by: Approvals = NO_APPROVAL
) -> CompletedSale:
    """Sell a cart. Nothing is stored when this raises; everything is stored and durable when it returns.

    Raises StoreFenced, AnotherLife, StoppedByHq, CartSold, NoShiftOpen, ClockMovedBack, ZOverdue, NumbersUsedUp,
    FormsUsedUp, FormsUnknown, ReferenceUsed, NotOnStaff, BadIdentity, NotAllowed for a courtesy without a supervisor
    and for an approval by somebody who may not give it, and what `choosing.priced` and `domain.sale.closing.close`
    raise.
    """
    if any(METHODS[tender.method].is_credit for tender in offer.tenders):
        raise NotOffered
    with station.database.write() as tx:
        sold = record(tx, station, cashier, Wanted(cart, offer, approved_by))
    station.wake()
    return sold


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cart with what is offered for it and who approved."""

    cart: Cart
    offer: Offer
    approved_by: Approvals = NO_APPROVAL


def record(tx: Tx, station: Station, cashier: Cashier, wanted: Wanted) -> CompletedSale:
    """Sell a cart in a transaction. Raises as `sell` does."""
    cart, offer, approved_by = wanted.cart, wanted.offer, wanted.approved_by
    cashier.must(Permission.SELL)
    check_customer(cart.customer.name, cart.customer.document)
    fences.refuse_stopped(tx, station.author.epoch)
    if sales.is_sold(tx, station.tenant_id, cart.id):
        raise CartSold
    if cashier.id not in station.catalogue.active_staff(tx):
        raise NotOnStaff(cashier.name)
    shift = shifts.must_be_open(tx, station)
    at = clock_guard.fiscal_now(tx, station)
    till_reports.refuse_overdue(tx, station, at)
    terms = choosing.terms_of(tx, station, at)
    tickets = choosing.priced(tx, station, cart, at)
    _refuse_courtesy(tickets, approved_by.courtesy or cashier)
    _refuse_used_references(tx, offer.tenders, at)
    sale = close(tickets, cart, offer, Till(shift.id, cashier.id, station.ids), terms)
    if approved_by.beyond_till is not None:  # with the sale: a sale that is tried again keeps it once
        change_beyond_till.keep(tx, station, (cashier, approved_by.beyond_till), (offer.tenders, sale.change))
    document, payee = _numbered(tx, station, sale), check_payee(sale.change, offer.payee)
    turns, ends = recorded_turns(tickets), recorded_stage_ends(tickets)
    approver = approved_by.courtesy.id if approved_by.courtesy and _has_courtesy(tickets) else None
    cursor, hold_id = station.catalogue.cursor(tx), sold_from(tx, station, cart)
    customer_id = sale_customers.of_cart(tx, station, cart)
    recorded = SaleRecorded(sale, document, cursor, payee, turns, ends, approver, customer_id, hold_id)
    journal.append(tx, station.author, recorded, at=at, actor=cashier.id)
    sales.use_references(tx, sale)
    sales.index_name(tx, sale.customer.name)
    job = _queue(tx, station, sale)
    kept_carts.delete_cart(tx, cart.id)
    return CompletedSale(sale, document, job.id, payee)


def quote(station: Station, cart: Cart) -> Quote:
    """The price of the cart for a document made now. Raises what `choosing.priced` raises, and NoRate."""
    with station.database.read() as tx:
        at = clock_guard.document_time(tx, station)
        terms = choosing.terms_of(tx, station, at)
        tickets = choosing.priced(tx, station, cart, at)
    taxes = taxes_of(lines_of(tickets, terms.rates), terms)
    return Quote(
        lines=_quoted_lines(cart, tickets, terms),
        totals=_charged(tickets, terms),
        total_ves=taxes.total,
        taxes=taxes,
        rates=terms.rates,
        igtf=terms.igtf,
    )


def total_of(tx: Tx, station: Station, cart: Cart) -> Money:
    """What a cart costs now with its taxes, in bolívares. Raises what `choosing.priced` raises, and NoRate."""
    at = clock_guard.document_time(tx, station)
    terms = choosing.terms_of(tx, station, at)
    return taxes_of(lines_of(choosing.priced(tx, station, cart, at), terms.rates), terms).total


def change_of(tx: Tx, station: Station, wanted: Wanted, credit: Money) -> tuple[Change, ...]:
    """The change of an offer when a credit in bolívares pays a part of the cart. Raises what `total_of` raises."""
    at = clock_guard.document_time(tx, station)
    terms, price = choosing.terms_of(tx, station, at), total_of(tx, station, wanted.cart)
    owed = sale_due(price - credit, wanted.offer.tenders, terms.rates, terms.igtf)
    return give_change(owed.excess, wanted.offer.change_in, terms.rates)


def refuse_used_references(station: Station, tenders: Sequence[Tender]) -> None:
    """Refuse a payment whose reference was used before, as `sell` will. Raises ReferenceUsed."""
    with station.database.read() as tx:
        _refuse_used_references(tx, tenders, clock_guard.document_time(tx, station))


def balance(station: Station, cart: Cart, offer: Offer) -> Balance:
    """The amount due after these tenders, with the IGTF in their order, and the change that they would give."""
    with station.database.read() as tx:
        at = clock_guard.document_time(tx, station)
        terms = choosing.terms_of(tx, station, at)
        tickets = choosing.priced(tx, station, cart, at)
    taxes = taxes_of(lines_of(tickets, terms.rates), terms)
    owed = sale_due(taxes.total, offer.tenders, terms.rates, terms.igtf)
    return Balance(
        to_pay=owed.to_pay,
        igtf_rate=terms.igtf.rate,
        igtf_base=owed.igtf_base,
        igtf=owed.igtf,
        missing=owed.missing,
        missing_usd=_in_dollars(owed, terms.rates),
        change=give_change(owed.excess, offer.change_in, terms.rates),
    )


def refuse_change_beyond_till(station: Station, cashier: Cashier, cart: Cart, offer: Offer) -> None:
    """Refuse a sale whose change the till does not hold, and keep the attempt in the journal.

    `sell` does not ask this: what is in the drawer may be more than what was registered, and a supervisor may know.
    Raises ChangeBeyondTill, NoShiftOpen, and as `balance` does.
    """
    change = balance(station, cart, offer).change
    if not any(METHODS[part.method].is_cash for part in change):
        return
    with station.database.write() as tx:
        error = change_beyond_till.keep(tx, station, (cashier, None), (offer.tenders, change))
    if error is not None:
        station.wake()
        raise error  # after the commit: the attempt stays in the journal


def _queue(tx: Tx, station: Station, sale: Sale) -> PrintJob:
    """Queue one job for the document and its tickets, and before it, for a payment in cash, one for the drawer."""
    now = station.clock.now()  # `sold_at` is later than the clock while the clock is behind the last document
    if any(METHODS[payment.method].is_cash for payment in sale.payments):
        print_jobs.add(tx, new_job(station.ids.new(), JobKind.DRAWER, sale.id, now))
    job = new_job(station.ids.new(), JobKind.SALE, sale.id, now, papers=1 + len(sale.tickets))
    print_jobs.add(tx, job)
    return job


def _numbered(tx: Tx, station: Station, sale: Sale) -> FiscalDocument:
    series = station.catalogue.series(tx)
    try:
        block = numbers.current_block(tx, station.holder, series.code)
    except NumbersUsedUp as error:
        raise (FormsUsedUp(series.code) if series.medium.needs_control_number else error) from None
    number, _ = take_number(block)
    return issue(sale, series, number, forms.take(tx, station, series), DocumentId(station.ids.new()))


def _refuse_used_references(tx: Tx, tenders: Sequence[Tender], at: datetime) -> None:
    offered: list[UsedReference] = []
    for tender in tenders:
        used = used_reference(tender, at)
        if used is None:
            continue
        if any(is_same_payment(used, other) for other in (*offered, *sales.references_ending_in(tx, used.ending))):
            raise ReferenceUsed(tender.method, tender.references.reference)
        offered.append(used)


def _refuse_courtesy(tickets: Sequence[PricedTicket], approver: Cashier) -> None:
    if _has_courtesy(tickets) and not approver.may(Permission.GIVE_COURTESY):
        raise NotAllowed(Permission.GIVE_COURTESY)


def _has_courtesy(tickets: Sequence[PricedTicket]) -> bool:
    return any(not ticket.price.amount for ticket in tickets)


def _quoted_lines(cart: Cart, tickets: Sequence[PricedTicket], terms: Terms) -> tuple[QuotedLine, ...]:
    quoted, position = [], 0
    for line in cart.lines:
        part = tickets[position : position + line.quantity]
        position += line.quantity
        place = part[0].place
        on_top = Decimal(0) if part[0].tax_included else terms.taxes.rate(part[0].tax, terms.rates.on)
        (paid,), (paid_ves,) = _charged(part, terms), _charged([_in_bolivares(t, terms.rates) for t in part], terms)
        quoted.append(
            QuotedLine(
                line=line,
                place=place,
                ticket_type=part[0].ticket_type,
                description=line_description(place, part[0].ticket_type),
                seat=f"{place.row}-{place.seat}" if place.seat else "",
                price=part[0].price,
                tax_on_top=on_top,
                total=paid,
                ves=paid_ves,
            )
        )
    return tuple(quoted)


def _charged(tickets: Sequence[PricedTicket], terms: Terms) -> tuple[Money, ...]:
    amounts = [
        TaxedAmount(part, ticket.tax, ticket.tax_included)
        for ticket in tickets
        for part in (ticket.price.amount, ticket.price.fee)
    ]
    return charged(amounts, terms.taxes, terms.rates.on)


def _in_bolivares(ticket: PricedTicket, rates: Rates) -> PricedTicket:
    price = ticket.price
    return replace(ticket, price=replace(price, amount=rates.to_ves(price.amount), fee=rates.to_ves(price.fee)))


def _in_dollars(owed: Due, rates: Rates) -> Money | None:
    try:
        return rates.of(USD).from_ves(owed.missing)
    except NoRate:
        return None
