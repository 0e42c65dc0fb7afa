"""Canonical JSON (RFC 8785): the bytes that are hashed, signed, stored and sent.

msgspec sorts keys and escapes as the RFC requires. Our values hold integers and texts, never floats, whose form msgspec
would not write as the RFC does. A test compares the bytes with an independent implementation.
"""

import threading
from functools import cache
from typing import Any, TypeVar

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")
_one_at_a_time = threading.Lock()

T = TypeVar("T")


def encode(value: msgspec.Struct) -> bytes:
    """A struct as the bytes of canonical JSON."""
    return _encoder.encode(value)


def text(value: object) -> str:
    """A value as a text of canonical JSON, for a column."""
    return _encoder.encode(value).decode()


class TooDeep(msgspec.DecodeError):
    """The JSON is nested more deeply than this program decodes."""


def decode(raw: bytes | str, kind: type[T]) -> T:
    """Read JSON into a type. Raises msgspec.ValidationError, or msgspec.DecodeError when it is not JSON or too deep."""
    try:
        value: T = _decoder(kind).decode(raw)
    except RecursionError as error:
        raise TooDeep(str(error)) from error
    return value


def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    # msgspec caches what it derives from a class on the class itself, before it is complete: a second thread that
    # decodes into the same class meanwhile reads a null pointer and crashes. So all decoders are made here, in turn.
    with _one_at_a_time:
        return _made(kind)


@cache
def _made(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)
