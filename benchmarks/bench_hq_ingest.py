"""Benchmark: a backlog pushed to HQ over HTTP, against COPY of the same rows into PostgreSQL by one connection.

HQ runs as a process of its own and checks token, chain and signatures as always. Both databases are copies of one,
with the same schema, keys and indexes. The rows that HQ wrote are read back and copied in the same transactions.
"""

import argparse
import sys
from pathlib import Path
from time import perf_counter

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import copying
from benchmarks.figure import Figure, middle, report
from benchmarks.headquarters import Postgres, port_of, postgres, served
from benchmarks.house import House, admit, house, pieces
from benchmarks.raw_http import request, send
from pos_app.services.hq import sending, session
from sync.line import push
from sync.line.client import Caller, HqClient
from sync.line.messages import MOST_ENTRIES_A_PUSH

SALES, ROUNDS = 5_000, 3
ENTRIES_A_ROUND = 1_500
_OPENING = 10
"""The most entries at the start of a chain that are no sale. Each right that the set-up file gave is a case at HQ."""
GOAL, AIM = 0.40, 0.70
GOAL_S, AIM_S = 10.0, 2.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sales", type=int, default=SALES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with postgres() as server:
        made = house(server)
        made.sell(options.sales)
        back = seconds_to_catch_up(server, made)
        rounds = [measured(server, made) for _ in range(options.rounds)]
    pushed, copied = (middle(part) for part in zip(*rounds, strict=True))
    ratio = middle([copied / pushed for pushed, copied in rounds])
    report([
        Figure("backlog pushed in batches of 500, beside COPY of its rows", ENTRIES_A_ROUND / pushed, "entries/s",
               ENTRIES_A_ROUND / copied, ratio, f">= {GOAL:.2f}", f"{AIM:.2f}", ratio >= GOAL),
        Figure(f"a station back with {options.sales:,} sales, all acknowledged", back, "s",
               goal=f"<= {GOAL_S:g} s", aim=f"{AIM_S:g} s", met=back <= GOAL_S),
    ])  # fmt: skip


def measured(server: Postgres, made: House) -> tuple[float, float]:
    """Seconds to push a part of the chain over one connection, and to COPY the rows that HQ made of it."""
    database, other = server.new(made.database), server.new(made.database)
    with server.office(database) as office:
        entry = admit(office, made.holder)
    path = f"/v1/stations/{made.holder.station_id}/journal"
    bodies = pieces(made.journal()[:ENTRIES_A_ROUND], entry, MOST_ENTRIES_A_PUSH)
    requests = [request("POST", path, entry.token, body, push.MEDIA_TYPE) for body in bodies]
    with served(server.url(database)) as address:
        mark = copying.mark(server.url(database))
        answers = send(port_of(address), [requests])
    if answers.failures:
        raise RuntimeError(answers.failures[0])
    must_be_recorded(server.url(database), ENTRIES_A_ROUND)
    groups = copying.written_since(server.url(database), mark)
    copied = copying.copy(server.url(other), groups)
    print(f"pushed in {answers.seconds:.2f} s; COPY {copied:.2f} s", file=sys.stderr)
    for name in (database, other):
        server.drop(name)
    return answers.seconds, copied


def must_be_recorded(url: str, least: int) -> None:
    """Raise unless HQ recorded the pushed sales and filed no case for them: that takes longer than recording."""
    with psycopg.connect(url) as connection:
        counted = connection.execute("SELECT (SELECT count(*) FROM sale), (SELECT count(*) FROM conflict_case)")
        sales, cases = counted.fetchall()[0]
    if cases > _OPENING or sales < least - _OPENING:
        raise RuntimeError(f"{sales} of {least} sales recorded, {cases} cases")


def seconds_to_catch_up(server: Postgres, made: House) -> float:
    """Seconds for the real station to push its whole store and record the last acknowledgement."""
    database, station = server.new(made.database), made.hall.station
    with served(server.url(database)) as address:
        line = HqClient(Caller(address, made.hq_key, station.tenant_id, station.id, station.author.key))
        started = perf_counter()
        sending.send_all(station, line, session.open_session(station, line))
        took = perf_counter() - started
        line.close()
    must_be_recorded(server.url(database), len(made.journal()))
    server.drop(database)
    return took


if __name__ == "__main__":
    main()
