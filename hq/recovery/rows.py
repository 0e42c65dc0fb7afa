"""All SQL of recovery: the lock that lets one process recover, and the lives of the restored database."""

from psycopg import Connection
from sqlalchemy import select

from domain.rights import Holder
from hq.storage.tables import station_life
from sync.tables.transaction import Tx


def lock_recovery(connection: "Connection[tuple[object, ...]]", timeout_s: int) -> None:
    """Lock recovery for as long as the connection is open. Raises psycopg.OperationalError after `timeout_s`."""
    connection.execute(f"SET lock_timeout = '{timeout_s}s'".encode())
    connection.execute(b"SELECT pg_advisory_lock(hashtext('taquilla recovery'))")


def is_in_force(tx: Tx, life: Holder, statuses: tuple[str, ...]) -> bool:
    """Whether a life is the current one of its station, and the station has one of these statuses."""
    t = station_life.c
    of_life = (t.tenant_id == life.tenant_id, t.station_id == life.station_id, t.epoch == life.epoch)
    return tx.execute(select(t.epoch).where(*of_life, t.status.in_(statuses))).first() is not None
