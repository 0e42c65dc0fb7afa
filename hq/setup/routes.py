"""Routes that retire a person, a performance, a zone or a ticket type of the catalogue, or take one back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from hq.people.callers import allowed, author
from hq.people.permissions import Permission, Staff
from hq.setup import retiring
from hq.setup.retiring import Retirable, Use
from hq.web.texts import Reason
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1", tags=["catalogue"])
Publisher = Annotated[Staff, Depends(allowed(Permission.MANAGE_CATALOGUE))]


class UseIn(BaseModel):
    """Whether it is used: a retired person does not sign in, a retired performance or zone is not sold."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"in_use": False, "reason": "left the company"}]}
    )

    in_use: bool
    reason: Reason


@router.put("/cashiers/{cashier_id}/use", status_code=204)
def use_cashier(cashier_id: UUID, wanted: UseIn, staff: Publisher, office: TheOffice) -> None:
    """Retire a person of the stations' staff, or take one back. A repetition changes nothing."""
    retiring.set_use(office, author(staff), Use(Retirable.CASHIER, cashier_id, wanted.in_use, wanted.reason))


@router.put("/performances/{performance_id}/use", status_code=204)
def use_performance(performance_id: UUID, wanted: UseIn, staff: Publisher, office: TheOffice) -> None:
    """Close a performance, or sell it again. A repetition changes nothing."""
    retiring.set_use(office, author(staff), Use(Retirable.PERFORMANCE, performance_id, wanted.in_use, wanted.reason))


@router.put("/zones/{zone_id}/use", status_code=204)
def use_zone(zone_id: UUID, wanted: UseIn, staff: Publisher, office: TheOffice) -> None:
    """Withdraw a zone, or sell it again. A repetition changes nothing."""
    retiring.set_use(office, author(staff), Use(Retirable.ZONE, zone_id, wanted.in_use, wanted.reason))


@router.put("/ticket-types/{ticket_type_id}/use", status_code=204)
def use_ticket_type(ticket_type_id: UUID, wanted: UseIn, staff: Publisher, office: TheOffice) -> None:
    """Retire a ticket type, or sell it again. A repetition changes nothing."""
    retiring.set_use(office, author(staff), Use(Retirable.TICKET_TYPE, ticket_type_id, wanted.in_use, wanted.reason))
