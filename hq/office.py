"""The office: what a use case of HQ may touch."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from domain.ids import Ids
from hq.clock import Clock
from hq.key_seal import KeySeal
from hq.storage.database import Database
from hq.storage.issue_log import NOWHERE, IssueLog
from hq.storage.tables import hq_incarnation


@dataclass(frozen=True, slots=True)
class Office:
    """HQ with its database. `incarnation` is this life of the database: a restored backup opens another."""

    database: Database
    clock: Clock
    random: Callable[[int], bytes]
    keys: KeySeal
    incarnation: UUID
    issued: IssueLog = NOWHERE
    """Where what is granted is written outside of the database; by default nowhere."""

    @property
    def ids(self) -> Ids:
        """Makes identifiers."""
        return Ids(self.clock.now, self.random)


_NEWEST = select(hq_incarnation).order_by(hq_incarnation.c.n.desc()).limit(1)
_NONE_YET = UUID(int=0)


def open_office(
    database: Database, clock: Clock, random: Callable[[int], bytes], keys: KeySeal, issued: IssueLog = NOWHERE
) -> Office:
    """The office over a migrated database; the first one to open it gives it its incarnation."""
    office = Office(database, clock, random, keys, _NONE_YET, issued)
    return replace(office, incarnation=newest_incarnation(office))


def newest_incarnation(office: Office) -> UUID:
    """The life that the database is in; the first one, if it has none yet."""
    with office.database.platform() as tx:
        found = tx.execute(_NEWEST).first()
    return found.id if found else open_incarnation(office)


def open_incarnation(office: Office) -> UUID:
    """Another life of the database: what stations knew of the one before is not taken for this one's."""
    with office.database.platform() as tx:
        newest = tx.execute(_NEWEST).first()
        row = {"n": newest.n + 1 if newest else 1, "id": office.ids.new(), "opened_at": office.clock.now()}
        tx.insert(hq_incarnation, [row])  # two may open at once: the first one's row stands
        found: UUID = tx.execute(_NEWEST).one().id
    return found
