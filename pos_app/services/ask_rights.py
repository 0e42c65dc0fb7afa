"""Asking HQ for a right at the counter, while it can be reached; what comes is taken and sold as any other.

The question is a row before it is asked: when the answer is lost, the same question is asked again, and the right
comes with the next push in any case. Seats that were asked for and not sold go back.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from domain.catalog import ZoneKind
from domain.ids import PerformanceId, SeatId, ZoneId
from domain.rights import GrantId, SeatSpan, seats_of, spans, written
from domain.sale import Cart
from pos_app.services import taking
from pos_app.station import Station
from pos_app.storage import rights, seats
from pos_app.storage.catalogue_cache import NotForSale, catalogue_changed
from pos_app.storage.tables import asked_seats, kept_cart
from sync import canonical, journal
from sync.client import HqClient
from sync.facts import SeatsReturned
from sync.hq_errors import RightsTaken
from sync.messages import AskPlaces, AskSeats
from sync.transaction import Tx

IDLE_AFTER = timedelta(minutes=15)
"""A seat that was asked for and lies in no cart by then goes back."""


def ask_seats(station: Station, hq: HqClient, performance_id: PerformanceId, wanted: Iterable[SeatId]) -> None:
    """Have seats entrusted that this station does not hold.

    Raises NotForSale, RightsTaken, or Unavailable when HQ does not answer.
    """
    seats_wanted = spans(wanted)
    _refuse_unsold(station, performance_id, seats_wanted)
    grant_id = _question(station, performance_id, seats_wanted)
    try:
        grants = hq.ask_seats(AskSeats(grant_id, performance_id, seats_wanted))
    except RightsTaken:
        with station.database.write() as tx:
            _forget(tx, grant_id)
        raise
    taking.take(station, hq.caller.hq_key, grants)


def ask_places(station: Station, hq: HqClient, performance_id: PerformanceId, zone_id: ZoneId, places: int) -> None:
    """Have places of a general zone entrusted. What comes after the answer was lost, comes with the next push."""
    grant_id = GrantId(station.ids.new())
    taking.take(station, hq.caller.hq_key, hq.ask_places(AskPlaces(grant_id, performance_id, zone_id, places)))


def release_idle(station: Station) -> int:
    """Give back the asked-for seats that were not sold and lie in no cart; says how many."""
    before = station.clock.now() - IDLE_AFTER
    with station.database.read() as tx:
        idle = tx.execute(select(asked_seats.c.grant_id).where(asked_seats.c.asked_at <= before)).scalars().all()
    return sum(_release(station, GrantId(grant_id)) for grant_id in idle)


def _refuse_unsold(station: Station, performance_id: PerformanceId, wanted: tuple[SeatSpan, ...]) -> None:
    """No zone of the event covers the section of such a seat: HQ could entrust it, and nobody could sell it."""
    with station.database.read() as tx:
        offering = station.catalogue.offering(tx, performance_id)
        section_no = station.catalogue.plan_seats(tx, offering.venue.id).section_no
    sold = {no for zone in offering.zones if zone.kind is ZoneKind.NUMBERED for no in zone.section_nos}
    for seat in seats_of(wanted):
        if not 0 <= seat < len(section_no) or section_no[seat] not in sold:
            raise NotForSale(str(seat))


def _question(station: Station, performance_id: PerformanceId, wanted: tuple[SeatSpan, ...]) -> GrantId:
    """The question about these seats that has no answer yet, or a new one."""
    asked = asked_seats.c
    with station.database.write() as tx:
        same = select(asked.grant_id).where(asked.performance_id == performance_id, asked.seats == written(wanted))
        open_before = [GrantId(found) for found in tx.execute(same).scalars()]
        unanswered = [each for each in open_before if each not in rights.known(tx, station.tenant_id)]
        if unanswered:
            return unanswered[0]
        grant_id = GrantId(station.ids.new())
        tx.insert(asked_seats, [{
            "grant_id": grant_id, "performance_id": performance_id, "seats": written(wanted),
            "asked_at": station.clock.now(),
        }])  # fmt: skip
    return grant_id


def _release(station: Station, grant_id: GrantId) -> int:
    with station.database.write() as tx:
        lease = next((each for each in rights.leases(tx, station.holder) if each.id == grant_id), None)
        if lease is None:
            return 0  # not answered yet: what comes with a push is released at a later round
        sold = seats.sold_seats(tx, station.tenant_id, lease.performance_id)
        in_carts = _in_carts(tx, lease.performance_id)
        gone = spans(seats_of(lease.seats) - set(sold) - in_carts)
        if gone:
            journal.append(tx, station.author, SeatsReturned(lease.id, gone), at=station.clock.now(), actor=None)
            catalogue_changed(tx)
        if not in_carts & seats_of(lease.seats):
            _forget(tx, grant_id)
    return len(seats_of(gone))


def _in_carts(tx: Tx, performance_id: PerformanceId) -> frozenset[SeatId]:
    bodies = tx.execute(select(kept_cart.c.body)).scalars()
    lines = (line for body in bodies for line in canonical.decode(body, Cart).lines)
    return frozenset(
        line.seat_id for line in lines if line.performance_id == performance_id and line.seat_id is not None
    )


def _forget(tx: Tx, grant_id: UUID) -> None:
    tx.execute(delete(asked_seats).where(asked_seats.c.grant_id == grant_id))
