"""Queries of gifts of the organiser."""

from sqlalchemy import func, select

from domain.after_sale.organiser_gifts import OrganiserGift
from domain.ids import GiftId, StationId, TenantId
from sync import journal
from sync.facts import OrganiserGiftMade
from sync.facts.gifts import gift_ticket, organiser_gift
from sync.tables.transaction import Tx


def is_given(tx: Tx, tenant_id: TenantId, gift_id: GiftId) -> bool:
    """Whether a cart was given away under its id."""
    g = organiser_gift.c
    return tx.execute(select(g.id).where(g.tenant_id == tenant_id, g.id == gift_id)).first() is not None


def load(tx: Tx, store: tuple[TenantId, StationId], gift_id: GiftId) -> OrganiserGift:
    """A gift as it was recorded."""
    g = organiser_gift.c
    position = tx.execute(select(g.position).where(g.tenant_id == store[0], g.id == gift_id)).scalar_one()
    entry = journal.entry_at(tx, *store, position)
    assert entry is not None
    assert isinstance(entry.body, OrganiserGiftMade)
    return entry.body.gift


def tickets_since(tx: Tx, tenant_id: TenantId, after: int) -> int:
    """The tickets that were given after a position of the journal."""
    t = gift_ticket.c
    counted = select(func.count(t.ticket_id)).where(t.tenant_id == tenant_id, t.position > after)
    return int(tx.execute(counted).scalar_one())
