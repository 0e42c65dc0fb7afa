"""Every error has one form of body, which reveals nothing internal."""

import io
import json
import logging
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI

from domain.errors import Unavailable
from hq import logs
from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.settings import Limits
from tests.builders.in_process import client
from tests.builders.tenants import TEATRO, people
from tests.hq.web.calls import as_staff, code_of

JSON = {"Content-Type": "application/json"}


def test_each_kind_of_failure_has_the_one_body(api: httpx.Client, office: Office) -> None:
    admin = as_staff(office)
    sign_in = {"tenant": "teatro", "login": "ana"}
    for status, code, answer in (
        (400, "BAD_JSON", api.post("/v1/sign-in", content=b"{", headers=JSON)),
        (400, "BAD_CURSOR", api.get("/v1/staff?cursor=AAAA", headers=admin)),
        (400, "BAD_MESSAGE", api.post("/v1/enrol", json={"code": 1})),
        (401, "UNAUTHENTICATED", api.get("/v1/staff")),
        (403, "FORBIDDEN", api.get("/v1/staff", headers=as_staff(office, StaffRole.DOOR))),
        (404, "NOT_FOUND", api.get("/v1/nothing")),
        (404, "NOT_FOUND", api.get(f"/v1/staff/{'0' * 32}", headers=admin)),
        (405, "METHOD_NOT_ALLOWED", api.delete("/v1/staff", headers=admin)),
        (415, "UNSUPPORTED_MEDIA_TYPE", api.post("/v1/sign-in", content=b"a", headers={"Content-Type": "text/plain"})),
        (422, "INVALID", api.post("/v1/sign-in", json=sign_in)),
        (422, "INVALID", api.get("/v1/staff/nobody", headers=admin)),
    ):
        assert (answer.status_code, code_of(answer)) == (status, code)


def test_an_invalid_request_is_not_repeated_in_the_answer(api: httpx.Client) -> None:
    answer = api.post("/v1/sign-in", json={"tenant": "teatro", "login": "ana", "password": ["canary"]})
    assert answer.status_code == 422
    assert "canary" not in answer.text
    assert answer.json()["error"]["details"]["problems"][0]["where"] == "body.password"


def failing(office: Office, error: Exception) -> FastAPI:
    app = create_app(office)

    def fail() -> None:
        raise error

    app.add_api_route("/fail", fail)
    return app


def test_a_defect_says_nothing_of_itself(office: Office, expect_log: Callable[[str], None]) -> None:
    expect_log("a defect")
    with client(failing(office, RuntimeError("canary"))) as api:
        answer = api.get("/fail")
    assert (answer.status_code, code_of(answer)) == (500, "DEFECT")
    assert "canary" not in answer.text


def test_what_does_not_answer_may_be_tried_again(office: Office, expect_log: Callable[[str], None]) -> None:
    expect_log("unavailable")
    with client(failing(office, Unavailable("db", "canary"))) as api:
        answer = api.get("/fail")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "canary" not in answer.text


def test_a_well_formed_request_id_is_taken_and_another_is_made(api: httpx.Client) -> None:
    assert api.get("/healthz", headers={"X-Request-Id": "abcd-1234"}).headers["X-Request-Id"] == "abcd-1234"
    for bad in ("short", "x" * 65, "has space", 'inject"quote'):
        assert api.get("/healthz", headers={"X-Request-Id": bad}).headers["X-Request-Id"] != bad


def test_a_body_too_large_or_too_deep_is_refused(office: Office) -> None:
    with client(create_app(office, Limits(body_bytes=1000, json_depth=4))) as api:
        large = api.post("/v1/sign-in", content=b"[" + b"1," * 1000 + b"1]", headers=JSON)
        deep = api.post("/v1/sign-in", content=b"[" * 5 + b"]" * 5, headers=JSON)
        text = api.post("/v1/sign-in", content=b'["[[[[[[[[[[ \\" [[[["]', headers=JSON)
        chunked = api.post("/v1/sign-in", content=(b"1" * 500 for _ in range(3)), headers=JSON)
    assert [(a.status_code, code_of(a)) for a in (large, deep, text, chunked)] == [
        (413, "TOO_LARGE"),
        (400, "TOO_DEEP"),
        (422, "INVALID"),
        (413, "TOO_LARGE"),
    ]


def test_an_address_may_knock_only_so_often_and_a_token_has_its_own_count(office: Office) -> None:
    people(office, TEATRO)
    with client(create_app(office, Limits(per_address="3/minute", per_token="5/minute"))) as api:
        admin, door = as_staff(office), as_staff(office, StaffRole.DOOR)
        assert (
            api.get("/v1/me", headers=as_staff(office, StaffRole.AUDITOR)).status_code == 200
        )  # from now on HQ has its key in memory
        knocks = [api.get("/v1/me").status_code for _ in range(4)]
        own = [api.get("/v1/me", headers=admin).status_code for _ in range(6)]
        assert (knocks, own) == ([401] * 3 + [429], [200] * 5 + [429])
        assert api.get("/v1/me", headers=door).status_code == 200
        refused = api.post("/v1/sign-in", json={"tenant": "a", "login": "b", "password": "c"})
    assert (code_of(refused), refused.headers["Retry-After"]) == ("TOO_MANY_REQUESTS", "20")


def asks_from(api: httpx.Client, origin: str) -> httpx.Response:
    return api.options("/v1/me", headers={"Origin": origin, "Access-Control-Request-Method": "GET"})


def test_no_other_origin_is_let_in_unless_it_is_named(api: httpx.Client, office: Office) -> None:
    assert "access-control-allow-origin" not in asks_from(api, "https://desk.example").headers
    with client(create_app(office, cors_origins=("https://desk.example",))) as opened:
        assert (
            asks_from(opened, "https://desk.example").headers["access-control-allow-origin"] == "https://desk.example"
        )
        assert "access-control-allow-origin" not in asks_from(opened, "https://evil.example").headers


def test_health_readiness_and_metrics_need_no_token_and_name_no_tenant(api: httpx.Client) -> None:
    assert (api.get("/healthz").text, api.get("/readyz").text) == ("ok", "ok")
    api.get("/v1/guess/me")
    metrics = api.get("/metrics").text
    assert 'hq_requests_total{method="GET",route="/healthz",status="200"} 1.0' in metrics
    assert "guess" not in metrics
    assert "teatro" not in metrics


@pytest.fixture
def lines() -> io.StringIO:
    """The stream to which HQ logs."""
    return io.StringIO()


def test_every_log_line_is_json_and_has_the_requests_id(api: httpx.Client, lines: io.StringIO) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        logs.configure("INFO", lines)
        api.get("/v1/me", headers={"X-Request-Id": "abcd-1234"})
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    logged = [json.loads(line) for line in lines.getvalue().splitlines()]
    own = next(line for line in logged if line["event"] == "request")
    assert (own["request_id"], own["path"], own["status"]) == ("abcd-1234", "/v1/me", 401)
