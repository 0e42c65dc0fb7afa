"""What a station asks HQ to be granted, when it runs low; numbers HQ refills by itself."""

from datetime import timedelta

from pos_app.station import Station
from pos_app.storage.catalogue import catalog, rights, seats
from sync.line.messages import Wants
from sync.tables.transaction import Tx

_LOW_PART = 4
"""Low is a quarter of what is granted."""
_FEWEST = 20
_STILL_SOLD = timedelta(hours=6)
"""Doors sell for a while after the beginning."""


def places_wanted(tx: Tx, station: Station) -> Wants:
    """Half as many again for each general zone that runs low and is still sold."""
    granted: dict[tuple[object, object], int] = {}
    places = {}
    for each in rights.allotments(tx, station.holder):
        key = (each.performance_id, each.zone_id)
        places[key] = (each.performance_id, each.zone_id)
        granted[key] = granted.get(key, 0) + each.places
    since = station.clock.now() - _STILL_SOLD
    on_sale = frozenset(catalog.active_performances(tx, station.tenant_id, since)) if granted else frozenset()
    wanted = []
    for key, (performance_id, zone_id) in places.items():
        left = granted[key] - seats.sold(tx, station.holder, performance_id, zone_id).here
        if performance_id in on_sale and left * _LOW_PART <= granted[key]:
            wanted.append((performance_id, zone_id, max(_FEWEST, granted[key] // 2)))
    return Wants(places=tuple(wanted))
