"""What a place costs now for each ticket type of its event, with fee and taxes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.calendar import CARACAS
from domain.catalogue.catalog import PriceStage, Seat, TicketType, Zone
from domain.catalogue.offering import Offering
from domain.catalogue.pricing import NoStageOnSale, Price, charge, current_stage, price, sold_before
from domain.ids import PerformanceId, SeatId, ZoneId
from domain.money.money import Money, NoRate, Rates
from domain.money.taxes import NoTaxRate, TaxTable
from pos_app.services.selling.seat_states import Sellable
from pos_app.services.selling.turns import next_turn
from pos_app.services.till.clock_guard import document_time
from pos_app.station import Station
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class TypePrice:
    """A ticket type and what one ticket of it costs now.

    `price` has the fee and the taxes: None after the last price stage or without the rate of its tax. `ves` is it in
    bolívares, None without an exchange rate. `stage` is the price stage on sale, None without one. `is_least`: that of
    the cheapest seats; others of the zone cost more.
    """

    ticket_type: TicketType
    price: Money | None
    ves: Money | None
    stage: PriceStage | None = None
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a ticket is priced: a zone, `sold` tickets of which count as sold, and the seat if it is numbered."""

    zone: Zone
    sold: int
    seat: Seat | None = None


def type_named(types: Sequence[TicketType], name: str) -> TicketType:
    """The type of this name; the first one, which most people pay, when there is none."""
    return next((one for one in types if one.name == name), types[0])


def type_prices(
    station: Station, performance_id: PerformanceId, zone_id: ZoneId, seat_id: SeatId | None = None
) -> tuple[TypePrice, ...]:
    """The ticket types of a performance in their order, priced for one place of a zone. Raises NotForSale.

    Without a seat, the price is that of the cheapest seats of the zone.
    """
    with station.database.read() as tx:
        at = document_time(tx, station)
        offering = station.catalogue.offering(tx, performance_id)
        zone = offering.zone(zone_id)
        spots = spots_of(tx, station, offering, zone, Sellable(tx, station, offering))
        if seat_id is not None:
            seat = station.catalogue.plan_seats(tx, offering.venue.id).seat(seat_id)
            spots = (replace(spots[0], seat=seat),)
        return tuple(least_price(tx, station, spots, one, at) for one in offering.ticket_types)


def spots_of(tx: Tx, station: Station, offering: Offering, zone: Zone, sellable: Sellable) -> tuple[Spot, ...]:
    """Where the next ticket of a zone may be: one spot for each price by place of what can be sold now.

    Where nothing can be sold, one for each price of the zone. At least one.
    """
    sold = sold_before(zone, next_turn(tx, station, offering.performance.id, zone))
    by_price = station.catalogue.priced_seats(tx, offering, zone)
    if len(by_price) > 1:
        by_price = tuple(alike for alike in by_price if sellable.any_of(seat.id for seat in alike)) or by_price
    return tuple(Spot(zone, sold, alike[0]) for alike in by_price) or (Spot(zone, sold),)


def least_price(tx: Tx, station: Station, spots: Sequence[Spot], ticket_type: TicketType, at: datetime) -> TypePrice:
    """The price of the cheapest spot of a zone at an instant."""
    prices = [type_price(tx, station, spot, ticket_type, at) for spot in spots]
    least = min(prices, key=lambda one: one.price.minor if one.price else 0)
    return replace(least, is_least=any(one.price != least.price for one in prices))


def type_price(tx: Tx, station: Station, spot: Spot, ticket_type: TicketType, at: datetime) -> TypePrice:
    """The price of one ticket at an instant."""
    zone, on = spot.zone, at.astimezone(CARACAS).date()
    taxes, rates = station.catalogue.taxes(tx), station.catalogue.rates(tx, on)
    try:
        stage = current_stage(zone, at, spot.sold)
        now = price(zone, ticket_type, spot.seat, stage)
        paid = charge(now, zone, taxes, on)
    except (NoStageOnSale, NoTaxRate):
        return TypePrice(ticket_type, None, None)
    return TypePrice(ticket_type, paid, _in_bolivares(now, zone, taxes, rates), stage)


def _in_bolivares(now: Price, zone: Zone, taxes: TaxTable, rates: Rates) -> Money | None:
    """The price in bolívares as a document has it: price and fee are converted one by one."""
    try:
        converted = replace(now, amount=rates.to_ves(now.amount), fee=rates.to_ves(now.fee))
    except NoRate:
        return None
    return charge(converted, zone, taxes, rates.on)
