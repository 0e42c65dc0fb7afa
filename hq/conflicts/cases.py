"""Conflict cases at HQ: claims are stored as they arrive, cases are judged from all of them, each is closed once."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from domain.conflicts.cases import (
    CaseId,
    CaseState,
    Claim,
    ConflictCase,
    Contested,
    Resolution,
    by_entry,
    case_id,
)
from domain.conflicts.policy.judging import judge
from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import ConflictResolved
from hq.conflicts import circumstances
from hq.conflicts.publishing import publish_cases
from hq.conflicts.rows import case_rows, disputes
from hq.conflicts.rows.case_rows import Note
from hq.office import Office
from sync.tables import canonical
from sync.tables.transaction import Tx

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_LIKE = str.maketrans({sign: f"\\{sign}" for sign in "\\%_"})
"""Escapes the wildcards of a LIKE pattern."""


@dataclass(eq=False)
class NoSuchCase(Refused):
    """HQ knows no such conflict."""

    code: ClassVar[str] = "NO_SUCH_CASE"

    case_id: UUID


@dataclass(eq=False)
class CaseClosed(Refused):
    """Another act closed the case; the case's history has it."""

    code: ClassVar[str] = "CASE_CLOSED"

    case_id: UUID
    by_resolution: UUID


def file_claim(tx: Tx, tenant_id: UUID, claim: Claim) -> None:
    """Store one side of a conflict; a repeated claim has no effect."""
    file_claims(tx, tenant_id, [claim])


def file_claims(tx: Tx, tenant_id: UUID, claims: Iterable[Claim]) -> frozenset[Contested]:
    """Store sides of conflicts and return what they contest. Order and repetition do not matter."""
    touched: set[Contested] = set()
    # Disputes are locked in the order of their keys, so that two groups cannot deadlock.
    for claim in sorted(map(by_entry, claims), key=lambda claim: (claim.contested.key, claim.id)):
        disputes.insert_claim(tx, tenant_id, claim, _sha256(claim))
        disputes.unsettle(tx, tenant_id, claim.contested.key)
        touched.add(claim.contested)
    return frozenset(touched)


def assess(
    tx: Tx, tenant_id: UUID, at: datetime, touched: Iterable[Contested] | None = None
) -> tuple[ConflictCase, ...]:
    """Judge the disputes that are not settled, and send the stations what changed; returns the changed cases.

    With `touched`, judges only the disputes on these objects and those that share free seats with them, which are all
    of one performance. The upkeep judges the rest.
    """
    contested = _lock_unsettled(tx, tenant_id, touched)
    if not contested:
        return ()
    claims = disputes.read_claims(tx, tenant_id, contested)
    resolutions = _resolutions(tx, tenant_id, claims)
    cases = judge(claims, resolutions, circumstances.read(tx, tenant_id, claims, at))
    known = {resolution.case_id for resolution in resolutions}
    for case in cases:
        if case.resolution and case.id not in known:
            _close(tx, tenant_id, case.resolution)
    changed = publish_cases(tx, tenant_id, cases, at)
    still_open = {case.contested.key for case in cases if case.state is CaseState.OPEN}
    for key in sorted(set(contested) - still_open):
        disputes.settle(tx, tenant_id, key)
    return changed


def count_open(tx: Tx, tenant_id: UUID) -> int:
    """How many cases wait for a supervisor of a station."""
    return case_rows.count_open_cases(tx, tenant_id)


def open_cases(tx: Tx, tenant_id: UUID) -> tuple[ConflictCase, ...]:
    """The cases that wait for a supervisor, oldest first."""
    return tuple(canonical.decode(body, ConflictCase) for body in case_rows.open_case_bodies(tx, tenant_id))


def case(tx: Tx, tenant_id: UUID, wanted: UUID) -> ConflictCase:
    """One case. Raises NoSuchCase."""
    body = case_rows.case_body(tx, tenant_id, wanted)
    if body is None:
        raise NoSuchCase(wanted)
    return canonical.decode(body, ConflictCase)


def history(tx: Tx, tenant_id: UUID, of: UUID) -> tuple[Note, ...]:
    """Every proposal for a case, the act that closed it, and acts without effect, in order."""
    return case_rows.read_history(tx, tenant_id, of)


