"""Rows of the catalogue as the values that the rules work with. Rows are mappings by column name, with typed values."""

from collections.abc import Iterable
from typing import Any, Protocol

from domain.catalogue.catalog import (
    Event,
    Performance,
    PerformanceState,
    PlaceModifier,
    PriceStage,
    Seat,
    SeatKind,
    Section,
    TicketType,
    Zone,
    ZoneKind,
    ZoneState,
)
from domain.catalogue.refund_policy import read_policy
from domain.catalogue.suspension import Suspension, SuspensionKind
from domain.fiscal.forms import Form
from domain.fiscal.series import Issuer, Medium, Series
from domain.ids import CashierId, EventId, PerformanceId, SeatId, TicketTypeId, VenueId, ZoneId
from domain.money.money import Currency, ExchangeRate, Money, RateSource
from domain.money.taxes import TaxCategory, TaxRate
from domain.people.staff import Cashier, Role
from sync.tables.shared import LIST_SEPARATOR


class Values(Protocol):
    """The values of a row by column name."""

    def __getitem__(self, column: str, /) -> Any: ...


def zone_of(
    row: Values, sections: Iterable[Values] = (), stages: Iterable[Values] = (), modifiers: Iterable[Values] = ()
) -> Zone:
    """A zone; `stages` and `modifiers` in their order."""
    currency = Currency(row["currency"])
    return Zone(
        id=ZoneId(row["id"]),
        event_id=EventId(row["event_id"]),
        name=row["name"],
        kind=ZoneKind(row["kind"]),
        base_price=Money(row["base_price"], currency),
        fee=Money(row["fee"], currency),
        tax=TaxCategory(row["tax"]),
        tax_included=row["tax_included"],
        capacity=row["capacity"],
        section_nos=frozenset(part["section_no"] for part in sections),
        stages=tuple(_stage(part) for part in stages),
        modifiers=tuple(_modifier(part) for part in modifiers),
        state=ZoneState(row["state"]),
    )


def event_of(row: Values) -> Event:
    """A show."""
    policy = read_policy(row["refund_policy"])
    return Event(EventId(row["id"]), VenueId(row["venue_id"]), row["name"], row["sell_until_minutes"], policy)


def performance_of(row: Values) -> Performance:
    """A dated occurrence of a show."""
    return Performance(
        PerformanceId(row["id"]), EventId(row["event_id"]), row["starts_at"], PerformanceState(row["state"])
    )


def suspension_of(row: Values) -> Suspension:
    """A decision about a performance, published or recorded by a station."""
    return Suspension(
        id=row["id"],
        performance_id=PerformanceId(row["performance_id"]),
        kind=SuspensionKind(row["kind"]),
        starts_at=row["starts_at"],
        decided_at=row["decided_at"],
        reason=row["reason"],
        moved_to=row["moved_to"],
        was_cancelled=bool(row["was_cancelled"]),
    )


def section_of(row: Values) -> Section:
    """A part of a venue."""
    return Section(row["no"], row["name"])


def seat_of(row: Values) -> Seat:
    """A seat of a venue's plan."""
    kind = SeatKind(row["kind"])
    return Seat(SeatId(row["id"]), row["section_no"], row["row"], row["number"], row["x_mm"], row["y_mm"], kind)


def ticket_type_of(row: Values) -> TicketType:
    """A ticket type."""
    return TicketType(
        TicketTypeId(row["id"]), row["name"], row["percent"], bool(row["needs_document"]), bool(row["active"])
    )


def tax_rate_of(row: Values) -> TaxRate:
    """A tax rate with its validity."""
    return TaxRate(TaxCategory(row["category"]), row["rate"], row["valid_from"], row["valid_to"], row["source"])


def rate_of(row: Values) -> ExchangeRate:
    """An exchange rate, published or entered."""
    return ExchangeRate(Currency(row["currency"]), row["value"], row["value_on"], RateSource(row["source"]))


def series_of(row: Values, forms: Iterable[Values]) -> Series:
    """A numbering series with its issuer and its forms, in the order of their control numbers."""
    issuer = Issuer(
        row["issuer_name"], row["issuer_rif"], row["issuer_address"], row["special_from"], row["special_to"]
    )
    return Series(row["code"], Medium(row["medium"]), issuer, tuple(map(_form, forms)))


def cashier_of(row: Values) -> Cashier:
    """A person of the staff."""
    return Cashier(CashierId(row["id"]), row["name"], Role(row["role"]))


def _form(row: Values) -> Form:
    return Form(
        printer=row["printer"],
        printer_rif=row["printer_rif"],
        authorisation=row["authorisation"],
        made_on=row["made_on"],
        first_control=row["first_control"],
        last_control=row["last_control"],
    )


def _stage(row: Values) -> PriceStage:
    return PriceStage(row["name"], row["percent"], row["until"], row["up_to_sold"])


def _modifier(row: Values) -> PlaceModifier:
    sections = frozenset(map(int, _names(row["section_nos"])))
    return PlaceModifier(row["label"], row["percent"], sections, _names(row["rows"]), _names(row["numbers"]))


def _names(joined: str) -> frozenset[str]:
    return frozenset(joined.split(LIST_SEPARATOR)) if joined else frozenset()
