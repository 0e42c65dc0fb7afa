"""X reads, Z closes: both are one calculation over the documents."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.fiscal.clock import ClockMovedBack
from domain.money.money import USD, VES, ExchangeRate, Money, RateSource
from domain.people.staff import Cashier, NotAllowed
from domain.till.shifts import CashMove, CashMovement
from domain.till.till_report import ReportKind, ShiftStillOpen, TillReport, ZOverdue
from pos_app.services.documents import documents
from pos_app.services.proof.verify import verify
from pos_app.services.selling import carts, checkout
from pos_app.services.till import rates, shifts, till_reports
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.builders.counts import NONE_LEFT
from tests.builders.stations import attempt, cash_usd, general_cart, pago_movil, seats_cart, sell
from tests.pos_app.snapshots import changed, digests, refused


def close(station: Station, ana: Cashier, rosa: Cashier) -> None:
    shifts.count(station, ana, NONE_LEFT)
    shifts.close_shift(station, ana, "sin contar", approved_by=rosa)


def day_of_sales(till: Station) -> list[checkout.CompletedSale]:
    return [
        sell(till, general_cart(till, 2)),
        sell(till, seats_cart(till, ["A-1", "B-1"]), cash_usd("60")),
        sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789")),
    ]


def test_an_x_changes_nothing_but_its_own_trace(till: Station, ana: Cashier) -> None:
    day_of_sales(till)
    before = digests(till)
    first = till_reports.read_x(till, ana)
    assert changed(before, digests(till)) == {"journal", "fact_subject", "till_report", "print_job"}
    second = till_reports.read_x(till, ana)
    assert (first.totals, first.number) == (second.totals, second.number)


def test_an_x_is_read_while_the_shift_is_open_and_by_a_cashier(till: Station, ana: Cashier) -> None:
    report = till_reports.read_x(till, ana)
    assert (report.kind, report.number, report.taken_by) == (ReportKind.X, 1, "Ana Rondón")


def test_a_z_needs_every_shift_closed(till: Station, rosa: Cashier) -> None:
    error = refused(till, lambda: till_reports.take_z(till, rosa), ShiftStillOpen)
    assert (error.number, error.cashier) == (1, "Ana Rondón")


def test_a_cashier_takes_no_z(station: Station, ana: Cashier) -> None:
    refused(station, lambda: till_reports.take_z(station, ana), NotAllowed)


def test_a_round_with_hq_is_tried_before_a_z_and_not_without_the_right_to_it(
    station: Station, ana: Cashier, rosa: Cashier
) -> None:
    tried: list[TillReport | None] = []

    def round_without_hq() -> bool:
        tried.append(till_reports.last_z(station))
        return False

    joined = replace(station, try_sync=round_without_hq)
    refused(joined, lambda: till_reports.take_z(joined, ana), NotAllowed)
    assert tried == []
    assert till_reports.take_z(joined, rosa).number == 1
    assert tried == [None]


def test_the_z_says_what_the_last_x_said(till: Station, ana: Cashier, rosa: Cashier) -> None:
    day_of_sales(till)
    reading = till_reports.read_x(till, ana)
    close(till, ana, rosa)
    closing = till_reports.take_z(till, rosa)
    assert (closing.number, closing.totals) == (reading.number, reading.totals)


def test_totals_are_the_sums_of_the_documents(till: Station, ana: Cashier) -> None:
    sold = [sale.document for sale in day_of_sales(till)]
    totals = till_reports.read_x(till, ana).totals
    (series,) = totals.series
    (tax,) = series.taxes
    assert (series.first_number, series.last_number, series.count) == (1, 3, 3)
    assert (series.first_control, series.last_control) == ("00-00000501", "00-00000503")
    assert series.total.minor == sum(d.total.minor for d in sold)
    assert (tax.base.minor, tax.tax.minor) == (
        sum(d.taxes[0].base.minor for d in sold),
        sum(d.taxes[0].tax.minor for d in sold),
    )
    assert (series.igtf_base.minor, series.igtf.minor) == (
        sum(d.igtf_base.minor for d in sold),
        sum(d.igtf.minor for d in sold),
    )
    assert totals.perpetual.sales.minor == sum(d.grand_total.minor for d in sold)


def test_payments_change_and_movements_are_told_apart(till: Station, ana: Cashier) -> None:
    day_of_sales(till)
    shifts.move_cash(till, ana, CashMovement(CashMove.CASH_OUT, Money.parse("30.00", VES), "taxi"))
    shifts.move_cash(till, ana, CashMovement(CashMove.CASH_OUT, Money.parse("12.00", VES), "agua"))
    totals = till_reports.read_x(till, ana).totals
    assert [(p.method, p.count, str(p.amount)) for p in totals.payments] == [
        ("cash_usd", 1, "60.00"),
        ("cash_ves", 1, "17140.12"),
        ("pago_movil", 1, "8570.06"),
    ]
    assert [part.method for part in totals.change] == ["cash_ves"]
    assert [(m.kind, m.count, str(m.amount)) for m in totals.movements] == [(CashMove.CASH_OUT, 2, "42.00")]


def test_the_rates_are_those_of_the_sales_although_one_was_typed_anew(
    till: Station, ana: Cashier, rosa: Cashier
) -> None:
    sell(till, general_cart(till, 1))
    sell(till, general_cart(till, 1))
    rates.enter(till, rosa, ExchangeRate(USD, Decimal("900.5"), till.today(), RateSource.MANUAL), "el BCV corrigió")
    sell(till, general_cart(till, 1))
    used = [str(r.value) for r in till_reports.read_x(till, ana).totals.rates if r.currency == USD]
    assert used == ["857.00580000", "900.5"]


def test_voids_and_copies_are_counted(till: Station, ana: Cashier) -> None:
    sold = sell(till, general_cart(till, 1))
    documents.reprint(till, ana, sold.document.id)
    carts.void(till, ana, general_cart(till, 2))
    totals = till_reports.read_x(till, ana).totals
    assert (totals.reprints, totals.voids) == (1, 1)


def test_z_numbers_follow_on_and_totals_begin_anew(
    till: Station, ana: Cashier, rosa: Cashier, clock: FakeClock
) -> None:
    reports: list[TillReport] = []
    for _ in range(3):
        sell(till, general_cart(till, 1))
        close(till, ana, rosa)
        reports.append(till_reports.take_z(till, rosa))
        clock.advance(minutes=5)
        stations.open_shift(till)
    assert [r.number for r in reports] == [1, 2, 3]
    assert [str(r.totals.series[0].total) for r in reports] == ["8570.06"] * 3
    assert [r.totals.series[0].first_number for r in reports] == [1, 2, 3]
    assert [str(r.totals.perpetual.sales) for r in reports] == ["8570.06", "17140.12", "25710.18"]
    assert [r.totals.perpetual.documents for r in reports] == [1, 2, 3]
    assert till_reports.last_z(till) == reports[-1]
    assert verify(till).reports == 3


def test_a_day_without_sales_has_its_z_too(station: Station, rosa: Cashier) -> None:
    report = till_reports.take_z(station, rosa)
    assert (report.totals.series, report.opened_at, report.business_date) == ((), None, date(2026, 11, 21))


def test_a_sale_after_midnight_belongs_to_the_day_of_the_first(
    till: Station, ana: Cashier, rosa: Cashier, clock: FakeClock
) -> None:
    """The first sale at 11:00 in Caracas on Saturday, the last at 01:00 on Sunday."""
    first = sell(till, general_cart(till, 1)).document
    clock.advance(hours=14)
    sell(till, general_cart(till, 1))
    close(till, ana, rosa)
    report = till_reports.take_z(till, rosa)
    assert (report.business_date, report.opened_at) == (date(2026, 11, 21), first.issued_at)
    assert [str(rate.value) for rate in report.totals.rates if rate.currency == "USD"] == [
        "857.00580000",
        "916.64770000",
    ]


def test_the_z_seals_the_end_of_the_journal(till: Station, ana: Cashier, rosa: Cashier) -> None:
    sell(till, general_cart(till, 1))
    close(till, ana, rosa)
    before = verify(till)
    report = till_reports.take_z(till, rosa)
    assert (report.head_seq, report.head_hash) == (before.head_seq, before.head_hash)


def test_a_report_is_printed(station: Station, ana: Cashier) -> None:
    report = till_reports.read_x(station, ana)
    with station.database.read() as tx:
        (job,) = print_jobs.latest(tx, 5)
    assert (job.kind, job.subject_id) == (JobKind.REPORT, report.id)


def test_without_a_z_there_is_no_last_one(till: Station, ana: Cashier) -> None:
    till_reports.read_x(till, ana)
    assert till_reports.last_z(till) is None


def test_a_report_waits_for_the_clock_too(till: Station, ana: Cashier, clock: FakeClock) -> None:
    sell(till, general_cart(till, 1))
    clock.advance(hours=-1)
    refused(till, lambda: till_reports.read_x(till, ana), ClockMovedBack)


def test_a_z_is_due_a_day_after_the_first_document(till: Station, clock: FakeClock) -> None:
    first = sell(till, general_cart(till, 1)).document
    clock.advance(seconds=24 * 3600 - 2)
    sell(till, general_cart(till, 1))
    error = refused(till, attempt(till, general_cart(till, 1)), ZOverdue)
    assert error.since == first.issued_at
