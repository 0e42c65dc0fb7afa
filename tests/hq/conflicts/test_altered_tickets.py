"""HQ derives each ticket of a sale: an altered ticket is a case that says what differs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from domain.catalogue.pricing import Price
from domain.conflicts.cases import ConflictCase
from domain.conflicts.differences import Matter
from domain.ids import SeatId
from domain.sale.sale import Ticket
from hq.office import Office
from sync.facts import SaleRecorded
from sync.tables import canonical, catalogue
from tests.builders import stations as small
from tests.builders.counters import Counter, counter
from tests.builders.lies import forge_catalogue, resigned
from tests.hq.conflicts.test_derived_figures import matters

pytestmark = pytest.mark.house


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    with counter(office, tmp_path / "1", 1) as station:
        station.grant(numbers=30, seats=["A-1", "A-2"], places=20)
        yield station


def matters_of_every_case(one: Counter) -> set[Matter]:
    """What differs by HQ's cases, with those that the rule closed because the total is the same."""
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        bodies = tx.execute(select(catalogue.conflict_case.c.body)).scalars().all()
    cases = [canonical.decode(body, ConflictCase) for body in bodies]
    return {difference.matter for case in cases for claim in case.claims for difference in claim.differences}


def of_tickets(alter: Callable[[Ticket], Ticket]) -> Callable[[SaleRecorded], SaleRecorded]:
    """Alters every ticket of a sale."""

    def altered(fact: SaleRecorded) -> SaleRecorded:
        tickets = tuple(map(alter, fact.sale.tickets))
        return msgspec.structs.replace(fact, sale=replace(fact.sale, tickets=tickets))

    return altered


def other_steps(price: Price) -> Price:
    """The same price, explained otherwise."""
    return replace(price, steps=tuple(replace(step, label="Otro") for step in price.steps))


_ALTERED: dict[str, tuple[Callable[[Ticket], Ticket], Matter]] = {
    "an unknown type": (lambda ticket: replace(ticket, ticket_type="Amigos"), Matter.PLACE),
    "other steps": (lambda ticket: replace(ticket, price=other_steps(ticket.price)), Matter.PRICE),
    "a seat of no plan": (
        lambda ticket: replace(ticket, place=replace(ticket.place, seat_id=SeatId(9_999))),
        Matter.PLACE,
    ),
    "a seat without its number": (
        lambda ticket: replace(ticket, place=replace(ticket.place, seat_id=None)),
        Matter.PLACE,
    ),
    "another name of the seat": (
        lambda ticket: replace(ticket, place=replace(ticket.place, row="Z")),
        Matter.PLACE,
    ),
}


@pytest.mark.parametrize("lie", _ALTERED)
def test_an_altered_ticket_is_a_case(one: Counter, lie: str) -> None:
    alter, matter = _ALTERED[lie]
    one.sell_seats("A-1")
    one.send(resigned(one, of_tickets(alter)))
    assert matter in matters_of_every_case(one)


def test_a_ticket_type_that_asks_for_a_document_without_one_is_a_case(one: Counter) -> None:
    forge_catalogue(one, catalogue.ticket_type, needs_document=False)
    small.sell(one.station, small.general_cart(one.station, 1, "Estudiante"))
    one.push()
    assert matters(one) == {Matter.CUSTOMER}
