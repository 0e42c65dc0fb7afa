"""What a tenant reads of its own rows: complete lists in pages, and a ticket by its code."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from tests.builders.catalogue import small_setup
from tests.builders.counters import counter
from tests.builders.in_process import client
from tests.builders.tenants import ARENA, people
from tests.hq.web.calls import as_staff, code_of

pytestmark = pytest.mark.house

HOUSE = Tenant(small_setup().tenant_id, "sala", "Sala de Pruebas")


@pytest.fixture
def api(office: Office, tmp_path: Path) -> Iterator[httpx.Client]:
    """HQ after a counter of the small house sold two seats and three places."""
    for tenant in (HOUSE, ARENA):
        people(office, tenant)
    with counter(office, tmp_path / "1", 1) as one:
        one.grant(numbers=30, seats=["A-1", "A-2"], places=20)
        one.sell_seats("A-1", "A-2")
        one.sell_places(3)
        one.push()
    with client(create_app(office)) as http:
        yield http


def every(api: httpx.Client, office: Office, path: str, limit: int, tenant: Tenant = HOUSE) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    headers, rows, cursor = as_staff(office, StaffRole.AUDITOR, tenant), [], ""
    while True:
        page = api.get(path, params={"limit": limit, "cursor": cursor}, headers=headers).raise_for_status().json()
        assert len(page["items"]) <= limit
        rows += page["items"]
        if page["next"] is None:
            return rows
        cursor = page["next"]


def test_pages_miss_and_repeat_nothing(api: httpx.Client, office: Office) -> None:
    for path in ("/v1/seats", "/v1/ticket-types", "/v1/price-stages", "/v1/taxes", "/v1/rates"):
        whole = every(api, office, path, 200)
        assert len(whole) > 1
        for limit in (1, 2, len(whole)):
            assert every(api, office, path, limit) == whole, path


def test_what_a_station_sold_is_read_by_its_tenant_and_nobody_else(api: httpx.Client, office: Office) -> None:
    for path, count in (("/v1/sales", 2), ("/v1/documents", 2), ("/v1/payments", 2), ("/v1/shifts", 1)):
        assert len(every(api, office, path, 50)) == count, path
        assert every(api, office, path, 50, ARENA) == [], path


def test_amounts_are_whole_and_rates_are_texts(api: httpx.Client, office: Office) -> None:
    documents = every(api, office, "/v1/documents", 50)
    assert {type(document["total"]) for document in documents} == {int}
    assert {type(rate["value"]) for rate in every(api, office, "/v1/rates", 50)} == {str}


def test_the_door_finds_a_ticket_by_its_code(api: httpx.Client, office: Office) -> None:
    with office.database.tenant(HOUSE.id) as tx:
        code = tx.driver.execute("SELECT code FROM ticket ORDER BY id LIMIT 1").fetchone()[0]
    answer = api.get(f"/v1/tickets/{code}", headers=as_staff(office, StaffRole.DOOR, HOUSE))
    assert (answer.status_code, answer.json()["code"]) == (200, code)
    for tenant, asked in ((ARENA, code), (HOUSE, code[:-1]), (HOUSE, code.swapcase())):
        other = api.get(f"/v1/tickets/{asked}", headers=as_staff(office, StaffRole.DOOR, tenant))
        assert (other.status_code, code_of(other)) == (404, "NOT_FOUND")


def test_an_invented_cursor_is_refused(api: httpx.Client, office: Office) -> None:
    headers = as_staff(office, StaffRole.AUDITOR, HOUSE)
    for key in ("", "[]", '["x"]', '["1", "2"]', "{}", '[["1"]]', "[" * 600, '["\\u0000"]', "é"):
        cursor = base64.urlsafe_b64encode(key.encode()).decode() or "A"
        answer = api.get("/v1/sales", params={"cursor": cursor}, headers=headers)
        assert (answer.status_code, code_of(answer)) == (400, "BAD_CURSOR"), key
