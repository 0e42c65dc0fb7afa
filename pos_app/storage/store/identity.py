"""The identity of the store: its tenant, its station and the life it is in."""

from sqlalchemy import select, update

from domain.rights import Holder
from pos_app.storage.tables import identity
from sync.tables.transaction import Tx


def fetch(tx: Tx) -> Holder | None:
    """The life that this store is of; None in a new store."""
    row = tx.execute(select(identity)).first()
    return Holder(row.tenant_id, row.station_id, row.epoch) if row else None


def insert(tx: Tx, life: Holder) -> None:
    """Write the identity of a new store."""
    tx.execute(identity.insert(), {
        "only": 1, "tenant_id": life.tenant_id, "station_id": life.station_id, "epoch": life.epoch,
    })  # fmt: skip


def set_epoch(tx: Tx, epoch: int) -> None:
    """Move the store to another life. From here on the journal takes entries of that life alone."""
    tx.execute(update(identity).values(epoch=epoch))
