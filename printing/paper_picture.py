"""Draws a paper as a picture: dot for dot at 203 dpi, black on white, with QR codes that a scanner reads."""

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Final

import segno
from PIL import Image, ImageDraw, ImageFont

from printing.paper import Mark, Paper, QrCode, Raster, Run, TextLine
from printing.printout import Align, PaperWidth

_CELL: Final = (12, 24)
_LINE_DOTS: Final = 30
_FONT_DOTS: Final = 20
_DOTS_PER_MM: Final = 8
_WHITE: Final = 255
_BLACK: Final = 0
_GREY: Final = 160
_EDGE_DOTS: Final = 28
_FEED_TO_KNIFE_DOTS: Final = 48
_TORN_TOOTH_DOTS: Final = 8


def draw(paper: Paper, width: PaperWidth) -> Image.Image:
    """The picture of a paper in grey levels; a paper that was not cut ends in a torn edge."""
    blocks = [_block(mark, width.dots) for mark in paper.marks]
    height = _EDGE_DOTS + sum(block.height for block in blocks) + _FEED_TO_KNIFE_DOTS
    picture = Image.new("L", (width.millimetres * _DOTS_PER_MM, height), _WHITE)
    left = (picture.width - width.dots) // 2
    top = _EDGE_DOTS
    for block in blocks:
        picture.paste(block, (left, top))
        top += block.height
    if not paper.cut:
        _tear(picture)
    return picture


def _block(mark: Mark, dots: int) -> Image.Image:
    match mark:
        case TextLine():
            return _text(mark, dots)
        case QrCode():
            return _aligned(_qr(mark), mark.align, dots)
        case Raster():
            return _aligned(_raster(mark), mark.align, dots)


def _text(line: TextLine, dots: int) -> Image.Image:
    tall = any(run.style.tall for run in line.runs)
    height = max(_LINE_DOTS, _CELL[1] * (2 if tall else 1))
    drawn = [_run(run) for run in line.runs]
    strip = Image.new("L", (max(1, sum(picture.width for picture in drawn)), height), _WHITE)
    at = 0
    for picture in drawn:
        strip.paste(picture, (at, height - picture.height if tall else 0))
        at += picture.width
    return _aligned(strip, line.align, dots)


def _run(run: Run) -> Image.Image:
    """The letters of a run, drawn at twice the size and scaled to their cells, which smooths their edges."""
    across, down = _CELL
    large = Image.new("L", (2 * across * len(run.text), 2 * down), _WHITE)
    pen = ImageDraw.Draw(large)
    font = _font(run.style.bold)
    for place, letter in enumerate(run.text):
        pen.text((2 * across * place, 0), letter, fill=_BLACK, font=font)
    size = (across * len(run.text) * (1 + run.style.wide), down * (1 + run.style.tall))
    picture = large.resize(size, Image.Resampling.LANCZOS)
    return picture.point(lambda level: _WHITE - level) if run.style.inverted else picture


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:  # noqa: FBT001  (one of the two files)
    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    with as_file(files("resources") / "fonts" / name) as path:
        return ImageFont.truetype(str(path), 2 * _FONT_DOTS)


def _qr(code: QrCode) -> Image.Image:
    drawn = segno.make(code.text, error=code.error_correction, micro=False, boost_error=False)
    rows = [bytes(_BLACK if dark else _WHITE for dark in row) for row in drawn.matrix_iter(scale=1, border=0)]
    modules = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    side = len(rows) * code.module_dots
    return modules.resize((side, side), Image.Resampling.NEAREST)


def _raster(raster: Raster) -> Image.Image:
    bits = Image.frombytes("1", (8 * raster.bytes_across, raster.rows), raster.bits)
    return bits.convert("L").point(lambda level: _WHITE - level)


def _aligned(picture: Image.Image, align: Align, dots: int) -> Image.Image:
    across = max(dots, picture.width)
    spare = across - picture.width
    left = {Align.LEFT: 0, Align.CENTER: spare // 2, Align.RIGHT: spare}[align]
    strip = Image.new("L", (across, picture.height), _WHITE)
    strip.paste(picture, (left, 0))
    return strip.crop((0, 0, dots, picture.height))


def _tear(picture: Image.Image) -> None:
    pen = ImageDraw.Draw(picture)
    bottom = picture.height - 1
    for left in range(0, picture.width, 2 * _TORN_TOOTH_DOTS):
        tip = (left + _TORN_TOOTH_DOTS, bottom - _TORN_TOOTH_DOTS)
        pen.line([(left, bottom), tip, (left + 2 * _TORN_TOOTH_DOTS, bottom)], fill=_GREY)
