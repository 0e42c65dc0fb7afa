"""Printout to ESC/POS bytes. python-escpos is used to make bytes, never to talk to a printer.

Importing the library takes 0.25 s: the print thread imports this module, the program's start does not.
"""

import logging
import os
import shutil
from typing import Final

from printing.characters import CODE_PAGE
from printing.layout import LaidOut, Row, lay_out
from printing.printer_model import PrinterModel
from printing.printout import PLAIN, Align, Code, Cut, Feed, KickDrawer, Printout, Style

_handlers_before = logging.getLogger().handlers[:]
# The library sets up logging and makes a folder when it is imported; both are undone below.
from escpos import capabilities  # noqa: E402  # after the note of the handlers
from escpos.constants import QR_ECLEVEL_M  # noqa: E402  # the same
from escpos.printer import Dummy  # noqa: E402  # the same

for _handler in set(logging.getLogger().handlers) - set(_handlers_before):
    logging.getLogger().removeHandler(_handler)
if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)

_PULSE_UNIT_MS: Final = 2
_LONGEST_PULSE: Final = 255
_TEAR_LINES: Final = 5
_CONNECTOR: Final = {2: 0, 5: 1}


def write(printout: Printout, printer: PrinterModel) -> bytes:
    """The bytes of a printout. The order INIT, code page, text is the only one that prints Spanish."""
    driver = Dummy(profile=printer.profile)
    driver.hw("INIT")
    driver.charcode(CODE_PAGE)
    pen = _Pen(driver, printer)
    for part in lay_out(printout, printer.paper):
        pen.put(part)
    payload: bytes = driver.output
    return payload


class _Pen:
    """Remembers what the printer was last told, so that only changes are sent."""

    def __init__(self, driver: Dummy, printer: PrinterModel) -> None:
        self._driver = driver
        self._printer = printer
        self._style = PLAIN
        self._align = Align.LEFT

    def put(self, part: LaidOut) -> None:
        match part:
            case Row():
                self._row(part)
            case Code():
                self._code(part)
            case Feed():
                self._say("\n" * part.lines)
            case Cut():
                self._cut()
            case KickDrawer():
                self._driver.cashdraw([0x1B, 0x70, _CONNECTOR[part.pin], _pulse(part.on_ms), _pulse(part.off_ms)])

    def _row(self, row: Row) -> None:
        if row.text:
            self._look(row.style)
            self._stand(row.align)
        self._say(row.text + "\n")

    def _code(self, code: Code) -> None:
        self._look(PLAIN)
        self._stand(Align.CENTER)
        self._driver.qr(code.text, ec=QR_ECLEVEL_M, size=code.module_dots, native=self._printer.native_qr)

    def _cut(self) -> None:
        if self._printer.cuts:
            self._driver.cut(feed=False)  # GS V 66: the printer feeds to its own knife, whatever the distance
        else:
            self._say("\n" * _TEAR_LINES)

    def _say(self, text: str) -> None:
        """The library's own text() is slow, and puts "?" for a letter it does not know; this would raise."""
        self._driver._raw(text.encode(CODE_PAGE))  # noqa: SLF001  # the library has no other sink for bytes

    def _look(self, style: Style) -> None:
        before = self._style
        if (style.wide, style.tall) != (before.wide, before.tall):
            self._driver.set(custom_size=True, width=1 + style.wide, height=1 + style.tall)
        if style.bold != before.bold:
            self._driver.set(bold=style.bold)
        if style.inverted != before.inverted:
            self._driver.set(invert=style.inverted)
        self._style = style

    def _stand(self, align: Align) -> None:
        if align is not self._align:
            self._driver.set(align=align.value)
        self._align = align


def _pulse(milliseconds: int) -> int:
    return min(milliseconds // _PULSE_UNIT_MS, _LONGEST_PULSE)
