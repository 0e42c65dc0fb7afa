"""What a hold keeps, in words: the shows with their zones and seats, as its slip and the screen name them."""

from dataclasses import dataclass
from datetime import datetime

from domain.sale.holds import Hold


@dataclass(frozen=True, slots=True)
class HeldZone:
    """Places of one zone: the names of their seats, or only how many when the zone has none."""

    zone: str
    quantity: int
    seats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldShow:
    """The zones of one performance in which a hold keeps places."""

    event: str
    venue: str
    starts_at: datetime
    zones: tuple[HeldZone, ...]


@dataclass(frozen=True, slots=True)
class HoldSlip:
    """A hold as its slip shows it. `maker` is who made it, with the present end of its time."""

    hold: Hold
    shows: tuple[HeldShow, ...]
    maker: str
    made_at: datetime
