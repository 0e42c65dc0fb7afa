"""Conflicts and totals over HTTP: who may read and resolve cases, each case once, and which cases need the counter."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from domain.rights import GrantId, NumberGrant, SeatGrant, spans
from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from sync import facts
from tests.builders import stations as small
from tests.builders.catalogue import small_setup
from tests.builders.counters import Counter, two_counters
from tests.builders.in_process import client
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff, code_of

pytestmark = pytest.mark.house

HOUSE = Tenant(small_setup().tenant_id, "sala", "Sala de Pruebas")


@pytest.fixture
def api(office: Office, tmp_path: Path) -> Iterator[httpx.Client]:
    """Two counters that used one number and sold one seat."""
    people(office, HOUSE)
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1"])
        _accept_grants_of_one(two)
        for station in (one, two):
            station.sell_seats("A-1")
            station.push()
    with client(create_app(office)) as http:
        yield http


def _accept_grants_of_one(two: Counter) -> None:
    """The second counter accepts the seat and the numbers that HQ granted to the first."""
    performance = small.offering(two.station).performance.id
    seat = SeatGrant(GrantId(two.station.ids.new()), performance, spans([small.seat_id("A-1")]))
    two.append(
        facts.SeatsAccepted(grant=seat, certificate=""),
        facts.NumbersAccepted(grant=NumberGrant(GrantId(two.station.ids.new()), "A", 1, 30), certificate=""),
    )


def test_cases_are_told_with_both_sides_and_their_history(api: httpx.Client, office: Office) -> None:
    headers = as_staff(office, StaffRole.SUPERVISOR, HOUSE)
    cases = api.get("/v1/conflicts", headers=headers).raise_for_status().json()
    assert {case["kind"] for case in cases} >= {"C1", "C3"}
    seat = next(case for case in cases if case["kind"] == "C1")
    whole = api.get(f"/v1/conflicts/{seat['id']}", headers=headers).raise_for_status().json()
    assert len(whole["case"]["claims"]) == 2
    assert [line["act"] for line in whole["history"]] == ["proposed", "sent"]
    assert code_of(api.get("/v1/conflicts", headers=as_staff(office, StaffRole.CASHIER, HOUSE))) == "FORBIDDEN"


def test_a_case_is_closed_once(api: httpx.Client, office: Office) -> None:
    headers = as_staff(office, StaffRole.SUPERVISOR, HOUSE)
    cases = api.get("/v1/conflicts", headers=headers).json()
    number = next(case for case in cases if case["kind"] == "C3")
    path = f"/v1/conflicts/{number['id']}/resolutions/"
    body = {"choice": "stand", "note": "ambos documentos se conservan"}
    for _ in range(2):
        closed = api.put(path + str(UUID(int=7)), json=body, headers=headers).raise_for_status().json()
        assert closed["state"] == "closed"
    assert code_of(api.put(path + str(UUID(int=8)), json=body, headers=headers)) == "CASE_CLOSED"


def test_new_paper_is_left_to_the_counter(api: httpx.Client, office: Office) -> None:
    headers = as_staff(office, StaffRole.SUPERVISOR, HOUSE)
    seat = next(case for case in api.get("/v1/conflicts", headers=headers).json() if case["kind"] == "C1")
    path = f"/v1/conflicts/{seat['id']}/resolutions/{UUID(int=7)}"
    assert code_of(api.put(path, json={"choice": "move"}, headers=headers)) == "SETTLE_AT_STATION"
    assert code_of(api.get(f"/v1/conflicts/{UUID(int=7)}", headers=headers)) == "NO_SUCH_CASE"


def test_totals_are_read_by_who_may_read_sales(api: httpx.Client, office: Office) -> None:
    totals = api.get("/v1/consolidation", headers=as_staff(office, StaffRole.AUDITOR, HOUSE)).raise_for_status().json()
    assert [share["count"] for share in totals["stations"]] == [1, 1]
    assert totals["total"]["minor"] == sum(share["amount"]["minor"] for share in totals["stations"]) > 0
    assert code_of(api.get("/v1/consolidation", headers=as_staff(office, StaffRole.DOOR, HOUSE))) == "FORBIDDEN"
