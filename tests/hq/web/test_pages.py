"""Lists by pages: a cursor continues where the page before ended, and a foreign cursor is refused."""

import base64
from uuid import UUID

import httpx
import pytest

from hq.office import Office
from tests.builders.tenants import TEATRO, Visitor
from tests.hq.web.calls import as_staff, code_of

ACTS = "/v1/acts"


@pytest.mark.parametrize(("path", "key"), [(ACTS, "seq"), ("/v1/staff", "id"), ("/v1/stations", "id")])
def test_the_pages_of_a_list_miss_and_repeat_nothing(api: httpx.Client, office: Office, path: str, key: str) -> None:
    headers = as_staff(office)
    for no, login in enumerate(("ana", "luis"), start=1):
        wanted = {"login": login, "name": login, "role": "auditor", "password": "una clave larga"}
        api.put(f"/v1/staff/{UUID(int=no)}", json=wanted, headers=headers).raise_for_status()
        Visitor(TEATRO, UUID(int=no), no).expected(office)
    whole = [item[key] for item in api.get(path, headers=headers).raise_for_status().json()["items"]]
    assert len(set(whole)) > 1
    listed: list[object] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.get(path, params={"limit": 1, "cursor": cursor}, headers=headers).raise_for_status().json()
        listed += [item[key] for item in page["items"]]
        cursor = page["next"]
    assert listed == whole


@pytest.mark.parametrize("raw", [b"short", b"nine byte", bytes(16)])
def test_a_cursor_of_another_length_is_refused(api: httpx.Client, office: Office, raw: bytes) -> None:
    cursor = base64.urlsafe_b64encode(raw).decode()
    answer = api.get(ACTS, params={"cursor": cursor}, headers=as_staff(office))
    assert (answer.status_code, code_of(answer)) == (400, "BAD_CURSOR")


def test_a_cursor_that_is_no_base64_is_refused(api: httpx.Client, office: Office) -> None:
    answer = api.get(ACTS, params={"cursor": "AAAAA"}, headers=as_staff(office))
    assert code_of(answer) == "BAD_CURSOR"
