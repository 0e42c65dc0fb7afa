"""The live line: seats that other stations sell, for the seat map. No decision depends on it."""

from collections.abc import Callable

from domain.ids import PerformanceId
from pos_app.station import Station
from pos_app.storage.catalogue import catalog, elsewhere
from sync.line.client import HqClient
from sync.line.live import FetchAgain, LiveEvent, performance_of, sold_of
from sync.line.messages import SeatsChanged


def listen(station: Station, hq: HqClient, until: Callable[[], bool]) -> None:
    """Receive notices from HQ until the line ends or `until` returns true. Raises what the line raises."""
    with hq.live() as notices:
        for notice in notices:
            if until():
                return
            note(station, hq, notice)


def note(station: Station, hq: HqClient, notice: LiveEvent) -> None:
    """Store a notice. When notices may have been missed, fetch the sold seats of the performances whole."""
    if isinstance(notice, FetchAgain):
        named = performance_of(notice)
        for performance_id in (named,) if named else _on_sale(station):
            sold = sold_of(hq.availability(performance_id))
            with station.database.write() as tx:
                elsewhere.keep(tx, performance_id, sold, station.clock.now())
    elif notice.sold or notice.freed:
        _change(station, notice)


def _change(station: Station, notice: SeatsChanged) -> None:
    with station.database.write() as tx:
        elsewhere.change(tx, notice.performance_id, notice.sold, notice.freed, station.clock.now())


def _on_sale(station: Station) -> tuple[PerformanceId, ...]:
    with station.database.read() as tx:
        sold = catalog.on_sale(tx, station.tenant_id, station.clock.now())
    return tuple(performance.id for performance in sold)
