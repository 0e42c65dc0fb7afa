"""Halls for tests and benchmarks: a theatre of curved rows and an arena around a floor."""

import math
from dataclasses import dataclass, field

import numpy as np

from domain.catalog import SeatKind
from domain.money import USD, Money
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

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass
class HallColumns:
    """Columns while they are filled."""

    section: list[int] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    x_mm: list[float] = field(default_factory=list)
    y_mm: list[float] = field(default_factory=list)
    price: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)

    def add(self, row: str, number: int, at: tuple[float, float], price: int = 0) -> None:
        self.section.append(len(self.sections) - 1)
        self.row.append(row)
        self.number.append(str(number))
        self.x_mm.append(at[0])
        self.y_mm.append(at[1])
        self.price.append(price)
        self.kind.append(SeatKind.ORDINARY)

    def built(self, zones: tuple[str, ...], stage: Stage | None) -> SeatPlan:
        columns = SeatColumns(
            self.section, self.row, self.number, self.x_mm, self.y_mm, self.price, self.kind
        )
        prices = tuple(SeatPrice(zone, Money(12000 - 1300 * zone, USD)) for zone in range(len(zones)))
        return build_seat_plan(columns, Surroundings(tuple(self.sections), prices, zones, stage))


def block(rows: int, seats: int, pitch_mm: float = 550.0, row_mm: float = 900.0) -> SeatPlan:
    """One section of straight rows."""
    hall = HallColumns(sections=["Platea"])
    for row in range(rows):
        for seat in range(seats):
            hall.add(row_name(row), seat + 1, (1000 + seat * pitch_mm, 4000 + row * row_mm))
    return hall.built(("General",), Stage("ESCENARIO", 1000.0, 0.0, max(seats, 4) * pitch_mm, 2000.0))


def theatre() -> SeatPlan:
    """2,367 seats in 24 sections around one stage: stalls in the middle and at the sides, then the balcony."""
    hall = HallColumns()
    front = [("PC1", 11, 12), ("PC2", 11, 12), ("PC3", 11, 12), ("PC4", 11, 12)]
    _arc(hall, front, _Arc(17_000, -21, 21, price=0), extra=True)
    left = [("PLI1", 10, 9), ("PLI2", 10, 9), ("PLI3", 10, 9)]
    right = [("PLD1", 10, 9), ("PLD2", 10, 9), ("PLD3", 10, 9)]
    _arc(hall, left, _Arc(17_000, -46, -23, price=1))
    _arc(hall, right, _Arc(17_000, 23, 46, price=1))
    _arc(hall, [(f"PP{i}", 10, 12) for i in range(1, 5)], _Arc(28_700, -15, 15, price=2))
    _arc(hall, [(f"BC{i}", 10, 11) for i in range(1, 5)], _Arc(39_400, -11, 11, price=3))
    _arc(hall, [(f"BLI{i}", 9, 7) for i in range(1, 4)], _Arc(32_000, -36, -20, price=4))
    _arc(hall, [(f"BLD{i}", 9, 7) for i in range(1, 4)], _Arc(32_000, 20, 36, price=4))
    zones = ("Patio central", "Patio lateral", "Patio posterior", "Balcón central", "Balcón lateral")
    plan = hall.built(zones, Stage("ESCENARIO", -9_000.0, 4_000.0, 18_000.0, 8_000.0))
    return _with_kinds(plan)


def arena() -> SeatPlan:
    """60,000 seats: a floor of chairs before the stage and rings of sections around it."""
    hall = HallColumns()
    for column in range(4):
        for part in range(3):
            hall.sections.append(f"Cancha {column * 3 + part + 1}")
            for row in range(25):
                for seat in range(20):
                    x = -24_000 + column * 12_300 + seat * 550
                    hall.add(row_name(row), seat + 1, (x, -28_000 + part * 24_500 + row * 900))
    for ring in range(5):
        inner = 46_000 + ring * 21_500
        for wedge in range(36):
            if 25 <= wedge <= 28:
                continue  # behind the stage
            hall.sections.append(f"{100 * (ring + 1) + wedge + 1}")
            _wedge(hall, inner, wedge, price=1 + ring)
    _fill_up(hall, 60_000)
    zones = ("Cancha", "VIP", "Tribuna baja", "Tribuna media", "Tribuna alta", "Gradas")
    return hall.built(zones, Stage("ESCENARIO", -20_000.0, -52_000.0, 40_000.0, 12_000.0))


def busy(plan: SeatPlan, seed: int = 7) -> States:
    """States as on a good evening: clusters sold, some held, killed, elsewhere and a few in the cart."""
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
    states[free[len(free) // 9 : len(free) // 9 + 4]] = SeatLook.MINE
    return states


def row_name(row: int) -> str:
    return _LETTERS[row] if row < len(_LETTERS) else "A" + _LETTERS[row - len(_LETTERS)]


@dataclass(frozen=True)
class _Arc:
    """Sections side by side between two angles, the first row at a radius from the stage."""

    radius_mm: float
    low_degrees: float
    high_degrees: float
    price: int


def _arc(hall: HallColumns, sections: list[tuple[str, int, int]], arc: _Arc, *, extra: bool = False) -> None:
    step = (arc.high_degrees - arc.low_degrees) / len(sections)
    for place, (name, rows, seats) in enumerate(sections):
        hall.sections.append(name)
        middle = math.radians(arc.low_degrees + step * (place + 0.5))
        for row in range(rows):
            radius = arc.radius_mm + row * 900
            here = seats + 1 if extra and place == 0 and row == rows - 1 else seats
            for seat in range(here):
                angle = middle + (seat - (here - 1) / 2) * 560 / radius
                hall.add(
                    row_name(row), seat + 1, (radius * math.sin(angle), radius * math.cos(angle)), arc.price
                )


def _wedge(hall: HallColumns, inner_mm: float, wedge: int, price: int) -> None:
    for row in range(20):
        radius = inner_mm + row * 900
        room = math.radians(360 / 36) * radius - 2_600
        seats = int(room // 560) + 1
        for seat in range(seats):
            angle = math.radians(wedge * 10 + 5) + (seat - (seats - 1) / 2) * 560 / radius
            at = (1.2 * radius * math.cos(angle), 0.78 * radius * math.sin(angle))
            hall.add(row_name(row), seat + 1, at, price)


def _fill_up(hall: HallColumns, seats: int) -> None:
    """Exactly so many: the last section gets more rows, or loses seats."""
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
