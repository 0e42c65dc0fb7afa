"""After an older copy of the database was put back: what HQ had granted since then is told by the issue log.

Stations send again what they did. What HQ gave away is only in the log: without it the same numbers and seats would
be given to another. What was marked lost, given back or released since then is known again when somebody says so;
until then it is held, which is safe.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import psycopg
from sqlalchemy import select

from domain.errors import Refused, Unavailable
from domain.rights import Holder
from hq.journals.lives import StationStatus, lock
from hq.office import Office, newest_incarnation, open_incarnation
from hq.people import tenants
from hq.people.accounts import Author
from hq.rights import fencing, issuing
from hq.rights.grant_kinds import GrantState
from hq.rights.restoring import restore_grant
from hq.stations import enrolment, stations
from hq.stations.stations import NewStation
from hq.storage import ledger
from hq.storage.database import Database, DatabaseUnavailable
from hq.storage.issue_log import Begun, Covered, Given, Line
from hq.storage.tables import station_life
from sync.tables.transaction import Tx

log = logging.getLogger(__name__)

NOT_KNOWN = "not_known_any_more"
"""Why numbers of a life are void that HQ knows nothing of since an older copy was put back."""
_GO_ON = (StationStatus.ACTIVE, StationStatus.FROZEN)
_NO_STATION = UUID(int=0)
_PATIENCE_S = 60
_ONE_AT_A_TIME = f"SET lock_timeout = '{_PATIENCE_S}s'; SELECT pg_advisory_lock(hashtext('taquilla recovery'))".encode()


@dataclass(eq=False)
class IssueLogGap(Unavailable):
    """The issue log does not tell all that was granted since this copy of the database was made."""

    code: ClassVar[str] = "ISSUE_LOG_GAP"


def recover(office: Office) -> Office:
    """Bring every tenant level with the log; the office, under the newest incarnation.

    Lines of one transaction only are a commit that was cut off: what it granted is granted after all. More of them
    are proof that the database was put back. Of several processes that start together one does it.

    Raises IssueLogGap, IssueLogUnavailable or DatabaseUnavailable.
    """
    if office.issued.file is None:
        return office
    with _alone(office.database):
        known = {tenant.id: _known(office, tenant.id) for tenant in tenants.every(office)}
        for tenant_id, tail in office.issued.beyond(known).items():
            if tail.lines:
                _bring_level(office, tenant_id)
            elif tail.end < known[tenant_id] or tail.hole:
                _begin_the_log(office, tenant_id)
    return replace(office, incarnation=newest_incarnation(office))


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    try:
        line = psycopg.connect(database.conninfo, autocommit=True, connect_timeout=_PATIENCE_S)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable("database", type(error).__name__) from error
    with closing(line):
        try:
            line.execute(_ONE_AT_A_TIME)
        except psycopg.OperationalError as error:  # another recovers, and does not end
            raise DatabaseUnavailable("database", f"recovery: {type(error).__name__}") from error
        yield


def _known(office: Office, tenant_id: UUID) -> int:
    with office.database.tenant(tenant_id) as tx:
        return issuing.count(tx, tenant_id)


def _begin_the_log(office: Office, tenant_id: UUID) -> None:
    """What the database knows and the log does not, as when a program ran without it: older copies are not covered."""
    with office.database.tenant(tenant_id) as tx:
        n = issuing.count(tx, tenant_id)
        office.issued.write([Line(tenant_id, n, n, _NO_STATION, 0, office.clock.now(), Covered())])
    log.warning("the issue log begins here: it covers no copy of the database from before", extra={"lines": n})


def _bring_level(office: Office, tenant_id: UUID) -> None:
    with office.database.tenant(tenant_id) as tx:
        known = issuing.count(tx, tenant_id)
        # Read again now that nobody writes: a line that was cut off may have been followed by one that stands.
        told = office.issued.beyond({tenant_id: known})[tenant_id].lines
        if not told:
            return  # another process was about to commit it
        missing = _missing(office, told, known)
        if len({line.of for line in missing}) > 1:
            log.warning("the database was put back: what was granted since then is granted again")
            open_incarnation(office)
        for line in missing:
            _again(tx, office, line)
        issuing.set_count(tx, tenant_id, missing[-1].n)
    log.info("granted again from the issue log", extra={"tenant": str(tenant_id), "lines": len(missing)})


def _missing(office: Office, told: Mapping[int, Line], known: int) -> list[Line]:
    """What comes after the known ones, without a gap."""
    wanted = range(known + 1, max(told) + 1)
    for n in wanted:
        if n not in told or isinstance(told[n].said, Covered):
            raise IssueLogGap("issue log", f"{office.issued.file}: line {n} is not in it")
    return [told[n] for n in wanted]


def _again(tx: Tx, office: Office, line: Line) -> None:
    to = Holder(line.tenant, line.station, line.epoch)
    match line.said:
        case Given() as given:
            _give_again(tx, to, given, line.at)
        case Begun() as begun:
            _begin_again(tx, office, to, begun)
        case Covered():
            pass


def _give_again(tx: Tx, to: Holder, given: Given, at: datetime) -> None:
    """A right that the issue log tells of: whoever had it before gave it back, and the station is told of it again.

    Of a life that is over, or of which HQ knows nothing, it stays fenced.
    """
    life = station_life.c
    lives = (life.tenant_id == to.tenant_id, life.station_id == to.station_id, life.epoch == to.epoch)
    goes_on = tx.execute(select(life.epoch).where(*lives, life.status.in_(_GO_ON))).first()
    restore_grant(tx, to, given, (GrantState.GRANTED if goes_on else GrantState.FENCED, at))
    if not goes_on:
        fencing.fence(tx, to, NOT_KNOWN, at)


def _begin_again(tx: Tx, office: Office, life: Holder, begun: Begun) -> None:
    """A life that the issue log tells of; a station that was made known since the copy is made known again."""
    new = NewStation(
        life.station_id, begun.no, begun.name, begun.organisation, begun.series, begun.printer_columns,
        begun.difference_limits,
    )  # fmt: skip
    try:
        if not ledger.is_there(tx, station_life, life.tenant_id, station_id=life.station_id):
            stations.add(tx, office, Author(life.tenant_id, None), new)
    except Refused as error:
        log.warning("a station is not made known again: %s", error, extra={"station": str(life.station_id)})
        return
    row = lock(tx, life.tenant_id, life.station_id)
    if row.epoch + 1 == life.epoch and row.status != StationStatus.REVOKED:
        enrolment.begin(tx, office, row, begun.public_key, begun.reason)
    else:
        log.warning("a life is not begun again", extra={"station": str(life.station_id), "epoch": life.epoch})
