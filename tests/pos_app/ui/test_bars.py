"""The bars around every screen: a way back and a way out by mouse and key, and who is signed in, wherever one is."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from domain.catalogue.seats import SeatNotFree, SeatState
from domain.people.staff import Permission
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.app import Till
from pos_app.ui.frame import ScreenName, Tone
from pos_app.ui.head_bar import HeadBar
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.view import SellView
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.wording import Message
from sync.line.hq_errors import HqUnreachable
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import typed

BEHIND_THE_SALE = [
    ScreenName.MENU,
    ScreenName.SHIFT,
    ScreenName.DOCUMENTS,
    ScreenName.PRINTER,
    ScreenName.RATE,
    ScreenName.CONFLICTS,
    ScreenName.RIGHTS,
    ScreenName.FORMS,
    ScreenName.TIMELINE,
    ScreenName.CANCELLED,
    ScreenName.SETTINGS,
]
EVERYWHERE = [ScreenName.SELL, ScreenName.PAYMENT, *BEHIND_THE_SALE]


@pytest.fixture
def selling(hands: Hands, running: Till, station: Station) -> Till:
    """Ana is signed in at her own open shift."""
    shifts.open_shift(station, stations.ana(station), ())
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView))
    return running


def in_the_bar(till: Till, words: str) -> QPushButton:
    bar = till.window.findChild(HeadBar)
    assert bar is not None
    (button,) = (b for b in bar.findChildren(QPushButton) if b.accessibleName() == words and b.isVisible())
    return button


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def read(till: Till) -> set[str]:
    """The words of the bar above the screen."""
    bar = till.window.findChild(HeadBar)
    assert bar is not None
    return {part.accessibleName() or part.property("text") for part in bar.findChildren(QWidget) if part.isVisible()}


@pytest.mark.parametrize("name", BEHIND_THE_SALE)
def test_a_click_leads_back_from_every_screen(selling: Till, name: ScreenName) -> None:
    selling.window.go(name)
    click(in_the_bar(selling, "Volver"))
    assert isinstance(selling.window.shown, SellView)


@pytest.mark.parametrize("name", EVERYWHERE)
@pytest.mark.parametrize("by_mouse", [True, False])
def test_whoever_works_signs_out_on_every_screen(hands: Hands, selling: Till, name: ScreenName, by_mouse: bool) -> None:
    selling.window.go(name)
    click(in_the_bar(selling, "Salir")) if by_mouse else hands.press("Ctrl+L")
    assert isinstance(selling.window.shown, SignInView)
    assert selling.window.signed_in_now() is None


def test_who_is_signed_in_stands_on_every_screen(selling: Till) -> None:
    lacking: dict[ScreenName, set[str]] = {}
    for name in EVERYWHERE:
        selling.window.go(name)
        lacking[name] = {"Ana Rondón", wording.text(f"frame.screen.{name}")} - read(selling)
    assert lacking == {name: set() for name in EVERYWHERE}


def test_one_step_back_is_taken_at_a_time(hands: Hands, selling: Till) -> None:
    selling.window.go(ScreenName.DOCUMENTS)
    hands.type("A-7")  # held until the history is read
    hands.wait_for(lambda: typed(selling) == ["A-7"])
    selling.window.show_message(Message("", "Algo pasó.", "", ""))
    hands.press("Esc")
    assert not selling.window._banner.isVisible()
    hands.press("Esc")
    assert selling.window.signed_in_now() is not None
    assert not isinstance(selling.window.shown, SellView)
    hands.press("Esc")
    assert isinstance(selling.window.shown, SellView)


def test_the_way_to_the_sign_in_signs_out(hands: Hands, running: Till) -> None:
    hands.sign_in("1", "1111")
    hands.wait_for_field("Fondo en bolívares")
    hands.press("Esc")  # to the sale, which can be seen without a shift
    hands.press("F2")
    assert isinstance(running.window.shown, SignInView)
    hands.press("F9")
    assert isinstance(running.window.shown, SignInView)


def test_a_sale_that_is_being_made_is_not_left(hands: Hands, selling: Till) -> None:
    selling.window.go(ScreenName.PAYMENT)
    payment = selling.window.findChild(PaymentView)
    assert payment is not None
    payment._presenter.show(busy=True)
    hands.press("Ctrl+L", "F10")
    assert payment.isVisible()
    payment._presenter.show(busy=False)
    hands.press("Ctrl+L")
    assert isinstance(selling.window.shown, SignInView)


def test_the_outcome_of_work_opens_no_screen_after_signing_out(hands: Hands, selling: Till) -> None:
    hands.press("Ctrl+L")
    selling.window.go(ScreenName.DONE)
    assert isinstance(selling.window.shown, SignInView)


def test_selling_in_the_shift_of_another_is_said_before_the_first_sale_and_on_the_bar(
    hands: Hands, running: Till, station: Station
) -> None:
    shifts.open_shift(station, stations.ana(station), ())
    hands.sign_in("3", "9999")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView))
    banner = running.window._banner
    assert banner.isVisible()
    assert "Va a vender en el turno 1 de Ana Rondón." in banner.accessibleName()
    buttons = running.window.status_bar.findChildren(QPushButton)
    says = "▲ Usted vende en el turno 1 de Ana Rondón"
    hands.wait_for(lambda: any(button.accessibleName() == says and button.isVisible() for button in buttons))
    assert "Rosa Zambrano" in read(running)


def test_nothing_is_said_about_ones_own_shift(selling: Till) -> None:
    assert not selling.window._banner.isVisible()


@pytest.mark.parametrize("name", EVERYWHERE)
def test_a_message_moves_nothing_and_takes_no_focus(hands: Hands, selling: Till, name: ScreenName) -> None:
    selling.window.go(name)
    until_idle(hands, selling)
    shown = selling.window.shown
    parts = [part for part in shown.findChildren(QWidget) if part.isVisible()]
    before = [(part.mapTo(selling.window, part.rect().topLeft()), part.size()) for part in parts]
    focus = QApplication.focusWidget()
    selling.window.show_message(Message("MON-02", "Algo pasó. " * 12, "Nada cambió.", "Pruebe otra vez."), Tone.ERROR)
    QApplication.processEvents()
    assert [(part.mapTo(selling.window, part.rect().topLeft()), part.size()) for part in parts] == before
    assert QApplication.focusWidget() is focus
    (understood,) = (b for b in selling.window._banner.findChildren(QPushButton) if b.isVisible())
    click(understood)
    assert not selling.window._banner.isVisible()
    assert QApplication.focusWidget() is focus


@pytest.mark.parametrize("size", [(1024, 600), (1366, 768)])
def test_a_message_leaves_the_way_back_and_the_way_out_to_the_mouse(
    hands: Hands, selling: Till, size: tuple[int, int]
) -> None:
    window = selling.window
    window.resize(*size)
    window.go(ScreenName.SETTINGS)
    until_idle(hands, selling)
    window.show_message(Message("MON-02", "Algo pasó. " * 12, "Nada cambió.", "Pruebe otra vez."), Tone.ERROR)
    QApplication.processEvents()
    buttons = [button for button in window._head.findChildren(QPushButton) if button.isVisible()]
    assert len(buttons) == 3  # back, menu, out
    for button in buttons:
        middle = button.mapTo(window, button.rect().center())
        reached = window.childAt(middle)
        assert reached is not None
        assert reached is button or button.isAncestorOf(reached)
    click(buttons[0])
    assert isinstance(window.shown, SellView)


MESSAGES = [
    wording.error_message(SeatNotFree("C-12", SeatState.SOLD, "C-14")),
    wording.error_message(HqUnreachable("GET", "timeout")),
    Message("MON-02", "Algo pasó. " * 8, "Nada cambió.", "Pruebe otra vez."),
]


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize("size", [(1024, 600), (1366, 768)])
def test_a_message_has_a_room_of_its_own(selling: Till, message: Message, size: tuple[int, int]) -> None:
    window, banner = selling.window, selling.window._banner
    window.resize(*size)
    QApplication.processEvents()
    window.show_message(message)
    QApplication.processEvents()
    over = QRect(banner.mapTo(window, QPoint(0, 0)), banner.size())
    screen = QRect(window.shown.mapTo(window, QPoint(0, 0)), window.shown.size())
    assert not over.intersects(screen)
    for shown in banner.findChildren(QLabel):
        assert not shown.isVisible() or shown.height() >= shown.heightForWidth(shown.width())


def test_a_message_stays_above_the_veil_of_the_supervisor(hands: Hands, selling: Till) -> None:
    window = selling.window
    window.show_message(MESSAGES[0])
    window.approve(Permission.SETTLE_CONFLICT, lambda _: None)
    hands.wait_for(lambda: window._approvals.is_open)
    assert window._banner.isVisible()
    on_top = window.childAt(window._banner.mapTo(window, QPoint(40, 20)))
    assert on_top is not None
    assert window._banner.isAncestorOf(on_top)


def test_screens_of_another_language_are_freed(selling: Till) -> None:
    for name in EVERYWHERE:
        selling.window.go(name)
    selling.window.change_look("en", "dark")
    settle()
    widgets = len(QApplication.allWidgets())
    freed: list[str] = []
    for language in ("es", "en", "es"):
        freed.clear()
        selling.window.shown.destroyed.connect(lambda: freed.append("shift"))
        selling.window.change_look(language, "light")
        settle()
        assert freed == ["shift"]
    assert len(QApplication.allWidgets()) <= widgets
    selling.window.change_look("es", "light")


def until_idle(hands: Hands, till: Till) -> None:
    """Wait until the outcome of all work that has begun is drawn."""
    ended: list[None] = []
    for _ in range(2):
        till.run(lambda: None, ended.append, lambda _: None)
    hands.wait_for(lambda: len(ended) == 2)
    hands.qtbot.wait(50)


def settle() -> None:
    """Deliver what waits, deletions too."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
