"""Bytes of the line: whatever frames come, no more memory is taken than was allowed."""

import hashlib
import struct
import tracemalloc
from collections.abc import Callable
from functools import cache

import pytest
import zstandard

from sync.line import live, pull, push
from sync.line.hq_errors import BadAnswer
from sync.line.packing import BadPack, declared_bytes, pack, unpack
from sync.line.push import BadPush

MOST = 1 << 20
GIB = 1 << 30
_PART = bytes(1 << 20)
_MAGIC = b"\x28\xb5\x2f\xfd"


@cache
def zeros(*, declared: bool, length: int = GIB) -> bytes:
    """A frame of so many zeros: 32 kB for a gibibyte."""
    packing = zstandard.ZstdCompressor(write_content_size=declared).compressobj(length if declared else -1)
    return b"".join(packing.compress(_PART) for _ in range(length // len(_PART))) + packing.flush()


def declaring(length: int) -> bytes:
    """A frame whose header declares this length in eight bytes, with one raw block of three bytes."""
    return _MAGIC + b"\xe0" + struct.pack("<Q", length) + (3 << 3 | 1).to_bytes(3, "little") + b"abc"


def with_window(log: int) -> bytes:
    """A frame of undeclared length that names a window of two to this power."""
    return _MAGIC + b"\x00" + bytes([log - 10 << 3]) + (3 << 3 | 1).to_bytes(3, "little") + b"abc"


HOSTILE = {
    "declared": lambda: zeros(declared=True),
    "undeclared": lambda: zeros(declared=False),
    "one byte too many": lambda: pack(bytes(MOST + 1)),
    "small, then large": lambda: pack(b"abc") + zeros(declared=True),
    "small, then undeclared": lambda: pack(b"abc") + zeros(declared=False),
    "many small": lambda: pack(bytes(MOST)) * 1000,
    "undeclared, then large": lambda: zeros(declared=False, length=MOST) + zeros(declared=True),
    "nothing, then large": lambda: pack(b"") + zeros(declared=True),
    "to be skipped, then large": lambda: b"\x50\x2a\x4d\x18\x00\x00\x00\x00" + zeros(declared=True),
    "declares all there is": lambda: declaring(2**64 - 3),
    "declares more than it has": lambda: declaring(MOST),
    "declares less than it has": lambda: declaring(2),
    "a large window": lambda: with_window(30),
    "nothing": lambda: b"",
    "no frame": lambda: b"no frame",
    "cut short": lambda: pack(b"abc")[:-1],
    "something behind": lambda: pack(b"abc") + b"x",
}
hostile = pytest.mark.parametrize("frames", HOSTILE.values(), ids=HOSTILE)


def peak_bytes(act: Callable[[], object]) -> int:
    """The most memory that Python's objects took besides while this ran."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def refused(frames: bytes, most: int) -> None:
    with pytest.raises(BadPack):
        unpack(frames, most)


@pytest.mark.parametrize("length", [1, 3, 1000, MOST])
def test_what_was_packed_is_unpacked_up_to_the_very_limit(length: int) -> None:
    plain = bytes(length)
    assert declared_bytes(pack(plain)) == length
    assert unpack(pack(plain), MOST) == plain
    assert unpack(zstandard.ZstdCompressor(write_content_size=False).compress(plain), MOST) == plain
    assert unpack(declaring(3), MOST) == b"abc"


@hostile
def test_no_frame_takes_more_memory_than_is_allowed(frames: Callable[[], bytes]) -> None:
    made = frames()
    assert peak_bytes(lambda: refused(made, MOST)) < MOST + (64 << 10)


@hostile
def test_hq_refuses_it_as_a_push(frames: Callable[[], bytes]) -> None:
    made = frames()

    def read() -> None:
        with pytest.raises(BadPush):
            push.decode(made)

    assert peak_bytes(read) < (16 << 20) + (256 << 10)


@hostile
def test_a_station_refuses_it_as_an_answer(frames: Callable[[], bytes]) -> None:
    made = frames()

    def read() -> None:
        with pytest.raises(BadAnswer):
            live.unpack(made)
        with pytest.raises(BadAnswer):
            pull.open_chunk(made, hashlib.sha256(made).hexdigest())

    assert peak_bytes(read) < (64 << 20) + (256 << 10)
