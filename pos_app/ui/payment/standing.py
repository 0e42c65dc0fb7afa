"""The payment as its screen shows it: what the sale would take of the tenders, and its change."""

from dataclasses import dataclass
from decimal import Decimal

from domain.money.money import USD, VES, Money, NoRate, Rates
from domain.payments.change import Change, give_change
from domain.payments.due import Due, IgtfRule
from domain.payments.methods import EXCHANGE, PaymentMethod
from domain.payments.sale_due import in_whole_notes, proposed_amount, sale_due
from domain.payments.tenders import References, Tender
from domain.sale.closing import Offer
from pos_app.ui.counter import PricedCart
from pos_app.ui.denominations import denominations


@dataclass(frozen=True, slots=True)
class Standing:
    """The tenders so far, counted as the sale will count them, and the change they would give.

    `tenders` begin with the credit of an exchange, and `rest` is what of that credit goes back with the change.
    """

    due: Due
    igtf_rate: Decimal
    change: tuple[Change, ...]
    rates: Rates
    tenders: tuple[Tender, ...]
    rest: Money

    @property
    def missing(self) -> Money:
        """Still to be paid in bolívares, never negative."""
        return self.due.uncovered

    @property
    def excess(self) -> Money:
        """What goes back, in bolívares."""
        return self.due.excess + self.rest

    @property
    def settled(self) -> bool:
        """Whether everything is covered."""
        return not self.missing


def standing(priced: PricedCart, offer: Offer) -> Standing:
    """Count the tenders of an offer. Raises NoRate or AmountTooLarge."""
    rates, price, exchange = priced.quote.rates, priced.quote.total_ves, priced.exchange
    tenders = with_credit(priced, offer.tenders)
    owed = sale_due(price, tenders, rates, IgtfRule(priced.igtf_rate))
    change, rest = give_change(owed.excess, offer.change_in, rates), Money.zero()
    if exchange is not None:
        change = (*exchange.back(price, offer.change_in), *change)
        rest = exchange.credit - exchange.applied(price)
    return Standing(owed, priced.igtf_rate, change, rates, tenders, rest)


def with_credit(priced: PricedCart, tenders: tuple[Tender, ...]) -> tuple[Tender, ...]:
    """The tenders after what the credit note of an exchange pays, which has no number yet."""
    if priced.exchange is None or not priced.exchange.credit:
        return tenders
    applied = priced.exchange.applied(priced.quote.total_ves)
    return (Tender(EXCHANGE, applied, References(reference=priced.exchange.invoice)), *tenders)


def in_dollars(amount: Money, rates: Rates) -> Money | None:
    """Bolívares as dollars; None without a rate."""
    try:
        return rates.of(USD).from_ves(amount)
    except NoRate:
        return None


def amounts_due(priced: PricedCart, standing: Standing | None) -> tuple[tuple[Money, ...], Money]:
    """What is to be paid in the currencies of the prices, in dollars once it has IGTF, and the same in bolívares."""
    quote = priced.quote
    to_pay = standing.due.to_pay if standing else quote.total_ves
    has_igtf = standing is not None and bool(standing.due.igtf)
    dollars = in_dollars(to_pay, quote.rates) if has_igtf or quote.is_in_bolivares else None
    if dollars:
        return (dollars,), to_pay
    return () if quote.is_in_bolivares else quote.totals, to_pay


def exact_amount(priced: PricedCart, offer: Offer, method: PaymentMethod) -> Money:
    """The amount of this method that completes the payment; of foreign cash the whole notes, as coins do not circulate.

    Raises NoRate or AmountTooLarge.
    """
    igtf = IgtfRule(priced.igtf_rate)
    tenders = with_credit(priced, offer.tenders)
    exact = proposed_amount(priced.quote.total_ves, tenders, method, priced.quote.rates, igtf)
    if not exact or not method.is_cash or method.currency == VES:
        return exact
    return in_whole_notes(exact, denominations(method.currency)[0])
