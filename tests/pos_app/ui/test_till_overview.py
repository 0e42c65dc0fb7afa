"""The page that the till opens with: the state of the shift beside the menu, without what a blind count hides."""

from typing import cast

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QTableWidget

from domain.money.money import USD, VES, Money
from domain.payments.change import ChangeIn
from domain.sale.closing import Offer
from domain.till.shifts import CashMove, CashMovement
from pos_app.services.selling import checkout
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.ui.app import Till
from pos_app.ui.printer.view import PrinterView
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.view import ShiftView
from tests.builders import stations
from tests.builders.stations import cash_usd, general_cart
from tests.pos_app.ui.conftest import Hands

BLIND, KNOWING = ("1", "1111"), ("3", "9999")
LONG_REASON = "Pago del agua y del hielo de la cantina, autorizado por la administración de la fundación el sábado"


@pytest.fixture
def worked(station: Station) -> Station:
    """A shift with a sale in dollars, nine of them back, and two movements."""
    stations.open_shift(station)
    ana = stations.ana(station)
    checkout.sell(station, ana, general_cart(station, 1), Offer((cash_usd("20.00"),), ChangeIn.CASH_USD))
    move(station, CashMove.CASH_IN, Money.parse("1234567.89", VES), "sencillo")
    move(station, CashMove.CASH_OUT, Money.parse("5.00", USD), LONG_REASON)
    return station


def move(station: Station, kind: CashMove, amount: Money, reason: str) -> None:
    shifts.move_cash(station, stations.ana(station), CashMovement(kind, amount, reason))


def at_the_till(hands: Hands, till: Till, who: tuple[str, str]) -> ShiftView:
    hands.sign_in(*who)
    hands.wait_for(lambda: isinstance(till.window.shown, SellView))
    hands.press("F7")
    hands.wait_for(lambda: isinstance(till.window.shown, ShiftView))
    view = cast("ShiftView", till.window.shown)
    hands.wait_for(lambda: view._presenter.state.overview is not None)
    return view


def words(view: ShiftView) -> list[str]:
    """Every text of the page, with the cells of its table."""
    shown = [part.text() for part in view.findChildren(QLabel) if part.isVisible()]
    for table in view.findChildren(QTableWidget):
        cells = [table.item(line, place) for line in range(table.rowCount()) for place in range(table.columnCount())]
        shown += [cell.text() for cell in cells if cell is not None and table.isVisible()]
    return shown


def test_a_blind_cashier_sees_the_shift_without_the_cash_that_must_be_there(
    hands: Hands, running: Till, worked: Station
) -> None:
    seen = words(at_the_till(hands, running, BLIND))
    expected = [amount for amount in shifts.expected_cash(worked, stations.rosa(worked)) if amount]
    assert {"Ana Rondón", "100,00", "1.234.567,89", "-US$ 5,00", "sencillo", LONG_REASON} <= set(seen)
    assert "Conteo a ciegas: lo que debe haber en la gaveta lo ve la supervisión." in seen
    assert "Debe haber" not in seen
    figures = {f"{amount.minor // 100}" for amount in expected}
    digits = {text.partition(",")[0].replace(".", "") for text in seen}
    assert len(figures) == 2
    assert not figures & digits


def test_a_supervisor_sees_it(hands: Hands, running: Till, worked: Station) -> None:
    seen = words(at_the_till(hands, running, KNOWING))
    assert {"Debe haber", "26,00"} <= set(seen)  # 20 + 20 - 9 - 5


def test_the_page_follows_what_happens_while_it_is_open(hands: Hands, running: Till, worked: Station) -> None:
    view = at_the_till(hands, running, BLIND)
    move(worked, CashMove.NO_SALE, Money.zero(), "cambiar un billete")
    hands.wait_for(lambda: "cambiar un billete" in words(view))


def test_enter_on_the_page_leaves_it_open(hands: Hands, running: Till, worked: Station) -> None:
    view = at_the_till(hands, running, BLIND)
    assert QApplication.focusWidget() is view
    hands.press("Return", "F4")
    hands.wait_for(lambda: view._presenter.state.form is Form.CASH_OUT)


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_figure_is_cut_in_a_small_window(hands: Hands, running: Till, worked: Station, language: str) -> None:
    running.window.change_look(language, "light")
    view = at_the_till(hands, running, KNOWING)
    cut = {}
    for size in [(1024, 600), (1024, 768), (1366, 768)]:
        running.window.resize(*size)
        hands.qtbot.wait(100)
        parts = [part for part in view._overview.findChildren(QLabel) if part.isVisible()]
        cut[size] = [
            part.text()
            for part in parts
            if part.heightForWidth(part.width()) > part.height() or part.minimumSizeHint().width() > part.width()
        ]
        assert len(parts) > 20
    running.window.change_look("es", "light")
    assert not any(cut.values()), cut


def test_a_paper_in_doubt_is_counted_on_the_page(hands: Hands, running: Till, station: Station) -> None:
    stations.open_shift(station)
    stations.sell(station, general_cart(station, 1))
    with station.database.write() as tx:
        print_jobs.doubt_waiting(tx)
    hands.sign_in(*BLIND)
    hands.wait_for(lambda: isinstance(running.window.shown, PrinterView))
    hands.press("F7")
    hands.wait_for(lambda: isinstance(running.window.shown, ShiftView))
    view = cast("ShiftView", running.window.shown)
    hands.wait_for(lambda: any("1 por confirmar" in text for text in words(view)))
