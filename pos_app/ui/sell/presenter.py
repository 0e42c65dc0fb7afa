"""The sell screen: reads what is on sale and what it costs, again and again, and the cart of its cashier."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from domain.errors import Refused
from domain.people.staff import Cashier
from domain.sale.cart import Cart
from pos_app.services.selling import browsing, carts
from pos_app.services.selling.browsing import PerformanceCard
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter, PricedCart, price_cart
from pos_app.ui.frame import Frame, Run, Tone
from pos_app.ui.sell.choices import NO_CHOICES, Choices, refreshed
from pos_app.ui.sell.choosing import SellChoosing
from pos_app.ui.wording import Message

_PERFORMANCE = "performance"
"""Where the performance that each person chose last is kept: a digit must not choose a zone of another one."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read from the store when the screen is entered. `lost`: why lines of the stored cart were dropped."""

    cards: tuple[PerformanceCard, ...]
    cart: Cart | None
    priced: PricedCart | None
    lost: Refused | None


@dataclass(frozen=True, slots=True)
class _Now:
    """What an open screen reads again and again: the performances, and the price of its cart or why it has none.

    `until` is the end of the cart's time; None for a cart without one.
    """

    cards: tuple[PerformanceCard, ...]
    priced: PricedCart | Refused | None
    until: datetime | None = None


class SellPresenter(SellChoosing):
    """Chooses in what it reads from the store."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(station, frame, run, counter)
        self._station, self._run = station, run
        self.cart.after_type = self._type_changed
        self._following = False

    def unwatch(self) -> None:
        super().unwatch()
        self.cart.unwatch()

    def show(self, **changes: Any) -> None:
        super().show(**changes)
        if self.state.loaded and self.state.choices.card is not None:
            self._frame.kept.keep(_PERFORMANCE, self.state.choices.card)

    def enter(self) -> None:
        """Show the cart of the counter, then read the performances and the stored cart again."""
        cashier = self._frame.cashier
        self.cart.come_back()
        # A key that is pressed before the store has answered must meet the new cart, and no cursor of the last sale.
        before = self.state.choices if self.state.choices.zones else NO_CHOICES
        self.show(query="", choices=refreshed(before, self._cards).not_pointed())
        self.cart.open()
        opened = self._counter.cart
        work = partial(_read, self._station, cashier, self._counter.next_type)
        self._run(work, partial(self._entered, opened), self._show_error)

    def follow(self) -> None:
        """Read prices, performances and places again; the view calls it while the screen is open."""
        if not self.state.loaded or self._following:
            return
        self._following = True
        cart = self._counter.cart
        work = partial(_read_now, self._station, cart, self._counter.next_type)
        self._run(work, partial(self._followed, cart), self._not_followed)

    def scan(self, code: str) -> None:
        """Show that nothing is sold by a code here; the history finds tickets by theirs."""
        self._show_notice(wording.text("sell.scanned", code=code[:40]))

    def _type_changed(self) -> None:
        self.show()
        self.follow()

    def _entered(self, opened: Cart, read: _Read) -> None:
        self._show_cards(read.cards)
        if self.cart.wanted is not opened:
            return  # the next customer's choice came before the answer
        resumed = read.cart is not None and read.cart.id != self._counter.cart.id
        self._counter.resume(read.cart, read.priced)
        self.cart.open()
        self.cart.take_over()
        if read.lost is not None:
            self._show_error(read.lost)
        elif resumed:
            what = wording.text("sell.resumed", count=self._counter.cart.tickets)
            todo = "" if self._counter.paying else wording.text("sell.resumed_todo")
            self._frame.show_message(Message("", what, "", todo), Tone.PLAIN)

    def _followed(self, cart: Cart, now: _Now) -> None:
        self._following = False
        self._show_cards(now.cards)
        self.cart.follow(cart, now.priced)
        self.cart.follow_time(cart, now.until)

    def _not_followed(self, _: Exception) -> None:
        """Keep what is shown; the status bar and the next step show why the store cannot be read."""
        self._following = False

    def _show_cards(self, cards: tuple[PerformanceCard, ...]) -> None:
        before, self._cards = self._choices_before(), cards
        choices = refreshed(before, cards, self.state.query)
        if choices != before or not self.state.loaded:
            self.show(loaded=True, choices=choices)
        if before.card and before.zones and not self.state.choices.zones:
            when = wording.date_and_time(before.card.performance.starts_at)
            self._show_notice(wording.text("sell.gone", event=before.card.event, when=when), Tone.ATTENTION)

    def _choices_before(self) -> Choices:
        """What was chosen; on the first screen after a sign-in, the performance that this person chose before."""
        kept = None if self.state.loaded else self._frame.kept.find(_PERFORMANCE, PerformanceCard)
        return self.state.choices if kept is None else Choices((kept,))


def _read(station: Station, cashier: Cashier, for_type: str) -> _Read:
    cards, kept = browsing.listed(station, for_type), carts.kept(station, cashier)
    if kept is None:
        return _Read(cards, None, None, None)
    try:
        return _Read(cards, kept, price_cart(station, kept), None)
    except Refused as error:
        left = _still_for_sale(station, kept)
        carts.keep(station, cashier, left)
        return _Read(cards, left, price_cart(station, left) if left.lines else None, error)


def _read_now(station: Station, cart: Cart, for_type: str) -> _Now:
    cards = browsing.listed(station, for_type)
    if not cart.lines:
        return _Now(cards, None)
    try:
        return _Now(cards, price_cart(station, cart), carts.kept_until(station, cart))
    except Refused as error:
        return _Now(cards, error)


def _still_for_sale(station: Station, cart: Cart) -> Cart:
    """The cart without the lines that can no longer be sold."""
    kept = replace(cart, lines=())
    # Lines are tried one after another, because a line may be refused only together with those before it.
    for line in cart.lines:
        longer = replace(kept, lines=(*kept.lines, line))
        try:
            price_cart(station, longer)
        except Refused:
            continue
        kept = longer
    return kept
