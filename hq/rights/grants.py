"""Rights: HQ grants numbers, seats and places to one station at a time, and never gives one out twice.

Each kind has a key or a check in the ledger that makes giving it twice impossible. A right comes back only when the
station's own journal says so; one whose station was lost or restored is fenced, and never given out again.
"""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from sqlalchemy import Table, bindparam, select, update

from domain.errors import Refused
from domain.ids import PerformanceId, ZoneId
from domain.rights import GrantId, Holder, NumberGrant, PlacesGrant, SeatGrant, seats_of
from hq.office import Office
from hq.rights import issuing
from hq.signing import signing_key
from hq.storage import ledger, ledger_tables
from hq.storage.batch import insert_many
from hq.storage.issue_log import Given
from hq.storage.ledger import NoSuchThing
from hq.storage.one_of import one_of
from sync.line import seal
from sync.line.messages import Grants, Wants
from sync.tables import canonical, catalogue
from sync.tables.transaction import Tx

log = logging.getLogger(__name__)

FEWEST_NUMBERS = 200
MOST_BLOCKS_AHEAD = 2
"""Blocks that a station has not begun; more would only make a longer tail to void when it is lost."""

Grant = NumberGrant | SeatGrant | PlacesGrant
_Places = tuple[PerformanceId, ZoneId, int]


class GrantKind(StrEnum):
    """What is granted."""

    NUMBERS = "numbers"
    SEATS = "seats"
    PLACES = "places"


class GrantState(StrEnum):
    """Where a grant stands."""

    GRANTED = "granted"
    """On its way: it is told again until the station's journal says that it came."""
    ACCEPTED = "accepted"
    FENCED = "fenced"
    """Its life of the station ended; what was left of it is void or in quarantine."""


@dataclass(eq=False)
class AlreadyGranted(Refused):
    """Some of these seats are sold or another's."""

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
    """Numbers to give out: so many of a series. `first_control` is the form that the first goes on, or empty."""

    series: str
    count: int
    first_control: str = ""


def grant_numbers(tx: Tx, office: Office, to: Holder, numbers: Numbers, grant_id: GrantId | None = None) -> NumberGrant:
    """The next numbers of a series, under an id that nothing was given under. Raises NoSuchThing."""
    _must_be(tx, catalogue.series, to.tenant_id, code=numbers.series)
    first = ledger.take_numbers(tx, to.tenant_id, numbers.series, numbers.count)
    last = first + numbers.count - 1
    grant = NumberGrant(grant_id or GrantId(office.ids.new()), numbers.series, first, last, numbers.first_control)
    tx.insert(ledger_tables.number_right, [{
        "tenant_id": to.tenant_id, "id": grant.id, "station_id": to.station_id, "epoch": to.epoch,
        "series": grant.series, "first": first, "last": last, "fenced": 0,
    }])  # fmt: skip
    _issue(tx, office, to, GrantKind.NUMBERS, grant)
    return grant


def grant_seats(tx: Tx, office: Office, to: Holder, grant: SeatGrant) -> SeatGrant:
    """These seats, all or none; asking again with the same id gives the same. Raises AlreadyGranted, NoSuchThing."""
    if is_issued(tx, to, grant.id):
        return grant
    wanted = seats_of(grant.seats)
    _must_be(tx, catalogue.performance, to.tenant_id, id=grant.performance_id)
    if ledger.count_seats(tx, to.tenant_id, grant.performance_id, wanted) < len(wanted):
        raise NoSuchThing("seat")
    free = sorted(wanted - ledger.sold(tx, to.tenant_id, grant.performance_id))
    given = insert_many(tx, ledger_tables.seat_right, [
        {"tenant_id": to.tenant_id, "performance_id": grant.performance_id, "seat_id": seat, "grant_id": grant.id,
         "station_id": to.station_id, "epoch": to.epoch, "quarantined": 0}
        for seat in free
    ])  # fmt: skip
    if given < len(wanted):
        raise AlreadyGranted(grant.performance_id, len(wanted), given)
    _issue(tx, office, to, GrantKind.SEATS, grant)
    return grant


