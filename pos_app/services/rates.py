"""The rate of the day: which one holds, and typing it by hand when none was published."""

from dataclasses import dataclass

from domain.money import ExchangeRate, Rates
from domain.shifts import ReasonMissing
from domain.staff import Cashier, Permission
from pos_app.station import Station
from pos_app.storage.catalogue_cache import catalogue_changed
from sync import journal
from sync.facts import RateEntered


@dataclass(frozen=True, slots=True)
class RateOfDay:
    """The rates sales are made at now; `is_today` is false while another day's value is carried."""

    rates: Rates
    is_today: bool


def today(station: Station) -> RateOfDay:
    """The rates that hold at this moment; no rates at all when none is known."""
    on = station.today()
    with station.database.read() as tx:
        rates = station.catalogue.rates(tx, on)
    return RateOfDay(rates, bool(rates.rates) and all(rate.value_on >= on for rate in rates.rates))


def enter(station: Station, supervisor: Cashier, rate: ExchangeRate, reason: str) -> None:
    """Type the rate of a day, with a reason: never invented in silence. Raises NotAllowed or ReasonMissing."""
    supervisor.must(Permission.ENTER_RATE)
    if not reason.strip():
        raise ReasonMissing
    entered = RateEntered(rate=rate, reason=reason.strip())
    with station.database.write() as tx:
        journal.append(tx, station.author, entered, at=station.clock.now(), actor=supervisor.id)
        catalogue_changed(tx)
