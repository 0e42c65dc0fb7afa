"""The list of a performance that does not take place, read from the store as it is now."""

from domain.after_sale.suspended_sales import SuspensionList
from domain.catalogue.suspension import SuspensionKind
from domain.ids import PerformanceId
from pos_app.station import Station
from pos_app.storage.catalogue import suspensions
from pos_app.storage.sales import suspended_rows
from sync.tables.transaction import Tx


def of_performance(tx: Tx, station: Station, performance_id: PerformanceId) -> SuspensionList:
    """What of a performance went back here, and what waits."""
    offering = station.catalogue.offering(tx, performance_id)
    decided = suspensions.history(tx, station.tenant_id).get(performance_id, ())
    last = decided[-1].suspension if decided else None
    is_moved = last is not None and last.kind is SuspensionKind.MOVED
    return SuspensionList(
        event=offering.event.name,
        starts_at=last.starts_at if last is not None else offering.performance.starts_at,
        moved_to=last.moved_to if last is not None and is_moved else None,
        reason=last.reason if last is not None else "",
        notes=suspended_rows.notes_of(tx, station.tenant_id, performance_id),
        given_back=suspended_rows.given_back(tx, station.tenant_id, performance_id),
        sales=suspended_rows.sales_of(tx, station.tenant_id, performance_id),
    )
