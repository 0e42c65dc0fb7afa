"""Every route of the published document, called by every kind of caller that may not use it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest

from hq.books.records import COLLECTIONS
from hq.office import Office
from hq.people import accounts, passwords
from hq.people.accounts import Account
from hq.people.permissions import Permission, StaffRole
from tests.builders.tenants import ARENA, TEATRO, Visitor, by_hand
from tests.hq.web.calls import as_staff, bearer, code_of

STATION, ACCOUNT = UUID(int=0x51), UUID(int=0xAC)
MARK = "of-the-arena"
OPEN = {"/healthz", "/readyz", "/metrics", "/v1/enrol", "/v1/auth/challenge", "/v1/auth/token"} | {
    "/v1/sign-in",
    "/v1/sign-in/refresh",
    "/v1/sign-out",
}
"""Routes that need no token."""
OF_STATIONS = re.compile(
    r"/v1/stations/\{station_id\}/(head|epoch|journal|feed|customers|snapshot.*|digests|seats|places|refund-rights)$"
)
OF_BOTH = {"/v1/live", "/v1/performances/{performance_id}/availability"}
OF_EVERYBODY = {"/v1/me", "/v1/live"}
MAKES = {
    *(("PUT", "/v1/staff/{account_id}"), ("PUT", "/v1/stations/{station_id}")),
    ("PUT", "/v1/customers/{customer_id}"),
}
"""Routes that create what the caller names: with an id of another tenant, a tenant creates its own."""
OWN = {"/v1/books/{day}"}
"""Routes whose path names no id."""
BODIES: Mapping[str, Any] = {
    "/v1/staff/{account_id}": {"login": "eva", "name": "Eva", "role": "door"},
    "/v1/staff/{account_id}/password": {"password": "another horse"},
    "/v1/stations/{station_id}": {"no": 1, "name": "T", "organisation": "T", "series": "A"},
    "/v1/stations/{station_id}/status": {"status": "lost", "reason": "a test"},
    "/v1/stations/{station_id}/epoch-approval": {"epoch": 1, "reason": "a test"},
    "/v1/stations/{station_id}/number-grants/{grant_id}": {"series": "A", "count": 1},
    "/v1/performances/{performance_id}/suspensions": {"kind": "cancelled", "reason": "a test"},
    "/v1/series/{series}/forms/{first_control}": {
        "printer": "I",
        "printer_rif": "J-40987654-3",
        "authorisation": "S",
        "last_control": "00-9",
        "authorised_on": "2019-06-03",
        "made_on": "2026-01-15",
    },
    "/v1/stations/{station_id}/seat-grants/{grant_id}": {
        "performance_id": str(UUID(int=1)),
        "seats": [{"first": 1, "last": 2}],
    },
    "/v1/stations/{station_id}/places-grants/{grant_id}": {
        "performance_id": str(UUID(int=1)),
        "zone_id": str(UUID(int=2)),
        "places": 1,
    },
    "/v1/stations/{station_id}/number-recalls/{recall_id}": {"series": "A", "reason": "a test"},
    "/v1/stations/{station_id}/seat-recalls/{recall_id}": {
        "performance_id": str(UUID(int=1)),
        "seats": [{"first": 1, "last": 2}],
        "reason": "a test",
    },
    "/v1/stations/{station_id}/places-recalls/{recall_id}": {
        "performance_id": str(UUID(int=1)),
        "zone_id": str(UUID(int=2)),
        "reason": "a test",
    },
    "/v1/cashiers/{cashier_id}/use": {"in_use": False, "reason": "a test"},
    "/v1/performances/{performance_id}/use": {"in_use": False, "reason": "a test"},
    "/v1/ticket-types/{ticket_type_id}/use": {"in_use": False, "reason": "a test"},
    "/v1/zones/{zone_id}/use": {"in_use": False, "reason": "a test"},
    "/v1/customers/{customer_id}": {"name": "Eva"},
    "/v1/customers/{customer_id}/link": {"other": str(ACCOUNT)},
    "/v1/customers/{customer_id}/erase": {"reason": "a test"},
    "/v1/conflicts/{case_id}/resolutions/{resolution_id}": {"choice": "stand"},
    "/v1/stations/{station_id}/epoch": {"epoch": 1, "public_key": "00", "proof": "00"},
    "/v1/stations/{station_id}/seats": {
        "grant_id": str(UUID(int=1)),
        "performance_id": str(UUID(int=1)),
        "seats": [{"first": 1, "last": 2}],
    },
    "/v1/stations/{station_id}/places": {
        "grant_id": str(UUID(int=1)),
        "performance_id": str(UUID(int=1)),
        "zone_id": str(UUID(int=2)),
        "places": 1,
    },
    "/v1/stations/{station_id}/refund-rights": {"grant_id": str(UUID(int=1)), "text": "A-1"},
}


@dataclass(frozen=True, slots=True)
class Door:
    """A route and a method of the published document."""

    method: str
    path: str
    query: str

    def knock(self, api: httpx.Client, headers: Mapping[str, str]) -> httpx.Response:
        """Call it with the ids of the arena."""
        path = self.path.replace("{no}", "0").replace("{code}", "A" * 27).replace("{station_id}", str(STATION))
        path = path.replace("{day}", "2026-05-31").replace("{subject}", f"ticket:{ACCOUNT}")
        path = re.sub(r"\{\w+\}", str(ACCOUNT), path)
        return api.request(self.method, path + self.query, json=BODIES.get(self.path), headers=headers)


def doors(api: httpx.Client) -> Iterator[Door]:
    for path, methods in api.get("/v1/openapi.json").json()["paths"].items():
        for method, described in methods.items():
            needed = [p["name"] for p in described.get("parameters", []) if p["in"] == "query" and p.get("required")]
            values = "&".join(f"{name}={ACCOUNT if name == 'incarnation' else 1}" for name in needed)
            yield Door(method.upper(), path, f"?{values}" if values else "")


def guarded(api: httpx.Client) -> list[Door]:
    closed = [door for door in doors(api) if door.path not in OPEN]
    assert len(closed) > 20
    return closed


@pytest.fixture
def arena(api: httpx.Client, office: Office) -> Visitor:
    """The arena has an account and a station, whose ids the theatre's staff tries."""
    with office.database.tenant(ARENA.id) as tx:
        wanted = Account(ACCOUNT, MARK, MARK, StaffRole.DOOR)
        accounts.write(tx, office, by_hand(ARENA), wanted, passwords.hashed("correct horse"))
    visitor = Visitor(ARENA, STATION, seed=7)
    visitor.enrol(office)
    return visitor


