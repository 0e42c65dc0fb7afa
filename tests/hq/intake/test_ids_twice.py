"""A second record under a used id is never dropped in silence: it is kept apart, and a case shows both sides."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from domain.conflicts.cases import ConflictCase, ConflictKind
from domain.money.money import VES, Money
from domain.till.shifts import CashMove, CashMovement
from hq.books.check import check
from hq.conflicts.cases import open_cases
from hq.intake.run_again import run_again
from hq.journals.entry_states import refused, waiting
from hq.office import Office
from pos_app.services.proof.findings import Flaw
from pos_app.services.till import shifts, till_reports
from sync import facts, journal
from sync.facts.sales import payment, sale, ticket
from sync.tables import canonical
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, two_counters
from tests.pos_app.services.proof.tampering import flaw, forge_last

pytestmark = pytest.mark.house

Change = Callable[[facts.SaleRecorded, facts.SaleRecorded], facts.SaleRecorded]
"""Makes the second sale use an id of the first."""


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2", "A-3"], places=20)
        two.grant(numbers=30, seats=["B-1", "B-2", "B-3"], places=20)
        yield one, two


def last_sale(one: Counter) -> facts.SaleRecorded:
    author = one.station.author
    with one.station.database.read() as tx:
        entries = list(journal.read(tx, author.tenant_id, author.station_id, author.epoch))
    body = next(entry.read().body for entry in reversed(entries) if entry.kind == "sale_recorded/1")
    assert isinstance(body, facts.SaleRecorded)
    return body


def with_sale(fact: facts.SaleRecorded, **values: Any) -> facts.SaleRecorded:
    """The sale with other values; its document follows."""
    sold = replace(fact.sale, **values)
    return facts.SaleRecorded(sold, replace(fact.document, sale_id=sold.id), fact.catalogue, turns=fact.turns)


def same_sale(first: facts.SaleRecorded, second: facts.SaleRecorded) -> facts.SaleRecorded:
    return with_sale(second, id=first.sale.id)


def same_document(first: facts.SaleRecorded, second: facts.SaleRecorded) -> facts.SaleRecorded:
    return facts.SaleRecorded(second.sale, replace(second.document, id=first.document.id), second.catalogue)


def same_ticket(first: facts.SaleRecorded, second: facts.SaleRecorded) -> facts.SaleRecorded:
    head, *rest = second.sale.tickets
    return with_sale(second, tickets=(replace(head, id=first.sale.tickets[0].id), *rest))


def same_code(first: facts.SaleRecorded, second: facts.SaleRecorded) -> facts.SaleRecorded:
    head, *rest = second.sale.tickets
    return with_sale(second, tickets=(replace(head, code=first.sale.tickets[0].code.upper()), *rest))


def same_payment(first: facts.SaleRecorded, second: facts.SaleRecorded) -> facts.SaleRecorded:
    head, *rest = second.sale.payments
    return with_sale(second, payments=(replace(head, id=first.sale.payments[0].id), *rest))


def the_whole_sale(first: facts.SaleRecorded, _second: facts.SaleRecorded) -> facts.SaleRecorded:
    return first


LIES: dict[str, Change] = {
    "sale": same_sale,
    "document": same_document,
    "ticket": same_ticket,
    "code": same_code,
    "payment": same_payment,
    "whole": the_whole_sale,
}


def sell_again(liar: Counter, first: facts.SaleRecorded, change: Change) -> facts.SaleRecorded:
    """Sell, and sign the sale anew with an id of the first one."""
    liar.sell_places(2)
    honest = last_sale(liar)
    lie = change(first, honest)
    rewrite_last(liar, lie)
    return lie


def rewrite_last(liar: Counter, fact: facts.AnyFact) -> None:
    """Replace the last entry of a store, as a cheater with the key may before it is sent."""

    def edit(entry: bytes) -> bytes:
        return canonical.encode(msgspec.structs.replace(canonical.decode(entry, facts.Entry), body=fact))

    forge_last(liar.station, str(fact.__struct_config__.tag), edit)


def cases(one: Counter) -> list[ConflictCase]:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return [c for c in open_cases(tx, one.holder.tenant_id) if c.contested.kind is ConflictKind.ID_TWICE]


def counts(one: Counter) -> list[int]:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return [tx.execute(select(func.count()).select_from(table)).scalar_one() for table in (sale, ticket, payment)]


def is_shown(one: Counter, first: facts.SaleRecorded, lie: facts.SaleRecorded) -> None:
    """A case waits with both sides, and the second entry is refused for good."""
    (case,) = cases(one)
    assert case.needs_supervisor
    assert len(case.claims) == 2
    assert {claim.document for claim in case.claims} == {first.document.printed_number, lie.document.printed_number}
    assert case.claim(case.proposal.winner) is not None
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        assert (len(refused(tx, one.holder.tenant_id)), waiting(tx, one.holder.tenant_id)) == (1, [])


@pytest.mark.parametrize("name", list(LIES))
@pytest.mark.parametrize("when", ["together", "later", "elsewhere", "elsewhere together"])
def test_a_second_record_under_an_id_is_a_case_with_both_sides(counters: Counters, name: str, when: str) -> None:
    one, two = counters
    one.sell_places(3)
    first = last_sale(one)
    if when in ("later", "elsewhere"):
        one.push()
    liar = two if when.startswith("elsewhere") else one
    lie = sell_again(liar, first, LIES[name])
    if liar is one:
        finding = flaw(one.station)
        assert finding is not None
        assert finding[0] in {Flaw.ID_TWICE, Flaw.TOTAL_MISMATCH}
    if when == "elsewhere together":
        one.push()
    assert liar.push().acknowledged == liar.next_push().top
    liar.session = ""
    is_shown(one, first, lie)
    assert counts(one) == [1, 3, len(first.sale.payments)]
    tenant_id = one.holder.tenant_id
    run_again(one.office, tenant_id)
    assert counts(one) == [1, 3, len(first.sale.payments)]
    liar.sell_places(1)
    liar.push()
    assert counts(one)[0] == 2
    report = check(one.office, tenant_id)
    assert report.ok
    numbers = {(document.series, document.number) for document in (first.document, lie.document)}
    assert report.partitions[0].issued == len(numbers) + 1, "a number that was printed is not free"


def test_one_id_for_two_tickets_of_a_sale_is_a_case(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(2)
    honest = last_sale(one)
    head, other = honest.sale.tickets
    rewrite_last(one, with_sale(honest, tickets=(head, replace(other, id=head.id))))
    one.push()
    assert [case.contested.series.split()[0] for case in cases(one)] == ["ticket"]
    assert counts(one) == [0, 0, 0]


def test_a_lost_reply_and_a_second_push_of_the_same_entries_are_no_case(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(2)
    one.push()
    one.push(after=0)
    assert cases(one) == []


def facts_of(one: Counter, kind: type[Any]) -> list[Any]:
    author = one.station.author
    with one.station.database.read() as tx:
        entries = [e.read().body for e in journal.read(tx, author.tenant_id, author.station_id, author.epoch)]
    return [body for body in entries if isinstance(body, kind)]


def test_a_shift_a_movement_and_a_report_have_ids_of_their_own(counters: Counters) -> None:
    one, two = counters
    shifts.move_cash(one.station, small.ana(one.station), CashMovement(CashMove.CASH_IN, Money(500, VES), "cambio"))
    till_reports.read_x(one.station, small.ana(one.station))
    (opened,), (moved,), (taken,) = (
        facts_of(one, kind) for kind in (facts.ShiftOpened, facts.CashMoved, facts.ReportTaken)
    )
    (own,) = facts_of(two, facts.ShiftOpened)
    one.push()
    two.append(
        facts.ShiftOpened(replace(opened.shift, number=9)),
        facts.CashMoved(moved.id, own.shift.id, moved.movement),
        facts.ReportTaken(replace(taken.report, number=9)),
    )
    two.push()
    assert {case.contested.series for case in cases(one)} == {
        f"shift {opened.shift.id}",
        f"movement {moved.id}",
        f"report {taken.report.id}",
    }
    for case in cases(one):
        assert {claim.position.station_id for claim in case.claims} == {one.holder.station_id, two.holder.station_id}
    assert check(one.office, one.holder.tenant_id).ok
