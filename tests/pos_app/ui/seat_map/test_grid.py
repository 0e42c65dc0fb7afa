"""The grid returns the same seats as a search of all of them."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pos_app.seat_plan import SeatPlan
from pos_app.ui.seat_map.camera import Bounds
from pos_app.ui.seat_map.grid import build_grid
from tests.pos_app.ui.seat_map.halls import block

coordinates = st.integers(-20_000, 20_000)
places = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=60)
reaches = st.integers(1, 3_000)


def scattered(at: list[tuple[int, int]]) -> SeatPlan:
    """Seats at these places."""
    plan = block(1, len(at))
    x, y = np.array(at, dtype=np.float32).T
    return replace(plan, x_mm=x.copy(), y_mm=y.copy())


def searched(plan: SeatPlan, x_mm: float, y_mm: float, reach_mm: float) -> int | None:
    """The first of the nearest seats within reach, by a search of all seats."""
    away = np.maximum(abs(plan.x_mm - np.float32(x_mm)), abs(plan.y_mm - np.float32(y_mm)))
    return int(away.argmin()) if away.min() <= np.float32(reach_mm) else None


@given(at=places, x_mm=coordinates, y_mm=coordinates, reach_mm=reaches)
def test_the_seat_under_a_point_is_the_one_that_a_full_search_finds(
    at: list[tuple[int, int]], x_mm: int, y_mm: int, reach_mm: int
) -> None:
    plan = scattered(at)
    assert build_grid(plan).seat_at(x_mm, y_mm, reach_mm) == searched(plan, x_mm, y_mm, reach_mm)


@given(at=places, seat=st.integers(0, 59), reach_mm=reaches)
def test_a_seat_is_found_at_its_own_place(at: list[tuple[int, int]], seat: int, reach_mm: int) -> None:
    plan = scattered(at)
    x_mm, y_mm = at[seat % len(at)]
    assert build_grid(plan).seat_at(x_mm, y_mm, reach_mm) == searched(plan, x_mm, y_mm, reach_mm)


@given(at=places, corners=st.tuples(coordinates, coordinates, coordinates, coordinates))
def test_every_seat_of_a_part_is_visible_once(at: list[tuple[int, int]], corners: tuple[int, int, int, int]) -> None:
    plan = scattered(at)
    left, right = sorted(corners[:2])
    top, bottom = sorted(corners[2:])
    grid = build_grid(plan)
    shown = grid.seats[grid.visible(Bounds(left, top, right, bottom))].tolist()
    inside = [i for i, (x, y) in enumerate(at) if left <= x <= right and top <= y <= bottom]
    assert set(inside) <= set(shown)
    assert len(shown) == len(set(shown))


def test_two_seats_a_country_apart_do_not_fill_the_memory() -> None:
    grid = build_grid(scattered([(-1_000_000_000, 0), (1_000_000_000, 1_000_000_000)]))
    assert len(grid.starts) < 100_000


def test_a_plan_without_seats_has_none_anywhere() -> None:
    none = np.empty(0, dtype=np.float32)
    grid = build_grid(replace(block(1, 1), x_mm=none, y_mm=none))
    assert grid.seat_at(0, 0, 1000) is None
