"""The spooler: each job is printed once, and a person settles an unknown outcome."""

from contextlib import closing
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from domain.ids import JobId
from domain.people.staff import Cashier, NotAllowed, Role
from pos_app import startup
from pos_app.services.documents import documents, print_queue
from pos_app.services.documents.print_queue import Turn
from pos_app.services.proof.verify import verify
from pos_app.services.till import clock_guard, till_reports
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind, JobState
from printing.devices import Cause, Delivery, PrinterStatus
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.builders.printer import NO_BYTE_LEFT, ScriptedPrinter, to_bytes
from tests.builders.stations import general_cart, sell
from tests.pos_app.services.documents.turns_of_the_spooler import UNPROVED, sale_of, state, turn
from tests.pos_app.snapshots import changed, digests, kinds


def test_a_sale_becomes_its_invoice_and_its_tickets(till: Station) -> None:
    sold, printer = sale_of(till, 2), ScriptedPrinter()
    assert [turn(till, printer), turn(till, printer)] == [Turn.PRINTED, Turn.IDLE]
    assert "N° 00000001" in printer.texts[0]
    assert len(printer.texts) == 3
    assert all("Concierto" in text for text in printer.texts[1:])
    assert state(till, sold) == (JobState.PRINTED, 3)


def test_paper_that_came_out_is_a_fact(till: Station) -> None:
    sold = sale_of(till, 1)
    turn(till, ScriptedPrinter())
    assert kinds(till)[-1] == "paper_settled/1"
    assert documents.find(till, "")[0].paper == "printed"
    assert print_queue.job(till, sold.job_id) == print_queue.jobs(till)[0]


def test_a_printer_that_is_not_ready_holds_the_job_and_says_why(till: Station) -> None:
    sold, printer = sale_of(till, 1), ScriptedPrinter(cause=Cause.PAPER_OUT)
    assert turn(till, printer) is Turn.BLOCKED
    card = print_queue.jobs(till)[0]
    assert (card.state, card.cause, card.done) == (JobState.BLOCKED, "paper_out", 0)
    assert (printer.sent, state(till, sold)[0]) == ([], JobState.BLOCKED)


def test_a_blocked_job_is_tried_again_after_waits_that_grow(till: Station, clock: FakeClock) -> None:
    sale_of(till, 1)
    printer = ScriptedPrinter(cause=Cause.COVER_OPEN)
    for wait_s in (1, 2, 5, 10, 10):
        assert turn(till, printer) is Turn.BLOCKED
        clock.advance(seconds=wait_s - 1)
        assert turn(till, printer) is Turn.IDLE
        clock.advance(seconds=1)


def test_a_released_job_is_tried_at_once(till: Station) -> None:
    sold, printer = sale_of(till, 1), ScriptedPrinter(cause=Cause.PAPER_OUT)
    turn(till, printer)
    printer.cause = None
    assert turn(till, printer) is Turn.IDLE
    print_queue.release(till)
    assert turn(till, printer) is Turn.PRINTED
    assert state(till, sold)[0] is JobState.PRINTED


def test_no_job_overtakes_a_blocked_one(till: Station, clock: FakeClock) -> None:
    """Forms carry pre-printed control numbers: a document on the form of another one spoils two forms."""
    first, printer = sale_of(till, 1, "000000000001"), ScriptedPrinter(cause=Cause.PAPER_OUT)
    turn(till, printer)
    second = sale_of(till, 1, "000000000002")
    clock.advance(seconds=-1)
    printer.cause = None
    assert turn(till, printer) is Turn.IDLE
    clock.advance(seconds=2)
    assert [turn(till, printer), turn(till, printer)] == [Turn.PRINTED, Turn.PRINTED]
    assert [f"N° {sold.document.number:08d}" in text for sold in (first, second) for text in printer.texts] == [
        *(True, True, False, False),
        *(False, False, True, True),
    ]


