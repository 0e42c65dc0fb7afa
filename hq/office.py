"""The office: what a use case of HQ may touch."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import bindparam, select

from domain.ids import Ids
from hq.clock import Clock
from hq.keys import KeySeal
from hq.storage.database import Database
from hq.storage.tables import hq_incarnation, hq_key
from sync.transaction import Tx


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

    def signing_key(self, tx: Tx, tenant_id: UUID) -> Ed25519PrivateKey:
        """The key with which HQ signs for a tenant now. Raises WrongSecret."""
        sealed: bytes = tx.execute(_SIGNING_KEY, {"tenant": tenant_id}).scalar_one()
        return self.keys.open(tenant_id, sealed)


_SIGNING_KEY = (
    select(hq_key.c.sealed)
    .where(hq_key.c.tenant_id == bindparam("tenant"), hq_key.c.retired_at.is_(None))
    .order_by(hq_key.c.created_at.desc())
    .limit(1)
)


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
