"""What HQ reports of the whole house, which the list and the map show. No decision depends on it."""

from domain.ids import PerformanceId
from pos_app.station import Station
from pos_app.storage.catalogue import elsewhere
from pos_app.storage.catalogue.elsewhere import SeatReport
from sync.line.client import HqClient
from sync.line.live import granted_of, sold_of
from sync.line.live_messages import SeatsChanged


def fetch(station: Station, hq: HqClient, performance_id: PerformanceId) -> None:
    """Ask HQ for the availability of a performance and keep it. Raises what the line raises."""
    whole = hq.availability(performance_id)
    with station.database.write() as tx:
        elsewhere.keep(tx, performance_id, SeatReport(sold_of(whole), granted_of(whole)), station.clock.now())
        elsewhere.keep_zones(tx, performance_id, whole.zones)


def follow(station: Station, notice: SeatsChanged) -> None:
    """Keep what a notice says."""
    more = SeatReport(notice.sold, notice.granted)
    with station.database.write() as tx:
        elsewhere.change(tx, notice.performance_id, more, notice.freed, station.clock.now())
        elsewhere.keep_zones(tx, notice.performance_id, notice.zones)


def is_reported(station: Station, performance_id: PerformanceId) -> bool:
    """Whether HQ has reported a performance yet."""
    with station.database.read() as tx:
        return elsewhere.report(tx, performance_id) is not None
