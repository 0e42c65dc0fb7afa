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
from pos_app import SOFTWARE, durable, keyring_name
from pos_app.clock import Clock, SystemClock
from pos_app.keyring_vault import KeyringVault
from pos_app.settings import FILE_NAME as SETTINGS_FILE
from pos_app.settings import Settings
from pos_app.station import Station
from pos_app.storage import migrations
from pos_app.storage.catalogue.catalogue_cache import CatalogueCache
from pos_app.storage.copies import log_owner
from pos_app.storage.store import identity, witness
from pos_app.storage.store.commit_witness import CommitWitness
from pos_app.storage.store.database import FILE_NAME, Database
from pos_app.storage.store.database import FILES as STORE_FILES
from pos_app.storage.store.witness import FileWitness, Witness
from pos_app.vault import (
    EnvironmentVault,
    KeyMissing,
    OpenVault,
    PasswordVault,
    Secrets,
    Vault,
    VaultKind,
    secrets,
)
from sync import file_errors, journal
from sync.facts import EpochOpened
from sync.journal import Author

LOCK = "station.lock"


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
    """What a station gets from outside: clock, random bytes, the call that wakes its threads, and a witness file."""

    clock: Clock
    random: Callable[[int], bytes] = os.urandom
    wake: Callable[[], None] = lambda: None
    witness: Callable[[Author], FileWitness] | None = None
    """The file outside of the profile that each commit is recorded in; None records nothing."""


SYSTEM = Surroundings(SystemClock(), witness=witness.file_of)


def vault_of(profile: Path, settings: Settings, password: Callable[[], str]) -> Vault:
    """The vault that the settings name. A key in the environment is used only when they name the environment."""
    match settings.vault:
        case VaultKind.KEYRING:
            return KeyringVault(keyring_name.read(profile) or profile.name)
        case VaultKind.PASSWORD:
            return PasswordVault(profile, password)
        case VaultKind.ENVIRONMENT:
            return EnvironmentVault()
        case VaultKind.OPEN:
            return OpenVault(profile)


def lock(profile: Path) -> FileLock:
    """Lock the profile until the program ends or releases it. Raises AlreadyRunning or FileFailed.

    A profile that cannot be written is refused here: SQLite opens such a store, and then fails at each sale.
    """
    with file_errors.named(profile):
        durable.make_folder(profile)
    file_errors.must_be_writable(profile, (LOCK, SETTINGS_FILE, *STORE_FILES))
    held = FileLock(profile / LOCK, mode=durable.FILE_MODE)
    try:
        held.acquire(timeout=0)
    except Timeout:
        raise AlreadyRunning(str(profile)) from None
    durable.close_to_others(profile)
    return held


def is_set_up(profile: Path) -> bool:
    """Whether the profile has a store and settings."""
    return file_errors.exists(profile / FILE_NAME) and file_errors.exists(profile / SETTINGS_FILE)


def open_store(profile: Path, keys: Secrets) -> Database:
    """The store at the present schema. Raises ForeignDatabase, DamagedDatabase or NewerStore."""
    durable.make_folder(profile)
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
    _check_log(profile, keys, surroundings)
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
    if not file_errors.exists(profile / FILE_NAME):
        raise NotSetUp(str(profile))
    _check_log(profile, keys, surroundings)
    return _station(open_store(profile, keys), keys, surroundings)


def _check_log(profile: Path, keys: Secrets, surroundings: Surroundings) -> None:
    """Refuse a write-ahead log that is not the store's own, before SQLite applies it. Raises LogNotOwn."""
    if surroundings.witness is not None and file_errors.exists(profile / FILE_NAME):
        log_owner.must_be_own(profile, keys)


def witnesses(author: Author, profile: Path, settings: Settings) -> tuple[Witness, ...]:
    """The witnesses of a profile: a file outside of it, and the keyring when the key is kept there."""
    file: Witness = witness.file_of(author)
    if settings.vault is not VaultKind.KEYRING:
        return (file,)
    return (file, *map(KeyringVault, _entry_names(profile, author.station_id)))


