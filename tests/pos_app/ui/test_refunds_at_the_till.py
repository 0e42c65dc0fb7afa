"""Refunds on the screen of the till: notes and money given back stand apart, and a blind count stays blind."""

import pytest

from domain.people.staff import Cashier
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.till import overview, shifts, till_reports
from pos_app.station import Station
from pos_app.ui.shift.figures import report_lines
from pos_app.ui.shift.overview_text import of_overview
from tests.builders import stations
from tests.builders.stations import cash_usd, cash_ves, general_cart, sell


@pytest.fixture
def given_back(till: Station) -> Station:
    """Five tickets for bolívares and five for dollars; two of each go back in cash."""
    first = sell(till, general_cart(till, 5), cash_ves("42850.30"))
    second = sell(till, general_cart(till, 5), cash_usd("60"))
    give_back(till, first, "cash_ves")
    give_back(till, second, "cash_usd")
    return till


def give_back(till: Station, sold: CompletedSale, method: str) -> None:
    request = RefundRequest(
        sold.sale.id, tuple(ticket.id for ticket in sold.sale.tickets[:2]), method, "No puede venir"
    )  # fmt: skip
    refunds.refund(till, stations.ana(till), request, stations.rosa(till))


def lines_of(till: Station, by: Cashier) -> dict[str, str]:
    taken = till_reports.taken(till, till_reports.read_x(till, by).id)
    return {line.text: line.figures[0] for line in report_lines(taken)}


def test_notes_and_money_given_back_stand_apart_on_x(given_back: Station, rosa: Cashier) -> None:
    lines = lines_of(given_back, rosa)
    assert (lines["Facturas"], lines["Notas de crédito"]) == ("2", "2")
    assert lines["Devuelto: Efectivo Bs. (2)"] == "Bs. 17.654,32"
    assert lines["Devuelto: Efectivo US$ (1)"] == "US$ 20,00"
    assert lines["Efectivo US$ (1)"] == "US$ 60,00"  # payments are not netted with refunds
    assert lines["Acumulado de notas de crédito"] == "Bs. 34.794,44"


def test_a_blind_x_counts_notes_and_leaves_every_amount_out(given_back: Station, ana: Cashier) -> None:
    lines = lines_of(given_back, ana)
    assert lines["Notas de crédito"] == "2"
    assert not [text for text, figure in lines.items() if "Bs." in figure or "US$" in figure]


def test_without_a_note_nothing_is_said_of_notes(till: Station, rosa: Cashier) -> None:
    sell(till, general_cart(till, 1), cash_ves("8570.06"))
    assert not [text for text in lines_of(till, rosa) if "Nota" in text or "nota" in text or "Devuelto" in text]


def test_the_till_counts_the_cash_that_left(given_back: Station, rosa: Cashier) -> None:
    shift = overview.read(given_back, rosa).shift
    assert shift is not None
    assert (shift.sales, shift.refunds) == (2, 2)
    assert [str(cash.given_back) for cash in shift.cash] == ["17654.32", "20.00"]
    assert [cash.expected for cash in shift.cash] == list(shifts.expected_cash(given_back, rosa))
    text = of_overview(overview.read(given_back, rosa))
    assert ("Devoluciones del turno", "2") in text.facts
    assert text.cash_head[-2:] == ("Devuelto", "Debe haber")
    assert text.cash[0][-2] == "17.654,32"


def test_a_blind_cashier_sees_how_many_refunds_there_were_and_no_cash(given_back: Station, ana: Cashier) -> None:
    read = overview.read(given_back, ana)
    assert read.shift is not None
    assert {(cash.given_back, cash.expected) for cash in read.shift.cash} == {(None, None)}
    text = of_overview(read)
    assert ("Devoluciones del turno", "2") in text.facts
    assert "Devuelto" not in text.cash_head
    assert {len(row) for row in text.cash} == {3}
