"""Reading set-up files into one value: either all of it is valid, or BadSetup has every problem."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.fiscal.series import Series
from domain.ids import StationId, TenantId
from domain.money.money import ExchangeRate
from domain.money.taxes import TaxCategory, TaxRate
from domain.rights import NumberGrant
from domain.station_profile import StationProfile
from sync.setup.numbering import read_blocks, read_series
from sync.setup.organisation import (
    Identity,
    NewMember,
    read_identity,
    read_profile,
    read_rates,
    read_staff,
    read_taxes,
)
from sync.setup.plan import VenuePlan, read_venues
from sync.setup.problems import BadSetup, Flaw, Problem, Reading
from sync.setup.shows import Show, read_shows
from sync.setup.toml_table import TomlTable, parse


@dataclass(frozen=True, slots=True)
class Setup:
    """The content of set-up files. `warnings` do not prevent loading, but a person should look at them."""

    identity: Identity
    profile: StationProfile
    staff: tuple[NewMember, ...]
    taxes: tuple[TaxRate, ...]
    rates: tuple[ExchangeRate, ...]
    series: tuple[Series, ...]
    blocks: tuple[NumberGrant, ...]
    venues: tuple[VenuePlan, ...]
    shows: tuple[Show, ...]
    warnings: tuple[Problem, ...]

    @property
    def tenant_id(self) -> TenantId:
        """The organisation."""
        return self.identity.tenant_id

    @property
    def station_id(self) -> StationId:
        """The station that the files are for."""
        return self.identity.station_id


def read(text: str, *, on: date) -> Setup:
    """Read a complete set-up of one file. Relative days are counted from `on`. Raises BadSetup with every problem."""
    return read_all({"": text}, on=on)


def read_all(texts: Mapping[str, str], *, on: date) -> Setup:
    """Read a complete set-up of several files, by name. Raises BadSetup with every problem."""
    reading = Reading(on)
    setup = _read(_Files([parse(name, text, reading) for name, text in texts.items()], reading), reading)
    if reading.problems:
        raise BadSetup(tuple(dict.fromkeys(reading.problems)))
    return setup


def digest(texts: Mapping[str, str]) -> str:
    """The SHA-256 of the files, concatenated in order, in hex."""
    return hashlib.sha256("".join(texts.values()).encode()).hexdigest()


class _Files:
    """Several files read as one: a list continues from file to file, a table may be in only one of them."""

    def __init__(self, files: list[TomlTable], reading: Reading) -> None:
        self._files = files
        self._reading = reading

    def tables(self, key: str) -> list[TomlTable]:
        return [table for file in self._files for table in file.tables(key)]

    def table(self, key: str) -> TomlTable:
        having = [file for file in self._files if file.has(key)]
        for file in having[1:]:
            file.note(key, Flaw.DUPLICATE)
            file.mark_known(key)
        if having:
            return having[0].table(key)
        self._reading.note(key, Flaw.MISSING)
        return TomlTable({}, key, Reading(self._reading.on))

    def note_unknown(self) -> None:
        for file in self._files:
            file.note_unknown()


def _read(files: _Files, reading: Reading) -> Setup:
    organisation, station = files.table("organisation"), files.table("station")
    identity = read_identity(organisation, station)
    profile = read_profile(organisation, station)
    series = read_series(files.tables("series"))
    plans = read_venues(files.tables("venue"), identity.tenant_id)
    setup = Setup(
        identity=identity,
        profile=profile,
        staff=read_staff(files.tables("staff"), identity.tenant_id),
        taxes=read_taxes(files.tables("tax")),
        rates=read_rates(files.tables("rate")),
        series=series,
        blocks=read_blocks(files.tables("block"), series, identity.station_id),
        venues=tuple(plans.values()),
        shows=read_shows(files.tables("event"), plans, identity.tenant_id),
        warnings=tuple(reading.warnings),
    )
    files.note_unknown()
    if profile.series and profile.series not in {one.code for one in series}:
        station.note("series", Flaw.UNKNOWN_REFERENCE, profile.series, ", ".join(one.code for one in series))
    _note_untaxed(setup, reading)
    return setup


def _note_untaxed(setup: Setup, reading: Reading) -> None:
    """Note the taxes of zones that have no rate: their tickets could not be sold."""
    known = {rate.category for rate in setup.taxes} | {TaxCategory.EXEMPT}
    for tax in sorted({zone.tax for show in setup.shows for zone in show.zones} - known):
        reading.note("tax", Flaw.MISSING, tax)
