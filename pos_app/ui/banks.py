"""The banks that a payment can come from, read from `resources/banks.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank and the four digits its accounts begin with."""

    code: str
    name: str


@cache
def banks() -> tuple[Bank, ...]:
    """Every bank, by code."""
    text = (files("resources") / "banks.toml").read_text(encoding="utf-8")
    return tuple(sorted((Bank(**row) for row in tomllib.loads(text)["bank"]), key=lambda bank: bank.code))
