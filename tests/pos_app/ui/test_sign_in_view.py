"""The first screen: after choosing a person, the PIN can be typed at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pos_app.station import Station
from pos_app.ui.frame import run_inline
from pos_app.ui.sign_in.presenter import SignInPresenter
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.widgets.key_button import Tile
from pos_app.ui.widgets.keypad import PinField
from tests.pos_app.ui.fakes import FakeFrame

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)


def test_the_pin_is_typed_after_another_name_is_chosen(qtbot: QtBot, station: Station) -> None:
    view = SignInView()
    qtbot.addWidget(view)
    view.attend(SignInPresenter(station, FakeFrame(), run_inline))
    view.show()
    pin = view.findChild(PinField)
    for tile in view.findChildren(Tile)[:2]:
        tile.setFocus()
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
        assert view.focusWidget() is pin
