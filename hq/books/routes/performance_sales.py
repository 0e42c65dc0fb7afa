"""The route for what became of the tickets of a performance."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from hq.books.performance_sales import StationSales, sales_by_station
from hq.books.routes.consolidation import AmountOut
from hq.people.callers import allowed
from hq.people.permissions import Permission, Staff
from hq.web.reports import report
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/performances", tags=["records"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_SALES))]


class StationSalesOut(BaseModel):
    """One station's tickets of the performance by what became of them; `live` includes the amended ones."""

    station_id: UUID
    name: str
    sales: int
    sold: int
    refunded: int
    revoked: int
    amended: int
    live: int
    given_back: list[AmountOut]


@router.get("/{performance_id}/sales")
def performance_sales(
    performance_id: UUID, staff: Reader, office: TheOffice, response: Response
) -> list[StationSalesOut]:
    """How far every station is with a performance that was cancelled or moved, or sold at all."""
    known = report(office, staff.tenant_id, response, lambda tx: sales_by_station(tx, staff.tenant_id, performance_id))
    return [_out(one) for one in known]


def _out(one: StationSales) -> StationSalesOut:
    return StationSalesOut(
        station_id=one.station_id, name=one.name, sales=one.sales, sold=one.sold, refunded=one.refunded,
        revoked=one.revoked, amended=one.amended, live=one.live,
        given_back=[AmountOut(minor=part.minor, currency=part.currency) for part in one.given_back],
    )  # fmt: skip
