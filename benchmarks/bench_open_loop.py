"""Benchmark: sales at random instants by 1,000 connected stations that all hold their live line.

Stations do not wait for each other: 200 sales a second are due on average (Poisson), and the time to the answer counts
from the instant at which a sale was due.
"""

import random
import sys
from collections import Counter
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.crowd import Extra, Template, crowd, pushes
from benchmarks.figure import Figure, percentile, report
from benchmarks.headquarters import Postgres, port_of, postgres, served
from benchmarks.house import house
from benchmarks.open_loop import Due, Outcome, poisson, send_at
from benchmarks.raw_http import request

STATIONS, SECONDS, RUSH_S, WARM_UP_S = 1_000, 15.0, 4.0, 2.0
A_SECOND, RUSH_A_SECOND = 200, 800
GOALS_MS = {"p95": (0.95, 150, 100), "p99": (0.99, 300, 150)}
RUSH_MS = 300
SEED = 7


def main() -> None:
    """Measure and print."""
    usual, rush = run(STATIONS, SECONDS)
    figures = [
        _figure(f"{A_SECOND} sales/s, {STATIONS:,} live lines, {name}", usual, *goal) for name, goal in GOALS_MS.items()
    ]
    report([
        *figures,
        Figure(f"{A_SECOND} sales/s, {STATIONS:,} live lines, p50", percentile(usual.took, 0.5) * 1000, "ms"),
        Figure("live lines that received no sale, or ended", usual.notices.count(1) + usual.ended, ""),
        _figure(f"{RUSH_A_SECOND} sales/s without live lines, p99", rush, 0.99, RUSH_MS, RUSH_MS),
        Figure(f"{RUSH_A_SECOND} sales/s without live lines, p50", percentile(rush.took, 0.5) * 1000, "ms"),
    ])  # fmt: skip


def run(stations: int, seconds: float, usual: float = A_SECOND, rush: float = RUSH_A_SECOND) -> tuple[Outcome, Outcome]:
    """Sell with all live lines open, then faster without them. Raises RuntimeError unless HQ recorded every sale."""
    chance = random.Random(SEED)  # noqa: S311  # no secret
    warm_up, often, oftener = (
        poisson(chance, a_second, lasting, stations)
        for a_second, lasting in ((usual, min(WARM_UP_S, seconds)), (usual, seconds), (rush, min(RUSH_S, seconds)))
    )
    sales = Counter(one.line for one in (*warm_up, *often, *oftener))
    with postgres() as server:
        made = house(server)
        made.sell(1)
        template = Template(made)
        with server.office(made.database) as office:
            everybody = crowd(office, made, [sales[no] for no in range(stations)])
        live = [request("GET", "/v1/live", station.admitted.token) for station in everybody]
        with served(server.url(made.database)) as address:
            port = port_of(address)
            send_at(port, warm_up, _prepared(template, everybody, warm_up))
            outcomes = (
                send_at(port, often, _prepared(template, everybody, often), live),
                send_at(port, oftener, _prepared(template, everybody, oftener)),
            )
        _check(server, made.database, sales.total())
    return outcomes


def _prepared(template: Template, stations: list[Extra], due: list[Due]) -> list[list[bytes]]:
    counts = Counter(one.line for one in due)
    return [pushes(template, station, counts[no]) for no, station in enumerate(stations)]


def _figure(name: str, outcome: Outcome, part: float, goal_ms: int, aim_ms: int) -> Figure:
    took = percentile(outcome.took, part) * 1000
    return Figure(name, took, "ms", goal=f"< {goal_ms}", aim=f"{aim_ms}", met=took < goal_ms)


def _check(server: Postgres, database: str, sold: int) -> None:
    with psycopg.connect(server.url(database)) as connection:
        sales, cases = connection.execute(
            "SELECT (SELECT count(*) FROM sale), (SELECT count(*) FROM conflict_case)"
        ).fetchall()[0]
    if sales != sold or cases:
        raise RuntimeError(f"{sold} sales pushed, {sales} recorded, {cases} cases")


if __name__ == "__main__":
    main()