def test_a_job_that_no_byte_of_left_is_blocked_where_it_was(till: Station, clock: FakeClock) -> None:
    sold, printer = sale_of(till, 2), ScriptedPrinter([Delivery.PROVED, NO_BYTE_LEFT])
    assert turn(till, printer) is Turn.BLOCKED
    assert state(till, sold) == (JobState.BLOCKED, 1)
    clock.advance(seconds=1)
    assert turn(till, printer) is Turn.PRINTED
    assert len(printer.sent) == 3


def test_what_was_not_proved_is_never_sent_again_by_itself(till: Station, clock: FakeClock) -> None:
    sold, printer = sale_of(till, 2), ScriptedPrinter([Delivery.PROVED, UNPROVED])
    assert turn(till, printer) is Turn.ASKING
    assert state(till, sold) == (JobState.UNKNOWN, 3)
    for _ in range(5):
        clock.advance(minutes=1)
        print_queue.release(till)
        assert turn(till, printer) is Turn.IDLE
    assert len(set(printer.texts)) == len(printer.sent) == 3


def test_the_papers_after_a_doubtful_one_come_out_at_once(till: Station, ana: Cashier) -> None:
    sold, printer = sale_of(till, 2), ScriptedPrinter([UNPROVED, Delivery.PROVED, UNPROVED])
    assert turn(till, printer) is Turn.ASKING
    assert [card.doubts for card in print_queue.jobs(till) if card.id == sold.job_id] == [(0, 2)]
    print_queue.settle(till, ana, sold.job_id, seen=True)
    assert state(till, sold) == (JobState.UNKNOWN, 3)
    print_queue.settle(till, ana, sold.job_id, seen=True)
    assert state(till, sold) == (JobState.PRINTED, 3)
    assert turn(till, printer) is Turn.IDLE


def test_a_printer_that_fails_after_a_doubtful_paper_keeps_the_question(till: Station, clock: FakeClock) -> None:
    sold = sale_of(till, 2)
    printer = ScriptedPrinter([UNPROVED, NO_BYTE_LEFT])
    assert turn(till, printer) is Turn.BLOCKED
    clock.advance(seconds=10)
    assert turn(till, printer) is Turn.ASKING
    assert [card.doubts for card in print_queue.jobs(till) if card.id == sold.job_id] == [(0,)]
    assert len(set(printer.texts)) == len(printer.sent) == 3


def test_documents_on_forms_come_out_of_the_printer_that_is_marked_for_them_and_nothing_else_does(
    till: Station, ana: Cashier
) -> None:
    others, marked = ScriptedPrinter(), ScriptedPrinter()
    forms = print_queue.Printer(marked, to_bytes)
    sold = sale_of(till, 2)
    documents.reprint(till, ana, sold.document.id)
    till_reports.read_x(till, ana)
    while print_queue.print_next(till, others, to_bytes, forms) is Turn.PRINTED:
        pass
    assert [sold.document.control_number in text for text in marked.texts] == [True]
    assert sum("COPIA" in text for text in others.texts) == 3
    assert sum(ticket.code in text for text in others.texts for ticket in sold.sale.tickets) == 4
    marked.cause = Cause.PAPER_OUT
    sale_of(till, 1, "000000000002")
    while (last := print_queue.print_next(till, others, to_bytes, forms)) is Turn.PRINTED:
        pass
    assert (last, len(marked.sent)) == (Turn.BLOCKED, 1)


def test_what_nobody_proves_counts_as_sent(till: Station, ana: Cashier) -> None:
    sold, printer = sale_of(till, 1), ScriptedPrinter(otherwise=Delivery.UNPROVABLE)
    assert turn(till, printer) is Turn.ASKING  # the invoice is on a form
    print_queue.settle(till, ana, sold.job_id, seen=True)
    documents.reprint(till, ana, sold.document.id)
    assert turn(till, printer) is Turn.PRINTED
    card = next(card for card in print_queue.jobs(till) if card.copy_no)
    assert (card.state, card.cause) == (JobState.PRINTED, "sent")
    assert documents.find(till, "")[0].paper == "printed"  # somebody saw it


