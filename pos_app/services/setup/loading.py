"""Loading a set-up into the store: one transaction, the same file twice is the same store."""

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from domain.ids import CashierId
from pos_app.services.setup.conflicts import find_conflicts
from pos_app.services.setup.organisation import NewMember
from pos_app.services.setup.problems import SetupConflict
from pos_app.services.setup.reading import Setup
from pos_app.services.setup.rows import write_all
from pos_app.station import Station
from pos_app.storage import catalog
from pos_app.storage.catalogue_cache import catalogue_changed
from sync import journal
from sync.facts import SetupLoaded

_SALT_BYTES = 16


def load(station: Station, setup: Setup, *, name: str, sha256: str) -> int:
    """Write everything, or nothing; says how many rows were new or different. Raises SetupConflict.

    The journal remembers the file when it changed something.
    """
    pin_hashes = _hash_pins(station, setup)
    with station.database.write() as tx:
        conflicts = find_conflicts(tx, station, setup)
        if conflicts:
            raise SetupConflict(tuple(conflicts))
        changed = write_all(tx, setup, pin_hashes)
        if changed:
            catalogue_changed(tx)
            loaded = SetupLoaded(name=name, sha256=sha256)
            journal.append(tx, station.author, loaded, at=station.clock.now(), actor=None)
    return changed


def _hash_pins(station: Station, setup: Setup) -> dict[CashierId, str]:
    """The hash of each person's PIN. Hashing is slow on purpose, so it is done before the transaction."""
    with station.database.read() as tx:
        there = {member.cashier.id: member.pin_hash for member in catalog.staff(tx, station.tenant_id)}
    return {each.cashier.id: _pin_hash(station, each, there.get(each.cashier.id, "")) for each in setup.staff}


def _pin_hash(station: Station, member: NewMember, there: str) -> str:
    if member.pin_hash:
        return member.pin_hash
    hasher = PasswordHasher()
    try:
        if there and hasher.verify(there, member.pin):
            return there
    except VerificationError:
        pass  # another PIN than before
    return hasher.hash(member.pin, salt=station.ids.random(_SALT_BYTES))
