"""Changes of tickets travel as facts: HQ has their rows, frees what they free, and believes only what follows."""

from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, text

from domain.after_sale.holders import HolderChange
from domain.after_sale.ticket_changes import ChangedTicket
from domain.conflicts.cases import ConflictKind
from domain.ids import SaleId, TicketId
from domain.sale.sale import Ticket
from hq.books.check import check
from hq.books.holders import holders_of
from hq.books.look_ups import NoSuchTicket
from hq.books.rows.tickets import CodeState, known_codes
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from sync import journal
from sync.facts import AnyFact, Entry, HolderChanged, TicketReissued, TicketRevoked
from sync.facts.conflicts import replaced_ticket
from sync.facts.sales import sold_seat, zone_sold
from sync.facts.tickets import ticket_holder
from tests.builders import stations as small
from tests.builders.stations import seats_cart, sell
from tests.pos_app.services.after_sale.histories import History, codes_of, documents_of, money_of, seats_of
from tests.pos_app.services.after_sale.test_tickets import hand_over, refund, reissue, revoke
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.test_refunds_at_hq import case_kinds


@pytest.fixture
def seated(till: Station) -> CompletedSale:
    return sell(till, seats_cart(till, ["A-1", "A-2"]))


def at_hq(hq: HeadOffice, column: Any) -> list[Any]:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return list(tx.execute(select(column)).scalars())


def test_changes_arrive_with_their_codes_holders_and_places(
    hq: HeadOffice, till: Station, seated: CompletedSale
) -> None:  # fmt: skip
    moved = reissue(till, seated, "A-5").tickets[0]
    hand_over(till, seated, HolderChange.GIFT, 0, name="María Ñáñez")
    revoke(till, seated, 1)
    hq.round(till)
    assert case_kinds(hq) == []
    ended = {seated.sale.tickets[0].code, moved.code, seated.sale.tickets[1].code}
    assert set(at_hq(hq, replaced_ticket.c.code)) == ended
    assert at_hq(hq, sold_seat.c.seat_id) == [small.seat_id("A-5")]
    assert at_hq(hq, ticket_holder.c.name) == ["María Ñáñez"]
    assert sum(at_hq(hq, zone_sold.c.sold)) == 1
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


@pytest.mark.parametrize("leave", ["revoked", "moved"])
def test_a_seat_that_is_left_and_sold_again_in_one_push_is_sold_at_hq(
    hq: HeadOffice, till: Station, seated: CompletedSale, leave: str
) -> None:
    if leave == "revoked":
        revoke(till, seated, 0)
    else:
        reissue(till, seated, "A-5")
    again = sell(till, seats_cart(till, ["A-1"]))
    hq.round(till)
    assert again.sale.tickets[0].id in at_hq(hq, sold_seat.c.ticket_id)
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


def test_a_moved_ticket_is_refunded_and_both_seats_are_sold_again(
    hq: HeadOffice, till: Station, seated: CompletedSale
) -> None:  # fmt: skip
    hq.round(till)
    reissue(till, seated, "A-5")
    hq.round(till)
    refund(till, seated, 0)
    sell(till, seats_cart(till, ["A-1", "A-5"]))
    hq.round(till)
    assert case_kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok


def entry(till: Station, kind: str) -> Entry:
    with till.database.read() as tx:
        position = tx.execute(
            text("SELECT epoch * (1 << 32) + seq FROM journal WHERE kind = :kind"), {"kind": kind}
        ).scalar_one()
        read = journal.entry_at(tx, till.tenant_id, till.id, position)
    assert read is not None
    return read


def lie(till: Station, fact: AnyFact) -> None:
    """An entry that whoever holds the station's key adds."""
    with till.database.write() as tx:
        journal.append(tx, till.author, fact, at=till.clock.now(), actor=small.ana(till).id)


def reissued(till: Station, sold: CompletedSale, ticket: Ticket, of: str = "", **values: Any) -> TicketReissued:
    """A reissue of a ticket of a sale that follows but for these values of the ticket, the change or the fact."""
    new = replace(ticket, code=till.ids.ticket_code(), **(values if of == "ticket" else {}))
    change = replace(ChangedTicket(ticket.code, ticket.place, 1, new), **(values if of == "change" else {}))
    fact = TicketReissued(till.ids.new(), sold.sale.id, change, "x")
    return msgspec.structs.replace(fact, **(values if of == "fact" else {}))


LIES: dict[str, dict[str, Any]] = {
    "a code that it has not": {"of": "change", "old_code": "0" * 27},
    "another life": {"of": "change", "epoch": 7},
    "another type": {"of": "ticket", "ticket_type": "Cortesía"},
    "another sale": {"of": "fact", "sale_id": SaleId(UUID(int=5))},
    "another ticket": {"of": "ticket", "id": TicketId(UUID(int=6))},
}


