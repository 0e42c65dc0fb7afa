"""Performances on sale, with the places left and the present price of each zone."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.calendar import CARACAS
from domain.catalogue.catalog import Performance, TicketType, Zone, ZoneKind
from domain.catalogue.pricing import NoStageOnSale, Price, charge, current_stage, price
from domain.money.money import Money, NoRate, Rates
from domain.money.taxes import NoTaxRate, TaxTable
from pos_app.services.selling.choosing import places_left
from pos_app.services.till.clock_guard import document_time
from pos_app.station import Station
from pos_app.storage.catalogue import catalog, seats
from pos_app.storage.catalogue.catalogue_cache import Offering
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class ZoneCard:
    """A zone in the list. `left` is what this station may sell.

    `price` is what a customer pays now for the first ticket type, with its fee and taxes: None after the last price
    stage or without the rate of its tax. `ves` is it in bolívares, None without an exchange rate.
    """

    zone: Zone
    left: int
    price: Money | None
    ves: Money | None


@dataclass(frozen=True, slots=True)
class PerformanceCard:
    """A performance in the list."""

    performance: Performance
    event: str
    venue: str
    zones: tuple[ZoneCard, ...]
    ticket_types: tuple[TicketType, ...]


def performances(station: Station) -> tuple[PerformanceCard, ...]:
    """The performances on sale, soonest first: those that are over would hide the next one."""
    with station.database.read() as tx:
        at = document_time(tx, station)
        sold = catalog.on_sale(tx, station.tenant_id, at)
        return tuple(_card(tx, station, station.catalogue.offering(tx, performance.id), at) for performance in sold)


def _card(tx: Tx, station: Station, offering: Offering, at: datetime) -> PerformanceCard:
    return PerformanceCard(
        performance=offering.performance,
        event=offering.event.name,
        venue=offering.venue.name,
        zones=tuple(_zone_card(tx, station, offering, zone, at) for zone in offering.zones if zone.is_active),
        ticket_types=offering.ticket_types,
    )


def _zone_card(tx: Tx, station: Station, offering: Offering, zone: Zone, at: datetime) -> ZoneCard:
    performance_id = offering.performance.id
    sold = seats.sold(tx, station.holder, performance_id, zone.id).in_all
    if zone.kind is ZoneKind.GENERAL:
        left = places_left(tx, station, performance_id, zone)
    else:
        left = zone.capacity - sold - _withheld(tx, station, offering, zone)
    on = at.astimezone(CARACAS).date()
    taxes, rates = station.catalogue.taxes(tx), station.catalogue.rates(tx, on)
    try:
        now = price(zone, offering.ticket_types[0], None, current_stage(zone, at, sold))
        paid = charge(now, zone, taxes, on)
    except (NoStageOnSale, NoTaxRate):
        return ZoneCard(zone, max(left, 0), None, None)
    return ZoneCard(zone, max(left, 0), paid, _in_bolivares(now, zone, taxes, rates))


def _in_bolivares(now: Price, zone: Zone, taxes: TaxTable, rates: Rates) -> Money | None:
    """The price in bolívares as a document has it: price and fee are converted one by one."""
    try:
        converted = replace(now, amount=rates.to_ves(now.amount), fee=rates.to_ves(now.fee))
    except NoRate:
        return None
    return charge(converted, zone, taxes, rates.on)


def _withheld(tx: Tx, station: Station, offering: Offering, zone: Zone) -> int:
    """The number of seats of the zone that are held or killed."""
    plan = station.catalogue.plan_seats(tx, offering.venue.id)
    withheld = station.catalogue.seat_rights(tx, offering.performance.id).withheld
    return sum(1 for seat_id in withheld if plan.section_no[seat_id] in zone.section_nos)
