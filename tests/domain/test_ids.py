"""Identifiers: time-ordered keys and ticket codes, compared with their specifications."""

import random
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import Ids, ksuid, uuid7
from tests.builders.chance import seeded

AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
instants = st.datetimes(datetime(2014, 5, 14), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds of aware ones
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def reference_ksuid(text: str) -> tuple[int, bytes]:
    """The seconds and the payload of a KSUID, by its specification: base 62, 4 bytes of seconds, 16 of payload."""
    value = 0
    for letter in text:
        value = value * 62 + ALPHABET.index(letter)
    raw = value.to_bytes(20)
    return int.from_bytes(raw[:4]), raw[4:]


@given(instants, st.binary(min_size=10, max_size=10))
def test_a_key_is_a_uuid_of_version_7_and_carries_its_millisecond(at: datetime, chance: bytes) -> None:
    key = uuid7(at, chance)
    assert (key.version, key.variant) == (7, "specified in RFC 4122")
    assert key.int >> 80 == (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    kept = key.int & ((1 << 76) - 1) & ~(0x3 << 62)
    assert kept == int.from_bytes(chance) & ((1 << 76) - 1) & ~(0x3 << 62)


def test_the_example_of_the_rfc() -> None:
    """RFC 9562, appendix A.6: 2022-02-22T14:22:22-05:00, rand_a CC3, rand_b 18C4DC0C0C07398F."""
    at = datetime(2022, 2, 22, 14, 22, 22, tzinfo=timezone(timedelta(hours=-5)))
    chance = ((0xCC3 << 64) | 0x18C4DC0C0C07398F).to_bytes(10)
    assert uuid7(at, chance) == UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")


@given(instants, instants, st.randoms(use_true_random=False))
def test_keys_sort_as_they_were_made(one: datetime, other: datetime, chance: random.Random) -> None:
    if one + timedelta(milliseconds=1) <= other:
        assert uuid7(one, chance.randbytes(10)) < uuid7(other, chance.randbytes(10))


def test_the_example_of_the_ksuid_specification() -> None:
    code = "0ujtsYcgvSTl8PAuAdqWYSMnLOv"
    at = datetime.fromtimestamp(1_400_000_000 + 107_608_047, UTC)
    payload = bytes.fromhex("B5A1CD34B5F99D1154FB6853345C9735")
    assert reference_ksuid(code) == (107_608_047, payload)
    assert ksuid(at, payload) == code


@given(instants, st.binary(min_size=16, max_size=16))
def test_a_ticket_code_reads_back(at: datetime, chance: bytes) -> None:
    code = ksuid(at, chance)
    assert len(code) == 27
    assert reference_ksuid(code) == (int((at - datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)).total_seconds()), chance)


@given(instants, instants, st.binary(min_size=16, max_size=16))
def test_ticket_codes_sort_by_the_second(one: datetime, other: datetime, chance: bytes) -> None:
    if one + timedelta(seconds=1) <= other:
        assert ksuid(one, chance) < ksuid(other, chance)


@pytest.mark.parametrize(("chance", "last"), [(bytes(16), "0"), (b"\xff" * 16, "V")])
def test_all_of_the_chance_goes_into_the_code(chance: bytes, last: str) -> None:
    assert reference_ksuid(ksuid(AT, chance))[1] == chance


def test_ids_come_from_the_clock_and_the_chance_given() -> None:
    one = Ids(lambda: AT, seeded(1))
    same = Ids(lambda: AT, seeded(1))
    assert [one.new(), one.ticket_code()] == [same.new(), same.ticket_code()]
    assert len({one.new() for _ in range(1_000)}) == 1_000
