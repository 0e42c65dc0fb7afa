"""Writing what is entrusted to the issue log, inside the transaction that entrusts it."""

from uuid import UUID

from sqlalchemy import bindparam, select, update

from domain.rights import Holder
from hq.office import Office
from hq.storage.issue_log import Begun, Covered, Given, Line
from hq.storage.ledger_tables import issue_log
from sync.transaction import Tx


def begin(tx: Tx, tenant_id: UUID) -> int:
    """Stand in the tenant's line before anything else is locked for a right; says how many lines there are."""
    return int(tx.execute(_STAND_IN_LINE, {"tenant": tenant_id}).scalar_one())


def write(tx: Tx, office: Office, to: Holder, said: Given | Begun | Covered) -> None:
    """The next line, on the disk before the commit. Raises Unavailable."""
    n = int(tx.execute(_NEXT, {"tenant": to.tenant_id}).scalar_one())
    office.issued.write(Line(to.tenant_id, n, to.station_id, to.epoch, office.clock.now(), said))


_mine = issue_log.c.tenant_id == bindparam("tenant")
_STAND_IN_LINE = select(issue_log.c.n).where(_mine).with_for_update()
_NEXT = update(issue_log).where(_mine).values(n=issue_log.c.n + 1).returning(issue_log.c.n)
