"""The running station: an open and locked profile, and the threads beside it."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from domain.errors import Unavailable
from pos_app import settings as profile_settings
from pos_app import startup, station_log
from pos_app.services.copies import fencing
from pos_app.services.copies.backup import BackupPlan
from pos_app.services.copies.backup_thread import BackupThread
from pos_app.services.copies.fencing import Witnessing
from pos_app.services.documents import print_queue
from pos_app.services.documents.print_queue import Printer
from pos_app.services.documents.print_thread import PrintThread
from pos_app.services.documents.printer_trial import Trial, try_printer
from pos_app.services.setup import machine_settings
from pos_app.settings import PrinterKind, PrinterQuestions, PrinterSettings, Settings
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.database import Database
from pos_app.storage.store.witness import FileWitness, Witness
from printing.devices import Cause, Device, NetworkPrinter, PrinterStatus
from printing.file_printer import FilePrinter
from printing.printer_model import PrinterModel
from printing.printout import PaperWidth, Printout
from printing.virtual_printer import LOOPBACK, VirtualPrinter

if TYPE_CHECKING:
    from pos_app.live_thread import LiveThread
    from pos_app.sync_thread import SyncThread

log = logging.getLogger(__name__)

_CHECKPOINT_EVERY_S = 1.0
_LAST_ROUND_S, _BEFORE_A_Z_S, _AFTER_A_BREAK_S, _SILENCE_S = 3.0, 3.0, 5.0, 0.5
"""Seconds that closing the program, taking a Z, a live line that broke, and ending a silent live line wait."""
_NONE = PrinterSettings()
_PAPERS = {width.columns: width for width in PaperWidth}


class Checkpoints:
    """A thread that checkpoints the WAL and checks pages, syncs the witness file and updates the keyring.

    So no sale waits for any of it.
    """

    def __init__(self, database: Database, update_witnesses: Callable[[], None]) -> None:
        self._database = database
        self._update_witnesses = update_witnesses
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread after a last checkpoint."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(_CHECKPOINT_EVERY_S):
            self._turn()
            self._database.check_pages()
        self._turn()

    def _turn(self) -> None:
        self._database.checkpoint()
        if self._database.ends:
            self._database.ends.sync()
        try:
            self._update_witnesses()
        except Unavailable as error:
            log.warning("cannot update the witnesses: %s", error)


class Spooler:
    """The print thread of the printer in use, which can be replaced while the station runs."""

    def __init__(self, station: Station, bell: threading.Event, forms_printer: PrinterSettings = _NONE) -> None:
        self._station, self._bell, self.forms_printer = station, bell, forms_printer
        self._thread: PrintThread | None = None

    @property
    def status(self) -> PrinterStatus | None:
        """The printer's last known state; None without a printer."""
        return self._thread.status if self._thread else None

    def use(self, printer: PrinterSettings, device: Device | None = None) -> None:
        """Print on this printer from now on, after the present paper. `device` replaces that of the settings."""
        self.stop()
        device = device or device_of(printer)
        if device is not None:
            forms = _printer(self.forms_printer)
            self._thread = PrintThread(self._station, device, _writer(model_of(printer)), self._bell, forms)
            self._thread.start()

    def stop(self) -> None:
        """Finish the present paper and end the thread."""
        if self._thread:
            self._thread.stop()
        self._thread = None


@dataclass(frozen=True, slots=True)
class Running:
    """A station at work. `stop` ends its threads and unlocks the profile."""

    station: Station
    spooler: Spooler
    checkpoints: Checkpoints
    backups: BackupThread
    sync: "SyncThread | None"
    live: "LiveThread | None"
    lock: FileLock
    log_file: logging.Handler
    virtual: Device | None = None
    """The way to the virtual printer that this run was started with."""

    def printer(self) -> PrinterStatus | None:
        """The printer's last known state."""
        return self.spooler.status

    @property
    def has_virtual(self) -> bool:
        """Whether a virtual printer can be used."""
        return self.virtual is not None

    def use_printer(self, printer: PrinterSettings) -> None:
        """Print on another printer from now on; on the virtual one only if this run was started with it."""
        self.spooler.use(printer, self._virtual(printer))

    def try_printer(self, printer: PrinterSettings) -> Trial:
        """Send a test page to a printer that need not be in use. Raises OnlyFormsPrinter: it would use up a form."""
        machine_settings.check_beside(self.spooler.forms_printer, printer)
        device = self._virtual(printer) or device_of(printer)
        if device is None:
            return Trial(PrinterStatus(Cause.NO_ANSWER))
        return try_printer(self.station, device, _writer(model_of(printer)))

    def _virtual(self, printer: PrinterSettings) -> Device | None:
        return self.virtual if printer.kind is PrinterKind.VIRTUAL else None

    def stop(self) -> None:
        """Finish the present paper, send what is left within some seconds, and close the store."""
        self.spooler.stop()
        if self.sync:
            self.sync.stop(_LAST_ROUND_S)
        if self.live:
            self.live.stop(_SILENCE_S)
        self.backups.stop()
        self.checkpoints.stop()
        self.station.database.close()
        log.info("the station stopped")
        station_log.detach(self.log_file)
        self.lock.release()


