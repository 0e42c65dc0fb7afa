"""Bad pushes: each is refused with its code, stores no row and reveals nothing; the next good push is accepted."""

import random
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import msgspec
import pytest
import zstandard
from sqlalchemy import text

from domain.ids import PerformanceId, ZoneId
from hq.books.check import check
from hq.findings import Flaw
from hq.office import Office
from sync.line import push
from sync.line.messages import MOST_ENTRIES_A_PUSH, Push, PushedEntry, Wants
from tests.builders.counters import two_counters
from tests.hq.web.pushing import Line, changed

pytestmark = pytest.mark.house

BAD_PUSH = (400, "BAD_PUSH")
SHOW, ZONE = PerformanceId(UUID(int=1)), ZoneId(UUID(int=2))


@pytest.fixture
def lines(api: httpx.Client, office: Office, tmp_path: Path) -> Iterator[tuple[Line, Line]]:
    """Two counters with sales that HQ does not know yet."""
    with two_counters(office, tmp_path) as (one, two):
        for station in (one, two):
            station.grant(numbers=30, places=20)
            station.sell_places(2)
        yield Line(api, one), Line(api, two)


@pytest.fixture
def line(lines: tuple[Line, Line]) -> Iterator[Line]:
    """The first counter; whatever a test sends, its next good push must be accepted."""
    yield lines[0]
    lines[0].good()


@pytest.mark.parametrize("part", [0, 1, 9, 50, 99])
def test_a_push_cut_short_is_refused(line: Line, part: int) -> None:
    whole = push.encode(line.one.next_push())
    assert line.refused(whole[: len(whole) * part // 100]) in {BAD_PUSH, (415, "UNSUPPORTED_MEDIA_TYPE")}


def test_a_garbled_push_is_refused(line: Line) -> None:
    """One bit is changed, at any place of the push: after or before compression."""
    sent = line.one.next_push()
    packed, plain = push.encode(sent), msgspec.msgpack.encode(sent)
    chance = random.Random(6)  # noqa: S311  # the same bytes in every run
    for _ in range(10):
        for garbled in (_garbled(packed, chance), _pack(_garbled(plain, chance))):
            if not _has_same_entries(garbled, sent):
                assert line.refused(garbled)[0] in {400, 409, 422}


def _has_same_entries(packed: bytes, sent: Push) -> bool:
    """Whether the changed bit is one that only the line protects: in `request_no`, `top` or `wants`."""
    try:
        read = push.decode(packed)
    except push.BadPush:
        return False
    return changed(read, request_no=sent.request_no, top=sent.top, wants=sent.wants) == push.encode(sent)


def _garbled(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ 1 << chance.randrange(8)]) + raw[place + 1 :]


def _pack(raw: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(raw)


def test_an_oversized_push_is_refused(line: Line) -> None:
    entry = line.one.next_push().entries[0]
    noise = random.Random(1).randbytes(1_500_000)  # noqa: S311  # only so that it does not compress
    assert line.refused(noise) == BAD_PUSH
    assert line.refused(bytes(5_000_000)) == (413, "TOO_LARGE")
    many = changed(line.one.next_push(), entries=(entry,) * (MOST_ENTRIES_A_PUSH + 1))
    assert line.refused(many) == BAD_PUSH


def test_a_bomb_is_refused_unpacked(line: Line) -> None:
    assert line.refused(_pack(bytes(256 << 20))) == BAD_PUSH
    nested = b"\x91" * (1 << 20)
    assert line.refused(_pack(nested)) == BAD_PUSH


def test_a_push_that_another_key_signed_is_refused(lines: tuple[Line, Line], line: Line) -> None:
    sent, other = line.one.next_push(), lines[1].one.next_push()
    forged = PushedEntry(sent.entries[-1].body, other.entries[-1].signature)
    assert line.refused(changed(sent, entries=(*sent.entries[:-1], forged))) == (422, "BAD_SIG")
    unsigned = PushedEntry(sent.entries[-1].body, b"")
    assert line.refused(changed(sent, entries=(*sent.entries[:-1], unsigned))) == (422, "BAD_SIG")


def test_a_signature_before_the_last_that_is_none_breaks_no_book(line: Line) -> None:
    """The last signature covers every entry before it, so HQ and its check ignore the others."""
    sent = line.one.next_push()
    unsigned = PushedEntry(sent.entries[0].body, bytes(64))
    assert line.post(changed(sent, entries=(unsigned, *sent.entries[1:]))).status_code == 200
    assert check(line.one.office, line.one.holder.tenant_id).findings == ()


def test_the_check_finds_an_end_that_nobody_signed(line: Line) -> None:
    line.good()
    with line.one.office.database.owner() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE journal SET signature = '\\x00' WHERE seq = (SELECT max(seq) FROM journal)"))
    (finding,) = check(line.one.office, line.one.holder.tenant_id).findings
    assert finding.flaw is Flaw.ENTRY_UNSIGNED


def test_a_push_that_comes_again_is_refused_and_one_of_an_older_session_too(line: Line) -> None:
    sent = push.encode(line.one.next_push())
    assert line.post(sent).status_code == 200
    assert line.refused(sent) == (409, "OLD")
    line.one.open_session()
    assert line.refused(sent) == (409, "SESSION")


def test_pushes_and_entries_in_another_order_are_refused(line: Line) -> None:
    sent = line.one.next_push()
    later = changed(sent, after=2, entries=sent.entries[2:])
    assert line.refused(later) == (409, "GAP")
    first, second, *rest = sent.entries
    assert line.refused(changed(sent, entries=(second, first, *rest))) == (422, "BAD_CHAIN")
    assert line.refused(changed(sent, entries=(first, first, second, *rest))) == (422, "BAD_CHAIN")


def test_a_push_under_another_stations_name_is_refused(lines: tuple[Line, Line], line: Line) -> None:
    other = lines[1].one
    assert line.refused(push.encode(other.next_push()), other.holder.station_id) == (404, "NOT_FOUND")
    sent = line.one.next_push()
    assert line.refused(changed(sent, entries=other.next_push().entries)) == (422, "BAD_CHAIN")


def test_an_unknown_field_or_protocol_is_refused(line: Line) -> None:
    sent = line.one.next_push()
    fields = msgspec.msgpack.decode(msgspec.msgpack.encode(sent))
    assert line.refused(_pack(msgspec.msgpack.encode({**fields, "discount": 1}))) == BAD_PUSH
    del fields["session"]
    assert line.refused(_pack(msgspec.msgpack.encode(fields))) == BAD_PUSH
    for protocol in (0, 2, 99):
        assert line.refused(changed(sent, protocol=protocol)) == (409, "UPGRADE")


def test_a_number_that_no_column_holds_is_refused(line: Line) -> None:
    sent = line.one.next_push()
    for name in ("request_no", "epoch", "after", "top"):
        for number in (-1, -(2**63), 2**31, 2**63 - 1, 2**64 - 1):
            assert line.refused(changed(sent, **{name: number})) == BAD_PUSH
    for wants in (Wants(numbers=-1), Wants(numbers=10**9), Wants(places=((SHOW, ZONE, -5),))):
        assert line.refused(changed(sent, wants=wants)) == BAD_PUSH
    assert line.refused(changed(sent, epoch=7)) == (409, "STALE_EPOCH")
    assert line.refused(changed(sent, after=5_000, entries=())) == (409, "GAP")
