"""The windows of the demo stand side by side on every desktop, and each is large enough for its screens."""

from itertools import combinations

import pytest

from pos_app.demo.desk import NEEDS, Box, places, scale

DESKS = ((1024, 768), (1280, 720), (1366, 728), (1366, 768), (1920, 1040), (2560, 1440), (3840, 2160), (1080, 1920))


def overlap(one: Box, other: Box) -> bool:
    beside = one.left + one.width <= other.left or other.left + other.width <= one.left
    above = one.top + one.height <= other.top or other.top + other.height <= one.top
    return not (beside or above)


@pytest.mark.parametrize("size", DESKS)
def test_no_window_lies_on_another_or_outside_of_the_desktop(size: tuple[int, int]) -> None:
    factor = scale(*size, NEEDS)
    desk = Box(0, 27, int(size[0] / factor), int(size[1] / factor))
    at = places(desk, NEEDS)
    windows = (at.switch, *at.stations)
    assert not [pair for pair in combinations(windows, 2) if overlap(*pair)]
    for window in windows:
        assert window.left >= desk.left
        assert window.top >= desk.top
        assert window.left + window.width <= desk.left + desk.width
        assert window.top + window.height <= desk.top + desk.height


@pytest.mark.parametrize("size", DESKS)
def test_each_station_has_the_room_that_its_screens_need(size: tuple[int, int]) -> None:
    factor = scale(*size, NEEDS)
    for station in places(Box(0, 0, round(size[0] / factor), round(size[1] / factor)), NEEDS).stations:
        assert station.width >= NEEDS.width
        assert station.height >= NEEDS.height


def test_a_large_desktop_is_not_scaled() -> None:
    assert scale(3840, 2160, NEEDS) == 1
    assert 0.6 < scale(1366, 768, NEEDS) < 0.7
