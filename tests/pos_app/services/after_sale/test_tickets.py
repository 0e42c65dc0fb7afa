"""Tickets after the sale without money: new codes, other seats, holders, and codes that end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from domain.after_sale.holders import BadHolder, Holder, HolderChange, HolderPart, parse_holder
from domain.after_sale.refunds import TicketEnded
from domain.after_sale.ticket_changes import (
    NoSeatToLeave,
    NoSuchSeat,
    OtherPrice,
    OtherZone,
    PerformanceBegan,
    TicketNotLive,
    WrongSeatCount,
)
from domain.catalogue.seats import SeatNotFree
from domain.fiscal.documents import DocumentKind
from domain.people.staff import NotAllowed
from domain.till.shifts import ReasonMissing
from pos_app.services.after_sale import refunds, tickets, typed_seats
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.after_sale.tickets import Changed, Handover, Reissue, Revocation
from pos_app.services.after_sale.tickets_of_sale import TicketState, tickets_of_sale
from pos_app.services.documents import documents, papers
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.document_rows import CodeState
from printing.printout import Columns, Line, Printout
from sync import journal
from sync.facts import AnyFact
from sync.facts.sales import sold_seat, zone_sold
from sync.tables.position import pack
from tests.builders import stations
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.snapshots import refused

REASON = "La perdió"


@pytest.fixture
def seated(till: Station) -> CompletedSale:
    return sell(till, seats_cart(till, ["A-1", "A-2"]))


def reissue(till: Station, sold: CompletedSale, seat: str = "", index: int = 0) -> Changed:
    seats = (stations.seat_id(seat),) if seat else ()
    request = Reissue(sold.sale.id, (sold.sale.tickets[index].id,), REASON, seats)
    return tickets.reissue(till, stations.ana(till), request, stations.rosa(till))


def hand_over(
    till: Station, sold: CompletedSale, how: HolderChange, *indexes: int, name: str = "Luis Rojas"
) -> Changed:
    chosen = tuple(sold.sale.tickets[i].id for i in indexes)
    request = Handover(sold.sale.id, chosen, how, parse_holder(name, "luis@example.com", "+58 412-123.45.67"))
    return tickets.change_holder(till, stations.ana(till), request)


def hand_over_to(till: Station, sold: CompletedSale, holder: Holder) -> Changed:
    """Every ticket of the sale goes to this holder."""
    chosen = tuple(ticket.id for ticket in sold.sale.tickets)
    request = Handover(sold.sale.id, chosen, HolderChange.TRANSFER, holder)
    return tickets.change_holder(till, stations.ana(till), request)


def revoke(till: Station, sold: CompletedSale, index: int = 0) -> None:
    request = Revocation(sold.sale.id, (sold.sale.tickets[index].id,), "Reventa")
    tickets.revoke(till, stations.ana(till), request, stations.rosa(till))


def refund(till: Station, sold: CompletedSale, *indexes: int) -> Any:
    chosen = tuple(sold.sale.tickets[i].id for i in indexes)
    request = RefundRequest(sold.sale.id, chosen, "cash_ves", "No puede venir")
    return refunds.refund(till, stations.ana(till), request, stations.rosa(till))


def last_fact(till: Station) -> AnyFact:
    """The newest fact of the journal."""
    with till.database.read() as tx:
        seq = journal.head(tx, till.tenant_id, till.id, till.author.epoch).seq
        entry = journal.entry_at(tx, till.tenant_id, till.id, pack(till.author.epoch, seq))
    assert entry is not None
    return entry.body


def seats_taken(till: Station) -> set[int]:
    with till.database.read() as tx:
        return set(tx.execute(select(sold_seat.c.seat_id)).scalars())


def counted(till: Station) -> int:
    with till.database.read() as tx:
        return sum(tx.execute(select(zone_sold.c.sold)).scalars())


def state_of(till: Station, code: str) -> CodeState | None:
    match = next(one for one in documents.find(till, code) if one.kind is DocumentKind.INVOICE)
    return match.searched_code


def words(till: Station, done: Changed) -> str:
    printed: list[Printout] = []
    for job_id in done.jobs:
        with till.database.read() as tx:
            job = print_jobs.find(tx, job_id)
        assert job is not None
        printed += papers.papers(till, job)
    assert len(printed) == len(done.tickets)
    texts: list[str] = []
    for part in (part for paper in printed for part in paper.parts):
        texts += [part.text] if isinstance(part, Line) else []
        texts += [cell.text for cell in part.cells] if isinstance(part, Columns) else []
    return "\n".join(texts)


def test_a_reissued_ticket_has_a_new_code_and_its_old_place(till: Station, seated: CompletedSale) -> None:
    before = seats_taken(till)
    done = reissue(till, seated)
    old, new = seated.sale.tickets[0], done.tickets[0]
    assert (new.id, new.place, new.price) == (old.id, old.place, old.price)
    assert (state_of(till, old.code), state_of(till, new.code)) == (CodeState.REISSUED, None)
    assert seats_taken(till) == before
    assert "REEMISIÓN" in words(till, done)
    assert new.code in words(till, done)
    assert verify(till).ok


def test_a_moved_ticket_leaves_its_seat_and_takes_the_other(till: Station, seated: CompletedSale) -> None:
    done = reissue(till, seated, "A-5")
    assert seats_taken(till) == {stations.seat_id("A-2"), stations.seat_id("A-5")}
    assert done.tickets[0].place.seat == "5"
    assert counted(till) == 2
    assert "CAMBIO DE ASIENTO" in words(till, done)
    sell(till, seats_cart(till, ["A-1"]))
    assert verify(till).ok


def test_a_ticket_is_moved_again_and_then_refunded_at_its_present_place(till: Station, seated: CompletedSale) -> None:
    reissue(till, seated, "A-5")
    last = reissue(till, seated, "A-6").tickets[0]
    done = refund(till, seated, 0)
    assert [back.code for back in done.refund.tickets] == [last.code]
    assert seats_taken(till) == {stations.seat_id("A-2")}
    assert state_of(till, last.code) is CodeState.REFUNDED
    assert verify(till).ok


@pytest.mark.parametrize(
    ("seat", "why"),
    [("A-2", SeatNotFree), ("A-1", SeatNotFree), ("C-1", OtherPrice), ("D-99", OtherZone)],
    ids=["sold", "own", "price", "zone"],
)
def test_a_seat_that_cannot_be_taken_is_refused(
    till: Station, seated: CompletedSale, seat: str, why: type[Any]
) -> None:  # fmt: skip
    refused(till, lambda: reissue(till, seated, seat), why)


def test_general_admission_is_reissued_and_not_moved(till: Station) -> None:
    sold = sell(till, general_cart(till, 1))
    refused(till, lambda: reissue(till, sold, "A-1"), NoSeatToLeave)
    assert reissue(till, sold).tickets[0].code != sold.sale.tickets[0].code
    assert verify(till).ok


def test_a_transfer_changes_the_holder_and_the_codes_of_several_tickets(till: Station, seated: CompletedSale) -> None:
    done = hand_over(till, seated, HolderChange.TRANSFER, 0, 1)
    assert [state_of(till, ticket.code) for ticket in seated.sale.tickets] == [CodeState.TRANSFERRED] * 2
    live = tickets_of_sale(till, seated.sale.id).live
    assert [one.now for one in live] == list(done.tickets)
    assert {one.holder for one in live} == {parse_holder("Luis Rojas", "luis@example.com", "+584121234567")}
    paper = words(till, done)
    assert paper.count("TRASPASO") == paper.count("Luis Rojas") == 2
    assert verify(till).ok


def test_naming_the_holder_leaves_the_code_and_prints_nothing(till: Station, seated: CompletedSale) -> None:
    done = hand_over(till, seated, HolderChange.NAMED, 0)
    assert (done.tickets[0], done.jobs) == (seated.sale.tickets[0], ())
    assert state_of(till, seated.sale.tickets[0].code) is None
    assert verify(till).ok


def test_the_whole_history_of_holders_stays(till: Station, seated: CompletedSale) -> None:
    hand_over(till, seated, HolderChange.GIFT, 0, name="María Ñáñez")
    hand_over(till, seated, HolderChange.TRANSFER, 0, name="Luis Rojas")
    reissue(till, seated)
    one, other = tickets_of_sale(till, seated.sale.id).live
    assert [(row.holder.name, row.how) for row in one.holders] == [("María Ñáñez", "gift"), ("Luis Rojas", "transfer")]
    assert (one.is_gift, other.is_gift, other.holder) == (True, False, None)


def test_a_revoked_ticket_admits_nobody_frees_its_place_and_gives_no_money(
    till: Station, seated: CompletedSale
) -> None:  # fmt: skip
    revoke(till, seated)
    assert state_of(till, seated.sale.tickets[0].code) is CodeState.REVOKED
    assert seats_taken(till) == {stations.seat_id("A-2")}
    refused(till, lambda: refund(till, seated, 0), TicketEnded)
    refund(till, seated, 1)
    assert counted(till) == 0
    assert verify(till).ok


END: list[Callable[[Station, CompletedSale], object]] = [revoke, lambda till, sold: refund(till, sold, 0)]


@pytest.mark.parametrize("end", END, ids=["revoked", "refunded"])
def test_a_ticket_that_ended_is_not_changed(
    till: Station, seated: CompletedSale, end: Callable[[Station, CompletedSale], object]
) -> None:
    end(till, seated)
    refused(till, lambda: reissue(till, seated), TicketNotLive)
    refused(till, lambda: hand_over(till, seated, HolderChange.GIFT, 1, 0), TicketNotLive)
    refused(till, lambda: revoke(till, seated), TicketNotLive)
    assert verify(till).ok


def test_after_the_start_nothing_is_changed_but_a_code_can_end(till: Station, seated: CompletedSale) -> None:
    starts_at = seated.sale.tickets[0].place.starts_at
    clock = stations.clock_of(till)
    clock.at = starts_at - timedelta(seconds=1)
    reissue(till, seated)
    clock.at = starts_at
    refused(till, lambda: reissue(till, seated), PerformanceBegan)
    for how in HolderChange:
        refused(till, partial(hand_over, till, seated, how, 0), PerformanceBegan)
    revoke(till, seated)


def test_a_cashier_hands_over_and_a_supervisor_approves_the_rest(till: Station, seated: CompletedSale) -> None:
    ana, ticket = stations.ana(till), seated.sale.tickets[0]
    refused(till, lambda: tickets.reissue(till, ana, Reissue(seated.sale.id, (ticket.id,), REASON)), NotAllowed)
    refused(till, lambda: tickets.revoke(till, ana, Revocation(seated.sale.id, (ticket.id,), REASON)), NotAllowed)
    refused(till, lambda: reissue_for(till, seated, " "), ReasonMissing)
    hand_over(till, seated, HolderChange.TRANSFER, 0)


def reissue_for(till: Station, sold: CompletedSale, reason: str) -> Changed:
    request = replace(Reissue(sold.sale.id, (sold.sale.tickets[0].id,), REASON), reason=reason)
    return tickets.reissue(till, stations.ana(till), request, stations.rosa(till))


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        (("", "", ""), HolderPart.NAME),
        (("x" * 81, "", ""), HolderPart.NAME),
        (("Ana", "ana@", ""), HolderPart.EMAIL),
        (("Ana", "a b@example.com", ""), HolderPart.EMAIL),
        (("Ana", "", "cuatro"), HolderPart.PHONE),
        (("Ana", "", "12345"), HolderPart.PHONE),
    ],
)
def test_a_holder_needs_a_name_and_whole_addresses(fields: tuple[str, str, str], part: HolderPart) -> None:
    with pytest.raises(BadHolder) as caught:
        parse_holder(*fields)
    assert caught.value.part is part


def test_several_tickets_are_reissued_moved_and_revoked_in_one_act(till: Station, seated: CompletedSale) -> None:
    ana, rosa, both = stations.ana(till), stations.rosa(till), tuple(ticket.id for ticket in seated.sale.tickets)
    seats = (stations.seat_id("A-5"), stations.seat_id("A-6"))
    moved = tickets.reissue(till, ana, Reissue(seated.sale.id, both, REASON, seats), rosa)
    assert [ticket.place.seat for ticket in moved.tickets] == ["5", "6"]
    assert words(till, moved).count("CAMBIO DE ASIENTO") == 2
    ended = tickets.revoke(till, ana, Revocation(seated.sale.id, both, REASON), rosa)
    assert [ticket.code for ticket in ended.tickets] == [ticket.code for ticket in moved.tickets]
    assert tickets_of_sale(till, seated.sale.id).live == ()
    assert verify(till).ok


def test_each_moved_ticket_needs_one_seat_and_none_moves_when_one_is_refused(
    till: Station, seated: CompletedSale
) -> None:
    ana, rosa, both = stations.ana(till), stations.rosa(till), tuple(ticket.id for ticket in seated.sale.tickets)
    free, other_price = stations.seat_id("A-5"), stations.seat_id("C-1")
    for seats, why in [((free,), WrongSeatCount), ((free, free), SeatNotFree), ((free, other_price), OtherPrice)]:
        refused(till, partial(tickets.reissue, till, ana, Reissue(seated.sale.id, both, REASON, seats), rosa), why)


def test_a_sale_tells_what_became_of_each_ticket(till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1", "A-2", "A-3", "A-4"]))
    hand_over(till, sold, HolderChange.GIFT, 0, name="María Ñáñez")
    revoke(till, sold, 1)
    refund(till, sold, 2)
    read = tickets_of_sale(till, sold.sale.id)
    assert [ticket.state for ticket in read.tickets] == [
        TicketState.LIVE, TicketState.REVOKED, TicketState.REFUNDED, TicketState.LIVE,
    ]  # fmt: skip
    first = read.tickets[0]
    assert (first.changed_by, first.is_gift, first.holder and first.holder.name) == ("given", True, "María Ñáñez")
    assert (read.tickets[2].note, read.tickets[3].changed_by) == ("NCA-00000001", None)


@pytest.mark.parametrize(
    "typed",
    ["A-5", "a5", "Platea A-5", "platea  a 5 ,", "Platea a\N{EN DASH}5"],
    ids=["name", "short", "section", "loose", "dash"],
)
def test_a_seat_is_read_as_people_write_it(till: Station, seated: CompletedSale, typed: str) -> None:
    assert typed_seats.read_seats(till, seated.sale.tickets[0].place, typed) == (stations.seat_id("A-5"),)


def test_a_seat_that_the_zone_has_not_is_refused_by_its_name(till: Station, seated: CompletedSale) -> None:
    with pytest.raises(NoSuchSeat) as caught:
        typed_seats.read_seats(till, seated.sale.tickets[0].place, "A-5, Z-99")
    assert caught.value.seat == "Z-99"
