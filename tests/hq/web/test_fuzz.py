"""The published document against the running program: no defect, no undocumented response, no route without its token.

Staff and stations of two tenants call, with data that the document allows and with data that it does not.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
import schemathesis
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.settings import Limits
from sync.line.push import MEDIA_TYPE
from tests.builders.tenants import ARENA, TEATRO, Visitor, account_id, people
from tests.hq.web.calls import as_staff, bearer

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    ignored_auth,
]
STATION = UUID(int=0x51)
KNOWN_IDS = {"station_id": str(STATION), "account_id": str(account_id(StaffRole.DOOR))}
"""Ids that exist: with invented ones a request ends early."""
ENDLESS = {"/v1/live"}
UNLIMITED = Limits(per_token="1000000/second", per_address="1000000/second")
EXAMPLES = 8
"""Examples for each operation and kind of data. For more, run `schemathesis run` against a server."""


@schemathesis.serializer(MEDIA_TYPE)
def packed(_context: object, value: object) -> bytes:
    """The generated value as it is: no valid push."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """Serve the application on a loopback socket."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        pause = threading.Event()
        while not server.started:
            assert thread.is_alive()
            pause.wait(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """schemathesis takes the proxy of the environment for the loopback too."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def callers(office: Office) -> list[Mapping[str, str]]:
    """The headers of an administrator and a station of each of two tenants, whose stations have the same id."""
    headers = []
    for tenant in (TEATRO, ARENA):
        people(office, tenant)
        visitor = Visitor(tenant, STATION, seed=tenant.id.int)
        visitor.enrol(office)
        headers += [as_staff(office, StaffRole.ADMINISTRATOR, tenant), bearer(visitor.token(office))]
    return headers


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"])
def test_the_program_is_as_its_document_says(
    office: Office, callers: list[Mapping[str, str]], mode: GenerationMode
) -> None:
    app = create_app(office, UNLIMITED)
    document = schemathesis.openapi.from_dict(app.openapi())
    with listening(app) as url:
        tried = 0
        for result in document.get_all_operations():
            assert isinstance(result, Ok), result
            operation = result.ok()
            if operation.path not in ENDLESS and (mode.is_positive or operation.body or operation.query):
                _try(operation.as_strategy(generation_mode=mode), callers, url)
                tried += 1
    assert tried > 10


def _try(cases: st.SearchStrategy[Case[Any]], callers: list[Mapping[str, str]], url: str) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )
    @given(case=cases, caller=st.sampled_from(callers), known=st.sampled_from([True, True, False]))
    def call(case: Case[Any], caller: Mapping[str, str], known: bool) -> None:
        if known:
            case.path_parameters = {name: KNOWN_IDS.get(name, value) for name, value in case.path_parameters.items()}
        case.call_and_validate(base_url=url, headers=dict(caller), checks=CHECKS)

    call()
