"""The station whose screens are shown: the demo with a small room more, a virtual printer, and a clock that stands."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from domain.calendar import CARACAS
from pos_app import startup
from pos_app.demo.profile import pins
from pos_app.running import Spooler
from pos_app.services.setup import load_setup
from pos_app.settings import PrinterKind, PrinterSettings
from pos_app.startup import Surroundings
from pos_app.station import Station
from pos_app.ui import app
from pos_app.ui.app import Opened
from pos_app.ui.settings.presenter import PrinterDesk
from printing.devices import NetworkPrinter
from printing.virtual_printer import LOOPBACK, VirtualPrinter
from sync import setup
from sync.setup import demonstration
from tests.builders.chance import seeded
from tests.builders.clock import FakeClock
from tests.builders.stations import keys

SATURDAY_EVENING = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
_SMALL_ROOM = Path(__file__).with_name("small_room.toml")
_VIRTUAL = PrinterSettings(kind=PrinterKind.VIRTUAL)


def create_house(profile: Path) -> None:
    """Create the store once; each tour works on a copy."""
    texts = demonstration.texts(SATURDAY_EVENING) | {_SMALL_ROOM.name: _SMALL_ROOM.read_text(encoding="utf-8")}
    content = setup.read_all(texts, on=SATURDAY_EVENING.astimezone(CARACAS).date())
    around = Surroundings(FakeClock(SATURDAY_EVENING), seeded(1))
    station = startup.create_station(profile, keys(), content.tenant_id, content.station_id, around)
    with closing(station.database):
        load_setup.load(station, content, name="demo", sha256=setup.digest(texts))


def _no_test_page(_: PrinterSettings) -> NoReturn:
    raise AssertionError("the tour prints no test page from the settings")


@contextmanager
def at_work(original: Path) -> Iterator[tuple[Station, VirtualPrinter, app.Till]]:
    """A station with its printer and its window."""
    with TemporaryDirectory(prefix="screens-") as folder:
        profile = Path(shutil.copytree(original, Path(folder) / "station"))
        bell, printer = threading.Event(), VirtualPrinter()
        around = Surroundings(FakeClock(SATURDAY_EVENING), seeded(2), bell.set)
        station = startup.open_station(profile, keys(), around)
        spooler = Spooler(station, bell)
        printer.start()
        spooler.use(_VIRTUAL, NetworkPrinter(LOOPBACK, printer.port))
        desk = PrinterDesk(spooler.use, _no_test_page, has_virtual=True)
        till = app.Till(lambda: Opened(station, lambda: spooler.status, desk, pins=pins()))
        try:
            yield station, printer, till
        finally:
            till.stop()
            spooler.stop()
            printer.stop()
            station.database.close()
