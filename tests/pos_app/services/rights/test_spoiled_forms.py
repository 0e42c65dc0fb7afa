"""Spoiled forms: documents and forms stay aligned, a jammed document is printed on the next form, doubts are asked."""

from dataclasses import replace

import pytest

from domain.errors import Refused
from domain.fiscal.form_supply import FormRun
from domain.fiscal.series import FormsUsedUp
from domain.fiscal.spoiled_forms import (
    FormInDoubt,
    FormSettled,
    FormSpoiledBefore,
    NoFormsHere,
    NotNextForm,
    SpoilCause,
)
from domain.people.staff import NotAllowed
from domain.till.shifts import ReasonMissing
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.documents import documents, papers, print_queue
from pos_app.services.documents.print_queue import Turn
from pos_app.services.proof import rebuild
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.services.rights import spoiled_forms
from pos_app.services.rights.spoiled_forms import Cause, Spoiled
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.setup import load_setup
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from printing.devices import Delivery
from sync import setup
from tests.builders import stations
from tests.builders.catalogue import SETUP
from tests.builders.counts import NONE_LEFT
from tests.builders.printer import ScriptedPrinter
from tests.builders.stations import general_cart, sell
from tests.pos_app.services.documents.turns_of_the_spooler import sale_of, state, turn
from tests.pos_app.services.proof.tampering import flaw, forge_last
from tests.pos_app.snapshots import refused
from tests.printing.test_papers import text_of

JAMMED = Cause(SpoilCause.JAMMED)


def spoil(till: Station, control: str, cause: Cause = JAMMED) -> Spoiled:
    return spoiled_forms.spoil(till, stations.ana(till), control, cause, stations.rosa(till))


def show_next(till: Station, control: str) -> Spoiled:
    return spoiled_forms.show_next(till, stations.ana(till), control, approved_by=stations.rosa(till))


def sold(till: Station) -> CompletedSale:
    return sell(till, general_cart(till, 1))


def control_of(till: Station, made: CompletedSale) -> str:
    return documents.load(till, made.document.id)[1].control_number


def test_a_blank_form_is_spoiled_and_the_next_document_takes_the_one_after_it(till: Station) -> None:
    sold(till)
    done = spoil(till, "00-00000502")
    assert (done.count, done.moved, done.next_control) == (1, None, "00-00000503")
    assert sold(till).document.control_number == "00-00000503"
    read = spoiled_forms.read(till)
    assert [(s.run.first, s.cause) for s in read.spoiled] == [("00-00000502", SpoilCause.JAMMED)]
    assert verify(till).ok


def test_the_forms_of_a_station_are_read_with_their_printing_house(till: Station) -> None:
    made = sold(till)
    read = spoiled_forms.read(till)
    assert (read.series, read.supply.next_control, read.supply.left) == ("A", "00-00000502", 34)
    assert read.form is not None
    assert (read.form.printer, read.form.first_control) == ("Imprenta de Pruebas, C.A.", "00-00000501")
    assert read.last is not None
    assert read.last.id == made.document.id


def test_a_jammed_document_is_printed_on_the_next_form_under_its_own_number(till: Station) -> None:
    made = sold(till)
    done = spoil(till, "00-501")
    assert done.moved is not None
    assert (done.moved.printed_number, done.moved.control_number) == ("A-00000001", "00-00000502")
    assert control_of(till, made) == "00-00000502"
    after = sold(till).document
    assert (after.number, after.control_number) == (2, "00-00000503")
    assert verify(till).ok
    rebuild.rebuild(till)
    assert verify(till).ok


def test_the_paper_of_a_document_on_another_form_is_an_original_with_the_new_control_number(till: Station) -> None:
    made = sold(till)
    spoil(till, "00-00000501")
    with till.database.read() as tx:
        text = text_of(papers.sale_papers(tx, till, made.sale.id)[0])
    assert "FACTURA SERIE A N° 00000001 N° de control 00-00000502" in text
    assert "COPIA" not in text


def test_a_document_is_searched_by_its_spoiled_form_and_by_its_new_one(till: Station) -> None:
    made = sold(till)
    spoil(till, "00-00000501")
    for typed in ("00-00000501", "00-00000502"):
        assert [match.document_id for match in documents.find(till, typed)] == [made.document.id]
    assert documents.find(till, "")[0].control_number == "00-00000502"


