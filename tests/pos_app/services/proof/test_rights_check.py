"""The check of rights reports each misuse of a right in the journal."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain.after_sale.ticket_changes import ChangedTicket
from domain.conflicts.cases import CaseId
from domain.ids import CashierId, PerformanceId, SeatId, ZoneId
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, SeatSpan
from domain.sale.sale import Sale
from pos_app.services.proof.findings import Flaw, Wrong
from pos_app.services.proof.rights_check import RightsCheck
from sync.facts import (
    AnyFact,
    Entry,
    NumbersAccepted,
    NumbersReturned,
    PlacesAccepted,
    PlacesReturned,
    SaleRecorded,
    SeatsAccepted,
    SeatsReturned,
    TicketReissued,
    TicketReplaced,
    TicketRevoked,
    TicketWithdrawn,
)
from tests.builders.examples import AT, document, sale

CONCERT, GENERAL = PerformanceId(UUID(int=30)), ZoneId(UUID(int=32))
NUMBERS, SEATS, PLACES = (GrantId(UUID(int=no)) for no in (201, 202, 203))
NUMBERS_TAKEN = NumbersAccepted(NumberGrant(NUMBERS, "A", 123, 130, "00-00000623"), "")
SEATS_TAKEN = SeatsAccepted(SeatGrant(SEATS, CONCERT, (SeatSpan(0, 19),)), "")
PLACES_TAKEN = PlacesAccepted(PlacesGrant(PLACES, CONCERT, GENERAL, 2), "")
RIGHTS = (NUMBERS_TAKEN, SEATS_TAKEN, PLACES_TAKEN)
SEATED, STANDING = sale().tickets


def sold(number: int, sold_now: Sale) -> SaleRecorded:
    ends = (None,) * len(sold_now.tickets)
    return SaleRecorded(
        sold_now, replace(document(), number=number, control_number=f"00-{number + 500:08d}"), 0, stage_ends=ends
    )


FIRST = sold(123, sale())
"""A sale of seat 7 and one place."""


def seat(no: int) -> Sale:
    return replace(sale(), tickets=(replace(SEATED, place=replace(SEATED.place, seat_id=SeatId(no))),))


def read(*facts: AnyFact | tuple[int, AnyFact]) -> RightsCheck:
    """Check facts in order. A fact belongs to the first life, unless a pair names another one."""
    check = RightsCheck()
    for seq, placed in enumerate(facts, 1):
        epoch, fact = placed if isinstance(placed, tuple) else (1, placed)
        check.read(Entry(1, UUID(int=1), UUID(int=2), epoch, seq, AT, CashierId(UUID(int=3)), "", fact))
    return check


def flaw(*facts: AnyFact | tuple[int, AnyFact]) -> Flaw:
    with pytest.raises(Wrong) as wrong:
        read(*facts)
    return wrong.value.finding.flaw


def test_every_number_is_issued_returned_or_held() -> None:
    check = read(*RIGHTS, FIRST, NumbersReturned(NUMBERS, 127, 130))
    assert (check.numbers_issued, check.numbers_returned, check.numbers_held) == (1, 4, 3)


def test_what_went_back_may_come_again_as_another_grant() -> None:
    again = NumbersAccepted(NumberGrant(GrantId(UUID(int=9)), "A", 127, 130), "")
    seats_again = SeatsAccepted(SeatGrant(GrantId(UUID(int=8)), CONCERT, (SeatSpan(10, 19),)), "")
    read(*RIGHTS, NumbersReturned(NUMBERS, 127, 130), again, SeatsReturned(SEATS, (SeatSpan(10, 19),)), seats_again)


@pytest.mark.parametrize(
    "again",
    [
        NUMBERS_TAKEN,
        NumbersAccepted(NumberGrant(GrantId(UUID(int=9)), "A", 130, 140), ""),
        SeatsAccepted(SeatGrant(GrantId(UUID(int=9)), CONCERT, (SeatSpan(19, 25),)), ""),
        PlacesAccepted(PlacesGrant(SEATS, CONCERT, GENERAL, 1), ""),
    ],
    ids=["a grant", "a number", "a seat", "an identifier"],
)
def test_nothing_is_granted_twice(again: AnyFact) -> None:
    assert flaw(*RIGHTS, again) is Flaw.RIGHT_TWICE


@pytest.mark.parametrize(
    "back",
    [
        NumbersReturned(NUMBERS, 123, 130),
        NumbersReturned(NUMBERS, 126, 129),
        NumbersReturned(SEATS, 126, 130),
        SeatsReturned(SEATS, (SeatSpan(7, 7),)),
        SeatsReturned(SEATS, (SeatSpan(19, 20),)),
        PlacesReturned(PLACES, 2, 2),
        PlacesReturned(PLACES, 1, 2),
        PlacesReturned(NUMBERS, 1, 1),
    ],
    ids=["used numbers", "a middle", "no block", "a sold seat", "no seat of it", "sold places", "a wrong sum", "none"],
)
def test_only_what_is_held_and_unused_goes_back(back: AnyFact) -> None:
    assert flaw(*RIGHTS, FIRST, back) is Flaw.RETURN_NOT_HELD


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((FIRST, sold(123, seat(8))), Flaw.NUMBER_TWICE),
        ((sold(124, sale()),), Flaw.NUMBER_GAP),
        ((sold(131, sale()),), Flaw.NUMBER_OUTSIDE_BLOCK),
        ((NumbersReturned(NUMBERS, 123, 130), FIRST), Flaw.NUMBER_OUTSIDE_BLOCK),
        ((FIRST, sold(124, seat(7))), Flaw.SEAT_TWICE),
        ((sold(123, seat(20)),), Flaw.SEAT_NOT_LEASED),
        ((SeatsReturned(SEATS, (SeatSpan(7, 7),)), FIRST), Flaw.SEAT_NOT_LEASED),
        ((sold(123, replace(sale(), tickets=(STANDING,) * 3)),), Flaw.PLACES_EXCEEDED),
        ((PlacesReturned(PLACES, 2, 2), FIRST), Flaw.PLACES_EXCEEDED),
    ],
)
def test_a_sale_without_its_right_is_found(facts: tuple[AnyFact, ...], expected: Flaw) -> None:
    assert flaw(*RIGHTS, *facts) is expected


@pytest.mark.parametrize(
    ("one_sale", "expected"),
    [
        (FIRST, Flaw.NUMBER_OUTSIDE_BLOCK),
        (sold(500, seat(8)), Flaw.SEAT_NOT_LEASED),
        (sold(500, replace(sale(), tickets=(STANDING,))), Flaw.PLACES_EXCEEDED),
    ],
    ids=["its numbers", "its seats", "its places"],
)
def test_a_new_life_does_not_use_the_rights_of_the_one_before(one_sale: SaleRecorded, expected: Flaw) -> None:
    numbers = NumbersAccepted(NumberGrant(GrantId(UUID(int=9)), "A", 500, 600, "00-00001000"), "")
    assert flaw(*RIGHTS, (2, numbers), (2, one_sale)) is expected


def test_a_ticket_that_moves_or_ends_frees_its_place() -> None:
    moved = replace(SEATED, place=replace(SEATED.place, seat_id=SeatId(9)))
    case = CaseId(UUID(int=91))
    replaced = TicketReplaced(case, SEATED.code, SEATED.place, moved)
    ended = TicketWithdrawn(case, STANDING, STANDING.price.amount)
    read(*RIGHTS, FIRST, replaced, ended, sold(124, seat(7)), sold(125, replace(sale(), tickets=(STANDING,) * 2)))
    assert flaw(*RIGHTS, FIRST, replaced, sold(124, seat(9))) is Flaw.SEAT_TWICE


def changed(to: int, epoch: int = 1) -> TicketReissued:
    """The seated ticket with another code, at a seat; `epoch` is the life that held its place."""
    new = replace(SEATED, code="9" * 27, place=replace(SEATED.place, seat_id=SeatId(to)))
    return TicketReissued(UUID(int=95), sale().id, ChangedTicket(SEATED.code, SEATED.place, epoch, new), "x")


def test_a_reissued_ticket_keeps_its_seat_or_takes_another_that_is_held() -> None:
    read(*RIGHTS, FIRST, changed(7))
    assert flaw(*RIGHTS, FIRST, changed(7), sold(124, seat(7))) is Flaw.SEAT_TWICE
    read(*RIGHTS, FIRST, changed(9), sold(124, seat(7)))
    assert flaw(*RIGHTS, FIRST, changed(9), sold(124, seat(9))) is Flaw.SEAT_TWICE
    assert flaw(*RIGHTS, FIRST, changed(40)) is Flaw.SEAT_NOT_LEASED
    assert flaw(*RIGHTS, FIRST, (2, changed(9))) is Flaw.SEAT_NOT_LEASED


def test_a_revoked_ticket_frees_its_place_in_the_life_that_held_it() -> None:
    ended = TicketRevoked(UUID(int=96), sale().id, STANDING, 1, "x")
    read(*RIGHTS, FIRST, ended, sold(124, replace(sale(), tickets=(STANDING,) * 2)))
    other = TicketRevoked(UUID(int=96), sale().id, STANDING, 2, "x")
    assert flaw(*RIGHTS, FIRST, other, sold(124, replace(sale(), tickets=(STANDING,) * 2))) is Flaw.PLACES_EXCEEDED
