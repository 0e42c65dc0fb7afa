"""The names of sections on the map: none covers another one, at any zoom and place."""

from itertools import combinations, pairwise

import pytest
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


@pytest.mark.parametrize("size", VIEWPORTS)
def test_most_sections_of_a_theatre_have_their_name(qtbot: QtBot, size: tuple[int, int]) -> None:
    shown = prepare_plan(theatre(), seat_colours("light"), QFont())
    world = shown.world(*size)
    assert len(shown.names.placed(fitted(world), world)) == 24


def test_a_name_is_left_out_only_where_it_would_cover_another(qtbot: QtBot) -> None:
    """Two sections in one place: the larger one has its name. Apart, both have theirs."""
    for gap_mm, count in ((0, 1), (20_000, 2)):
        hall = HallColumns()
        for name, seats in (("Palco", 9), ("Platea", 10)):
            hall.sections.append(name)
            for seat in range(seats):
                hall.add("A", seat + 1, (gap_mm * (name == "Palco") + seat * 550, 0))
        shown = prepare_plan(hall.built(("General",), None), seat_colours("light"), QFont())
        world = shown.world(700, 380)
        placed = shown.names.placed(fitted(world), world)
        assert len(placed) == count
        assert placed[0].section == 1


def test_the_names_follow_the_camera(shown: ShownPlan) -> None:
    world = shown.world(1050, 560)
    names: SectionNames = shown.names
    layouts = [names.placed(camera, world) for camera in cameras(world)]
    assert all(names.placed(camera, world) == layout for camera, layout in zip(cameras(world), layouts, strict=True))
    assert any(one != other for one, other in pairwise(layouts))
