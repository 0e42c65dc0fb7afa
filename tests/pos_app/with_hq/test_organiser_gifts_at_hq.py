"""Gifts of the organiser travel as facts: HQ has their rows and places, and believes only those that follow."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from domain.after_sale.holders import parse_holder
from domain.after_sale.organiser_gifts import GiftFlaw
from domain.catalogue.seats import SeatNotFree
from domain.conflicts.cases import ConflictKind
from domain.ids import GiftId, TicketId
from domain.people.customers import Field
from hq.books.check import check
from pos_app.services.after_sale import organiser_gifts
from pos_app.services.after_sale.organiser_gifts import WantedGift
from pos_app.services.people import customers
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from sync import journal
from sync.facts import OrganiserGiftMade
from sync.facts.gifts import gift_ticket, organiser_gift
from sync.facts.sales import sold_seat, zone_sold
from sync.facts.tickets import ticket_holder
from tests.builders import stations as small
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.services.after_sale.test_organiser_gifts import LIES, give
from tests.pos_app.services.after_sale.test_tickets import hand_over_to
from tests.pos_app.snapshots import refused
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.test_refunds_at_hq import case_kinds


def at_hq(hq: HeadOffice, column: Any) -> list[Any]:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return list(tx.execute(select(column)).scalars())


def test_a_gift_arrives_with_its_tickets_and_places(hq: HeadOffice, till: Station) -> None:
    seated = give(till, seats_cart(till, ["A-1"]), "María Ñáñez")
    give(till, general_cart(till, 2))
    hq.round(till)
    assert case_kinds(hq) == []
    assert sorted(at_hq(hq, organiser_gift.c.name)) == ["", "María Ñáñez"]
    assert seated.gift.tickets[0].code in at_hq(hq, gift_ticket.c.code)
    assert at_hq(hq, sold_seat.c.seat_id) == [small.seat_id("A-1")]
    assert sum(at_hq(hq, zone_sold.c.sold)) == 3
    refused(till, lambda: sell(till, seats_cart(till, ["A-1"])), SeatNotFree)
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


@pytest.mark.parametrize("flaw", LIES)
def test_a_gift_that_does_not_follow_changes_nothing_and_is_a_case(
    hq: HeadOffice, till: Station, flaw: GiftFlaw
) -> None:
    gift = give(till, general_cart(till, 1)).gift
    hq.round(till)
    tickets = tuple(
        replace(ticket, id=TicketId(till.ids.new()), code=till.ids.ticket_code()) for ticket in LIES[flaw](gift).tickets
    )
    lie = replace(LIES[flaw](gift), id=GiftId(till.ids.new()), tickets=tickets)
    with till.database.write() as tx:
        journal.append(tx, till.author, OrganiserGiftMade(lie), at=till.clock.now(), actor=gift.cashier_id)
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.REFUND]
    assert at_hq(hq, organiser_gift.c.id) == [gift.id]


def test_a_registered_customer_stays_the_holder_at_the_station_and_at_hq(hq: HeadOffice, till: Station) -> None:
    ana = small.ana(till)
    known = customers.create(till, ana, {Field.NAME: "Luis", Field.SURNAME: "Rojas"})
    holder = parse_holder("Luis Rojas", person_id=known.id)
    sold = sell(till, general_cart(till, 1))
    hand_over_to(till, sold, holder)
    wanted = WantedGift(general_cart(till, 1), "Prensa", holder)
    organiser_gifts.give(till, ana, wanted, small.rosa(till))
    hq.round(till)
    assert at_hq(hq, ticket_holder.c.person_id) == [known.id]
    assert at_hq(hq, organiser_gift.c.person_id) == [known.id]
    assert case_kinds(hq) == []
