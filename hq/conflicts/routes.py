"""Conflict cases: those that wait, one with its history, and the act that closes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from domain.conflicts.cases import CaseId, Choice, ConflictCase, Resolution, ResolutionId
from domain.errors import Refused
from domain.ids import CashierId
from hq.conflicts import case_rows
from hq.conflicts import cases as conflicts
from hq.people.callers import allowed
from hq.people.permissions import Permission, Staff
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/conflicts", tags=["conflicts"])
Settler = Annotated[Staff, Depends(allowed(Permission.SETTLE_CONFLICTS))]
_LONGEST_NOTE = 500
_AT_THE_COUNTER = {Choice.MOVE, Choice.MONEY_BACK}


@dataclass(eq=False)
class SettledAtTheCounter(Refused):
    """What needs new paper or money is settled at the station that sold: it prints, and it has the drawer."""

    code: ClassVar[str] = "SETTLE_AT_STATION"

    choice: str


class CaseOut(BaseModel):
    """A case: what is contested, every claim with its evidence, what the rule proposes, and how it ended."""

    id: UUID
    kind: str
    state: str
    needs_supervisor: bool
    case: dict[str, Any]


class NoteOut(BaseModel):
    """A line of a case's history."""

    act: str
    at: datetime
    body: str


class CaseWithHistory(CaseOut):
    """A case and everything that was said of it, in order."""

    history: list[NoteOut]


class ResolutionIn(BaseModel):
    """How the case ends: as the rule proposes, or otherwise."""

    model_config = ConfigDict(extra="forbid")

    choice: Choice
    note: str = Field("", max_length=_LONGEST_NOTE, pattern=r"^[^\x00]*$")


@router.get("")
def cases(staff: Settler, office: TheOffice) -> list[CaseOut]:
    """The cases that wait for a supervisor, oldest first."""
    with office.database.tenant(staff.tenant_id) as tx:
        return [CaseOut(**_told(case)) for case in conflicts.open_cases(tx, staff.tenant_id)]


@router.get("/{case_id}")
def case(case_id: UUID, staff: Settler, office: TheOffice) -> CaseWithHistory:
    """One case."""
    with office.database.tenant(staff.tenant_id) as tx:
        found = conflicts.case(tx, staff.tenant_id, case_id)
        history = case_rows.history(tx, staff.tenant_id, case_id)
    lines = [NoteOut(act=each.act, at=each.at, body=each.body) for each in history]
    return CaseWithHistory(**_told(found), history=lines)


@router.put("/{case_id}/resolutions/{resolution_id}")
def resolve(case_id: UUID, resolution_id: UUID, wanted: ResolutionIn, staff: Settler, office: TheOffice) -> CaseOut:
    """Close a case; the same act again changes nothing, another one is refused."""
    if wanted.choice in _AT_THE_COUNTER:
        raise SettledAtTheCounter(wanted.choice)
    with office.database.tenant(staff.tenant_id) as tx:
        found = conflicts.case(tx, staff.tenant_id, case_id)
    resolution = Resolution(
        id=ResolutionId(resolution_id),
        case_id=CaseId(case_id),
        choice=wanted.choice,
        at=office.clock.now(),
        by=CashierId(staff.account_id),
        winner=found.proposal.winner,
        settles=tuple(claim.id for claim in found.claims),
        note=wanted.note,
    )
    return CaseOut(**_told(conflicts.resolve(office, staff.tenant_id, resolution)))


def _told(case: ConflictCase) -> dict[str, Any]:
    return {
        "id": case.id,
        "kind": case.contested.kind,
        "state": case.state,
        "needs_supervisor": case.needs_supervisor,
        "case": msgspec.to_builtins(case),
    }
