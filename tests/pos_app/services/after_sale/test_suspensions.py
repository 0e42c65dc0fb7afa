"""A supervisor cancels a performance; its sales go back one by one, each with its credit note."""

from datetime import timedelta

import pytest

from domain.after_sale.suspended_sales import Progress, SuspendedSale, to_give_back
from domain.catalogue.catalog import PerformanceState
from domain.catalogue.suspension import AlreadyCancelled, BadNewDate, IsCancelled, SuspensionKind
from domain.ids import PerformanceId, SaleId
from domain.money.money import USD, VES, Money
from domain.people.staff import NotAllowed
from domain.sale.closing import Offer
from domain.till.shifts import CashMove, CashMovement, ReasonMissing, RefundBeyondTill
from pos_app.services.after_sale import proposed_terms, refunds, suspended_sales, suspensions, tickets
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest
from pos_app.services.after_sale.suspensions import SuspendedShow, Wanted
from pos_app.services.after_sale.tickets import Reissue
from pos_app.services.documents import documents, papers
from pos_app.services.proof.verify import verify
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.document_rows import CodeState
from tests.builders import stations
from tests.builders.stations import cash_usd, cash_ves, general_cart, pago_movil, seats_cart, sell
from tests.pos_app.snapshots import refused

WHY = "Se enfermó la cantante"


def cancel(till: Station, kind: SuspensionKind = SuspensionKind.CANCELLED, days: int = 0) -> PerformanceId:
    """Rosa cancels the Saturday concert, or moves it by some days."""
    show = stations.offering(till).performance
    moved_to = show.starts_at + timedelta(days=days) if days else None
    suspensions.suspend(till, stations.ana(till), Wanted(show.id, kind, WHY, moved_to), stations.rosa(till))
    return show.id


def listed(till: Station, performance_id: PerformanceId) -> dict[SaleId, SuspendedSale]:
    return {one.sale_id: one for one in suspended_sales.sales_of(till, performance_id)}


def give_back(till: Station, performance_id: PerformanceId, sold: CompletedSale) -> CompletedRefund:
    people = (stations.ana(till), stations.rosa(till))
    return suspended_sales.refund_one(till, people, performance_id, sold.sale.id, WHY)


def decided(till: Station) -> list[SuspendedShow]:
    """The listed performances without the one that the set-up file cancels."""
    return [show for show in suspensions.suspended(till) if show.decided is not None]


def only(till: Station) -> SuspendedShow:
    (show,) = decided(till)
    return show


def in_dollars(till: Station, tickets: int) -> CompletedSale:
    """Tickets paid with all the dollars that they cost in whole notes, and the rest in bolívares."""
    cart = general_cart(till, tickets)
    dollars = cash_usd(str(10 * tickets))
    rest = checkout.balance(till, cart, Offer((dollars,))).missing
    return sell(till, cart, dollars, cash_ves(str(rest)))


def test_nothing_of_a_cancelled_performance_is_sold(till: Station) -> None:
    cart = seats_cart(till, ["A-1"])
    cancel(till)
    assert stations.offering(till, cart.lines[0].performance_id).performance.state is PerformanceState.CANCELLED
    with pytest.raises(IsCancelled):
        checkout.balance(till, cart, Offer(()))
    assert verify(till).ok


def test_only_a_supervisor_cancels_and_says_why(till: Station) -> None:
    show = stations.offering(till).performance
    wanted = Wanted(show.id, SuspensionKind.CANCELLED, WHY)
    refused(till, lambda: suspensions.suspend(till, stations.ana(till), wanted), NotAllowed)
    blank = Wanted(show.id, SuspensionKind.CANCELLED, " ")
    refused(till, lambda: suspensions.suspend(till, stations.rosa(till), blank), ReasonMissing)


def test_a_cancelled_performance_is_not_cancelled_again_and_can_be_resumed(till: Station) -> None:
    show = cancel(till)
    with pytest.raises(AlreadyCancelled):
        cancel(till)
    cancel(till, SuspensionKind.RESUMED)
    assert stations.offering(till, show).performance.state is PerformanceState.ACTIVE
    assert decided(till) == []
    sell(till, seats_cart(till, ["A-1"]))
    assert verify(till).ok


def test_a_moved_performance_is_sold_at_its_new_date(till: Station) -> None:
    before = stations.offering(till).performance
    cancel(till, SuspensionKind.MOVED, days=7)
    assert stations.offering(till, before.id).performance.starts_at == before.starts_at + timedelta(days=7)
    with pytest.raises(BadNewDate):
        cancel_to_the_same_date(till, before.id)
    assert decided(till) == []
    assert verify(till).ok


def cancel_to_the_same_date(till: Station, performance_id: PerformanceId) -> None:
    now = stations.offering(till, performance_id).performance.starts_at
    wanted = Wanted(performance_id, SuspensionKind.MOVED, WHY, now)
    suspensions.suspend(till, stations.rosa(till), wanted)


