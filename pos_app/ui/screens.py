"""Every screen of the station behind the sign-in, and how each is made. Loaded after the first paint."""

from pos_app.services import sign_in
from pos_app.station import Station
from pos_app.ui.documents.presenter import DocumentsPresenter
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.frame import Run, ScreenName
from pos_app.ui.main_window import MainWindow
from pos_app.ui.printer.presenter import PrinterPresenter
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.rate.presenter import RatePresenter
from pos_app.ui.rate.view import RateView
from pos_app.ui.shift.presenter import ShiftPresenter
from pos_app.ui.shift.view import ShiftView
from pos_app.ui.sign_in.presenter import SignInPresenter
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.status import ReadPrinter, StatusPresenter


def attend(window: MainWindow, first: SignInView, station: Station, run: Run, printer: ReadPrinter) -> None:
    """Bring the window to life: the station is open."""
    status = StatusPresenter(station, run, printer, window.status_bar.render_parts)
    window.attend(lambda pin, act: sign_in.approve(station, pin, act), run, status.refresh)
    window.add(ScreenName.SHIFT, lambda: ShiftView(ShiftPresenter(station, window, run)))
    window.add(ScreenName.DOCUMENTS, lambda: DocumentsView(DocumentsPresenter(station, window, run)))
    window.add(ScreenName.PRINTER, lambda: PrinterView(PrinterPresenter(station, window, run, printer)))
    window.add(ScreenName.RATE, lambda: RateView(RatePresenter(station, window, run)))
    first.attend(SignInPresenter(station, window, run))
    window.changed()
