"""The demo's roll ends after the set number of papers, however slow the machine is."""

from collections.abc import Iterator

import pytest

from pos_app.demo.roll import Roll
from printing.devices import Cause, Delivery, NetworkPrinter, PrinterStatus
from printing.escpos_writer import write
from printing.printer_model import PrinterModel
from printing.printout import Cut, KickDrawer, Line, Printout
from printing.virtual_printer import LOOPBACK, VirtualPrinter

PAPER = write(Printout((Line("entrada"), Cut())), PrinterModel())
DRAWER = write(Printout((KickDrawer(),)), PrinterModel())


@pytest.fixture
def roll() -> Iterator[Roll]:
    printer = VirtualPrinter()
    printer.start()
    yield Roll(printer, NetworkPrinter(LOOPBACK, printer.port))
    printer.stop()


def test_the_last_paper_is_proved_and_the_next_finds_no_paper(roll: Roll) -> None:
    roll.send(PAPER)
    roll.ends_after(2)
    assert [roll.send(PAPER), roll.status().ready, roll.send(PAPER)] == [Delivery.PROVED, True, Delivery.PROVED]
    assert (roll.status().cause, roll.papers) == (Cause.PAPER_OUT, 3)


def test_an_open_drawer_takes_no_paper(roll: Roll) -> None:
    roll.ends_after(1)
    roll.send(DRAWER)
    assert roll.status() == PrinterStatus()


def test_a_new_roll_lasts(roll: Roll) -> None:
    roll.ends_after(1)
    roll.send(PAPER)
    roll.is_replaced()
    assert [roll.send(PAPER), roll.send(PAPER)] == [Delivery.PROVED, Delivery.PROVED]
    assert roll.status().ready
