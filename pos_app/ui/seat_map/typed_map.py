"""The ticket type of the seats on the map, chosen before or after them, and the cart with the seats of that type."""

from functools import partial

from domain.catalogue.catalog import TicketType
from domain.sale.cart import Cart
from pos_app.services.selling import seat_maps
from pos_app.services.selling.choosing import DocumentNeeded
from pos_app.services.selling.type_prices import TypePrice, type_prices
from pos_app.ui import wording
from pos_app.ui.counter import PricedCart, price_and_keep
from pos_app.ui.frame import ScreenName
from pos_app.ui.seat_map.chosen_seats import Warned, cart_with_seats, look_for_orphans
from pos_app.ui.seat_map.followed_map import FollowedMap
from pos_app.ui.ticket_types import TypeChoices, choices_of


class TypedMap(FollowedMap):
    """The list of ticket types over a followed map, and F12. The chosen type is that of all tickets added next."""

    def list_types(self) -> None:
        """`*`: open the list, with the prices of the first chosen seat or else of the zone."""
        state = self.state
        if state.map is None or state.busy:
            return
        seat = state.chosen[0] if state.chosen else None
        zone = state.zone if seat is None else state.map.plan.price_of(seat).zone
        work = partial(type_prices, self._station, state.performance_id, state.map.zone_ids[zone], seat)
        self._run(work, self._open_list, self._failed)

    def show_types(self, choices: TypeChoices | None) -> None:
        """Move the cursor of the open list; None closes the list."""
        if self.state.types is not None:
            self.show(types=choices)

    def choose_type(self, ticket_type: TicketType | None) -> None:
        """Choose a type of the open list; None, for a digit without a type, changes nothing."""
        if self.state.types is not None and ticket_type is not None:
            self._counter.next_type = ticket_type.name
            self.show(types=None)
            self.follow()

    def accept(self) -> None:
        """F12: put the seats into the cart, after a warning if they needlessly leave a single seat."""
        state = self.state
        if state.map is None or state.busy:
            return
        self.show(busy=True, warned=None)
        self._frame.hold_keys()
        self._run(partial(look_for_orphans, self._station, state), self._looked_for_orphans, self._failed)

    def take_instead(self) -> None:
        """Enter after a warning: choose the proposed seats instead."""
        if self.state.warned:
            self._choose(self.state.warned.instead)

    def accept_anyway(self) -> None:
        """F6 after a warning: put the chosen seats into the cart all the same."""
        if self.state.warned:
            self.show(warned=None)
            self._take()

    def _open_list(self, prices: tuple[TypePrice, ...]) -> None:
        now = self.state.ticket_type
        self.show(types=choices_of(wording.text("seat_map.types"), prices, now.id if now else None), warned=None)

    def _looked_for_orphans(self, warned: Warned | None) -> None:
        self.show(busy=False, warned=warned)
        if warned is None:
            self._take()
        else:
            self._frame.drop_keys()  # none of them is an answer to a warning that was not seen

    def _take(self) -> None:
        cart = cart_with_seats(self._counter.cart, self.state, self._counter.next_type)

        def kept(priced: PricedCart | None) -> None:
            self._counter.put(cart, priced)
            self._frame.go(ScreenName.SELL)

        self.show(busy=True)
        self._frame.hold_keys()
        work = partial(price_and_keep, self._station, self._frame.cashier, cart)
        self._run(work, kept, partial(self._not_taken, cart))

    def _not_taken(self, cart: Cart, error: Exception) -> None:
        """Let the sell screen ask for a missing document; after a sale that was faster, read the seats again."""
        if isinstance(error, DocumentNeeded):
            self._counter.needs_customer = cart
            self._frame.go(ScreenName.SELL)
            return
        self._failed(error)
        look = partial(seat_maps.seat_states, self._station, self.state.performance_id, self._counter.cart.hold_id)
        self._run(look, self._show_states, self._failed)
