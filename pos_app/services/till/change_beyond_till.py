"""Change or money back that a till does not hold: each attempt to give it is kept in the journal."""

from collections.abc import Sequence

from domain.payments.change import Change
from domain.payments.tenders import Tender
from domain.people.staff import Cashier
from domain.till.excess import Excess, ExcessKind
from domain.till.shifts import ChangeBeyondTill, check_change_in_till
from pos_app.services.till import excesses, shifts
from pos_app.station import Station
from pos_app.storage.sales import shifts as stored_shifts
from sync.tables.transaction import Tx


def keep(
    tx: Tx,
    station: Station,
    people: tuple[Cashier, Cashier | None],
    cash: tuple[Sequence[Tender], Sequence[Change]],
    kind: ExcessKind = ExcessKind.CHANGE,
) -> ChangeBeyondTill | None:
    """Append the attempt and return why it needs an approval; None, and no entry, when the till holds the cash.

    `people` are the cashier and the supervisor who approved it, if one did; `cash` is what comes in and what goes out.
    Raises NoShiftOpen and NotAllowed.
    """
    shift = shifts.must_be_open(tx, station)
    drawer = stored_shifts.drawer(tx, station.tenant_id, shift.id)
    try:
        check_change_in_till(drawer, *cash, blind=shifts.is_blind(tx, station, people[0]))
    except ChangeBeyondTill as error:
        excesses.keep(tx, station, shift.id, Excess(kind, error.wanted), people)
        return error
    return None