@pytest.mark.parametrize("changes", LIES.values(), ids=LIES.keys())
def test_a_reissue_that_does_not_follow_changes_nothing_and_asks_hq(
    hq: HeadOffice, till: Station, seated: CompletedSale, changes: dict[str, Any]
) -> None:
    lie(till, reissued(till, seated, seated.sale.tickets[0], **changes))
    assert not verify(till).ok
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.REFUND]
    assert at_hq(hq, replaced_ticket.c.code) == []
    assert len(at_hq(hq, sold_seat.c.seat_id)) == 2


@pytest.mark.parametrize("end", [revoke, refund], ids=["revoked", "refunded"])
def test_a_dead_code_does_not_live_again(hq: HeadOffice, till: Station, seated: CompletedSale, end: Any) -> None:
    end(till, seated, 0)
    ticket = seated.sale.tickets[0]
    place = replace(ticket.place, seat_id=small.seat_id("A-6"), seat="6")
    lie(till, reissued(till, seated, ticket, of="ticket", place=place))
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.REFUND]
    assert at_hq(hq, sold_seat.c.seat_id) == [small.seat_id("A-2")]
    assert not verify(till).ok


def test_a_ticket_cannot_be_revoked_twice_or_given_after(hq: HeadOffice, till: Station, seated: CompletedSale) -> None:
    hand_over(till, seated, HolderChange.TRANSFER, 0, 1)
    given, revoked = entry(till, "holder_changed/1").body, seated.sale.tickets[0]
    lie(till, TicketRevoked(till.ids.new(), seated.sale.id, revoked, 1, "x"))
    assert isinstance(given, HolderChanged)
    lie(till, msgspec.structs.replace(given, id=till.ids.new()))
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.ID_TWICE, ConflictKind.REFUND]
    assert len(at_hq(hq, sold_seat.c.seat_id)) == 2
    assert len(at_hq(hq, ticket_holder.c.name)) == 2


def test_each_code_that_ended_is_known_by_what_ended_it(hq: HeadOffice, till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1", "A-2", "A-3", "A-4", "A-5"]))
    moved = reissue(till, sold, "A-6", 0).tickets[0]
    given = hand_over(till, sold, HolderChange.GIFT, 1).tickets[0]
    revoke(till, sold, 2)
    refund(till, sold, 1, 3)
    hq.round(till)
    first, second, third, fourth, fifth = (ticket.code for ticket in sold.sale.tickets)
    expected = {
        first: CodeState.REPLACED, moved.code: CodeState.VALID, second: CodeState.REPLACED,
        given.code: CodeState.REFUNDED, third: CodeState.REVOKED, fourth: CodeState.REFUNDED, fifth: CodeState.VALID,
    }  # fmt: skip
    with hq.office.database.tenant(hq.tenant_id) as tx:
        for code, state in expected.items():
            assert next(one.state for one in known_codes(tx, hq.tenant_id, {code}) if one.code == code) is state


def test_the_holders_of_a_ticket_are_those_of_any_of_its_codes(
    hq: HeadOffice, till: Station, seated: CompletedSale
) -> None:  # fmt: skip
    given = hand_over(till, seated, HolderChange.GIFT, 0, name="María Ñáñez").tickets[0]
    last = reissue(till, seated).tickets[0]
    hand_over(till, seated, HolderChange.NAMED, 0, name="Luis Rojas")
    hq.round(till)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        for code in (seated.sale.tickets[0].code, given.code, last.code.upper()):
            held = holders_of(tx, hq.tenant_id, code).history
            assert [(one.how, one.name) for one in held] == [
                *(("bought", ""), ("gift", "María Ñáñez"), ("named", "Luis Rojas"))
            ]
        with pytest.raises(NoSuchTicket):
            holders_of(tx, hq.tenant_id, "0" * 27)


@pytest.mark.parametrize("seed", [11, 12])
def test_after_any_history_hq_has_the_codes_places_and_money_of_the_station(
    hq: HeadOffice, till: Station, seed: int
) -> None:  # fmt: skip
    history = History(till, Random(seed))  # noqa: S311  # a seed, not a secret
    for _ in range(6):
        for _ in range(5):
            history.act()
        at_station = history.check()
        hq.round(till)
        with hq.office.database.tenant(hq.tenant_id) as tx:
            assert codes_of(tx) == at_station
            assert money_of(tx) == documents_of(tx)
            seats = seats_of(tx)
        with till.database.read() as tx:
            assert seats == seats_of(tx)
    assert case_kinds(hq) == []
    assert check(hq.office, hq.tenant_id).ok
    assert verify(till).ok
