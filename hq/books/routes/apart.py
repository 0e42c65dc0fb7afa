"""The route for what HQ keeps apart: branches of a store's chain, and entries that it refused."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from hq.books.apart import Apart, kept_apart
from hq.people.callers import allowed
from hq.people.permissions import Permission, Staff
from hq.web.reports import report
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/apart", tags=["books"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_SALES))]


class ApartOut(BaseModel):
    """Entries `first` to `last` of one life of a station that HQ does not follow, and the sum of their documents.

    `cause`: `branch`, two stores wrote one chain; `refused`, HQ does not believe them. `amount` is in minor units of
    bolívares, with taxes and IGTF, and is in no other total.
    """

    station_id: UUID
    station: str
    epoch: int
    cause: str
    first: int
    last: int
    entries: int
    documents: int
    amount: int


@router.get("")
def read_apart(staff: Reader, office: TheOffice, response: Response) -> list[ApartOut]:
    """Return what HQ keeps apart, by station, life and cause."""
    parts = report(office, staff.tenant_id, response, lambda tx: kept_apart(tx, staff.tenant_id))
    return [apart_out(part) for part in parts]


def apart_out(part: Apart) -> ApartOut:
    """A part as the API shows it."""
    return ApartOut(
        station_id=part.station_id, station=part.station, epoch=part.epoch, cause=part.cause, first=part.first,
        last=part.last, entries=part.entries, documents=part.documents, amount=part.amount.minor,
    )  # fmt: skip
