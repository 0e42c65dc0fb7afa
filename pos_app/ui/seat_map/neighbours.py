"""The next seat in the direction of an arrow key."""

from enum import Enum

import numpy as np

from pos_app.seat_plan import SeatPlan

_SIDEWAYS_COSTS = 2.5
"""The cost of a distance to the side, relative to the same distance ahead."""


class Direction(Enum):
    """The direction of an arrow key, as a step in x and y."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, -1)
    DOWN = (0, 1)


def next_seat(plan: SeatPlan, seat: int, direction: Direction) -> int | None:
    """The nearest seat ahead; None at the edge. Seats farther to the side than ahead do not count."""
    step_x, step_y = direction.value
    dx, dy = plan.x_mm - plan.x_mm[seat], plan.y_mm - plan.y_mm[seat]
    ahead = dx * np.float32(step_x) + dy * np.float32(step_y)
    aside = abs(dx * np.float32(step_y)) + abs(dy * np.float32(step_x))
    cost = np.where((ahead > 0) & (aside <= ahead), ahead + _SIDEWAYS_COSTS * aside, np.inf)
    nearest = int(cost.argmin())
    return nearest if np.isfinite(cost[nearest]) else None


def nearest_seat(plan: SeatPlan, x_mm: float, y_mm: float) -> int | None:
    """The seat nearest to a point."""
    if not len(plan):
        return None
    return int(np.hypot(plan.x_mm - np.float32(x_mm), plan.y_mm - np.float32(y_mm)).argmin())
