"""The catalogue in memory: read once, and read again after the stored catalogue or the rights changed."""

import threading
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar, cast

from sqlalchemy import select, text

from domain.catalogue.catalog import PlanSeats, Seat, Zone
from domain.catalogue.offering import NotForSale, Offering
from domain.catalogue.pricing import seats_by_price
from domain.fiscal.series import Series
from domain.ids import CashierId, PerformanceId, SeatId, StationId, TenantId, VenueId, ZoneId
from domain.money.money import Rates
from domain.money.taxes import TaxTable
from domain.rights import Holder
from domain.station_profile import StationProfile
from pos_app.storage.catalogue import catalog, seats
from pos_app.storage.catalogue.seats import SeatRights
from pos_app.storage.tables import catalogue_version, hq_link
from sync.tables.transaction import Tx

_T = TypeVar("_T")
_VERSION = select(catalogue_version.c.version, select(hq_link.c.catalogue_at).scalar_subquery())
_CHANGED = text(
    "INSERT INTO catalogue_version (only, version) VALUES (1, 1) ON CONFLICT (only) DO UPDATE SET version = version + 1"
)


class CatalogueCache:
    """Returns catalogue values from memory. One statement in each transaction checks that they are up to date.

    Several threads share it; the lock lets one of them at a time look up a value or read it.
    """

    def __init__(self, holder: Holder) -> None:
        self._holder = holder
        self._tenant_id = TenantId(holder.tenant_id)
        self._station_id = StationId(holder.station_id)
        self._version: int | None = None
        self._cursor = 0
        self._checked_in: Tx | None = None
        self._values: dict[tuple[str, object], object] = {}
        self._lock = threading.Lock()

    def offering(self, tx: Tx, performance_id: PerformanceId) -> Offering:
        """A performance with its event, venue, zones and ticket types. Raises NotForSale."""
        return self._cached(tx, ("offering", performance_id), lambda: self._offering(tx, performance_id))

    def profile(self, tx: Tx) -> StationProfile:
        """The station's name, series and limits."""
        return self._cached(
            tx, ("profile", None), lambda: catalog.station_profile(tx, self._tenant_id, self._station_id)
        )

    def series(self, tx: Tx) -> Series:
        """The series this station issues in."""
        code = self.profile(tx).series
        return self._cached(tx, ("series", code), lambda: catalog.series(tx, self._tenant_id, code))

    def taxes(self, tx: Tx) -> TaxTable:
        """Every tax rate."""
        return self._cached(tx, ("taxes", None), lambda: catalog.tax_table(tx, self._tenant_id))

    def rates(self, tx: Tx, on: date) -> Rates:
        """The exchange rates in force on a day."""
        return self._cached(tx, ("rates", on), lambda: catalog.rates(tx, self._holder, on))

    def active_staff(self, tx: Tx) -> frozenset[CashierId]:
        """The people who may sign in."""
        return self._cached(
            tx, ("staff", None), lambda: frozenset(m.cashier.id for m in catalog.staff(tx, self._tenant_id))
        )

    def plan_seats(self, tx: Tx, venue_id: VenueId) -> PlanSeats:
        """The seats of a venue's plan, as columns."""
        return self._cached(tx, ("seats", venue_id), lambda: catalog.seats(tx, self._tenant_id, venue_id))

    def priced_seats(self, tx: Tx, offering: Offering, zone: Zone) -> tuple[tuple[Seat, ...], ...]:
        """The seats of a zone, those of one price by place together; empty for a zone without such prices."""
        if not zone.modifiers:
            return ()
        plan = self.plan_seats(tx, offering.venue.id)
        seats_of_plan = (plan.seat(SeatId(i)) for i in range(len(plan)))
        return self._cached(tx, ("priced", zone.id), lambda: seats_by_price(zone, seats_of_plan))

    def seat_rights(self, tx: Tx, performance_id: PerformanceId) -> SeatRights:
        """Seats of a performance that this station may sell, and those withheld from sale."""
        return self._cached(tx, ("rights", performance_id), lambda: seats.rights(tx, self._holder, performance_id))

    def places(self, tx: Tx, performance_id: PerformanceId) -> Mapping[ZoneId, int]:
        """The general-admission places granted to this station, by zone, sold ones included."""
        return self._cached(tx, ("places", performance_id), lambda: seats.granted(tx, self._holder, performance_id))

    def cursor(self, tx: Tx) -> int:
        """The cursor of HQ's feed that the catalogue is at; 0 when it came from set-up files."""
        with self._lock:
            self._refresh(tx)
            return self._cursor

    def _offering(self, tx: Tx, performance_id: PerformanceId) -> Offering:
        performances = {performance.id: performance for performance in catalog.performances(tx, self._tenant_id)}
        if performance_id not in performances:
            raise NotForSale
        performance = performances[performance_id]
        event = next(event for event in catalog.events(tx, self._tenant_id) if event.id == performance.event_id)
        return Offering(
            performance,
            event,
            catalog.venue(tx, self._tenant_id, event.venue_id),
            catalog.zones(tx, self._tenant_id, event.id),
            catalog.ticket_types(tx, self._tenant_id, event.id),
        )

    def _cached(self, tx: Tx, key: tuple[str, object], read: Callable[[], _T]) -> _T:
        with self._lock:
            self._refresh(tx)
            if key not in self._values:
                self._values[key] = read()
            return cast("_T", self._values[key])

    def _refresh(self, tx: Tx) -> None:
        """Drop all values when the version moved. A transaction is a snapshot, so one check in it is enough."""
        if tx is self._checked_in:
            return
        row = tx.run(_VERSION, {}).fetchone()
        version, cursor = row or (0, 0)
        self._cursor = cursor or 0
        if version != self._version:
            self._values.clear()
            self._version = version
        self._checked_in = tx


def catalogue_changed(tx: Tx) -> None:
    """Move the version. Call it in the transaction that changes the catalogue or the rights."""
    tx.execute(_CHANGED)
