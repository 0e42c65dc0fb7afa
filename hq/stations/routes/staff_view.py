"""Routes by which staff manages stations: registering, codes, status and approval of a new life."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from hq.journals.lives import StationStatus
from hq.people.callers import allowed, author
from hq.people.permissions import Permission, Staff
from hq.stations import enrolment, stations
from hq.stations.stations import NewStation, StationView, StatusChange
from hq.web.paging import Cursor, Limit, Page, after_id, page
from hq.web.texts import Name, Reason, Short
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/stations", tags=["stations"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_STATIONS))]
Supervisor = Annotated[Staff, Depends(allowed(Permission.MANAGE_STATIONS))]
_MOST_EPOCH = 2**31 - 1


class StationIn(BaseModel):
    """The wanted state of a station. `no` is printed on paper; `series` numbers its documents."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"no": 3, "name": "Taquilla 3", "organisation": "Teatro", "series": "A", "printer_columns": 48}
            ]
        },
    )

    no: int = Field(ge=1, le=9999)
    name: Name
    organisation: Name
    series: Short
    printer_columns: int = Field(48, ge=24, le=64)


class StationOut(BaseModel):
    """A station with its status; `acknowledged` counts the journal entries of its present epoch that HQ has."""

    id: UUID
    no: int
    name: str
    series: str
    status: StationStatus
    epoch: int
    acknowledged: int
    enrolled_at: datetime | None
    last_seen_at: datetime | None
    software: str


class CodeOut(BaseModel):
    """A one-time code to type at the station."""

    id: UUID
    station_id: UUID
    code: str
    expires_at: datetime


class StatusIn(BaseModel):
    """The wanted status: frozen, active again, lost (its rights are fenced) or revoked (for ever)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"status": "lost", "reason": "robbed on the way home"}]}
    )

    status: StationStatus
    reason: Reason


class EpochApproval(BaseModel):
    """Approval of a new life after this epoch, for a station whose store was restored from a copy."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"epoch": 1, "reason": "disk replaced, backup of Friday"}]}
    )

    epoch: int = Field(ge=1, le=_MOST_EPOCH)
    reason: Reason


@router.get("")
def stations_page(staff: Reader, office: TheOffice, cursor: Cursor = None, limit: Limit = 50) -> Page[StationOut]:
    """List the stations by id, page by page."""
    with office.database.tenant(staff.tenant_id) as tx:
        listed = stations.page(tx, staff.tenant_id, after_id(cursor), limit + 1)
    return page(listed, limit, _show, lambda station: station.id)


@router.get("/{station_id}")
def station(station_id: UUID, staff: Reader, office: TheOffice) -> StationOut:
    """Return a station."""
    with office.database.tenant(staff.tenant_id) as tx:
        return _show(stations.view(tx, staff.tenant_id, station_id))


@router.put("/{station_id}")
def add_station(station_id: UUID, wanted: StationIn, staff: Supervisor, office: TheOffice) -> StationOut:
    """Register a station or change it."""
    new = NewStation(station_id, **wanted.model_dump())
    with office.database.tenant(staff.tenant_id) as tx:
        return _show(stations.add(tx, office, author(staff), new))


@router.put("/{station_id}/codes/{code_id}")
def make_code(station_id: UUID, code_id: UUID, staff: Supervisor, office: TheOffice) -> CodeOut:
    """Make a one-time code for a day. The same id gives the same code again."""
    with office.database.tenant(staff.tenant_id) as tx:
        code = enrolment.make_code(tx, office, author(staff), station_id, code_id)
    return CodeOut(id=code.id, station_id=code.station_id, code=code.text, expires_at=code.expires_at)


@router.put("/{station_id}/status")
def set_status(station_id: UUID, wanted: StatusIn, staff: Supervisor, office: TheOffice) -> StationOut:
    """Freeze a station, make it active again, declare it lost or revoke it."""
    change = StatusChange(wanted.status, wanted.reason)
    with office.database.tenant(staff.tenant_id) as tx:
        return _show(stations.set_status(tx, office, author(staff), station_id, change))


@router.put("/{station_id}/epoch-approval")
def approve_epoch(station_id: UUID, wanted: EpochApproval, staff: Supervisor, office: TheOffice) -> StationOut:
    """Allow a restored station to begin a new life. The rights of the old one will be fenced."""
    with office.database.tenant(staff.tenant_id) as tx:
        return _show(stations.approve_epoch(tx, office, author(staff), station_id, wanted.epoch, wanted.reason))


def _show(view: StationView) -> StationOut:
    return StationOut(**asdict(view))
