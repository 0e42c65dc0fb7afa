"""The heads of this station's chains that HQ countersigned: acknowledgements as HQ signed them, one a life."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from pos_app.storage.tables import countersigned_head
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class CountersignedHead:
    """An acknowledgement up to `seq` of a life: the bytes that HQ sent, and its signature of them in hex."""

    epoch: int
    seq: int
    body: bytes
    seal: str


def keep(tx: Tx, head: CountersignedHead) -> None:
    """Keep a head of a life, unless one that reaches further is kept: after a restore, HQ may have less."""
    kept = tx.execute(select(countersigned_head.c.seq).where(countersigned_head.c.epoch == head.epoch)).scalar()
    if kept is None or kept <= head.seq:
        tx.upsert(countersigned_head, [
            {"epoch": head.epoch, "seq": head.seq, "body": head.body, "seal": head.seal}
        ])  # fmt: skip


def heads(tx: Tx) -> Iterator[CountersignedHead]:
    """The head of each life, oldest life first."""
    for row in tx.execute(select(countersigned_head).order_by(countersigned_head.c.epoch)):
        yield CountersignedHead(row.epoch, row.seq, bytes(row.body), row.seal)
