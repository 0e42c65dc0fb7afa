"""The route that lists the holds of stations."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from hq.people.callers import allowed
from hq.people.permissions import Permission, Staff
from hq.rights import holds
from hq.web.paging import Cursor, Limit, Page, after_id, page
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/holds", tags=["rights"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_SALES))]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which holds are listed: every one without a station and a performance."""

    station_id: Annotated[UUID | None, Query(description="Only the holds of this station.")] = None
    performance_id: Annotated[UUID | None, Query(description="Only holds of places of this performance.")] = None


class HeldLineOut(BaseModel):
    """Places that a hold keeps: one numbered seat, or a number of places of a zone without seats."""

    performance_id: UUID
    zone_id: UUID
    seat_id: int | None
    places: int


class HoldOut(BaseModel):
    """A hold that stands at a station: nobody sells its places, and they do not come back, before it ends there."""

    id: UUID
    station_id: UUID
    number: int
    purpose: str
    name: str
    phone: str
    note: str
    made_at: datetime
    expires_at: datetime
    made_by: UUID | None
    lines: list[HeldLineOut]


@router.get("")
def holds_page(
    staff: Reader,
    office: TheOffice,
    wanted: Annotated[Wanted, Depends()],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[HoldOut]:
    """List the holds that stand, by id, page by page."""
    with office.database.tenant(staff.tenant_id) as tx:
        listed = holds.page(
            tx, staff.tenant_id, (wanted.station_id, wanted.performance_id), after_id(cursor), limit + 1
        )
    return page(listed, limit, lambda one: HoldOut(**asdict(one)), lambda one: one.id)
