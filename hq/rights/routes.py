"""Numbers, seats and places: a station asks for them, staff grants them to a station or asks for them back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from domain.errors import Refused
from domain.fiscal.forms import control_after
from domain.ids import PerformanceId, ZoneId
from domain.rights import GrantId, PlacesGrant, Recall, SeatGrant, SeatSpan, TurnsGrant, spans_text
from domain.sale.cart import MOST_TICKETS_A_SALE
from hq.office import Office
from hq.people.callers import TheStation, allowed, author
from hq.people.permissions import Permission, Staff
from hq.rights import asking, blocks, recalls, refund_rights, staff_grants
from hq.rights.grants import Numbers
from hq.rights.recalls import RecallView
from hq.web.texts import Reason, Short
from hq.web.the_office import TheOffice
from hq.web.wire import TheSealer, answering, reads, taking
from sync.line.messages import AskPlaces, AskRefund, AskSeats, Grants, Lent

router = APIRouter(prefix="/v1/stations/{station_id}", tags=["rights"])
Granter = Annotated[Staff, Depends(allowed(Permission.GRANT_RIGHTS))]
MOST_SEATS = 100_000
MOST_PLACES = 1_000_000
MOST_SPANS = 5_000
LONGEST_TEXT = 100
Kept = Annotated[int, Field(ge=0, le=MOST_PLACES)]


@dataclass(eq=False)
class TooMuch(Refused):
    """The amount is below 1 or above the limit."""

    code: ClassVar[str] = "AMOUNT"


class SpanIn(BaseModel):
    """Seats of the venue's plan from `first` to `last`, both included."""

    model_config = ConfigDict(extra="forbid")

    first: int = Field(ge=0, lt=MOST_SEATS)
    last: int = Field(ge=0, lt=MOST_SEATS)


class SeatsIn(BaseModel):
    """Seats of one performance that only this station may sell."""

    model_config = ConfigDict(extra="forbid")

    performance_id: UUID
    seats: list[SpanIn] = Field(min_length=1, max_length=MOST_SPANS)


class NumbersIn(BaseModel):
    """The next numbers of a series, with forms of its lots if its documents take some."""

    model_config = ConfigDict(extra="forbid")

    series: Short
    count: int = Field(ge=1, le=blocks.MOST_NUMBERS)


class BlockOut(BaseModel):
    """The granted numbers from `first` to `last`, both included, and the control numbers of their forms, or empty."""

    series: str
    first: int
    last: int
    first_control: str
    last_control: str


class PlacesIn(BaseModel):
    """Places of a general zone of one performance that this station may sell."""

    model_config = ConfigDict(extra="forbid")

    performance_id: UUID
    zone_id: UUID
    places: int = Field(ge=1, le=MOST_PLACES)


class NumbersRecallIn(BaseModel):
    """Numbers of a series that the station has not used; it may keep `keep` of them."""

    model_config = ConfigDict(extra="forbid")

    series: Short
    keep: Kept = 0
    reason: Reason


class SeatsRecallIn(BaseModel):
    """Seats of a performance; those that the station does not hold now are not asked for."""

    model_config = ConfigDict(extra="forbid")

    performance_id: UUID
    seats: list[SpanIn] = Field(min_length=1, max_length=MOST_SPANS)
    reason: Reason


class PlacesRecallIn(BaseModel):
    """Places of a general zone that the station has not sold; it may keep `keep` of them."""

    model_config = ConfigDict(extra="forbid")

    performance_id: UUID
    zone_id: UUID
    keep: Kept = 0
    reason: Reason


class RecallOut(BaseModel):
    """A recall. `waiting` counts what the station still holds unused, as far as HQ has its journal."""

    id: UUID
    series: str
    performance_id: UUID | None
    zone_id: UUID | None
    seats: str
    keep: int
    reason: str
    waiting: int
    asked_at: datetime
    ended_at: datetime | None


@router.post(
    "/seats",
    responses=answering(Grants, "The grants for the station; sealed."),
    openapi_extra=taking(AskSeats),
)
def ask_seats(
    request: Annotated[AskSeats, Depends(reads(AskSeats))], station: TheStation, office: TheOffice, sealer: TheSealer
) -> Response:
    """Ask for seats that a customer wants now. Grants all or none; a repeated id has no effect."""
    _check_spans(request.seats, MOST_TICKETS_A_SALE)
    grant = SeatGrant(request.grant_id, request.performance_id, request.seats)
    return sealer.sealed(station.tenant_id, asking.ask_seats(office, station, grant))


@router.post(
    "/places",
    responses=answering(Grants, "The grants for the station; sealed."),
    openapi_extra=taking(AskPlaces),
)
def ask_places(
    request: Annotated[AskPlaces, Depends(reads(AskPlaces))], station: TheStation, office: TheOffice, sealer: TheSealer
) -> Response:
    """Ask for places, or for turns in the order of sale, that a customer wants now. A repeated id has no effect."""
    wanted = request.turns or request.places
    if not 1 <= wanted <= MOST_TICKETS_A_SALE or request.turns < 0 or (request.turns and request.places):
        raise TooMuch
    zone = (request.grant_id, request.performance_id, request.zone_id)
    if request.turns:
        granted = asking.ask_turns(office, station, TurnsGrant(*zone, ()), request.turns)
    else:
        granted = asking.ask_places(office, station, PlacesGrant(*zone, request.places))
    return sealer.sealed(station.tenant_id, granted)


