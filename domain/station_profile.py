"""What an organisation calls a station, and how it sells there."""

from dataclasses import dataclass

from domain.money.money import Money


@dataclass(frozen=True, slots=True)
class StationProfile:
    """A station as its set-up or HQ describes it."""

    no: int
    name: str
    organisation: str
    series: str
    printer_columns: int
    difference_limits: tuple[Money, ...]
