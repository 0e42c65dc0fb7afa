"""The check of control numbers: documents of every kind take the forms of their station one after another."""

from dataclasses import dataclass, field

from domain.fiscal.documents import FiscalDocument
from domain.fiscal.form_supply import FormSupply, run_of
from domain.fiscal.forms import controls_overlap
from domain.fiscal.series import base_code
from domain.ids import DocumentId
from domain.rights import NumberGrant
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from sync.facts import Entry, FormReplaced, FormsSpoiled


@dataclass(slots=True)
class ControlsCheck:
    """The forms of each life and series, and those that carry a document, at a point of the journal."""

    _granted: list[NumberGrant] = field(default_factory=list)
    _used: set[tuple[str, str]] = field(default_factory=set)
    _present: dict[DocumentId, tuple[str, str]] = field(default_factory=dict)
    """The issuer and the present control number of each document on a form."""
    _supplies: dict[tuple[int, str], FormSupply] = field(default_factory=dict)

    def accept(self, name: str, epoch: int, grant: NumberGrant) -> None:
        """Take a granted block into account. Raises Wrong when its forms came with another block of its series."""
        for other in self._granted:
            if other.series == grant.series and controls_overlap(_forms(other), _forms(grant)):
                raise Wrong(Flaw.CONTROL_TWICE, name, grant.first_control)
        if grant.first_control:
            self._granted.append(grant)
            supply = self._supplies.get((epoch, grant.series), FormSupply(()))
            self._supplies[epoch, grant.series] = supply.with_run(run_of(*_forms(grant)))

    def issue(self, epoch: int, document: FiscalDocument) -> None:
        """Take a document into account. Raises Wrong."""
        control, name = document.control_number, document.printed_number
        known = {series for of_epoch, series in self._supplies if of_epoch == epoch}
        series = base_code(document.series, known) or document.series
        supply = self._supplies.get((epoch, series), FormSupply(()))
        expected = supply.next_control
        if control != expected:
            raise Wrong(Flaw.CONTROL_MISMATCH, name, f"{control or 'none'}, the next form is {expected or 'none'}")
        if not control:
            if document.medium.needs_control_number:
                raise Wrong(Flaw.CONTROL_OUTSIDE_FORMS, name, "none")
            return
        if document.form is None or not document.form.covers(control, 1):
            raise Wrong(Flaw.CONTROL_OUTSIDE_FORMS, name, control)
        if (document.issuer.rif, control) in self._used:
            raise Wrong(Flaw.CONTROL_TWICE, name, control)
        self._used.add((document.issuer.rif, control))
        self._present[document.id] = (document.issuer.rif, control)
        self._supplies[epoch, series] = supply.after(control)

    def read(self, entry: Entry) -> None:
        """Take spoiled forms into account, which are the next ones or those of documents. Raises Wrong."""
        name = entry_name(entry.epoch, entry.seq)
        match entry.body:
            case FormsSpoiled():
                self._spoil(name, entry.epoch, entry.body)
            case FormReplaced():
                self._replace(name, entry.epoch, entry.body)

    def _spoil(self, name: str, epoch: int, fact: FormsSpoiled) -> None:
        supply = self._supplies.get((epoch, fact.series), FormSupply(()))
        head = next(iter(supply.ahead()), None)
        if head is None or fact.first_control != head.first or not head.has(fact.last_control):
            raise Wrong(Flaw.FORM_NOT_SPOILED, name, f"{fact.first_control} to {fact.last_control}")
        self._supplies[epoch, fact.series] = supply.after(fact.last_control)

    def _replace(self, name: str, epoch: int, fact: FormReplaced) -> None:
        supply = self._supplies.get((epoch, fact.series), FormSupply(()))
        rif, control = self._present.get(fact.document_id, ("", ""))
        if not control or fact.spoiled != control:
            raise Wrong(Flaw.FORM_NOT_SPOILED, name, fact.spoiled)
        new = fact.control_number
        if new != supply.next_control or not fact.form.covers(new, 1) or (rif, new) in self._used:
            raise Wrong(Flaw.CONTROL_MISMATCH, name, f"{new}, the next form is {supply.next_control or 'none'}")
        self._used.add((rif, new))
        self._present[fact.document_id] = (rif, new)
        self._supplies[epoch, fact.series] = supply.after(new)


def _forms(grant: NumberGrant) -> tuple[str, int]:
    return grant.first_control, grant.last - grant.first + 1
