"""Giving tickets back through the real window, with real keys, threads and a supervisor's PIN."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from domain.people.staff import Permission
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.app import Till
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.done.view import DoneView
from pos_app.ui.refund.state import RefundState
from pos_app.ui.refund.ticket_table import TicketTable
from pos_app.ui.refund.view import RefundView
from pos_app.ui.sell.view import SellView
from tests.builders import stations
from tests.builders.refunds import refundable
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import shows, texts

ROSAS_PIN = "9999"


def five(station: Station) -> CompletedSale:
    return stations.sell(station, stations.general_cart(station, 5), stations.cash_ves("42850.30"))


def state(till: Till) -> RefundState:
    shown = till.window.shown
    assert isinstance(shown, RefundView)
    return shown._presenter.state


def table(till: Till) -> TicketTable:
    made = till.window.shown.findChild(TicketTable)
    assert made is not None
    return made


def open_refund(hands: Hands, till: Till) -> None:
    """From the history, for the document that is chosen in it."""
    hands.press("F9")
    hands.wait_for(shows(till, DocumentsView))
    hands.wait_for(lambda: "A-0000" in texts(till))
    hands.press("F7")
    hands.wait_for(lambda: isinstance(till.window.shown, RefundView) and state(till).offered is not None)


def marks(till: Till) -> list[str]:
    rows = table(till)
    return [item.text() if (item := rows.item(row, 0)) else "" for row in range(rows.rowCount())]


def approve(hands: Hands, till: Till) -> None:
    hands.wait_for_field("PIN")
    hands.type(ROSAS_PIN)
    hands.press("Return")


@pytest.mark.parametrize("language", ["es", "en"])
def test_two_of_five_go_back_from_the_history(hands: Hands, at_sell: Till, station: Station, language: str) -> None:
    sold = five(station)
    at_sell.window.change_look(language, "light")
    open_refund(hands, at_sell)
    hands.press("Space", "Down", "Down", "Return")
    assert marks(at_sell) == ["☑", "☐", "☑", "☐", "☐"]
    hands.press("F12")
    approve(hands, at_sell)
    hands.wait_for(lambda: state(at_sell).made is not None)
    assert {"es": "Entregue al cliente", "en": "Hand over to the customer"}[language] in texts(at_sell)
    assert "NCA-00000001" in texts(at_sell)
    assert "Bs. 17.140,12" in texts(at_sell)
    hands.press("F12", "F7", "Space")  # nothing is done twice
    hands.press("Esc")
    hands.wait_for(shows(at_sell, DocumentsView))
    hands.wait_for(lambda: "NCA-00000001" in texts(at_sell))
    of_invoice = {"es": "de la factura A-00000001", "en": "of invoice A-00000001"}[language]
    assert of_invoice in texts(at_sell).replace("\n", " ")
    assert len(refundable(station, sold.sale.id).tickets) == 3
    at_sell.window.change_look("es", "light")
    assert verify(station).ok


def test_a_sale_just_made_is_given_back_from_its_screen_and_the_way_back_passes_the_sale(
    hands: Hands, at_sell: Till, station: Station
) -> None:
    hands.press("2", "F12")
    hands.qtbot.wait(300)
    hands.press("F1", "=", "F12")
    hands.wait_for(shows(at_sell, DoneView))
    hands.press("F7")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, RefundView) and state(at_sell).offered is not None)
    hands.press("F8", "F12")
    approve(hands, at_sell)
    hands.wait_for(lambda: state(at_sell).made is not None)
    hands.press("Return")
    hands.wait_for(shows(at_sell, DocumentsView))
    hands.wait_for(lambda: "NCA-00000001" in texts(at_sell))
    hands.press("Esc")
    hands.wait_for(shows(at_sell, DoneView))
    assert verify(station).ok


def test_keys_pressed_twice_or_held_and_double_clicks_mark_once(hands: Hands, at_sell: Till, station: Station) -> None:
    five(station)
    open_refund(hands, at_sell)
    hands.press("Return", "Return")
    assert marks(at_sell)[0] == "☑"
    rows = table(at_sell)
    middle = rows.visualRect(rows.model().index(2, 1)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle.x(), middle.y()))
    assert marks(at_sell)[2] == "☑"
    QTest.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle.x(), middle.y()))
    assert marks(at_sell)[2] == "☑"
    hands.press("F8", "F8")
    assert marks(at_sell) == ["☐"] * 5


def test_a_second_enter_after_the_pin_leaves_what_to_hand_over_in_sight(
    hands: Hands, at_sell: Till, station: Station
) -> None:
    five(station)
    open_refund(hands, at_sell)
    hands.press("Space", "F12")
    hands.wait_for_field("PIN")
    hands.type(ROSAS_PIN)
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget() or at_sell.window, Qt.Key.Key_Return)
    hands.wait_for(lambda: isinstance(at_sell.window.shown, RefundView) and state(at_sell).made is not None)
    hands.qtbot.wait(200)
    assert "Entregue al cliente" in texts(at_sell)


def test_esc_keeps_the_marks_and_f7_pressed_twice_stays(hands: Hands, at_sell: Till, station: Station) -> None:
    five(station)
    open_refund(hands, at_sell)
    hands.press("F7", "Space")
    hands.press("Esc")
    hands.wait_for(shows(at_sell, DocumentsView))
    open_refund_again = shows(at_sell, RefundView)
    hands.qtbot.wait(200)
    hands.press("F7")
    hands.wait_for(open_refund_again)
    hands.wait_for(lambda: state(at_sell).offered is not None)
    assert marks(at_sell)[0] == "☑"
    hands.press("Ctrl+N")
    assert marks(at_sell) == ["☐"] * 5


def test_a_reason_on_a_key_leaves_the_field_for_another_one(hands: Hands, at_sell: Till, station: Station) -> None:
    five(station)
    open_refund(hands, at_sell)
    shown = at_sell.window.shown
    assert isinstance(shown, RefundView)
    field = shown._terms.reason
    field.setFocus()
    hands.type("Enfermo")
    assert (state(at_sell).typed.reason, field.text()) == ("Enfermo", "Enfermo")
    hands.press("Alt+4")
    assert (state(at_sell).typed.reason, field.text()) == ("Duplicada", "")


def test_a_frequent_reason_is_recorded_in_spanish_whatever_the_language_of_the_screen(
    hands: Hands, at_sell: Till, station: Station
) -> None:
    five(station)
    open_refund(hands, at_sell)
    at_sell.window.change_look("en", "light")
    # The screen in the other language reads the sale again.
    hands.wait_for(lambda: "Duplicate" in texts(at_sell) and not state(at_sell).busy)
    hands.press("Alt+4")
    shown = at_sell.window.shown
    assert isinstance(shown, RefundView)
    assert (state(at_sell).typed.reason, shown._terms.reason.text()) == ("Duplicada", "")
    assert "Duplicate" in texts(at_sell)
    at_sell.window.change_look("es", "light")


def test_cash_that_the_till_lacks_is_refused_and_the_same_again_is_approved_as_that(
    hands: Hands, at_sell: Till, station: Station
) -> None:
    sold = stations.sell(station, stations.general_cart(station, 5), stations.cash_usd("60"))
    open_refund(hands, at_sell)
    hands.press("F8", "F12")
    approve(hands, at_sell)
    hands.wait_for(lambda: "DEV-11" in texts(at_sell))
    assert marks(at_sell) == ["☑"] * 5
    assert len(refundable(station, sold.sale.id).tickets) == 5
    hands.press("F12")
    hands.wait_for_field("PIN")
    assert wording.permission(Permission.EXCEED_TILL) in texts(at_sell)
    approve(hands, at_sell)
    hands.wait_for(lambda: state(at_sell).made is not None)
    assert "US$ 51,00" in texts(at_sell)
    assert verify(station).ok


def test_what_was_given_back_is_not_given_back_again(hands: Hands, at_sell: Till, station: Station) -> None:
    sold = five(station)
    for _ in range(2):
        open_refund(hands, at_sell)
        hands.press("Space", "F12")
        if marks(at_sell)[0]:
            approve(hands, at_sell)
            hands.wait_for(lambda: state(at_sell).made is not None)
            hands.press("Esc")
            hands.wait_for(shows(at_sell, DocumentsView))
            hands.qtbot.wait(300)
            hands.press("Esc")
            hands.wait_for(shows(at_sell, SellView))
    hands.wait_for(lambda: "DEV-02" in texts(at_sell))
    item = table(at_sell).item(0, 6)
    assert item is not None
    assert item.text() == "devuelta NCA-1"
    assert len(refundable(station, sold.sale.id).tickets) == 4
    assert verify(station).ok
