"""The rate of the day: which one holds, and typing it by hand when none was published."""

from dataclasses import dataclass
from decimal import Decimal

from domain.money.money import VES, BadAmount, ExchangeRate, Rates
from domain.people.staff import Cashier, Permission
from domain.till.shifts import check_reason
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from sync import journal
from sync.facts import RateEntered

_PLACES = 8
_LARGEST = 10**9
"""A misread key, not a rate: the prices of a whole catalogue must fit in a document at it."""


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
    """Type the rate of a day, with a reason: never invented in silence.

    It holds here, whatever else is known of that day. Raises NotAllowed, ReasonMissing, BadReason or BadAmount.
    """
    supervisor.must(Permission.ENTER_RATE)
    why = check_reason(reason)
    if rate.currency == VES or not _is_usable(rate.value):
        raise BadAmount(str(rate.value)[:40], rate.currency)
    entered = RateEntered(rate=rate, reason=why)
    with station.database.write() as tx:
        journal.append(tx, station.author, entered, at=station.clock.now(), actor=supervisor.id)
        catalogue_changed(tx)


def _is_usable(value: Decimal) -> bool:
    """More than nothing, within reason, and no more decimals than a published rate has."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and 0 < value <= _LARGEST and exponent >= -_PLACES
