"""Benchmark of a refund in a store of 200,000 tickets: one ticket of an ordinary sale, and finding that sale first.

A sale of the same run is the reference: a refund is one transaction too, with a document, rows and signatures.
"""

import sys
from functools import partial
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench_sale import TICKETS_IN_STORE, fill
from benchmarks.figure import Figure, middle, milliseconds, percentile, report
from benchmarks.hall import MIXED, Hall, open_hall
from domain.people.staff import Cashier, Role
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.documents import documents
from pos_app.services.people import sign_in
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale

REFUNDS = 1_000


def supervisor(hall: Hall) -> Cashier:
    """Who approves the refunds."""
    card = next(member for member in sign_in.staff(hall.station) if member.role is Role.SUPERVISOR)
    return Cashier(card.id, card.name, card.role)


def sell_ordinary(hall: Hall, count: int) -> tuple[list[CompletedSale], list[float]]:
    """Sales of four seats, and the milliseconds of each."""
    made: list[CompletedSale] = []
    times: list[float] = []
    for i in range(count):
        sell = partial(checkout.sell, hall.station, hall.cashier, hall.seats(4 * i), MIXED)
        started = perf_counter()
        made.append(sell())
        times.append((perf_counter() - started) * 1000)
    return made, times


def main() -> None:
    """Measure and print."""
    hall = open_hall()
    fill(hall, TICKETS_IN_STORE)
    approver = supervisor(hall)
    sales, sold = sell_ordinary(hall, REFUNDS)
    by_number: list[float] = []
    by_code: list[float] = []
    given_back: list[float] = []
    for i, sale in enumerate(sales):
        ticket = sale.sale.tickets[0]
        request = RefundRequest(sale.sale.id, (ticket.id,), "cash_ves", "No puede venir")
        by_number.append(milliseconds(partial(documents.find, hall.station, sale.document.printed_number)))
        by_code.append(milliseconds(partial(documents.find, hall.station, ticket.code)))
        given_back.append(milliseconds(partial(refunds.refund, hall.station, hall.cashier, request, approver)))
        if i % 100 == 0:
            hall.station.database.checkpoint()
    ratio = middle(sold) / middle(given_back)
    p99, number, code = (percentile(times, 0.99) for times in (given_back, by_number, by_code))
    of_store = f"with {TICKETS_IN_STORE:,} tickets in the store"
    report([
        Figure(f"refund p99 {of_store}", p99, "ms", percentile(sold, 0.99), None, "< 10 ms", "", p99 < 10),
        Figure("refund p50 against a sale of four seats", middle(given_back), "ms", middle(sold), ratio),
        Figure(f"find by number p99 {of_store}", number, "ms", None, None, "< 50 ms", "", number < 50),
        Figure(f"find by ticket code p99 {of_store}", code, "ms", None, None, "< 50 ms", "", code < 50),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
