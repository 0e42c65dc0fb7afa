"""Canonical JSON (RFC 8785): the bytes that are hashed, signed, stored and sent.

msgspec sorts keys and escapes as the RFC asks; ours has integers and texts only, never a float. The test
compares it with an independent implementation.
"""

import threading
from functools import cache
from typing import Any, TypeVar

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")
_one_at_a_time = threading.Lock()

T = TypeVar("T")


def encode(value: msgspec.Struct) -> bytes:
    """A struct as canonical JSON."""
    return _encoder.encode(value)


def text(value: object) -> str:
    """A value of the rules as canonical JSON, for a column."""
    return _encoder.encode(value).decode()


def decode(raw: bytes | str, kind: type[T]) -> T:
    """Read it back. Raises msgspec.ValidationError, or msgspec.DecodeError when it is no JSON."""
    found: T = _decoder(kind).decode(raw)
    return found


def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    # What msgspec learns of a class it keeps on the class, half made while it learns: a second thread that meets
    # the same class then reads a null pointer, and the program ends. So nothing else may read JSON into our types.
    with _one_at_a_time:
        return _made(kind)


@cache
def _made(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)
