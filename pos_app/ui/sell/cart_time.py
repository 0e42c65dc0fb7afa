"""The time of a cart: shown as it runs, warned of twice, given anew by a key, and what happens when it is over.

A payment in progress is never cut: the time stands still once a payment is registered, and a customer who comes back
from the payment without one has two minutes in any case.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from domain.ids import CartId
from domain.sale.cart import Cart
from pos_app.services.selling import carts
from pos_app.ui import wording
from pos_app.ui.frame import Tone
from pos_app.ui.holds.state import left_text
from pos_app.ui.sell.cart_exits import CartExits
from pos_app.ui.wording import Message

_WARNED_AT = (timedelta(minutes=2), timedelta(seconds=30))
_AFTER_PAYMENT = timedelta(minutes=2)


class CartTime(CartExits):
    """Follows the time of the counter's cart. `draw_time` shows it; empty for a cart without one."""

    draw_time: Callable[[str, Tone], None] = staticmethod(lambda _words, _tone: None)
    _warned: tuple[CartId | None, int] = (None, 0)
    _at_least: datetime | None = None
    _ending: Cart | None = None

    def come_back(self) -> None:
        """The sale is in front again: whoever was paying has some time, however long that took."""
        self._at_least = self._station.clock.now() + _AFTER_PAYMENT if self._went_to_pay else None
        self._went_to_pay = False

    def follow_time(self, cart: Cart, until: datetime | None) -> None:
        """Show the time that a cart has left; at its end the places go back."""
        if self._counter.cart is not cart or self._wanted.cart is not cart:
            return
        payment = self._counter.paying
        if until is None or self.exchange is not None or (payment is not None and payment.tenders):
            self.draw_time("", Tone.PLAIN)
            return
        left = max(until, self._at_least or until) - self._station.clock.now()
        if left <= timedelta():
            self._end(cart)
            return
        passed = sum(left <= at for at in _WARNED_AT)
        self.draw_time(left_text(self._station.clock.now() + left, self._station.clock.now()), _tone(passed))
        if passed > (self._warned[1] if self._warned[0] == cart.id else 0):
            words = wording.text("sell.time_left", left=left_text(until, until - left))
            self._frame.show_message(Message("", words, "", wording.text("sell.time_todo")), Tone.ATTENTION)
        self._warned = (cart.id, passed)

    def more_time(self) -> None:
        """Ctrl+T: begin the time of the cart anew."""
        cart = self._wanted.cart
        if cart.lines:
            self._run(partial(carts.give_time, self._station, cart), self._given, self._show_error)

    def _given(self, until: datetime | None) -> None:
        if until is not None:
            words = wording.text("sell.time_given", time=wording.time(until))
            self._frame.show_message(Message("", words, "", ""), Tone.OK)

    def _end(self, cart: Cart) -> None:
        if self._ending is cart:
            return
        self._ending = cart

        def ended(is_over: bool) -> None:  # noqa: FBT001  # what the service returns
            self._ending = None
            if is_over and self._counter.cart is cart:
                self._counter.clear(can_come_back=True)
                self.open()
                words = wording.text("sell.time_over", count=cart.tickets)
                self._frame.show_message(Message("", words, "", wording.text("sell.time_over_todo")), Tone.ATTENTION)

        self._run(partial(carts.end, self._station, self._frame.cashier, cart), ended, self._show_error)


def _tone(passed: int) -> Tone:
    return (Tone.PLAIN, Tone.ATTENTION, Tone.ERROR)[passed]
