"""Choosing on the sell screen: performances, zones and ticket types, by digits, arrows, a search or touch."""

from dataclasses import dataclass

from domain.catalogue.catalog import TicketType, ZoneKind
from domain.sale.cart import CartLine
from pos_app.services.selling.browsing import PerformanceCard, ZoneCard
from pos_app.services.selling.type_prices import type_named
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter, MapTarget
from pos_app.ui.frame import Frame, Presenter, Run, ScreenName, Tone
from pos_app.ui.sell.cart_presenter import CartPresenter
from pos_app.ui.sell.choices import NO_CHOICES, Choices, matching, widened
from pos_app.ui.ticket_types import TypeChoices
from pos_app.ui.wording import Message


@dataclass(frozen=True, slots=True)
class SellState:
    """What can be chosen now. `loaded` is false until the store has been read once; `refusals` counts them."""

    choices: Choices = NO_CHOICES
    query: str = ""
    loaded: bool = False
    refusals: int = 0


class SellChoosing(Presenter[SellState]):
    """What the keys of the left side do; `cart` presents the right side."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(SellState())
        self._frame, self._counter = frame, counter
        self._cards: tuple[PerformanceCard, ...] = ()
        self._before_search = NO_CHOICES  # the last ones with a performance: a search may match none
        self.cart = CartPresenter(station, frame, run, counter)
        self.cart.after_refusal = self._refused

    def search(self, query: str) -> None:
        self.cart.end_quantity()
        if self.state.choices.card is not None:
            self._before_search = self.state.choices
        if self.state.query.startswith(query):
            choices = widened(self._before_search, self._cards, query)
        else:
            choices = matching(self._cards, query)
        self.show(query=query, choices=choices)

    def digits(self, digits: str) -> None:
        """The first digit chooses a zone, and the digits after it are the quantity. 0 shows the next nine zones.

        While the list of types is open, the first digit chooses a type, and those after it choose nothing.
        """
        if types := self.cart.state.types:
            self._digit_of_type(types, int(digits[0]))
        elif self.cart.counts_places:
            self.cart.type_quantity(digits)
        elif digits[0] == "0":
            self.show(choices=self.state.choices.next_page())
        elif zone := self.state.choices.at_digit(int(digits[0])):
            self.choose(zone)
            self.cart.type_quantity(digits[1:])

    def enter_key(self) -> None:
        """Enter: choose a type of the open list, end a quantity, or choose the zone that somebody pointed at."""
        zone = self.state.choices.under_enter
        if types := self.cart.state.types:
            self.cart.choose_type(types.under_enter)
        elif self.cart.counts_places:
            self.cart.end_quantity()
        elif zone:
            self.choose(zone)

    def choose(self, zone: ZoneCard) -> None:
        """Open the map for a zone with numbered seats; add a place of any other zone to the cart."""
        card = self.state.choices.card
        assert card is not None
        if self.cart.remind():
            return
        self.show(choices=self.state.choices.pointed_at(zone))
        if zone.zone.kind is ZoneKind.NUMBERED:
            self._open_map(MapTarget(card.performance.id, zone.zone.id))
        else:
            ticket_type = type_named(card.ticket_types, self._counter.next_type)
            self.cart.add(CartLine(card.performance.id, zone.zone.id, ticket_type.id))

    def move_zone(self, step: int) -> None:
        """Arrows: move the cursor of the open list of types, or else that of the zones."""
        if types := self.cart.state.types:
            self.cart.show_types(types.moved(step))
            return
        self.cart.end_quantity()
        self.show(choices=self.state.choices.moved(step))

    def next_page(self) -> None:
        self.cart.end_quantity()
        self.show(choices=self.state.choices.next_page())

    def move_performance(self, step: int) -> None:
        self.show_performance(self.state.choices.selected + step)

    def show_performance(self, place: int) -> None:
        self.cart.end_quantity()
        self.show(choices=self.state.choices.with_selected(place))

    def map_or_quantity(self) -> None:
        """Open the map of the selected performance; without numbered seats, ask the quantity of the selected line."""
        card = self.state.choices.card
        if card and has_seats(card) and not self.cart.remind():
            self._open_map(MapTarget(card.performance.id))
        elif card and not has_seats(card):
            self.cart.ask_quantity()

    def list_types(self) -> None:
        """`*`: the ticket types for the selected line; without one, those for the next tickets."""
        if self.cart.line:
            self.cart.list_types_of_line()
        else:
            self.list_next_types()

    def list_next_types(self) -> None:
        """`/`: the ticket types for the tickets that are added next."""
        choices = self.state.choices
        if choices.card and choices.zones:
            self.cart.list_next_types(choices.card.performance.id, choices.zones[choices.zone].zone.id)

    @property
    def next_type(self) -> TicketType | None:
        """The type of what is added next in the selected performance; None without a performance."""
        card = self.state.choices.card
        return type_named(card.ticket_types, self._counter.next_type) if card else None

    @property
    def another_type(self) -> bool:
        """Whether what is added next has another type than the first one of its event."""
        card = self.state.choices.card
        return card is not None and self.next_type is not card.ticket_types[0]

    def pass_on(self, key: str) -> None:
        """Press a key on the next screen, to which the digits before it have led."""
        self._frame.type_key(key)

    def step_back(self) -> None:
        """Esc: clear the search; without one, or with an open list of types, step back in the cart."""
        if self.state.query and not self.cart.state.types:
            self.search("")
        else:
            self.cart.step_back()

    def _digit_of_type(self, types: TypeChoices, digit: int) -> None:
        if digit:
            self.cart.choose_type(types.at_digit(digit))
        else:
            self.cart.show_types(types.next_page())

    def _refused(self) -> None:
        # The cursor may stand on what cannot be sold, so Enter chooses no zone now.
        self.show(choices=self.state.choices.not_pointed(), refusals=self.state.refusals + 1)

    def _open_map(self, place: MapTarget) -> None:
        self._counter.looked_at = place
        self._frame.go(ScreenName.SEAT_MAP)

    def _show_notice(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        self._frame.show_message(Message("", text, "", ""), tone)

    def _show_error(self, error: Exception) -> None:
        self._frame.show_message(wording.error_message(error))


def has_seats(card: PerformanceCard) -> bool:
    """Whether a performance has numbered seats, and so a map."""
    return any(zone.zone.kind is ZoneKind.NUMBERED for zone in card.zones)
