"""The lists beside the change: what was sold, how it was paid, and the invoice, where the window has the room."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from domain.sale.cart import Customer
from pos_app.station import Station
from pos_app.ui import theme, wording
from pos_app.ui.done.sold_lines import document_lines, money_lines, sold_lines
from pos_app.ui.done.sold_panel import SoldPanel
from pos_app.ui.frame import ScreenName
from pos_app.ui.theme import Theme
from tests.builders import stations
from tests.pos_app.ui.sale_window import SaleWindow


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier) -> SaleWindow:
    """A sale of four places of general admission and two seats, with change, drawn with the style of the program."""
    theme.apply(qapp, Theme.LIGHT)
    window = SaleWindow(qtbot, till, ana)
    lines = (*stations.general_cart(till, 4).lines, *stations.seats_cart(till, ["A-5", "A-6"]).lines)
    window.counter.sold = stations.sell(till, stations.cart_of(*lines), stations.cash_ves("90000"))
    window.window.go(ScreenName.DONE)
    return window


def visible(at: SaleWindow) -> list[str]:
    """The texts of the lists, whole where the screen cuts them."""
    (panel,) = at.window.shown.findChildren(SoldPanel)
    return [part.accessibleName() or part.text() for part in panel.findChildren(QLabel) if part.isVisible()]


def test_tickets_payments_and_change_are_listed(at: SaleWindow, qtbot: QtBot) -> None:
    sold = at.counter.sold
    assert sold is not None
    at.window.resize(1366, 768)
    qtbot.wait(20)
    shown = visible(at)
    assert shown[:2] == ["Vendido", "4 x General Adulto"]
    assert "2 x Platea Adulto (A-5, A-6)" in shown
    assert wording.money(sold.sale.to_pay) in shown
    assert shown[shown.index("Efectivo Bs.") + 1] == "Bs. 90.000,00"
    assert shown[shown.index("Vuelto") + 1] == wording.money(sold.sale.change[0].amount)


def test_the_amounts_of_the_tickets_are_what_was_paid_for_them(at: SaleWindow) -> None:
    sold = at.counter.sold
    assert sold is not None
    paid = [sold.sale.paid_for(ticket) for ticket in sold.sale.tickets]
    assert [line.amount for line in sold_lines(sold.sale)] == [
        wording.money(sum(paid[1:4], start=paid[0])),
        wording.money(sum(paid[5:], start=paid[4])),
    ]


@pytest.mark.parametrize(("width", "height", "lists", "invoice"), [
    (1366, 768, True, True),
    (1024, 768, True, False),
    (1366, 600, False, False),
    (1024, 600, False, False),
])  # fmt: skip
def test_a_window_shows_as_many_lists_as_it_has_room_for(
    at: SaleWindow, qtbot: QtBot, width: int, height: int, *, lists: bool, invoice: bool
) -> None:
    at.window.resize(width, height)
    qtbot.wait(20)
    assert ("Vendido" in visible(at)) is lists
    assert ("Documento" in visible(at)) is invoice
    hint = at.window.shown.minimumSizeHint()
    assert (hint.width() <= at.window.shown.width(), hint.height() <= at.window.shown.height()) == (True, True)
    texts = [part.text() for part in at.window.shown.findChildren(QLabel) if part.isVisible()]
    assert any("6 entradas" in text for text in texts) is not lists  # in a sentence where there is no list


def test_a_long_sale_names_the_first_groups_and_counts_the_rest(till: Station) -> None:
    kinds = [kind.name for kind in stations.offering(till).ticket_types][:2]
    seats = dict(zip(kinds, ("A-1", "B-1"), strict=True))
    lines = [line for kind in kinds for line in stations.general_cart(till, 1, kind).lines]
    lines += [line for kind, seat in seats.items() for line in stations.seat_lines(till, [seat], kind)]
    cart = stations.cart_of(*lines, customer=Customer("Luis Rojas", "V12345678"))
    sold = stations.sell(till, cart, stations.cash_ves("200000"))
    groups = sold_lines(sold.sale)
    assert len(groups) == 4
    more = [replace(ticket, ticket_type=f"Tipo {n}") for n, ticket in enumerate(sold.sale.tickets * 2)]
    longer = sold_lines(replace(sold.sale, tickets=tuple(more)))
    assert [line.text for line in longer][3:] == ["y 5 más"]
    assert money_lines(sold, sold.sale.change)[0].amount == wording.money(sold.sale.to_pay)
    assert document_lines(sold)[0].amount == sold.document.printed_number
    assert document_lines(sold)[-1].detail == "Luis Rojas"


@pytest.mark.parametrize(("count", "rests"), [(5, 0), (6, 1)])
def test_five_payments_are_listed_one_by_one(till: Station, count: int, rests: int) -> None:
    sold = stations.sell(till, stations.general_cart(till, 1), stations.cash_ves("20000"))
    more = replace(sold, sale=replace(sold.sale, payments=sold.sale.payments * count))
    assert [line.text.startswith("y ") for line in money_lines(more, more.sale.change)].count(True) == rests
