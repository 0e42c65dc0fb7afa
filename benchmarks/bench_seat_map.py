"""Benchmark: the seat map with 60,000 seats against a QGraphicsScene with one item a seat, in one run.

Rounds are interleaved, so that a busy machine slows both. Offscreen, 1600 x 900. A frame is the change and
the paint event that follows it. A ratio is how many times faster the map is.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen, QTransform
from PySide6.QtWidgets import QApplication, QGraphicsRectItem, QGraphicsScene, QGraphicsView

from benchmarks.figure import Figure, report
from pos_app.seat_plan import SeatPlan, States
from pos_app.ui.seat_map.colours import seat_colours
from pos_app.ui.seat_map.widget import SeatMap
from tests.pos_app.ui.seat_map.halls import arena, busy

WIDTH, HEIGHT = 1600, 900
SEATS = 60_000
ROUNDS = 7
PAN_FRAMES = 12
ZOOM_FRAMES = 24
LARGEST_ZOOM = 14.0
_BRUSHES = [QBrush(QColor(name)) for name in ("#fff", "#e69f00", "#6b6b6b", "#d9d9d9", "#eee", "#0072b2")]


@dataclass(frozen=True)
class Goal:
    """The most milliseconds, or the least ratio, that a figure may have."""

    limit: float
    aim: float
    is_ratio: bool = False

    def judged(self, figure: Figure) -> Figure:
        """The figure with its limits."""
        sign, unit = (">=", "x") if self.is_ratio else ("<=", "ms")
        met = (figure.ratio or 0) >= self.limit if self.is_ratio else figure.value <= self.limit
        goal, aim = f"{sign} {self.limit:g} {unit}", f"{self.aim:g} {unit}"
        return replace(figure, goal=goal, aim=aim, met=met)


WORST_FRAME = "worst median of repaint, pan and zoom frame"
GOALS = {
    "repaint": Goal(10, 30, is_ratio=True),
    WORST_FRAME: Goal(16, 4),
    "update 1000": Goal(5, 1),
    "update 1": Goal(1, 0.15),
    "load": Goal(300, 100),
}


class Scene:
    """The reference: a scene with one item a seat."""

    def __init__(self, plan: SeatPlan, states: States) -> None:
        self.scene = QGraphicsScene()
        side = plan.seat_mm
        self.items = [
            self._item(QRectF(float(x) - side / 2, float(y) - side / 2, side, side), int(state))
            for x, y, state in zip(plan.x_mm, plan.y_mm, states, strict=True)
        ]
        self.view = QGraphicsView(self.scene)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.resize(WIDTH, HEIGHT)
        self.view.fitInView(self.scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        self.fit = self.view.transform().m11()
        self.view.show()
        painted()

    def redraw(self, states: States) -> None:
        """Paint again with the same colours, which favours the scene."""
        self.view.viewport().update()

    def pan(self, dx_px: int, dy_px: int) -> None:
        across, down = self.view.horizontalScrollBar(), self.view.verticalScrollBar()
        across.setValue(across.value() - dx_px)
        down.setValue(down.value() - dy_px)

    def _item(self, box: QRectF, state: int) -> QGraphicsRectItem:
        item = QGraphicsRectItem(box)
        item.setPen(QPen(Qt.PenStyle.NoPen))
        item.setBrush(_BRUSHES[state])
        self.scene.addItem(item)
        return item

    def scale_to(self, factor: float) -> None:
        self.view.setTransform(QTransform.fromScale(self.fit * factor, self.fit * factor))

    def set_states(self, seats: list[int], states: list[int]) -> None:
        for seat, state in zip(seats, states, strict=True):
            self.items[seat].setBrush(_BRUSHES[state])


class Map:
    """The product's widget."""

    def __init__(self, plan: SeatPlan, states: States) -> None:
        self.widget = SeatMap(seat_colours("light"))
        self.widget.resize(WIDTH, HEIGHT)
        self.widget.show_plan(plan, states)
        self.widget.show()
        painted()
        self._factor = 1.0

    def redraw(self, states: States) -> None:
        self.widget.show_states(states)

    def scale_to(self, factor: float) -> None:
        self.widget.zoom(factor / self._factor, (WIDTH / 2, HEIGHT / 2))
        self._factor = factor

    def pan(self, dx_px: int, dy_px: int) -> None:
        self.widget.pan(dx_px, dy_px)

    def set_states(self, seats: list[int], states: list[int]) -> None:
        self.widget.set_states(seats, states)


