"""Benchmark: one sale a push, acknowledged after its commit, by 1, 50 and 1,000 stations on a connection each.

The reference is pgbench's TPC-B transaction with eight clients on the same PostgreSQL, in turns with the 50 stations.
"""

import sys
from pathlib import Path
from statistics import median

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.crowd import Extra, Template, crowd, pushes
from benchmarks.figure import Figure, percentile, report
from benchmarks.headquarters import Postgres, port_of, postgres, served
from benchmarks.house import house
from benchmarks.raw_http import Answers, send
from benchmarks.tpcb import pgbench_database, transactions_per_second

STATIONS, FEW, ROUNDS = 1_000, 50, 3
ALONE_PUSHES, FEW_PUSHES, ALL_PUSHES, WARM_UP = 200, 20, 3, 3
_FEW_SALES = WARM_UP + ROUNDS * FEW_PUSHES + ALL_PUSHES
SALES = [ALONE_PUSHES + _FEW_SALES, *[_FEW_SALES] * (FEW - 1), *[ALL_PUSHES] * (STATIONS - FEW)]
"""The sales that each station makes."""
PGBENCH_S = 3
GOAL, AIM = 0.5, 1.2
GOAL_S, AIM_S = 1.0, 0.3


def main() -> None:
    """Measure and print."""
    with postgres() as server:
        made = house(server)
        made.sell(1)
        template = Template(made)
        with server.office(made.database) as office:
            stations = crowd(office, made, SALES)
        beside = pgbench_database(server)
        with served(server.url(made.database)) as address:
            port = port_of(address)
            _push(port, template, stations[:FEW], WARM_UP)  # warm up: caches, plans and connections
            alone = _push(port, template, stations[:1], ALONE_PUSHES)
            rounds = [
                (
                    _push(port, template, stations[:FEW], FEW_PUSHES),
                    transactions_per_second(server, beside, PGBENCH_S),
                )
                for _ in range(ROUNDS)
            ]
            everybody = _push(port, template, stations, ALL_PUSHES)
        _check(server, made.database, 1 + len(stations))
    few = [answers.per_second for answers, _ in rounds]
    ratio = median(answers.per_second / reference for answers, reference in rounds)
    took = [seconds for answers, _ in rounds for seconds in answers.took]
    slowest = percentile(everybody.took, 0.99)
    report([
        Figure("one sale a push, 50 stations, beside pgbench TPC-B c=8", median(few), "pushes/s",
               median(reference for _, reference in rounds), ratio, f">= {GOAL}", f"{AIM}", ratio >= GOAL),
        Figure("one sale a push, 1,000 stations, p99 with no error", slowest, "s",
               goal=f"<= {GOAL_S:g} s", aim=f"{AIM_S:g} s", met=slowest <= GOAL_S and not everybody.failures),
        *_latencies("1 station", alone.per_second, alone.took),
        *_latencies("50 stations", median(few), took),
        *_latencies("1,000 stations", everybody.per_second, everybody.took),
        Figure("errors at 1,000 stations", len(everybody.failures), ""),
    ])  # fmt: skip


def _push(port: int, template: Template, stations: list[Extra], count: int) -> Answers:
    """Send `count` pushes of each station; with few stations no error is tolerated."""
    answers = send(port, [pushes(template, station, count) for station in stations])
    if answers.failures and len(stations) <= FEW:
        raise RuntimeError(answers.failures[0])
    return answers


def _latencies(who: str, per_second: float, took: list[float]) -> list[Figure]:
    parts = (("p50", 0.50), ("p95", 0.95), ("p99", 0.99))
    return [
        Figure(f"one sale a push, {who}", per_second, "pushes/s"),
        *(Figure(f"one sale a push, {who}, {name}", percentile(took, part) * 1000, "ms") for name, part in parts),
    ]


def _check(server: Postgres, database: str, stations: int) -> None:
    """Raise unless HQ recorded every push as a sale and opened no case."""
    with psycopg.connect(server.url(database)) as connection:
        entries, sales, cases = connection.execute(
            "SELECT (SELECT count(*) FROM journal WHERE kind = 'sale_recorded/1'), (SELECT count(*) FROM sale),"
            " (SELECT count(*) FROM conflict_case)"
        ).fetchall()[0]
    if entries != sales or cases or sales < stations - 1:
        raise RuntimeError(f"{entries} sales pushed, {sales} recorded, {cases} cases")


if __name__ == "__main__":
    main()
