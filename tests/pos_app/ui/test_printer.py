"""The printer screen, the rate screen and the status bar."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.money.money import USD, RateSource
from domain.people.staff import Cashier, Permission
from pos_app.services.documents import print_queue
from pos_app.services.till import rates
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.frame import ScreenName, Tone, run_inline
from pos_app.ui.printer.presenter import PrinterPresenter
from pos_app.ui.rate.presenter import RatePresenter
from pos_app.ui.status import StatusPresenter
from pos_app.ui.status_part import Part, StatusPart
from printing.devices import Cause, Delivery, PrinterStatus
from tests.builders import stations
from tests.builders.clock import SATURDAY, FakeClock
from tests.builders.printer import ScriptedPrinter
from tests.pos_app.ui.fakes import FakeFrame


def printer_screen(station: Station, frame: FakeFrame, cause: Cause | None = None) -> PrinterPresenter:
    presenter = PrinterPresenter(station, frame, run_inline, lambda: PrinterStatus(cause))
    presenter.refresh()
    return presenter


def status(station: Station, printer: PrinterStatus | None = None) -> dict[Part, StatusPart]:
    drawn: list[tuple[StatusPart, ...]] = []
    StatusPresenter(station, run_inline, lambda: printer, drawn.append).refresh()
    return {part.part: part for part in drawn[0]}


@pytest.mark.parametrize("cause", Cause)
def test_each_cause_says_what_is_safe_and_what_to_do(till: Station, ana: Cashier, cause: Cause) -> None:
    state = printer_screen(till, FakeFrame(ana), cause).state
    assert state.tone is Tone.ERROR
    assert state.todo.startswith("Las ventas están guardadas.")


def test_a_job_that_waits_says_why(till: Station, ana: Cashier) -> None:
    stations.sell(till, stations.seats_cart(till, ["A-1"]))
    for _ in ("drawer", "paper"):
        print_queue.print_next(till, ScriptedPrinter(cause=Cause.PAPER_OUT, otherwise=Delivery.UNPROVED), lambda _: b"")
    rows = [row.cells[1:] for row in printer_screen(till, FakeFrame(ana)).state.rows]
    assert ("Factura y entradas A-00000001", "0 de 2", "▲ En espera: Sin papel") in rows
    assert ("Abrir gaveta", "0 de 1", "✖ Anulado") in rows


def test_the_test_page_is_queued(till: Station, ana: Cashier) -> None:
    frame = FakeFrame(ana)
    presenter = printer_screen(till, frame)
    presenter.test()
    assert [row.what for row in presenter.state.rows] == ["Página de prueba"]
    assert frame.messages == [("La página de prueba está en la cola.", Tone.OK)]


def test_a_paper_in_doubt_is_asked_for_and_settled(till: Station, ana: Cashier) -> None:
    print_queue.print_test(till)
    print_queue.print_next(till, ScriptedPrinter(otherwise=Delivery.UNPROVED), lambda _: b"")
    presenter = printer_screen(till, FakeFrame(ana))
    assert "«Página de prueba»" in presenter.state.asks
    presenter.answer(seen=True)
    assert (presenter.state.asks, presenter.state.rows[0].state) == ("", "✔ Impreso")


def test_without_a_printer_a_waiting_paper_is_saved_as_pdf(till: Station, ana: Cashier) -> None:
    stations.sell(till, stations.seats_cart(till, ["A-1"]))
    frame = FakeFrame(ana)
    presenter = PrinterPresenter(till, frame, run_inline, lambda: None)
    presenter.refresh()
    assert presenter.state.printer == "○ No hay impresora"
    for place in range(2):
        presenter.choose(place)
        presenter.save_pdf()
    assert [tone for _, tone in frame.messages] == [Tone.OK]
    assert "A-00000001.pdf" in frame.messages[0][0]
    assert not presenter.state.may_save


def test_with_a_printer_no_paper_is_saved_as_pdf(till: Station, ana: Cashier) -> None:
    print_queue.print_test(till)
    presenter = printer_screen(till, FakeFrame(ana))
    assert not presenter.state.may_save
    presenter.save_pdf()
    assert [row.state for row in presenter.state.rows] == ["● En cola"]


def test_a_printer_that_cannot_answer_is_named_so(till: Station, ana: Cashier) -> None:
    presenter = PrinterPresenter(till, FakeFrame(ana), run_inline, lambda: PrinterStatus(one_way=True))
    presenter.refresh()
    assert presenter.state.printer == "● Impresora lista, sin respuestas"
    assert "mire cada papel" in presenter.state.todo


def test_the_bar_tells_shift_rate_printer_and_queue(till: Station) -> None:
    stations.sell(till, stations.seats_cart(till, ["A-1"]))
    parts = status(till, PrinterStatus(Cause.COVER_OPEN))
    assert parts[Part.SHIFT].words == "Turno 1 · Ana Rondón"
    assert (parts[Part.RATE].words, parts[Part.RATE].tone) == ("Bs. 857,0058 · 21/11/2026", Tone.PLAIN)
    assert parts[Part.PRINTER].words.startswith("▲ Tapa abierta · ")
    assert parts[Part.PRINTER].tone is Tone.ERROR
    assert parts[Part.CONNECTION].words == "○ Sin central"


def test_a_day_without_a_rate_is_told_in_red(station: Station, clock: FakeClock) -> None:
    clock.advance(days=3)
    part = status(station)[Part.RATE]
    assert (part.words, part.tone) == ("✖ Sin tasa de hoy", Tone.ERROR)


def test_a_supervisor_enters_todays_rate_with_a_reason(
    station: Station, clock: FakeClock, ana: Cashier, rosa: Cashier
) -> None:
    clock.advance(days=3)
    frame = FakeFrame(ana, rosa)
    presenter = RatePresenter(station, frame, run_inline)
    presenter.enter()
    assert (presenter.state.headline, presenter.state.tone) == ("✖ No hay tasa registrada", Tone.ERROR)
    presenter.save(USD, "1,250.10", "El BCV no publicó")
    assert frame.codes == ["MON-01"]
    presenter.save(USD, "950,125", "")
    assert frame.codes[-1] == "CAJ-03"
    presenter.save(USD, "950,125", "El BCV no publicó")
    rate = rates.today(station).rates.of(USD)
    assert (rate.value, rate.source) == (Decimal("950.125"), RateSource.MANUAL)
    assert rate.value_on - SATURDAY.date() == timedelta(days=3)
    assert (set(frame.asked), frame.screens) == ({Permission.ENTER_RATE}, [ScreenName.SELL])


@pytest.mark.parametrize("typed", ["8,5700", "857005800", "0,00000001", "8.570"])
def test_a_rate_far_from_the_last_one_is_saved_when_a_supervisor_confirms_it(
    station: Station, ana: Cashier, rosa: Cashier, typed: str
) -> None:
    before, frame = rates.today(station), FakeFrame(ana, rosa)
    presenter = RatePresenter(station, frame, run_inline)
    presenter.enter()
    presenter.save(USD, typed, "Corrección")
    assert (frame.codes, rates.today(station)) == (["TAS-02"], before)
    assert "916,6477 del 23/11/2026" in frame.messages[-1][0]
    presenter.save(USD, typed, "Corrección")
    assert rates.today(station).rates.of(USD).value == wording.parse_rate(typed)
    assert frame.asked == [Permission.ENTER_RATE] * 2
    assert frame.about == [f"Tasa de US$: {wording.rate(wording.parse_rate(typed))}, desde el 21/11/2026."] * 2


def test_another_rate_in_between_is_confirmed_by_itself(station: Station, ana: Cashier, rosa: Cashier) -> None:
    frame = FakeFrame(ana, rosa)
    presenter = RatePresenter(station, frame, run_inline)
    presenter.enter()
    for typed in ("8,57", "85,7", "8,57"):
        presenter.save(USD, typed, "Corrección")
    assert frame.codes == ["TAS-02"] * 3


def test_the_jobs_keep_their_rows_while_their_states_change(till: Station, ana: Cashier) -> None:
    for _ in range(3):
        print_queue.print_test(till)
    presenter = printer_screen(till, FakeFrame(ana))
    ids = [job.id for job in presenter._jobs]
    presenter.choose(1)
    print_queue.print_next(till, ScriptedPrinter(otherwise=Delivery.UNPROVED), lambda _: b"")
    print_queue.print_next(till, ScriptedPrinter(otherwise=Delivery.UNPROVABLE), lambda _: b"")
    print_queue.print_test(till)
    presenter.refresh()
    assert [job.id for job in presenter._jobs][:3] == ids
    assert presenter.state.chosen == 1
    states = [row.state for row in presenter.state.rows]
    assert states == ["▲ ¿Salió?", "✔ Enviado: la impresora no confirma", "● En cola", "● En cola"]


def test_the_screen_begins_with_the_job_that_needs_attention(till: Station, ana: Cashier) -> None:
    for _ in range(3):
        print_queue.print_test(till)
    print_queue.print_next(till, ScriptedPrinter(otherwise=Delivery.UNPROVED), lambda _: b"")
    presenter = printer_screen(till, FakeFrame(ana))
    presenter.enter()
    assert presenter.state.asks


def test_what_waits_comes_before_what_is_done_and_the_last_done_first(till: Station, ana: Cashier) -> None:
    for _ in range(2):
        print_queue.print_test(till)
        print_queue.print_next(till, ScriptedPrinter(otherwise=Delivery.PROVED), lambda _: b"")
    stations.sell(till, stations.seats_cart(till, ["A-1"]))
    state = printer_screen(till, FakeFrame(ana)).state
    waits = [row.state.startswith("…") or "cola" in row.state.lower() for row in state.rows]
    assert waits == sorted(waits, reverse=True)
    assert waits.count(True) == 2
    assert state.chosen == 0
