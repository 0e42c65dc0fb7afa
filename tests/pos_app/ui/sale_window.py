"""The path of a sale in a real window, driven by real keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.counter import Counter
from pos_app.ui.done.presenter import DonePresenter
from pos_app.ui.done.view import DoneView
from pos_app.ui.frame import Run, ScreenName, run_inline
from pos_app.ui.main_window import MainWindow
from pos_app.ui.payment.presenter import PaymentPresenter
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.screen import Screen
from pos_app.ui.seat_map.presenter import SeatMapPresenter
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.presenter import SellPresenter
from pos_app.ui.sell.view import SellView


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application


class SaleWindow:
    """The four screens of a sale around one counter, in the theme in use; counts the pressed keys."""

    def __init__(self, qtbot: QtBot, station: Station, cashier: Cashier, run: Run = run_inline) -> None:
        theme.apply(_application(), theme.in_use())  # the first window of a run would have the style of the desktop
        self._qtbot = qtbot
        self.presses = 0
        self.window = window = MainWindow(Screen())
        qtbot.addWidget(window)
        window.signed_in(cashier)
        self.counter = counter = Counter(station.ids)
        self.sell = SellPresenter(station, window, run, counter)
        self.seats = SeatMapPresenter(station, window, run, counter)
        self.payment = PaymentPresenter(station, window, run, counter)
        self.done = DonePresenter(station, window, run, counter)
        window.add(ScreenName.SELL, lambda: SellView(self.sell))
        window.add(ScreenName.SEAT_MAP, lambda: SeatMapView(self.seats))
        window.add(ScreenName.PAYMENT, lambda: PaymentView(self.payment))
        window.add(ScreenName.DONE, lambda: DoneView(self.done))
        window.resize(1024, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.go(ScreenName.SELL)

    def press(self, key: Qt.Key | str, until: Callable[[], bool]) -> None:
        """Press a key in the focused widget, then wait for the condition."""
        self.presses += 1
        target = QApplication.focusWidget() or self.window
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)
        self._qtbot.waitUntil(until)

    def paste(self, until: Callable[[], bool]) -> None:
        """Paste the clipboard into the focused widget, then wait for the condition."""
        QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(QKeySequence.StandardKey.Paste))
        self._qtbot.waitUntil(until)

    def shows(self, kind: type[Screen]) -> Callable[[], bool]:
        """A condition: this screen is in front."""
        return lambda: isinstance(self.window.shown, kind)
