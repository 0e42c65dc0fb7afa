"""A day at the counter that plays itself: real window, real keys, real store, a printer that runs out of paper."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from domain.shifts import expected
from pos_app import running
from pos_app.demo.player import Player
from pos_app.demo.profile import found_profile, introduced, no_password, people
from pos_app.demo.roll import Roll
from pos_app.demo.souvenirs import keep_papers
from pos_app.running import Running
from pos_app.services import documents, print_queue, shifts, till_reports
from pos_app.services.verify import Verdict, verify
from pos_app.storage import shifts as stored_shifts
from pos_app.storage.print_jobs import JobState
from pos_app.ui import app, theme, wording
from pos_app.ui.shift.figures import notes
from pos_app.ui.theme import Theme
from printing.devices import NetworkPrinter
from printing.virtual_printer import LOOPBACK, VirtualPrinter

_SIZE = (1366, 768)
_STORE = "station"


def play_day(out: Path) -> int:
    """Play the day into a folder; the exit code is 0 when the store verifies."""
    _clear(out)
    for person in people():
        print(introduced(person), flush=True)  # noqa: T201  # this is what the demo is for
    profile = out / _STORE
    found_profile(profile)
    roll = Roll()
    printer = VirtualPrinter(on_paper=roll.printed)
    roll.goes_into(printer)
    printer.start()
    at_work = running.start(profile, no_password, NetworkPrinter(LOOPBACK, printer.port))
    application = QApplication(["taquilla"])
    theme.apply(application, Theme.LIGHT)
    till = app.Till(lambda: app.Opened(at_work.station, at_work.printer))
    till.window.resize(*_SIZE)
    till.show()
    till.window.activateWindow()
    try:
        verdict = Day(Player(till.window, out), at_work, roll).play()
        keep_papers(at_work.station, printer, out / "papers")
    finally:
        till.stop()
        at_work.stop()
        printer.stop()
    print(f"· {wording.text('demo.kept', folder=str(out))}\n{_said(verdict)}", flush=True)  # noqa: T201  # the end
    return 0 if verdict.ok else 1


def _said(verdict: Verdict) -> str:
    if verdict.finding is None:
        return "verify: ok"
    return f"verify: {verdict.finding.flaw} · {verdict.finding.record}"


def _clear(out: Path) -> None:
    """Yesterday's day goes, and nothing else that may lie in the folder."""
    for name in ("screens", "papers", _STORE):
        shutil.rmtree(out / name, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)


