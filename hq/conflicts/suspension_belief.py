"""Which decisions about performances HQ believes: those of a person who may make them (C7)."""

from collections.abc import Sequence

from domain.conflicts.cases import ConflictKind
from domain.conflicts.doubts import Doubt, Why
from domain.people.staff import Cashier, Permission, Role
from hq.conflicts.rows import sent_cases as rows
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from sync.facts import Entry, PerformanceSuspended
from sync.tables.transaction import Tx


def doubted_suspensions(tx: Tx, known: Sequence[tuple[Life, Entry]]) -> list[Doubted]:
    """The decisions that nobody made who may. Inactive people count: they may have left since."""
    decided = [
        (life, entry, entry.body.approved_by or entry.actor)
        for life, entry in known
        if isinstance(entry.body, PerformanceSuspended)
    ]
    if not decided:
        return []
    roles = rows.roles(tx, decided[0][0].tenant_id, [by for _, _, by in decided if by is not None])
    doubted = []
    for life, entry, by in decided:
        role = roles.get(by) if by is not None else None
        if by is None or role not in set(Role) or not Cashier(by, "", Role(role)).may(Permission.SUSPEND):
            doubt = Doubt(Why.NOT_ALLOWED, claimed=str(by or "-"))
            doubted.append(Doubted(life, entry, ConflictKind.REFUND, doubt))
    return doubted
