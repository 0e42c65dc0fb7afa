"""Fifty stations come back at once, each with a backlog, while five others sell online, a sale a second together.

How long until all are acknowledged, whether some wait much longer than others, and what the online ones feel.
"""

import argparse
import sys
import threading
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.crowd import Extra, Template, crowd, pushes
from benchmarks.figure import Figure, percentile, report
from benchmarks.headquarters import port_of, postgres, served
from benchmarks.house import house
from benchmarks.raw_http import Asked, ask

STATIONS, ONLINE = 50, 5
SALES, SALES_A_PUSH = 200, 100
"""A fifth of a backlog of 1,000, so that all benchmarks together take minutes; `--sales 1000` for the whole."""
PAUSE_S = 0.2
GOAL_S = 1.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sales", type=int, default=SALES)
    sales = parser.parse_args().sales
    with postgres() as server:
        made = house(server)
        made.sell(1)
        template = Template(made)
        with server.office(made.database) as office:
            stations = crowd(office, made, STATIONS + ONLINE)
        each = min(500, max(SALES_A_PUSH, sales // 2))
        backlog = [pushes(template, station, sales // each, each) for station in stations[:STATIONS]]
        with served(server.url(made.database)) as address:
            port = port_of(address)
            alone = _Online(port, template, stations[STATIONS:])
            alone.sell(rounds=20)
            meanwhile = _Online(port, template, stations[STATIONS:])
            with meanwhile:
                back = ask(port, backlog)
    failures = [*alone.failures, *meanwhile.failures, *back.failures]
    if failures:
        raise RuntimeError(failures[0])
    _say(sales, back, alone.took, meanwhile.took)


def _say(sales: int, back: Asked, alone: list[float], meanwhile: list[float]) -> None:
    done = sorted(back.finished)
    fair = done[0] / done[-1]
    slow = percentile(meanwhile, 0.95)
    report([
        Figure(f"{STATIONS} stations back with {sales:,} sales each, all acknowledged", back.seconds, "s"),
        Figure("the same", STATIONS * sales / back.seconds, "sales/s"),
        Figure("the first and the middle one done", median(done), "s", done[0], fair),
        Figure("a sale pushed online meanwhile, p95", slow, "s", percentile(alone, 0.95),
               slow / percentile(alone, 0.95), f"<= {GOAL_S:g} s", "0.3 s", slow <= GOAL_S),
        Figure("a sale pushed online meanwhile, p50", median(meanwhile), "s", median(alone)),
        Figure("a sale pushed online meanwhile, slowest", max(meanwhile), "s", max(alone)),
    ])  # fmt: skip


class _Online:
    """Stations that sell one after the other and push each sale at once, while entered."""

    def __init__(self, port: int, template: Template, stations: list[Extra]) -> None:
        self._port, self._template, self._stations = port, template, stations
        self._over = threading.Event()
        self._thread = threading.Thread(target=self.sell)
        self.took: list[float] = []
        self.failures: list[bytes] = []

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def sell(self, rounds: int = 1_000) -> None:
        """Until it is over."""
        for i in range(rounds):
            asked = ask(self._port, [pushes(self._template, self._stations[i % len(self._stations)], 1)])
            self.took += asked.took
            self.failures += asked.failures
            if self._over.wait(PAUSE_S):
                return


if __name__ == "__main__":
    main()
