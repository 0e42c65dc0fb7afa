"""Queries of the refund rights of sales: where the store's journal says that they are."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from domain.after_sale.refund_right import RefundGrant, RightMove, held_grant
from domain.ids import SaleId, StationId, TenantId
from domain.rights import GrantId
from sync import journal
from sync.facts import RefundRightAccepted
from sync.facts.refund_rights import refund_right_move
from sync.tables.transaction import Tx

_Store = tuple[TenantId, StationId]
_NEWEST = 2**63 - 1
_m = refund_right_move.c
_ANY_MOVE = (
    select(_m.position)
    .where(
        _m.tenant_id == bindparam("of_tenant"), _m.sale_id == bindparam("of_sale"),
        _m.station_id == bindparam("of_station"), _m.position < bindparam("of_end"),
    )
    .limit(1)
)  # fmt: skip


def moves(tx: Tx, store: _Store, sale_id: SaleId, *, before: int = _NEWEST) -> tuple[RightMove, ...]:
    """What the journal recorded of the right of a sale before a position, in order."""
    keys = {"of_tenant": store[0], "of_sale": sale_id, "of_station": store[1], "of_end": before}
    if tx.run(_ANY_MOVE, keys).fetchone() is None:  # as it is for almost every sale
        return ()
    statement = (
        select(_m.grant_id, _m.is_return)
        .where(_m.tenant_id == store[0], _m.sale_id == sale_id, _m.station_id == store[1], _m.position < before)
        .order_by(_m.position)
    )
    return tuple(RightMove(store[1], row.grant_id, bool(row.is_return)) for row in tx.execute(statement))


def lent(tx: Tx, store: _Store, sale_id: SaleId, *, before: int = _NEWEST) -> RefundGrant | None:
    """The grant for a sale that the store accepted and has not returned before a position."""
    held = held_grant(moves(tx, store, sale_id, before=before), store[1])
    return None if held is None else _grant(tx, store, held)


def ever_lent(tx: Tx, store: _Store, sale_id: SaleId) -> RefundGrant | None:
    """The last grant for a sale that the store accepted, returned or not: a sale of another station is known by it."""
    accepted = [move.grant_id for move in moves(tx, store, sale_id) if not move.is_return and move.grant_id]
    return _grant(tx, store, accepted[-1]) if accepted else None


def accepted_ids(tx: Tx, tenant_id: UUID) -> Iterable[UUID]:
    """The identifier of every grant that any life of the store accepted."""
    statement = select(_m.grant_id).where(_m.tenant_id == tenant_id, _m.is_return == 0)
    return tx.execute(statement).scalars()


def idle(tx: Tx, store: _Store, before: datetime) -> tuple[tuple[SaleId, GrantId], ...]:
    """The grants that were accepted before an instant and not returned."""
    taken = select(_m.sale_id, _m.grant_id).where(
        _m.tenant_id == store[0], _m.station_id == store[1], _m.is_return == 0, _m.moved_at < before,
        _m.grant_id.not_in(_returned(store)),
    )  # fmt: skip
    return tuple((SaleId(row.sale_id), GrantId(row.grant_id)) for row in tx.execute(taken))


def _returned(store: _Store):  # type: ignore[no-untyped-def]  # a subquery
    other = refund_right_move.alias()
    return select(other.c.grant_id).where(
        other.c.tenant_id == store[0], other.c.station_id == store[1], other.c.is_return == 1,
        other.c.grant_id.is_not(None),
    )  # fmt: skip


def _grant(tx: Tx, store: _Store, grant_id: GrantId) -> RefundGrant:
    statement = select(_m.position).where(_m.tenant_id == store[0], _m.grant_id == grant_id, _m.is_return == 0)
    entry = journal.entry_at(tx, *store, tx.execute(statement).scalar_one())
    assert entry is not None
    assert isinstance(entry.body, RefundRightAccepted)
    return entry.body.grant
