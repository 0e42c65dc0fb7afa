"""Routes that find anything by what somebody has of it, and read its life over all stations."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel

from domain.money.money import Money
from domain.timeline.events import Coded, Detail, TimelineEvent
from domain.timeline.subjects import SEARCHED, Subject, SubjectKind, named_subject
from hq.people.callers import allowed
from hq.people.permissions import Permission, Staff
from hq.timeline import timelines
from hq.timeline.timelines import NoSuchSubject, Wanted
from hq.web.paging import BadCursor, Cursor, Limit
from hq.web.reports import report
from hq.web.the_office import TheOffice
from sync.timeline.life import Life
from sync.timeline.names import Named

router = APIRouter(prefix="/v1", tags=["timelines"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_SALES))]
_Text = Annotated[str, Query(min_length=1, max_length=200, description="A code, number, reference, name, seat, shift.")]
_Subject = Annotated[str, Path(max_length=80, pattern="^[a-z]+:[0-9a-f-]{36}(:[0-9]{1,9})?$")]
_MOST_SKIPPED = 10**6


class DetailOut(BaseModel):
    """A value of an event or of a name. `label` is a name of the catalogue; `currency` is that of an amount.

    An amount is in minor units. A code, such as a method of payment, is itself the value.
    """

    name: str
    value: str | int | datetime
    label: str = ""
    currency: str = ""


class SubjectOut(BaseModel):
    """What a timeline is about: the word that names it in addresses, its kind, and what a person knows it by."""

    subject: str
    kind: SubjectKind
    details: list[DetailOut]


class EventOut(BaseModel):
    """An event. `at` is the clock of the station, `received_at` HQ's; without a station nobody wrote it down there."""

    what: str
    at: datetime
    received_at: datetime | None
    station: UUID | None
    station_name: str
    epoch: int | None
    seq: int | None
    actor: UUID | None
    actor_name: str
    approved_by: UUID | None
    approver_name: str
    details: list[DetailOut]
    subjects: list[str]


class MatchesOut(BaseModel):
    """What a text names, grouped by kind in the order of the list."""

    items: list[SubjectOut]


class TimelineOut(BaseModel):
    """A page of a timeline. `related` is what the events of the page lead to; `next` is the following page or null."""

    about: SubjectOut
    total: int
    items: list[EventOut]
    related: list[SubjectOut]
    next: str | None


@router.get("/timelines", response_model=MatchesOut)
def search(staff: Reader, office: TheOffice, response: Response, q: _Text) -> MatchesOut:
    """Find tickets, documents, payments, customers, seats and shifts by whatever somebody has of them."""
    wanted = _wanted(staff, office.clock.now())
    matches = report(office, staff.tenant_id, response, lambda tx: timelines.search(tx, staff.tenant_id, q, wanted))
    return MatchesOut(items=[_named(one) for one in matches])


class Order(StrEnum):
    """Which events come first."""

    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a timeline that is asked for."""

    skip: int
    limit: int
    order: Order


def _part(cursor: Cursor = None, limit: Limit = 50, order: Order = Order.NEWEST) -> Part:
    return Part(_skipped(cursor), limit, order)


@router.get("/timelines/{subject}", response_model=TimelineOut)
def life(
    staff: Reader, office: TheOffice, response: Response, subject: _Subject, part: Annotated[Part, Depends(_part)]
) -> TimelineOut:
    """Everything that happened to a subject at any station: by journal within a station, by the clocks between them."""
    about = named_subject(subject)
    if about is None or about.kind not in SEARCHED:
        raise NoSuchSubject
    wanted = replace(
        _wanted(staff, office.clock.now()), newest_first=part.order is Order.NEWEST, skip=part.skip, limit=part.limit
    )
    known = report(office, staff.tenant_id, response, lambda tx: timelines.life(tx, staff.tenant_id, about, wanted))
    after = part.skip + part.limit
    return TimelineOut(
        about=_named(known.named),
        total=known.total,
        items=[_event(known, event) for event in known.events],
        related=[_named(one) for one in known.related],
        next=_cursor(after) if after < known.total else None,
    )


def _wanted(staff: Staff, now: datetime) -> Wanted:
    return Wanted(now, with_customers=staff.may(Permission.READ_CUSTOMERS))


def _cursor(skip: int) -> str:
    return base64.urlsafe_b64encode(str(skip).encode()).decode()


def _skipped(cursor: str | None) -> int:
    """How many events the pages before had. Raises BadCursor."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor).decode("ascii")
    except ValueError as error:
        raise BadCursor from error
    if not text.isdecimal() or len(text) > len(str(_MOST_SKIPPED)):
        raise BadCursor
    return int(text)


def _event(life_: Life, event: TimelineEvent) -> EventOut:
    place, approved_by = event.place, event.happening.approved_by
    return EventOut(
        what=event.happening.what,
        at=event.at,
        received_at=event.received_at,
        station=place.station_id if place else None,
        station_name=life_.station(event),
        epoch=place.epoch if place else None,
        seq=place.seq if place else None,
        actor=event.actor,
        actor_name=life_.person(event),
        approved_by=approved_by,
        approver_name=life_.approver(event),
        details=_details(event.happening.details),
        subjects=[one.name for one in _shown(event.subjects)],
    )


def _shown(subjects: Iterable[Subject]) -> list[Subject]:
    return [one for one in subjects if one.kind in SEARCHED]


def _named(one: Named) -> SubjectOut:
    return SubjectOut(subject=one.subject.name, kind=one.subject.kind, details=_details(one.details))


def _details(details: Iterable[Detail]) -> list[DetailOut]:
    return [_detail(one) for one in details]


def _detail(one: Detail) -> DetailOut:
    match one.value:
        case Money(minor=minor, currency=currency):
            return DetailOut(name=one.name, value=minor, label=one.label, currency=currency)
        case Coded(code=code):
            return DetailOut(name=one.name, value=str(code), label=one.label)
        case value:
            return DetailOut(name=one.name, value=value, label=one.label)
