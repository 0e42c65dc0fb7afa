"""Numbers, money, days and times as a language writes and reads them: the same on screens, pages and paper.

Instants are shown in Venezuela's time. Formats that only paper needs are in `printing`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Final

from domain.calendar import CARACAS
from domain.money.money import VES, BadAmount, Currency, Money, digits
from domain.typed_text import plain

_SIGNS: Final = {"VES": "Bs.", "USD": "US$", "EUR": "€"}
_FEWEST_PLACES: Final = 2
_RATE_PLACES: Final = 8
_LONGEST_TYPED: Final = 80
_SHOWN_IN_ERROR: Final = 40
_LONGEST_READING: Final = 24
_KEYPAD_POINT: Final = "."
_WRITTEN_SIGNS: Final = {
    "VES": ("bs.s.", "bs.d.", "bs.s", "bs.d", "bss", "bsd", "bs.", "bs", "ves"),
    "USD": ("us$", "u$s", "usd", "$"),
    "EUR": ("eur", "€"),
}
"""How people write a currency beside an amount, the longest first, in lower case."""
_NOON: Final = 12


@dataclass(frozen=True, slots=True)
class Locale:
    """How one language writes figures, days and times.

    Patterns of days may use `day`, `month_no`, `year`, `weekday`, `month`, `short_weekday` and `short_month`.
    """

    decimal_mark: str
    group_mark: str
    percent_mark: str
    day_pattern: str
    short_day_pattern: str
    long_day_pattern: str
    before_noon: str
    after_noon: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    short_months: tuple[str, ...]

    def money(self, amount: Money) -> str:
        """Bs. 1.234.567,89 · US$ 10,00 · -Bs. 5,00."""
        minus = "-" if amount.minor < 0 else ""
        return f"{minus}{sign(amount.currency)} {self.figure(-amount if minus else amount)}"

    def figure(self, amount: Money) -> str:
        """The amount without its currency: 1.234,50."""
        return self._marked(f"{amount.decimal():,.{digits(amount.currency)}f}")

    def number(self, value: int | Decimal) -> str:
        """13.000 · 245,10: an integer has no decimals, other values have at least two."""
        exact = Decimal(value)
        places = 0 if exact == exact.to_integral_value() else _places(exact)
        return self._marked(f"{exact:,.{places}f}")

    def fixed(self, value: Decimal, places: int) -> str:
        """857,00580000: so many places, ungrouped, as on documents."""
        return self._marked(f"{value:.{places}f}")

    def rate(self, value: Decimal) -> str:
        """An exchange rate: 1.245,10; never fewer than two places."""
        return self._marked(f"{value:,.{_places(value)}f}")

    def percent(self, percent: Decimal) -> str:
        """-50 % · 12,50 %."""
        return self.number(percent) + self.percent_mark

    def fixed_percent(self, fraction: Decimal) -> str:
        """0.16 is 16,00 %, as documents name the rate of a tax."""
        return self.fixed(fraction * 100, _FEWEST_PLACES) + self.percent_mark

    def signed_percent(self, percent: Decimal) -> str:
        """-10 is -10 %, 12.5 is +12,5 %, as the steps of a price carry it."""
        return self._marked(f"{percent.normalize():+f}") + self.percent_mark

    def day(self, on: date) -> str:
        """21/11/2026."""
        return self._filled(self.day_pattern, on)

    def short_day(self, on: date) -> str:
        """Short weekday, day and short month: sáb 21 nov."""
        return self._filled(self.short_day_pattern, on)

    def long_day(self, on: date) -> str:
        """The whole date: sábado 21 de noviembre de 2026."""
        return self._filled(self.long_day_pattern, on)

    def time(self, at: datetime) -> str:
        """19:42."""
        return f"{at.astimezone(CARACAS):%H:%M}"

    def clock_time(self, at: datetime) -> str:
        """7:42 p. m., as a show is announced."""
        local = at.astimezone(CARACAS)
        half = self.before_noon if local.hour < _NOON else self.after_noon
        return f"{(local.hour - 1) % _NOON + 1}:{local:%M} {half}"

    def moment(self, at: datetime) -> str:
        """21/11/2026 19:42."""
        return f"{self.day(day_of(at))} {self.time(at)}"

    def read_amount(self, typed: str, currency: Currency) -> Money:
        """Read an amount as people write it: 1.500 · 1.500,50 · 1500,5 · Bs. 1 500; raises BadAmount or AmountTooLarge.

        Three digits after a grouping mark are thousands. The point of a numeric keypad is the decimal mark where it
        cannot group (12.5). Any other figure is refused with the readings that are amounts of the currency, also with
        the only one: the person may have meant another figure, a thousand times as large.
        """
        return Money.parse(self._plain(typed, currency, digits(currency)), currency)

    def read_rate(self, typed: str) -> Decimal:
        """Read an exchange rate of at most 8 decimals, more than zero. Raises BadAmount."""
        value = Decimal(self._plain(typed, VES, _RATE_PLACES))
        if value <= 0:
            raise BadAmount(typed[:_SHOWN_IN_ERROR], VES)
        return value

    def _plain(self, typed: str, currency: Currency, places: int) -> str:
        """The figure as Python reads it. Raises BadAmount."""
        if len(typed) > _LONGEST_TYPED:
            raise BadAmount(typed[:_SHOWN_IN_ERROR], currency)
        figure = _without_sign(bare := plain(typed), currency)
        written = _figures(self.group_mark, self.decimal_mark).fullmatch(figure) if figure.isascii() else None
        decimals = written and (written["decimals"] or written["after_point"] or "")
        if written is None or len(decimals or "") > places:
            raise BadAmount(bare[:_SHOWN_IN_ERROR], currency, _readings(figure, places))
        units = written["grouped"] or written["units"] or written["before_point"] or "0"
        units = units.replace(self.group_mark, "").replace(" ", "")
        return f"{units}.{decimals}" if decimals else units

    def _marked(self, figure: str) -> str:
        """Python's marks replaced by this language's."""
        return figure.translate(str.maketrans(",.", self.group_mark + self.decimal_mark))

    def _filled(self, pattern: str, on: date) -> str:
        weekday, month = on.weekday(), on.month - 1
        return pattern.format(
            day=on.day,
            month_no=on.month,
            year=on.year,
            weekday=self.weekdays[weekday],
            month=self.months[month],
            short_weekday=self.short_weekdays[weekday],
            short_month=self.short_months[month],
        )


ES_VE: Final = Locale(
    decimal_mark=",",
    group_mark=".",
    percent_mark=" %",
    day_pattern="{day:02}/{month_no:02}/{year}",
    short_day_pattern="{short_weekday} {day} {short_month}",
    long_day_pattern="{weekday} {day} de {month} de {year}",
    before_noon="a. m.",
    after_noon="p. m.",
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    short_weekdays=("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    short_months=("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
)
"""The Spanish of Venezuela."""

EN: Final = Locale(
    decimal_mark=".",
    group_mark=",",
    percent_mark="%",
    day_pattern="{day} {short_month} {year}",  # 03/04/2026 is ambiguous in English
    short_day_pattern="{short_weekday} {day} {short_month}",
    long_day_pattern="{weekday} {day} {month} {year}",
    before_noon="a.m.",
    after_noon="p.m.",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    short_weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    short_months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

BY_LANGUAGE: Final = {"es": ES_VE, "en": EN}


def sign(currency: Currency) -> str:
    """The symbol of a currency, or its code when it has none here."""
    return _SIGNS.get(currency, currency)


def day_of(at: datetime) -> date:
    """The civil day of an instant in Venezuela."""
    return at.astimezone(CARACAS).date()


def _places(value: Decimal) -> int:
    """The decimals of a value without the zeros at its end, and at least two."""
    return max(_FEWEST_PLACES, _decimals(value))


def _decimals(value: Decimal) -> int:
    """The decimals of a value without the zeros at its end; negative for a value that ends in zeros."""
    return -int(value.normalize().as_tuple().exponent)


def _without_sign(figure: str, currency: Currency) -> str:
    """The figure without the sign or the code of its currency before or after it."""
    plain = figure.casefold()
    for written in _WRITTEN_SIGNS.get(currency, (currency.casefold(),)):
        if plain.startswith(written):
            return figure[len(written) :].strip()
        if plain.endswith(written):
            return figure[: -len(written)].strip()
    return figure


def _readings(figure: str, places: int) -> tuple[Decimal, ...]:
    """The figure with its last point as decimal mark, and with its last comma; empty when both are the same.

    A reading with more than so many decimals, not counting the zeros at its end, is left out.
    """
    compact = figure.replace(" ", "")
    if not re.fullmatch(rf"[\d.,]{{1,{_LONGEST_READING}}}", compact, re.ASCII) or not re.search(r"\d", compact):
        return ()
    readings = {_read_with(".", compact.replace(",", "")), _read_with(",", compact.replace(".", ""))}
    if len(readings) == 1:
        return ()
    return tuple(sorted((reading for reading in readings if _decimals(reading) <= places), reverse=True))


def _read_with(mark: str, figure: str) -> Decimal:
    """The figure whose last such mark is the decimal mark."""
    units, written, decimals = figure.rpartition(mark)
    return Decimal(f"{units.replace(mark, '') or 0}.{decimals or 0}" if written else figure)


@cache
def _figures(group_mark: str, decimal_mark: str) -> re.Pattern[str]:
    """Units in groups of three or ungrouped, decimals after the decimal mark or after the point of a keypad."""
    group, mark, point = re.escape(group_mark), re.escape(decimal_mark), re.escape(_KEYPAD_POINT)
    grouped = rf"(?P<grouped>[1-9]\d{{0,2}}(?P<between>[{group} ])\d{{3}}((?P=between)\d{{3}})*)"
    units = rf"({grouped}|(?P<units>\d*))({mark}(?P<decimals>\d+))?"
    return re.compile(rf"(?=.*\d)({units}|(?P<before_point>\d*){point}(?P<after_point>\d+))", re.ASCII)
