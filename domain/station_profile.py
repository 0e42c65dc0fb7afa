"""How an organisation sets up a station: name, series, printer width, limits."""

from dataclasses import dataclass

from domain.money.money import Money


@dataclass(frozen=True, slots=True)
class StationProfile:
    """A station as a set-up file or HQ describes it.

    `difference_limits`: what a cashier may close a shift with. `blind_count`: whether the organisation's cashiers count
    without knowing the cash that is expected.
    """

    no: int
    name: str
    organisation: str
    series: str
    printer_columns: int
    difference_limits: tuple[Money, ...]
    blind_count: bool = True
