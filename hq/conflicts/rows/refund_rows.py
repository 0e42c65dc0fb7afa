"""Statements on acts after the sale at HQ: the sales that they name, and the tickets of those sales as they are."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select

from hq.storage.one_of import one_of
from hq.storage.tables import hq_key
from sync.facts.conflicts import replaced_ticket
from sync.facts.documents import fiscal_document
from sync.facts.forms import spoiled_form
from sync.facts.refund_rights import refund_right_move
from sync.facts.refunds import refund
from sync.facts.sales import sale, ticket
from sync.facts.tickets import ticket_holder
from sync.tables.transaction import Tx

_s, _f, _t, _r, _h, _m = sale.c, refund.c, ticket.c, replaced_ticket.c, ticket_holder.c, refund_right_move.c
_TENANT: BindParameter[UUID] = bindparam("tenant")
_SALES = select(_s.id, _s.station_id, _s.position).where(_s.tenant_id == _TENANT, one_of(_s.id, "ids"))
_REFUNDS = (
    select(_f.sale_id, _f.station_id, _f.position)
    .where(_f.tenant_id == _TENANT, one_of(_f.sale_id, "ids"))
    .order_by(_f.position)
)
_NEW_FORMS = (
    select(spoiled_form.c.station_id, spoiled_form.c.position)
    .join(
        fiscal_document,
        (fiscal_document.c.tenant_id == spoiled_form.c.tenant_id)
        & (fiscal_document.c.id == spoiled_form.c.document_id),
    )
    .where(spoiled_form.c.tenant_id == _TENANT, one_of(fiscal_document.c.sale_id, "ids"))
    .order_by(spoiled_form.c.position)
)
_REPLACED = (
    select(_r.ticket_id, _r.code, _r.new_code, _r.zone_id, _r.seat_id, _r.epoch, _r.cause)
    .join(ticket, (_t.tenant_id == _r.tenant_id) & (_t.id == _r.ticket_id))
    .where(_r.tenant_id == _TENANT, one_of(_t.sale_id, "ids"))
    .order_by(_r.position)
)

_MOVES = (
    select(_m.sale_id, _m.station_id, _m.grant_id, _m.is_return)
    .where(_m.tenant_id == _TENANT, one_of(_m.sale_id, "ids"))
    .order_by(_m.station_id, _m.position)
)
_HOLDERS = (
    select(_h.ticket_id, _h.name, _h.email, _h.phone, _h.person_id, _h.how)
    .join(ticket, (_t.tenant_id == _h.tenant_id) & (_t.id == _h.ticket_id))
    .where(_h.tenant_id == _TENANT, one_of(_t.sale_id, "ids"))
    .order_by(_h.position)
)


def sales(tx: Tx, tenant_id: UUID, sale_ids: Iterable[UUID]) -> Sequence[Any]:
    """Id, station and position of each of these sales."""
    return tx.execute(_SALES, _keys(tenant_id, sale_ids)).all()


def refunds(tx: Tx, tenant_id: UUID, sale_ids: Iterable[UUID]) -> Sequence[Any]:
    """Sale, station and position of each refund of these sales, in the order of their entries."""
    return tx.execute(_REFUNDS, _keys(tenant_id, sale_ids)).all()


def new_forms(tx: Tx, tenant_id: UUID, sale_ids: Iterable[UUID]) -> Sequence[Any]:
    """Where the invoices of these sales were printed on another form: station and position of each act, in order."""
    return tx.execute(_NEW_FORMS, _keys(tenant_id, sale_ids)).all()


def replaced(tx: Tx, tenant_id: UUID, sale_ids: Iterable[UUID]) -> Sequence[Any]:
    """The ends of codes of tickets of these sales, in the order of their entries."""
    return tx.execute(_REPLACED, _keys(tenant_id, sale_ids)).all()


def holders(tx: Tx, tenant_id: UUID, sale_ids: Iterable[UUID]) -> Sequence[Any]:
    """The holders of tickets of these sales, in the order of their entries."""
    return tx.execute(_HOLDERS, _keys(tenant_id, sale_ids)).all()


def right_moves(tx: Tx, tenant_id: UUID, sale_ids: Iterable[UUID]) -> Sequence[Any]:
    """What journals recorded of the refund rights of these sales, each station's in order."""
    return tx.execute(_MOVES, _keys(tenant_id, sale_ids)).all()


def public_keys(tx: Tx, tenant_id: UUID) -> Sequence[str]:
    """Every public key with which HQ ever sealed for the tenant, in hex."""
    return tx.execute(select(hq_key.c.public_key).where(hq_key.c.tenant_id == tenant_id)).scalars().all()


def _keys(tenant_id: UUID, ids: Iterable[UUID]) -> dict[str, object]:
    return {"tenant": tenant_id, "ids": sorted(set(ids))}
