"""The customer's name and document in a cart."""

import pytest

from pos_app.ui.sell.presenter import SellPresenter
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.sell.cart_lines import GENERAL


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("12345678", "V12345678"), ("e-84.123.456", "E84123456"), ("J-31217119-7", "J312171197"), ("", "")],
)
def test_a_document_is_kept_as_files_carry_it(sell: SellPresenter, frame: FakeFrame, typed: str, stored: str) -> None:
    sell.digits(GENERAL)
    sell.cart.take_customer("Teatro Ñandú, C.A.", typed)
    assert sell.cart.state.cart
    assert (sell.cart.state.cart.customer.document, frame.messages) == (stored, [])


def test_a_wrong_check_digit_is_only_a_warning(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.digits(GENERAL)
    sell.cart.take_customer("", "J-31217119-0")
    assert sell.cart.state.cart
    assert sell.cart.state.cart.customer.document == "J312171190"
    assert "J312171190" in frame.messages[0][0]


@pytest.mark.parametrize("typed", ["J-123", "X12345678", "V12", "😀", "J31217119A"])
def test_a_document_of_wrong_structure_is_refused(sell: SellPresenter, frame: FakeFrame, typed: str) -> None:
    sell.digits(GENERAL)
    sell.cart.take_customer("", typed)
    assert frame.codes == ["IDE-01"]
    assert sell.cart.state.cart
    assert sell.cart.state.cart.customer.document == ""


def test_the_customer_key_opens_and_closes_the_form(sell: SellPresenter) -> None:
    sell.cart.ask_for_customer()
    assert sell.cart.state.asks_for_customer
    sell.cart.ask_for_customer()
    assert not sell.cart.state.asks_for_customer
