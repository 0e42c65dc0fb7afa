"""Settled conflict cases, and the codes that ended: by a settlement, or by a change of the ticket after the sale."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, Integer, String

from domain.conflicts.cases import CaseId, Resolution
from domain.money.money import VES, Money
from domain.sale.sale import Place, Ticket
from sync.facts.fact import Fact, Header, Recorders
from sync.facts.places import count_place, free_seat
from sync.facts.sales import sold_seat
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx


class ConflictSettled(Fact, frozen=True, tag="conflict_settled/1"):
    """A supervisor settled a conflict case. The facts TicketReplaced and TicketWithdrawn beside it name its tickets."""

    resolution: Resolution


class TicketReplaced(Fact, frozen=True, tag="ticket_replaced/1"):
    """A ticket moved to another place and got another code. The old code no longer admits anybody."""

    case_id: CaseId
    old_code: str
    before: Place
    ticket: Ticket

    @property
    def frees_places(self) -> bool:
        """The ticket left its place."""
        return True


class TicketWithdrawn(Fact, frozen=True, tag="ticket_withdrawn/1"):
    """A ticket no longer admits anybody, and its price is owed until a credit note pays it."""

    case_id: CaseId
    ticket: Ticket
    owed: Money

    @property
    def frees_places(self) -> bool:
        """The ticket left its place."""
        return True


settled_case = shared_table(
    "settled_case", key("case_id"), Column("resolution_id", Id, nullable=False),
    Column("choice", String, nullable=False), Column("by", Id), Column("settled_at", Instant, nullable=False),
    Column("station_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
)  # fmt: skip
"""Cases that a station settled. HQ closes a case when the fact arrives."""
replaced_ticket = shared_table(
    "replaced_ticket", key("code", String), Column("ticket_id", Id, nullable=False),
    Column("cause", String, nullable=False), Column("act_id", Id, nullable=False),
    Column("reason", String, nullable=False), Column("new_code", String, nullable=False),
    Column("zone_id", Id, nullable=False), Column("seat_id", Integer), Column("epoch", Integer, nullable=False),
    Column("owed_currency", String, nullable=False), Column("owed", BigInteger, nullable=False),
    Column("replaced_at", Instant, nullable=False), Column("position", BigInteger, nullable=False),
    Index(None, "tenant_id", "ticket_id"), Index(None, "tenant_id", "act_id"),
)  # fmt: skip
"""Codes that no longer admit anybody, each with the code and place that replaced it, and the act that did.

`new_code` is empty for a ticket that was withdrawn or revoked. The act is the conflict case, or the change of the
ticket. `epoch` is the life of the store that holds the place.
"""


class EndCause(StrEnum):
    """Why a code no longer admits anybody."""

    CASE = "case"
    REISSUED = "reissued"
    TRANSFERRED = "transferred"
    GIVEN = "given"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Ended:
    """The cause of the end of a code, the act that ended it, and the reason that somebody gave.

    `epoch` is the life of the store that holds the ticket's place since then; None for the life of the entry.
    """

    cause: EndCause
    act_id: UUID
    reason: str = ""
    epoch: int | None = None


def conflict_settled(tx: Tx, entry: Header, fact: ConflictSettled) -> None:
    """Write the resolution of a case. A case has one row: a second resolution stays in the journal alone."""
    settled = fact.resolution
    tx.insert(settled_case, [{
        "tenant_id": entry.tenant, "case_id": settled.case_id, "resolution_id": settled.id, "choice": settled.choice,
        "by": settled.by, "settled_at": entry.at, "station_id": entry.station, "position": entry.position,
    }])  # fmt: skip


def ticket_replaced(tx: Tx, entry: Header, fact: TicketReplaced) -> None:
    """Free the old place and take the new one."""
    ticket = fact.ticket
    # Places are counted only when the row is new, so that recording the entry again counts nothing twice.
    codes = (fact.old_code, ticket.code, Money.zero(VES))
    new = end_code(tx, entry, ticket, codes, Ended(EndCause.CASE, fact.case_id))
    free_seat(tx, entry, ticket.id, fact.before)
    if ticket.place.seat_id is not None:
        tx.insert(sold_seat, [{
            "tenant_id": entry.tenant, "performance_id": ticket.place.performance_id,
            "seat_id": ticket.place.seat_id, "ticket_id": ticket.id,
        }])  # fmt: skip
    if new and fact.before.zone_id != ticket.place.zone_id:
        count_place(tx, entry, fact.before, -1)
        count_place(tx, entry, ticket.place, 1)


def ticket_withdrawn(tx: Tx, entry: Header, fact: TicketWithdrawn) -> None:
    """Free the place of the ticket."""
    new = end_code(tx, entry, fact.ticket, (fact.ticket.code, "", fact.owed), Ended(EndCause.CASE, fact.case_id))
    free_seat(tx, entry, fact.ticket.id, fact.ticket.place)
    if new:
        count_place(tx, entry, fact.ticket.place, -1)


def end_code(tx: Tx, entry: Header, ticket: Ticket, codes: tuple[str, str, Money], cause: Ended) -> int:
    """Write that a code no longer admits anybody; returns the number of new rows.

    `codes` are the old code, the new one, and the money owed.
    """
    old, new, owed = codes
    return tx.insert(replaced_ticket, [{
        "tenant_id": entry.tenant, "code": old, "ticket_id": ticket.id, "cause": cause.cause, "act_id": cause.act_id,
        "reason": cause.reason, "new_code": new, "zone_id": ticket.place.zone_id, "seat_id": ticket.place.seat_id,
        "epoch": entry.epoch if cause.epoch is None else cause.epoch,
        "owed_currency": owed.currency, "owed": owed.minor,
        "replaced_at": entry.at, "position": entry.position,
    }])  # fmt: skip


RECORDERS: Recorders = {
    ConflictSettled: conflict_settled,
    TicketReplaced: ticket_replaced,
    TicketWithdrawn: ticket_withdrawn,
}
