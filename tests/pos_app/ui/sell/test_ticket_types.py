"""The ticket types of the lines in a cart."""

from pos_app.ui.sell.presenter import SellPresenter
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.sell.cart_lines import GENERAL, in_cart


def test_the_next_ticket_type_asks_for_a_document_when_it_needs_one(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.digits(GENERAL)
    sell.change_type()
    assert frame.codes == ["VEN-04"]
    assert sell.cart.state.asks_for_customer
    sell.cart.take_customer("Luisa Pérez", "V-12.345.678")
    sell.change_type()
    assert in_cart(sell) == [(1, "Concierto · General · Estudiante")]


def test_a_type_that_was_refused_does_not_bar_the_one_after_it(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    sell.change_type()
    sell.cart.step_back()
    sell.change_type()
    assert in_cart(sell) == [(1, "Concierto · General · Cortesía")]


def test_a_type_that_another_line_has_joins_that_line(sell: SellPresenter) -> None:
    sell.digits(GENERAL)
    sell.enter_key()
    sell.change_type()
    sell.cart.step_back()
    sell.change_type()
    sell.digits(GENERAL)
    for _ in range(2):
        sell.change_type()
        sell.cart.step_back()
    assert in_cart(sell) == [(2, "Concierto · General · Cortesía")]
