"""The seat map of a performance: plan, prices and states; the best seats; single seats left alone by a choice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from domain.catalogue.catalog import PlanSeats, PriceStage, Seat, SeatKind, TicketType, Zone
from domain.catalogue.offering import Offering
from domain.catalogue.pricing import NoStageOnSale, Price, charge, current_stage, price, sold_before
from domain.catalogue.seats import SeatRow, SeatState, best_available
from domain.catalogue.seats import orphans as left_alone
from domain.ids import HoldId, PerformanceId, SeatId, ZoneId
from domain.money.money import Money
from domain.money.taxes import NoTaxRate, TaxTable
from pos_app.seat_plan import SeatColumns, SeatPlan, SeatPrice, Stage, States, Surroundings, build_seat_plan
from pos_app.services.selling.seat_states import numbered, states_now
from pos_app.services.selling.turns import next_turn
from pos_app.services.selling.type_prices import type_named
from pos_app.services.till.clock_guard import document_time
from pos_app.station import Station
from sync.tables.transaction import Tx

_LARGEST_STAGE_MM = 3_000
_STAGE_PART_OF_HOUSE = 0.12
_STAGE_PART_OF_WIDTH = 0.4
_NARROWEST_STAGE_MM = 2_400
NOT_FOR_SALE = -1
"""The zone of a seat that this event does not sell."""


@dataclass(frozen=True, slots=True, eq=False)
class SeatMap:
    """The content of the map. `zone_ids` are in the order of the plan's zones. The prices follow from `priced_by`."""

    plan: SeatPlan
    states: States
    zone_ids: tuple[ZoneId, ...]
    priced_by: "PriceBasis"


@dataclass(frozen=True, slots=True)
class Charges:
    """What a customer pays for a seat now, with its fee and the tax that is added on top."""

    stages: dict[ZoneId, PriceStage | None]
    taxes: TaxTable
    on: date

    def of(self, zone: Zone, price: Price) -> Money:
        """The sum of one ticket. Without the rate of its tax the seat is shown untaxed, and its sale is refused."""
        try:
            return charge(price, zone, self.taxes, self.on)
        except NoTaxRate:
            return price.amount + price.fee


@dataclass(frozen=True, slots=True)
class PriceBasis:
    """What the prices of the map follow from: as long as it stays equal, so do they."""

    zones: tuple[Zone, ...]
    ticket_type: TicketType
    charges: Charges


def seat_map(
    station: Station, performance_id: PerformanceId, for_type: str = "", of_hold: HoldId | None = None
) -> SeatMap:  # fmt: skip
    """The plan of a performance with the price and the present state of each seat.

    Prices are those of the ticket type of this name, or else of the first type. The seats of `of_hold`, the hold that
    is sold, are free.
    """
    with station.database.read() as tx:
        offering = station.catalogue.offering(tx, performance_id)
        columns = station.catalogue.plan_seats(tx, offering.venue.id)
        basis = _basis(tx, station, offering, for_type)
        states = states_now(tx, station, offering, columns, of_hold)
    return SeatMap(_plan(offering, basis, columns), states, tuple(zone.id for zone in basis.zones), basis)


def followed(
    station: Station,
    performance_id: PerformanceId,
    before: SeatMap,
    for_type: str = "",
    of_hold: HoldId | None = None,
) -> SeatMap:
    """The map with its present states and prices. Places stay: a plan with other seats is another map."""
    with station.database.read() as tx:
        offering = station.catalogue.offering(tx, performance_id)
        columns = station.catalogue.plan_seats(tx, offering.venue.id)
        basis = _basis(tx, station, offering, for_type)
        states = states_now(tx, station, offering, columns, of_hold)
    zone_ids = tuple(zone.id for zone in basis.zones)
    if len(columns) != len(before.plan):
        return SeatMap(_plan(offering, basis, columns), states, zone_ids, basis)
    if basis == before.priced_by:
        return before if np.array_equal(states, before.states) else replace(before, states=states)
    prices, price_of_seat = _prices(basis, columns)
    plan = replace(
        before.plan,
        price=np.asarray(price_of_seat, dtype=np.intp),
        prices=prices,
        zones=tuple(zone.name for zone in basis.zones),
    )
    return SeatMap(plan, states, zone_ids, basis)


def _basis(tx: Tx, station: Station, offering: Offering, for_type: str) -> PriceBasis:
    zones = numbered(offering)
    stages = _stages(tx, station, offering, zones)
    charges = Charges(stages, station.catalogue.taxes(tx), station.today())
    return PriceBasis(zones, type_named(offering.ticket_types, for_type), charges)


