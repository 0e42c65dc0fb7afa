"""The settings in the smallest windows: no key loses letters of its text, also beside a printer that is not saved."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from pos_app.ui import look
from pos_app.ui.app import Till
from pos_app.ui.look import Look
from pos_app.ui.settings.facts_panel import FactTable
from pos_app.ui.settings.view import SettingsView
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.key_button import KeyButton
from tests.pos_app.ui.conftest import Hands


@pytest.mark.parametrize("size", [(1024, 600), (1024, 768), (1366, 768)])
@pytest.mark.parametrize("language", ["es", "en"])
def test_no_key_is_cut_while_a_printer_is_not_saved(
    hands: Hands, qapp: QApplication, at_sell: Till, language: str, size: tuple[int, int]
) -> None:
    look.apply(qapp, Look(language, Theme.LIGHT))
    at_sell.window.resize(*size)
    hands.press("F10")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, SettingsView))
    hands.press("F4")
    buttons = [key for key in at_sell.window.shown.findChildren(KeyButton) if key.isVisible()]
    assert len(buttons) > 10
    hands.qtbot.wait(20)
    for part in (part for key in buttons for part in key.findChildren(QLabel)):
        assert part.width() >= part.sizeHint().width(), part.text()
    table = at_sell.window.shown.findChild(FactTable)
    assert table is not None
    facts = [part for part in table.findChildren(QLabel) if part.isVisible()]
    assert len(facts) >= 2 * 3
    assert all(part.height() >= part.fontMetrics().height() for part in facts)
    look.apply(qapp, Look("es", Theme.LIGHT))
