"""What the sell screen can do: find what to sell, choose it by digits, go on to the map."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from domain.catalogue.catalog import TicketType, ZoneKind
from domain.errors import Refused
from domain.ids import PerformanceId
from domain.people.staff import Cashier
from domain.sale.cart import Cart, CartLine
from pos_app.services.selling import browsing, carts
from pos_app.services.selling.browsing import PerformanceCard, ZoneCard
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter, Place, PricedCart, price_cart
from pos_app.ui.frame import Frame, Presenter, Run, ScreenName, Tone
from pos_app.ui.sell.cart_presenter import CartPresenter
from pos_app.ui.sell.choices import NOTHING_ON_SALE, Choices, matching, refreshed
from pos_app.ui.wording import Message


@dataclass(frozen=True, slots=True)
class SellState:
    """What can be chosen now. `loaded` is false until the store has said it once."""

    choices: Choices = NOTHING_ON_SALE
    query: str = ""
    loaded: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What the store knows when the screen is entered. `lost` says why lines of the kept cart had to go."""

    cards: tuple[PerformanceCard, ...]
    cart: Cart | None
    priced: PricedCart | None
    lost: Refused | None


class SellPresenter(Presenter[SellState]):
    """The left side of the screen; `cart` is the right one."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(SellState())
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._cards: tuple[PerformanceCard, ...] = ()
        self.cart = CartPresenter(station, frame, run, counter)

    def enter(self) -> None:
        """Read again what is left, and the cart that was kept."""
        self._run(partial(_look, self._station, self._frame.cashier), self._entered, self._say)

    def search(self, query: str) -> None:
        self.cart.end_quantity()
        self.show(query=query, choices=matching(self._cards, query))

    def digits(self, digits: str) -> None:
        """The first digit chooses a zone, 0 shows the next nine; what follows says how many."""
        if self.cart.counts_places:
            self.cart.type_quantity(digits)
        elif digits[0] == "0":
            self.show(choices=self.state.choices.next_page())
        elif zone := self.state.choices.at_digit(int(digits[0])):
            self.choose(zone)
            self.cart.type_quantity(digits[1:])

    def enter_key(self) -> None:
        """Enter ends a quantity, or chooses the zone under the mark."""
        zones = self.state.choices.zones
        if self.cart.counts_places:
            self.cart.end_quantity()
        elif zones:
            self.choose(zones[self.state.choices.zone])

    def choose(self, zone: ZoneCard) -> None:
        """Seats are chosen on the map, other places are counted here."""
        card = self.state.choices.card
        assert card is not None
        if zone.zone.kind is ZoneKind.NUMBERED:
            self._open_map(Place(card.performance.id, zone.zone.id))
        else:
            self.cart.add(CartLine(card.performance.id, zone.zone.id, card.ticket_types[0].id))

    def move_zone(self, step: int) -> None:
        self.cart.end_quantity()
        self.show(choices=self.state.choices.moved(step))

    def next_page(self) -> None:
        self.cart.end_quantity()
        self.show(choices=self.state.choices.next_page())

    def move_performance(self, step: int) -> None:
        self.show_performance(self.state.choices.front + step)

    def show_performance(self, front: int) -> None:
        self.cart.end_quantity()
        self.show(choices=self.state.choices.with_front(front))

    def map_or_quantity(self) -> None:
        """The map of the performance in front when it has seats; else the quantity of the line in front."""
        card = self.state.choices.card
        if card and has_seats(card):
            self._open_map(Place(card.performance.id))
        else:
            self.cart.ask_quantity()

    def change_type(self) -> None:
        """`*`: the next ticket type of the line in front."""
        if line := self.cart.line:
            self.cart.change_type(self._types(line.performance_id))

    def step_back(self) -> None:
        """Esc: what was typed to search goes before anything of the cart."""
        if self.state.query:
            self.search("")
        else:
            self.cart.step_back()

    def scan(self, code: str) -> None:
        """No code is sold from here; the history knows tickets by theirs."""
        self._tell(wording.text("sell.scanned", code=code[:40]))

    def _entered(self, found: _Found) -> None:
        self._cards = found.cards
        resumed = found.cart is not None and found.cart.id != self._counter.cart.id
        self._counter.find(found.cart, found.priced)
        self.show(loaded=True, query="", choices=refreshed(self.state.choices, found.cards))
        self.cart.open()
        if found.lost is not None:
            self._say(found.lost)
        elif resumed:
            self._tell(wording.text("sell.resumed", count=self._counter.cart.tickets))

    def _open_map(self, place: Place) -> None:
        self._counter.looked_at = place
        self._frame.go(ScreenName.SEAT_MAP)

    def _types(self, performance_id: PerformanceId) -> Sequence[TicketType]:
        return next(card.ticket_types for card in self._cards if card.performance.id == performance_id)

    def _tell(self, words: str) -> None:
        self._frame.say(Message("", words, "", ""), Tone.PLAIN)

    def _say(self, error: Exception) -> None:
        self._frame.say(wording.say(error))


def has_seats(card: PerformanceCard) -> bool:
    """Whether a performance has a map."""
    return any(zone.zone.kind is ZoneKind.NUMBERED for zone in card.zones)


def _look(station: Station, cashier: Cashier) -> _Found:
    cards, kept = browsing.performances(station), carts.kept(station, cashier)
    if kept is None:
        return _Found(cards, None, None, None)
    try:
        return _Found(cards, kept, price_cart(station, kept), None)
    except Refused as error:
        left = _still_for_sale(station, kept)
        carts.keep(station, cashier, left)
        return _Found(cards, left, price_cart(station, left) if left.lines else None, error)


def _still_for_sale(station: Station, cart: Cart) -> Cart:
    """The cart without the lines that cannot be sold any more."""
    kept = replace(cart, lines=())
    for line in cart.lines:
        longer = replace(kept, lines=(*kept.lines, line))
        try:
            price_cart(station, longer)
        except Refused:
            continue
        kept = longer
    return kept
