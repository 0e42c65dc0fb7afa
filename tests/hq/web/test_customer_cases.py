"""Cases about customers over HTTP: settled as one person or as two, by whoever may settle conflicts."""

from uuid import UUID

import httpx
import pytest

from hq.app import create_app
from hq.conflicts import cases, customer_pairs
from hq.office import Office
from tests.builders.in_process import client
from tests.builders.tenants import TEATRO, people
from tests.hq.web.calls import as_staff, code_of


def desk(office: Office) -> UUID:
    """Two customers with one phone, whose case the upkeep filed."""
    people(office, TEATRO)
    with client(create_app(office)) as api:
        for no, name in ((1, "María"), (2, "Pedro")):
            put(api, office, no, name)
    with office.database.tenant(TEATRO.id) as tx:
        customer_pairs.file_changed(tx, TEATRO.id, office.clock.now())
        (case,) = cases.open_cases(tx, TEATRO.id)
    return case.id


def put(api: httpx.Client, office: Office, no: int, name: str) -> None:
    answer = api.put(
        f"/v1/customers/{UUID(int=no)}", json={"name": name, "phone": "04127654321"}, headers=as_staff(office)
    )
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(("choice", "people_left"), [("link", 1), ("part", 2)])
def test_a_case_about_customers_is_settled_over_http(office: Office, choice: str, people_left: int) -> None:
    case_id = desk(office)
    with client(create_app(office)) as api:
        (listed,) = api.get("/v1/conflicts", headers=as_staff(office)).json()
        assert (listed["kind"], listed["case"]["contested"]["series"]) == ("C8", f"{UUID(int=1)} {UUID(int=2)}")
        path = f"/v1/conflicts/{case_id}/resolutions/{UUID(int=5)}"
        refused = api.put(path, json={"choice": "stand"}, headers=as_staff(office))
        assert (refused.status_code, code_of(refused)) == (409, "NO_SUCH_CHOICE")
        assert api.put(path, json={"choice": choice}, headers=as_staff(office)).json()["state"] == "closed"
        assert len(api.get("/v1/customers", headers=as_staff(office)).json()["items"]) == people_left
        assert api.get("/v1/conflicts", headers=as_staff(office)).json() == []
