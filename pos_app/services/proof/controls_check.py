"""The check of control numbers: each is on one document, on the form that came with the document's number."""

from dataclasses import dataclass, field

from domain.fiscal.documents import FiscalDocument
from domain.fiscal.forms import control_after, controls_overlap
from domain.rights import NumberGrant
from pos_app.services.proof.findings import Flaw, Wrong


@dataclass(slots=True)
class ControlsCheck:
    """The forms that came with blocks, and those that carry a document, at a point of the journal."""

    _granted: list[NumberGrant] = field(default_factory=list)
    _used: set[tuple[str, str]] = field(default_factory=set)

    def accept(self, name: str, grant: NumberGrant) -> None:
        """Take a granted block into account. Raises Wrong when its forms came with another block of its series."""
        for other in self._granted:
            if other.series == grant.series and controls_overlap(_forms(other), _forms(grant)):
                raise Wrong(Flaw.CONTROL_TWICE, name, grant.first_control)
        if grant.first_control:
            self._granted.append(grant)

    def issue(self, document: FiscalDocument, grant: NumberGrant) -> None:
        """Take a document under a number of this block into account. Raises Wrong."""
        control, name = document.control_number, document.printed_number
        expected = control_after(grant.first_control, document.number - grant.first)
        if control != expected:
            raise Wrong(Flaw.CONTROL_MISMATCH, name, f"{control or 'none'}, the block says {expected or 'none'}")
        if not control:
            if document.medium.needs_control_number:
                raise Wrong(Flaw.CONTROL_OUTSIDE_FORMS, name, "none")
            return
        if document.form is None or not document.form.covers(control, 1):
            raise Wrong(Flaw.CONTROL_OUTSIDE_FORMS, name, control)
        if (document.issuer.rif, control) in self._used:
            raise Wrong(Flaw.CONTROL_TWICE, name, control)
        self._used.add((document.issuer.rif, control))


def _forms(grant: NumberGrant) -> tuple[str, int]:
    return grant.first_control, grant.last - grant.first + 1
