"""Listening to what other stations sell, while HQ can be reached: the map shows it, nothing is decided by it."""

from collections.abc import Callable

from domain.ids import PerformanceId
from pos_app.station import Station
from pos_app.storage.catalogue import catalog, elsewhere
from sync.line.client import HqClient
from sync.line.live import Heard, Look, performance_of, sold_of
from sync.line.messages import SeatsChanged


def listen(station: Station, hq: HqClient, until: Callable[[], bool]) -> None:
    """Take what HQ tells until the line ends, or until nobody listens any more. Raises what the line raises."""
    with hq.live() as told:
        for heard in told:
            if until():
                return
            note(station, hq, heard)


def note(station: Station, hq: HqClient, heard: Heard) -> None:
    """Keep what was heard; where something may have been missed, ask for the whole first."""
    if isinstance(heard, Look):
        asked = performance_of(heard)
        for each in (asked,) if asked else _on_sale(station):
            whole = sold_of(hq.availability(each))
            with station.database.write() as tx:
                elsewhere.keep(tx, each, whole, station.clock.now())
    elif heard.sold or heard.freed:
        _change(station, heard)


def _change(station: Station, heard: SeatsChanged) -> None:
    with station.database.write() as tx:
        elsewhere.change(tx, heard.performance_id, heard.sold, heard.freed, station.clock.now())


def _on_sale(station: Station) -> tuple[PerformanceId, ...]:
    with station.database.read() as tx:
        return catalog.active_performances(tx, station.tenant_id)
