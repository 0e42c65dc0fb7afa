"""Forms at an enrolled station: its invoices have control numbers of HQ's lot, or there are none."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.conflicts.cases import ConflictKind
from domain.fiscal.documents import FiscalDocument
from domain.fiscal.forms import Form
from domain.fiscal.series import FormsUsedUp
from domain.fiscal.spoiled_forms import SpoilCause
from domain.ids import SaleId
from hq.books.check import check
from hq.forms import lots, rows
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.documents.papers import papers
from pos_app.services.proof.verify import verify
from pos_app.services.rights import forms, spoiled_forms
from pos_app.services.rights.spoiled_forms import Cause
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind, new_job
from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.printer_model import PrinterModel
from printing.printout import PaperWidth
from sync import journal
from sync.facts import AnyFact, FormReplaced, FormsSpoiled
from tests.builders import catalogue, stations
from tests.builders.stations import general_cart, open_shift, sell
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.test_refunds_at_hq import case_kinds


def paper_of(station: Station, sale_id: SaleId, copy_no: int) -> str:
    """The text of the paper of an invoice, with single spaces."""
    job = new_job(station.ids.new(), JobKind.COPY if copy_no else JobKind.SALE, sale_id, station.clock.now())
    invoice, *_ = papers(station, replace(job, copy_no=copy_no))
    printed = read(write(invoice, PrinterModel(PaperWidth.MM80)), PaperWidth.MM80.columns)
    return " ".join(printed.papers[0].text.split())


def test_an_enrolled_station_prints_its_invoice_on_a_form_of_hq(hq: HeadOffice, till: Station) -> None:
    sold = sell(till, general_cart(till, 1))
    document = sold.document
    assert document.control_number == "00-00000501"
    for copy_no in (0, 1):
        text = paper_of(till, sold.sale.id, copy_no)
        assert "FACTURA" in text
        assert "N° de control 00-00000501" in text
        assert "desde el N° 00-00000501 hasta el N° 00-00100000" in text
        assert "Imprenta: Imprenta de Pruebas, C.A. RIF J-40987654-3" in text
        assert "Elaborada el 15-01-2026" in text
        assert "SNAT/INTI/GRTICERC/0001 del 03-06-2019" in text
    hq.round(till)
    assert verify(till).ok
    report = check(hq.office, hq.tenant_id)
    assert report.ok, report.findings
    assert [state.used for state in report.forms] == [1]


def test_a_station_whose_hq_has_no_forms_sells_nothing_and_says_so(hq: HeadOffice, tmp_path: Path) -> None:
    head, _, rest = catalogue.SETUP.read_text("utf-8").partition("[[block]]")
    house = head + rest[rest.index("[[tax]]") :]
    hq.load(house.replace('last_control = "00-00100000"', 'last_control = "00-00000501"'))
    station = hq.enrol(tmp_path / "station", hq.code())
    hq.grant(station, places=20)
    hq.round(station)
    hq.round(station)
    open_shift(station)
    sell(station, general_cart(station, 1))
    with pytest.raises(FormsUsedUp) as refused:
        sell(station, general_cart(station, 1))
    assert (refused.value.code, refused.value.series) == ("NUM-02", "A")
    new = Form("Imprenta", "J409876543", "SNAT/1", date(2026, 9, 1), "01-00000001", "01-00000300")
    lots.enter(hq.office, hq.by_hand, "A", new)
    hq.round(station)
    assert sell(station, general_cart(station, 1)).document.control_number == "01-00000001"
    station.database.close()


def give_back(till: Station, sold: CompletedSale) -> FiscalDocument:
    request = RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", "No puede venir")
    return refunds.refund(till, stations.ana(till), request, stations.rosa(till)).document


def test_notes_are_on_forms_of_hq_and_counted_with_its_lot(hq: HeadOffice, till: Station) -> None:
    note = give_back(till, sell(till, general_cart(till, 2)))
    after = sell(till, general_cart(till, 1)).document
    assert (note.control_number, after.control_number) == ("00-00000502", "00-00000503")
    hq.round(till)
    assert verify(till).ok
    report = check(hq.office, hq.tenant_id)
    assert report.ok, report.findings
    assert [state.used for state in report.forms] == [3]


def test_a_station_whose_notes_took_its_forms_gets_more_with_numbers(
    hq: HeadOffice, till: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold = sell(till, general_cart(till, 1))
    hq.round(till)
    hq.round(till)  # HQ has refilled the numbers, with their forms
    monkeypatch.setattr(forms, "LOW", left(till))
    assert wanted(till) == 0  # as many forms as numbers are left
    give_back(till, sold)
    assert wanted(till) == forms.ASKED
    before = left(till)
    hq.round(till)
    hq.round(till)
    assert left(till) == before + forms.ASKED
    assert verify(till).ok


def left(till: Station) -> int:
    with till.database.read() as tx:
        return forms.supply(tx, till, till.catalogue.series(tx)).left


def wanted(till: Station) -> int:
    with till.database.read() as tx:
        return forms.wanted(tx, till)


def test_a_spoiled_form_and_a_document_on_another_one_arrive_and_are_explained(hq: HeadOffice, till: Station) -> None:
    rosa = stations.rosa(till)
    sold = sell(till, general_cart(till, 2))
    spoiled_forms.spoil(till, rosa, "00-00000501", Cause(SpoilCause.JAMMED))
    spoiled_forms.spoil(till, rosa, "00-00000503", Cause(SpoilCause.OTHER, "Se mojó"))
    hq.round(till)
    note = give_back(till, sold)  # it names the form on which the invoice is
    assert note.control_number == "00-00000504"
    hq.round(till)
    assert verify(till).ok
    report = check(hq.office, hq.tenant_id)
    assert report.ok, report.findings
    assert [(state.used, state.spoiled) for state in report.forms] == [(2, 2)]
    with hq.office.database.tenant(hq.tenant_id) as tx:
        listed = rows.spoiled_forms(tx, hq.tenant_id)
    assert [(row.first_control, row.cause, row.note, row.document, row.new_control) for row in listed] == [
        ("00-00000503", "other", "Se mojó", "", ""), ("00-00000501", "jammed", "", "A-00000001", "00-00000502"),
    ]  # fmt: skip


@pytest.mark.parametrize("in_one_push", [True, False])
def test_a_false_entry_about_a_spoiled_form_is_a_case_and_changes_no_form(
    hq: HeadOffice, till: Station, in_one_push: bool
) -> None:
    sold, rosa = sell(till, general_cart(till, 1)).document, stations.rosa(till)
    other = sell(till, general_cart(till, 1)).document
    form, why = sold.form, (SpoilCause.TORN, "")
    assert form is not None
    spoiled_forms.spoil(till, rosa, "00-00000503", Cause(SpoilCause.TORN))
    if not in_one_push:
        hq.round(till)
    lies: list[AnyFact] = [
        FormsSpoiled("A", "00-00000502", "00-00000502", *why),  # the second invoice is on it
        FormsSpoiled("A", "00-00000503", "00-00000504", *why),  # one of them was spoiled before
        FormsSpoiled("A", "00-00090000", "00-00090001", *why),  # not given to this station
        FormsSpoiled("A", "00-00000506", "00-00000505", *why),
        FormReplaced("A", sold.id, "00-00000502", "00-00000504", form, *why),  # it is on another form
        FormReplaced("A", sold.id, "00-00000501", "00-00000502", form, *why),
        FormReplaced("A", sold.id, "00-00000501", "00-00090000", form, *why),
    ]
    with till.database.write() as tx:
        for lie in lies:
            journal.append(tx, till.author, lie, at=till.clock.now(), actor=rosa.id)
    hq.round(till)
    assert case_kinds(hq) == [ConflictKind.REFUND] * len(lies)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        assert [row.first_control for row in rows.spoiled_forms(tx, hq.tenant_id)] == ["00-00000503"]
    assert (sold.control_number, other.control_number) == ("00-00000501", "00-00000502")


def test_a_note_in_one_push_with_the_change_of_form_is_believed(hq: HeadOffice, till: Station) -> None:
    sold = sell(till, general_cart(till, 1))
    spoiled_forms.spoil(till, stations.rosa(till), "00-00000501", Cause(SpoilCause.TORN))
    give_back(till, sold)
    hq.round(till)
    assert check(hq.office, hq.tenant_id).ok
