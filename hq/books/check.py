"""Checking HQ's books: every number and form is accounted for, every chain is unbroken, and no right is held twice."""

from dataclasses import dataclass
from uuid import UUID

from hq.audit import act_journal
from hq.books.closings import flaws_of_closings
from hq.books.forms_check import flaws_of_forms
from hq.books.partition import Partition, partitions
from hq.books.rows.contradictions import contradictions
from hq.forms import lots
from hq.forms.lots import LotState
from hq.journals.chains import flaws_of_chains
from hq.journals.entry_states import waiting
from hq.office import Office


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check. `findings` are English sentences for whoever investigates."""

    partitions: tuple[Partition, ...]
    forms: tuple[LotState, ...]
    entries: int
    acts: int
    waiting: int
    findings: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the books hold."""
        return not self.findings and all(partition.whole for partition in self.partitions)


def check(office: Office, tenant_id: UUID) -> Report:
    """Check all books of a tenant in one consistent view of the database. Changes no row."""
    with office.database.snapshot(tenant_id) as tx:
        entries, broken_chains = flaws_of_chains(tx, tenant_id)
        acts = act_journal.verify(tx, tenant_id)
        broken_acts = [] if acts.ok else [f"HQ's own journal: entry {acts.broken_at} {acts.why}"]
        contradicting = (f"{name}: {key}" for name, key in contradictions(tx, tenant_id))
        return Report(
            partitions=tuple(partitions(tx, tenant_id)),
            forms=tuple(lots.states(tx, tenant_id)),
            entries=entries,
            acts=acts.entries,
            waiting=len(waiting(tx, tenant_id)),
            findings=(
                *broken_chains,
                *broken_acts,
                *flaws_of_closings(tx, tenant_id),
                *contradicting,
                *flaws_of_forms(tx, tenant_id),
            ),
        )
