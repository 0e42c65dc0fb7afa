"""Each X and Z against what was recorded since the last Z; Z numbers and perpetual totals follow on."""

from dataclasses import dataclass, field, replace

from domain.fiscal.documents import DocumentKind
from domain.fiscal.form_supply import FormRun
from domain.ids import DocumentId
from domain.payments.change import Change
from domain.payments.tenders import Payment
from domain.till.excess import ExcessCounts
from domain.till.till_report import DocumentTotals, PerpetualTotals, ReportKind, class_totals, method_totals
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from pos_app.services.proof.sums import money_moved
from sync.facts import Entry, FormReplaced, FormsSpoiled, OrganiserGiftMade, ReportTaken, TillExceeded, issued_document


@dataclass(slots=True)
class _Span:
    """What was recorded since the last Z, as far as reports add it up."""

    documents: list[DocumentTotals] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    change: list[Change] = field(default_factory=list)
    given_back: list[Change] = field(default_factory=list)
    refused: int = 0
    approved: int = 0
    gifts: int = 0
    spoiled: list[FormRun] = field(default_factory=list)
    _places: dict[DocumentId, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take an entry into account that is no report."""
        if (document := issued_document(entry.body)) is not None:
            self._places[document.id] = len(self.documents)
            self.documents.append(DocumentTotals.of(document))
        moved = money_moved(entry)
        self.payments += moved.payments
        self.change += moved.change
        self.given_back += moved.given_back
        self._count(entry)
        if isinstance(entry.body, FormReplaced) and entry.body.document_id in self._places:
            place = self._places[entry.body.document_id]
            self.documents[place] = replace(self.documents[place], control_number=entry.body.control_number)

    def _count(self, entry: Entry) -> None:
        """Count what stands beside the figures of a report."""
        match entry.body:
            case FormReplaced():
                self.spoiled.append(FormRun(entry.body.spoiled, entry.body.spoiled))
            case FormsSpoiled():
                self.spoiled.append(FormRun(entry.body.first_control, entry.body.last_control))
            case TillExceeded(approved_by=None):
                self.refused += 1
            case TillExceeded():
                self.approved += 1
            case OrganiserGiftMade():
                self.gifts += len(entry.body.gift.tickets)

    @property
    def excesses(self) -> ExcessCounts | None:
        """The attempts beyond the till; None without any."""
        return ExcessCounts(self.refused, self.approved) if self.refused or self.approved else None


@dataclass(slots=True)
class ClosingsCheck:
    """Z numbers, perpetual totals and the span that is open at a point of the journal, which is read in order."""

    _number: int = 0
    _perpetual: dict[DocumentKind, PerpetualTotals] = field(default_factory=dict)
    _span: _Span = field(default_factory=_Span)

    def read(self, entry: Entry) -> None:
        """Take one entry into account, and check it if it is an X or a Z. Raises Wrong."""
        if not isinstance(entry.body, ReportTaken):
            self._span.add(entry)
            return
        self._check(entry, entry.body)
        report = entry.body.report
        if report.kind is ReportKind.Z:
            self._number, self._span = self._number + 1, _Span()
            self._perpetual = entry.body.perpetual_by_kind

    def _check(self, entry: Entry, taken: ReportTaken) -> None:
        report, reported, span = taken.report, taken.report.totals, self._span
        name = f"{report.kind.upper()} {report.number} ({entry_name(entry.epoch, entry.seq)})"
        if report.number != self._number + 1:
            raise Wrong(Flaw.Z_NUMBER_GAP, name, f"expected {self._number + 1}")
        head = (report.head_epoch, report.head_seq, report.head_hash)
        if head != (entry.epoch, entry.seq - 1, entry.prev):
            raise Wrong(Flaw.CHAIN_BROKEN, name, "sealed another head")
        classes = class_totals(span.documents, self._perpetual)
        if [group.perpetual for group in taken.classes] != [group.perpetual for group in classes]:
            raise Wrong(Flaw.PERPETUAL_MISMATCH, name)
        by_method = method_totals(span.payments), method_totals(span.change), method_totals(span.given_back)
        given_back = taken.notes.given_back if taken.notes else ()
        if taken.classes != classes or (reported.payments, reported.change, given_back) != by_method:
            raise Wrong(Flaw.Z_SUM_MISMATCH, name)
        if taken.excesses != span.excesses:
            raise Wrong(Flaw.Z_SUM_MISMATCH, name, "attempts beyond the till")
        if taken.gifts != span.gifts:
            raise Wrong(Flaw.Z_SUM_MISMATCH, name, "gifts of the organiser")
        if taken.spoiled != tuple(span.spoiled):
            raise Wrong(Flaw.Z_SUM_MISMATCH, name, "spoiled forms")
