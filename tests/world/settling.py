"""How staff at HQ settle conflict cases."""

from contextlib import suppress

from sqlalchemy import select

from domain.conflicts.cases import Choice, ConflictCase, ConflictKind, Resolution, ResolutionId
from domain.errors import Refused
from domain.ids import CashierId
from hq.conflicts import cases, customer_pairs
from sync.tables import canonical
from sync.tables.catalogue import conflict_case
from tests.world.administrators import Administrators


def settle_open_cases(people: Administrators) -> int:
    """Settle the cases that no station settled; returns their number."""
    with people.hq.office.database.tenant(people.hq.tenant_id) as tx:
        waiting = cases.open_cases(tx, people.hq.tenant_id)
    for case in waiting:
        # What is decided about two customers may close the case of one of them and a third.
        with suppress(cases.CaseClosed):
            _settle(people, case)
    return len(waiting)


def settle_again(people: Administrators) -> None:
    """Settle every case once more; HQ must refuse those that are settled."""
    with people.hq.office.database.tenant(people.hq.tenant_id) as tx:
        bodies = list(tx.execute(select(conflict_case.c.body)).scalars())
    for body in bodies:
        with suppress(Refused):
            _settle(people, canonical.decode(body, ConflictCase))


def _settle(people: Administrators, case: ConflictCase) -> None:
    hq = people.hq
    act, at = hq.office.ids.new(), hq.office.clock.now()
    settles = tuple(claim.id for claim in case.claims)
    is_about_customers = case.contested.kind is ConflictKind.SAME_CUSTOMER
    choice = people.chance.choice((Choice.LINK, Choice.PART)) if is_about_customers else Choice.MONEY_BACK
    act_of_hq = Resolution(
        ResolutionId(act), case.id, choice, at, CashierId(act), case.proposal.winner, settles
    )  # fmt: skip
    customer_pairs.resolve(hq.office, hq.administrator, act_of_hq)
    hq.tally.add("settled")
    people.log(f"HQ settles {case.contested.key}: {choice}")
