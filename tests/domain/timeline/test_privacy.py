"""The cash of a drawer is in a timeline only for who may see it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.ids import CashierId
from domain.money.money import VES, Money
from domain.people.staff import Cashier, Role
from domain.timeline.events import Detail, Happening, TimelineEvent
from domain.timeline.privacy import as_seen

ANA = Cashier(CashierId(UUID(int=3)), "Ana", Role.CASHIER)
LUIS = Cashier(CashierId(UUID(int=4)), "Luis", Role.CASHIER)
ROSA = Cashier(CashierId(UUID(int=5)), "Rosa", Role.SUPERVISOR)
AUDITOR = Cashier(CashierId(UUID(int=6)), "Aura", Role.AUDITOR)
REASON, CASH = Detail("reason", "cambio"), Detail("amount", Money(5_000, VES), blind=True)
MOVED = TimelineEvent(
    datetime(2026, 11, 21, tzinfo=UTC), Happening("cash_in", (CASH, REASON)), drawer_of=ANA.id
)  # fmt: skip


@pytest.mark.parametrize(
    ("by", "policy", "sees"),
    [
        (ANA, True, False), (ANA, False, True), (LUIS, True, False), (LUIS, False, False), (ROSA, True, True),
        (AUDITOR, True, True), (None, False, False),
    ],
)  # fmt: skip
def test_who_counts_blind_sees_no_cash_and_nobody_but_a_supervisor_that_of_another(
    by: Cashier | None, policy: bool, sees: bool
) -> None:
    shown = as_seen(MOVED, by, policy=policy)
    assert shown.happening.details == ((CASH, REASON) if sees else (REASON,))
