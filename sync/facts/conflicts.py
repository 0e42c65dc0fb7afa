"""Settled conflict cases, and the tickets that a settlement replaced or withdrew."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, bindparam, delete, text

from domain.conflicts.cases import CaseId, Resolution
from domain.money.money import VES, Money
from domain.sale.sale import Place, Ticket
from sync.facts.fact import Fact, Header, Recorders
from sync.facts.sales import sold_seat, zone_sold
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx


class ConflictSettled(Fact, frozen=True, tag="conflict_settled/1"):
    """A supervisor settled a conflict case; what became of each ticket stands in the facts beside it."""

    resolution: Resolution


class TicketReplaced(Fact, frozen=True, tag="ticket_replaced/1"):
    """A ticket goes to another place under another code; the old code admits nobody any more."""

    case_id: CaseId
    old_code: str
    before: Place
    ticket: Ticket


class TicketWithdrawn(Fact, frozen=True, tag="ticket_withdrawn/1"):
    """A ticket admits nobody any more, and its price is owed until a credit note pays it."""

    case_id: CaseId
    ticket: Ticket
    owed: Money


settled_case = shared_table(
    "settled_case", key("case_id"), Column("resolution_id", Id, nullable=False),
    Column("choice", String, nullable=False), Column("by", Id), Column("settled_at", Instant, nullable=False),
    Column("station_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
)  # fmt: skip
"""What a station settled; HQ closes the case when the fact arrives."""
replaced_ticket = shared_table(
    "replaced_ticket", key("code", String), Column("ticket_id", Id, nullable=False),
    Column("case_id", Id, nullable=False), Column("new_code", String, nullable=False),
    Column("zone_id", Id, nullable=False), Column("seat_id", Integer), Column("owed_currency", String, nullable=False),
    Column("owed", BigInteger, nullable=False), Column("replaced_at", Instant, nullable=False),
    Column("position", BigInteger, nullable=False), Index(None, "tenant_id", "ticket_id"),
)  # fmt: skip
"""A code that admits nobody any more, and the code and place that took its turn; `new_code` is empty when none did."""


def conflict_settled(tx: Tx, entry: Header, fact: ConflictSettled) -> None:
    """One resolution a case; a second one lives in the journal."""
    settled = fact.resolution
    tx.insert(settled_case, [{
        "tenant_id": entry.tenant, "case_id": settled.case_id, "resolution_id": settled.id, "choice": settled.choice,
        "by": settled.by, "settled_at": entry.at, "station_id": entry.station, "position": entry.position,
    }])  # fmt: skip


def ticket_replaced(tx: Tx, entry: Header, fact: TicketReplaced) -> None:
    """The old place is free, the new one is taken."""
    ticket = fact.ticket
    new = _ends(tx, entry, ticket, (fact.old_code, ticket.code, Money.zero(VES)), fact.case_id)
    _free_seat(tx, entry, ticket, fact.before)
    if ticket.place.seat_id is not None:
        tx.insert(sold_seat, [{
            "tenant_id": entry.tenant, "performance_id": ticket.place.performance_id,
            "seat_id": ticket.place.seat_id, "ticket_id": ticket.id,
        }])  # fmt: skip
    if new and fact.before.zone_id != ticket.place.zone_id:
        _count(tx, entry, fact.before, -1)
        _count(tx, entry, ticket.place, 1)


def ticket_withdrawn(tx: Tx, entry: Header, fact: TicketWithdrawn) -> None:
    """Its place is free."""
    new = _ends(tx, entry, fact.ticket, (fact.ticket.code, "", fact.owed), fact.case_id)
    _free_seat(tx, entry, fact.ticket, fact.ticket.place)
    if new:
        _count(tx, entry, fact.ticket.place, -1)


def _ends(tx: Tx, entry: Header, ticket: Ticket, codes: tuple[str, str, Money], case_id: object) -> int:
    old, new, owed = codes
    return tx.insert(replaced_ticket, [{
        "tenant_id": entry.tenant, "code": old, "ticket_id": ticket.id, "case_id": case_id, "new_code": new,
        "zone_id": ticket.place.zone_id, "seat_id": ticket.place.seat_id, "owed_currency": owed.currency,
        "owed": owed.minor, "replaced_at": entry.at, "position": entry.position,
    }])  # fmt: skip


_FREE_SEAT = delete(sold_seat).where(
    sold_seat.c.tenant_id == bindparam("tenant"),
    sold_seat.c.performance_id == bindparam("performance"),
    sold_seat.c.seat_id == bindparam("seat"),
    sold_seat.c.ticket_id == bindparam("ticket"),
)
"""Only its own: where two tickets had one seat, the row may be the other's."""


_KEY = [column.name for column in zone_sold.primary_key]


_COUNT = text(
    f"INSERT INTO zone_sold ({', '.join(_KEY)}, sold) VALUES ({', '.join(f':{name}' for name in _KEY)}, :sold)"  # noqa: S608  # names of our own table
    f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET sold = zone_sold.sold + excluded.sold"
)


def _free_seat(tx: Tx, entry: Header, ticket: Ticket, place: Place) -> None:
    if place.seat_id is not None:
        tx.run(_FREE_SEAT, {
            "tenant": entry.tenant, "performance": place.performance_id, "seat": place.seat_id, "ticket": ticket.id,
        })  # fmt: skip


def _count(tx: Tx, entry: Header, place: Place, sold: int) -> None:
    tx.run(_COUNT, {
        "tenant_id": entry.tenant, "performance_id": place.performance_id, "zone_id": place.zone_id,
        "station_id": entry.station, "epoch": entry.epoch, "sold": sold,
    })  # fmt: skip


RECORDERS: Recorders = {
    ConflictSettled: conflict_settled,
    TicketReplaced: ticket_replaced,
    TicketWithdrawn: ticket_withdrawn,
}
