"""What HQ says of a refusal: a sentence and its values, in English, under a code that stays the same."""

from dataclasses import fields
from typing import Any

import msgspec

from domain.errors import Refused, Unavailable


def sentence(error: Refused | Unavailable) -> str:
    """The first line of what the error's class says of itself."""
    return (type(error).__doc__ or error.code).partition("\n")[0]


def values(error: Refused | Unavailable) -> dict[str, Any]:
    """What it carries, as plain values."""
    carried = {field.name: getattr(error, field.name) for field in fields(error)}
    plain: dict[str, Any] = msgspec.to_builtins(carried)
    return plain
