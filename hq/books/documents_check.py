"""Counts the documents in the journals and in the books: each entry that issued one has its row, each row its entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from hq.books.rows import journalled as rows
from hq.findings import Finding, Flaw, finding
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """`apart` are documents whose entries wait or are refused: they are in a journal, and rightly not in the books."""

    in_journals: int
    in_books: int
    apart: int


def count_documents(tx: Tx, tenant_id: UUID) -> DocumentCounts:
    """How many documents the journals and the books have."""
    return DocumentCounts(*rows.counts(tx, tenant_id), sum(bool(one.state) for one in rows.unbooked(tx, tenant_id)))


def flaws_of_documents(tx: Tx, tenant_id: UUID) -> Iterator[Finding]:
    """Each entry whose document is not in the books for no reason, and each document that no entry issued."""
    for one in rows.unbooked(tx, tenant_id):
        if not one.state:
            station = str(one.station_id)
            yield finding(Flaw.DOCUMENT_NOT_IN_BOOKS, station=station, epoch=one.epoch, seq=one.seq)
    for series, number in rows.without_entry(tx, tenant_id):
        yield finding(Flaw.DOCUMENT_WITHOUT_ENTRY, key=f"{series}-{number:08d}")
