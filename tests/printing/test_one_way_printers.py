"""Devices that answer nothing or otherwise: when they count as one-way, and what proves a paper."""

import threading

import pytest

from domain.errors import Unavailable
from printing.devices import (
    FENCE,
    Cause,
    Delivery,
    NetworkPrinter,
    PrinterStatus,
)
from printing.status_bytes import STATUS_REQUEST, AnswerStream
from printing.virtual_printer import LOOPBACK
from tests.printing.odd_printers import BRISK, JOB, clone, free_port, looks, papers_of, well

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
