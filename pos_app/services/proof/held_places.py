"""Seats and general places at a point of the journal: which may be sold, and which are."""

from dataclasses import dataclass, field

from domain.ids import PerformanceId, SeatId, ZoneId
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

    def take(self, epoch: int, place: Place, name: str) -> None:
        """Sell a place from the rights of a life. Raises Wrong."""
        if place.seat_id is None:
            zone = (epoch, place.performance_id, place.zone_id)
            self.left[zone] = self.left.get(zone, 0) - 1
            if self.left[zone] < 0:
                raise Wrong(Flaw.PLACES_EXCEEDED, name, place.zone)
            return
        if (place.performance_id, place.seat_id) in self.sold:
            raise Wrong(Flaw.SEAT_TWICE, name, f"{place.row}-{place.seat}")
        if place.seat_id not in self.leased.get((epoch, place.performance_id), ()):
            raise Wrong(Flaw.SEAT_NOT_LEASED, name, f"{place.row}-{place.seat}")
        self.sold.add((place.performance_id, place.seat_id))

    def free(self, epoch: int, place: Place) -> None:
        """Make a place unsold; the right to it stays with the life."""
        if place.seat_id is not None:
            self.sold.discard((place.performance_id, place.seat_id))
            return
        zone = (epoch, place.performance_id, place.zone_id)
        self.left[zone] = self.left.get(zone, 0) + 1
