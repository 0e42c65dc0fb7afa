"""Changes painted one by one give the same picture as painting everything at once."""

import numpy as np
import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from pos_app.seat_plan import SeatLook, SeatPlan, States
from pos_app.ui.seat_map.colours import seat_colours
from pos_app.ui.seat_map.viewpoint import Viewpoint, as_indices, as_states
from tests.pos_app.ui.seat_map.halls import arena, block, busy, theatre

WIDTH, HEIGHT = 640, 420


def view_of(plan: SeatPlan, states: States, zoom: float = 1.0) -> Viewpoint:
    view = Viewpoint(plan, states, seat_colours("light"), QFont())
    view.resize(WIDTH, HEIGHT)
    view.zoom(zoom, (WIDTH / 2, HEIGHT / 2))
    view.drawn()
    return view


def painted_at_once(view: Viewpoint) -> Viewpoint:
    """Another viewpoint with the same content, painted at once."""
    fresh = Viewpoint(view.plan, view.states, view.colours, QFont())
    fresh.resize(WIDTH, HEIGHT)
    fresh.copy_position(view)
    fresh.drawn()
    return fresh


def assert_same_picture(view: Viewpoint) -> None:
    ours, whole = view.shown.canvas.pixels(), painted_at_once(view).shown.canvas.pixels()
    assert np.array_equal(ours, whole), f"{int((ours != whole).sum())} pixels differ"


@pytest.mark.parametrize("zoom", [1.0, 2.0, 3.5, 9.0])
def test_a_stamped_change_is_a_full_painting(qtbot: QtBot, zoom: float) -> None:
    plan = block(24, 40)
    view = view_of(plan, busy(plan), zoom)
    chance = np.random.default_rng(3)
    for _ in range(4):
        seats = chance.choice(len(plan), 60, replace=False)
        view.put_states(as_indices(seats), as_states(chance.integers(0, len(SeatLook), 60)))
    assert_same_picture(view)


@pytest.mark.parametrize("zoom", [1.6, 4.0, 9.0])
def test_a_pan_in_any_direction_is_a_full_painting(qtbot: QtBot, zoom: float) -> None:
    plan = theatre()
    view = view_of(plan, busy(plan), zoom)
    for dx, dy in ((13, 7), (-40, 21), (5, -60), (-7, -3), (0, 11), (90, 0)):
        view.pan(dx, dy)
        view.drawn()
    assert_same_picture(view)


def test_a_pan_farther_than_the_viewport_is_a_full_painting(qtbot: QtBot) -> None:
    plan = theatre()
    view = view_of(plan, busy(plan), 9.0)
    view.pan(-WIDTH - 5, 0)
    view.drawn()
    assert_same_picture(view)


def test_new_states_of_all_seats_are_a_full_painting(qtbot: QtBot) -> None:
    plan = theatre()
    view = view_of(plan, busy(plan, 1), 3.0)
    view.put_all_states(busy(plan, 2))
    view.put_all_states(busy(plan, 3))
    assert_same_picture(view)


def test_a_change_names_the_part_that_changed_and_no_more(qtbot: QtBot) -> None:
    plan = block(10, 10)
    view = view_of(plan, busy(plan))
    before = view.shown.canvas.pixels()
    part = view.put_states(as_indices([44]), as_states([(view.states[44] + 1) % len(SeatLook)]))
    rows, columns = np.nonzero(before != view.shown.canvas.pixels())
    assert part.top() <= rows.min()
    assert rows.max() <= part.bottom()
    assert part.left() <= columns.min()
    assert columns.max() <= part.right()
    assert part.width() < 40


def test_a_change_out_of_sight_changes_no_pixel(qtbot: QtBot) -> None:
    plan = block(30, 60)
    view = view_of(plan, busy(plan), 12.0)
    before = view.shown.canvas.pixels()
    assert view.put_states(as_indices([0]), as_states([SeatLook.IN_CART])).isEmpty()
    assert np.array_equal(before, view.shown.canvas.pixels())


def test_sixty_thousand_seats_are_shown_and_each_is_found(qtbot: QtBot) -> None:
    plan = arena()
    assert len(plan) == 60_000
    view = view_of(plan, busy(plan))
    assert len(np.unique(view.shown.canvas.pixels())) > 10
    view.zoom(14, (WIDTH / 2, HEIGHT / 2))
    for seat in range(0, len(plan), 1_777):
        view.point_at(seat)
        at = view.camera.to_screen(float(plan.x_mm[seat]), float(plan.y_mm[seat]))
        assert view.seat_at(*at) == seat


@pytest.mark.parametrize(("zoom", "written"), [(1.0, False), (3.0, True)])
def test_row_letters_appear_only_where_a_seat_is_large(qtbot: QtBot, zoom: float, written: bool) -> None:
    plan = block(24, 40)
    view = view_of(plan, busy(plan), zoom)
    view.point_at(0)
    view.drawn()
    beside_mm = float(plan.x_mm[0]) - 1.1 * plan.pitch_mm
    x, y = (round(at) for at in view.camera.to_screen(beside_mm, float(plan.y_mm[0])))
    ground = view.shown.canvas.pixels()[y - 3 : y + 4, x - 3 : x + 4]
    assert (len(np.unique(ground)) > 1) == written
