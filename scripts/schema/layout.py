"""The position of each box of the picture. Lengths are cells of the grid on which lines are drawn."""

from dataclasses import dataclass

from sqlalchemy import Column, Table

from scripts.schema.columns import Reference, references
from scripts.schema.databases import Schema
from scripts.schema.subjects import Subject, by_subject

BOXES_ABREAST = 4
BOX_WIDTH, HEADER, ROW = 26, 3, 2
GUTTER, STACK_GAP = 6, 4
PAGE_MARGIN, PAGE_HEAD = 3, 11
PANEL_SIDE, PANEL_HEAD, PANEL_FOOT, PANEL_GAP = 5, 7, 3, 3

PANEL_WIDTH = 2 * PANEL_SIDE + BOXES_ABREAST * BOX_WIDTH + (BOXES_ABREAST - 1) * GUTTER
PAGE_WIDTH = PANEL_WIDTH + 2 * PAGE_MARGIN
TEXT_LEFT = PAGE_MARGIN + PANEL_SIDE

DISTANCE_COST = 22
"""Cells of height that it is worth to place a table one column nearer to the table it refers to."""


@dataclass(frozen=True, slots=True)
class Box:
    """One table."""

    table: Table
    place: int
    """The column of boxes, counted from the left."""
    top: int

    @property
    def left(self) -> int:
        return TEXT_LEFT + self.place * (BOX_WIDTH + GUTTER)

    @property
    def right(self) -> int:
        return self.left + BOX_WIDTH

    @property
    def bottom(self) -> int:
        return self.top + HEADER + ROW * len(shown_columns(self.table)) + 1

    def row(self, column: str) -> int:
        """The vertical middle of a table column's text line."""
        names = [shown.name for shown in shown_columns(self.table)]
        return self.top + HEADER + ROW * names.index(column) + 1


@dataclass(frozen=True, slots=True)
class Panel:
    """One subject: a frame with its boxes."""

    subject: Subject
    top: int
    boxes: tuple[Box, ...]

    @property
    def bottom(self) -> int:
        return max(box.bottom for box in self.boxes) + PANEL_FOOT


def shown_columns(table: Table) -> list["Column[object]"]:
    """The columns to show: without the tenant that leads a longer key, which nearly every box would repeat."""
    return list(table.columns)[1:] if leads_by_tenant(table) else list(table.columns)


def leads_by_tenant(table: Table) -> bool:
    """Whether the primary key begins with the tenant and has more columns."""
    return len(table.primary_key) > 1 and next(iter(table.primary_key)).name == "tenant_id"


def panels(schema: Schema) -> list[Panel]:
    """The panels of all subjects, one below the other."""
    drawn: list[Panel] = []
    parents = references(schema.tables)
    for subject, tables in by_subject(schema.tables):
        top = drawn[-1].bottom + PANEL_GAP if drawn else PAGE_HEAD
        drawn.append(Panel(subject, top, tuple(_boxes(tables, parents, top + PANEL_HEAD))))
    return drawn


def _boxes(tables: list[Table], parents: list[Reference], top: int) -> list[Box]:
    """Place each table below the shortest stack, unless that is far from the table it refers to."""
    ends = [top] * BOXES_ABREAST
    places: dict[Table, int] = {}
    boxes = []
    for table in tables:
        wanted = [places[key.to] + 1 for key in parents if key.table is table and key.to in places]
        costs = [
            (ends[place] + DISTANCE_COST * sum(abs(place - near) for near in wanted), place)
            for place in range(BOXES_ABREAST)
        ]
        box = Box(table, min(costs)[1], ends[min(costs)[1]])
        boxes.append(box)
        places[table] = box.place
        ends[box.place] = box.bottom + STACK_GAP
    return boxes
