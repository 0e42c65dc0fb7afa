"""A printed paper as a value: what a reader of our bytes saw on it."""

from dataclasses import dataclass

from printing.printout import Align, Style


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text; no runs is an empty line."""

    runs: tuple[Run, ...] = ()
    align: Align = Align.LEFT

    @property
    def text(self) -> str:
        """The characters alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code that the printer itself drew."""

    text: str
    module_dots: int
    error_correction: str
    align: Align


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture of dots, rows of whole bytes, 1 is black."""

    bytes_across: int
    rows: int
    bits: bytes
    align: Align


Mark = TextLine | QrCode | Raster


@dataclass(frozen=True, slots=True)
class Paper:
    """What left the printer in one piece; `cut` is false when it was torn off or the sender went away."""

    marks: tuple[Mark, ...]
    cut: bool

    @property
    def text(self) -> str:
        """The lines as they stand, without the codes."""
        return "\n".join(mark.text for mark in self.marks if isinstance(mark, TextLine))

    @property
    def codes(self) -> tuple[str, ...]:
        """What the QR codes say."""
        return tuple(mark.text for mark in self.marks if isinstance(mark, QrCode))
