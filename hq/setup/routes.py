"""Routes that retire a person, a performance, a zone or a ticket type of the catalogue, or take one back."""

from datetime import UTC
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

from domain.catalogue.suspension import SuspensionKind
from hq.people.callers import allowed, author
from hq.people.permissions import Permission, Staff
from hq.setup import retiring, suspending
from hq.setup.retiring import Retirable, Use
from hq.setup.suspending import Decision
from hq.web.texts import Reason
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1", tags=["catalogue"])
Publisher = Annotated[Staff, Depends(allowed(Permission.MANAGE_CATALOGUE))]
Suspender = Annotated[Staff, Depends(allowed(Permission.SUSPEND_PERFORMANCES))]


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


class SuspensionIn(BaseModel):
    """What is decided of a performance: `cancelled`, `resumed`, or `moved` with the new date."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "cancelled", "reason": "the singer is ill", "moved_to": None}]},
    )

    kind: SuspensionKind
    reason: Reason
    moved_to: AwareDatetime | None = None

    @model_validator(mode="after")
    def _has_its_date(self) -> Self:
        if (self.kind is SuspensionKind.MOVED) != (self.moved_to is not None):
            raise ValueError("moved_to is given exactly for a performance that is moved")
        return self


@router.post("/performances/{performance_id}/suspensions", status_code=204)
def suspend_performance(performance_id: UUID, wanted: SuspensionIn, staff: Suspender, office: TheOffice) -> None:
    """Cancel a performance, move it to another date, or resume it. Each station lists its sales of it."""
    moved_to = wanted.moved_to.astimezone(UTC) if wanted.moved_to else None
    suspending.suspend(office, author(staff), Decision(performance_id, wanted.kind, wanted.reason, moved_to))


@router.put("/zones/{zone_id}/use", status_code=204)
def use_zone(zone_id: UUID, wanted: UseIn, staff: Publisher, office: TheOffice) -> None:
    """Withdraw a zone, or sell it again. A repetition changes nothing."""
    retiring.set_use(office, author(staff), Use(Retirable.ZONE, zone_id, wanted.in_use, wanted.reason))


@router.put("/ticket-types/{ticket_type_id}/use", status_code=204)
def use_ticket_type(ticket_type_id: UUID, wanted: UseIn, staff: Publisher, office: TheOffice) -> None:
    """Retire a ticket type, or sell it again. A repetition changes nothing."""
    retiring.set_use(office, author(staff), Use(Retirable.TICKET_TYPE, ticket_type_id, wanted.in_use, wanted.reason))
