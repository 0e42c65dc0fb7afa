"""What a station asks HQ to be granted, when it runs low; numbers HQ refills by itself."""

from datetime import timedelta

from sqlalchemy import select

from domain.catalogue.catalog import PerformanceState
from pos_app.station import Station
from pos_app.storage.catalogue import rights, seats
from sync.line.messages import Wants
from sync.tables.catalogue import performance
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
    on_sale = _on_sale(tx, station) if granted else frozenset()
    wanted = []
    for key, (performance_id, zone_id) in places.items():
        left = granted[key] - seats.sold(tx, station.holder, performance_id, zone_id).here
        if performance_id in on_sale and left * _LOW_PART <= granted[key]:
            wanted.append((performance_id, zone_id, max(_FEWEST, granted[key] // 2)))
    return Wants(places=tuple(wanted))


def _on_sale(tx: Tx, station: Station) -> frozenset[object]:
    p = performance.c
    since = station.clock.now() - _STILL_SOLD
    found = tx.execute(
        select(p.id).where(p.tenant_id == station.tenant_id, p.state == PerformanceState.ACTIVE, p.starts_at > since)
    )
    return frozenset(found.scalars())
