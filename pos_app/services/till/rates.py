"""The rate of the day: the rates in force, and entering one by hand when none was published."""

from dataclasses import dataclass
from decimal import Decimal

from domain.calendar import CARACAS
from domain.money.money import VES, BadAmount, ExchangeRate, Rates
from domain.money.rate_check import check_rate
from domain.people.staff import Cashier, Permission
from domain.till.shifts import check_reason
from pos_app.services.till.clock_guard import document_time
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.sales import known_time
from sync import journal
from sync.facts import RateEntered

_PLACES = 8
_LARGEST = 10**9
"""Above this the input is a typing error: a document with every price of a catalogue must still fit its columns."""


@dataclass(frozen=True, slots=True)
class RateOfDay:
    """The rates of sales made now. `is_today` is false when one of them has an earlier value date or none is known."""

    rates: Rates
    is_today: bool


def today(station: Station) -> RateOfDay:
    """The rates that a document made now uses; empty when none is known."""
    with station.database.read() as tx:
        on = document_time(tx, station).astimezone(CARACAS).date()
        rates = station.catalogue.rates(tx, on)
    return RateOfDay(rates, bool(rates.rates) and all(rate.value_on >= on for rate in rates.rates))


def enter(
    station: Station, supervisor: Cashier, rate: ExchangeRate, reason: str, *, is_confirmed: bool = False
) -> None:
    """Enter the rate of a day by hand, with a reason. At this station it replaces the published one of that day.

    `is_confirmed`: the supervisor has seen that the rate is far from the last known one.
    Raises NotAllowed, ReasonMissing, BadReason, BadAmount, or RateDoubtful.
    """
    supervisor.must(Permission.ENTER_RATE)
    why = check_reason(reason)
    if rate.currency == VES or not _is_usable(rate.value):
        raise BadAmount(str(rate.value)[:40], rate.currency)
    entered = RateEntered(rate=rate, reason=why)
    with station.database.write() as tx:
        if not is_confirmed:
            check_rate(rate, catalog.last_rate(tx, station.holder, rate.currency))
        now = station.clock.now()
        journal.append(tx, station.author, entered, at=now, actor=supervisor.id)
        known_time.note(tx, now)
        catalogue_changed(tx)


def _is_usable(value: Decimal) -> bool:
    """Positive, at most _LARGEST, and with at most the eight decimals of a published rate."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and 0 < value <= _LARGEST and exponent >= -_PLACES
