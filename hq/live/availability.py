"""What is gone of a performance: the whole of it packed, and what changes told as it is committed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, Table, bindparam, func, literal_column, select, text, union_all

from domain.ids import PerformanceId, ZoneId
from domain.rights import spans
from hq.journals.sold import Sold
from hq.storage import ledger_tables as ledger
from hq.storage.ledger import NoSuchThing
from hq.storage.one_of import one_of
from sync.facts.sales import sold_seat, zone_sold
from sync.line.messages import Availability, SeatsChanged
from sync.tables import canonical, catalogue
from sync.tables.transaction import Tx

CHANNEL = "taquilla_sold"
_LONGEST_NOTICE = 7_900
"""PostgreSQL carries notices of less than 8,000 bytes."""
SOLD, WITHHELD, FENCED = 1, 2, 3
_SEATS_A_BYTE = 4


class Notice(msgspec.Struct, frozen=True):
    """What a commit tells the listeners of every HQ process; without `changed` they look for themselves."""

    tenant: UUID
    performance: PerformanceId
    changed: SeatsChanged | None = None


def availability(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> Availability:
    """The whole of a performance. Raises NoSuchThing."""
    places = _places(tx, tenant_id, performance_id)
    states = bytearray(-(-places // _SEATS_A_BYTE))
    for seat, state in _states(tx, tenant_id, performance_id).items():
        if seat < places:
            states[seat // _SEATS_A_BYTE] |= state << 2 * (seat % _SEATS_A_BYTE)
    return Availability(performance_id, places, bytes(states), _zones(tx, tenant_id, [performance_id]))


def tell_sold(tx: Tx, tenant_id: UUID, sold: Sequence[Sold]) -> None:
    """Tell whoever listens, when and only when the transaction commits."""
    seats: dict[PerformanceId, set[int]] = {}
    for each in sold:
        for ticket in each.fact.sale.tickets:
            mine = seats.setdefault(ticket.place.performance_id, set())
            if ticket.place.seat_id is not None:
                mine.add(ticket.place.seat_id)
    for performance_id, gone in sorted(seats.items()):
        zones = _zones(tx, tenant_id, [performance_id])
        _notify(tx, Notice(tenant_id, performance_id, SeatsChanged(performance_id, spans(gone), (), zones)))


_NOTIFY = text("SELECT pg_notify(:channel, :said)")


def _notify(tx: Tx, notice: Notice) -> None:
    said = canonical.text(notice)
    if len(said.encode()) > _LONGEST_NOTICE:
        said = canonical.text(Notice(notice.tenant, notice.performance))
    tx.execute(_NOTIFY, {"channel": CHANNEL, "said": said})


_p, _e, _s = catalogue.performance.c, catalogue.event.c, catalogue.seat.c
_PLACES = (
    select(func.coalesce(func.max(_s.id) + 1, 0))
    .select_from(catalogue.performance)
    .join(catalogue.event, (_p.tenant_id == _e.tenant_id) & (_p.event_id == _e.id))
    .outerjoin(catalogue.seat, (_e.tenant_id == _s.tenant_id) & (_e.venue_id == _s.venue_id))
    .where(_p.tenant_id == bindparam("tenant"), _p.id == bindparam("performance"))
    .group_by(_p.id)
)


def _places(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> int:
    """How many seats its venue has. Raises NoSuchThing."""
    found = tx.execute(_PLACES, {"tenant": tenant_id, "performance": performance_id}).scalar()
    if found is None:
        raise NoSuchThing("performance")
    return int(found)


def _gone(table: Table, state: int, *which: ColumnElement[bool]) -> Select[Any]:
    c = table.c
    mine = (c.tenant_id == bindparam("tenant"), c.performance_id == bindparam("performance"), *which)
    return select(c.seat_id.label("seat"), literal_column(str(state)).label("state")).where(*mine)


_STATES = union_all(
    _gone(ledger.seat_right, FENCED, ledger.seat_right.c.quarantined == 1),
    _gone(catalogue.withheld_seat, WITHHELD),
    _gone(sold_seat, SOLD),
)


def _states(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> dict[int, int]:
    """The seats that are not simply unsold; sold is stronger than what else a seat is, and its number is the least."""
    found: dict[int, int] = {}
    for row in tx.execute(_STATES, {"tenant": tenant_id, "performance": performance_id}):
        found[row.seat] = min(row.state, found.get(row.seat, row.state))
    return found


_sold = zone_sold.c
_SOLD = (
    select(_sold.zone_id, func.sum(_sold.sold).label("sold"))
    .where(_sold.tenant_id == bindparam("tenant"), one_of(_sold.performance_id, "performances"))
    .group_by(_sold.zone_id)
    .order_by(_sold.zone_id)
)


def _zones(tx: Tx, tenant_id: UUID, performances: Sequence[PerformanceId]) -> tuple[tuple[ZoneId, int], ...]:
    found = tx.execute(_SOLD, {"tenant": tenant_id, "performances": performances})
    return tuple((ZoneId(row.zone_id), int(row.sold)) for row in found)
