"""The catalogue at any cursor of HQ's feed, from pages and snapshots as HQ sent them.

HQ's feed may begin again at a lower cursor after HQ was restored. What one incarnation of HQ sent is one course of the
catalogue. A sale cites a cursor only, so it is looked up in each course that reaches the cursor.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from domain.catalogue.catalog import Seat
from domain.catalogue.offering import Offering
from domain.ids import PerformanceId, SeatId, VenueId
from sync.line import rows
from sync.line.messages import Manifest, Page, Rows
from sync.tables import catalogue
from sync.tables.editions import SCOPES, Organisation, offering_of, organisation_of, seats_of

_Row = Mapping[str, Any]
_Key = tuple[Any, ...]
_TABLES = {table.name: table for table in SCOPES}


class Course:
    """The catalogue as one incarnation of HQ published it, from the cursor `first` on."""

    def __init__(self, incarnation: UUID, tenant_id: UUID, first: int) -> None:
        self.incarnation, self.first, self.last = incarnation, first, first
        self._tenant_id = tenant_id
        self._versions: dict[Table, dict[_Key, list[tuple[int, _Row | None]]]] = {table: {} for table in SCOPES}
        self._changes: dict[Table, list[int]] = {table: [] for table in SCOPES}
        self._views: dict[int, _View] = {}
        self._seats: dict[tuple[VenueId, int], dict[SeatId, Seat]] = {}

    def reaches(self, cursor: int) -> bool:
        """Whether the course has the catalogue at a cursor."""
        return self.first <= cursor <= self.last

    def view(self, cursor: int) -> "_View":
        """The edition at a cursor."""
        edition = max(self._changed_at(table, cursor) for table in SCOPES)
        return self._views.setdefault(edition, _View(self, edition))

    def take_whole(self, manifest: Manifest, chunks: Iterable[Rows]) -> None:
        """Take a snapshot into account: rows that it lacks are gone."""
        present = {(packed.table, key) for packed in chunks for key in self._put(packed, manifest.cursor)}
        for table, by_key in self._versions.items():
            for key in by_key:
                if (table.name, key) not in present:
                    self._set(table, key, manifest.cursor, None)
        self.last = max(self.last, manifest.cursor)

    def take_page(self, page: Page) -> None:
        """Take a page of the feed into account."""
        for change in page.changes:
            for packed in change.drop:
                if (table := _TABLES.get(packed.table)) is not None:
                    for row in rows.unpack_keys(table, packed, self._tenant_id):
                        self._set(table, _key(table, row), change.seq, None)
            for packed in change.put:
                self._put(packed, change.seq)
        self.last = max(self.last, page.cursor)

    def rows_at(self, table: Table, cursor: int) -> list[_Row]:
        """The rows of a table as they were at a cursor, by primary key."""
        latest = ((key, _last(versions, cursor)) for key, versions in self._versions[table].items())
        return [row for _, row in sorted(((key, row) for key, row in latest if row is not None), key=itemgetter(0))]

    def seats_at(self, venue_id: VenueId, cursor: int) -> dict[SeatId, Seat]:
        """The seats of a venue as they were at a cursor, read once for all editions that changed none of them."""
        key = (venue_id, self._changed_at(catalogue.seat, cursor))
        if key not in self._seats:
            here = [row for row in self.rows_at(catalogue.seat, cursor) if row["venue_id"] == venue_id]
            self._seats[key] = seats_of(lambda _table, _scope: here, venue_id)
        return self._seats[key]

    def _put(self, packed: Rows, seq: int) -> list[_Key]:
        table = _TABLES.get(packed.table)
        if table is None:
            return []
        written = [(_key(table, row), row) for row in rows.unpack(table, packed, self._tenant_id)]
        for key, row in written:
            self._set(table, key, seq, row)
        return [key for key, _ in written]

    def _set(self, table: Table, key: _Key, seq: int, row: _Row | None) -> None:
        self._versions[table].setdefault(key, []).append((seq, row))
        if not self._changes[table] or self._changes[table][-1] != seq:
            self._changes[table].append(seq)

    def _changed_at(self, table: Table, cursor: int) -> int:
        """The last change of a table up to a cursor."""
        changes = self._changes[table]
        place = bisect_right(changes, cursor)
        return changes[place - 1] if place else self.first


class _View:
    """One edition of a course; what is read of it is kept."""

    def __init__(self, course: Course, cursor: int) -> None:
        self._course, self._cursor = course, cursor
        self._tables: dict[Table, list[_Row]] = {}
        self._organisation: Organisation | None = None
        self._offerings: dict[PerformanceId, Offering | None] = {}

    def organisation(self) -> Organisation:
        """Taxes, rates, issuers and staff."""
        self._organisation = self._organisation or organisation_of(self._rows)
        return self._organisation

    def offering(self, performance_id: PerformanceId) -> Offering | None:
        """A performance with its zones and ticket types; None when the edition does not have it."""
        if performance_id not in self._offerings:
            performances = self._every(catalogue.performance)
            event_id = next((row["event_id"] for row in performances if row["id"] == performance_id), None)
            self._offerings[performance_id] = offering_of(self._rows, event_id, performance_id)
        return self._offerings[performance_id]

    def seats(self, venue_id: VenueId) -> Mapping[SeatId, Seat]:
        """The seats of a venue by id."""
        return self._course.seats_at(venue_id, self._cursor)

    def _rows(self, table: Table, scope: object) -> list[_Row]:
        column = SCOPES[table]
        return [row for row in self._every(table) if column is None or row[column] == scope]

    def _every(self, table: Table) -> list[_Row]:
        if table not in self._tables:
            self._tables[table] = self._course.rows_at(table, self._cursor)
        return self._tables[table]


def _last(versions: Sequence[tuple[int, _Row | None]], cursor: int) -> _Row | None:
    return next((row for seq, row in reversed(versions) if seq <= cursor), None)


def _key(table: Table, row: Mapping[str, Any]) -> _Key:
    return tuple(row[column.name] for column in table.primary_key)
