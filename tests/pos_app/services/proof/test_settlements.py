"""`verify` finds settlements that answer no case, and tickets moved or withdrawn otherwise than the case says."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from domain.conflicts.cases import CaseId, Choice
from domain.ids import ZoneId
from domain.money.money import USD, Money
from domain.sale.sale import Ticket
from pos_app.services.conflicts import conflict_desk
from pos_app.services.conflicts.conflict_desk import Decision
from pos_app.services.proof.findings import Flaw
from pos_app.station import Station
from sync import facts, journal
from tests.builders import stations
from tests.pos_app.conflicts import contest
from tests.pos_app.services.proof.tampering import flaw

NO_CASE = CaseId(UUID(int=77))


@pytest.fixture
def sold(till: Station) -> Ticket:
    return stations.sell(till, stations.seats_cart(till, ["C-4"])).sale.tickets[0]


def append(till: Station, fact: facts.AnyFact) -> str:
    with till.database.write() as tx:
        head = journal.append(tx, till.author, fact, at=till.clock.now(), actor=None)
    return f"journal 1/{head.seq}"


def withdrawn(ticket: Ticket, case_id: CaseId, **values: Any) -> facts.TicketWithdrawn:
    whole: dict[str, Any] = {"case_id": case_id, "ticket": ticket, "owed": ticket.price.amount + ticket.price.fee}
    return facts.TicketWithdrawn(**whole | values)


@pytest.mark.parametrize("choice", [Choice.MOVE, Choice.MONEY_BACK])
def test_a_case_that_was_settled_at_the_desk_is_sound(till: Station, choice: Choice) -> None:
    contest(till, stations.sell(till, stations.seats_cart(till, ["C-4"])), "C-4", free=("D-4",))
    (known,) = conflict_desk.cases(till)
    conflict_desk.settle(till, stations.rosa(till), known.case.id, Decision(choice))
    assert flaw(till) is None


def test_a_withdrawal_for_a_case_that_never_was_is_found(till: Station, sold: Ticket) -> None:
    assert flaw(till) is None
    record = append(till, withdrawn(sold, NO_CASE))
    assert flaw(till) == (Flaw.SETTLEMENT_UNASKED, record)


def test_a_ticket_that_the_case_is_not_about_is_found(till: Station, sold: Ticket) -> None:
    contest(till, stations.sell(till, stations.seats_cart(till, ["C-5"])), "C-5", free=("D-4",))
    (known,) = conflict_desk.cases(till)
    record = append(till, withdrawn(sold, known.case.id))
    assert flaw(till) == (Flaw.SETTLEMENT_UNASKED, record)


@pytest.mark.parametrize("lie", ["money", "place", "code", "twice"])
def test_a_withdrawal_that_differs_from_the_ticket_is_found(till: Station, lie: str) -> None:
    sale = stations.sell(till, stations.seats_cart(till, ["C-4"]))
    contest(till, sale, "C-4", free=("D-4",))
    (known,), ticket = conflict_desk.cases(till), sale.sale.tickets[0]
    if lie == "twice":
        append(till, withdrawn(ticket, known.case.id))
    lies: dict[str, facts.TicketWithdrawn] = {
        "money": withdrawn(ticket, known.case.id, owed=Money(10**6, USD)),
        "place": withdrawn(replace(ticket, place=replace(ticket.place, zone_id=ZoneId(UUID(int=5)))), known.case.id),
        "code": withdrawn(replace(ticket, code="0" * 27), known.case.id),
        "twice": withdrawn(ticket, known.case.id),
    }
    record = append(till, lies[lie])
    finding = flaw(till)
    assert finding is not None
    assert finding[0] is Flaw.SETTLEMENT_MISMATCH
    assert finding[1] == record
