"""Tickets after the sale without money: reissued, moved, transferred, given, revoked; and the history of holders."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, String

from domain.after_sale.holders import Holder, HolderChange
from domain.after_sale.ticket_changes import ChangedTicket
from domain.ids import CashierId, SaleId
from domain.money.money import VES, Money
from domain.sale.sale import Ticket
from sync.facts.conflicts import EndCause, Ended, end_code
from sync.facts.fact import Fact, Header, Recorders
from sync.facts.places import count_place, free_seat
from sync.facts.sales import sold_seat
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx


class TicketReissued(Fact, frozen=True, omit_defaults=True, tag="ticket_reissued/1"):
    """A ticket got a new code, and another seat if it was moved in the same act. The old code admits nobody."""

    id: UUID
    sale_id: SaleId
    change: ChangedTicket
    reason: str
    approved_by: CashierId | None = None

    @property
    def changes(self) -> tuple[ChangedTicket, ...]:
        """The ticket that changed."""
        return (self.change,)

    @property
    def frees_places(self) -> bool:
        """A ticket that moved left its seat."""
        return self.change.is_moved


class HolderChanged(Fact, frozen=True, omit_defaults=True, tag="holder_changed/1"):
    """Tickets of a sale have another holder. A transfer and a gift give each a new code; naming a holder does not."""

    id: UUID
    sale_id: SaleId
    how: HolderChange
    holder: Holder
    changes: tuple[ChangedTicket, ...]
    reason: str = ""

    @property
    def frees_places(self) -> bool:
        """A ticket that moved left its seat; a station moves none when a holder changes."""
        return any(change.is_moved for change in self.changes)


class TicketRevoked(Fact, frozen=True, omit_defaults=True, tag="ticket_revoked/1"):
    """The code of a ticket ends, with a cause and without money, and its place can be sold again.

    `epoch` is the life of the store that held the place.
    """

    id: UUID
    sale_id: SaleId
    ticket: Ticket
    epoch: int
    reason: str
    approved_by: CashierId | None = None

    @property
    def frees_places(self) -> bool:
        """The ticket left its place."""
        return True


TicketFact = TicketReissued | HolderChanged | TicketRevoked


def keeps_code(fact: TicketReissued | HolderChanged) -> bool:
    """Whether the tickets of a change keep their codes: only where their holder was named."""
    return isinstance(fact, HolderChanged) and fact.how is HolderChange.NAMED


ticket_holder = shared_table(
    "ticket_holder", key("act_id"), key("ticket_id"), Column("code", String, nullable=False),
    Column("how", String, nullable=False), Column("name", String, nullable=False),
    Column("email", String, nullable=False), Column("phone", String, nullable=False), Column("person_id", Id),
    Column("by", Id), Column("changed_at", Instant, nullable=False), Column("station_id", Id, nullable=False),
    Column("position", BigInteger, nullable=False), Index(None, "tenant_id", "ticket_id"),
)  # fmt: skip
"""Every holder that a ticket has had after its buyer. `code` is the ticket's code since then."""

_CAUSE = {HolderChange.TRANSFER: EndCause.TRANSFERRED, HolderChange.GIFT: EndCause.GIVEN}


def _ticket_reissued(tx: Tx, entry: Header, fact: TicketReissued) -> None:
    _change(tx, entry, fact.change, Ended(EndCause.REISSUED, fact.id, fact.reason))


def _holder_changed(tx: Tx, entry: Header, fact: HolderChanged) -> None:
    for change in fact.changes:
        if fact.how in _CAUSE:
            _change(tx, entry, change, Ended(_CAUSE[fact.how], fact.id, fact.reason))
    tx.insert(ticket_holder, [
        {
            "tenant_id": entry.tenant, "act_id": fact.id, "ticket_id": change.ticket.id, "code": change.ticket.code,
            "how": fact.how, "name": fact.holder.name, "email": fact.holder.email, "phone": fact.holder.phone,
            "person_id": fact.holder.person_id, "by": entry.actor, "changed_at": entry.at,
            "station_id": entry.station, "position": entry.position,
        }
        for change in fact.changes
    ])  # fmt: skip


def _ticket_revoked(tx: Tx, entry: Header, fact: TicketRevoked) -> None:
    ended, place = fact.ticket, fact.ticket.place
    cause = Ended(EndCause.REVOKED, fact.id, fact.reason, fact.epoch)
    new = end_code(tx, entry, ended, (ended.code, "", Money.zero(VES)), cause)
    free_seat(tx, entry, ended.id, place)
    if new:
        count_place(tx, entry, place, -1, epoch=fact.epoch)


def _change(tx: Tx, entry: Header, change: ChangedTicket, cause: Ended) -> None:
    """End the old code. A seat that the ticket left becomes unsold, and the new one is sold by the entry's life."""
    ticket, place = change.ticket, change.ticket.place
    life = entry.epoch if change.is_moved else change.epoch
    new = end_code(tx, entry, ticket, (change.old_code, ticket.code, Money.zero(VES)), replace(cause, epoch=life))
    if not change.is_moved:
        return
    free_seat(tx, entry, ticket.id, change.before)
    tx.insert(sold_seat, [{
        "tenant_id": entry.tenant, "performance_id": place.performance_id, "seat_id": place.seat_id,
        "ticket_id": ticket.id,
    }])  # fmt: skip
    if new and life != change.epoch:
        count_place(tx, entry, change.before, -1, epoch=change.epoch)
        count_place(tx, entry, place, 1)


RECORDERS: Recorders = {
    TicketReissued: _ticket_reissued,
    HolderChanged: _holder_changed,
    TicketRevoked: _ticket_revoked,
}
