"""Compares the printed paper with HQ's rows: every sale is at HQ, and none is there twice."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID

from domain.money.money import Money
from tests.world.books import Books
from tests.world.paper import PaperSale
from tests.world.world import World

_BOTH = 2


def every_printed_sale_is_at_hq(world: World, books: Books) -> Iterator[str]:
    """I1: every printed sale is at HQ as printed, or its only disk is gone and its number is void."""
    for sale in world.paper.sales:
        row = books.sales.get(sale.sale_id)
        if row is not None:
            yield from _differences(sale, row, books)
        elif sale.sale_id not in books.aside:
            if sale.sale_id not in world.paper.destroyed:
                yield f"{_name(sale)} of {sale.machine} is not at HQ"
            elif sale.sale_id not in world.paper.unseen and not _is_accounted_for(sale, books):
                yield f"{_name(sale)} of {sale.machine} was lost with its disk and its number is not void"


def numbers_are_used_once(world: World, books: Books) -> Iterator[str]:
    """I4 to I7: no number is on two papers, unless a store was copied; then HQ has a case once it has both sales."""
    by_number: dict[tuple[str, int], list[PaperSale]] = defaultdict(list)
    for sale in world.paper.sales:
        by_number[sale.series, sale.number].append(sale)
    for (series, number), sales in by_number.items():
        if len(sales) > 1:
            is_noticed = (series, number) in books.contested_numbers
            yield from _twice(f"number {series}-{number}", sales, books, is_noticed=is_noticed)
    for row in books.voided:
        for number in range(row.first, row.last + 1):
            for sale in by_number.get((row.series, number), ()):
                if (
                    row.reason == "returned" and sale.sale_id in books.sales
                ):  # otherwise the sale is of the other branch
                    yield f"{_name(sale)} carries a number that was given back"


def notes_are_numbered_once(world: World, books: Books) -> Iterator[str]:
    """I4 to I7: no number is on two credit notes, unless two branches of one life used it."""
    by_number: dict[tuple[str, int], set[tuple[UUID, int]]] = defaultdict(set)
    for note in world.paper.notes:
        by_number[note.series, note.number].add((note.station_id, note.epoch))
    for (series, number), lives in by_number.items():
        if len(lives) > 1:
            yield f"credit note {series}-{number:08d} is on paper in {len(lives)} lives"


def seats_are_sold_once(world: World, books: Books) -> Iterator[str]:
    """I8: a seat is sold once, unless a store was copied or lost; then HQ has a case as soon as it has both sales."""
    by_seat: dict[tuple[UUID, int], list[PaperSale]] = defaultdict(list)
    for sale in world.paper.sales:
        for ticket in sale.tickets:
            if ticket.seat_id is not None and ticket.code not in books.replaced | world.paper.released:
                by_seat[ticket.performance_id, ticket.seat_id].append(sale)
    unlucky = {machine.build.station_id for machine in world.machines if machine.was_lost or machine.was_put_back}
    for seat, sales in by_seat.items():
        known = [sale for sale in sales if sale.sale_id in books.sales or sale.sale_id in books.aside]
        is_noticed = seat in books.contested_seats or len(known) < _BOTH
        is_explained = is_noticed and any(sale.station_id in unlucky for sale in sales)
        if len(sales) > 1 and not is_explained:
            yield from _twice(f"seat {seat[1]} of {seat[0]}", sales, books, is_noticed=is_noticed)


def branches_are_shown(world: World, books: Books) -> Iterator[str]:
    """I18: HQ has a case for each seat and number of a sale in a branch that it keeps aside."""
    for sale in world.paper.sales:
        if sale.sale_id not in books.aside or sale.sale_id in books.sales:
            continue
        if (sale.series, sale.number) not in books.contested_numbers:
            yield f"{_name(sale)} of a branch has no case"
        for ticket in sale.tickets:
            seat = ticket.performance_id, ticket.seat_id
            if ticket.seat_id is not None and seat not in books.contested_seats:
                yield f"seat {ticket.seat_id} of {_name(sale)}, of a branch, has no case"


def closings_add_up(world: World, books: Books) -> Iterator[str]:
    """I12: Z numbers are consecutive, and the perpetual totals are the sums of the printed papers."""
    for machine in world.machines:
        closings = [z.report for z in world.paper.closings if z.machine == machine.name]
        if machine.was_put_back or not closings:
            continue
        for before, after in pairwise(closings):
            if after.number != before.number + 1:
                yield f"{machine.name}: Z {after.number} follows Z {before.number}"
        papers = [sale for sale in world.paper.sales if sale.machine == machine.name]
        perpetual = closings[-1].totals.perpetual
        printed = sum((sale.total + sale.igtf for sale in papers[: perpetual.documents]), Money.zero())
        if perpetual.sales != printed:
            yield f"{machine.name}: Z {closings[-1].number} has {perpetual.sales}, the papers {printed}"


def fenced_stores_sell_no_more(world: World, books: Books) -> Iterator[str]:
    """I17: after a rewind was detected, the machine prints no paper of the old life."""
    for machine in world.machines:
        for stopped_at, epoch in machine.stops:
            for sale in world.paper.sales:
                if sale.machine == machine.name and sale.epoch <= epoch and sale.printed_at > stopped_at:
                    yield f"{_name(sale)} was printed by {machine.name} after it was stopped"


def _name(sale: PaperSale) -> str:
    return f"document {sale.series}-{sale.number:08d} of epoch {sale.epoch}"


def _differences(sale: PaperSale, row: Any, books: Books) -> Iterator[str]:
    printed = (sale.station_id, sale.series, sale.number, sale.total.minor, sale.igtf.minor)
    if printed != (row.station_id, row.series, row.number, row.total, row.igtf):
        yield f"{_name(sale)} of {sale.machine} was printed as {printed}, HQ has {row}"
    for ticket in sale.tickets:
        stored = books.tickets.get(ticket.code)
        if stored is None or (stored.performance_id, stored.zone_id, stored.seat_id, stored.amount + stored.fee) != (
            ticket.performance_id, ticket.zone_id, ticket.seat_id, ticket.paid.minor,
        ):  # fmt: skip
            yield f"ticket {ticket.code} of {_name(sale)} of {sale.machine} is not the same at HQ"


def _is_accounted_for(sale: PaperSale, books: Books) -> bool:
    """Whether the number is void, or a document of the same station, put back without a witness, used it again."""
    void = any(row.series == sale.series and row.first <= sale.number <= row.last for row in books.voided)
    again = any(
        (row.station_id, row.series, row.number) == (sale.station_id, sale.series, sale.number)
        for row in books.sales.values()
    )
    return void or again


def _twice(what: str, sales: list[PaperSale], books: Books, *, is_noticed: bool) -> Iterator[str]:
    """Two copies of one store may both use a right; HQ must have a case as soon as it has both sales."""
    lives = {(sale.station_id, sale.epoch) for sale in sales}
    if len(lives) > 1:
        yield f"{what} is on paper twice, by {sorted(sale.machine for sale in sales)}"
        return
    witnessed = [sale for sale in sales if sale.sale_id in books.sales or sale.sale_id in books.aside]
    if len(witnessed) > 1 and not is_noticed:
        yield f"{what} is on paper twice, HQ has both and no case"
