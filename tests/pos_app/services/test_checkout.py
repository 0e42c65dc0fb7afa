"""Selling: one transaction that leaves everything, or a refusal that leaves nothing."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from domain.errors import Refused
from domain.fiscal import ClockMovedBack, NumbersUsedUp
from domain.identity import BadIdentity
from domain.ids import SeatId, TicketTypeId
from domain.money import USD, VES, AmountTooLarge, Money, NoRate
from domain.payments import (
    ChangeIn,
    MissingReference,
    NotEnough,
    NotPositive,
    References,
    ReferenceUsed,
    Tender,
    TooMuchForMethod,
)
from domain.pricing import StepKind
from domain.sale import Cart, CartLine, Customer, EmptyCart, Offer, TooManyTickets
from domain.seats import SeatNotFree, SeatState
from domain.shifts import NoShiftOpen
from domain.staff import Cashier, NotAllowed, Role
from domain.till_report import ZOverdue
from pos_app.services import carts, checkout, clock_guard, documents, shifts, till_reports
from pos_app.services.choosing import DocumentNeeded, NotEnoughPlaces
from pos_app.services.verify import verify
from pos_app.station import Station
from pos_app.storage import print_jobs
from pos_app.storage.catalogue_cache import NotForSale
from pos_app.storage.print_jobs import JobKind
from tests.pos_app import stations
from tests.pos_app.snapshots import changed, count, digests, kinds
from tests.pos_app.stations import (
    FakeClock,
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


def job_kinds(station: Station) -> list[JobKind]:
    with station.database.read() as tx:
        return [job.kind for job in reversed(print_jobs.latest(tx, 50))]


def refused(station: Station, attempt: Callable[[], object], why: type[Refused]) -> Refused:
    """The attempt is refused and no table has moved."""
    before = digests(station)
    with pytest.raises(why) as caught:
        attempt()
    assert changed(before, digests(station)) == set()
    return caught.value


def attempt(station: Station, cart: Cart, *tenders: Tender) -> Callable[[], object]:
    return lambda: checkout.sell(station, stations.ana(station), cart, Offer(tenders))


# ------------------------------------------------------------------------------------------------ what a sale leaves


def test_a_sale_takes_the_next_number_and_the_form_that_goes_with_it(till: Station) -> None:
    documents_sold = [sell(till, general_cart(till, 1)).document for _ in range(2)]
    assert [(d.printed_number, d.control_number) for d in documents_sold] == [
        ("A-00000001", "00-00000501"),
        ("A-00000002", "00-00000502"),
    ]


def test_a_ticket_with_the_tax_inside_comes_out_to_the_cent(till: Station) -> None:
    """fiscal.md example 1."""
    document = sell(till, general_cart(till, 1)).document
    line = document.taxes[0]
    assert (str(line.base), str(line.tax), str(document.total)) == ("7387.98", "1182.08", "8570.06")


def test_twenty_dollars_for_a_ten_dollar_ticket_carry_igtf_on_what_was_due(till: Station) -> None:
    """fiscal.md example 19."""
    offer = Offer((cash_usd("20.00"),), ChangeIn.CASH_USD)
    sale = checkout.sell(till, stations.ana(till), general_cart(till, 1), offer).sale
    assert (str(sale.igtf_base), str(sale.igtf), str(sale.to_pay)) == ("8570.06", "257.10", "8827.16")
    assert [(c.method, str(c.amount), str(c.ves)) for c in sale.change] == [
        ("cash_usd", "9.00", "7713.05"),
        ("cash_ves", "599.91", "599.91"),
    ]


def test_a_sale_is_rows_a_journal_entry_and_jobs_in_one_step(till: Station) -> None:
    before = digests(till)
    sold = sell(till, seats_cart(till, ["B-1", "B-2"]))
    assert changed(before, digests(till)) == {
        *("journal", "sale", "ticket", "payment", "fiscal_document", "document_tax", "sold_seat", "zone_sold"),
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
    """Dollars first are all base of the IGTF; bolívares first leave less of it."""
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


# ------------------------------------------------------------------------------------------------ what is refused


def test_without_a_shift_nothing_is_sold(station: Station) -> None:
    refused(station, attempt(station, general_cart(station, 1), cash_ves("8570.06")), NoShiftOpen)


def test_an_empty_cart_is_no_sale(till: Station) -> None:
    refused(till, attempt(till, stations.cart_of()), EmptyCart)


def test_an_auditor_does_not_sell(till: Station, ana: Cashier) -> None:
    auditor = replace(ana, role=Role.AUDITOR)
    refused(till, lambda: checkout.sell(till, auditor, general_cart(till, 1), Offer(())), NotAllowed)


def test_a_seat_taken_meanwhile_is_refused_and_a_near_one_is_named(till: Station) -> None:
    mine = seats_cart(till, ["C-5", "C-6"])
    sell(till, seats_cart(till, ["C-6"]))
    error = refused(till, attempt(till, mine, cash_ves("99999.00")), SeatNotFree)
    assert isinstance(error, SeatNotFree)
    assert (error.seat, error.state, error.nearest) == ("C-6", SeatState.SOLD, "C-7")


def test_a_seat_twice_in_one_cart_is_refused(till: Station) -> None:
    error = refused(till, attempt(till, seats_cart(till, ["C-5", "C-5"]), cash_usd("100")), SeatNotFree)
    assert isinstance(error, SeatNotFree)
    assert error.seat == "C-5"


def test_a_seat_is_one_place_only(till: Station) -> None:
    cart = seats_cart(till, ["C-5"])
    twice = replace(cart, lines=(replace(cart.lines[0], quantity=2),))
    refused(till, attempt(till, twice, cash_usd("100")), SeatNotFree)


@pytest.mark.parametrize("quantity", [0, -1, -100])
def test_a_line_without_places_is_refused(till: Station, quantity: int) -> None:
    cart = stations.cart_of(general_line(till, quantity), general_line(till, 1))
    refused(till, attempt(till, cart, cash_ves("8570.06")), EmptyCart)


def test_a_killed_seat_is_not_sold(till: Station) -> None:
    error = refused(till, attempt(till, seats_cart(till, ["D-10"]), cash_usd("100")), SeatNotFree)
    assert isinstance(error, SeatNotFree)
    assert error.state is SeatState.KILLED


def test_a_seat_that_the_plan_does_not_have_is_refused(till: Station) -> None:
    cart = seats_cart(till, ["A-1"])
    wrong = replace(cart, lines=(replace(cart.lines[0], seat_id=SeatId(4_000)),))
    refused(till, attempt(till, wrong, cash_usd("100")), NotForSale)


def test_a_numbered_zone_is_not_sold_without_a_seat(till: Station) -> None:
    cart = seats_cart(till, ["A-1"])
    wrong = replace(cart, lines=(replace(cart.lines[0], seat_id=None),))
    refused(till, attempt(till, wrong, cash_usd("100")), NotForSale)


def test_what_is_not_in_the_catalogue_is_not_sold(till: Station) -> None:
    line = general_line(till, 1)
    unknown = TicketTypeId(line.zone_id)
    refused(till, attempt(till, stations.cart_of(replace(line, ticket_type_id=unknown))), NotForSale)


def test_a_cancelled_performance_is_not_sold(till: Station) -> None:
    line = general_line(till, 1)
    with till.database.read() as tx:
        cancelled = stations.catalog.performances(tx, till.tenant_id)[1].id
    refused(till, attempt(till, stations.cart_of(replace(line, performance_id=cancelled))), NotForSale)


def test_more_places_than_are_left_are_refused_across_lines(till: Station) -> None:
    sell(till, general_cart(till, 60))
    cart = stations.cart_of(general_line(till, 30), general_line(till, 11))
    error = refused(till, attempt(till, cart, cash_ves("1.00")), NotEnoughPlaces)
    assert isinstance(error, NotEnoughPlaces)
    assert error.left == 10


def test_a_zone_sells_its_last_place(till: Station) -> None:
    sell(till, general_cart(till, 100))
    refused(till, attempt(till, general_cart(till, 1), cash_ves("8570.06")), NotEnoughPlaces)


def test_a_sale_has_a_largest_size(till: Station) -> None:
    with till.database.write() as tx:
        tx.execute(stations.tables.allotment.update().values(granted=1_000))
    error = refused(till, attempt(till, general_cart(till, 201), cash_ves("1.00")), TooManyTickets)
    assert isinstance(error, TooManyTickets)
    assert error.most == 200


def test_when_the_numbers_are_used_up_there_is_no_sale(till: Station) -> None:
    for _ in range(35):
        sell(till, general_cart(till, 1))
    error = refused(till, attempt(till, general_cart(till, 1), cash_ves("8570.06")), NumbersUsedUp)
    assert isinstance(error, NumbersUsedUp)
    assert error.series == "A"


def test_no_rate_for_the_day_no_sale(till: Station, clock: FakeClock, ana: Cashier, rosa: Cashier) -> None:
    clock.advance(days=3)
    refused(till, attempt(till, general_cart(till, 1), cash_ves("8570.06")), NoRate)


def test_sunday_sells_at_the_rate_of_monday(till: Station, clock: FakeClock) -> None:
    clock.advance(days=1)
    assert str(sell(till, general_cart(till, 1)).document.total) == "9166.48"


def test_a_clock_behind_the_last_document_stops_until_a_supervisor_accepts_it(
    till: Station, clock: FakeClock, rosa: Cashier, ana: Cashier
) -> None:
    last = sell(till, general_cart(till, 1)).document
    clock.advance(hours=-1)
    refused(till, attempt(till, general_cart(till, 1), cash_ves("8570.06")), ClockMovedBack)
    with pytest.raises(NotAllowed):
        clock_guard.accept_clock(till, ana)
    clock_guard.accept_clock(till, rosa)
    later = [sell(till, general_cart(till, 1)).document for _ in range(2)]
    assert {d.issued_at for d in later} == {last.issued_at}
    assert kinds(till).count("clock_accepted/1") == 1


def test_a_clock_a_little_behind_is_tolerated(till: Station, clock: FakeClock) -> None:
    last = sell(till, general_cart(till, 1)).document
    clock.advance(seconds=-90)
    assert sell(till, general_cart(till, 1)).document.issued_at == last.issued_at


def test_an_accepted_clock_is_accepted_for_that_once(till: Station, clock: FakeClock, rosa: Cashier) -> None:
    sell(till, general_cart(till, 1))
    clock.advance(hours=-1)
    clock_guard.accept_clock(till, rosa)
    clock.advance(hours=2)
    sell(till, general_cart(till, 1))
    clock.advance(hours=-1)
    refused(till, attempt(till, general_cart(till, 1), cash_ves("8570.06")), ClockMovedBack)


def test_a_day_without_a_z_stops_the_next_sale(
    till: Station, clock: FakeClock, ana: Cashier, rosa: Cashier
) -> None:
    first = sell(till, general_cart(till, 1)).document
    clock.advance(hours=23, minutes=59)
    refused(till, attempt(till, general_cart(till, 1), cash_ves("1.00")), NotEnough)
    clock.advance(minutes=1)
    error = refused(till, attempt(till, general_cart(till, 1), cash_ves("99999.00")), ZOverdue)
    assert isinstance(error, ZOverdue)
    assert error.since == first.issued_at
    shifts.count(till, ana, shifts.Count(()))
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    till_reports.take_z(till, rosa)
    stations.open_shift(till)
    assert sell(till, general_cart(till, 1)).document.number == 2


def test_a_reference_pays_once(till: Station) -> None:
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))
    error = refused(
        till, attempt(till, general_cart(till, 1), pago_movil("8570.06", "000123456789")), ReferenceUsed
    )
    assert isinstance(error, ReferenceUsed)
    assert error.reference == "000123456789"


def test_a_reference_is_not_used_twice_inside_one_sale(till: Station) -> None:
    halves = pago_movil("4000.00", "000123456789"), pago_movil("4570.06", "000123456789")
    refused(till, attempt(till, general_cart(till, 1), *halves), ReferenceUsed)


def test_a_refused_sale_leaves_its_reference_free(till: Station) -> None:
    refused(till, attempt(till, general_cart(till, 1), pago_movil("1.00", "000123456789")), NotEnough)
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))


def test_a_payment_without_its_reference_is_refused(till: Station) -> None:
    bare = Tender("pago_movil", Money.parse("8570.06", VES))
    refused(till, attempt(till, general_cart(till, 1), bare), MissingReference)


def test_a_courtesy_needs_a_supervisor(till: Station, ana: Cashier, rosa: Cashier) -> None:
    cart = general_cart(till, 1, "Cortesía")
    refused(till, attempt(till, cart), NotAllowed)
    refused(till, lambda: checkout.sell(till, ana, cart, Offer(()), approved_by=ana), NotAllowed)
    sale = checkout.sell(till, ana, cart, Offer(()), approved_by=rosa).sale
    assert (sale.to_pay, sale.payments, sale.tickets[0].price.fee) == (Money.zero(), (), Money.zero(USD))
    assert verify(till).ok


def test_some_tickets_need_the_document_of_the_customer(till: Station) -> None:
    cart = general_cart(till, 1, "Estudiante")
    error = refused(till, attempt(till, cart, cash_ves("4285.03")), DocumentNeeded)
    assert isinstance(error, DocumentNeeded)
    assert error.ticket_type == "Estudiante"
    with_document = replace(cart, customer=Customer("", "V12345678"))
    assert str(sell(till, with_document).document.total) == "4285.03"


@pytest.mark.parametrize(
    "customer",
    [
        Customer("A" * 65_536, "V12345678"),
        Customer("Ana", "V" * 65_536),
        Customer("Ana\x00Rondón"),
        Customer("Ana\nRondón"),
        Customer("Ana \ud83d"),
    ],
    ids=["a long name", "a long document", "a null", "a line break", "half an emoji"],
)
def test_a_customer_that_paper_cannot_name_is_refused(till: Station, customer: Customer) -> None:
    cart = replace(general_cart(till, 1), customer=customer)
    refused(till, attempt(till, cart, cash_ves("8570.06")), BadIdentity)


@pytest.mark.parametrize("minor", [0, -1, -1_000_000])
def test_an_amount_of_nothing_or_less_is_refused(till: Station, minor: int) -> None:
    tenders = Tender("cash_ves", Money(minor, VES)), cash_ves("9999999.00")
    refused(till, attempt(till, general_cart(till, 1), *tenders), NotPositive)


def test_an_amount_that_no_document_can_carry_is_refused(till: Station) -> None:
    huge = Tender("cash_usd", Money(2**53 - 1, USD))
    refused(till, attempt(till, general_cart(till, 1), huge), AmountTooLarge)


def test_an_enormous_note_that_a_document_can_carry_gets_its_change(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("9000000000.00"))
    assert str(sold.sale.change[0].amount) == "8999991429.94"
    assert verify(till).ok


def test_too_little_is_refused_and_says_how_much_is_missing(till: Station) -> None:
    error = refused(till, attempt(till, general_cart(till, 1), cash_ves("8570.05")), NotEnough)
    assert isinstance(error, NotEnough)
    assert str(error.missing) == "0.01"


def test_change_is_not_given_from_what_is_not_cash(till: Station) -> None:
    tenders = pago_movil("8600.00", "000123456789"), cash_ves("20.00")
    error = refused(till, attempt(till, general_cart(till, 1), *tenders), TooMuchForMethod)
    assert isinstance(error, TooMuchForMethod)
    assert str(error.excess) == "29.94"


def test_a_long_reference_of_a_payment_that_needs_none_is_refused(till: Station) -> None:
    odd = Tender("cash_ves", Money.parse("8570.06", VES), References(payer="A" * 65_536))
    refused(till, attempt(till, general_cart(till, 1), odd), MissingReference)


# ------------------------------------------------------------------------------------------------ before paying


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
    """fiscal.md example 19, tender by tender."""
    cart = general_cart(till, 1)
    nothing = checkout.balance(till, cart, Offer(()))
    assert (str(nothing.missing), str(nothing.missing_usd), nothing.change) == ("8570.06", "10.00", ())
    all_of_it = checkout.balance(till, cart, Offer((cash_usd("20"),), ChangeIn.CASH_USD))
    assert (all_of_it.igtf_rate, str(all_of_it.igtf), str(all_of_it.missing)) == (Decimal("0.03"), "257.10", "-8312.96")
    assert [str(part.amount) for part in all_of_it.change] == ["9.00", "599.91"]


def test_what_the_balance_said_is_what_the_sale_takes(till: Station, ana: Cashier) -> None:
    cart = stations.cart_of(*stations.seat_lines(till, ["B-1", "B-2"]), general_line(till, 1))
    offer = Offer((cash_usd("30"), cash_ves("50000.00")), ChangeIn.CASH_USD)
    said = checkout.balance(till, cart, offer)
    sale = checkout.sell(till, ana, cart, offer).sale
    assert (sale.to_pay, sale.igtf, sale.igtf_base, sale.change) == (said.to_pay, said.igtf, said.igtf_base, said.change)


def test_exact_cash_leaves_nothing_missing(till: Station) -> None:
    cart = seats_cart(till, ["A-1", "D-9"])
    assert checkout.balance(till, cart, paid(till, cart)).missing == Money.zero()
    assert checkout.balance(till, cart, paid(till, cart)).change == ()


def test_an_ordinary_taxpayer_perceives_no_igtf(till: Station) -> None:
    with till.database.write() as tx:
        tx.execute(stations.tables.series.update().values(special_to=till.today().replace(day=20)))
        stations.catalogue_changed(tx)
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
