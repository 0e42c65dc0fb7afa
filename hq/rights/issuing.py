"""Writing what is granted to the issue log: all that a transaction grants, as the last thing before its commit.

Nothing is locked after the tenant's row: whoever waits for it holds up nobody who could hold it up. (Recovery locks
it first; what meets it then is given up by PostgreSQL and asked again.)
"""

from functools import partial
from uuid import UUID

from sqlalchemy import bindparam, select, text

from domain.rights import Holder
from hq.office import Office
from hq.storage.database import TenantTx
from hq.storage.issue_log import Line, Said
from hq.storage.ledger_tables import issue_log
from sync.tables.transaction import Tx


def write(tx: Tx, office: Office, to: Holder, said: Said) -> None:
    """Have it on the disk before this transaction of a tenant commits, or it does not commit."""
    assert isinstance(tx, TenantTx)
    tx.granted.append((to, said))
    tx.last = partial(_write_all, tx, office)


def count(tx: Tx, tenant_id: UUID) -> int:
    """How many lines the database knows of; from here on nobody else writes any."""
    return int(tx.execute(_COUNT, {"tenant": tenant_id}).scalar() or 0)


def set_count(tx: Tx, tenant_id: UUID, n: int) -> None:
    """The database knows of so many."""
    tx.execute(_ADD, {"tenant": tenant_id, "more": n - count(tx, tenant_id)})


def _write_all(tx: TenantTx, office: Office) -> None:
    tenant_id, many = tx.granted[0][0].tenant_id, len(tx.granted)
    first = int(tx.execute(_ADD, {"tenant": tenant_id, "more": many}).scalar_one()) - many + 1
    at = office.clock.now()
    office.issued.write([
        Line(tenant_id, n, first, to.station_id, to.epoch, at, said) for n, (to, said) in enumerate(tx.granted, first)
    ])  # fmt: skip


_COUNT = select(issue_log.c.n).where(issue_log.c.tenant_id == bindparam("tenant")).with_for_update()
_ADD = text(
    "INSERT INTO issue_log (tenant_id, n) VALUES (:tenant, :more)"
    " ON CONFLICT (tenant_id) DO UPDATE SET n = issue_log.n + :more RETURNING n"
)
