"""The organisation in a set-up file: station, staff, taxes and exchange rates."""

import re
from dataclasses import dataclass
from datetime import date

from argon2 import Type, extract_parameters
from argon2.exceptions import InvalidHashError

from domain.ids import CashierId, StationId, TenantId
from domain.money.money import USD, VES, Currency, ExchangeRate, Money, RateSource
from domain.money.taxes import TaxCategory, TaxRate
from domain.people.staff import Cashier, Role
from domain.station_profile import StationProfile
from sync.setup.amounts import money, percent, rate_value
from sync.setup.days import moving_day, optional_day
from sync.setup.names import derived, note_duplicates, own_or_derived
from sync.setup.problems import Flaw
from sync.setup.toml_table import TomlTable

_PIN = re.compile(r"[0-9]{4,12}")
_LEAST_OF_A_SUPERVISOR = 6
"""Digits. Whoever has the store and its key guesses at hashes: four digits last minutes, six about 14 hours."""
_CODE = re.compile(r"[A-Z]{3}")
_MOST_COLUMNS = 64


@dataclass(frozen=True, slots=True)
class Identity:
    """The organisation and station that a store belongs to."""

    tenant_id: TenantId
    station_id: StationId


@dataclass(frozen=True, slots=True)
class NewMember:
    """A person of the staff, with either the PIN in clear (for demos) or its argon2id hash; the other is empty.

    Somebody who is not active does not sign in and approves nothing; what they did keeps their name.
    """

    cashier: Cashier
    pin: str
    pin_hash: str
    active: bool = True


def read_identity(organisation: TomlTable, station: TomlTable) -> Identity:
    """The identifiers of the file, or ones derived from the organisation's name and the station's number."""
    tenant_id = own_or_derived(organisation, "organisation", organisation.text("name"))
    number = station.integer("no", least=1)
    return Identity(TenantId(tenant_id), StationId(own_or_derived(station, "station", number, parent=tenant_id)))


def read_profile(organisation: TomlTable, station: TomlTable) -> StationProfile:
    """The name and settings of the station."""
    limits = station.table("difference_limits")
    return StationProfile(
        no=station.integer("no", least=1),
        name=station.text("name"),
        organisation=organisation.text("name"),
        series=station.text("series"),
        printer_columns=station.integer("printer_columns", 48, least=24, most=_MOST_COLUMNS),
        difference_limits=tuple(_limit(limits, code) for code in limits.names()),
        blind_count=organisation.flag("blind_count", default=True),
    )


def read_staff(tables: list[TomlTable], tenant_id: TenantId) -> tuple[NewMember, ...]:
    """The people who may sign in, and those who no longer may."""
    members = [_member(table, tenant_id) for table in tables]
    both = list(zip(tables, members, strict=True))
    note_duplicates((table, "key", member.cashier.id) for table, member in both)
    note_duplicates((table, "pin", member.pin) for table, member in both)
    return tuple(members)


def read_taxes(tables: list[TomlTable]) -> tuple[TaxRate, ...]:
    """Tax rates with their validity. Two of a category may not be in force on one day."""
    rates = [_tax_rate(table) for table in tables]
    for i, (table, rate) in enumerate(zip(tables, rates, strict=True)):
        if any(_overlap(rate, before) for before in rates[:i]):
            table.note("", Flaw.RATES_OVERLAP, rate.category)
    return tuple(rates)


def read_rates(tables: list[TomlTable]) -> tuple[ExchangeRate, ...]:
    """Exchange rates with the day that they are the value for."""
    rates = [_rate(table) for table in tables]
    note_duplicates(
        (table, "currency", (rate.currency, rate.value_on)) for table, rate in zip(tables, rates, strict=True)
    )
    return tuple(rates)


def read_currency(table: TomlTable, key: str, default: Currency | None = None) -> Currency:
    """A currency as ISO 4217 code."""
    code = table.text(key, default)
    if code and not _CODE.fullmatch(code):
        table.note(key, Flaw.BAD_VALUE, code, "USD, EUR, VES, …")
    return Currency(code) if _CODE.fullmatch(code) else USD


def _limit(limits: TomlTable, code: str) -> Money:
    if not _CODE.fullmatch(code):
        limits.note(code, Flaw.BAD_VALUE, code, "VES, USD, EUR, …")
    return money(limits, code, Currency(code) if _CODE.fullmatch(code) else VES)


def _member(table: TomlTable, tenant_id: TenantId) -> NewMember:
    name = table.text("name")
    cashier_id = derived(tenant_id, "staff", table.text("key", name))
    pin, pin_hash = table.text("pin", ""), table.text("pin_hash", "")
    if bool(pin) == bool(pin_hash):
        table.note("pin", Flaw.MISSING if not pin else Flaw.DUPLICATE)
    if pin and not _PIN.fullmatch(pin):
        table.note("pin", Flaw.BAD_PIN)
    if pin_hash and not _is_hash(pin_hash):
        table.note("pin_hash", Flaw.BAD_PIN)
    cashier = Cashier(CashierId(cashier_id), name, table.choice("role", Role))
    if cashier.role is Role.SUPERVISOR and _PIN.fullmatch(pin) and len(pin) < _LEAST_OF_A_SUPERVISOR:
        table.note("pin", Flaw.SHORT_PIN)
    return NewMember(cashier, pin, pin_hash, table.flag("active", default=True))


def _is_hash(text: str) -> bool:
    try:
        return extract_parameters(text).type is Type.ID
    except InvalidHashError:
        return False


def _tax_rate(table: TomlTable) -> TaxRate:
    rate = TaxRate(
        category=table.choice("category", TaxCategory),
        rate=percent(table, "percent").scaleb(-2),
        valid_from=table.day("valid_from"),
        valid_to=optional_day(table, "valid_to"),
        source=table.text("source"),
    )
    if rate.rate < 0:
        table.note("percent", Flaw.BAD_AMOUNT, rate.rate, "0..")
    if rate.valid_to is not None and rate.valid_to < rate.valid_from:
        table.note("valid_to", Flaw.BAD_VALUE, rate.valid_to, f"{rate.valid_from}..")
    return rate


def _overlap(one: TaxRate, other: TaxRate) -> bool:
    return (
        one.category is other.category
        and one.valid_from <= (other.valid_to or date.max)
        and other.valid_from <= (one.valid_to or date.max)
    )


def _rate(table: TomlTable) -> ExchangeRate:
    value = rate_value(table, "value")
    source = table.choice("source", RateSource, RateSource.BCV)
    return ExchangeRate(read_currency(table, "currency"), value, moving_day(table), source)