def apply_resolution(tx: Tx, tenant_id: UUID, station_id: UUID, resolution: Resolution, at: datetime) -> bool:
    """Close a case by an act that a station recorded; returns whether it closed the case.

    Any station with a claim in the case may close it, whichever station the case is with now. An act that does not
    close the case goes to its history.
    """
    is_concerned = station_id in _concerned_stations(tx, tenant_id, resolution.case_id, station_id)
    closed = is_concerned and _close(tx, tenant_id, resolution)
    if closed:
        _unsettle(tx, tenant_id, resolution.case_id)
    else:
        act = "too_late" if is_concerned else "not_theirs"
        case_rows.insert_note(tx, tenant_id, resolution.case_id, Note(act, at, canonical.text(resolution)))
    return closed


Consequence = Callable[[Tx, ConflictCase], None]
"""What a resolution does besides closing its case, in the same transaction."""


def resolve(
    office: Office, tenant_id: UUID, resolution: Resolution, first: Consequence | None = None
) -> ConflictCase:  # fmt: skip
    """Close a case at HQ and send it to its station; a repeated act has no effect.

    `first` is done before an open case is closed. Raises NoSuchCase, CaseClosed, and what `first` raises.
    """
    at = office.clock.now()
    with office.database.tenant(tenant_id) as tx:
        open_case = case(tx, tenant_id, resolution.case_id)
        if first is not None:
            first(tx, open_case)
        disputes.lock_dispute(tx, tenant_id, open_case.contested.key)
        if disputes.insert_resolution(tx, tenant_id, resolution):
            act = ConflictResolved(case=resolution.case_id, resolution=resolution.id, choice=resolution.choice)
            act_journal.append(tx, office, tenant_id, act, resolution.by)
            _unsettle(tx, tenant_id, resolution.case_id)
            assess(tx, tenant_id, at, {open_case.contested})
        else:
            before = disputes.read_resolution(tx, tenant_id, resolution.case_id)
            if not _is_same_act(before, resolution):
                raise CaseClosed(resolution.case_id, before.id)
        return case(tx, tenant_id, resolution.case_id)


def _concerned_stations(tx: Tx, tenant_id: UUID, about: CaseId, settled_by: UUID) -> set[UUID]:
    """The stations that may close a case: those with a claim, and the one that the case is with."""
    stored = case_rows.station_and_body(tx, tenant_id, about)
    if stored is None:
        return {settled_by}  # a restored HQ may not know the case yet, so it trusts whoever closed it
    station_id, body = stored
    claims = canonical.decode(body, ConflictCase).claims
    return {station_id, *(claim.position.station_id for claim in claims)}


def _close(tx: Tx, tenant_id: UUID, resolution: Resolution) -> bool:
    """Whether this act closes the case: it is the first one, or the first one again."""
    if disputes.insert_resolution(tx, tenant_id, resolution):
        return True
    return disputes.read_resolution(tx, tenant_id, resolution.case_id).id == resolution.id


def _is_same_act(first: Resolution, again: Resolution) -> bool:
    """Whether two acts are one, sent twice: their instants and the claims known at each may differ."""
    return first == replace(again, at=first.at, winner=first.winner, settles=first.settles)


def _unsettle(tx: Tx, tenant_id: UUID, about: CaseId) -> None:
    try:
        contested = case(tx, tenant_id, about).contested.key
    except NoSuchCase:
        return  # a restored HQ does not know the case yet: its claims arrive again, and this resolution closes it
    disputes.unsettle(tx, tenant_id, contested)


def _lock_unsettled(tx: Tx, tenant_id: UUID, touched: Iterable[Contested] | None) -> list[str]:
    if touched is None:
        return disputes.lock_unsettled(tx, tenant_id)
    return disputes.lock_unsettled_like(tx, tenant_id, sorted(map(_judged_together, touched)))


def _judged_together(contested: Contested) -> str:
    """The LIKE pattern of the keys of all objects that are judged together with this one."""
    if contested.performance_id is None:
        return contested.key.translate(_LIKE)
    return f"{contested.kind}/{contested.performance_id}/%"


def _resolutions(tx: Tx, tenant_id: UUID, claims: Sequence[Claim]) -> list[Resolution]:
    """The resolutions of all cases that these claims can belong to, round after round: one follows a closed one only.

    They are known before the claims are judged.
    """
    known: list[Resolution] = []
    rounds, number = {case_id(one, 0): one for one in {claim.contested for claim in claims}}, 0
    while rounds:
        closed = disputes.read_resolutions(tx, tenant_id, list(rounds))
        known += closed
        number += 1
        rounds = {case_id(one, number): one for one in (rounds[resolution.case_id] for resolution in closed)}
    return known


def _sha256(claim: Claim) -> str:
    """The hash of a claim without the instant of its arrival, so that a repeated claim is the same row."""
    return hashlib.sha256(canonical.text(replace(claim, received_at=_NO_TIME)).encode()).hexdigest()
