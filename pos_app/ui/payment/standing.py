"""Where a payment stands: what is due after these tenders, the change, and the amount that would settle it."""

from dataclasses import dataclass
from decimal import Decimal

from domain.money.money import USD, Money, NoRate, Rates
from domain.payments.change import Change, give_change
from domain.payments.due import Due, IgtfRule, due
from domain.payments.methods import PaymentMethod
from domain.payments.tenders import Tender
from domain.sale.closing import Offer
from pos_app.ui.counter import PricedCart

_NOTHING = Money.zero()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tenders have come to. `missing` is never negative; `excess` is what goes back."""

    due: Due
    igtf_rate: Decimal
    missing: Money
    excess: Money
    change: tuple[Change, ...]
    rates: Rates

    @property
    def settled(self) -> bool:
        """Whether everything is covered."""
        return not self.missing


def standing(priced: PricedCart, offer: Offer) -> Standing:
    """Walk the tenders as the sale will (domain.payments.tenders.due)."""
    rates = priced.quote.rates
    owed = due(priced.quote.total_ves, offer.tenders, rates, IgtfRule(priced.igtf_rate))
    missing, excess = max(owed.missing, _NOTHING), max(-owed.missing, _NOTHING)
    return Standing(owed, priced.igtf_rate, missing, excess, give_change(excess, offer.change_in, rates), rates)


def in_dollars(amount: Money, rates: Rates) -> Money | None:
    """Bolívares as dollars; None without a rate."""
    try:
        return rates.of(USD).from_ves(amount)
    except NoRate:
        return None


def exact_amount(priced: PricedCart, offer: Offer, method: PaymentMethod) -> Money:
    """The least amount of this method that settles the sale, with the IGTF it brings itself.

    Never less than what is missing: a cent of foreign money can be worth more than what lacks, and the rest is change.
    Raises NoRate.
    """
    amount = Money.zero(method.currency)
    for _ in range(3):  # what is missing, then the IGTF on it, then the cent lost in rounding
        missing = standing(priced, Offer((*offer.tenders, Tender(method.code, amount)))).missing
        if not missing:
            break
        amount = amount + _in_currency_of(method, missing, priced.quote.rates)
    return amount


def _in_currency_of(method: PaymentMethod, ves: Money, rates: Rates) -> Money:
    """Rounded up to the currency's smallest unit."""
    if method.currency == ves.currency:
        return ves
    converted = rates.of(method.currency).from_ves(ves)
    if rates.to_ves(converted) < ves:
        converted = converted + Money(1, method.currency)
    return converted