def test_a_paper_in_the_hand_is_not_printed_again_and_the_rest_goes_on(till: Station, ana: Cashier) -> None:
    sold, printer = sale_of(till, 2), ScriptedPrinter([Delivery.PROVED, UNPROVED])
    assert turn(till, printer) is Turn.ASKING
    print_queue.settle(till, ana, sold.job_id, seen=True)
    assert turn(till, printer) is Turn.IDLE
    assert len(printer.texts) == 3
    assert len(set(printer.texts)) == 3
    assert not any("COPIA" in text for text in printer.texts)


def test_a_missing_paper_comes_as_a_counted_copy_of_that_paper_only(till: Station, ana: Cashier) -> None:
    sold, printer = sale_of(till, 3), ScriptedPrinter([Delivery.PROVED, UNPROVED])
    turn(till, printer)
    print_queue.settle(till, ana, sold.job_id, seen=False)
    assert [turn(till, printer) for _ in range(2)] == [Turn.PRINTED, Turn.IDLE]
    codes = [ticket.code for ticket in sold.sale.tickets]
    assert ["COPIA" in text for text in printer.texts] == [False, False, False, False, True]
    assert [code for code in codes if code in printer.texts[4]] == [codes[0]]
    assert [code for text in printer.texts[2:4] for code in codes if code in text] == codes[1:]
    assert documents.find(till, "")[0].copies == 1
    assert verify(till).ok


def test_a_copy_of_a_missing_paper_is_counted_after_the_copies_before_it(till: Station, ana: Cashier) -> None:
    sold, printer = sale_of(till, 1), ScriptedPrinter([Delivery.PROVED, UNPROVED])
    turn(till, printer)
    for _ in range(2):
        documents.reprint(till, ana, sold.document.id)
    print_queue.settle(till, ana, sold.job_id, seen=False)
    while turn(till, printer) is Turn.PRINTED:
        pass
    assert documents.find(till, "")[0].copies == 3
    assert "COPIA 3" in printer.texts[-1]
    assert verify(till).ok


def test_the_last_paper_settled_ends_the_job(till: Station, ana: Cashier) -> None:
    sold, printer = sale_of(till, 1), ScriptedPrinter([Delivery.PROVED, UNPROVED])
    turn(till, printer)
    print_queue.settle(till, ana, sold.job_id, seen=True)
    assert state(till, sold)[0] is JobState.PRINTED
    assert turn(till, printer) is Turn.IDLE


def test_a_question_is_answered_once(till: Station, ana: Cashier) -> None:
    sold, printer = sale_of(till, 1), ScriptedPrinter([Delivery.PROVED, UNPROVED])
    turn(till, printer)
    print_queue.settle(till, ana, sold.job_id, seen=False)
    before = digests(till)
    print_queue.settle(till, ana, sold.job_id, seen=False)
    assert changed(before, digests(till)) == set()


def test_an_auditor_settles_nothing(till: Station, ana: Cashier) -> None:
    sold = sale_of(till, 1)
    turn(till, ScriptedPrinter([UNPROVED]))
    auditor = replace(ana, role=Role.AUDITOR)
    with pytest.raises(NotAllowed):
        print_queue.settle(till, auditor, sold.job_id, seen=True)


@dataclass(slots=True)
class PowerCut(BaseException):
    """Ends the program while it sends."""


class DyingPrinter(ScriptedPrinter):
    def send(self, payload: bytes) -> Delivery:
        super().send(payload)
        raise PowerCut


def test_a_power_cut_while_sending_leaves_a_question_and_no_second_paper(till: Station) -> None:
    sold = sale_of(till, 2)
    with pytest.raises(PowerCut):
        turn(till, DyingPrinter())
    till.database.close()
    again = startup.open_station(till.database.path.parent, stations.keys(), stations.surroundings())
    with closing(again.database):
        (card,) = print_queue.recover(again)
        assert (card.id, card.state, card.cause, card.subject) == (
            *(sold.job_id, JobState.QUEUED, "interrupted", "A-00000001"),
        )
        printer = ScriptedPrinter()
        assert turn(again, printer) is Turn.ASKING
        assert ["FACTURA" in text for text in printer.texts] == [False, False]
        assert len(set(printer.texts)) == 2
        assert turn(again, printer) is Turn.IDLE


