"""What all stations sold, added up."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from domain.money.money import Money
from hq.books.consolidation import Share, consolidate
from hq.people.callers import allowed
from hq.people.permissions import Permission, Staff
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/consolidation", tags=["consolidation"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_SALES))]


class AmountOut(BaseModel):
    """Minor units of a currency."""

    minor: int
    currency: str


class ShareOut(BaseModel):
    """What belongs to one station, cashier, method or zone."""

    name: str
    count: int
    amount: AmountOut


class ZOut(BaseModel):
    """A Z as its station took it; `sales` is perpetual."""

    station: str
    number: int
    business_date: date
    documents: int
    sales: AmountOut


class ConsolidationOut(BaseModel):
    """The whole of a tenant, as far as the stations have told."""

    total: AmountOut
    stations: list[ShareOut]
    cashiers: list[ShareOut]
    methods: list[ShareOut]
    zones: list[ShareOut]
    reports: list[ZOut]
    supplements: list[ShareOut]


@router.get("")
def consolidation(staff: Reader, office: TheOffice) -> ConsolidationOut:
    """Totals by station, cashier, method and zone, and every Z beside them."""
    with office.database.snapshot(staff.tenant_id) as tx:
        found = consolidate(tx, staff.tenant_id)
    return ConsolidationOut(
        total=_amount(found.total),
        stations=[_share(each) for each in found.stations],
        cashiers=[_share(each) for each in found.cashiers],
        methods=[_share(each) for each in found.methods],
        zones=[_share(each) for each in found.zones],
        reports=[
            ZOut(
                station=z.station, number=z.number, business_date=z.business_date, documents=z.documents,
                sales=_amount(z.sales),
            )
            for z in found.reports
        ],
        supplements=[_share(each) for each in found.supplements],
    )  # fmt: skip


def _amount(money: Money) -> AmountOut:
    return AmountOut(minor=money.minor, currency=money.currency)


def _share(share: Share) -> ShareOut:
    return ShareOut(name=share.name, count=share.count, amount=_amount(share.amount))
