"""Devices against printers that work, have faults, do not answer, answer late or cannot answer."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from domain.errors import Unavailable
from printing.devices import (
    FENCE,
    Cause,
    Delivery,
    Device,
    FilePrinter,
    NetworkPrinter,
    PrinterStatus,
    Timeouts,
    status_of,
)
from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.printer_model import PrinterModel
from printing.printout import Cut, Line, Printout
from printing.status_bytes import STATUS_REQUEST, AnswerStream
from printing.virtual_printer import LOOPBACK, Fault, VirtualPrinter

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


def test_a_printed_job_is_proved(printer: VirtualPrinter) -> None:
    assert device_of(printer, PATIENT).send(JOB) is Delivery.PROVED
    assert [paper.text for paper in printer.papers] == ["Entrada"]


def test_a_well_printer_is_ready(printer: VirtualPrinter) -> None:
    assert device_of(printer).status() == PrinterStatus()


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.PAPER_LOW, PrinterStatus(None, paper_low=True)),
        (Fault.PAPER_OUT, PrinterStatus(Cause.PAPER_OUT, paper_low=True)),
        (Fault.COVER_OPEN, PrinterStatus(Cause.COVER_OPEN)),
        (Fault.OFFLINE, PrinterStatus(Cause.OFFLINE)),
        (Fault.OFF, PrinterStatus(Cause.NO_ANSWER)),
    ],
)
def test_a_fault_is_told_with_its_cause(printer: VirtualPrinter, fault: Fault, status: PrinterStatus) -> None:
    printer.switch(fault, on=True)
    assert device_of(printer).status() == status
    printer.switch(fault, on=False)
    assert device_of(printer).status() == PrinterStatus()


def test_low_paper_still_proves_a_job(printer: VirtualPrinter) -> None:
    printer.switch(Fault.PAPER_LOW, on=True)
    assert device_of(printer, PATIENT).send(JOB) is Delivery.PROVED


def test_a_job_for_a_printer_without_paper_is_unproved_and_comes_out_with_the_new_roll(
    printer: VirtualPrinter,
) -> None:
    printer.switch(Fault.PAPER_OUT, on=True)
    assert device_of(printer).send(JOB) is Delivery.UNPROVED
    assert printer.papers == ()
    printer.switch(Fault.PAPER_OUT, on=False)
    assert [paper.text for paper in printer.wait_for_papers(1, WAIT_S)] == ["Entrada"]


def test_a_job_that_waits_for_the_new_roll_is_proved_when_it_comes_in_time(printer: VirtualPrinter) -> None:
    printer.switch(Fault.PAPER_OUT, on=True)
    with ThreadPoolExecutor(1) as spooler:
        job = spooler.submit(device_of(printer, PATIENT).send, JOB)
        assert printer.wait_for_held_job(WAIT_S)
        printer.switch(Fault.PAPER_OUT, on=False)
        assert job.result(WAIT_S) is Delivery.PROVED


def test_a_printer_that_is_off_is_unavailable_and_no_byte_has_left(printer: VirtualPrinter) -> None:
    printer.switch(Fault.OFF, on=True)
    with pytest.raises(Unavailable):
        device_of(printer).send(JOB)


def test_a_port_where_nobody_listens_is_unavailable() -> None:
    nobody = NetworkPrinter(LOOPBACK, free_port(), SHORT)
    assert nobody.status() == PrinterStatus(Cause.NO_ANSWER)
    with pytest.raises(Unavailable) as caught:
        nobody.send(JOB)
    assert caught.value.may_help


def test_a_job_that_was_in_the_printer_when_it_went_off_is_unproved_and_lost(printer: VirtualPrinter) -> None:
    printer.switch(Fault.PAPER_OUT, on=True)
    with ThreadPoolExecutor(1) as spooler:
        job = spooler.submit(device_of(printer, PATIENT).send, JOB)
        assert printer.wait_for_held_job(WAIT_S)
        printer.switch(Fault.OFF, on=True)
        assert job.result(WAIT_S) is Delivery.UNPROVED
    printer.switch(Fault.PAPER_OUT, on=False)
    printer.switch(Fault.OFF, on=False)
    assert device_of(printer, PATIENT).send(JOB) is Delivery.PROVED
    assert len(printer.papers) == 1


def test_a_socket_that_takes_bytes_and_says_nothing_proves_nothing() -> None:
    with scripted_printer(read_all) as mute:
        assert mute.send(JOB) is Delivery.UNPROVED
    with scripted_printer(read_all) as mute:
        assert mute.status() == PrinterStatus(Cause.NO_ANSWER)


def test_a_connection_cut_in_the_middle_of_a_job_is_unproved() -> None:
    def hang_up(connection: socket.socket) -> None:
        connection.recv(4)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    with scripted_printer(hang_up) as cut:
        assert cut.send(JOB * 50_000) is Delivery.UNPROVED


def test_a_slow_reply_within_the_time_is_a_proof() -> None:
    def answer_late(connection: socket.socket) -> None:
        received = b""
        while not received.endswith(FENCE):
            received += connection.recv(4096)
        threading.Event().wait(SHORT.proof_s / 3)
        connection.sendall(b"\x00")

    with scripted_printer(answer_late) as slow:
        assert slow.send(JOB) is Delivery.PROVED


def test_a_status_pushed_by_itself_is_not_taken_for_a_proof() -> None:
    def push(connection: socket.socket) -> None:
        connection.sendall(b"\x14")
        read_all(connection)

    with scripted_printer(push) as chatty:
        assert chatty.send(JOB) is Delivery.UNPROVED


def test_something_else_that_answers_on_the_port_is_not_ready() -> None:
    def greet(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 400")
        read_all(connection)

    with scripted_printer(greet) as web_server:
        assert web_server.status() == PrinterStatus(Cause.UNKNOWN)


def test_each_job_and_question_closes_its_connection() -> None:
    closed = threading.Event()

    def watch(connection: socket.socket) -> None:
        read_all(connection)
        closed.set()

    with scripted_printer(watch) as printer:
        printer.send(JOB)
        assert closed.wait(WAIT_S)


@pytest.mark.parametrize(
    ("replies", "status"),
    [
        ([0x16, 0x12, 0x12], PrinterStatus()),
        ([0x12, 0x12, 0x12], PrinterStatus()),
        ([0x16, 0x12, 0x1E], PrinterStatus(None, paper_low=True)),
        ([0x1E, 0x32, 0x7E], PrinterStatus(Cause.PAPER_OUT, paper_low=True)),
        ([0x1E, 0x16, 0x12], PrinterStatus(Cause.COVER_OPEN)),
        ([0x1E, 0x12, 0x12], PrinterStatus(Cause.OFFLINE)),
        ([0xFF, 0xFF, 0xFF], PrinterStatus(Cause.UNKNOWN)),
        ([0x00, 0x00, 0x00], PrinterStatus(Cause.UNKNOWN)),
    ],
)
def test_status_bytes_are_judged_as_the_manual_says(replies: list[int], status: PrinterStatus) -> None:
    assert status_of(replies) == status


def test_a_file_takes_the_bytes_and_proves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    path.touch()
    device: Device = FilePrinter(path)
    assert device.status().ready
    assert device.send(JOB) is Delivery.UNPROVABLE
    assert device.send(JOB) is Delivery.UNPROVABLE
    assert path.read_bytes() == JOB * 2


def test_an_unplugged_file_printer_is_unavailable_and_is_not_made(tmp_path: Path) -> None:
    gone = FilePrinter(tmp_path / "lp0")
    assert gone.status() == PrinterStatus(Cause.NO_ANSWER)
    with pytest.raises(Unavailable):
        gone.send(JOB)
    assert not gone.path.exists()


def test_a_file_printer_that_stops_taking_bytes_leaves_the_job_unproved(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    stuck = FilePrinter(path, Timeouts(send_s=0.1))
    assert stuck.status() == PrinterStatus(Cause.NO_ANSWER)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert stuck.send(b"x" * 1_000_000) is Delivery.UNPROVED
        with pytest.raises(Unavailable):
            stuck.send(JOB)
    finally:
        os.close(reader)


ONE_WAY = PrinterStatus(one_way=True)
ASB_PACKET = b"\x14\x00\x00\x0f"


@pytest.mark.parametrize("byte", [b"", b"\x00", b"\x16", b"\xff", b"\x1e"])
def test_a_printer_that_has_no_status_becomes_one_way_after_some_looks(byte: bytes) -> None:
    with clone(lambda data: byte * data.count(STATUS_REQUEST)) as (printer, received):
        first, *_, last = looks(printer, 5)
        assert not first.ready
        assert last == ONE_WAY
        assert printer.send(JOB) is Delivery.UNPROVABLE
    assert papers_of(received) == ["Entrada"]
    assert FENCE not in b"".join(received)


def test_a_printer_that_answered_once_and_is_silent_is_in_trouble_and_not_one_way() -> None:
    silent = threading.Event()
    with clone(lambda data: b"" if silent.is_set() else well(data)) as (printer, _):
        assert printer.status() == PrinterStatus()
        silent.set()
        assert set(looks(printer, 7)) == {PrinterStatus(Cause.NO_ANSWER)}


def test_a_printer_that_nobody_reaches_never_becomes_one_way() -> None:
    assert set(looks(NetworkPrinter(LOOPBACK, free_port(), BRISK), 7)) == {PrinterStatus(Cause.NO_ANSWER)}


@pytest.mark.parametrize("greeting", [b"HTTP/1.1 400", b"HTTP/1.1 200 OK", b"220 ready"])
def test_text_of_something_else_never_becomes_a_one_way_printer(greeting: bytes) -> None:
    with clone(lambda _: b"", greeting) as (web_server, _):
        assert set(looks(web_server, 7)) == {PrinterStatus(Cause.UNKNOWN)}


def test_a_web_server_that_waited_for_its_request_is_no_proof_of_a_paper() -> None:
    with clone(lambda data: b"HTTP/1.1 400 Bad Request" if b"Entrada" in data else b"") as (web_server, _):
        assert looks(web_server, 5)[-1] == ONE_WAY
        assert web_server.send(JOB) is Delivery.UNPROVED


def test_a_printer_that_lacks_the_fence_is_ready_and_its_papers_count_as_printed() -> None:
    with clone(well) as (printer, received):
        assert printer.status() == PrinterStatus()
        assert [printer.send(JOB), printer.send(JOB)] == [Delivery.UNPROVABLE] * 2
    assert papers_of(received) == ["Entrada", "Entrada"]


def test_a_printer_that_was_busy_at_the_first_looks_proves_its_jobs_later() -> None:
    busy = threading.Event()
    busy.set()
    with clone(lambda data: well(data) + (b"\x00" if FENCE in data and not busy.is_set() else b"")) as (printer, _):
        assert printer.status().ready
        assert printer.send(JOB) is Delivery.UNPROVABLE
        busy.clear()
        assert [printer.send(JOB), printer.send(JOB)] == [Delivery.PROVED] * 2
        busy.set()
        assert printer.send(JOB) is Delivery.UNPROVED


def test_a_printer_without_the_fence_that_has_trouble_after_a_job_leaves_it_in_doubt() -> None:
    def out_of_paper_by_the_job(data: bytes) -> bytes:
        used_up.set() if b"Entrada" in data else None
        return (
            b"\x7e" * data.count(STATUS_REQUEST + b"\x04") if used_up.is_set() and b"\x04\x04" in data else well(data)
        )

    used_up = threading.Event()
    with clone(out_of_paper_by_the_job) as (printer, _):
        assert printer.status().ready
        assert printer.send(JOB) is Delivery.UNPROVED


def test_a_printer_that_answers_its_first_question_alone_is_judged_by_that() -> None:
    with clone(lambda data: b"\x16" if data == STATUS_REQUEST + b"\x01" else b"") as (printer, _):
        assert printer.status().ready
    with clone(lambda data: b"\x1e" if data == STATUS_REQUEST + b"\x01" else b"") as (offline, _):
        assert offline.status() == PrinterStatus(Cause.OFFLINE)


def test_status_sent_unasked_is_neither_an_answer_nor_a_proof() -> None:
    def chatter(data: bytes) -> bytes:
        return ASB_PACKET + well(data)

    with clone(chatter, ASB_PACKET) as (printer, _):
        assert printer.status() == PrinterStatus()
    with clone(lambda data: ASB_PACKET + (b"\x00" if FENCE in data else b""), ASB_PACKET) as (printer, _):
        assert printer.send(JOB) is Delivery.PROVED
    with clone(lambda _: ASB_PACKET, ASB_PACKET) as (printer, _):
        assert printer.send(JOB) is Delivery.UNPROVED


def test_a_packet_of_status_may_arrive_in_pieces() -> None:
    stream = AnswerStream()
    assert [stream.take(piece) for piece in (b"\x14\x00", b"\x00\x0f\x12", b"\x00")] == [b"", b"\x12", b"\x00"]


def test_a_printer_set_to_one_way_is_never_asked() -> None:
    with clone(lambda _: b"\x00") as (answering, received):
        printer = NetworkPrinter(answering.host, answering.port, BRISK, one_way=True)
        assert printer.status() == ONE_WAY
        assert printer.send(JOB) is Delivery.UNPROVABLE
    assert papers_of(received) == ["Entrada"]
    assert not any(asked in b"".join(received) for asked in (STATUS_REQUEST, FENCE))
    gone = NetworkPrinter(LOOPBACK, free_port(), BRISK, one_way=True)
    assert gone.status() == PrinterStatus(Cause.NO_ANSWER)
    with pytest.raises(Unavailable):
        gone.send(JOB)
