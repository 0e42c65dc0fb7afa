"""The English sentence and the values of a refusal, for the API and the command line. Its code never changes."""

from dataclasses import fields
from typing import Any

import msgspec

from domain.errors import Refused, Unavailable


def sentence(error: Refused | Unavailable) -> str:
    """The first line of the docstring of the error's class."""
    return (type(error).__doc__ or error.code).partition("\n")[0]


def values(error: Refused | Unavailable) -> dict[str, Any]:
    """The fields of the error as plain values, by name."""
    carried = {field.name: getattr(error, field.name) for field in fields(error)}
    plain: dict[str, Any] = msgspec.to_builtins(carried)
    return plain
