"""A station and the HQ that knows it."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from domain.rights import SeatSpan
from hq.app import create_app
from hq.keys import KeySeal
from hq.office import open_office
from hq.services import tenants
from hq.services.tenants import Tenant
from hq.settings import Limits
from hq.storage.database import Database
from pos_app.station import Station
from sync import setup
from tests.hq.conftest import database, postgres  # noqa: F401  # fixtures of HQ's own tests
from tests.hq.in_process import InProcess
from tests.hq.offices import FixedClock
from tests.pos_app import stations
from tests.pos_app.stations import SATURDAY, SETUP
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.network import Network


@pytest.fixture
def hq(database: Database) -> Iterator[HeadOffice]:  # noqa: F811  # the fixture imported above
    """HQ with the small set-up, whose station may enrol."""
    chance = random.Random(7).randbytes  # noqa: S311  # the same in every run
    office = open_office(database, FixedClock(SATURDAY), chance, KeySeal(bytes(32)))
    text = SETUP.read_text(encoding="utf-8")
    content = setup.read(text, on=SATURDAY.date())
    tenants.make(office, Tenant(content.tenant_id, "sala", "Sala"))
    app = create_app(office, Limits(per_token="1000000/minute", per_address="1000000/minute"))
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(app.router.lifespan_context(app)):
        made = HeadOffice(office, Network(InProcess(app, portal)), content.tenant_id, content.station_id)
        made.load(text)
        yield made


@pytest.fixture
def station(hq: HeadOffice, tmp_path: Path) -> Iterator[Station]:
    """Enrolled, with its first rights, the shift not open."""
    made = hq.enrol(tmp_path / "profile", hq.code())
    with closing(made.database):
        hq.entrust(made, places=50, seats=(SeatSpan(0, 19),))
        hq.round(made)
        yield made


@pytest.fixture
def till(station: Station) -> Station:
    """With a shift of Ana's open."""
    stations.open_shift(station)
    return station
