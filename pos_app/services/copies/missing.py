"""What a backup lacks compared with a store: journal entries, and among them documents and Z reports."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from domain.till.till_report import ReportKind
from pos_app.storage.store import journal_rows
from sync.facts import ReportTaken, issued_document
from sync.tables.position import Position
from sync.tables.transaction import Tx

_K = TypeVar("_K", int, str)


@dataclass(frozen=True, slots=True)
class Missing:
    """Missing entries by life and position, documents by series and number, Z reports by number, each as text spans."""

    entries: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    entry_count: int = 0
    document_count: int = 0


def between(present: Tx, backup: Tx, tenant_id: UUID, station_id: UUID) -> Missing:
    """The entries of the present store that the backup lacks or has differently at the same position."""
    kept = dict(journal_rows.hashes(backup, tenant_id, station_id))
    lost = [place for place, digest in journal_rows.hashes(present, tenant_id, station_id) if kept.get(place) != digest]
    facts = [journal_rows.fact_at(present, tenant_id, station_id, place) for place in lost]
    documents = [(d.series, d.number) for d in map(issued_document, facts) if d is not None]
    closings = [f.report.number for f in facts if isinstance(f, ReportTaken) and f.report.kind is ReportKind.Z]
    return Missing(
        entries=tuple(_spans(lost, lambda epoch, seq: f"{epoch}/{seq}")),
        documents=tuple(_spans(sorted(documents), lambda series, number: f"{series}-{number:08d}")),
        closings=tuple(f"Z {number}" for number in closings),
        entry_count=len(lost),
        document_count=len(documents),
    )


def after(head: Position, known: Position) -> Missing:
    """What is missing when only a witness is known: a span of entries, whose documents are unknown."""
    if known.epoch != head.epoch:
        return Missing(entries=(f"{head.epoch}/{head.seq + 1}…{known.epoch}/{known.seq}",), entry_count=1)
    entries = _span(f"{head.epoch}/{head.seq + 1}", f"{known.epoch}/{known.seq}")
    return Missing(entries=(entries,), entry_count=known.seq - head.seq)


def _spans(places: Iterable[tuple[_K, int]], name: Callable[[_K, int], str]) -> Iterator[str]:
    """The first and the last of each unbroken run, such as 1/481…1/1310."""
    first: tuple[_K, int] | None = None
    last: tuple[_K, int] | None = None
    for place in places:
        if first is not None and last is not None and place != (last[0], last[1] + 1):
            yield _span(name(*first), name(*last))
            first = None
        first, last = first or place, place
    if first is not None and last is not None:
        yield _span(name(*first), name(*last))


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}…{last}"
