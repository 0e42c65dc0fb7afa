"""Bodies of every depth and size at every route that takes one: no defect, a short answer, at a bounded cost.

Each request is valid JSON whose costly value stands in a field that the route knows, for callers who may call it.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.settings import Limits
from hq.web.bodies import MOST_JSON_BYTES
from sync.line import packing
from sync.line.messages import Push, PushedEntry
from sync.line.push import MEDIA_TYPE
from tests.builders.in_process import client
from tests.builders.tenants import TEATRO, Visitor, people
from tests.hq.web.calls import as_staff, bearer

STATION = UUID(int=0x51)
UNLIMITED = Limits(per_token="1000000/second", per_address="1000000/second")
MOST_S, MOST_ANSWER_BYTES = 0.5, 60_000
Values = Mapping[str, Callable[[int], bytes]]
VALUES: Values = {
    "lists": lambda size: b"[" * size + b"]" * size,
    "objects": lambda size: b'{"a":' * size + b"1" + b"}" * size,
    "a text": lambda size: b'"' + b"a" * size + b'"',
    "a text of escapes": lambda size: b'"' + b"\\u00e9" * size + b'"',
    "a text of quotes": lambda size: b'"' + b'\\"' * size + b'"',
    "a text of half letters": lambda size: b'"' + b"\\ud800" * size + b'"',
    "a number": lambda size: b"9" * size,
    "a fraction": lambda size: b"0." + b"9" * size,
    "an exponent": lambda size: b"1e" + b"9" * size,
    "a list of numbers": lambda size: b"[" + b"1," * size + b"1]",
    "a list of objects": lambda size: b"[" + b'{"a":1},' * size + b"{}]",
    "many fields": lambda size: b"{" + b",".join(b'"%d":1' % no for no in range(size)) + b"}",
    "one field many times": lambda size: b"{" + b'"a":1,' * size + b'"a":1}',
    "spaces": lambda size: b" " * size + b"1",
}
values = st.tuples(
    st.sampled_from(list(VALUES)), st.sampled_from([1, 23, 24, 25, 500, 5_000, 60_000, 70_000, 500_000, 2_000_000])
)
quick = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)


@pytest.fixture
def api(office: Office) -> Iterator[httpx.Client]:
    people(office, TEATRO)
    with client(create_app(office, UNLIMITED)) as http:
        yield http


@pytest.fixture
def callers(office: Office) -> list[Mapping[str, str]]:
    """Nobody, an administrator and a station."""
    people(office, TEATRO)
    visitor = Visitor(TEATRO, STATION)
    visitor.enrol(office)
    return [{}, as_staff(office, StaffRole.ADMINISTRATOR), bearer(visitor.token(office))]


def doors(api: httpx.Client) -> list[tuple[str, str, list[str]]]:
    """Each route that takes JSON: its method, a path of it, and the fields of its body."""
    document = api.get("/v1/openapi.json").json()
    schemas, listed = document["components"]["schemas"], []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content:
                schema = schemas[content["schema"]["$ref"].rpartition("/")[2]]
                fields = sorted(schema.get("properties", {}))
                listed.append((method.upper(), path.replace("{station_id}", str(STATION)), fields))
    return [(method, _filled(path), fields) for method, path, fields in listed]


def _filled(path: str) -> str:
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + str(UUID(int=1)) + path[end + 1 :]
    return path


def ask(api: httpx.Client, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Send a body; the answer must be no defect, short, and cost little."""
    before = time.process_time()
    answer = api.request(method, path, content=body, headers=headers)
    took_s = time.process_time() - before
    shown = f"{method} {path} {body[:60]!r} of {len(body)} bytes"
    assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, f"{shown}: {answer.text[:200]}"
    assert len(answer.content) < MOST_ANSWER_BYTES, shown
    assert took_s < MOST_S, f"{shown}: {took_s:.2f} s"


def test_a_costly_value_in_any_field_of_any_route(api: httpx.Client, callers: list[Mapping[str, str]]) -> None:
    json = {"Content-Type": "application/json"}

    @quick
    @given(st.sampled_from(doors(api)), st.data(), values, st.sampled_from(callers))
    def call(
        door: tuple[str, str, list[str]], data: st.DataObject, value: tuple[str, int], who: Mapping[str, str]
    ) -> None:
        method, path, fields = door
        field = data.draw(st.sampled_from(["", *fields]))
        made = VALUES[value[0]](value[1])
        body = made if not field else b'{"%s":%s}' % (field.encode(), made)
        ask(api, method, path, body, {**json, **who})

    call()
    assert len(doors(api)) > 10


@pytest.mark.parametrize("name", VALUES)
def test_a_costly_value_at_the_limit_of_a_body(api: httpx.Client, callers: list[Mapping[str, str]], name: str) -> None:
    """As large as a body may be, at a route before and after sign-in."""
    one = len(VALUES[name](101)) - len(VALUES[name](100))
    made = VALUES[name]((MOST_JSON_BYTES - 100) // max(one, 7 if name == "many fields" else 1))
    for path, field in (("/v1/sign-in", b"login"), ("/v1/enrol", b"code"), ("/v1/auth/token", b"nonce")):
        ask(api, "POST", path, b'{"%s":%s}' % (field, made), {"Content-Type": "application/json"})
    path = f"/v1/stations/{STATION}/seat-grants/{UUID(int=1)}"
    ask(api, "PUT", path, b'{"seats":%s}' % made, {"Content-Type": "application/json", **callers[1]})


packs = st.tuples(
    st.sampled_from(["entry", "entries", "nested", "noise", "frame"]),
    st.sampled_from([1, 500, 5_000, 100_000, 3_000_000]),
)


def packed(kind: str, size: int) -> bytes:
    """A push that is costly to read."""
    sent = Push(1, "s", 1, 1, 0, 1, (PushedEntry(b"[" * (size // 2) + b"]" * (size // 2), bytes(64)),))
    match kind:
        case "entry":
            return packing.pack(msgspec.msgpack.encode(sent))
        case "entries":
            many = msgspec.structs.replace(sent, entries=(PushedEntry(b"{}", bytes(64)),) * min(size, 100_000))
            return packing.pack(msgspec.msgpack.encode(many))
        case "nested":
            return packing.pack(b"\x91" * size)
        case "noise":
            return packing.pack(bytes(size))[: max(1, size // 7)]
        case _:
            return packing.pack(bytes(size)) * 50


def test_a_costly_push(api: httpx.Client, callers: list[Mapping[str, str]]) -> None:
    @quick
    @given(packs, st.sampled_from(callers))
    def call(pack: tuple[str, int], who: Mapping[str, str]) -> None:
        ask(api, "POST", f"/v1/stations/{STATION}/journal", packed(*pack), {"Content-Type": MEDIA_TYPE, **who})

    call()
