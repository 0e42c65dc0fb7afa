"""Where the cart of the sell screen goes: to the payment, held for somebody, or given away for the organiser."""

from functools import partial

from domain.sale.cart import Cart, EmptyCart
from pos_app.services.till import shifts
from pos_app.ui.frame import ScreenName
from pos_app.ui.sell.type_choice import TypeChoice


class CartExits(TypeChoice):
    """Leaves the screen once the last change of the cart is priced. The keys that follow wait for the next screen."""

    _went_to_pay = False

    def end_quantity(self) -> None:
        """End the typing of a quantity; close the list of types and the question about emptying the cart."""
        self.show(typed=None, types=None, asks_to_empty=False)

    def hold(self) -> None:
        """F5: hold the cart for somebody once its last change is priced; without tickets, show what is held."""
        self.end_quantity()
        self._when_priced = None
        if self.remind():
            self._frame.drop_keys()
        elif self._wanted.cart is self._counter.cart:
            self._frame.go(ScreenName.HOLDS)
        else:
            self._frame.hold_keys(self._give_up_paying)
            self._when_priced = self.hold

    def pay(self) -> None:
        """F12: go on to the payment once the last change is priced; without a shift nothing is paid.

        The keys that follow are meant for the payment, and wait for it.
        """
        self.end_quantity()
        self._when_priced = None
        if self.remind():
            self._frame.drop_keys()
        elif not self._wanted.cart.lines:
            self._frame.drop_keys()
            self._show_error(EmptyCart())
        elif self._wanted.cart is self._counter.cart:
            self._frame.hold_keys(self._give_up_paying)
            self._paid = cart = self._counter.cart
            self._run(partial(shifts.check_open, self._station), partial(self._go_and_pay, cart), self._not_paid)
        else:
            self._frame.hold_keys(self._give_up_paying)
            self._when_priced = self.pay

    def give_away(self) -> None:
        """Ctrl+G: give the tickets of the cart away for the organiser. A cart of an exchange is not given."""
        self.end_quantity()
        self._when_priced = None
        if self.remind() or self._counter.exchange is not None:
            return
        if not self._wanted.cart.lines:
            self._show_error(EmptyCart())
        elif self._wanted.cart is self._counter.cart:
            self._frame.go(ScreenName.GIFT)
        else:
            self._when_priced = self.give_away

    def _go_and_pay(self, cart: Cart, _: None) -> None:
        """Show the payment of a cart, unless it was given up or changed while the shift was looked up."""
        if self._paid is not cart:
            return
        self._paid = None
        self._went_to_pay = self._wanted.cart == cart
        if self._wanted.cart != cart:
            self.pay()
            return
        self._frame.go(ScreenName.PAYMENT)

    def _not_paid(self, error: Exception) -> None:
        self._paid = None
        self._frame.drop_keys()
        self._show_error(error)

    def _give_up_paying(self) -> None:
        """Esc while the payment is on its way: the cart remains on the screen."""
        self._when_priced = self._paid = None
