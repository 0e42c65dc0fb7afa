"""Benchmark: finding anything and reading its life in an encrypted store of 200,000 tickets with their journal."""

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench_name_search import customer_names
from benchmarks.figure import Figure, middle, report
from benchmarks.hall import MIXED, Hall, open_hall
from domain.after_sale.holders import HolderChange, parse_holder
from domain.ids import DocumentId, JobId, PaymentId, SaleId, TicketId
from domain.money.money import VES, Money
from domain.payments.tenders import Payment, References
from domain.sale.cart import Customer
from domain.timeline.subjects import Subject, SubjectKind
from pos_app.services.after_sale import tickets
from pos_app.services.after_sale.tickets import Handover
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.timeline import timelines
from pos_app.storage.sales import sales
from sync import journal
from sync.facts import PaperOutcome, PaperSettled, SaleRecorded
from sync.facts.fact import Fact

TICKETS = 200_000
A_SALE = 4
BATCH = 1_000
ROUNDS = 7
_HANDED_OVER = 300


def main() -> None:
    """Fill the store, search it, and read timelines."""
    hall = open_hall()
    seated = [checkout.sell(hall.station, hall.cashier, hall.seats(first), MIXED) for first in range(0, 400, A_SALE)]
    _hand_over(hall, seated)
    sold = _fill(hall, checkout.sell(hall.station, hall.cashier, hall.places(A_SALE), MIXED))
    figures = [
        _figure(f"find “{name}”", partial(timelines.search, hall.station, typed)) for name, typed in _typed(sold)
    ]
    for name, subject in _subjects(seated, sold):
        figures.append(_figure(f"life of {name}", partial(timelines.life, hall.station, hall.cashier, subject)))
    report(figures)


def _figure(name: str, act: Callable[[], object]) -> Figure:
    act()
    ms = middle([_milliseconds(act) for _ in range(ROUNDS)])
    return Figure(f"{name}, {TICKETS:,} tickets", ms, "ms", None, None, "< 50 ms", "", ms < 50)


def _milliseconds(act: Callable[[], object]) -> float:
    """Milliseconds of the processor for one call."""
    started = process_time()
    act()
    return (process_time() - started) * 1000


def _typed(sold: SaleRecorded) -> Iterator[tuple[str, str]]:
    yield "a code in capitals", sold.sale.tickets[0].code.upper()
    yield "a number", sold.document.printed_number.lower()
    yield "a number alone", str(sold.document.number)
    yield "a reference", sold.sale.payments[0].references.reference
    yield "the end of a reference", sold.sale.payments[0].references.reference[-4:]
    yield "a phone", "0414-1234567"
    yield "a name", "maría pérez"
    yield "a part of a name", "guez"
    yield "a holder", "titular 7"
    yield "an identity", sold.sale.customer.document
    yield "a seat", "1-12"
    yield "a shift", "turno 1"
    yield "nothing", "zzz no hay"


def _subjects(seated: list[CompletedSale], sold: SaleRecorded) -> Iterator[tuple[str, Subject]]:
    one = seated[0].sale.tickets[0]
    assert one.place.seat_id is not None
    yield "a ticket", Subject(SubjectKind.TICKET, sold.sale.tickets[0].id)
    yield "a seated ticket", Subject(SubjectKind.TICKET, one.id)
    yield "a seat", Subject(SubjectKind.SEAT, one.place.performance_id, one.place.seat_id)
    yield "a document", Subject(SubjectKind.DOCUMENT, sold.document.id)
    yield "a payment", Subject(SubjectKind.PAYMENT, sold.sale.id, 0)
    yield "a drawer of all sales", Subject(SubjectKind.SHIFT, sold.sale.shift_id)


def _hand_over(hall: Hall, seated: list[CompletedSale]) -> None:
    for no, done in zip(range(_HANDED_OVER), [*seated, *seated, *seated], strict=False):
        chosen = (done.sale.tickets[no % A_SALE].id,)
        request = Handover(done.sale.id, chosen, HolderChange.TRANSFER, parse_holder(f"Titular {no}"))
        tickets.change_holder(hall.station, hall.cashier, request)


def _fill(hall: Hall, done: CompletedSale) -> SaleRecorded:
    """Append copies of a sale with identifiers, names and references of their own; returns one in the middle."""
    chance, names = random.Random(5), customer_names(20_000)  # noqa: S311  # the same in each run
    model = SaleRecorded(done.sale, done.document, 0)
    count, chosen = TICKETS // A_SALE, model
    for part in (range(first, first + BATCH) for first in range(0, count, BATCH)):
        with hall.station.database.write() as tx:
            for no in part:
                fact = _copy(hall, model, no, names[no % len(names)] if no % 3 == 0 else "", chance)
                paper = PaperSettled(JobId(hall.station.ids.new()), fact.document.id, PaperOutcome.PRINTED)
                facts: tuple[Fact, ...] = (fact, paper)
                for one in facts:
                    journal.append(tx, hall.station.author, one, at=fact.sale.sold_at, actor=hall.cashier.id)  # type: ignore[arg-type]  # both are facts of the union
                sales.use_references(tx, fact.sale)
                sales.index_name(tx, fact.sale.customer.name)
                chosen = fact if no == count // 2 + count % 3 else chosen
        print(part[-1], file=sys.stderr, flush=True)
    return chosen


def _copy(hall: Hall, model: SaleRecorded, no: int, name: str, chance: random.Random) -> SaleRecorded:
    ids, sale, document = hall.station.ids, model.sale, model.document
    at = sale.sold_at + timedelta(seconds=no)
    customer = Customer(name, f"V{3_000_000 + no * 7}") if name else sale.customer
    reference = f"{chance.randrange(10**12):012}"
    paid = Payment(
        PaymentId(ids.new()), "pago_movil", Money(1_000_00, VES), Money(1_000_00, VES), Money(0, VES),
        References(reference, "0102", f"+58414{chance.randrange(10**7):07}"),
    )  # fmt: skip
    sale_id = SaleId(ids.new())
    return SaleRecorded(
        replace(
            sale,
            id=sale_id,
            sold_at=at,
            customer=customer,
            tickets=tuple(replace(t, id=TicketId(ids.new()), code=ids.ticket_code()) for t in sale.tickets),
            payments=(paid,),
        ),
        replace(
            document, id=DocumentId(ids.new()), sale_id=sale_id, number=document.number + 1 + no, issued_at=at,
            customer=customer,
        ),
        0,
    )  # fmt: skip


if __name__ == "__main__":
    main()
