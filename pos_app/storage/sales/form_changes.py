"""Queries of spoiled forms, and of the form on which a document is now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from domain.fiscal.documents import FiscalDocument
from domain.fiscal.form_supply import FormRun
from domain.fiscal.spoiled_forms import SpoilCause, on_form
from domain.ids import DocumentId, StationId, TenantId
from sync import journal
from sync.facts import FormReplaced
from sync.facts.documents import fiscal_document
from sync.facts.forms import spoiled_form
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class SpoiledForms:
    """Forms that were spoiled by one act. `new_control` is the form on which their document is instead, or empty."""

    run: FormRun
    cause: SpoilCause
    note: str
    spoiled_at: datetime
    document_id: DocumentId | None
    new_control: str


def present(tx: Tx, store: tuple[TenantId, StationId], document: FiscalDocument) -> FiscalDocument:
    """A document as it was issued, on the form on which it is now."""
    if not document.control_number:
        return document
    t = spoiled_form.c
    of_document = select(t.position).where(t.tenant_id == store[0], t.document_id == document.id)
    position = tx.execute(of_document.order_by(t.position.desc()).limit(1)).scalar()
    if position is None:
        return document
    entry = journal.entry_at(tx, *store, position)
    assert entry is not None
    assert isinstance(entry.body, FormReplaced)
    return on_form(document, entry.body.control_number, entry.body.form)


def new_controls_since(tx: Tx, tenant_id: UUID, after: int) -> dict[DocumentId, str]:
    """The present control number of each document that was printed on another form after a position."""
    t = spoiled_form.c
    moved = select(t.document_id, t.new_control).where(
        t.tenant_id == tenant_id, t.position > after, t.new_control != ""
    )
    return {DocumentId(row.document_id): row.new_control for row in tx.execute(moved.order_by(t.position))}


def last_document(tx: Tx, tenant_id: UUID) -> DocumentId | None:
    """The last document that was issued on a form."""
    d = fiscal_document.c
    issued = select(d.id).where(d.tenant_id == tenant_id, d.control_number != "").order_by(d.position.desc()).limit(1)
    document_id = tx.execute(issued).scalar()
    return DocumentId(document_id) if document_id is not None else None


def document_on(tx: Tx, tenant_id: UUID, control_number: str) -> DocumentId | None:
    """The document that was issued on a form, or was printed on it instead of a spoiled one."""
    t, d = spoiled_form.c, fiscal_document.c
    moved = select(t.document_id).where(t.tenant_id == tenant_id, t.new_control == control_number)
    issued = select(d.id).where(d.tenant_id == tenant_id, d.control_number == control_number, d.control_number != "")
    document_id = tx.execute(moved).scalar() or tx.execute(issued).scalar()
    return DocumentId(document_id) if document_id is not None else None


def is_spoiled(tx: Tx, tenant_id: UUID, control_number: str) -> bool:
    """Whether a form was spoiled."""
    t = spoiled_form.c
    in_range = (t.first_control <= control_number, t.last_control >= control_number)
    return tx.execute(select(t.position).where(t.tenant_id == tenant_id, *in_range).limit(1)).first() is not None


def latest(tx: Tx, tenant_id: UUID, limit: int) -> tuple[SpoiledForms, ...]:
    """The last acts that spoiled forms, newest first."""
    t = spoiled_form.c
    return _read(tx, select(spoiled_form).where(t.tenant_id == tenant_id).order_by(t.position.desc()).limit(limit))


def since(tx: Tx, tenant_id: UUID, after: int) -> tuple[SpoiledForms, ...]:
    """The acts after a position of the journal that spoiled forms, in order."""
    t = spoiled_form.c
    in_span = (t.tenant_id == tenant_id, t.position > after)
    return _read(tx, select(spoiled_form).where(*in_span).order_by(t.position))


def _read(tx: Tx, statement: Select[Any]) -> tuple[SpoiledForms, ...]:
    return tuple(
        SpoiledForms(
            FormRun(row.first_control, row.last_control), SpoilCause(row.cause), row.note, row.spoiled_at,
            DocumentId(row.document_id) if row.document_id else None, row.new_control,
        )
        for row in tx.execute(statement)
    )  # fmt: skip
