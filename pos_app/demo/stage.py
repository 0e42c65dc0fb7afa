"""The setting of the second act: HQ, its administrator, two stations, and the shows that both sell."""

from dataclasses import dataclass
from pathlib import Path

from domain.ids import PerformanceId, SeatId, TicketTypeId, ZoneId
from domain.sale.cart import CartLine
from pos_app.demo.demo_station import DemoStation
from pos_app.demo.head_office import HeadOffice
from pos_app.demo.office_staff import Administrator
from pos_app.services.selling import browsing
from pos_app.ui import wording

_NUMBERED, _GENERAL = "Patio central 1", "Gradas altas"


@dataclass(frozen=True, slots=True)
class Show:
    """A zone of a performance and its ordinary ticket type; `section` holds its seats, and has the zone's name."""

    performance_id: PerformanceId
    zone_id: ZoneId
    ticket_type_id: TicketTypeId
    section: str

    def seated(self, *seats: SeatId) -> tuple[CartLine, ...]:
        """Cart lines for these seats."""
        return tuple(CartLine(self.performance_id, self.zone_id, self.ticket_type_id, seat_id=seat) for seat in seats)

    def places(self, count: int) -> tuple[CartLine, ...]:
        """Cart lines for so many places."""
        return (CartLine(self.performance_id, self.zone_id, self.ticket_type_id, count),)


@dataclass(frozen=True, slots=True)
class Stage:
    """What every step of the second act uses."""

    out: Path
    tenant: str
    office: HeadOffice
    staff: Administrator
    one: DemoStation
    two: DemoStation

    @property
    def opera(self) -> Show:
        """The show with numbered seats."""
        return self._show(_NUMBERED)

    @property
    def concert(self) -> Show:
        """The show with general admission."""
        return self._show(_GENERAL)

    def _show(self, zone_name: str) -> Show:
        """The next function in which this zone is sold."""
        shows = [
            Show(card.performance.id, zone.zone.id, card.ticket_types[0].id, zone_name)
            for card in browsing.performances(self.one.station)
            for zone in card.zones
            if zone.zone.name == zone_name
        ]
        return shows[0]


def narrate(step: str, **values: str | int) -> None:
    """Print one line of the story."""
    print(f"· {wording.text(f'demo.two.{step}', count=None, **values)}", flush=True)  # noqa: T201  # this is what the demo is for
