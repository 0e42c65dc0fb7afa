"""Exchanges: the credit note of the old tickets pays the new ones, in one transaction."""

from dataclasses import replace
from typing import cast

import pytest

from domain.after_sale.refunds import Terms, TicketEnded
from domain.payments.due import NotEnough
from domain.payments.methods import EXCHANGE
from domain.payments.tenders import References, Tender
from domain.sale.cart import Cart
from domain.sale.closing import Offer
from pos_app.services.after_sale import exchanges
from pos_app.services.after_sale.exchanges import CompletedExchange
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.proof.findings import Wrong
from pos_app.services.proof.refunds_check import RefundsCheck
from pos_app.services.proof.verify import verify
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale, NotOffered, Wanted
from pos_app.services.till import till_reports
from pos_app.station import Station
from sync.facts import Entry, SaleRecorded
from sync.tables.transaction import Tx
from tests.builders import stations
from tests.builders.stations import cash_ves, general_cart, seats_cart, sell
from tests.pos_app.snapshots import kinds, refused


def request(sold: CompletedSale, *indexes: int) -> RefundRequest:
    tickets = tuple(sold.sale.tickets[i].id for i in indexes)
    return RefundRequest(sold.sale.id, tickets, "cash_ves", "Prefiere otra zona", Terms(with_fee=True))


def exchange(station: Station, sold: CompletedSale, cart: Cart, *tenders: Tender) -> CompletedExchange:
    every = range(len(sold.sale.tickets))
    wanted = Wanted(cart, Offer(tenders))
    return exchanges.exchange(
        station, stations.ana(station), request(sold, *every), wanted, approved_by=stations.rosa(station)
    )


def test_a_dearer_ticket_costs_the_difference(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    cart = seats_cart(till, ["A-1"])
    sides = exchanges.quote(till, stations.rosa(till), request(sold, 0), cart)
    done = exchange(till, sold, cart, cash_ves(str(sides.due)))
    assert str(sides.credit) == "8570.06"
    assert sides.due == done.sale.document.total - sides.credit
    first = done.sale.sale.payments[0]
    number = done.refund.document.printed_number
    assert (first.method, first.ves, first.references.reference) == (EXCHANGE, sides.credit, number)
    assert verify(till).ok


def test_a_cheaper_ticket_gives_the_difference_back(till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1"]), cash_ves("100000"))
    done = exchange(till, sold, general_cart(till, 1))
    applied, handed_out = done.refund.refund.given_back
    assert (applied.method, handed_out.method) == (EXCHANGE, "cash_ves")
    assert applied.ves + handed_out.ves == done.refund.document.grand_total
    assert applied.ves == done.sale.document.total
    assert verify(till).ok


def test_the_place_that_is_left_may_be_taken_again(till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1"]), cash_ves("100000"))
    done = exchange(till, sold, seats_cart(till, ["A-1"]))
    assert done.sale.sale.tickets[0].code != sold.sale.tickets[0].code
    assert done.sale.document.total == sold.document.total
    assert verify(till).ok


def test_both_documents_follow_each_other_and_the_drawer_is_not_touched(till: Station) -> None:
    sold = sell(till, general_cart(till, 2), cash_ves("17140.12"))
    exchange(till, sold, general_cart(till, 2))
    assert kinds(till)[-2:] == ["tickets_refunded/1", "sale_recorded/1"]
    taken = till_reports.taken(till, till_reports.read_x(till, stations.rosa(till)).id)
    assert taken.notes is not None
    received = {part.method: part.amount for part in taken.report.totals.payments}
    back = {part.method: part.amount for part in taken.notes.given_back}
    assert received[EXCHANGE] == back[EXCHANGE]
    assert "cash_ves" not in back


def test_nothing_is_stored_when_one_side_is_refused(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    refused(till, lambda: exchange(till, sold, seats_cart(till, ["A-1"])), NotEnough)
    exchange(till, sold, general_cart(till, 1))
    refused(till, lambda: exchange(till, sold, general_cart(till, 1)), TicketEnded)


def test_a_credit_note_pays_nothing_outside_of_its_exchange(till: Station) -> None:
    credit = replace(cash_ves("8570.06"), method=EXCHANGE, references=References(reference="NCA-00000001"))
    ana, cart = stations.ana(till), general_cart(till, 1)
    refused(till, lambda: checkout.sell(till, ana, cart, Offer((credit,))), NotOffered)


@pytest.mark.parametrize("count", [1, 3])
def test_an_exchange_leaves_as_many_live_tickets_as_were_sold(till: Station, count: int) -> None:
    sold = sell(till, general_cart(till, count), cash_ves("100000"))
    exchange(till, sold, general_cart(till, count))
    assert verify(till).ok


def test_a_sale_that_claims_a_credit_of_no_refund_is_seen_by_verify(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    credit = replace(sold.sale.payments[0], method=EXCHANGE, references=References(reference="NCA-00000009"))
    check = RefundsCheck(cast("Tx", None), till)
    with pytest.raises(Wrong):
        check.read(entry_of(till, SaleRecorded(replace(sold.sale, payments=(credit,)), sold.document, 0)))


def entry_of(till: Station, fact: SaleRecorded) -> Entry:
    at = till.clock.now()
    return Entry(1, till.tenant_id, till.id, 1, 99, at, fact.sale.cashier_id, "00" * 32, fact)
