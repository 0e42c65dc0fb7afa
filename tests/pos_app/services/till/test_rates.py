"""The rate of the day: published, that of the next business day, or entered by a supervisor with a reason."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from domain.money.money import USD, VES, BadAmount, Currency, ExchangeRate, RateSource
from domain.money.rate_check import RateDoubtful
from domain.people.staff import Cashier, NotAllowed
from domain.till.shifts import ReasonMissing
from pos_app.services.setup import load_setup
from pos_app.services.till import rates
from pos_app.station import Station
from sync import setup
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.builders.stations import general_cart, sell
from tests.pos_app.snapshots import kinds, refused
from tests.sync.setup.setups import SMALL

TUESDAY = date(2026, 11, 24)


def typed(value: str, currency: Currency = USD, on: date = TUESDAY) -> ExchangeRate:
    return ExchangeRate(currency, Decimal(value), on, RateSource.MANUAL)


def values(station: Station) -> dict[str, str]:
    return {rate.currency: str(rate.value) for rate in rates.today(station).rates.rates}


def test_the_rate_of_today_holds(station: Station) -> None:
    assert values(station) == {"EUR": "976.90091142", "USD": "857.00580000"}
    assert rates.today(station).is_today


def test_sunday_uses_the_rate_of_the_next_business_day(station: Station, clock: FakeClock) -> None:
    clock.advance(days=1)
    assert values(station) == {"USD": "916.64770000"}


def test_an_old_rate_is_never_used(station: Station, clock: FakeClock) -> None:
    clock.advance(days=3)
    assert values(station) == {}
    assert not rates.today(station).is_today


def test_a_supervisor_types_the_rate_and_selling_goes_on(till: Station, clock: FakeClock, rosa: Cashier) -> None:
    clock.advance(days=3)
    rates.enter(till, rosa, typed("1000.00000000"), "el BCV no publicó")
    assert str(sell(till, general_cart(till, 1)).document.total) == "10000.00"
    assert "rate_entered/1" in kinds(till)


def test_a_mistyped_rate_is_typed_again(till: Station, clock: FakeClock, rosa: Cashier) -> None:
    clock.advance(days=3)
    rates.enter(till, rosa, typed("100"), "el BCV no publicó", is_confirmed=True)
    assert values(till) == {"USD": "100"}
    rates.enter(till, rosa, typed("1000"), "faltaba un cero", is_confirmed=True)
    assert values(till) == {"USD": "1000"}
    assert kinds(till).count("rate_entered/1") == 2


def test_a_rate_far_from_the_last_known_one_needs_to_be_confirmed(station: Station, rosa: Cashier) -> None:
    for value in ("8.57", "857005800", "0.00000001"):
        refused(station, partial(rates.enter, station, rosa, typed(value), "error"), RateDoubtful)
    rates.enter(station, rosa, typed("8.57"), "reconversión", is_confirmed=True)
    refused(station, lambda: rates.enter(station, rosa, typed("857"), "error"), RateDoubtful)
    rates.enter(station, rosa, typed("8.60"), "el BCV publicó")
    euro = typed("857", Currency("EUR"))
    rates.enter(station, rosa, euro, "cada moneda con la suya")


def test_the_first_rate_of_a_currency_is_compared_with_nothing(station: Station, rosa: Cashier) -> None:
    rates.enter(station, rosa, typed("0.25", Currency("COP")), "no se publica")


def test_a_cashier_does_not(station: Station, ana: Cashier) -> None:
    refused(station, lambda: rates.enter(station, ana, typed("1000"), "porque sí"), NotAllowed)


def test_a_rate_needs_a_reason(station: Station, rosa: Cashier) -> None:
    refused(station, lambda: rates.enter(station, rosa, typed("1000"), "  "), ReasonMissing)


@pytest.mark.parametrize("value", ["0", "-857", "0.000000001", "857.123456789", "NaN", "Infinity", "-Infinity"])
def test_a_rate_that_is_no_rate_is_refused(station: Station, rosa: Cashier, value: str) -> None:
    refused(station, lambda: rates.enter(station, rosa, typed(value), "error"), BadAmount)


def test_bolivares_have_no_rate(station: Station, rosa: Cashier) -> None:
    refused(station, lambda: rates.enter(station, rosa, typed("1", VES), "error"), BadAmount)


def test_a_rate_beyond_reason_is_refused_and_the_catalogue_stays_priced(station: Station, rosa: Cashier) -> None:
    today = station.today()
    refused(station, lambda: rates.enter(station, rosa, typed("9" * 40, on=today), "tecla pegada"), BadAmount)
    assert values(station)["USD"] == "857.00580000"


def test_a_file_loaded_later_does_not_replace_what_was_typed(till: Station, rosa: Cashier) -> None:
    rates.enter(till, rosa, typed("900", on=till.today()), "el BCV corrigió")
    later = SMALL.replace('value = "857.00580000"', 'value = "860"')
    assert (
        load_setup.load(
            till, setup.read(later, on=till.today()), name="later.toml", sha256="00", by=stations.supervisor(till)
        )
        == 1
    )
    assert values(till)["USD"] == "900"
