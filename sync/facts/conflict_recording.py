"""The rows of facts that settle conflicts: old codes end, seats change hands, what is owed is noted."""

from sqlalchemy import bindparam, delete, text

from domain.money import VES, Money
from domain.sale import Place, Ticket
from sync import facts
from sync.facts import tables as rows
from sync.tables.transaction import Tx


def conflict_settled(tx: Tx, entry: facts.Entry, fact: facts.ConflictSettled) -> None:
    """One resolution a case; a second one lives in the journal."""
    settled = fact.resolution
    tx.insert(rows.settled_case, [{
        "tenant_id": entry.tenant, "case_id": settled.case_id, "resolution_id": settled.id, "choice": settled.choice,
        "by": settled.by, "settled_at": entry.at, "station_id": entry.station, "position": entry.position,
    }])  # fmt: skip


def ticket_replaced(tx: Tx, entry: facts.Entry, fact: facts.TicketReplaced) -> None:
    """The old place is free, the new one is taken."""
    ticket = fact.ticket
    new = _ends(tx, entry, ticket, (fact.old_code, ticket.code, Money.zero(VES)), fact.case_id)
    _free_seat(tx, entry, ticket, fact.before)
    if ticket.place.seat_id is not None:
        tx.insert(rows.sold_seat, [{
            "tenant_id": entry.tenant, "performance_id": ticket.place.performance_id,
            "seat_id": ticket.place.seat_id, "ticket_id": ticket.id,
        }])  # fmt: skip
    if new and fact.before.zone_id != ticket.place.zone_id:
        _count(tx, entry, fact.before, -1)
        _count(tx, entry, ticket.place, 1)


def ticket_withdrawn(tx: Tx, entry: facts.Entry, fact: facts.TicketWithdrawn) -> None:
    """Its place is free."""
    new = _ends(tx, entry, fact.ticket, (fact.ticket.code, "", fact.owed), fact.case_id)
    _free_seat(tx, entry, fact.ticket, fact.ticket.place)
    if new:
        _count(tx, entry, fact.ticket.place, -1)


def _ends(tx: Tx, entry: facts.Entry, ticket: Ticket, codes: tuple[str, str, Money], case_id: object) -> int:
    old, new, owed = codes
    return tx.insert(rows.replaced_ticket, [{
        "tenant_id": entry.tenant, "code": old, "ticket_id": ticket.id, "case_id": case_id, "new_code": new,
        "zone_id": ticket.place.zone_id, "seat_id": ticket.place.seat_id, "owed_currency": owed.currency,
        "owed": owed.minor, "replaced_at": entry.at, "position": entry.position,
    }])  # fmt: skip


_FREE_SEAT = delete(rows.sold_seat).where(
    rows.sold_seat.c.tenant_id == bindparam("tenant"),
    rows.sold_seat.c.performance_id == bindparam("performance"),
    rows.sold_seat.c.seat_id == bindparam("seat"),
    rows.sold_seat.c.ticket_id == bindparam("ticket"),
)
"""Only its own: where two tickets had one seat, the row may be the other's."""

_KEY = [column.name for column in rows.zone_sold.primary_key]
_COUNT = text(
    f"INSERT INTO zone_sold ({', '.join(_KEY)}, sold) VALUES ({', '.join(f':{name}' for name in _KEY)}, :sold)"  # noqa: S608  # names of our own table
    f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET sold = zone_sold.sold + excluded.sold"
)


def _free_seat(tx: Tx, entry: facts.Entry, ticket: Ticket, place: Place) -> None:
    if place.seat_id is not None:
        tx.run(_FREE_SEAT, {
            "tenant": entry.tenant, "performance": place.performance_id, "seat": place.seat_id, "ticket": ticket.id,
        })  # fmt: skip


def _count(tx: Tx, entry: facts.Entry, place: Place, sold: int) -> None:
    tx.run(_COUNT, {
        "tenant_id": entry.tenant, "performance_id": place.performance_id, "zone_id": place.zone_id,
        "station_id": entry.station, "epoch": entry.epoch, "sold": sold,
    })  # fmt: skip
