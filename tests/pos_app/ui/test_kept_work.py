"""Esc loses no work: what was typed or chosen is found again by the same person, until it is used."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.done.view import DoneView
from pos_app.ui.frame import run_inline
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.view import SellView
from pos_app.ui.settings.presenter import PrinterDesk, PrinterForm, SettingsPresenter
from pos_app.ui.settings.view import SettingsView
from pos_app.ui.widgets.kept_form import CLEAR_KEY
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.in_sight import focused, is_unfinished, shows, texts, typed
from tests.pos_app.ui.settings.test_presenter import Desk, desk

__all__ = ["desk"]


def tickets(till: Till) -> int:
    """How many tickets the priced cart of the sale has."""
    view = till.window.shown
    assert isinstance(view, SellView)
    priced = view._presenter.cart.state.priced
    return priced.cart.tickets if priced else 0


def busy_with_cart(till: Till) -> bool:
    """Whether the sale still reads its cart, which ends every question about it."""
    return till.window._typed_ahead._reads.open > 0


def test_a_customer_is_found_again_for_the_same_cart_only(hands: Hands, at_sell: Till) -> None:
    hands.press("2", "Return")
    hands.wait_for(lambda: tickets(at_sell) == 1)
    hands.press("F4")
    hands.type("V-12")
    hands.press("Return")
    hands.type("Pedro")
    hands.press("Esc")
    hands.wait_for(lambda: "Pedro" not in typed(at_sell))
    hands.press("F12")
    hands.wait_for(shows(at_sell, PaymentView))
    hands.press("Ctrl+D")
    hands.wait_for(lambda: "Pedro" in typed(at_sell))
    assert "V-12" in typed(at_sell)
    hands.press("Esc", "Esc")
    hands.wait_for(shows(at_sell, SellView))
    hands.wait_for(lambda: not busy_with_cart(at_sell))
    hands.press("Esc")
    hands.wait_for(lambda: "¿Vaciar el carrito?" in texts(at_sell))
    hands.press("Esc")
    hands.wait_for(lambda: tickets(at_sell) == 0)
    hands.press("F4")
    assert typed(at_sell) == []


def test_seats_chosen_on_the_map_are_found_again(hands: Hands, at_sell: Till) -> None:
    def opens_map() -> SeatMapView:
        hands.press("1")
        hands.wait_for(shows(at_sell, SeatMapView))
        view = at_sell.window.shown
        assert isinstance(view, SeatMapView)
        hands.wait_for(lambda: view._presenter.state.map is not None)
        return view

    state = opens_map()._presenter
    for seat in ("A3", "A4"):
        hands.type(seat)
        hands.press("Return")
    assert len(state.state.chosen) == 2
    hands.press("Esc")
    hands.wait_for(shows(at_sell, SellView))
    assert "2 asientos elegidos no están en el carrito: A-3, A-4." in texts(at_sell)
    hands.press("2", "Return")  # another zone of the same sale ends nothing
    hands.wait_for(lambda: tickets(at_sell) == 1)
    opens_map()
    assert state.state.names(state.state.chosen) == ("A-3", "A-4")
    assert is_unfinished(at_sell)
    hands.press(CLEAR_KEY)
    assert (len(state.state.chosen), is_unfinished(at_sell)) == (0, False)
    hands.press("Esc")
    hands.wait_for(shows(at_sell, SellView))
    assert "elegidos no están" not in texts(at_sell)


def test_the_payee_of_change_is_found_again(hands: Hands, at_sell: Till) -> None:
    hands.press("2", "Return")
    hands.wait_for(lambda: tickets(at_sell) == 1)
    hands.press("F12")
    hands.wait_for(shows(at_sell, PaymentView))
    hands.type("9000")
    hands.press("F7", "F7", "F7")
    view = at_sell.window.shown
    assert isinstance(view, PaymentView)
    hands.type("0102")
    hands.press("Return")
    hands.type("0414")
    before = view._presenter.state.payee
    assert (before.bank, before.phone) == ("0102", "0414")
    hands.press("Esc")
    hands.wait_for(shows(at_sell, SellView))
    hands.press("F12")
    hands.wait_for(shows(at_sell, PaymentView))
    assert (view._presenter.state.payee, "0414" in typed(at_sell)) == (before, True)


def test_the_reason_for_opening_the_drawer_is_found_again(hands: Hands, at_sell: Till) -> None:
    hands.press("2", "Return")
    hands.wait_for(lambda: tickets(at_sell) == 1)
    hands.press("F12")
    hands.wait_for(shows(at_sell, PaymentView))
    hands.type("9000")
    hands.press("Return", "F12")
    hands.wait_for(shows(at_sell, DoneView))
    hands.press("D")
    hands.wait_for(lambda: focused().startswith("¿Por qué"))
    hands.type("dar sencillo")
    hands.press("Esc", "D")
    assert typed(at_sell) == ["dar sencillo"]
    hands.press("F12")
    assert isinstance(at_sell.window.shown, DoneView)
    hands.wait_for(lambda: typed(at_sell) == [])
    hands.press("D")
    assert typed(at_sell) == []


def test_a_search_of_the_history_is_found_again_until_esc_clears_it(hands: Hands, at_sell: Till) -> None:
    hands.press("F9")
    hands.wait_for(lambda: focused().startswith("Número o control"))
    hands.type("A-0000")
    hands.press("Ctrl+P")
    hands.wait_for(shows(at_sell, PrinterView))
    hands.press("Esc")
    hands.wait_for(lambda: typed(at_sell) == ["A-0000"])
    hands.press("Esc")
    hands.wait_for(lambda: typed(at_sell) == [])
    hands.press("Esc", "F9")
    hands.wait_for(lambda: focused().startswith("Número o control"))
    assert typed(at_sell) == []


def test_the_address_of_a_printer_is_found_again_until_it_is_saved(
    qtbot: QtBot, station: Station, ana: Cashier, rosa: Cashier, desk: Desk
) -> None:
    frame = FakeFrame(ana, rosa)
    presenter = SettingsPresenter(station, frame, run_inline, PrinterDesk(desk.used.append, desk.try_out), lambda: None)
    view = SettingsView(presenter)
    qtbot.addWidget(view)
    view.enter()
    presenter.edit_printer(PrinterForm("network"))
    (address,) = view.findChildren(QLineEdit)
    QTest.keyClicks(address, "10.0.0.7")
    presenter.choose_theme("dark")
    assert address.text() == "10.0.0.7"
    view.enter()
    assert (address.text(), presenter.state.is_edited) == ("10.0.0.7", True)
    presenter.drop_edits()
    assert (presenter.state.printer.address, presenter.state.is_edited) == ("", False)
    presenter.edit_printer(PrinterForm("network", "10.0.0.8"))
    presenter.save_printer()
    view.enter()
    assert (address.text(), presenter.state.is_edited) == ("10.0.0.8", False)
