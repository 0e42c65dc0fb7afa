"""Halls for tests and benchmarks: a theatre with curved rows and an arena around a floor."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from domain.catalogue.catalog import SeatKind
from domain.money.money import USD, Money
from pos_app.seat_plan import (
    SeatColumns,
    SeatLook,
    SeatPlan,
    SeatPrice,
    Stage,
    States,
    Surroundings,
    build_seat_plan,
)

_OVAL = (1.3, 0.95)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass
class HallColumns:
    """The columns of a plan while they are filled."""

    section: list[int] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    x_mm: list[float] = field(default_factory=list)
    y_mm: list[float] = field(default_factory=list)
    price: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)

    def add(self, row: str, number: int | str, at: tuple[float, float], price: int = 0) -> None:
        self.section.append(len(self.sections) - 1)
        self.row.append(row)
        self.number.append(str(number))
        self.x_mm.append(at[0])
        self.y_mm.append(at[1])
        self.price.append(price)
        self.kind.append(SeatKind.ORDINARY)

    def built(self, zones: tuple[str, ...], stage: Stage | None) -> SeatPlan:
        columns = SeatColumns(self.section, self.row, self.number, self.x_mm, self.y_mm, self.price, self.kind)
        prices = tuple(SeatPrice(zone, Money(12000 - 1300 * zone, USD)) for zone in range(len(zones)))
        return build_seat_plan(columns, Surroundings(tuple(self.sections), prices, zones, stage))


def block(rows: int, seats: int, pitch_mm: float = 550.0, row_mm: float = 900.0) -> SeatPlan:
    """One section of straight rows."""
    hall = HallColumns(sections=["Platea"])
    for row in range(rows):
        for seat in range(seats):
            hall.add(row_name(row), seat + 1, (1000 + seat * pitch_mm, 4000 + row * row_mm))
    return hall.built(("General",), Stage(1000.0, 0.0, max(seats, 4) * pitch_mm, 2000.0))


def labelled(*rows: tuple[str, Sequence[int | str]], sections: Sequence[str] = ("Platea",)) -> SeatPlan:
    """The same rows, each with its seats, in every one of these sections."""
    hall = HallColumns()
    for place, section in enumerate(sections):
        hall.sections.append(section)
        for depth, (row, numbers) in enumerate(rows):
            for across, number in enumerate(numbers):
                hall.add(row, number, (place * 40_000.0 + across * 550, depth * 900.0))
    return hall.built(("General",), None)


def find_seat(plan: SeatPlan, row: str, number: str, section: str = "") -> int:
    """The seat with these labels, in any section without a name of one."""
    for seat in range(len(plan)):
        label = plan.label_of(seat)
        if (label.row, label.number) == (row, number) and section in {"", label.section}:
            return seat
    raise LookupError((section, row, number))


def theatre() -> SeatPlan:
    """2,367 seats in 24 sections before one stage: stalls in the middle and at the sides, a balcony."""
    hall = HallColumns()
    side, middle, balcony = (10, 9), (11, 12), (9, 7)
    _tier(hall, 24_000, [("PLI1", *side, 1), ("PLI2", *side, 1), ("PC1", *middle, 0), ("PC2", *middle, 0),
                         ("PLD1", *side, 1), ("PLD2", *side, 1)])  # fmt: skip
    _tier(hall, 35_800, [("PLI3", *side, 1), ("PC3", *middle, 0), ("PC4", *middle, 0), ("PLD3", *side, 1)])
    _tier(hall, 47_600, [(f"PP{i}", 10, 12, 2) for i in range(1, 5)])
    _tier(hall, 60_500, [*((f"BLI{i}", *balcony, 4) for i in range(1, 4)),
                         *((f"BC{i}", 10, 11, 3) for i in range(1, 5)),
                         *((f"BLD{i}", *balcony, 4) for i in range(1, 4))])  # fmt: skip
    zones = ("Patio central", "Patio lateral", "Patio posterior", "Balcón central", "Balcón lateral")
    plan = hall.built(zones, Stage(-9_000.0, 9_000.0, 18_000.0, 8_000.0))
    return _with_kinds(plan)


def arena() -> SeatPlan:
    """60,000 seats: a floor of chairs before the stage and rings of sections around it."""
    hall = HallColumns()
    for column in range(4):
        for part in range(3):
            hall.sections.append(f"Cancha {column * 3 + part + 1}")
            for row in range(19):
                for seat in range(20):
                    x = -24_600 + column * 13_000 + seat * 550
                    hall.add(row_name(row), seat + 1, (x, -20_000 + part * 19_500 + row * 900))
    for ring in range(3):
        inner = 47_000 + ring * 26_500
        for wedge in range(36):
            if 24 <= wedge <= 29:
                continue  # behind the stage
            hall.sections.append(f"{100 * (ring + 1) + wedge + 1}")
            _wedge(hall, inner, wedge, price=1 + ring)
    _fill_up(hall, 60_000)
    zones = ("Cancha", "VIP", "Tribuna baja", "Tribuna media", "Tribuna alta", "Gradas")
    return hall.built(zones, Stage(-22_000.0, -42_000.0, 44_000.0, 14_000.0))


def busy(plan: SeatPlan, seed: int = 7) -> States:
    """States as on a good evening: clusters of sold seats, some held, killed or elsewhere, and a few in the cart."""
    chance = np.random.default_rng(seed)
    states = np.zeros(len(plan), dtype=np.uint8)
    states[plan.row % 17 == 16] = SeatLook.ELSEWHERE
    at = 0
    while at < len(plan):
        run = int(chance.integers(1, 7))
        if chance.random() < 0.42:
            states[at : at + run] = SeatLook.SOLD
        elif chance.random() < 0.06:
            states[at : at + run] = SeatLook.HELD
        elif chance.random() < 0.02:
            states[at : at + run] = SeatLook.KILLED
        at += run
    free = np.flatnonzero(states == SeatLook.FREE)
    states[free[len(free) // 9 : len(free) // 9 + 4]] = SeatLook.IN_CART
    return states


def row_name(row: int) -> str:
    return _LETTERS[row] if row < len(_LETTERS) else "A" + _LETTERS[row - len(_LETTERS)]


def _tier(hall: HallColumns, radius_mm: float, blocks: list[tuple[str, int, int, int]]) -> None:
    """Sections side by side (name, rows, seats, price) along an arc, an aisle between them."""
    widths = [seats * 560 + 1_600 for _, _, seats, _ in blocks]
    at_mm = -sum(widths) / 2
    for (name, rows, seats, price), width in zip(blocks, widths, strict=True):
        hall.sections.append(name)
        middle = (at_mm + width / 2) / radius_mm
        at_mm += width
        for row in range(rows):
            radius = radius_mm + row * 900
            count = seats + 1 if name == "PC1" and row == rows - 1 else seats
            for seat in range(count):
                angle = middle + (seat - (count - 1) / 2) * 560 / radius
                at = (radius * math.sin(angle), radius * math.cos(angle))
                hall.add(row_name(row), seat + 1, at, price)


def _wedge(hall: HallColumns, inner_mm: float, wedge: int, price: int) -> None:
    """A section of an oval ring: 27 rows between two aisles."""
    middle = math.radians(wedge * 10 + 5)
    stretch = math.hypot(_OVAL[0] * math.sin(middle), _OVAL[1] * math.cos(middle))
    for row in range(27):
        radius = inner_mm + row * 850
        step = 560 / (radius * stretch)
        seats = int((math.radians(10) - 1_800 / (radius * stretch)) / step)
        for seat in range(seats):
            angle = middle + (seat - (seats - 1) / 2) * step
            at = (_OVAL[0] * radius * math.cos(angle), _OVAL[1] * radius * math.sin(angle))
            hall.add(row_name(row), seat + 1, at, price)


def _fill_up(hall: HallColumns, seats: int) -> None:
    """Bring the hall to exactly so many seats: the last section loses some, or another section is added."""
    columns = (hall.section, hall.row, hall.number, hall.x_mm, hall.y_mm, hall.price, hall.kind)
    for column in columns:
        del column[seats:]
    missing = seats - len(hall.x_mm)
    if missing:
        hall.sections.append("Explanada")
        for extra in range(missing):
            at = (-70_000.0 + extra % 250 * 560, 150_000.0 + extra // 250 * 900)
            hall.add(row_name(extra // 250), extra % 250 + 1, at, price=5)


def _with_kinds(plan: SeatPlan) -> SeatPlan:
    kind = plan.kind
    kind[plan.seats_of_row(10)[2:9:2]] = SeatKind.ACCESSIBLE
    kind[plan.seats_of_row(10)[3:9:2]] = SeatKind.COMPANION
    kind[plan.seats_of_row(44)[:2]] = SeatKind.RESTRICTED_VIEW
    kind[plan.seats_of_row(45)[:2]] = SeatKind.RESTRICTED_VIEW
    return plan
