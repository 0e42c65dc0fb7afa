"""After an older copy of the database was put back: what HQ had entrusted since then is told by the issue log.

Stations send again what they did. What HQ gave away is only in the log: without it the same numbers and seats would
be given to another. What was marked lost, given back or released since then is known again when somebody says so;
until then it is held, which is safe.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID

from sqlalchemy import update

from domain.errors import Unavailable
from domain.rights import Holder
from hq.office import Office, open_incarnation
from hq.services import enrolment, grants, issuing, tenants
from hq.storage.issue_log import Begun, Covered, Given, Line
from hq.storage.ledger_tables import issue_log
from sync.transaction import Tx

log = logging.getLogger(__name__)

_NO_STATION = UUID(int=0)


@dataclass(eq=False)
class IssueLogGap(Unavailable):
    """The issue log does not tell all that was entrusted since this copy of the database was made."""

    code: ClassVar[str] = "ISSUE_LOG_GAP"


def recover(office: Office) -> Office:
    """Bring every tenant level with the log; the office, under another incarnation if the database was put back.

    A single line more than the database has is a grant whose commit was cut off: it is given after all.

    Raises IssueLogGap or Unavailable.
    """
    if office.issued.file is None:
        return office
    most = max((_bring_level(office, tenant.id) for tenant in tenants.every(office)), default=0)
    if most <= 1:
        return office
    log.warning("the database was put back: what was entrusted since then is entrusted again from the issue log")
    return replace(office, incarnation=open_incarnation(office))


def _bring_level(office: Office, tenant_id: UUID) -> int:
    """How many lines the database lacked."""
    with office.database.tenant(tenant_id) as tx:
        known = issuing.begin(tx, tenant_id)  # from here on nobody writes a line
        lines = list(office.issued.lines(tenant_id))
        top = lines[-1].n if lines else -1
        if top < known:
            office.issued.write(Line(tenant_id, known, _NO_STATION, 0, office.clock.now(), Covered()))
            return 0
        missing = _missing(office, lines, known)
        for line in missing:
            _again(tx, office, line)
        tx.execute(update(issue_log).where(issue_log.c.tenant_id == tenant_id).values(n=top))
    if missing:
        log.info("entrusted again from the issue log", extra={"tenant": str(tenant_id), "lines": len(missing)})
    return len(missing)


def _missing(office: Office, lines: Sequence[Line], known: int) -> list[Line]:
    """The lines that the database does not know; of two with one number the later: the other came to nothing."""
    latest = {line.n: line for line in lines}
    wanted = range(known + 1, lines[-1].n + 1)
    gaps = [n for n in wanted if n not in latest or isinstance(latest[n].said, Covered)]
    if gaps:
        raise IssueLogGap("issue log", f"{office.issued.file}: line {gaps[0]} of tenant {lines[-1].tenant}")
    return [latest[n] for n in wanted]


def _again(tx: Tx, office: Office, line: Line) -> None:
    to = Holder(line.tenant, line.station, line.epoch)
    match line.said:
        case Given() as given:
            grants.give_again(tx, to, given, line.at)
        case Begun() as begun:
            enrolment.begin_again(tx, office, to, begun)
        case Covered():
            pass
