"""Rights that this station needs: seats and places in carts, and those that a hold keeps. They do not leave it."""

from collections.abc import Iterator

from domain.ids import PerformanceId, SeatId, ZoneId
from domain.rights import Holder
from domain.sale.cart import CartLine
from pos_app.storage.sales import holds, kept_carts
from sync.tables.transaction import Tx


def seats_in_use(tx: Tx, holder: Holder, performance_id: PerformanceId) -> frozenset[SeatId]:
    """The seats of a performance that are in a cart or held."""
    in_carts = (
        line.seat_id
        for line in _lines_in_carts(tx)
        if line.performance_id == performance_id and line.seat_id is not None
    )
    return frozenset((*in_carts, *holds.held_seats(tx, holder, performance_id)))


def places_in_use(tx: Tx, holder: Holder, place: tuple[PerformanceId, ZoneId]) -> int:
    """The tickets of a zone that are in carts or held. Those of a hold that is in a cart count twice: none leaves."""
    in_carts = sum(line.quantity for line in _lines_in_carts(tx) if (line.performance_id, line.zone_id) == place)
    return in_carts + holds.held_places(tx, holder, place)


def _lines_in_carts(tx: Tx) -> Iterator[CartLine]:
    for cart in kept_carts.all_carts(tx):
        yield from cart.lines
