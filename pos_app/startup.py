"""Opening a profile: lock, keys, store, schema, identity. The only wiring of the station."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from filelock import FileLock, Timeout

from domain.errors import Refused
from domain.ids import Ids
from domain.rights import Holder
from pos_app import SOFTWARE
from pos_app.clock import Clock, SystemClock
from pos_app.settings import FILE_NAME as SETTINGS_FILE
from pos_app.settings import Settings
from pos_app.station import Station
from pos_app.storage import migrations
from pos_app.storage.catalogue.catalogue_cache import CatalogueCache
from pos_app.storage.store import identity, witness
from pos_app.storage.store.database import FILE_NAME, Database
from pos_app.storage.store.witness import Witness
from pos_app.vault import (
    EnvironmentVault,
    KeyringVault,
    OpenVault,
    PasswordVault,
    Secrets,
    Vault,
    VaultKind,
    secrets,
)
from sync import journal
from sync.facts import EpochOpened
from sync.journal import Author


@dataclass(eq=False)
class AlreadyRunning(Refused):
    """Another program has this profile open: one instance at a time."""

    code: ClassVar[str] = "ARR-01"

    profile: str


@dataclass(eq=False)
class NotSetUp(Refused):
    """The folder holds no station yet."""

    code: ClassVar[str] = "ARR-02"

    profile: str


@dataclass(eq=False)
class NewerStore(Refused):
    """The store was written by a newer program; this one must not touch it."""

    code: ClassVar[str] = "ARR-03"

    revision: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a station takes from outside: time, chance, the wake-up call of the printing thread."""

    clock: Clock
    random: Callable[[int], bytes] = os.urandom
    wake: Callable[[], None] = lambda: None


SYSTEM = Surroundings(SystemClock())


def vault_of(profile: Path, settings: Settings, password: Callable[[], str]) -> Vault:
    """The vault a profile names. A key in the environment belongs to profiles that say so."""
    match settings.vault:
        case VaultKind.KEYRING:
            return KeyringVault(profile.name)
        case VaultKind.PASSWORD:
            return PasswordVault(profile, password)
        case VaultKind.ENVIRONMENT:
            return EnvironmentVault()
        case VaultKind.OPEN:
            return OpenVault(profile)


def lock(profile: Path) -> FileLock:
    """Hold the profile until the program ends. Raises AlreadyRunning."""
    profile.mkdir(parents=True, exist_ok=True)
    held = FileLock(profile / "station.lock")
    try:
        held.acquire(timeout=0)
    except Timeout:
        raise AlreadyRunning(str(profile)) from None
    return held


def is_set_up(profile: Path) -> bool:
    """Whether a store is there."""
    return (profile / FILE_NAME).exists() and (profile / SETTINGS_FILE).exists()


def open_store(profile: Path, keys: Secrets) -> Database:
    """The store at the present schema. Raises ForeignDatabase, DamagedDatabase or NewerStore."""
    profile.mkdir(parents=True, exist_ok=True)
    database = Database(profile / FILE_NAME, keys.database_key)
    revision = migrations.revision(database.engine)
    if revision is not None and revision > migrations.HEAD:
        raise NewerStore(revision)
    if revision != migrations.HEAD:
        migrations.upgrade(database)
    return database


def create_station(
    profile: Path, keys: Secrets, tenant_id: UUID, station_id: UUID, surroundings: Surroundings = SYSTEM
) -> Station:
    """Found the first epoch of a new store; an existing one is opened as it is."""
    return found_station(profile, keys, Holder(tenant_id, station_id, 1), surroundings)


def found_station(
    profile: Path, keys: Secrets, life: Holder, surroundings: Surroundings = SYSTEM, certificate: str = ""
) -> Station:
    """Begin this life in a new store, under HQ's seal when HQ opened it; an existing store is opened as it is."""
    database = open_store(profile, keys)
    with database.write() as tx:
        if identity.fetch(tx) is None:
            identity.insert(tx, life)
            author = Author(life.tenant_id, life.station_id, life.epoch, keys.signing_key)
            public_key = journal.public_key(keys.signing_key)
            opened = EpochOpened(public_key=public_key, software=SOFTWARE, certificate=certificate)
            journal.append(tx, author, opened, at=surroundings.clock.now(), actor=None)
    return _station(database, keys, surroundings)


def open_station(profile: Path, keys: Secrets, surroundings: Surroundings = SYSTEM) -> Station:
    """The station of an existing profile. Raises NotSetUp."""
    if not (profile / FILE_NAME).exists():
        raise NotSetUp(str(profile))
    return _station(open_store(profile, keys), keys, surroundings)


def witnesses(author: Author, profile: Path, settings: Settings) -> tuple[Witness, ...]:
    """Who outside of the profile keeps how far its journal had come."""
    file: Witness = witness.file_of(author)
    return (file, KeyringVault(profile.name)) if settings.vault is VaultKind.KEYRING else (file,)


def load_keys(profile: Path, settings: Settings, password: Callable[[], str], *, create: bool) -> Secrets:
    """The keys of a profile, from its vault. A store that is there is never given new ones: it would be lost."""
    return secrets(vault_of(profile, settings, password), create=create and not (profile / FILE_NAME).exists())


def _station(database: Database, keys: Secrets, surroundings: Surroundings) -> Station:
    with database.read() as tx:
        life = identity.fetch(tx)
    if life is None:
        raise NotSetUp(str(database.path.parent))
    author = Author(life.tenant_id, life.station_id, life.epoch, keys.signing_key)
    ids = Ids(surroundings.clock.now, surroundings.random)
    catalogue = CatalogueCache(life)
    return Station(author, database, catalogue, surroundings.clock, ids, surroundings.wake)
