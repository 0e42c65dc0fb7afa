"""The Spanish of paper: amounts, rates, dates, names of means of payment."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from domain.money.money import EUR, USD, VES, ExchangeRate, Money, RateSource, digits
from domain.payments.tenders import References
from printing.characters import NO_BREAK

_CARACAS: Final = ZoneInfo("America/Caracas")
_SYMBOLS: Final = {VES: "Bs.", USD: "US$", EUR: "€"}
_DAYS: Final = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS: Final = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
_SWAP: Final = str.maketrans(",.", ".,")
_NOON: Final = 12
_METHODS: Final = {
    "cash_ves": "Efectivo",
    "cash_usd": "Efectivo",
    "cash_eur": "Efectivo",
    "card_ves": "Punto de venta",
    "card_usd": "Tarjeta en divisas",
    "pago_movil": "Pago móvil",
    "transfer_ves": "Transferencia",
    "zelle": "Zelle",
    "usdt": "USDT",
}
_SOURCES: Final = {RateSource.BCV: "BCV", RateSource.MANUAL: "manual", RateSource.CARRIED: "BCV anterior"}
_SHOWN_OF_A_PHONE: Final = 4


def money(amount: Money) -> str:
    """Bs. 1.234,50; never broken over two lines."""
    sign = "-" if amount.minor < 0 else ""
    return f"{sign}{_SYMBOLS.get(amount.currency, amount.currency)}{NO_BREAK}{figure(amount)}"


def figure(amount: Money) -> str:
    """1.234,50: the size of an amount without its currency."""
    return f"{abs(amount.decimal()):,.{digits(amount.currency)}f}".translate(_SWAP)


def rif(stored: str) -> str:
    """J-31217119-7, of the ten characters that are stored."""
    return f"{stored[0]}-{stored[1:9]}-{stored[9:]}"


def percent(rate: Decimal) -> str:
    """0.16 is 16,00 %."""
    return f"{rate * 100:.2f}{NO_BREAK}%".replace(".", ",")


def signed_percent(hundredths: Decimal) -> str:
    """-10 is -10 %, as the steps of a price carry it."""
    return f"{hundredths.normalize():+f}{NO_BREAK}%".replace(".", ",")


def rate_legend(rate: ExchangeRate) -> str:
    """Tasa BCV 857,00580000 Bs/USD  fecha valor 28-09-2026 (LIVA art. 69, PA 0071 art. 13.14)."""
    value = f"{rate.value:.8f}".replace(".", ",")
    day = bound(f"fecha valor {eight_digits(rate.value_on)}")
    return f"Tasa {_SOURCES[rate.source]} {value} Bs/{rate.currency}  {day}"


def eight_digits(day: date) -> str:
    """DD-MM-AAAA (PA 0071 arts. 13.6 and 34)."""
    return f"{day:%d-%m-%Y}"


def show_time(at: datetime) -> str:
    """7:30 p. m., in Caracas."""
    local = at.astimezone(_CARACAS)
    half = "a." if local.hour < _NOON else "p."
    return f"{(local.hour - 1) % _NOON + 1}:{local:%M}{NO_BREAK}{half}{NO_BREAK}m."


def local_moment(at: datetime) -> str:
    """21-11-2026 19:42, in Caracas: documents and reports use the 24 hours of the screens."""
    return f"{at.astimezone(_CARACAS):%d-%m-%Y %H:%M}"


def long_day(at: datetime) -> str:
    """sábado 21 de noviembre de 2026, in Caracas."""
    local = at.astimezone(_CARACAS)
    return f"{_DAYS[local.weekday()]} {local.day} de {_MONTHS[local.month - 1]} de {local.year}"


def method(code: str) -> str:
    """The name of a means of payment; its currency is said by the amount beside it."""
    return _METHODS.get(code, code)


def references(given: References) -> str:
    """What proves an electronic payment; of a phone only its end, because paper gets lost."""
    parts: Sequence[tuple[str, str]] = (
        ("Ref.", given.reference),
        ("Banco", given.bank),
        ("Tel.", f"***{given.phone[-_SHOWN_OF_A_PHONE:]}" if given.phone else ""),
        ("Lote", given.batch),
        ("Aprob.", given.approval),
        ("Tarjeta", f"****{given.last_four}" if given.last_four else ""),
        ("De", given.payer),
    )
    return "  ".join(f"{name}{NO_BREAK}{value}" for name, value in parts if value)


def bound(text: str) -> str:
    """Words that stay on one line."""
    return text.replace(" ", NO_BREAK)
