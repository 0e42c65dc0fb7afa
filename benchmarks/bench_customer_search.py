"""Benchmark: finding a customer while somebody types, among 200,000 that came from HQ, in an encrypted store.

Also what it costs to have them: the bytes that travel, how long a sale may wait for them, the growth of the store.
"""

import random
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench_name_search import customer_names
from benchmarks.figure import Figure, middle, report
from benchmarks.hall import Hall, open_hall
from domain.ids import CustomerId
from domain.people.clock import Reading
from domain.people.customers import CustomerRecord, Field, Stamp, Text
from pos_app.services.hq.customers_from_hq import RECORDS_AT_ONCE
from pos_app.services.people import customers
from pos_app.storage.people import customer_rows
from sync.facts.customer_record import packed
from sync.line import packing

CUSTOMERS = 200_000
PAGE = 2_000
ROUNDS = 7
_TYPED = (
    *("m", "ma", "maría", "érez", "maría érez", "osé rod", "ana ria nez", "rcedes añez", "zzz", "ez guez"),
    *("V1", "12345", "4321", "0412", "0414-1", "correo", "maria.p", "ana 777"),
)


def main() -> None:
    """Fill the store and search it."""
    hall = open_hall()
    before = _store_bytes(hall)
    slowest_ms, sent = _fill(hall)
    grown = (_store_bytes(hall) - before) / (1 << 20)
    figures = [
        Figure(
            "slowest transaction of customers from HQ", slowest_ms, "ms", None, None, "< 500 ms", "", slowest_ms < 500
        ),
        Figure(f"{CUSTOMERS:,} customers on the line", sent / 1e6, "MB", None, None, "< 50 MB", "", sent < 50e6),
        Figure(f"{CUSTOMERS:,} customers in the store", grown, "MiB", None, None, "< 400 MiB", "", grown < 400),
    ]
    for typed in _TYPED:
        search: Callable[[], object] = partial(customers.find, hall.station, typed)
        search()
        ms = middle([_milliseconds(search) for _ in range(ROUNDS)])
        figures.append(Figure(f"find “{typed}”, {CUSTOMERS:,} customers", ms, "ms", None, None, "< 50 ms", "", ms < 50))
    report(figures)


def _store_bytes(hall: Hall) -> int:
    with hall.station.database.read() as tx:
        return int(
            tx.driver.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]
        )


def _milliseconds(act: Callable[[], object]) -> float:
    """Milliseconds of the processor for one call."""
    started = process_time()
    act()
    return (process_time() - started) * 1000


def _fill(hall: Hall) -> tuple[float, int]:
    """Take all customers as pages of HQ; returns the milliseconds of the slowest transaction, and the bytes of all."""
    chance = random.Random(7)  # noqa: S311  # the same customers in each run
    slowest, sent, known = 0.0, 0, customer_names(CUSTOMERS)
    for start in range(0, CUSTOMERS, PAGE):
        page = {}
        for no in range(start, start + PAGE):
            customer_id = UUID(int=0x01A1_FE9F << 96 | no + 1)
            page[customer_id] = packed(_record(CustomerId(customer_id), known[no], chance))
        sent += len(packing.pack("".join(page.values()).encode())) + 16 * PAGE
        ids = list(page)
        for at in range(0, PAGE, RECORDS_AT_ONCE):
            began = perf_counter()
            with hall.station.database.write() as tx:
                part = {one: page[one] for one in ids[at : at + RECORDS_AT_ONCE]}
                customer_rows.take_from_hq(tx, hall.station.tenant_id, part)
            slowest = max(slowest, (perf_counter() - began) * 1000)
        print(start, file=sys.stderr, flush=True)
    return slowest, sent


def _record(customer_id: CustomerId, full_name: str, chance: random.Random) -> CustomerRecord:
    given, *surnames = full_name.split()
    first, number = chance.choice(("412", "414", "416", "424", "426")), chance.randrange(10**7)
    texts = {
        Field.NAME: given,
        Field.SURNAME: " ".join(surnames),
        Field.DOCUMENT: f"V{chance.randrange(3_000_000, 32_000_000)}",
        Field.PHONE: f"+58{first}{number:07}",
        Field.EMAIL: f"{given}.{surnames[-1]}{chance.randrange(999)}@correo.com".lower(),
    }
    at = 1_790_000_000_000 + chance.randrange(10**9)
    station, position = UUID(int=chance.randrange(1, 40) << 80), chance.randrange(1, 10**6)
    stamp = Stamp(Reading(at), station, position)
    return CustomerRecord(
        customer_id, {of: Text(text, stamp) for of, text in texts.items()}, reached={station: position}
    )


if __name__ == "__main__":
    main()
