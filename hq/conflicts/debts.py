"""What an organisation owes to customers: the price of tickets that conflict cases withdrew, until it is paid back.

The debt ends with the credit note of the station that sold the ticket; HQ pays nothing by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.conflicts.cases import CaseId
from domain.ids import SaleId, StationId, TicketId
from domain.money.money import Currency, Money
from domain.sale.cart import Customer
from hq.conflicts.rows import debt_rows as rows
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed for one ticket to the customer of its sale, since the case was settled at its station."""

    case_id: CaseId
    sale_id: SaleId
    ticket_id: TicketId
    code: str
    station_id: StationId
    station: str
    customer: Customer
    owed: Money
    since: datetime


def unpaid(tx: Tx, tenant_id: UUID) -> Iterator[Debt]:
    """The debts that no credit note has paid, oldest first."""
    for row in rows.unpaid(tx, tenant_id):
        yield Debt(
            case_id=CaseId(row.act_id),
            sale_id=SaleId(row.sale_id),
            ticket_id=TicketId(row.ticket_id),
            code=row.code,
            station_id=StationId(row.station_id),
            station=row.station,
            customer=Customer(row.customer_name, row.customer_document),
            owed=Money(row.owed, Currency(row.owed_currency)),
            since=row.replaced_at,
        )
