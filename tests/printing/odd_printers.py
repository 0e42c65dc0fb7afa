"""Printers that work, have faults, do not answer, answer late or answer in a way of their own."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from printing.devices import (
    FENCE,
    NetworkPrinter,
    PrinterStatus,
    Timeouts,
)
from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.printer_model import PrinterModel
from printing.printout import Cut, Line, Printout
from printing.status_bytes import STATUS_REQUEST
from printing.virtual_printer import LOOPBACK, VirtualPrinter

SHORT = Timeouts(connect_s=1.0, status_s=0.2, send_s=1.0, proof_s=0.3)


PATIENT = Timeouts(proof_s=10.0)


BRISK = Timeouts(connect_s=1.0, status_s=0.05, send_s=1.0, proof_s=0.2, probe_s=0.05)


WAIT_S = 10.0


JOB = write(Printout((Line("Entrada"), Cut())), PrinterModel())


def device_of(printer: VirtualPrinter, timeouts: Timeouts = SHORT) -> NetworkPrinter:
    return NetworkPrinter(LOOPBACK, printer.port, timeouts)


@contextmanager
def scripted_printer(script: Callable[[socket.socket], None]) -> Iterator[NetworkPrinter]:
    """A printer that serves one connection with the script."""

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                script(connection)

    with closing(socket.create_server((LOOPBACK, 0))) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield NetworkPrinter(LOOPBACK, listener.getsockname()[1], SHORT)
        listener.close()
        thread.join(WAIT_S)


@contextmanager
def clone(answer: Callable[[bytes], bytes], greeting: bytes = b"") -> Iterator[tuple[NetworkPrinter, list[bytes]]]:
    """A printer that answers every request in its own way, and the bytes of each of its connections."""
    received: list[bytes] = []

    def serve(connection: socket.socket, place: int) -> None:
        with connection, suppress(OSError):
            connection.sendall(greeting)
            while data := connection.recv(4096):
                received[place] += data
                connection.sendall(answer(data))

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                received.append(b"")
                threading.Thread(target=serve, args=(connection, len(received) - 1), daemon=True).start()

    with closing(socket.create_server((LOOPBACK, 0))) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield NetworkPrinter(LOOPBACK, listener.getsockname()[1], BRISK), received
        listener.shutdown(socket.SHUT_RDWR)


def well(data: bytes) -> bytes:
    """The answers of a printer without trouble to the status requests in `data`."""
    return b"\x12" * data.count(STATUS_REQUEST)


def papers_of(received: list[bytes]) -> list[str]:
    return [paper.text for stream in received for paper in read(stream.replace(FENCE, b"")).papers]


def looks(printer: NetworkPrinter, count: int) -> list[PrinterStatus]:
    return [printer.status() for _ in range(count)]


def free_port() -> int:
    with closing(socket.create_server((LOOPBACK, 0))) as listener:
        port: int = listener.getsockname()[1]
        return port


def read_all(connection: socket.socket) -> None:
    while connection.recv(4096):
        pass
