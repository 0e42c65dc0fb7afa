"""Benchmark: fifty stations return at once, each with a backlog, while five others sell online, in all a sale a second.

It measures how long until everything is acknowledged, whether some stations wait much longer than others, and the
latency of the online sales meanwhile.
"""

import sys
import threading
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.crowd import Extra, Template, crowd, pushes
from benchmarks.figure import Figure, percentile, report
from benchmarks.headquarters import port_of, postgres, served
from benchmarks.house import house
from benchmarks.raw_http import Answers, send

STATIONS, ONLINE = 50, 5
SALES, SALES_A_PUSH = 100, 50
"""A tenth of a backlog of 1,000: the crowd sells real seats, and the stadium has those of 7,500 sales in one zone."""
PAUSE_S = 0.2
ROUNDS = 500
"""The sales that the stations online make at most."""
GOAL_S = 1.0


def main() -> None:
    """Measure and print."""
    sales = SALES
    with postgres() as server:
        made = house(server)
        made.sell(1)
        template = Template(made)
        with server.office(made.database) as office:
            stations = crowd(office, made, [sales] * STATIONS + [2 * ROUNDS // ONLINE] * ONLINE)
        a_push = min(500, max(SALES_A_PUSH, sales // 2))
        backlog = [pushes(template, station, sales // a_push, a_push) for station in stations[:STATIONS]]
        with served(server.url(made.database)) as address:
            port = port_of(address)
            alone = _Online(port, template, stations[STATIONS:])
            alone.sell(rounds=20)
            meanwhile = _Online(port, template, stations[STATIONS:])
            with meanwhile:
                back = send(port, backlog)
    failures = [*alone.failures, *meanwhile.failures, *back.failures]
    if failures:
        raise RuntimeError(failures[0])
    _report(sales, back, alone.took, meanwhile.took)


def _report(sales: int, back: Answers, alone: list[float], meanwhile: list[float]) -> None:
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
    """Stations that sell in turn and push each sale at once, in a thread while the context is entered."""

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

    def sell(self, rounds: int = ROUNDS) -> None:
        """Sell until the context ends, or for this many sales."""
        for i in range(rounds):
            answers = send(self._port, [pushes(self._template, self._stations[i % len(self._stations)], 1)])
            self.took += answers.took
            self.failures += answers.failures
            if self._over.wait(PAUSE_S):
                return


if __name__ == "__main__":
    main()
