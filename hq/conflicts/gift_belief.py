"""Which gifts of the organiser HQ believes: those without a price, with a cause, approved by somebody who may."""

from collections.abc import Sequence
from uuid import UUID

from domain.after_sale.organiser_gifts import GiftFlaw, flaw_of_gift
from domain.conflicts.cases import ConflictKind
from domain.conflicts.doubts import Doubt, Why
from domain.people.staff import Cashier, Role
from hq.conflicts.rows import sent_cases as rows
from hq.journals.arrivals import Life
from hq.journals.doubted import Doubted
from sync.facts import Entry, OrganiserGiftMade
from sync.tables.transaction import Tx

_WHY = {GiftFlaw.OTHER_VALUE: Why.OTHER_VALUE, GiftFlaw.NOT_ALLOWED: Why.NOT_ALLOWED}


def doubted_gifts(tx: Tx, known: Sequence[tuple[Life, Entry]]) -> list[Doubted]:
    """The gifts that are not believed. Inactive people count as approvers: they may have left since."""
    gifts = [(life, entry, entry.body.gift) for life, entry in known if isinstance(entry.body, OrganiserGiftMade)]
    if not gifts:
        return []
    tenant_id: UUID = gifts[0][0].tenant_id
    roles = rows.roles(tx, tenant_id, {gift.approved_by for _, _, gift in gifts})
    doubted = []
    for life, entry, gift in gifts:
        role = roles.get(gift.approved_by)
        approver = Cashier(gift.approved_by, "", Role(role)) if role in set(Role) else None
        if (flaw := flaw_of_gift(gift, approver)) is not None:
            claimed = gift.tickets[0].code if gift.tickets else "-"
            doubt = Doubt(_WHY.get(flaw, Why.TICKET_NOT_PRESENT), claimed=claimed)
            doubted.append(Doubted(life, entry, ConflictKind.REFUND, doubt))
    return doubted
