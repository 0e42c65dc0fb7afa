"""Rights: HQ grants numbers, seats and places to one holder at a time, and never grants one twice.

Each kind has a key or a check in the ledger that makes granting it twice impossible. A right comes back only by the
station's own journal. When a station is lost or its store is restored, its rights are fenced: they are not granted
again, except seats that staff release.
"""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from sqlalchemy import Table

from domain.after_sale.refund_right import RefundGrant
from domain.errors import Refused
from domain.fiscal.series import NoteSeries
from domain.ids import PerformanceId, SaleId, ZoneId
from domain.rights import GrantId, Holder, NumberGrant, PlacesGrant, SeatGrant, TurnsGrant, seats_of
from hq.forms import lots
from hq.live import availability
from hq.live.rows import count_seats
from hq.office import Office
from hq.rights import allowance, issuing, turns
from hq.rights.grant_kinds import SHAPES, AnyGrant, GrantKind, GrantState
from hq.rights.rows import issued_grants, number_rights, place_rights, recalls, refund_rights, seat_rights
from hq.rights.rows.number_rights import NumbersAhead
from hq.signing import signing_key
from hq.storage import ledger
from hq.storage.issue_log import Given
from hq.storage.ledger import NoSuchRow
from sync.line import seal
from sync.line.messages import Grants, Wants
from sync.tables import canonical, catalogue
from sync.tables.transaction import Tx

log = logging.getLogger(__name__)

FEWEST_NUMBERS = 200
"""The least count of a block that a refill grants."""
MOST_NOTES = 500
"""The most numbers of credit notes that a station gets at once."""
MOST_BLOCKS_AHEAD = 2
"""Blocks that a station has not begun; more would only leave more numbers to void when the station is lost."""

_Places = tuple[PerformanceId, ZoneId, int]


@dataclass(eq=False)
class AlreadyGranted(Refused):
    """Some of these seats are sold, or another holder has them."""

    code: ClassVar[str] = "SEATS_TAKEN"

    performance_id: UUID
    wanted: int
    free: int


@dataclass(eq=False)
class NotEnoughPlaces(Refused):
    """HQ has fewer places of the zone left."""

    code: ClassVar[str] = "PLACES_TAKEN"

    zone_id: UUID
    wanted: int
    left: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """`count` numbers of a series."""

    series: str
    count: int


def grant_numbers(tx: Tx, office: Office, to: Holder, numbers: Numbers, grant_id: GrantId | None = None) -> NumberGrant:
    """Grant the next numbers of a series, under an id that is free, with forms if its documents take some.

    Raises UnknownSeries or NoForms.
    """
    ledger.require_series(tx, to.tenant_id, numbers.series)
    # Lots are locked before the series, here as everywhere.
    first_control = lots.draw(tx, to.tenant_id, numbers.series, numbers.count)
    first = number_rights.take_numbers(tx, to.tenant_id, numbers.series, numbers.count)
    last = first + numbers.count - 1
    grant = NumberGrant(grant_id or GrantId(office.ids.new()), numbers.series, first, last, first_control)
    number_rights.insert_block(tx, to, grant)
    _issue(tx, office, to, GrantKind.NUMBERS, grant)
    return grant


def grant_seats(tx: Tx, office: Office, to: Holder, grant: SeatGrant, *, at_counter: bool = False) -> SeatGrant:
    """Grant all of these seats or none; a repeated id has no effect. Raises AlreadyGranted, NoSuchRow.

    Seats bring their part of the turns of their zone, except `at_counter`: what a station asks for there may come back,
    and it asks for the turns of its cart by itself.
    """
    if is_issued(tx, to, grant.id):
        return grant
    _require(tx, catalogue.performance, to.tenant_id, id=grant.performance_id)
    # Before the spans are counted out: a span may name more seats than any plan has.
    plan = count_seats(tx, to.tenant_id, grant.performance_id) or 0
    if any(not 0 <= span.first <= span.last < plan for span in grant.seats):
        raise NoSuchRow("seat")
    wanted = seats_of(grant.seats)
    if seat_rights.count_existing_seats(tx, to.tenant_id, grant.performance_id, wanted) < len(wanted):
        raise NoSuchRow("seat")
    free = sorted(wanted - seat_rights.sold_seats(tx, to.tenant_id, grant.performance_id))
    given = seat_rights.insert_seats(tx, to, grant, free, asked=at_counter)
    if given < len(wanted):
        raise AlreadyGranted(grant.performance_id, len(wanted), given)
    _issue(tx, office, to, GrantKind.SEATS, grant)
    of_zones = {} if at_counter else turns.seats_by_zone(tx, to.tenant_id, grant.performance_id, wanted)
    for zone_id, count in of_zones.items():
        _issue_turns(tx, office, to, turns.share(tx, to, _no_turns(office, grant, ZoneId(zone_id)), count))
    availability.notify_granted(tx, to.tenant_id, grant.performance_id, grant.seats)
    return grant


