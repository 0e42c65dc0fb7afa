"""Money back for tickets that lost in a conflict: paid with the settlement, or owed until the customer comes for it."""

from dataclasses import dataclass
from typing import ClassVar

from domain.conflicts.cases import CaseId, Choice
from domain.errors import Refused
from domain.ids import SaleId, TicketId
from domain.people.staff import Cashier
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest
from pos_app.services.conflicts import conflict_desk
from pos_app.services.conflicts.conflict_desk import Decision
from pos_app.station import Station
from pos_app.storage.sales import debts
from pos_app.storage.sales.debts import Debt


@dataclass(eq=False)
class LostTicketKept(Refused):
    """A refund that settles a case gives back every ticket that lost in it."""

    code: ClassVar[str] = "CON-04"

    ticket: str


@dataclass(frozen=True, slots=True)
class LostTickets:
    """The tickets whose money a waiting case gives back, and their sale."""

    sale_id: SaleId
    tickets: tuple[TicketId, ...]


def lost_tickets(station: Station, case_id: CaseId) -> LostTickets | None:
    """What a waiting case gives back; None when its tickets ended before. Raises CaseNotOpen or SaleNotHere."""
    with station.database.read() as tx:
        lost = conflict_desk.to_withdraw(tx, station, case_id)
    return LostTickets(*lost) if lost else None


def pay_back(
    station: Station,
    people: tuple[Cashier, Cashier],
    case_id: CaseId,
    request: RefundRequest,
    beyond_till: Cashier | None = None,
) -> CompletedRefund:
    """Settle a case by a refund: its tickets end, and a credit note and the money follow in the same transaction.

    `people` are the cashier and the supervisor. The request may give back more tickets of the sale. `beyond_till` is
    the supervisor who approved cash that the till does not hold. Nothing is stored when this raises.

    Raises CaseNotOpen, SaleNotHere, LostTicketKept, and as `refunds.refund` does.
    """
    cashier, supervisor = people
    with station.database.write() as tx:
        lost = conflict_desk.to_withdraw(tx, station, case_id)
        sale_id, tickets = lost or (request.sale_id, ())
        kept = [ticket_id for ticket_id in tickets if sale_id != request.sale_id or ticket_id not in request.tickets]
        if kept:
            raise LostTicketKept(refunds.code_of(refunds.refundable_in(tx, station, sale_id).sold, kept[0]))
        conflict_desk.record(tx, station, supervisor, case_id, Decision(Choice.MONEY_BACK))
        if beyond_till is not None:
            refunds.keep_excess(tx, station, (cashier, beyond_till), request)
        done = refunds.record(tx, station, people, request)
    station.wake()
    return done


def owed(station: Station) -> tuple[Debt, ...]:
    """What this station still owes for tickets that conflict cases withdrew, oldest first."""
    with station.database.read() as tx:
        return debts.unpaid(tx, station.tenant_id)
