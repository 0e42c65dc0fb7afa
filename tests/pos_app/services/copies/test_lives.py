"""Several lives of one store: its reports, its clock and its documents continue from one to the next."""

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from domain.fiscal.clock import ClockMovedBack
from domain.fiscal.documents import FiscalDocument
from domain.money.money import VES
from domain.people.staff import Cashier
from domain.till.till_report import ReportKind, TillReport, ZOverdue
from pos_app.services.documents import documents
from pos_app.services.proof.rebuild import rebuild
from pos_app.services.proof.verify import verify
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from pos_app.storage.sales import reports
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.builders.counts import NONE_LEFT
from tests.builders.stations import attempt, cash_usd, cash_ves, clock_of, general_cart, seats_cart, sell
from tests.builders.witness import MemoryWitness
from tests.pos_app.lives import born_again, bring_back
from tests.pos_app.services.copies.copies import snapshot, started, witness_now
from tests.pos_app.services.copies.test_backup import close_day
from tests.pos_app.snapshots import changed, digests, refused


@dataclass
class Books:
    """The expected contents of the reports, summed by hand."""

    numbers: list[int] = field(default_factory=list)
    total: int = 0
    perpetual: int = 0
    ever: int = 0
    closings: int = 0

    def sold(self, document: FiscalDocument) -> None:
        self.numbers.append(document.number)
        self.total += document.total.minor
        self.perpetual += document.grand_total.minor
        self.ever += 1

    def hold(self, report: TillReport) -> None:
        """Assert that the report has exactly these sums; after a Z a new day begins."""
        totals = report.totals
        assert report.number == self.closings + 1
        assert sum(series.count for series in totals.series) == len(self.numbers)
        assert sum(series.total.minor for series in totals.series) == self.total
        assert sum(method.ves.minor for method in totals.payments) >= self.total
        assert (totals.perpetual.documents, totals.perpetual.sales.minor) == (self.ever, self.perpetual)
        if report.kind is ReportKind.Z:
            self.numbers, self.total, self.closings = [], 0, self.closings + 1


def holds(station: Station) -> None:
    """Assert that the store verifies and that its rows follow from the facts of all lives."""
    before = digests(station)
    verdict = verify(station)
    assert verdict.ok, verdict.finding
    assert rebuild(station) == verdict.entries
    assert changed(before, digests(station)) == {"catalogue_version"}


def take(station: Station, kind: ReportKind) -> TillReport:
    """Take an X, or a Z with the shift closed before it and another one opened after it."""
    if kind is ReportKind.X:
        return till_reports.read_x(station, stations.ana(station))
    close_day(station)
    closing = till_reports.last_z(station)
    assert closing is not None
    return closing


def test_a_z_covers_what_was_sold_in_both_lives_since_the_last_one(till: Station) -> None:
    books = Books()
    books.sold(sell(till, general_cart(till, 1)).document)
    books.hold(take(till, ReportKind.Z))
    books.sold(sell(till, general_cart(till, 2)).document)
    books.sold(sell(till, seats_cart(till, ["A-1"]), cash_usd("60")).document)
    born = born_again(till, 2)
    for _ in range(3):
        books.sold(sell(born, general_cart(born, 1)).document)
    books.sold(sell(born, seats_cart(born, ["C-1"]), cash_usd("60")).document)
    books.hold(take(born, ReportKind.X))
    books.hold(take(born, ReportKind.Z))
    books.sold(sell(born, general_cart(born, 1)).document)
    books.hold(take(born, ReportKind.Z))
    assert books.closings == 3
    holds(born)


def test_a_report_says_the_life_whose_end_it_seals(till: Station, ana: Cashier) -> None:
    sell(till, general_cart(till, 1))
    born = born_again(till, 2)
    report = till_reports.read_x(born, ana)
    assert (report.head_epoch, report.head_seq) == (2, 4)
    with born.database.read() as tx:
        assert reports.load(tx, born.tenant_id, report.id).report == report


