"""Recovery after an older copy of the database was restored: the issue log has what HQ granted since that copy.

Stations push again what they recorded, but only the issue log has HQ's own grants: without it HQ would grant the same
numbers and seats to another station. Other acts of staff since the copy, such as marking a station lost or releasing
seats, are missing until somebody repeats them. That is safe, because until then the rights stay with their holders.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import psycopg

from domain.errors import Refused, Unavailable
from domain.rights import Holder
from hq.catalogue import publish
from hq.journals.lives import StationStatus, lock
from hq.office import Office, newest_incarnation, open_incarnation
from hq.people import tenants
from hq.people.accounts import Author
from hq.recovery import rows
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
"""The reason of void numbers of a life that is missing in the restored copy."""
_KEEP_RIGHTS = (StationStatus.ACTIVE, StationStatus.FROZEN)
_NO_STATION = UUID(int=0)
_TIMEOUT_S = 60


@dataclass(eq=False)
class IssueLogGap(Unavailable):
    """The issue log lacks a grant that HQ made after this copy of the database."""

    code: ClassVar[str] = "ISSUE_LOG_GAP"


def recover(office: Office) -> Office:
    """Grant again what the log has and the database lacks, for every tenant; returns the office in its incarnation.

    Of several processes that start together, one recovers and the others wait for it.

    Raises IssueLogGap, IssueLogUnavailable or DatabaseUnavailable.
    """
    if office.issued.file is None:
        return office
    with _recovery_lock(office.database):
        known = {tenant.id: _known_lines(office, tenant.id) for tenant in tenants.every(office)}
        for tenant_id, tail in office.issued.beyond(known).items():
            if tail.lines:
                _grant_missing(office, tenant_id)
            elif tail.end < known[tenant_id] or tail.hole:
                _begin_log(office, tenant_id)
    return replace(office, incarnation=newest_incarnation(office))


@contextmanager
def _recovery_lock(database: Database) -> Iterator[None]:
    try:
        connection = psycopg.connect(database.conninfo, autocommit=True, connect_timeout=_TIMEOUT_S)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable("database", type(error).__name__) from error
    with closing(connection):
        try:
            rows.lock_recovery(connection, _TIMEOUT_S)
        except psycopg.OperationalError as error:  # another process holds the lock for too long
            raise DatabaseUnavailable("database", f"recovery: {type(error).__name__}") from error
        yield


def _known_lines(office: Office, tenant_id: UUID) -> int:
    with office.database.tenant(tenant_id) as tx:
        return issuing.count(tx, tenant_id)


def _begin_log(office: Office, tenant_id: UUID) -> None:
    """Begin the log anew when it lacks lines that the database knows, as after running HQ without a log.

    From then on the log covers no copy of the database that is older than this line.
    """
    with office.database.tenant(tenant_id) as tx:
        n = issuing.count(tx, tenant_id)
        office.issued.write([Line(tenant_id, n, n, _NO_STATION, 0, office.clock.now(), Covered())])
    log.warning("the issue log begins here: it covers no copy of the database from before", extra={"lines": n})


def _grant_missing(office: Office, tenant_id: UUID) -> None:
    with office.database.tenant(tenant_id) as tx:
        known = issuing.count(tx, tenant_id)
        # Read again under the lock: another process may have written lines in the meantime.
        lines = office.issued.beyond({tenant_id: known})[tenant_id].lines
        if not lines:
            return  # the transaction of another process has committed them
        missing = _missing_lines(office, lines, known)
        # The lines of one transaction may be a commit that was interrupted. Those of several prove a restored copy,
        # and with a new incarnation every station learns of it.
        if len({line.of for line in missing}) > 1:
            log.warning("the database was put back: what was granted since then is granted again")
            _begin_incarnation(office)
        for line in missing:
            _apply_line(tx, office, line)
        issuing.set_count(tx, tenant_id, missing[-1].n)
    log.info("granted again from the issue log", extra={"tenant": str(tenant_id), "lines": len(missing)})


def _begin_incarnation(office: Office) -> None:
    """Begin another incarnation. Feeds go on first: a program that ends in between does it again at its next start."""
    for tenant in tenants.every(office):
        with office.database.tenant(tenant.id) as tx:
            publish.leave_out_lost_cursors(tx, tenant.id, office.clock.now())
    open_incarnation(office)


def _missing_lines(office: Office, lines: Mapping[int, Line], known: int) -> list[Line]:
    """The lines after the known ones, without a gap. Raises IssueLogGap."""
    wanted = range(known + 1, max(lines) + 1)
    for n in wanted:
        if n not in lines or isinstance(lines[n].body, Covered):
            raise IssueLogGap("issue log", f"{office.issued.file}: line {n} is not in it")
    return [lines[n] for n in wanted]


def _apply_line(tx: Tx, office: Office, line: Line) -> None:
    to = Holder(line.tenant, line.station, line.epoch)
    match line.body:
        case Given() as given:
            _restore_grant(tx, to, given, line.at)
        case Begun() as begun:
            _begin_life(tx, office, to, begun)
        case Covered():
            pass


def _restore_grant(tx: Tx, to: Holder, given: Given, at: datetime) -> None:
    """Grant a right of the log again, so that the station receives it again; fence it when its life has ended."""
    is_in_force = rows.is_in_force(tx, to, _KEEP_RIGHTS)
    restore_grant(tx, to, given, (GrantState.GRANTED if is_in_force else GrantState.FENCED, at))
    if not is_in_force:
        fencing.fence(tx, to, NOT_KNOWN, at)


def _begin_life(tx: Tx, office: Office, life: Holder, begun: Begun) -> None:
    """Begin a life of the log again, and add its station if the copy lacks it."""
    new = NewStation(
        life.station_id, begun.no, begun.name, begun.organisation, begun.series, begun.printer_columns,
        begun.difference_limits, begun.blind_count,
    )  # fmt: skip
    try:
        if not ledger.row_exists(tx, station_life, life.tenant_id, station_id=life.station_id):
            stations.add(tx, office, Author(life.tenant_id, None), new)
    except Refused as error:
        log.warning("a station is not made known again: %s", error, extra={"station": str(life.station_id)})
        return
    row = lock(tx, life.tenant_id, life.station_id)
    if row.epoch + 1 == life.epoch and row.status != StationStatus.REVOKED:
        enrolment.begin(tx, office, row, begun.public_key, begun.reason)
    else:
        log.warning("a life is not begun again", extra={"station": str(life.station_id), "epoch": life.epoch})
