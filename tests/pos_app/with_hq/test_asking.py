"""Rights that a station requests at the counter are sold like any other and return to HQ when they stay unsold."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, text

from domain.sale.cart import Cart
from pos_app.services.rights import ask_rights
from pos_app.services.selling import carts
from pos_app.services.selling.choosing import NotEnoughPlaces
from pos_app.station import Station
from pos_app.ui.counter import price_and_keep
from sync.facts.sales import sale
from sync.line.hq_errors import HqRefused, RightsTaken
from tests.builders import stations
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.network import lost_reply


def sales_at(hq: HeadOffice) -> int:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return int(tx.execute(select(func.count()).select_from(sale)).scalar_one())


def places(hq: HeadOffice) -> int:
    """The number of general places that HQ granted and that were not returned."""
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return int(tx.execute(text("SELECT sum(granted - returned) FROM place_pool")).scalar_one())


def held(station: Station) -> int:
    with station.database.read() as tx:
        performance = stations.offering(station).performance.id
        return station.catalogue.places(tx, performance)[stations.zone(station, "General").id]


def wants(hq: HeadOffice, till: Station, count: int) -> Cart:
    """A cart of this many general places at a station with a line to HQ, priced as the sell screen does."""
    cart = general_cart(till, count)
    price_and_keep(replace(till, hq=hq.line(till)), stations.ana(till), cart)
    return cart


def test_a_seat_that_is_not_held_is_asked_for_and_sold(hq: HeadOffice, till: Station) -> None:
    performance = stations.offering(till).performance.id
    ask_rights.ask_seats(till, hq.line(till), performance, [stations.seat_id("C-5")])
    sell(till, seats_cart(till, ["C-5"]))
    hq.round(till)
    assert sales_at(hq) == 1


def test_asking_again_after_a_lost_reply_is_asking_once(hq: HeadOffice, till: Station) -> None:
    performance, seat = stations.offering(till).performance.id, stations.seat_id("C-5")
    hq.network.announce("/seats", lost_reply)
    with pytest.raises(Exception, match="CEN-01"):
        ask_rights.ask_seats(till, hq.line(till), performance, [seat])
    ask_rights.ask_seats(till, hq.line(till), performance, [seat])
    sell(till, seats_cart(till, ["C-5"]))
    with hq.office.database.tenant(hq.tenant_id) as tx:
        assert tx.execute(text("SELECT count(*) FROM seat_right WHERE seat_id = 24")).scalar_one() == 1


def test_a_seat_of_another_is_not_had(hq: HeadOffice, till: Station) -> None:
    performance = stations.offering(till).performance.id
    with pytest.raises(RightsTaken):
        ask_rights.ask_seats(till, hq.line(till), performance, [stations.seat_id("A-1")])
    with till.database.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM asked_right")).scalar_one() == 0


def test_a_question_that_hq_refused_is_forgotten(hq: HeadOffice, till: Station) -> None:
    performance = stations.offering(till).performance.id
    hq.set_status("frozen")
    with pytest.raises(HqRefused):
        ask_rights.ask_seats(till, hq.line(till), performance, [stations.seat_id("C-5")])
    with till.database.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM asked_right")).scalar_one() == 0


def test_a_seat_that_was_asked_for_and_not_sold_goes_back(hq: HeadOffice, till: Station) -> None:
    performance = stations.offering(till).performance.id
    line = hq.line(till)
    ask_rights.ask_seats(till, line, performance, [stations.seat_id("C-5"), stations.seat_id("C-6")])
    sell(till, seats_cart(till, ["C-5"]))
    stations.clock_of(till).advance(minutes=16)
    hq.round(till)
    hq.round(till)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        held = tx.execute(text("SELECT seat_id FROM seat_right WHERE seat_id >= 20 ORDER BY seat_id")).scalars().all()
    assert list(held) == [24]


def test_places_that_are_missing_are_asked_for_and_sold(hq: HeadOffice, till: Station) -> None:
    hq.round(till)
    more = held(till) + 5
    sell(till, wants(hq, till, more))
    hq.round(till)
    assert sales_at(hq) == 1
    assert held(till) >= more  # the round refills places as well


def test_more_places_than_the_house_has_are_not_had(hq: HeadOffice, till: Station) -> None:
    hq.round(till)
    before = held(till)
    with pytest.raises(NotEnoughPlaces) as caught:
        wants(hq, till, 199)
    assert (caught.value.left, held(till)) == (before, before)


def test_without_a_line_nobody_waits_for_hq(hq: HeadOffice, till: Station) -> None:
    hq.round(till)
    stations.clock_of(till).advance(hours=1)
    hq.network.announce("/places", lost_reply)
    with pytest.raises(NotEnoughPlaces):
        wants(hq, till, held(till) + 5)


def test_places_that_were_asked_for_and_not_sold_go_back(hq: HeadOffice, till: Station) -> None:
    hq.round(till)
    before, granted = held(till), places(hq)
    cart = wants(hq, till, before + 5)
    stations.clock_of(till).advance(minutes=16)
    hq.round(till)
    assert held(till) == before + 5  # they are in a cart
    carts.void(till, stations.ana(till), cart)
    for _ in range(2):
        hq.round(till)
    assert (held(till), places(hq)) == (before, granted)
