"""Searching documents, reading them back from the journal, and printing a counted copy."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Select, func, select

from domain.errors import Refused
from domain.fiscal.documents import FiscalDocument
from domain.ids import CashierId, DocumentId, SaleId, StationId, TenantId
from domain.money.money import VES, Money
from domain.people.staff import Cashier, Permission
from domain.sale.sale import Sale
from pos_app.station import Station
from pos_app.storage.sales import print_jobs, recorded
from pos_app.storage.sales.print_jobs import JobKind, JobState, new_job
from sync import journal
from sync.facts import DocumentReprinted
from sync.facts.documents import fiscal_document
from sync.facts.documents import reprint as reprint_table
from sync.facts.sales import payment, ticket
from sync.facts.sales import sale as sale_table
from sync.tables.catalogue import cashier, event, performance, seat
from sync.tables.transaction import Tx

_LONGEST_NUMBER = 18


@dataclass(eq=False)
class UnknownDocument(Refused):
    """The store has no document with this identifier."""

    code: ClassVar[str] = "DOC-01"

    document_id: str


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document in a list: its number, what it sold, how it was paid, its first print and its copies."""

    document_id: DocumentId
    number: str
    control_number: str
    issued_at: datetime
    event: str
    tickets: int
    total: Money
    paid_with: tuple[str, ...]
    paper: str
    copies: int


def find(station: Station, text: str, limit: int = 50) -> tuple[FoundDocument, ...]:
    """Documents by number, ticket code, seat ("C-12"), customer's document or payment reference, newest first.

    An empty text selects the latest documents.
    """
    with station.database.read() as tx:
        statement = select(fiscal_document).where(fiscal_document.c.tenant_id == station.tenant_id)
        # Half a pasted emoji (a lone surrogate) cannot be encoded for the driver; no document contains it.
        wanted = text.strip().encode(errors="replace").decode()
        if wanted:
            statement = statement.where(fiscal_document.c.position.in_(_positions_matching(tx, station, wanted)))
        rows = tx.execute(statement.order_by(fiscal_document.c.position.desc()).limit(limit)).all()
        return tuple(_found(tx, station, row.id, row.position) for row in rows)


def load(station: Station, document_id: DocumentId) -> tuple[Sale, FiscalDocument]:
    """A document and the sale that it is about, as they were recorded. Raises UnknownDocument."""
    with station.database.read() as tx:
        position = recorded.position_of(tx, station.tenant_id, document_id)
        if position is None:
            raise UnknownDocument(str(document_id))
        document = recorded.document_at(tx, _names(station), position)
        return recorded.sale(tx, _names(station), document.sale_id), document


def invoice_of(tx: Tx, station: Station, sale_id: SaleId) -> FiscalDocument:
    """The invoice of a sale."""
    return recorded.invoice_of(tx, _names(station), sale_id)


def reprint(station: Station, by: Cashier, document_id: DocumentId) -> int:
    """Queue the document and its tickets again as a marked copy, and return the number of the copy.

    Raises NotAllowed or UnknownDocument.
    """
    by.must(Permission.REPRINT)
    sale, document = load(station, document_id)
    now = station.clock.now()
    with station.database.write() as tx:
        copy_no = copies(tx, station, document_id) + 1
        fact = DocumentReprinted(document_id=document.id, copy_no=copy_no)
        journal.append(tx, station.author, fact, at=now, actor=by.id)
        job = new_job(station.ids.new(), JobKind.COPY, sale.id, now, papers=1 + len(sale.tickets))
        print_jobs.add(tx, replace(job, copy_no=copy_no))
    station.wake()
    return copy_no


def cashier_name(tx: Tx, station: Station, cashier_id: CashierId) -> str:
    """The name of a cashier, as printed; empty when the catalogue no longer has them."""
    statement = select(cashier.c.name).where(cashier.c.tenant_id == station.tenant_id, cashier.c.id == cashier_id)
    return tx.execute(statement).scalar() or ""


def _positions_matching(tx: Tx, station: Station, text: str) -> list[int]:
    """Positions of the documents that a text may name: by number, or by the sale that they are about."""
    tenant, upper = station.tenant_id, text.upper()
    sold = select(sale_table.c.position).where(sale_table.c.tenant_id == tenant)
    of_ticket = sold.join(
        ticket, (ticket.c.tenant_id == sale_table.c.tenant_id) & (ticket.c.sale_id == sale_table.c.id)
    )
    of_payment = sold.join(
        payment, (payment.c.tenant_id == sale_table.c.tenant_id) & (payment.c.sale_id == sale_table.c.id)
    )
    statements = [
        of_ticket.where(ticket.c.code == text),
        of_payment.where(payment.c.reference == text),
    ]
    if customer := upper.replace("-", ""):
        statements.append(sold.where(sale_table.c.customer_document.in_((upper, customer))))
    before, _, number = upper.rpartition("-")
    if number.isdecimal() and number.isascii():
        numbered = select(fiscal_document.c.position).where(fiscal_document.c.tenant_id == tenant)
        numbered = numbered.where(fiscal_document.c.number == int(number[:_LONGEST_NUMBER]))
        statements.append(numbered.where(fiscal_document.c.series == before) if before else numbered)
    row, _, place = text.rpartition("-")
    if row and place:
        statements.append(_in_its_venue(of_ticket).where(seat.c.row.in_((row, row.upper())), seat.c.number == place))
    return [position for statement in statements for position in tx.execute(statement).scalars()]


def _in_its_venue(of_ticket: Select[Any]) -> Select[Any]:
    """Join tickets with their seats. A seat's ordinal is unique only within its venue."""
    return (
        of_ticket.join(
            performance,
            (performance.c.tenant_id == ticket.c.tenant_id) & (performance.c.id == ticket.c.performance_id),
        )
        .join(event, (event.c.tenant_id == performance.c.tenant_id) & (event.c.id == performance.c.event_id))
        .join(
            seat,
            (seat.c.tenant_id == event.c.tenant_id)
            & (seat.c.venue_id == event.c.venue_id)
            & (seat.c.id == ticket.c.seat_id),
        )
    )


def _found(tx: Tx, station: Station, document_id: UUID, position: int) -> FoundDocument:
    document = recorded.document_at(tx, _names(station), position)
    sale = recorded.sale(tx, _names(station), document.sale_id)
    return FoundDocument(
        document_id=DocumentId(document_id),
        number=document.printed_number,
        control_number=document.control_number,
        issued_at=document.issued_at,
        event=" · ".join(dict.fromkeys(t.place.event for t in sale.tickets)),
        tickets=len(sale.tickets),
        total=Money(document.grand_total.minor, VES),
        paid_with=tuple(dict.fromkeys(p.method for p in sale.payments)),
        paper=_paper(tx, sale.id),
        copies=copies(tx, station, DocumentId(document_id)),
    )


def _paper(tx: Tx, sale_id: SaleId) -> str:
    """The state of the first print of a sale."""
    for job in print_jobs.of_subject(tx, sale_id):
        if job.kind is JobKind.SALE:
            return "queued" if job.state in {JobState.QUEUED, JobState.BLOCKED, JobState.SENDING} else job.state
    return JobState.CANCELLED


def copies(tx: Tx, station: Station, document_id: DocumentId) -> int:
    """The number of copies of a document requested so far."""
    statement = select(func.coalesce(func.max(reprint_table.c.copy_no), 0)).where(
        reprint_table.c.tenant_id == station.tenant_id, reprint_table.c.document_id == document_id
    )
    return int(tx.execute(statement).scalar_one())


def _names(station: Station) -> tuple[TenantId, StationId]:
    return station.tenant_id, station.id
