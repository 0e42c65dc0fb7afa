"""Benchmark: the X and Z reports over 5,000 sales."""

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figure import Figure, middle, milliseconds, report
from benchmarks.hall import MIXED, open_hall
from domain.money.money import USD, VES, Money
from domain.people.staff import Role
from domain.till.shifts import Count, DenominationCount
from pos_app.services.selling import checkout
from pos_app.services.till import shifts, till_reports

SALES = 5_000
ROUNDS = 5
EMPTY = Count((DenominationCount(Money(100, VES), 0), DenominationCount(Money(100, USD), 0)))


def main() -> None:
    """Sell, close, read X five times and take the Z once."""
    hall = open_hall()
    supervisor = replace(hall.cashier, role=Role.SUPERVISOR)
    for i in range(SALES):
        cart = hall.seats(4 * i) if i < SALES // 2 else hall.places(4)
        checkout.sell(hall.station, hall.cashier, cart, MIXED)
    readings = [milliseconds(lambda: till_reports.read_x(hall.station, hall.cashier)) for _ in range(ROUNDS)]
    shifts.count(
        hall.station,
        hall.cashier,
        EMPTY,
    )
    shifts.close_shift(hall.station, hall.cashier, "medición", supervisor)
    closing = milliseconds(lambda: till_reports.take_z(hall.station, supervisor))
    report([
        Figure("Z over 5,000 sales", closing, "ms", None, None, "< 1000 ms", "", closing < 1000),
        Figure("X over 5,000 sales", middle(readings), "ms"),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
