"""A database as an ER diagram in SVG: a panel for each subject, a box for each table, a line for each foreign key."""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from sqlalchemy import Column

from scripts.schema.columns import meaning, references
from scripts.schema.databases import SHARED_TABLES, Schema
from scripts.schema.layout import (
    BOX_WIDTH,
    HEADER,
    PAGE_MARGIN,
    PAGE_WIDTH,
    PANEL_WIDTH,
    ROW,
    TEXT_LEFT,
    Box,
    Panel,
    leads_by_tenant,
    panels,
    shown_columns,
)
from scripts.schema.lines import Cell, Line, lines
from scripts.schema.subjects import SUBJECTS

CELL = 8
"""Pixels."""
ROUNDING = 5
HUES = ("#2f6f9f", "#6b7a2a", "#a0622d", "#8a3f6b", "#3f7d5e", "#a8434a", "#5a5aa5", "#5f6b76")
"""The colour of each subject, dark enough for white text on it and for lines on white."""

STYLE = """
  text { font-family: 'DejaVu Sans', Verdana, Arial, sans-serif; font-size: 11.5px; fill: #22303c; }
  .page { fill: #ffffff; }
  .h1 { font-size: 20px; font-weight: bold; }
  .h2 { font-size: 15px; font-weight: bold; }
  .small { font-size: 11.5px; fill: #55626e; }
  .name { font-size: 12px; font-weight: bold; }
  .key { font-weight: bold; }
  .type { fill: #66737f; text-anchor: end; }
  .line { fill: none; stroke-width: 1.6; }
  .rule { stroke: #d5dbe1; stroke-width: 1; }
"""


def svg(schema: Schema, notes: dict[str, str]) -> str:
    """The text of the file; a viewer shows the note of a table when the pointer rests on its box."""
    drawn = panels(schema)
    hues = {box.table: _hue(panel) for panel in drawn for box in panel.boxes}
    width, height = PAGE_WIDTH * CELL, (drawn[-1].bottom + PAGE_MARGIN) * CELL
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{width}" height="{height}"/>',
        *_head(schema),
        *(part for panel in drawn for part in _panel(panel, _hue(panel))),
        *(_line(line, hues[line.reference.to]) for line in lines(drawn, references(schema.tables))),
        *(part for panel in drawn for box in panel.boxes for part in _box(box, hues[box.table], notes)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _hue(panel: Panel) -> str:
    """A subject has the same colour in both pictures."""
    return HUES[SUBJECTS.index(panel.subject) % len(HUES)]


def _head(schema: Schema) -> Iterator[str]:
    left = PAGE_MARGIN * CELL
    yield f'<text class="h1" x="{left}" y="36">{schema.title}: {len(schema.tables)} tables, {schema.engine}</text>'
    legend = (
        "Filled head: both databases have the table. White head: only this one has it. Bold: the key. ?: may be empty.",
        "An arrow leads from a column to the key that it refers to. “per tenant”: tenant_id leads key and references.",
    )
    for at, sentence in enumerate(legend):
        yield f'<text class="small" x="{left}" y="{57 + 17 * at}">{sentence}</text>'


def _panel(panel: Panel, hue: str) -> Iterator[str]:
    left, text, top = PAGE_MARGIN * CELL, TEXT_LEFT * CELL, panel.top * CELL
    size = f'width="{PANEL_WIDTH * CELL}" height="{(panel.bottom - panel.top) * CELL}"'
    yield f'<rect x="{left}" y="{top}" {size} rx="6" fill="{hue}" fill-opacity="0.07"/>'
    yield f'<text class="h2" x="{text}" y="{top + 26}" style="fill:{hue}">{panel.subject.title}</text>'
    yield f'<text class="small" x="{text}" y="{top + 43}">{escape(panel.subject.sentence)}</text>'


def _box(box: Box, hue: str, notes: dict[str, str]) -> Iterator[str]:
    left, top, width = box.left * CELL, box.top * CELL, BOX_WIDTH * CELL
    is_shared = box.table.name in SHARED_TABLES
    ink = "#ffffff" if is_shared else hue
    yield f"<g><title>{escape(notes.get(box.table.name, box.table.name))}</title>"
    yield _rect(left, top, (box.bottom - box.top) * CELL, f'rx="4" fill="#ffffff" stroke="{hue}"')
    if is_shared:
        yield _rect(left, top, HEADER * CELL, f'rx="4" fill="{hue}"')
    yield f'<text class="name" x="{left + 8}" y="{top + 16}" style="fill:{ink}">{box.table.name}</text>'
    if leads_by_tenant(box.table):
        yield f'<text class="type" x="{left + width - 8}" y="{top + 16}" style="fill:{ink}">per tenant</text>'
    if not is_shared:
        yield f'<path d="M{left} {top + HEADER * CELL}h{width}" stroke="{hue}"/>'
    for column in shown_columns(box.table):
        yield from _row(column, left, box.row(column.name) * CELL)
    yield "</g>"


def _rect(left: int, top: int, height: int, look: str) -> str:
    return f'<rect x="{left}" y="{top}" width="{BOX_WIDTH * CELL}" height="{height}" {look}/>'


def _row(column: "Column[object]", left: int, middle: int) -> Iterator[str]:
    baseline, right = middle + 5, left + BOX_WIDTH * CELL - 8
    look = ' class="key"' if column.primary_key else ""
    yield f'<text{look} x="{left + 8}" y="{baseline}">{column.name}</text>'
    yield f'<text class="type" x="{right}" y="{baseline}">{meaning(column)}{"?" if column.nullable else ""}</text>'
    if column.primary_key and column is list(column.table.primary_key)[-1]:
        yield f'<path class="rule" d="M{left + 1} {middle + ROW * CELL // 2}h{BOX_WIDTH * CELL - 2}"/>'


def _line(line: Line, hue: str) -> str:
    corners = [(x * CELL, y * CELL) for x, y in line.corners]
    (before_x, _), (x, y) = corners[-2:]
    back = 7 if before_x > x else -7
    head = f'<path d="M{x} {y}l{back} -4v8z" fill="{hue}"/>'
    return f'<path class="line" stroke="{hue}" d="{_rounded(corners)}"/>{head}'


def _rounded(corners: list[Cell]) -> str:
    """The path data of a line with rounded corners."""
    path = [f"M{corners[0][0]} {corners[0][1]}"]
    for before, (here, after) in zip(corners, pairwise(corners[1:]), strict=False):
        into, out = _toward(here, before), _toward(here, after)
        path.append(f"L{into[0]} {into[1]}Q{here[0]} {here[1]} {out[0]} {out[1]}")
    return "".join([*path, f"L{corners[-1][0]} {corners[-1][1]}"])


def _toward(corner: Cell, other: Cell) -> Cell:
    """The point of a line, near a corner, at which the corner's curve begins."""
    x, y = corner
    return x + _limited(other[0] - x), y + _limited(other[1] - y)


def _limited(length: int) -> int:
    return max(-ROUNDING, min(ROUNDING, length))
