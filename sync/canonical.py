"""Canonical JSON (RFC 8785): the bytes that are hashed, signed, stored and sent.

msgspec sorts keys and escapes as the RFC asks; ours has integers and texts only, never a float. The test
compares it with an independent implementation.
"""

from typing import TypeVar

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")

T = TypeVar("T")


def encode(value: msgspec.Struct) -> bytes:
    """A struct as canonical JSON."""
    return _encoder.encode(value)


def decode(raw: bytes, kind: type[T]) -> T:
    """Read it back. Raises msgspec.ValidationError, or msgspec.DecodeError when it is no JSON."""
    return msgspec.json.decode(raw, type=kind)
