"""Statements on `recalled_right`: what HQ asked this station to return."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select, update

from domain.rights import Recall
from pos_app.storage.tables import recalled_right
from sync.tables import canonical
from sync.tables.transaction import Tx

_r = recalled_right.c


@dataclass(frozen=True, slots=True)
class KnownRecall:
    """A recall, how much went back because of it, and whether it stands and somebody has seen it."""

    recall: Recall
    received_at: datetime
    returned: int
    stands: bool
    seen: bool


def known(tx: Tx) -> list[KnownRecall]:
    """Every recall that is kept, the latest first."""
    rows = tx.execute(select(recalled_right).order_by(_r.received_at.desc(), _r.id))
    return [
        KnownRecall(canonical.decode(row.body, Recall), row.received_at, row.returned, bool(row.stands), bool(row.seen))
        for row in rows
    ]


def count_unseen(tx: Tx) -> int:
    """How many recalls nobody has seen."""
    return int(tx.execute(select(func.count()).where(_r.seen == 0)).scalar_one())


def replace(tx: Tx, recalls: Collection[Recall], at: datetime) -> None:
    """Keep those that HQ names now; those that it no longer names stay until they were seen."""
    ids = [recall.id for recall in recalls]
    tx.execute(update(recalled_right).where(_r.id.not_in(ids)).values(stands=0))
    tx.execute(delete(recalled_right).where(_r.stands == 0, _r.seen == 1))
    tx.insert(recalled_right, [
        {"id": recall.id, "body": msgspec.json.encode(recall).decode(), "received_at": at, "returned": 0, "stands": 1,
         "seen": 0}
        for recall in recalls
    ])  # fmt: skip


def add_returned(tx: Tx, recall_id: UUID, count: int) -> None:
    """Count what went back because of a recall."""
    tx.execute(update(recalled_right).where(_r.id == recall_id).values(returned=_r.returned + count))


def mark_seen(tx: Tx) -> None:
    """Somebody has seen every recall that is kept now."""
    tx.execute(update(recalled_right).where(_r.seen == 0).values(seen=1))


def delete_all(tx: Tx) -> None:
    """Delete every recall: what was asked of one life of the store is not asked of the next."""
    tx.execute(delete(recalled_right))
