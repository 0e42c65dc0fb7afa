"""The count of a shift: every note and coin, the sums and the key that saves are in sight together."""

from typing import cast

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift.count_form import CountForm
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.widgets.key_button import KeyButton
from tests.builders import stations
from tests.builders.stations import cash_usd, general_cart, sell
from tests.pos_app.ui.conftest import Hands

SIZES = [(1024, 600), (1024, 768), (1366, 768), (1920, 1080)]
BLIND, KNOWING = ("1", "1111"), ("3", "9999")


def counting(hands: Hands, till: Till, who: tuple[str, str]) -> ShiftView:
    hands.sign_in(*who)
    hands.wait_for(lambda: isinstance(till.window.shown, SellView))
    hands.press("F7")
    hands.wait_for(lambda: isinstance(till.window.shown, ShiftView))
    view = cast("ShiftView", till.window.shown)
    hands.wait_for(lambda: view._presenter.state.is_open and not view._presenter.state.busy)
    hands.press("F8")
    hands.wait_for(lambda: view._presenter.state.form is Form.COUNT and not view._presenter.state.busy)
    return view


def is_whole(widget: QWidget) -> bool:
    """Whether nothing of the widget is scrolled away or cut by what is around it."""
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


@pytest.mark.parametrize("who", [BLIND, KNOWING])
@pytest.mark.parametrize("language", ["es", "en"])
def test_all_that_is_counted_is_in_sight_without_scrolling(
    hands: Hands, running: Till, station: Station, language: str, who: tuple[str, str]
) -> None:
    stations.open_shift(station)
    sell(station, general_cart(station, 1), cash_usd("20.00"))
    running.window.change_look(language, "light")
    view = counting(hands, running, who)
    for field in view._count.findChildren(QLineEdit):
        field.setFocus()
        hands.type("9999")
    faults = {}
    for size in SIZES:
        running.window.resize(*size)
        hands.qtbot.wait(500)
        faults[size] = unseen_of(view, is_blind=who is BLIND)
    running.window.change_look("es", "light")
    assert not any(faults.values()), faults


def unseen_of(view: ShiftView, *, is_blind: bool) -> list[str]:
    """What of a count cannot be seen or read."""
    form = view._count
    fields = form.findChildren(QLineEdit)
    assert len(fields) == 23
    (save,) = (button for button in view.findChildren(KeyButton) if button.isVisible() and button.property("role"))
    parts = [*fields, *form._sums, *(() if is_blind else form._expected), save]
    hidden = [part.accessibleName() or str(part.property("text")) for part in parts if not is_whole(part)]
    cut = [part.text() for part in form.findChildren(QLabel) if part.minimumSizeHint().width() > part.width()]
    return [*hidden, *cut, *(part.accessibleName() for part in fields if digits_wide(part) > room_of(part))]


def digits_wide(field: QLineEdit) -> int:
    return field.fontMetrics().horizontalAdvance(field.text())


def room_of(field: QLineEdit) -> int:
    """The pixels between the edges of a field and their distances."""
    return field.width() - 2 * 8


def test_in_a_window_that_is_too_low_the_field_with_the_focus_is_in_sight(
    hands: Hands, running: Till, station: Station
) -> None:
    shifts.open_shift(station, stations.ana(station), ())
    running.window.resize(1024, 600)
    view = counting(hands, running, BLIND)
    view._clock.setText("▲ " + "La hora del equipo no es la de la central. " * 8)
    view._clock.show()
    hands.qtbot.wait(50)
    form = view.findChild(CountForm)
    assert form is not None
    unseen = []
    for field in form.findChildren(QLineEdit):
        assert field.hasFocus()
        hands.qtbot.wait(10)
        if not is_whole(field):
            unseen.append(field.accessibleName())
        hands.press("Return")
    assert unseen == []
