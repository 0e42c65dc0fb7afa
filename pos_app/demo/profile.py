"""The profile of the demo: an open vault, the demo's set-up files, a virtual printer."""

import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.calendar import CARACAS
from pos_app import settings, startup
from pos_app.services.setup import load_setup
from pos_app.settings import PrinterKind, PrinterSettings, Settings
from pos_app.ui import wording
from pos_app.vault import VaultKind
from sync import setup
from sync.setup import demonstration


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the demo and their PIN."""

    name: str
    role: str
    pin: str


def create_profile(profile: Path) -> None:
    """Create the profile and load the set-up files."""
    texts = _texts()
    clock = startup.SYSTEM.clock
    content = setup.read_all(texts, on=clock.now().astimezone(CARACAS).date())
    chosen = Settings(vault=VaultKind.OPEN, printer=PrinterSettings(kind=PrinterKind.VIRTUAL))
    keys = startup.load_keys(profile, chosen, no_password, create=True)
    settings.write(profile, chosen)
    station = startup.create_station(profile, keys, content.tenant_id, content.station_id)
    with closing(station.database):
        load_setup.load(station, content, name=", ".join(texts), sha256=setup.digest(texts))


def people() -> tuple[Person, ...]:
    """The staff of the demo station, from its set-up file."""
    staff = tomllib.loads(_texts()[demonstration.FILES[0]])["staff"]
    return tuple(Person(person["name"], person["role"], person["pin"]) for person in staff)


def organisation() -> str:
    """The name of the organisation, from the set-up file."""
    name: str = tomllib.loads(_texts()[demonstration.FILES[0]])["organisation"]["name"]
    return name


@contextmanager
def set_up_files() -> Iterator[tuple[Path, ...]]:
    """The set-up files in a temporary folder."""
    with TemporaryDirectory(prefix="taquilla-demo-files-") as folder:
        written = []
        for name, text in _texts().items():
            written.append(Path(folder) / name)
            written[-1].write_text(text, encoding="utf-8")
        yield tuple(written)


def pins() -> dict[str, str]:
    """The PIN of each person, by name."""
    return {person.name: person.pin for person in people()}


def _texts() -> dict[str, str]:
    return demonstration.texts(startup.SYSTEM.clock.now())


def introduced(person: Person) -> str:
    """A line with the name, the role and the PIN of a person."""
    return wording.text("demo.person", name=person.name, role=wording.text(f"demo.{person.role}"), pin=person.pin)


def no_password() -> str:
    """The password function of an open vault, which never calls it."""
    raise AssertionError("an open vault asks nobody")
