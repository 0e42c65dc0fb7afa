"""The forms in the printer: which one is the next, how many are left, and which are passed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fiscal.form_supply import FormRun, FormSupply, count_forms, run_of

RUNS = (run_of("00-00000501", 3), run_of("02-00000001", 2))
SUPPLY = FormSupply(RUNS)


def test_forms_are_taken_in_the_order_in_which_they_lie_run_after_run() -> None:
    supply, taken = SUPPLY, []
    while control := supply.next_control:
        taken.append(control)
        supply = supply.after(control)
    assert taken == ["00-00000501", "00-00000502", "00-00000503", "02-00000001", "02-00000002"]
    assert (supply.left, supply.ahead()) == (0, ())


def test_a_station_without_forms_has_no_next_one() -> None:
    assert (FormSupply(()).next_control, FormSupply(()).left) == ("", 0)


def test_forms_that_come_later_follow_those_that_are_used_up() -> None:
    used_up = SUPPLY.after("02-00000002")
    assert used_up.next_control == ""
    assert used_up.with_run(run_of("00-00000901", 10)).next_control == "00-00000901"


@pytest.mark.parametrize(
    ("shown", "passed"),
    [
        ("00-00000502", ()),
        ("00-00000503", (FormRun("00-00000502", "00-00000502"),)),
        ("02-00000001", (FormRun("00-00000502", "00-00000503"),)),
        ("02-00000002", (FormRun("00-00000502", "00-00000503"), FormRun("02-00000001", "02-00000001"))),
        ("00-00000501", None),
        ("00-00000504", None),
        ("07-00000001", None),
        ("", None),
    ],
    ids=["the same", "one on", "the next run", "within the next run", "a used one", "beyond", "of nobody", "empty"],
)
def test_the_forms_before_another_next_one_are_passed_over(shown: str, passed: tuple[FormRun, ...] | None) -> None:
    assert SUPPLY.after("00-00000501").before(shown) == passed


@given(st.integers(1, 50), st.integers(0, 49))
def test_what_is_passed_and_what_is_left_are_all_the_forms(count: int, step: int) -> None:
    supply = FormSupply((run_of("00-00000001", count), run_of("00-00001001", 7)))
    shown = f"00-{min(step, count - 1) + 1:08d}"
    passed = supply.before(shown)
    assert passed is not None
    assert count_forms(passed) + supply.after(shown).left + 1 == supply.left == count + 7


def test_runs_that_are_over_are_left_out() -> None:
    assert SUPPLY.after("00-00000503").runs == RUNS
    assert SUPPLY.after("02-00000001") == FormSupply(RUNS[1:], "02-00000001")
