"""Forms over HTTP: supervisors enter them once, auditors read what is left, and each block comes with its own."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from tests.builders.catalogue import small_setup
from tests.builders.counters import Counter, counter
from tests.builders.in_process import client
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff, code_of

pytestmark = pytest.mark.house

HOUSE = Tenant(small_setup().tenant_id, "sala", "Sala de Pruebas")
WANTED = {
    "printer": "Imprenta Nueva, C.A.",
    "printer_rif": "J-40987654-3",
    "authorisation": "SNAT/INTI/GRTICERC/0002",
    "authorised_on": "2020-02-29",
    "made_on": "2026-10-01",
    "last_control": "03-00000500",
}

FORMS = "/v1/series/A/forms"


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


def test_forms_are_entered_once_and_read_back(api: httpx.Client, one: Counter) -> None:
    supervisor = as_staff(one.office, StaffRole.SUPERVISOR, HOUSE)
    assert [api.put(f"{FORMS}/03-1", json=WANTED, headers=supervisor).status_code for _ in range(2)] == [204, 204]
    listed = api.get("/v1/forms", headers=as_staff(one.office, StaffRole.AUDITOR, HOUSE)).raise_for_status().json()
    assert [lot["first_control"] for lot in listed] == ["00-00000501", "03-00000001"]
    assert listed[1] == {
        "series": "A",
        "printer": "Imprenta Nueva, C.A.",
        "printer_rif": "J409876543",
        "authorisation": "SNAT/INTI/GRTICERC/0002 del 29-02-2020",
        "made_on": "2026-10-01",
        "first_control": "03-00000001",
        "last_control": "03-00000500",
        "count": 500,
        "drawn": 0,
        "used": 0,
        "spoiled": 0,
        "left": 500,
        "low": False,
    }


def test_a_block_beyond_the_forms_is_refused_by_name(api: httpx.Client, one: Counter) -> None:
    headers = as_staff(one.office, StaffRole.SUPERVISOR, HOUSE)
    path = f"/v1/stations/{one.holder.station_id}/number-grants/{UUID(int=7)}"
    answer = api.put(path, json={"series": "A", "count": 99_501}, headers=headers)
    assert (answer.status_code, code_of(answer)) == (409, "NO_FORMS")
    assert answer.json()["error"]["details"] == {"series": "A", "wanted": 99_501, "left": 99_500}


@pytest.mark.parametrize(
    ("path", "change", "refusal"),
    [
        ("A/forms/03-900", {}, (422, "BAD_FORMS")),
        ("A/forms/3-1", {}, (422, "BAD_FORMS")),
        ("A/forms/03-1", {"printer_rif": "J-1"}, (422, "IDE-01")),
        ("A/forms/00-500", {"last_control": "00-501"}, (409, "FORMS_OVERLAP")),
        ("Z/forms/03-1", {}, (404, "NOT_FOUND")),
    ],
)
def test_bad_forms_are_refused(
    api: httpx.Client, one: Counter, path: str, change: dict[str, str], refusal: tuple[int, str]
) -> None:
    headers = as_staff(one.office, tenant=HOUSE)
    answer = api.put(f"/v1/series/{path}", json={**WANTED, **change}, headers=headers)
    assert (answer.status_code, code_of(answer)) == refusal


def test_a_cashier_enters_no_forms(api: httpx.Client, one: Counter) -> None:
    headers = as_staff(one.office, StaffRole.CASHIER, HOUSE)
    assert code_of(api.put(f"{FORMS}/03-1", json=WANTED, headers=headers)) == "FORBIDDEN"
    assert code_of(api.get("/v1/forms", headers=headers)) == "FORBIDDEN"
