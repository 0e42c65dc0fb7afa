"""What a tenant reads of its own rows: complete lists in pages, and a ticket by its code."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import pytest

from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from sync import facts
from tests.builders import stations as small
from tests.builders.catalogue import small_setup
from tests.builders.counters import counter
from tests.builders.in_process import client
from tests.builders.tenants import ARENA, people
from tests.hq.sent_cases import sent
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


def code_at_the_door(api: httpx.Client, office: Office, code: str) -> tuple[int, str]:
    """The status, and the refusal or else the code of the ticket."""
    answer = api.get(f"/v1/tickets/{code}", headers=as_staff(office, StaffRole.DOOR, HOUSE))
    return answer.status_code, answer.json()["code"] if answer.status_code == HTTPStatus.OK else code_of(answer)


def test_the_door_finds_a_code_that_was_typed_by_hand(api: httpx.Client, office: Office) -> None:
    with office.database.tenant(HOUSE.id) as tx:
        code = tx.driver.execute("SELECT code FROM ticket ORDER BY id LIMIT 1").fetchone()[0]
    assert {code_at_the_door(api, office, typed) for typed in (code.lower(), code.upper())} == {(200, code)}


def test_a_moved_ticket_is_admitted_by_its_new_code_alone(office: Office, tmp_path: Path) -> None:
    people(office, HOUSE)
    with counter(office, tmp_path / "1", 1) as one, client(create_app(office)) as api:
        one.grant(numbers=30, seats=["A-1", "A-2", "A-3"])
        sold = one.sell_seats("A-1", "A-2").sale.tickets
        second, third = (replace(sold[0], code=letter * len(sold[0].code)) for letter in "Yz")
        moved = [
            replace(ticket, place=replace(ticket.place, seat_id=small.seat_id(seat)))
            for ticket, seat in ((second, "A-3"), (third, "A-1"))
        ]
        case = sent(one)
        one.append(
            facts.TicketReplaced(case, sold[0].code, sold[0].place, moved[0]),
            facts.TicketReplaced(case, moved[0].code, moved[0].place, moved[1]),
        )
        one.push()
        door = as_staff(office, StaffRole.DOOR, HOUSE)
        for ended in (sold[0].code, second.code, sold[0].code.lower()):
            assert code_at_the_door(api, office, ended) == (410, "TICKET_REPLACED")
            assert third.code not in api.get(f"/v1/tickets/{ended}", headers=door).text
        valid = api.get(f"/v1/tickets/{third.code}", headers=door).json()
        assert (valid["code"], valid["seat_id"], valid["id"]) == (third.code, small.seat_id("A-1"), str(third.id))
        assert code_at_the_door(api, office, sold[1].code) == (200, sold[1].code)


def test_a_withdrawn_ticket_is_refused_as_withdrawn(office: Office, tmp_path: Path) -> None:
    people(office, HOUSE)
    with counter(office, tmp_path / "1", 1) as one, client(create_app(office)) as api:
        one.grant(numbers=30, seats=["A-1", "A-2"])
        ticket, other = one.sell_seats("A-1", "A-2").sale.tickets
        owed = ticket.price.amount + ticket.price.fee
        one.append(facts.TicketWithdrawn(sent(one), ticket, owed))
        one.push()
        assert code_at_the_door(api, office, ticket.code) == (410, "TICKET_WITHDRAWN")
        assert code_at_the_door(api, office, other.code) == (200, other.code)


def test_an_invented_cursor_is_refused(api: httpx.Client, office: Office) -> None:
    headers = as_staff(office, StaffRole.AUDITOR, HOUSE)
    for key in ("", "[]", '["x"]', '["1", "2"]', "{}", '[["1"]]', "[" * 600, '["\\u0000"]', "é"):
        cursor = base64.urlsafe_b64encode(key.encode()).decode() or "A"
        answer = api.get("/v1/sales", params={"cursor": cursor}, headers=headers)
        assert (answer.status_code, code_of(answer)) == (400, "BAD_CURSOR"), key
