"""Statements on refund rights at HQ: the sale that a text names, where its right is, who wants it, what was lent."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, delete, or_, select

from domain.after_sale.refund_right import RefundGrant, RightMove
from domain.ids import SaleId, StationId
from domain.rights import Holder
from hq.storage.folded_codes import folded
from hq.storage.ledger_tables import lent_refund, wanted_refund
from hq.storage.one_of import one_of
from sync.facts.conflicts import replaced_ticket
from sync.facts.documents import fiscal_document
from sync.facts.refund_rights import refund_right_move
from sync.facts.refunds import refund
from sync.facts.sales import sale, ticket
from sync.facts.tickets import ticket_holder
from sync.tables.catalogue import station
from sync.tables.transaction import Tx

_m, _l, _w, _s, _t, _r = refund_right_move.c, lent_refund.c, wanted_refund.c, sale.c, ticket.c, replaced_ticket.c
_d, _f, _h, _n = fiscal_document.c, refund.c, ticket_holder.c, station.c
_TENANT: BindParameter[UUID] = bindparam("tenant")
_SALE: BindParameter[UUID] = bindparam("sale")
_CODE: BindParameter[str] = bindparam("code")
_OF_NUMBER = select(_d.sale_id).where(
    _d.tenant_id == _TENANT, _d.series == bindparam("in_series"), _d.number == bindparam("numbered")
)
_OF_CODE = select(_t.sale_id).where(_t.tenant_id == _TENANT, folded(_t.code) == _CODE)
_OF_LATER_CODE = (
    select(_t.sale_id)
    .join(replaced_ticket, (_t.tenant_id == _r.tenant_id) & (_t.id == _r.ticket_id))
    .where(_r.tenant_id == _TENANT, or_(folded(_r.code) == _CODE, folded(_r.new_code) == _CODE))
)
_SOLD = select(_s.station_id, _s.position).where(_s.tenant_id == _TENANT, _s.id == _SALE)
_MOVES = (
    select(_m.station_id, _m.grant_id, _m.is_return)
    .where(_m.tenant_id == _TENANT, _m.sale_id == _SALE)
    .order_by(_m.station_id, _m.position)
)
_LENT = select(lent_refund).where(_l.tenant_id == _TENANT, _l.sale_id == _SALE).order_by(_l.ordinal)
_WANTED = (
    select(_w.station_id, _w.sale_id)
    .where(_w.tenant_id == _TENANT, one_of(_w.station_id, "stations"))
    .order_by(_w.sale_id)
)
_REFUNDS = (
    select(_f.station_id, _f.position)
    .where(_f.tenant_id == _TENANT, _f.sale_id == _SALE)
    .order_by(_f.station_id, _f.position)
)
_ENDED = (
    select(_r.ticket_id, _r.cause, _r.position, _r.epoch, _r.new_code)
    .join(ticket, (_t.tenant_id == _r.tenant_id) & (_t.id == _r.ticket_id))
    .where(_r.tenant_id == _TENANT, _t.sale_id == _SALE)
    .order_by(_r.position)
)
_GIVEN = (
    select(_h.ticket_id)
    .join(ticket, (_t.tenant_id == _h.tenant_id) & (_t.id == _h.ticket_id))
    .where(_h.tenant_id == _TENANT, _t.sale_id == _SALE)
)
_NAME = select(_n.name).where(_n.tenant_id == _TENANT, _n.id == bindparam("station"))


def sale_of_number(tx: Tx, tenant_id: UUID, series: str, number: int) -> UUID | None:
    """The sale that a document with this number is about."""
    of: UUID | None = tx.execute(
        _OF_NUMBER, {"tenant": tenant_id, "in_series": series, "numbered": number}
    ).scalar()  # fmt: skip
    return of


def sale_of_code(tx: Tx, tenant_id: UUID, code: str) -> UUID | None:
    """The sale of the ticket that has or had a code, in any letter case."""
    named = {"tenant": tenant_id, "code": code.lower()}
    of: UUID | None = tx.execute(_OF_CODE, named).scalar() or tx.execute(_OF_LATER_CODE, named).scalar()
    return of


def sold_at(tx: Tx, tenant_id: UUID, sale_id: UUID) -> tuple[StationId, int] | None:
    """The station that sold, and the position of the sale in its journal; None when HQ has no such sale."""
    row = tx.execute(_SOLD, {"tenant": tenant_id, "sale": sale_id}).first()
    return None if row is None else (StationId(row.station_id), row.position)


def moves(tx: Tx, tenant_id: UUID, sale_id: UUID) -> tuple[RightMove, ...]:
    """What the journals recorded of the right of a sale, each station's in order."""
    rows = tx.execute(_MOVES, {"tenant": tenant_id, "sale": sale_id})
    return tuple(RightMove(StationId(row.station_id), row.grant_id, bool(row.is_return)) for row in rows)


def loans(tx: Tx, tenant_id: UUID, sale_id: UUID) -> Sequence[Any]:
    """Every grant of the right of a sale, the first one first."""
    return tx.execute(_LENT, {"tenant": tenant_id, "sale": sale_id}).all()


def insert_loan(tx: Tx, to: Holder, grant: RefundGrant, ordinal: int) -> bool:
    """Store that the right was lent for the `ordinal`-th time; False when that was done by another transaction."""
    return bool(tx.insert(lent_refund, [{
        "tenant_id": to.tenant_id, "sale_id": grant.sold.sale.id, "ordinal": ordinal, "grant_id": grant.id,
        "station_id": to.station_id, "epoch": to.epoch,
    }]))  # fmt: skip


def want(tx: Tx, tenant_id: UUID, sale_id: SaleId, of: StationId) -> None:
    """Store that HQ wants the right of a sale from the station that sold."""
    tx.insert(wanted_refund, [{"tenant_id": tenant_id, "sale_id": sale_id, "station_id": of}])


def want_no_more(tx: Tx, tenant_id: UUID, sale_id: SaleId) -> None:
    """The right of a sale came back."""
    tx.execute(delete(wanted_refund).where(_w.tenant_id == tenant_id, _w.sale_id == sale_id))


def wanted(tx: Tx, tenant_id: UUID, station_ids: Sequence[UUID]) -> Sequence[Any]:
    """Station and sale of every right that HQ wants from these stations."""
    return tx.execute(_WANTED, {"tenant": tenant_id, "stations": list(station_ids)}).all()


def refunds(tx: Tx, tenant_id: UUID, sale_id: UUID) -> Sequence[Any]:
    """Station and position of each refund of a sale."""
    return tx.execute(_REFUNDS, {"tenant": tenant_id, "sale": sale_id}).all()


def ended_codes(tx: Tx, tenant_id: UUID, sale_id: UUID) -> Sequence[Any]:
    """The ends of codes of the tickets of a sale, in the order of the journal."""
    return tx.execute(_ENDED, {"tenant": tenant_id, "sale": sale_id}).all()


def with_holders(tx: Tx, tenant_id: UUID, sale_id: UUID) -> set[UUID]:
    """The tickets of a sale that got another holder than the buyer."""
    return set(tx.execute(_GIVEN, {"tenant": tenant_id, "sale": sale_id}).scalars())


def station_name(tx: Tx, tenant_id: UUID, station_id: UUID) -> str:
    """The name of a station; its id when the catalogue has none."""
    return str(tx.execute(_NAME, {"tenant": tenant_id, "station": station_id}).scalar() or station_id)