class Day:
    """The steps, in the order of a real shift."""

    def __init__(self, player: Player, at_work: Running, roll: Roll) -> None:
        self._player = player
        self._station = at_work.station
        self._roll = roll
        self._ana, _, self._carmen = people()

    def play(self) -> Verdict:
        """From the sign-in to the proof."""
        for step in (
            self._sign_in,
            self._open_shift,
            self._sell_general,
            self._sell_seats,
            self._reprint,
            self._run_out_of_paper,
            self._read_x,
            self._count_and_close,
            self._take_z,
        ):
            step()
        self._printed()
        return verify(self._station)

    def _sign_in(self) -> None:
        self._player.until_sees(self._ana.name)
        self._player.press("1")
        self._player.write(self._ana.pin)
        self._player.picture("sign-in")
        self._player.press("Return")
        self._player.until_sees(wording.text("shift.title_open"))
        self._player.say(wording.text("demo.signed_in", name=self._ana.name))

    def _open_shift(self) -> None:
        self._player.write("20000")
        self._player.press("Tab")
        self._player.write("100")
        self._player.picture("float")
        self._player.press("F12")
        self._player.until(lambda: shifts.current(self._station) is not None, "shift")
        self._player.until_sees("Noche de Gaitas y Tambores")
        self._player.say(wording.text("demo.shift_opened", ves="Bs. 20.000,00", usd="US$ 100,00"))

    def _sell_general(self) -> None:
        """Two places in the stands, exact cash: six keys from here to the change."""
        self._player.press("PgDown")
        self._player.until_sees("Gradas altas")
        self._player.press("1", "2")
        self._player.until_sees("US$ 23,00")
        self._player.picture("sell")
        self._player.press("F12")
        self._player.until_sees(wording.text("payment.title"))
        self._player.press("F1", "=")
        self._player.picture("payment-general")
        self._sold(lambda: self._player.press("F12"))
        self._player.picture("done-general")
        self._player.say(wording.text("demo.sold", number=self._last_number(), what="2 x Gradas altas"))

    def _sell_seats(self) -> None:
        """Three seats together; dollars and pago móvil, change in dollars and in bolívares."""
        self._player.press("Return")
        self._player.until_sees("Gradas altas")
        self._player.press("PgUp")
        self._player.until_sees("Patio central 1")
        self._player.press("F6")
        self._player.until_sees(wording.text("seat_map.best"), "Patio central 1 · US$")
        self._player.press("F3", "M")
        self._player.until_sees("A-5, A-6, A-7")
        self._player.picture("seat-map")
        self._player.press("F12")
        self._player.until_sees("US$ 141,00")
        self._player.picture("cart")
        self._player.press("F12")
        self._player.until_sees(wording.text("payment.title"))
        self._pay_mixed()
        self._player.picture("payment-mixed")
        self._sold(lambda: self._player.press("F12"))
        self._player.picture("done-seats")
        self._player.say(
            wording.text("demo.sold", number=self._last_number(), what="3 x Patio central 1 · A-5, A-6, A-7")
        )
        self._player.say(wording.text("demo.change", change=self._last_change()))

    def _pay_mixed(self) -> None:
        player = self._player
        player.press("F3")
        for what in ("42850,29", "0102", "04141234567", "00451234"):
            player.write(what)
            player.press("Return")
        player.until_sees("00451234")
        player.press("F2")
        player.write("100")
        player.press("Return")
        player.press("F7")
        player.until_sees(wording.text("payment.change"))

    def _reprint(self) -> None:
        self._printed()
        self._player.press("R")
        self._printed()
        self._player.say(wording.text("demo.reprinted", number=self._last_number()))

    def _run_out_of_paper(self) -> None:
        """The roll ends between two papers of a job; the rest waits and prints by itself when it is replaced."""
        self._player.press("Return")
        self._player.until_sees("Patio central 1")
        self._player.press("PgDown")
        self._player.until_sees("Gradas altas")
        self._player.press("1", "4")
        self._player.until_sees("US$ 46,00")
        self._player.press("F12")
        self._player.until_sees(wording.text("payment.title"))
        self._player.press("F1", "=")
        before = self._roll.papers
        self._roll.ends_after(2)
        self._sold(lambda: self._player.press("F12"))
        self._player.until(lambda: self._states(JobState.BLOCKED) == 1, "paper out")
        self._player.until_sees(wording.text("printer.cause.paper_out"))
        self._player.picture("paper-out")
        self._player.say(wording.text("demo.paper_out", number=self._last_number()))
        self._roll.is_replaced()
        self._printed()
        self._player.say(wording.text("demo.paper_back", papers=self._roll.papers - before))

    def _read_x(self) -> None:
        self._player.press("F7")
        self._player.until_sees(wording.text("shift.title_nothing"))
        self._player.press("F6")
        self._player.until_sees(wording.text("shift.report_x", number=1))
        self._player.picture("x")
        self._player.say(wording.text("demo.x_read"))

    def _count_and_close(self) -> None:
        """The notes that lie in the drawer, counted blind; a difference of some céntimos is left."""
        self._player.press("F8")
        self._player.until_sees(wording.text("shift.title_count"))
        for quantity in self._notes_in_drawer():
            if quantity:
                self._player.write(str(quantity))
            self._player.press("Tab")
        self._player.picture("count")
        self._player.press("F12")
        self._player.until_sees(wording.text("shift.counted", ordinal=1))
        self._player.press("F12")
        self._player.until(lambda: shifts.current(self._station) is None, "closed")
        self._player.until_sees(wording.text("shift.title_closed"))
        self._player.say(wording.text("demo.closed"))

    def _take_z(self) -> None:
        self._player.press("F12")
        self._player.until_sees(wording.text("shift.title_day"))
        self._player.press("F12")
        self._player.until_sees(wording.text("approval.title"))
        self._player.write(self._carmen.pin)
        self._player.press("Return")
        self._player.until(lambda: till_reports.last_z(self._station) is not None, "z")
        self._player.until_sees(wording.text("shift.report_z", number=1))
        self._player.picture("z")
        self._player.say(wording.text("demo.z_taken", name=self._carmen.name))

    def _sold(self, confirm: Callable[[], None]) -> None:
        """Confirm, and wait until the sale is stored and its screen shown."""
        before = len(documents.find(self._station, ""))
        confirm()
        self._player.until(lambda: len(documents.find(self._station, "")) > before, "sale")
        self._player.until_sees(wording.text("done.next"))

    def _printed(self) -> None:
        """Wait until no job waits for the printer."""
        waiting = (JobState.QUEUED, JobState.SENDING, JobState.BLOCKED)
        self._player.until(lambda: not any(self._states(state) for state in waiting), "paper")

    def _states(self, state: JobState) -> int:
        return sum(job.state is state for job in print_queue.jobs(self._station))

    def _last_number(self) -> str:
        return documents.find(self._station, "")[0].number

    def _last_change(self) -> str:
        sale, _ = documents.load(self._station, documents.find(self._station, "")[0].document_id)
        return " + ".join(wording.money(part.amount) for part in sale.change)

    def _notes_in_drawer(self) -> tuple[int, ...]:
        """How many of each note, largest first in each currency, make up what must be there."""
        with self._station.database.read() as tx:
            shift = stored_shifts.current(tx, self._station.tenant_id, self._station.id)
            assert shift is not None, "the day counts before it closes"
            amounts = {
                m.currency: m.minor for m in expected(stored_shifts.drawer(tx, self._station.tenant_id, shift.id))
            }
        quantities = []
        for currency_notes in notes():
            for note in currency_notes:
                quantity, amounts[note.currency] = divmod(amounts.get(note.currency, 0), note.minor)
                quantities.append(quantity)
        return tuple(quantities)
