"""What is due for a sale, and the amount that would complete its payment: the sale and its screen both use these."""

from collections.abc import Sequence

from domain.money.money import VES, Money, Rates
from domain.payments.due import Due, IgtfRule, due, to_the_cent
from domain.payments.methods import PaymentMethod
from domain.payments.tenders import Tender


def sale_due(sale_total: Money, tenders: Sequence[Tender], rates: Rates, igtf: IgtfRule) -> Due:
    """What is due, covered and left over after these tenders, as closing the sale takes them.

    `sale_total` is in bolívares with its taxes and without IGTF. Raises NoRate or AmountTooLarge.
    """
    return to_the_cent(due(sale_total, tenders, rates, igtf), tenders, rates)


def proposed_amount(
    sale_total: Money, tenders: Sequence[Tender], method: PaymentMethod, rates: Rates, igtf: IgtfRule
) -> Money:
    """The amount of a method that completes the payment, with the IGTF that it adds itself; zero when none is missing.

    Cash is rounded up to its cent and the rest is change; an electronic payment is within its cent of what is due.
    Raises NoRate or AmountTooLarge.
    """
    if not sale_due(sale_total, tenders, rates, igtf).uncovered:
        return Money.zero(method.currency)

    def with_amount(amount: Money) -> tuple[Tender, ...]:
        return (*tenders, Tender(method.code, amount))

    amount, cent = Money.zero(method.currency), Money(1, method.currency)
    while missing := due(sale_total, with_amount(amount), rates, igtf).uncovered:
        # A perceived payment raises the IGTF, which is missing in the next round: a small part of this one.
        amount = amount + max(cent, _from_ves(missing, method, rates))
    if method.is_cash:
        return amount
    # Rounding can put the amount a whole cent above what is due, which is an excess: the cent below is then within it.
    exact = (a for a in (amount, amount - cent) if a and not sale_due(sale_total, with_amount(a), rates, igtf).missing)
    return next(exact, amount)


def in_whole_notes(exact: Money, smallest: Money) -> Money:
    """What notes can pay of an amount, the rest being left for another method; one note when it is less than that.

    `smallest` is the smallest note in circulation: a drawer without coins neither takes nor counts the cents.
    """
    return max(Money(exact.minor // smallest.minor * smallest.minor, exact.currency), smallest)


def _from_ves(ves: Money, method: PaymentMethod, rates: Rates) -> Money:
    return ves if method.currency == VES else rates.of(method.currency).from_ves(ves)
