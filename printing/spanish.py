"""Values as Spanish text for paper: money, rates, times, references and the names of payment methods."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from domain.formats import ES_VE, day_of
from domain.money.money import ExchangeRate, Money, RateSource
from domain.payments.payee import Payee
from domain.payments.tenders import References
from printing.characters import NO_BREAK

_ON_PAPER: Final = replace(ES_VE, day_pattern="{day:02}-{month_no:02}-{year}")
"""DD-MM-AAAA (PA 0071 arts. 13.6 and 34)."""
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
    "exchange": "Nota de crédito",
}
_SOURCES: Final = {RateSource.BCV: "BCV", RateSource.MANUAL: "manual", RateSource.CARRIED: "BCV anterior"}
_RATE_PLACES: Final = 8
_SHOWN_OF_A_PHONE: Final = 4


def money(amount: Money) -> str:
    """Bs. 1.234,50, with spaces that do not break."""
    return bound(_ON_PAPER.money(amount))


def rif(stored: str) -> str:
    """J-31217119-7, from the ten characters that are stored."""
    return f"{stored[0]}-{stored[1:9]}-{stored[9:]}"


def percent(rate: Decimal) -> str:
    """0.16 is 16,00 %."""
    return bound(_ON_PAPER.fixed_percent(rate))


def signed_percent(hundredths: Decimal) -> str:
    """-10 is -10 %: the steps of a price hold percents, not fractions."""
    return bound(_ON_PAPER.signed_percent(hundredths))


def rate_legend(rate: ExchangeRate) -> str:
    """Tasa BCV 857,00580000 Bs/USD  fecha valor 28-09-2026; required by LIVA art. 69 and PA 0071 art. 13 num. 14."""
    value = _ON_PAPER.fixed(rate.value, _RATE_PLACES)
    day = bound(f"fecha valor {eight_digits(rate.value_on)}")
    return f"Tasa {_SOURCES[rate.source]} {value} Bs/{rate.currency}  {day}"


eight_digits = _ON_PAPER.day


def show_time(at: datetime) -> str:
    """7:30 p. m., Caracas time: when a performance starts."""
    return bound(_ON_PAPER.clock_time(at))


local_moment = _ON_PAPER.moment
"""21-11-2026 19:42, Caracas time: documents and reports use the 24-hour clock, as the screens do."""


def long_day(at: datetime) -> str:
    """sábado 21 de noviembre de 2026, Caracas time."""
    return _ON_PAPER.long_day(day_of(at))


def method(code: str) -> str:
    """The name of a payment method; the amount beside it shows the currency."""
    return _METHODS.get(code, code)


def references(given: References) -> str:
    """The references of an electronic payment. A phone number shows only its last digits, because paper gets lost."""
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


def payee(to: Payee) -> str:
    """Bank and phone that receive change, as `references` has them. The document is left out: paper gets lost."""
    return references(References(bank=to.bank, phone=to.phone))


def bound(text: str) -> str:
    """The text with spaces that do not break."""
    return text.replace(" ", NO_BREAK)
