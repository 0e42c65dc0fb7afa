"""Fiscal documents as rows, and the facts about their paper: copies, and what came out of the printer."""

from enum import StrEnum

from sqlalchemy import BigInteger, Column, Index, Integer, String

from domain.fiscal.copies import CopyCause
from domain.fiscal.documents import FiscalDocument
from domain.ids import DocumentId, JobId
from sync.facts.fact import Fact, Header, Recorders
from sync.facts.rights import NUMBER_USED
from sync.tables.column_types import Exact, Id, Instant
from sync.tables.shared import key, refers, shared_table
from sync.tables.transaction import Tx


class DocumentReprinted(Fact, frozen=True, omit_defaults=True, tag="document_reprinted/1"):
    """A copy was requested; copies are counted from 1."""

    document_id: DocumentId
    copy_no: int
    cause: CopyCause | None = None
    note: str = ""


class PaperOutcome(StrEnum):
    """The outcome of a print job."""

    PRINTED = "printed"
    SEEN = "seen"
    """The printer could not confirm it; a person has the paper."""
    MISSING = "missing"
    """The printer could not confirm it and no paper came out; a copy is printed instead."""


class PaperSettled(Fact, frozen=True, tag="paper_settled/1"):
    """The paper of a document came out, or a person reported its outcome."""

    job_id: JobId
    document_id: DocumentId
    outcome: PaperOutcome


fiscal_document = shared_table(
    "fiscal_document", key("id"), Column("sale_id", Id, nullable=False), Column("station_id", Id, nullable=False),
    Column("position", BigInteger, nullable=False), Column("kind", String, nullable=False),
    Column("medium", String, nullable=False), Column("series", String, nullable=False),
    Column("number", BigInteger, nullable=False), Column("control_number", String, nullable=False),
    Column("issued_at", Instant, nullable=False), Column("exempt", BigInteger, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("igtf_base", BigInteger, nullable=False), Column("igtf", BigInteger, nullable=False),
    Index(None, "tenant_id", "position"),
)  # fmt: skip
"""`sale_id` of a credit note may be a sale of another station, of which the store has no row."""
document_tax = shared_table(
    "document_tax", key("document_id"), key("category", String), Column("rate", Exact, nullable=False),
    Column("base", BigInteger, nullable=False), Column("tax", BigInteger, nullable=False),
    refers("document_id", "fiscal_document", "id"),
)  # fmt: skip
reprint = shared_table(
    "reprint", key("document_id"), key("copy_no", Integer), Column("position", BigInteger, nullable=False),
    Column("by", Id, nullable=False), Column("reprinted_at", Instant, nullable=False),
    Column("cause", String, nullable=False), Column("note", String, nullable=False),
)  # fmt: skip
paper = shared_table(
    "paper", key("job_id"), Column("document_id", Id, nullable=False), Column("outcome", String, nullable=False),
    Column("position", BigInteger, nullable=False),
)  # fmt: skip


def record_document(tx: Tx, entry: Header, document: FiscalDocument) -> None:
    """Write the rows of an issued document, and move `next` of its number block past its number."""
    tx.insert(fiscal_document, [{
        "tenant_id": entry.tenant, "id": document.id, "sale_id": document.sale_id, "station_id": entry.station,
        "position": entry.position, "kind": document.kind, "medium": document.medium, "series": document.series,
        "number": document.number, "control_number": document.control_number, "issued_at": document.issued_at,
        "exempt": document.exempt.minor, "total": document.total.minor, "igtf_base": document.igtf_base.minor,
        "igtf": document.igtf.minor,
    }])  # fmt: skip
    tx.insert(document_tax, [
        {
            "tenant_id": entry.tenant, "document_id": document.id, "category": line.category,
            "rate": line.rate, "base": line.base.minor, "tax": line.tax.minor,
        }
        for line in document.taxes
    ])  # fmt: skip
    tx.run(NUMBER_USED, {
        "tenant": entry.tenant, "station": entry.station, "in_epoch": entry.epoch, "in_series": document.series,
        "number": document.number,
    })  # fmt: skip


def _document_reprinted(tx: Tx, entry: Header, fact: DocumentReprinted) -> None:
    tx.insert(reprint, [{
        "tenant_id": entry.tenant, "document_id": fact.document_id, "copy_no": fact.copy_no, "position": entry.position,
        "by": entry.actor, "reprinted_at": entry.at, "cause": fact.cause or "", "note": fact.note,
    }])  # fmt: skip


def _paper_settled(tx: Tx, entry: Header, fact: PaperSettled) -> None:
    tx.insert(paper, [{
        "tenant_id": entry.tenant, "job_id": fact.job_id, "document_id": fact.document_id,
        "outcome": fact.outcome, "position": entry.position,
    }])  # fmt: skip


RECORDERS: Recorders = {
    DocumentReprinted: _document_reprinted,
    PaperSettled: _paper_settled,
}
