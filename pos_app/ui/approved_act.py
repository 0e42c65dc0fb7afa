"""What a supervisor approves, with its amount, as the line that stands above the PIN. No Qt."""

from collections.abc import Iterable, Sequence

from domain.fiscal.spoiled_forms import SpoilCause
from domain.money.money import Currency, ExchangeRate, Money
from domain.payments.change import Change
from domain.till.shifts import Difference
from pos_app.services.after_sale.exchanges import ExchangeCredit
from pos_app.services.selling.checkout import Quote
from pos_app.ui import wording


def courtesies(quote: Quote) -> str:
    """The tickets without a price of a cart, and what their places cost."""
    free = [line for line in quote.lines if not line.price.amount]
    count = sum(line.line.quantity for line in free)
    bases = [(line.price.steps[0].amount, line.line.quantity) for line in free]
    worth = _summed(Money(base.minor * quantity, base.currency) for base, quantity in bases)
    return wording.text("approval.about.courtesy", tickets=wording.text("sell.tickets", count=count), worth=worth)


def change(amounts: Sequence[Change]) -> str:
    """The change of a sale."""
    return wording.text("approval.about.change", amount=_summed(part.amount for part in amounts))


def refund(amounts: Sequence[Change], tickets: int) -> str:
    """The money that goes back for tickets."""
    given_back = wording.text("sell.tickets", count=tickets)
    return wording.text("approval.about.refund", tickets=given_back, amount=_summed(part.amount for part in amounts))


def customer(act: str, name: str) -> str:
    """A customer whose data are exported or erased."""
    return wording.text(f"approval.about.customer_{act}", name=name or wording.text("customers.nameless"))


def exchange(credit: ExchangeCredit, price: Money) -> str:
    """Tickets that are exchanged: what they are worth, and what the new ones cost."""
    tickets = wording.text("sell.tickets", count=len(credit.request.tickets))
    worth, total = wording.money(credit.credit), wording.money(price)
    return wording.text("approval.about.exchange", tickets=tickets, credit=worth, price=total)


def tickets(act: str, count: int) -> str:
    """An act on tickets after the sale, and how many it is about."""
    return wording.text("approval.about.tickets", act=act, tickets=wording.text("sell.tickets", count=count))


def gift(tickets: int, worth: Sequence[Money]) -> str:
    """Tickets that the organiser gives, and what they would cost."""
    given = wording.text("sell.tickets", count=tickets)
    return wording.text("approval.about.gift", tickets=given, worth=_summed(worth))


def cash_out(amount: Money) -> str:
    """Cash taken out of the till."""
    return wording.text("approval.about.cash_out", amount=wording.money(amount))


def spoiled_form(control: str, cause: SpoilCause) -> str:
    """A form that is spoiled, and why."""
    return wording.text("approval.about.spoiled_form", control=control, cause=wording.text(f"forms.cause_{cause}"))


def next_form(control: str) -> str:
    """The form that the printer shows as the next one."""
    return wording.text("approval.about.next_form", control=control)


def rate(entered: ExchangeRate) -> str:
    """A rate of exchange and the day from which it counts."""
    sign, value, day = wording.sign(entered.currency), wording.rate(entered.value), wording.day(entered.value_on)
    return wording.text("approval.about.rate", currency=sign, rate=value, day=day)


def differences(of_count: Sequence[Difference]) -> str:
    """What a count is over or short; for somebody who counts blind, to whom none is shown, that it follows the PIN."""
    if not of_count:
        return wording.text("approval.about.blind")
    over = _summed(part.over for part in of_count if part.over)
    return wording.text("approval.about.difference", amount=over or wording.money(of_count[0].over))


def _summed(amounts: Iterable[Money]) -> str:
    sums: dict[Currency, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return " + ".join(map(wording.money, sums.values()))
