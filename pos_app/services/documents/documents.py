"""Searching documents, reading them back from the journal, and printing a counted copy."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused
from domain.fiscal.copies import NO_REASON, CopyCause, CopyReason
from domain.fiscal.documents import DocumentKind, FiscalDocument
from domain.fiscal.paper_proof import number_of
from domain.ids import DocumentId, RefundId, SaleId, StationId, TenantId
from domain.money.money import VES, Money
from domain.payments.change import Change, electronic_method
from domain.payments.payee import Payee
from domain.people.staff import Cashier, Permission
from domain.sale.sale import Sale
from domain.till.shifts import check_reason
from domain.typed_text import plain
from pos_app.station import Station
from pos_app.storage.sales import document_rows, notes_beside, print_jobs, recorded, refunds
from pos_app.storage.sales.document_rows import CodeState
from pos_app.storage.sales.notes_beside import DocumentPlace
from pos_app.storage.sales.print_jobs import SENT, JobKind, JobState, PrintJob, new_job
from sync import journal
from sync.facts import DocumentReprinted
from sync.tables.transaction import Tx


@dataclass(eq=False)
class UnknownDocument(Refused):
    """The store has no document with this identifier."""

    code: ClassVar[str] = "DOC-01"

    document_id: str


@dataclass(frozen=True, slots=True)
class DocumentMatch:
    """A document in a list: its number, what it sold, how it was paid, its first print and its copies.

    `sent` is the change by pago móvil with who receives it; None for other change.
    """

    document_id: DocumentId
    kind: DocumentKind
    sale_id: SaleId
    number: str
    control_number: str
    issued_at: datetime
    event: str
    tickets: int
    total: Money
    paid_with: tuple[str, ...]
    paper: str
    copies: int
    sent: tuple[Change, Payee] | None = None
    searched_code: CodeState | None = None
    """What became of the ticket code by which it was searched; None when the code is valid or no code was typed."""
    searched_note: str = ""
    """The number of the note that took back the ticket of the searched code."""
    given_back: int = 0
    """How many tickets of an invoice were given back; of a note all are."""
    beside: str = ""
    """The number of the invoice that a note corrects; empty for an invoice."""


@dataclass(frozen=True, slots=True)
class _Searched:
    """What became of a code that was typed."""

    state: CodeState | None = None
    note: str = ""


def find(station: Station, text: str, limit: int = 50) -> tuple[DocumentMatch, ...]:
    """Documents by what the customer has, newest first, each followed by the others of its sale.

    That is a number or control number, the code of an invoice or a credit note, a ticket code, a seat ("C-12"), the
    customer's document or parts of the name, or a payment's reference or its last digits. An empty text selects the
    latest documents.
    """
    with station.database.read() as tx:
        # Half a pasted emoji (a lone surrogate) cannot be encoded for the driver; no document contains it.
        wanted = plain(number_of(text) or text).encode(errors="replace").decode()
        rows = document_rows.matching(tx, station.tenant_id, wanted, limit)
        code = _searched(tx, station, wanted)
        return tuple(_match(tx, station, row, code) for row in rows)


def _searched(tx: Tx, station: Station, wanted: str) -> _Searched:
    """What became of the code of a ticket, if that was typed."""
    state = document_rows.code_state(tx, station.tenant_id, wanted) if wanted else None
    note = notes_beside.note_of_code(tx, station.tenant_id, wanted) if state is CodeState.REFUNDED else None
    position = recorded.position_of(tx, station.tenant_id, note) if note else None
    number = recorded.document_at(tx, _names(station), position).printed_number if position is not None else ""
    return _Searched(state, number)


def load(station: Station, document_id: DocumentId) -> tuple[Sale, FiscalDocument]:
    """A document and the sale that it is about, as they were recorded. Raises UnknownDocument."""
    with station.database.read() as tx:
        position = recorded.position_of(tx, station.tenant_id, document_id)
        if position is None:
            raise UnknownDocument(str(document_id))
        document = recorded.document_at(tx, _names(station), position)
        return recorded.sale(tx, _names(station), document.sale_id), document


def printed_by(tx: Tx, station: Station, job: PrintJob) -> FiscalDocument | None:
    """The document that a job prints, as an original or a copy; None for a job that prints another paper."""
    if job.kind in {JobKind.SALE, JobKind.COPY}:
        return recorded.invoice_of(tx, _names(station), SaleId(job.subject_id))
    if job.kind in {JobKind.REFUND, JobKind.REFUND_COPY}:
        return refunds.load(tx, _names(station), RefundId(job.subject_id))[1]
    return None


def reprint(station: Station, by: Cashier, document_id: DocumentId, why: CopyReason = NO_REASON) -> int:
    """Queue the document and its tickets again as a marked copy, and return the number of the copy.

    Raises NotAllowed, UnknownDocument, or ReasonMissing for another cause without words.
    """
    by.must(Permission.REPRINT)
    note = check_reason(why.note) if why.note.strip() or why.cause is CopyCause.OTHER else ""
    sale, document = load(station, document_id)
    now = station.clock.now()
    with station.database.write() as tx:
        copy_no = copies(tx, station, document_id) + 1
        fact = DocumentReprinted(document_id=document.id, copy_no=copy_no, cause=why.cause, note=note)
        journal.append(tx, station.author, fact, at=now, actor=by.id)
        job = _copy(tx, station, document, sale, now)
        print_jobs.add(tx, replace(job, copy_no=copy_no))
    station.wake()
    return copy_no


def _copy(tx: Tx, station: Station, document: FiscalDocument, sale: Sale, at: datetime) -> PrintJob:
    """The job that prints a copy of a document: with its tickets, or of a note alone."""
    job_id = station.ids.new()
    if document.kind is DocumentKind.INVOICE:
        return new_job(job_id, JobKind.COPY, sale.id, at, papers=1 + len(sale.tickets))
    return new_job(job_id, JobKind.REFUND_COPY, refunds.of_note(tx, _names(station), document.id).id, at)


def _match(tx: Tx, station: Station, place: DocumentPlace, code: _Searched) -> DocumentMatch:
    document_id, position = place.id, place.position
    document = recorded.document_at(tx, _names(station), position)
    sale = recorded.sale(tx, _names(station), document.sale_id)
    made = None if document.kind is DocumentKind.INVOICE else refunds.of_note(tx, _names(station), document_id)
    tickets = made.tickets if made else sale.tickets
    methods = (part.method for part in (made.given_back if made else sale.payments))
    return DocumentMatch(
        document_id=document_id,
        kind=document.kind,
        sale_id=sale.id,
        number=document.printed_number,
        control_number=document.control_number,
        issued_at=document.issued_at,
        event=" · ".join(dict.fromkeys(ticket.place.event for ticket in tickets)),
        tickets=len(tickets),
        total=Money(document.grand_total.minor, VES),
        paid_with=tuple(dict.fromkeys(methods)),
        paper=_paper(tx, made.id if made else sale.id),
        copies=copies(tx, station, document_id),
        sent=None if made else _sent(tx, station, sale),
        searched_code=code.state,
        searched_note=code.note,
        given_back=len(tickets) if made else notes_beside.given_back(tx, station.tenant_id, sale.id),
        beside=made.invoice.number if made else "",
    )


def _sent(tx: Tx, station: Station, sale: Sale) -> tuple[Change, Payee] | None:
    if electronic_method(sale.change) is None:
        return None
    payee = recorded.payee(tx, _names(station), sale.id)
    return (sale.change[0], payee) if payee is not None else None


def _paper(tx: Tx, subject_id: UUID) -> str:
    """The state of the first print of a sale or a refund."""
    for job in print_jobs.of_subject(tx, subject_id):
        if job.kind in {JobKind.SALE, JobKind.REFUND}:
            if job.state is JobState.PRINTED and job.cause == SENT:
                return SENT
            return "queued" if job.state in {JobState.QUEUED, JobState.BLOCKED, JobState.SENDING} else job.state
    return JobState.CANCELLED


def copies(tx: Tx, station: Station, document_id: DocumentId) -> int:
    """The number of copies of a document requested so far."""
    return document_rows.copies(tx, station.tenant_id, document_id)


def _names(station: Station) -> tuple[TenantId, StationId]:
    return station.tenant_id, station.id
