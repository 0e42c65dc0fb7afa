"""A case that HQ opened and sent to a station, for tests of what the station may settle."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from domain.conflicts.cases import CaseId, ConflictCase, ConflictKind, Contested
from hq.conflicts import cases
from hq.journals.arrivals import Life
from hq.journals.recorded_sales import RecordedSale, claim_of
from sync import facts, journal
from tests.builders.counters import Counter


@dataclass(frozen=True)
class _Received:
    """What a claim needs of the life of its entry."""

    tenant_id: UUID
    at: datetime


def send_case(one: Counter, nth: int = 0) -> ConflictCase:
    """HQ finds no place for the tickets of a sale of the station, proposes money back, and sends the case to it."""
    author = one.station.author
    with one.station.database.read() as tx:
        entries = [e.read() for e in journal.read(tx, author.tenant_id, author.station_id, author.epoch)]
    entry = [e for e in entries if isinstance(e.body, facts.SaleRecorded)][nth]
    assert isinstance(entry.body, facts.SaleRecorded)
    at = one.office.clock.now()
    life = cast("Life", _Received(author.tenant_id, at))
    place = entry.body.sale.tickets[0].place
    contested = Contested(ConflictKind.OVER_CAPACITY, place.performance_id, place.zone_id)
    with one.office.database.tenant(author.tenant_id) as tx:
        touched = cases.file_claims(tx, author.tenant_id, [claim_of(RecordedSale(life, entry, entry.body), contested)])
        (case,) = cases.assess(tx, author.tenant_id, at, touched)
    assert case.needs_supervisor
    return case


def sent(one: Counter, nth: int = 0) -> CaseId:
    """The id of such a case."""
    return send_case(one, nth).id
