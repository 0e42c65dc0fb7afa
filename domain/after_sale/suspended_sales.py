"""The sales of a performance that does not take place as announced: how far each is, and the list of them on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.ids import SaleId
from domain.money.money import Currency, Money
from domain.payments.methods import METHODS


@dataclass(frozen=True, slots=True)
class TicketCounts:
    """Tickets of a performance: all that were sold, and of those the refunded and the revoked ones."""

    sold: int
    refunded: int
    revoked: int

    @property
    def left(self) -> int:
        """Tickets that are neither refunded nor revoked."""
        return self.sold - self.refunded - self.revoked


class Progress(StrEnum):
    """How far a sale of the performance is."""

    READY = "ready"
    """It was paid in cash alone: the money can go back now."""
    WAITS = "waits"
    """Something has to be done or found out first: see `SuspendedSale.waits_for`."""
    DONE = "done"
    FREE = "free"
    """What is left of it cost nothing."""


@dataclass(frozen=True, slots=True)
class SuspendedSale:
    """A sale of the performance: the number of its invoice, its tickets, and what it was paid with, less its change.

    `priced` are the tickets left for which something was paid.
    """

    sale_id: SaleId
    document: str
    customer: str
    tickets: TicketCounts
    priced: int
    paid: tuple[tuple[str, Money], ...]

    @property
    def progress(self) -> Progress:
        """How far the sale is."""
        if not self.tickets.left:
            return Progress.DONE
        if not self.priced:
            return Progress.FREE
        return Progress.WAITS if self.waits_for else Progress.READY

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The methods by which money goes back only with a reversal, a reference or a payee."""
        return tuple(method for method, amount in self.paid if amount.minor > 0 and not METHODS[method].is_cash)


def to_give_back(sales: Iterable[SuspendedSale]) -> tuple[Money, ...]:
    """What was paid for the sales that are not done, one amount a currency."""
    left = (sale for sale in sales if sale.progress in {Progress.READY, Progress.WAITS})
    summed: dict[Currency, Money] = {}
    for amount in (amount for sale in left for _, amount in sale.paid):
        summed[amount.currency] = summed.get(amount.currency, Money.zero(amount.currency)) + amount
    return tuple(amount for amount in summed.values() if amount)


@dataclass(frozen=True, slots=True)
class ListedNote:
    """A credit note about tickets of the performance: the invoice, the note, its tickets and its total with IGTF."""

    invoice: str
    note: str
    tickets: int
    total: Money


@dataclass(frozen=True, slots=True)
class SuspensionList:
    """What of a performance went back and what waits, at one station. `moved_to` is its new date, None if cancelled.

    `given_back` has one amount a currency.
    """

    event: str
    starts_at: datetime
    moved_to: datetime | None
    reason: str
    notes: tuple[ListedNote, ...]
    given_back: tuple[Money, ...]
    sales: tuple[SuspendedSale, ...]

    @property
    def waiting(self) -> tuple[SuspendedSale, ...]:
        """The sales of which money has still to go back."""
        return tuple(sale for sale in self.sales if sale.progress in {Progress.READY, Progress.WAITS})
