"""Opening a profile: lock, keys, store, schema and identity. A Station is built here only."""

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
    """Another program has this profile open."""

    code: ClassVar[str] = "ARR-01"

    profile: str


@dataclass(eq=False)
class NotSetUp(Refused):
    """The profile has no store yet."""

    code: ClassVar[str] = "ARR-02"

    profile: str


@dataclass(eq=False)
class NewerStore(Refused):
    """A newer program wrote the store; this one must not change it."""

    code: ClassVar[str] = "ARR-03"

    revision: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a station gets from outside: the clock, random bytes, and the call that wakes its threads."""

    clock: Clock
    random: Callable[[int], bytes] = os.urandom
    wake: Callable[[], None] = lambda: None


SYSTEM = Surroundings(SystemClock())


def vault_of(profile: Path, settings: Settings, password: Callable[[], str]) -> Vault:
    """The vault that the settings name. A key in the environment is used only when they name the environment."""
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
    """Lock the profile until the program ends or releases it. Raises AlreadyRunning."""
    profile.mkdir(parents=True, exist_ok=True)
    held = FileLock(profile / "station.lock")
    try:
        held.acquire(timeout=0)
    except Timeout:
        raise AlreadyRunning(str(profile)) from None
    return held


def is_set_up(profile: Path) -> bool:
    """Whether the profile has a store and settings."""
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
    """Found the first life of a new store; an existing one is opened unchanged."""
    return begin_life(profile, keys, Holder(tenant_id, station_id, 1), surroundings)


def begin_life(
    profile: Path, keys: Secrets, life: Holder, surroundings: Surroundings = SYSTEM, certificate: str = ""
) -> Station:
    """Found a store that begins with this life; an existing one is opened unchanged.

    `certificate` is HQ's signature of the life's certificate, empty in a store without HQ.
    """
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
    """The witnesses of a profile: a file outside of it, and the keyring when the key is kept there."""
    file: Witness = witness.file_of(author)
    return (file, KeyringVault(profile.name)) if settings.vault is VaultKind.KEYRING else (file,)


def load_keys(profile: Path, settings: Settings, password: Callable[[], str], *, create: bool) -> Secrets:
    """The keys of a profile, from its vault. Raises KeyMissing, WrongPassword, NoVault or BadEnvironmentKey."""
    # With new keys an existing store could never be opened again, so none are created for it.
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
