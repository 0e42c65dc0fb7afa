"""The route for what is owed to customers after conflicts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from hq.conflicts import debts
from hq.conflicts.debts import Debt
from hq.people.callers import allowed
from hq.people.permissions import Permission, Staff
from hq.web.reports import report
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/debts", tags=["conflicts"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_SALES))]


class DebtOut(BaseModel):
    """What is owed for one ticket that a conflict case withdrew. `amount` is in minor units of `currency`.

    The station that sold the ticket pays it, by a credit note; the debt is in the list until then.
    """

    case_id: UUID
    sale_id: UUID
    ticket_id: UUID
    code: str
    station_id: UUID
    station: str
    customer_name: str
    customer_document: str
    currency: str
    amount: int
    since: datetime


@router.get("")
def list_debts(staff: Reader, office: TheOffice, response: Response) -> list[DebtOut]:
    """What is owed to customers and not paid yet, oldest first."""
    listed = report(office, staff.tenant_id, response, lambda tx: list(debts.unpaid(tx, staff.tenant_id)))
    return [_shown(debt) for debt in listed]


def _shown(debt: Debt) -> DebtOut:
    return DebtOut(
        case_id=debt.case_id,
        sale_id=debt.sale_id,
        ticket_id=debt.ticket_id,
        code=debt.code,
        station_id=debt.station_id,
        station=debt.station,
        customer_name=debt.customer.name,
        customer_document=debt.customer.document,
        currency=debt.owed.currency,
        amount=debt.owed.minor,
        since=debt.since,
    )
