"""Gifts of the organiser: the fact, and rows of the gift and its tickets."""

from sqlalchemy import BigInteger, Column, Index, Integer, String

from domain.after_sale.organiser_gifts import OrganiserGift
from sync.facts.fact import Fact, Header, Recorders
from sync.facts.places import count_place
from sync.facts.sales import sold_seat
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key, refers, shared_table
from sync.tables.transaction import Tx


class OrganiserGiftMade(Fact, frozen=True, omit_defaults=True, tag="organiser_gift_made/1"):
    """The organiser gave tickets away without a sale and without a document."""

    gift: OrganiserGift


organiser_gift = shared_table(
    "organiser_gift", key("id"), Column("station_id", Id, nullable=False), Column("shift_id", Id, nullable=False),
    Column("cashier_id", Id, nullable=False), Column("position", BigInteger, nullable=False),
    Column("given_at", Instant, nullable=False), Column("reason", String, nullable=False),
    Column("approved_by", Id, nullable=False), Column("name", String, nullable=False),
    Column("email", String, nullable=False), Column("phone", String, nullable=False), Column("person_id", Id),
    refers("shift_id", "shift", "id"), Index(None, "tenant_id", "position"),
)  # fmt: skip
"""The name is empty for tickets that are the bearer's; `person_id` is a customer of the registry."""
gift_ticket = shared_table(
    "gift_ticket", key("ticket_id"), Column("gift_id", Id, nullable=False), Column("code", String, nullable=False),
    Column("performance_id", Id, nullable=False), Column("zone_id", Id, nullable=False), Column("seat_id", Integer),
    Column("ticket_type", String, nullable=False), Column("position", BigInteger, nullable=False),
    refers("gift_id", "organiser_gift", "id"), Index(None, "tenant_id", "code"), Index(None, "tenant_id", "position"),
)  # fmt: skip


def _gift_made(tx: Tx, entry: Header, fact: OrganiserGiftMade) -> None:
    gift, holder = fact.gift, fact.gift.holder
    new = tx.insert(organiser_gift, [{
        "tenant_id": entry.tenant, "id": gift.id, "station_id": entry.station, "shift_id": gift.shift_id,
        "cashier_id": gift.cashier_id, "position": entry.position, "given_at": gift.given_at,
        "reason": gift.reason, "approved_by": gift.approved_by, "name": holder.name if holder else "",
        "email": holder.email if holder else "", "phone": holder.phone if holder else "",
        "person_id": holder.person_id if holder else None,
    }])  # fmt: skip
    tx.insert(gift_ticket, [
        {
            "tenant_id": entry.tenant, "ticket_id": ticket.id, "gift_id": gift.id, "code": ticket.code,
            "performance_id": ticket.place.performance_id, "zone_id": ticket.place.zone_id,
            "seat_id": ticket.place.seat_id, "ticket_type": ticket.ticket_type, "position": entry.position,
        }
        for ticket in gift.tickets
    ])  # fmt: skip
    tx.insert(sold_seat, [
        {
            "tenant_id": entry.tenant, "performance_id": ticket.place.performance_id, "seat_id": ticket.place.seat_id,
            "ticket_id": ticket.id,
        }
        for ticket in gift.tickets
        if ticket.place.seat_id is not None
    ])  # fmt: skip
    # Places are counted only when the row is new, so that recording the entry again counts none twice.
    for ticket in gift.tickets if new else ():
        count_place(tx, entry, ticket.place, 1)


RECORDERS: Recorders = {OrganiserGiftMade: _gift_made}
