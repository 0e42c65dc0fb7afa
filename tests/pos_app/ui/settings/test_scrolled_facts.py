"""What a technician asks for is read whole in every window: what does not fit is counted and reached by keys."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from pos_app.ui import look, wording
from pos_app.ui.app import Till
from pos_app.ui.look import Look
from pos_app.ui.settings.choices import Choices
from pos_app.ui.settings.facts import Fact
from pos_app.ui.settings.facts_panel import FactTable
from pos_app.ui.settings.scrolled_facts import ScrolledFacts
from pos_app.ui.settings.view import SettingsView
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.key_button import KeyButton
from tests.pos_app.ui.conftest import Hands

SIZES = [(1024, 540), (1024, 600), (1024, 768), (1366, 768)]


def in_sight(shown: ScrolledFacts) -> list[str]:
    """The texts of the table that are drawn from top to bottom."""
    (table,) = shown.findChildren(FactTable)
    return [
        part.accessibleName() or part.text()
        for part in table.findChildren(QLabel)
        if part.isVisible()
        and part.visibleRegion().boundingRect().height() == part.height() >= part.sizeHint().height()
    ]


def hidden(shown: ScrolledFacts) -> str:
    return shown._more.text()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_fact_of_the_station_is_read(
    hands: Hands, qapp: QApplication, at_sell: Till, language: str, size: tuple[int, int]
) -> None:
    look.apply(qapp, Look(language, Theme.LIGHT))
    at_sell.window.resize(*size)
    hands.press("F10")
    view = at_sell.window.shown
    assert isinstance(view, SettingsView)
    hands.wait_for(lambda: bool(view._presenter.state.facts.station))
    hands.qtbot.wait(50)
    shown = view._presenter.state.facts
    facts = (*shown.station, *(shown.papers if view.is_low else ()))
    names = {fact.name for fact in facts}
    seen = names & set(in_sight(view._station))
    assert (seen == names) is (hidden(view._station) == ""), "a page says that there is more, and only then"
    for _ in facts:
        hands.press("PgDown")
        hands.qtbot.wait(5)
        seen |= names & set(in_sight(view._station))
    assert seen == names
    last = wording.text("settings.facts_below", lines="1").partition("1")[0]
    assert last not in hidden(view._station)
    for _ in facts:
        hands.press("PgUp")
    hands.qtbot.wait(20)
    assert facts[0].name in in_sight(view._station)
    keys = [key for part in view.findChildren(Choices) for key in part.findChildren(KeyButton) if key.isVisible()]
    look.apply(qapp, Look("es", Theme.LIGHT))
    assert all(key.height() >= key.sizeHint().height() for key in keys), "no choice is crushed by the facts"


@pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)
@pytest.mark.parametrize("count", [1, 4, 9])
@pytest.mark.parametrize("height", [120, 200, 320])
def test_the_lines_out_of_sight_are_counted(qtbot: QtBot, qapp: QApplication, count: int, height: int) -> None:
    look.apply(qapp, Look("es", Theme.LIGHT))
    shown = ScrolledFacts("Esta taquilla", 9)
    qtbot.addWidget(shown)
    shown.show_facts([Fact(f"Nombre {n}", f"Valor {n}") for n in range(count)])
    shown.resize(400, height)
    shown.show()
    qtbot.wait(20)
    whole = sum(text.startswith("Valor") for text in in_sight(shown))
    expected = f"AvPág: {count - whole} más abajo" if whole < count else ""
    assert hidden(shown) == expected
    assert whole >= 1
