"""Closes the sale of the counter, one attempt at a time, with a supervisor's approval where the rules require it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from domain.people.staff import Cashier, NotAllowed, Permission
from domain.sale.cart import Cart
from domain.sale.closing import Offer
from domain.till.shifts import ChangeBeyondTill
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import NO_APPROVAL, Approvals, CompletedSale
from pos_app.station import Station
from pos_app.ui import approved_act
from pos_app.ui.counter import Counter
from pos_app.ui.frame import Frame, Run, ScreenName
from pos_app.ui.payment.standing import standing

NotSold = Callable[[Exception | None], None]
"""Called when nothing was sold, with the error, or with None while a supervisor is being asked."""


class Closing:
    """Sells, and goes on to the screen after a sale."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._beyond_till: tuple[Cart, Offer] | None = None

    def sell(self, offer: Offer, not_sold: NotSold) -> None:
        """Sell the cart for this offer. A courtesy ticket asks for a supervisor's approval and then tries again.

        Change that the till does not hold is refused once; the same offer again asks for a supervisor's approval.
        """
        if self._beyond_till == (self._counter.cart, offer):
            not_sold(None)
            self._frame.approve(
                Permission.EXCEED_TILL,
                lambda supervisor: self._try(offer, not_sold, Approvals(beyond_till=supervisor)),
                self._change_of(offer),
            )
        else:
            self._try(offer, not_sold, NO_APPROVAL)

    def _try(self, offer: Offer, not_sold: NotSold, approved_by: Approvals) -> None:
        cart, cashier = self._counter.cart, self._frame.cashier
        self._frame.hold_keys()  # for the screen after the sale
        self._run(
            partial(_sell, self._station, cashier, cart, offer, approved_by),
            self._sold,
            partial(self._failed, offer, not_sold, approved_by),
        )

    def _sold(self, sold: CompletedSale) -> None:
        self._counter.sold = sold
        self._counter.paying = None
        self._counter.clear()
        self._frame.changed()
        self._frame.go(ScreenName.DONE)

    def _failed(self, offer: Offer, not_sold: NotSold, approved_by: Approvals, error: Exception) -> None:
        self._beyond_till = (self._counter.cart, offer) if isinstance(error, ChangeBeyondTill) else None
        if isinstance(error, NotAllowed) and error.permission is Permission.GIVE_COURTESY:
            not_sold(None)
            self._frame.approve(
                Permission.GIVE_COURTESY,
                lambda supervisor: self._try(offer, not_sold, replace(approved_by, courtesy=supervisor)),
                approved_act.courtesies(self._counter.priced.quote) if self._counter.priced else "",
            )
        else:
            not_sold(error)

    def _change_of(self, offer: Offer) -> str:
        priced = self._counter.priced
        return approved_act.change(standing(priced, offer).change) if priced else ""


def _sell(station: Station, cashier: Cashier, cart: Cart, offer: Offer, approved_by: Approvals) -> CompletedSale:
    if approved_by.beyond_till is None:
        checkout.refuse_change_beyond_till(station, cashier, cart, offer)
    return checkout.sell(station, cashier, cart, offer, approved_by)
