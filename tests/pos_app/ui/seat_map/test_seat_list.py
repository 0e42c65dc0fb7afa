"""The list beside the map and the legend."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView
from pytestqt.qtbot import QtBot

from domain.catalogue.catalog import SeatKind
from pos_app.seat_plan import SeatLook, all_free
from pos_app.ui import theme, wording
from pos_app.ui.seat_map.colours import seat_colours
from pos_app.ui.seat_map.legend import Legend
from pos_app.ui.seat_map.seat_list import SeatList
from pos_app.ui.theme import Theme
from tests.pos_app.ui.seat_map.halls import block, theatre


@pytest.fixture
def seat_list(qtbot: QtBot) -> SeatList:
    plan = block(3, 5)
    plan.kind[7] = SeatKind.ACCESSIBLE
    widget = SeatList(seat_colours("light"))
    qtbot.addWidget(widget)
    widget.show_plan(plan, all_free(plan))
    return widget


def view_of(widget: SeatList) -> QListView:
    view = widget.findChild(QListView)
    assert isinstance(view, QListView)
    return view


def rows_of(widget: SeatList, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> list[str]:
    model = view_of(widget).model()
    return [str(model.index(i, 0).data(role)) for i in range(model.rowCount())]


def test_it_shows_the_row_of_the_cursor(seat_list: SeatList) -> None:
    seat_list.set_cursor(7)
    seat_list.set_states([5, 6], [SeatLook.SOLD, SeatLook.IN_CART])
    assert rows_of(seat_list) == [
        "1  vendido",
        "2  US$ 120,00  elegido",
        "3  US$ 120,00  libre",
        "4  US$ 120,00  libre",
        "5  US$ 120,00  libre",
    ]
    title = seat_list.findChild(QLabel)
    assert isinstance(title, QLabel)
    assert title.text() == "Platea · Fila B"


def test_a_screen_reader_hears_the_whole_sentence(seat_list: SeatList) -> None:
    seat_list.set_cursor(7)
    read_out = rows_of(seat_list, Qt.ItemDataRole.AccessibleTextRole)
    assert read_out[2] == "Platea · Fila B · Asiento 3, libre, accesible, US$ 120,00"


def test_following_the_map_says_nothing_back(qtbot: QtBot, seat_list: SeatList) -> None:
    with qtbot.assertNotEmitted(seat_list.cursor_moved):
        seat_list.set_cursor(7)
        seat_list.set_cursor(12)


def test_keys_in_the_list_move_and_choose(qtbot: QtBot, seat_list: SeatList) -> None:
    seat_list.set_cursor(7)
    view = view_of(seat_list)
    with qtbot.waitSignal(seat_list.cursor_moved) as moved:
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert moved.args == [8]
    with qtbot.waitSignal(seat_list.seat_chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [8]


def test_the_legend_names_zones_while_each_has_a_colour(qtbot: QtBot) -> None:
    legend = Legend(seat_colours("light"))
    qtbot.addWidget(legend)
    legend.show_plan(theatre())
    description = legend.accessibleDescription()
    assert description.startswith("Patio central, Patio lateral")
    assert "vendido" in description
    assert "accesible" in description


def test_the_legend_takes_more_lines_where_it_is_narrow(qtbot: QtBot) -> None:
    legend = Legend(seat_colours("dark"))
    qtbot.addWidget(legend)
    assert legend.heightForWidth(200) > legend.heightForWidth(1200) > 0
    assert not legend.grab().isNull()


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("look", SeatLook)
def test_no_line_of_the_list_is_cut(qtbot: QtBot, qapp: QApplication, look: SeatLook, language: str) -> None:
    theme.apply(qapp, Theme.LIGHT)
    wording.use(language)
    plan = block(3, 12)
    widget = SeatList(seat_colours("light"))
    qtbot.addWidget(widget)
    widget.resize(theme.size("side_list_width"), 400)
    widget.show_plan(plan, all_free(plan))
    widget.set_states(range(len(plan)), [look] * len(plan))
    widget.set_cursor(11)
    view = view_of(widget)
    view.ensurePolished()
    widget.grab()
    needed, room = view.sizeHintForColumn(0), view.viewport().width()
    wording.use("es")
    assert needed <= room
    assert not view.horizontalScrollBar().isVisible()
