"""A document that an entry of a journal issued, and the claim it makes when its number is contested."""

from dataclasses import dataclass
from typing import Any

from domain.conflicts.cases import Claim, Contested, EntryPosition
from domain.fiscal.documents import FiscalDocument
from domain.ids import StationId
from hq.journals.arrivals import Life
from hq.journals.recorded_sales import RecordedSale, claim_of
from sync import journal
from sync.facts import Entry, SaleRecorded, issued_document
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Issued:
    """A document of any kind, with the entry that issued it."""

    life: Life
    entry: Entry
    document: FiscalDocument


def issued_by(life: Life, entry: Entry) -> Issued | None:
    """The document that an entry issued; None when it issued none."""
    document = issued_document(entry.body)
    return Issued(life, entry, document) if document is not None else None


def read_issued(tx: Tx, life: Life, row: Any) -> Issued:
    """The document of another entry, read from its bytes. `row` has `station_id` and `position`."""
    entry = journal.entry_at(tx, life.tenant_id, row.station_id, row.position)
    assert entry is not None
    issued = issued_by(life, entry)
    assert issued is not None
    return issued


def claim_of_document(issued: Issued, contested: Contested) -> Claim:
    """The side of this document; an invoice claims with the tickets of its sale."""
    life, entry, document = issued.life, issued.entry, issued.document
    if isinstance(entry.body, SaleRecorded):
        return claim_of(RecordedSale(life, entry, entry.body), contested)
    return Claim(
        contested=contested,
        position=EntryPosition(StationId(entry.station), entry.epoch, entry.seq),
        received_at=life.at,
        sold_at=document.issued_at,
        sale_id=document.sale_id,
        document_id=document.id,
        document=document.printed_number,
    )
