"""Fixtures of a station and the HQ that it is enrolled with."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from domain.rights import SeatSpan
from hq.app import create_app
from hq.people.tenants import Tenant
from hq.postgres.embedded import EmbeddedPostgres
from hq.settings import Limits
from hq.setup import organisations
from hq.storage import migrations
from hq.storage.database import Database
from pos_app.station import Station
from tests.builders import stations
from tests.builders.catalogue import SETUP, small_setup
from tests.builders.clock import SATURDAY, FakeClock
from tests.builders.databases import Databases
from tests.builders.in_process import InProcess
from tests.builders.office import office_on
from tests.hq.conftest import postgres  # noqa: F401  # the server of HQ's own tests
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.network import NOWHERE, Network

UNLIMITED = Limits(per_token="1000000/minute", per_address="1000000/minute")


@pytest.fixture(scope="session")
def small_hqs(postgres: EmbeddedPostgres) -> Iterator[Databases]:  # noqa: F811  # the fixture imported above
    """Databases with the small set-up, loaded once because hashing its PINs takes long."""
    with closing(Databases(postgres, "small", _load)) as made:
        yield made


def _load(database: Database) -> None:
    migrations.upgrade(database)
    office = office_on(database, FakeClock(SATURDAY), 6)
    content = small_setup()
    organisations.make(office, Tenant(content.tenant_id, "sala", "Sala"))
    HeadOffice(office, Network(NOWHERE), content.tenant_id, content.station_id).load(SETUP.read_text("utf-8"))


@pytest.fixture
def hq(small_hqs: Databases) -> Iterator[HeadOffice]:
    """HQ with the small set-up, and with its station ready to enrol."""
    content = small_setup()
    with ExitStack() as after:
        database = after.enter_context(small_hqs.lent())
        office = office_on(database, FakeClock(SATURDAY), 7)
        app = create_app(office, UNLIMITED)
        portal = after.enter_context(start_blocking_portal())
        after.enter_context(portal.wrap_async_context_manager(app.router.lifespan_context(app)))
        yield HeadOffice(office, Network(InProcess(app, portal)), content.tenant_id, content.station_id)


@pytest.fixture
def station(hq: HeadOffice, tmp_path: Path) -> Iterator[Station]:
    """An enrolled station with its first rights and no open shift."""
    made = hq.enrol(tmp_path / "profile", hq.code())
    with closing(made.database):
        hq.grant(made, places=50, seats=(SeatSpan(0, 19),))
        hq.round(made)
        yield made


@pytest.fixture
def till(station: Station) -> Station:
    """The station with an open shift of Ana's."""
    stations.open_shift(station)
    return station
