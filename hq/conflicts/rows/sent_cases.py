"""Statements on what HQ told stations about cases, and on the tickets and people that a settlement names."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from hq.storage.conflict_tables import conflict_history
from hq.storage.one_of import one_of
from sync.facts.conflicts import replaced_ticket
from sync.facts.refund_rights import refund_right_move
from sync.facts.refunds import refunded_ticket
from sync.facts.sales import ticket
from sync.tables.catalogue import cashier
from sync.tables.transaction import Tx

_h, _t, _r, _c = conflict_history.c, ticket.c, replaced_ticket.c, cashier.c
_b, _m = refunded_ticket.c, refund_right_move.c
_HISTORY = (
    select(_h.case_id, _h.act, _h.body)
    .where(_h.tenant_id == bindparam("tenant"), one_of(_h.case_id, "ids"))
    .where(_h.act.in_(["sent", "proposed"]))
    .order_by(_h.case_id, _h.no)
)
_TICKETS = select(ticket).where(_t.tenant_id == bindparam("tenant"), one_of(_t.id, "ids"))
_REPLACED = (
    select(replaced_ticket)
    .where(_r.tenant_id == bindparam("tenant"), one_of(_r.ticket_id, "ids"))
    .order_by(_r.position)
)
_REFUNDED = select(_b.ticket_id).where(_b.tenant_id == bindparam("tenant"), one_of(_b.ticket_id, "ids"))
_GIVEN_AWAY = (
    select(_t.id)
    .join(refund_right_move, (_m.tenant_id == _t.tenant_id) & (_m.sale_id == _t.sale_id))
    .where(_t.tenant_id == bindparam("tenant"), one_of(_t.id, "ids"), _m.grant_id.is_(None))
)
_ROLES = select(_c.id, _c.role).where(_c.tenant_id == bindparam("tenant"), one_of(_c.id, "ids"))


def histories(tx: Tx, tenant_id: UUID, case_ids: Iterable[UUID]) -> Sequence[Any]:
    """Case, act and body of each proposal and of each sending of these cases, in order."""
    return tx.execute(_HISTORY, _keys(tenant_id, case_ids)).all()


def sold_tickets(tx: Tx, tenant_id: UUID, ticket_ids: Iterable[UUID]) -> Sequence[Any]:
    """The rows of these tickets as they were sold."""
    return tx.execute(_TICKETS, _keys(tenant_id, ticket_ids)).all()


def replacements(tx: Tx, tenant_id: UUID, ticket_ids: Iterable[UUID]) -> Sequence[Any]:
    """The replacements and withdrawals of these tickets, in the order of their entries."""
    return tx.execute(_REPLACED, _keys(tenant_id, ticket_ids)).all()


def refunded(tx: Tx, tenant_id: UUID, ticket_ids: Iterable[UUID]) -> Sequence[UUID]:
    """Those of these tickets that were given back."""
    return tx.execute(_REFUNDED, _keys(tenant_id, ticket_ids)).scalars().all()


def given_away(tx: Tx, tenant_id: UUID, ticket_ids: Iterable[UUID]) -> Sequence[UUID]:
    """Those of these tickets whose sale has its refund right no more at the station that sold."""
    return tx.execute(_GIVEN_AWAY, _keys(tenant_id, ticket_ids)).scalars().all()


def roles(tx: Tx, tenant_id: UUID, people: Iterable[UUID]) -> dict[UUID, str]:
    """The role of each of these people that HQ knows."""
    return {row.id: row.role for row in tx.execute(_ROLES, _keys(tenant_id, people))}


def _keys(tenant_id: UUID, ids: Iterable[UUID]) -> dict[str, object]:
    return {"tenant": tenant_id, "ids": sorted(set(ids))}
