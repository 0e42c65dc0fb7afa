"""Holding the cart: for whom and until when, under a supervisor where the purpose is the house's."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from domain.errors import Refused
from domain.people.staff import Cashier
from domain.sale.cart import EmptyCart
from domain.sale.holds import Held, HoldPurpose, check_held_for, ends_at, permission_for
from domain.typed_text import plain
from pos_app.services.selling import holds
from pos_app.services.selling.holds import HoldRequest, MadeHold
from pos_app.ui import wording
from pos_app.ui.holds.hold_list import HoldList
from pos_app.ui.holds.state import LENGTHS, PURPOSES, Focus, Mode

HOLD_FORM = "hold"
"""Where what is typed about a hold waits."""


class HoldMaking(HoldList):
    """The form that makes a hold of the cart."""

    _latest: datetime | None = None
    """When the first performance of the cart starts; None until it is read."""

    def may_hold_for(self, purpose: HoldPurpose) -> bool:
        """Whether the cashier may hold for a purpose without a supervisor."""
        return self._frame.cashier.may(permission_for(purpose))

    def ask_to_hold(self) -> None:
        """F5: ask for whom the cart is held."""
        if not self.cart.lines:
            self._failed(EmptyCart())
            return
        self.show(mode=Mode.MAKE, focus=Focus("name"))
        self._run(partial(holds.latest_end, self._station, self.cart), self._show_ends, self._failed)

    def make(self, purpose: int, length: int, typed: tuple[str, str, str]) -> None:
        """F12: hold the cart. The house's own purposes ask a supervisor."""
        if self.state.busy or self._latest is None:
            return
        self._frame.clear_message()
        name, phone, note = map(plain, typed)
        held_for = Held(PURPOSES[purpose], name, phone, note)
        try:
            check_held_for(held_for)
        except Refused as error:
            self._failed(error)
            return
        request = HoldRequest(held_for, ends_at(LENGTHS[length], self.now(), self._latest))
        needed = permission_for(held_for.purpose)
        if self._frame.cashier.may(needed):
            self._make(request, None)
        else:
            self._frame.approve(needed, partial(self._make, request), self._about(request))

    def _make(self, request: HoldRequest, supervisor: Cashier | None) -> None:
        self._begin()
        work = partial(holds.make, self._station, self._frame.cashier, self.cart, request, supervisor)
        self._run(work, self._made, self._failed)

    def _made(self, made: MadeHold) -> None:
        self._frame.kept.forget(HOLD_FORM)
        self._counter.clear()
        self.state = replace(self.state, mode=Mode.LIST, has_cart=False, focus=Focus())
        until = self._when(made.hold.expires_at)
        self._done(wording.text("holds.done", number=made.hold.number, until=until), made.hold)

    def _show_ends(self, latest: datetime) -> None:
        self._latest = latest
        now = self.now()
        tickets = wording.text("sell.tickets", count=self.cart.tickets)
        self.show(cart=tickets, ends=tuple(ends_at(length, now, latest) for length in LENGTHS))

    def _about(self, request: HoldRequest) -> str:
        tickets = wording.text("sell.tickets", count=self.cart.tickets)
        purpose = wording.text(f"holds.purpose.{request.held_for.purpose}")
        return wording.text("holds.about", tickets=tickets, purpose=purpose, until=self._when(request.expires_at))
