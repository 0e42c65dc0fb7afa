"""The money of a gift at head office: it went to the person who held the ticket, or the refund is not believed."""

import pytest
from sqlalchemy import select

from domain.after_sale.holders import Holder, HolderChange
from domain.catalogue.refund_policy import GiftRefund, RefundPolicy
from domain.conflicts.cases import ConflictKind
from hq.books.check import check
from pos_app.services.after_sale import refunds
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from sync.facts.refunds import refund as refund_table
from tests.builders.stations import general_cart, sell
from tests.pos_app.services.after_sale.test_tickets import hand_over, refund
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.test_refunds_at_hq import case_kinds


def paid_to(hq: HeadOffice) -> list[str]:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return list(tx.execute(select(refund_table.c.paid_to)).scalars())


@pytest.mark.parametrize("is_split", [False, True], ids=["in one push", "in two"])
def test_the_holder_of_a_gift_is_paid(
    hq: HeadOffice, till: Station, monkeypatch: pytest.MonkeyPatch, *, is_split: bool
) -> None:
    monkeypatch.setattr(refunds, "policy_for", lambda *_: RefundPolicy(gifts=GiftRefund.HOLDER))
    sold = sell(till, general_cart(till, 2))
    hand_over(till, sold, HolderChange.GIFT, 0, 1, name="María Ñáñez")
    if is_split:
        hq.round(till)
    refund(till, sold, 0, 1)
    hq.round(till)
    assert paid_to(hq) == ["María Ñáñez"]
    assert case_kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


def test_money_that_went_to_somebody_else_is_a_case(
    hq: HeadOffice, till: Station, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    sold = sell(till, general_cart(till, 1))
    hand_over(till, sold, HolderChange.GIFT, 0, name="María Ñáñez")
    monkeypatch.setattr(refunds, "receiver", lambda _: Holder("Otra Persona"))
    refund(till, sold, 0)
    hq.round(till)
    assert (paid_to(hq), case_kinds(hq)) == ([], [ConflictKind.REFUND])
