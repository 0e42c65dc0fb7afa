"""The stations of a tenant, for its staff: known, coded, frozen, lost, let into a new life."""

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
    """A station as it is made known: `no` is on paper, `series` is how it numbers."""

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
    """A station, and where HQ stands with it."""

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
    """What is typed at the station, once."""

    id: UUID
    station_id: UUID
    code: str
    expires_at: datetime


class StatusIn(BaseModel):
    """What the station shall be: frozen, active again, lost (its rights are void) or revoked (for ever)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"status": "lost", "reason": "robbed on the way home"}]}
    )

    status: StationStatus
    reason: Reason


class EpochApproval(BaseModel):
    """Allows the station a new life after this epoch, in which its store was put back."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"epoch": 1, "reason": "disk replaced, backup of Friday"}]}
    )

    epoch: int = Field(ge=1, le=_MOST_EPOCH)
    reason: Reason


@router.get("")
def stations_page(staff: Reader, office: TheOffice, cursor: Cursor = None, limit: Limit = 50) -> Page[StationOut]:
    """Every station, by pages."""
    with office.database.tenant(staff.tenant_id) as tx:
        found = stations.page(tx, staff.tenant_id, after_id(cursor), limit + 1)
    return page(found, limit, _show, lambda station: station.id)


@router.get("/{station_id}")
def station(station_id: UUID, staff: Reader, office: TheOffice) -> StationOut:
    """One station."""
    with office.database.tenant(staff.tenant_id) as tx:
        return _show(stations.view(tx, staff.tenant_id, station_id))


@router.put("/{station_id}")
def add_station(station_id: UUID, wanted: StationIn, staff: Supervisor, office: TheOffice) -> StationOut:
    """Make a station known or call it differently."""
    asked = NewStation(station_id, **wanted.model_dump())
    with office.database.tenant(staff.tenant_id) as tx:
        return _show(stations.add(tx, office, author(staff), asked))


@router.put("/{station_id}/codes/{code_id}")
def make_code(station_id: UUID, code_id: UUID, staff: Supervisor, office: TheOffice) -> CodeOut:
    """A one-time code for a day; asked for again under the same id it is the same code."""
    with office.database.tenant(staff.tenant_id) as tx:
        made = enrolment.make_code(tx, office, author(staff), station_id, code_id)
    return CodeOut(id=made.id, station_id=made.station_id, code=made.text, expires_at=made.expires_at)


@router.put("/{station_id}/status")
def set_status(station_id: UUID, wanted: StatusIn, staff: Supervisor, office: TheOffice) -> StationOut:
    """Freeze a station, let it go on, declare it lost or revoke it."""
    change = StatusChange(wanted.status, wanted.reason)
    with office.database.tenant(staff.tenant_id) as tx:
        return _show(stations.set_status(tx, office, author(staff), station_id, change))


@router.put("/{station_id}/epoch-approval")
def approve_epoch(station_id: UUID, wanted: EpochApproval, staff: Supervisor, office: TheOffice) -> StationOut:
    """Let a restored station begin a new life; what it held in the old one will be void."""
    with office.database.tenant(staff.tenant_id) as tx:
        return _show(stations.approve_epoch(tx, office, author(staff), station_id, wanted.epoch, wanted.reason))


def _show(view: StationView) -> StationOut:
    return StationOut(**asdict(view))
