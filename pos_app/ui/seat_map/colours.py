"""The colours of the seat map, read from the theme."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

Variant = Literal["light", "dark", "contrast"]
Colour = str
"""#RRGGBB"""


_FACES = ("free", "in_cart", "held", "sold", "killed", "elsewhere", "at_hq", "accessible")


@dataclass(frozen=True, slots=True)
class FaceColours:
    """The inside of a seat, its border, and the glyph on it."""

    fill: Colour
    edge: Colour
    glyph: Colour


@dataclass(frozen=True, slots=True)
class SeatColours:
    """Every colour of the map. `panel` is the ground of a section, on which its seats are painted."""

    background: Colour
    panel: Colour
    stage: Colour
    stage_text: Colour
    row_text: Colour
    name_text: Colour
    name_plate: Colour
    cursor: Colour
    cursor_halo: Colour
    zone_fill_percent: int
    zone_overview_percent: int
    zones: tuple[Colour, ...]
    free: FaceColours
    in_cart: FaceColours
    held: FaceColours
    sold: FaceColours
    killed: FaceColours
    elsewhere: FaceColours
    at_hq: FaceColours
    accessible: FaceColours

    def of_zone(self, zone: int) -> Colour:
        """The colour of a zone. Zones beyond the last colour reuse the first; their names distinguish them."""
        return self.zones[zone % len(self.zones)]


def seat_colours(variant: Variant) -> SeatColours:
    """The colours that belong to a theme of the screens."""
    text = files("resources").joinpath("theme", f"seat_map_{variant}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    for name in _FACES:
        table[name] = FaceColours(**table[name])
    table["zones"] = tuple(table["zones"])
    return SeatColours(**table)


def mixed(ground: Colour, colour: Colour, percent: int) -> Colour:
    """A colour laid over a ground with this opacity."""
    pairs = zip(_channels(ground), _channels(colour), strict=True)
    return "#" + "".join(f"{round(below + (above - below) * percent / 100):02X}" for below, above in pairs)


def _channels(colour: Colour) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
