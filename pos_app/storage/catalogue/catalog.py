"""Queries of the catalogue. They return the values that the rules work with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, select

from domain.catalogue.catalog import (
    Event,
    Performance,
    PlanSeats,
    Section,
    TicketType,
    Venue,
    is_on_sale,
)
from domain.errors import Refused
from domain.fiscal.series import Series
from domain.ids import CashierId, EventId, PerformanceId, StationId, TenantId, VenueId
from domain.money.day_rates import rates_of_day
from domain.money.money import Currency, ExchangeRate, Money, Rates
from domain.money.taxes import TaxTable
from domain.people.staff import Cashier
from domain.rights import Holder
from domain.station_profile import StationProfile
from pos_app.storage.catalogue import suspensions
from pos_app.storage.catalogue.zones import zones
from sync.facts.rates import entered_rate
from sync.tables import catalogue
from sync.tables.catalogue_values import (
    cashier_of,
    event_of,
    performance_of,
    rate_of,
    section_of,
    series_of,
    tax_rate_of,
    ticket_type_of,
)
from sync.tables.transaction import Tx

__all__ = (
    "NotInCatalogue",
    "StaffMember",
    "cashier_name",
    "events",
    "everybody",
    "last_rate",
    "on_sale",
    "performances",
    "rates",
    "seats",
    "sections",
    "series",
    "staff",
    "staff_member",
    "starts_at",
    "station_names",
    "station_profile",
    "tax_table",
    "ticket_types",
    "venue",
    "zones",
)


@dataclass(eq=False)
class NotInCatalogue(Refused):
    """The catalogue lacks this row: no set-up file was loaded and nothing came from HQ yet."""

    code: ClassVar[str] = "CAT-01"

    what: str


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person of the staff, and the argon2id hash of their PIN. Only an active one may sign in."""

    cashier: Cashier
    pin_hash: str
    active: bool


def station_profile(tx: Tx, tenant_id: TenantId, station_id: StationId) -> StationProfile:
    """The station's number, name, organisation, series, paper width and limits. Raises NotInCatalogue."""
    t = catalogue.station
    row = tx.execute(select(t).where(t.c.tenant_id == tenant_id, t.c.id == station_id)).mappings().first()
    if row is None:
        raise NotInCatalogue("station")
    limits = tuple(_limit(text) for text in row["difference_limits"].split())
    return StationProfile(
        row["no"], row["name"], row["organisation"], row["series"], row["printer_columns"], limits, row["blind_count"]
    )


def station_names(tx: Tx, tenant_id: TenantId) -> dict[UUID, str]:
    """The name of each station of the organisation."""
    t = catalogue.station.c
    return {row.id: row.name for row in tx.execute(select(t.id, t.name).where(t.tenant_id == tenant_id))}


def staff(tx: Tx, tenant_id: TenantId) -> tuple[StaffMember, ...]:
    """Everybody who may sign in, by name."""
    return tuple(member for member in everybody(tx, tenant_id) if member.active)


def everybody(tx: Tx, tenant_id: TenantId) -> tuple[StaffMember, ...]:
    """The staff by name, with those who may no longer sign in."""
    t = catalogue.cashier
    rows = tx.execute(select(t).where(t.c.tenant_id == tenant_id).order_by(t.c.name, t.c.id)).mappings()
    return tuple(_member(row) for row in rows)


def staff_member(tx: Tx, tenant_id: TenantId, cashier_id: CashierId) -> StaffMember:
    """One person of the staff. The identifier comes from `staff`."""
    t = catalogue.cashier
    return _member(tx.execute(select(t).where(t.c.tenant_id == tenant_id, t.c.id == cashier_id)).mappings().one())


def cashier_name(tx: Tx, tenant_id: TenantId, cashier_id: CashierId) -> str:
    """The name of a person; empty when the catalogue no longer has them."""
    t = catalogue.cashier.c
    name: str | None = tx.execute(select(t.name).where(t.tenant_id == tenant_id, t.id == cashier_id)).scalar()
    return name or ""


def tax_table(tx: Tx, tenant_id: TenantId) -> TaxTable:
    """Every tax rate, with its validity and source."""
    t = catalogue.tax_rate
    statement = select(t).where(t.c.tenant_id == tenant_id).order_by(t.c.category, t.c.valid_from)
    return TaxTable(tuple(tax_rate_of(row) for row in tx.execute(statement).mappings()))


def rates(tx: Tx, holder: Holder, on: date) -> Rates:
    """The exchange rates that a sale of this day uses, one for each currency."""
    published, typed = catalogue.exchange_rate, entered_rate
    by_hq = tx.execute(
        select(published).where(published.c.tenant_id == holder.tenant_id, published.c.value_on >= on)
    ).mappings()
    by_hand = tx.execute(
        select(typed)
        .where(typed.c.tenant_id == holder.tenant_id, typed.c.station_id == holder.station_id, typed.c.value_on >= on)
        .order_by(typed.c.position)
    ).mappings()
    return rates_of_day(on, map(rate_of, by_hq), map(rate_of, by_hand))


