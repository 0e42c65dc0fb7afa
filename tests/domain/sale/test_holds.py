"""Rules of holds: for whom, until when, more time, who releases, and how a hold can end."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.ids import CashierId, HoldId, PerformanceId, SeatId, TicketTypeId, ZoneId
from domain.people.staff import Cashier, NotAllowed, Permission, Role
from domain.sale.cart import CartLine, EmptyCart
from domain.sale.holds import (
    LONGEST_PHONE,
    LONGEST_TEXT,
    BadHoldText,
    BadHoldTime,
    Held,
    Hold,
    HoldEnd,
    HoldFlaw,
    HoldIsOver,
    HoldLength,
    HoldPurpose,
    NobodyNamed,
    check_held_for,
    check_time,
    ends_at,
    extended,
    flaw_of_end,
    flaw_of_extension,
    has_any,
    must_release,
    permission_for,
)

NOW = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
SHOW = NOW + timedelta(hours=3)
LINE = CartLine(PerformanceId(UUID(int=1)), ZoneId(UUID(int=2)), TicketTypeId(UUID(int=3)), 1, SeatId(4))
MADE = Hold(HoldId(UUID(int=5)), 1, (LINE,), Held(HoldPurpose.HOUSE), NOW + timedelta(hours=1))
ANA, LUIS = (Cashier(CashierId(UUID(int=n)), "x", Role.CASHIER) for n in (6, 7))
ROSA = Cashier(CashierId(UUID(int=8)), "x", Role.SUPERVISOR)


@pytest.mark.parametrize("purpose", [HoldPurpose.CUSTOMER, HoldPurpose.PRESS, HoldPurpose.SPONSOR])
def test_a_hold_for_somebody_outside_names_them(purpose: HoldPurpose) -> None:
    with pytest.raises(NobodyNamed):
        check_held_for(Held(purpose))
    check_held_for(Held(purpose, "María"))
    check_held_for(Held(HoldPurpose.HOUSE))


@pytest.mark.parametrize(
    ("held_for", "part"),
    [
        (Held(HoldPurpose.HOUSE, "x" * (LONGEST_TEXT + 1)), "name"),
        (Held(HoldPurpose.HOUSE, phone="1" * (LONGEST_PHONE + 1)), "phone"),
        (Held(HoldPurpose.HOUSE, note="a\nb"), "note"),
    ],
)
def test_what_cannot_be_printed_is_refused(held_for: Held, part: str) -> None:
    with pytest.raises(BadHoldText) as refused:
        check_held_for(held_for)
    assert refused.value.part == part


def test_only_places_for_customers_are_held_without_the_house() -> None:
    assert permission_for(HoldPurpose.CUSTOMER) is Permission.HOLD
    others = {permission_for(purpose) for purpose in HoldPurpose if purpose is not HoldPurpose.CUSTOMER}
    assert others == {Permission.HOLD_HOUSE}
    assert (ANA.may(Permission.HOLD), ANA.may(Permission.HOLD_HOUSE)) == (True, False)


@pytest.mark.parametrize(
    ("length", "latest", "end"),
    [
        (HoldLength.HALF_HOUR, SHOW, NOW + timedelta(minutes=30)),
        (HoldLength.TWO_HOURS, SHOW, NOW + timedelta(hours=2)),
        (HoldLength.DAY, SHOW, SHOW),
        (HoldLength.DAY, NOW + timedelta(days=9), NOW + timedelta(days=1)),
        (HoldLength.SHOW, SHOW, SHOW - timedelta(hours=1)),
        (HoldLength.SHOW, NOW + timedelta(minutes=61), NOW + timedelta(minutes=1)),
        (HoldLength.SHOW, NOW + timedelta(minutes=60), NOW + timedelta(minutes=60)),
    ],
)
def test_no_length_goes_beyond_the_start_of_the_show(length: HoldLength, latest: datetime, end: datetime) -> None:
    assert ends_at(length, NOW, latest) == end


def test_a_hold_ends_a_minute_from_now_or_later_and_by_the_start() -> None:
    for good in (NOW + timedelta(minutes=1), SHOW):
        check_time(good, NOW, [SHOW, SHOW + timedelta(days=1)])
    for bad in (NOW + timedelta(seconds=59), SHOW + timedelta(seconds=1)):
        with pytest.raises(BadHoldTime) as refused:
            check_time(bad, NOW, [SHOW, SHOW + timedelta(days=1)])
        assert refused.value.latest == SHOW
    with pytest.raises(EmptyCart):
        check_time(SHOW, NOW, [])


def test_more_time_counts_from_the_end_and_stops_at_the_start() -> None:
    assert extended(MADE, timedelta(minutes=30), NOW, [SHOW]) == NOW + timedelta(minutes=90)
    assert extended(MADE, timedelta(hours=9), NOW, [SHOW]) == SHOW
    with pytest.raises(BadHoldTime):
        extended(MADE, timedelta(minutes=30), NOW, [MADE.expires_at])
    with pytest.raises(HoldIsOver):
        extended(MADE, timedelta(minutes=30), MADE.expires_at, [SHOW])


def test_its_maker_or_a_supervisor_releases_it() -> None:
    must_release(ANA, ANA.id, None)
    must_release(ROSA, ANA.id, None)
    must_release(LUIS, ANA.id, ROSA)
    with pytest.raises(NotAllowed):
        must_release(LUIS, ANA.id, None)
    with pytest.raises(NotAllowed):
        must_release(LUIS, ANA.id, ANA)


def test_a_hold_has_the_places_of_its_lines_whatever_their_type() -> None:
    other_type = CartLine(LINE.performance_id, LINE.zone_id, TicketTypeId(UUID(int=9)), 1, LINE.seat_id)
    other_seat = CartLine(LINE.performance_id, LINE.zone_id, LINE.ticket_type_id, 1, SeatId(5))
    assert (has_any(MADE, [other_seat, other_type]), has_any(MADE, [other_seat])) == (True, False)


@pytest.mark.parametrize(
    ("expires_at", "how", "at", "flaw"),
    [
        (None, HoldEnd.RELEASED, NOW, HoldFlaw.NOT_HELD),
        (SHOW, HoldEnd.EXPIRED, SHOW - timedelta(seconds=1), HoldFlaw.TOO_EARLY),
        (SHOW, HoldEnd.SOLD, NOW, HoldFlaw.SOLD),
        (SHOW, HoldEnd.EXPIRED, SHOW, None),
        (SHOW, HoldEnd.RELEASED, NOW, None),
        (SHOW, HoldEnd.REPLACED, NOW, None),
    ],
)
def test_an_end_follows_from_the_hold(
    expires_at: datetime | None, how: HoldEnd, at: datetime, flaw: HoldFlaw | None
) -> None:
    assert flaw_of_end(expires_at, how, at) is flaw


def test_an_extension_ends_later() -> None:
    assert flaw_of_extension(None, SHOW) is HoldFlaw.NOT_HELD
    assert flaw_of_extension(SHOW, SHOW) is HoldFlaw.NOT_LONGER
    assert flaw_of_extension(NOW, SHOW) is None