def test_a_new_life_does_not_forget_when_the_day_began(till: Station, clock: FakeClock) -> None:
    first = sell(till, general_cart(till, 1)).document
    clock.advance(hours=23)
    born = born_again(till, 2)
    sell(born, general_cart(born, 1))
    clock.advance(hours=1)
    assert refused(born, attempt(born, general_cart(born, 1)), ZOverdue).since == first.issued_at


def test_the_clock_of_documents_does_not_go_back_over_lives(till: Station, clock: FakeClock) -> None:
    for _ in range(15):
        sell(till, general_cart(till, 1))
    born = born_again(till, 2)
    clock.advance(hours=-1)
    refused(born, attempt(born, general_cart(born, 1), cash_ves("10000")), ClockMovedBack)
    clock.advance(hours=2)
    sell(born, general_cart(born, 1))
    clock.advance(minutes=-30)
    refused(born, attempt(born, general_cart(born, 1), cash_ves("10000")), ClockMovedBack)


def test_a_shift_that_was_open_counts_what_it_took_in_both_lives(till: Station, ana: Cashier, rosa: Cashier) -> None:
    first = sell(till, general_cart(till, 1)).document
    born = born_again(till, 2)
    second = sell(born, general_cart(born, 1)).document
    shifts.count(born, ana, NONE_LEFT)
    closed = shifts.close_shift(born, ana, "sin contar", approved_by=rosa)
    expected = {difference.expected.currency: difference.expected.minor for difference in closed.differences}
    assert expected[VES] == 10_000 + first.grand_total.minor + second.grand_total.minor


def test_documents_of_every_life_are_found_and_copied(till: Station, ana: Cashier) -> None:
    first = sell(till, general_cart(till, 1)).document
    born = born_again(till, 2)
    second = sell(born, general_cart(born, 1)).document
    assert [line.document_id for line in documents.find(born, "")] == [second.id, first.id]
    assert documents.load(born, first.id)[1] == first
    assert documents.reprint(born, ana, first.id) == 1
    holds(born)


@pytest.mark.parametrize("brought_back", [False, True])
def test_after_a_restore_a_z_covers_what_the_store_has(till: Station, tmp_path: Path, *, brought_back: bool) -> None:
    """The copy is made after the first Z and one sale. A later sale and Z are lost, and HQ returns them or does not."""
    witness, books = MemoryWitness(), Books()
    books.sold(sell(till, general_cart(till, 1)).document)
    books.hold(take(till, ReportKind.Z))
    books.sold(sell(till, general_cart(till, 1)).document)
    copy = snapshot(till, tmp_path / "older")
    lost, lost_z = sell(till, general_cart(till, 1)).document, take(till, ReportKind.Z)
    witness_now(till, witness)
    with started(copy, witness, at=clock_of(till)) as (station, fence):
        assert fence
        born = born_again(station, 2)
        if brought_back:
            assert bring_back(born, till, 1) == 5
            books.sold(lost)
            books.hold(lost_z)
        books.sold(sell(born, general_cart(born, 1)).document)
        books.hold(take(born, ReportKind.X))
        books.hold(take(born, ReportKind.Z))
        holds(born)


@pytest.mark.parametrize("seed", range(4))
def test_any_run_of_lives_keeps_its_books(till: Station, seed: int) -> None:
    chance, books, station, epoch = random.Random(seed), Books(), till, 1  # noqa: S311  # the same in every run
    for _ in range(30):
        match chance.choice(["sell", "sell", "sell", "x", "z", "life"]):
            case "sell":
                books.sold(sell(station, general_cart(station, chance.randint(1, 3))).document)
            case "x":
                books.hold(take(station, ReportKind.X))
            case "z":
                books.hold(take(station, ReportKind.Z))
            case _:
                epoch += chance.randint(1, 2)
                station = born_again(station, epoch)
        clock_of(station).advance(minutes=1)
    books.hold(take(station, ReportKind.Z))
    assert epoch > 2
    holds(station)
