"""Requests that read much take a part of the connections: sales and look-ups find one in any case."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.settings import Limits
from hq.storage.database import Database
from tests.builders.in_process import client
from tests.builders.tenants import TEATRO, Visitor, people
from tests.hq.web.calls import as_staff, bearer

CALLERS, CONNECTIONS = 50, 8
UNLIMITED = Limits(per_token="1000000/second")
SLOW = {
    "/v1/consolidation": "sale",
    "/v1/acts/verdict": "hq_journal",
    "/v1/conflicts": "conflict_case",
    "/v1/stations/00000000-0000-0000-0000-000000000051/digests": "seat",
}
"""The path of each such request, and a table that it reads and a look-up does not."""


@pytest.mark.parametrize(("path", "table"), SLOW.items(), ids=SLOW)
def test_requests_that_read_much_leave_connections_to_others(office: Office, path: str, table: str) -> None:
    """Each waits in the database until the table is free again."""
    people(office, TEATRO)
    visitor = Visitor(TEATRO, UUID(int=0x51))
    visitor.enrol(office)
    staff = as_staff(office, StaffRole.ADMINISTRATOR)
    headers = bearer(visitor.token(office)) if path.startswith("/v1/stations") else staff
    url = office.database.url.render_as_string(hide_password=False)
    with (
        closing(Database(url, connections=CONNECTIONS)) as small,
        client(create_app(replace(office, database=small), UNLIMITED)) as api,
        ThreadPoolExecutor(CALLERS) as at_once,
    ):
        with office.database.owner() as connection:
            connection.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
            slow = [at_once.submit(api.get, path, headers=headers) for _ in range(CALLERS)]
            threading.Event().wait(0.5)
            began = time.monotonic()
            answers = [api.get("/v1/me", headers=staff).status_code for _ in range(5)]
            took_s = time.monotonic() - began
            assert not any(one.done() for one in slow)
        assert {one.result().status_code for one in slow} == {200}
    assert answers == [200] * 5
    assert took_s < 3
