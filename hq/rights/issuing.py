"""Writing grants to the issue log: all grants of a transaction together, right before its commit."""

from functools import partial
from uuid import UUID

from domain.rights import Holder
from hq.office import Office
from hq.rights.rows import line_counts
from hq.storage.database import TenantTx
from hq.storage.issue_log import Line, LineBody
from sync.tables.transaction import Tx


def write(tx: Tx, office: Office, to: Holder, body: LineBody) -> None:
    """Write a line to the issue log before this transaction commits. When the log fails, so does the transaction."""
    assert isinstance(tx, TenantTx)
    tx.granted.append((to, body))
    # The tenant's row in `issue_log` is the last lock of a transaction: whoever waits for it holds no lock that the
    # owner of the row could need. Recovery alone locks it first; PostgreSQL ends a deadlock with it, and the station
    # asks again.
    tx.last = partial(_write_all, tx, office)


def count(tx: Tx, tenant_id: UUID) -> int:
    """How many lines the database knows of. No other transaction can add a line until this one ends."""
    return line_counts.count_lines(tx, tenant_id)


def set_count(tx: Tx, tenant_id: UUID, n: int) -> None:
    """Make the database know of `n` lines."""
    line_counts.add_lines(tx, tenant_id, n - count(tx, tenant_id))


def _write_all(tx: TenantTx, office: Office) -> None:
    tenant_id, many = tx.granted[0][0].tenant_id, len(tx.granted)
    first = line_counts.add_lines(tx, tenant_id, many) - many + 1
    at = office.clock.now()
    office.issued.write([
        Line(tenant_id, n, first, to.station_id, to.epoch, at, body) for n, (to, body) in enumerate(tx.granted, first)
    ])  # fmt: skip
