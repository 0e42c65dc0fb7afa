"""HQ's log tells what happened, and nothing of customers: no code of a ticket, no value of a row, no query."""

import io
import logging
from collections.abc import Iterator

import httpx
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hq import logs
from hq.office import Office
from tests.hq.web.calls import as_staff
from tests.hq.web.conftest import api

__all__ = ["api"]
CANARY = "CANARY7Q"
STATION = "00000000-0000-0000-0000-000000000051"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What the log of HQ would be, with everything that is logged."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(logs.JsonLines())
    root = logging.getLogger("hq")  # not that of the client, which is in this process too
    level = root.level
    root.addHandler(handler)
    root.setLevel("DEBUG")
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/v1/tickets/{CANARY}", "/v1/tickets/{code}"),
        (f"/v1/tickets/{CANARY}-{CANARY}", "/v1/tickets/{code}"),
        (f"/v1/ticket/{CANARY}", "none"),
        (f"/{CANARY}?q={CANARY}", "none"),
        (f"/v1/staff?cursor={CANARY}", "/v1/staff"),
        (f"/v1/staff/{CANARY}", "/v1/staff/{account_id}"),
        (f"/v1/stations/{STATION}", f"/v1/stations/{STATION}"),
    ],
)
def test_a_path_is_logged_as_its_route_with_ids_only(
    api: httpx.Client, office: Office, logged: io.StringIO, path: str, shown: str
) -> None:
    api.get(path, headers=as_staff(office))
    assert CANARY not in logged.getvalue()
    assert f'"path":"{shown}"' in logged.getvalue()


def database_error(office: Office) -> DBAPIError:
    """An error whose message has the values of the row that broke a rule."""
    row = {"id": STATION, "slug": CANARY, "name": CANARY}
    insert = text(
        "INSERT INTO tenant (tenant_id, slug, name, created_at) VALUES (:id, :slug, :name, 1), (:id, :slug, :name, 1)"
    )
    with pytest.raises(DBAPIError) as raised, office.database.owner() as connection:
        connection.execute(insert, row)
    assert CANARY in str(raised.value) or STATION in str(raised.value)
    return raised.value


def test_an_error_of_the_database_is_logged_without_the_values_of_the_row(office: Office, logged: io.StringIO) -> None:
    error = RuntimeError("what was being done")
    error.__cause__ = database_error(office)
    logging.getLogger("hq").info("a defect", exc_info=error)
    written = logged.getvalue()
    assert CANARY not in written
    assert STATION not in written
    assert "23505" in written
    assert "what was being done" in written
    assert "test_logs.py" in written


def test_a_message_of_the_driver_alone_is_left_out_too(logged: io.StringIO) -> None:
    try:
        raise psycopg.errors.UniqueViolation(f"Key (login)=({CANARY}) already exists.")
    except psycopg.Error as error:
        logging.getLogger("hq").info("a defect", exc_info=error)
    assert CANARY not in logged.getvalue()
    assert "UniqueViolation" in logged.getvalue()