def test_x_and_z_have_the_present_forms_of_their_documents_and_list_the_spoiled_ones(till: Station) -> None:
    sold(till)
    spoil(till, "00-00000501")
    show_next(till, "00-00000505")
    taken = till_reports.taken(till, till_reports.read_x(till, stations.rosa(till)).id)
    series = taken.report.totals.series[0]
    assert (series.first_control, series.last_control) == ("00-00000502", "00-00000502")
    assert taken.spoiled == (FormRun("00-00000501", "00-00000501"), FormRun("00-00000503", "00-00000504"))
    with till.database.read() as tx:
        paper = text_of(papers.report_paper(tx, till, taken))
    assert "Formas dañadas 3 00-00000501 00-00000503 a 00-00000504" in paper
    assert verify(till).ok
    place = forge_last(till, "report_taken/1", lambda body: body.replace(b'"00-00000504"', b'"00-00000503"'))
    assert flaw(till) == (Flaw.Z_SUM_MISMATCH, f"X 1 ({place})")


def test_a_note_names_the_form_on_which_its_invoice_is(till: Station) -> None:
    made = sold(till)
    spoil(till, "00-00000501")
    request = RefundRequest(made.sale.id, (made.sale.tickets[0].id,), "cash_ves", "No puede venir")
    done = refunds.refund(till, stations.ana(till), request, stations.rosa(till))
    assert done.refund.invoice.control_number == "00-00000502"
    assert done.document.control_number == "00-00000503"
    refused(till, lambda: spoil(till, "00-00000502"), FormSettled)  # the note names it
    assert spoil(till, "00-00000503").moved == replace(done.document, control_number="00-00000504")
    assert verify(till).ok


def test_forms_are_passed_over_when_the_printer_shows_a_later_one(till: Station) -> None:
    sold(till)
    done = show_next(till, "00-00000505")
    assert (done.count, done.next_control) == (3, "00-00000505")
    assert sold(till).document.control_number == "00-00000505"
    assert show_next(till, "00-00000506").count == 0
    assert show_next(till, "00-00000602").count == 26  # the rest of the first run, and one of the next
    assert verify(till).ok


@pytest.mark.parametrize(
    ("control", "refusal"),
    [
        ("00-00000501", FormSettled),
        ("00-00000502", FormSpoiledBefore),
        ("00-00000504", NotNextForm),
        ("07-00000001", NotNextForm),
        ("nada", NotNextForm),
    ],
    ids=["in a Z", "spoiled before", "not the next", "of nobody", "no number"],
)
def test_only_the_next_form_or_that_of_a_document_of_the_day_is_spoiled(
    till: Station, control: str, refusal: type[Refused]
) -> None:
    sold(till)
    spoil(till, "00-00000502")
    if refusal is FormSettled:
        shifts.count(till, stations.ana(till), NONE_LEFT)
        shifts.close_shift(till, stations.ana(till), "Fondo retirado", stations.rosa(till))
        till_reports.take_z(till, stations.rosa(till))
    refused(till, lambda: spoil(till, control), refusal)


def test_a_cashier_spoils_no_form_alone_and_another_cause_needs_words(till: Station) -> None:
    sold(till)
    refused(till, lambda: spoiled_forms.spoil(till, stations.ana(till), "00-00000502", JAMMED), NotAllowed)
    refused(till, lambda: spoil(till, "00-00000502", Cause(SpoilCause.OTHER, " ")), ReasonMissing)


def test_a_station_without_forms_has_none_to_spoil(station: Station) -> None:
    text = SETUP.read_text("utf-8").replace('"free_form"', '"fiscal_machine"')
    load_setup.load(
        station, setup.read(text, on=station.today()), name="otro.toml", sha256="00" * 32, by=stations.rosa(station)
    )
    refused(station, lambda: spoiled_forms.spoil(station, stations.rosa(station), "00-00000501", JAMMED), NoFormsHere)


def test_no_form_is_left_for_a_document_after_the_last_one(till: Station) -> None:
    made = [sold(till) for _ in range(35)]
    refused(till, lambda: spoil(till, control_of(till, made[-1])), FormsUsedUp)


def texts(printer: ScriptedPrinter) -> list[str]:
    return [" ".join(text.split()) for text in printer.texts]


def in_doubt(till: Station, tickets: int = 1) -> tuple[CompletedSale, ScriptedPrinter]:
    """A sale whose invoice may have come out or not."""
    printer = ScriptedPrinter([Delivery.UNPROVED])
    made = sale_of(till, tickets)
    assert turn(till, printer) is Turn.ASKING
    return made, printer


