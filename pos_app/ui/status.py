"""The content of the status bar: the health of the station in a few words. No Qt."""

from collections.abc import Callable
from datetime import timedelta

from domain.money.money import VES
from domain.people.staff import Cashier
from pos_app.services import health
from pos_app.services.conflicts import conflict_desk
from pos_app.services.health import Health
from pos_app.services.rights.link_state import ConnectionState
from pos_app.services.selling import holds
from pos_app.services.till.clock_guard import ClockComparison
from pos_app.services.till.shifts import OpenShift
from pos_app.station import Station
from pos_app.storage.store.standing import Standing
from pos_app.storage.store.trouble import Trouble
from pos_app.ui import wording
from pos_app.ui.frame import Run, Tone
from pos_app.ui.status_part import Part, StatusPart
from printing.devices import PrinterStatus

_HOUR = timedelta(hours=1)
ReadPrinter = Callable[[], PrinterStatus | None]


class StatusPresenter:
    """Reads the health and draws it. Requests during a reading cause one more reading after it."""

    def __init__(
        self,
        station: Station,
        run: Run,
        printer: ReadPrinter,
        draw: Callable[[tuple[StatusPart, ...]], None],
        signed_in: Callable[[], Cashier | None] = lambda: None,
    ) -> None:
        self._station, self._run, self._printer, self._draw = station, run, printer, draw
        self._signed_in = signed_in
        self._reading = self._asked_again = False

    def refresh(self) -> None:
        """Read and draw again."""
        if self._reading:
            self._asked_again = True
            return
        self._reading, self._asked_again = True, False
        self._run(self._read, self._show, self._failed)

    def _read(self) -> tuple[Health, int]:
        holds.end_due(self._station)  # what ends by its time ends while the program runs, whatever screen is in front
        return health.read(self._station, self._printer()), conflict_desk.waiting(self._station)

    def _show(self, reading: tuple[Health, int]) -> None:
        self._reading = False
        self._draw(parts(*reading, self._signed_in()))
        if self._asked_again:
            self.refresh()

    def _failed(self, _: Exception) -> None:
        """Keep the last content; the screens show why the store cannot be read."""
        self._reading = False


def parts(station_health: Health, conflicts: int = 0, signed_in: Cashier | None = None) -> tuple[StatusPart, ...]:
    """The parts of the bar for a health, a count of waiting conflicts, and who is signed in."""
    pending = wording.text("status.pending", count=station_health.pending_facts)
    shown = [
        connection_part(station_health),
        _printer(station_health),
        _rate(station_health),
        _shift(station_health.shift, signed_in),
        StatusPart(Part.STATION, station_health.station_name),
    ]
    if (words := _clock(station_health.clock)) is not None:
        shown.append(StatusPart(Part.CLOCK, words, Tone.ATTENTION))
    if station_health.connection.state is not ConnectionState.NONE:
        shown.append(StatusPart(Part.PENDING, pending))
    if conflicts:
        shown.append(StatusPart(Part.CONFLICTS, wording.text("status.conflicts", count=conflicts), Tone.ATTENTION))
    if unseen := station_health.recalls_unseen:
        shown.append(StatusPart(Part.RECALLS, wording.text("status.recalls", count=unseen), Tone.ATTENTION))
    if station_health.numbers_low:
        left = wording.text(
            "status.forms" if station_health.on_forms else "status.numbers", count=station_health.numbers_left
        )
        shown.append(StatusPart(Part.NUMBERS, left, Tone.ATTENTION if station_health.numbers_left else Tone.ERROR))
    return tuple(shown)


def connection_part(station_health: Health) -> StatusPart:
    """The state of the line to HQ, and what limits the sale while there is none."""
    now = station_health.connection
    if now.state is ConnectionState.FENCED:
        why = wording.text(
            f"values.standing.{now.standing}" if now.standing is not Standing.GOOD else "status.older_copy"
        )
        return StatusPart(Part.CONNECTION, wording.text("status.fenced", why=why), Tone.ERROR)
    if station_health.is_doubted:
        return StatusPart(Part.CONNECTION, wording.text("status.doubted"), Tone.ERROR)
    if now.reach is None:
        tone = Tone.OK if now.state is ConnectionState.ONLINE else Tone.PLAIN
        return StatusPart(Part.CONNECTION, wording.text(f"status.connection.{now.state}"), tone)
    trouble = wording.text(f"status.trouble.{now.trouble or Trouble.NO_ANSWER}")
    if now.state is ConnectionState.OFFLINE:
        since = wording.since(now.heard_at, now.looked_at) if now.heard_at else wording.text("status.never")
        trouble += " " + since
    lasts = wording.text(f"status.reach.{now.reach.limit}", hours=now.reach.lasts_for // _HOUR)
    return StatusPart(Part.CONNECTION, f"{trouble} · {lasts}", Tone.ATTENTION)


def _clock(clock: ClockComparison) -> str | None:
    """What is wrong with the clock, apart from the state of the network; None while nothing is."""
    if clock.differs_from_hq and clock.hq_now is not None:
        return wording.text("status.clock_differs", now=wording.time(clock.now), hq=wording.time(clock.hq_now))
    return wording.text("status.clock_behind", now=wording.time(clock.now)) if clock.is_behind else None


def _printer(station_health: Health) -> StatusPart:
    if station_health.jobs_unknown:
        words = wording.text("status.unknown", count=station_health.jobs_unknown)
        return StatusPart(Part.PRINTER, words, Tone.ATTENTION)
    if station_health.printer is not None and station_health.printer.cause is not None:
        cause = wording.text(f"printer.cause.{station_health.printer.cause}")
        if station_health.jobs_waiting:
            words = wording.text("status.printer_blocked", cause=cause, count=station_health.jobs_waiting)
        else:
            words = wording.text("status.printer_cause", cause=cause)
        return StatusPart(Part.PRINTER, words, Tone.ERROR)
    if station_health.printer is None and station_health.jobs_waiting:
        words = wording.text("status.no_printer", count=station_health.jobs_waiting)
        return StatusPart(Part.PRINTER, words, Tone.ATTENTION)
    if station_health.jobs_waiting:
        return StatusPart(Part.PRINTER, wording.text("status.queue", count=station_health.jobs_waiting))
    if station_health.printer is None:
        return StatusPart(Part.PRINTER, wording.text("status.printer_none"))
    return StatusPart(Part.PRINTER, wording.text("status.printer_ready"), Tone.OK)


def _rate(station_health: Health) -> StatusPart:
    if station_health.rate is None:
        return StatusPart(Part.RATE, wording.text("status.rate_missing"), Tone.ERROR)
    key = "status.rate" if station_health.rate_is_today else "status.rate_old"
    sign, on = wording.sign(VES), wording.day(station_health.rate.value_on)
    words = wording.text(key, sign=sign, rate=wording.rate(station_health.rate.value), day=on)
    return StatusPart(Part.RATE, words, Tone.PLAIN if station_health.rate_is_today else Tone.ATTENTION)


def _shift(shift: OpenShift | None, signed_in: Cashier | None) -> StatusPart:
    if shift is None:
        return StatusPart(Part.SHIFT, wording.text("status.shift_none"))
    if signed_in is not None and signed_in.id != shift.shift.cashier_id:
        words = wording.text("status.shift_of_another", number=shift.shift.number, name=shift.cashier_name)
        return StatusPart(Part.SHIFT, words, Tone.ATTENTION)
    return StatusPart(Part.SHIFT, wording.text("status.shift", number=shift.shift.number, name=shift.cashier_name))
