"""A second kind of document, which only this test knows, is accounted for as an invoice is: numbers, sums, X and Z."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain.fiscal.documents import DocumentKind, FiscalDocument
from domain.ids import CashierId, DocumentId
from domain.money.money import Money
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, SeatSpan
from domain.till.till_report import NO_PERPETUAL, Activity, DocumentTotals, ReportKind, TillReport, totals
from pos_app.services.proof.closings_check import ClosingsCheck
from pos_app.services.proof.findings import Flaw, Wrong
from pos_app.services.proof.rights_check import RightsCheck
from pos_app.services.proof.sums import check_sums
from sync.facts import Entry, Fact, NumbersAccepted, PlacesAccepted, ReportTaken, SaleRecorded, SeatsAccepted
from sync.facts.issuing import issued_document
from tests.builders.examples import AT, document, report, sale


class NoteIssued(Fact, frozen=True, tag="note_issued/0"):
    """A credit note, as a fact that no release has: it reaches the readers by its registration alone."""

    document: FiscalDocument


@issued_document.register
def _(fact: NoteIssued) -> FiscalDocument:
    return fact.document


SEATS, PLACES = (GrantId(UUID(int=no)) for no in (202, 203))
PERFORMANCE, ZONE = sale().tickets[1].place.performance_id, sale().tickets[1].place.zone_id
INVOICES = NumbersAccepted(NumberGrant(GrantId(UUID(int=200)), "A", 123, 130, "00-00000623"), "")
NOTES = NumbersAccepted(NumberGrant(GrantId(UUID(int=201)), "NC", 1, 10, "00-00000701"), "")
RIGHTS = (
    INVOICES,
    NOTES,
    SeatsAccepted(SeatGrant(SEATS, PERFORMANCE, (SeatSpan(0, 19),)), ""),
    PlacesAccepted(PlacesGrant(PLACES, PERFORMANCE, ZONE, 2), ""),
)
SALE = SaleRecorded(sale(), document(), 0, stage_ends=(None, None))


def note(number: int, *, total: Money | None = None) -> NoteIssued:
    """A credit note for the whole sale, in a series of its own."""
    invoice = document()
    return NoteIssued(
        replace(
            invoice,
            id=DocumentId(UUID(int=900 + number)),
            kind=DocumentKind.CREDIT_NOTE,
            series="NC",
            number=number,
            control_number=f"00-{number + 700:08d}",
            total=invoice.total if total is None else total,
        )
    )


def entry(seq: int, fact: Fact) -> Entry:
    body: object = fact
    return Entry(1, UUID(int=1), UUID(int=2), 1, seq, AT, CashierId(UUID(int=3)), "00", body)  # type: ignore[arg-type]  # a kind outside of the union is the point of the test


def read(*facts: Fact) -> RightsCheck:
    check = RightsCheck()
    for seq, fact in enumerate(facts, 1):
        check.read(entry(seq, fact))
    return check


def flaw_of(*facts: Fact) -> Flaw:
    with pytest.raises(Wrong) as wrong:
        read(*facts)
    return wrong.value.finding.flaw


def test_the_number_of_a_note_is_issued_from_its_block() -> None:
    check = read(*RIGHTS, SALE, note(1), note(2))
    assert (check.numbers_issued, check.numbers_held) == (3, 7 + 8)


@pytest.mark.parametrize(
    ("facts", "flaw"),
    [
        ((note(1), note(1)), Flaw.NUMBER_TWICE),
        ((note(2),), Flaw.NUMBER_GAP),
        ((note(11),), Flaw.NUMBER_OUTSIDE_BLOCK),
    ],
    ids=["twice", "skipped", "outside of the block"],
)
def test_the_number_of_a_note_is_judged_as_that_of_an_invoice(facts: tuple[Fact, ...], flaw: Flaw) -> None:
    assert flaw_of(*RIGHTS, *facts) is flaw


def test_a_note_that_does_not_add_up_is_found() -> None:
    check_sums(entry(1, note(1)))
    with pytest.raises(Wrong) as wrong:
        check_sums(entry(1, note(1, total=Money.zero())))
    assert (wrong.value.finding.flaw, wrong.value.finding.detail) == (Flaw.TOTAL_MISMATCH, "NC-00000001")


def closing(seq: int) -> ReportTaken:
    """The first Z after the sale, which accounts for invoices only."""
    activity = Activity([DocumentTotals.of(document())], sale().payments, sale().change, (), (), 0, 0)
    z: TillReport = replace(
        report(), kind=ReportKind.Z, number=1, totals=totals(activity, NO_PERPETUAL),
        head_epoch=1, head_seq=seq - 1, head_hash="00",
    )  # fmt: skip
    return ReportTaken(z)


def check_closings(*facts: Fact) -> None:
    check = ClosingsCheck()
    for seq, fact in enumerate(facts, 1):
        check.read(entry(seq, fact))


def test_a_z_accounts_for_every_class_of_documents() -> None:
    check_closings(SALE, closing(2))
    with pytest.raises(Wrong) as wrong:
        check_closings(SALE, note(1), closing(3))
    assert wrong.value.finding.flaw is Flaw.PERPETUAL_MISMATCH
