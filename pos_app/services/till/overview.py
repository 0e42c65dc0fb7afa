"""The till as it stands now, for the person in front of it: the shift, its cash, its movements, papers, the last Z."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.money.money import Currency, Money, total
from domain.payments.change import Change
from domain.payments.methods import METHODS
from domain.people.staff import Cashier
from domain.till.till_report import TillReport
from pos_app.services.till import shifts, till_reports
from pos_app.services.till.shifts import OpenShift
from pos_app.station import Station
from pos_app.storage.sales import print_jobs, refunds, sales
from pos_app.storage.sales import shifts as stored
from pos_app.storage.sales.print_jobs import JobState
from pos_app.storage.sales.shifts import TimedMovement


@dataclass(frozen=True, slots=True)
class CashOfShift:
    """The cash of a shift in one currency; `given_back` left it with refunds, and is not in `moved`.

    `given_back` and `expected` are None for somebody who counts blind.
    """

    currency: Currency
    opening: Money
    moved: Money
    given_back: Money | None
    expected: Money | None


@dataclass(frozen=True, slots=True)
class ShiftSoFar:
    """An open shift: its sales and refunds, its cash in each currency it used, and its movements, the latest first.

    `hides_cash`: the person may not know the cash that must be in the drawer.
    """

    opened: OpenShift
    sales: int
    refunds: int
    hides_cash: bool
    cash: tuple[CashOfShift, ...]
    movements: tuple[TimedMovement, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The open shift, None without one; the papers that wait and those in doubt; the last Z."""

    shift: ShiftSoFar | None
    papers_waiting: int
    papers_doubtful: int
    last_z: TillReport | None


def read(station: Station, person: Cashier) -> Overview:
    """The present state of the till. The cash that must be in the drawer is left out for somebody who counts blind."""
    opened = shifts.current(station)
    with station.database.read() as tx:
        states = print_jobs.unfinished(tx)
    doubtful = states.get(JobState.UNKNOWN, 0)
    return Overview(
        shift=_so_far(station, opened, person) if opened is not None else None,
        papers_waiting=sum(states.values()) - doubtful,
        papers_doubtful=doubtful,
        last_z=till_reports.last_z(station),
    )


def _so_far(station: Station, opened: OpenShift, person: Cashier) -> ShiftSoFar:
    expected = {amount.currency: amount for amount in shifts.expected_cash(station, person)}
    with station.database.read() as tx:
        shift_id = opened.shift.id
        floats = {amount.currency: amount for amount in stored.floats(tx, station.tenant_id, shift_id)}
        movements = stored.movements(tx, station.tenant_id, shift_id)
        count = sales.count_of_shift(tx, station.tenant_id, shift_id)
        count_of_refunds = refunds.count_of_shift(tx, station.tenant_id, shift_id)
        given_back = refunds.given_back_of_shift(tx, station.tenant_id, shift_id)
        hides_cash = not shifts.sees_cash(tx, station, person)
    moved = [movement.flow for movement in movements]
    used = dict.fromkeys((*floats, *(amount.currency for amount in moved if amount), *expected))
    cash = (
        CashOfShift(
            currency,
            floats.get(currency, Money.zero(currency)),
            sum((amount for amount in moved if amount.currency == currency), Money.zero(currency)),
            None if hides_cash else total(_cash_of(given_back, currency), currency),
            None if hides_cash else expected.get(currency, Money.zero(currency)),
        )
        for currency in used
    )
    return ShiftSoFar(opened, count, count_of_refunds, hides_cash, tuple(cash), tuple(reversed(movements)))


def _cash_of(parts: Iterable[Change], currency: Currency) -> Iterator[Money]:
    return (part.amount for part in parts if METHODS[part.method].is_cash and part.amount.currency == currency)
