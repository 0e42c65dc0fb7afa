"""The PDF file being written: fonts, pages of blocks, QR codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from typing import Final, Protocol

import segno
from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

rl_config.useA85 = 0  # text armour for binary streams: a fifth larger and slower, of use to nobody

DOT: Final = 72 / 203
"""A printer dot in points."""

SANS: Final = ("DejaVuSans", "DejaVuSans-Bold")
MONO: Final = ("DejaVuSansMono", "DejaVuSansMono-Bold")
_QUIET: Final = 12 * DOT
_FOOT: Final = 34
_FOOT_SIZE: Final = 8


class Block(Protocol):
    """Something of a known height that draws itself below a point."""

    @property
    def height(self) -> float: ...

    def draw(self, canvas: Canvas, left: float, top: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Blocks one under another, from a point of a page of some size; points, from the lower left corner."""

    blocks: Sequence[Block]
    width: float
    height: float
    left: float
    top: float
    footer: str = ""


def bind(pages: Sequence[Page], title: str) -> bytes:
    """The file of these pages."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setTitle(title)
    canvas.setCatalogEntry("Lang", "es-VE")
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        top = page.top
        for block in page.blocks:
            block.draw(canvas, page.left, top)
            top -= block.height
        if page.footer:
            canvas.setFont(font(SANS, bold=False), _FOOT_SIZE)
            canvas.drawCentredString(page.width / 2, _FOOT, page.footer)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def split_at_cuts(blocks: Sequence[Block | None]) -> list[list[Block]]:
    """One list of blocks a paper; a cut is None."""
    papers: list[list[Block]] = [[]]
    for block in blocks:
        if block is None:
            papers.append([])
        else:
            papers[-1].append(block)
    return [paper for paper in papers if any(block.height for block in paper)]


def font(family: tuple[str, str], *, bold: bool) -> str:
    """The name of a registered font."""
    return _registered(family[bold])


@cache
def _registered(name: str) -> str:
    with as_file(files("resources") / "fonts" / f"{name}.ttf") as path:
        registerFont(TTFont(name, str(path)))
    return name


@dataclass(frozen=True, slots=True)
class Space:
    """Nothing, of a height."""

    height: float

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        """Leave it white."""


@dataclass(frozen=True, slots=True)
class QrBlock:
    """A QR code in the middle of a width."""

    rows: tuple[bytes, ...]
    side: float
    width: float

    @property
    def height(self) -> float:
        return self.side + 2 * _QUIET

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        module = self.side / len(self.rows)
        start, down = left + (self.width - self.side) / 2, top - _QUIET - module
        path = canvas.beginPath()
        for row in self.rows:
            for across, dark in enumerate(row):
                if dark:
                    path.rect(start + across * module, down, module, module)
            down -= module
        canvas.drawPath(path, stroke=0, fill=1)


def qr_rows(text: str) -> tuple[bytes, ...]:
    """The modules of a code, 1 is dark, with the same correction as on the printer."""
    code = segno.make(text, error="M", micro=False, boost_error=False)
    return tuple(bytes(row) for row in code.matrix)
