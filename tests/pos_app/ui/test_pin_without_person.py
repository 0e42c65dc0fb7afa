"""Digits of a PIN: they choose nobody, go to nobody else, and outlast a wait."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from pos_app.services.people import sign_in
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.sign_in.view import SignInView
from tests.builders.clock import FakeClock
from tests.pos_app.ui.conftest import Hands

FIRST_A_NAME = "Primero elija su nombre: F1, F2"


def texts(till: Till) -> str:
    return "\n".join(part.text() for part in till.window.shown.findChildren(QLabel) if part.isVisible())


def pin(till: Till) -> QLineEdit:
    (field,) = till.window.shown.findChildren(QLineEdit)
    return field


@pytest.mark.parametrize("typed", ["1111", "2345", "9", "3"])
def test_a_pin_without_a_person_chooses_nobody_and_counts_as_no_try(
    hands: Hands, running: Till, station: Station, typed: str
) -> None:
    before = sign_in.staff(station)
    hands.type(typed)
    hands.press("Return")
    hands.qtbot.wait(1200)  # the message stays until a name is chosen
    assert FIRST_A_NAME in texts(running)
    view = running.window.shown
    assert isinstance(view, SignInView)
    assert (view._presenter is not None and view._presenter.has_chosen, pin(running).text()) == (False, "")
    assert sign_in.staff(station) == before
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(running.window.shown, ShiftView))


def test_the_message_goes_once_a_name_is_chosen(hands: Hands, running: Till) -> None:
    hands.type("5")
    hands.press("F2")
    hands.wait_for_field("PIN")
    assert FIRST_A_NAME not in texts(running)
    assert "PIN de Luis Marcano" in texts(running)


def test_a_pin_typed_during_a_wait_stays_and_is_sent_after_it(hands: Hands, running: Till, clock: FakeClock) -> None:
    hands.sign_in("1", "0000")
    for _ in range(2):
        hands.wait_for(lambda: "El PIN no es correcto" in texts(running))
        hands.wait_for_field("PIN")
        hands.type("0000")
        hands.press("Return")
    hands.wait_for(lambda: "Espere" in texts(running))
    hands.type("1111")
    hands.press("Return")
    assert (pin(running).text(), QApplication.focusWidget()) == ("1111", pin(running))
    assert isinstance(running.window.shown, SignInView)
    clock.advance(hours=1)
    hands.wait_for(lambda: "Espere" not in texts(running))
    assert pin(running).text() == "1111"
    hands.press("Return")
    hands.wait_for(lambda: isinstance(running.window.shown, ShiftView))


def test_keys_of_other_screens_choose_people_here(hands: Hands, running: Till) -> None:
    hands.press("F3")
    hands.wait_for_field("PIN")
    assert "PIN de Rosa Zambrano" in texts(running)
    hands.press("Esc", "F2")
    hands.wait_for_field("PIN")
    assert "PIN de Luis Marcano" in texts(running)


@pytest.mark.parametrize("typed", ["", "11"])
def test_another_person_is_chosen_by_key_after_the_first_one(
    hands: Hands, running: Till, station: Station, typed: str
) -> None:
    before = sign_in.staff(station)
    hands.press("F3")
    hands.wait_for_field("PIN")
    hands.type(typed)
    hands.press("F1")
    assert "PIN de Ana Rondón" in texts(running)
    assert pin(running).text() == ""
    hands.wait_for_field("PIN")
    hands.type("1111")
    hands.press("Return")
    hands.wait_for(lambda: isinstance(running.window.shown, ShiftView))
    assert sign_in.staff(station) == before