def painted() -> None:
    """Deliver the pending events: paint, and for a new window also that it is exposed."""
    QCoreApplication.processEvents()


def frame_ms(change: Callable[[], object]) -> float:
    """Milliseconds until a change is painted."""
    start = time.perf_counter()
    change()
    painted()
    return (time.perf_counter() - start) * 1000


@dataclass
class Samples:
    """Milliseconds of one kind of work on the map and on the scene."""

    of_map: list[float] = field(default_factory=list)
    of_scene: list[float] = field(default_factory=list)


def measured(plan: SeatPlan, rounds: int) -> dict[str, Samples]:
    """The samples of some rounds, the map and the scene in turn."""
    samples: dict[str, Samples] = {}
    for turn in range(rounds):
        for is_map in (True, False):
            for name, ms in round_of(plan, turn, Map if is_map else Scene):
                kind = samples.setdefault(name, Samples())
                (kind.of_map if is_map else kind.of_scene).append(ms)
    return samples


def round_of(plan: SeatPlan, turn: int, make: type["Map"] | type["Scene"]) -> Iterator[tuple[str, float]]:
    """The milliseconds of each kind of work on a new map or scene."""
    states = busy(plan, turn)
    made: list[Map | Scene] = []
    yield "load", frame_ms(lambda: made.append(make(plan, states)))
    shown = made[0]
    for _ in range(3):
        yield "repaint", frame_ms(lambda: shown.redraw(states))
    seats = np.random.default_rng(turn).choice(SEATS, 1000, replace=False).tolist()
    for seat in seats[:5]:
        yield "update 1", frame_ms(partial(shown.set_states, [seat], [turn % 6]))
    for state in (1, 2):
        yield "update 1000", frame_ms(partial(shown.set_states, seats, [state] * 1000))
    for name in ("zoom, sizes new", "zoom"):
        shown.scale_to(1.0)
        for factor in np.geomspace(1.0, LARGEST_ZOOM, ZOOM_FRAMES).tolist()[1:]:
            yield name, frame_ms(partial(shown.scale_to, factor))
    for name, factor in (("pan, seats of 5 px", 3.0), ("pan, seats of 20 px", 12.0)):
        shown.scale_to(factor)
        painted()
        for step in range(PAN_FRAMES):
            yield name, frame_ms(partial(shown.pan, -17 if step % 4 < 2 else 15, 9))


def figures(samples: dict[str, Samples]) -> list[Figure]:
    """The median and the worst frame of each kind of work, then the worst of the medians of all frames."""
    compared_figures = []
    for name, kind in samples.items():
        compared_figures.append(compared(name, median(kind.of_map), median(kind.of_scene)))
        compared_figures.append(compared(f"{name}, worst", max(kind.of_map), max(kind.of_scene)))
    frames = [kind for name, kind in samples.items() if name.startswith(("repaint", "pan", "zoom"))]
    of_map, of_scene = (
        max(median(part) for part in parts) for parts in zip(*((k.of_map, k.of_scene) for k in frames), strict=True)
    )
    compared_figures.append(compared(WORST_FRAME, of_map, of_scene))
    return [GOALS[figure.name].judged(figure) if figure.name in GOALS else figure for figure in compared_figures]


def compared(name: str, map_ms: float, scene_ms: float) -> Figure:
    """A figure without a goal."""
    return Figure(name, round(map_ms, 3), "ms", round(scene_ms, 3), round(scene_ms / map_ms, 1))


def main() -> None:
    """Measure and print."""
    app = QApplication.instance() or QApplication([])
    plan = arena()
    assert len(plan) == SEATS
    measured(plan, 1)  # fonts, caches and code are warm for both
    results = figures(measured(plan, ROUNDS))
    app.quit()
    report([replace(figure, name=f"seat map: {figure.name}") for figure in results])


if __name__ == "__main__":
    main()
