"""The program with its window: first paint, then the station, then work; and the last resort for defects."""

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from pos_app.ui import theme, wording
from pos_app.ui.background import Background
from pos_app.ui.main_window import MainWindow
from pos_app.ui.scanner import Scanner
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.theme import Theme

if TYPE_CHECKING:
    from pos_app.station import Station
    from pos_app.ui.status import ReadPrinter

log = logging.getLogger(__name__)

_REFRESH_MS = 2000


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening the profile gave: the station, and where the state of its printer is read."""

    station: "Station"
    printer: "ReadPrinter"


class LastResort(QObject):
    """Gets each error that nobody foresaw, from any thread: logs it, shows it, and the till goes on."""

    _raised = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._raised.connect(lambda error: window.say(wording.mistake(error)), Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the place of the interpreter's own hooks."""
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log with the trace; on the screen, a sentence."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.critical("a defect reached the last resort", exc_info=(kind, error, trace))
        self._raised.emit(error)


class Till(QObject):
    """The running program: its window and what belongs to it."""

    def __init__(self, open_station: Callable[[], Opened]) -> None:
        super().__init__()
        self._open_station = open_station
        self._first = SignInView()
        self.window = MainWindow(self._first)
        self.run = Background()
        self.last_resort = LastResort(self.window)
        self.scanner = Scanner(self.window.scanned)
        self._clock = QTimer(self)
        self._clock.setInterval(_REFRESH_MS)
        self._clock.timeout.connect(self.window.changed)

    def show(self) -> None:
        """Show the window; open the station once it is painted."""
        self.window.show()
        QTimer.singleShot(0, self._open)

    def stop(self) -> None:
        """Finish the work at hand."""
        self._clock.stop()
        self.run.stop()

    def _open(self) -> None:
        self.run(self._load, self._opened, lambda error: self.window.say(wording.say(error)))

    def _load(self) -> Opened:
        """On the work thread: everything that the first window does not need."""
        import_module("pos_app.ui.screens")
        return self._open_station()

    def _opened(self, opened: Opened) -> None:
        screens = import_module("pos_app.ui.screens")
        screens.attend(self.window, self._first, opened.station, self.run, opened.printer)
        self._clock.start()


def run(open_station: Callable[[], Opened], look: Theme | None = None) -> int:
    """Run the program until its window is closed. `open_station` is called off the UI thread."""
    application = QApplication.instance() or QApplication(["taquilla"])
    assert isinstance(application, QApplication)
    theme.apply(application, look or preferred())
    till = Till(open_station)
    till.last_resort.install()
    application.installEventFilter(till.scanner)
    till.show()
    code = application.exec()
    till.stop()
    return code


def preferred() -> Theme:
    """Light or dark, as the desktop says."""
    dark = QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Theme.DARK if dark else Theme.LIGHT
