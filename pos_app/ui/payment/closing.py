"""Closes the sale of the counter, one attempt at a time, with a supervisor's approval where the rules require it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from domain.people.staff import Cashier, NotAllowed, Permission
from domain.sale.cart import Cart
from domain.sale.closing import Offer
from domain.till.shifts import ChangeBeyondTill, RefundBeyondTill
from pos_app.services.after_sale import exchanges
from pos_app.services.after_sale.exchanges import CompletedExchange, ExchangeCredit
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import NO_APPROVAL, Approvals, CompletedSale, Wanted
from pos_app.station import Station
from pos_app.ui import approved_act
from pos_app.ui.counter import Counter
from pos_app.ui.frame import Frame, Run, ScreenName
from pos_app.ui.payment.standing import standing

NotSold = Callable[[Exception | None], None]
"""Called when nothing was sold, with the error, or with None while a supervisor is being asked."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """An offer for the cart with who approved it. `exchanged_by` may give back the tickets of an exchange."""

    offer: Offer
    not_sold: NotSold
    approved_by: Approvals = NO_APPROVAL
    exchanged_by: Cashier | None = None


class Closing:
    """Sells, and goes on to the screen after a sale. The cart of an exchange is sold for the tickets given back."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._beyond_till: tuple[Cart, Offer] | None = None

    def sell(self, offer: Offer, not_sold: NotSold) -> None:
        """Sell the cart for this offer. A courtesy ticket asks for a supervisor's approval and then tries again.

        Change that the till does not hold is refused once; the same offer again asks for a supervisor's approval. An
        exchange asks for it before the first attempt.
        """
        attempt = _Attempt(offer, not_sold)
        if self._beyond_till == (self._counter.cart, offer):
            not_sold(None)
            self._frame.approve(
                Permission.EXCEED_TILL,
                lambda supervisor: self._begin(replace(attempt, approved_by=Approvals(beyond_till=supervisor))),
                self._change_of(offer),
            )
        else:
            self._begin(attempt)

    def _begin(self, attempt: _Attempt) -> None:
        exchange, priced = self._counter.exchange, self._counter.priced
        if exchange is None or priced is None:
            self._try(attempt)
            return
        attempt.not_sold(None)
        self._frame.approve(
            Permission.REFUND,
            lambda supervisor: self._try(replace(attempt, exchanged_by=supervisor)),
            approved_act.exchange(exchange, priced.quote.total_ves),
        )

    def _try(self, attempt: _Attempt) -> None:
        self._frame.hold_keys()  # for the screen after the sale
        wanted = Wanted(self._counter.cart, attempt.offer, attempt.approved_by)
        exchange, cashier = self._counter.exchange, self._frame.cashier
        failed = partial(self._failed, attempt)
        if exchange is None or attempt.exchanged_by is None:
            self._run(partial(_sell, self._station, cashier, wanted), self._sold, failed)
        else:
            work = partial(_exchange, self._station, (cashier, attempt.exchanged_by), exchange, wanted)
            self._run(work, self._exchanged, failed)

    def _exchanged(self, done: CompletedExchange) -> None:
        self._counter.exchange = None
        self._leave(done.sale, done)

    def _sold(self, sold: CompletedSale) -> None:
        self._leave(sold, None)

    def _leave(self, sold: CompletedSale, exchanged: CompletedExchange | None) -> None:
        self._counter.sold, self._counter.exchanged = sold, exchanged
        self._counter.paying = None
        self._counter.clear()
        self._frame.changed()
        self._frame.go(ScreenName.DONE)

    def _failed(self, attempt: _Attempt, error: Exception) -> None:
        is_beyond = isinstance(error, ChangeBeyondTill | RefundBeyondTill)
        self._beyond_till = (self._counter.cart, attempt.offer) if is_beyond else None
        if isinstance(error, NotAllowed) and error.permission is Permission.GIVE_COURTESY:
            attempt.not_sold(None)
            self._frame.approve(
                Permission.GIVE_COURTESY,
                lambda supervisor: self._try(
                    replace(attempt, approved_by=replace(attempt.approved_by, courtesy=supervisor))
                ),
                approved_act.courtesies(self._counter.priced.quote) if self._counter.priced else "",
            )
        else:
            attempt.not_sold(error)

    def _change_of(self, offer: Offer) -> str:
        priced = self._counter.priced
        if priced is None:
            return ""
        return approved_act.change(standing(replace(priced, exchange=self._counter.exchange), offer).change)


def _sell(station: Station, cashier: Cashier, wanted: Wanted) -> CompletedSale:
    if wanted.approved_by.beyond_till is None:
        checkout.refuse_change_beyond_till(station, cashier, wanted.cart, wanted.offer)
    return checkout.sell(station, cashier, wanted.cart, wanted.offer, wanted.approved_by)


def _exchange(
    station: Station, people: tuple[Cashier, Cashier], exchange: ExchangeCredit, wanted: Wanted
) -> CompletedExchange:
    """Exchange the tickets; what the credit exceeds goes back in the way in which change is wanted."""
    cashier, supervisor = people
    request = replace(exchange.request, method=str(wanted.offer.change_in), payee=wanted.offer.payee)
    if wanted.approved_by.beyond_till is None:
        exchanges.refuse_beyond_till(station, supervisor, request, wanted)
    return exchanges.exchange(station, cashier, request, wanted, supervisor)
