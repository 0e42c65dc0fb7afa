"""Conflict cases about a subject. HQ decides them, so they are in no journal of a station until they are settled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from domain.conflicts.cases import ConflictCase
from domain.timeline.events import Coded, Detail, Happening, TimelineEvent
from domain.timeline.subjects import Subject, SubjectKind
from sync.tables import canonical
from sync.tables.catalogue import conflict_case
from sync.tables.transaction import Tx

_c = conflict_case.c
_KINDS = {SubjectKind.TICKET, SubjectKind.DOCUMENT, SubjectKind.PAYMENT, SubjectKind.SEAT, SubjectKind.SALE}


def about(tx: Tx, tenant_id: UUID, subject: Subject) -> list[tuple[ConflictCase, datetime]]:
    """The cases that name a subject, each with when HQ opened it."""
    if subject.kind not in _KINDS:
        return []
    # Cases are few. The text of a case has every id that it is about.
    named = select(_c.body, _c.opened_at).where(_c.tenant_id == tenant_id, _c.body.contains(str(subject.id)))
    read = [(canonical.decode(row.body, ConflictCase), row.opened_at) for row in tx.execute(named)]
    return [(case, opened_at) for case, opened_at in read if _is_about(case, subject)]


def _is_about(case: ConflictCase, subject: Subject) -> bool:
    if subject.kind is SubjectKind.TICKET:
        claimed = {claim.ticket_id for claim in case.claims}
        moved = {move.ticket_id for remedy in case.proposal.remedies for move in remedy.moves}
        whole = {ticket.id for claim in case.claims for ticket in claim.tickets}
        return subject.id in (claimed - {None} or whole) | moved
    if subject.kind is SubjectKind.SEAT:
        return (case.contested.performance_id, case.contested.seat_id) == (subject.id, subject.part)
    return True


def opened(tx: Tx, tenant_id: UUID, subject: Subject) -> list[TimelineEvent]:
    """The cases about a subject as events, and those that their rule closed by itself."""
    events: list[TimelineEvent] = []
    for case, opened_at in about(tx, tenant_id, subject):
        kind = Detail("conflict", Coded("conflict", case.contested.kind))
        own = (Subject(SubjectKind.CASE, case.id),)
        events.append(TimelineEvent(opened_at, Happening("case_opened", (kind,)), received_at=opened_at, subjects=own))
        if (closed := case.resolution) and closed.by is None:
            choice = Detail("choice", Coded("choice", closed.choice))
            done = Happening("case_closed", (kind, choice))
            events.append(TimelineEvent(closed.at, done, received_at=closed.at, subjects=own))
    return events
