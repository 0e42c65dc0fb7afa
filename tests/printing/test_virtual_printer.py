"""The virtual printer behaves as a real one does."""

import socket
import threading
from contextlib import closing

from printing.devices import Delivery, NetworkPrinter
from printing.escpos_writer import write
from printing.paper import Paper, Run, TextLine
from printing.printer_model import PrinterModel
from printing.printout import Align, Cut, KickDrawer, Line, PaperWidth, Printout, Style
from printing.virtual_printer import LOOPBACK, Fault, VirtualPrinter

WAIT_S = 10.0
TWO_PAPERS = write(Printout((Line("uno"), Cut(), Line("dos"), Cut())), PrinterModel())


def raw_connection(printer: VirtualPrinter) -> socket.socket:
    return socket.create_connection((LOOPBACK, printer.port), WAIT_S)


def test_each_paper_is_announced_when_it_is_complete() -> None:
    announced: list[Paper] = []
    printer = VirtualPrinter(PaperWidth.MM58, announced.append)
    printer.start()
    assert NetworkPrinter(LOOPBACK, printer.port).send(TWO_PAPERS) is Delivery.PROVED
    printer.stop()
    assert [paper.text for paper in announced] == ["uno", "dos"]
    assert printer.papers == tuple(announced)


def test_the_status_is_answered_in_the_middle_of_a_job(printer: VirtualPrinter) -> None:
    with closing(raw_connection(printer)) as connection:
        connection.sendall(b"\x1b@Entra\x10\x04\x01")
        assert connection.recv(1) == b"\x16"
        connection.sendall(b"da\n\x1dV\x00\x1dr\x01")
        assert connection.recv(1) == b"\x00"
    assert [paper.text for paper in printer.papers] == ["Entrada"]


def test_a_command_may_arrive_byte_by_byte(printer: VirtualPrinter) -> None:
    with closing(raw_connection(printer)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in TWO_PAPERS + b"\x1dr\x01":
            connection.sendall(bytes([byte]))
        assert connection.recv(1) == b"\x00"
    assert [paper.text for paper in printer.papers] == ["uno", "dos"]


def test_what_a_sender_left_unfinished_comes_out_uncut(printer: VirtualPrinter) -> None:
    with closing(raw_connection(printer)) as connection:
        connection.sendall(b"medio")
    (paper,) = printer.wait_for_papers(1, WAIT_S)
    assert (paper.text, paper.cut) == ("medio", False)


def test_two_faults_must_both_be_mended(printer: VirtualPrinter) -> None:
    printer.switch(Fault.PAPER_OUT, on=True)
    printer.switch(Fault.COVER_OPEN, on=True)
    with closing(raw_connection(printer)) as connection:
        connection.sendall(TWO_PAPERS + b"\x1dr\x01")
        printer.switch(Fault.PAPER_OUT, on=False)
        assert printer.papers == ()
        printer.switch(Fault.COVER_OPEN, on=False)
        assert connection.recv(1) == b"\x00"
    assert len(printer.papers) == 2


def test_off_and_on_again_keeps_the_port_and_the_papers(printer: VirtualPrinter) -> None:
    port = printer.port
    NetworkPrinter(LOOPBACK, port).send(TWO_PAPERS)
    printer.switch(Fault.OFF, on=True)
    printer.switch(Fault.OFF, on=True)
    assert printer.faults == {Fault.OFF}
    printer.switch(Fault.OFF, on=False)
    assert printer.port == port
    assert NetworkPrinter(LOOPBACK, port).send(TWO_PAPERS) is Delivery.PROVED
    assert len(printer.papers) == 4


def test_off_and_on_again_begins_with_plain_text(printer: VirtualPrinter) -> None:
    """Centred, bold and in double width is what a job asked for before the power was lost."""
    with closing(raw_connection(printer)) as connection:
        connection.sendall(b"\x1b@\x1ba\x01\x1bE\x01\x1d!\x11antes\n\x1dr\x01")
        assert connection.recv(1)
    printer.switch(Fault.OFF, on=True)
    printer.switch(Fault.OFF, on=False)
    with closing(raw_connection(printer)) as connection:
        connection.sendall(b"abajo\n\x1dV\x00\x1dr\x01")
        assert connection.recv(1) == b"\x00"
    before, after = printer.papers
    large = TextLine((Run("antes", Style(bold=True, tall=True, wide=True)),), Align.CENTER)
    assert (before.marks, before.cut) == ((large,), False)
    assert after.marks == (TextLine((Run("abajo", Style()),), Align.LEFT),)


def test_the_drawer_is_counted(printer: VirtualPrinter) -> None:
    NetworkPrinter(LOOPBACK, printer.port).send(write(Printout((KickDrawer(),)), PrinterModel()))
    assert printer.drawer_kicks == 1


def test_stopping_leaves_no_thread() -> None:
    printer = VirtualPrinter()
    printer.start()
    with closing(raw_connection(printer)):
        printer.stop()
    assert [thread for thread in threading.enumerate() if thread.name == "virtual-printer"] == []
