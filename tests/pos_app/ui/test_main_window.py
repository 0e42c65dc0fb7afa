"""The window by its keys: sign-in, the till, the way back, approval over the screen, no modal dialog."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QTableWidget, QWidget

from domain.money.money import VES, Money
from domain.people.staff import Permission
from pos_app.services.till import rates, shifts, till_reports
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.app import LastResort, Till
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.frame import ScreenName
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.rate.view import RateView
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.wording import Message
from tests.builders import stations
from tests.builders.counts import counted
from tests.pos_app.ui.conftest import Hands

FLOAT = "Fondo en bolívares"


@pytest.fixture
def at_the_till(hands: Hands, running: Till) -> Till:
    """Ana is signed in and no shift is open."""
    hands.sign_in("1", "1111")
    hands.wait_for_field(FLOAT)
    return running


def shows(till: Till, kind: type[QWidget]) -> bool:
    return isinstance(till.window.shown, kind)


def title(till: Till) -> str:
    assert isinstance(till.window.shown, ShiftView)
    return till.window.shown._title.text()


def heading(till: Till) -> str:
    assert isinstance(till.window.shown, ShiftView)
    return till.window.shown._heading.accessibleName()


def message(till: Till) -> str:
    return till.window._banner.accessibleName() if till.window._banner.isVisible() else ""


def test_the_window_has_the_name_of_its_station(hands: Hands, running: Till, station: Station) -> None:
    with station.database.read() as tx:
        name = station.catalogue.profile(tx).name
    hands.wait_for(lambda: running.window.windowTitle().startswith(name))


@pytest.fixture
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let F12 act at once on the next step of the till: the test looks at each step before it presses."""
    monkeypatch.setattr("pos_app.ui.shift.view.REPEAT_GUARD_MS", 0)


@pytest.mark.usefixtures("quick_hands")
def test_a_day_by_the_keyboard_from_the_pin_to_the_z(hands: Hands, at_the_till: Till, station: Station) -> None:
    hands.type("100,00")
    hands.press("F12")
    hands.wait_for(lambda: shows(at_the_till, SellView))
    hands.press("F7")
    hands.wait_for(lambda: shows(at_the_till, ShiftView) and shifts.current(station) is not None)
    hands.wait_for(lambda: "Turno 1" in heading(at_the_till))
    hands.press("F8")
    hands.wait_for_field("Cuántos de Bs. 500,00")
    hands.press("Return", "Return")
    hands.wait_for_field("Cuántos de Bs. 100,00")
    hands.type("1")
    hands.press("F12")
    hands.wait_for(lambda: "Conteo 1" in title(at_the_till))
    hands.press("F12")
    hands.wait_for(lambda: shifts.current(station) is None)
    hands.wait_for(lambda: "cerrado" in title(at_the_till))
    hands.press("F12")
    hands.wait_for(lambda: title(at_the_till) == "Tomar el Z 1 ★")
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(lambda: till_reports.last_z(station) is not None)


def test_a_cashier_is_asked_for_a_supervisor_in_place_and_esc_leaves_it(hands: Hands, at_the_till: Till) -> None:
    approved: list[str] = []
    at_the_till.window.approve(Permission.TAKE_Z, lambda supervisor: approved.append(supervisor.name))
    hands.wait_for_field("PIN")
    hands.type("1111")
    hands.press("Return")
    approval = at_the_till.window._approvals.now
    assert approval is not None
    hands.wait_for(lambda: "PIN" in approval._answer.text())
    assert approved == []
    hands.press("Esc")
    hands.wait_for_field(FLOAT)
    at_the_till.window.approve(Permission.TAKE_Z, lambda supervisor: approved.append(supervisor.name))
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(lambda: approved == ["Rosa Zambrano"])
    assert at_the_till.window.cashier.name == "Ana Rondón"


def test_keys_of_the_screen_below_sleep_while_a_supervisor_is_asked(
    hands: Hands, at_the_till: Till, station: Station
) -> None:
    at_the_till.window.approve(Permission.TAKE_Z, lambda _: None)
    hands.wait_for_field("PIN")
    hands.press("F12", "F7", "F9")
    hands.press("Esc")
    hands.wait_for_field(FLOAT)
    assert shifts.current(station) is None
    assert shows(at_the_till, ShiftView)


def test_keys_of_the_frame_open_screens_and_esc_leads_back(hands: Hands, at_the_till: Till) -> None:
    hands.press("F9")
    assert shows(at_the_till, DocumentsView)
    hands.press("Ctrl+P")
    assert shows(at_the_till, PrinterView)
    hands.press("Esc")
    assert shows(at_the_till, DocumentsView)
    hands.press("Esc")
    assert shows(at_the_till, ShiftView)
    hands.press("F2")
    assert shows(at_the_till, SignInView)


def test_nobody_signed_in_opens_nothing(hands: Hands, running: Till) -> None:
    hands.press("F7", "F9", "Ctrl+P")
    assert isinstance(running.window.shown, SignInView)


def test_words_never_stop_the_work_and_go_with_esc(hands: Hands, at_the_till: Till) -> None:
    hands.type("12,345")
    hands.press("F12")
    hands.wait_for(lambda: "no es un monto" in message(at_the_till))
    assert QApplication.activeModalWidget() is None
    hands.press("Esc")
    assert message(at_the_till) == ""
    assert shows(at_the_till, ShiftView)


def test_a_scan_finds_a_document(hands: Hands, at_the_till: Till) -> None:
    hands.press("F9")
    at_the_till.window.scanned("A-00000001")
    search = at_the_till.window.shown.findChild(QLineEdit)
    assert search is not None
    assert search.text() == "A-00000001"


