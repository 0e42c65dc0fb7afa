"""The office: what a use case of HQ works with."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select

from domain.ids import Ids
from hq.clock import Clock
from hq.kept import Kept
from hq.key_seal import KeySeal
from hq.storage.database import Database
from hq.storage.issue_log import NOWHERE, IssueLog
from hq.storage.replica import Replica, Reports
from hq.storage.tables import hq_incarnation


@dataclass(frozen=True, slots=True)
class Office:
    """HQ's database, clock, random source and keys.

    `incarnation` is the present life of the database: restoring a backup begins another.
    """

    database: Database
    clock: Clock
    random: Callable[[int], bytes]
    keys: KeySeal
    incarnation: UUID
    issued: IssueLog = NOWHERE
    """The issue log, which has every grant outside the database; by default none is written."""
    kept: Kept = field(default_factory=Kept)
    """What was read of the database and never changes, such as past catalogues."""
    replica: Replica | None = None
    """A read replica of the database, for reports."""

    @property
    def ids(self) -> Ids:
        """A source of identifiers, from the clock and the random source."""
        return Ids(self.clock.now, self.random)

    @property
    def reports(self) -> Reports:
        """Where reports are read: the replica while it is near enough, otherwise the database."""
        return Reports(self.database, self.replica)


_NEWEST = select(hq_incarnation).order_by(hq_incarnation.c.n.desc()).limit(1)
_NONE_YET = UUID(int=0)


def open_office(
    database: Database, clock: Clock, random: Callable[[int], bytes], keys: KeySeal, issued: IssueLog = NOWHERE
) -> Office:
    """The office over a migrated database. The first office over a database begins its first incarnation."""
    office = Office(database, clock, random, keys, _NONE_YET, issued)
    return replace(office, incarnation=newest_incarnation(office))


def newest_incarnation(office: Office) -> UUID:
    """The present incarnation of the database; begins the first one if there is none."""
    with office.database.platform() as tx:
        newest = tx.execute(_NEWEST).first()
    return newest.id if newest else open_incarnation(office)


def open_incarnation(office: Office) -> UUID:
    """Begin another incarnation: cursors that stations have of the previous one are refused from now on."""
    with office.database.platform() as tx:
        newest = tx.execute(_NEWEST).first()
        row = {"n": newest.n + 1 if newest else 1, "id": office.ids.new(), "opened_at": office.clock.now()}
        # Of two processes that begin one at once, the first row stays, and both read its id.
        tx.insert(hq_incarnation, [row])
        incarnation: UUID = tx.execute(_NEWEST).one().id
    return incarnation
