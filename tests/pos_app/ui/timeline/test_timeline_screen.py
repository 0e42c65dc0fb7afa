"""The history of a thing through real widgets: find it, read it, walk on, step back, begin acts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from domain.fiscal.copies import CopyCause
from domain.money.money import VES, Money
from domain.people.customers import Field
from domain.people.staff import Cashier
from domain.till.shifts import CashMove, CashMovement
from domain.timeline.subjects import Subject, SubjectKind
from pos_app.services.people import customers
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.documents.presenter import DocumentsPresenter
from pos_app.ui.frame import ScreenName, Tone, run_inline
from pos_app.ui.timeline.presenter import TimelinePresenter
from pos_app.ui.timeline.view import TimelineView
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.row_table import RowTable, SearchField
from sync.facts.documents import reprint
from tests.builders import stations
from tests.builders.stations import seats_cart, sell
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.later import RunLater

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
_ENTER, _RIGHT, _LEFT, _DOWN = Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down


@pytest.fixture
def frame(ana: Cashier) -> FakeFrame:
    return FakeFrame(ana)


@pytest.fixture
def after_sale() -> AfterSale:
    return AfterSale()


@pytest.fixture
def sold(till: Station) -> CompletedSale:
    return sell(till, seats_cart(till, ["A-1", "A-2"]))


@pytest.fixture
def presenter(till: Station, frame: FakeFrame, after_sale: AfterSale, sold: CompletedSale) -> TimelinePresenter:
    assert sold.sale.tickets
    return TimelinePresenter(till, frame, run_inline, after_sale)


@pytest.fixture
def view(qtbot: QtBot, presenter: TimelinePresenter) -> TimelineView:
    shown = TimelineView(presenter)
    qtbot.addWidget(shown)
    shown.resize(1024, 600)
    shown.show()
    qtbot.waitExposed(shown)
    shown.enter()
    return shown


def field(view: TimelineView) -> SearchField:
    return view.findChildren(SearchField)[0]


def table(view: TimelineView, name: str) -> RowTable:
    return next(one for one in view.findChildren(RowTable) if one.accessibleName() == name)


def cells(shown: RowTable) -> list[list[str]]:
    return [
        [item.text() if (item := shown.item(line, place)) else "" for place in range(shown.columnCount())]
        for line in range(shown.rowCount())
    ]  # fmt: skip


def texts(view: TimelineView) -> str:
    return "\n".join(
        part.accessibleName() or part.text() for part in view.findChildren(QLabel) if part.isVisibleTo(view)
    )


def type_and_enter(view: TimelineView, text: str) -> None:
    field(view).setFocus()
    field(view).selectAll()
    QTest.keyClicks(field(view), text)
    QTest.keyClick(field(view), _ENTER)


def test_a_code_and_enter_show_the_history_of_its_ticket(view: TimelineView, sold: CompletedSale) -> None:
    type_and_enter(view, sold.sale.tickets[0].code.upper())
    events = cells(table(view, "Historia"))
    assert [row[1] for row in events] == ["Vendida", "Asientos entregados a la taquilla"]
    assert events[0][3:] == ["Ana Rondón"]
    assert "Historia de Entrada · " in texts(view)
    assert "Platea A-1" in texts(view)


def test_several_matches_are_listed_by_kind_and_the_arrows_choose_one(view: TimelineView) -> None:
    type_and_enter(view, "A-1")
    matches = cells(table(view, "Coincidencias"))
    assert [row[0] for row in matches] == ["Documento", "Asiento", "Asiento"]
    QTest.keyClick(field(view), _DOWN)
    QTest.keyClick(field(view), _ENTER)
    assert "Historia de Asiento · Platea A-1" in texts(view)


def test_typing_alone_lists_the_matches(qtbot: QtBot, view: TimelineView) -> None:
    field(view).setFocus()
    QTest.keyClicks(field(view), "turno 1")
    qtbot.waitUntil(lambda: len(cells(table(view, "Coincidencias"))) == 1)
    assert cells(table(view, "Coincidencias"))[0][0] == "Turno de caja"


def test_from_a_ticket_to_its_document_and_its_payment_and_back_by_esc(view: TimelineView, sold: CompletedSale) -> None:
    type_and_enter(view, sold.sale.tickets[0].code)
    related = table(view, "Lleva a")
    QTest.keyClick(table(view, "Historia"), _RIGHT)
    assert related.hasFocus()
    assert cells(related)[0][1].startswith("Factura · A-00000001")
    QTest.keyClick(related, _ENTER)
    assert "Historia de Documento · Factura · A-00000001" in texts(view)
    kinds = [row[0] for row in cells(related)]
    related.setCurrentCell(kinds.index("Pago"), 0)
    QTest.keyClick(related, _ENTER)
    assert "Historia de Pago" in texts(view)
    QTest.keyClick(related, _LEFT)
    assert table(view, "Historia").hasFocus()
    assert view.step_back()
    assert "Historia de Documento" in texts(view)
    assert view.step_back()
    assert "Historia de Entrada" in texts(view)
    assert view.step_back()
    assert "Historia de" not in texts(view)
    assert field(view).hasFocus()
    assert view.step_back()  # the text of the search
    assert not view.step_back()


def test_a_scan_opens_the_history_at_once(view: TimelineView, sold: CompletedSale) -> None:
    view.scan(sold.sale.tickets[1].code)
    assert "Platea A-2" in texts(view)


def test_the_chosen_event_shows_its_clocks_and_its_place_in_the_journal(
    view: TimelineView, sold: CompletedSale
) -> None:
    type_and_enter(view, sold.document.printed_number)
    assert "registro 1/12 · todavía no está en la oficina central" in texts(view)


def test_f6_turns_the_order(view: TimelineView, presenter: TimelinePresenter, sold: CompletedSale) -> None:
    type_and_enter(view, sold.sale.tickets[0].code)
    presenter.turn()
    assert [row[1] for row in cells(table(view, "Historia"))] == ["Asientos entregados a la taquilla", "Vendida"]
    assert any(
        key.accessibleName().startswith("Primero lo último") or "Primero lo último" in key.text()
        for key in view.findChildren(KeyButton)
    )


def test_a_text_that_nothing_has_is_answered(view: TimelineView) -> None:
    type_and_enter(view, "no hay tal")
    assert "Nada coincide con «no hay tal»." in texts(view)


def test_a_copy_is_queued_with_its_cause_and_joins_the_history(
    view: TimelineView, frame: FakeFrame, till: Station, sold: CompletedSale
) -> None:
    type_and_enter(view, sold.document.printed_number)
    QTest.keyClick(view, Qt.Key.Key_F8)
    assert frame.messages == []
    QTest.keyClick(view, Qt.Key.Key_F4)
    with till.database.read() as tx:
        assert list(tx.execute(select(reprint.c.cause)).scalars()) == [CopyCause.UNREADABLE]
    assert frame.messages == [("COPIA 1 en la cola de impresión.", Tone.OK)]
    assert [row[1] for row in cells(table(view, "Historia"))] == ["Copia pedida", "Venta"]


def test_acts_begin_on_the_sale_of_what_is_shown(
    presenter: TimelinePresenter, frame: FakeFrame, after_sale: AfterSale, sold: CompletedSale
) -> None:
    presenter.open(Subject(SubjectKind.TICKET, sold.sale.tickets[0].id))
    presenter.give_back()
    assert (frame.screens[-1], after_sale.sale_id) == (ScreenName.REFUND, sold.sale.id)
    presenter.open_tickets()
    assert (frame.screens[-1], after_sale.tickets_of) == (ScreenName.TICKETS, sold.sale.id)


def test_no_act_begins_on_a_drawer_or_a_customer(
    presenter: TimelinePresenter, frame: FakeFrame, sold: CompletedSale
) -> None:
    presenter.open(Subject(SubjectKind.SHIFT, sold.sale.shift_id))
    presenter.give_back()
    presenter.open_tickets()
    presenter.ask_cause()
    assert not presenter.state.asks_cause
    assert frame.screens == []
    assert frame.messages == []


def test_the_history_of_documents_leads_here_by_f3_and_esc_leads_back(
    till: Station, frame: FakeFrame, sold: CompletedSale
) -> None:
    after_sale = AfterSale()
    history = DocumentsPresenter(till, frame, run_inline, after_sale)
    history.enter()
    history.show_history()
    assert frame.screens == [ScreenName.TIMELINE]
    presenter = TimelinePresenter(till, frame, run_inline, after_sale)
    presenter.enter()
    assert presenter.state.life is not None
    assert presenter.state.life.named.subject == Subject(SubjectKind.DOCUMENT, sold.document.id)
    assert presenter.step_back()
    assert not presenter.step_back()


def test_a_cashier_reads_no_cash_of_a_drawer_on_the_screen(presenter: TimelinePresenter, sold: CompletedSale) -> None:
    presenter.open(Subject(SubjectKind.SHIFT, sold.sale.shift_id))
    opened = next(row for row in presenter.state.event_rows if row[1] == "Turno abierto")
    assert "fondo" not in opened[2]


def test_a_customer_shows_edits_and_leads_to_what_was_bought(till: Station, ana: Cashier, frame: FakeFrame) -> None:
    customers.create(till, ana, {Field.NAME: "Beatriz", Field.SURNAME: "Ñáñez"})
    presenter = TimelinePresenter(till, frame, run_inline)
    presenter.search("beatriz", open_single=True)
    assert presenter.state.title == "Historia de Cliente · Beatriz Ñáñez"
    assert [row[1] for row in presenter.state.event_rows] == ["Datos cambiados"]


def test_a_late_answer_about_what_was_left_is_dropped(till: Station, frame: FakeFrame, sold: CompletedSale) -> None:
    run = RunLater()
    presenter = TimelinePresenter(till, frame, run)
    presenter.open(Subject(SubjectKind.DOCUMENT, sold.document.id))
    presenter.step_back()
    presenter.search("turno 1")
    run.catch_up()
    assert presenter.state.life is None
    assert len(presenter.state.matches) == 1


def test_more_events_than_a_page_are_read_on(till: Station, frame: FakeFrame) -> None:
    for _ in range(101):
        shifts.move_cash(till, stations.ana(till), CashMovement(CashMove.CASH_IN, Money(500, VES), "x"))
    presenter = TimelinePresenter(till, frame, run_inline)
    presenter.search("turno 1", open_single=True)
    assert presenter.state.shown == "100 de 102"
    presenter.read_more()
    assert (presenter.state.shown, len(presenter.state.event_rows)) == ("", 102)
