"""Refunds: n of m tickets end in one transaction with a credit note, the money that goes back, and its paper."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.after_sale.money_back import MoreThanPaid, ReturnReferenceMissing
from domain.after_sale.refunds import NoTicketChosen, Terms, TicketEnded
from domain.catalogue.seats import SeatState
from domain.fiscal.documents import DocumentKind
from domain.ids import SaleId, TicketId
from domain.money.money import USD, Money
from domain.payments.payee import PayeeMissing
from domain.people.staff import Cashier, NotAllowed
from domain.till.shifts import ChangeBeyondTill, NoShiftOpen, ReasonMissing
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest, UnknownSale
from pos_app.services.documents import documents, papers
from pos_app.services.proof import rebuild
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind
from tests.builders import stations
from tests.builders.counts import NONE_LEFT
from tests.builders.refunds import quote, refundable
from tests.builders.stations import cash_usd, cash_ves, general_cart, seat_id, seats_cart, sell
from tests.pos_app.snapshots import changed, digests, refused
from tests.printing.test_papers import text_of

FIVE = "42850.30"
"""Five adults in general admission at US$ 10, in bolívares."""


def request(sold: CompletedSale, *indexes: int, method: str = "cash_ves", **more: Any) -> RefundRequest:
    tickets = tuple(sold.sale.tickets[i].id for i in indexes)
    return replace(RefundRequest(sold.sale.id, tickets, method, "No puede venir"), **more)


def refund(
    station: Station, sold: CompletedSale, *indexes: int, method: str = "cash_ves", **more: Any
) -> CompletedRefund:
    wanted = request(sold, *indexes, method=method, **more)
    return refunds.refund(station, stations.ana(station), wanted, stations.rosa(station))


def left(station: Station, sold: CompletedSale) -> int:
    return len(refundable(station, sold.sale.id).tickets)


def test_two_of_five_tickets_are_given_back_at_the_figures_of_the_invoice(till: Station) -> None:
    sold = sell(till, general_cart(till, 5), cash_ves(FIVE))
    done = refund(till, sold, 1, 3)
    assert done.document.kind is DocumentKind.CREDIT_NOTE
    assert done.document.printed_number == "NCA-00000001"
    assert (str(done.document.total), str(done.document.igtf)) == ("17140.12", "0.00")
    assert [(p.method, str(p.amount)) for p in done.refund.given_back] == [("cash_ves", "17140.12")]
    assert done.refund.invoice.number == sold.document.printed_number
    assert left(till, sold) == 3
    assert verify(till).ok


def test_the_notes_of_all_tickets_add_up_to_the_invoice(till: Station) -> None:
    sold = sell(till, general_cart(till, 5), cash_usd("60"))
    notes = [refund(till, sold, i, method="cash_usd").document for i in range(5)]
    for figure in ("total", "igtf_base", "igtf"):
        assert sum(getattr(n, figure).minor for n in notes) == getattr(sold.document, figure).minor
    assert [note.number for note in notes] == [1, 2, 3, 4, 5]
    assert verify(till).ok


def test_a_ticket_is_given_back_once(till: Station) -> None:
    sold = sell(till, general_cart(till, 2), cash_ves("17140.12"))
    refund(till, sold, 0)
    ended = refused(till, lambda: refund(till, sold, 1, 0), TicketEnded)
    assert ended.ticket == sold.sale.tickets[0].code


def test_a_released_seat_is_sold_again_and_a_kept_one_is_not(till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1", "A-2"]), cash_ves("100000"))
    refund(till, sold, 0)
    refund(till, sold, 1, terms=Terms(release=False))
    again = sell(till, seats_cart(till, ["A-1"]), cash_ves("50000"))
    assert again.sale.tickets[0].place.seat_id == seat_id("A-1")
    with pytest.raises(Exception, match=str(SeatState.SOLD)):
        sell(till, seats_cart(till, ["A-2"]), cash_ves("50000"))
    assert verify(till).ok


def test_a_released_place_of_general_admission_can_be_sold_again(till: Station) -> None:
    sold = sell(till, general_cart(till, 5), cash_ves(FIVE))
    refund(till, sold, 0, 1, 2, 3, 4)
    for _ in range(2):
        sell(till, general_cart(till, 50), cash_ves("428503.00"))
    assert verify(till).ok


def test_the_journal_makes_the_same_rows_again(till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1", "A-2"]), cash_usd("100"))
    refund(till, sold, 0, method="cash_usd")
    before = digests(till)
    rebuild.rebuild(till)
    assert changed(before, digests(till)) == {"catalogue_version"}


def test_a_cashier_needs_a_supervisor_and_a_reason_and_an_open_till(station: Station) -> None:
    stations.open_shift(station)
    sold = sell(station, general_cart(station, 1), cash_ves("8570.06"))
    ana, rosa = stations.ana(station), stations.rosa(station)
    refused(station, lambda: refunds.refund(station, ana, request(sold, 0)), NotAllowed)
    refused(station, lambda: refunds.refund(station, ana, request(sold, 0, reason="  "), rosa), ReasonMissing)
    refused(station, lambda: refunds.refund(station, ana, request(sold), rosa), NoTicketChosen)
    unknown = replace(request(sold, 0), sale_id=SaleId(sold.document.id))
    refused(station, lambda: refunds.refund(station, ana, unknown, rosa), UnknownSale)
    other = replace(request(sold), tickets=(TicketId(sold.document.id),))
    refused(station, lambda: refunds.refund(station, ana, other, rosa), TicketEnded)


def test_no_refund_without_a_shift(station: Station) -> None:
    stations.open_shift(station)
    sold = sell(station, general_cart(station, 1), cash_ves("8570.06"))
    close_shift(station)
    refused(station, lambda: refund(station, sold, 0), NoShiftOpen)


def close_shift(station: Station) -> None:
    rosa = stations.rosa(station)
    shifts.count(station, rosa, NONE_LEFT)
    shifts.close_shift(station, rosa, "sin contar", rosa)


def test_dollars_go_back_only_as_far_as_dollars_were_paid(till: Station) -> None:
    sold = sell(till, general_cart(till, 5), cash_usd("20"), cash_ves("30000"))
    excess = refused(till, lambda: refund(till, sold, 0, 1, 2, method="cash_usd"), MoreThanPaid)
    assert excess.left == Money(2000, USD)


def test_a_card_is_reversed_with_its_reference_and_only_where_it_paid(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    refused(till, lambda: refund(till, sold, 0, method="card_ves", reference="0042"), MoreThanPaid)
    refused(till, lambda: refund(till, sold, 0, method="transfer_ves"), ReturnReferenceMissing)
    done = refund(till, sold, 0, method="transfer_ves", reference="004212345678")
    assert done.refund.reference == "004212345678"


def test_a_pago_movil_names_who_receives_it(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    refused(till, lambda: refund(till, sold, 0, method="pago_movil"), PayeeMissing)
    done = refund(till, sold, 0, method="pago_movil", payee=stations.payee())
    assert done.refund.payee == stations.payee()


def test_cash_goes_back_only_from_what_the_till_holds(till: Station, ana: Cashier) -> None:
    sold = sell(till, general_cart(till, 1), stations.pago_movil("8570.06", "123456789"))
    with pytest.raises(ChangeBeyondTill):
        refunds.refuse_beyond_till(till, ana, request(sold, 0))
    refunds.refuse_beyond_till(till, ana, request(sold, 0, method="pago_movil"))


def test_an_approval_beyond_the_till_is_kept_with_the_refund_or_not_at_all(till: Station, ana: Cashier) -> None:
    sold = sell(till, general_cart(till, 1), stations.pago_movil("8570.06", "123456789"))
    rosa = stations.rosa(till)
    unexplained = request(sold, 0, reason=" ")
    refused(till, lambda: refunds.refund(till, ana, unexplained, rosa, beyond_till=rosa), ReasonMissing)
    before = digests(till)
    refunds.refund(till, ana, request(sold, 0), rosa, beyond_till=rosa)
    assert {"refund", "till_excess"} <= changed(before, digests(till))
    assert verify(till).ok


def test_a_part_of_the_price_and_the_fee_are_given_back_on_other_terms(till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1", "A-2"]), cash_ves("100000"))
    whole = quote(till, request(sold, 0)).returned.figures.taxes.total
    half = quote(till, request(sold, 0, terms=Terms(percent=Decimal(50)))).returned.figures.taxes.total
    assert abs(half.minor * 2 - whole.minor) <= 1
    with_fee = quote(till, request(sold, 0, terms=Terms(with_fee=True))).returned
    fee = sold.sale.tickets[0].price.fee
    assert with_fee.figures.taxes.total.minor - whole.minor == sold.sale.rates.to_ves(fee).minor


def test_x_shows_the_notes_apart_and_the_cash_that_left(till: Station, rosa: Cashier) -> None:
    sold = sell(till, general_cart(till, 5), cash_ves(FIVE))
    refund(till, sold, 0)
    taken = till_reports.taken(till, till_reports.read_x(till, rosa).id)
    assert taken.notes is not None
    (series,), (notes,) = taken.report.totals.series, taken.notes.classes
    assert (str(series.total), str(notes.series[0].total)) == (FIVE, "8570.06")
    assert [(part.method, str(part.amount)) for part in taken.notes.given_back] == [("cash_ves", "8570.06")]
    assert str(notes.perpetual.sales) == "8570.06"
    assert verify(till).ok


def test_the_drawer_and_the_note_are_queued(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    done = refund(till, sold, 0)
    with till.database.read() as tx:
        kinds = [job.kind for job in print_jobs.of_subject(tx, done.refund.id)]
    assert kinds == [JobKind.DRAWER, JobKind.REFUND]


def test_a_refund_of_another_day_has_the_rates_of_the_invoice(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    stations.clock_of(till).advance(hours=20)
    assert str(refund(till, sold, 0).document.total) == "8570.06"


def test_the_history_lists_the_note_and_prints_a_counted_copy_of_it(till: Station, rosa: Cashier) -> None:
    sold = sell(till, general_cart(till, 2), cash_ves("17140.12"))
    done = refund(till, sold, 0)
    note, invoice = documents.find(till, "")
    assert (note.number, note.kind, note.tickets) == ("NCA-00000001", DocumentKind.CREDIT_NOTE, 1)
    assert (invoice.number, invoice.kind, invoice.tickets) == ("A-00000001", DocumentKind.INVOICE, 2)
    assert documents.reprint(till, rosa, done.document.id) == 1
    with till.database.read() as tx:
        copy = print_jobs.of_subject(tx, done.refund.id)[-1]
    assert (copy.kind, copy.copy_no, copy.papers) == (JobKind.REFUND_COPY, 1, 1)


def test_the_paper_names_the_invoice_and_what_goes_back(till: Station) -> None:
    sold = sell(till, general_cart(till, 2), cash_usd("30"))
    done = refund(till, sold, 0, method="cash_usd")
    with till.database.read() as tx:
        text = text_of(papers.refund_paper(tx, till, done.refund.id))
    words = ("NOTA DE CRÉDITO", "FACTURA AFECTADA", sold.document.printed_number, "Motivo: No puede venir", "DEVUELTO")
    assert [word for word in (*words, sold.sale.tickets[0].code) if word not in text] == []
    assert sold.sale.tickets[1].code not in text
