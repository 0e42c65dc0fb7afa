"""How an organisation sets up a station: name, series, printer width, limits."""

from dataclasses import dataclass

from domain.money.money import Money


@dataclass(frozen=True, slots=True)
class StationProfile:
    """A station as a set-up file or HQ describes it. `difference_limits`: what a cashier may close a shift with."""

    no: int
    name: str
    organisation: str
    series: str
    printer_columns: int
    difference_limits: tuple[Money, ...]
