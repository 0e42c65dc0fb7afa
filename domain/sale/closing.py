"""Closing a cart: its lines, its taxes, and the sale that never changes again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from domain.errors import Refused
from domain.ids import (
    CashierId,
    Ids,
    PaymentId,
    SaleId,
    ShiftId,
    TicketId,
)
from domain.money.money import Currency, Money, Rates
from domain.money.taxes import TaxBreakdown, TaxCategory, TaxedAmount, TaxTable, break_down
from domain.payments.change import ChangeIn, give_change
from domain.payments.due import Due, IgtfRule, check_change
from domain.payments.payee import Payee, check_payee
from domain.payments.sale_due import sale_due
from domain.payments.tenders import Payment, Tender, check
from domain.sale.cart import MOST_TICKETS_A_SALE, Cart, EmptyCart, TooManyTickets
from domain.sale.sale import PricedTicket, Sale, SaleLine, Ticket, line_description


@dataclass(frozen=True, slots=True)
class Terms:
    """The conditions of a sale: its instant, and the exchange rates and taxes of its day."""

    at: datetime
    rates: Rates
    taxes: TaxTable
    igtf: IgtfRule


@dataclass(eq=False)
class PriceChanged(Refused):
    """The price, a tax or a rate is no longer what the customer was quoted. Amounts are in bolívares, without IGTF."""

    code: ClassVar[str] = "PAG-06"

    quoted: Money
    now: Money


@dataclass(frozen=True, slots=True)
class Quoted:
    """What decides every amount that a customer was shown: the taxes and total of a cart, the rates and the IGTF."""

    taxes: TaxBreakdown
    rates: Rates
    igtf: IgtfRule

    def same_amounts(self, other: "Quoted") -> bool:
        """Whether every tender pays the same and is given the same change. The days of the rates do not matter."""
        return (self.taxes, self.igtf, _values(self.rates)) == (other.taxes, other.igtf, _values(other.rates))


@dataclass(frozen=True, slots=True)
class Offer:
    """The tenders of a customer in the order they were registered, and how the change is wanted.

    `quoted` is what the customer agreed to; None when no person was shown an amount before. `payee` receives change by
    pago móvil.
    """

    tenders: tuple[Tender, ...]
    change_in: ChangeIn = ChangeIn.CASH_VES
    quoted: Quoted | None = None
    payee: Payee | None = None


@dataclass(frozen=True, slots=True)
class Till:
    """Who sells, in which shift, and the source of the sale's identifiers."""

    shift_id: ShiftId
    cashier_id: CashierId
    ids: Ids


FEE_DESCRIPTION = "Cargo por servicio"


def lines_of(tickets: Sequence[PricedTicket], rates: Rates) -> tuple[SaleLine, ...]:
    """The lines of a document: equal tickets share one; service fees of one amount share one, after the tickets."""
    groups: dict[tuple[str, Money, TaxCategory, bool], int] = {}
    for fee in (False, True):
        for ticket in tickets:
            amount = ticket.price.fee if fee else ticket.price.amount
            if fee and not amount:
                continue
            text = FEE_DESCRIPTION if fee else line_description(ticket.place, ticket.ticket_type)
            key = (text, amount, ticket.tax, ticket.tax_included)
            groups[key] = groups.get(key, 0) + 1
    lines = []
    for (text, unit, tax, included), quantity in groups.items():
        unit_ves = rates.to_ves(unit)
        lines.append(SaleLine(text, quantity, unit, unit_ves, unit_ves * quantity, tax, included))
    return tuple(lines)


def taxes_of(lines: Sequence[SaleLine], terms: Terms) -> TaxBreakdown:
    """The taxes of the lines by rate. Raises NoTaxRate."""
    amounts = [TaxedAmount(line.total_ves, line.tax, line.tax_included) for line in lines]
    return break_down(amounts, terms.taxes, terms.rates.on)


def close(tickets: Sequence[PricedTicket], cart: Cart, offer: Offer, till: Till, terms: Terms) -> Sale:
    """Close a cart into a sale.

    Raises EmptyCart, TooManyTickets, NoRate, NoTaxRate, PriceChanged, and the refusals of `domain.payments`.
    """
    if not tickets:
        raise EmptyCart
    if len(tickets) > MOST_TICKETS_A_SALE:
        raise TooManyTickets(MOST_TICKETS_A_SALE)
    check(offer.tenders)
    lines = lines_of(tickets, terms.rates)
    taxes = taxes_of(lines, terms)
    _refuse_other_price(offer.quoted, Quoted(taxes, terms.rates, terms.igtf))
    ids, owed = till.ids, sale_due(taxes.total, offer.tenders, terms.rates, terms.igtf)
    check_change(owed, offer.tenders)
    change = give_change(owed.excess, offer.change_in, terms.rates)
    check_payee(change, offer.payee)
    return Sale(
        id=SaleId(cart.id),  # a cart is sold once: a second sale of it would have the key of the first
        shift_id=till.shift_id,
        cashier_id=till.cashier_id,
        sold_at=terms.at,
        customer=cart.customer,
        tickets=tuple(Ticket(TicketId(ids.new()), ids.ticket_code(), t.place, t.ticket_type, t.price) for t in tickets),
        lines=lines,
        taxes=taxes,
        igtf_rate=terms.igtf.rate,
        igtf_base=owed.igtf_base,
        igtf=owed.igtf,
        payments=_payments(offer.tenders, owed, ids),
        change=change,
        rates=terms.rates,
    )


def _refuse_other_price(quoted: Quoted | None, now: Quoted) -> None:
    if quoted is not None and not quoted.same_amounts(now):
        raise PriceChanged(quoted.taxes.total, now.taxes.total)


def _values(rates: Rates) -> dict[Currency, Decimal]:
    return {rate.currency: rate.value for rate in rates.rates}


def _payments(tenders: Sequence[Tender], owed: Due, ids: Ids) -> tuple[Payment, ...]:
    return tuple(
        Payment(PaymentId(ids.new()), tender.method, tender.amount, ves, base, tender.references)
        for tender, ves, base in zip(tenders, owed.tendered, owed.igtf_bases, strict=True)
    )
