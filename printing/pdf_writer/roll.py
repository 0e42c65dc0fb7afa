"""A PDF of the roll, to scale: the rows that the receipt printer prints."""

from dataclasses import dataclass
from typing import Final

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from printing.layout import LaidOut, Row, lay_out
from printing.pdf_writer.book import (
    DOT,
    MONO,
    Block,
    Page,
    QrBlock,
    Space,
    bind,
    font,
    qr_rows,
    split_at_cuts,
)
from printing.printout import Align, Code, Cut, Feed, KickDrawer, PaperWidth, Printout

_ADVANCE: Final = 12 * DOT
_LETTER: Final = 24 * DOT
_BASELINE: Final = 6 * DOT
_ROW: Final = 30 * DOT
_TALL_ROW: Final = 50 * DOT
_SIZE: Final = _ADVANCE / 0.602  # a letter of DejaVu Sans Mono is 0.602 em wide
_EDGE: Final = 5 * mm


def write_roll(printout: Printout, paper: PaperWidth, title: str = "") -> bytes:
    """One page for each paper, as wide as the roll and as long as its content."""
    width = paper.millimetres * mm
    left = (width - paper.dots * DOT) / 2
    pages = []
    for blocks in split_at_cuts([_block(part, paper.dots * DOT) for part in lay_out(printout, paper)]):
        height = 2 * _EDGE + sum(block.height for block in blocks)
        pages.append(Page(blocks, width, height, left, height - _EDGE))
    return bind(pages, title)


def _block(part: LaidOut, width: float) -> Block | None:
    match part:
        case Row():
            return _RowBlock(part, width)
        case Code():
            rows = qr_rows(part.text)
            return QrBlock(rows, len(rows) * part.module_dots * DOT, width)
        case Feed():
            return Space(part.lines * _ROW)
        case Cut():
            return None
        case KickDrawer():
            return Space(0)


@dataclass(frozen=True, slots=True)
class _RowBlock:
    row: Row
    width: float

    @property
    def height(self) -> float:
        return _TALL_ROW if self.row.style.tall else _ROW

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        style, text = self.row.style, self.row.text
        across, down = 1 + style.wide, 1 + style.tall
        bottom = top - self.height
        if style.inverted:
            canvas.rect(left, bottom, self.width, self.height, stroke=0, fill=1)
            canvas.setFillGray(1)
        spare = self.width - across * _ADVANCE * len(text)
        shift = {Align.LEFT: 0.0, Align.CENTER: spare / 2, Align.RIGHT: spare}[self.row.align]
        rise = (self.height - down * _LETTER) / 2 + down * _BASELINE
        pen = canvas.beginText()
        pen.setFont(font(MONO, bold=style.bold), _SIZE)
        pen.setTextTransform(across, 0, 0, down, left + shift, bottom + rise)
        pen.textOut(text)
        canvas.drawText(pen)
        canvas.setFillGray(0)
