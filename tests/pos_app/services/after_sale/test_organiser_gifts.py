"""Gifts of the organiser: tickets without a sale, a document or money, which take places and are counted apart."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.after_sale.holders import parse_holder
from domain.after_sale.organiser_gifts import GiftFlaw, OrganiserGift, flaw_of_gift
from domain.catalogue.pricing import Price
from domain.catalogue.seats import SeatNotFree
from domain.ids import CartId, GiftId
from domain.money.money import USD, Money
from domain.people.staff import NotAllowed
from domain.sale.cart import Cart, CartSold, EmptyCart
from domain.till.shifts import NoShiftOpen, ReasonMissing
from pos_app.services.after_sale import organiser_gifts
from pos_app.services.after_sale.organiser_gifts import CompletedGift, WantedGift
from pos_app.services.documents import papers
from pos_app.services.proof.rebuild import rebuild
from pos_app.services.proof.verify import verify
from pos_app.services.selling.choosing import NotEnoughPlaces
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from printing.printout import Line
from sync import journal
from sync.facts import OrganiserGiftMade
from sync.facts.gifts import gift_ticket
from sync.facts.sales import sold_seat, zone_sold
from tests.builders import stations
from tests.builders.counts import NONE_LEFT
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.services.selling.test_holds import hold
from tests.pos_app.snapshots import kinds, refused

CAUSE = "Patrocinante"


def give(till: Station, cart: Cart, name: str = "") -> CompletedGift:
    holder = parse_holder(name) if name else None
    return organiser_gifts.give(till, stations.ana(till), WantedGift(cart, CAUSE, holder), stations.rosa(till))


def counted(till: Station, column: Any) -> int:
    with till.database.read() as tx:
        return int(tx.execute(select(func.count(column))).scalar_one())


def places_sold(till: Station) -> int:
    with till.database.read() as tx:
        return sum(tx.execute(select(zone_sold.c.sold)).scalars())


def test_a_gift_is_one_fact_without_a_document_and_takes_its_places(till: Station) -> None:
    done = give(till, seats_cart(till, ["A-1", "A-2"]), "María Ñáñez")
    assert kinds(till)[-1] == "organiser_gift_made/1"
    assert [ticket.price.untaxed for ticket in done.gift.tickets] == [Money.zero(USD)] * 2
    assert (counted(till, gift_ticket.c.ticket_id), counted(till, sold_seat.c.seat_id), places_sold(till)) == (2, 2, 2)
    refused(till, lambda: sell(till, seats_cart(till, ["A-1"])), SeatNotFree)
    assert verify(till).ok


def test_a_gift_needs_a_cause_a_supervisor_an_open_shift_and_tickets(till: Station) -> None:
    ana, rosa, cart = stations.ana(till), stations.rosa(till), general_cart(till, 1)
    refused(till, lambda: organiser_gifts.give(till, ana, WantedGift(cart, CAUSE)), NotAllowed)
    refused(till, lambda: organiser_gifts.give(till, ana, WantedGift(cart, " "), rosa), ReasonMissing)
    refused(till, lambda: organiser_gifts.give(till, ana, WantedGift(replace(cart, lines=()), CAUSE), rosa), EmptyCart)


def test_without_a_shift_nothing_is_given(station: Station) -> None:
    wanted = WantedGift(general_cart(station, 1), CAUSE)
    rosa = stations.rosa(station)
    refused(station, lambda: organiser_gifts.give(station, rosa, wanted), NoShiftOpen)


def test_a_cart_is_given_once_and_no_more_places_than_the_station_has(till: Station) -> None:
    cart = general_cart(till, 2)
    give(till, cart)
    refused(till, lambda: give(till, cart), CartSold)
    refused(till, lambda: give(till, general_cart(till, 100_000)), NotEnoughPlaces)


def test_gifts_are_counted_apart_in_x_and_z_and_begin_anew_after_it(till: Station) -> None:
    sell(till, general_cart(till, 1))
    give(till, general_cart(till, 3))
    rosa = stations.rosa(till)
    taken = till_reports.taken(till, till_reports.read_x(till, rosa).id)
    assert (taken.gifts, taken.report.totals.series[0].count) == (3, 1)
    paper = papers.papers(till, job_of(till))
    assert any("Obsequios del organizador" in str(part) for part in paper[0].parts)
    shifts.count(till, stations.ana(till), NONE_LEFT)
    shifts.close_shift(till, stations.ana(till), "sin contar", approved_by=rosa)
    till_reports.take_z(till, rosa)
    stations.open_shift(till)
    assert till_reports.taken(till, till_reports.read_x(till, rosa).id).gifts == 0
    assert verify(till).ok


def job_of(till: Station) -> print_jobs.PrintJob:
    with till.database.read() as tx:
        return print_jobs.latest(tx, 1)[0]


def test_the_paper_has_the_value_zero_the_holder_and_no_document(till: Station) -> None:
    done = give(till, general_cart(till, 2), "María Ñáñez")
    with till.database.read() as tx:
        job = print_jobs.find(tx, done.job_id)
    assert job is not None
    printed = papers.papers(till, job)
    assert len(printed) == job.papers == 2
    words = "\n".join(part.text for part in printed[0].parts if isinstance(part, Line)).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    for text in ("OBSEQUIO", "US$ 0,00", "María Ñáñez", "SIN FACTURA", done.gift.tickets[0].code):
        assert text in words
    assert "SERIE" not in words


def test_a_rebuilt_store_has_the_same_gifts(till: Station) -> None:
    give(till, seats_cart(till, ["A-1"]))
    rebuild(till)
    assert (counted(till, gift_ticket.c.ticket_id), places_sold(till)) == (1, 1)
    assert verify(till).ok


def test_a_gift_of_held_seats_ends_the_hold(till: Station) -> None:
    cart = seats_cart(till, ["A-1", "A-2"])
    held = hold(till, cart).hold
    give(till, replace(cart, id=CartId(till.ids.new()), hold_id=held.id))
    assert kinds(till)[-2:] == ["hold_ended/1", "organiser_gift_made/1"]
    assert verify(till).ok


Lie = Callable[[OrganiserGift], OrganiserGift]
LIES: dict[GiftFlaw, Lie] = {
    GiftFlaw.NO_TICKET: lambda gift: replace(gift, tickets=()),
    GiftFlaw.OTHER_VALUE: lambda gift: replace(
        gift, tickets=(replace(gift.tickets[0], price=Price(Money(1, USD), Money.zero(USD), ())),)
    ),
    GiftFlaw.NO_CAUSE: lambda gift: replace(gift, reason=" "),
    GiftFlaw.NOT_ALLOWED: lambda gift: replace(gift, approved_by=gift.cashier_id),
}


@pytest.mark.parametrize("flaw", LIES)
def test_verify_sees_a_gift_that_does_not_follow(till: Station, flaw: GiftFlaw) -> None:
    gift = give(till, general_cart(till, 1)).gift
    ana, rosa = stations.ana(till), stations.rosa(till)
    assert flaw_of_gift(gift, rosa) is None
    lie = LIES[flaw](gift)
    assert flaw_of_gift(lie, rosa if lie.approved_by == rosa.id else ana) is flaw
    lie = replace(lie, id=GiftId(till.ids.new()), tickets=tuple(_new(till, ticket) for ticket in lie.tickets))
    with till.database.write() as tx:
        journal.append(tx, till.author, OrganiserGiftMade(lie), at=till.clock.now(), actor=ana.id)
    finding = verify(till).finding
    assert finding is not None
    assert finding.flaw == "gift_mismatch"


def _new(till: Station, ticket: Any) -> Any:
    return replace(ticket, id=till.ids.new(), code=till.ids.ticket_code())
