"""What a customer bought and holds at this station: documents and tickets, read back from the journal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.fiscal.documents import DocumentKind, FiscalDocument
from domain.ids import CustomerId, DocumentId, SaleId, StationId, TenantId, TicketId
from domain.money.money import Money
from domain.people.customers import Field
from domain.people.same_customer import Person
from domain.sale.sale import Place, Ticket
from pos_app.services.people import customers
from pos_app.station import Station
from pos_app.storage.people import customer_purchases
from pos_app.storage.people.customer_purchases import Afterwards
from pos_app.storage.sales import amended_tickets, notes_beside, recorded
from pos_app.storage.sales.amended_tickets import Amended
from sync.tables.transaction import Tx

_MOST_SALES = 1_000


@dataclass(frozen=True, slots=True)
class Purchase:
    """A document of a sale to a customer: an invoice, or a note about one. `name` is the name on it."""

    sale_id: SaleId
    document_id: DocumentId
    kind: DocumentKind
    number: str
    issued_at: datetime
    total: Money
    name: str


class TicketState(StrEnum):
    """What a ticket is to the customer now."""

    VALID = "valid"
    """The customer bought it and has it."""
    HELD = "held"
    """Somebody else bought it, and the customer has it."""
    PASSED_ON = "passed_on"
    """It was named for somebody else, transferred or given."""
    REFUNDED = "refunded"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    """The settlement of a conflict ended it."""


@dataclass(frozen=True, slots=True)
class CustomerTicket:
    """A ticket that a customer bought or held, with its present code and place."""

    sale_id: SaleId
    code: str
    place: Place
    ticket_type: str
    state: TicketState


@dataclass(frozen=True, slots=True)
class History:
    """What a customer bought at this station, and the tickets that others passed on to them: the newest first."""

    purchases: Sequence[Purchase]
    tickets: Sequence[CustomerTicket]


def history(station: Station, customer_id: CustomerId) -> History:
    """What a customer bought and holds at this station, under any alias or the same document. Raises NoSuchCustomer."""
    person = customers.get(station, customer_id)
    with station.database.read() as tx:
        sold = customer_purchases.sales_to(
            tx, station.tenant_id, person.ids, person.text(Field.DOCUMENT), _MOST_SALES
        )  # fmt: skip
        return History(tuple(_documents(tx, station, sold)), tuple(_tickets(tx, station, person, sold)))


def _documents(tx: Tx, station: Station, sold: Sequence[SaleId]) -> Iterator[Purchase]:
    positions = notes_beside.positions_of_sales(tx, station.tenant_id, sold)
    for place in notes_beside.at_positions(tx, station.tenant_id, positions, len(positions)):
        yield _purchase(recorded.document_at(tx, _store(station), place.position))


def _purchase(document: FiscalDocument) -> Purchase:
    return Purchase(
        document.sale_id, document.id, document.kind, document.printed_number, document.issued_at, document.total,
        document.customer.name,
    )  # fmt: skip


def _tickets(tx: Tx, station: Station, person: Person, sold: Sequence[SaleId]) -> list[CustomerTicket]:
    store, held = _store(station), customer_purchases.held_by(tx, station.tenant_id, person.ids)
    tickets: dict[TicketId, tuple[SaleId, Ticket]] = {}
    for sale_id in dict.fromkeys((*sold, *held.values())):
        of_sale = recorded.sale(tx, store, sale_id).tickets
        tickets |= {one.id: (sale_id, one) for one in of_sale if sale_id in set(sold) or one.id in held}
    after = customer_purchases.afterwards(tx, station.tenant_id, list(tickets))
    listed = [
        _ticket(sale_id, ticket, _amended(tx, store, ticket.id, after), _Whose(person, sale_id in sold, after))
        for sale_id, ticket in tickets.values()
    ]
    return sorted(listed, key=lambda one: one.place.starts_at, reverse=True)


def _amended(tx: Tx, store: tuple[TenantId, StationId], ticket_id: TicketId, after: Afterwards) -> Amended | None:
    return amended_tickets.amended(tx, store, ticket_id) if ticket_id in after.changed else None


@dataclass(frozen=True, slots=True)
class _Whose:
    """The customer, whether they bought the ticket, and what became of it."""

    person: Person
    is_bought: bool
    after: Afterwards

    def state(self, ticket_id: TicketId, amended: Amended | None) -> TicketState:
        """What the ticket is to the customer."""
        if ticket_id in self.after.given_back:
            return TicketState.REFUNDED
        if amended is not None and amended.ticket is None:
            return TicketState.REVOKED if amended.is_revoked else TicketState.WITHDRAWN
        if ticket_id in self.after.holders and self.after.holders[ticket_id] not in self.person.ids:
            return TicketState.PASSED_ON
        return TicketState.VALID if self.is_bought else TicketState.HELD


def _ticket(sale_id: SaleId, sold: Ticket, amended: Amended | None, whose: _Whose) -> CustomerTicket:
    now = amended.last if amended else sold
    return CustomerTicket(sale_id, now.code, now.place, now.ticket_type, whose.state(sold.id, amended))


def _store(station: Station) -> tuple[TenantId, StationId]:
    return station.tenant_id, station.id
