"""The content of papers, independent of any printer: frozen parts, one after another."""

from dataclasses import dataclass, replace
from enum import Enum


class PaperWidth(Enum):
    """A roll: millimetres of paper, columns of text, printable dots."""

    MM58 = (58, 32, 384)
    MM80 = (80, 48, 576)
    MM80_42 = (80, 42, 504)

    def __init__(self, millimetres: int, columns: int, dots: int) -> None:
        self.millimetres = millimetres
        self.columns = columns
        self.dots = dots


class Align(Enum):
    """Where text or a code is placed between the edges."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks. The layout drops `wide` where words would not fit; `inverted` is a black band."""

    bold: bool = False
    tall: bool = False
    wide: bool = False
    inverted: bool = False

    def narrow(self) -> "Style":
        """The same style without double width."""
        return replace(self, wide=False)


PLAIN = Style()
BOLD = Style(bold=True)
TALL = Style(bold=True, tall=True)
LARGE = Style(bold=True, tall=True, wide=True)
BAND = Style(bold=True, inverted=True)


@dataclass(frozen=True, slots=True)
class Line:
    """Text that wraps at the paper's edge; of a very long text only the first rows are printed."""

    text: str
    style: Style = PLAIN
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a row. A `whole` cell (an amount, a number) is never cut; the others wrap.

    `width` is in characters. With None, a whole cell is as wide as its text, and other cells share the rest of the row.
    """

    text: str
    align: Align = Align.LEFT
    whole: bool = False
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells side by side."""

    cells: tuple[Cell, ...]
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""

    mark: str = "-"


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, centred; `module_dots` is the side of its smallest square in printer dots (8 are 1 mm)."""

    text: str
    module_dots: int = 6


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of one paper."""


@dataclass(frozen=True, slots=True)
class KickDrawer:
    """A pulse that opens the cash drawer: connector pin 2 or 5, milliseconds on and off."""

    pin: int = 2
    on_ms: int = 100
    off_ms: int = 100


Part = Line | Columns | Rule | Code | Feed | Cut | KickDrawer


@dataclass(frozen=True, slots=True)
class Printout:
    """One or more papers; a Cut ends each of them."""

    parts: tuple[Part, ...]

    def __add__(self, other: "Printout") -> "Printout":
        return Printout(self.parts + other.parts)


def sides(left: str, right: str, style: Style = PLAIN) -> Columns:
    """A name on the left, and on the right an amount that is never cut."""
    return Columns((Cell(left), Cell(right, Align.RIGHT, whole=True)), style)


def indented(text: str, right: str = "") -> Columns:
    """A line that belongs to the one above; the rows it wraps to are indented too."""
    amount = (Cell(right, Align.RIGHT, whole=True),) if right else ()
    return Columns((Cell("", width=1), Cell(text), *amount))


def centered(text: str, style: Style = PLAIN) -> Line:
    """A line in the middle."""
    return Line(text, style, Align.CENTER)


def band(text: str) -> Line:
    """White on black over the whole width, for what nobody may overlook."""
    return centered(text, BAND)
