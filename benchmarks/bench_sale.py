"""Benchmark of the durable sale: the whole product path against the same rows by raw prepared statements.

Both stores are encrypted by the same engine with the same pragmas. The raw side replays the statements and values
that the product wrote, one transaction a sale. A third store, not encrypted, shows what the encryption costs.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlcipher3.dbapi2 as driver
from sqlalchemy import event

from benchmarks.figure import Figure, middle, percentile, report
from benchmarks.hall import MIXED, Hall, open_hall
from pos_app.services.selling import checkout
from sync.tables.transaction import Tx

ROUNDS = 7
SALES_A_ROUND = 60
TICKETS_IN_STORE = 200_000
_WRITES = ("INSERT", "UPDATE", "DELETE")

Statement = tuple[str, bool, Any]


@dataclass(frozen=True, slots=True)
class Writes:
    """The statements of one sale that write, and how many rows they changed."""

    statements: list[Statement]
    changes: int


class Recorder:
    """A driver connection, or a cursor of one, that logs the statements that write."""

    def __init__(self, recorded: Any, log: list[Statement]) -> None:
        self._recorded = recorded
        self._log = log

    def cursor(self) -> "Recorder":
        """A cursor that logs too."""
        return Recorder(self._recorded.cursor(), self._log)

    def execute(self, sql: str, values: Mapping[str, object] | Sequence[object] = ()) -> Any:
        """Run one statement."""
        if sql.startswith(_WRITES):
            self._log.append((sql, False, values))
        return self._recorded.execute(sql, values)

    def executemany(self, sql: str, rows: Any) -> Any:
        """Run a statement for each row."""
        self._log.append((sql, True, rows))
        return self._recorded.executemany(sql, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._recorded, name)


def record_sale(hall: Hall, first_seat: int) -> Writes:
    """Sell once; returns everything that the sale wrote, through the driver and through Core."""
    log: list[Statement] = []
    written: list[Any] = []
    original, engine = Tx.__init__, hall.station.database.engine

    def recording(self: Tx, connection: Any) -> None:
        original(self, connection)
        written.append((self.driver, self.driver.total_changes))
        self.driver = Recorder(self.driver, log)

    def core(_connection: object, _cursor: object, sql: str, values: Any, _context: object, many: bool) -> None:  # noqa: FBT001  # the event's signature
        if sql.startswith(_WRITES):
            log.append((sql, many, values))

    event.listen(engine, "before_cursor_execute", core)
    Tx.__init__ = recording  # type: ignore[method-assign]  # replaced during one sale
    try:
        checkout.sell(hall.station, hall.cashier, hall.seats(first_seat), MIXED)
    finally:
        Tx.__init__ = original  # type: ignore[method-assign]  # restored
        event.remove(engine, "before_cursor_execute", core)
    before: dict[Any, int] = {}
    for connection, changes in written:
        before.setdefault(connection, changes)
    return Writes(log, sum(connection.total_changes - changes for connection, changes in before.items()))


def replay(connection: Any, writes: Writes) -> float:
    """Milliseconds to execute one sale's writes as one transaction. Raises RuntimeError when they are not all."""
    before, started = connection.total_changes, perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for sql, many, values in writes.statements:
        if many:
            connection.executemany(sql, values)
        else:
            connection.execute(sql, values)
    connection.execute("COMMIT")
    took = (perf_counter() - started) * 1000
    if connection.total_changes - before != writes.changes:
        raise RuntimeError(f"{writes.changes} rows by the product, {connection.total_changes - before} raw")
    return took


@contextmanager
def plain_copy(hall: Hall) -> Iterator[Any]:
    """The same schema and catalogue in a store without encryption, by the same engine."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plain.db"
        source = hall.station.database.connect(hall.station.database.path)
        source.execute("ATTACH DATABASE ? AS plain KEY ''", (str(path),))
        source.execute("SELECT sqlcipher_export('plain')")
        source.close()
        connection = driver.connect(str(path), isolation_level=None, cached_statements=256)
        for pragma in ("journal_mode=wal", "synchronous=2", "foreign_keys=1", "wal_autocheckpoint=20000"):
            connection.execute(f"PRAGMA {pragma}")
        yield connection
        connection.close()


def encrypted_copy(hall: Hall, folder: Path) -> Any:
    """The same store, copied, opened by the driver alone with the product's own pragmas."""
    hall.station.database.checkpoint()
    path = folder / "copy.db"
    path.write_bytes(hall.station.database.path.read_bytes())
    return hall.station.database.connect(path)


def sell_and_replay(hall: Hall, encrypted: Any, plain: Any) -> tuple[list[float], list[float], list[float]]:
    """Interleaved rounds: sales by the product, then the same rows raw in each copy; milliseconds a sale."""
    product: list[float] = []
    raw: list[float] = []
    unencrypted: list[float] = []
    seat = 0
    for _ in range(ROUNDS):
        logs = []
        for _ in range(SALES_A_ROUND):
            logs.append(record_sale(hall, seat))
            seat += 4
        raw += [replay(encrypted, log) for log in logs]
        unencrypted += [replay(plain, log) for log in logs]
        # The recorded sales above are not timed, because recording costs time. These are.
        for _ in range(SALES_A_ROUND):
            cart = hall.seats(seat)
            seat += 4
            started = perf_counter()
            checkout.sell(hall.station, hall.cashier, cart, MIXED)
            product.append((perf_counter() - started) * 1000)
    return product, raw, unencrypted


def fill(hall: Hall, tickets: int) -> None:
    """Sell this many tickets through the product, 200 a sale."""
    for _ in range(tickets // 200):
        checkout.sell(hall.station, hall.cashier, hall.places(200), MIXED)


def latencies(hall: Hall, count: int) -> list[float]:
    """Milliseconds of each ordinary sale in a store that already has many."""
    times = []
    for i in range(count):
        cart = hall.seats(20_000 + 4 * i)
        started = perf_counter()
        checkout.sell(hall.station, hall.cashier, cart, MIXED)
        times.append((perf_counter() - started) * 1000)
        if i % 100 == 0:
            hall.station.database.checkpoint()
    return times


def main() -> None:
    """Measure and print."""
    hall = open_hall()
    with tempfile.TemporaryDirectory() as folder, plain_copy(hall) as plain:
        encrypted = encrypted_copy(hall, Path(folder))
        product, raw, unencrypted = sell_and_replay(hall, encrypted, plain)
    ratio = middle(raw) / middle(product)
    engine = middle(unencrypted) / middle(raw)
    fill(hall, TICKETS_IN_STORE)
    full = latencies(hall, 1_000)
    p99 = percentile(full, 0.99)
    report([
        Figure("sale against its rows raw", middle(product), "ms", middle(raw), ratio, ">= 0.5", "0.75", ratio >= 0.5),
        Figure("encrypted engine against plain, the same rows raw", middle(raw), "ms", middle(unencrypted), engine),
        Figure("sales a second", 1000 / middle(product), "/s"),
        Figure("sale p99 with 200,000 tickets in the store", p99, "ms", None, None, "< 10 ms", "", p99 < 10),
        Figure("sale p50 with 200,000 tickets in the store", middle(full), "ms"),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