def seat_states(station: Station, performance_id: PerformanceId, of_hold: HoldId | None = None) -> States:
    """The present states of all seats, without the plan; `of_hold` as in `seat_map`."""
    with station.database.read() as tx:
        offering = station.catalogue.offering(tx, performance_id)
        columns = station.catalogue.plan_seats(tx, offering.venue.id)
        return states_now(tx, station, offering, columns, of_hold)


def best_seats(
    station: Station, performance_id: PerformanceId, zone_id: ZoneId, count: int, taken: frozenset[SeatId]
) -> tuple[SeatId, ...]:
    """The best free seats for a group in a zone, other than those in `taken`; empty when there are not enough."""
    return Hall(station, performance_id, zone_id).best(count, taken)


class Hall:
    """The seats of one zone of a performance, in the states that they had when this was made."""

    def __init__(self, station: Station, performance_id: PerformanceId, zone_id: ZoneId) -> None:
        with station.database.read() as tx:
            offering = station.catalogue.offering(tx, performance_id)
            columns = station.catalogue.plan_seats(tx, offering.venue.id)
            self._states = states_now(tx, station, offering, columns)
        sections = offering.zone(zone_id).section_nos
        self._members = [i for i, section_no in enumerate(columns.section_no) if section_no in sections]
        centre = (min(columns.x_mm, default=0) + max(columns.x_mm, default=0)) / 2
        self._rows = sorted(_rows(columns, self._members), key=lambda row: _distance(columns, row, centre))

    def best(self, count: int, taken: frozenset[SeatId], *, of_hq_too: bool = False) -> tuple[SeatId, ...]:
        """The best seats for a group, other than those in `taken`; empty when there are not enough."""
        free = _in_states(self._states, *((SeatState.FREE, SeatState.AT_HQ) if of_hq_too else (SeatState.FREE,)))
        return best_available(self._rows, free - taken, count)

    def at_hq(self, seats: Sequence[SeatId]) -> tuple[SeatId, ...]:
        """Those of the seats that HQ has to grant before they are sold."""
        return tuple(seat for seat in seats if self._states[seat] == SeatState.AT_HQ)

    def are_together(self, seats: Sequence[SeatId]) -> bool:
        """Whether seats stand side by side in one row."""
        wanted = frozenset(seats)
        return any(
            wanted == frozenset(row.seats[i : i + len(seats)])
            for row in self._rows
            if wanted <= frozenset(row.seats)
            for i in range(len(row.seats))
        )

    def unsold(self, in_cart: frozenset[SeatId]) -> int:
        """The seats that are neither sold nor withheld nor in this cart, whoever may sell them."""
        members = [seat for seat in self._members if seat not in in_cart]
        return int(np.isin(self._states[members], [SeatState.FREE, SeatState.AT_HQ, SeatState.ELSEWHERE]).sum())


def orphans(
    station: Station, performance_id: PerformanceId, zone_id: ZoneId, chosen: frozenset[SeatId]
) -> tuple[str, ...]:
    """The names, such as "C-14", of the free seats of a zone that this choice would leave single."""
    with station.database.read() as tx:
        offering = station.catalogue.offering(tx, performance_id)
        columns = station.catalogue.plan_seats(tx, offering.venue.id)
        states = states_now(tx, station, offering, columns)
    sections = offering.zone(zone_id).section_nos
    touched = {(columns.section_no[seat], columns.row[seat]) for seat in chosen}
    members = [
        i
        for i, key in enumerate(zip(columns.section_no, columns.row, strict=True))
        if key in touched and key[0] in sections
    ]
    free = _free(states)
    alone = [seat for row in _rows(columns, members) for seat in left_alone(row, free, chosen)]
    return tuple(f"{columns.row[seat]}-{columns.number[seat]}" for seat in alone)


def _free(states: States) -> frozenset[SeatId]:
    return _in_states(states, SeatState.FREE)


def _in_states(states: States, *wanted: SeatState) -> frozenset[SeatId]:
    return frozenset(SeatId(int(i)) for i in np.flatnonzero(np.isin(states, wanted)))


def _stages(tx: Tx, station: Station, offering: Offering, zones: Sequence[Zone]) -> dict[ZoneId, PriceStage | None]:
    at, performance_id = document_time(tx, station), offering.performance.id
    return {
        zone.id: _stage(zone, at, sold_before(zone, next_turn(tx, station, performance_id, zone))) for zone in zones
    }


