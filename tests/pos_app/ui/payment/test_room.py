"""The payment in every window: the cart beside it, and the field with the focus and the keys always in sight."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from domain.payments.change import ChangeIn
from domain.payments.methods import METHODS
from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui import theme, wording
from pos_app.ui.counter import price_cart
from pos_app.ui.payment.sold_summary import SoldSummary
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.cart_table import CartTable
from pos_app.ui.widgets.key_button import KeyButton
from tests.builders import stations
from tests.pos_app.ui.in_sight import drawn
from tests.pos_app.ui.sale_window import SaleWindow

SIZES = [(1024, 600), (1024, 768), (1366, 768), (1920, 1080)]


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier) -> SaleWindow:
    theme.apply(qapp, theme.Theme.LIGHT)
    return SaleWindow(qtbot, till, ana)


def pay(at: SaleWindow, station: Station, seats: list[str]) -> PaymentView:
    """Go to the payment of a general place and some seats."""
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    cart = at.counter.cart
    cart = replace(cart, lines=(*cart.lines, *stations.seat_lines(station, seats)))
    at.counter.put(cart, price_cart(station, cart))
    at.sell.cart.open()
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    view = at.window.shown
    assert isinstance(view, PaymentView)
    return view


def resize(qtbot: QtBot, at: SaleWindow, size: tuple[int, int]) -> None:
    at.window.resize(*size)
    qtbot.wait(30)


def rows(view: PaymentView) -> list[list[str]]:
    """The lines of the cart as they are drawn, with what was cut; empty while the table is hidden."""
    table = view.findChild(CartTable)
    assert isinstance(table, CartTable)
    return [drawn_with_amounts(table, row) for row in range(table.rowCount())] if table.isVisible() else []


def drawn_with_amounts(table: CartTable, row: int) -> list[str]:
    amounts = table.item(row, 3)
    assert amounts is not None
    return [*drawn(table, row), amounts.text()]


def is_whole(widget: QWidget) -> bool:
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


@pytest.mark.parametrize("size", SIZES)
def test_the_cart_stands_beside_the_payment_in_cash(
    qtbot: QtBot, at: SaleWindow, till: Station, size: tuple[int, int]
) -> None:
    view = pay(at, till, ["A-1"])
    resize(qtbot, at, size)
    general, seat = rows(view)
    assert general == ["General · Adulto", "sáb 28 nov · 20:00 · Concierto", "US$ 10,00\nBs. 8.570,06"]
    assert seat[:2] == ["Platea · A-1 · Adulto", "sáb 28 nov · 20:00 · Concierto"]
    assert "US$" in seat[2]
    assert "Bs." in seat[2]
    summary = view.findChild(SoldSummary)
    assert summary is not None
    assert not summary.isVisible()


@pytest.mark.parametrize("size", SIZES)
def test_rows_without_room_leave_their_short_form_at_the_top(
    qtbot: QtBot, at: SaleWindow, till: Station, size: tuple[int, int]
) -> None:
    seats = [f"{row}-{seat}" for row in "AB" for seat in range(1, 9)]
    view = pay(at, till, seats)
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.method == "pago_movil")
    resize(qtbot, at, size)
    table, summary = view.findChild(CartTable), view.findChild(SoldSummary)
    assert isinstance(table, CartTable)
    assert summary is not None
    fits = table.isVisible() and table.verticalHeader().length() <= table.viewport().height()
    assert summary.isVisible() is not fits


def test_taxes_and_igtf_stand_below_the_rows(qtbot: QtBot, at: SaleWindow, till: Station) -> None:
    view = pay(at, till, ["A-1"])
    resize(qtbot, at, (1366, 768))
    at.press(Qt.Key.Key_F2, until=lambda: at.payment.state.method == "cash_usd")
    at.press("=", until=lambda: at.payment.state.amount != "")
    shown = {part.accessibleName() for part in view._lines.findChildren(QLabel) if part.isVisible()}
    (taxes,) = (text for text in shown if "IVA" in text)
    standing = at.payment.state.standing
    assert standing is not None
    assert at.counter.priced is not None
    quote = at.counter.priced.quote
    for line in quote.taxes.lines:
        assert f"Base {wording.money(line.base)} + IVA 16 % {wording.money(line.tax)}" in taxes
    assert standing.due.igtf
    assert f"IGTF 3 % {wording.money(standing.due.igtf)}" in taxes


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("change_in", [ChangeIn.CASH_VES, ChangeIn.PAGO_MOVIL])
def test_the_field_with_the_focus_and_the_keys_are_always_in_sight(
    qtbot: QtBot, at: SaleWindow, till: Station, method: str, change_in: ChangeIn
) -> None:
    view = pay(at, till, ["A-1", "A-2", "B-1"])
    at.payment.choose_change(change_in)
    at.payment.choose_method(method)
    for size in SIZES:
        resize(qtbot, at, size)
        fields = [field for kind in (QLineEdit, QComboBox) for field in view._tender.findChildren(kind)]
        asked = [field for field in fields if field.isVisibleTo(view)]
        for field in asked:
            field.setFocus(Qt.FocusReason.TabFocusReason)
            qtbot.wait(1)
            assert is_whole(field), (size, field.accessibleName())
        view._tender.amount.setFocus()
        seen = set()
        for _ in range(60):
            assert at.window.focusNextChild()
            focused = QApplication.focusWidget()
            assert focused is not None
            if view.isAncestorOf(focused):
                assert is_whole(focused), (size, focused.accessibleName())
                seen.add(focused)
        assert set(asked) <= seen
        for key in view.findChildren(KeyButton):
            if not view._tender.isAncestorOf(key) and key.isVisibleTo(view):
                assert is_whole(key), (size, key.accessibleName())
