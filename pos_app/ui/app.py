"""The program with its window: it paints first, then opens the station; and the handler of last resort for defects."""

import logging
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.ui import look as looks
from pos_app.ui import wording
from pos_app.ui.background import Background
from pos_app.ui.look import Look
from pos_app.ui.main_window import MainWindow
from pos_app.ui.opening import open_on_its_screen
from pos_app.ui.scanner import Scanner
from pos_app.ui.sign_in.view import SignInView

if TYPE_CHECKING:
    from pos_app.station import Station
    from pos_app.ui.settings.presenter import PrinterDesk
    from pos_app.ui.status import ReadPrinter
    from printing.virtual_printer import VirtualPrinter

log = logging.getLogger(__name__)

_REFRESH_MS = 800


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened profile: the station, the function that reads the state of its printer, and where it is changed.

    A `virtual_printer` is shown in a window of its own. The sign-in screen shows `pins` beside the names of their
    people; only a demo has any.
    """

    station: "Station"
    printer: "ReadPrinter"
    desk: "PrinterDesk"
    virtual_printer: "VirtualPrinter | None" = None
    pins: Mapping[str, str] = field(default_factory=dict)


class LastResort(QObject):
    """Receives every unexpected error from any thread, logs it and shows it; the till goes on."""

    _raised = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._raised.connect(lambda _: window.show_message(wording.defect()), Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Replace the exception hooks of the interpreter and of its threads."""
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log the error with its trace and show it as a sentence."""
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
        self._papers: QWidget | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_REFRESH_MS)
        self._clock.timeout.connect(self.window.changed)

    def show(self) -> None:
        """Show the window; open the station once it is painted."""
        self.window.show()
        self.begin()

    def begin(self) -> None:
        """Open the station once the window is painted."""
        QTimer.singleShot(0, self._open)

    def stop(self) -> None:
        """Stop refreshing and wait for the work that has begun."""
        self._clock.stop()
        self.run.stop()

    def _open(self) -> None:
        self.run(self._load, self._opened, lambda error: self.window.show_message(wording.error_message(error)))

    def _load(self) -> Opened:
        """Runs on the work thread: imports what the first window does not need, and opens the station."""
        import_module("pos_app.ui.screens")
        return self._open_station()

    def _opened(self, opened: Opened) -> None:
        screens = import_module("pos_app.ui.screens")
        screens.attend(self.window, self._first, opened, self.run)
        if opened.virtual_printer is not None:
            window = import_module("pos_app.ui.printer.virtual_printer_window")
            self._papers = window.VirtualPrinterWindow(opened.virtual_printer)
            self._papers.show()
            self.window.activateWindow()
        self._clock.start()


def run(open_station: Callable[[], Opened], look: Look) -> int:
    """Run the program until its window is closed. `open_station` is called off the UI thread."""
    application = QApplication.instance() or QApplication(["taquilla"])
    assert isinstance(application, QApplication)
    looks.apply(application, look)
    till = Till(open_station)
    till.last_resort.install()
    application.installEventFilter(till.scanner)
    open_on_its_screen(till.window)
    till.begin()
    code = application.exec()
    till.stop()
    return code
