"""The route for the totals of all stations."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from domain.money.money import Money
from hq.books.consolidation import Share, consolidate
from hq.books.routes.apart import ApartOut, apart_out
from hq.people.callers import allowed
from hq.people.permissions import Permission, Staff
from hq.web.reports import report
from hq.web.slow_lane import InTurn
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/consolidation", tags=["consolidation"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_SALES))]


class AmountOut(BaseModel):
    """An amount in minor units of its currency."""

    minor: int
    currency: str


class ShareOut(BaseModel):
    """The part of one station, cashier, method, zone or day."""

    name: str
    count: int
    amount: AmountOut


class ZOut(BaseModel):
    """A Z report as its station took it; `sales` is perpetual."""

    station: str
    number: int
    business_date: date
    documents: int
    sales: AmountOut


class ConsolidationOut(BaseModel):
    """The totals of everything that stations have uploaded. `supplements` arrived after their day was closed.

    `refused_cash`: what cashiers were refused to take from a till that held less. `apart`: what HQ has and does not
    follow, in none of the totals.
    """

    total: AmountOut
    stations: list[ShareOut]
    cashiers: list[ShareOut]
    methods: list[ShareOut]
    zones: list[ShareOut]
    reports: list[ZOut]
    supplements: list[ShareOut]
    refused_cash: list[ShareOut]
    apart: list[ApartOut]


@router.get("", dependencies=[InTurn])
def consolidation(staff: Reader, office: TheOffice, response: Response) -> ConsolidationOut:
    """Return the totals by station, cashier, method and zone, and every Z report."""
    totals = report(office, staff.tenant_id, response, lambda tx: consolidate(tx, staff.tenant_id))
    return ConsolidationOut(
        total=_amount(totals.total),
        stations=[_share(share) for share in totals.stations],
        cashiers=[_share(share) for share in totals.cashiers],
        methods=[_share(share) for share in totals.methods],
        zones=[_share(share) for share in totals.zones],
        reports=[
            ZOut(
                station=z.station, number=z.number, business_date=z.business_date, documents=z.documents,
                sales=_amount(z.sales),
            )
            for z in totals.reports
        ],
        supplements=[_share(share) for share in totals.supplements],
        refused_cash=[_share(share) for share in totals.refused_cash],
        apart=[apart_out(part) for part in totals.apart],
    )  # fmt: skip


def _amount(money: Money) -> AmountOut:
    return AmountOut(minor=money.minor, currency=money.currency)


def _share(share: Share) -> ShareOut:
    return ShareOut(name=share.name, count=share.count, amount=_amount(share.amount))
