"""Performances on sale, with the places left and the present price of each zone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.catalogue.catalog import Performance, PerformanceState, PriceStage, TicketType, Zone, sold_until
from domain.catalogue.offering import Offering
from domain.ids import PerformanceId, ZoneId
from domain.money.money import Money
from domain.sale.cart import Cart
from pos_app.services.selling.seat_states import Sellable
from pos_app.services.selling.supply import Supply, supplies
from pos_app.services.selling.type_prices import least_price, spots_of, type_named
from pos_app.services.till.clock_guard import document_time
from pos_app.station import Station
from pos_app.storage.catalogue import catalog, suspensions
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class ZoneCard:
    """A zone in the list, with its supply: what this station may sell, and what HQ grants.

    `price` is what a customer pays now for the ticket type of the list, with its fee and taxes: None after the last
    price stage or without the rate of its tax. `ves` is it in bolívares, None without an exchange rate. `stage` is the
    price stage on sale. `is_least`: it is the price of the cheapest seats, and others of the zone cost more.
    """

    zone: Zone
    price: Money | None
    ves: Money | None
    supply: Supply
    stage: PriceStage | None = None
    is_least: bool = False

    @property
    def left(self) -> int:
        """Tickets that this station may sell."""
        return self.supply.here


@dataclass(frozen=True, slots=True)
class PerformanceCard:
    """A performance in the list."""

    performance: Performance
    event: str
    venue: str
    zones: tuple[ZoneCard, ...]
    ticket_types: tuple[TicketType, ...]

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place: it is listed without zones, so that nobody asks what became of it."""
        return self.performance.state is PerformanceState.CANCELLED


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


def listed(station: Station, for_type: str = "") -> tuple[PerformanceCard, ...]:
    """The performances on sale as `performances` has them, with those that were cancelled, until they are over.

    A performance that no decision cancelled, but a set-up file from the beginning, was never on sale.
    """
    with station.database.read() as tx:
        at = document_time(tx, station)
        decided = suspensions.history(tx, station.tenant_id)
        cancelled = [
            station.catalogue.offering(tx, one.id)
            for one in catalog.performances(tx, station.tenant_id)
            if one.state is PerformanceState.CANCELLED and one.id in decided
        ]
        called_off = [
            PerformanceCard(one.performance, one.event.name, one.venue.name, (), one.ticket_types)
            for one in cancelled
            if at < sold_until(one.event, one.performance)
        ]
    on_sale = performances(station, for_type)
    return tuple(sorted((*on_sale, *called_off), key=_starts_at)) if called_off else on_sale


def _starts_at(card: PerformanceCard) -> datetime:
    return card.performance.starts_at


def performance(station: Station, performance_id: PerformanceId, for_type: str = "") -> PerformanceCard | None:
    """One performance, priced as `performances` does; None when it is not on sale."""
    with station.database.read() as tx:
        at = document_time(tx, station)
        if performance_id not in {sold.id for sold in catalog.on_sale(tx, station.tenant_id, at)}:
            return None
        return _card(tx, station, station.catalogue.offering(tx, performance_id), _Shown(at, for_type))


def addable(card: PerformanceCard, in_cart: Mapping[ZoneId, int]) -> PerformanceCard:
    """A performance with what can still be added to a cart that has so many tickets of its zones."""
    return replace(
        card, zones=tuple(replace(zone, supply=zone.supply.less(in_cart.get(zone.zone.id, 0))) for zone in card.zones)
    )


def in_cart(cart: Cart, performance_id: PerformanceId) -> Mapping[ZoneId, int]:
    """The tickets of a cart in each zone of a performance."""
    tickets: Counter[ZoneId] = Counter()
    for line in cart.lines:
        if line.performance_id == performance_id:
            tickets[line.zone_id] += line.quantity
    return tickets


def _card(tx: Tx, station: Station, offering: Offering, shown: _Shown) -> PerformanceCard:
    sellable = Sellable(tx, station, offering)
    return PerformanceCard(
        performance=offering.performance,
        event=offering.event.name,
        venue=offering.venue.name,
        zones=tuple(
            _zone_card(tx, station, (offering, sellable), (zone, supply), shown)
            for zone, supply in zip(offering.zones, supplies(tx, station, offering), strict=True)
            if zone.is_active
        ),
        ticket_types=offering.ticket_types,
    )


def _zone_card(
    tx: Tx, station: Station, within: tuple[Offering, Sellable], of: tuple[Zone, Supply], shown: _Shown
) -> ZoneCard:
    (offering, sellable), (zone, supply) = within, of
    ticket_type = type_named(offering.ticket_types, shown.for_type)
    now = least_price(tx, station, spots_of(tx, station, offering, zone, sellable), ticket_type, shown.at)
    return ZoneCard(zone, now.price, now.ves, supply, now.stage, now.is_least)
