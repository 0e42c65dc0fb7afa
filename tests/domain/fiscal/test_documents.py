"""Fiscal documents: numbers, control numbers, their time, and the words that paper may carry."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from domain.fiscal.clock import CLOCK_TOLERANCE, ClockMovedBack, fiscal_time
from domain.fiscal.documents import issue
from domain.fiscal.forms import Form
from domain.fiscal.series import FormsUnknown, Issuer, Medium, NumberBlock, NumbersUsedUp, Series, take_number
from domain.ids import DocumentId
from domain.rights import GrantId
from tests.builders.examples import document, sale

BLOCK = NumberBlock(GrantId(UUID(int=1)), "A", 101, 105, 101, "00-00000501")
LAST = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


def test_numbers_are_taken_one_after_the_other_until_the_block_is_used_up() -> None:
    block, taken = BLOCK, []
    for left in (5, 4, 3, 2, 1):
        assert block.left == left
        number, block = take_number(block)
        taken.append(number)
    assert (taken, block.left) == ([101, 102, 103, 104, 105], 0)
    with pytest.raises(NumbersUsedUp) as caught:
        take_number(block)
    assert caught.value.series == "A"


def test_the_block_given_is_left_as_it_was() -> None:
    take_number(BLOCK)
    assert BLOCK.next == 101


def test_a_printed_number_carries_its_series() -> None:
    invoice = document()
    assert (invoice.printed_number, replace(invoice, series="A03", number=1).printed_number) == (
        *("A-00000123", "A03-00000001"),
    )
    assert invoice.grand_total == invoice.total + invoice.igtf


@pytest.mark.parametrize(
    ("behind", "accepted", "carried"),
    [
        (timedelta(0), False, timedelta(0)),
        (-timedelta(hours=1), False, timedelta(hours=1)),
        (timedelta(seconds=1), False, timedelta(0)),
        (CLOCK_TOLERANCE, False, timedelta(0)),
        (timedelta(days=400), True, timedelta(0)),
    ],
    ids=["the same instant", "later", "a second behind", "as far as is tolerated", "far behind, accepted"],
)
def test_a_document_is_never_before_the_last_one(behind: timedelta, accepted: bool, carried: timedelta) -> None:
    assert fiscal_time(LAST - behind, LAST, accepted=accepted) == LAST + carried


def test_a_clock_further_behind_stops_the_documents() -> None:
    now = LAST - CLOCK_TOLERANCE - timedelta(microseconds=1)
    with pytest.raises(ClockMovedBack) as caught:
        fiscal_time(now, LAST, accepted=False)
    assert (caught.value.now, caught.value.last) == (now, LAST)


def test_the_first_document_carries_the_time_of_the_clock() -> None:
    assert fiscal_time(LAST, None, accepted=False) == LAST


@pytest.mark.parametrize(
    ("on", "special"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_a_special_taxpayer_is_one_between_two_days(on: date, special: bool) -> None:
    issuer = Issuer("Sala", "J1", "Caracas", date(2024, 1, 1), date(2026, 6, 30))
    assert issuer.is_special_taxpayer(on) is special


def test_a_notice_without_an_end_stays_in_force() -> None:
    assert Issuer("Sala", "J1", "Caracas", date(2024, 1, 1)).is_special_taxpayer(date(2099, 1, 1))
    assert not Issuer("Sala", "J1", "Caracas").is_special_taxpayer(date(2099, 1, 1))


FORM = Form("Imprenta", "J409876543", "SNAT/1", date(2026, 1, 15), "00-00000501", "00-00000600")


@pytest.mark.parametrize(
    ("medium", "control", "issued_as", "on_form"),
    [
        (Medium.FREE_FORM, "00-00000501", Medium.FREE_FORM, True),
        (Medium.FREE_FORM, "", Medium.NOT_FISCAL, False),
        (Medium.DIGITAL, "", Medium.DIGITAL, False),
        (Medium.FISCAL_MACHINE, "", Medium.FISCAL_MACHINE, False),
        (Medium.NOT_FISCAL, "", Medium.NOT_FISCAL, False),
    ],
)
def test_a_document_is_on_a_form_only_with_its_control_number(
    medium: Medium, control: str, issued_as: Medium, on_form: bool
) -> None:
    series = Series("A", medium, Issuer("Sala", "J1", "Caracas"), (FORM,))
    issued = issue(sale(), series, 1, control, DocumentId(UUID(int=5)))
    assert (issued.medium, issued.is_on_form, issued.form) == (issued_as, on_form, FORM if control else None)


def test_a_form_that_the_series_does_not_have_makes_no_document() -> None:
    series = Series("A", Medium.FREE_FORM, Issuer("Sala", "J1", "Caracas"), (FORM,))
    with pytest.raises(FormsUnknown) as refused:
        issue(sale(), series, 1, "00-00000601", DocumentId(UUID(int=5)))
    assert refused.value.control_number == "00-00000601"


def test_only_free_forms_say_invoice_on_our_paper() -> None:
    assert [medium for medium in Medium if medium.may_print_invoice] == [Medium.FREE_FORM]
