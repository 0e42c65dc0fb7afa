"""The screen after a sale without Qt: the progress of the paper, copies, the drawer."""

import pytest

from domain.fiscal.copies import CopyCause, CopyReason
from domain.payments.change import ChangeIn
from domain.people.staff import Cashier
from domain.sale.closing import Offer
from pos_app.services.documents import documents, print_queue
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui.counter import Counter
from pos_app.ui.done.paper_text import paper_text
from pos_app.ui.done.presenter import DonePresenter
from pos_app.ui.done.sale_text import sale_text
from pos_app.ui.frame import ScreenName, run_inline
from printing.devices import Cause, Delivery, PrinterStatus
from tests.builders import stations
from tests.pos_app.snapshots import count
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.later import RunLater


class PaperTray:
    """A printer that prints, has a cause, or does not answer, as a test sets it."""

    def __init__(self) -> None:
        self.cause: Cause | None = None
        self.answers = True
        self.sent = 0

    def status(self) -> PrinterStatus:
        return PrinterStatus(self.cause)

    def send(self, payload: bytes) -> Delivery:
        self.sent += 1
        return Delivery.PROVED if self.answers else Delivery.UNPROVED


@pytest.fixture
def frame(ana: Cashier) -> FakeFrame:
    return FakeFrame(ana)


@pytest.fixture
def done(till: Station, frame: FakeFrame, ana: Cashier) -> DonePresenter:
    cart = stations.general_cart(till, 2)
    offer = Offer((stations.cash_usd("100"),))
    counter = Counter(till.ids)
    counter.sold = checkout.sell(till, ana, cart, offer)
    presenter = DonePresenter(till, frame, run_inline, counter)
    presenter.enter()
    return presenter


def print_all(station: Station, tray: PaperTray) -> None:
    for _ in range(10):
        print_queue.print_next(station, tray, lambda _: b"paper")
        stations.clock_of(station).advance(seconds=20)


def test_the_paper_is_queued_and_then_printed(done: DonePresenter, till: Station) -> None:
    assert paper_text(done.state.job) == "En cola de impresión, 0 de 3"
    print_all(till, PaperTray())
    done.look()
    assert paper_text(done.state.job) == "Impreso: 3 de 3"
    assert not done.state.paper_moves


def test_a_printer_without_paper_says_so_and_the_sale_is_safe(done: DonePresenter, till: Station) -> None:
    tray = PaperTray()
    tray.cause = Cause.PAPER_OUT
    print_all(till, tray)
    done.look()
    assert done.state.job
    assert done.state.job.state is JobState.BLOCKED
    assert paper_text(done.state.job).startswith("La impresora no está lista (Sin papel)")


def test_paper_that_nobody_can_prove_is_asked_for(done: DonePresenter, till: Station) -> None:
    tray = PaperTray()
    tray.answers = False
    print_all(till, tray)
    done.look()
    for paper in (1, 2, 3):
        assert done.state.asks_whether_seen
        assert paper_text(done.state.job) == f"No se sabe si salió el papel {paper} de 3."
        done.paper_seen(seen=paper == 1)
    assert not done.state.asks_whether_seen


def test_an_invoice_that_did_not_come_out_asks_for_the_next_form(
    done: DonePresenter, frame: FakeFrame, till: Station
) -> None:
    tray = PaperTray()
    tray.answers = False
    print_all(till, tray)
    done.look()
    done.paper_seen(seen=False)
    assert frame.screens[-1] is ScreenName.FORMS
    assert done.state.asks_whether_seen


def test_r_asks_why_and_prints_a_counted_copy(done: DonePresenter, frame: FakeFrame, till: Station) -> None:
    done.copy(CopyReason(CopyCause.LOST))  # not asked for yet
    for cause in (CopyCause.UNREADABLE, CopyCause.ASKED_FOR):
        done.ask_cause()
        done.copy(CopyReason(cause))
        assert not done.state.asks_cause
    assert [text for text, _ in frame.messages] == [
        "COPIA 1 en la cola de impresión.",
        "COPIA 2 en la cola de impresión.",
    ]
    assert documents.find(till, "")[0].copies == 2


def test_the_drawer_opens_only_with_a_reason(done: DonePresenter, frame: FakeFrame) -> None:
    done.ask_reason()
    done.open_drawer("  ")
    assert (frame.codes, done.state.asks_reason) == (["CAJ-03"], True)
    done.open_drawer("Cambio de billetes")
    assert not done.state.asks_reason


def test_enter_pressed_twice_opens_the_drawer_once(till: Station, frame: FakeFrame, ana: Cashier) -> None:
    run, counter = RunLater(), Counter(till.ids)
    counter.sold = checkout.sell(till, ana, stations.general_cart(till, 2), Offer((stations.cash_usd("100"),)))
    presenter = DonePresenter(till, frame, run, counter)
    presenter.enter()
    presenter.ask_reason()
    run.catch_up()
    before = count(till, "cash_movement")
    presenter.open_drawer("Cambio de billetes")
    presenter.open_drawer("Cambio de billetes")
    run.catch_up()
    assert count(till, "cash_movement") == before + 1


def test_enter_and_esc_serve_the_next_customer(done: DonePresenter, frame: FakeFrame) -> None:
    done.next_sale()
    done.step_back()
    assert frame.screens == [ScreenName.SELL, ScreenName.SELL]


def test_esc_first_closes_the_question_for_a_reason(done: DonePresenter, frame: FakeFrame) -> None:
    done.ask_reason()
    done.step_back()
    assert (done.state.asks_reason, frame.screens) == (False, [])


def test_the_status_bar_is_read_again_while_the_paper_moves(
    done: DonePresenter, frame: FakeFrame, till: Station
) -> None:
    before = frame.changes
    done.look()
    assert frame.changes == before + 1
    print_all(till, PaperTray())
    done.look()
    ended = frame.changes
    done.look()
    assert frame.changes == ended


def test_change_by_pago_movil_is_named_as_electronic(till: Station, ana: Cashier) -> None:
    def sold(change_in: ChangeIn) -> CompletedSale:
        offer = Offer((stations.cash_usd("100"),), change_in, payee=stations.payee())
        return checkout.sell(till, ana, stations.general_cart(till, 1), offer)

    electronic, cash = sale_text(sold(ChangeIn.PAGO_MOVIL)), sale_text(sold(ChangeIn.CASH_USD))
    assert "Vuelto por Pago móvil: envíelo desde el banco" in electronic.change_word
    assert electronic.payee == "a 0412-1234567 · 0102 · Banco de Venezuela · V12345678"
    assert (cash.change_word, cash.payee) == ("Vuelto en efectivo", "")


def test_without_a_printer_the_screen_waits_for_none(till: Station, frame: FakeFrame, done: DonePresenter) -> None:
    counter = Counter(till.ids)
    counter.sold = done.state.sold
    alone = DonePresenter(till, frame, run_inline, counter, lambda: None)
    alone.enter()
    assert paper_text(alone.state.job, has_printer=alone.state.has_printer).startswith("No hay impresora.")
