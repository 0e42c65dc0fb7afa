"""What the status bar says: the health of the station in a few words. No Qt."""

from collections.abc import Callable
from datetime import timedelta

from domain.money.money import VES
from pos_app.services import health
from pos_app.services.conflicts import conflict_desk
from pos_app.services.health import Health
from pos_app.services.hq.connection import ConnectionState
from pos_app.station import Station
from pos_app.storage.store.standing import Standing
from pos_app.ui import wording
from pos_app.ui.frame import Run, Tone
from pos_app.ui.status_bar import Part, StatusPart
from printing.devices import PrinterStatus

_HOUR = timedelta(hours=1)
ReadPrinter = Callable[[], PrinterStatus | None]


class StatusPresenter:
    """Reads the health when it is asked to, one reading at a time; asked during one, it reads once more."""

    def __init__(
        self,
        station: Station,
        run: Run,
        printer: ReadPrinter,
        draw: Callable[[tuple[StatusPart, ...]], None],
    ) -> None:
        self._station, self._run, self._printer, self._draw = station, run, printer, draw
        self._reading = self._asked_again = False

    def refresh(self) -> None:
        """Read and draw again."""
        if self._reading:
            self._asked_again = True
            return
        self._reading, self._asked_again = True, False
        self._run(self._look, self._arrived, self._failed)

    def _look(self) -> tuple[Health, int]:
        return health.read(self._station, self._printer()), conflict_desk.waiting(self._station)

    def _arrived(self, found: tuple[Health, int]) -> None:
        self._reading = False
        self._draw(parts(*found))
        if self._asked_again:
            self.refresh()

    def _failed(self, _: Exception) -> None:
        """The bar keeps what it says; the screens say why the store does not answer."""
        self._reading = False


def parts(found: Health, conflicts: int = 0) -> tuple[StatusPart, ...]:
    """The parts of the bar."""
    pending = wording.text("status.pending", count=found.pending_facts)
    said = [
        _connection(found),
        StatusPart(Part.PENDING, pending),
        _printer(found),
        _rate(found),
        _shift(found),
        StatusPart(Part.STATION, found.station_name),
    ]
    if conflicts:
        said.append(StatusPart(Part.CONFLICTS, wording.text("status.conflicts", count=conflicts), Tone.ATTENTION))
    if found.numbers_low:
        left = wording.text("status.numbers", count=found.numbers_left)
        said.append(StatusPart(Part.NUMBERS, left, Tone.ATTENTION if found.numbers_left else Tone.ERROR))
    return tuple(said)


def _connection(found: Health) -> StatusPart:
    now = found.connection
    if now.state is ConnectionState.FENCED:
        why = wording.text(
            f"values.standing.{now.standing}" if now.standing is not Standing.GOOD else "status.older_copy"
        )
        return StatusPart(Part.CONNECTION, wording.text("status.fenced", why=why), Tone.ERROR)
    if now.reach is None:
        tone = Tone.OK if now.state is ConnectionState.ONLINE else Tone.PLAIN
        return StatusPart(Part.CONNECTION, wording.text(f"status.connection.{now.state}"), tone)
    since = wording.since(now.heard_at, now.looked_at) if now.heard_at else wording.text("status.never")
    apart = wording.text(f"status.connection.{now.state}", since=since)
    lasts = wording.text(f"status.reach.{now.reach.limit}", hours=now.reach.lasts_for // _HOUR)
    return StatusPart(Part.CONNECTION, f"{apart} · {lasts}", Tone.ATTENTION)


def _printer(found: Health) -> StatusPart:
    if found.jobs_unknown:
        words = wording.text("status.unknown", count=found.jobs_unknown)
        return StatusPart(Part.PRINTER, words, Tone.ATTENTION)
    if found.printer is not None and found.printer.cause is not None:
        cause = wording.text(f"printer.cause.{found.printer.cause}")
        if found.jobs_waiting:
            words = wording.text("status.printer_blocked", cause=cause, count=found.jobs_waiting)
        else:
            words = wording.text("status.printer_cause", cause=cause)
        return StatusPart(Part.PRINTER, words, Tone.ERROR)
    if found.jobs_waiting:
        return StatusPart(Part.PRINTER, wording.text("status.queue", count=found.jobs_waiting))
    if found.printer is None:
        return StatusPart(Part.PRINTER, wording.text("status.printer_none"))
    return StatusPart(Part.PRINTER, wording.text("status.printer_ready"), Tone.OK)


def _rate(found: Health) -> StatusPart:
    if found.rate is None:
        return StatusPart(Part.RATE, wording.text("status.rate_missing"), Tone.ERROR)
    key = "status.rate" if found.rate_is_today else "status.rate_old"
    sign, on = wording.sign(VES), wording.day(found.rate.value_on)
    words = wording.text(key, sign=sign, rate=wording.rate(found.rate.value), day=on)
    return StatusPart(Part.RATE, words, Tone.PLAIN if found.rate_is_today else Tone.ATTENTION)


def _shift(found: Health) -> StatusPart:
    if found.shift is None:
        return StatusPart(Part.SHIFT, wording.text("status.shift_none"))
    words = wording.text("status.shift", number=found.shift.shift.number, name=found.shift.cashier_name)
    return StatusPart(Part.SHIFT, words)
