"""An edition of the catalogue as values: built from rows as they were at one cursor of HQ's feed.

HQ builds it from the rows that its changes replaced, a station from the pages that HQ signed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import Table

from domain.catalogue.catalog import Seat, Venue, Zone
from domain.catalogue.offering import Offering
from domain.fiscal.series import Issuer
from domain.ids import CashierId, EventId, PerformanceId, SeatId, VenueId
from domain.money.money import ExchangeRate, Rates
from domain.money.taxes import TaxTable
from domain.people.staff import Cashier
from domain.proof.recorded import Given, Recorded
from sync.tables import catalogue
from sync.tables.catalogue_values import (
    Values,
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

SCOPES: Mapping[Table, str | None] = {
    catalogue.event: "id",
    catalogue.performance: "event_id",
    catalogue.ticket_type: "event_id",
    catalogue.zone: "event_id",
    catalogue.zone_section: "zone_id",
    catalogue.price_stage: "zone_id",
    catalogue.place_modifier: "zone_id",
    catalogue.venue: "id",
    catalogue.section: "venue_id",
    catalogue.seat: "venue_id",
    catalogue.series: None,
    catalogue.cashier: None,
    catalogue.tax_rate: None,
    catalogue.exchange_rate: None,
}
"""The tables that decide a sale, and the column by which their rows are read together; None reads all of them."""

RowsAt = Callable[[Table, object], Sequence[Values]]
"""The rows of a table within a scope (its value in the column of SCOPES), by primary key."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """The part of an edition that every sale needs. `staff` has the people who may sign in."""

    taxes: TaxTable
    published: tuple[ExchangeRate, ...]
    issuers: Mapping[str, Issuer]
    staff: Mapping[CashierId, Cashier]


def organisation_of(rows: RowsAt) -> Organisation:
    """Taxes, rates, issuers and staff."""
    staff = (cashier_of(row) for row in rows(catalogue.cashier, None) if row["active"])
    return Organisation(
        taxes=TaxTable(tuple(tax_rate_of(row) for row in rows(catalogue.tax_rate, None))),
        published=tuple(rate_of(row) for row in rows(catalogue.exchange_rate, None)),
        issuers={row["code"]: series_of(row, ()).issuer for row in rows(catalogue.series, None)},
        staff={person.id: person for person in staff},
    )


def offering_of(rows: RowsAt, event_id: UUID | None, performance_id: PerformanceId) -> Offering | None:
    """A performance of an event, with its zones and ticket types; None when the edition does not have it."""
    performances = [row for row in rows(catalogue.performance, event_id) if row["id"] == performance_id]
    events = rows(catalogue.event, event_id)
    if not performances or not events:
        return None
    event = event_of(events[0])
    types = sorted(rows(catalogue.ticket_type, event.id), key=lambda row: int(row["ordinal"]))
    return Offering(
        performance=performance_of(performances[0]),
        event=event,
        venue=_venue(rows, event.venue_id),
        zones=_zones(rows, event.id),
        ticket_types=tuple(map(ticket_type_of, types)),
    )


def seats_of(rows: RowsAt, venue_id: VenueId) -> dict[SeatId, Seat]:
    """The seats of a venue by id."""
    return {SeatId(row["id"]): seat_of(row) for row in rows(catalogue.seat, venue_id)}


def _zones(rows: RowsAt, event_id: EventId) -> tuple[Zone, ...]:
    parts = catalogue.zone_section, catalogue.price_stage, catalogue.place_modifier
    return tuple(zone_of(row, *(rows(part, row["id"]) for part in parts)) for row in rows(catalogue.zone, event_id))


def _venue(rows: RowsAt, venue_id: VenueId) -> Venue:
    sections = tuple(section_of(row) for row in rows(catalogue.section, venue_id))
    named = rows(catalogue.venue, venue_id)
    return Venue(venue_id, named[0]["name"] if named else "", named[0]["address"] if named else "", sections)


class View(Protocol):
    """One edition of the catalogue."""

    def organisation(self) -> Organisation:
        """Taxes, rates, issuers and staff."""

    def offering(self, performance_id: PerformanceId) -> Offering | None:
        """A performance with its zones and ticket types; None when the edition does not have it."""

    def seats(self, venue_id: VenueId) -> Mapping[SeatId, Seat]:
        """The seats of a venue by id."""


def given_for(recorded: Recorded, view: View, rates: Rates) -> Given:
    """What a station had for one sale, from the edition that the sale cites and the rates of its day."""
    organisation = view.organisation()
    offerings: dict[PerformanceId, Offering] = {}
    seats: dict[tuple[VenueId, SeatId], Seat] = {}
    for place in (ticket.place for ticket in recorded.sale.tickets):
        offering = view.offering(place.performance_id)
        if offering is None:
            continue
        offerings[place.performance_id] = offering
        if place.seat_id is not None and (seat := view.seats(offering.venue.id).get(place.seat_id)) is not None:
            seats[offering.venue.id, place.seat_id] = seat
    return Given(
        offerings=offerings,
        seats=seats,
        taxes=organisation.taxes,
        rates=rates,
        issuer=organisation.issuers.get(recorded.document.series),
        staff=organisation.staff,
    )
