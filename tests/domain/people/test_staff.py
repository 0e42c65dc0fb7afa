"""The permissions of each role."""

from uuid import UUID

import pytest

from domain.ids import CashierId
from domain.people.staff import Cashier, NotAllowed, Permission, Role

CASHIERS_ACTS = {
    *(Permission.SELL, Permission.REPRINT, Permission.MOVE_CASH, Permission.OPEN_DRAWER),
    *(Permission.READ_X, Permission.CLOSE_SHIFT, Permission.EDIT_CUSTOMER, Permission.TRANSFER, Permission.HOLD),
}


def acts(role: Role) -> set[Permission]:
    person = Cashier(CashierId(UUID(int=1)), "Ana", role)
    return {act for act in Permission if person.may(act)}


def test_a_cashier_sells_and_closes_but_neither_gives_nor_approves() -> None:
    assert acts(Role.CASHIER) == CASHIERS_ACTS


def test_a_supervisor_may_do_everything() -> None:
    assert acts(Role.SUPERVISOR) == set(Permission)


def test_an_auditor_reads() -> None:
    assert acts(Role.AUDITOR) == {Permission.READ_X}


@pytest.mark.parametrize("act", sorted(set(Permission) - CASHIERS_ACTS))
def test_what_is_not_allowed_is_refused_by_name(act: Permission) -> None:
    with pytest.raises(NotAllowed) as caught:
        Cashier(CashierId(UUID(int=1)), "Ana", Role.CASHIER).must(act)
    assert caught.value.permission is act


def test_what_is_allowed_passes() -> None:
    Cashier(CashierId(UUID(int=1)), "Ana", Role.CASHIER).must(Permission.SELL)
