"""The office: what a use case of HQ may touch."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from domain.ids import Ids
from hq.clock import Clock
from hq.keys import KeySeal
from hq.storage.database import Database
from hq.storage.tables import hq_incarnation


@dataclass(frozen=True, slots=True)
class Office:
    """HQ with its database. `incarnation` is this life of the database: a restored backup opens another."""

    database: Database
    clock: Clock
    random: Callable[[int], bytes]
    keys: KeySeal
    incarnation: UUID

    @property
    def ids(self) -> Ids:
        """Makes identifiers."""
        return Ids(self.clock.now, self.random)


def open_office(database: Database, clock: Clock, random: Callable[[int], bytes], keys: KeySeal) -> Office:
    """The office over a migrated database; the first one to open it gives it its incarnation."""
    newest = select(hq_incarnation.c.id).order_by(hq_incarnation.c.n.desc()).limit(1)
    with database.platform() as tx:
        found = tx.execute(newest).scalar_one_or_none()
        if found is None:
            row = {"n": 1, "id": Ids(clock.now, random).new(), "opened_at": clock.now()}
            tx.insert(hq_incarnation, [row])  # two may open at once: the first one's row stands
            found = tx.execute(newest).scalar_one()
    return Office(database, clock, random, keys, found)
