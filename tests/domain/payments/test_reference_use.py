"""Whether two references are of one payment, however they are written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money.money import USD, VES, Money
from domain.payments.methods import METHODS
from domain.payments.reference_use import UsedReference, is_same_payment, used_reference
from domain.payments.tenders import References, Tender

AT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
PAID = UsedReference("pago_movil", References("000123456789", "0102", "+584121234567"), Money(857_006, VES), AT)
SLIP = References("0042", batch="12", approval="654321", last_four="4242")
CARD = UsedReference("card_ves", SLIP, Money(857_006, VES), AT)


def again(reference: str = "", **changes: Any) -> UsedReference:
    """The same payment presented a second time, a minute later."""
    references = replace(PAID.references, reference=reference or PAID.references.reference)
    return replace(PAID, **{"references": references, "at": AT + timedelta(minutes=1), **changes})


def slip(**changes: str) -> UsedReference:
    """The slip with another text in one of its fields."""
    return replace(CARD, references=replace(SLIP, **changes))


def days_later(used: UsedReference, days: int) -> UsedReference:
    return replace(used, at=used.at + timedelta(days=days))


@pytest.mark.parametrize(
    "reference",
    [
        *("123456789", "0000123456789", "23456789", "456789", "6789", "000006789", "99123456789"),
        *("0001-2345-6789", "0001 2345 6789", "1234.56789", "00000000123456789"),
    ],
)
def test_a_payment_is_the_same_however_its_reference_is_written(reference: str) -> None:
    assert is_same_payment(PAID, again(reference))
    assert is_same_payment(again(reference), PAID)


def test_a_payment_is_the_same_with_another_bank_phone_amount_or_method() -> None:
    other = References("123456789", "0105", "+584249876543", "otro")
    assert is_same_payment(PAID, again(references=other, amount=Money(1, VES)))
    assert is_same_payment(PAID, again(references=References("123456789", "0134"), method="transfer_ves"))
    assert is_same_payment(PAID, again("6789", method="transfer_ves"))
    assert is_same_payment(PAID, again(at=AT + timedelta(days=700)))


@pytest.mark.parametrize("reference", ["000123456780", "1123456780", "6780", "67890", "1234", "56788"])
def test_other_digits_are_another_payment(reference: str) -> None:
    assert not is_same_payment(PAID, again(reference))


def test_last_digits_alone_are_no_proof_against_another_payer_amount_or_week() -> None:
    assert not is_same_payment(PAID, again(references=References("6789", "0102", "+584249876543")))
    assert not is_same_payment(PAID, again(references=References("6789", "0105"), method="zelle", amount=Money(1, USD)))
    assert not is_same_payment(PAID, again("6789", at=AT + timedelta(days=4)))


def test_a_hash_is_the_same_with_its_0x_and_in_other_letters() -> None:
    hashed = "8f3A9c05D2" * 6 + "00ff"
    one = again(f"0x{hashed}", method="usdt")
    assert is_same_payment(one, again(hashed.upper(), method="usdt"))
    assert not is_same_payment(one, again(hashed[:-1] + "0", method="usdt"))


def test_a_slip_is_the_same_with_other_zeros_and_with_what_was_left_out() -> None:
    for same in (slip(), slip(reference="042"), slip(batch=""), days_later(CARD, 9), slip(batch="012")):
        assert is_same_payment(CARD, same)


@pytest.mark.parametrize(
    "changes", [{"batch": "13"}, {"approval": "111111"}, {"last_four": "1111"}, {"reference": "0043"}]
)
def test_a_slip_of_another_terminal_or_batch_is_another_payment(changes: dict[str, str]) -> None:
    assert not is_same_payment(CARD, slip(**changes))


def test_without_an_approval_a_slip_is_known_by_its_bank_and_batch_or_day() -> None:
    bare = {"approval": "", "batch": "", "bank": "0102"}
    assert is_same_payment(slip(**bare), slip(**bare))
    assert not is_same_payment(slip(**bare), days_later(slip(**bare), 1))
    assert not is_same_payment(slip(**bare), slip(**{**bare, "bank": "0105"}))


def test_a_slip_and_a_transfer_are_two_payments_and_cash_uses_no_reference() -> None:
    assert not is_same_payment(CARD, again("0042"))
    assert used_reference(Tender("cash_usd", Money(100, USD), PAID.references), AT) is None


def test_what_no_station_of_ours_records_does_not_stop_head_office() -> None:
    odd = Tender("cash_ves", Money(100, VES), References("\x00" * 70_000 + "7" * 70_000))
    assert used_reference(replace(odd, method="barter"), AT) is None
    used_up = used_reference(replace(odd, method="pago_movil"), AT)
    assert used_up
    assert (used_up.ending, len(used_up.significant)) == ("7777", 128)


used = st.builds(
    UsedReference,
    st.sampled_from(sorted(code for code, method in METHODS.items() if not method.is_cash)),
    st.builds(References, st.text("019aZ-", min_size=3, max_size=9), st.sampled_from(["", "0102"])),
    st.just(Money(1, VES)),
    st.just(AT),
)


@given(used, used)
def test_the_order_of_two_payments_does_not_matter_and_both_are_found_by_their_ending(
    one: UsedReference, other: UsedReference
) -> None:
    assert is_same_payment(one, other) == is_same_payment(other, one)
    if is_same_payment(one, other):
        assert one.ending == other.ending
