"""The SQL of tickets by the code on their paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from uuid import UUID

from sqlalchemy import Column, bindparam, or_, select
from sqlalchemy.engine import RowMapping

from hq.storage.folded_codes import folded
from hq.storage.one_of import one_of
from sync.facts.conflicts import replaced_ticket
from sync.facts.sales import sale, ticket
from sync.tables.transaction import Tx

TICKET_COLUMNS: tuple[Column[Any], ...] = (
    *(column for column in ticket.columns if column.name != "tenant_id"),
    sale.c.station_id,
    sale.c.sold_at,
)
_t, _s, _r = ticket.c, sale.c, replaced_ticket.c
_OF_SALE = (_s.tenant_id == _t.tenant_id) & (_s.id == _t.sale_id)
_SOLD = (
    select(*TICKET_COLUMNS)
    .join_from(ticket, sale, _OF_SALE)
    .where(_t.tenant_id == bindparam("tenant"), one_of(folded(_t.code), "codes"))
    .order_by(_t.id)
)
_REPLACED = (
    select(
        *TICKET_COLUMNS, _r.code.label("old"), _r.new_code, _r.zone_id.label("new_zone"), _r.seat_id.label("new_seat")
    )
    .join_from(replaced_ticket, ticket, (_t.tenant_id == _r.tenant_id) & (_t.id == _r.ticket_id))
    .join(sale, _OF_SALE)
    .where(
        _r.tenant_id == bindparam("tenant"),
        or_(one_of(folded(_r.code), "codes"), one_of(folded(_r.new_code), "codes")),
    )
    .order_by(_r.position)
)


class CodeState(Enum):
    """What a code on paper is worth."""

    VALID = auto()
    REPLACED = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True, slots=True)
class KnownCode:
    """A code on paper, and the row of its ticket in the place that the code stands for."""

    code: str
    state: CodeState
    ticket: Mapping[str, Any]


def known_codes(tx: Tx, tenant_id: UUID, codes: Iterable[str]) -> list[KnownCode]:
    """All codes that are one of these in some letter case. Codes that were replaced come first, then the oldest."""
    wanted = {"tenant": tenant_id, "codes": sorted({code.lower() for code in codes})}
    replaced = tx.execute(_REPLACED, wanted).mappings().all()
    return [
        *(KnownCode(row["old"], _ended(row), _as_sold(row)) for row in replaced),
        *(KnownCode(row["new_code"], CodeState.VALID, _as_moved(row)) for row in replaced if row["new_code"]),
        *(KnownCode(row["code"], CodeState.VALID, dict(row)) for row in tx.execute(_SOLD, wanted).mappings()),
    ]


def _ended(row: RowMapping) -> CodeState:
    return CodeState.REPLACED if row["new_code"] else CodeState.WITHDRAWN


def _as_sold(row: RowMapping) -> dict[str, Any]:
    return {column.name: row[column.name] for column in TICKET_COLUMNS}


def _as_moved(row: RowMapping) -> dict[str, Any]:
    return _as_sold(row) | {"code": row["new_code"], "zone_id": row["new_zone"], "seat_id": row["new_seat"]}
