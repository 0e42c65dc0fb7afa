"""The printing thread with the virtual printer, which behaves like a real one."""

import resource
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pos_app.services.documents import print_queue
from pos_app.services.documents.print_thread import PrintThread
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind, JobState
from printing.devices import FENCE, Delivery, NetworkPrinter, PrinterStatus, Timeouts
from printing.escpos_reader import read
from printing.virtual_printer import LOOPBACK, Fault, VirtualPrinter
from tests.builders import stations
from tests.builders.printer import ScriptedPrinter, to_bytes, virtual_printer
from tests.builders.stations import general_cart, sell

WAIT_S = 10.0


@dataclass(slots=True)
class DiskFiller:
    """A printer that prints and then fills the disk of the store."""

    wal: Path
    sent: int = 0

    def status(self) -> PrinterStatus:
        return PrinterStatus()

    def send(self, _payload: bytes) -> Delivery:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.wal.stat().st_size, hard))
        self.sent += 1
        return Delivery.PROVED


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with virtual_printer() as running:
        yield running


@pytest.fixture
def printing(till: Station, printer: VirtualPrinter) -> Iterator[Station]:
    """The till with its printing thread running."""
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


class MutePrinter:
    """A printer that takes every byte and answers nothing."""

    def __init__(self) -> None:
        self.received = bytearray()
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    @property
    def papers(self) -> int:
        return len(read(bytes(self.received)).papers)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection, suppress(OSError):
                    while data := connection.recv(4096):
                        self.received += data.replace(FENCE, b"")


def test_a_printer_that_answers_nothing_prints_all_the_same(till: Station) -> None:
    mute = MutePrinter()
    job = sell(till, general_cart(till, 2)).job_id
    device = NetworkPrinter(LOOPBACK, mute.port, Timeouts(status_s=0.05))
    thread = PrintThread(till, device, to_bytes, threading.Event())
    thread.start()
    until(lambda: mute.papers == 3)
    until(lambda: (card := print_queue.job(till, job)) is not None and card.state is JobState.UNKNOWN)  # on a form
    thread.stop()
    mute.stop()
    assert thread.status == PrinterStatus(one_way=True)


def test_a_paper_in_doubt_blocks_no_job_behind_it(till: Station) -> None:
    for _ in range(3):
        print_queue.print_test(till)
        stations.clock_of(till).advance(seconds=1)
    device = ScriptedPrinter([Delivery.UNPROVED, Delivery.UNPROVED])
    thread = PrintThread(till, device, to_bytes, threading.Event())
    thread.start()
    until(lambda: len(device.sent) == 3)
    thread.stop()
    states = sorted(card.state for card in print_queue.jobs(till))
    assert states == [JobState.PRINTED, JobState.UNKNOWN, JobState.UNKNOWN]


def until(condition: Callable[[], bool]) -> None:
    """Wait until the thread has fulfilled a condition."""
    looks, pause = int(WAIT_S * 100), threading.Event()
    assert any(condition() or pause.wait(0.01) for _ in range(looks))


def test_a_paper_whose_row_found_no_room_is_asked_about_and_the_thread_goes_on(
    till: Station, caplog: pytest.LogCaptureFixture, expect_log: Callable[[str], None]
) -> None:
    expect_log("the print queue waits")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    print_queue.print_test(till)
    device = DiskFiller(till.database.path.with_name("station.db-wal"))
    thread = PrintThread(till, device, to_bytes, threading.Event())
    thread.start()
    try:
        until(lambda: "the print queue waits" in caplog.text)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    until(lambda: print_queue.jobs(till)[0].state is JobState.UNKNOWN)
    thread.stop()
    assert device.sent == 1
