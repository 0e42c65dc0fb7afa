"""Parts of a printout to rows of characters: names wrap, amounts stay whole at the right edge."""

import textwrap
from dataclasses import dataclass

from printing.characters import NO_BREAK, printable
from printing.printout import (
    Align,
    Cell,
    Code,
    Columns,
    Cut,
    Feed,
    KickDrawer,
    Line,
    PaperWidth,
    Printout,
    Rule,
    Style,
)

MOST_ROWS = 8
"""The most rows of one text: a pasted text of 64 kB must not print metres of paper."""

MOST_WIDE_ROWS = 2
"""Text that needs more rows than these in double width is printed in normal width."""

_CUT_SHORT = "..."
_GAP = 1
_LEAST_WIDTH = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One row of characters, at most as wide as the paper; the writer applies `align`."""

    text: str
    style: Style
    align: Align = Align.LEFT


LaidOut = Row | Code | Feed | Cut | KickDrawer


def lay_out(printout: Printout, paper: PaperWidth) -> list[LaidOut]:
    """The printout as rows for paper of this width."""
    rows: list[LaidOut] = []
    for part in printout.parts:
        if isinstance(part, Line):
            rows += _line(part, paper.columns)
        elif isinstance(part, Columns):
            rows += _columns(part, paper.columns)
        elif isinstance(part, Rule):
            rows.append(Row(part.mark * paper.columns, Style()))
        else:
            rows.append(part)
    return rows


def _line(line: Line, columns: int) -> list[LaidOut]:
    text = printable(line.text)
    style = line.style
    if style.wide:
        wide = _wrap(text, columns // 2, MOST_ROWS)
        if len(wide) > MOST_WIDE_ROWS or _breaks_a_word(text, columns // 2):
            style = style.narrow()
    width = columns // 2 if style.wide else columns
    rows = _wrap(text, width, MOST_ROWS)
    if style.inverted:
        return [Row(_align(row, Align.CENTER, width), style) for row in rows]
    return [Row(row, style, line.align) for row in rows]


def _columns(part: Columns, columns: int) -> list[LaidOut]:
    cells = tuple(Cell(printable(c.text), c.align, c.whole, c.width) for c in part.cells)
    style = part.style
    if style.wide:
        rows = _side_by_side(cells, columns // 2)
        if rows is not None and len(rows) == 1:
            return [Row(rows[0], style)]
        style = style.narrow()
    return [Row(row, style) for row in _rows(cells, columns)]


def _rows(cells: tuple[Cell, ...], columns: int) -> list[str]:
    """Cells side by side where that fits; otherwise a long name gets the full width and its amount goes below."""
    beside = _side_by_side(cells, columns)
    if beside is not None and (len(beside) == 1 or sum(not cell.whole for cell in cells) > 1):
        return beside
    under = _one_under_another(cells, columns)
    return beside if beside is not None and len(beside) < len(under) else under


def _side_by_side(cells: tuple[Cell, ...], columns: int) -> list[str] | None:
    """Rows with all cells, or None where the cells that wrap would be too narrow to read."""
    widths = _widths(cells, columns)
    if widths is None:
        return None
    wrapped = [
        [cell.text] if cell.whole else _wrap(cell.text, width, MOST_ROWS)
        for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(len(rows) for rows in wrapped)
    cells_down = [
        [_align(text, cell.align, width) for text in _padded(rows, height, on_top=cell.whole)]
        for cell, rows, width in zip(cells, wrapped, widths, strict=True)
    ]
    rows_across = zip(*cells_down, strict=True)
    return [(" " * _GAP).join(row).replace(NO_BREAK, " ").rstrip() for row in rows_across]


def _padded(rows: list[str], height: int, *, on_top: bool) -> list[str]:
    """Rows padded to a height: a whole cell is padded on top, so that an amount is beside the last row of its name."""
    empty = [""] * (height - len(rows))
    return empty + rows if on_top else rows + empty


def _widths(cells: tuple[Cell, ...], columns: int) -> list[int] | None:
    """The width of each cell in characters; None where they do not fit."""
    needs = [max(len(cell.text), cell.width or 0) if cell.whole else cell.width for cell in cells]
    left = columns - _GAP * (len(cells) - 1) - sum(need for need in needs if need is not None)
    sharing = [cell for cell, need in zip(cells, needs, strict=True) if need is None]
    if not sharing:
        return [need or 0 for need in needs] if left >= 0 else None
    share, rest = divmod(left, len(sharing))
    if share < min(_LEAST_WIDTH, max(len(cell.text) for cell in sharing)):
        return None
    widths = []
    for need in needs:
        widths.append(share + rest if need is None else need)
        rest = 0 if need is None else rest
    return widths


def _one_under_another(cells: tuple[Cell, ...], columns: int) -> list[str]:
    """Each cell over the full width; a whole cell continues the row before it where it fits."""
    rows: list[str] = []
    for cell in cells:
        room = columns - len(rows[-1]) - _GAP if rows else 0
        if cell.whole and cell.align is Align.RIGHT and 0 < len(cell.text) <= room:
            rows[-1] += _align(cell.text, Align.RIGHT, room + _GAP)
        elif cell.text:
            wrapped = _wrap(cell.text, columns, None if cell.whole else MOST_ROWS)
            rows += [_align(row, cell.align, columns).rstrip() for row in wrapped]
    return [row.replace(NO_BREAK, " ") for row in rows]


def _wrap(text: str, width: int, most_rows: int | None) -> list[str]:
    if len(text) <= width:
        return [text.replace(NO_BREAK, " ")]
    # Text beyond these characters would be cut off anyway, and wrapping 64 kB takes long.
    enough = text if most_rows is None else text[: width * (most_rows + 1)]
    rows = textwrap.wrap(enough, width, break_on_hyphens=False) or [""]
    if most_rows is not None and len(rows) > most_rows:
        last = rows[most_rows - 1][: width - len(_CUT_SHORT)]
        rows = [*rows[: most_rows - 1], last + _CUT_SHORT]
    return [row.replace(NO_BREAK, " ") for row in rows]


def _breaks_a_word(text: str, width: int) -> bool:
    return any(len(word) > width for word in text.split(" "))


def _align(text: str, align: Align, width: int) -> str:
    if align is Align.RIGHT:
        return text.rjust(width)
    if align is Align.CENTER:
        return (" " * ((width - len(text)) // 2) + text).ljust(width)
    return text.ljust(width)
