"""A printed paper as a value, as `escpos_reader` reads it from bytes."""

from dataclasses import dataclass

from printing.printout import Align, Style


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text; without runs it is empty."""

    runs: tuple[Run, ...] = ()
    align: Align = Align.LEFT

    @property
    def text(self) -> str:
        """The characters alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code that the printer itself draws."""

    text: str
    module_dots: int
    error_correction: str
    align: Align


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture of dots in rows of whole bytes; a 1 bit is black."""

    bytes_across: int
    rows: int
    bits: bytes
    align: Align


Mark = TextLine | QrCode | Raster


@dataclass(frozen=True, slots=True)
class Paper:
    """One piece of paper; `cut` is false when it was torn off or the sender disconnected."""

    marks: tuple[Mark, ...]
    cut: bool

    @property
    def text(self) -> str:
        """The lines of text, without the codes."""
        return "\n".join(mark.text for mark in self.marks if isinstance(mark, TextLine))

    @property
    def codes(self) -> tuple[str, ...]:
        """The contents of the QR codes."""
        return tuple(mark.text for mark in self.marks if isinstance(mark, QrCode))
