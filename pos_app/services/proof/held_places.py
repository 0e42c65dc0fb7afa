"""Seats and general places at a point of the journal: which may be sold, which are, and which a hold keeps."""

from dataclasses import dataclass, field

from domain.ids import PerformanceId, SeatId, ZoneId
from domain.sale.cart import CartLine
from domain.sale.sale import Place
from pos_app.services.proof.findings import Flaw, Wrong

Zone = tuple[int, PerformanceId, ZoneId]
"""Epoch, performance and zone."""


@dataclass(slots=True)
class HeldPlaces:
    """The seats that each life holds, those that are sold, and the general places left to each life."""

    leased: dict[tuple[int, PerformanceId], set[SeatId]] = field(default_factory=dict)
    sold: set[tuple[PerformanceId, SeatId]] = field(default_factory=set)
    left: dict[Zone, int] = field(default_factory=dict)
    kept: set[tuple[PerformanceId, SeatId]] = field(default_factory=set)
    """Seats that a standing hold keeps."""
    kept_places: dict[Zone, int] = field(default_factory=dict)
    """How many of the general places left a standing hold keeps."""

    def keep(self, epoch: int, line: CartLine, name: str) -> None:
        """Keep a line of a hold from sale. Raises Wrong for a place that the life cannot sell."""
        if line.seat_id is None:
            zone = (epoch, line.performance_id, line.zone_id)
            self.kept_places[zone] = self.kept_places.get(zone, 0) + line.quantity
            if line.quantity < 1 or self.kept_places[zone] > self.left.get(zone, 0):
                raise Wrong(Flaw.HOLD_MISMATCH, name, f"{line.quantity} places")
            return
        seat = (line.performance_id, line.seat_id)
        is_leased = line.seat_id in self.leased.get((epoch, line.performance_id), ())
        if seat in self.sold or seat in self.kept or not is_leased:
            raise Wrong(Flaw.HOLD_MISMATCH, name, f"seat {line.seat_id}")
        self.kept.add(seat)

    def unkept(self, zone: Zone) -> int:
        """The general places left to a life that no hold keeps."""
        return self.left.get(zone, 0) - self.kept_places.get(zone, 0)

    def let_go(self, epoch: int, line: CartLine) -> None:
        """Let a line of a hold be sold again."""
        if line.seat_id is None:
            self.kept_places[epoch, line.performance_id, line.zone_id] -= line.quantity
        else:
            self.kept.discard((line.performance_id, line.seat_id))

    def take(self, epoch: int, place: Place, name: str) -> None:
        """Sell a place from the rights of a life. Raises Wrong."""
        if place.seat_id is None:
            zone = (epoch, place.performance_id, place.zone_id)
            self.left[zone] = self.left.get(zone, 0) - 1
            if self.left[zone] < 0:
                raise Wrong(Flaw.PLACES_EXCEEDED, name, place.zone)
            if self.left[zone] < self.kept_places.get(zone, 0):
                raise Wrong(Flaw.HELD_SOLD, name, place.zone)
            return
        if (place.performance_id, place.seat_id) in self.sold:
            raise Wrong(Flaw.SEAT_TWICE, name, f"{place.row}-{place.seat}")
        if place.seat_id not in self.leased.get((epoch, place.performance_id), ()):
            raise Wrong(Flaw.SEAT_NOT_LEASED, name, f"{place.row}-{place.seat}")
        if (place.performance_id, place.seat_id) in self.kept:
            raise Wrong(Flaw.HELD_SOLD, name, f"{place.row}-{place.seat}")
        self.sold.add((place.performance_id, place.seat_id))

    def free(self, epoch: int, place: Place) -> None:
        """Make a place unsold; the right to it stays with the life."""
        if place.seat_id is not None:
            self.sold.discard((place.performance_id, place.seat_id))
            return
        zone = (epoch, place.performance_id, place.zone_id)
        self.left[zone] = self.left.get(zone, 0) + 1
