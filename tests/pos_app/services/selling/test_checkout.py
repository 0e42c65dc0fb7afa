"""Checkout: one transaction takes a number and writes rows, a journal entry and a print job."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from domain.catalogue.pricing import StepKind
from domain.money.money import VES, Money
from domain.payments.change import ChangeIn
from domain.payments.payee import Payee, PayeeMissing
from domain.people.staff import Cashier
from domain.sale.cart import CartLine, CartSold, Customer
from domain.sale.closing import Offer
from pos_app.services.documents import documents
from pos_app.services.proof.verify import verify
from pos_app.services.selling import carts, checkout
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.sales import print_jobs, recorded
from pos_app.storage.sales.print_jobs import JobKind
from sync.facts.sales import change_given
from sync.tables import catalogue
from tests.builders import stations
from tests.builders.stations import (
    cash_usd,
    cash_ves,
    general_cart,
    general_line,
    offering,
    pago_movil,
    paid,
    seat_id,
    seats_cart,
    sell,
)
from tests.pos_app.snapshots import changed, count, digests, kinds


def job_kinds(station: Station) -> list[JobKind]:
    with station.database.read() as tx:
        return [job.kind for job in reversed(print_jobs.latest(tx, 50))]


def test_a_sale_takes_the_next_number_and_the_form_that_goes_with_it(till: Station) -> None:
    documents_sold = [sell(till, general_cart(till, 1)).document for _ in range(2)]
    assert [(d.printed_number, d.control_number) for d in documents_sold] == [
        ("A-00000001", "00-00000501"),
        ("A-00000002", "00-00000502"),
    ]


def test_a_cart_is_sold_once(till: Station) -> None:
    cart, offer = general_cart(till, 1), Offer((cash_ves("8570.06"),))
    first = checkout.sell(till, stations.ana(till), cart, offer)
    before = digests(till)
    with pytest.raises(CartSold):
        checkout.sell(till, stations.ana(till), cart, offer)
    assert changed(before, digests(till)) == set()
    assert str(first.sale.id) == str(cart.id)


def test_a_ticket_with_the_tax_inside_comes_out_to_the_cent(till: Station) -> None:
    """docs/fiscal-rules.md example 1."""
    document = sell(till, general_cart(till, 1)).document
    line = document.taxes[0]
    assert (str(line.base), str(line.tax), str(document.total)) == ("7387.98", "1182.08", "8570.06")


def test_twenty_dollars_for_a_ten_dollar_ticket_carry_igtf_on_what_was_due(till: Station) -> None:
    """docs/fiscal-rules.md example 19."""
    offer = Offer((cash_usd("20.00"),), ChangeIn.CASH_USD)
    sale = checkout.sell(till, stations.ana(till), general_cart(till, 1), offer).sale
    assert (str(sale.igtf_base), str(sale.igtf), str(sale.to_pay)) == ("8570.06", "257.10", "8827.16")
    assert [(c.method, str(c.amount), str(c.ves)) for c in sale.change] == [
        ("cash_usd", "9.00", "7713.05"),
        ("cash_ves", "599.91", "599.91"),
    ]


def test_change_by_pago_movil_is_kept_with_who_receives_it(till: Station) -> None:
    offer = Offer((cash_usd("20.00"),), ChangeIn.PAGO_MOVIL, payee=Payee("0102", "0412-1234567", "v-12.345.678"))
    sold = checkout.sell(till, stations.ana(till), general_cart(till, 1), offer)
    store = (till.tenant_id, till.id)
    with till.database.read() as tx:
        assert recorded.payee(tx, store, sold.sale.id) == sold.payee == stations.payee()
        row = tx.execute(select(change_given).where(change_given.c.sale_id == sold.sale.id)).one()
    assert (row.payee_phone, row.payee_bank, row.payee_document) == ("+584121234567", "0102", "V12345678")


def test_change_by_pago_movil_to_nobody_sells_nothing(till: Station) -> None:
    before = digests(till)
    with pytest.raises(PayeeMissing):
        checkout.sell(till, stations.ana(till), general_cart(till, 1), Offer((cash_usd("20.00"),), ChangeIn.PAGO_MOVIL))
    assert digests(till) == before


def test_a_payee_of_change_in_cash_is_not_kept(till: Station) -> None:
    offer = Offer((cash_usd("20.00"),), ChangeIn.CASH_USD, payee=stations.payee())
    assert checkout.sell(till, stations.ana(till), general_cart(till, 1), offer).payee is None


def test_a_sale_is_rows_a_journal_entry_and_jobs_in_one_step(till: Station) -> None:
    before = digests(till)
    sold = sell(till, seats_cart(till, ["B-1", "B-2"]))
    assert changed(before, digests(till)) == {
        *(
            "journal",
            "sale",
            "ticket",
            "payment",
            "fiscal_document",
            "document_tax",
            "sold_seat",
            "sold_turn",
            "zone_sold",
        ),
        *("number_block", "print_job"),
    }
    assert kinds(till)[-1] == "sale_recorded/1"
    assert [(count(till, name)) for name in ("sale", "ticket", "payment", "fiscal_document", "sold_seat")] == [
        *(1, 2, 1, 1, 2)
    ]
    assert documents.load(till, sold.document.id) == (sold.sale, sold.document)


def test_the_price_of_a_seat_explains_itself(till: Station) -> None:
    (ticket,) = sell(till, seats_cart(till, ["A-1"])).sale.tickets
    assert [(step.kind, step.label, str(step.amount)) for step in ticket.price.steps] == [
        (StepKind.BASE, "Platea", "25.00"),
        (StepKind.STAGE, "Preventa", "-5.00"),
        (StepKind.PLACE, "Primera fila", "2.00"),
    ]
    assert (str(ticket.price.amount), str(ticket.price.fee)) == ("22.00", "2.00")


def test_a_stage_that_ends_inside_a_cart_changes_the_price_inside_the_cart(till: Station) -> None:
    sell(till, seats_cart(till, ["B-1", "B-2", "B-3"]))
    tickets = sell(till, seats_cart(till, ["C-1", "C-2"])).sale.tickets
    assert [str(ticket.price.amount) for ticket in tickets] == ["20.00", "25.00"]


def test_codes_are_different_and_say_nothing_of_the_number(till: Station) -> None:
    codes = [ticket.code for ticket in sell(till, general_cart(till, 20)).sale.tickets]
    assert len(set(codes)) == 20
    assert all(len(code) == 27 and code.isalnum() for code in codes)


def test_the_drawer_opens_before_the_paper_when_there_is_cash(till: Station) -> None:
    for _ in range(8):
        sell(till, general_cart(till, 1), cash_ves("8570.06"))
    assert job_kinds(till) == [JobKind.DRAWER, JobKind.SALE] * 8


def test_the_drawer_stays_shut_without_cash(till: Station) -> None:
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))
    assert job_kinds(till) == [JobKind.SALE]


def test_one_job_carries_the_invoice_and_every_ticket(till: Station) -> None:
    sold = sell(till, general_cart(till, 3))
    with till.database.read() as tx:
        job = print_jobs.find(tx, sold.job_id)
    assert job is not None
    assert (job.subject_id, job.papers, job.done) == (sold.sale.id, 4, 0)


def test_the_kept_cart_is_forgotten_by_the_sale(till: Station, ana: Cashier) -> None:
    cart = general_cart(till, 1)
    carts.keep(till, ana, cart)
    sell(till, cart)
    assert carts.kept(till, ana) is None


def test_a_mixed_payment_follows_the_order_in_which_it_was_registered(till: Station) -> None:
    """With dollars first, all of them are the base of the IGTF; with bolívares first, the base is smaller."""
    dollars, bolivares = cash_usd("5.00"), cash_ves("8000.00")
    first = sell(till, general_cart(till, 1), dollars, bolivares).sale
    second = sell(till, general_cart(till, 1), bolivares, dollars).sale
    assert (str(first.igtf_base), str(second.igtf_base)) == ("4285.03", "570.06")


def test_when_a_block_is_used_up_the_next_one_goes_on(till: Station) -> None:
    numbers = [sell(till, general_cart(till, 1)).document for _ in range(31)]
    assert [d.number for d in numbers] == [*range(1, 31), 101]
    assert numbers[-1].control_number == "00-00000601"


def test_the_wake_up_call_comes_after_the_commit(station: Station) -> None:
    seen: list[int] = []
    stations.open_shift(station)
    awake = replace(station, wake=lambda: seen.append(count(station, "sale")))
    sell(awake, general_cart(station, 1))
    assert seen == [1]


def test_a_name_of_emoji_is_kept_as_it_is(till: Station) -> None:
    cart = replace(general_cart(till, 1), customer=Customer("Ñandú 🎭 «Çaça»", "V12345678"))
    sold = sell(till, cart)
    assert documents.load(till, sold.document.id)[0].customer == cart.customer
    assert verify(till).ok


def test_a_quote_says_each_line_and_the_sum_in_both_currencies(till: Station) -> None:
    cart = stations.cart_of(*stations.seat_lines(till, ["A-1"]), general_line(till, 2))
    quote = checkout.quote(till, cart)
    assert [(q.description, q.seat, str(q.total), str(q.ves)) for q in quote.lines] == [
        ("Concierto · Platea · Adulto", "A-1", "24.00", "20568.14"),
        ("Concierto · General · Adulto", "", "20.00", "17140.12"),
    ]
    assert (str(quote.total), str(quote.total_ves)) == ("44.00", "37708.26")
    assert quote.total_ves == quote.taxes.total


def test_quoting_changes_nothing(till: Station) -> None:
    before = digests(till)
    cart = general_cart(till, 2)
    checkout.quote(till, cart)
    checkout.balance(till, cart, Offer((cash_usd("5"),)))
    assert changed(before, digests(till)) == set()


def test_a_balance_follows_every_tender(till: Station) -> None:
    """docs/fiscal-rules.md example 19, tender by tender."""
    cart = general_cart(till, 1)
    unpaid = checkout.balance(till, cart, Offer(()))
    assert (str(unpaid.missing), str(unpaid.missing_usd), unpaid.change) == ("8570.06", "10.00", ())
    all_of_it = checkout.balance(till, cart, Offer((cash_usd("20"),), ChangeIn.CASH_USD))
    assert (all_of_it.igtf_rate, str(all_of_it.igtf), str(all_of_it.missing)) == (Decimal("0.03"), "257.10", "-8312.96")
    assert [str(part.amount) for part in all_of_it.change] == ["9.00", "599.91"]


def test_what_the_balance_said_is_what_the_sale_takes(till: Station, ana: Cashier) -> None:
    cart = stations.cart_of(*stations.seat_lines(till, ["B-1", "B-2"]), general_line(till, 1))
    offer = Offer((cash_usd("30"), cash_ves("50000.00")), ChangeIn.CASH_USD)
    balance = checkout.balance(till, cart, offer)
    sale = checkout.sell(till, ana, cart, offer).sale
    assert (sale.to_pay, sale.igtf, sale.igtf_base, sale.change) == (
        balance.to_pay,
        balance.igtf,
        balance.igtf_base,
        balance.change,
    )


def test_exact_cash_leaves_nothing_missing(till: Station) -> None:
    cart = seats_cart(till, ["A-1", "D-9"])
    assert checkout.balance(till, cart, paid(till, cart)).missing == Money.zero()
    assert checkout.balance(till, cart, paid(till, cart)).change == ()


def test_an_ordinary_taxpayer_perceives_no_igtf(till: Station) -> None:
    with till.database.write() as tx:
        tx.execute(catalogue.series.update().values(special_to=till.today().replace(day=20)))
        catalogue_changed(tx)
    sale = sell(till, general_cart(till, 1), cash_usd("10")).sale
    assert (sale.igtf_rate, sale.igtf, sale.to_pay) == (Decimal(0), Money.zero(), Money.parse("8570.06", VES))


def test_lines_of_a_cart_may_mix_zones_of_one_performance(till: Station) -> None:
    line: CartLine = general_line(till, 2)
    sold = sell(till, stations.cart_of(line, *stations.seat_lines(till, ["C-1"])))
    assert [ticket.place.seat_id for ticket in sold.sale.tickets] == [None, None, seat_id("C-1")]
    assert [(t.quantity, str(t.total_ves)) for t in sold.sale.lines] == [
        (2, "17140.12"),
        (1, "17140.12"),
        (1, "1714.01"),
    ]
    assert offering(till).venue.name == sold.sale.tickets[0].place.venue
