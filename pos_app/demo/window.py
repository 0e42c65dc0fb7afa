"""The demo with a display: two stations side by side, HQ in the background, and a switch that cuts the network."""

import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from domain.errors import Refused, Unavailable
from pos_app.demo import desk, two_stations
from pos_app.demo.cable import Cable
from pos_app.demo.demo_station import DemoStation
from pos_app.demo.desk import NEEDS, Box
from pos_app.demo.head_office import HqNotStarted
from pos_app.demo.patience import Stuck
from pos_app.demo.profile import introduced, people, pins
from pos_app.demo.stage import Stage
from pos_app.ui import app, look, wording
from pos_app.ui.look import Look
from pos_app.ui.printer.virtual_printer_window import VirtualPrinterWindow
from pos_app.ui.settings.presenter import PrinterDesk

_LOOK_EVERY_MS = 250
_FRAMED_AFTER_MS = 500
"""The desktop gives the windows their frames after they are shown."""


def show_windows() -> int:
    """Run until a window is closed. The windows appear at once, and their stations open when HQ is ready."""
    for person in people():
        print(introduced(person))  # noqa: T201  # somebody needs a PIN to try the windows
    with (
        tempfile.TemporaryDirectory(prefix="taquilla-demo-") as folder,
        two_stations.staged(Path(folder)) as stage,
    ):
        application = QApplication(["taquilla"])
        look.apply(application, Look())
        ready: Future[None] = Future()
        preparing = threading.Thread(target=_prepare, args=(stage, ready), name="preparing")
        stations = (stage.one, stage.two)
        tills = [app.Till(partial(_opened, station, ready)) for station in stations]
        tills[0].last_resort.install()
        names = two_stations.NAMES
        papers = [VirtualPrinterWindow(station.printer, name) for station, name in zip(stations, names, strict=True)]
        for till, name in zip(tills, names, strict=True):
            till.window.show_name(name)
        switch = DeskSwitch([station.cable for station in stations], papers)
        place = partial(_place, [till.window for till in tills], papers, switch)
        place()
        preparing.start()
        for till in tills:
            till.show()
        switch.show()
        QTimer.singleShot(_FRAMED_AFTER_MS, place)
        with _signals_end(application):
            code = application.exec()
        preparing.join()
        for till in tills:
            till.stop()
        return code


class DeskSwitch(QWidget):
    """A low window above the stations, to cut the network and to show the printers."""

    def __init__(self, cables: Sequence[Cable], papers: Sequence[QWidget]) -> None:
        super().__init__()
        self._cables, self._papers = cables, papers
        self.network, self.paper = QPushButton(), QPushButton()
        layout = QHBoxLayout(self)
        for button, switched in ((self.network, self._cut), (self.paper, self._show_papers)):
            button.setCheckable(True)
            button.toggled.connect(switched)
            layout.addWidget(button)
        self._reword()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if look.is_changed_by(event):
            self._reword()

    def _reword(self) -> None:
        """Take the language in use."""
        self.setWindowTitle(wording.text("demo.two.switch"))
        self.paper.setText(wording.text("demo.two.papers"))
        self._show_network(cut=self.network.isChecked())

    def _cut(self, cut: bool) -> None:  # noqa: FBT001  # Qt's signal
        for cable in self._cables:
            if cut:
                cable.pull_out()
            else:
                cable.plug_in()
        self._show_network(cut=cut)

    def _show_papers(self, shown: bool) -> None:  # noqa: FBT001  # the same
        for paper in self._papers:
            paper.setVisible(shown)

    def _show_network(self, *, cut: bool) -> None:
        self.network.setText(wording.text("demo.two.network_cut" if cut else "demo.two.network_there"))


@contextmanager
def _signals_end(application: QApplication) -> Iterator[None]:
    """Let SIGINT and SIGTERM end the event loop, so that the windows close and HQ is stopped."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: application.quit())
    # Python handles a signal only while it runs, and Qt waits outside of Python: a timer returns to it regularly.
    waking = QTimer(application)
    waking.timeout.connect(lambda: None)
    waking.start(_LOOK_EVERY_MS)
    yield
    waking.stop()


def _prepare(stage: Stage, ready: "Future[None]") -> None:
    try:
        two_stations.prepare(stage)
    except (Refused, Unavailable) as error:
        ready.set_exception(error)
    except Stuck as error:
        ready.set_exception(HqNotStarted("taquilla-hq", str(error)))
    else:
        ready.set_result(None)
    finally:
        ready.cancel()  # without effect once a result is set; after an unexpected error it ends the wait of the windows


def _opened(station: DemoStation, ready: "Future[None]") -> app.Opened:
    ready.result()
    at_work = station.at_work
    desk = PrinterDesk(at_work.use_printer, at_work.try_printer, at_work.has_virtual)
    return app.Opened(at_work.station, at_work.printer, desk, pins=pins())


def _place(windows: Sequence[QWidget], papers: Sequence[QWidget], switch: QWidget) -> None:
    """Place the switch on top, the stations side by side below it, the printers in the lower corners."""
    free = QApplication.primaryScreen().availableGeometry()
    at = desk.places(Box(free.left(), free.top(), free.width(), free.height()), NEEDS)
    for window, box in zip((switch, *windows), (at.switch, *at.stations), strict=True):
        frame, inside = window.frameGeometry(), window.geometry()
        window.move(box.left, box.top)
        window.resize(box.width - (frame.width() - inside.width()), box.height - (frame.height() - inside.height()))
    for paper, box in zip(papers, at.stations, strict=True):
        paper.move(box.left + box.width - paper.width(), box.top + box.height - paper.height())
