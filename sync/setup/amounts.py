"""Amounts, percentages and rates of a set-up file: exact decimals within limits."""

from decimal import Decimal

from domain.money.money import AmountTooLarge, BadAmount, Currency, Money, digits
from sync.setup.problems import Flaw
from sync.setup.toml_table import TomlTable

_LOWEST_PERCENT = Decimal(-100)
_LARGEST_PERCENT = Decimal(10_000)
_RATE_PLACES = 8
_LARGEST_RATE = Decimal(10**12)


def percent(table: TomlTable, key: str, default: str | None = None) -> Decimal:
    """A percentage that is added to a price, from -100 (free) on."""
    value = table.decimal(key, default)
    if not _LOWEST_PERCENT <= value <= _LARGEST_PERCENT:
        table.note(key, Flaw.BAD_AMOUNT, value, f"{_LOWEST_PERCENT}..{_LARGEST_PERCENT}")
        return Decimal(0)
    return value


def money(table: TomlTable, key: str, currency: Currency, default: str | None = None) -> Money:
    """An amount, written in major units such as 12.50, and never negative."""
    written = table.take(key, (int, Decimal, str), default, "0")
    try:
        amount = Money.parse(str(written), currency)
    except (BadAmount, AmountTooLarge):
        amount = Money(-1, currency)
    # Zeros count: somebody who writes 1.500 means fifteen hundred, and TOML makes it one and a half.
    decimals = str(written).partition(".")[2]
    if amount.minor < 0 or len(decimals) > digits(currency):
        table.note(key, Flaw.BAD_AMOUNT, written, f'"{Decimal(1234) / 10 ** digits(currency)}"')
        return Money.zero(currency)
    return amount


def rate_value(table: TomlTable, key: str) -> Decimal:
    """Bolívares for one unit of a currency: greater than zero, with at most 8 decimals."""
    written = table.take(key, (int, Decimal, str), None, "1")
    try:
        value = Decimal(str(written))
    except ArithmeticError:
        value = Decimal(0)
    if not (value.is_finite() and 0 < value < _LARGEST_RATE and value == round(value, _RATE_PLACES)):
        table.note(key, Flaw.BAD_AMOUNT, written, '"857.0058"')
        return Decimal(1)
    return value
