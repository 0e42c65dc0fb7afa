"""The places of holds in words, from the catalogue."""

from domain.ids import PerformanceId, ZoneId
from domain.sale.cart import CartLine
from domain.sale.hold_slip import HeldShow, HeldZone, HoldSlip
from domain.sale.holds import Hold
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.sales.holds import StandingHold
from sync.tables.transaction import Tx


def slip_of(tx: Tx, station: Station, one: StandingHold) -> HoldSlip:
    """A hold with its places in words."""
    maker = catalog.cashier_name(tx, station.tenant_id, one.made_by) if one.made_by else ""
    return HoldSlip(one.hold, shows_of(tx, station, one.hold), maker, one.made_at)


def shows_of(tx: Tx, station: Station, hold: Hold) -> tuple[HeldShow, ...]:
    """The shows of a hold with its zones and seats, soonest first."""
    by_performance: dict[PerformanceId, list[CartLine]] = {}
    for line in hold.lines:
        by_performance.setdefault(line.performance_id, []).append(line)
    shows = (_show(tx, station, performance_id, lines) for performance_id, lines in by_performance.items())
    return tuple(sorted(shows, key=lambda show: (show.starts_at, show.event)))


def _show(tx: Tx, station: Station, performance_id: PerformanceId, lines: list[CartLine]) -> HeldShow:
    offering = station.catalogue.offering(tx, performance_id)
    plan = station.catalogue.plan_seats(tx, offering.venue.id)
    by_zone: dict[ZoneId, list[CartLine]] = {}
    for line in lines:
        by_zone.setdefault(line.zone_id, []).append(line)
    zones = tuple(
        HeldZone(
            offering.zone(zone_id).name,
            sum(line.quantity for line in part),
            tuple(
                f"{plan.row[seat]}-{plan.number[seat]}"
                for seat in sorted(line.seat_id for line in part if line.seat_id is not None)
            ),
        )
        for zone_id, part in by_zone.items()
    )
    return HeldShow(offering.event.name, offering.venue.name, offering.performance.starts_at, zones)
