"""Everything that the map computes for one plan in one theme: grid, panels, canvas, names."""

from dataclasses import dataclass

from PySide6.QtGui import QFont

from pos_app.seat_plan import SeatPlan
from pos_app.ui.seat_map.backdrop import Backdrop
from pos_app.ui.seat_map.camera import Bounds, Camera, World
from pos_app.ui.seat_map.canvas import Canvas
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.grid import Grid, build_grid
from pos_app.ui.seat_map.occupied import Occupied
from pos_app.ui.seat_map.panels import SectionPanel, plan_bounds, section_panels
from pos_app.ui.seat_map.section_names import SectionNames

_LEAST_REACH_PX = 3.0
_CHOSEN_BY_CLICK_FROM_PX = 6.0
"""Smaller seats are too easy to miss: a click zooms to their section instead."""


@dataclass(frozen=True, slots=True, eq=False)
class ShownPlan:
    """A plan with what is needed to draw it and to find its seats."""

    plan: SeatPlan
    grid: Grid
    panels: tuple[SectionPanel, ...]
    bounds: Bounds
    canvas: Canvas
    names: SectionNames

    def world(self, width_px: int, height_px: int) -> World:
        return World(self.bounds, self.plan.seat_mm, width_px, height_px)

    def seat_at(self, x_px: float, y_px: float, camera: Camera) -> int | None:
        """The seat under a point of the viewport."""
        reach_px = max(self.plan.pitch_mm * camera.scale / 2, _LEAST_REACH_PX)
        return self.grid.seat_at(*camera.to_plan(x_px, y_px), reach_px / camera.scale)

    def section_at(self, x_px: float, y_px: float, camera: Camera) -> SectionPanel | None:
        """The section under a point of the viewport."""
        x_mm, y_mm = camera.to_plan(x_px, y_px)
        under = (panel for panel in self.panels if panel.contains(x_mm, y_mm))
        return next(under, None)

    def is_overview(self, camera: Camera) -> bool:
        """Whether seats are too small to be chosen with a pointer."""
        return self.plan.seat_mm * camera.scale < _CHOSEN_BY_CLICK_FROM_PX


def prepare_plan(plan: SeatPlan, colours: SeatColours, font: QFont) -> ShownPlan:
    """Prepare a plan for drawing."""
    grid = build_grid(plan)
    panels = section_panels(plan)
    backdrop = Backdrop(panels, plan.stage, colours)
    canvas = Canvas(plan, grid, backdrop, colours)
    names = SectionNames(panels, Occupied(plan), colours, font)
    return ShownPlan(plan, grid, panels, plan_bounds(plan, panels), canvas, names)
