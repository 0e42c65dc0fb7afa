"""Finding anything by what a person has of it, and reading its life: offline, from the station's own store."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused
from domain.fiscal.paper_proof import number_of
from domain.ids import DocumentId, SaleId
from domain.people.customers import Field
from domain.people.staff import Cashier
from domain.timeline.privacy import as_seen
from domain.timeline.subjects import Subject, SubjectKind
from domain.typed_text import plain
from pos_app.station import Station
from pos_app.storage.people import customer_rows
from pos_app.storage.store import receipts
from pos_app.storage.timeline import search as rows
from sync.tables.transaction import Tx
from sync.timeline import names, spots, timeline
from sync.timeline.life import Life
from sync.timeline.names import Named
from sync.timeline.spots import Person
from sync.timeline.timeline import Asked

A_PAGE = 100


@dataclass(eq=False)
class UnknownSubject(Refused):
    """The store has nothing of this name."""

    code: ClassVar[str] = "HIS-01"

    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a timeline is read."""

    newest_first: bool = True
    skip: int = 0
    limit: int = A_PAGE


def search(station: Station, text: str) -> tuple[Named, ...]:
    """What a typed or scanned text names, by kind. Nothing for an empty text."""
    # Half a pasted emoji (a lone surrogate) cannot be encoded for the driver; nothing contains it.
    wanted = plain(number_of(text) or text).encode(errors="replace").decode()
    with station.database.read() as tx:
        return _named(tx, station, rows.matching(tx, station.tenant_id, wanted, station.clock.now()))


def life(station: Station, by: Cashier | None, subject: Subject, page: Page | None = None) -> Life:
    """A page of the timeline of a subject, without the cash that this person may not see. Raises UnknownSubject.

    `by` is None where nobody signed in, as at a terminal.
    """
    page = page or Page()
    with station.database.read() as tx:
        (named, *_) = [*_named(tx, station, [subject]), None]
        if named is None:
            raise UnknownSubject(subject.name)
        asked = Asked(station.clock.now(), page.newest_first, page.skip, page.limit, _person(tx, station, subject))
        read = timeline.read(tx, station.tenant_id, subject, receipts.receipts, asked)
        people, stations = names.staff_and_stations(tx, station.tenant_id)
        blind = station.catalogue.profile(tx).blind_count
        related = _named(tx, station, read.related)
    events = tuple(as_seen(event, by, policy=blind) for event in read.events)
    return Life(named, events, read.total, related, people, stations)


def sale_of(station: Station, subject: Subject) -> SaleId | None:
    """The sale of a ticket, a document or a payment, on which acts begin; None for any other subject."""
    with station.database.read() as tx:
        return _sale_of(tx, station, subject)


def document_of(station: Station, subject: Subject) -> DocumentId | None:
    """The document that a copy is printed of: itself, or the invoice of a ticket or a payment."""
    if subject.kind is SubjectKind.DOCUMENT:
        return DocumentId(subject.id)
    with station.database.read() as tx:
        sale_id = _sale_of(tx, station, subject)
        invoice = spots.invoice_of_sale(tx, station.tenant_id, sale_id) if sale_id else None
    return DocumentId(invoice) if invoice else None


def _sale_of(tx: Tx, station: Station, subject: Subject) -> SaleId | None:
    sale_id: UUID | None = None
    if subject.kind is SubjectKind.TICKET:
        sale_id = spots.sale_of_ticket(tx, station.tenant_id, subject.id)
    elif subject.kind is SubjectKind.PAYMENT:
        sale_id = subject.id
    elif subject.kind is SubjectKind.DOCUMENT:
        row = spots.document_row(tx, station.tenant_id, subject.id)
        sale_id = row.sale_id if row is not None else None
    return SaleId(sale_id) if sale_id else None


def _named(tx: Tx, station: Station, subjects: Iterable[Subject]) -> tuple[Named, ...]:
    wanted = list(subjects)
    customers: dict[UUID, str] = {}
    for one in wanted:
        if one.kind is SubjectKind.CUSTOMER:
            person = customer_rows.person_of(tx, station.tenant_id, one.id)
            if person is not None:
                customers[one.id] = person.full_name or person.text(Field.DOCUMENT)
    return tuple(names.named(tx, station.tenant_id, wanted, customers))


def _person(tx: Tx, station: Station, subject: Subject) -> Person | None:
    if subject.kind is not SubjectKind.CUSTOMER:
        return None
    person = customer_rows.person_of(tx, station.tenant_id, subject.id)
    return Person(person.ids, person.text(Field.DOCUMENT)) if person else None