def test_while_a_document_is_in_doubt_none_is_made_or_printed(till: Station) -> None:
    sale_of(till, 1, "000000000002")
    made, printer = sale_of(till, 1), ScriptedPrinter([Delivery.UNPROVED])
    assert (turn(till, printer), turn(till, printer)) == (Turn.ASKING, Turn.ASKING)
    assert state(till, made) == (JobState.QUEUED, 0)
    doubt = refused(till, lambda: sold(till), FormInDoubt)
    assert (doubt.document, doubt.control_number) == ("A-00000001", "00-00000501")
    read = spoiled_forms.read(till)
    assert read.doubt is not None
    assert read.doubt.printed_number == "A-00000001"


def test_a_printer_that_proves_nothing_leaves_a_document_on_a_form_in_doubt(till: Station) -> None:
    made, printer = sale_of(till, 1), ScriptedPrinter(otherwise=Delivery.UNPROVABLE)
    assert turn(till, printer) is Turn.ASKING
    assert [card.doubts for card in print_queue.jobs(till) if card.id == made.job_id] == [(0,)]  # its ticket is not
    refused(till, lambda: sold(till), FormInDoubt)
    print_queue.settle(till, stations.ana(till), made.job_id, seen=True)
    assert sold(till).document.control_number == "00-00000502"


def test_a_missing_document_asks_for_the_next_form_before_it_is_printed_again(till: Station) -> None:
    made, _ = in_doubt(till)
    refused(till, lambda: print_queue.settle(till, stations.ana(till), made.job_id, seen=False), FormInDoubt)
    print_queue.settle(till, stations.ana(till), made.job_id, seen=True)
    assert sold(till).document.control_number == "00-00000502"


def test_a_form_that_is_still_in_the_printer_takes_its_document(till: Station) -> None:
    made, printer = in_doubt(till)
    done = show_next(till, "00-00000501")
    assert (done.count, done.next_control) == (0, "00-00000502")
    before = len(printer.sent)
    assert turn(till, printer) is Turn.PRINTED
    text = texts(printer)[before]
    assert "FACTURA SERIE A N° 00000001 N° de control 00-00000501" in text
    assert "COPIA" not in text
    assert control_of(till, made) == "00-00000501"
    assert sold(till).document.control_number == "00-00000502"
    assert verify(till).ok


def test_a_document_whose_form_jammed_is_printed_on_the_one_that_the_printer_shows(till: Station) -> None:
    made, printer = in_doubt(till)
    done = show_next(till, "00-00000503")
    assert (done.count, done.next_control) == (2, "00-00000504")
    assert control_of(till, made) == "00-00000503"
    assert turn(till, printer) is Turn.PRINTED
    assert [(s.cause, s.new_control) for s in spoiled_forms.read(till).spoiled] == [
        (SpoilCause.JAMMED, "00-00000503"), (SpoilCause.PASSED_OVER, ""),
    ]  # fmt: skip
    assert sold(till).document.control_number == "00-00000504"
    assert verify(till).ok


def test_a_jammed_document_comes_after_those_that_were_made_before_the_doubt(till: Station) -> None:
    first = sale_of(till, 1, "000000000002")
    second, printer = sale_of(till, 1), ScriptedPrinter([Delivery.UNPROVED])
    turn(till, printer)
    show_next(till, "00-00000502")
    assert (control_of(till, first), control_of(till, second)) == ("00-00000503", "00-00000502")
    while turn(till, printer) is Turn.PRINTED:
        pass
    controls = [text[text.index("N° de control") + 14 :][:11] for text in texts(printer) if "FACTURA SERIE" in text]
    assert controls == ["00-00000501", "00-00000502", "00-00000503"]


def test_an_answer_that_cannot_be_is_refused(till: Station) -> None:
    in_doubt(till)
    refused(till, lambda: show_next(till, "07-00000001"), NotNextForm)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("forms_spoiled/1", b"00-00000502", b"00-00000504"),
        ("form_replaced/1", b'"spoiled":"00-00000501"', b'"spoiled":"00-00000509"'),
    ],
)
def test_a_forged_spoiled_form_is_detected(till: Station, kind: str, old: bytes, new: bytes) -> None:
    sold(till)
    spoil(till, "00-00000502" if kind == "forms_spoiled/1" else "00-00000501")
    forge_last(till, kind, lambda body: body.replace(old, new))
    (kind_of_flaw, _) = flaw(till) or ("", "")
    assert kind_of_flaw is Flaw.FORM_NOT_SPOILED
