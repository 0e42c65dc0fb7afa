"""What a ticket is as it is offered: its stage at an instant, its price, its place."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from domain.catalogue.catalog import Event, Performance, PriceStage, TicketType, Venue, Zone, ZoneKind
from domain.catalogue.offering import Offering
from domain.ids import EventId, PerformanceId, TicketTypeId, VenueId, ZoneId
from domain.money.money import USD, Money
from domain.money.taxes import TaxCategory
from domain.sale.offered import Admission, priced_ticket

AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
STAGES = (PriceStage("Preventa", Decimal(-20), until=AT), PriceStage("Regular", Decimal(0)))
ZONE = Zone(
    ZoneId(UUID(int=1)), EventId(UUID(int=2)), "Patio", ZoneKind.GENERAL, Money(2_500, USD), Money(200, USD),
    TaxCategory.GENERAL, True, 40, frozenset(), STAGES, (),
)  # fmt: skip
ADULT = TicketType(TicketTypeId(UUID(int=3)), "Adulto", Decimal(0))
OFFERING = Offering(
    Performance(PerformanceId(UUID(int=4)), ZONE.event_id, AT + timedelta(days=1)),
    Event(ZONE.event_id, VenueId(UUID(int=5)), "Concierto"),
    Venue(VenueId(UUID(int=5)), "Sala", "", ()),
    (ZONE,),
    (ADULT,),
)


def test_a_ticket_has_the_stage_and_the_price_of_the_instant_at_which_it_is_sold() -> None:
    sold = [priced_ticket(OFFERING, Admission(ZONE, ADULT), at) for at in (AT - timedelta(seconds=1), AT)]
    assert [ticket.stage for ticket in sold] == list(STAGES)
    assert [str(ticket.price.amount) for ticket in sold] == ["20.00", "25.00"]
    assert [(ticket.place.event, ticket.place.zone, ticket.ticket_type) for ticket in sold] == [
        ("Concierto", "Patio", "Adulto"),
    ] * 2
