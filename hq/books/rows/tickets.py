"""The SQL of tickets by the code on their paper."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Column, bindparam, select
from sqlalchemy.engine import RowMapping

from hq.storage.one_of import one_of
from sync.facts.sales import sale, ticket
from sync.tables.transaction import Tx

TICKET_COLUMNS: tuple[Column[Any], ...] = (
    *(column for column in ticket.columns if column.name != "tenant_id"),
    sale.c.station_id,
    sale.c.sold_at,
)
_t, _s = ticket.c, sale.c
_TICKETS = (
    select(*TICKET_COLUMNS)
    .join_from(ticket, sale, (_s.tenant_id == _t.tenant_id) & (_s.id == _t.sale_id))
    .where(_t.tenant_id == bindparam("tenant"), one_of(_t.code, "codes"))
    .order_by(_t.id.desc())
)


def tickets_by_code(tx: Tx, tenant_id: UUID, codes: Iterable[str]) -> dict[str, RowMapping]:
    """The tickets with these codes, each with the station and the instant of its sale.

    Of several tickets with one code the oldest one is returned.
    """
    tickets = tx.execute(_TICKETS, {"tenant": tenant_id, "codes": sorted(codes)}).mappings()
    # Newest first, so that the oldest one stays in the dictionary.
    return {ticket_row["code"]: ticket_row for ticket_row in tickets}
