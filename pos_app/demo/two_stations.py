"""The second act: HQ and two stations that lose the network, one of them restored from an older backup of itself."""

import logging
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from domain.ids import Ids
from pos_app import startup
from pos_app.demo import apart, books, called_off, exchanging, profile, reunion
from pos_app.demo.cable import Cable
from pos_app.demo.demo_station import DemoStation
from pos_app.demo.head_office import HeadOffice
from pos_app.demo.office_staff import Administrator
from pos_app.demo.patience import Stuck
from pos_app.demo.stage import Stage, narrate
from pos_app.ui import wording

_TENANT, _LOGIN, _PASSWORD = "escenarios", "carmen", "una clave larga"  # a demo's
NAMES = ("Taquilla 1", "Taquilla 2")
_PLACES = 20
_LOG, _HQ_LOG = "stations.log", "hq.log"


def play_two_stations(out: Path) -> int:
    """Play the act into a folder. The exit code is 0 when every check holds. Raises HqNotStarted."""
    _clear(out)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an exception unwinds the stack, which stops HQ too
    try:
        with _logged(out / _LOG), staged(out) as stage:
            return 0 if _play(stage) else 1
    except Stuck as error:
        print(wording.text("demo.two.stuck", what=str(error), folder=str(out)), file=sys.stderr)  # noqa: T201  # what the demo is for
        return 1


def _clear(out: Path) -> None:
    """Remove what an earlier run left, and nothing else in the folder."""
    for name in ("counter-1", "counter-2", "old-disk", "backup", "papers-1", "papers-2"):
        shutil.rmtree(out / name, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)


@contextmanager
def _logged(file: Path) -> Iterator[None]:
    """Send the log of the stations into a file, so that only the story is on the terminal."""
    lines = logging.FileHandler(file, mode="w", encoding="utf-8")
    logging.getLogger().addHandler(lines)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(lines)
        lines.close()


@contextmanager
def staged(out: Path) -> Iterator[Stage]:
    """The stage, with everything on it; on exit everything that was started is stopped."""
    with ExitStack() as after:
        office = HeadOffice(out / _HQ_LOG)
        after.callback(office.stop)
        ana, luis, carmen = profile.people()
        stations = []
        for no, cashier in ((1, ana), (2, luis)):
            cable = Cable(office.port)
            after.callback(cable.pull_out)
            station = DemoStation(out / f"counter-{no}", cashier, carmen, cable)
            after.callback(station.printer.stop)
            after.callback(station.close)
            stations.append(station)
        ids = Ids(startup.SYSTEM.clock.now, startup.SYSTEM.random)
        yield Stage(out, _TENANT, office, Administrator(office.url, ids.new), *stations)


def _play(stage: Stage) -> bool:
    narrate("title")
    prepare(stage)
    apart.sell_online(stage)
    backup = apart.back_up(stage)
    apart.cut(stage)
    apart.sell_alone(stage)
    exchanging.change_minds(stage)
    called_off.jam_a_form(stage)
    apart.lose_the_disk(stage, backup)
    reunion.reopen(stage)
    reunion.sell_the_seat_again(stage)
    reunion.find_the_disk(stage)
    reunion.settle(stage)
    called_off.call_off(stage)
    return books.close(stage)


def prepare(stage: Stage) -> None:
    """Start HQ and both stations with their first rights. Raises HqNotStarted or Stuck."""
    _open_house(stage)
    _enrol(stage)


def _open_house(stage: Stage) -> None:
    """Start HQ with its tenant, catalogue and administrator."""
    office, carmen = stage.office, stage.one.supervisor
    office.command("tenant", "add", _TENANT, profile.organisation())
    office.start()
    with profile.set_up_files() as files:
        office.command("load", *map(str, files), "--tenant", _TENANT)
    office.command("staff", "add", _LOGIN, carmen.name, "--tenant", _TENANT, typed=f"{_PASSWORD}\n")
    stage.staff.sign_in(_TENANT, _LOGIN, _PASSWORD)
    narrate("house", organisation=profile.organisation(), url=office.url)


def _enrol(stage: Stage) -> None:
    """Enrol both stations with one-time codes, open them, and grant them their first rights."""
    first = stage.staff.station(1)
    second = stage.staff.add_station(2, NAMES[1], profile.organisation())
    for station, station_id in ((stage.one, first), (stage.two, second)):
        station.cable.plug_in()
        station.enrol(stage.staff.code_for(station_id))
        station.open()
    narrate("enrolled")
    opera, row_of = stage.opera, {stage.one: "A", stage.two: "B"}
    for station, row in row_of.items():
        seats = station.seats(opera.performance_id, opera.section, row)
        stage.staff.grant_seats(station.station.id, opera.performance_id, seats)
        stage.staff.grant_places(station.station.id, (stage.concert.performance_id, stage.concert.zone_id), _PLACES)
        station.sync()
        station.open_shift()
    narrate("granted", section=opera.section)
