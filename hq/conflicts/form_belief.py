"""Which spoiled forms HQ believes: forms of the station that carry no document, or that of the document moved (C7).

A form that is spoiled explains a missing control number, and a moved document takes another one: a false entry would
hide a document, or move one to a form that is not the station's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domain.conflicts.cases import ConflictKind
from domain.conflicts.doubts import Doubt, Why
from domain.fiscal.documents import DocumentKind, FiscalDocument
from domain.fiscal.form_supply import FormRun, run_of
from hq.conflicts.rows import form_rows as rows
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from sync.facts import Entry, FormReplaced, FormsSpoiled, issued_document
from sync.tables.transaction import Tx

_LETTERS_OF_NOTES = 2


def doubted_forms(tx: Tx, known: Sequence[tuple[Life, Entry]]) -> list[Doubted]:
    """The spoiled forms that are not believed, judged in the order of the chains."""
    if not any(isinstance(entry.body, FormsSpoiled | FormReplaced) for _, entry in known):
        return []
    judge = _Judge(tx, known[0][0].tenant_id)
    judged = [(life, entry, judge.judge(life, entry)) for life, entry in known]
    return [Doubted(life, entry, ConflictKind.REFUND, doubt) for life, entry, doubt in judged if doubt]


@dataclass(slots=True)
class _Judge:
    """Reads entries in order, and keeps what those that are not recorded yet put on forms."""

    tx: Tx
    tenant_id: UUID
    _used: list[tuple[str, FormRun, str]] = field(default_factory=list)
    """The series of invoices, the forms, and the document or the spoiled form that is on them."""
    _present: dict[tuple[UUID, UUID], str] = field(default_factory=dict)

    def judge(self, life: Life, entry: Entry) -> Doubt | None:
        """Why an entry is not believed, or None."""
        match entry.body:
            case FormsSpoiled():
                return self._spoiled(life, entry.epoch, entry.body)
            case FormReplaced():
                return self._replaced(life, entry.epoch, entry.body)
        document = issued_document(entry.body)
        if document is not None and document.control_number:
            control = document.control_number
            self._present[life.station_id, document.id] = control
            self._used.append((_invoices_of(document), FormRun(control, control), document.printed_number))
        return None

    def _spoiled(self, life: Life, epoch: int, fact: FormsSpoiled) -> Doubt | None:
        run = FormRun(fact.first_control, fact.last_control)
        if doubt := self._not_blank(life, epoch, fact.series, run):
            return doubt
        self._used.append((fact.series, run, fact.first_control))
        return None

    def _replaced(self, life: Life, epoch: int, fact: FormReplaced) -> Doubt | None:
        present = self._present.get((life.station_id, fact.document_id)) or rows.present_control(
            self.tx, self.tenant_id, life.station_id, fact.document_id
        )
        if not present or present != fact.spoiled:
            return Doubt(Why.FORM_NOT_SPOILED, claimed=fact.spoiled, known=present)
        new = FormRun(fact.control_number, fact.control_number)
        if doubt := self._not_blank(life, epoch, fact.series, new):
            return doubt
        self._present[life.station_id, fact.document_id] = fact.control_number
        self._used.append((fact.series, new, fact.control_number))
        return None

    def _not_blank(self, life: Life, epoch: int, series: str, run: FormRun) -> Doubt | None:
        """Why these forms are not blank forms of this life of the station, or None."""
        claimed = run.first if run.first == run.last else f"{run.first} .. {run.last}"
        holder = (self.tenant_id, life.station_id, epoch)
        grant = rows.granted_before(self.tx, holder, series, run.first) if run.count else None
        if grant is None or not run_of(grant.first_control, grant.more + 1).has(run.last):
            return Doubt(Why.FORM_NOT_SPOILED, claimed=claimed)
        here = (on for of, used, on in self._used if of == series and _overlap(used, run))
        if on := next(here, "") or rows.use_of(self.tx, self.tenant_id, series, run):
            return Doubt(Why.FORM_NOT_SPOILED, claimed=claimed, known=on)
        return None


def _overlap(one: FormRun, other: FormRun) -> bool:
    return one.has(other.first) or other.has(one.first)


def _invoices_of(document: FiscalDocument) -> str:
    """The series of invoices on whose forms a document is."""
    return document.series if document.kind is DocumentKind.INVOICE else document.series[_LETTERS_OF_NOTES:]
