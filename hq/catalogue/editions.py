"""Past catalogues: what HQ had published at a cursor of its feed, as a station read it.

The catalogue at a published cursor never changes, so what is read of it stays in memory.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table

from domain.catalogue.catalog import Seat
from domain.catalogue.offering import Offering
from domain.ids import PerformanceId, SeatId, VenueId
from hq.catalogue.rows import past_rows
from hq.kept import Kept
from hq.office import Office
from sync.tables.catalogue_values import Values
from sync.tables.editions import Organisation, offering_of, organisation_of, seats_of
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Edition:
    """The catalogue of an organisation since its last change: the cursor of that change, and its instant."""

    tenant_id: UUID
    seq: int
    published_at: datetime


class Editions:
    """Reads past catalogues of one organisation."""

    def __init__(self, tx: Tx, office: Office, tenant_id: UUID) -> None:
        self._tx, self._kept, self._tenant_id = tx, office.kept, tenant_id

    def editions(self, cursors: Iterable[int]) -> Mapping[int, Edition]:
        """The editions at cursors of the feed, without those that the feed does not reach or where it was empty."""
        keys = {cursor: (Edition, self._tenant_id, cursor) for cursor in cursors}
        known = {cursor: edition for cursor, key in keys.items() if (edition := self._kept.find(key, Edition))}
        if unknown := keys.keys() - known.keys():
            for row in past_rows.editions_at(self._tx, self._tenant_id, unknown):
                edition = Edition(self._tenant_id, row.seq, row.published_at)
                known[row.cursor] = self._kept.keep(keys[row.cursor], edition)
        return known

    def replaced_at(self, of: Edition) -> datetime | None:
        """When a newer edition replaced this one; None while it is the present one."""
        return past_rows.replaced_at(self._tx, of.tenant_id, of.seq)

    def view(self, of: Edition) -> "_View":
        """What an edition has."""
        return _View(self._tx, self._kept, of)


class _View:
    """One edition. What is read of it stays in memory for all that read it after."""

    def __init__(self, tx: Tx, kept: Kept, of: Edition) -> None:
        self._tx, self._kept, self._of = tx, kept, of

    def organisation(self) -> Organisation:
        """Taxes, rates, issuers and staff."""
        key = (Organisation, self._of)
        return self._kept.find(key, Organisation) or self._kept.keep(key, organisation_of(self._rows))

    def offering(self, performance_id: PerformanceId) -> Offering | None:
        """A performance with its zones and ticket types; None when the edition does not have it."""
        key = (Offering, self._of, performance_id)
        if (known := self._kept.find(key, Offering)) is not None:
            return known
        event_id = past_rows.event_of_performance(self._tx, self._of.tenant_id, performance_id)
        offering = offering_of(self._rows, event_id, performance_id)
        return None if offering is None else self._kept.keep(key, offering)

    def seats(self, venue_id: VenueId) -> Mapping[SeatId, Seat]:
        """The seats of a venue by id."""
        key = (Seat, self._of, venue_id)
        return self._kept.find(key, dict) or self._kept.keep(key, seats_of(self._rows, venue_id))

    def _rows(self, table: Table, scope: object) -> Sequence[Values]:
        return past_rows.rows_at(self._tx, self._of.tenant_id, table, self._of.seq, scope)
