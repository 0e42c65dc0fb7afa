"""Rights of this station that somebody is about to use: seats and places in carts. They do not leave the station."""

from collections.abc import Iterator

from domain.ids import PerformanceId, SeatId, ZoneId
from domain.sale.cart import CartLine
from pos_app.storage.sales import kept_carts
from sync.tables.transaction import Tx


def seats_in_use(tx: Tx, performance_id: PerformanceId) -> frozenset[SeatId]:
    """The seats of a performance that are in a cart."""
    return frozenset(
        line.seat_id
        for line in _lines_in_carts(tx)
        if line.performance_id == performance_id and line.seat_id is not None
    )


def places_in_use(tx: Tx, place: tuple[PerformanceId, ZoneId]) -> int:
    """The tickets of a zone that are in carts."""
    return sum(line.quantity for line in _lines_in_carts(tx) if (line.performance_id, line.zone_id) == place)


def _lines_in_carts(tx: Tx) -> Iterator[CartLine]:
    for cart in kept_carts.all_carts(tx):
        yield from cart.lines
