"""Cases about the branches that HQ keeps aside: one for each seat, zone and number that a branch sold or issued.

The claims of a branch name its entries by hash, because the branch that HQ follows has other entries at their places.
A sale that both branches have, unchanged, is no case.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec

from domain.conflicts.cases import Claim, ConflictKind, Contested, EntryPosition
from domain.errors import Refused
from domain.ids import SeatId, StationId
from hq.conflicts import cases
from hq.conflicts.rows import evidence
from hq.journals import rows
from hq.journals.arrivals import Life
from hq.journals.issued import Issued, claim_of_document, issued_by, read_issued
from hq.journals.recorded_sales import RecordedSale, claim_of
from sync import journal
from sync.facts import Entry, SaleRecorded
from sync.tables import canonical
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Aside:
    """An entry of a branch that HQ keeps aside, and when HQ received it. The life of a `RecordedSale` of it."""

    tenant_id: UUID
    entry: Entry
    hash: str
    at: datetime

    @property
    def position(self) -> EntryPosition:
        """Its position, told apart by its hash."""
        return EntryPosition(StationId(self.entry.station), self.entry.epoch, self.entry.seq, self.hash)


def file_branches(tx: Tx, tenant_id: UUID, at: datetime, station_ids: Collection[UUID] | None = None) -> None:
    """File the claims of the branches of these stations, or of all, and judge their cases.

    Filed again, the claims find the sales of the followed branch that arrived meanwhile.
    """
    claims = [claim for aside in entries_aside(tx, tenant_id, station_ids) for claim in _claims(tx, aside)]
    if claims:
        touched = cases.file_claims(tx, tenant_id, claims)
        cases.assess(tx, tenant_id, at, touched)


def entries_aside(tx: Tx, tenant_id: UUID, station_ids: Collection[UUID] | None = None) -> Iterator[Aside]:
    """The entries of quarantined branches that HQ does not have unchanged in the branch that it follows."""
    for row in rows.quarantined(tx, tenant_id, station_ids):
        try:
            entry = canonical.decode(bytes(row.body), Entry)
        except (msgspec.DecodeError, Refused):  # an entry of a newer program, or one too deep
            continue
        if not _is_followed_too(tx, entry):
            yield Aside(tenant_id, entry, bytes(row.hash).hex(), row.received_at)


def _is_followed_too(tx: Tx, entry: Entry) -> bool:
    """Whether HQ has this sale from the branch that it follows: a journal that was signed again repeats its sales."""
    if not isinstance(entry.body, SaleRecorded):
        return False
    place = evidence.place_of_sale(tx, entry.tenant, entry.body.sale.id)
    stored = journal.entry_at(tx, entry.tenant, place.station_id, place.position) if place else None
    return stored is not None and stored.body == entry.body


def _claims(tx: Tx, aside: Aside) -> Iterator[Claim]:
    issued = issued_by(_life(aside), aside.entry)
    if issued is not None:
        yield from _of_number(tx, aside, issued)
    if isinstance(aside.entry.body, SaleRecorded):
        yield from _of_places(tx, aside, aside.entry.body)


def _of_number(tx: Tx, aside: Aside, issued: Issued) -> Iterator[Claim]:
    document = issued.document
    contested = Contested(ConflictKind.BRANCH, series=document.series, number=document.number)
    yield replace(claim_of_document(issued, contested), position=aside.position)
    number = {"series": document.series, "number": document.number}
    for row in evidence.first_documents(tx, aside.tenant_id, [number]).values():
        yield claim_of_document(read_issued(tx, issued.life, row), contested)


def _of_places(tx: Tx, aside: Aside, fact: SaleRecorded) -> Iterator[Claim]:
    sold = RecordedSale(_life(aside), aside.entry, fact)
    for ticket in fact.sale.tickets:
        place = ticket.place
        contested = Contested(ConflictKind.BRANCH, place.performance_id, place.zone_id)
        if place.seat_id is not None:
            contested = Contested(ConflictKind.BRANCH, place.performance_id, seat_id=SeatId(place.seat_id))
            yield from _followed(tx, aside, contested)
            yield replace(claim_of(sold, contested), position=aside.position, ticket_id=ticket.id)
        else:
            yield replace(claim_of(sold, contested), position=aside.position)


def _followed(tx: Tx, aside: Aside, contested: Contested) -> Iterator[Claim]:
    """The claim of the sale of a seat in the branch that HQ follows, of any station."""
    for row in evidence.sales_of_seat(tx, aside.tenant_id, contested.performance_id, contested.seat_id):
        entry = journal.entry_at(tx, aside.tenant_id, row.station_id, row.position)
        assert entry is not None
        assert isinstance(entry.body, SaleRecorded)
        followed = RecordedSale(_life(aside), entry, entry.body)
        yield replace(claim_of(followed, contested), ticket_id=row.ticket_id)


def _life(aside: Aside) -> Life:
    """A claim needs only the tenant and the instant of receipt of the life of its entry."""
    return cast("Life", aside)
