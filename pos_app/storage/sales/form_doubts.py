"""The document of which nobody knows whether it is on its form: the printer did not say what became of its paper."""

from typing import NamedTuple

from domain.fiscal.documents import FiscalDocument
from domain.ids import RefundId, SaleId, StationId, TenantId
from domain.rights import Holder
from pos_app.storage.sales import print_jobs, recorded, refunds
from pos_app.storage.sales.print_jobs import JobKind, JobState, PrintJob
from sync.tables.position import epoch_of
from sync.tables.transaction import Tx

ORIGINALS = (JobKind.SALE, JobKind.REFUND)
"""The jobs whose first paper is a document that has not been printed before."""


class FormDoubt(NamedTuple):
    """The print job in doubt, and its document on its present form."""

    job: PrintJob
    document: FiscalDocument


def current(tx: Tx, holder: Holder) -> FormDoubt | None:
    """The oldest doubt about a document of this life on a form; None when every form used is known."""
    for job in print_jobs.in_state(tx, JobState.UNKNOWN):
        if first_in_doubt(job) == 0 and (document := on_form(tx, holder, job)):
            return FormDoubt(job, document)
    return None


def on_form(tx: Tx, holder: Holder, job: PrintJob) -> FiscalDocument | None:
    """The document of this life that a job prints first, on a form; None for any other job."""
    if job.kind not in ORIGINALS:
        return None
    document = document_of(tx, holder, job)
    position = recorded.position_of(tx, TenantId(holder.tenant_id), document.id)
    is_ours = position is not None and epoch_of(position) == holder.epoch
    return document if document.is_on_form and is_ours else None


def document_of(tx: Tx, holder: Holder, job: PrintJob) -> FiscalDocument:
    """The document that an original prints first."""
    store = (TenantId(holder.tenant_id), StationId(holder.station_id))
    if job.kind is JobKind.REFUND:
        return refunds.load(tx, store, RefundId(job.subject_id))[1]
    return recorded.invoice_of(tx, store, SaleId(job.subject_id))


def first_in_doubt(job: PrintJob) -> int:
    """The first paper, counted from 0, of which nobody knows whether it came out."""
    return job.doubts[0] if job.doubts else job.done
