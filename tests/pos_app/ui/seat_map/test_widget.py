"""The map with keys and pointer, in a real window."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QInputMethodEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from pos_app.seat_plan import SeatLook, SeatPlan, all_free
from pos_app.ui.seat_map.colours import seat_colours
from pos_app.ui.seat_map.widget import SeatMap
from tests.pos_app.ui.seat_map.halls import arena, block, find_seat, labelled

ROWS, SEATS = 20, 30


@pytest.fixture
def plan() -> SeatPlan:
    return block(ROWS, SEATS)


@pytest.fixture
def seat_map(qtbot: QtBot, plan: SeatPlan) -> SeatMap:
    widget = SeatMap(seat_colours("light"))
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    widget.show_plan(plan, all_free(plan))
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def point_of(widget: SeatMap, plan: SeatPlan, seat: int) -> QPoint:
    assert widget._view is not None
    x, y = widget._view.camera.to_screen(float(plan.x_mm[seat]), float(plan.y_mm[seat]))
    return QPoint(round(x), round(y))


def scale_of(widget: SeatMap) -> float:
    assert widget._view is not None
    return widget._view.camera.scale


def keys(widget: SeatMap, *typed: Qt.Key) -> None:
    for key in typed:
        QTest.keyClick(widget, key)


def click(widget: SeatMap, at: QPoint) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)


def test_arrows_move_the_cursor_and_say_so(qtbot: QtBot, seat_map: SeatMap, plan: SeatPlan) -> None:
    seat_map.set_cursor(find_seat(plan, "C", "5"))
    with qtbot.waitSignal(seat_map.cursor_moved) as moved:
        keys(seat_map, Qt.Key.Key_Right)
    assert moved.args == [find_seat(plan, "C", "6")]
    keys(seat_map, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up)
    assert seat_map.cursor_seat() == find_seat(plan, "C", "5")


def test_the_first_arrow_starts_in_the_middle(seat_map: SeatMap, plan: SeatPlan) -> None:
    keys(seat_map, Qt.Key.Key_Down)
    assert seat_map.cursor_seat() is not None


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_choose_the_seat_of_the_cursor(qtbot: QtBot, seat_map: SeatMap, key: Qt.Key) -> None:
    seat_map.set_cursor(17)
    with qtbot.waitSignal(seat_map.seat_chosen) as chosen:
        keys(seat_map, key)
    assert chosen.args == [17]


def test_without_a_cursor_nothing_is_chosen(qtbot: QtBot, seat_map: SeatMap) -> None:
    with qtbot.assertNotEmitted(seat_map.seat_chosen):
        keys(seat_map, Qt.Key.Key_Space)


def test_a_row_and_a_number_are_typed(seat_map: SeatMap, plan: SeatPlan) -> None:
    keys(seat_map, Qt.Key.Key_D, Qt.Key.Key_1, Qt.Key.Key_0)
    assert seat_map.cursor_seat() == find_seat(plan, "D", "10")


def test_plus_and_minus_zoom_between_bounds_and_zero_shows_all(seat_map: SeatMap) -> None:
    whole = scale_of(seat_map)
    keys(seat_map, Qt.Key.Key_Minus)
    assert scale_of(seat_map) == whole
    keys(seat_map, *[Qt.Key.Key_Plus] * 30)
    largest = scale_of(seat_map)
    keys(seat_map, Qt.Key.Key_Plus)
    assert scale_of(seat_map) == largest > whole
    keys(seat_map, Qt.Key.Key_0)
    assert scale_of(seat_map) == whole


def test_a_click_chooses_the_seat_under_it_once(qtbot: QtBot, seat_map: SeatMap, plan: SeatPlan) -> None:
    chosen: list[int] = []
    seat_map.seat_chosen.connect(chosen.append)
    at = point_of(seat_map, plan, 40)
    click(seat_map, at)
    assert chosen == [40]
    assert seat_map.cursor_seat() == 40
    QTest.mouseDClick(seat_map, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(seat_map, Qt.MouseButton.LeftButton, pos=at)
    assert chosen == [40]  # the second click of a double click is ignored


def test_a_click_between_sections_chooses_nothing(qtbot: QtBot, seat_map: SeatMap) -> None:
    with qtbot.assertNotEmitted(seat_map.seat_chosen):
        click(seat_map, QPoint(2, 2))


def test_a_drag_pans_and_chooses_nothing(qtbot: QtBot, seat_map: SeatMap, plan: SeatPlan) -> None:
    keys(seat_map, *[Qt.Key.Key_Plus] * 5)
    seat = 252
    before = point_of(seat_map, plan, seat)
    with qtbot.assertNotEmitted(seat_map.seat_chosen):
        QTest.mousePress(seat_map, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(400, 300))
        QTest.mouseMove(seat_map, QPoint(430, 340))
        QTest.mouseMove(seat_map, QPoint(440, 350))
        QTest.mouseRelease(seat_map, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(440, 350))
    assert point_of(seat_map, plan, seat) - before == QPoint(40, 50)


def test_the_wheel_zooms_at_the_pointer(seat_map: SeatMap, plan: SeatPlan) -> None:
    keys(seat_map, *[Qt.Key.Key_Plus] * 3)
    at = point_of(seat_map, plan, 41)
    whole = scale_of(seat_map)
    wheel = QWheelEvent(
        QPointF(at),
        QPointF(seat_map.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(seat_map, wheel)
    assert scale_of(seat_map) > whole
    assert (point_of(seat_map, plan, 41) - at).manhattanLength() <= 3


def test_in_the_overview_a_click_brings_the_section_near(qtbot: QtBot) -> None:
    hall = arena()
    widget = SeatMap(seat_colours("dark"))
    qtbot.addWidget(widget)
    widget.resize(1024, 600)
    widget.show_plan(hall, all_free(hall))
    whole = scale_of(widget)
    with qtbot.assertNotEmitted(widget.seat_chosen):
        click(widget, point_of(widget, hall, 30_000))
    assert scale_of(widget) > 3 * whole


def test_a_seat_says_where_it_is_what_it_is_and_what_it_costs(seat_map: SeatMap, plan: SeatPlan) -> None:
    seat_map.set_cursor(find_seat(plan, "B", "3"))
    assert seat_map.accessibleDescription() == "Platea · Fila B · Asiento 3, libre, US$ 120,00"
    seat_map.set_states([find_seat(plan, "B", "4")], [SeatLook.SOLD])
    keys(seat_map, Qt.Key.Key_Right)
    assert seat_map.accessibleDescription() == "Platea · Fila B · Asiento 4, vendido"
    assert seat_map.accessibleName() == "Mapa de asientos"


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_tooltip_describes_the_seat_under_the_pointer(seat_map: SeatMap, plan: SeatPlan) -> None:
    at = point_of(seat_map, plan, 0)
    QApplication.sendEvent(seat_map, QHelpEvent(QEvent.Type.ToolTip, at, seat_map.mapToGlobal(at)))
    assert QToolTip.text() == "Platea · Fila A · Asiento 1, libre, US$ 120,00"
    QToolTip.hideText()


def test_another_theme_keeps_place_and_cursor(seat_map: SeatMap) -> None:
    seat_map.set_cursor(33)
    keys(seat_map, *[Qt.Key.Key_Plus] * 4)
    before = scale_of(seat_map)
    light = seat_map.grab().toImage().pixelColor(5, 5)
    seat_map.show_colours(seat_colours("dark"))
    assert (scale_of(seat_map), seat_map.cursor_seat()) == (before, 33)
    assert seat_map.grab().toImage().pixelColor(5, 5).lightness() < light.lightness()


def test_a_map_without_a_plan_is_empty_and_quiet(qtbot: QtBot) -> None:
    widget = SeatMap(seat_colours("light"))
    qtbot.addWidget(widget)
    widget.show()
    keys(widget, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Plus, Qt.Key.Key_0, Qt.Key.Key_A)
    click(widget, QPoint(50, 50))
    widget.set_states([0], [1])
    assert widget.cursor_seat() is None
    assert not widget.grab().isNull()


def test_a_larger_window_shows_all_again(seat_map: SeatMap) -> None:
    before = scale_of(seat_map)
    seat_map.resize(1200, 900)
    assert scale_of(seat_map) > before


SPANISH = labelled(*((row, [*range(1, 13), "3-bis"]) for row in ("A", "M", "N", "Ñ", "O", "Á", "10")))


@pytest.fixture
def spanish(qtbot: QtBot) -> SeatMap:
    widget = SeatMap(seat_colours("light"))
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    widget.show_plan(SPANISH, all_free(SPANISH))
    widget.show()
    qtbot.waitExposed(widget)
    widget.set_cursor(find_seat(SPANISH, "A", "5"))
    return widget


def write(widget: SeatMap, text: str) -> None:
    """Press a key for each character, as a Spanish keyboard does."""
    for character in text:
        key = Qt.Key(ord(character.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character))


@pytest.mark.parametrize(
    ("typed", "row", "number"),
    [("ñ5", "Ñ", "5"), ("Ñ12", "Ñ", "12"), ("n5", "N", "5"), ("m2", "M", "2"), ("o10", "O", "10"), ("á7", "Á", "7"),
     ("a3-bis", "A", "3-bis"), ("3-bis", "A", "3-bis"), ("10-4", "10", "4")],
)  # fmt: skip
def test_rows_and_seats_of_any_label_are_typed(spanish: SeatMap, typed: str, row: str, number: str) -> None:
    write(spanish, typed)
    assert spanish.cursor_seat() == find_seat(SPANISH, row, number)


def test_a_letter_that_a_dead_key_composed_is_typed(spanish: SeatMap) -> None:
    for text in ("Á", "4"):
        composed = QInputMethodEvent()
        composed.setCommitString(text)
        QApplication.sendEvent(spanish, composed)
    assert spanish.cursor_seat() == find_seat(SPANISH, "Á", "4")


def test_enter_chooses_nothing_after_a_name_that_no_seat_has(qtbot: QtBot, spanish: SeatMap) -> None:
    with qtbot.waitSignal(spanish.missed) as missed:
        write(spanish, "m15")
    assert missed.args == ["m15"]
    with qtbot.assertNotEmitted(spanish.seat_chosen):
        keys(spanish, Qt.Key.Key_Return, Qt.Key.Key_Space)
    keys(spanish, Qt.Key.Key_Backspace)
    assert spanish.cursor_seat() == find_seat(SPANISH, "M", "1")
    with qtbot.waitSignal(spanish.seat_chosen) as chosen:
        keys(spanish, Qt.Key.Key_Return)
    assert chosen.args == [find_seat(SPANISH, "M", "1")]


def test_signs_zoom_where_they_belong_to_no_name(spanish: SeatMap) -> None:
    spanish.resize(400, 300)
    before = scale_of(spanish)
    write(spanish, "m2+")
    assert scale_of(spanish) > before
    write(spanish, "-0")
    assert scale_of(spanish) == before
    assert spanish.cursor_seat() == find_seat(SPANISH, "M", "2")