@router.post(
    "/refund-rights",
    responses=answering(Lent, "The sale, with the right to give its tickets back or the station it waits for; sealed."),
    openapi_extra=taking(AskRefund),
)
def ask_refund(
    request: Annotated[AskRefund, Depends(reads(AskRefund))], station: TheStation, office: TheOffice, sealer: TheSealer
) -> Response:
    """Ask for the refund right of a sale, named by a document's number or a ticket's code. Lent to one at a time."""
    if not 1 <= len(request.text) <= LONGEST_TEXT:
        raise TooMuch
    return sealer.sealed(station.tenant_id, refund_rights.ask(office, station, request.grant_id, request.text))


@router.put("/number-grants/{grant_id}")
def grant_numbers(station_id: UUID, grant_id: UUID, wanted: NumbersIn, staff: Granter, office: TheOffice) -> BlockOut:
    """Grant a block to a station, which gets it with its next exchange. A repeated id has no effect."""
    numbers = Numbers(wanted.series, wanted.count)
    grant = staff_grants.grant_block(office, author(staff), station_id, GrantId(grant_id), numbers)
    return BlockOut(
        series=grant.series,
        first=grant.first,
        last=grant.last,
        first_control=grant.first_control,
        last_control=control_after(grant.first_control, grant.last - grant.first),
    )


@router.put("/seat-grants/{grant_id}", status_code=204)
def grant_seats(station_id: UUID, grant_id: UUID, wanted: SeatsIn, staff: Granter, office: TheOffice) -> None:
    """Grant all of these seats to a station or none. A repeated id has no effect."""
    spans = tuple(SeatSpan(span.first, span.last) for span in wanted.seats)
    _check_spans(spans, MOST_SEATS)
    grant = SeatGrant(GrantId(grant_id), PerformanceId(wanted.performance_id), spans)
    staff_grants.grant_seats(office, author(staff), station_id, grant)


@router.put("/places-grants/{grant_id}", status_code=204)
def grant_places(station_id: UUID, grant_id: UUID, wanted: PlacesIn, staff: Granter, office: TheOffice) -> None:
    """Grant places to a station, which gets them with its next exchange. A repeated id has no effect."""
    performance, zone = PerformanceId(wanted.performance_id), ZoneId(wanted.zone_id)
    grant = PlacesGrant(GrantId(grant_id), performance, zone, wanted.places)
    staff_grants.grant_places(office, author(staff), station_id, grant)


@router.put("/number-recalls/{recall_id}", status_code=204)
def recall_numbers(
    station_id: UUID, recall_id: UUID, wanted: NumbersRecallIn, staff: Granter, office: TheOffice
) -> None:
    """Ask a station for the last numbers of a series. A repeated id has no effect."""
    recall = Recall(recall_id, wanted.reason, series=wanted.series, keep=wanted.keep)
    _recall(office, staff, station_id, recall)


@router.put("/seat-recalls/{recall_id}", status_code=204)
def recall_seats(station_id: UUID, recall_id: UUID, wanted: SeatsRecallIn, staff: Granter, office: TheOffice) -> None:
    """Ask a station for seats. They are its own until their return arrives. A repeated id has no effect."""
    spans = tuple(SeatSpan(span.first, span.last) for span in wanted.seats)
    _check_spans(spans, MOST_SEATS)
    performance_id = PerformanceId(wanted.performance_id)
    recall = Recall(recall_id, wanted.reason, performance_id=performance_id, seats=spans)
    _recall(office, staff, station_id, recall)


@router.put("/places-recalls/{recall_id}", status_code=204)
def recall_places(station_id: UUID, recall_id: UUID, wanted: PlacesRecallIn, staff: Granter, office: TheOffice) -> None:
    """Ask a station for places of a general zone. A repeated id has no effect."""
    place = PerformanceId(wanted.performance_id), ZoneId(wanted.zone_id)
    recall = Recall(recall_id, wanted.reason, performance_id=place[0], zone_id=place[1], keep=wanted.keep)
    _recall(office, staff, station_id, recall)


@router.get("/recalls")
def list_recalls(station_id: UUID, staff: Granter, office: TheOffice) -> list[RecallOut]:
    """The recalls of a station, the latest first, with what waits of each."""
    tenant_id = author(staff).tenant_id
    with office.database.tenant(tenant_id) as tx:
        return [_out(view) for view in recalls.views(tx, tenant_id, station_id)]


@router.delete("/recalls/{recall_id}", status_code=204)
def end_recall(station_id: UUID, recall_id: UUID, staff: Granter, office: TheOffice) -> None:
    """End a recall: the station keeps what it has not returned. A repeated call has no effect."""
    by = author(staff)
    with office.database.tenant(by.tenant_id) as tx:
        recalls.end(tx, office, by, station_id, recall_id)


def _recall(office: Office, staff: Staff, station_id: UUID, recall: Recall) -> None:
    by = author(staff)
    with office.database.tenant(by.tenant_id) as tx:
        recalls.recall(tx, office, by, station_id, recall)


def _out(view: RecallView) -> RecallOut:
    one = view.recall
    return RecallOut(
        id=one.id,
        series=one.series,
        performance_id=one.performance_id,
        zone_id=one.zone_id,
        seats=spans_text(one.seats),
        keep=one.keep,
        reason=one.reason,
        waiting=view.waiting,
        asked_at=view.asked_at,
        ended_at=view.ended_at,
    )


def _check_spans(spans: tuple[SeatSpan, ...], most: int) -> None:
    """Raises TooMuch. Comes before the spans are expanded to seats: a span may have any length."""
    sound = all(0 <= span.first <= span.last < MOST_SEATS for span in spans)
    seats = sum(span.last - span.first + 1 for span in spans)
    if not spans or len(spans) > MOST_SPANS or not sound or seats > most:
        raise TooMuch