def last_rate(tx: Tx, holder: Holder, currency: Currency) -> ExchangeRate | None:
    """The rate of the latest day that is known for a currency, published or entered; None without any."""
    published, typed = catalogue.exchange_rate, entered_rate
    rows = [
        *tx.execute(select(published).where(published.c.tenant_id == holder.tenant_id, published.c.currency == currency)
                    .order_by(published.c.value_on.desc()).limit(1)).mappings(),
        *tx.execute(select(typed).where(typed.c.tenant_id == holder.tenant_id, typed.c.currency == currency,
                                        typed.c.station_id == holder.station_id)
                    .order_by(typed.c.value_on.desc(), typed.c.position.desc()).limit(1)).mappings(),
    ]  # fmt: skip
    # The typed rate is the last one: of two for one day it holds, and max() returns the first of equals.
    return max((rate_of(row) for row in reversed(rows)), key=lambda rate: rate.value_on, default=None)


def series(tx: Tx, tenant_id: TenantId, code: str) -> Series:
    """A numbering series with its issuer and its forms. Raises NotInCatalogue."""
    t = catalogue.series
    row = tx.execute(select(t).where(t.c.tenant_id == tenant_id, t.c.code == code)).mappings().first()
    if row is None:
        raise NotInCatalogue("series")
    return series_of(row, _forms(tx, tenant_id, code))


def _forms(tx: Tx, tenant_id: TenantId, series: str) -> Sequence[RowMapping]:
    t = catalogue.form_lot
    statement = select(t).where(t.c.tenant_id == tenant_id, t.c.series == series).order_by(t.c.first_control)
    return tx.execute(statement).mappings().all()


def venue(tx: Tx, tenant_id: TenantId, venue_id: VenueId) -> Venue:
    """A venue with its sections. Raises NotInCatalogue."""
    t = catalogue.venue
    row = tx.execute(select(t).where(t.c.tenant_id == tenant_id, t.c.id == venue_id)).mappings().first()
    if row is None:
        raise NotInCatalogue("venue")
    return Venue(venue_id, row["name"], row["address"], sections(tx, tenant_id, venue_id))


def sections(tx: Tx, tenant_id: TenantId, venue_id: VenueId) -> tuple[Section, ...]:
    """The sections of a venue, in the order of its plan."""
    t = catalogue.section
    statement = select(t).where(t.c.tenant_id == tenant_id, t.c.venue_id == venue_id).order_by(t.c.no)
    rows = tx.execute(statement).mappings()
    return tuple(section_of(row) for row in rows)


_SEAT = catalogue.seat.c
_SEATS = (
    select(_SEAT.section_no, _SEAT.row, _SEAT.number, _SEAT.x_mm, _SEAT.y_mm, _SEAT.kind)
    .where(_SEAT.tenant_id == bindparam("tenant"), _SEAT.venue_id == bindparam("venue"))
    .order_by(_SEAT.id)
)


def seats(tx: Tx, tenant_id: TenantId, venue_id: VenueId) -> PlanSeats:
    """Every seat of a venue as columns: a hall has up to 60,000 seats, too many for one object each."""
    rows = tx.run(_SEATS, {"tenant": tenant_id, "venue": venue_id}).fetchall()
    return PlanSeats(*zip(*rows, strict=True)) if rows else PlanSeats()


def events(tx: Tx, tenant_id: TenantId) -> tuple[Event, ...]:
    """Every show, by name."""
    t = catalogue.event
    statement = select(t).where(t.c.tenant_id == tenant_id).order_by(t.c.name, t.c.id)
    rows = tx.execute(statement).mappings()
    return tuple(event_of(row) for row in rows)


def performances(tx: Tx, tenant_id: TenantId) -> tuple[Performance, ...]:
    """Every performance of every show, soonest first, with what was decided of it here."""
    t = catalogue.performance
    statement = select(t).where(t.c.tenant_id == tenant_id).order_by(t.c.starts_at, t.c.id)
    published = [performance_of(row) for row in tx.execute(statement).mappings()]
    decided = suspensions.as_decided(tx, tenant_id, published)
    return tuple(sorted(decided, key=lambda performance: performance.starts_at))


def starts_at(tx: Tx, tenant_id: TenantId, performance_id: PerformanceId) -> datetime | None:
    """When a performance starts; None when the catalogue does not have it."""
    t = catalogue.performance
    statement = select(t).where(t.c.tenant_id == tenant_id, t.c.id == performance_id)
    published = [performance_of(row) for row in tx.execute(statement).mappings()]
    return next((one.starts_at for one in suspensions.as_decided(tx, tenant_id, published)), None)


def on_sale(tx: Tx, tenant_id: TenantId, at: datetime) -> tuple[Performance, ...]:
    """The performances that are sold at an instant, soonest first."""
    shows = {event.id: event for event in events(tx, tenant_id)}
    return tuple(one for one in performances(tx, tenant_id) if is_on_sale(shows[one.event_id], one, at))


def ticket_types(tx: Tx, tenant_id: TenantId, event_id: EventId) -> tuple[TicketType, ...]:
    """The ticket types of a show that are sold, in the order of the set-up. The first one is the default."""
    t = catalogue.ticket_type
    statement = select(t).where(t.c.tenant_id == tenant_id, t.c.event_id == event_id, t.c.active).order_by(t.c.ordinal)
    rows = tx.execute(statement).mappings()
    return tuple(ticket_type_of(row) for row in rows)


def _member(row: RowMapping) -> StaffMember:
    return StaffMember(cashier_of(row), row["pin_hash"], row["active"])


def _limit(text: str) -> Money:
    """A difference limit as stored, such as "VES=5000": the currency and the minor units."""
    currency, _, minor = text.partition("=")
    return Money(int(minor), Currency(currency))
