"""Conflict cases at HQ: claims are kept as they are found, cases are judged from all of them, each is closed once."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, String, any_, bindparam, func, select, text, update

from domain.conflicts.cases import (
    CaseId,
    CaseState,
    Claim,
    ConflictCase,
    Contested,
    Course,
    Resolution,
    by_entry,
    case_id,
)
from domain.conflicts.policy.judging import judge
from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import ConflictResolved
from hq.conflicts import case_rows, circumstances
from hq.office import Office
from hq.storage import conflict_tables as tables
from hq.storage.one_of import one_of
from sync.tables import canonical
from sync.tables.catalogue import conflict_case
from sync.tables.transaction import Tx

_ROUNDS_LOOKED_FOR = 64
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(eq=False)
class NoSuchCase(Refused):
    """HQ knows no such conflict."""

    code: ClassVar[str] = "NO_SUCH_CASE"

    case_id: UUID


@dataclass(eq=False)
class CaseClosed(Refused):
    """Another act closed the case; it is in its history."""

    code: ClassVar[str] = "CASE_CLOSED"

    case_id: UUID
    by_resolution: UUID


def file_claim(tx: Tx, tenant_id: UUID, claim: Claim) -> None:
    """Keep one side of a conflict; keeping it again changes nothing."""
    file_claims(tx, tenant_id, [claim])


def file_claims(tx: Tx, tenant_id: UUID, claims: Iterable[Claim]) -> frozenset[Contested]:
    """Keep the sides of conflicts as they are found, in any order and as often as they are found; says of what."""
    told: set[Contested] = set()
    for claim in sorted(map(by_entry, claims), key=lambda each: (each.contested.key, each.id)):
        thing = claim.contested.key
        tx.insert(tables.dispute, [{"tenant_id": tenant_id, "thing": thing, "settled": 0}])
        tx.insert(tables.conflict_claim, [{
            "tenant_id": tenant_id, "id": claim.id, "said": _said(claim), "thing": thing,
            "body": canonical.text(claim), "filed_at": claim.received_at,
        }])  # fmt: skip
        tx.execute(_UNSETTLE, {"tenant": tenant_id, "of_thing": thing})
        told.add(claim.contested)
    return frozenset(told)


def assess(
    tx: Tx, tenant_id: UUID, at: datetime, touched: Iterable[Contested] | None = None
) -> tuple[ConflictCase, ...]:
    """Judge the disputes that are not settled, and tell the stations concerned what changed; says those cases.

    With `touched`, those about these things and what is judged together with them: the seats of a performance are
    offered once. The others wait for the upkeep, which judges all.
    """
    things = _unsettled(tx, tenant_id, None if touched is None else sorted(map(_together, touched)))
    if not things:
        return ()
    claims = _claims(tx, tenant_id, things)
    resolutions = _resolutions(tx, tenant_id, claims)
    cases = judge(claims, resolutions, circumstances.read(tx, tenant_id, claims, at))
    known = {each.case_id for each in resolutions}
    for case in cases:
        if case.resolution and case.id not in known:
            _close(tx, tenant_id, case.resolution)
    changed = case_rows.write(tx, tenant_id, cases, at)
    unsettled = {case.contested.key for case in cases if case.state is CaseState.OPEN}
    for thing in sorted(set(things) - unsettled):
        tx.execute(_SETTLE, {"tenant": tenant_id, "of_thing": thing})
    return changed


def count_open(tx: Tx, tenant_id: UUID) -> int:
    """How many cases wait for a supervisor."""
    return int(tx.execute(_COUNT, {"tenant": tenant_id}).scalar_one())


def open_cases(tx: Tx, tenant_id: UUID) -> tuple[ConflictCase, ...]:
    """The cases that wait for a supervisor, oldest first."""
    c = conflict_case.c
    statement = select(c.body).where(c.tenant_id == tenant_id, c.state == CaseState.OPEN, c.course == Course.SUPERVISOR)
    return tuple(
        canonical.decode(body, ConflictCase) for body in tx.execute(statement.order_by(c.opened_at, c.id)).scalars()
    )


def case(tx: Tx, tenant_id: UUID, wanted: UUID) -> ConflictCase:
    """One case. Raises NoSuchCase."""
    c = conflict_case.c
    body = tx.execute(select(c.body).where(c.tenant_id == tenant_id, c.id == wanted)).scalar()
    if body is None:
        raise NoSuchCase(wanted)
    return canonical.decode(body, ConflictCase)


def settled(tx: Tx, tenant_id: UUID, station_id: UUID, resolution: Resolution, at: datetime) -> bool:
    """A station told that it settled a case; says whether this closed it. What did not is in the history.

    Only a station that the case is about may: it need not be the one that it stands with now.
    """
    theirs = station_id in _stations_of(tx, tenant_id, resolution.case_id, station_id)
    closed = theirs and _close(tx, tenant_id, resolution)
    if closed:
        _judge_again(tx, tenant_id, resolution.case_id)
    else:
        act = "too_late" if theirs else "not_theirs"
        case_rows.note(tx, tenant_id, resolution.case_id, case_rows.Note(act, at, canonical.text(resolution)))
    return closed


def _stations_of(tx: Tx, tenant_id: UUID, about: CaseId, told_by: UUID) -> set[UUID]:
    """Who has a side in a case. HQ that was put back does not know it yet, and takes the word of whoever tells."""
    c = conflict_case.c
    found = tx.execute(select(c.station_id, c.body).where(c.tenant_id == tenant_id, c.id == about)).first()
    if found is None:
        return {told_by}
    claims = canonical.decode(found.body, ConflictCase).claims
    return {found.station_id, *(claim.position.station_id for claim in claims)}


def resolve(office: Office, tenant_id: UUID, resolution: Resolution) -> ConflictCase:
    """Close a case at HQ and tell its station; the same act again changes nothing. Raises NoSuchCase, CaseClosed."""
    at = office.clock.now()
    with office.database.tenant(tenant_id) as tx:
        thing = case(tx, tenant_id, resolution.case_id).contested.key
        tx.execute(_LOCK, {"tenant": tenant_id, "things": [thing]}).all()
        if _keep(tx, tenant_id, resolution):
            act = ConflictResolved(case=resolution.case_id, resolution=resolution.id, choice=resolution.choice)
            act_journal.append(tx, office, tenant_id, act, resolution.by)
            _judge_again(tx, tenant_id, resolution.case_id)
            assess(tx, tenant_id, at)
        elif not _same_act(kept := _kept(tx, tenant_id, resolution.case_id), resolution):
            raise CaseClosed(resolution.case_id, kept.id)
        return case(tx, tenant_id, resolution.case_id)


def _close(tx: Tx, tenant_id: UUID, resolution: Resolution) -> bool:
    """The first act closes; the same act again is no other."""
    return _keep(tx, tenant_id, resolution) or _kept(tx, tenant_id, resolution.case_id).id == resolution.id


def _keep(tx: Tx, tenant_id: UUID, resolution: Resolution) -> bool:
    """Write the act down that closes a case; says whether it is the first."""
    new = tx.insert(tables.conflict_resolution, [{
        "tenant_id": tenant_id, "case_id": resolution.case_id, "id": resolution.id,
        "body": canonical.text(resolution), "resolved_at": resolution.at,
    }])  # fmt: skip
    return bool(new)


def _kept(tx: Tx, tenant_id: UUID, closed: CaseId) -> Resolution:
    r = tables.conflict_resolution.c
    body = tx.execute(select(r.body).where(r.tenant_id == tenant_id, r.case_id == closed)).scalar_one()
    return canonical.decode(body, Resolution)


def _same_act(kept: Resolution, again: Resolution) -> bool:
    """Whether somebody asks for what was done: when, and what was known then, is of the first time."""
    return kept == replace(again, at=kept.at, winner=kept.winner, settles=kept.settles)


def _judge_again(tx: Tx, tenant_id: UUID, about: CaseId) -> None:
    try:
        thing = case(tx, tenant_id, about).contested.key
    except NoSuchCase:
        return  # HQ was put back and does not know the case yet: its claims come again, and find this resolution
    tx.execute(_UNSETTLE, {"tenant": tenant_id, "of_thing": thing})


_DISPUTE = tables.dispute
_OF_THING = (_DISPUTE.c.tenant_id == bindparam("tenant"), _DISPUTE.c.thing == bindparam("of_thing"))
_UNSETTLE = update(_DISPUTE).values(settled=0).where(*_OF_THING, _DISPUTE.c.settled == 1)
_SETTLE = update(_DISPUTE).values(settled=1).where(*_OF_THING)
_LOCK = (
    select(_DISPUTE.c.thing)
    .where(_DISPUTE.c.tenant_id == bindparam("tenant"), one_of(_DISPUTE.c.thing, "things"))
    .order_by(_DISPUTE.c.thing)
    .with_for_update()
)
_UNSETTLED = (
    select(_DISPUTE.c.thing)
    .where(_DISPUTE.c.tenant_id == bindparam("tenant"), _DISPUTE.c.settled == 0)
    .order_by(_DISPUTE.c.thing)
    .with_for_update()
)
_COUNT = select(func.count()).where(
    conflict_case.c.tenant_id == bindparam("tenant"),
    conflict_case.c.state == CaseState.OPEN,
    conflict_case.c.course == Course.SUPERVISOR,
)


_UNSETTLED_OF = _UNSETTLED.where(_DISPUTE.c.thing.like(any_(bindparam("patterns", type_=ARRAY(String)))))
_LIKE = str.maketrans({sign: f"\\{sign}" for sign in "\\%_"})


def _unsettled(tx: Tx, tenant_id: UUID, patterns: Sequence[str] | None) -> list[str]:
    keys: dict[str, object] = {"tenant": tenant_id}
    if patterns is None:
        return list(tx.execute(_UNSETTLED, keys).scalars())
    return list(tx.execute(_UNSETTLED_OF, {**keys, "patterns": list(patterns)}).scalars())


def _together(thing: Contested) -> str:
    """The pattern of the names of what is judged together with a thing."""
    if thing.performance_id is None:
        return thing.key.translate(_LIKE)
    return f"{thing.kind}/{thing.performance_id}/%"


# One array, however many there are: PostgreSQL takes 65,535 parameters and no more.
_CLAIMS = text("SELECT body FROM conflict_claim WHERE tenant_id = :tenant AND thing = ANY(:things) ORDER BY id, said")
_RESOLUTIONS = text(
    "SELECT body FROM conflict_resolution WHERE tenant_id = :tenant AND case_id = ANY(:cases) ORDER BY case_id"
)


def _claims(tx: Tx, tenant_id: UUID, things: Sequence[str]) -> list[Claim]:
    found = tx.execute(_CLAIMS, {"tenant": tenant_id, "things": list(things)}).scalars()
    return [canonical.decode(body, Claim) for body in found]


def _resolutions(tx: Tx, tenant_id: UUID, claims: Sequence[Claim]) -> list[Resolution]:
    """By the ids that the rounds of these disputes have: they are known before the rounds are."""
    things = {claim.contested for claim in claims}
    ids = [case_id(thing, number) for thing in things for number in range(_ROUNDS_LOOKED_FOR)]
    found = tx.execute(_RESOLUTIONS, {"tenant": tenant_id, "cases": ids}).scalars()
    return [canonical.decode(body, Resolution) for body in found]


def _said(claim: Claim) -> str:
    return hashlib.sha256(canonical.text(replace(claim, received_at=_NO_TIME)).encode()).hexdigest()
