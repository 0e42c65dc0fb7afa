"""Benchmark: time from the commit of a sale to the first byte at the printer, over the real thread and a socket."""

import socket
import sys
import threading
from dataclasses import replace
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figure import Figure, middle, percentile, report
from benchmarks.hall import MIXED, open_hall
from pos_app.services.documents import print_queue
from pos_app.services.documents.print_thread import PrintThread
from pos_app.services.selling import checkout
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from printing.devices import FENCE, NetworkPrinter
from printing.escpos_writer import write
from printing.printer_model import PrinterModel
from printing.virtual_printer import LOOPBACK, status_reply

SALES = 60
_STATUS = b"\x10\x04"


class Listener:
    """A printer that is always ready and records when the first byte of a job arrived."""

    def __init__(self) -> None:
        self._server = socket.create_server((LOOPBACK, 0))
        self.port = self._server.getsockname()[1]
        self.first_byte_at = 0.0
        self.arrived = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._server.accept()
            with connection:
                while data := connection.recv(65536):
                    self._answer(connection, data, perf_counter())

    def _answer(self, connection: socket.socket, data: bytes, at: float) -> None:
        if data.startswith(_STATUS):
            for question in data[2::3]:
                connection.send(bytes([status_reply(question, frozenset())]))
            return
        if not self.arrived.is_set():
            self.first_byte_at = at
            self.arrived.set()
        if data.endswith(FENCE):
            connection.send(b"\x00")


def main() -> None:
    """Measure and print."""
    hall = open_hall()
    listener = Listener()
    bell = threading.Event()
    station = replace(hall.station, wake=bell.set)
    thread = PrintThread(
        station, NetworkPrinter(LOOPBACK, listener.port), lambda printout: write(printout, PrinterModel()), bell
    )
    thread.start()
    waits = []
    for i in range(SALES):
        listener.arrived.clear()
        checkout.sell(station, hall.cashier, hall.seats(4 * i), MIXED)
        committed_at = perf_counter()
        assert listener.arrived.wait(10)
        waits.append((listener.first_byte_at - committed_at) * 1000)
        _wait_for_paper(station)
    thread.stop()
    value = middle(waits[5:])
    name = "commit to first byte at the printer (the drawer)"
    report([
        Figure(name, value, "ms", None, None, "<= 20 ms", "", value <= 20),
        Figure("commit to first byte at the printer, p95", percentile(waits[5:], 0.95), "ms"),
    ])  # fmt: skip


def _wait_for_paper(station: Station) -> None:
    """Wait until no job is left for the printer, so that the next sale is measured alone."""
    while any(job.state in {JobState.QUEUED, JobState.SENDING} for job in print_queue.jobs(station, 4)):
        continue


if __name__ == "__main__":
    main()