def test_holding_a_key_does_not_press_again(at_the_till: Till) -> None:
    shortcuts = at_the_till.window.findChildren(QShortcut)
    assert shortcuts
    assert [shortcut.key().toString() for shortcut in shortcuts if shortcut.autoRepeat()] == []


def test_the_rate_is_entered_under_a_supervisor(hands: Hands, at_the_till: Till, station: Station) -> None:
    stations.clock_of(station).advance(days=3)
    hands.press("Ctrl+T")
    assert shows(at_the_till, RateView)
    hands.type("950.5")
    hands.press("Tab")
    hands.wait_for_field("Motivo (por qué se escribe a mano)")
    hands.type("No se publico")
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(lambda: bool(rates.today(station).rates.rates))
    assert str(rates.today(station).rates.rates[0].value) == "950.5"
    hands.wait_for(lambda: shows(at_the_till, ShiftView))


def every_screen(till: Till) -> Iterator[QWidget]:
    yield till.window
    for name in (ScreenName.SHIFT, ScreenName.DOCUMENTS, ScreenName.PRINTER, ScreenName.RATE, ScreenName.CANCELLED):
        till.window.go(name)
        yield till.window.shown


def test_every_widget_that_takes_input_has_a_name(hands: Hands, at_the_till: Till) -> None:
    nameless = [
        f"{type(screen).__name__}: {type(widget).__name__} {widget.objectName()}"
        for screen in every_screen(at_the_till)
        for kind in (QAbstractButton, QLineEdit, QTableWidget)
        for widget in screen.findChildren(kind)
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and not widget.objectName().startswith("qt_")
        and type(widget).__name__ not in {"QTableCornerButton", "QAbstractButton", "QToolButton", "QLineEditIconButton"}
    ]
    assert nameless == []


def test_no_button_waits_for_a_stray_enter(hands: Hands, at_the_till: Till) -> None:
    traps = [
        button.accessibleName()
        for screen in every_screen(at_the_till)
        for button in screen.findChildren(QPushButton)
        if button.autoDefault() or button.isDefault()
    ]
    assert traps == []


def test_everything_fits_on_the_smallest_screen(hands: Hands, at_the_till: Till) -> None:
    window = at_the_till.window
    window.resize(1024, 540)
    too_large = {}
    for screen in every_screen(at_the_till):
        hands.qtbot.wait(50)  # the bars of a low window are laid out
        needed, given = screen.minimumSizeHint(), screen.size()
        if screen is not window and (needed.width() > given.width() or needed.height() > given.height()):
            too_large[type(screen).__name__] = (needed.toTuple(), given.toTuple())
    assert (too_large, window.size().toTuple()) == ({}, (1024, 540))


def test_whatever_is_pressed_is_large_enough_for_a_finger(hands: Hands, at_the_till: Till) -> None:
    small = {
        f"{type(screen).__name__}: {widget.accessibleName()}": (widget.width(), widget.height())
        for screen in every_screen(at_the_till)
        for kind in (QPushButton, QLineEdit)
        for widget in screen.findChildren(kind)
        if widget.isVisible() and min(widget.width(), widget.height()) < 48
    }
    assert small == {}


def test_a_defect_is_logged_and_said_and_the_till_goes_on(hands: Hands, at_the_till: Till, expect_log: object) -> None:
    assert callable(expect_log)
    expect_log("a defect reached the last resort")
    resort = LastResort(at_the_till.window)
    error = ZeroDivisionError("x")
    resort.caught(ZeroDivisionError, error, None)
    hands.wait_for(lambda: "defecto" in message(at_the_till))
    hands.press("F9")
    assert shows(at_the_till, DocumentsView)


def test_large_figures_and_long_names_do_not_widen_the_window(
    hands: Hands, at_the_till: Till, station: Station
) -> None:
    long = Message("MON-02", "Ñ" * 400, "á" * 300, wording.money(Money(2**53 - 1, VES)))
    at_the_till.window.show_message(long)
    hands.wait_for(lambda: message(at_the_till) != "")
    assert at_the_till.window.minimumSizeHint().width() <= 1024


def test_fingers_write_where_the_focus_is(hands: Hands, at_the_till: Till, station: Station) -> None:
    buttons = at_the_till.window.shown.findChildren(QPushButton)
    keys = {button.text(): button for button in buttons if button.text() and button.isVisible()}
    for key in ("1", "2", "⌫", "5", ",", "5"):
        QTest.mouseClick(keys[key], Qt.MouseButton.LeftButton)
    hands.press("F12")
    hands.wait_for(lambda: shifts.current(station) is not None)
    shifts.count(station, stations.ana(station), counted(zero=(VES,)))
    expected = [difference.expected for difference in shifts.differences(station, stations.rosa(station))]
    assert expected == [Money(1550, VES)]


def test_a_window_with_an_unpaid_cart_asks_once_before_it_closes(hands: Hands, at_the_till: Till) -> None:
    hands.type("0")
    hands.press("F12")
    hands.wait_for(lambda: shows(at_the_till, SellView))
    hands.type("2")
    hands.wait_for(lambda: at_the_till.window._unfinished() is not None)
    assert not at_the_till.window.close()
    assert "Hay 1 entrada sin cobrar." in message(at_the_till)
    hands.press("Esc")
    assert not at_the_till.window.close()
    assert at_the_till.window.close()


def test_a_window_without_a_cart_closes_at_once(at_the_till: Till) -> None:
    assert at_the_till.window.close()
