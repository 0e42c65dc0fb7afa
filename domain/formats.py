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
from domain.money.money import BadAmount, Currency, Money, digits

_SIGNS: Final = {"VES": "Bs.", "USD": "US$", "EUR": "€"}
_FEWEST_PLACES: Final = 2
_RATE_PLACES: Final = 8
_LONGEST_TYPED: Final = 80
_SHOWN_IN_ERROR: Final = 40
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
        """Read "1.234,50" or "1234,5"; marks of grouping only where thousands are. Raises BadAmount."""
        plain = self._plain(typed)
        if not plain:
            raise BadAmount(typed[:_SHOWN_IN_ERROR], currency)
        return Money.parse(plain, currency)

    def read_rate(self, typed: str) -> Decimal:
        """Read an exchange rate of at most 8 decimals, more than zero. Raises BadAmount."""
        plain = self._plain(typed)
        value = Decimal(plain) if plain else Decimal(0)
        if value <= 0 or int(value.as_tuple().exponent) < -_RATE_PLACES:
            raise BadAmount(typed[:_SHOWN_IN_ERROR], "VES")
        return value

    def _plain(self, typed: str) -> str:
        """The figure as Python reads it; empty when it is not written as this language writes it."""
        compact = typed[:_LONGEST_TYPED].strip()
        if compact.isascii() and _figures(self.group_mark, self.decimal_mark).fullmatch(compact):
            return compact.replace(self.group_mark, "").replace(self.decimal_mark, ".")
        return ""

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
    return max(_FEWEST_PLACES, -int(value.normalize().as_tuple().exponent))


@cache
def _figures(group_mark: str, decimal_mark: str) -> re.Pattern[str]:
    group, mark = re.escape(group_mark), re.escape(decimal_mark)
    return re.compile(rf"\d{{1,3}}({group}\d{{3}})+({mark}\d+)?|\d+({mark}\d+)?|{mark}\d+", re.ASCII)
