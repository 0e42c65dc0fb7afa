"""Doubts an absurd amount of cash once, such as a phone number that was typed as the amount."""

from datetime import datetime, timedelta

from domain.payments.due import CashDoubtful, check_cash
from domain.payments.tenders import Tender
from domain.sale.closing import Offer
from pos_app.ui.denominations import denominations
from pos_app.ui.payment.standing import standing
from pos_app.ui.payment.state import PaymentState

_TIME_TO_READ = timedelta(seconds=1)
"""A second press sooner than this is the first one repeated, by somebody who has read nothing yet."""


class CashDoubt:
    """Remembers the tender that was doubted last, and when."""

    def __init__(self) -> None:
        self._doubted: tuple[Tender, datetime] | None = None

    def check(self, state: PaymentState, tender: Tender, now: datetime) -> None:
        """Check the tender in the fields. The same one again, after the time to read, is right. Raises CashDoubtful."""
        notes = denominations(tender.amount.currency)
        if state.priced is None or not notes:
            return
        if self._doubted and self._doubted[0] == tender and abs(now - self._doubted[1]) >= _TIME_TO_READ:
            return
        try:
            due = standing(state.priced, Offer((*state.tenders, tender), state.change_in)).due
            check_cash(due, tender, notes[-1], state.priced.quote.rates)
        except CashDoubtful:
            self._doubted = (tender, now)
            raise
