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
from sync.facts.conflicts import EndCause, replaced_ticket
from sync.facts.refunds import refunded_ticket
from sync.facts.sales import sale, ticket
from sync.tables.transaction import Tx

TICKET_COLUMNS: tuple[Column[Any], ...] = (
    *(column for column in ticket.columns if column.name != "tenant_id"),
    sale.c.station_id,
    sale.c.sold_at,
)
_t, _s, _r, _b = ticket.c, sale.c, replaced_ticket.c, refunded_ticket.c
_OF_SALE = (_s.tenant_id == _t.tenant_id) & (_s.id == _t.sale_id)
_OF_REFUND = (_b.tenant_id == _t.tenant_id) & (_b.ticket_id == _t.id)
_GIVEN_BACK = _b.code.label("given_back")
"""The code with which a ticket was given back: the one that it had then."""
_SOLD = (
    select(*TICKET_COLUMNS, _GIVEN_BACK)
    .join_from(ticket, sale, _OF_SALE)
    .outerjoin(refunded_ticket, _OF_REFUND)
    .where(_t.tenant_id == bindparam("tenant"), one_of(folded(_t.code), "codes"))
    .order_by(_t.id)
)
_REPLACED = (
    select(
        *TICKET_COLUMNS,
        _r.code.label("old"),
        _r.new_code,
        _r.zone_id.label("new_zone"),
        _r.seat_id.label("new_seat"),
        _r.cause,
        _GIVEN_BACK,
    )
    .join_from(replaced_ticket, ticket, (_t.tenant_id == _r.tenant_id) & (_t.id == _r.ticket_id))
    .join(sale, _OF_SALE)
    .outerjoin(refunded_ticket, _OF_REFUND)
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
    REVOKED = auto()
    REFUNDED = auto()


@dataclass(frozen=True, slots=True)
class KnownCode:
    """A code on paper, and the row of its ticket in the place that the code stands for."""

    code: str
    state: CodeState
    ticket: Mapping[str, Any]


def known_codes(tx: Tx, tenant_id: UUID, codes: Iterable[str]) -> list[KnownCode]:
    """All codes that are one of these in some letter case. Codes that ended come first, then the oldest."""
    wanted = {"tenant": tenant_id, "codes": sorted({code.lower() for code in codes})}
    replaced = tx.execute(_REPLACED, wanted).mappings().all()
    known = [
        *(KnownCode(row["old"], _ended(row), _as_sold(row)) for row in replaced),
        *(KnownCode(row["new_code"], _valid(row, "new_code"), _as_moved(row)) for row in replaced if row["new_code"]),
        *(KnownCode(row["code"], _valid(row, "code"), _as_sold(row)) for row in tx.execute(_SOLD, wanted).mappings()),
    ]
    return sorted(known, key=lambda one: one.state is CodeState.VALID)


def _valid(row: RowMapping, code: str) -> CodeState:
    return CodeState.REFUNDED if row[code] == row["given_back"] else CodeState.VALID


def _ended(row: RowMapping) -> CodeState:
    if row["old"] == row["given_back"]:
        return CodeState.REFUNDED
    if row["new_code"]:
        return CodeState.REPLACED
    return CodeState.REVOKED if row["cause"] == EndCause.REVOKED else CodeState.WITHDRAWN


def _as_sold(row: RowMapping) -> dict[str, Any]:
    return {column.name: row[column.name] for column in TICKET_COLUMNS}


def _as_moved(row: RowMapping) -> dict[str, Any]:
    return _as_sold(row) | {"code": row["new_code"], "zone_id": row["new_zone"], "seat_id": row["new_seat"]}
