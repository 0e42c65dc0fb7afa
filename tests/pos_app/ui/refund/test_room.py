"""The refund screen has room for twenty tickets, long names and large amounts in each size of the window."""

import pytest
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from domain.sale.cart import Customer
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.ui.counter import Counter
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.main_window import MainWindow
from pos_app.ui.refund.presenter import RefundPresenter
from pos_app.ui.refund.view import RefundView
from pos_app.ui.screen import Screen
from sync.tables.catalogue import event, ticket_type, zone
from tests.builders import stations
from tests.journeys.screens import judge

LONG = "Platea preferencial lateral izquierda de la temporada de aniversario"
SIZES = [(1024, 540), (1024, 600), (1024, 768), (1366, 768)]


@pytest.fixture
def large(till: Station) -> CompletedSale:
    """Fourteen places and six seats, named at length, paid in dollars and by pago móvil."""
    seats = stations.seat_lines(till, ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"])
    lines = (stations.general_line(till, 14), *seats)
    with till.database.write() as tx:
        for table in (event, zone, ticket_type):
            tx.execute(table.update().values(name=table.c.name + " " + LONG))
        catalogue_changed(tx)
    cart = stations.cart_of(*lines, customer=Customer(f"María de los Ángeles {LONG}", "V12345678"))
    return stations.sell(till, cart, stations.cash_usd("400"))


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_with_twenty_tickets_and_long_names(  # noqa: PLR0917  # fixtures and cases
    qtbot: QtBot, till: Station, rosa: Cashier, large: CompletedSale, size: tuple[int, int], language: str
) -> None:
    window = MainWindow(Screen())
    qtbot.addWidget(window)
    window.signed_in(rosa)
    counter = Counter(till.ids)
    presenter = RefundPresenter(till, window, run_inline, counter.after_sale)
    window.add(ScreenName.SELL, Screen)
    window.add(ScreenName.REFUND, lambda: RefundView(presenter))
    window.show()
    window.go(ScreenName.SELL)
    window.change_look(language, "light")
    window.resize(*size)
    counter.after_sale.choose(large.sale.id)
    window.go(ScreenName.REFUND)
    faults: list[str] = []
    for act in (presenter.mark_all, lambda: presenter.choose_method("pago_movil"),
                lambda: presenter.choose_method("transfer_ves"), lambda: presenter.type_percent("150"),
                presenter.begin_anew):  # fmt: skip
        act()
        qtbot.wait(30)
        faults += judge.layout_faults(window)
    window.change_look("es", "light")
    assert not faults