def load_keys(
    profile: Path,
    settings: Settings,
    password: Callable[[], str],
    *,
    create: bool,
    station_id: UUID | None = None,
) -> Secrets:
    """The keys of a profile, from its vault. `station_id` is the station of a profile without a store, if known.

    Raises KeyMissing, WrongPassword, NoVault, BadEnvironmentKey, KeyringLocked or KeyringSilent.
    """
    # With new keys an existing store could never be opened again, so none are created for it.
    is_new = create and not file_errors.exists(profile / FILE_NAME)
    if settings.vault is not VaultKind.KEYRING:
        return secrets(vault_of(profile, settings, password), create=is_new)
    if not is_new:
        return secrets(_entry_in_use(profile, station_id), create=False)
    name = keyring_name.read(profile) or _free_name(station_id)
    # The name is written first: the entry of an interrupted enrolment is used again by the same command.
    keyring_name.write(profile, name)
    return secrets(KeyringVault(name), create=True)


@dataclass(frozen=True, slots=True)
class KeyWanted:
    """The key of a copy for a profile that need not have a store: its station and the entry that the copy names."""

    profile: Path
    settings: Settings
    station_id: UUID
    entry: str


def keys_of_copy(wanted: KeyWanted, password: Callable[[], str], signed: Callable[[Secrets], bool]) -> Secrets:
    """The keys that signed a copy. A keyring may have entries of several stations: the one that signed it is taken.

    Its name is written in the profile. The first one is returned when none signed it. Raises what load_keys raises.
    """
    if wanted.settings.vault is not VaultKind.KEYRING:
        return load_keys(wanted.profile, wanted.settings, password, create=False)
    names = dict.fromkeys([wanted.entry, *_entry_names(wanted.profile, wanted.station_id)])
    entries = [KeyringVault(name) for name in names if name]
    known = [(entry, Secrets.derive(root)) for entry in entries if (root := entry.load()) is not None]
    if not known:
        raise KeyMissing(entries[0].place)
    entry, keys = next((pair for pair in known if signed(pair[1])), known[0])
    keyring_name.write(wanted.profile, entry.name)
    return keys


def name_key(profile: Path, settings: Settings, author: Author) -> None:
    """Name the keyring entry of a profile by its station, and write the name in the profile.

    Older releases named it by the folder, so that two folders of one name shared it; an enrolment does not know its
    station at first. The former entry stays, because another profile may still use it.
    """
    station_id = author.station_id
    if settings.vault is not VaultKind.KEYRING or keyring_name.read(profile) == str(station_id):
        return
    entries = [KeyringVault(name) for name in _entry_names(profile, station_id)]
    used = next(entry for entry in entries if _opens(entry, author))
    wanted = KeyringVault(str(station_id))
    if used != wanted and not used.copy_to(wanted):
        # The station's entry holds the key of another store of this station, such as one before a new enrolment.
        wanted = used if keyring_name.read(profile) else KeyringVault(os.urandom(16).hex())
        used.copy_to(wanted)
    keyring_name.write(profile, wanted.name)


def _free_name(station_id: UUID | None) -> str:
    """The station as name, or another when its entry is taken.

    Two stores with one key would share their witness, and each would look like an older copy of the other.
    """
    if station_id is None or KeyringVault(str(station_id)).load() is not None:
        return os.urandom(16).hex()
    return str(station_id)


def _opens(entry: KeyringVault, author: Author) -> bool:
    root = entry.load()
    return root is not None and journal.public_key(Secrets.derive(root).signing_key) == journal.public_key(author.key)


def _entry_in_use(profile: Path, station_id: UUID | None) -> KeyringVault:
    entries = [KeyringVault(name) for name in _entry_names(profile, station_id)]
    return next((entry for entry in entries if entry.load() is not None), entries[0])


def _entry_names(profile: Path, station_id: UUID | None) -> list[str]:
    """The names under which the keyring may hold the key: the one in the profile, or else the station and the folder.

    A profile of an older release has no name in it, nor has one that is restored from a backup.
    """
    if name := keyring_name.read(profile):
        return [name]
    named_by_station = [str(station_id)] if station_id else []
    return [*named_by_station, *dict.fromkeys((profile.name, profile.resolve().name))]


def _station(database: Database, keys: Secrets, surroundings: Surroundings) -> Station:
    with database.read() as tx:
        life = identity.fetch(tx)
    if life is None:
        raise NotSetUp(str(database.path.parent))
    author = Author(life.tenant_id, life.station_id, life.epoch, keys.signing_key)
    ids = Ids(surroundings.clock.now, surroundings.random)
    catalogue = CatalogueCache(life)
    if surroundings.witness is not None:
        wal = database.path.with_name(f"{database.path.name}-wal")
        ends = CommitWitness(author, surroundings.witness(author), wal, surroundings.clock.now)
        with database.read() as tx:
            ends.open(tx)
        database.ends = ends
    return Station(author, database, catalogue, surroundings.clock, ids, surroundings.wake)
