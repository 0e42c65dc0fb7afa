"""Holds: make one of the cart, extend, release and sell those that stand, and watch their time."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from domain.errors import Refused
from domain.people.staff import Cashier, Permission
from domain.sale.cart import Cart
from domain.sale.holds import CartBegun, Hold
from domain.till.shifts import check_reason
from domain.typed_text import plain
from pos_app.services.selling import holds
from pos_app.ui import wording
from pos_app.ui.frame import ScreenName
from pos_app.ui.holds.making import HoldMaking
from pos_app.ui.holds.state import Focus, HoldsState, Mode


class HoldsPresenter(HoldMaking):
    """The list of holds; with a cart, first the form that holds it."""

    def enter(self) -> None:
        """Read the holds. A cart with tickets is there to be held, so its form comes first."""
        if self.state.busy:
            return
        has_cart = bool(self.cart.lines)
        self.state = HoldsState(has_cart=has_cart)
        self._latest = None
        self._read(None)
        if has_cart:
            self.ask_to_hold()

    def show_list(self) -> None:
        """Show the holds, whatever was asked."""
        self.show(mode=Mode.LIST, focus=Focus())

    def step_back(self) -> bool:
        """Esc: from what is asked to the list; from the form of a cart, back to the sale."""
        if self.state.mode is Mode.RELEASE:
            self.show_list()
            return True
        return False

    def sell(self) -> None:
        """F12 in the list: put the chosen hold into the cart and go to the sale."""
        one = self._chosen()
        if one is None or self.state.busy:
            return
        if self.cart.lines:
            self._failed(CartBegun())
            return
        self._begin()
        work = partial(holds.take_into_cart, self._station, self._frame.cashier, one.standing.hold.id)
        self._run(work, self._taken, self._failed)

    def extend(self) -> None:
        """F6: give the chosen hold half an hour more."""
        one = self._chosen()
        if one is None or self.state.busy:
            return
        hold = one.standing.hold

        def extended(until: datetime) -> None:
            self._done(wording.text("holds.extended", number=hold.number, until=self._when(until)), hold)

        self._begin()
        self._run(partial(holds.extend, self._station, self._frame.cashier, hold.id), extended, self._failed)

    def print_again(self) -> None:
        """F8: print the slip of the chosen hold with its present end."""
        one = self._chosen()
        if one is None or self.state.busy:
            return
        hold = one.standing.hold
        words = wording.text("holds.printing", number=hold.number)
        self._begin()
        work = partial(holds.print_again, self._station, self._frame.cashier, hold.id)
        self._run(work, lambda _: self._done(words, hold), self._failed)

    def ask_to_release(self) -> None:
        """Del: ask why the chosen hold is released."""
        if self._chosen() is not None and not self.state.busy:
            self.show(mode=Mode.RELEASE, focus=Focus("reason"))

    def release(self, typed: str) -> None:
        """F12 with a reason: release the chosen hold. One that somebody else made asks a supervisor."""
        one = self._chosen()
        if one is None or self.state.busy or self.state.mode is not Mode.RELEASE:
            return
        self._frame.clear_message()
        try:
            reason = check_reason(plain(typed))
        except Refused as error:
            self._failed(error)
            return
        cashier = self._frame.cashier
        if cashier.may(Permission.RELEASE_HOLD) or one.standing.made_by == cashier.id:
            self._release(one.standing.hold, reason, None)
        else:
            about = wording.text("holds.about_release", number=one.standing.hold.number, name=one.slip.maker)
            self._frame.approve(Permission.RELEASE_HOLD, partial(self._release, one.standing.hold, reason), about)

    def _taken(self, cart: Cart) -> None:
        """The sale reads the kept cart and prices it, as after a power cut."""
        self.show(busy=False)
        self._counter.clear()
        self._counter.cart = cart
        self._frame.go(ScreenName.SELL)

    def _release(self, hold: Hold, reason: str, supervisor: Cashier | None) -> None:
        words = wording.text("holds.released", number=hold.number, count=hold.places)

        def released(_: None) -> None:
            self.state = replace(self.state, mode=Mode.LIST, focus=Focus())
            self._done(words, None)

        self._begin()
        work = partial(holds.release, self._station, self._frame.cashier, hold.id, reason, supervisor)
        self._run(work, released, self._failed)
