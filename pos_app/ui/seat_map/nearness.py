"""Whether a rectangle of the map is nearer to one section than to every other, measured to the middles of seats."""

from collections.abc import Sequence

import numpy as np

from pos_app.ui.seat_map.occupied import Boxes
from pos_app.ui.seat_map.panels import Points, SectionPanel

_MOST_KNOWN = 20_000


class Nearness:
    """Remembers what it was asked: a pan of an overview asks the same again in each frame."""

    def __init__(self, panels: Sequence[SectionPanel]) -> None:
        self._seats = [panel.seats_mm for panel in panels]
        sides = [(*seats.min(axis=0), *seats.max(axis=0)) for seats in self._seats]
        self._bounds: Boxes = np.array(sides, dtype=np.float64).reshape(-1, 4)
        self._known: dict[tuple[int, tuple[float, ...]], bool] = {}

    def is_nearest(self, section: int, box: tuple[float, float, float, float]) -> bool:
        """Whether no other section than this index is nearer to a box: left, top, right, bottom, in millimetres."""
        key = (section, tuple(round(side) for side in box))
        if key not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._looks_nearest(section, box)
        return self._known[key]

    def _looks_nearest(self, section: int, box: tuple[float, float, float, float]) -> bool:
        own = _distance(self._seats[section], box)
        left, top, right, bottom = self._bounds.T
        across = np.maximum(np.maximum(left - box[2], box[0] - right), 0.0)
        along = np.maximum(np.maximum(top - box[3], box[1] - bottom), 0.0)
        rivals = np.flatnonzero(np.hypot(across, along) <= own).tolist()
        return all(_distance(self._seats[rival], box) >= own for rival in rivals if rival != section)


def _distance(points: Points, box: tuple[float, float, float, float]) -> float:
    """From a rectangle to the nearest point; 0 when one is inside."""
    x, y = points[:, 0], points[:, 1]
    across = np.maximum(np.maximum(box[0] - x, x - box[2]), 0.0)
    along = np.maximum(np.maximum(box[1] - y, y - box[3]), 0.0)
    return float(np.hypot(across, along).min())
