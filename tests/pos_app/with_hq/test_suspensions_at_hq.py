"""A performance is cancelled or moved at HQ or at a station; every station hears of it and lists its own sales."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.after_sale.suspended_sales import Progress
from domain.catalogue.catalog import Performance, PerformanceState
from domain.catalogue.suspension import AlreadyCancelled, IsCancelled, Suspension, SuspensionKind
from domain.conflicts.cases import ConflictKind
from domain.money.money import Money
from hq.books.check import check
from hq.books.performance_sales import NoSuchPerformance, sales_by_station
from hq.setup import suspending
from hq.setup.suspending import Decision
from pos_app.services.after_sale import suspended_sales, suspensions, tickets
from pos_app.services.after_sale.tickets import Reissue
from pos_app.services.proof.verify import verify
from pos_app.services.selling import checkout
from pos_app.station import Station
from sync import journal
from sync.facts import PerformanceSuspended
from sync.facts.refunds import refunded_ticket
from sync.tables import catalogue
from tests.builders import stations as small
from tests.builders.catalogue import SETUP
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.services.after_sale.test_suspensions import WHY, cancel, give_back
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.test_refunds_at_hq import case_kinds

MOVED = timedelta(days=7)


def at_hq(hq: HeadOffice, performance: Performance) -> Mapping[str, Any]:
    p = catalogue.performance
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return dict(tx.execute(select(p).where(p.c.id == performance.id)).mappings().one())


def published(hq: HeadOffice) -> list[tuple[str, bool]]:
    """Every decision in the catalogue, and whether it changed its performance."""
    s = catalogue.suspension.c
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return [(row.kind, row.applied) for row in tx.execute(select(s.kind, s.applied).order_by(s.ordinal))]


def decide(hq: HeadOffice, show: Performance, kind: SuspensionKind = SuspensionKind.CANCELLED) -> Suspension:
    moved_to = show.starts_at + MOVED if kind is SuspensionKind.MOVED else None
    return suspending.suspend(hq.office, hq.by_hand, Decision(show.id, kind, WHY, moved_to))


def test_a_station_that_sold_without_the_news_lists_its_sale_and_gives_it_back(hq: HeadOffice, till: Station) -> None:
    show = small.offering(till).performance
    before = sell(till, general_cart(till, 1))
    hq.round(till)
    decide(hq, show)
    offline = sell(till, seats_cart(till, ["A-1"]))
    hq.round(till)
    assert case_kinds(hq) == []
    assert [one.sale_id for one in suspended_sales.sales_of(till, show.id)] == [before.sale.id, offline.sale.id]
    with pytest.raises(IsCancelled):
        checkout.quote(till, seats_cart(till, ["A-2"]))
    notes = [give_back(till, show.id, sold).document for sold in (before, offline)]
    hq.round(till)
    assert case_kinds(hq) == []
    assert {one.progress for one in suspended_sales.sales_of(till, show.id)} == {Progress.DONE}
    with hq.office.database.tenant(hq.tenant_id) as tx:
        assert len(tx.execute(select(refunded_ticket.c.ticket_id)).all()) == 2
    with hq.office.database.tenant(hq.tenant_id) as tx:
        (here,) = sales_by_station(tx, hq.tenant_id, show.id)
        assert (here.sales, here.sold, here.refunded, here.live) == (2, 2, 2, 0)
        assert here.given_back == (sum((note.grand_total for note in notes), Money.zero()),)
        with pytest.raises(NoSuchPerformance):
            sales_by_station(tx, hq.tenant_id, hq.tenant_id)
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


def test_what_a_supervisor_decides_is_published_by_hq(hq: HeadOffice, till: Station) -> None:
    show = small.offering(till).performance
    sold = sell(till, general_cart(till, 1))
    cancel(till)
    hq.round(till)
    assert at_hq(hq, show)["state"] == PerformanceState.CANCELLED
    assert published(hq) == [("cancelled", True)]
    (known,) = [one for one in suspensions.suspended(till) if one.performance.id == show.id]
    assert known.decided is not None
    assert not known.decided.is_pending
    assert known.decided_by == "Taquilla 1"
    give_back(till, show.id, sold)
    hq.round(till)
    assert case_kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


def test_a_performance_that_a_station_moves_is_sold_again_once_hq_has_published_it(
    hq: HeadOffice, till: Station
) -> None:
    show, cart = small.offering(till).performance, seats_cart(till, ["A-1"])
    cancel(till, SuspensionKind.MOVED, days=7)
    assert small.offering(till, show.id).performance.state is PerformanceState.CLOSED
    hq.round(till)
    assert at_hq(hq, show)["starts_at"] == show.starts_at + MOVED
    assert small.offering(till, show.id).performance.state is PerformanceState.ACTIVE
    sold = sell(till, cart)
    assert sold.sale.tickets[0].place.starts_at == show.starts_at + MOVED
    hq.round(till)
    assert case_kinds(hq) == []
    assert verify(till).ok


def test_a_ticket_is_amended_to_the_date_that_hq_published_and_hq_believes_it(hq: HeadOffice, till: Station) -> None:
    show = small.offering(till).performance
    sold = sell(till, seats_cart(till, ["A-1", "A-2"]))
    decide(hq, show, SuspensionKind.MOVED)
    hq.round(till)
    request = Reissue(sold.sale.id, tuple(ticket.id for ticket in sold.sale.tickets), "Nueva fecha")
    amended = tickets.reissue(till, small.ana(till), request, small.rosa(till)).tickets
    assert {ticket.place.starts_at for ticket in amended} == {show.starts_at + MOVED}
    hq.round(till)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        (here,) = sales_by_station(tx, hq.tenant_id, show.id)
    assert (here.name, here.sold, here.amended, here.live, here.given_back) == ("Taquilla 1", 2, 2, 2, ())
    assert case_kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


def test_the_decision_that_hq_receives_first_counts(hq: HeadOffice, till: Station) -> None:
    show = small.offering(till).performance
    decide(hq, show)
    cancel(till, SuspensionKind.MOVED, days=7)
    hq.round(till)
    assert at_hq(hq, show)["state"] == PerformanceState.CANCELLED
    assert published(hq) == [("cancelled", True), ("moved", False)]
    now = small.offering(till, show.id).performance
    assert (now.state, now.starts_at) == (PerformanceState.CANCELLED, show.starts_at)


def test_hq_resumes_what_a_station_cancelled(hq: HeadOffice, till: Station) -> None:
    show = small.offering(till).performance
    cancel(till)
    hq.round(till)
    decide(hq, show, SuspensionKind.RESUMED)
    hq.round(till)
    sell(till, seats_cart(till, ["A-1"]))
    hq.round(till)
    assert case_kinds(hq) == []
    decide(hq, show)
    with pytest.raises(AlreadyCancelled):
        decide(hq, show)


def test_an_older_set_up_file_leaves_what_was_decided(hq: HeadOffice, till: Station) -> None:
    show = small.offering(till).performance
    decide(hq, show)
    hq.load(SETUP.read_text("utf-8"))
    assert at_hq(hq, show)["state"] == PerformanceState.CANCELLED


def test_a_decision_by_a_cashier_changes_nothing_and_asks_hq(hq: HeadOffice, till: Station) -> None:
    show = small.offering(till).performance
    now = till.clock.now()
    decided = Suspension(till.ids.new(), show.id, SuspensionKind.CANCELLED, show.starts_at, now, "x")
    with till.database.write() as tx:
        journal.append(tx, till.author, PerformanceSuspended(decided), at=now, actor=small.ana(till).id)
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.REFUND]
    assert at_hq(hq, show)["state"] == PerformanceState.ACTIVE
