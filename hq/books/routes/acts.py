"""Routes for reading and verifying HQ's own journal."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends
from pydantic import BaseModel

from hq.audit import act_journal
from hq.people.callers import allowed
from hq.people.permissions import Permission, Staff
from hq.web.paging import Cursor, Limit, Page, after_position, page
from hq.web.slow_lane import InTurn
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/acts", tags=["acts"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_ACTS))]


class ActOut(BaseModel):
    """An act: its content, the account that did it (null for HQ's command line), and the hash of its entry."""

    seq: int
    at: datetime
    actor: UUID | None
    act: dict[str, Any]
    hash: str


class VerdictOut(BaseModel):
    """The result of verifying: how many entries are valid; `broken_at` is the first invalid one, or 0."""

    ok: bool
    entries: int
    broken_at: int
    why: str


@router.get("")
def acts_page(staff: Reader, office: TheOffice, cursor: Cursor = None, limit: Limit = 50) -> Page[ActOut]:
    """List the acts in order, page by page."""
    with office.database.tenant(staff.tenant_id) as tx:
        listed = act_journal.read(tx, staff.tenant_id, after=after_position(cursor), most=limit + 1)
    return page(listed, limit, _show, lambda act: act.entry.seq)


@router.get("/verdict", dependencies=[InTurn])
def verdict(staff: Reader, office: TheOffice) -> VerdictOut:
    """Verify the signature of every act and the chain of hashes."""
    with office.database.tenant(staff.tenant_id) as tx:
        verdict = act_journal.verify(tx, staff.tenant_id)
    return VerdictOut(ok=verdict.ok, entries=verdict.entries, broken_at=verdict.broken_at, why=verdict.why or "")


def _show(act: act_journal.Act) -> ActOut:
    entry = act.entry
    return ActOut(seq=entry.seq, at=entry.at, actor=entry.actor, act=msgspec.to_builtins(entry.body), hash=act.hash)
