"""HQ's statements name the tenant, so that on Citus each goes to the one server that has it.

Row security adds the tenant to every statement, but Citus chooses the server by the statement alone: without the tenant
it would ask all of them, and refuse to lock rows.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.routing import APIRoute

from domain.rights import GrantId, SeatGrant, spans
from hq.app import create_app
from hq.books.check import check
from hq.live.availability import availability
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.rights.fencing import fence
from hq.scaling.layout import DISTRIBUTED
from hq.stations import catalogue_feed
from hq.storage.database import Database
from pos_app.services.rights import ask_rights
from pos_app.services.till import shifts, till_reports
from sync import facts
from sync.line.messages import Wants
from tests.builders import stations as small
from tests.builders.clock import FakeClock
from tests.builders.counters import Counters, two_counters
from tests.builders.counts import NONE_LEFT
from tests.builders.in_process import client
from tests.builders.office import office_on
from tests.builders.plans import PlannedDatabase, not_of_one_tenant
from tests.builders.tenants import TEATRO, Visitor, people
from tests.hq.web.calls import as_staff

pytestmark = pytest.mark.house
SPREAD = [table.name for table in DISTRIBUTED]
OF_ALL = {
    "SELECT tenant.tenant_id, tenant.slug, tenant.name, tenant.created_at, tenant.books_closed_through FROM tenant "
    "ORDER BY tenant.slug": "tenant",
    "SELECT tenant.tenant_id, tenant.slug FROM tenant WHERE tenant.slug = %(slug_1)s OR tenant.tenant_id = "
    "%(tenant_id_1)s::UUID": "tenant",
    "SELECT enrolment_code.tenant_id FROM enrolment_code WHERE enrolment_code.hash = %(hash_1)s": "enrolment_code",
}
"""What is looked up before the tenant is known asks every server."""


@pytest.fixture
def planned(database: Database) -> Iterator[PlannedDatabase]:
    url = database.url.render_as_string(hide_password=False)
    with closing(PlannedDatabase(url)) as planned:
        yield planned


def a_day(office: Office, counters: Counters) -> None:
    """Grants, sales, a refill, a seat sold twice, closings, a life that ends, and everything that reads them."""
    one, two = counters
    one.grant(numbers=30, seats=["A-1", "A-2", "A-3"], places=20)
    two.grant(numbers=30, seats=["B-1"], places=20)
    performance = small.offering(two.station).performance.id
    grant = SeatGrant(GrantId(two.station.ids.new()), performance, spans([small.seat_id("A-1")]))
    two.append(facts.SeatsAccepted(grant=grant, certificate=""))
    one.sell_seats("A-1", "A-2")
    two.sell_seats("A-1")
    for counter in counters:
        counter.sell_places(3)
        counter.push(wants=Wants())
    shifts.count(one.station, small.ana(one.station), NONE_LEFT)
    shifts.close_shift(one.station, small.ana(one.station), "prueba", approved_by=small.rosa(one.station))
    till_reports.take_z(one.station, small.rosa(one.station))
    ask_rights.release_idle(one.station)
    one.push()
    for holder in (one.holder, two.holder):
        manifest = catalogue_feed.snapshot_for(office, holder)
        catalogue_feed.chunk_for(office, holder, manifest.snapshot, 0)
        catalogue_feed.digests_for(office, holder)
        catalogue_feed.page_for(office, holder, 0, office.incarnation)
    with office.database.tenant(one.holder.tenant_id) as tx:
        availability(tx, one.holder.tenant_id, performance)
        fence(tx, two.holder, "lost", office.clock.now())
    check(office, one.holder.tenant_id)


def test_every_statement_names_the_tenant(planned: PlannedDatabase, clock: FakeClock, tmp_path: Path) -> None:
    office = office_on(planned, clock, 0)
    with two_counters(office, tmp_path) as counters:
        a_day(office, counters)
    people(office, TEATRO)
    visitor = Visitor(TEATRO, UUID(int=0x57))
    visitor.enrol(office)
    visitor.token(office)
    app = create_app(office)
    headers = as_staff(office, StaffRole.ADMINISTRATOR)
    with client(app) as http:
        for route in app.routes:
            if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and "{" not in route.path:
                http.get(route.path, headers=headers)
    assert len(planned.plans) > 150
    fan_out = {
        statement: tables
        for statement, plan in planned.plans.items()
        if (tables := not_of_one_tenant(plan, SPREAD)) and [OF_ALL.get(" ".join(statement.split()))] != tables
    }
    assert fan_out == {}
