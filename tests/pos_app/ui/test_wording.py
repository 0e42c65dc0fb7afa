"""Texts: amounts as written in Venezuela, refusals in words, the language of the system."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue.offering import NotForSale
from domain.catalogue.seats import SeatNotFree, SeatState
from domain.errors import Refused, Unavailable
from domain.money.money import EUR, USD, VES, BadAmount, Money, NoRate
from domain.payments.due import NotEnough
from domain.payments.tenders import MissingReference
from domain.people.identity import BadIdentity
from domain.people.staff import NotAllowed, Permission
from pos_app.keyring_vault import KeyringSilent
from pos_app.services.hq.enrolment import NotAnswered
from pos_app.services.setup import machine_settings
from pos_app.services.setup.machine_settings import BadPrinterAddress
from pos_app.settings import PrinterKind, PrinterSettings
from pos_app.ui import wording
from sync.line.hq_address import checked_address
from sync.line.hq_errors import (
    BadAddress,
    BadAnswer,
    CertificateNotTrusted,
    HqBusy,
    HqRefused,
    HqUnreachable,
    NotHeadOffice,
)


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    yield
    wording.use("es")


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Money(123456789, VES), "Bs. 1.234.567,89"),
        (Money(1000, USD), "US$ 10,00"),
        (Money(1000, EUR), "€ 10,00"),
        (Money(-500, VES), "-Bs. 5,00"),
        (Money(0, VES), "Bs. 0,00"),
        (Money(2**53 - 1, VES), "Bs. 90.071.992.547.409,91"),
    ],
)
def test_money_is_written_as_in_venezuela(amount: Money, written: str) -> None:
    assert wording.money(amount) == written


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        *(("10", 1000), ("10,5", 1050), (",50", 50), ("1.234,50", 123450), ("1234,50", 123450)),
        *((" 1.234.567 ", 123456700), ("10.50", 1050), ("1.23", 123), ("10 Bs", 1000)),
    ],
)
def test_an_amount_is_read_with_a_decimal_comma(typed: str, minor: int) -> None:
    assert wording.parse_amount(typed, VES) == Money(minor, VES)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", ",", "10.500,505", "1,234.50", "1,2,3", "12.34.567", "-5", "+5", "1e3", "abc", "10 US$"),
        *("1,234", "٣", "\uff11\uff12", "10,005", "1.234.56", "😀", "9" * 70_000),
    ],
)
def test_what_is_not_an_amount_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        wording.parse_amount(typed, VES)


@given(st.integers(min_value=0, max_value=2**53 - 1))
def test_an_amount_reads_back_as_it_was_written(minor: int) -> None:
    amount = Money(minor, VES)
    assert wording.parse_amount(wording.figure(amount), VES) == amount


@given(st.text(max_size=20))
def test_reading_an_amount_gives_money_or_a_refusal(typed: str) -> None:
    with suppress(BadAmount):
        assert wording.parse_amount(typed, VES).minor >= 0


def test_times_are_told_in_caracas() -> None:
    at = datetime(2026, 11, 22, 0, 5, tzinfo=UTC)
    assert (wording.moment(at), wording.time(at), wording.day(wording.day_of(at))) == (
        "21/11/2026 20:05",
        "20:05",
        "21/11/2026",
    )
    assert wording.short_day(date(2026, 11, 21)) == "sáb 21 nov"


def test_figures_keep_their_places() -> None:
    rates = [wording.rate(Decimal(v)) for v in ("245.1", "245.10550000", "36")]
    percents = [wording.percent(Decimal(v)) for v in ("-50", "12.5", "16.00")]
    assert (rates, percents) == (["245,10", "245,1055", "36,00"], ["-50 %", "12,50 %", "16 %"])
    assert wording.number(13_000) == "13.000"


@pytest.mark.parametrize("typed", ["0", "", "-1", "245,10.5", "1,123456789", "x"])
def test_what_is_not_a_rate_is_refused(typed: str) -> None:
    with pytest.raises(BadAmount):
        wording.parse_rate(typed)


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "«1,500» no es un monto claro: puede ser 1.500,00; 1,50."), ("en", "it may be 1.500,00; 1,50.")],
)
def test_a_figure_that_may_be_two_amounts_shows_both(language: str, words: str) -> None:
    wording.use(language)
    try:
        with pytest.raises(BadAmount) as caught:
            wording.parse_amount("1,500", VES)
        message = wording.refusal(caught.value)
    finally:
        wording.use("es")
    assert words in message.what
    assert message.code == "MON-01"
    assert "1234,50" in message.todo


@pytest.mark.parametrize(
    ("language", "amount", "phone"),
    [
        ("es", "Falta el monto.", "Falta un dato: teléfono."),
        ("en", "The amount is missing.", "A detail is missing: phone number."),
    ],
)
def test_an_empty_field_is_called_missing_and_quotes_no_text(language: str, amount: str, phone: str) -> None:
    wording.use(language)
    try:
        with pytest.raises(BadAmount) as caught:
            wording.parse_amount(" ", VES)
        messages = wording.refusal(caught.value), wording.refusal(BadIdentity("phone", ""))
    finally:
        wording.use("es")
    assert [message.what for message in messages] == [amount, phone]


def test_an_empty_address_is_called_missing() -> None:
    with pytest.raises(BadAddress) as hq:
        checked_address(" ")
    with pytest.raises(BadPrinterAddress) as printer:
        machine_settings.check(PrinterSettings(PrinterKind.NETWORK, " "))
    sentences = [wording.refusal(error).what for error in (hq.value, printer.value)]
    assert sentences == ["Falta la dirección de la central.", "Falta la dirección de la impresora."]


def test_a_rate_is_read_exactly() -> None:
    assert wording.parse_rate("1.245,12345678") == Decimal("1245.12345678")


def test_a_refusal_says_its_values_in_words() -> None:
    message = wording.refusal(NotAllowed(Permission.TAKE_Z))
    assert (message.code, message.what) == ("PER-01", "Su rol no permite tomar el Z.")
    sentences = [
        wording.refusal(error).what
        for error in (
            NotEnough(Money(500, USD)),
            NoRate("USD", date(2026, 11, 21)),
            MissingReference("pago_movil", "bank"),
        )
    ]
    assert sentences == [
        "Falta cobrar US$ 5,00.",
        "No hay tasa de cambio en dólares para el 21/11/2026.",
        "Sin el banco no se puede pagar con Pago móvil.",
    ]


def test_a_taken_seat_names_the_nearest_free_one_when_there_is_one() -> None:
    assert "C-13" in wording.refusal(SeatNotFree("C-12", SeatState.SOLD, "C-13")).todo
    assert wording.refusal(SeatNotFree("C-12", SeatState.SOLD)).todo == "Elija otro asiento."


def test_a_defect_is_said_without_a_trace() -> None:
    message = wording.error_message(ZeroDivisionError("secret"))
    assert message.code == "DEF-00"
    assert "secret" not in str(message)


CAUSE = "https://central.example:8443: ConnectTimeout([Errno 110])"
LINE_ERRORS = [HqUnreachable, HqBusy, BadAnswer, NotHeadOffice, CertificateNotTrusted, NotAnswered, KeyringSilent]


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("kind", LINE_ERRORS)
def test_no_address_and_no_name_of_an_exception_reaches_a_cashier(kind: type[Unavailable], language: str) -> None:
    wording.use(language)
    shown = str(wording.refusal(kind("hq", CAUSE)))
    assert not any(part in shown for part in ("central.example", "8443", "Timeout", "Errno", "hq"))


def test_what_hq_writes_to_programs_is_not_shown_and_its_code_is() -> None:
    shown = str(wording.refusal(HqRefused("NEW_RULE", "KeyError: 'zone'")))
    assert "KeyError" not in shown
    assert "NEW_RULE" in shown


def test_a_defect_is_shown_without_the_name_of_its_exception() -> None:
    assert "ZeroDivisionError" not in str(wording.error_message(ZeroDivisionError("secret")))


@pytest.mark.parametrize("cause", ["[Errno 111] Connection refused", "timed out", "10.0.0.7:9100"])
def test_a_line_to_the_printer_that_broke_means_that_it_does_not_answer(cause: str) -> None:
    assert wording.printer_cause(cause) == "La impresora no responde"
    assert wording.printer_cause("paper_out") == "Sin papel"


def test_what_is_not_on_sale_is_named_or_not_mentioned() -> None:
    assert wording.refusal(NotForSale("Platea")).what == "«Platea» no está en venta en esta taquilla."
    assert wording.refusal(NotForSale()).what == "Lo elegido no está en venta en esta taquilla."


def test_english_is_spoken_when_chosen() -> None:
    wording.use("en")
    assert wording.refusal(NotAllowed(Permission.TAKE_Z)).what == "Your role does not let you take the Z."


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LANG": "POSIX"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en"}, "en"),
        ({"LANG": "es_VE.UTF-8"}, "es"),
        ({"LANG": "fr_FR.UTF-8"}, "es"),
        ({"LANG": "es_VE.UTF-8", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "en_US", "LC_ALL": "es_VE@euro"}, "es"),
        ({"LANG": "en_US", "LC_ALL": ""}, "en"),
    ],
)
def test_the_system_decides_the_language_until_somebody_chooses(environment: dict[str, str], language: str) -> None:
    assert wording.system_language(environment) == language


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("A112", "Para pagar con Punto de venta, «A112» no sirve como los últimos cuatro dígitos."),
        ("", "Sin los últimos cuatro dígitos no se puede pagar con Punto de venta."),
    ],
)
def test_a_refused_field_whose_name_is_plural_has_no_verb_in_singular(given: str, words: str) -> None:
    what = wording.error_message(MissingReference("card_ves", "last_four", given)).what
    assert what.replace(wording.method("card_ves"), "Punto de venta") == words
