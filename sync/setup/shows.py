"""The events of a set-up file: performances, ticket types, withheld seats, and the rights of the station."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.catalogue.catalog import (
    SELL_UNTIL_MINUTES,
    Event,
    Performance,
    PerformanceState,
    PlanSeats,
    TicketType,
    Venue,
    Zone,
    ZoneKind,
)
from domain.catalogue.seats import SeatState
from domain.ids import EventId, PerformanceId, SeatId, TenantId, TicketTypeId, VenueId, ZoneId
from domain.rights import SeatSpan, covers_seat, merged_spans
from sync.setup.amounts import percent
from sync.setup.days import instant
from sync.setup.names import derived, matching, note_duplicates
from sync.setup.plan import VenuePlan
from sync.setup.problems import Flaw
from sync.setup.refunds import read_refunds
from sync.setup.seat_reference import find_seats
from sync.setup.toml_table import TomlTable
from sync.setup.zones import read_zones

_LONGEST_SALE_MINUTES = 31 * 24 * 60
"""A month: longer than any fair or festival that is one performance."""


class KeptBack(StrEnum):
    """Why a seat is not for sale: held for a purpose, or killed."""

    HELD = "held"
    KILLED = "killed"

    @property
    def state(self) -> SeatState:
        """The state of such a seat."""
        return SeatState[self.name]


@dataclass(frozen=True, slots=True)
class WithheldSeat:
    """A seat of a performance that is not for sale."""

    performance_id: PerformanceId
    seat_id: SeatId
    state: SeatState
    purpose: str


@dataclass(frozen=True, slots=True)
class SeatLease:
    """The seats of some sections, granted to the station for one performance."""

    performance_id: PerformanceId
    seats: tuple[SeatSpan, ...]


@dataclass(frozen=True, slots=True)
class Allotment:
    """A count of places of a general zone, granted to the station for one performance."""

    performance_id: PerformanceId
    zone_id: ZoneId
    granted: int


@dataclass(frozen=True, slots=True)
class Show:
    """An event with everything that the station needs to sell it."""

    event: Event
    zones: tuple[Zone, ...]
    ticket_types: tuple[TicketType, ...]
    performances: tuple[Performance, ...]
    withheld: tuple[WithheldSeat, ...]
    leases: tuple[SeatLease, ...]
    allotments: tuple[Allotment, ...]
    shares: tuple[tuple[ZoneId, int], ...] = ()
    """How many seats or places of each zone the station is granted for each performance."""


def read_shows(tables: list[TomlTable], plans: Mapping[str, VenuePlan], tenant_id: TenantId) -> tuple[Show, ...]:
    """The shows, each in a venue of the same set-up."""
    shows = [_show(table, plans, tenant_id) for table in tables]
    note_duplicates((table, "key", show.event.id) for table, show in zip(tables, shows, strict=True))
    return tuple(shows)


def _show(table: TomlTable, plans: Mapping[str, VenuePlan], tenant_id: TenantId) -> Show:
    venue_key = table.text("venue")
    if venue_key in plans:
        return _show_in(plans[venue_key], table, tenant_id)
    if venue_key:
        table.note("venue", Flaw.UNKNOWN_REFERENCE, venue_key, ", ".join(plans))
    problems = table.reading.problems
    before = len(problems)
    show = _show_in(_nowhere(tenant_id), table, tenant_id)
    # Every section and seat of an unknown venue is unknown: these problems would hide the others.
    problems[before:] = [problem for problem in problems[before:] if problem.what is not Flaw.UNKNOWN_REFERENCE]
    return show


def _nowhere(tenant_id: TenantId) -> VenuePlan:
    return VenuePlan(Venue(VenueId(tenant_id), "", "", ()), PlanSeats(), ())


def _show_in(plan: VenuePlan, table: TomlTable, tenant_id: TenantId) -> Show:
    name = table.text("name")
    event_id = EventId(derived(tenant_id, "event", table.text("key", name)))
    zones = read_zones(table, event_id, plan)
    performances, withheld = _performances(table, event_id, plan)
    leased, allotted = _rights(table, zones, plan)
    return Show(
        event=Event(event_id, plan.venue.id, name, _sell_until(table), read_refunds(table)),
        zones=zones,
        ticket_types=_ticket_types(table, event_id),
        performances=performances,
        withheld=withheld,
        leases=tuple(SeatLease(performance.id, leased) for performance in performances if leased),
        allotments=tuple(
            Allotment(performance.id, zone_id, granted) for performance in performances for zone_id, granted in allotted
        ),
        shares=(*allotted, *_seat_shares(zones, plan, leased)),
    )


def _sell_until(table: TomlTable) -> int:
    return table.integer("sell_until_minutes", SELL_UNTIL_MINUTES, most=_LONGEST_SALE_MINUTES)


def _ticket_types(show: TomlTable, event_id: EventId) -> tuple[TicketType, ...]:
    tables = show.tables("ticket_type")
    if not tables and not show.has("ticket_type"):
        show.note("ticket_type", Flaw.MISSING)
    ticket_types = [_ticket_type(table, event_id) for table in tables]
    note_duplicates((table, "name", one.id) for table, one in zip(tables, ticket_types, strict=True))
    if tables and not any(one.active for one in ticket_types):
        show.note("ticket_type", Flaw.MISSING, "active = true")
    return tuple(ticket_types)


def _ticket_type(table: TomlTable, event_id: EventId) -> TicketType:
    name = table.text("name")
    return TicketType(
        id=TicketTypeId(derived(event_id, "ticket_type", table.text("key", name))),
        name=name,
        percent=percent(table, "percent", "0"),
        needs_document=table.flag("needs_document", default=False),
        active=table.flag("active", default=True),
    )


def _performances(
    show: TomlTable, event_id: EventId, plan: VenuePlan
) -> tuple[tuple[Performance, ...], tuple[WithheldSeat, ...]]:
    tables = show.tables("performance")
    kept_from_all = [seat for table in show.tables("withheld") for seat in _kept_back(table, plan)]
    performances: list[Performance] = []
    withheld: dict[tuple[PerformanceId, SeatId], WithheldSeat] = {}
    for table in tables:
        performance = _performance(table, event_id)
        performances.append(performance)
        kept = [seat for part in table.tables("withheld") for seat in _kept_back(part, plan)]
        # Those of the performance come last: they override those of the whole show.
        for seat_id, state, purpose in kept_from_all + kept:
            withheld[performance.id, seat_id] = WithheldSeat(performance.id, seat_id, state, purpose)
    note_duplicates((table, "time", one.id) for table, one in zip(tables, performances, strict=True))
    return tuple(performances), tuple(withheld.values())


def _performance(table: TomlTable, event_id: EventId) -> Performance:
    starts_at = instant(table)
    key = table.text("key", starts_at.isoformat())
    return Performance(
        id=PerformanceId(derived(event_id, "performance", key)),
        event_id=event_id,
        starts_at=starts_at,
        state=table.choice("state", PerformanceState, PerformanceState.ACTIVE),
    )


def _kept_back(table: TomlTable, plan: VenuePlan) -> list[tuple[SeatId, SeatState, str]]:
    state = table.choice("state", KeptBack).state
    purpose = table.text("purpose")
    table.texts("seats")
    return [
        (SeatId(ordinal), state, purpose)
        for no in matching(table, "sections", plan.section_names)
        for ordinal in find_seats(table, "seats", plan.seats, plan.ordinals[no])
    ]


def _rights(
    show: TomlTable, zones: tuple[Zone, ...], plan: VenuePlan
) -> tuple[tuple[SeatSpan, ...], list[tuple[ZoneId, int]]]:
    """The seats leased and places allotted for each performance: all of them, unless the file has a `rights` table."""
    covered = sorted(no for zone in zones for no in zone.section_nos)
    general = {zone.name: zone for zone in zones if zone.kind is ZoneKind.GENERAL}
    if not show.has("rights"):
        return _seats(plan, covered), [(zone.id, zone.capacity) for zone in general.values()]
    rights = show.table("rights")
    leased = matching(rights, "sections", plan.section_names) if rights.has("sections") else ()
    allotted: list[tuple[ZoneId, int]] = []
    places = rights.table("places") if rights.has("places") else None
    for name in places.names() if places else ():
        if places and name in general:
            allotted.append((general[name].id, places.integer(name, most=general[name].capacity)))
        elif places:
            places.mark_known(name)
            places.note(name, Flaw.UNKNOWN_REFERENCE, name, ", ".join(general))
    return _seats(plan, [no for no in leased if no in covered]), allotted


def _seat_shares(
    zones: tuple[Zone, ...], plan: VenuePlan, leased: tuple[SeatSpan, ...]
) -> Iterator[tuple[ZoneId, int]]:
    for zone in zones:
        if zone.kind is ZoneKind.NUMBERED:
            seats = (seat for no in zone.section_nos for seat in plan.ordinals[no])
            yield zone.id, sum(covers_seat(leased, seat) for seat in seats)


def _seats(plan: VenuePlan, section_nos: Sequence[int]) -> tuple[SeatSpan, ...]:
    return merged_spans(SeatSpan(seats[0], seats[-1]) for no in section_nos if (seats := plan.ordinals[no]))