def grant_places(tx: Tx, office: Office, to: Holder, grant: PlacesGrant) -> PlacesGrant:
    """So many places; asking again with the same id gives the same. Raises NotEnoughPlaces, NoSuchThing."""
    if is_issued(tx, to, grant.id):
        return grant
    capacity = ledger.capacity(tx, to.tenant_id, grant.performance_id, grant.zone_id)
    if capacity is None:
        raise NoSuchThing("zone")
    left = ledger.take_places(tx, to.tenant_id, grant, of=capacity)
    if left is not None:
        raise NotEnoughPlaces(grant.zone_id, grant.places, left)
    tx.insert(ledger_tables.place_right, [{
        "tenant_id": to.tenant_id, "id": grant.id, "station_id": to.station_id, "epoch": to.epoch,
        "performance_id": grant.performance_id, "zone_id": grant.zone_id, "granted": grant.places, "returned": 0,
    }])  # fmt: skip
    _issue(tx, office, to, GrantKind.PLACES, grant)
    return grant


_given = ledger_tables.grant.c
_OUTSTANDING = (
    select(_given.id, _given.station_id, _given.epoch, _given.kind, _given.body, _given.certificate)
    .where(
        _given.tenant_id == bindparam("tenant"),
        one_of(_given.station_id, "stations"),
        _given.state == GrantState.GRANTED,
    )
    .order_by(_given.id)
)


def outstanding(tx: Tx, holders: Sequence[Holder]) -> dict[UUID, Grants]:
    """What each of these lives was given and has not said that it took, with HQ's seals, by station."""
    if not holders:
        return {}
    epochs = {holder.station_id: holder.epoch for holder in holders}
    rows: dict[UUID, list[Any]] = {}
    for row in tx.execute(_OUTSTANDING, {"tenant": holders[0].tenant_id, "stations": list(epochs)}):
        if row.epoch != epochs[row.station_id]:
            continue
        rows.setdefault(row.station_id, []).append(row)
    return {station_id: _told(mine) for station_id, mine in rows.items()}


def refill(tx: Tx, office: Office, wanted: Mapping[Holder, Wants], series: Mapping[UUID, str]) -> None:
    """Another block for each station that has less than half of one, at most two ahead of what is in use.

    What cannot be given is left out: what a station did is taken whatever it may be granted. Zones are locked
    before series, both in their order: two groups seldom wait in a circle, and one of such is sent again.
    """
    asked = [(place, holder) for holder, wants in wanted.items() for place in wants.places]
    for place, holder in sorted(asked, key=_by_zone):
        _top_up(tx, office, holder, place)
    ahead = ledger.numbers_ahead(tx, list(wanted))
    for holder, wants in sorted(wanted.items(), key=lambda each: series[each[0].station_id]):
        now = ahead[holder.station_id]
        size = max(FEWEST_NUMBERS, now.size)
        low = now.left * 2 < size or wants.numbers > now.left
        if low and not now.on_the_way and now.untouched < MOST_BLOCKS_AHEAD:
            _next_block(tx, office, holder, Numbers(series[holder.station_id], max(size, wants.numbers)))


def _next_block(tx: Tx, office: Office, holder: Holder, numbers: Numbers) -> None:
    try:
        grant_numbers(tx, office, holder, numbers)
    except NoSuchThing:
        log.warning("station %s gets no numbers: no series %s", holder.station_id, numbers.series)


def _by_zone(asked: tuple[_Places, Holder]) -> tuple[PerformanceId, ZoneId, UUID]:
    (performance_id, zone_id, _), holder = asked
    return performance_id, zone_id, holder.station_id


