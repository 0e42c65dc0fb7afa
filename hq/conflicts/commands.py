"""Commands of `taquilla-hq` for conflict cases."""

import argparse
from uuid import UUID

from domain.conflicts.cases import CaseId, ConflictCase, Resolution, ResolutionId
from hq.conflicts import case_texts, cases, customer_pairs, debts
from hq.conflicts.rows import case_rows
from hq.office import Office
from hq.outcome import Outcome, listed, moment
from hq.people.accounts import Author
from resources.texts import text
from sync.facts.customers import AT_HQ
from sync.tables.transaction import Tx


def list_cases(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the cases that wait for a person, oldest first."""
    with office.database.tenant(by.tenant_id) as tx:
        waiting = cases.open_cases(tx, by.tenant_id)
        names = _names(tx, by.tenant_id)
    return listed(
        "id kind station case",
        [(case.id, case.contested.kind, _station(case, names), case_texts.subject(case)) for case in waiting],
    )


def show_case(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Show one case with the evidence of each side."""
    with office.database.tenant(by.tenant_id) as tx:
        case = cases.case(tx, by.tenant_id, options.case_id)
        names = _names(tx, by.tenant_id)
        people = customer_pairs.people_of(tx, by.tenant_id, case)
    return Outcome([*case_texts.lines(case, names), *map(case_texts.customer, people)])


def settle_case(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Close a case with one of the choices that need neither paper nor drawer."""
    with office.database.tenant(by.tenant_id) as tx:
        case = cases.case(tx, by.tenant_id, options.case_id)
    resolution = Resolution(
        id=ResolutionId(office.ids.new()),
        case_id=CaseId(case.id),
        choice=options.choice,
        at=office.clock.now(),
        winner=case.proposal.winner,
        settles=tuple(claim.id for claim in case.claims),
        note=options.reason,
    )
    settled = customer_pairs.resolve(office, by, resolution)
    choice = text(f"conflicts.choice.{options.choice}")
    return Outcome([text("hq.case_settled", case=case_texts.subject(settled), choice=choice)])


def list_debts(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List what is owed to customers and not paid yet, oldest first."""
    with office.database.tenant(by.tenant_id) as tx:
        owed = list(debts.unpaid(tx, by.tenant_id))
    return listed(
        "since station customer amount currency ticket",
        [
            (moment(debt.since), debt.station, debt.customer.name, str(debt.owed), debt.owed.currency, debt.ticket_id)
            for debt in owed
        ],
    )


def _names(tx: Tx, tenant_id: UUID) -> dict[UUID, str]:
    return {**case_rows.station_names(tx, tenant_id), AT_HQ: text("conflicts.head_office")}


def _station(case: ConflictCase, names: dict[UUID, str]) -> str:
    concerned = case.concerned or case.claims[0].position.station_id
    return names.get(concerned, str(concerned))
