"""The route for the holders of a ticket."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from hq.books.holders import holders_of
from hq.books.routes.records import TicketCode
from hq.people.callers import allowed
from hq.people.permissions import Permission, Staff
from hq.web.reports import report
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/tickets", tags=["records"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_SALES))]
"""Not the door: a code on paper must not lead to somebody's telephone."""


class HolderOut(BaseModel):
    """Who had a ticket since an instant. `how`: bought, named, transfer or gift; `by` recorded it at the station."""

    how: str
    since: datetime
    name: str
    email: str
    phone: str
    person_id: UUID | None
    by: UUID | None


class HoldersOut(BaseModel):
    """The holders of a ticket, oldest first. The first is the buyer, whose name is empty when anonymous."""

    ticket_id: UUID
    holders: list[HolderOut]


@router.get("/{code}/holders")
def holders(staff: Reader, office: TheOffice, response: Response, code: TicketCode) -> HoldersOut:
    """Everybody who had a ticket, found by any code that it has or had."""
    known = report(office, staff.tenant_id, response, lambda tx: holders_of(tx, staff.tenant_id, code))
    return HoldersOut(
        ticket_id=known.ticket_id,
        holders=[
            HolderOut(
                how=one.how,
                since=one.since,
                name=one.name,
                email=one.email,
                phone=one.phone,
                person_id=one.person_id,
                by=one.by,
            )
            for one in known.history
        ],
    )
