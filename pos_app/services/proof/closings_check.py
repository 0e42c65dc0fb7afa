"""Each X and Z against what was recorded since the last Z; Z numbers and perpetual totals follow on."""

from collections.abc import Mapping, Sequence

from domain.fiscal.documents import DocumentKind
from domain.till.excess import ExcessCounts
from domain.till.till_report import DocumentTotals, PerpetualTotals, ReportKind, class_totals, method_totals
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from pos_app.services.proof.sums import money_taken
from sync.facts import Entry, ReportTaken, TillExceeded, issued_document


def check_closings(entries: Sequence[Entry]) -> None:
    """Check every X and Z of a journal, its entries given in order. Raises Wrong at the first that does not hold."""
    number, perpetual = 0, dict[DocumentKind, PerpetualTotals]()
    pending: list[Entry] = []
    for entry in entries:
        if not isinstance(entry.body, ReportTaken):
            pending.append(entry)
            continue
        _closing(entry, entry.body, number, perpetual, pending)
        report = entry.body.report
        if report.kind is ReportKind.Z:
            number, pending = number + 1, []
            perpetual = {group.kind: group.perpetual for group in report.totals.classes}


def _closing(
    entry: Entry,
    taken: ReportTaken,
    number: int,
    perpetual: Mapping[DocumentKind, PerpetualTotals],
    span: Sequence[Entry],
) -> None:
    report, reported = taken.report, taken.report.totals
    name = f"{report.kind.upper()} {report.number} ({entry_name(entry.epoch, entry.seq)})"
    if report.number != number + 1:
        raise Wrong(Flaw.Z_NUMBER_GAP, name, f"expected {number + 1}")
    head = (report.head_epoch, report.head_seq, report.head_hash)
    if head != (entry.epoch, entry.seq - 1, entry.prev):
        raise Wrong(Flaw.CHAIN_BROKEN, name, "sealed another head")
    classes = class_totals(_documents(span), perpetual)
    if [group.perpetual for group in reported.classes] != [group.perpetual for group in classes]:
        raise Wrong(Flaw.PERPETUAL_MISMATCH, name)
    payments, change = money_taken(span)
    if (reported.classes, reported.payments, reported.change) != (
        classes, method_totals(payments), method_totals(change),
    ):  # fmt: skip
        raise Wrong(Flaw.Z_SUM_MISMATCH, name)
    if taken.excesses != _excesses(span):
        raise Wrong(Flaw.Z_SUM_MISMATCH, name, "attempts beyond the till")


def _excesses(span: Sequence[Entry]) -> ExcessCounts | None:
    tried = [entry.body for entry in span if isinstance(entry.body, TillExceeded)]
    approved = sum(attempt.approved_by is not None for attempt in tried)
    return ExcessCounts(refused=len(tried) - approved, approved=approved) if tried else None


def _documents(span: Sequence[Entry]) -> list[DocumentTotals]:
    documents = (issued_document(entry.body) for entry in span)
    return [DocumentTotals.of(document) for document in documents if document is not None]
