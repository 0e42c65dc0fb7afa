"""States differ by shape, not only by colour; numbers are painted only where they are readable."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from domain.catalogue.catalog import SeatKind
from pos_app.seat_plan import SeatLook
from pos_app.ui.seat_map.colours import SeatColours, Variant, seat_colours
from pos_app.ui.seat_map.faces import Face, all_faces
from pos_app.ui.seat_map.sprites import FaceSprites, NumberedSprites, SeatSize, SpriteShelf, seat_size

LOOKS = [Face(look) for look in SeatLook]
KINDS = [Face(SeatLook.FREE, kind) for kind in SeatKind]


def grey(sprites: FaceSprites, face: Face, colours: SeatColours) -> NDArray[np.float64]:
    """The sprite in grey levels."""
    index = all_faces(len(colours.zones)).index(face) * sprites.phases**2
    cell = sprites.size.cell_px
    pixels = np.stack([line[index : index + 1].view(np.uint32) for line in sprites.lines]).reshape(cell, cell)
    channels = [(pixels >> shift & 255).astype(np.float64) for shift in (16, 8, 0)]
    return 0.299 * channels[0] + 0.587 * channels[1] + 0.114 * channels[2]


def shape(picture: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The pixels lighter than the middle between the lightest and the darkest."""
    light: NDArray[np.bool_] = picture > (picture.min() + picture.max()) / 2
    return light


@pytest.mark.parametrize("variant", ["light", "dark"])
@pytest.mark.parametrize("side", [10, 16, 30])
@pytest.mark.parametrize("faces", [LOOKS, KINDS], ids=["states", "kinds"])
def test_no_two_seats_have_one_shape(qtbot: QtBot, variant: Variant, side: int, faces: list[Face]) -> None:
    colours = seat_colours(variant)
    sprites = FaceSprites(SeatSize(side, side), colours)
    for one, other in combinations(faces, 2):
        a, b = shape(grey(sprites, one, colours)), shape(grey(sprites, other, colours))
        differing = min((a != b).mean(), (a == b).mean())  # light on dark is the same shape as dark on light
        assert differing > 0.02, (one, other)


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_in_the_overview_states_differ_in_grey(qtbot: QtBot, variant: Variant) -> None:
    colours = seat_colours(variant)
    sprites = FaceSprites(SeatSize(5, 4.5), colours)
    for one, other in combinations(LOOKS, 2):
        away = abs(grey(sprites, one, colours) - grey(sprites, other, colours)).max()
        assert away > 8, (one, other)


@pytest.mark.parametrize("pitch_px", [0.4, 1.0, 2.3, 4.0, 7.9, 9.0, 12.5, 30.0, 50.0])
def test_a_cell_is_no_wider_than_the_distance_of_two_seats(pitch_px: float) -> None:
    size = seat_size(0.86 * pitch_px, pitch_px)
    assert size.cell_px <= max(1.0, pitch_px)


def test_numbers_are_written_only_on_large_seats(qtbot: QtBot) -> None:
    shelf = SpriteShelf(seat_colours("light"), ("1", "2"))
    assert isinstance(shelf.of(SeatSize(19, 19.0)), FaceSprites)
    assert isinstance(shelf.of(SeatSize(22, 22.0)), NumberedSprites)


def test_two_numbers_make_two_pictures_that_are_painted_once(qtbot: QtBot) -> None:
    sprites = NumberedSprites(SeatSize(24, 24.0), seat_colours("light"), ("7", "8"))
    faces, numbers = np.array([0, 0, 0]), np.array([0, 1, 0])
    seven, eight, again = sprites.pick(faces, numbers).tolist()
    assert seven == again != eight
    assert any(line[seven] != line[eight] for line in sprites.lines)


def test_a_hall_with_endless_numbers_reuses_its_sprites(qtbot: QtBot) -> None:
    numbers = tuple(str(i) for i in range(6000))
    sprites = NumberedSprites(SeatSize(20, 20.0), seat_colours("light"), numbers)
    for first in range(0, 6000, 3000):
        wanted = np.arange(first, first + 3000)
        picked = sprites.pick(np.zeros(3000, dtype=np.intp), wanted)
        assert len(set(picked.tolist())) == 3000
