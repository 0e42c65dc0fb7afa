"""What HQ does with recorded entries: rights accepted or returned, conflicts filed, notices sent."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from domain.ids import PerformanceId
from domain.rights import Holder
from hq.catalogue import suspensions
from hq.conflicts import cases, contradictions, customer_pairs
from hq.conflicts.contested_seats import Moved
from hq.conflicts.contradictions import Recorded
from hq.customers import taking
from hq.journals.arrivals import Life
from hq.journals.issued import issued_by
from hq.journals.recorded_sales import RecordedSale
from hq.live import availability
from hq.office import Office
from hq.rights import fencing, grants, hand_overs
from hq.rights.rows import refund_rights
from sync import facts
from sync.facts import (
    Entry,
    Fact,
    SaleRecorded,
    TicketReissued,
    TicketReplaced,
    customers,
)
from sync.tables.transaction import Tx


def follow(tx: Tx, office: Office, known: Sequence[tuple[Life, Entry]]) -> None:
    """Apply the consequences of recorded entries in the order of the chains.

    Returned places, sales and moved tickets are applied for all entries together, in a few statements.
    """
    if known:
        edits = [edit for _, entry in known for edit in customers.edits_of(entry, entry.body)]
        taking.take(tx, known[0][0].tenant_id, edits, known[0][0].at)
        if edits:
            customer_pairs.file_changed(tx, known[0][0].tenant_id, known[0][0].at)
    for life, entry in known:
        act = (_LATE if life.fenced else _ACTS).get(type(entry.body))
        if act:
            act(tx, life, entry.body)
    if known:
        fencing.return_places(tx, known[0][0].tenant_id, _places_returned(known))
        sold = [RecordedSale(life, entry, entry.body) for life, entry in known if isinstance(entry.body, SaleRecorded)]
        moved = list(_moved(known))
        issued = [document for life, entry in known if (document := issued_by(life, entry)) is not None]
        returned = [entry for _, entry in known if isinstance(entry.body, facts.SeatsReturned)]
        _file_other_entries(tx, known)
        contradictions.file_contradictions(tx, office, Recorded(issued, sold, moved, returned))
        availability.notify_sold(tx, known[0][0].tenant_id, sold)
        availability.notify_freed(tx, known[0][0].tenant_id, _released(known))


def _file_other_entries(tx: Tx, known: Sequence[tuple[Life, Entry]]) -> None:
    """Open a case for each entry that differs from the one which the receiver of a hand-over brought of its place."""
    claims = [doubted.claim for doubted in hand_overs.other_entries(tx, known)]
    if claims:
        life = known[0][0]
        cases.assess(tx, life.tenant_id, life.at, cases.file_claims(tx, life.tenant_id, claims))


def _numbers_accepted(tx: Tx, life: Life, fact: facts.NumbersAccepted) -> None:
    grants.accept(tx, life.holder, fact.grant.id)


def _seats_accepted(tx: Tx, life: Life, fact: facts.SeatsAccepted) -> None:
    grants.accept(tx, life.holder, fact.grant.id)


def _places_accepted(tx: Tx, life: Life, fact: facts.PlacesAccepted) -> None:
    grants.accept(tx, life.holder, fact.grant.id)


def _numbers_returned(tx: Tx, life: Life, fact: facts.NumbersReturned) -> None:
    fencing.return_numbers(tx, life.holder, fact.grant_id, (fact.first, fact.last), life.at)


def _seats_returned(tx: Tx, life: Life, fact: facts.SeatsReturned) -> None:
    fencing.return_seats(tx, life.holder, fact.grant_id, fact.seats)


def _places_returned(known: Sequence[tuple[Life, Entry]]) -> Iterator[tuple[Holder, UUID, int]]:
    for life, entry in known:
        if isinstance(entry.body, facts.PlacesReturned) and not life.fenced:
            yield life.holder, entry.body.grant_id, entry.body.places


def _moved(known: Sequence[tuple[Life, Entry]]) -> Iterator[Moved]:
    """The tickets that were put at a place without a sale: moved by settlements and reissues, or given."""
    for life, entry in known:
        if isinstance(entry.body, TicketReplaced):
            yield Moved(life, entry, entry.body.ticket)
        elif isinstance(entry.body, TicketReissued) and entry.body.change.is_moved:
            yield Moved(life, entry, entry.body.change.ticket)
        elif isinstance(entry.body, facts.OrganiserGiftMade):
            yield from (Moved(life, entry, ticket) for ticket in entry.body.gift.tickets)


def _released(known: Sequence[tuple[Life, Entry]]) -> Iterator[PerformanceId]:
    """The performances of which acts after the sale released places, or took others."""
    for _, entry in known:
        match entry.body:
            case facts.TicketsRefunded():
                yield from (back.place.performance_id for back in entry.body.refund.tickets if back.is_released)
            case TicketReissued():
                if entry.body.change.is_moved:
                    yield entry.body.change.before.performance_id
            case facts.TicketRevoked():
                yield entry.body.ticket.place.performance_id
            case facts.OrganiserGiftMade():
                yield from (ticket.place.performance_id for ticket in entry.body.gift.tickets)


def _performance_suspended(tx: Tx, life: Life, fact: facts.PerformanceSuspended) -> None:
    suspensions.take(tx, life.tenant_id, life.at, fact.suspension, life.station_id)


def _turns_accepted(tx: Tx, life: Life, fact: facts.TurnsAccepted) -> None:
    grants.accept(tx, life.holder, fact.grant.id)


def _turns_returned(tx: Tx, life: Life, fact: facts.TurnsReturned) -> None:
    fencing.return_turns(tx, life.holder, fact.grant_id, fact.turns)


def _rights_handed_over(tx: Tx, life: Life, fact: facts.RightsHandedOver) -> None:
    hand_overs.move(tx, hand_overs.of_giver(life, fact))


def _hand_over_accepted(tx: Tx, life: Life, fact: facts.HandOverAccepted) -> None:
    hand_overs.move(tx, hand_overs.of_receiver(life, fact))
    hand_overs.witness(tx, life, fact)


def _refund_right_accepted(tx: Tx, life: Life, fact: facts.RefundRightAccepted) -> None:
    grants.accept(tx, life.holder, fact.grant.id)


def _refund_right_returned(tx: Tx, life: Life, fact: facts.RefundRightReturned) -> None:
    refund_rights.want_no_more(tx, life.tenant_id, fact.sale_id)


def _conflict_settled(tx: Tx, life: Life, fact: facts.ConflictSettled) -> None:
    cases.apply_resolution(tx, life.tenant_id, life.station_id, fact.resolution, life.at)
    cases.assess(tx, life.tenant_id, life.at)


_Acts = dict[type[Fact], Callable[[Tx, Life, Any], None]]
_ACTS: _Acts = {
    facts.NumbersAccepted: _numbers_accepted,
    facts.SeatsAccepted: _seats_accepted,
    facts.PlacesAccepted: _places_accepted,
    facts.NumbersReturned: _numbers_returned,
    facts.SeatsReturned: _seats_returned,
    facts.TurnsAccepted: _turns_accepted,
    facts.TurnsReturned: _turns_returned,
    facts.RightsHandedOver: _rights_handed_over,
    facts.HandOverAccepted: _hand_over_accepted,
    facts.RefundRightAccepted: _refund_right_accepted,
    facts.RefundRightReturned: _refund_right_returned,
    facts.ConflictSettled: _conflict_settled,
    facts.PerformanceSuspended: _performance_suspended,
}
_LATE: _Acts = {
    facts.RightsHandedOver: _rights_handed_over,
    facts.HandOverAccepted: _hand_over_accepted,
    facts.ConflictSettled: _conflict_settled,
}
"""An ended life holds no rights: what it returns late is fenced already.

What it gave another station moves all the same: that one cannot know that the giver's life ended, and may have sold it.
"""
