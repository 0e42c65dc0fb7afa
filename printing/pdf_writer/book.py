"""What both kinds of PDF share: fonts, pages of blocks, QR codes."""

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

rl_config.useA85 = 0  # ASCII85 makes binary streams a fifth larger and slower to write, with no benefit here

DOT: Final = 72 / 203
"""The side of a printer dot (203 dpi) in points."""

SANS: Final = ("DejaVuSans", "DejaVuSans-Bold")
MONO: Final = ("DejaVuSansMono", "DejaVuSansMono-Bold")
_QUIET: Final = 12 * DOT
_FOOT: Final = 34
_FOOT_SIZE: Final = 8


class Block(Protocol):
    """Content of a known height that draws itself below a point; all lengths are points."""

    @property
    def height(self) -> float: ...

    def draw(self, canvas: Canvas, left: float, top: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Blocks one under another, starting at (left, top). Lengths are points from the lower left corner of the page."""

    blocks: Sequence[Block]
    width: float
    height: float
    left: float
    top: float
    footer: str = ""


def bind(pages: Sequence[Page], title: str) -> bytes:
    """The PDF file with these pages."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)  # invariant: no date and no random identifier in the file
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
    """One list of blocks for each paper; None is a cut. Papers without content are left out."""
    papers: list[list[Block]] = [[]]
    for block in blocks:
        if block is None:
            papers.append([])
        else:
            papers[-1].append(block)
    return [paper for paper in papers if any(block.height for block in paper)]


def font(family: tuple[str, str], *, bold: bool) -> str:
    """The name of a font of this family, registered with reportlab."""
    return _registered(family[bold])


@cache
def _registered(name: str) -> str:
    with as_file(files("resources") / "fonts" / f"{name}.ttf") as path:
        registerFont(TTFont(name, str(path)))
    return name


@dataclass(frozen=True, slots=True)
class Space:
    """Empty space of a height."""

    height: float

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        """Draw no mark."""


@dataclass(frozen=True, slots=True)
class QrBlock:
    """A QR code, centred in a width, with its quiet zone above and below."""

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
    """The modules of a code, 1 is dark; the error correction is M, as on the printer."""
    code = segno.make(text, error="M", micro=False, boost_error=False)
    return tuple(bytes(row) for row in code.matrix)
