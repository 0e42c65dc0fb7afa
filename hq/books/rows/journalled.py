"""The SQL that compares the documents in journals with those in the books: entries without rows, rows without entry."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from sync.facts.issuing import issuing_kinds
from sync.tables.transaction import Tx

_OF_ENTRY = """d.tenant_id = :tenant AND d.station_id = j.station_id
    AND d.position = (CAST(j.epoch AS int8) << 32 | j.seq)"""
_WITHOUT_ROWS = text(f"""
    SELECT j.station_id, j.epoch, j.seq, coalesce(e.state, '') AS state FROM journal j
    LEFT JOIN entry_state e ON e.tenant_id = :tenant AND e.station_id = j.station_id AND e.epoch = j.epoch
        AND e.seq = j.seq AND e.state <> 'applied'
    WHERE j.tenant_id = :tenant AND j.kind = ANY(:kinds) AND NOT EXISTS (
        SELECT 1 FROM fiscal_document d WHERE {_OF_ENTRY})
    ORDER BY j.station_id, j.epoch, j.seq
""")  # noqa: S608  # our own constants
_WITHOUT_ENTRY = text("""
    SELECT d.series, d.number FROM fiscal_document d
    WHERE d.tenant_id = :tenant AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.tenant_id = :tenant
        AND j.station_id = d.station_id AND j.epoch = d.position >> 32 AND j.seq = d.position & 4294967295
        AND j.kind = ANY(:kinds))
    ORDER BY d.series, d.number
""")
_COUNTS = text("""
    SELECT (SELECT count(*) FROM journal WHERE tenant_id = :tenant AND kind = ANY(:kinds)) AS in_journals,
        (SELECT count(*) FROM fiscal_document WHERE tenant_id = :tenant) AS in_books
""")


class Unbooked(NamedTuple):
    """An entry that issued a document of which the books have no row; `state` is empty when nothing explains it."""

    station_id: UUID
    epoch: int
    seq: int
    state: str


def counts(tx: Tx, tenant_id: UUID) -> tuple[int, int]:
    """How many documents are in the journals, and in the books."""
    row = tx.execute(_COUNTS, _keys(tenant_id)).one()
    return int(row.in_journals), int(row.in_books)


def unbooked(tx: Tx, tenant_id: UUID) -> list[Unbooked]:
    """The entries that issued a document which is not in the books."""
    return [Unbooked._make(row) for row in tx.execute(_WITHOUT_ROWS, _keys(tenant_id))]


def without_entry(tx: Tx, tenant_id: UUID) -> Iterator[tuple[str, int]]:
    """Series and number of the documents in the books that no entry issued."""
    for row in tx.execute(_WITHOUT_ENTRY, _keys(tenant_id)):
        yield row.series, row.number


def _keys(tenant_id: UUID) -> dict[str, object]:
    return {"tenant": tenant_id, "kinds": list(issuing_kinds())}
