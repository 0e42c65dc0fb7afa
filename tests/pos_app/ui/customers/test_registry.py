"""The registry of customers: found as somebody types, made and edited, exported and erased under a supervisor."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from domain.people.customers import Channel, Field, is_allowed
from domain.people.same_customer import Person
from domain.people.staff import Cashier, Permission
from domain.sale.cart import Customer
from pos_app.services.people import customers
from pos_app.services.people.customers import Answer
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.customers.presenter import CustomersPresenter
from pos_app.ui.customers.state import Page
from pos_app.ui.customers.view import CustomersView
from pos_app.ui.documents.presenter import SEARCH_FORM as HISTORY_FORM
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.widgets.row_table import RowTable
from tests.builders import stations
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.later import RunLater

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
MARIA = {
    Field.NAME: "María José", Field.SURNAME: "Pérez", Field.DOCUMENT: "V12345678", Field.PHONE: "04127654321",
    Field.EMAIL: "maria@correo.com", Field.NOTES: "silla de ruedas\nllama antes",
}  # fmt: skip


@pytest.fixture
def maria(till: Station, ana: Cashier) -> Person:
    return customers.create(till, ana, MARIA, [Answer(Channel.EMAIL, True, "mostrador")])


@pytest.fixture
def frame(ana: Cashier, rosa: Cashier) -> FakeFrame:
    return FakeFrame(ana, rosa)


@pytest.fixture
def presenter(till: Station, frame: FakeFrame) -> CustomersPresenter:
    return CustomersPresenter(till, frame, run_inline)


@pytest.fixture
def view(qtbot: QtBot, presenter: CustomersPresenter) -> CustomersView:
    made = CustomersView(presenter)
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    made.enter()
    return made


def field(view: CustomersView, name: str) -> QLineEdit:
    return next(one for one in view.findChildren(QLineEdit) if one.accessibleName() == wording.text(name))


def search(view: CustomersView, qtbot: QtBot, typed: str) -> None:
    """Type into the search, and wait for its list."""
    QTest.keyClicks(field(view, "customers.search"), typed)
    qtbot.waitUntil(lambda: view._presenter.state.searched == typed)


def names(view: CustomersView) -> list[str]:
    listed = wording.text("customers.list")
    table = next(one for one in view.findChildren(RowTable) if one.accessibleName() == listed)
    cells = (table.item(row, 0) for row in range(table.rowCount()))
    return [cell.text() for cell in cells if cell is not None]


def shown(view: CustomersView) -> list[str]:
    return [one.text().replace("\n", " ") for one in view.findChildren(QLabel) if one.isVisibleTo(view)]


def press(view: CustomersView, key: str) -> None:
    focused: QWidget | None = view.focusWidget()  # the stubs leave out that it may be None
    QTest.keySequence(view if focused is None else focused, key)


def fill(view: CustomersView, name: str, text: str) -> None:
    widget = field(view, name)
    widget.setFocus()
    widget.selectAll()
    QTest.keyClicks(widget, text)


@pytest.mark.parametrize("typed", ["rez", "12345", "4321", "maria@c", "jose mar"])
def test_a_customer_is_shown_while_any_part_of_a_field_is_typed(
    qtbot: QtBot, maria: Person, view: CustomersView, typed: str
) -> None:
    search(view, qtbot, typed)
    assert names(view) == ["María José Pérez"]
    assert "silla de ruedas · llama antes" in shown(view)
    assert any(text.startswith("✔ sí · ") and text.endswith(" · mostrador") for text in shown(view))
    assert shown(view).count("sin preguntar") == 2


def test_nobody_who_has_it_leads_to_a_new_customer_with_what_was_typed(
    qtbot: QtBot, till: Station, frame: FakeFrame, view: CustomersView
) -> None:
    search(view, qtbot, "V7654321")
    assert wording.text("customers.nobody") in shown(view)
    press(view, "F3")
    assert field(view, "customers.document").text() == "V7654321"
    fill(view, "customers.name", "Luis")
    press(view, "F12")
    assert frame.messages[-1][0] == "Guardado: Luis."
    assert names(view) == ["Luis"]
    assert [one.text(Field.DOCUMENT) for one in customers.find(till, "luis")] == ["V7654321"]


@pytest.mark.parametrize(
    ("typed", "of"),
    [("Luis", Field.NAME), ("l@correo.com", Field.EMAIL), ("0414-1234567", Field.PHONE), ("AB123456", Field.DOCUMENT)],
)
def test_a_new_customer_begins_with_what_was_searched_in_its_field(
    presenter: CustomersPresenter, typed: str, of: Field
) -> None:
    presenter.enter(typed)
    presenter.begin_new()
    assert presenter.state.form is not None
    texts = presenter.state.form.typed.texts
    assert {one: text for one, text in texts.items() if text} == {of: typed}


def test_only_the_fields_that_were_changed_are_recorded(
    qtbot: QtBot, till: Station, maria: Person, view: CustomersView
) -> None:
    search(view, qtbot, "maria")
    press(view, "F4")
    assert field(view, "customers.notes").text() == "silla de ruedas · llama antes"
    fill(view, "customers.surname", "Rivas")
    press(view, "F12")
    edited = customers.get(till, maria.id)
    changed = {of for of in Field if edited.texts.get(of) != maria.texts.get(of)}
    assert changed == {Field.SURNAME}
    assert edited.text(Field.NOTES) == "silla de ruedas\nllama antes"
    assert names(view) == ["María José Rivas"]


def test_an_answer_about_news_is_recorded_with_how_it_was_given(
    qtbot: QtBot, till: Station, maria: Person, view: CustomersView
) -> None:
    search(view, qtbot, "maria")
    press(view, "F4")
    press(view, "Alt+1")  # e-mail was allowed
    press(view, "Alt+2")  # SMS was not asked
    press(view, "Alt+3")
    press(view, "Alt+3")  # WhatsApp twice: forbidden
    fill(view, "customers.source", "llamada")
    press(view, "F12")
    decided = {channel: is_allowed(customers.get(till, maria.id).consents, channel) for channel in Channel}
    answers = {channel: (one.act.is_given, one.act.source) for channel, one in decided.items() if one}
    assert answers == {
        Channel.EMAIL: (False, "llamada"), Channel.SMS: (True, "llamada"), Channel.WHATSAPP: (False, "llamada")
    }  # fmt: skip


def test_an_answer_that_is_taken_back_is_no_answer(presenter: CustomersPresenter, maria: Person) -> None:
    presenter.enter("maría")
    presenter.begin_edit()
    presenter.turn(Channel.EMAIL)
    presenter.turn(Channel.EMAIL)
    assert presenter.state.form is not None
    assert presenter.state.form.changes() == ({}, [])


@pytest.mark.parametrize(
    ("name", "typed"), [("email", "maria@"), ("phone", "123"), ("document", "J-1"), ("name", "x" * 121)]
)
def test_a_refused_field_gets_the_focus_and_nothing_is_lost(
    qtbot: QtBot, frame: FakeFrame, view: CustomersView, name: str, typed: str
) -> None:
    press(view, "F3")
    fill(view, f"customers.{name}", typed)
    press(view, "F12")
    assert frame.codes == ["IDE-01"]
    assert view.focusWidget() is field(view, f"customers.{name}")
    assert field(view, f"customers.{name}").text() == typed


def test_what_was_typed_waits_after_esc_and_ctrl_n_forgets_it(qtbot: QtBot, maria: Person, view: CustomersView) -> None:
    search(view, qtbot, "maria")
    press(view, "F4")
    fill(view, "customers.surname", "Rivas")
    assert view.step_back()
    press(view, "F4")
    assert field(view, "customers.surname").text() == "Rivas"
    press(view, "Ctrl+N")
    assert field(view, "customers.surname").text() == "Pérez"


def test_a_key_pressed_while_typed_text_waits_searches_and_acts_on_nobody(
    qtbot: QtBot, till: Station, ana: Cashier, maria: Person, view: CustomersView
) -> None:
    customers.create(till, ana, {Field.NAME: "Zulay"})
    search(view, qtbot, "maria")
    search_field = field(view, "customers.search")
    search_field.selectAll()
    QTest.keyClicks(search_field, "zulay")
    press(view, "F8")
    assert view._presenter.state.page is Page.REGISTRY
    assert names(view) == ["Zulay"]


def test_a_late_list_of_an_older_search_is_dropped(till: Station, frame: FakeFrame, maria: Person) -> None:
    run = RunLater()
    presenter = CustomersPresenter(till, frame, run)
    presenter.search("maría")
    presenter.search("nadie")
    presenter.begin_edit()
    assert presenter.state.page is Page.REGISTRY
    run.catch_up()
    assert presenter.state.rows == ()


def test_the_same_document_joins_both_records_and_says_so(
    presenter: CustomersPresenter, frame: FakeFrame, maria: Person
) -> None:
    presenter.enter("")
    presenter.begin_new()
    presenter.type_text(Field.NAME, "Maria")
    presenter.type_text(Field.DOCUMENT, "v-12.345.678")
    presenter.save()
    assert frame.messages[-1][0].startswith("Maria Pérez ya estaba registrado")
    assert len(presenter.state.rows) == 1


def test_another_name_on_a_document_is_a_doubt_on_the_card(
    qtbot: QtBot, till: Station, ana: Cashier, maria: Person, view: CustomersView
) -> None:
    customers.create(till, ana, {Field.NAME: "Pedro", Field.DOCUMENT: "V12345678"})
    search(view, qtbot, "maria")
    assert "1 cliente más con este documento y otro nombre" in shown(view)


def test_purchases_and_tickets_open_in_the_history(
    qtbot: QtBot, till: Station, frame: FakeFrame, maria: Person, view: CustomersView
) -> None:
    cart = replace(
        stations.seats_cart(till, ["A-1"]), customer=Customer("María Pérez", "V12345678"), customer_id=maria.id
    )  # fmt: skip
    sold = stations.sell(till, cart)
    search(view, qtbot, "maria")
    press(view, "F5")
    bought = view._presenter.state.bought
    assert bought is not None
    assert [row[1] for row in bought.rows] == [sold.document.printed_number, sold.sale.tickets[0].code]
    assert bought.rows[1][4] == "vigente"
    press(view, "Down")
    press(view, "F12")
    assert frame.screens == [ScreenName.DOCUMENTS]
    assert frame.kept.find(HISTORY_FORM, tuple) == (sold.sale.tickets[0].code,)


def test_an_export_names_its_file_and_needs_a_supervisor(
    qtbot: QtBot, till: Station, frame: FakeFrame, maria: Person, view: CustomersView
) -> None:
    search(view, qtbot, "maria")
    press(view, "F6")
    assert frame.asked == [Permission.EXPORT_CUSTOMER]
    (file,) = Path(till.database.path.parent / "exports").iterdir()
    assert str(file) in frame.messages[-1][0]
    assert json.loads(file.read_text(encoding="utf-8"))["fields"]["document"] == "V12345678"


def test_an_erasure_says_what_the_law_keeps_and_needs_a_reason_and_a_supervisor(
    qtbot: QtBot, till: Station, frame: FakeFrame, maria: Person, view: CustomersView
) -> None:
    search(view, qtbot, "maria")
    press(view, "F8")
    assert wording.text("customers.erase_stays") in shown(view)
    press(view, "F12")
    assert (frame.asked, frame.codes) == ([], ["CAJ-03"])
    fill(view, "customers.erase_reason", "lo pide por carta")
    press(view, "F12")
    assert frame.asked == [Permission.ERASE_CUSTOMER]
    assert frame.about == ["Borrar los datos de María José Pérez."]
    assert customers.find(till, "maría") == []
    assert names(view) == []
    assert view._presenter.state.page is Page.REGISTRY


def test_without_an_approval_nothing_is_erased(
    till: Station, frame: FakeFrame, presenter: CustomersPresenter, maria: Person
) -> None:
    frame.supervisor = None
    presenter.enter("maría")
    presenter.begin_erase()
    presenter.type_reason("lo pidió")
    presenter.erase()
    assert customers.get(till, maria.id) == maria


def test_twenty_of_many_say_that_there_are_more(till: Station, ana: Cashier, presenter: CustomersPresenter) -> None:
    for no in range(21):
        customers.create(till, ana, {Field.NAME: f"Luisa {'abcdefghijklmnopqrstu'[no]}"})
    presenter.enter("luisa")
    assert presenter.state.hint == "Se muestran 20; hay más. Escriba otra palabra o más letras."


def test_each_key_is_on_its_button(view: CustomersView) -> None:
    keys = {one.accessibleDescription() for one in view.findChildren(QPushButton) if one.isVisibleTo(view)}
    assert {"F3", "F4", "F5", "F6", "F8"} <= keys
