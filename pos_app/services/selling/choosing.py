"""From cart lines to priced tickets: which places are free, what they cost, who may buy them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.calendar import CARACAS
from domain.catalogue.catalog import PerformanceState, Seat, Zone, ZoneKind
from domain.catalogue.offering import NotForSale, Offering
from domain.catalogue.seats import SeatNotFree, SeatState
from domain.catalogue.suspension import IsCancelled
from domain.errors import Refused
from domain.formats import ES_VE
from domain.ids import HoldId, PerformanceId, SeatId, ZoneId
from domain.rights import covers_seat
from domain.sale.cart import Cart, CartLine, EmptyCart
from domain.sale.closing import Terms
from domain.sale.offered import Admission, priced_ticket, terms_at
from domain.sale.sale import PricedTicket
from pos_app.services.rights import link_state
from pos_app.services.rights.link_state import ConnectionState
from pos_app.services.selling.turns import Turns
from pos_app.station import Station
from pos_app.storage.catalogue import elsewhere, seats
from pos_app.storage.sales import holds
from sync.tables.transaction import Tx


@dataclass(eq=False)
class NotEnoughPlaces(Refused):
    """The zone has fewer places left for this station than the cart has tickets. `missing` more are needed."""

    code: ClassVar[str] = "CUP-01"

    zone: str
    left: int
    place: tuple[PerformanceId, ZoneId]
    missing: int


@dataclass(eq=False)
class NoneLeftHere(NotEnoughPlaces):
    """This station has none of the zone left, nor has HQ for it if there is one."""

    code: ClassVar[str] = "CUP-02"


@dataclass(eq=False)
class NoneLeftCutOff(NotEnoughPlaces):
    """This station has none of the zone left, and HQ, which may have more, does not answer."""

    code: ClassVar[str] = "CUP-03"


@dataclass(eq=False)
class DocumentNeeded(Refused):
    """The ticket type requires the customer's identity document on the sale."""

    code: ClassVar[str] = "VEN-04"

    ticket_type: str


@dataclass(eq=False)
class PerformanceOver(Refused):
    """The performance began longer ago than its event is sold."""

    code: ClassVar[str] = "VEN-06"

    event: str
    started_at: datetime


def terms_of(tx: Tx, station: Station, at: datetime) -> Terms:
    """The rates and taxes of the day of a sale."""
    on = at.astimezone(CARACAS).date()
    special = station.catalogue.series(tx).issuer.is_special_taxpayer(on)
    return terms_at(at, station.catalogue.rates(tx, on), station.catalogue.taxes(tx), is_special_taxpayer=special)


def priced(tx: Tx, station: Station, cart: Cart, at: datetime) -> tuple[PricedTicket, ...]:
    """Price every ticket of a cart, if this station may sell every place now.

    Raises SeatNotFree, NotEnoughPlaces, NotForSale, PerformanceOver, NoStageOnSale, DocumentNeeded, or EmptyCart for a
    line without tickets.
    """
    taken: dict[tuple[PerformanceId, ZoneId], int] = {}
    turns = Turns(tx, station)
    seated: set[tuple[PerformanceId, SeatId]] = set()
    tickets: list[PricedTicket] = []
    for line in cart.lines:
        if line.quantity < 1:
            raise EmptyCart
        offering = station.catalogue.offering(tx, line.performance_id)
        zone = _zone_on_sale(offering, line.zone_id, at)
        if offering.ticket_type(line.ticket_type_id).needs_document and not cart.customer.document:
            raise DocumentNeeded(offering.ticket_type(line.ticket_type_id).name)
        seat = _free_seat(tx, station, (offering, zone), line, cart.hold_id)
        if seat:
            _refuse_twice(line, seat, seated)
        place = (line.performance_id, zone.id)
        before = taken.get(place, 0)
        if zone.kind is ZoneKind.GENERAL:
            left = max(places_left(tx, station, line.performance_id, zone, cart.hold_id) - before, 0)
            if line.quantity > left:
                raise _not_enough(tx, station, left)(zone.name, left, place, line.quantity - left)
        tickets += _tickets(offering, line, seat, at, turns)
        taken[place] = before + line.quantity
    return tuple(tickets)


def _not_enough(tx: Tx, station: Station, left: int) -> type[NotEnoughPlaces]:
    if left:
        return NotEnoughPlaces
    is_cut_off = link_state.state_now(tx, station) is ConnectionState.OFFLINE
    return NoneLeftCutOff if is_cut_off else NoneLeftHere


def places_left(
    tx: Tx, station: Station, performance_id: PerformanceId, zone: Zone, of_hold: HoldId | None = None
) -> int:  # fmt: skip
    """The number of places of a general zone that this station may still sell, with those of the hold that is sold."""
    unsold = _granted(tx, station, performance_id, zone) - seats.sold(tx, station.holder, performance_id, zone.id).here
    return unsold - holds.held_places(tx, station.holder, (performance_id, zone.id), of_hold)


