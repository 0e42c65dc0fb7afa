"""The headers and error codes of requests to HQ."""

from collections.abc import Mapping

import httpx

from hq.office import Office
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from tests.builders.tenants import TEATRO, staff_token


def bearer(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}"}


def as_staff(office: Office, role: StaffRole = StaffRole.ADMINISTRATOR, tenant: Tenant = TEATRO) -> Mapping[str, str]:
    return bearer(staff_token(office, tenant, role))


def code_of(answer: httpx.Response) -> str:
    """The code of an error response, whose body is checked here."""
    error = answer.json()["error"]
    assert sorted(error) == ["code", "details", "message", "request_id", "timestamp"]
    assert answer.headers["X-Request-Id"] == error["request_id"] != ""
    return str(error["code"])
