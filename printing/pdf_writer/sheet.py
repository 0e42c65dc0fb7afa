"""A PDF on A4 sheets: the same printout in proportional type, for reports and office printers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from printing.characters import NO_BREAK, printable
from printing.layout import MOST_ROWS
from printing.pdf_writer.book import SANS, Block, Page, QrBlock, Space, bind, font, qr_rows, split_at_cuts
from printing.printout import (
    Align,
    Cell,
    Code,
    Columns,
    Cut,
    Feed,
    KickDrawer,
    Line,
    Part,
    Printout,
    Rule,
    Style,
)

_MARGIN: Final = 20 * mm
_GAP: Final = 3 * mm
_LEADING: Final = 1.36
_BODY: Final = 9.2
_HEAD: Final = 12
_TITLE: Final = 17
_CODE_SIDE: Final = 30 * mm
_CHARACTER: Final = _BODY * 0.6
_LEAST_WIDTH: Final = 40 * mm


def write_sheet(printout: Printout, title: str = "") -> bytes:
    """A4 sheets, numbered when there are several. Each paper of the printout begins a sheet."""
    width, height = A4
    sheets: list[list[Block]] = []
    for paper in split_at_cuts([_block(part, width - 2 * _MARGIN) for part in printout.parts]):
        room = 0.0
        for block in paper:
            if block.height > room:
                sheets.append([])
                room = height - 2 * _MARGIN
            sheets[-1].append(block)
            room -= block.height
    several = len(sheets) > 1
    return bind(
        [
            Page(sheet, width, height, _MARGIN, height - _MARGIN, f"{i} / {len(sheets)}" if several else "")
            for i, sheet in enumerate(sheets, 1)
        ],
        title,
    )


def _block(part: Part, width: float) -> Block | None:
    match part:
        case Line() | Columns():
            row = part if isinstance(part, Columns) else Columns((Cell(part.text, part.align),), part.style)
            return _columns(row, width)
        case Rule():
            return _RuleBlock(width, heavy=part.mark == "=")
        case Code():
            return QrBlock(qr_rows(part.text), _CODE_SIDE, width)
        case Feed():
            return Space(part.lines * _BODY)
        case KickDrawer():
            return Space(0)
        case Cut():
            return None


def _columns(part: Columns, width: float) -> Block:
    widths = [_width(cell, part.style) for cell in part.cells]
    left = width - _GAP * (len(widths) - 1) - sum(fixed for fixed in widths if fixed is not None)
    sharing = widths.count(None)
    if sharing and left / sharing < _LEAST_WIDTH:
        stacked = [_set([cell], [width], part.style, width) for cell in part.cells if cell.text]
        return _Stack(tuple(stacked))
    share = left / sharing if sharing else 0
    return _set(part.cells, [share if fixed is None else fixed for fixed in widths], part.style, width)


def _width(cell: Cell, style: Style) -> float | None:
    """The width of a cell in points; None shares what the other cells leave."""
    requested = cell.width * _CHARACTER if cell.width else None
    if not cell.whole:
        return requested
    return max(requested or 0, stringWidth(_text(cell), font(SANS, bold=style.bold), _size(style)))


def _set(cells: Sequence[Cell], widths: Sequence[float], style: Style, width: float) -> "_TextBlock":
    """Cells side by side; an amount is beside the last row of its name."""
    name, size = font(SANS, bold=style.bold), _size(style)
    leading = size * _LEADING
    wrapped = [
        [_text(cell)] if cell.whole else simpleSplit(_text(cell), name, size, room)[:MOST_ROWS] or [""]
        for cell, room in zip(cells, widths, strict=True)
    ]
    height = max(len(rows) for rows in wrapped)
    texts, left = [], 0.0
    for cell, rows, room in zip(cells, wrapped, widths, strict=True):
        first = height - len(rows) if cell.whole else 0
        for i, row in enumerate(rows, first):
            spare = room - stringWidth(row, name, size)
            shift = {Align.LEFT: 0.0, Align.CENTER: spare / 2, Align.RIGHT: spare}[cell.align]
            texts.append(_PlacedText(row, left + shift, i * leading + size * 1.1))
        left += room + _GAP
    return _TextBlock(tuple(texts), style, height * leading, width)


def _text(cell: Cell) -> str:
    return printable(cell.text).replace(NO_BREAK, " ")


def _size(style: Style) -> float:
    if style.tall:
        return _TITLE if style.wide else _HEAD
    return _BODY


@dataclass(frozen=True, slots=True)
class _PlacedText:
    text: str
    left: float
    down: float


@dataclass(frozen=True, slots=True)
class _TextBlock:
    texts: tuple[_PlacedText, ...]
    style: Style
    height: float
    width: float

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        if self.style.inverted:
            canvas.rect(left, top - self.height, self.width, self.height, stroke=0, fill=1)
            canvas.setFillGray(1)
        canvas.setFont(font(SANS, bold=self.style.bold), _size(self.style))
        for placed in self.texts:
            canvas.drawString(left + placed.left, top - placed.down, placed.text)
        canvas.setFillGray(0)


@dataclass(frozen=True, slots=True)
class _Stack:
    blocks: tuple[_TextBlock, ...]

    @property
    def height(self) -> float:
        return sum(block.height for block in self.blocks)

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        for block in self.blocks:
            block.draw(canvas, left, top)
            top -= block.height


@dataclass(frozen=True, slots=True)
class _RuleBlock:
    width: float
    heavy: bool
    height: float = _BODY

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        canvas.setLineWidth(1.2 if self.heavy else 0.4)
        canvas.line(left, top - self.height / 2, left + self.width, top - self.height / 2)
