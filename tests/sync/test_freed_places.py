"""Which facts free a place: what each declares is what its recorder does, because HQ must not batch such an entry."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import Table
from sqlalchemy.sql.expression import ClauseElement

from domain.after_sale.ticket_changes import ChangedTicket
from domain.ids import SeatId
from sync import facts
from sync.facts import AnyFact, Entry, kind_of
from sync.facts.places import FREE_SEAT
from sync.recording import record
from sync.tables.transaction import Row, Tx
from tests.builders.examples import AT, EXAMPLES


class NoRows:
    """The cursor of an empty database."""

    def fetchone(self) -> None:
        return None


class Watching(Tx):
    """Keeps whether a place became free; writes nothing, and every row is new."""

    def __init__(self) -> None:
        self.frees = False

    def execute(self, statement: Any, rows: Any = None) -> Any:
        raise AssertionError("no recorder of an example reads")

    def insert(self, table: Table, rows: Sequence[Row]) -> int:
        return len(rows)

    def insert_counted(self, table: Table, rows: Sequence[Row], counter: Table, of: Row) -> None:
        pass

    def upsert(self, table: Table, rows: Sequence[Row]) -> int:
        return len(rows)

    def run_many(self, statement: ClauseElement, rows: Sequence[Row]) -> int:
        return len(rows)

    def run(self, statement: ClauseElement, row: Row) -> Any:
        sold = row.get("sold", 0)
        assert isinstance(sold, int)
        self.frees = self.frees or statement is FREE_SEAT or sold < 0
        return NoRows()


def moved(change: ChangedTicket) -> ChangedTicket:
    """The change of a ticket that goes to another seat."""
    place = replace(change.before, seat_id=SeatId(12), seat="17")
    before = replace(change.before, seat_id=SeatId(11), seat="16")
    return replace(change, before=before, ticket=replace(change.ticket, place=place))


def variants() -> list[AnyFact]:
    """Every example; changes of tickets once with and once without another seat; refunds that keep the places."""
    more: list[AnyFact] = []
    for fact in EXAMPLES:
        if isinstance(fact, facts.TicketReissued):
            kept = replace(fact.change, ticket=replace(fact.change.ticket, place=fact.change.before))
            more += [
                msgspec.structs.replace(fact, change=moved(fact.change)),
                msgspec.structs.replace(fact, change=kept),
            ]
        elif isinstance(fact, facts.HolderChanged):
            more.append(msgspec.structs.replace(fact, changes=tuple(moved(change) for change in fact.changes)))
        elif isinstance(fact, facts.TicketsRefunded):
            for released in (True, False):
                tickets = tuple(replace(ticket, is_released=released) for ticket in fact.refund.tickets)
                more.append(msgspec.structs.replace(fact, refund=replace(fact.refund, tickets=tickets)))
    return [*EXAMPLES, *more]


@pytest.mark.parametrize("fact", variants(), ids=kind_of)
def test_a_fact_declares_whether_it_frees_a_place(fact: AnyFact) -> None:
    tx = Watching()
    record(tx, Entry(1, UUID(int=1), UUID(int=2), 1, 9, AT, None, "00" * 32, fact))
    assert fact.frees_places is tx.frees


def test_a_sale_frees_no_place_and_a_withdrawn_ticket_does() -> None:
    free = {type(fact): fact.frees_places for fact in EXAMPLES}
    assert not free[facts.SaleRecorded]
    assert free[facts.TicketWithdrawn]
