"""Performances on sale, with the places left and the present price of each zone."""

from dataclasses import dataclass
from datetime import datetime

from domain.catalogue.catalog import Performance, PriceStage, TicketType, Zone, ZoneKind
from domain.money.money import Money
from pos_app.services.selling.choosing import places_left
from pos_app.services.selling.type_prices import Spot, type_named, type_price
from pos_app.services.till.clock_guard import document_time
from pos_app.station import Station
from pos_app.storage.catalogue import catalog, seats
from pos_app.storage.catalogue.catalogue_cache import Offering
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class ZoneCard:
    """A zone in the list. `left` is what this station may sell.

    `price` is what a customer pays now for the ticket type of the list, with its fee and taxes: None after the last
    price stage or without the rate of its tax. `ves` is it in bolívares, None without an exchange rate. `stage` is the
    price stage on sale.
    """

    zone: Zone
    left: int
    price: Money | None
    ves: Money | None
    stage: PriceStage | None = None


@dataclass(frozen=True, slots=True)
class PerformanceCard:
    """A performance in the list."""

    performance: Performance
    event: str
    venue: str
    zones: tuple[ZoneCard, ...]
    ticket_types: tuple[TicketType, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """The instant of the prices, and the name of the ticket type that they are for."""

    at: datetime
    for_type: str


def performances(station: Station, for_type: str = "") -> tuple[PerformanceCard, ...]:
    """The performances on sale, soonest first: those that are over would hide the next one.

    Zones have the price of the ticket type of this name, or else of the first type.
    """
    with station.database.read() as tx:
        at = document_time(tx, station)
        sold = catalog.on_sale(tx, station.tenant_id, at)
        shown = _Shown(at, for_type)
        offerings = (station.catalogue.offering(tx, performance.id) for performance in sold)
        return tuple(_card(tx, station, offering, shown) for offering in offerings)


def _card(tx: Tx, station: Station, offering: Offering, shown: _Shown) -> PerformanceCard:
    return PerformanceCard(
        performance=offering.performance,
        event=offering.event.name,
        venue=offering.venue.name,
        zones=tuple(_zone_card(tx, station, offering, zone, shown) for zone in offering.zones if zone.is_active),
        ticket_types=offering.ticket_types,
    )


def _zone_card(tx: Tx, station: Station, offering: Offering, zone: Zone, shown: _Shown) -> ZoneCard:
    performance_id = offering.performance.id
    sold = seats.sold(tx, station.holder, performance_id, zone.id).in_all
    if zone.kind is ZoneKind.GENERAL:
        left = places_left(tx, station, performance_id, zone)
    else:
        left = zone.capacity - sold - _withheld(tx, station, offering, zone)
    now = type_price(tx, station, Spot(zone, sold), type_named(offering.ticket_types, shown.for_type), shown.at)
    return ZoneCard(zone, max(left, 0), now.price, now.ves, now.stage)


def _withheld(tx: Tx, station: Station, offering: Offering, zone: Zone) -> int:
    """The number of seats of the zone that are held or killed."""
    plan = station.catalogue.plan_seats(tx, offering.venue.id)
    withheld = station.catalogue.seat_rights(tx, offering.performance.id).withheld
    return sum(1 for seat_id in withheld if plan.section_no[seat_id] in zone.section_nos)
