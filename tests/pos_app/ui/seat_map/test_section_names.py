"""The names of sections on the map: none covers another one, at any zoom and place."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from pos_app.seat_plan import SeatPlan
from pos_app.ui.seat_map.camera import Camera, World, fitted
from pos_app.ui.seat_map.colours import seat_colours
from pos_app.ui.seat_map.section_names import PlacedName, SectionNames
from pos_app.ui.seat_map.shown_plan import ShownPlan, prepare_plan
from pos_app.ui.seat_map.viewpoint import KEY_ZOOM
from tests.pos_app.ui.seat_map.halls import HallColumns, arena, row_name, theatre

VIEWPORTS = [(700, 380), (1050, 560)]
"""The map in a window of 1024 by 600 and of 1366 by 768."""


def long_names() -> SeatPlan:
    """Sections side by side and one behind another, with names that are longer than they are wide."""
    hall = HallColumns()
    for across in range(6):
        for depth in range(6):
            hall.sections.append(f"Preferencial lateral izquierda {across}-{depth}")
            for row in range(3):
                for seat in range(8):
                    hall.add(row_name(row), seat + 1, (across * 5_000 + seat * 550, depth * 3_200 + row * 900))
    return hall.built(("General",), None)


HALLS = {"theatre": theatre, "arena": arena, "long names": long_names}


@pytest.fixture(params=list(HALLS))
def shown(request: pytest.FixtureRequest, qtbot: QtBot) -> ShownPlan:
    return prepare_plan(HALLS[request.param](), seat_colours("light"), QFont())


def cameras(world: World) -> list[Camera]:
    """Every zoom of the keys, each with the plan fitted, and moved about."""
    made: list[Camera] = []
    zoomed = fitted(world)
    while not made or zoomed.scale > made[-1].scale:
        moves = [(0, 0), (-130, -70), (210, 95), (-500, 333), (900, -900)]
        made += [zoomed.panned(*move, world) for move in moves]
        zoomed = zoomed.zoomed(KEY_ZOOM, (world.width_px / 3, world.height_px / 2), world)
    return made


def overlapping(names: tuple[PlacedName, ...]) -> list[tuple[PlacedName, PlacedName]]:
    return [(one, other) for one, other in combinations(names, 2) if one.box.intersects(other.box)]


@pytest.mark.parametrize("size", VIEWPORTS)
def test_no_name_covers_another_at_any_zoom(shown: ShownPlan, size: tuple[int, int]) -> None:
    world = shown.world(*size)
    views = cameras(world)
    assert len(views) >= 30
    assert [pair for camera in views for pair in overlapping(shown.names.placed(camera, world))] == []


def covered_seats(shown: ShownPlan, camera: Camera, world: World) -> list[tuple[str, int]]:
    """Each name that lies over the square of a seat, with the number of such seats: looked for one by one."""
    plan = shown.plan
    half = plan.seat_mm * camera.scale / 2
    x, y = plan.x_mm * camera.scale - camera.left_px, plan.y_mm * camera.scale - camera.top_px
    covered_by = []
    for name in shown.names.placed(camera, world):
        box = name.box
        across = (x + half > box.left()) & (x - half < box.right())
        covered = int((across & (y + half > box.top()) & (y - half < box.bottom())).sum())
        if covered:
            covered_by.append((plan.sections[name.section], covered))
    return covered_by


@pytest.mark.parametrize("size", VIEWPORTS)
def test_no_name_covers_a_seat_at_any_zoom(shown: ShownPlan, size: tuple[int, int]) -> None:
    world = shown.world(*size)
    assert [fault for camera in cameras(world) for fault in covered_seats(shown, camera, world)] == []


def misread(shown: ShownPlan, camera: Camera, world: World) -> list[str]:
    """Each name that has a seat of another section nearer than every seat of its own: looked for one by one."""
    plan = shown.plan
    section = np.array([row.section for row in plan.rows])[plan.row]
    x, y = plan.x_mm * camera.scale - camera.left_px, plan.y_mm * camera.scale - camera.top_px
    misread_names = []
    for name in shown.names.placed(camera, world):
        across = np.maximum(np.maximum(name.box.left() - x, x - name.box.right()), 0)
        along = np.maximum(np.maximum(name.box.top() - y, y - name.box.bottom()), 0)
        away = np.hypot(across, along)
        is_own = section == name.section
        if away[is_own].min() > away[~is_own].min():
            misread_names.append(plan.sections[name.section])
    return misread_names


@pytest.mark.parametrize("size", VIEWPORTS)
def test_no_name_is_nearer_to_another_section_than_to_its_own(shown: ShownPlan, size: tuple[int, int]) -> None:
    world = shown.world(*size)
    assert [name for camera in cameras(world) for name in misread(shown, camera, world)] == []


@pytest.mark.parametrize("size", VIEWPORTS)
def test_no_name_is_cut_by_the_edge_of_the_map(shown: ShownPlan, size: tuple[int, int]) -> None:
    world = shown.world(*size)
    inside = QRectF(0, 0, *size)
    names = [name for camera in cameras(world) for name in shown.names.placed(camera, world)]
    assert names
    assert all(inside.contains(name.box) for name in names)


@pytest.mark.parametrize("size", VIEWPORTS)
def test_sections_of_a_theatre_have_their_name_where_there_is_room_beside_the_seats(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    shown = prepare_plan(theatre(), seat_colours("light"), QFont())
    world = shown.world(*size)
    assert len(shown.names.placed(fitted(world), world)) >= 12


def test_a_name_stands_elsewhere_before_it_would_cover_another_and_is_left_out_after_that(qtbot: QtBot) -> None:
    """Sections in one place have as many names as there are places around them, the larger one first."""
    counts = []
    for sections in (2, 40):
        hall = HallColumns()
        for section in range(sections):
            hall.sections.append(f"Palco {section}")
            for seat in range(9 + section):
                hall.add("A", seat + 1, (seat * 550, 0))
        shown = prepare_plan(hall.built(("General",), None), seat_colours("light"), QFont())
        world = shown.world(700, 380)
        placed = shown.names.placed(fitted(world), world)
        assert placed[0].section == sections - 1
        counts.append(len(placed))
    assert counts[0] == 2
    assert 2 < counts[1] < 40


def test_the_names_follow_the_camera(shown: ShownPlan) -> None:
    world = shown.world(1050, 560)
    names: SectionNames = shown.names
    layouts = [names.placed(camera, world) for camera in cameras(world)]
    assert all(names.placed(camera, world) == layout for camera, layout in zip(cameras(world), layouts, strict=True))
    assert any(one != other for one, other in pairwise(layouts))


def test_a_crowded_overview_names_sections_by_letters_that_tell_them_apart(qtbot: QtBot) -> None:
    crowded = prepare_plan(long_names(), seat_colours("light"), QFont())
    world = crowded.world(680, 330)
    names = crowded.names
    placed = names.placed(fitted(world), world)
    texts = [names.text(name) for name in placed]
    assert len(placed) >= 18
    assert any("…" in text for text in texts)
    assert len(set(texts)) == len(texts)