def test_without_a_token_no_door_opens(api: httpx.Client, arena: Visitor) -> None:
    for door in guarded(api):
        for headers in ({}, bearer("a.b.c"), {"Authorization": "Basic YTpi"}):
            answer = door.knock(api, headers)
            assert (answer.status_code, code_of(answer)) == (401, "UNAUTHENTICATED"), door


def test_an_administrator_of_another_tenant_finds_nothing_under_its_ids(
    api: httpx.Client, office: Office, arena: Visitor
) -> None:
    for door in sorted(guarded(api), key=lambda door: (door.method, door.path) in MAKES):
        if door.path in OF_EVERYBODY or OF_STATIONS.match(door.path):
            continue
        answer = door.knock(api, as_staff(office))
        assert MARK not in answer.text, door
        if "{" not in door.path:
            assert answer.status_code == 200, door
        elif door.path in OWN:
            assert answer.status_code == 204, door
        elif (door.method, door.path) in MAKES:
            assert answer.status_code in {200, 422}, door
        else:
            assert answer.status_code == 404, door
    with office.database.tenant(ARENA.id) as tx:
        kept = accounts.find(tx, ARENA.id, ACCOUNT)
    assert kept == Account(ACCOUNT, MARK, MARK, StaffRole.DOOR)


def test_a_station_of_another_tenant_or_another_station_finds_nothing(
    api: httpx.Client, office: Office, arena: Visitor
) -> None:
    same_id = Visitor(TEATRO, UUID(int=0x52), no=2, seed=8)
    same_id.enrol(office)
    for door in guarded(api):
        answer = door.knock(api, bearer(same_id.token(office)))
        assert MARK not in answer.text, door
        theirs = door.path in OF_BOTH or OF_STATIONS.match(door.path)
        assert answer.status_code == (200 if door.path == "/v1/live" else 404 if theirs else 403), door


def test_a_lower_role_opens_only_its_own_doors(api: httpx.Client, office: Office, arena: Visitor) -> None:
    allowed = {
        role: {
            door
            for door in guarded(api)
            if door.method == "GET" and door.knock(api, as_staff(office, role, ARENA)).status_code == 200
        }
        for role in StaffRole
    }
    lists = {name: {f"/v1/{of.name}" for of in COLLECTIONS if of.permission is name} for name in Permission}
    catalogue, sold = lists[Permission.READ_CATALOGUE], lists[Permission.READ_SALES]
    paths = {role: sorted({door.path for door in opened} - catalogue) for role, opened in allowed.items()}
    assert all(catalogue <= {door.path for door in opened} for opened in allowed.values())
    assert paths[StaffRole.DOOR] == paths[StaffRole.CASHIER] == ["/v1/live", "/v1/me"]
    paths = {role: sorted(set(opened) - sold) for role, opened in paths.items() if sold <= set(opened)}
    assert paths[StaffRole.AUDITOR] == [
        "/v1/acts", "/v1/acts/verdict", "/v1/apart", "/v1/books", "/v1/consolidation", "/v1/debts", "/v1/forms",
        "/v1/forms/spoiled", "/v1/holds", "/v1/live", "/v1/me", "/v1/stations",
        "/v1/stations/{station_id}", "/v1/timelines",
    ]  # fmt: skip
    assert set(paths[StaffRole.SUPERVISOR]) - set(paths[StaffRole.AUDITOR]) == {
        "/v1/conflicts", "/v1/customers", "/v1/stations/{station_id}/recalls",
    }  # fmt: skip
    assert set(paths[StaffRole.ADMINISTRATOR]) - set(paths[StaffRole.SUPERVISOR]) == {
        "/v1/staff", "/v1/staff/{account_id}",
    }  # fmt: skip


def test_no_role_below_the_administrator_changes_what_is_not_its_own(
    api: httpx.Client, office: Office, arena: Visitor
) -> None:
    for role in (StaffRole.DOOR, StaffRole.CASHIER, StaffRole.AUDITOR):
        for door in guarded(api):
            if door.method != "GET":
                answer = door.knock(api, as_staff(office, role, ARENA))
                assert (answer.status_code, code_of(answer)) == (403, "FORBIDDEN"), (role, door)


def test_a_token_of_a_revoked_account_opens_nothing(api: httpx.Client, office: Office) -> None:
    door = as_staff(office, StaffRole.DOOR)
    assert api.get("/v1/me", headers=door).status_code == 200
    admin = as_staff(office)
    me = api.get("/v1/me", headers=door).json()["account_id"]
    gone = {"login": "door", "name": "door", "role": "door", "active": False}
    assert api.put(f"/v1/staff/{me}", json=gone, headers=admin).status_code == 200
    assert api.get("/v1/me", headers=door).status_code == 401