def start(profile: Path, password: Callable[[], str], device: Device | None = None) -> Running:
    """Open a profile and start its threads. `device` replaces the printer of the settings.

    Raises NotSetUp, and what `startup` raises.
    """
    if not startup.is_set_up(profile):
        raise startup.NotSetUp(str(profile))
    held = startup.lock(profile)
    log_file = station_log.attach(profile)
    try:
        settings = profile_settings.read(profile)
        keys = startup.load_keys(profile, settings, password, create=False)
        bell, sync_bell = threading.Event(), threading.Event()
        surroundings = replace(startup.SYSTEM, wake=partial(_ring, bell, sync_bell))
        station = startup.open_station(profile, keys, surroundings)
        startup.name_key(profile, settings, station.author)
    except BaseException as error:
        log.info("the station did not start: %s", error, exc_info=error)
        station_log.detach(log_file)
        held.release()
        raise
    log.info("the station of a profile starts", extra={"epoch": station.author.epoch, "station": station.id})
    witnesses = _watched(station, profile, settings)
    print_queue.recover(station)
    spooler = Spooler(station, bell, settings.forms_printer)
    spooler.use(settings.printer, device)
    checkpoints = Checkpoints(station.database, Witnessing(station, witnesses).write)
    checkpoints.start()
    backups = BackupThread(station, BackupPlan.of(profile, settings.backup))
    backups.start()
    station, sync, live = _syncing(station, settings, sync_bell)
    virtual = device if settings.printer.kind is PrinterKind.VIRTUAL else None
    return Running(station, spooler, checkpoints, backups, sync, live, held, log_file, virtual)


def _watched(station: Station, profile: Path, settings: Settings) -> tuple[Witness, ...]:
    """Fence or doubt the store if its witnesses call for it. Returns those that the commits do not write themselves."""
    witnesses = startup.witnesses(station.author, profile, settings)
    if fence := fencing.watch(station, witnesses):
        log.info("the store is fenced: %s", fence.cause)
    elif doubt := fencing.doubt_store(station):
        log.info("nothing proves that the store is the newest one: its witness is %s", doubt.flaw)
    return tuple(witness for witness in witnesses if not isinstance(witness, FileWitness))


def _ring(*bells: threading.Event) -> None:
    for bell in bells:
        bell.set()


def _syncing(
    station: Station, settings: Settings, bell: threading.Event
) -> "tuple[Station, SyncThread | None, LiveThread | None]":
    """The station with its line to HQ, and its sync and live threads; unchanged and None in a store without HQ."""
    with station.database.read() as tx:
        link = sync_state.link(tx)
    if link is None:
        return station, None, None
    from pos_app.live_thread import LiveThread, LostLine  # noqa: PLC0415  # loads HTTP: 0.1 s that stores without HQ save
    from pos_app.route import has_network, route_to  # noqa: PLC0415  # the same
    from pos_app.services.hq.enrolment import caller_of  # noqa: PLC0415  # the same
    from pos_app.sync_thread import SyncThread  # noqa: PLC0415  # the same
    from sync.line.client import HqClient  # noqa: PLC0415  # the same
    from sync.line.wire import AT_THE_COUNTER  # noqa: PLC0415  # the same

    caller = caller_of(station, settings.hq_ca)
    connected = partial(has_network, caller.url)
    sync = SyncThread(station, HqClient(caller), bell, partial(route_to, caller.url), connected)
    sync.start()
    live = LiveThread(station, HqClient(caller), LostLine(partial(sync.try_now, _AFTER_A_BREAK_S), connected))
    live.start()
    counter = HqClient(caller, patience=AT_THE_COUNTER)
    return replace(station, hq=counter, try_sync=partial(sync.try_now, _BEFORE_A_Z_S)), sync, live


def device_of(printer: PrinterSettings) -> Device | None:
    """The printer that the settings name; None without one, and for the virtual one, which is a window."""
    match printer.kind:
        case PrinterKind.NETWORK:
            host, port = profile_settings.endpoint(printer.address) or (printer.address, profile_settings.DEFAULT_PORT)
            return NetworkPrinter(host, port, one_way=printer.status is PrinterQuestions.NONE)
        case PrinterKind.FILE:
            return FilePrinter(Path(printer.address))
        case PrinterKind.NONE | PrinterKind.VIRTUAL:
            return None


def _printer(printer: PrinterSettings) -> Printer | None:
    device = device_of(printer)
    return Printer(device, _writer(model_of(printer))) if device is not None else None


def virtual_printer(printer: PrinterSettings) -> VirtualPrinter | None:
    """The virtual printer that the settings name, started; None for any other."""
    if printer.kind is not PrinterKind.VIRTUAL:
        return None
    made = VirtualPrinter(_PAPERS[printer.columns])
    made.start()
    return made


def device_on(printer: VirtualPrinter) -> Device:
    """The path to a virtual printer."""
    return NetworkPrinter(LOOPBACK, printer.port)


def model_of(printer: PrinterSettings) -> PrinterModel:
    """The capabilities of the printer that the settings name."""
    return PrinterModel(_PAPERS[printer.columns], native_qr=not printer.image_codes)


def _writer(model: PrinterModel) -> Callable[[Printout], bytes]:
    def write(printout: Printout) -> bytes:
        from printing.escpos_writer import write as to_bytes  # noqa: PLC0415  # 0.25 s, on the print thread

        return to_bytes(printout, model)

    return write
