"""Bodies made to be costly, before anybody signed in: each is looked at once, and refused before it is parsed."""

import time
from collections.abc import Callable, Mapping

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hq.office import Office
from hq.people.permissions import StaffRole
from hq.web.bodies import MOST_JSON_BYTES, MOST_MARKS, MOST_UNKNOWN_BYTES, depth, structure
from sync.line.push import MEDIA_TYPE
from tests.hq.web.calls import as_staff, code_of

JSON = {"Content-Type": "application/json"}
BYTES = MOST_JSON_BYTES
TOO_MANY = TOO_LARGE = (413, "TOO_LARGE")
TOO_DEEP, NO_JSON = (400, "TOO_DEEP"), (400, "BAD_JSON")

GROWING: Mapping[str, Callable[[int], bytes]] = {
    "an open text of escaped quotes": lambda size: b'"' + b'\\"' * (size // 2 - 1),
    "an open text of backslashes": lambda size: b'"' + b"\\" * (size - 1),
    "quotes": lambda size: b'"' * size,
    "empty texts": lambda size: b'"",' * (size // 3),
    "empty lists": lambda size: b"[]" * (size // 2),
    "a list of empty lists": lambda size: b"[" + b"[]," * (size // 3 - 2) + b"[]]",
    "a list of numbers": lambda size: b"[" + b"1," * (size // 2 - 2) + b"1]",
    "an object of fields": lambda size: b"{" + b'"a":1,' * (size // 6 - 2) + b'"a":1}',
    "open lists": lambda size: b"[" * size,
    "lists in lists": lambda size: b"[" * (size // 2) + b"]" * (size // 2),
    "texts in lists": lambda size: b'["]' * (size // 3),
    "a quote before each bracket": lambda size: b'"[' * (size // 2),
}
growing = pytest.mark.parametrize("body", GROWING.values(), ids=GROWING)


def cost_s(body: bytes) -> float:
    """The least of five: what else the machine does only adds."""
    costs = []
    for _ in range(5):
        began = time.process_time()
        depth(structure(body))
        costs.append(time.process_time() - began)
    return min(costs)


@growing
def test_the_cost_grows_as_the_body_does(body: Callable[[int], bytes]) -> None:
    """Four times the bytes: four times the work. A quadratic scan would do sixteen times as much."""
    once, four_times = cost_s(body(BYTES // 4)), cost_s(body(BYTES))
    assert four_times < 10 * once + 0.005


@growing
def test_a_costly_body_is_refused_on_every_path(
    api: httpx.Client, office: Office, body: Callable[[int], bytes]
) -> None:
    for path in ("/v1/sign-in", "/v1/enrol", "/v1/nowhere"):
        for size, headers in ((BYTES, as_staff(office)), (BYTES, {}), (60_000, {})):
            answer = api.post(path, content=body(size), headers={**JSON, **headers})
            assert answer.status_code in {400, 404, 413, 422}
            assert len(answer.content) < 1000


def test_a_large_body_needs_a_token_before_it_is_kept(api: httpx.Client) -> None:
    for size, media in ((MOST_UNKNOWN_BYTES + 1, "application/json"), (200_000, MEDIA_TYPE)):
        headers = {"Content-Type": media}
        without = api.post("/v1/nowhere", content=b" " * size, headers=headers)
        assert (without.status_code, code_of(without)) == TOO_LARGE
        invented = api.post("/v1/nowhere", content=b" " * size, headers={**headers, "Authorization": "Bearer x.y.z"})
        assert (invented.status_code, code_of(invented)) == (401, "UNAUTHENTICATED")


def test_what_held_hq_for_seconds_is_refused_by_what_it_is(api: httpx.Client) -> None:
    def post(body: bytes) -> tuple[int, str]:
        answer = api.post("/v1/sign-in", content=body, headers=JSON)
        return answer.status_code, code_of(answer)

    assert post(b'"' + b'\\"' * 30_000) == NO_JSON
    assert post(b'"' * (4 << 20)) == TOO_LARGE
    assert post(b'"' * (MOST_JSON_BYTES + 1)) == TOO_LARGE
    assert post(b"[]" * (BYTES // 2)) == TOO_MANY
    assert post(b"[" * 25 + b"]" * 25) == TOO_DEEP
    assert post(b"[" * MOST_MARKS) == TOO_DEEP


@pytest.mark.parametrize(
    "body",
    [b'"' * 60_000, b'"\\"' * 20_000, b'\\"' * 30_000 + b'"' * 30_000, *(made(60_000) for made in GROWING.values())],
)
def test_a_small_body_is_looked_at_within_milliseconds(body: bytes) -> None:
    assert cost_s(body) < 0.01


def test_an_answer_does_not_grow_with_what_is_wrong(api: httpx.Client, office: Office) -> None:
    fields = b"{" + b",".join(b'"%d":0' % no for no in range(MOST_MARKS - 10)) + b"}"
    long = b'{"' + b"a" * 1_000_000 + b'":0}'
    for body in (fields, long):
        answer = api.post("/v1/sign-in", content=body, headers={**JSON, **as_staff(office)})
        assert (answer.status_code, code_of(answer)) == (422, "INVALID")
        assert len(answer.content) < 50_000


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_in_another_encoding_hides_no_depth(api: httpx.Client, encoding: str) -> None:
    hidden = '["\\"",' + "[" * 1000 + "]" * 1001
    answer = api.post("/v1/sign-in", content=hidden.encode(encoding), headers=JSON)
    assert (answer.status_code, code_of(answer)) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.house
def test_the_largest_request_there_is_goes_through_to_its_route(api: httpx.Client, office: Office) -> None:
    spans = [{"first": no, "last": no} for no in range(5_000)]
    path = "/v1/stations/00000000-0000-0000-0000-000000000001/seat-grants/00000000-0000-0000-0000-000000000002"
    body = {"performance_id": "00000000-0000-0000-0000-000000000001", "seats": spans}
    answer = api.put(path, json=body, headers=as_staff(office, StaffRole.ADMINISTRATOR))
    assert answer.status_code not in {400, 413, 422}


@pytest.mark.house
def test_more_seats_than_a_house_has_are_not_counted_out(api: httpx.Client, office: Office) -> None:
    spans = [{"first": 0, "last": 99_999}] * 2
    path = "/v1/stations/00000000-0000-0000-0000-000000000001/seat-grants/00000000-0000-0000-0000-000000000002"
    body = {"performance_id": "00000000-0000-0000-0000-000000000001", "seats": spans}
    answer = api.put(path, json=body, headers=as_staff(office, StaffRole.ADMINISTRATOR))
    assert (answer.status_code, code_of(answer)) == (422, "AMOUNT")


def walked(json: bytes) -> int:
    """The same depth by the plain way: one byte after another."""
    deepest = now = place = 0
    in_text = False
    while place < len(json):
        sign = json[place : place + 1]
        if in_text:
            place += sign == b"\\"
            in_text = sign != b'"'
        elif sign == b'"':
            in_text = True
        else:
            now += (sign in b"[{") - (sign in b"]}")
            deepest = max(deepest, now)
        place += 1
    return deepest


texts = st.lists(st.sampled_from([b"\\\\", b'\\"', b"\\n", b"[", b"]", b"{", b"}", b",", b"a"])).map(
    lambda parts: b'"' + b"".join(parts) + b'"'
)
tokens = st.one_of(st.sampled_from([b"[", b"]", b"{", b"}", b",", b":", b"1", b" "]), texts)


@given(st.lists(tokens).map(b"".join), st.sampled_from([b"", b'"', b'"[', b'"\\', b'"\\"[']))
def test_depth_is_what_a_walk_through_every_byte_finds(json: bytes, end: bytes) -> None:
    assert depth(structure(json + end)) == walked(json + end)
