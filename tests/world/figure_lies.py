"""Lies about the figures of a sale. Each adds up: lines, taxes, payments and document are made again from the lie."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from msgspec import structs

from domain.catalogue.pricing import Price, PriceStep, StepKind
from domain.money.money import Money, Rates
from domain.money.taxes import TaxCategory, TaxRate, TaxTable
from domain.payments.due import IgtfRule
from domain.payments.tenders import Payment, References
from domain.sale.closing import Terms, lines_of, taxes_of
from domain.sale.sale import PricedTicket, Ticket
from sync.facts import SaleRecorded

Lying = Callable[[SaleRecorded], SaleRecorded | None]
"""The sale with a lie, or None when there is zero to lie about."""


def _discounted(fact: SaleRecorded) -> SaleRecorded | None:
    """An invented step of -90 %."""

    def cheaper(price: Price) -> Price:
        step = PriceStep(StepKind.PLACE, "Descuento", Decimal(-90), price.amount.percent(Decimal(-90)))
        return Price(price.amount + step.amount, price.fee, (*price.steps, step))

    tickets = [replace(ticket, price=cheaper(ticket.price)) for ticket in fact.sale.tickets]
    return _closed_again(fact, tickets)


def _given_away(fact: SaleRecorded) -> SaleRecorded | None:
    """A courtesy that nobody approved."""

    def free(price: Price) -> Price:
        step = PriceStep(StepKind.TICKET_TYPE, "Cortesía", Decimal(-100), -price.amount)
        return Price(price.amount + step.amount, price.fee - price.fee, (*price.steps, step))

    return _closed_again(fact, [replace(ticket, price=free(ticket.price)) for ticket in fact.sale.tickets])


def _untaxed(fact: SaleRecorded) -> SaleRecorded | None:
    """Every line exempt."""
    return _closed_again(fact, fact.sale.tickets, _Lie(tax=TaxCategory.EXEMPT))


def _half_rate(fact: SaleRecorded) -> SaleRecorded | None:
    """Half of the exchange rate of the day."""
    rates = fact.sale.rates
    halved = tuple(replace(rate, value=rate.value / 2) for rate in rates.rates)
    return _closed_again(fact, fact.sale.tickets, _Lie(rates=Rates(rates.on, halved)))


def _some_unpaid(fact: SaleRecorded) -> SaleRecorded | None:
    """The document has one ticket of several."""
    if len(fact.sale.tickets) == 1:
        return None
    return _closed_again(fact, fact.sale.tickets, _Lie(charged=1))


def _negative(fact: SaleRecorded) -> SaleRecorded:
    """A document below zero, which a day's total would hide."""
    document = fact.document
    return structs.replace(fact, document=replace(document, total=-document.total, exempt=-document.exempt))


def _of_another_day(fact: SaleRecorded) -> SaleRecorded:
    """Sold a year ago, in a presale that ended."""
    at = fact.sale.sold_at.replace(year=fact.sale.sold_at.year - 1)
    sale, document = replace(fact.sale, sold_at=at), replace(fact.document, issued_at=at)
    return structs.replace(fact, sale=sale, document=document)


FIGURE_LIES: dict[str, Lying] = {
    "invents a discount": _discounted,
    "gives tickets away": _given_away,
    "leaves the tax out": _untaxed,
    "halves the rate": _half_rate,
    "charges one of several tickets": _some_unpaid,
    "makes a document negative": _negative,
    "dates a sale a year back": _of_another_day,
}


@dataclass(frozen=True, slots=True)
class _Lie:
    """What a lie changes besides the tickets: the rates, the tax category, how many tickets the document has."""

    rates: Rates | None = None
    tax: TaxCategory | None = None
    charged: int | None = None


def _closed_again(fact: SaleRecorded, tickets: Sequence[Ticket], lie: _Lie = _Lie()) -> SaleRecorded | None:
    """The sale of these tickets, paid exactly in cash, with everything that follows from the lie."""
    sale = fact.sale
    if not sale.payments:
        return None
    known = TaxTable(tuple(TaxRate(one.category, one.rate, sale.rates.on, None, "") for one in sale.taxes.lines))
    terms = Terms(sale.sold_at, lie.rates or sale.rates, known, IgtfRule(sale.igtf_rate))
    line = sale.lines[0]
    priced = [PricedTicket(t.place, t.ticket_type, t.price, lie.tax or line.tax, line.tax_included) for t in tickets]
    lines = lines_of(priced[: lie.charged], terms.rates)
    taxes = taxes_of(lines, terms)
    zero = Money.zero()
    cash = Payment(sale.payments[0].id, "cash_ves", taxes.total, taxes.total, zero, References())
    closed = replace(
        sale, tickets=tuple(tickets), lines=lines, taxes=taxes, igtf_base=zero, igtf=zero,
        payments=(cash,) if taxes.total else (), change=(), rates=terms.rates,
    )  # fmt: skip
    document = replace(
        fact.document, exempt=taxes.exempt, taxes=taxes.lines, total=taxes.total, igtf_base=zero, igtf=zero
    )
    return structs.replace(fact, sale=closed, document=document)
