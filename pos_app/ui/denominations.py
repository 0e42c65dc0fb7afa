"""Notes and coins in circulation, from `resources/denominations.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from domain.money.money import Currency, Money


@cache
def denominations(currency: Currency) -> tuple[Money, ...]:
    """Every coin and note of a currency, smallest first; empty for a currency that is not taken as cash."""
    text = (files("resources") / "denominations.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text).get(currency, {"coins": [], "notes": []})
    return tuple(Money.parse(str(units), currency) for units in sorted([*table["coins"], *table["notes"]]))
