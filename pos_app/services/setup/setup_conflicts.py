"""Conflicts of a set-up with the store: issued numbers, sold seats and the store's identity must not change."""

from collections.abc import Iterator, Mapping
from itertools import islice

from domain.catalogue.catalog import PlanSeats
from domain.fiscal.forms import control_after
from domain.fiscal.series import NumberBlock
from domain.ids import PerformanceId, TenantId
from domain.rights import NumberGrant
from pos_app.station import Station
from pos_app.storage.catalogue import catalog, numbers, seats
from sync.setup.numbering import overlap, pieces, share_forms
from sync.setup.plan import VenuePlan
from sync.setup.problems import Flaw, Problem
from sync.setup.reading import Setup
from sync.setup.shows import Show
from sync.tables.transaction import Tx

_MOST_REPORTED = 20


def find_conflicts(tx: Tx, station: Station, setup: Setup) -> list[Problem]:
    """Every contradiction between the files and the numbers issued, rights held and tickets sold here."""
    if station.tenant_id != setup.tenant_id:
        return [Problem("organisation", Flaw.OTHER_ORGANISATION, setup.profile.organisation)]
    if station.id != setup.station_id:
        return [Problem("station", Flaw.OTHER_STATION, setup.profile.name)]
    held = numbers.blocks(tx, station.tenant_id, station.id)
    issuers = {series.code: series.issuer.rif for series in setup.series}
    return [
        *(problem for block in setup.blocks for problem in _of_block(block, held, issuers)),
        *_of_series(tx, setup, {block.series for block in held if block.next > block.first}),
        *(problem for plan in setup.venues for problem in _of_plan(tx, setup.tenant_id, plan)),
        *(problem for show in setup.shows for problem in _of_show(tx, setup.tenant_id, show)),
    ]


def _of_block(block: NumberGrant, held: tuple[NumberBlock, ...], issuers: Mapping[str, str]) -> Iterator[Problem]:
    where = f"block {block.series} {block.first}-{block.last}"
    known = pieces(block, held)
    for other in held:
        if other not in known and overlap(block, other):
            yield Problem(where, Flaw.BLOCKS_OVERLAP, f"{other.first}-{other.last}")
        elif other not in known and _shares_forms(block, other, issuers):
            yield Problem(where, Flaw.CONTROLS_OVERLAP, other.first_control)
    for piece in known:
        if block.last < piece.last:
            yield Problem(where, Flaw.BLOCK_CHANGED, f"{piece.first}-{piece.last}")
        if piece.first_control != control_after(block.first_control, piece.first - block.first):
            yield Problem(where, Flaw.BLOCK_CHANGED, piece.first_control)


def _shares_forms(block: NumberGrant, held: NumberBlock, issuers: Mapping[str, str]) -> bool:
    """Whether the blocks share a control number, which is the only one of its issuer (PA 0071 art. 44).

    A series that the files do not name may be of any issuer.
    """
    is_of_another = issuers.get(held.series, issuers[block.series]) != issuers[block.series]
    return not is_of_another and share_forms(block, held)


def _of_series(tx: Tx, setup: Setup, used: set[str]) -> Iterator[Problem]:
    for series in setup.series:
        if series.code in used:
            before = catalog.series(tx, setup.tenant_id, series.code)
            if before.medium is not series.medium:
                yield Problem(f"series {series.code}", Flaw.SERIES_IN_USE, before.medium)


def _of_plan(tx: Tx, tenant: TenantId, plan: VenuePlan) -> Iterator[Problem]:
    """Seats of a plan that were removed or moved after the first sale of a seat in the venue.

    A sold seat is stored by its ordinal in the plan, so no seat may change its ordinal then.
    """
    if not seats.any_sold_in_venue(tx, tenant, plan.venue.id):
        return
    where = f"venue {plan.venue.name}"
    before, after = _places(catalog.seats(tx, tenant, plan.venue.id)), _places(plan.seats)
    for place in before[len(after) :][:_MOST_REPORTED]:
        yield Problem(where, Flaw.SEAT_REMOVED, _seat_name(place))
    moved = (old for old, new in zip(before, after, strict=False) if old != new)
    for place in islice(moved, _MOST_REPORTED):
        yield Problem(where, Flaw.SEAT_MOVED, _seat_name(place))


def _places(plan: PlanSeats) -> list[tuple[int, str, str]]:
    return list(zip(plan.section_no, plan.row, plan.number, strict=True))


def _seat_name(place: tuple[int, str, str]) -> str:
    section, row, number = place
    return f"{section + 1}: {row}-{number}"


def _of_show(tx: Tx, tenant: TenantId, show: Show) -> Iterator[Problem]:
    sold = seats.sold_by_zone(tx, tenant, show.event.id)
    after = {zone.id: zone for zone in show.zones}
    for zone in catalog.zones(tx, tenant, show.event.id):
        was_sold = any(zone_id == zone.id for _, zone_id in sold)
        if was_sold and (zone.id not in after or after[zone.id].kind is not zone.kind):
            yield Problem(f"event {show.event.name}", Flaw.ZONE_SOLD, zone.name)
    for allotment in show.allotments:
        tickets = sold.get((allotment.performance_id, allotment.zone_id), 0)
        if allotment.granted < tickets:
            zone_name = after[allotment.zone_id].name
            yield Problem(f"event {show.event.name}", Flaw.BELOW_SOLD, f"{zone_name}: {tickets}")
    yield from _withheld_and_sold(tx, tenant, show)


def _withheld_and_sold(tx: Tx, tenant: TenantId, show: Show) -> Iterator[Problem]:
    sold: dict[PerformanceId, set[int]] = {}
    for seat in show.withheld:
        if seat.performance_id not in sold:
            sold[seat.performance_id] = set(seats.sold_seats(tx, tenant, seat.performance_id))
        if seat.seat_id in sold[seat.performance_id]:
            yield Problem(f"event {show.event.name}", Flaw.SEAT_SOLD, seat.purpose)