def test_the_list_counts_what_this_station_sold(till: Station) -> None:
    sell(till, seats_cart(till, ["A-1", "A-2"]))
    partly = sell(till, general_cart(till, 3))
    request = RefundRequest(partly.sale.id, (partly.sale.tickets[0].id,), "cash_ves", "No puede venir")
    refunds.refund(till, stations.ana(till), request, stations.rosa(till))
    cancel(till)
    show = only(till)
    assert (show.sales, show.tickets.sold, show.tickets.refunded, show.tickets.left) == (2, 5, 1, 4)
    assert show.decided is not None
    assert show.decided.suspension.reason == WHY


def test_a_sale_goes_back_with_its_fee_by_what_it_was_paid_with(till: Station) -> None:
    sold = in_dollars(till, 2)
    show = cancel(till)
    back = give_back(till, show, sold)
    assert back.document.total == sold.document.total
    assert back.document.igtf == sold.document.igtf
    paid = {part.method: part.amount for part in back.refund.given_back}
    assert paid["cash_usd"] == Money(2_000, USD)
    assert sum((part.ves for part in back.refund.given_back), Money.zero()) == sold.document.grand_total
    assert listed(till, show)[sold.sale.id].progress is Progress.DONE
    assert not any(ticket.is_released for ticket in back.refund.tickets)
    assert verify(till).ok


def test_what_was_not_paid_in_cash_waits_and_says_for_what(till: Station) -> None:
    cart = general_cart(till, 1)
    due = checkout.balance(till, cart, Offer(())).missing
    sold = sell(till, cart, pago_movil(str(due), "123456789"))
    show = cancel(till)
    waiting = listed(till, show)[sold.sale.id]
    assert (waiting.progress, waiting.waits_for) == (Progress.WAITS, ("pago_movil",))
    assert to_give_back([waiting]) == (due,)


def test_cash_beyond_the_till_is_refused_and_the_attempt_is_kept(till: Station) -> None:
    sold = in_dollars(till, 4)
    take_out(till, Money(5_000, USD))
    show = cancel(till)
    with pytest.raises(RefundBeyondTill):
        give_back(till, show, sold)
    assert listed(till, show)[sold.sale.id].progress is Progress.READY
    assert verify(till).ok


def take_out(till: Station, amount: Money) -> None:
    shifts.move_cash(till, stations.rosa(till), CashMovement(CashMove.CASH_OUT, amount, "A la bóveda"))


def test_a_run_that_was_cut_off_goes_on_where_it_was(till: Station) -> None:
    sales = [sell(till, general_cart(till, 1)) for _ in range(3)]
    show = cancel(till)
    give_back(till, show, sales[0])
    left = [one for one in suspended_sales.sales_of(till, show) if one.progress is Progress.READY]
    assert [one.sale_id for one in left] == [sale.sale.id for sale in sales[1:]]
    for sale in sales[1:]:
        give_back(till, show, sale)
    assert only(till).tickets.left == 0
    assert only(till).given_back == (sum((sale.document.grand_total for sale in sales), Money.zero(VES)),)
    assert verify(till).ok


def test_courtesies_owe_nothing(till: Station) -> None:
    cart = general_cart(till, 1, "Cortesía")
    checkout.sell(till, stations.rosa(till), cart, Offer(()))
    show = cancel(till)
    (sale,) = suspended_sales.sales_of(till, show)
    assert sale.progress is Progress.FREE


def test_only_the_tickets_of_the_cancelled_performance_go_back(till: Station) -> None:
    sold = sell(till, general_cart(till, 2))
    show = cancel(till)
    assert len(give_back(till, show, sold).refund.tickets) == 2
    jobs = [job for job in all_jobs(till) if job.subject_id == sold.sale.id]
    assert papers.papers(till, jobs[0])


def all_jobs(till: Station) -> tuple[print_jobs.PrintJob, ...]:
    with till.database.read() as tx:
        return print_jobs.latest(tx, 50)


def test_a_ticket_of_a_moved_performance_is_amended_to_the_new_date_and_keeps_its_seat(till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1", "A-2"]))
    before = sold.sale.tickets[0].place
    cancel(till, SuspensionKind.MOVED, days=7)
    request = Reissue(sold.sale.id, tuple(ticket.id for ticket in sold.sale.tickets), "Nueva fecha")
    amended = tickets.reissue(till, stations.ana(till), request, stations.rosa(till)).tickets
    assert {ticket.place.starts_at for ticket in amended} == {before.starts_at + timedelta(days=7)}
    assert [ticket.place.seat_id for ticket in amended] == [ticket.place.seat_id for ticket in sold.sale.tickets]
    assert not {ticket.code for ticket in amended} & {ticket.code for ticket in sold.sale.tickets}
    old = next(one for one in documents.find(till, sold.sale.tickets[0].code) if one.searched_code)
    assert old.searched_code is CodeState.REISSUED
    assert verify(till).ok


def test_who_does_not_want_the_new_date_gets_everything_back_until_the_ticket_is_amended(till: Station) -> None:
    sold = sell(till, general_cart(till, 2))
    cancel(till, SuspensionKind.MOVED, days=7)
    terms = proposed_terms.proposal(till, sold.sale.id).terms
    assert (terms.with_fee, terms.release) == (True, True)
    request = Reissue(sold.sale.id, tuple(ticket.id for ticket in sold.sale.tickets), "Nueva fecha")
    tickets.reissue(till, stations.ana(till), request, stations.rosa(till))
    assert not proposed_terms.proposal(till, sold.sale.id).terms.with_fee
