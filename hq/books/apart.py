"""Sums of what HQ has and does not follow: branches of a store's chain, and entries that it refused.

They are in no other total: what a branch sold was paid, but one of two branches is a copy.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from domain.fiscal.documents import FiscalDocument
from domain.money.money import Money
from hq.books.rows import apart as rows
from hq.conflicts.branches import entries_aside
from hq.journals.entry_states import refused
from sync import journal
from sync.facts import Entry, issued_document
from sync.tables.position import pack
from sync.tables.transaction import Tx


class Cause(StrEnum):
    """Why HQ does not follow entries."""

    BRANCH = "branch"
    """Two stores wrote one chain."""
    REFUSED = "refused"
    """HQ does not believe them."""


@dataclass(slots=True)
class Apart:
    """The entries of one life that HQ does not follow for one cause, and the documents that they issued."""

    station_id: UUID
    no: int
    station: str
    epoch: int
    cause: Cause
    first: int
    last: int
    entries: int = 0
    documents: int = 0
    amount: Money = field(default_factory=Money.zero)
    """The documents with taxes and IGTF."""


def kept_apart(tx: Tx, tenant_id: UUID) -> list[Apart]:
    """Everything that HQ keeps apart, by station, life and cause."""
    names = rows.stations(tx, tenant_id)
    parts: dict[tuple[int, int, Cause], Apart] = {}
    for entry, cause in _entries(tx, tenant_id):
        no, name = names[entry.station]
        part = parts.setdefault(
            (no, entry.epoch, cause), Apart(entry.station, no, name, entry.epoch, cause, entry.seq, entry.seq)
        )
        part.last = max(part.last, entry.seq)
        part.entries += 1
        _add(part, issued_document(entry.body))
    return [parts[key] for key in sorted(parts)]


def _entries(tx: Tx, tenant_id: UUID) -> Iterator[tuple[Entry, Cause]]:
    for aside in entries_aside(tx, tenant_id):
        yield aside.entry, Cause.BRANCH
    for one in refused(tx, tenant_id):
        entry = journal.entry_at(tx, tenant_id, one.station_id, pack(one.epoch, one.seq))
        if entry is not None:
            yield entry, Cause.REFUSED


def _add(part: Apart, document: FiscalDocument | None) -> None:
    if document is not None:
        part.documents += 1
        part.amount += document.total + document.igtf
