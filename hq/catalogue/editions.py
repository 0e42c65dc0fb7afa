"""Past catalogues: what HQ had published at a cursor of its feed, as a station read it.

The catalogue at a published cursor never changes, so what is read of it stays in memory.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from domain.catalogue.catalog import Seat, Venue, Zone
from domain.catalogue.offering import Offering
from domain.fiscal.series import Issuer
from domain.ids import CashierId, EventId, PerformanceId, SeatId, VenueId
from domain.money.money import ExchangeRate
from domain.money.taxes import TaxTable
from domain.people.staff import Cashier
from hq.catalogue.rows import past_rows
from hq.office import Office
from sync.tables import catalogue
from sync.tables.catalogue_values import (
    cashier_of,
    event_of,
    performance_of,
    rate_of,
    seat_of,
    section_of,
    series_of,
    tax_rate_of,
    ticket_type_of,
    zone_of,
)
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Edition:
    """The catalogue of an organisation since its last change: the cursor of that change, and its instant."""

    tenant_id: UUID
    seq: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Organisation:
    """The part of an edition that every sale needs. `staff` has the people who may sign in."""

    taxes: TaxTable
    published: tuple[ExchangeRate, ...]
    issuers: Mapping[str, Issuer]
    staff: Mapping[CashierId, Cashier]


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

    def organisation(self, of: Edition) -> Organisation:
        """Taxes, rates, issuers and staff."""
        key = (Organisation, of)
        return self._kept.find(key, Organisation) or self._kept.keep(key, _organisation(self._tx, of))

    def offering(self, of: Edition, performance_id: PerformanceId) -> Offering | None:
        """A performance with its zones and ticket types; None when the edition does not have it."""
        key = (Offering, of, performance_id)
        if (known := self._kept.find(key, Offering)) is not None:
            return known
        offering = _offering(self._tx, of, performance_id)
        return None if offering is None else self._kept.keep(key, offering)

    def seats(self, of: Edition, venue_id: VenueId) -> Mapping[SeatId, Seat]:
        """The seats of a venue by id."""
        key = (Seat, of, venue_id)
        return self._kept.find(key, dict) or self._kept.keep(key, _seats(self._tx, of, venue_id))


def _organisation(tx: Tx, of: Edition) -> Organisation:
    staff = (cashier_of(row) for row in _rows(tx, of, catalogue.cashier) if row["active"])
    return Organisation(
        taxes=TaxTable(tuple(tax_rate_of(row) for row in _rows(tx, of, catalogue.tax_rate))),
        published=tuple(rate_of(row) for row in _rows(tx, of, catalogue.exchange_rate)),
        issuers={row["code"]: series_of(row, ()).issuer for row in _rows(tx, of, catalogue.series)},
        staff={person.id: person for person in staff},
    )


def _offering(tx: Tx, of: Edition, performance_id: PerformanceId) -> Offering | None:
    event_id = past_rows.event_of_performance(tx, of.tenant_id, performance_id)
    performances = [row for row in _rows(tx, of, catalogue.performance, event_id) if row["id"] == performance_id]
    events = _rows(tx, of, catalogue.event, event_id)
    if not performances or not events:
        return None
    event = event_of(events[0])
    return Offering(
        performance=performance_of(performances[0]),
        event=event,
        venue=_venue(tx, of, event.venue_id),
        zones=_zones(tx, of, event.id),
        ticket_types=tuple(ticket_type_of(row) for row in _rows(tx, of, catalogue.ticket_type, event.id)),
    )


def _zones(tx: Tx, of: Edition, event_id: EventId) -> tuple[Zone, ...]:
    parts = catalogue.zone_section, catalogue.price_stage, catalogue.place_modifier
    return tuple(
        zone_of(row, *(_rows(tx, of, part, row["id"]) for part in parts))
        for row in _rows(tx, of, catalogue.zone, event_id)
    )


def _venue(tx: Tx, of: Edition, venue_id: VenueId) -> Venue:
    sections = tuple(section_of(row) for row in _rows(tx, of, catalogue.section, venue_id))
    named = _rows(tx, of, catalogue.venue, venue_id)
    return Venue(venue_id, named[0]["name"] if named else "", named[0]["address"] if named else "", sections)


def _seats(tx: Tx, of: Edition, venue_id: VenueId) -> dict[SeatId, Seat]:
    return {SeatId(row["id"]): seat_of(row) for row in _rows(tx, of, catalogue.seat, venue_id)}


def _rows(tx: Tx, of: Edition, table: Table, scope: object = None) -> Sequence[Mapping[str, Any]]:
    return past_rows.rows_at(tx, of.tenant_id, table, of.seq, scope)
