"""The printing thread with a printer that behaves like metal."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pos_app.services import print_queue
from pos_app.services.print_thread import PrintThread
from pos_app.station import Station
from pos_app.storage.print_jobs import JobKind, JobState
from printing.devices import NetworkPrinter, Timeouts
from printing.virtual_printer import LOOPBACK, Fault, VirtualPrinter
from tests.pos_app.services.printers import to_bytes
from tests.pos_app.stations import general_cart, sell

WAIT_S = 10.0


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    virtual = VirtualPrinter()
    virtual.start()
    yield virtual
    virtual.stop()


@pytest.fixture
def printing(till: Station, printer: VirtualPrinter) -> Iterator[Station]:
    """The till with its printing thread at work."""
    woken = threading.Event()
    awake = replace(till, wake=woken.set)
    device = NetworkPrinter(LOOPBACK, printer.port, Timeouts(proof_s=WAIT_S))
    thread = PrintThread(awake, device, to_bytes, woken)
    thread.start()
    yield awake
    thread.stop()


def test_a_sale_wakes_the_printer(printing: Station, printer: VirtualPrinter) -> None:
    sold = sell(printing, general_cart(printing, 2))
    papers = printer.wait_for_papers(3, WAIT_S)
    assert f"N° {sold.document.number:08d}" in papers[0].text
    assert [code for paper in papers[1:] for code in paper.codes] == [t.code for t in sold.sale.tickets]
    assert printer.drawer_kicks == 1


def test_what_waited_for_paper_comes_out_in_order(printing: Station, printer: VirtualPrinter) -> None:
    printer.switch(Fault.PAPER_OUT, on=True)
    numbers = [f"N° {sell(printing, general_cart(printing, 1)).document.number:08d}" for _ in range(3)]
    printer.switch(Fault.PAPER_OUT, on=False)
    papers = printer.wait_for_papers(6, WAIT_S)
    assert [number for paper in papers for number in numbers if number in paper.text][::2] == numbers


def test_a_stop_leaves_the_rest_for_the_next_start(till: Station, printer: VirtualPrinter) -> None:
    printer.switch(Fault.COVER_OPEN, on=True)
    sell(till, general_cart(till, 1))
    thread = PrintThread(till, NetworkPrinter(LOOPBACK, printer.port), to_bytes, threading.Event())
    thread.start()
    thread.stop()
    papers = [card for card in print_queue.jobs(till) if card.kind is not JobKind.DRAWER]
    assert {card.state for card in papers} <= {JobState.BLOCKED, JobState.QUEUED}