def test_nothing_is_asked_after_an_orderly_end(till: Station) -> None:
    sale_of(till, 1)
    turn(till, ScriptedPrinter())
    assert print_queue.recover(till) == ()


def test_a_copy_says_so_and_carries_every_paper(till: Station, ana: Cashier) -> None:
    sold, printer = sale_of(till, 1), ScriptedPrinter()
    turn(till, printer)
    assert [documents.reprint(till, ana, sold.document.id) for _ in range(2)] == [1, 2]
    turn(till, printer)
    assert ["COPIA" in text for text in printer.texts] == [False, False, True, True]
    assert kinds(till).count("paper_settled/1") == 1


def test_drawer_reports_and_test_page_are_jobs_too(till: Station, ana: Cashier) -> None:
    printer = ScriptedPrinter()
    sell(till, general_cart(till, 1))
    till_reports.read_x(till, ana)
    stations.clock_of(till).advance(seconds=1)
    print_queue.print_test(till)
    assert [turn(till, printer) for _ in range(5)] == [Turn.PRINTED] * 4 + [Turn.IDLE]
    assert printer.texts[0] == ""
    assert "PRUEBA DE IMPRESORA" in printer.texts[-1]
    assert "áéíóú" in printer.texts[-1]
    subjects = {card.kind: card.subject for card in print_queue.jobs(till)}
    assert subjects == {JobKind.SALE: "A-00000001", JobKind.REPORT: "X 1", JobKind.DRAWER: "", JobKind.TEST: ""}


def test_jobs_that_need_somebody_come_first(till: Station) -> None:
    first = sale_of(till, 1, "000000000001")
    turn(till, ScriptedPrinter([Delivery.PROVED, UNPROVED]))
    sale_of(till, 1, "000000000002")
    assert print_queue.jobs(till)[0].id == first.job_id


def test_an_unknown_job_has_no_card(station: Station) -> None:
    assert print_queue.job(station, JobId(UUID(int=5))) is None
    assert ScriptedPrinter().status() == PrinterStatus()


@pytest.mark.parametrize("back_s", [90, 5 * 3600])
def test_paper_comes_at_once_although_the_clock_is_behind_the_last_document(
    till: Station, clock: FakeClock, rosa: Cashier, back_s: int
) -> None:
    sale_of(till, 1)
    clock.advance(seconds=-back_s)
    clock_guard.accept_clock(till, rosa)
    printer = ScriptedPrinter()
    sale_of(till, 1, "000000000002")
    till_reports.read_x(till, rosa)
    assert [turn(till, printer) for _ in range(4)] == [Turn.PRINTED, Turn.PRINTED, Turn.PRINTED, Turn.IDLE]


def test_papers_keep_the_order_of_their_documents_although_all_carry_one_instant(
    till: Station, clock: FakeClock, rosa: Cashier
) -> None:
    sale_of(till, 1)
    clock.advance(hours=-5)
    clock_guard.accept_clock(till, rosa)
    numbers = [sale_of(till, 1, f"00000000010{i}").document.number for i in range(8)]
    printer = ScriptedPrinter()
    while turn(till, printer) is Turn.PRINTED:
        pass
    invoices = printer.texts[::2]
    assert [int(text.split("N° ")[1][:8]) for text in invoices] == [1, *numbers]


def test_a_blocked_job_is_tried_soon_although_the_clock_was_moved_back(till: Station, clock: FakeClock) -> None:
    sale_of(till, 1)
    assert turn(till, ScriptedPrinter(cause=Cause.PAPER_OUT)) is Turn.BLOCKED
    clock.advance(hours=-5)
    assert turn(till, ScriptedPrinter()) is Turn.PRINTED
