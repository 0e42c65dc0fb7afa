"""Choose a ticket type from a list, for the selected line of the cart or for the tickets that are added next."""

from collections.abc import Callable
from functools import partial

from domain.catalogue.catalog import TicketType
from domain.ids import PerformanceId, ZoneId
from pos_app.services.selling.type_prices import TypePrice, type_named, type_prices
from pos_app.ui import wording
from pos_app.ui.sell.cart_changes import give_type
from pos_app.ui.sell.cart_pricing import CartPricing
from pos_app.ui.sold_text import seat_name
from pos_app.ui.ticket_types import TypeChoices, choices_of

_Choose = Callable[[TicketType], None]


class TypeChoice(CartPricing):
    """The list of ticket types, and what choosing one of them changes."""

    _choose: _Choose

    def list_types_of_line(self) -> None:
        """Open the list for the selected line."""
        line = self.line
        if line is None or self.remind():
            return

        def read(prices: tuple[TypePrice, ...]) -> None:
            if self.line is line:
                self._open_list(choices_of(self._heading(), prices, line.ticket_type_id), self._give_to_line)

        work = partial(type_prices, self._station, line.performance_id, line.zone_id, line.seat_id)
        self._run(work, read, self._show_error)

    def list_next_types(self, performance_id: PerformanceId, zone_id: ZoneId) -> None:
        """Open the list for the tickets that are added next, with the prices of a zone."""
        if self.remind():
            return

        def read(prices: tuple[TypePrice, ...]) -> None:
            now = type_named([price.ticket_type for price in prices], self._counter.next_type)
            self._open_list(choices_of(wording.text("sell.types_next"), prices, now.id), self._give_to_next)

        self._run(partial(type_prices, self._station, performance_id, zone_id), read, self._show_error)

    def show_types(self, choices: TypeChoices | None) -> None:
        """Move the cursor of the open list; None closes the list."""
        if self.state.types is not None:
            self.show(types=choices)

    def choose_type(self, ticket_type: TicketType | None) -> None:
        """Choose a type of the open list; None, for a digit without a type, changes nothing."""
        if self.state.types is not None and ticket_type is not None:
            self.show(types=None)
            self._choose(ticket_type)

    def _open_list(self, choices: TypeChoices, choose: _Choose) -> None:
        self._choose = choose
        self.show(types=choices, typed=None, asks_to_empty=False, asks_for_customer=False)

    def _give_to_line(self, ticket_type: TicketType) -> None:
        if self.line:
            self._step(lambda: give_type(*self._selected(), ticket_type.id))

    def _give_to_next(self, ticket_type: TicketType) -> None:
        self._counter.next_type = ticket_type.name
        self.after_type()

    def _heading(self) -> str:
        lines = self.state.priced.quote.lines if self.state.priced else ()
        if not 0 <= self.state.line < len(lines):
            return wording.text("sell.type")
        quoted = lines[self.state.line]
        what = seat_name(quoted.place) or wording.text("sell.tickets", count=quoted.line.quantity)
        return wording.text("sell.types_of_line", what=what, zone=quoted.place.zone)
