"""A refused cart changes no table."""

from dataclasses import replace

import pytest

from domain.catalogue.offering import NotForSale
from domain.catalogue.seats import SeatNotFree, SeatState
from domain.catalogue.suspension import IsCancelled
from domain.fiscal.clock import ClockMovedBack
from domain.fiscal.series import NumbersUsedUp
from domain.ids import SeatId, TicketTypeId
from domain.money.money import NoRate
from domain.payments.due import NotEnough
from domain.people.staff import Cashier, NotAllowed, Role
from domain.sale.cart import EmptyCart, TooManyTickets
from domain.sale.closing import Offer
from domain.till.shifts import NoShiftOpen
from domain.till.till_report import ZOverdue
from pos_app.services.selling import checkout
from pos_app.services.selling.choosing import NotEnoughPlaces
from pos_app.services.till import clock_guard, shifts, till_reports
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from sync.facts.rights import allotment
from sync.tables import catalogue
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.builders.counts import NONE_LEFT
from tests.builders.stations import attempt, cash_usd, cash_ves, general_cart, general_line, seats_cart, sell
from tests.pos_app.snapshots import kinds, refused


def test_without_a_shift_nothing_is_sold(station: Station) -> None:
    refused(station, attempt(station, general_cart(station, 1), cash_ves("8570.06")), NoShiftOpen)


def test_an_empty_cart_is_no_sale(till: Station) -> None:
    refused(till, attempt(till, stations.cart_of()), EmptyCart)


def test_an_auditor_does_not_sell(till: Station, ana: Cashier) -> None:
    auditor = replace(ana, role=Role.AUDITOR)
    refused(till, lambda: checkout.sell(till, auditor, general_cart(till, 1), Offer(())), NotAllowed)


def test_a_seat_taken_meanwhile_is_refused_and_a_near_one_is_named(till: Station) -> None:
    own_cart = seats_cart(till, ["C-5", "C-6"])
    sell(till, seats_cart(till, ["C-6"]))
    error = refused(till, attempt(till, own_cart, cash_ves("99999.00")), SeatNotFree)
    assert (error.seat, error.state, error.nearest) == ("C-6", SeatState.SOLD, "C-7")


def test_the_first_seat_of_a_plan_has_neighbours_on_one_side(till: Station) -> None:
    own_cart = seats_cart(till, ["A-1"])
    sell(till, seats_cart(till, ["A-1", "A-2"]))
    error = refused(till, attempt(till, own_cart, cash_ves("99999.00")), SeatNotFree)
    assert (error.seat, error.nearest) == ("A-1", "A-3")


def test_a_seat_twice_in_one_cart_is_refused(till: Station) -> None:
    error = refused(till, attempt(till, seats_cart(till, ["C-5", "C-5"]), cash_usd("100")), SeatNotFree)
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
    assert error.state is SeatState.KILLED


def test_a_seat_that_the_plan_does_not_have_is_refused(till: Station) -> None:
    cart = seats_cart(till, ["A-1"])
    wrong = replace(cart, lines=(replace(cart.lines[0], seat_id=SeatId(4_000)),))
    refused(till, attempt(till, wrong, cash_usd("100")), NotForSale)


def test_a_seat_of_another_zone_is_not_sold_at_this_ones_price(till: Station) -> None:
    cart = seats_cart(till, ["A-1"])
    with till.database.write() as tx:
        tx.execute(catalogue.zone_section.update().values(section_no=7))
        catalogue_changed(tx)
    refused(till, attempt(till, cart, cash_usd("100")), NotForSale)


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
        cancelled = catalog.performances(tx, till.tenant_id)[1].id
    refused(till, attempt(till, stations.cart_of(replace(line, performance_id=cancelled))), IsCancelled)


def test_more_places_than_are_left_are_refused_across_lines(till: Station) -> None:
    sell(till, general_cart(till, 60))
    cart = stations.cart_of(general_line(till, 30), general_line(till, 11))
    error = refused(till, attempt(till, cart, cash_ves("1.00")), NotEnoughPlaces)
    assert error.left == 10


def test_a_zone_sells_its_last_place(till: Station) -> None:
    sell(till, general_cart(till, 100))
    refused(till, attempt(till, general_cart(till, 1), cash_ves("8570.06")), NotEnoughPlaces)


def test_a_sale_has_a_largest_size(till: Station) -> None:
    with till.database.write() as tx:
        tx.execute(allotment.update().values(granted=1_000))
        catalogue_changed(tx)
    error = refused(till, attempt(till, general_cart(till, 201), cash_ves("1.00")), TooManyTickets)
    assert error.most == 200


def test_when_the_numbers_are_used_up_there_is_no_sale(till: Station) -> None:
    for _ in range(35):
        sell(till, general_cart(till, 1))
    error = refused(till, attempt(till, general_cart(till, 1), cash_ves("8570.06")), NumbersUsedUp)
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


def test_a_day_without_a_z_stops_the_next_sale(till: Station, clock: FakeClock, ana: Cashier, rosa: Cashier) -> None:
    first = sell(till, general_cart(till, 1)).document
    clock.advance(hours=23, minutes=59)
    refused(till, attempt(till, general_cart(till, 1), cash_ves("1.00")), NotEnough)
    clock.advance(minutes=1)
    error = refused(till, attempt(till, general_cart(till, 1), cash_ves("99999.00")), ZOverdue)
    assert error.since == first.issued_at
    shifts.count(till, ana, NONE_LEFT)
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    till_reports.take_z(till, rosa)
    stations.open_shift(till)
    assert sell(till, general_cart(till, 1)).document.number == 2
