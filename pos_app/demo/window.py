"""The demo with a display: the station's window and its virtual printer's, on a profile that is thrown away."""

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from pos_app import running
from pos_app.demo.profile import found_profile, introduced, no_password, people
from pos_app.ui import app, theme
from pos_app.ui.printer.virtual_printer_window import VirtualPrinterWindow
from printing.devices import NetworkPrinter
from printing.virtual_printer import LOOPBACK, VirtualPrinter


def show_window() -> int:
    """Run until the window is closed."""
    for person in people():
        print(introduced(person))  # noqa: T201  # somebody needs a PIN to try the window
    with tempfile.TemporaryDirectory(prefix="taquilla-demo-") as folder:
        profile = Path(folder) / "station"
        found_profile(profile)
        printer = VirtualPrinter()
        printer.start()
        at_work = running.start(profile, no_password, NetworkPrinter(LOOPBACK, printer.port))
        application = QApplication(["taquilla"])
        theme.apply(application, app.preferred())
        paper = VirtualPrinterWindow(printer)
        desk = application.primaryScreen().availableGeometry()
        paper.move(desk.right() - paper.width(), desk.top())
        paper.show()
        try:
            return app.run(lambda: app.Opened(at_work.station, at_work.printer))
        finally:
            at_work.stop()
            printer.stop()
