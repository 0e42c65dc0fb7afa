"""The same act by many callers at once: one of them does it, the others are told so, and none meets a defect."""

from collections import Counter as Tally
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from hq.settings import Limits
from tests.builders import stations as small
from tests.builders.catalogue import small_setup
from tests.builders.counters import Counter, counter
from tests.builders.in_process import client
from tests.builders.tenants import account_id, people
from tests.hq.web.calls import as_staff

pytestmark = pytest.mark.house

HOUSE = Tenant(small_setup().tenant_id, "sala", "Sala de Pruebas")
CALLERS = 12
Request = tuple[str, Any]
"""The path of a PUT and its body."""


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    people(office, HOUSE)
    with counter(office, tmp_path / "1", 1) as made:
        yield made


@pytest.fixture
def put(office: Office, one: Counter) -> Iterator[Callable[[Callable[[int], Request]], Mapping[int, int]]]:
    """A function that sends requests at once and returns how many had each status."""
    headers = as_staff(office, StaffRole.ADMINISTRATOR, HOUSE)
    unlimited = Limits(per_token="1000000/second", per_address="1000000/second")
    with client(create_app(office, unlimited)) as api, ThreadPoolExecutor(CALLERS) as at_once:

        def send(made: Request) -> int:
            return api.put(made[0], json=made[1], headers=headers).status_code

        yield lambda request: Tally(at_once.map(send, map(request, range(CALLERS))))


Put = Callable[[Callable[[int], Request]], Mapping[int, int]]
ACCOUNT = {"login": "luis", "name": "Luis", "role": "door", "password": "correct horse"}
STATION = {"no": 7, "name": "Taquilla 7", "organisation": "Sala", "series": "A"}


def test_accounts_with_one_login(put: Put) -> None:
    assert put(lambda n: (f"/v1/staff/{UUID(int=n + 1)}", ACCOUNT)) == {200: 1, 409: CALLERS - 1}


def test_one_account(put: Put) -> None:
    assert put(lambda _: (f"/v1/staff/{UUID(int=1)}", ACCOUNT)) == {200: CALLERS}


def test_accounts_that_take_one_login(put: Put) -> None:
    """Accounts that exist already are renamed."""
    taken = put(lambda n: (f"/v1/staff/{account_id(list(StaffRole)[n % 3])}", {**ACCOUNT, "role": "administrator"}))
    assert set(taken) == {200, 409}


def test_stations_with_one_number(put: Put, one: Counter) -> None:
    assert put(lambda n: (f"/v1/stations/{UUID(int=n + 1)}", STATION)) == {200: 1, 409: CALLERS - 1}
    with one.office.database.tenant(HOUSE.id) as tx:
        assert tx.execute(text("SELECT count(*) FROM station WHERE no = 7")).scalar_one() == 1


def test_one_station(put: Put) -> None:
    assert put(lambda _: (f"/v1/stations/{UUID(int=1)}", STATION)) == {200: CALLERS}


def test_codes_of_one_id_and_of_many(put: Put, one: Counter) -> None:
    path = f"/v1/stations/{one.holder.station_id}/codes"
    assert max(put(lambda n: (f"{path}/{UUID(int=n + 1)}", None))) < 500
    assert max(put(lambda _: (f"{path}/{UUID(int=99)}", None))) < 500


def test_lots_with_the_same_forms(put: Put, one: Counter) -> None:
    form = {
        "printer": "Imprenta", "printer_rif": "J-50012345-0", "authorisation": "SNAT/1", "authorised_on": "2026-01-02",
        "made_on": "2026-02-03", "last_control": "00-00009999",
    }  # fmt: skip
    statuses = put(lambda n: (f"/v1/series/A/forms/00-0000{9000 + n * 10}", form))
    assert max(statuses) < 500
    assert statuses.get(204, 0) <= 1


def test_rights_under_one_id(put: Put, one: Counter) -> None:
    path, show = f"/v1/stations/{one.holder.station_id}", str(small.offering(one.station).performance.id)
    seats = {"performance_id": show, "seats": [{"first": 0, "last": 9}]}
    places = {"performance_id": show, "zone_id": str(small.zone(one.station, "General").id), "places": 10}
    assert put(lambda _: (f"{path}/number-grants/{UUID(int=1)}", {"series": "A", "count": 50})) == {200: CALLERS}
    assert put(lambda _: (f"{path}/seat-grants/{UUID(int=2)}", seats)) == {204: CALLERS}
    assert put(lambda _: (f"{path}/places-grants/{UUID(int=3)}", places)) == {204: CALLERS}
    assert put(lambda n: (f"{path}/seat-grants/{UUID(int=n + 10)}", seats)) == {409: CALLERS}
    assert put(lambda n: (f"{path}/places-grants/{UUID(int=n + 30)}", places)) == {204: 9, 409: 3}


def test_statuses_and_uses(put: Put, one: Counter) -> None:
    show = small.offering(one.station).performance.id
    use = {"in_use": False, "reason": "cancelled"}
    assert put(lambda _: (f"/v1/performances/{show}/use", use)) == {204: CALLERS}
    status = {"status": "frozen", "reason": "stolen"}
    assert put(lambda _: (f"/v1/stations/{one.holder.station_id}/status", status)) == {200: CALLERS}


def test_one_day_is_closed_once(put: Put) -> None:
    statuses = put(lambda _: ("/v1/books/2026-11-20", None))
    assert max(statuses) < 500
