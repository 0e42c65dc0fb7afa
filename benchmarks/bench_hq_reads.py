"""Benchmark of reads at HQ: a ticket by its code, the availability of 60,000 seats, a snapshot of their catalogue."""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import UUID

import httpx
import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.crowd import Template, crowd
from benchmarks.figure import Figure, percentile, report
from benchmarks.headquarters import Postgres, port_of, postgres, served
from benchmarks.house import House, admit, house
from benchmarks.raw_http import Answers, request, send
from hq.intake import ingest
from hq.journals.arrivals import Arrived
from hq.office import Office
from hq.people import accounts, passwords, tokens
from hq.people.accounts import Account, Author
from hq.people.permissions import StaffRole
from sync.line.messages import Manifest
from sync.tables import canonical

STATIONS, SALES_EACH = 20, 100
CONNECTIONS, REQUESTS, ALONE = 50, 60, 500
ROUNDS = 3
SOLD = 0.42
GOAL_A_SECOND, GOAL_MS, GOAL_BYTES, AIM_BYTES = 1_000, 10, 30_000, 12_000


def main() -> None:
    """Measure and print."""
    with postgres() as server:
        made = house(server)
        made.sell(1)
        with server.office(made.database) as office:
            codes = _tickets(server, office, made)
            staff = _staff_token(office, made.holder.tenant_id)
            station = admit(office, made.holder).token
        with served(server.url(made.database)) as address:
            port = port_of(address)
            requests = [request("GET", f"/v1/tickets/{code}", staff) for code in codes]
            _send(port, requests, CONNECTIONS, 5)
            rounds = [_send(port, requests, CONNECTIONS, REQUESTS) for _ in range(ROUNDS)]
            alone = _send(port, requests, 1, ALONE)
            health = _send(port, [request("GET", "/healthz", "")], CONNECTIONS, REQUESTS)
            with httpx.Client(
                base_url=address, headers={"Authorization": f"Bearer {station}"}, trust_env=False
            ) as client:
                first, again, snapshot_bytes = _snapshot(client, made.holder.station_id)
                _sell_at_random(server, made)
                seats_ms, seats_bytes = _availability(client, made.hall.seated.performance.id)
    a_second, slowest = median(answers.per_second for answers in rounds), percentile(alone.took, 0.99) * 1000
    report([
        Figure("ticket by its code, 50 connections", a_second, "requests/s", health.per_second,
               a_second / health.per_second, f">= {GOAL_A_SECOND:,}", met=a_second >= GOAL_A_SECOND),
        Figure("ticket by its code, 1 connection, p99", slowest, "ms", percentile(alone.took, 0.5) * 1000,
               goal=f"< {GOAL_MS}", met=slowest < GOAL_MS),
        Figure("availability of 60,000 seats on the wire", seats_bytes, "bytes",
               goal=f"<= {GOAL_BYTES:,}", aim=f"{AIM_BYTES:,}", met=seats_bytes <= GOAL_BYTES),
        Figure("availability of 60,000 seats", seats_ms, "ms"),
        Figure("snapshot of a catalogue of 60,000 seats, made", first, "s", again),
        Figure("snapshot of a catalogue of 60,000 seats on the wire", snapshot_bytes, "bytes"),
    ])  # fmt: skip


def _tickets(server: Postgres, office: Office, made: House) -> list[str]:
    """Sell tickets at some stations; returns the tickets' codes."""
    template = Template(made)
    for station in crowd(office, made, [SALES_EACH] * STATIONS):
        sales = station.push([template.sale(station) for _ in range(SALES_EACH)])
        ingest.receive(office, made.holder.tenant_id, [Arrived(station.holder.station_id, sales)])
    with psycopg.connect(server.url(made.database)) as connection:
        return [code for (code,) in connection.execute("SELECT code FROM ticket ORDER BY random()")]


def _staff_token(office: Office, tenant_id: UUID) -> str:
    """A staff token for ticket look-ups. The first account of an organisation must be an administrator."""
    account = Account(office.ids.new(), "puerta", "Puerta", StaffRole.ADMINISTRATOR)
    with office.database.tenant(tenant_id) as tx:
        accounts.write(tx, office, Author(tenant_id, None), account, passwords.hashed("una clave larga"))
        return tokens.issue_for_staff(tx, office, tenant_id, account.id, office.ids.new())


def _send(port: int, requests: list[bytes], connections: int, count: int) -> Answers:
    """Send `count` requests over each connection, taken from the list in turn."""
    lines = [[requests[(i * count + j) % len(requests)] for j in range(count)] for i in range(connections)]
    answers = send(port, lines)
    if answers.failures:
        raise RuntimeError(answers.failures[0])
    return answers


def _snapshot(client: httpx.Client, station_id: UUID) -> tuple[float, float, int]:
    """Seconds to make and fetch a snapshot, seconds to fetch it once more, and its size in bytes."""
    took, size = [], 0
    for _ in range(2):
        started = perf_counter()
        manifest_bytes = client.get(f"/v1/stations/{station_id}/snapshot", timeout=60).raise_for_status().content
        manifest = canonical.decode(manifest_bytes, Manifest)
        size = len(manifest_bytes)
        for no in range(len(manifest.chunks)):
            piece = client.get(f"/v1/stations/{station_id}/snapshot/{manifest.snapshot}/{no}").raise_for_status()
            size += len(piece.content)
        took.append(perf_counter() - started)
    return took[0], took[1], size


def _sell_at_random(server: Postgres, made: House) -> None:
    """Sell seats at random over the whole house, which compresses worst."""
    statement = (
        "INSERT INTO sold_seat (tenant_id, performance_id, seat_id, ticket_id)"
        " SELECT %s, %s, seat, gen_random_uuid() FROM generate_series(0, 59999) seat WHERE random() < %s"
        " ON CONFLICT DO NOTHING"
    )
    with psycopg.connect(server.url(made.database)) as connection:
        connection.execute("SET session_replication_role = replica")  # the rows refer to tickets that do not exist
        connection.execute(statement, [made.holder.tenant_id, made.hall.seated.performance.id, SOLD])


def _availability(client: httpx.Client, performance_id: UUID) -> tuple[float, int]:
    took, sizes = [], []
    for _ in range(ROUNDS):
        started = perf_counter()
        answer = client.get(f"/v1/performances/{performance_id}/availability").raise_for_status()
        took.append((perf_counter() - started) * 1000)
        sizes.append(len(answer.content))
    return median(took), max(sizes)


if __name__ == "__main__":
    main()
