"""`taquilla-hq demo`: HQ with a demonstration house, in a temporary folder that is deleted when it stops."""

import argparse
import secrets
import signal
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hq import listener as listening
from hq import serving
from hq.office import Office
from hq.opening import opened_office
from hq.outcome import OK
from hq.people import accounts, passwords
from hq.people.accounts import Account, Author
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from hq.settings import PREFIX, SECRET_BYTES, Settings, read
from hq.setup import load_setup, organisations
from hq.stations.registering import NumberedStation, register
from resources.texts import text
from sync import setup
from sync.setup import demonstration

_SLUG, _LOGIN = "demo", "admin"
_PASSWORD_BYTES = 9
_OWN = {"SECRET", "DATA", "DATABASE_URL"}
"""Settings that the demo never takes from the environment, where they belong to another HQ."""


def own_settings(environment: Mapping[str, str]) -> Settings:
    """The environment's port, origins and limits, with a new secret. Raises BadSettings."""
    others = {name: value for name, value in environment.items() if name.removeprefix(PREFIX) not in _OWN}
    quiet = {f"{PREFIX}LOG_LEVEL": "WARNING", **others}
    return read({**quiet, f"{PREFIX}SECRET": secrets.token_hex(SECRET_BYTES)})


def demo(settings: Settings, _options: argparse.Namespace) -> int:
    """Load the house, print how to enrol its station, serve until a signal stops it, and delete everything."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(OK))
    try:
        with listening.taken(settings) as listener, tempfile.TemporaryDirectory(prefix="taquilla-hq-") as folder:
            settings = replace(settings, data=Path(folder))
            with opened_office(settings) as office:
                house = _set_up(office)
            listening.listen(listener, settings)
            _print_instructions(settings, house)
            return serving.answer(settings, listener)
    except KeyboardInterrupt:  # during the set-up; later the server handles it
        return OK


@dataclass(frozen=True, slots=True)
class _House:
    """The content of the house, and what a person needs to sign in and to enrol its station."""

    content: setup.Setup
    password: str
    code: str


def _set_up(office: Office) -> _House:
    texts = demonstration.texts(office.clock.now())
    content = load_setup.read_files(office, texts)
    organisation = content.profile.organisation
    by, password = Author(content.tenant_id, None), secrets.token_urlsafe(_PASSWORD_BYTES)
    organisations.make(office, Tenant(content.tenant_id, _SLUG, organisation))
    load_setup.load(office, by, texts)
    administrator = Account(office.ids.new(), _LOGIN, text("hq.demo.administrator"), StaffRole.ADMINISTRATOR)
    password_hash = passwords.hashed(password)
    with office.database.tenant(by.tenant_id) as tx:
        accounts.write(tx, office, by, administrator, password_hash)
    station = register(office, by, NumberedStation(content.profile.no, organisation))
    return _House(content, password, station.code.text)


def _print_instructions(settings: Settings, house: _House) -> None:
    url, profile = f"http://{settings.host}:{settings.port}", house.content.profile
    folder = f"./station-{profile.no}"
    lines = [
        text("hq.demo.address", house=profile.organisation, url=url),
        text("hq.demo.sign_in", tenant=_SLUG, login=_LOGIN, password=house.password),
        text("hq.demo.enrol", station=profile.name),
        f"    taquilla enrol {folder} {url} {house.code} --vault open",
        f"    taquilla run {folder}",
        *(
            text(
                "hq.demo.person",
                name=member.cashier.name,
                role=text(f"values.role.{member.cashier.role}"),
                pin=member.pin,
            )
            for member in house.content.staff
        ),
        text("hq.demo.end"),
    ]
    print(*lines, sep="\n", flush=True)
