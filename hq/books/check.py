"""Checking HQ's books: every number and form is accounted for, every chain is unbroken, and no right is held twice."""

from dataclasses import dataclass, replace
from uuid import UUID

from hq.audit import act_journal
from hq.audit.act_journal import ActFlaw
from hq.books.apart import Apart, kept_apart
from hq.books.closings import flaws_of_closings
from hq.books.documents_check import DocumentCounts, count_documents, flaws_of_documents
from hq.books.forms_check import flaws_of_forms
from hq.books.partition import Partition, partitions
from hq.books.rows.contradictions import contradictions
from hq.findings import Finding, Flaw, finding
from hq.forms import lots
from hq.forms.lots import LotState
from hq.journals.chains import flaws_of_chains
from hq.journals.entry_states import waiting
from hq.office import Office
from sync.tables.transaction import Tx

_ACT_FLAWS = {
    ActFlaw.UNSIGNED: Flaw.ACT_UNSIGNED,
    ActFlaw.UNREADABLE: Flaw.ACT_UNREADABLE,
    ActFlaw.OUT_OF_ORDER: Flaw.ACT_OUT_OF_ORDER,
}


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check."""

    partitions: tuple[Partition, ...]
    forms: tuple[LotState, ...]
    entries: int
    acts: int
    waiting: int
    documents: DocumentCounts
    apart: tuple[Apart, ...]
    findings: tuple[Finding, ...]
    behind_s: float = 0.0
    """How many seconds of changes it may lack, because it was read from a replica."""

    @property
    def ok(self) -> bool:
        """Whether the books hold."""
        return not self.findings and all(partition.whole for partition in self.partitions)


def check(office: Office, tenant_id: UUID) -> Report:
    """Check all books of a tenant in one consistent view, of the replica if there is one near. Changes no row."""
    checked = office.reports.read(tenant_id, lambda tx: _checked(tx, tenant_id))
    return replace(checked.content, behind_s=checked.behind_s)


def _checked(tx: Tx, tenant_id: UUID) -> Report:
    entries, broken_chains = flaws_of_chains(tx, tenant_id)
    acts = act_journal.verify(tx, tenant_id)
    broken_acts = [finding(_ACT_FLAWS[acts.why], seq=acts.broken_at)] if acts.why else []
    return Report(
        partitions=tuple(partitions(tx, tenant_id)),
        forms=tuple(lots.states(tx, tenant_id)),
        entries=entries,
        acts=acts.entries,
        waiting=len(waiting(tx, tenant_id)),
        documents=count_documents(tx, tenant_id),
        apart=tuple(kept_apart(tx, tenant_id)),
        findings=(
            *broken_chains,
            *broken_acts,
            *flaws_of_closings(tx, tenant_id),
            *contradictions(tx, tenant_id),
            *flaws_of_documents(tx, tenant_id),
            *flaws_of_forms(tx, tenant_id),
        ),
    )
