"""Signed entries that are nested too deeply to decode: HQ keeps each with a case, and its station goes on."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from hq.books.check import check
from hq.conflicts import cases
from hq.intake.run_again import run_again
from hq.journals import branches
from hq.journals.arrivals import Fork
from hq.office import Office
from sync.line import push
from sync.line.messages import Acknowledged, Push, PushedEntry
from sync.tables import canonical
from tests.builders.clock import FakeClock
from tests.builders.counters import counter
from tests.hq.web.pushing import Line
from tests.hq.web.test_odd_entries import following, reads_on, waiting_at, with_last

pytestmark = pytest.mark.house

KIND, END = b'"kind":"sale_recorded/1"', b'"v":1}'


@pytest.fixture
def line(api: httpx.Client, office: Office, tmp_path: Path) -> Iterator[Line]:
    with counter(office, tmp_path / "one", 1) as one:
        one.grant(numbers=30, places=20)
        one.sell_places(2)
        yield Line(api, one)


def lists(depth: int, inside: bytes = b"") -> bytes:
    return b"[" * depth + inside + b"]" * depth


def objects(depth: int, inside: bytes = b"0") -> bytes:
    return b'{"a":' * depth + inside + b"}" * depth


VALUES = {
    "beyond what is walked": lists(1_200),
    "beyond any stack": lists(400_000),
    "objects": objects(100_000),
    "objects in lists": b'[{"a":' * 50_000 + b"0" + b"}]" * 50_000,
    "brackets in texts": lists(1_200, rb'"]]]\"[[[\\"'),
    "no JSON at the bottom": lists(1_200, b"nothing"),
    "many deep values": b"[" + b",".join([lists(1_200)] * 20) + b"]",
}
PLACES = {
    "in a field of the sale": (b'"igtf_rate":"0.03"', b'"igtf_rate":%s'),
    "in a new field of the fact": (KIND, KIND + b',"later":%s'),
    "in a new field of the entry": (END, b'"v":1,"w":%s}'),
}


def deep(line: Line, old: bytes, new: bytes) -> Push:
    """The next push, whose last entry has one field replaced and is signed by the station itself."""
    one, sent = line.one, line.one.next_push()
    body = sent.entries[-1].body
    assert old in body
    body = body.replace(old, new, 1)
    return with_last(sent, PushedEntry(body, one.station.author.key.sign(hashlib.sha256(body).digest())))


@pytest.mark.parametrize(("place", "value"), [
    *(pytest.param("in a field of the sale", value, id=value) for value in VALUES),
    *(pytest.param(place, "objects in lists", id=place) for place in PLACES),
])  # fmt: skip
def test_a_deep_entry_is_kept_with_a_case_and_the_next_one_comes_in(
    line: Line, clock: FakeClock, place: str, value: str
) -> None:
    old, new = PLACES[place]
    odd = deep(line, old, new % VALUES[value])
    answer = line.post(push.encode(odd))
    assert answer.status_code == 200, answer.text
    assert canonical.decode(answer.content, Acknowledged).acknowledged == odd.top
    assert line.post(push.encode(following(line.one, odd))).status_code == 200
    assert waiting_at(line.one) == {odd.top, odd.top + 1}
    office, tenant_id = line.one.office, line.one.holder.tenant_id
    clock.advance(days=8)
    assert run_again(office, tenant_id) == 0
    with office.database.tenant(tenant_id) as tx:
        opened = [case.contested.entry for case in cases.open_cases(tx, tenant_id)]
    assert {entry.seq for entry in opened if entry} == {odd.top, odd.top + 1}
    assert check(office, tenant_id).waiting == 2
    reads_on(line)


@pytest.mark.parametrize("field", [b'"prev":', b'"station":', b'"at":'])
def test_a_deep_header_is_no_entry(line: Line, field: bytes) -> None:
    odd = deep(line, field, field + lists(1_200) + b',"x":')
    assert line.refused(push.encode(odd)) == (422, "BAD_CHAIN")
    line.good()


def test_a_life_that_begins_with_an_entry_that_cannot_be_read_does_not_begin(line: Line) -> None:
    sent = line.one.next_push()
    first = sent.entries[0].body.replace(b'"public_key":', b'"x":%s,"public_key":' % lists(1_200))
    signed = PushedEntry(first, line.one.station.author.key.sign(hashlib.sha256(first).digest()))
    assert line.refused(push.encode(msgspec.structs.replace(sent, entries=(signed,)))) == (422, "BAD_CHAIN")
    without = sent.entries[0].body.replace(b'"public_key":', b'"other_key":')
    signed = PushedEntry(without, line.one.station.author.key.sign(hashlib.sha256(without).digest()))
    assert line.refused(push.encode(msgspec.structs.replace(sent, entries=(signed,)))) == (422, "BAD_CHAIN")
    line.good()


def test_a_deep_branch_freezes_its_station_as_any_other(line: Line) -> None:
    line.good()
    one = line.one
    sent = one.next_push(after=0)
    body = sent.entries[-1].body.replace(KIND, KIND + b',"later":' + lists(1_200))
    signed = PushedEntry(body, one.station.author.key.sign(hashlib.sha256(body).digest()))
    assert isinstance(one.send(with_last(sent, signed)), Fork)
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        assert branches.open_shifts(tx, one.holder.tenant_id, {one.holder.station_id}) == []
