"""Who is paid when a gift is refunded: the buyer, the holder, or nobody, by the policy of the event."""

from functools import partial

import pytest

from domain.after_sale.holders import GiftNotRefundable, Holder, HolderChange, SeveralReceivers
from domain.catalogue.refund_policy import USUAL_POLICY, GiftRefund, RefundPolicy, read_policy
from pos_app.services.after_sale import refunds
from pos_app.services.documents import papers
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from sync.facts import TicketsRefunded
from tests.builders.stations import general_cart, sell
from tests.pos_app.services.after_sale.test_proposed_terms import with_policy
from tests.pos_app.services.after_sale.test_tickets import hand_over, last_fact, refund
from tests.pos_app.snapshots import refused
from tests.printing.test_papers import text_of


@pytest.fixture
def sold(till: Station) -> CompletedSale:
    return sell(till, general_cart(till, 3))


def paid_to(till: Station) -> Holder | None:
    fact = last_fact(till)
    assert isinstance(fact, TicketsRefunded)
    return fact.paid_to


def note_of(till: Station, done: refunds.CompletedRefund) -> str:
    with till.database.read() as tx:
        return text_of(papers.refund_paper(tx, till, done.refund.id))


def test_a_gift_pays_the_buyer_unless_the_event_says_otherwise(till: Station, sold: CompletedSale) -> None:
    hand_over(till, sold, HolderChange.GIFT, 0, name="María Ñáñez")
    done = refund(till, sold, 0)
    assert paid_to(till) is None
    assert "titular" not in note_of(till, done)
    assert verify(till).ok


def test_a_gift_pays_the_present_holder_where_the_event_says_so(till: Station, sold: CompletedSale) -> None:
    with_policy(till, '{ gifts = "holder" }')
    hand_over(till, sold, HolderChange.GIFT, 0, name="María Ñáñez")
    hand_over(till, sold, HolderChange.TRANSFER, 0, 1, name="Luis Rojas")
    done = refund(till, sold, 0)
    holder = paid_to(till)
    assert holder is not None
    assert holder.name == "Luis Rojas"
    assert "Al titular: Luis Rojas" in note_of(till, done)
    refund(till, sold, 1)
    assert paid_to(till) is None
    assert verify(till).ok


def test_a_gift_is_refused_where_the_event_says_so_and_the_rest_is_not(till: Station, sold: CompletedSale) -> None:
    with_policy(till, '{ gifts = "refused" }')
    given = hand_over(till, sold, HolderChange.GIFT, 0).tickets[0]
    assert refused(till, lambda: refund(till, sold, 0, 1), GiftNotRefundable).ticket == given.code
    refund(till, sold, 1)
    assert verify(till).ok


def test_tickets_that_are_paid_to_different_people_are_refunded_apart(till: Station, sold: CompletedSale) -> None:
    with_policy(till, '{ gifts = "holder" }')
    hand_over(till, sold, HolderChange.GIFT, 0, name="María Ñáñez")
    hand_over(till, sold, HolderChange.GIFT, 1, name="Luis Rojas")
    for chosen in ((0, 1), (0, 2)):
        refused(till, partial(refund, till, sold, *chosen), SeveralReceivers)


@pytest.mark.parametrize("rule", list(GiftRefund))
def test_the_rule_is_stored_with_the_policy(rule: GiftRefund) -> None:
    policy = RefundPolicy(gifts=rule)
    assert read_policy(str(policy)) == policy
    assert read_policy("").gifts is USUAL_POLICY.gifts is GiftRefund.BUYER


def test_money_of_a_gift_that_went_to_somebody_else_is_seen_by_verify(
    till: Station, sold: CompletedSale, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over(till, sold, HolderChange.GIFT, 0, name="María Ñáñez")
    monkeypatch.setattr(refunds, "receiver", lambda _: Holder("Otra Persona"))
    refund(till, sold, 0)
    assert not verify(till).ok
