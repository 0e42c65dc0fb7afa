"""Codes, challenges and tokens that are expired, used or invented; unknown fields; a database that does not respond.

Each is refused with its code, changes no row and reveals nothing internal, and a valid request is accepted after it.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from hq.app import create_app
from hq.office import Office
from hq.storage.database import Database
from sync.line.messages import Assertion, Enrol
from sync.tables import canonical
from tests.builders.clock import FakeClock
from tests.builders.in_process import client
from tests.builders.tenants import ARENA, TEATRO, Visitor
from tests.hq.web.calls import bearer, code_of
from tests.hq.web.pushing import INSIDE, held

CODE_ID, OTHER_CODE_ID = UUID(int=0xC1), UUID(int=0xC2)


@pytest.fixture
def visitor(api: httpx.Client, office: Office) -> Visitor:
    """A station that is registered and not enrolled."""
    visitor = Visitor(TEATRO, UUID(int=0x51))
    visitor.expected(office)
    return visitor


def refusal(answer: httpx.Response) -> tuple[int, str]:
    assert not [word for word in INSIDE if word in answer.text], answer.text
    return answer.status_code, code_of(answer)


def enrol(api: httpx.Client, asked: Enrol) -> httpx.Response:
    return api.post("/v1/enrol", content=canonical.encode(asked), headers={"Content-Type": "application/json"})


def token(api: httpx.Client, asked: Assertion) -> httpx.Response:
    return api.post("/v1/auth/token", content=canonical.encode(asked), headers={"Content-Type": "application/json"})


def test_a_code_that_is_invented_over_or_used_opens_nothing(
    api: httpx.Client, office: Office, visitor: Visitor, clock: FakeClock
) -> None:
    code, thief = visitor.code(office, CODE_ID), Visitor(TEATRO, visitor.id, seed=9)
    before = held(office, TEATRO.id)
    assert refusal(enrol(api, visitor.request("AAAAA-BBBBB"))) == (404, "CODE_UNKNOWN")
    assert refusal(enrol(api, Enrol(code, thief.request(code).public_key, "00", "test"))) == (401, "BAD_PROOF")
    clock.advance(hours=24)
    assert refusal(enrol(api, visitor.request(code))) == (409, "CODE_EXPIRED")
    assert held(office, TEATRO.id) == before
    fresh = visitor.code(office, OTHER_CODE_ID)
    assert enrol(api, visitor.request(fresh)).status_code == 200
    after = held(office, TEATRO.id)
    assert refusal(enrol(api, thief.request(fresh))) == (409, "CODE_USED")
    assert held(office, TEATRO.id) == after
    assert enrol(api, visitor.request(fresh)).status_code == 200


def test_a_challenge_that_is_answered_over_or_invented_gives_no_token(
    api: httpx.Client, office: Office, visitor: Visitor, clock: FakeClock
) -> None:
    enrol(api, visitor.request(visitor.code(office)))
    answered, late = visitor.answer(office), visitor.answer(office)
    assert token(api, answered).status_code == 200
    clock.advance(seconds=61)
    for asked in (answered, late, Assertion("x", "00"), Assertion("A" * 64, "00" * 64)):
        assert refusal(token(api, asked)) == (401, "UNAUTHENTICATED")
    assert token(api, visitor.answer(office)).status_code == 200


def test_a_token_that_is_over_changed_or_of_another_tenant_opens_no_station(
    api: httpx.Client, office: Office, visitor: Visitor, clock: FakeClock
) -> None:
    enrol(api, visitor.request(visitor.code(office)))
    path, good = f"/v1/stations/{visitor.id}/head", visitor.token(office)
    other = Visitor(ARENA, visitor.id, seed=7)
    other.enrol(office)
    own = api.get(path, headers=bearer(good)).json()
    theirs = api.get(path, headers=bearer(other.token(office))).json()
    assert own["session"] != theirs["session"]  # the same id in two tenants is two stations
    begin, middle, end = good.split(".")
    for forged in (f"{begin}.{middle}.", f"{begin}.{middle[:-2]}AA.{end}", f"{begin}.{middle}.{end[::-1]}"):
        assert refusal(api.get(path, headers=bearer(forged))) == (401, "UNAUTHENTICATED")
    clock.advance(minutes=11)
    assert refusal(api.get(path, headers=bearer(good))) == (401, "UNAUTHENTICATED")
    assert api.get(path, headers=bearer(visitor.token(office))).status_code == 200


def test_a_field_that_nobody_knows_is_refused(api: httpx.Client, office: Office, visitor: Visitor) -> None:
    asked = {"code": visitor.code(office), "public_key": "00", "proof": "00", "software": "test"}
    assert refusal(api.post("/v1/enrol", json={**asked, "discount": 1})) == (400, "BAD_MESSAGE")
    assert refusal(api.post("/v1/enrol", json={**asked, "software": 1})) == (400, "BAD_MESSAGE")
    sign_in = {"tenant": TEATRO.slug, "login": "ana", "password": "correct horse", "discount": 1}
    assert refusal(api.post("/v1/sign-in", json=sign_in)) == (422, "INVALID")
    assert refusal(api.get("/v2/stations")) == (404, "NOT_FOUND")


def test_a_database_that_does_not_answer_is_said_and_nothing_else(
    office: Office, expect_log: Callable[[str], None]
) -> None:
    expect_log("DATABASE_UNAVAILABLE")
    with (
        closing(Database("postgresql://me:canary@127.0.0.1:9/none")) as nowhere,
        client(create_app(replace(office, database=nowhere))) as api,
    ):
        assert api.get("/healthz").text == "ok"
        for answer in (api.get("/readyz"), enrol(api, Visitor(TEATRO, UUID(int=1)).request("AAAAA"))):
            assert refusal(answer) == (503, "DATABASE_UNAVAILABLE")
            assert answer.headers["Retry-After"] == "5"
            assert "no change" not in answer.text  # nobody knows, when it stopped during a commit
            assert not [word for word in ("canary", "127.0.0.1", "me:") if word in answer.text]


def test_hq_is_not_ready_on_a_database_that_a_newer_program_migrated(api: httpx.Client, office: Office) -> None:
    assert api.get("/readyz").text == "ok"
    with office.database.owner() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert refusal(api.get("/readyz")) == (409, "SCHEMA_AHEAD")