def _stage(zone: Zone, at: datetime, sold: int) -> PriceStage | None:
    try:
        return current_stage(zone, at, sold)
    except NoStageOnSale:
        return zone.stages[-1]


def _plan(offering: Offering, basis: PriceBasis, columns: PlanSeats) -> SeatPlan:
    index_of = {section.no: i for i, section in enumerate(offering.venue.sections)}
    prices, price_of_seat = _prices(basis, columns)
    return build_seat_plan(
        SeatColumns(
            section=[index_of[no] for no in columns.section_no],
            row=columns.row,
            number=columns.number,
            x_mm=columns.x_mm,
            y_mm=columns.y_mm,
            price=price_of_seat,
            kind=columns.kind,
        ),
        Surroundings(
            sections=tuple(section.name for section in offering.venue.sections),
            prices=prices,
            zones=tuple(zone.name for zone in basis.zones),
            stage=_platform(columns),
        ),
    )


def _prices(basis: PriceBasis, columns: PlanSeats) -> tuple[tuple[SeatPrice, ...], list[int]]:
    """The distinct prices, and for each seat the index of its price. Seats of a row usually share one price."""
    zones, charges = basis.zones, basis.charges
    prices: dict[SeatPrice, int] = {SeatPrice(NOT_FOR_SALE, Money.zero()): 0}
    by_place: dict[tuple[int, str, str], int] = {}
    zone_index = {section_no: i for i, zone in enumerate(zones) for section_no in zone.section_nos}
    by_number = {section_no for zone in zones for m in zone.modifiers if m.numbers for section_no in m.section_nos}
    pointers: list[int] = []
    for seat_id, (section_no, row, number) in enumerate(
        zip(columns.section_no, columns.row, columns.number, strict=True)
    ):
        place = (section_no, row, number if section_no in by_number else "")
        pointer = by_place.get(place)
        if pointer is None:
            pointer = 0
            if section_no in zone_index:
                zone = zones[zone_index[section_no]]
                seat = Seat(SeatId(seat_id), section_no, row, number, 0, 0, SeatKind.ORDINARY)
                amount = charges.of(zone, price(zone, basis.ticket_type, seat, charges.stages[zone.id]))
                pointer = prices.setdefault(SeatPrice(zone_index[section_no], amount), len(prices))
            by_place[place] = pointer
        pointers.append(pointer)
    return tuple(prices), pointers


def _platform(columns: PlanSeats) -> Stage | None:
    """The stage, drawn before the first row: y grows away from it. None for a plan without seats."""
    if not columns.x_mm:
        return None
    left, right, top = min(columns.x_mm), max(columns.x_mm), min(columns.y_mm)
    across = max(right - left, max(columns.y_mm) - top)
    depth = min(max(across * _STAGE_PART_OF_HOUSE, _LARGEST_STAGE_MM / 4), _LARGEST_STAGE_MM)
    width = max((right - left) * _STAGE_PART_OF_WIDTH, _NARROWEST_STAGE_MM)
    gap = max(depth / 2, _WIDEST_STEP_MM)
    middle = (left + right) / 2
    return Stage(middle - width / 2, top - gap - depth, width, depth)


def _rows(columns: PlanSeats, members: Sequence[int]) -> Iterator[SeatRow]:
    """Runs of neighbours in a row, in the order of the plan. A gap of more than _WIDEST_STEP_MM begins a new run."""
    run: list[SeatId] = []
    for i in members:
        if run and not _beside(columns, run[-1], i):
            yield _row(columns, run)
            run = []
        run.append(SeatId(i))
    if run:
        yield _row(columns, run)


_WIDEST_STEP_MM = 800


def _beside(columns: PlanSeats, one: int, other: int) -> bool:
    same_row = (columns.section_no[one], columns.row[one]) == (columns.section_no[other], columns.row[other])
    step = max(abs(columns.x_mm[one] - columns.x_mm[other]), abs(columns.y_mm[one] - columns.y_mm[other]))
    return same_row and other - one == 1 and step <= _WIDEST_STEP_MM


def _row(columns: PlanSeats, run: list[SeatId]) -> SeatRow:
    return SeatRow(columns.section_no[run[0]], columns.row[run[0]], tuple(run))


def _distance(columns: PlanSeats, row: SeatRow, centre: float) -> float:
    """The distance of a row from the stage, which counts double, and from the middle of the house."""
    middle = row.seats[len(row.seats) // 2]
    return 2.0 * columns.y_mm[middle] + abs(columns.x_mm[middle] - centre)
