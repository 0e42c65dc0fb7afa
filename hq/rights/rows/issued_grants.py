"""Statements on `grant_issued`: every grant, its seal and its state."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from domain.rights import Holder
from hq.rights.grant_kinds import AnyGrant, GrantKind, GrantState
from hq.storage import ledger_tables
from hq.storage.issue_log import Given
from hq.storage.one_of import one_of
from sync.tables.transaction import Tx

_grant = ledger_tables.grant
_of = _grant.c
_OUTSTANDING = (
    select(_of.id, _of.station_id, _of.epoch, _of.kind, _of.body, _of.certificate)
    .where(
        _of.tenant_id == bindparam("tenant"),
        one_of(_of.station_id, "stations"),
        _of.state == GrantState.GRANTED,
    )
    .order_by(_of.id)
)
_FENCE = (
    update(_grant)
    .values(state=GrantState.FENCED.value)
    .where(
        _of.tenant_id == bindparam("tenant"),
        _of.station_id == bindparam("station"),
        _of.epoch == bindparam("of_epoch"),
    )
)


def insert_grant(tx: Tx, to: Holder, grant: AnyGrant, given: Given, since: tuple[GrantState, datetime]) -> bool:
    """Insert a grant with its state and the instant it entered that state; False when its id is taken."""
    return bool(tx.insert(_grant, [{
        "tenant_id": to.tenant_id, "id": grant.id, "station_id": to.station_id, "epoch": to.epoch,
        "kind": given.right, "body": given.body.encode(), "certificate": given.certificate,
        "state": since[0], "granted_at": since[1],
    }]))  # fmt: skip


def accept_grant(tx: Tx, holder: Holder, grant_id: UUID) -> None:
    """Mark a grant of this life as accepted, unless it is fenced by now."""
    of_holder = (_of.tenant_id == holder.tenant_id, _of.station_id == holder.station_id, _of.epoch == holder.epoch)
    on_its_way = (_of.id == grant_id, _of.state == GrantState.GRANTED)
    tx.execute(update(_grant).where(*of_holder, *on_its_way).values(state=GrantState.ACCEPTED))


def fence_grants(tx: Tx, ended: Holder) -> None:
    """Mark all grants of a life as fenced."""
    tx.execute(_FENCE, {"tenant": ended.tenant_id, "station": ended.station_id, "of_epoch": ended.epoch})


def grants_on_their_way(tx: Tx, tenant_id: UUID, station_ids: Sequence[UUID]) -> Sequence[Any]:
    """The grants of any life of these stations that no journal has acknowledged, by id."""
    return tx.execute(_OUTSTANDING, {"tenant": tenant_id, "stations": list(station_ids)}).all()


def is_on_its_way(tx: Tx, holder: Holder, kind: GrantKind) -> bool:
    """Whether the holder has a grant of this kind that its journal has not acknowledged."""
    of_holder = (_of.tenant_id == holder.tenant_id, _of.station_id == holder.station_id, _of.epoch == holder.epoch)
    statement = select(_of.id).where(*of_holder, _of.kind == kind, _of.state == GrantState.GRANTED).limit(1)
    return tx.execute(statement).first() is not None


def holder_of(tx: Tx, tenant_id: UUID, grant_id: UUID) -> Holder | None:
    """The life that a grant was given to; None when the id is free."""
    row = tx.execute(select(_of.station_id, _of.epoch).where(_of.tenant_id == tenant_id, _of.id == grant_id)).first()
    return None if row is None else Holder(tenant_id, row.station_id, row.epoch)


def grant_body(tx: Tx, tenant_id: UUID, grant_id: UUID, kind: GrantKind) -> bytes | None:
    """A grant in canonical JSON; None when no grant of this kind has the id."""
    body = tx.execute(select(_of.body).where(_of.tenant_id == tenant_id, _of.id == grant_id, _of.kind == kind)).scalar()
    return None if body is None else bytes(body)
