"""The drawer opens while its customer is at the counter, or never."""

import pytest

from domain.money.money import Money
from domain.till.shifts import CashMove, CashMovement
from pos_app.services.documents import print_queue
from pos_app.services.documents.print_queue import Turn
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind, JobState
from printing.devices import Cause
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.builders.printer import NO_BYTE_LEFT, ScriptedPrinter
from tests.builders.stations import general_cart, sell
from tests.pos_app.services.documents.turns_of_the_spooler import sale_of, turn


def test_a_printer_that_comes_back_opens_no_drawer_for_customers_who_left(till: Station, clock: FakeClock) -> None:
    printer = ScriptedPrinter(cause=Cause.PAPER_OUT)
    sale_of(till, 1)
    assert turn(till, printer) is Turn.BLOCKED
    for _ in range(3):
        clock.advance(minutes=1)
        sell(till, general_cart(till, 1))
    clock.advance(seconds=11)
    printer.cause = None
    print_queue.release(till)
    while turn(till, printer) is Turn.PRINTED:
        pass
    assert [text for text in printer.texts if not text] == []
    assert len(printer.texts) == 8
    drawers = [card.state for card in print_queue.jobs(till) if card.kind is JobKind.DRAWER]
    assert drawers == [JobState.CANCELLED] * 3


@pytest.mark.parametrize("later", [{"seconds": 9}, {"seconds": 11}, {"hours": -1}])
def test_a_drawer_opens_within_ten_seconds_or_never(till: Station, clock: FakeClock, later: dict[str, int]) -> None:
    shifts.move_cash(till, stations.ana(till), CashMovement(CashMove.NO_SALE, Money.zero(), "cambio"))
    clock.advance(**later)
    printer = ScriptedPrinter()
    turn(till, printer)
    opened = later == {"seconds": 9}
    assert len(printer.sent) == opened
    assert [card.state for card in print_queue.jobs(till)] == [JobState.PRINTED if opened else JobState.CANCELLED]


def test_without_a_printer_an_old_drawer_is_shown_as_cancelled(till: Station, clock: FakeClock) -> None:
    sell(till, general_cart(till, 1))
    clock.advance(minutes=1)
    states = {card.kind: card.state for card in print_queue.jobs(till)}
    assert states == {JobKind.SALE: JobState.QUEUED, JobKind.DRAWER: JobState.CANCELLED}


def test_a_drawer_never_opens_late(till: Station) -> None:
    """Without a ready printer the drawer stays shut, and it does not open when the paper is back."""
    printer = ScriptedPrinter(cause=Cause.PAPER_OUT)
    shifts.move_cash(till, stations.ana(till), CashMovement(CashMove.NO_SALE, Money.zero(), "cambio"))
    turn(till, printer)
    printer.cause = None
    turn(till, printer)
    assert printer.sent == []
    assert [card.state for card in print_queue.jobs(till)] == [JobState.CANCELLED]


def test_a_drawer_that_no_byte_reached_is_cancelled_and_says_why(till: Station) -> None:
    shifts.move_cash(till, stations.ana(till), CashMovement(CashMove.NO_SALE, Money.zero(), "cambio"))
    printer = ScriptedPrinter(answers=[NO_BYTE_LEFT])
    assert turn(till, printer) is Turn.PRINTED
    turn(till, printer)
    assert printer.sent == []
    assert [(card.state, card.cause) for card in print_queue.jobs(till)] == [(JobState.CANCELLED, "refused")]


def test_an_older_copy_asks_for_its_papers_and_opens_no_drawer(till: Station) -> None:
    sell(till, general_cart(till, 1))
    with till.database.write() as tx:
        print_jobs.doubt_waiting(tx)
    states = {card.kind: card.state for card in print_queue.jobs(till)}
    assert states == {JobKind.SALE: JobState.UNKNOWN, JobKind.DRAWER: JobState.CANCELLED}
