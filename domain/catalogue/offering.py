"""A performance with everything that a sale of it needs, and the place that a ticket of it admits to."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.catalogue.catalog import Event, Performance, TicketType, Venue, Zone, is_on_sale
from domain.errors import Refused
from domain.ids import TicketTypeId, ZoneId


@dataclass(eq=False)
class NotForSale(Refused):
    """The performance, zone or ticket type is not in the catalogue (`what` is empty), or not on sale."""

    code: ClassVar[str] = "VEN-03"

    what: str = ""


@dataclass(frozen=True, slots=True)
class Offering:
    """The performance with everything that a sale of it needs."""

    performance: Performance
    event: Event
    venue: Venue
    zones: tuple[Zone, ...]
    ticket_types: tuple[TicketType, ...]

    def is_on_sale(self, at: datetime) -> bool:
        """Whether the performance is sold at an instant."""
        return is_on_sale(self.event, self.performance, at)

    def zone(self, zone_id: ZoneId) -> Zone:
        """One zone. Raises NotForSale."""
        for zone in self.zones:
            if zone.id == zone_id:
                return zone
        raise NotForSale

    def ticket_type(self, ticket_type_id: TicketTypeId) -> TicketType:
        """One ticket type. Raises NotForSale."""
        for ticket_type in self.ticket_types:
            if ticket_type.id == ticket_type_id:
                return ticket_type
        raise NotForSale
