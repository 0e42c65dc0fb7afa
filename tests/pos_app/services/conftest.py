"""A store that has seen everything."""

import pytest

from domain.money import VES, Money
from domain.shifts import CashMove, CashMovement, Count
from domain.staff import Cashier
from pos_app.services import carts, documents, shifts, till_reports
from pos_app.station import Station
from tests.pos_app import stations
from tests.pos_app.stations import cash_usd, general_cart, seats_cart, sell


@pytest.fixture
def full(till: Station, ana: Cashier, rosa: Cashier) -> Station:
    """A store with a closed day and a second one begun; every kind of row that a fact makes."""
    sell(till, general_cart(till, 2))
    second = sell(till, seats_cart(till, ["A-1", "A-2"]), cash_usd("100"))
    documents.reprint(till, ana, second.document.id)
    carts.void(till, ana, general_cart(till, 1))
    shifts.move_cash(till, ana, CashMovement(CashMove.CASH_IN, Money(500, VES), "x"))
    till_reports.read_x(till, ana)
    shifts.count(till, ana, Count(()))
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    till_reports.take_z(till, rosa)
    stations.open_shift(till)
    sell(till, general_cart(till, 1))
    sell(till, seats_cart(till, ["B-1"]))
    return till