def grant_places(tx: Tx, office: Office, to: Holder, grant: PlacesGrant, *, at_counter: bool = False) -> PlacesGrant:
    """Grant places of a zone; a repeated id has no effect. Turns as in `grant_seats`.

    Raises NotEnoughPlaces, NoSuchRow.
    """
    if is_issued(tx, to, grant.id):
        return grant
    capacity = ledger.capacity(tx, to.tenant_id, grant.performance_id, grant.zone_id)
    if capacity is None:
        raise NoSuchRow("zone")
    left = place_rights.take_places(tx, to.tenant_id, grant, of=capacity)
    if left is not None:
        raise NotEnoughPlaces(grant.zone_id, grant.places, left)
    place_rights.insert_places(tx, to, grant, asked=at_counter)
    _issue(tx, office, to, GrantKind.PLACES, grant)
    if not at_counter:
        _issue_turns(tx, office, to, turns.share(tx, to, _no_turns(office, grant, grant.zone_id), grant.places))
    availability.notify_granted(tx, to.tenant_id, grant.performance_id)
    return grant


def grant_turns(tx: Tx, office: Office, to: Holder, empty: TurnsGrant, count: int) -> TurnsGrant:
    """Grant the next turns of a zone, at most so many, in a grant that has none yet; a repeated id has no effect.

    Raises NotEnoughPlaces when HQ has none.
    """
    if is_issued(tx, to, empty.id):
        return empty
    grant = turns.next_free(tx, to, empty, count)
    if not grant.turns:
        raise NotEnoughPlaces(grant.zone_id, count, 0)
    _issue_turns(tx, office, to, grant)
    availability.notify_granted(tx, to.tenant_id, grant.performance_id)
    return grant


def lend_refund(tx: Tx, office: Office, to: Holder, grant: RefundGrant) -> None:
    """Grant the refund right of a sale, which `lent_refund` has as lent. Raises NoSuchRow when the id is taken."""
    _issue(tx, office, to, GrantKind.REFUND, grant)


def _issue_turns(tx: Tx, office: Office, to: Holder, grant: TurnsGrant) -> None:
    if grant.turns:
        _issue(tx, office, to, GrantKind.TURNS, grant)


def _no_turns(office: Office, along: SeatGrant | PlacesGrant, zone_id: ZoneId) -> TurnsGrant:
    return TurnsGrant(GrantId(office.ids.new()), along.performance_id, zone_id, ())


def outstanding(tx: Tx, holders: Sequence[Holder]) -> dict[UUID, Grants]:
    """The grants of each of these lives that its journal has not acknowledged, with HQ's seals, by station id.

    With them go the sales whose refund right HQ wants from the station.
    """
    if not holders:
        return {}
    epochs = {holder.station_id: holder.epoch for holder in holders}
    by_station: dict[UUID, list[Any]] = {}
    for row in issued_grants.grants_on_their_way(tx, holders[0].tenant_id, list(epochs)):
        if row.epoch == epochs[row.station_id]:
            by_station.setdefault(row.station_id, []).append(row)
    wanted: dict[UUID, list[SaleId]] = {}
    for row in refund_rights.wanted(tx, holders[0].tenant_id, list(epochs)):
        wanted.setdefault(row.station_id, []).append(SaleId(row.sale_id))
    return {
        station_id: _message(by_station.get(station_id, ()), wanted.get(station_id, ()))
        for station_id in {**by_station, **wanted}
    }


def refill(tx: Tx, office: Office, wanted: Mapping[Holder, Wants], series: Mapping[UUID, str]) -> None:
    """Grant the places that stations ask for, and a block to each station with less than half a block unused.

    A grant that is impossible is left out, because the entries of the push must be stored in any case; so is what HQ
    recalls from the station at the same time.
    """
    if not wanted:
        return
    gone = recalls.recalled(tx, next(iter(wanted)).tenant_id, [holder.station_id for holder in wanted])
    # Zones are locked before series, and both in one order: that makes a deadlock between two groups rare. When one
    # happens, PostgreSQL aborts one group, and its stations push again.
    asked = [(place, holder) for holder, wants in wanted.items() for place in wants.places]
    for place, holder in sorted(asked, key=_by_zone):
        if (holder, (place[0], place[1])) not in gone:
            _top_up(tx, office, holder, place)
    ahead = number_rights.numbers_ahead(tx, list(wanted))
    for holder, wants in sorted(wanted.items(), key=lambda item: series[item[0].station_id]):
        invoices = series[holder.station_id]
        count = next_block(ahead[holder.station_id], wants) or more_forms(ahead[holder.station_id], wants)
        if count and (holder, invoices) not in gone:
            _next_block(tx, office, holder, Numbers(invoices, count))
        notes = NoteSeries.CREDIT.code(invoices)
        if wants.notes and not ahead[holder.station_id].on_the_way and (holder, notes) not in gone:
            _next_block(tx, office, holder, Numbers(notes, min(wants.notes, MOST_NOTES)))


