"""What a person may see of a drawer's cash in a timeline: nothing that would tell a blind count its result."""

from dataclasses import replace
from uuid import UUID

from domain.people.staff import Cashier, Permission
from domain.till.blind import counts_blind
from domain.timeline.events import TimelineEvent


def may_see_drawer(by: Cashier, drawer_of: UUID | None, *, policy: bool) -> bool:
    """Whether a person may see the cash of somebody's drawer; `policy` is whether the organisation counts blind.

    A supervisor and an auditor may. A cashier may see the own drawer where nobody counts blind, and no other.
    """
    if by.may(Permission.APPROVE_DIFFERENCE) or not by.may(Permission.CLOSE_SHIFT):
        return True
    return not counts_blind(by, policy=policy) and by.id == drawer_of


def as_seen(event: TimelineEvent, by: Cashier | None, *, policy: bool) -> TimelineEvent:
    """The event without the details that a person may not see; None is for nobody who signed in."""
    details = event.happening.details
    sees = by is not None and may_see_drawer(by, event.drawer_of, policy=policy)
    if sees or not any(detail.blind for detail in details):
        return event
    return replace(event, happening=replace(event.happening, details=tuple(d for d in details if not d.blind)))
