"""Canonical JSON is RFC 8785, byte for byte as an independent implementation writes it."""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain.money.money import LARGEST_MINOR
from sync.facts import SaleRecorded
from sync.tables import canonical
from tests.builders.examples import EXAMPLES
from tests.source_tree import ROOT, modules

HARD_TEXTS = (
    "",
    '"',
    "\\",
    "/",
    "'",
    "".join(map(chr, range(32))),
    "\x7f\x80\x9f\xa0",
    "\u2028\u2029",
    "\u200d\ufeff\ufffe",
    "Ñandú «Çaça» €",
    "🎭👩‍👩‍👧",
    "</script>",
    "e\u0301 é",
)


class Inner(msgspec.Struct, frozen=True):
    """A struct whose fields are not in alphabetical order."""

    zeta: str
    alfa: int
    beta: tuple[bool | None, ...]


class Outer(msgspec.Struct, frozen=True, tag_field="kind", tag="outer/1"):
    """A tagged struct with every type that facts are made of; they have no floats."""

    text: str
    inner: Inner
    many: tuple[Inner, ...]
    named: dict[str, int]
    number: int


whole_numbers = st.integers(-LARGEST_MINOR, LARGEST_MINOR)
texts = st.text() | st.sampled_from(HARD_TEXTS)
inners = st.builds(Inner, texts, whole_numbers, st.lists(st.booleans() | st.none(), max_size=3).map(tuple))
ascii_keys = st.text(st.characters(max_codepoint=127), max_size=5)
outers = st.builds(
    Outer,
    texts,
    inners,
    st.lists(inners, max_size=3).map(tuple),
    st.dictionaries(ascii_keys, whole_numbers),
    whole_numbers,
)


def independent(value: msgspec.Struct) -> bytes:
    return rfc8785.dumps(json.loads(msgspec.json.encode(value)))


@given(outers)
def test_any_struct_is_written_as_the_rfc_asks(value: Outer) -> None:
    assert canonical.encode(value) == independent(value)


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_hard_texts_are_written_as_the_rfc_asks(text: str) -> None:
    value = Inner(text, 0, ())
    assert canonical.encode(value) == independent(value)


@pytest.mark.parametrize("fact", EXAMPLES, ids=lambda fact: type(fact).__name__)
def test_every_kind_of_fact_is_written_as_the_rfc_asks(fact: msgspec.Struct) -> None:
    assert canonical.encode(fact) == independent(fact)


@given(outers)
def test_what_is_written_reads_back(value: Outer) -> None:
    assert canonical.decode(canonical.encode(value), Outer) == value


class Exact(msgspec.Struct, frozen=True):
    """Types that JSON lacks and that are written as text."""

    rate: Decimal
    at: datetime
    on: date


@given(
    st.decimals("-1e20", "1e20", places=8),
    st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # bounds of aware ones
    st.dates(date(1970, 1, 1)),
)
def test_rates_keep_their_places_and_instants_their_zone(rate: Decimal, at: datetime, on: date) -> None:
    read = canonical.decode(canonical.encode(Exact(rate, at, on)), Exact)
    assert (str(read.rate), read.at, read.at.tzinfo, read.on) == (str(rate), at, UTC, on)


def test_the_largest_amount_is_written_exactly() -> None:
    assert b"9007199254740991" in canonical.encode(Inner("", LARGEST_MINOR, ()))


def test_half_a_character_is_not_written_at_all() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical.encode(Inner("\ud83d", 0, ()))


FOUR_THREADS = """
import sys, threading
from sync.tables import canonical
from sync.facts import SaleRecorded

body, together = sys.stdin.buffer.read(), threading.Barrier(4)
sys.setswitchinterval(1e-6)

def read():
    together.wait()
    canonical.decode(body, SaleRecorded)

threads = [threading.Thread(target=read) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_that_read_their_first_fact_together_do_not_end_the_program() -> None:
    sale = next(fact for fact in EXAMPLES if isinstance(fact, SaleRecorded))
    done = subprocess.run(
        [sys.executable, "-c", FOUR_THREADS], cwd=ROOT, input=canonical.encode(sale), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_nothing_else_reads_json_into_our_types() -> None:
    readers = [m.name for m in modules() if m.is_product and re.search(r"json\.[dD]ecode(r\(|\(.*type=)", m.text)]
    assert readers == ["sync/tables/canonical.py"]
