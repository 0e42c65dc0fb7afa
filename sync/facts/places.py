"""Places that tickets leave: seats become unsold, and general places are counted off."""

from sqlalchemy import bindparam, delete, text

from domain.ids import TicketId
from domain.sale.sale import Place
from sync.facts.fact import Header
from sync.facts.sales import sold_seat, zone_sold
from sync.tables.transaction import Tx

FREE_SEAT = delete(sold_seat).where(
    sold_seat.c.tenant_id == bindparam("tenant"),
    sold_seat.c.performance_id == bindparam("performance"),
    sold_seat.c.seat_id == bindparam("seat"),
    sold_seat.c.ticket_id == bindparam("ticket"),
)
"""Of this ticket only: when two tickets were sold for one seat, the row can belong to the other."""
_KEY = [column.name for column in zone_sold.primary_key]
_COUNT = text(
    f"INSERT INTO zone_sold ({', '.join(_KEY)}, sold) VALUES ({', '.join(f':{name}' for name in _KEY)}, :sold)"  # noqa: S608  # names of our own table
    f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET sold = zone_sold.sold + excluded.sold"
)


def free_seat(tx: Tx, entry: Header, ticket_id: TicketId, place: Place) -> None:
    """Make the seat of a place unsold; a place of general admission has none."""
    if place.seat_id is not None:
        tx.run(FREE_SEAT, {
            "tenant": entry.tenant, "performance": place.performance_id, "seat": place.seat_id, "ticket": ticket_id,
        })  # fmt: skip


def count_place(tx: Tx, entry: Header, place: Place, sold: int, *, epoch: int | None = None) -> None:
    """Count `sold` more tickets of the place's zone for a life of the station, by default that of the entry."""
    tx.run(_COUNT, {
        "tenant_id": entry.tenant, "performance_id": place.performance_id, "zone_id": place.zone_id,
        "station_id": entry.station, "epoch": entry.epoch if epoch is None else epoch, "sold": sold,
    })  # fmt: skip
