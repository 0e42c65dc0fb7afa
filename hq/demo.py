"""`taquilla-hq demo`: HQ with a house in it and a station expected, in a folder that goes when it is stopped."""

import argparse
import secrets
import signal
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from domain.calendar import CARACAS
from hq import commands, listening
from hq.office import Office
from hq.opening import opened_office
from hq.people import accounts
from hq.people.accounts import Account, Author
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from hq.settings import PREFIX, SECRET_BYTES, Settings, read
from hq.setup import load_setup, organisations
from hq.stations import enrolment
from sync import setup

_SLUG, _LOGIN = "demo", "admin"
_PASSWORD_BYTES = 9
_ITS_OWN = {"SECRET", "DATA", "DATABASE_URL"}
"""What an environment may say for another HQ does not touch the demo's."""


def own_settings(environment: Mapping[str, str]) -> Settings:
    """The environment's port, origins and limits, and a secret for this once. Raises BadSettings."""
    said = {name: value for name, value in environment.items() if name.removeprefix(PREFIX) not in _ITS_OWN}
    quiet = {f"{PREFIX}LOG_LEVEL": "WARNING", **said}
    return read({**quiet, f"{PREFIX}SECRET": secrets.token_hex(SECRET_BYTES)})


def demo(settings: Settings, _options: argparse.Namespace) -> int:
    """Set up, say how a station comes in, answer until told to stop, and leave nothing."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(commands.OK))
    try:
        with listening.taken(settings) as listener, tempfile.TemporaryDirectory(prefix="taquilla-hq-") as folder:
            here = replace(settings, data=Path(folder))
            with opened_office(here) as office:
                house = _set_up(office)
            listening.listen(listener, here)
            _tell(here, house)
            return commands.answer(here, listener)
    except KeyboardInterrupt:  # while it was being set up; later the server takes it
        return commands.OK


@dataclass(frozen=True, slots=True)
class _House:
    """What somebody needs to know to come in."""

    content: setup.Setup
    password: str
    code: str


def _set_up(office: Office) -> _House:
    folder = files("resources") / "demo"
    texts = {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".toml")}
    read_before = setup.read_all(texts, on=office.clock.now().astimezone(CARACAS).date())
    tenant_id = read_before.tenant_id
    by, password = Author(tenant_id, None), secrets.token_urlsafe(_PASSWORD_BYTES)
    organisations.make(office, Tenant(tenant_id, _SLUG, read_before.profile.organisation))
    content = load_setup.load(office, by, texts)
    with office.database.tenant(tenant_id) as tx:
        administrator = Account(office.ids.new(), _LOGIN, "Administrator", StaffRole.ADMINISTRATOR)
        accounts.write(tx, office, by, administrator, password)
        code = enrolment.make_code(tx, office, by, content.station_id, office.ids.new())
    return _House(content, password, code.text)


def _tell(settings: Settings, house: _House) -> None:
    url = f"http://{settings.host}:{settings.port}"
    profile = house.content.profile
    lines = [
        f"{profile.organisation}: HQ at {url}, its API at {url}/v1/openapi.json",
        f"sign in: tenant {_SLUG}, login {_LOGIN}, password {house.password}",
        f"{profile.name} comes in, once, with:",
        f"    taquilla enrol ./station-{profile.no} {url} {house.code} --vault open",
        f"    taquilla run ./station-{profile.no}",
        *(f"{each.cashier.name}, {each.cashier.role}: PIN {each.pin}" for each in house.content.staff),
        "Ctrl-C stops HQ and leaves nothing of it.",
    ]
    print(*lines, sep="\n", flush=True)
