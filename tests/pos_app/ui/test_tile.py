"""A tile shows a long name on two lines, and cuts only what these cannot hold."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from pos_app.ui import theme
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.key_button import Tile

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)


@pytest.fixture
def tile(qtbot: QtBot, qapp: QApplication) -> Tile:
    theme.apply(qapp, Theme.LIGHT)
    made = Tile("1", lambda: None)
    qtbot.addWidget(made)
    made.resize(306, theme.size("tile_height"))
    made.show()
    return made


def title(tile: Tile) -> QLabel:
    return tile.findChildren(QLabel)[1]


def test_a_short_name_stays_on_one_line(tile: Tile) -> None:
    tile.show_texts("Ana Rondón", "Taquillero")
    assert title(tile).text() == "Ana Rondón"


def test_a_long_name_goes_on_on_a_second_line(tile: Tile) -> None:
    tile.show_texts("Ana Lucía Rondón de Betancourt", "Taquillero")
    assert title(tile).text().replace("\n", " ") == "Ana Lucía Rondón de Betancourt"
    QApplication.processEvents()
    assert title(tile).height() >= title(tile).sizeHint().height()


def test_only_what_two_lines_cannot_hold_is_cut_and_the_whole_name_is_said(tile: Tile) -> None:
    name = "Carmen Elena del Valle Zambrano Rodríguez de Betancourt y Monagas"
    tile.show_texts(name, "Taquillero")
    lines = title(tile).text().split("\n")
    assert (len(lines), lines[1][-1]) == (2, "…")
    assert tile.accessibleName() == f"{name}. Taquillero"
