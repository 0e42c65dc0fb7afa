"""Rights that a station requests with each push when it runs low. HQ refills the numbers of invoices by itself."""

from collections.abc import Iterator

from domain.ids import PerformanceId, ZoneId
from pos_app.services.rights import forms, note_numbers
from pos_app.station import Station
from pos_app.storage.catalogue import catalog, rights, seats
from pos_app.storage.sales import holds
from sync.line.messages import Wants
from sync.tables.transaction import Tx

_LOW_PART = 4
"""Places are low when a quarter of those granted, or less, is left."""
_FEWEST = 20


def wanted(tx: Tx, station: Station) -> Wants:
    """General places, numbers of credit notes and forms, as far as they run low."""
    places = tuple(_places(tx, station))
    return Wants(places=places, notes=note_numbers.wanted(tx, station), forms=forms.wanted(tx, station))


def _places(tx: Tx, station: Station) -> Iterator[tuple[PerformanceId, ZoneId, int]]:
    """For each general zone that runs low and is still sold: half as many places as it holds, at least 20."""
    granted: dict[tuple[PerformanceId, ZoneId], int] = {}
    for allotment in rights.allotments(tx, station.holder):
        zone = (allotment.performance_id, allotment.zone_id)
        granted[zone] = granted.get(zone, 0) + allotment.places
    now = station.clock.now()
    on_sale = {performance.id for performance in catalog.on_sale(tx, station.tenant_id, now)} if granted else set()
    for (performance_id, zone_id), places in granted.items():
        kept = holds.held_places(tx, station.holder, (performance_id, zone_id))
        left = places - seats.sold(tx, station.holder, performance_id, zone_id).here - kept
        is_sold = performance_id in on_sale and _is_active(tx, station, performance_id, zone_id)
        if is_sold and left * _LOW_PART <= places:
            yield performance_id, zone_id, max(_FEWEST, places // 2)


def _is_active(tx: Tx, station: Station, performance_id: PerformanceId, zone_id: ZoneId) -> bool:
    zones = station.catalogue.offering(tx, performance_id).zones
    return any(zone.id == zone_id and zone.is_active for zone in zones)
