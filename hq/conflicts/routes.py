"""Conflict cases: the open ones, one with its history, and the act that closes it."""

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
from hq.conflicts import cases, customer_pairs
from hq.people.callers import allowed, author
from hq.people.permissions import Permission, Staff
from hq.web.slow_lane import InTurn
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/conflicts", tags=["conflicts"])
Settler = Annotated[Staff, Depends(allowed(Permission.SETTLE_CONFLICTS))]
_LONGEST_NOTE = 500
_AT_THE_COUNTER = {Choice.MOVE, Choice.MONEY_BACK}


@dataclass(eq=False)
class SettledAtTheCounter(Refused):
    """A choice that needs a new ticket or money back is made at the station that sold: it has printer and drawer."""

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
    """A case and its history, in order."""

    history: list[NoteOut]


class ResolutionIn(BaseModel):
    """How the case ends. `choice` need not be one that the rule proposes."""

    model_config = ConfigDict(extra="forbid")

    choice: Choice
    note: str = Field("", max_length=_LONGEST_NOTE, pattern=r"^[^\x00]*$")


@router.get("", dependencies=[InTurn])
def list_cases(staff: Settler, office: TheOffice) -> list[CaseOut]:
    """The cases that wait for a supervisor, oldest first."""
    with office.database.tenant(staff.tenant_id) as tx:
        return [CaseOut(**_fields(case)) for case in cases.open_cases(tx, staff.tenant_id)]


@router.get("/{case_id}")
def read_case(case_id: UUID, staff: Settler, office: TheOffice) -> CaseWithHistory:
    """One case with its history."""
    with office.database.tenant(staff.tenant_id) as tx:
        case = cases.case(tx, staff.tenant_id, case_id)
        history = cases.history(tx, staff.tenant_id, case_id)
    lines = [NoteOut(act=note.act, at=note.at, body=note.body) for note in history]
    return CaseWithHistory(**_fields(case), history=lines)


@router.put("/{case_id}/resolutions/{resolution_id}")
def resolve(case_id: UUID, resolution_id: UUID, wanted: ResolutionIn, staff: Settler, office: TheOffice) -> CaseOut:
    """Close a case. A repeated act has no effect; another one is refused."""
    if wanted.choice in _AT_THE_COUNTER:
        raise SettledAtTheCounter(wanted.choice)
    with office.database.tenant(staff.tenant_id) as tx:
        case = cases.case(tx, staff.tenant_id, case_id)
    resolution = Resolution(
        id=ResolutionId(resolution_id),
        case_id=CaseId(case_id),
        choice=wanted.choice,
        at=office.clock.now(),
        by=CashierId(staff.account_id),
        winner=case.proposal.winner,
        settles=tuple(claim.id for claim in case.claims),
        note=wanted.note,
    )
    return CaseOut(**_fields(customer_pairs.resolve(office, author(staff), resolution)))


def _fields(case: ConflictCase) -> dict[str, Any]:
    return {
        "id": case.id,
        "kind": case.contested.kind,
        "state": case.state,
        "needs_supervisor": case.needs_supervisor,
        "case": msgspec.to_builtins(case),
    }
