"""The customer's name and document in a cart."""

import pytest

from pos_app.ui.sell.presenter import SellPresenter
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.sell.cart_lines import GENERAL


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        *(("12345678", "V12345678"), ("e-84.123.456", "E84123456"), ("J-31217119-7", "J312171197"), ("", "")),
        *(("AB1234567", "AB1234567"), ("x1234567l", "X1234567L"), ("P12345678", "P12345678"), ("G1234567", "G1234567")),
        *(
            ("V\u201312345678", "V12345678"),
            ("J\u20143121\u00a07119\u22127", "J312171197"),
            ("A\u200b123456", "A123456"),
        ),
    ],
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


def test_a_name_is_kept_without_its_invisible_signs(sell: SellPresenter, frame: FakeFrame) -> None:
    sell.digits(GENERAL)
    sell.cart.take_customer("Ana\u00a0\u200bRond\u00adón \u2013 👨\u200d👩", "")
    assert sell.cart.state.cart
    assert (sell.cart.state.cart.customer.name, frame.messages) == ("Ana Rondón - 👨👩", [])


@pytest.mark.parametrize(
    "typed", ["J-123", "X12345678", "V12", "😀", "J31217119A", "J-31217119", "V1234567890", "ABCDEFG", "A" * 20 + "1"]
)
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
