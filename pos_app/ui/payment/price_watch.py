"""Prices the cart of an open payment again, so that nobody counts money for an old price."""

from collections.abc import Callable
from functools import partial

from domain.errors import Refused, Unavailable
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter, PricedCart, price_cart
from pos_app.ui.frame import Frame, Run


class PriceWatch:
    """One reading at a time. A reason why the cart cannot be sold is shown once."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._looking = False
        self._shown = ""

    def begin(self, then: Callable[[PricedCart], None]) -> None:
        """Price the cart of a payment that begins: a reason is shown although an earlier payment showed it."""
        self._shown = ""
        self.look(then)

    def look(self, then: Callable[[PricedCart], None]) -> None:
        """Price the cart of the counter and call `then` with it; a reason why it cannot be sold is shown."""

        def priced(now: PricedCart) -> None:
            self._looking = False
            try:
                then(now)
            except Refused as error:
                self._failed(error)
            else:
                self._shown = ""

        if not self._looking:
            self._looking = True
            self._run(partial(price_cart, self._station, self._counter.cart), priced, self._failed)

    def _failed(self, error: Exception) -> None:
        self._looking = False
        message = wording.error_message(error)
        if str(message) != self._shown or not isinstance(error, Refused | Unavailable):
            self._shown = str(message)
            self._frame.show_message(message)
