"""Customers over HTTP: made, edited, listed, linked, exported and erased, by whoever may, with an act for each."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from tests.builders.in_process import client
from tests.builders.tenants import ARENA, TEATRO, people
from tests.hq.web.calls import as_staff, code_of

MARIA = {
    "name": "María",
    "surname": "Pérez",
    "document": "V-12.345.678",
    "phone": "0412-7654321",
    "email": "Maria@Correo.com",
}


@pytest.fixture
def api(office: Office) -> Iterator[httpx.Client]:
    """A client of HQ with two organisations."""
    people(office, TEATRO)
    people(office, ARENA)
    with client(create_app(office)) as http:
        yield http


def address(no: int) -> str:
    return f"/v1/customers/{UUID(int=no)}"


def put(api: httpx.Client, office: Office, no: int, **fields: object) -> dict[str, object]:
    answer = api.put(address(no), json=fields, headers=as_staff(office))
    assert answer.status_code == 200, answer.text
    read: dict[str, object] = answer.json()
    return read


def test_a_customer_is_made_edited_and_read_back(api: httpx.Client, office: Office) -> None:
    made = put(api, office, 1, **MARIA, consents={"email": True}, source="carta")
    assert (made["document"], made["phone"], made["email"]) == ("V12345678", "+584127654321", "maria@correo.com")
    put(api, office, 1, surname="Rivas", phone="", consents={"email": False}, source="llamada")
    read = api.get(address(1), headers=as_staff(office)).json()
    assert (read["name"], read["surname"], read["phone"]) == ("María", "Rivas", "")
    assert [(one["channel"], one["is_given"], one["source"]) for one in read["consents"]] == [
        ("email", False, "llamada")
    ]


def test_customers_are_listed_in_pages_and_found_by_any_field(api: httpx.Client, office: Office) -> None:
    for no in range(1, 6):
        put(api, office, no, name="Ana", document=f"V1000000{no}", phone=f"041411111{no}0")
    first = api.get("/v1/customers?limit=2", headers=as_staff(office)).json()
    second = api.get(f"/v1/customers?limit=2&cursor={first['next']}", headers=as_staff(office)).json()
    third = api.get(f"/v1/customers?limit=2&cursor={second['next']}", headers=as_staff(office)).json()
    ids = [one["id"] for page in (first, second, third) for one in page["items"]]
    assert ids == [str(UUID(int=no)) for no in range(1, 6)]
    assert third["next"] is None
    for typed in ("V10000003", "10000003", "04141111130", "1130"):
        (match,) = api.get("/v1/customers", params={"q": typed}, headers=as_staff(office)).json()["items"]
        assert match["id"] == str(UUID(int=3))


def test_a_doubtful_pair_is_listed_until_it_is_linked(api: httpx.Client, office: Office) -> None:
    put(api, office, 1, **MARIA)
    put(api, office, 2, name="Pedro", document="V12345678")
    listed = api.get("/v1/customers?doubtful=true", headers=as_staff(office)).json()["items"]
    assert [one["doubtful"] for one in listed] == [[str(UUID(int=2))], [str(UUID(int=1))]]
    linked = api.post(f"{address(2)}/link", json={"other": str(UUID(int=1))}, headers=as_staff(office)).json()
    assert (linked["id"], linked["aliases"]) == (str(UUID(int=1)), [str(UUID(int=2))])
    assert api.get("/v1/customers?doubtful=true", headers=as_staff(office)).json()["items"] == []


def test_an_export_has_every_consent_and_an_erased_customer_is_gone(api: httpx.Client, office: Office) -> None:
    put(api, office, 1, **MARIA, consents={"sms": True})
    put(api, office, 1, consents={"sms": False})
    exported = api.get(f"{address(1)}/export", headers=as_staff(office)).json()
    assert [one["is_given"] for one in exported["consent_history"]] == [True, False]
    assert (exported["documents"], exported["tickets"]) == ([], [])
    erased = api.post(f"{address(1)}/erase", json={"reason": "lo pidió"}, headers=as_staff(office))
    assert erased.status_code == 204
    for answer in (
        api.get(address(1), headers=as_staff(office)),
        api.put(address(1), json={"name": "María"}, headers=as_staff(office)),
        api.post(f"{address(1)}/erase", json={"reason": "otra vez"}, headers=as_staff(office)),
    ):
        assert (answer.status_code, code_of(answer)) == (404, "CLI-01")
    with office.database.tenant(TEATRO.id) as tx:
        kept = tx.execute(text("SELECT string_agg(body, '') FROM customer_edit")).scalar_one()
        acts = tx.execute(text("SELECT kind FROM hq_journal ORDER BY seq DESC LIMIT 3")).scalars().all()
    assert "Mar" not in kept
    assert acts == ["customer_forgotten/1", "customer_written/1", "customer_written/1"]


@pytest.mark.parametrize("fields", [{}, {"name": " "}, {"name": "Ana", "email": "ana@"}, {"document": "V12"}])
def test_what_cannot_be_right_is_refused(api: httpx.Client, office: Office, fields: dict[str, str]) -> None:
    answer = api.put(address(1), json=fields, headers=as_staff(office))
    assert (answer.status_code, code_of(answer)) == (422, "IDE-01")


def test_another_organisation_and_other_roles_see_nobody(api: httpx.Client, office: Office) -> None:
    put(api, office, 1, **MARIA)
    arena = as_staff(office, tenant=ARENA)
    assert api.get("/v1/customers", headers=arena).json()["items"] == []
    assert api.get(address(1), headers=arena).status_code == 404
    assert api.post(f"{address(1)}/erase", json={"reason": "no es suyo"}, headers=arena).status_code == 404
    for role in (StaffRole.CASHIER, StaffRole.DOOR, StaffRole.AUDITOR):
        assert code_of(api.get("/v1/customers", headers=as_staff(office, role))) == "FORBIDDEN"
        assert code_of(api.get(f"{address(1)}/export", headers=as_staff(office, role))) == "FORBIDDEN"