def _top_up(tx: Tx, office: Office, holder: Holder, wanted: _Places) -> None:
    """Places that a station asks for, or as many as there are: it asks when its own run low."""
    performance_id, zone_id, places = wanted
    capacity = ledger.capacity(tx, holder.tenant_id, performance_id, zone_id)
    left = ledger.places_left(tx, holder.tenant_id, performance_id, zone_id, of=capacity or 0)
    if places > 0 and left > 0 and not _waits(tx, holder, GrantKind.PLACES):
        grant_id = GrantId(office.ids.new())
        with suppress(NotEnoughPlaces):  # another took them since they were counted
            grant_places(tx, office, holder, PlacesGrant(grant_id, performance_id, zone_id, min(places, left)))


def _waits(tx: Tx, holder: Holder, kind: GrantKind) -> bool:
    """Whether a right of this kind is on its way: another is given when it came."""
    t = ledger_tables.grant.c
    mine = (t.tenant_id == holder.tenant_id, t.station_id == holder.station_id, t.epoch == holder.epoch)
    statement = select(t.id).where(*mine, t.kind == kind, t.state == GrantState.GRANTED).limit(1)
    return tx.execute(statement).first() is not None


def _told(rows: Sequence[Any]) -> Grants:
    by_kind: dict[str, list[Any]] = {kind: [] for kind in GrantKind}
    for row in rows:
        by_kind[row.kind].append(canonical.decode(bytes(row.body), SHAPES[row.kind]))
    return Grants(
        numbers=tuple(by_kind[GrantKind.NUMBERS]),
        seats=tuple(by_kind[GrantKind.SEATS]),
        places=tuple(by_kind[GrantKind.PLACES]),
        seals=tuple((GrantId(row.id), row.certificate) for row in rows),
    )


def accepted(tx: Tx, tenant_id: UUID, grant_id: UUID) -> None:
    """The station's journal says that it took the right: it is not told again."""
    t = ledger_tables.grant
    on_its_way = (t.c.tenant_id == tenant_id, t.c.id == grant_id, t.c.state == GrantState.GRANTED)
    tx.execute(update(t).where(*on_its_way).values(state=GrantState.ACCEPTED))


SHAPES: dict[str, Any] = {
    GrantKind.NUMBERS: NumberGrant,
    GrantKind.SEATS: SeatGrant,
    GrantKind.PLACES: PlacesGrant,
}


def _issue(tx: Tx, office: Office, to: Holder, kind: GrantKind, grant: Grant) -> None:
    """Raises NoSuchThing when something was given under this id meanwhile: what was taken for it goes back."""
    said = seal.grant_bytes(to.tenant_id, to.station_id, to.epoch, grant)
    certificate = seal.seal(signing_key(tx, office, to.tenant_id), said)
    given = Given(kind, msgspec.json.encode(grant, order="sorted").decode(), certificate)
    if not keep(tx, to, grant, given, (GrantState.GRANTED, office.clock.now())):
        raise NoSuchThing("grant")
    issuing.write(tx, office, to, given)


def keep(tx: Tx, to: Holder, grant: Grant, given: Given, stands: tuple[GrantState, datetime]) -> int:
    """Write a grant down, and since when it stands how; says whether nothing was given under its id."""
    return tx.insert(ledger_tables.grant, [{
        "tenant_id": to.tenant_id, "id": grant.id, "station_id": to.station_id, "epoch": to.epoch,
        "kind": given.right, "body": given.body.encode(), "certificate": given.certificate,
        "state": stands[0], "granted_at": stands[1],
    }])  # fmt: skip


def is_issued(tx: Tx, to: Holder, grant_id: GrantId) -> bool:
    """Whether this very station has it already. Raises NoSuchThing when it is another's."""
    t = ledger_tables.grant.c
    row = tx.execute(select(t.station_id, t.epoch).where(t.tenant_id == to.tenant_id, t.id == grant_id)).first()
    if row is None:
        return False
    if (row.station_id, row.epoch) != (to.station_id, to.epoch):
        raise NoSuchThing("grant")
    return True


def _must_be(tx: Tx, table: Table, tenant_id: UUID, **key: object) -> None:
    if not ledger.is_there(tx, table, tenant_id, **key):
        raise NoSuchThing(str(table.name))  # a name of SQLAlchemy is no plain text
