"""Keeping each attempt to take more cash out of the till than it holds, in the journal and so at HQ."""

from domain.ids import ShiftId
from domain.people.staff import Cashier, Permission
from domain.till.excess import Excess
from pos_app.station import Station
from sync import journal
from sync.facts import TillExceeded
from sync.tables.transaction import Tx


def keep(tx: Tx, station: Station, shift_id: ShiftId, excess: Excess, people: tuple[Cashier, Cashier | None]) -> None:
    """Append the attempt of a cashier, approved by the supervisor beside them or refused. Raises NotAllowed."""
    cashier, approved_by = people
    if approved_by is not None:
        approved_by.must(Permission.EXCEED_TILL)
    approver = approved_by.id if approved_by else None
    fact = TillExceeded(id=station.ids.new(), shift_id=shift_id, excess=excess, approved_by=approver)
    journal.append(tx, station.author, fact, at=station.clock.now(), actor=cashier.id)