def next_block(now: NumbersAhead, wants: Wants) -> int:
    """The count of the block that a station with these numbers gets by a refill; 0 when it gets none."""
    size = max(FEWEST_NUMBERS, now.size)
    ask_for = min(wants.numbers, max(size, allowance.MOST_NUMBERS))
    low = now.left * 2 < size or ask_for > now.left
    return max(size, ask_for) if low and not now.on_the_way and now.untouched < MOST_BLOCKS_AHEAD else 0


def more_forms(now: NumbersAhead, wants: Wants) -> int:
    """The count of the block that a station gets for its forms: it has numbers enough, but notes took their forms."""
    return 0 if now.on_the_way else min(wants.forms, MOST_NOTES)


def _next_block(tx: Tx, office: Office, holder: Holder, numbers: Numbers) -> None:
    count = lots.most_at_once(tx, holder.tenant_id, numbers.series, numbers.count)
    if not count:  # `check` and the list of forms tell staff; a warning here would come with every push
        log.info("station %s gets no numbers: no forms are left for series %s", holder.station_id, numbers.series)
        return
    try:
        grant_numbers(tx, office, holder, Numbers(numbers.series, count))
    except NoSuchRow:
        log.warning("station %s gets no numbers: no series %s", holder.station_id, numbers.series)


def _by_zone(asked: tuple[_Places, Holder]) -> tuple[PerformanceId, ZoneId, UUID]:
    (performance_id, zone_id, _), holder = asked
    return performance_id, zone_id, holder.station_id


def _top_up(tx: Tx, office: Office, holder: Holder, wanted: _Places) -> None:
    """Grant the places that a station asks for, or what is left and what it may take by itself if that is less."""
    performance_id, zone_id, places = wanted
    capacity = ledger.capacity(tx, holder.tenant_id, performance_id, zone_id)
    left = place_rights.places_left(tx, holder.tenant_id, performance_id, zone_id, of=capacity or 0)
    held = place_rights.held(tx, holder, performance_id, zone_id)
    places = min(places, left, allowance.most_more_places(held.places, held.unsold, capacity or 0))
    # One grant at a time: a station repeats its wish until the places of the last grant arrive.
    if places > 0 and not issued_grants.is_on_its_way(tx, holder, GrantKind.PLACES):
        grant_id = GrantId(office.ids.new())
        with suppress(NotEnoughPlaces):  # another holder took them since they were counted
            grant_places(tx, office, holder, PlacesGrant(grant_id, performance_id, zone_id, places))


def _message(rows: Sequence[Any], wanted: Sequence[SaleId]) -> Grants:
    by_kind: dict[str, list[Any]] = {kind: [] for kind in GrantKind}
    for row in rows:
        by_kind[row.kind].append(canonical.decode(bytes(row.body), SHAPES[row.kind]))
    return Grants(
        # A station takes forms in the order in which it accepts them, so they go out as they were drawn.
        numbers=tuple(sorted(by_kind[GrantKind.NUMBERS], key=lambda grant: (grant.series, grant.first))),
        seats=tuple(by_kind[GrantKind.SEATS]),
        places=tuple(by_kind[GrantKind.PLACES]),
        turns=tuple(by_kind[GrantKind.TURNS]),
        refunds=tuple(by_kind[GrantKind.REFUND]),
        wanted=tuple(wanted),
        seals=tuple((GrantId(row.id), row.certificate) for row in rows),
    )


def accept(tx: Tx, holder: Holder, grant_id: UUID) -> None:
    """Stop sending a grant: the journal of the life that it was made for acknowledged it."""
    issued_grants.accept_grant(tx, holder, grant_id)


def _issue(tx: Tx, office: Office, to: Holder, kind: GrantKind, grant: AnyGrant) -> None:
    """Seal, store and log a grant. Raises NoSuchRow when another transaction took the id meanwhile.

    The refusal rolls back what this transaction took from the ledger for the grant.
    """
    sealed = seal.grant_bytes(to.tenant_id, to.station_id, to.epoch, grant)
    certificate = seal.seal(signing_key(tx, office, to.tenant_id), sealed)
    given = Given(kind, msgspec.json.encode(grant, order="sorted").decode(), certificate)
    if not issued_grants.insert_grant(tx, to, grant, given, (GrantState.GRANTED, office.clock.now())):
        raise NoSuchRow("grant")
    issuing.write(tx, office, to, given)


def is_issued(tx: Tx, to: Holder, grant_id: GrantId) -> bool:
    """Whether this very life has the grant already. Raises NoSuchRow when another life has it."""
    holder = issued_grants.holder_of(tx, to.tenant_id, grant_id)
    if holder is None:
        return False
    if holder != to:
        raise NoSuchRow("grant")
    return True


def _require(tx: Tx, table: Table, tenant_id: UUID, **key: object) -> None:
    """Raises NoSuchRow."""
    if not ledger.row_exists(tx, table, tenant_id, **key):
        raise NoSuchRow(str(table.name))  # SQLAlchemy's name is a subclass of str
