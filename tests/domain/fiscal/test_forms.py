"""Pre-printed forms: ranges of control numbers, and the lot that numbers are granted from."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fiscal.forms import (
    ControlNumber,
    Form,
    FormLot,
    NoForms,
    are_low,
    controls_overlap,
    dated_authorisation,
    lot_for,
    read_control,
)
from domain.fiscal.series import Issuer, Medium, Series


def forms(first: str = "00-00000001", last: str = "00-00000100", made_on: date = date(2026, 1, 15)) -> Form:
    return Form("Imprenta", "J409876543", "SNAT/0001", made_on, first, last)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("00-1", ControlNumber("00", 1)),
        ("00-00000646", ControlNumber("00", 646)),
        ("07-99999999", ControlNumber("07", 99_999_999)),
        *(
            (bad, None)
            for bad in ("", "0-1", "00-0", "00-00000000", "00-123456789", "00/1", "0A-1", "00-1x", "\u0660\u0660-1")
        ),
    ],
)
def test_a_control_number_has_two_digits_and_a_sequence_from_one_on(text: str, read: ControlNumber | None) -> None:
    assert read_control(text) == read
    assert read is None or read_control(str(read)) == read


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("00-00000001", "00-00000100", 100),
        ("00-00000100", "00-00000100", 1),
        ("00-00000100", "00-00000099", 0),
        ("00-00000001", "01-00000100", 0),
        ("", "00-00000100", 0),
    ],
)
def test_a_range_has_one_identifier_and_is_in_order(first: str, last: str, count: int) -> None:
    assert forms(first, last).count == count


@pytest.mark.parametrize(
    ("first", "count", "covered"),
    [
        ("00-00000001", 100, True),
        ("00-00000100", 1, True),
        ("00-00000100", 2, False),
        ("00-00000101", 1, False),
        ("01-00000001", 1, False),
        ("00-00000001", 0, False),
        ("", 1, False),
    ],
)
def test_forms_cover_the_numbers_between_first_and_last(first: str, count: int, covered: bool) -> None:
    assert forms().covers(first, count) is covered


@given(st.integers(1, 50), st.integers(1, 20), st.integers(1, 50), st.integers(1, 20))
def test_runs_overlap_when_they_share_a_number(first: int, many: int, other: int, more: int) -> None:
    shared = set(range(first, first + many)) & set(range(other, other + more))
    runs = (f"00-{first:08d}", many), (f"00-{other:08d}", more)
    assert controls_overlap(*runs) is controls_overlap(*reversed(runs)) is bool(shared)
    assert not controls_overlap(runs[0], (f"01-{first:08d}", more))


def test_the_oldest_lot_with_enough_forms_gives_them() -> None:
    used_up = FormLot("A", forms("00-00000001", "00-00000010", date(2025, 1, 1)), drawn=10)
    nearly = FormLot("A", forms("00-00000011", "00-00000020", date(2025, 6, 1)), drawn=7)
    new = FormLot("A", forms("00-00000021", "00-00000120", date(2026, 1, 1)))
    lots = (new, used_up, nearly)
    assert [lot_for(lots, "A", count).next_control for count in (1, 3, 4, 100)] == [
        *("00-00000018", "00-00000018", "00-00000021", "00-00000021"),
    ]
    with pytest.raises(NoForms) as refused:
        lot_for(lots, "A", 101)
    assert (refused.value.wanted, refused.value.left) == (101, 100)
    with pytest.raises(NoForms) as refused:
        lot_for((used_up,), "A", 1)
    assert refused.value.left == 0


@pytest.mark.parametrize(("drawn", "low"), [((), True), ((79,), False), ((80,), True), ((100,), True)])
def test_forms_are_low_when_a_fifth_of_those_in_use_is_left(drawn: tuple[int, ...], low: bool) -> None:
    assert are_low(FormLot("A", forms(), count) for count in drawn) is low


def test_lots_that_are_used_up_do_not_make_a_new_one_low() -> None:
    used_up = [FormLot("A", forms(f"00-{n:06d}01", f"00-{n:06d}99"), 99) for n in range(1, 10)]
    assert not are_low([*used_up, FormLot("A", forms("01-00000001", "01-00000100"))])


def test_the_day_of_an_authorisation_stands_behind_its_number() -> None:
    assert dated_authorisation("SNAT/0001", date(2019, 6, 3)) == "SNAT/0001 del 03-06-2019"
    assert dated_authorisation("SNAT/0001", None) == "SNAT/0001"


def test_a_series_knows_which_printing_a_control_number_is_of() -> None:
    first, second = forms(), forms("00-00000101", "00-00000200")
    series = Series("A", Medium.FREE_FORM, Issuer("Sala", "J1", "Caracas"), (first, second))
    assert [series.form_of(control) for control in ("00-00000100", "00-00000101", "00-00000201")] == [
        *(first, second, None),
    ]


def test_only_free_forms_need_a_control_number() -> None:
    assert [medium for medium in Medium if medium.needs_control_number] == [Medium.FREE_FORM]
