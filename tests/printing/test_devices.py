"""Devices against printers that work, have faults, do not answer, answer late or cannot answer."""

import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.errors import Unavailable
from printing.devices import (
    FENCE,
    Cause,
    Delivery,
    Device,
    NetworkPrinter,
    PrinterStatus,
    Timeouts,
    status_of,
)
from printing.file_printer import FilePrinter
from printing.virtual_printer import LOOPBACK, Fault, VirtualPrinter
from tests.printing.odd_printers import (
    JOB,
    PATIENT,
    SHORT,
    WAIT_S,
    device_of,
    free_port,
    read_all,
    scripted_printer,
)


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
    opened = [entry.readlink() for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    assert path not in opened


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
