"""Zoom, pan and fit as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.ui.seat_map.camera import LARGEST_SEAT_PX, MARGIN_PX, Bounds, Camera, World, fitted

WORLD = World(Bounds(-10_000, 0, 30_000, 20_000), 450, 1600, 900)
factors = st.floats(0.01, 100)
points = st.tuples(st.integers(0, 1600), st.integers(0, 900))


def on_screen(camera: Camera, world: World) -> tuple[float, float, float, float]:
    bounds = world.bounds
    return *camera.to_screen(bounds.left, bounds.top), *camera.to_screen(bounds.right, bounds.bottom)


def test_all_of_the_plan_fits_with_a_margin() -> None:
    left, top, right, bottom = on_screen(fitted(WORLD), WORLD)
    assert left >= MARGIN_PX - 1
    assert top >= MARGIN_PX - 1
    assert right <= WORLD.width_px - MARGIN_PX + 1
    assert bottom <= WORLD.height_px - MARGIN_PX + 1


@given(steps=st.lists(st.tuples(factors, points), max_size=8))
def test_zoom_stays_between_the_whole_plan_and_a_large_seat(
    steps: list[tuple[float, tuple[int, int]]],
) -> None:
    camera = fitted(WORLD)
    for factor, at in steps:
        camera = camera.zoomed(factor, at, WORLD)
        assert WORLD.smallest_scale <= camera.scale <= LARGEST_SEAT_PX / WORLD.seat_mm


@given(factor=factors, at=points, by=st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999)))
def test_the_plan_never_leaves_the_viewport(factor: float, at: tuple[int, int], by: tuple[int, int]) -> None:
    left, top, right, bottom = on_screen(fitted(WORLD).zoomed(factor, at, WORLD).panned(*by, WORLD), WORLD)
    assert left <= WORLD.width_px - MARGIN_PX
    assert right >= MARGIN_PX
    assert top <= WORLD.height_px - MARGIN_PX
    assert bottom >= MARGIN_PX


def test_the_point_under_the_pointer_stays_when_zooming() -> None:
    camera = fitted(WORLD).zoomed(4, (800, 450), WORLD)
    before = camera.to_plan(700, 400)
    after = camera.zoomed(1.5, (700, 400), WORLD).to_plan(700, 400)
    assert after == pytest.approx(before, abs=1.5 / camera.scale)


def test_a_seat_out_of_sight_is_brought_well_inside() -> None:
    near = fitted(WORLD).zoomed(6, (800, 450), WORLD)
    x, y = near.showing(-9_000, 19_000, WORLD).to_screen(-9_000, 19_000)
    assert 0 < x < WORLD.width_px
    assert 0 < y < WORLD.height_px


def test_a_viewport_of_one_pixel_has_a_camera() -> None:
    tiny = World(WORLD.bounds, 450, 1, 1)
    assert fitted(tiny).zoomed(2, (0, 0), tiny).scale > 0
