"""Printout to ESC/POS bytes. python-escpos produces the bytes and never communicates with a printer.

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
# The library adds a log handler and creates a folder when it is imported; both are undone below.
from escpos import capabilities  # noqa: E402  # the handlers are listed before the import
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
    """The bytes of a printout.

    The order is INIT, code page, text: INIT resets the code page, and text before ESC t is printed in CP437.
    """
    driver = Dummy(profile=printer.profile)
    driver.hw("INIT")
    driver.charcode(CODE_PAGE)
    pen = _Pen(driver, printer)
    for part in lay_out(printout, printer.paper):
        pen.put(part)
    payload: bytes = driver.output
    return payload


class _Pen:
    """Remembers the style and alignment that were last sent, so that only changes are sent."""

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
                self._write("\n" * part.lines)
            case Cut():
                self._cut()
            case KickDrawer():
                self._driver.cashdraw([0x1B, 0x70, _CONNECTOR[part.pin], _pulse(part.on_ms), _pulse(part.off_ms)])

    def _row(self, row: Row) -> None:
        if row.text:
            self._set_style(row.style)
            self._set_align(row.align)
        self._write(row.text + "\n")

    def _code(self, code: Code) -> None:
        self._set_style(PLAIN)
        self._set_align(Align.CENTER)
        self._driver.qr(code.text, ec=QR_ECLEVEL_M, size=code.module_dots, native=self._printer.native_qr)

    def _cut(self) -> None:
        if self._printer.cuts:
            self._driver.cut(feed=False)  # GS V 66: the printer itself feeds the distance to its knife
        else:
            self._write("\n" * _TEAR_LINES)

    def _write(self, text: str) -> None:
        """Append text. The library's text() is slow and prints "?" for an unknown letter; encode raises instead."""
        self._driver._raw(text.encode(CODE_PAGE))  # noqa: SLF001  # the library has no other sink for bytes

    def _set_style(self, style: Style) -> None:
        before = self._style
        if (style.wide, style.tall) != (before.wide, before.tall):
            self._driver.set(custom_size=True, width=1 + style.wide, height=1 + style.tall)
        if style.bold != before.bold:
            self._driver.set(bold=style.bold)
        if style.inverted != before.inverted:
            self._driver.set(invert=style.inverted)
        self._style = style

    def _set_align(self, align: Align) -> None:
        if align is not self._align:
            self._driver.set(align=align.value)
        self._align = align


def _pulse(milliseconds: int) -> int:
    return min(milliseconds // _PULSE_UNIT_MS, _LONGEST_PULSE)
