"""The live line: what other stations sell and are granted, for the list and the map. No decision depends on it."""

from collections.abc import Callable

from domain.ids import PerformanceId
from pos_app.services.rights import house
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from sync.line.client import HqClient
from sync.line.live import FetchAgain, LiveEvent, Pulse, performance_of

_SILENCE_S = 45.0


def listen(station: Station, hq: HqClient, until: Callable[[], bool], pulse: Pulse | None = None) -> None:
    """Receive notices from HQ until the line ends or `until` returns true. Raises what the line raises."""
    with hq.live(pulse or Pulse(_SILENCE_S)) as notices:
        for notice in notices:
            if until():
                return
            note(station, hq, notice)


def note(station: Station, hq: HqClient, notice: LiveEvent) -> None:
    """Store a notice. When notices may have been missed, fetch the performances whole."""
    if isinstance(notice, FetchAgain):
        named = performance_of(notice)
        for performance_id in (named,) if named else _on_sale(station):
            house.fetch(station, hq, performance_id)
    else:
        if not house.is_reported(station, notice.performance_id):
            house.fetch(station, hq, notice.performance_id)
        house.follow(station, notice)


def _on_sale(station: Station) -> tuple[PerformanceId, ...]:
    with station.database.read() as tx:
        sold = catalog.on_sale(tx, station.tenant_id, station.clock.now())
    return tuple(performance.id for performance in sold)
