"""What of a price goes back by the policy of an event, and how a policy is stored."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain.catalogue.refund_policy import USUAL_POLICY, PriceBasis, RefundPolicy, RefundStep, read_policy

SHOW = datetime(2026, 12, 20, 23, tzinfo=UTC)
TABLE = RefundPolicy(
    PriceBasis.TABLE, fee_goes_back=True, releases=False,
    steps=(RefundStep(7, Decimal(100)), RefundStep(2, Decimal("50.5")), RefundStep(0, Decimal(10))),
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "percent"),
    [
        (timedelta(days=30), "100"),
        (timedelta(days=7), "100"),
        (timedelta(days=6, hours=23), "50.5"),
        (timedelta(days=2), "50.5"),
        (timedelta(hours=1), "10"),
        (timedelta(hours=-1), "0"),
    ],
    ids=str,
)
def test_a_table_gives_the_part_of_its_days(before: timedelta, percent: str) -> None:
    assert TABLE.percent_at(SHOW - before, SHOW) == Decimal(percent)


def test_without_a_table_all_of_the_price_goes_back_also_after_the_show() -> None:
    assert USUAL_POLICY.percent_at(SHOW + timedelta(days=1), SHOW) == Decimal(100)


@pytest.mark.parametrize("policy", [USUAL_POLICY, TABLE, RefundPolicy(PriceBasis.CURRENT)], ids=str)
def test_a_policy_is_stored_in_a_line(policy: RefundPolicy) -> None:
    assert read_policy(str(policy)) == policy


def test_an_empty_line_is_the_usual_policy() -> None:
    assert read_policy("") == USUAL_POLICY
