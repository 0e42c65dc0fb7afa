"""Requests for a right at the counter, while HQ can be reached.

A request is a row before it is sent. When the answer is lost, the same request is sent again with the same grant id,
and the right arrives with the next push in any case. Rights that were requested and not sold are returned.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from domain.catalogue.catalog import ZoneKind
from domain.catalogue.offering import NotForSale
from domain.ids import PerformanceId, SeatId, ZoneId
from domain.rights import GrantId, seats_of, spans
from pos_app.services.rights import in_use, taking
from pos_app.services.setup.setup_rights import places_returned
from pos_app.station import Station
from pos_app.storage.catalogue import asked_rights, rights, seats, turns
from pos_app.storage.catalogue.asked_rights import AskedRight, Question
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from sync import journal
from sync.facts import PlacesReturned, SeatsReturned, TurnsReturned
from sync.line.client import HqClient
from sync.line.hq_errors import HqRefused
from sync.line.messages import AskPlaces, AskSeats, Grants
from sync.tables.transaction import Tx

IDLE_AFTER = timedelta(minutes=15)
"""A requested seat or place that is unsold and in no cart after this time is returned to HQ."""


def ask_seats(station: Station, hq: HqClient, performance_id: PerformanceId, wanted: Iterable[SeatId]) -> None:
    """Request seats that this station does not hold, and accept the grant.

    Raises NotForSale, HqRefused (RightsTaken), or Unavailable when HQ does not answer.
    """
    question = Question(performance_id, spans(wanted))
    _refuse_unsold(station, question)
    _ask(station, hq, question, lambda grant_id: hq.ask_seats(AskSeats(grant_id, performance_id, question.seats)))


def ask_places(station: Station, hq: HqClient, place: tuple[PerformanceId, ZoneId], places: int) -> None:
    """Request places of a general zone and accept the grant. Raises HqRefused (RightsTaken) or Unavailable."""
    question = Question(place[0], (), place[1], places)
    _ask(station, hq, question, lambda grant_id: hq.ask_places(AskPlaces(grant_id, *place, places)))


def ask_turns(station: Station, hq: HqClient, place: tuple[PerformanceId, ZoneId], count: int) -> None:
    """Request turns in the order of sale of a zone and accept those that HQ still has.

    Raises HqRefused (RightsTaken) when it has none, or Unavailable.
    """
    question = Question(place[0], (), place[1], 0, count)
    _ask(station, hq, question, lambda grant_id: hq.ask_places(AskPlaces(grant_id, *place, 0, count)))


def release_idle(station: Station) -> int:
    """Return requested rights that are unsold, in no cart and not held; return how many seats, places and turns."""
    before = station.clock.now() - IDLE_AFTER
    with station.database.read() as tx:
        idle = asked_rights.asked_before(tx, before)
    return sum(_release(station, asked) for asked in idle)


def _release(station: Station, asked: AskedRight) -> int:
    if asked.turns:
        return _release_turns(station, asked.grant_id)
    return (_release_seats if asked.zone_id is None else _release_places)(station, asked.grant_id)


def _ask(station: Station, hq: HqClient, question: Question, send: Callable[[GrantId], Grants]) -> None:
    grant_id = _record(station, question)
    try:
        grants = send(grant_id)
    except HqRefused:
        with station.database.write() as tx:
            asked_rights.delete_one(tx, grant_id)
        raise
    taking.take(station, hq.caller.hq_key, grants)


def _refuse_unsold(station: Station, question: Question) -> None:
    """Refuse a seat whose section no zone of the event covers: HQ could grant it, and nobody could sell it."""
    with station.database.read() as tx:
        offering = station.catalogue.offering(tx, question.performance_id)
        section_no = station.catalogue.plan_seats(tx, offering.venue.id).section_no
    sold = {no for zone in offering.zones if zone.kind is ZoneKind.NUMBERED for no in zone.section_nos}
    for seat in seats_of(question.seats):
        if not 0 <= seat < len(section_no) or section_no[seat] not in sold:
            raise NotForSale(offering.event.name)


def _record(station: Station, question: Question) -> GrantId:
    """Record the question and return its grant id. An equal question without an answer keeps its id."""
    with station.database.write() as tx:
        known = rights.known(tx, station.tenant_id)
        unanswered = [grant_id for grant_id in asked_rights.same_question(tx, question) if grant_id not in known]
        if unanswered:
            return unanswered[0]
        grant_id = GrantId(station.ids.new())
        asked_rights.insert(tx, grant_id, question, station.clock.now())
    return grant_id


def _release_seats(station: Station, grant_id: GrantId) -> int:
    with station.database.write() as tx:
        lease = next((lease for lease in rights.leases(tx, station.holder) if lease.id == grant_id), None)
        if lease is None:
            return 0  # not granted yet: a grant that arrives with a push is released in a later round
        sold = seats.sold_seats(tx, station.tenant_id, lease.performance_id)
        in_use_now = in_use.seats_in_use(tx, station.holder, lease.performance_id)
        gone = spans(seats_of(lease.seats) - set(sold) - in_use_now)
        if gone:
            _give_back(tx, station, SeatsReturned(lease.id, gone))
        if not in_use_now & seats_of(lease.seats):
            asked_rights.delete_one(tx, grant_id)
    return len(seats_of(gone))


def _release_places(station: Station, grant_id: GrantId) -> int:
    with station.database.write() as tx:
        held_here = rights.allotments(tx, station.holder)
        allotment = next((allotment for allotment in held_here if allotment.id == grant_id), None)
        if allotment is None:
            return 0  # the same
        place = (allotment.performance_id, allotment.zone_id)
        held = station.catalogue.places(tx, place[0]).get(place[1], 0)
        sold, in_use_now = seats.sold(tx, station.holder, *place).here, in_use.places_in_use(tx, station.holder, place)
        gone = max(0, min(allotment.places, held - sold - in_use_now))
        for fact in places_returned([allotment], gone):
            _give_back(tx, station, fact)
        if not in_use_now:
            asked_rights.delete_one(tx, grant_id)
    return gone


def _release_turns(station: Station, grant_id: GrantId) -> int:
    with station.database.write() as tx:
        lease = next((lease for lease in turns.leases(tx, station.holder) if lease.id == grant_id), None)
        if lease is None:
            return 0  # the same
        place = (lease.performance_id, lease.zone_id)
        if in_use.places_in_use(tx, station.holder, place):
            return 0
        gone = seats_of(lease.turns).intersection(turns.unused(tx, station.holder, *place))
        if gone:
            _give_back(tx, station, TurnsReturned(lease.id, spans(gone)))
        asked_rights.delete_one(tx, grant_id)
    return len(gone)


def _give_back(tx: Tx, station: Station, fact: SeatsReturned | PlacesReturned | TurnsReturned) -> None:
    journal.append(tx, station.author, fact, at=station.clock.now(), actor=None)
    catalogue_changed(tx)
