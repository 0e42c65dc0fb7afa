"""Entries that a newer program records later: HQ's rows are then as if it had known them at once."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import Table, select

from domain.rights import GrantId, SeatGrant, spans
from hq.books.check import check
from hq.intake import run_again
from hq.office import Office
from hq.rights import grants
from sync import facts
from sync.facts import Entry
from sync.facts.rights import allotment, number_block, seat_lease
from sync.facts.sales import sold_seat, zone_sold
from sync.facts.sales import ticket as ticket_table
from sync.facts.shifts import shift
from sync.line.push import Link
from sync.tables.transaction import Tx
from tests.builders import stations as small
from tests.builders.counters import Counter, counter
from tests.hq.intake.test_stubborn_entries import sales
from tests.hq.sent_cases import sent

pytestmark = pytest.mark.house

READ = Link.read
MOVED = (number_block, seat_lease, allotment, sold_seat, zone_sold, shift, ticket_table)
"""The rows that one fact writes and later facts change."""


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    """A counter of the small house, with numbers, seats and places."""
    with ExitStack() as open_stores:
        made = open_stores.enter_context(counter(office, tmp_path / "1", 1))
        made.grant(numbers=30, seats=["A-1", "A-2", "A-3"], places=20)
        yield made


def push_to_program_without(one: Counter, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(link: Link) -> Entry:
        if link.kind == kind:
            raise msgspec.ValidationError(kind)
        return READ(link)

    with monkeypatch.context() as older:
        older.setattr(Link, "read", read)
        one.push()


def contents(tx: Tx, table: Table) -> list[tuple[object, ...]]:
    return [tuple(row) for row in tx.execute(select(table).order_by(*table.primary_key))]


def check_same_rows_as_station(one: Counter) -> None:
    with one.office.database.tenant(one.holder.tenant_id) as hq, one.station.database.read() as own:
        for table in MOVED:
            assert contents(hq, table) == contents(own, table), table.name
    assert check(one.office, one.holder.tenant_id).findings == ()


def ticket_moves(one: Counter, to: str) -> None:
    """Move the ticket of the first sale to another seat, with another code."""
    ticket = sales(one)[0].sale.tickets[0]
    other = replace(ticket.place, seat_id=small.seat_id(to), seat=to[-1])
    moved = replace(ticket, code="9" * len(ticket.code), place=other)
    one.append(facts.TicketReplaced(sent(one), ticket.code, ticket.place, moved))


def return_seat(one: Counter, name: str) -> None:
    """Seats that HQ granted, one of which is returned."""
    performance = small.offering(one.station).performance.id
    grant = SeatGrant(GrantId(UUID(int=900)), performance, spans(map(small.seat_id, ["C-1", "C-2"])))
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        grants.grant_seats(tx, one.office, one.holder, grant)
        granted = grants.outstanding(tx, [one.holder])[one.holder.station_id]
    one.append(
        facts.SeatsAccepted(grant, dict(granted.seals)[grant.id]),
        facts.SeatsReturned(grant.id, spans([small.seat_id(name)])),
    )


@pytest.mark.parametrize("kind", ["numbers_accepted/1", "seats_accepted/1", "sale_recorded/1", "ticket_replaced/1"])
def test_what_a_station_did_after_an_entry_that_waited_holds_with_it(
    one: Counter, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.sell_seats("A-1")
    ticket_moves(one, "A-2")
    one.sell_places(2)
    return_seat(one, "C-1")
    push_to_program_without(one, kind, monkeypatch)
    assert run_again.run_again(one.office, one.holder.tenant_id) > 0
    check_same_rows_as_station(one)


def test_a_seat_that_is_sold_again_in_the_same_push_is_the_new_buyers(one: Counter) -> None:
    one.sell_seats("A-1")
    ticket_moves(one, "A-2")
    one.sell_seats("A-1")
    one.push()
    check_same_rows_as_station(one)


def test_more_than_goes_into_one_transaction_is_recorded_piece_by_piece(
    one: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_again, "MOST_AT_ONCE", 2)
    for places in (1, 2, 3):
        one.sell_places(places)
    push_to_program_without(one, "sale_recorded/1", monkeypatch)
    one.sell_places(4)
    one.push()
    assert [run_again.run_again(one.office, one.holder.tenant_id) for _ in range(2)] == [3, 0]
    check_same_rows_as_station(one)
