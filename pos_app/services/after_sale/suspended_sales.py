"""The sales of a performance that does not take place, and giving them back one by one.

Nothing is kept of a run: a sale is done when its tickets have ended. So a run that a power cut ends goes on where it
was, and no sale is given back twice.
"""

from domain.after_sale.holders import GiftNotRefundable, SeveralReceivers
from domain.after_sale.money_back import MoreThanPaid, ReturnReferenceMissing, own_instruments
from domain.after_sale.refunds import NoTicketChosen, Terms, TicketEnded, ZeroNote
from domain.after_sale.suspended_sales import SuspendedSale
from domain.fiscal.credit_note import MoreThanLeft
from domain.ids import PerformanceId, SaleId
from domain.payments.change import Change
from domain.people.staff import Cashier, Permission
from domain.till.excess import ExcessKind
from domain.till.shifts import RefundBeyondTill
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.event_policy import policy_for
from pos_app.services.after_sale.refunds import CompletedRefund, EarlierCopy, Refundable, RefundRequest
from pos_app.services.till import change_beyond_till
from pos_app.station import Station
from pos_app.storage.sales import suspended_rows
from sync.tables.transaction import Tx

_CASH = "cash_ves"
OF_ONE_SALE = (
    TicketEnded,
    NoTicketChosen,
    ZeroNote,
    MoreThanLeft,
    MoreThanPaid,
    ReturnReferenceMissing,
    GiftNotRefundable,
    SeveralReceivers,
    EarlierCopy,
    RefundBeyondTill,
)
"""Why one sale cannot go back by itself: it stays in the list, and a run goes on with the next one."""


def sales_of(station: Station, performance_id: PerformanceId) -> tuple[SuspendedSale, ...]:
    """The sales with tickets of a performance at this station, oldest first."""
    with station.database.read() as tx:
        return suspended_rows.sales_of(tx, station.tenant_id, performance_id)


def refund_one(
    station: Station, people: tuple[Cashier, Cashier], performance_id: PerformanceId, sale_id: SaleId, reason: str
) -> CompletedRefund:
    """Give what is left of one sale of the performance back, by what it was paid with. One transaction.

    `people` are the cashier and the supervisor who approved the run. Cash that the till does not hold is refused, and
    the attempt is kept. Raises RefundBeyondTill, and as `refunds.refund` does.
    """
    cashier, supervisor = people
    with station.database.write() as tx:
        supervisor.must(Permission.REFUND)
        offered = refunds.refundable_in(tx, station, sale_id)
        request = _request(tx, station, offered, performance_id, reason)
        returned = refunds.quote_of(offered, request).returned
        parts = own_instruments(offered.sold, returned.figures.to_give_back)
        beyond = change_beyond_till.keep(tx, station, (cashier, None), ((), parts), ExcessKind.REFUND)
        done = None if beyond else refunds.record(tx, station, people, request, lambda _: parts)
    station.wake()
    if beyond is not None:
        raise RefundBeyondTill(beyond.holds, beyond.wanted)
    assert done is not None
    return done


def money_of(station: Station, performance_id: PerformanceId, sale_id: SaleId) -> tuple[Change, ...]:
    """What would go back for one sale, by what it was paid with. Raises as `refunds.quote` does."""
    with station.database.read() as tx:
        offered = refunds.refundable_in(tx, station, sale_id)
        request = _request(tx, station, offered, performance_id, "")
        return own_instruments(offered.sold, refunds.quote_of(offered, request).returned.figures.to_give_back)


def _request(
    tx: Tx, station: Station, offered: Refundable, performance_id: PerformanceId, reason: str
) -> RefundRequest:  # fmt: skip
    """All tickets of the performance that a sale has left, on the terms of a performance that does not take place."""
    chosen = [ticket for ticket in offered.tickets if ticket.now.place.performance_id == performance_id]
    policies = [policy_for(tx, station, ticket) for ticket in chosen]
    terms = Terms(
        with_fee=all(policy.fee_goes_back for policy in policies),
        release=all(policy.releases for policy in policies),
    )
    return RefundRequest(offered.sold.sale.id, tuple(ticket.sold.id for ticket in chosen), _CASH, reason, terms)
