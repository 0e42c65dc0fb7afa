"""Closes the sale of the counter, one attempt at a time, with a supervisor's approval where the rules require it."""

from collections.abc import Callable
from functools import partial

from domain.people.staff import Cashier, NotAllowed, Permission
from domain.sale.closing import Offer
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.ui.counter import Counter
from pos_app.ui.frame import Frame, Run, ScreenName

NotSold = Callable[[Exception | None], None]
"""Called when nothing was sold, with the error, or with None while a supervisor is being asked."""


class Closing:
    """Sells, and goes on to the screen after a sale."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        self._station, self._frame, self._run, self._counter = station, frame, run, counter

    def sell(self, offer: Offer, not_sold: NotSold, approved_by: Cashier | None = None) -> None:
        """Sell the cart for this offer. A courtesy ticket asks for a supervisor's approval and then tries again."""
        cart, cashier = self._counter.cart, self._frame.cashier
        self._run(
            partial(checkout.sell, self._station, cashier, cart, offer, approved_by),
            self._sold,
            partial(self._failed, offer, not_sold),
        )

    def _sold(self, sold: CompletedSale) -> None:
        self._counter.sold = sold
        self._counter.clear()
        self._frame.changed()
        self._frame.go(ScreenName.DONE)

    def _failed(self, offer: Offer, not_sold: NotSold, error: Exception) -> None:
        if isinstance(error, NotAllowed) and error.permission is Permission.GIVE_COURTESY:
            not_sold(None)
            self._frame.approve(Permission.GIVE_COURTESY, partial(self.sell, offer, not_sold))
        else:
            not_sold(error)
