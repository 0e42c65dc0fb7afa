"""Routes for customers: those of staff, and the pages that stations read."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from domain.people import customers as domain
from domain.people.customers import Channel, Consent, is_allowed
from domain.people.same_customer import Person
from hq.customers import customers, station_pages
from hq.customers.customers import Asked, Wanted
from hq.people.callers import TheStation, allowed, author
from hq.people.permissions import Permission, Staff
from hq.web.paging import Cursor, Limit, Page, after_id, page
from hq.web.texts import Reason
from hq.web.the_office import TheOffice
from hq.web.wire import TheSealer, answering
from sync.line.messages import CustomerPage

router = APIRouter(prefix="/v1", tags=["customers"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_CUSTOMERS))]
Manager = Annotated[Staff, Depends(allowed(Permission.MANAGE_CUSTOMERS))]
_MOST_CURSOR = 2**62
_Text = Annotated[str | None, Field(max_length=1_000)]


class CustomerIn(BaseModel):
    """The fields to change; an empty text empties one, and one that is absent stays as it is.

    `consents` says for each channel whether the customer allows news; `source` says how they said it.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "María", "surname": "Pérez", "document": "V-12345678", "consents": {"email": True}}]
        },
    )

    name: _Text = None
    surname: _Text = None
    document: _Text = None
    phone: _Text = None
    email: _Text = None
    notes: _Text = None
    consents: dict[Channel, bool] = {}
    source: Annotated[str, Field(max_length=100)] = ""


class ConsentOut(BaseModel):
    """What a customer said about news by a channel: when, and how."""

    channel: Channel
    is_given: bool
    at: datetime
    source: str


class CustomerOut(BaseModel):
    """A customer. `consents` has what decides now, for each channel that the customer was asked about.

    `doubtful` are ids of customers with the same document and another name: link them, or correct a document.
    """

    id: UUID
    aliases: list[UUID]
    name: str
    surname: str
    document: str
    phone: str
    email: str
    notes: str
    consents: list[ConsentOut]
    doubtful: list[UUID]


class LinkIn(BaseModel):
    """The other record of the same person."""

    model_config = ConfigDict(extra="forbid")

    other: UUID


class EraseIn(BaseModel):
    """Why a customer is erased, such as the request in writing."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


class DocumentOut(BaseModel):
    """A document of a sale to the customer, with the name that is on it. `total` is in céntimos of bolívares."""

    kind: str
    number: str
    issued_at: datetime
    total: int
    name: str
    station: UUID


class TicketOut(BaseModel):
    """A ticket of a sale to the customer."""

    code: str
    performance: UUID
    ticket_type: str


class ExportOut(BaseModel):
    """Everything that HQ knows of a customer, for the customer who asks for it."""

    customer: CustomerOut
    consent_history: list[ConsentOut]
    documents: list[DocumentOut]
    tickets: list[TicketOut]


def _asked(
    q: Annotated[str, Query(max_length=100, description="Words of a name, a document, a phone or an e-mail.")] = "",
    *,
    doubtful: Annotated[bool, Query(description="Only customers who share a document with another one.")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Asked:
    return Asked(limit, after_id(cursor), q, doubtful)


@router.get("/customers")
def list_customers(asked: Annotated[Asked, Depends(_asked)], staff: Reader, office: TheOffice) -> Page[CustomerOut]:
    """List the customers by id, page by page."""
    one_more = customers.listed(office, staff.tenant_id, replace(asked, limit=asked.limit + 1))
    return page(one_more, asked.limit, _out, lambda person: person.id)


@router.get("/customers/{customer_id}")
def read_customer(customer_id: UUID, staff: Reader, office: TheOffice) -> CustomerOut:
    """Return the customer with this id or alias."""
    return _out(customers.get(office, staff.tenant_id, customer_id))


@router.put("/customers/{customer_id}")
def write_customer(customer_id: UUID, wanted: CustomerIn, staff: Manager, office: TheOffice) -> CustomerOut:
    """Make a customer with this id, or change fields of one. A repetition changes nothing but the consents' time."""
    given = wanted.model_dump(include={of.value for of in domain.Field}, exclude_none=True)
    texts = {domain.Field(name): text for name, text in given.items()}
    made = Wanted(texts, wanted.consents, wanted.source)
    return _out(customers.put(office, author(staff), customer_id, made))


@router.post("/customers/{customer_id}/link")
def link_customers(customer_id: UUID, other: LinkIn, staff: Manager, office: TheOffice) -> CustomerOut:
    """Say that two customers are one person; both ids stay, and the older one is the person's."""
    return _out(customers.link(office, author(staff), customer_id, other.other))


@router.post("/customers/{customer_id}/erase", status_code=204)
def erase_customer(customer_id: UUID, why: EraseIn, staff: Manager, office: TheOffice) -> None:
    """Forget a customer, here and at every station. Documents keep the names that the law demands on them."""
    customers.erase(office, author(staff), customer_id, why.reason)


@router.get("/customers/{customer_id}/export")
def export_customer(customer_id: UUID, staff: Manager, office: TheOffice) -> ExportOut:
    """Return everything that is known of a customer: fields, consents, documents and tickets."""
    person = customers.get(office, staff.tenant_id, customer_id)
    bought = customers.bought(office, staff.tenant_id, person)
    return ExportOut(
        customer=_out(person),
        consent_history=[_consent(one) for one in person.consents],
        documents=[_document(row) for row in bought.documents],
        tickets=[_ticket(row) for row in bought.tickets],
    )


@router.get("/stations/{station_id}/customers", responses=answering(CustomerPage, "The changed records; sealed."))
def customers_page(
    station: TheStation,
    office: TheOffice,
    sealer: TheSealer,
    incarnation: UUID,
    cursor: Annotated[int, Query(ge=0, le=_MOST_CURSOR)] = 0,
) -> Response:
    """Return the customers that changed after a cursor, for a station."""
    return sealer.sealed(station.tenant_id, station_pages.page_for(office, station, cursor, incarnation))


def _out(person: Person) -> CustomerOut:
    decided = (is_allowed(person.consents, channel) for channel in Channel)
    return CustomerOut(
        id=person.id,
        aliases=list(person.aliases),
        consents=[_consent(one) for one in decided if one is not None],
        doubtful=list(person.doubtful),
        **{of.value: person.text(of) for of in domain.Field},
    )


def _consent(one: Consent) -> ConsentOut:
    act = one.act
    return ConsentOut(channel=act.channel, is_given=act.is_given, at=act.at, source=act.source)


def _document(row: Any) -> DocumentOut:
    number = f"{row.series}-{row.number:08d}"
    return DocumentOut(
        kind=row.kind,
        number=number,
        issued_at=row.issued_at,
        total=row.total,
        name=row.customer_name,
        station=row.station_id,
    )


def _ticket(row: Any) -> TicketOut:
    return TicketOut(code=row.code, performance=row.performance_id, ticket_type=row.ticket_type)
