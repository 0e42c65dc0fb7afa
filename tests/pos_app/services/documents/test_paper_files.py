"""Papers as PDF on a station without a printer: each job leaves the queue once, as a file of the profile."""

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from domain.people.staff import Cashier, NotAllowed, Role
from pos_app.services.documents import documents, paper_files, print_queue
from pos_app.services.documents.paper_files import PaperNotSaved
from pos_app.services.documents.print_queue import Turn
from pos_app.services.proof.verify import verify
from pos_app.services.till import till_reports
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind, JobState
from printing.devices import Delivery
from tests.builders.printer import NO_BYTE_LEFT, ScriptedPrinter, to_bytes
from tests.builders.stations import general_cart, sell
from tests.pos_app.snapshots import kinds


def folder_of(station: Station) -> Path:
    return station.database.path.parent / paper_files.FOLDER


def pages(file: Path | None) -> list[str]:
    assert file is not None
    return [page.extract_text() for page in PdfReader(file).pages]


def test_a_sale_becomes_a_file_with_a_page_for_each_paper(till: Station, ana: Cashier) -> None:
    sold = sell(till, general_cart(till, 2))
    file = paper_files.save_pdf(till, ana, sold.job_id)
    assert file == folder_of(till) / "A-00000001.pdf"
    invoice, *tickets = pages(file)
    assert "00000001" in invoice
    assert len(tickets) == 2
    assert all("Concierto" in text for text in tickets)


def test_a_saved_paper_left_the_queue_and_is_a_fact(till: Station, ana: Cashier) -> None:
    sold = sell(till, general_cart(till, 1))
    paper_files.save_pdf(till, ana, sold.job_id)
    card = print_queue.job(till, sold.job_id)
    assert card is not None
    assert card.state is JobState.PRINTED
    assert documents.find(till, "")[0].paper == "printed"
    assert kinds(till)[-1] == "paper_settled/1"
    assert paper_files.save_pdf(till, ana, sold.job_id) is None
    assert verify(till).ok


def test_a_second_file_of_a_document_is_a_counted_copy(till: Station, ana: Cashier) -> None:
    sold = sell(till, general_cart(till, 1))
    paper_files.save_pdf(till, ana, sold.job_id)
    documents.reprint(till, ana, sold.document.id)
    (copy,) = (card for card in print_queue.jobs(till) if card.kind is JobKind.COPY)
    file = paper_files.save_pdf(till, ana, copy.id)
    assert file == folder_of(till) / "A-00000001-copy-1.pdf"
    assert all("COPIA" in text for text in pages(file))


def test_reports_and_test_pages_become_files_and_no_file_replaces_another(till: Station, ana: Cashier) -> None:
    till_reports.read_x(till, ana)
    for _ in range(2):
        print_queue.print_test(till)
    files = {paper_files.save_pdf(till, ana, card.id) for card in print_queue.jobs(till)}
    assert len(files) == len(list(folder_of(till).iterdir())) == 3
    assert folder_of(till) / "X-1.pdf" in files


def test_a_file_that_cannot_be_written_leaves_the_paper_in_the_queue(till: Station, ana: Cashier) -> None:
    sold = sell(till, general_cart(till, 1))
    folder_of(till).write_bytes(b"a file where the folder belongs")
    with pytest.raises(PaperNotSaved):
        paper_files.save_pdf(till, ana, sold.job_id)
    card = print_queue.job(till, sold.job_id)
    assert card is not None
    assert card.state is JobState.QUEUED


def test_a_file_has_only_the_papers_that_did_not_come_out(till: Station, ana: Cashier) -> None:
    sold = sell(till, general_cart(till, 2))
    printer = ScriptedPrinter([Delivery.PROVED, Delivery.PROVED, NO_BYTE_LEFT])  # drawer, invoice, first ticket
    assert [print_queue.print_next(till, printer, to_bytes) for _ in range(2)] == [Turn.PRINTED, Turn.BLOCKED]
    assert len(pages(paper_files.save_pdf(till, ana, sold.job_id))) == 2


def test_an_auditor_saves_nothing(till: Station, ana: Cashier) -> None:
    sold = sell(till, general_cart(till, 1))
    with pytest.raises(NotAllowed):
        paper_files.save_pdf(till, replace(ana, role=Role.AUDITOR), sold.job_id)
