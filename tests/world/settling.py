"""How staff at HQ and supervisors of stations settle conflict cases."""

from contextlib import suppress
from random import Random

from sqlalchemy import select

from domain.conflicts.cases import CaseId, Choice, ConflictCase, ConflictKind, Resolution, ResolutionId
from domain.errors import Refused
from domain.ids import CashierId
from hq.conflicts import cases, customer_pairs
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.conflicts import conflict_desk, money_back
from pos_app.services.conflicts.conflict_desk import Decision
from pos_app.station import Station
from sync.tables import canonical
from sync.tables.catalogue import conflict_case
from tests.world.administrators import Administrators
from tests.world.machines import Machine
from tests.world.refunding import People


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


def settle_here(machine: Machine, station: Station, chance: Random, people: People) -> None:
    """Settle the cases that wait for a supervisor of a station."""
    for known in conflict_desk.cases(station):
        if known.waits and known.case.proposal.remedies:
            choice = known.case.proposal.remedies[0].choice
            wanted = choice if chance.random() < 0.8 else Choice.MONEY_BACK
            is_paid = wanted is Choice.MONEY_BACK and chance.random() < 0.5
            if not (is_paid and _pay_back(machine, station, known.case.id, people)):
                conflict_desk.settle(station, people(station)[1], known.case.id, Decision(wanted))
            machine.place.log(f"{machine.name} settles {known.case.contested.key}: {wanted}")
            machine.place.tally.add("settled")


def _pay_back(machine: Machine, station: Station, case_id: CaseId, people: People) -> bool:
    """Settle a case by a refund: its customer is at the counter. False when there is nothing to give back."""
    lost = money_back.lost_tickets(station, case_id)
    if lost is None:
        return False
    wanted = RefundRequest(lost.sale_id, lost.tickets, "cash_ves", "Error de la taquilla")
    done = money_back.pay_back(station, people(station), case_id, wanted)
    life = (station.id, station.author.epoch)
    machine.place.paper.print_refund(machine.name, life, (done.refund, done.document))
    machine.place.tally.add("paid cases")
    return True
