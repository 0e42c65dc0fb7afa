"""Taking edits: records and persons are made anew, and so are the pairs of customers who may be one person."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from domain.people.customers import Edit
from hq.customers import merging, pairs, rows
from sync.tables.transaction import Tx


def take(tx: Tx, tenant_id: UUID, edits: Sequence[Edit], received_at: datetime) -> None:
    """Count recorded edits of stations: none later than now, and each customer anew."""
    if edits:
        rows.lock(tx, tenant_id)
        rows.cap(tx, tenant_id, [(edit.customer_id, edit.stamp) for edit in edits], received_at)
        refresh(tx, tenant_id, {edit.customer_id for edit in edits})


def take_aside(tx: Tx, tenant_id: UUID, edits: Sequence[Edit], received_at: datetime) -> None:
    """Count edits of a branch that HQ keeps aside: what a customer gave or forbade there counts as anywhere else."""
    rows.insert_aside(tx, tenant_id, edits)
    take(tx, tenant_id, edits, received_at)


def refresh(tx: Tx, tenant_id: UUID, customer_ids: Collection[UUID]) -> None:
    """Make these records anew, with everything that follows. The caller has locked the tenant's customers."""
    pairs.renew(tx, tenant_id, merging.refresh(tx, tenant_id, customer_ids))
