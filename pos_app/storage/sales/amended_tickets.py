"""Queries of what became of sold tickets: replaced, moved, given to others, withdrawn or revoked; and their holders."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from domain.after_sale.holders import Holder, HolderChange
from domain.ids import StationId, TenantId, TicketId
from domain.sale.sale import Ticket
from sync import journal
from sync.facts import AnyFact, HolderChanged, TicketReissued, TicketReplaced, TicketRevoked, TicketWithdrawn
from sync.facts.conflicts import EndCause, replaced_ticket
from sync.facts.tickets import ticket_holder
from sync.tables.transaction import Tx

_Store = tuple[TenantId, StationId]
_NEWEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Amended:
    """What the last change made of a sold ticket: `last` is the ticket as it left it, `epoch` the life of its place.

    A withdrawn or revoked ticket admits nobody, and has left its place. The price of a withdrawn one is owed.
    """

    last: Ticket
    epoch: int
    cause: EndCause
    is_withdrawn: bool = False
    is_moved: bool = False

    @property
    def is_revoked(self) -> bool:
        """Whether the code ended without another and without money."""
        return self.cause is EndCause.REVOKED

    @property
    def ticket(self) -> Ticket | None:
        """The ticket that replaced the sold one; None when it was withdrawn or revoked."""
        return None if self.is_withdrawn or self.is_revoked else self.last


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A holder that a ticket has had since an instant, how it came to them, and the position of the entry."""

    holder: Holder
    how: HolderChange
    code: str
    position: int


def amended(tx: Tx, store: _Store, ticket_id: TicketId, *, before: int = _NEWEST) -> Amended | None:
    """The last change of a ticket's code before a position of the journal; None for a ticket that is as it was sold."""
    return last_changes(tx, store, [ticket_id], before=before).get(ticket_id)


def last_changes(
    tx: Tx, store: _Store, tickets: Collection[TicketId], *, before: int = _NEWEST
) -> dict[TicketId, Amended]:
    """The last change of each ticket's code before a position of the journal; nothing for one without changes."""
    r = replaced_ticket.c
    changes = (
        select(r.ticket_id, r.position, r.epoch, r.cause)
        .where(r.tenant_id == store[0], r.ticket_id.in_(tickets), r.position < before)
        .order_by(r.position)
    )
    last = {TicketId(row.ticket_id): row for row in tx.execute(changes)}
    read: dict[TicketId, Amended] = {}
    for ticket_id, row in last.items():
        entry = journal.entry_at(tx, *store, row.position)
        made = _read(entry.body, ticket_id, row.epoch, EndCause(row.cause)) if entry is not None else None
        if made is not None:
            read[ticket_id] = made
    return read


def _read(fact: AnyFact, ticket_id: TicketId, epoch: int, cause: EndCause) -> Amended | None:
    match fact:
        case TicketReplaced():
            return Amended(fact.ticket, epoch, cause, is_moved=True)
        case TicketWithdrawn():
            return Amended(fact.ticket, epoch, cause, is_withdrawn=True)
        case TicketRevoked():
            return Amended(fact.ticket, epoch, cause)
        case TicketReissued() | HolderChanged():
            for change in fact.changes:
                if change.ticket.id == ticket_id:
                    return Amended(change.ticket, epoch, cause, is_moved=change.is_moved)
    return None


def replaced_by(tx: Tx, tenant_id: TenantId, act_id: UUID) -> tuple[TicketId, ...]:
    """The tickets to which an act, or the settlement of a case, gave other codes, in the order of the changes."""
    r = replaced_ticket.c
    statement = select(r.ticket_id).where(r.tenant_id == tenant_id, r.act_id == act_id, r.new_code != "")
    return tuple(TicketId(ticket_id) for ticket_id in tx.execute(statement.order_by(r.position, r.code)).scalars())


def holders(tx: Tx, tenant_id: TenantId, ticket_id: TicketId) -> tuple[HolderRow, ...]:
    """Every holder that a ticket has had after its buyer, oldest first."""
    return tuple(
        HolderRow(
            Holder(row.name, row.email, row.phone, row.person_id), HolderChange(row.how), row.code, row.position
        )
        for row in tx.execute(_holders(tenant_id, ticket_id))
    )  # fmt: skip


def holder(tx: Tx, tenant_id: TenantId, ticket_id: TicketId) -> Holder | None:
    """The present holder of a ticket; None while it is the buyer's."""
    held = holders(tx, tenant_id, ticket_id)
    return held[-1].holder if held else None


def _holders(tenant_id: TenantId, ticket_id: TicketId) -> Select[Any]:
    h = ticket_holder.c
    return select(ticket_holder).where(h.tenant_id == tenant_id, h.ticket_id == ticket_id).order_by(h.position)
