"""Where the windows of the demo stand on a desktop: the switch on top, below it both stations side by side. No Qt."""

from dataclasses import dataclass

_FRAME = 8
"""Room for the edges of a window's frame on each side, in pixels."""
_TITLE = 40
"""Room for a title bar. The switch and the stations have one each."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Needs:
    """The smallest size of a station's window, and the height of the switch, in pixels without their frames."""

    width: int
    height: int
    switch: int


NEEDS = Needs(1024, 600, 60)


@dataclass(frozen=True, slots=True)
class Places:
    """The places of the three windows, frames included."""

    switch: Box
    stations: tuple[Box, Box]


def scale(width: int, height: int, needs: Needs) -> float:
    """By how much everything must be drawn smaller so that both stations fit on a desktop of this size; at most 1."""
    across, upright = 2 * (needs.width + 2 * _FRAME), needs.height + needs.switch + 2 * (_TITLE + _FRAME)
    return min(1.0, width / across, height / upright)


def places(desk: Box, needs: Needs) -> Places:
    """The places on a desktop."""
    bar, half = needs.switch + _TITLE + _FRAME, desk.width // 2
    below, height = desk.top + bar, desk.height - bar
    return Places(
        Box(desk.left, desk.top, desk.width, bar),
        (Box(desk.left, below, half, height), Box(desk.left + half, below, desk.width - half, height)),
    )
