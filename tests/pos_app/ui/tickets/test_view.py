"""Changing tickets through the real window, with real keys, threads and a supervisor's PIN."""

import pytest
from PySide6.QtWidgets import QApplication

from domain.people.customers import Field
from pos_app.services.after_sale.tickets_of_sale import TicketState, tickets_of_sale
from pos_app.services.people import customers
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.documents.view import DocumentsView
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.refund.view import RefundView
from pos_app.ui.sell.view import SellView
from pos_app.ui.tickets.state import TicketsState
from pos_app.ui.tickets.ticket_table import TicketTable
from pos_app.ui.tickets.view import TicketsView
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import shows, texts
from tests.pos_app.ui.refund.test_view import approve
from tests.pos_app.ui.refund.test_view import state as refund_state


@pytest.fixture
def sold(at_sell: Till, station: Station) -> CompletedSale:
    return stations.sell(station, stations.seats_cart(station, ["A-1", "A-2", "A-3"]))


def state(till: Till) -> TicketsState:
    shown = till.window.shown
    assert isinstance(shown, TicketsView)
    return shown._presenter.state


def cells(till: Till, column: int) -> list[str]:
    table = till.window.shown.findChild(TicketTable)
    assert table is not None
    return [item.text() if (item := table.item(row, column)) else "" for row in range(table.rowCount())]


def open_tickets(hands: Hands, till: Till) -> None:
    """From the history, for the document that is chosen in it."""
    hands.press("F9")
    hands.wait_for(shows(till, DocumentsView))
    hands.wait_for(lambda: "A-0000" in texts(till))
    hands.press("F4")
    hands.wait_for(lambda: isinstance(till.window.shown, TicketsView) and state(till).read is not None)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_lost_ticket_is_reissued_from_the_history(
    hands: Hands, at_sell: Till, station: Station, sold: CompletedSale, language: str
) -> None:
    at_sell.window.change_look(language, "light")
    open_tickets(hands, at_sell)
    hands.press("Down", "F5", "F12")
    approve(hands, at_sell)
    hands.wait_for(lambda: bool(state(at_sell).jobs))
    assert {"es": "1 entrada reemitida", "en": "1 ticket reissued"}[language] in texts(at_sell)
    hands.wait_for(lambda: sold.sale.tickets[1].code[-4:] not in cells(at_sell, 4)[1])
    assert verify(station).ok
    at_sell.window.change_look("es", "light")


def test_two_tickets_go_to_a_registered_customer_without_a_supervisor(
    hands: Hands, at_sell: Till, station: Station, sold: CompletedSale
) -> None:
    known = customers.create(station, stations.ana(station), {Field.NAME: "Luis", Field.SURNAME: "Rojas"})
    open_tickets(hands, at_sell)
    hands.press("Space", "Down", "Down", "Space", "T")
    hands.wait_for_field("Nombre")
    hands.type("roj")
    hands.wait_for(lambda: bool(state(at_sell).matches))
    hands.press("Down", "Return")
    hands.wait_for(lambda: state(at_sell).typed.person_id == known.id)
    hands.press("F12")
    hands.wait_for(lambda: "2 entradas traspasadas" in texts(at_sell))
    holders = [ticket.holder for ticket in tickets_of_sale(station, sold.sale.id).tickets]
    assert [holder.person_id if holder else None for holder in holders] == [known.id, None, known.id]


def test_a_ticket_is_moved_and_another_revoked_by_keyboard_alone(
    hands: Hands, at_sell: Till, station: Station, sold: CompletedSale
) -> None:
    open_tickets(hands, at_sell)
    hands.press("F6")
    hands.wait_for_field("Asientos nuevos")
    hands.type("a-5")
    hands.press("F12")
    approve(hands, at_sell)
    hands.wait_for(lambda: "1 entrada movida de asiento" in texts(at_sell))
    hands.press("Down", "Del", "Alt+2", "F12")
    approve(hands, at_sell)
    hands.wait_for(lambda: "1 entrada revocada" in texts(at_sell))
    now = tickets_of_sale(station, sold.sale.id).tickets
    assert now[0].now.place.seat_id == stations.seat_id("A-5")
    assert [ticket.state for ticket in now] == [TicketState.LIVE, TicketState.REVOKED, TicketState.LIVE]
    assert verify(station).ok


def test_a_letter_typed_into_a_field_begins_no_other_act(hands: Hands, at_sell: Till, sold: CompletedSale) -> None:
    open_tickets(hands, at_sell)
    hands.press("G")
    hands.wait_for_field("Nombre")
    hands.type("TNG")
    assert (state(at_sell).typed.act, state(at_sell).typed.name) == ("gift", "TNG")
    hands.press("Esc")
    assert state(at_sell).typed.act is None
    hands.press("Esc")
    hands.wait_for(shows(at_sell, DocumentsView))


def test_tickets_open_after_the_sale_and_lead_to_the_refund_and_back(hands: Hands, at_sell: Till) -> None:
    hands.press("2", "F12", "F1", "=", "F12")
    hands.wait_for(shows(at_sell, DoneView))
    hands.press("F4")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, TicketsView) and state(at_sell).read is not None)
    assert isinstance(QApplication.focusWidget(), TicketTable)
    hands.press("F7")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, RefundView) and refund_state(at_sell).offered is not None)
    hands.press("Esc")
    hands.wait_for(shows(at_sell, TicketsView))
    hands.press("Esc")
    hands.wait_for(shows(at_sell, DoneView))


def test_a_seat_is_exchanged_for_a_place_of_another_zone_and_the_rest_goes_back(
    hands: Hands, at_sell: Till, station: Station, sold: CompletedSale
) -> None:
    open_tickets(hands, at_sell)
    hands.press("F4", "F12")
    hands.wait_for(shows(at_sell, SellView))
    assert "Cambio de 1 entrada de A-00000001: crédito" in texts(at_sell)
    hands.press("2")
    hands.wait_for(lambda: "1 entrada" in texts(at_sell))
    hands.press("F12")
    hands.wait_for(shows(at_sell, PaymentView))
    hands.wait_for(lambda: "Se devuelve" in texts(at_sell))
    hands.press("F12")
    approve(hands, at_sell)
    hands.wait_for(shows(at_sell, DoneView))
    assert "Venta A-00000002 y nota NCA-00000001" in texts(at_sell)
    assert tickets_of_sale(station, sold.sale.id).tickets[0].state is TicketState.REFUNDED
    assert verify(station).ok


def test_esc_on_an_empty_cart_gives_an_exchange_up(hands: Hands, at_sell: Till, sold: CompletedSale) -> None:
    open_tickets(hands, at_sell)
    hands.press("F4", "F12")
    hands.wait_for(shows(at_sell, SellView))
    hands.press("Esc")
    hands.wait_for(lambda: "Cambio abandonado" in texts(at_sell))
    assert "Cambio de 1 entrada" not in texts(at_sell)
