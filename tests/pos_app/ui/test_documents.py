"""The history: finding documents, copies, the question about a paper in doubt."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from domain.fiscal.copies import CopyCause, CopyReason
from domain.payments.change import ChangeIn
from domain.people.staff import Cashier
from domain.sale.closing import Offer
from domain.till.shifts import NoShiftOpen
from pos_app.services.documents import documents, print_queue
from pos_app.services.selling import checkout
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind, JobState
from pos_app.ui import wording
from pos_app.ui.documents.presenter import DocumentsPresenter
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.frame import Failed, ScreenName, Tone, run_inline
from pos_app.ui.widgets.row_table import SearchField
from printing.devices import Delivery
from sync.facts.documents import reprint
from tests.builders import stations
from tests.builders.printer import ScriptedPrinter
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.later import RunLater

T = TypeVar("T")


@pytest.fixture
def frame(ana: Cashier) -> FakeFrame:
    return FakeFrame(ana)


@pytest.fixture
def presenter(till: Station, frame: FakeFrame) -> DocumentsPresenter:
    stations.sell(till, stations.seats_cart(till, ["A-1", "A-2"]))
    stations.sell(till, stations.seats_cart(till, ["B-3"]))
    return DocumentsPresenter(till, frame, run_inline)


def test_the_latest_documents_come_first(presenter: DocumentsPresenter) -> None:
    presenter.enter()
    assert [row.number for row in presenter.state.rows] == ["A-00000002", "A-00000001"]
    assert presenter.state.rows[1].paid_with == "Efectivo Bs."
    assert presenter.state.rows[1].paper == "● En cola"


def test_the_history_shows_who_receives_the_change_that_is_sent(
    qtbot: QtBot, presenter: DocumentsPresenter, till: Station
) -> None:
    offer = Offer((stations.cash_usd("20.00"),), ChangeIn.PAGO_MOVIL, payee=stations.payee())
    sold = checkout.sell(till, stations.ana(till), stations.general_cart(till, 1), offer)
    view = DocumentsView(presenter)
    qtbot.addWidget(view)
    view.enter()
    to = "a 0412-1234567 · 0102 · Banco de Venezuela · V12345678"
    sent = f"Vuelto por Pago móvil: {wording.money(sold.sale.change[0].amount)} {to}"
    assert sent in shown_texts(view)
    presenter.choose(1)
    assert not any(to in text for text in shown_texts(view))


def shown_texts(view: DocumentsView) -> list[str]:
    """What is shown, each text on one line: a long one is shown on two."""
    return [shown.text().replace("\n", " ") for shown in view.findChildren(QLabel) if shown.isVisibleTo(view)]


def test_a_seat_finds_its_document(presenter: DocumentsPresenter) -> None:
    presenter.enter()
    presenter.search("A-2")
    assert "A-00000001" in [row.number for row in presenter.state.rows]


def test_nothing_found_is_said(presenter: DocumentsPresenter) -> None:
    presenter.enter()
    presenter.search("no hay tal cosa")
    assert (presenter.state.rows, presenter.state.chosen, presenter.state.may_reprint) == ((), -1, False)
    assert presenter.state.detail == "No se encontró ningún documento."


def test_a_copy_is_counted(presenter: DocumentsPresenter, frame: FakeFrame) -> None:
    presenter.enter()
    presenter.choose(1)
    presenter.reprint()
    assert presenter.state.asks_cause
    presenter.copy(CopyReason(CopyCause.LOST))
    assert frame.messages == [("COPIA 1 de A-00000001 en la cola de impresión.", Tone.OK)]
    presenter.choose(1)
    assert "1 copia" in presenter.state.detail


def test_a_copy_is_printed_for_a_cause_and_another_cause_needs_words(
    presenter: DocumentsPresenter, frame: FakeFrame, till: Station
) -> None:
    presenter.enter()
    presenter.copy(CopyReason(CopyCause.LOST))  # not asked for yet
    presenter.reprint()
    presenter.copy(CopyReason(CopyCause.OTHER, " "))
    assert (frame.codes, presenter.state.asks_cause) == (["CAJ-03"], True)
    presenter.copy(CopyReason(CopyCause.OTHER, "Para el contador"))
    assert not presenter.state.asks_cause
    with till.database.read() as tx:
        rows = [(row.copy_no, row.cause, row.note) for row in tx.execute(select(reprint))]
    assert rows == [(1, "other", "Para el contador")]


@pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
def test_the_question_why_a_copy_is_printed_has_keys_of_its_own(qtbot: QtBot, presenter: DocumentsPresenter) -> None:
    view = DocumentsView(presenter)
    qtbot.addWidget(view)
    view.show()
    view.enter()
    presenter.reprint()
    assert "Copia:" in shown_texts(view)
    assert view.step_back()
    assert "Copia:" not in shown_texts(view)


def test_a_second_copy_is_of_the_same_document(presenter: DocumentsPresenter, till: Station) -> None:
    presenter.enter()
    presenter.choose(1)
    presenter.reprint()
    presenter.copy(CopyReason(CopyCause.LOST))
    stations.sell(till, stations.seats_cart(till, ["C-1"]))
    presenter.reprint()
    presenter.copy(CopyReason(CopyCause.UNREADABLE))
    presenter.search("")
    assert [(document.number, document.copies) for document in documents.find(till, "")] == [
        ("A-00000003", 0),
        ("A-00000002", 0),
        ("A-00000001", 2),
    ]
    assert presenter.state.rows[presenter.state.chosen].number == "A-00000001"


def test_entering_again_chooses_the_newest_document(presenter: DocumentsPresenter, till: Station) -> None:
    presenter.enter()
    presenter.choose(1)
    stations.sell(till, stations.seats_cart(till, ["C-1"]))
    presenter.enter()
    assert presenter.state.rows[presenter.state.chosen].number == "A-00000003"


def test_no_copy_is_made_while_a_search_is_on_its_way(till: Station, frame: FakeFrame) -> None:
    stations.sell(till, stations.seats_cart(till, ["A-1"]))
    run = RunLater()
    presenter = DocumentsPresenter(till, frame, run)
    presenter.enter()
    run.catch_up()
    presenter.search("A-2")
    presenter.reprint()
    run.catch_up()
    assert documents.find(till, "")[0].copies == 0


@pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)
def test_f8_right_after_typing_searches_and_copies_nothing(qtbot: QtBot, till: Station, frame: FakeFrame) -> None:
    for seat in ("A-1", "A-2"):
        stations.sell(till, stations.seats_cart(till, [seat]))
    presenter = DocumentsPresenter(till, frame, run_inline)
    view = DocumentsView(presenter)
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.enter()
    field = view.findChild(SearchField)
    assert isinstance(field, SearchField)
    QTest.keyClicks(field, "00000001")
    QTest.keyClick(view, Qt.Key.Key_F8)
    assert [row.number for row in presenter.state.rows] == ["A-00000001"]
    assert frame.messages == []
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_F8)
        QTest.keyClick(view, Qt.Key.Key_F3)
    assert [document.copies for document in documents.find(till, "")] == [0, 2]


def test_a_row_has_the_texts_of_its_columns(presenter: DocumentsPresenter) -> None:
    presenter.enter()
    kind, number, _, event, tickets, total, paid_with, paper = presenter.state.rows[1].cells
    assert (kind, number, event, tickets, paid_with, paper) == (
        "Fact.",
        "A-00000001",
        "Concierto",
        "2",
        "Efectivo Bs.",
        "● En cola",
    )
    assert total.startswith("Bs. ")


def test_keys_do_nothing_without_a_document_or_a_question(till: Station, frame: FakeFrame) -> None:
    presenter = DocumentsPresenter(till, frame, run_inline)
    presenter.enter()
    presenter.reprint()
    presenter.answer(seen=True)
    assert frame.messages == []


def test_a_refusal_is_shown_and_frees_the_screen(till: Station, frame: FakeFrame) -> None:
    def refused(work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        failed(NoShiftOpen())

    presenter = DocumentsPresenter(till, frame, refused)
    presenter.enter()
    assert (frame.codes, presenter.state.busy) == ([NoShiftOpen.code], False)


def in_doubt(station: Station) -> bool:
    return any(job.kind is JobKind.SALE and job.state is JobState.UNKNOWN for job in print_queue.jobs(station))


def test_the_cashier_answers_for_a_paper_in_doubt(presenter: DocumentsPresenter, till: Station) -> None:
    while not in_doubt(till):
        print_queue.print_next(till, ScriptedPrinter(otherwise=Delivery.UNPROVED), lambda _: b"")
    presenter.search("A-00000001")
    for _ in range(3):  # the invoice and each of its tickets
        assert (presenter.state.rows[0].paper, presenter.state.asks) == ("▲ ¿Salió?", True)
        presenter.answer(seen=True)
    assert (presenter.state.rows[0].paper, presenter.state.asks) == ("✔ Impresa", False)


def test_a_document_that_did_not_come_out_asks_for_the_next_form(
    presenter: DocumentsPresenter, frame: FakeFrame, till: Station
) -> None:
    while not in_doubt(till):
        print_queue.print_next(till, ScriptedPrinter(otherwise=Delivery.UNPROVED), lambda _: b"")
    presenter.search("A-00000001")
    presenter.answer(seen=False)
    assert frame.screens == [ScreenName.FORMS]
    assert presenter.state.asks


def test_a_ticket_that_did_not_come_out_is_printed_as_a_copy(presenter: DocumentsPresenter, till: Station) -> None:
    printer = ScriptedPrinter(
        [Delivery.PROVED, Delivery.PROVED], otherwise=Delivery.UNPROVED
    )  # the drawer, the invoice
    while not in_doubt(till):
        print_queue.print_next(till, printer, lambda _: b"")
    presenter.search("A-00000001")
    presenter.answer(seen=False)
    copies = [(job.subject, job.copy_no) for job in print_queue.jobs(till) if job.kind is JobKind.COPY]
    assert copies == [("A-00000001", 1)]


def test_a_late_answer_to_an_old_search_is_dropped(till: Station, ana: Cashier) -> None:
    stations.sell(till, stations.seats_cart(till, ["A-1"]))
    waiting: list[Callable[[], None]] = []

    def later(work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        waiting.append(lambda: then(work()))

    presenter = DocumentsPresenter(till, FakeFrame(ana), later)
    presenter.search("zzz")
    presenter.search("")
    for deliver in reversed(waiting):
        deliver()
    assert [row.number for row in presenter.state.rows] == ["A-00000001"]


def test_a_history_without_documents_says_that_there_is_none_yet(station: Station, ana: Cashier) -> None:
    empty = DocumentsPresenter(station, FakeFrame(ana), run_inline)
    empty.enter()
    assert empty.state.detail == "Todavía no hay ningún documento."
    empty.search("A-1")
    assert empty.state.detail == "No se encontró ningún documento."


def test_without_a_line_to_hq_nothing_is_asked(presenter: DocumentsPresenter, frame: FakeFrame) -> None:
    presenter.enter("A-99")
    assert not presenter.state.may_ask
    presenter.ask_hq()
    assert (frame.screens, frame.codes) == ([], [])
