"""Blocks and books over HTTP: a block is granted once for an id, and only administrators close the books."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from domain.rights import GrantId
from hq.app import create_app
from hq.audit import act_journal
from hq.audit.acts import NumbersGranted
from hq.office import Office
from hq.people.accounts import Author
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from hq.rights import blocks
from hq.rights.blocks import BadBlock
from hq.rights.grants import Numbers
from tests.builders.catalogue import small_setup
from tests.builders.clock import SATURDAY, FakeClock
from tests.builders.counters import Counter, counter
from tests.builders.in_process import client
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff, code_of

pytestmark = pytest.mark.house

HOUSE = Tenant(small_setup().tenant_id, "sala", "Sala de Pruebas")


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    """An enrolled station without rights."""
    people(office, HOUSE)
    with counter(office, tmp_path / "1", 1) as made:
        yield made


@pytest.fixture
def api(office: Office, one: Counter) -> Iterator[httpx.Client]:
    """A client of HQ with that station."""
    with client(create_app(office)) as http:
        yield http


def test_a_block_is_given_once_an_id(api: httpx.Client, one: Counter) -> None:
    headers = as_staff(one.office, StaffRole.SUPERVISOR, HOUSE)
    path = f"/v1/stations/{one.holder.station_id}/number-grants"
    wanted = {"series": "A", "count": 50}
    first, again, next_one = (
        api.put(f"{path}/{UUID(int=no)}", json=wanted, headers=headers).raise_for_status().json() for no in (7, 7, 8)
    )
    assert (
        first
        == again
        == {"series": "A", "first": 1, "last": 50, "first_control": "00-00000501", "last_control": "00-00000550"}
    )
    assert next_one == {
        "series": "A",
        "first": 51,
        "last": 100,
        "first_control": "00-00000551",
        "last_control": "00-00000600",
    }
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        acts = [act.entry.body for act in act_journal.read(tx, one.holder.tenant_id, after=0, most=100)]
    assert [(act.first, act.last) for act in acts if isinstance(act, NumbersGranted)] == [(1, 50), (51, 100)]
    answer = api.put(f"{path}/{UUID(int=9)}", json={**wanted, "series": "Z"}, headers=headers)
    assert (answer.status_code, code_of(answer)) == (404, "NOT_FOUND")


@pytest.mark.parametrize("count", [0, 10**20, 1_000_001])
def test_a_block_that_nobody_prints_is_refused(one: Counter, count: int) -> None:
    by, wanted = Author(one.holder.tenant_id, None), (GrantId(UUID(int=7)), Numbers("A", count))
    with one.office.database.tenant(by.tenant_id) as tx, pytest.raises(BadBlock):
        blocks.grant_block(tx, one.office, by, one.holder, wanted)


def test_the_books_are_closed_by_the_administrator_and_read_by_the_auditor(api: httpx.Client, one: Counter) -> None:
    assert isinstance(one.office.clock, FakeClock)
    one.office.clock.at = SATURDAY + timedelta(days=1)
    admin, auditor = (as_staff(one.office, role, HOUSE) for role in (StaffRole.ADMINISTRATOR, StaffRole.AUDITOR))
    assert api.get("/v1/books", headers=auditor).json() == {"closed_through": None}
    assert code_of(api.put("/v1/books/2026-11-21", headers=auditor)) == "FORBIDDEN"
    assert api.put("/v1/books/2026-11-21", headers=admin).status_code == 204
    assert api.get("/v1/books", headers=auditor).json() == {"closed_through": "2026-11-21"}
    answer = api.put("/v1/books/2026-11-20", headers=admin)
    assert (answer.status_code, code_of(answer)) == (409, "BOOKS_CLOSED")
