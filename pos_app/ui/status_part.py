"""The parts of the status bar, without Qt: their subjects, and what each one says."""

from dataclasses import dataclass
from enum import StrEnum

from pos_app.ui.frame import Tone


class Part(StrEnum):
    """The subjects of the bar, from left to right."""

    CONNECTION = "connection"
    CLOCK = "clock"
    PENDING = "pending"
    CONFLICTS = "conflicts"
    RECALLS = "recalls"
    PRINTER = "printer"
    NUMBERS = "numbers"
    RATE = "rate"
    SHIFT = "shift"
    STATION = "station"


@dataclass(frozen=True, slots=True)
class StatusPart:
    """One part. Its words include a shape when they need attention, because colour alone must not show it."""

    part: Part
    words: str
    tone: Tone = Tone.PLAIN
