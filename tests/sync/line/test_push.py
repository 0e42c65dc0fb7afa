"""Pushing facts: the stored bytes are sent, and HQ accepts only a chain that continues its own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
import zstandard

from domain.ids import CartId, ShiftId
from pos_app.storage.store.database import Database
from sync import journal
from sync.facts import CartVoided, EpochOpened
from sync.journal import NO_PREVIOUS_HASH, Head
from sync.line import push
from sync.line.messages import MOST_ENTRIES_A_PUSH, Push, PushedEntry
from sync.line.push import BadChain, BadPush, BadSignature
from tests.builders.stores import AUTHOR, KEY, STATION, TENANT, new_store, write

OPENED = EpochOpened(public_key=journal.public_key(KEY), software="taquilla 0.1.0")
VOIDED = CartVoided(cart_id=CartId(UUID(int=80)), shift_id=ShiftId(UUID(int=10)), tickets=3)
EMPTY_HEAD = Head(0, NO_PREVIOUS_HASH)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    with new_store(tmp_path) as database:
        with database.write() as tx:
            write(tx, OPENED, VOIDED, VOIDED, VOIDED)
        yield database


def collected(store: Database, after: int = 0, most: int = MOST_ENTRIES_A_PUSH) -> list[PushedEntry]:
    with store.read() as tx:
        return push.collect(tx, AUTHOR, 1, after, most)


def a_push(*entries: PushedEntry) -> Push:
    return Push(protocol=1, session="s", request_no=1, epoch=1, after=0, top=4, entries=tuple(entries))


def test_a_push_carries_the_bytes_that_were_signed(store: Database) -> None:
    sent = push.decode(push.encode(a_push(*collected(store))))
    links = push.check_chain(sent.entries, TENANT, STATION, 1, EMPTY_HEAD)
    assert [link.seq for link in links] == [1, 2, 3, 4]
    assert [link.kind for link in links] == ["epoch_opened/1", *["cart_voided/1"] * 3]
    assert links[1].read().body == VOIDED
    push.check_signature(links[-1], journal.public_key(KEY))


def test_a_push_goes_on_where_the_last_one_ended(store: Database) -> None:
    first = push.check_chain(collected(store, most=2), TENANT, STATION, 1, EMPTY_HEAD)
    rest = push.check_chain(collected(store, after=2), TENANT, STATION, 1, Head(2, first[-1].hash))
    assert [link.seq for link in rest] == [3, 4]


@pytest.mark.parametrize("take_out", [0, 1, 2])
def test_an_entry_left_out_breaks_the_chain(store: Database, take_out: int) -> None:
    entries = collected(store)
    del entries[take_out]
    with pytest.raises(BadChain) as caught:
        push.check_chain(entries, TENANT, STATION, 1, EMPTY_HEAD)
    assert caught.value.seq == take_out + 1


def test_two_entries_that_change_places_break_the_chain(store: Database) -> None:
    entries = collected(store)
    entries[2], entries[3] = entries[3], entries[2]
    with pytest.raises(BadChain):
        push.check_chain(entries, TENANT, STATION, 1, EMPTY_HEAD)


def test_a_changed_letter_breaks_the_chain_after_it(store: Database) -> None:
    entries = collected(store)
    entries[1] = PushedEntry(entries[1].body.replace(b'"tickets":3', b'"tickets":2'), entries[1].signature)
    with pytest.raises(BadChain) as caught:
        push.check_chain(entries, TENANT, STATION, 1, EMPTY_HEAD)
    assert caught.value.seq == 3


def test_the_signature_of_the_last_entry_covers_the_push(store: Database) -> None:
    links = push.check_chain(collected(store), TENANT, STATION, 1, EMPTY_HEAD)
    forged = replace(links[-1], signature=bytes(64))
    with pytest.raises(BadSignature):
        push.check_signature(forged, journal.public_key(KEY))


@pytest.mark.parametrize(
    ("tenant", "station", "epoch"), [(UUID(int=9), STATION, 1), (TENANT, UUID(int=9), 1), (TENANT, STATION, 2)]
)
def test_entries_of_another_chain_are_no_part_of_this_one(
    store: Database, tenant: UUID, station: UUID, epoch: int
) -> None:
    with pytest.raises(BadChain):
        push.check_chain(collected(store), tenant, station, epoch, EMPTY_HEAD)


def test_a_fact_of_a_newer_program_still_has_its_place(store: Database) -> None:
    entries = collected(store)
    last = entries[-1]
    unknown = PushedEntry(last.body.replace(b"cart_voided/1", b"cart_resurrected/1"), last.signature)
    links = push.check_chain([*entries[:-1], unknown], TENANT, STATION, 1, EMPTY_HEAD)
    assert links[-1].kind == "cart_resurrected/1"
    with pytest.raises(msgspec.ValidationError):
        links[-1].read()


@pytest.mark.parametrize("length", [0, 1, 10, 60])
def test_a_push_cut_short_is_refused(store: Database, length: int) -> None:
    with pytest.raises(BadPush):
        push.decode(push.encode(a_push(*collected(store)))[:length])


def test_bytes_of_something_else_are_refused() -> None:
    for raw in (b"{}", b"\x00" * 100, zstandard.ZstdCompressor().compress(b"not msgpack"), b"\xff" * 3_000_000):
        with pytest.raises(BadPush):
            push.decode(raw)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zstandard.ZstdCompressor().compress(b"\x00" * (64 << 20))
    assert len(bomb) < 10_000
    with pytest.raises(BadPush):
        push.decode(bomb)


def test_what_a_push_comes_to_is_known_before_it_is_unpacked(store: Database) -> None:
    sent = a_push(*collected(store))
    assert push.unpacked_bytes(push.encode(sent)) == len(msgspec.msgpack.encode(sent))
    for silent in (b"", b"no frame", zstandard.ZstdCompressor(write_content_size=False).compress(b"push")):
        assert push.unpacked_bytes(silent) == 16 << 20


def test_more_entries_than_a_push_carries_are_refused(store: Database) -> None:
    entry = collected(store)[0]
    with pytest.raises(BadPush):
        push.decode(push.encode(a_push(*[entry] * (MOST_ENTRIES_A_PUSH + 1))))
