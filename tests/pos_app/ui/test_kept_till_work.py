"""Esc loses no work at the till: counts, movements of cash, floats, reasons and rates are found again."""

import pytest

from domain.money.money import USD, VES, Money
from pos_app.services.people import sign_in
from pos_app.services.till import rates, shifts
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.app import Till
from pos_app.ui.rate.view import RateView
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift import view as shift_view
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.widgets.kept_form import CLEAR_KEY
from tests.builders import stations
from tests.builders.counts import counted
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import focused, is_unfinished, shows, texts, typed
from tests.pos_app.ui.test_closing_a_shift import look_at_the_till, opens, reaches


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let F12 act at once on the next step: these tests look at each step before they press it."""
    monkeypatch.setattr(shift_view, "REPEAT_GUARD_MS", 0)


@pytest.fixture
def at_the_till(hands: Hands, running: Till, station: Station) -> Till:
    stations.open_shift(station)
    return look_at_the_till(hands, running)


def leaves(hands: Hands, till: Till) -> None:
    hands.press("Esc")
    hands.wait_for(reaches(till, Form.NONE))


@pytest.mark.parametrize("way_out", ["Esc", "F4", "F9"])
def test_a_count_is_found_again_with_its_sum(hands: Hands, at_the_till: Till, way_out: str) -> None:
    opens(hands, at_the_till, "F8", Form.COUNT)
    hands.type("7")
    hands.press("Return")
    hands.type("3")
    hands.press(way_out)
    if way_out == "F9":
        hands.press("Esc")
        hands.wait_for(shows(at_the_till, ShiftView))
        hands.wait_for(reaches(at_the_till, Form.NONE))
    opens(hands, at_the_till, "F8", Form.COUNT)
    assert typed(at_the_till) == ["7", "3"]
    assert "Bs. 4.100,00" in texts(at_the_till)
    assert is_unfinished(at_the_till)
    hands.press(CLEAR_KEY)
    assert (typed(at_the_till), focused()) == ([], "Cuántos de Bs. 500,00")
    assert not is_unfinished(at_the_till)
    assert "Bs. 4.100,00" not in texts(at_the_till)
    leaves(hands, at_the_till)
    opens(hands, at_the_till, "F8", Form.COUNT)
    assert (typed(at_the_till), is_unfinished(at_the_till)) == ([], False)


def test_f8_pressed_again_in_a_count_keeps_figures_and_sum(hands: Hands, at_the_till: Till) -> None:
    opens(hands, at_the_till, "F8", Form.COUNT)
    hands.type("7")
    hands.press("F8")
    hands.wait_for(reaches(at_the_till, Form.COUNT))
    assert typed(at_the_till) == ["7"]
    assert "Bs. 3.500,00" in texts(at_the_till)


def test_a_saved_count_is_found_again_after_esc(hands: Hands, at_the_till: Till) -> None:
    for ordinal in ("1", "2"):
        opens(hands, at_the_till, "F8", Form.COUNT)
        for _ in range(30):
            hands.type("0")
            hands.press("Return")
        hands.press("F12")
        hands.wait_for(reaches(at_the_till, Form.CLOSE))
        leaves(hands, at_the_till)
        opens(hands, at_the_till, "F8", Form.CLOSE)
        assert f"Conteo {ordinal}" in texts(at_the_till)
    opens(hands, at_the_till, "F8", Form.CLOSE)  # nothing is counted a third time


@pytest.mark.parametrize(("key", "form"), [("F3", Form.CASH_IN), ("F4", Form.CASH_OUT)])
def test_a_movement_of_cash_is_found_again_and_goes_when_it_is_recorded(
    hands: Hands, at_the_till: Till, key: str, form: Form
) -> None:
    opens(hands, at_the_till, key, form)
    hands.type("5")
    hands.press("Return")
    hands.type("pasajes")
    leaves(hands, at_the_till)
    opens(hands, at_the_till, "F5", Form.NO_SALE)
    assert typed(at_the_till) == []
    leaves(hands, at_the_till)
    opens(hands, at_the_till, key, form)
    assert typed(at_the_till) == ["5", "pasajes"]
    assert focused() == "Monto"
    hands.type("6")  # what was found is selected, and typing replaces it
    assert typed(at_the_till) == ["6", "pasajes"]
    hands.press("F12")
    hands.wait_for(reaches(at_the_till, Form.NONE))
    opens(hands, at_the_till, key, form)
    assert (typed(at_the_till), is_unfinished(at_the_till)) == ([], False)


def test_the_float_is_found_again(hands: Hands, running: Till) -> None:
    hands.sign_in("1", "1111")
    hands.wait_for(shows(running, ShiftView))
    hands.wait_for(reaches(running, Form.OPEN))
    hands.type("20.000")
    hands.press("F10")
    hands.wait_for(lambda: not isinstance(running.window.shown, ShiftView))
    hands.press("F7")
    hands.wait_for(shows(running, ShiftView))
    hands.wait_for(reaches(running, Form.OPEN))
    assert typed(running) == ["20.000"]


def test_the_float_of_another_shift_is_not_found_again(hands: Hands, running: Till, station: Station) -> None:
    hands.sign_in("1", "1111")
    hands.wait_for(shows(running, ShiftView))
    hands.wait_for(reaches(running, Form.OPEN))
    hands.type("20.000")
    hands.press("F10")
    hands.wait_for(lambda: not isinstance(running.window.shown, ShiftView))
    stations.open_shift(station)
    ana = stations.ana(station)
    shifts.count(station, ana, counted(Money(10_000, VES), Money(2_000, USD)))
    shifts.close_shift(station, ana)
    hands.press("F7")
    hands.wait_for(shows(running, ShiftView))
    hands.wait_for(reaches(running, Form.OPEN))
    assert (typed(running), is_unfinished(running)) == ([], False)


def test_the_reason_of_a_difference_is_found_again(hands: Hands, at_the_till: Till, station: Station) -> None:
    opens(hands, at_the_till, "F8", Form.COUNT)
    for name in ("9", "0"):
        hands.type(name)
        hands.press("Return")
    for _ in range(30):
        hands.type("0")
        hands.press("Return")
    hands.press("F12")
    hands.wait_for(reaches(at_the_till, Form.CLOSE))
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(reaches(at_the_till, Form.REVIEW))
    hands.wait_for_field("Motivo")
    hands.type("Sobra un cliente")
    leaves(hands, at_the_till)
    opens(hands, at_the_till, "F8", Form.CLOSE)
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(reaches(at_the_till, Form.REVIEW))
    assert typed(at_the_till) == ["Sobra un cliente"]


def test_nobody_finds_the_work_of_another_person(hands: Hands, at_the_till: Till, station: Station) -> None:
    opens(hands, at_the_till, "F8", Form.COUNT)
    hands.type("7")
    names = [card.name for card in sign_in.staff(station)]
    for name, pin, expected in (("Rosa Zambrano", "9999", []), ("Ana Rondón", "1111", ["7"])):
        hands.press("Ctrl+L")
        hands.wait_for(shows(at_the_till, SignInView))
        hands.sign_in(str(names.index(name) + 1), pin)
        hands.wait_for(shows(at_the_till, SellView))
        hands.press("F7")
        hands.wait_for(shows(at_the_till, ShiftView))
        hands.wait_for(reaches(at_the_till, Form.NONE))
        opens(hands, at_the_till, "F8", Form.COUNT)
        assert typed(at_the_till) == expected


def test_a_rate_is_found_again_and_goes_when_it_is_saved(hands: Hands, at_the_till: Till, station: Station) -> None:
    def opens_rate() -> None:
        hands.press("Ctrl+T")
        hands.wait_for(shows(at_the_till, RateView))

    known = rates.today(station).rates.rates[0].value
    opens_rate()
    hands.type(str(known).replace(".", ","))
    hands.press("Return")
    hands.type("BCV")
    before = typed(at_the_till)
    hands.press("Esc")
    hands.wait_for(shows(at_the_till, ShiftView))
    opens_rate()
    assert typed(at_the_till) == before
    assert is_unfinished(at_the_till)
    hands.press(CLEAR_KEY)
    assert (typed(at_the_till), focused()) == ([], "Bolívares por unidad")
    hands.type(before[0])
    hands.press("Return")
    hands.type("BCV")
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(shows(at_the_till, ShiftView))
    opens_rate()
    assert (typed(at_the_till), is_unfinished(at_the_till)) == ([], False)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("size", [(1024, 600), (1366, 768)])
def test_the_line_about_what_waits_is_never_cut(
    hands: Hands, at_the_till: Till, language: str, size: tuple[int, int]
) -> None:
    at_the_till.window.resize(*size)
    hands.press("F10", {"es": "2", "en": "3"}[language])
    hands.wait_for(lambda: wording.text("kept.clear") == {"es": "Vaciar", "en": "Clear"}[language])
    hands.press("Esc")
    hands.wait_for(shows(at_the_till, ShiftView))
    hands.wait_for(reaches(at_the_till, Form.NONE))
    opens(hands, at_the_till, "F4", Form.CASH_OUT)
    hands.type("7000")
    leaves(hands, at_the_till)
    opens(hands, at_the_till, "F4", Form.CASH_OUT)
    hands.wait_for(lambda: wording.text("kept.found") in texts(at_the_till).replace("\n", " "))
