"""Typing the row and number of a seat to move to it: "C", "C12", or "12" within the row of the cursor."""

import re
from dataclasses import dataclass, replace

import numpy as np

from pos_app.seat_plan import SeatLabel, SeatPlan, find_seat, folded

PAUSE_MS = 1500
"""After this pause a key begins a new text."""

_ROW_AND_NUMBER = re.compile(r"(?P<row>[^\W\d]*)(?P<number>\d*)")


@dataclass(frozen=True, slots=True)
class Typed:
    """The text typed so far, and when its last key was pressed."""

    text: str = ""
    at_ms: int = 0

    def goes_on(self, at_ms: int) -> bool:
        """Whether a key pressed now continues this text."""
        return bool(self.text) and 0 <= at_ms - self.at_ms <= PAUSE_MS

    def then(self, character: str, at_ms: int) -> "Typed":
        """The text with one more key; a letter after digits begins a new text."""
        goes_on = self.goes_on(at_ms) and not (character.isalpha() and self.text[-1].isdigit())
        return Typed((self.text if goes_on else "") + character, at_ms)


def typed_seat(plan: SeatPlan, typed: str, cursor: int | None) -> int | None:
    """The seat that a text names, preferably in the section of the cursor; None when there is no such seat."""
    match = _ROW_AND_NUMBER.fullmatch(typed)
    if not match or not typed:
        return None
    here = plan.label_of(cursor) if cursor is not None else SeatLabel("", "", "")
    row, number = match["row"], match["number"]
    if not number:
        return _seat_of_row(plan, row, cursor, here)
    wanted = SeatLabel(here.section, row or here.row, number)
    seat = find_seat(plan, wanted)
    if seat is None and row:
        seat = find_seat(plan, replace(wanted, section=""))
    return seat


def _seat_of_row(plan: SeatPlan, label: str, cursor: int | None, here: SeatLabel) -> int | None:
    """The seat of a row that is nearest to the cursor; without a cursor, the first seat of the row."""
    rows = [i for i, row in enumerate(plan.rows) if folded(row.label) == folded(label)]
    if not rows:
        return None
    row = next((i for i in rows if plan.sections[plan.rows[i].section] == here.section), rows[0])
    seats = plan.seats_of_row(row)
    if cursor is None:
        return int(seats[0])
    away = np.hypot(plan.x_mm[seats] - plan.x_mm[cursor], plan.y_mm[seats] - plan.y_mm[cursor])
    return int(seats[away.argmin()])
