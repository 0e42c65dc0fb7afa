"""What HQ's tables say of rights, and a lie about one that changes nothing."""

from typing import Any

from sqlalchemy import Table, select

from domain.conflicts.cases import ConflictKind
from domain.conflicts.doubts import Doubt
from hq.books.check import check
from hq.conflicts.cases import open_cases
from hq.intake.run_again import run_again
from hq.journals.entry_states import refused, waiting
from hq.storage import ledger_tables
from sync import facts
from sync.facts import rights as shared
from sync.facts.forms import form_run
from tests.builders import stations as small
from tests.builders.counters import Counter

LEDGER = (
    *(ledger_tables.number_right, ledger_tables.seat_right, ledger_tables.place_right, ledger_tables.place_pool),
    *(ledger_tables.turn_right, ledger_tables.void_range, ledger_tables.grant),
    *(shared.number_block, shared.seat_lease, shared.allotment, shared.turn_lease, form_run),
)
"""Every row that says who holds what."""


def rows_of(one: Counter, tables: tuple[Table, ...] = LEDGER) -> dict[str, list[Any]]:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return {table.name: sorted(map(tuple, tx.execute(select(table))), key=str) for table in tables}


def doubts(one: Counter) -> list[Doubt]:
    """The doubts of the open cases, each of which names a right."""
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        cases = open_cases(tx, one.holder.tenant_id)
    assert {case.contested.kind for case in cases} <= {ConflictKind.RIGHT_NOT_HELD}
    return [claim.doubt for case in cases for claim in case.claims if claim.doubt]


def is_refused(liar: Counter, *lie: facts.AnyFact) -> Doubt:
    """Push the lie: no row of a right changes, it opens one case, and the station goes on."""
    before = rows_of(liar)
    liar.append(*lie)
    assert liar.push().acknowledged == liar.next_push().top
    liar.session = ""
    assert rows_of(liar) == before
    (doubt,) = doubts(liar)
    tenant_id = liar.holder.tenant_id
    with liar.office.database.tenant(tenant_id) as tx:
        assert len(refused(tx, tenant_id)) == 1
        assert waiting(tx, tenant_id) == []
    run_again(liar.office, tenant_id)
    assert rows_of(liar) == before
    assert check(liar.office, tenant_id).ok
    return doubt


def performance_and_zone(one: Counter) -> tuple[Any, Any]:
    return small.offering(one.station).performance.id, small.zone(one.station, "General").id