def _granted(tx: Tx, station: Station, performance_id: PerformanceId, zone: Zone) -> int:
    return station.catalogue.places(tx, performance_id).get(zone.id, 0)


def _tickets(
    offering: Offering, line: CartLine, seat: Seat | None, at: datetime, turns: Turns
) -> Iterator[PricedTicket]:
    zone, ticket_type = offering.zone(line.zone_id), offering.ticket_type(line.ticket_type_id)
    for _ in range(line.quantity):
        turn = turns.take(line.performance_id, zone)
        yield priced_ticket(offering, Admission(zone, ticket_type, seat, turn), at)


def _free_seat(
    tx: Tx, station: Station, of: tuple[Offering, Zone], line: CartLine, of_hold: HoldId | None
) -> Seat | None:  # fmt: skip
    offering, zone = of
    if zone.kind is ZoneKind.GENERAL or line.seat_id is None:
        if zone.kind is ZoneKind.NUMBERED:
            raise NotForSale(zone.name)
        return None
    plan = station.catalogue.plan_seats(tx, offering.venue.id)
    if not 0 <= line.seat_id < len(plan) or plan.section_no[line.seat_id] not in zone.section_nos:
        raise NotForSale(zone.name)
    seat = plan.seat(line.seat_id)
    state = state_of(tx, station, offering.performance.id, seat, of_hold)
    if state is not SeatState.FREE:
        raise SeatNotFree(f"{seat.row}-{seat.number}", state, _nearest(tx, station, offering, seat))
    return seat


def state_of(
    tx: Tx, station: Station, performance_id: PerformanceId, seat: Seat, of_hold: HoldId | None = None
) -> SeatState:  # fmt: skip
    """The present state of a seat for this station. A seat of `of_hold`, the hold that is sold, is not held by it."""
    if seats.is_sold(tx, station.tenant_id, performance_id, seat.id):
        return SeatState.SOLD
    if holds.hold_of_seat(tx, station.holder, performance_id, seat.id) not in {None, of_hold}:
        return SeatState.HELD
    state = station.catalogue.seat_rights(tx, performance_id).state(seat)
    return _reported(tx, station, performance_id, seat) if state is SeatState.ELSEWHERE else state


def _reported(tx: Tx, station: Station, performance_id: PerformanceId, seat: Seat) -> SeatState:
    """The state of a seat that this station does not hold: sold or granted as HQ reported, or HQ's."""
    report = elsewhere.report(tx, performance_id)
    if report is not None and covers_seat(report.sold, seat.id):
        return SeatState.SOLD
    is_online = link_state.state_now(tx, station).answers
    if report is None or not is_online or covers_seat(report.granted, seat.id):
        return SeatState.ELSEWHERE
    return SeatState.AT_HQ


def _nearest(tx: Tx, station: Station, offering: Offering, seat: Seat) -> str:
    """The name of a free seat in the same row, at most three seats away, for the message; empty without one."""
    plan = station.catalogue.plan_seats(tx, offering.venue.id)
    for distance in (1, -1, 2, -2, 3, -3):
        if not 0 <= seat.id + distance < len(plan):
            continue
        other = plan.seat(seat.id + distance)
        beside = (other.section_no, other.row) == (seat.section_no, seat.row)
        if beside and state_of(tx, station, offering.performance.id, other) is SeatState.FREE:
            return f"{other.row}-{other.number}"
    return ""


def _refuse_twice(line: CartLine, seat: Seat, seated: set[tuple[PerformanceId, SeatId]]) -> None:
    """Refuse a seat that the cart names twice. Raises SeatNotFree."""
    # The store does not refuse it: `sold_seat` rows are inserted if absent, so the second one would be skipped.
    place = (line.performance_id, seat.id)
    if place in seated or line.quantity > 1:
        raise SeatNotFree(f"{seat.row}-{seat.number}", SeatState.HELD)
    seated.add(place)


def _zone_on_sale(offering: Offering, zone_id: ZoneId, at: datetime) -> Zone:
    performance = offering.performance
    if performance.state is PerformanceState.CANCELLED:
        raise IsCancelled(offering.event.name, performance.starts_at)
    if performance.state is not PerformanceState.ACTIVE:
        raise NotForSale(f"{offering.event.name} · {ES_VE.moment(performance.starts_at)}")
    if not offering.is_on_sale(at):
        raise PerformanceOver(offering.event.name, performance.starts_at)
    zone = offering.zone(zone_id)
    if not zone.is_active:
        raise NotForSale(zone.name)
    return zone
