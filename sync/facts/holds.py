"""Holds: made, extended and ended, with the rows of each hold and of the places that it keeps."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, Index, Integer, String, bindparam, func, update

from domain.ids import CashierId, HoldId, SaleId
from domain.sale.holds import Hold, HoldEnd
from sync.facts.fact import Fact, Header, Recorders
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key, refers, shared_table
from sync.tables.transaction import Tx


class HoldMade(Fact, frozen=True, omit_defaults=True, tag="hold_made/1"):
    """Places that the station holds a right to are kept until a time. `approved_by` for a hold of the house."""

    hold: Hold
    approved_by: CashierId | None = None


class HoldExtended(Fact, frozen=True, tag="hold_extended/1"):
    """A hold lasts until a later instant."""

    hold_id: HoldId
    expires_at: datetime


class HoldEnded(Fact, frozen=True, omit_defaults=True, tag="hold_ended/1"):
    """A hold ended without a sale, and its places can be sold. A sale of its places names the hold itself."""

    hold_id: HoldId
    how: HoldEnd
    reason: str = ""
    approved_by: CashierId | None = None


HoldFact = HoldMade | HoldExtended | HoldEnded

hold = shared_table(
    "hold", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("number", Integer, nullable=False), Column("purpose", String, nullable=False),
    Column("name", String, nullable=False), Column("phone", String, nullable=False),
    Column("note", String, nullable=False), Column("customer_name", String, nullable=False),
    Column("customer_document", String, nullable=False), Column("customer_id", Id),
    Column("made_by", Id), Column("made_at", Instant, nullable=False), Column("approved_by", Id),
    Column("position", BigInteger, nullable=False), Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant), Column("ended_how", String, nullable=False), Column("ended_by", Id),
    Column("reason", String, nullable=False), Column("sale_id", Id),
    Index(None, "tenant_id", "station_id", "number"),
    Index(None, "tenant_id", "ended_how", "expires_at"),
)  # fmt: skip
"""A hold stands while `ended_at` is empty and the life that made it is its station's present one."""
held_place = shared_table(
    "held_place", key("hold_id"), key("ordinal", Integer), Column("performance_id", Id, nullable=False),
    Column("zone_id", Id, nullable=False), Column("seat_id", Integer), Column("ticket_type_id", Id, nullable=False),
    Column("quantity", Integer, nullable=False), refers("hold_id", "hold", "id"),
    Index(None, "tenant_id", "performance_id", "seat_id"),
)  # fmt: skip
"""The lines of a hold: one numbered seat, or `quantity` places of a general zone."""


def _hold_made(tx: Tx, entry: Header, fact: HoldMade) -> None:
    made, held_for = fact.hold, fact.hold.held_for
    tx.insert(hold, [{
        "tenant_id": entry.tenant, "id": made.id, "station_id": entry.station, "epoch": entry.epoch,
        "number": made.number, "purpose": held_for.purpose, "name": held_for.name, "phone": held_for.phone,
        "note": held_for.note, "customer_name": held_for.customer.name,
        "customer_document": held_for.customer.document, "customer_id": held_for.customer_id,
        "made_by": entry.actor, "made_at": entry.at, "approved_by": fact.approved_by, "position": entry.position,
        "expires_at": made.expires_at, "ended_at": None, "ended_how": "", "ended_by": None, "reason": "",
        "sale_id": None,
    }])  # fmt: skip
    tx.insert(held_place, [
        {
            "tenant_id": entry.tenant, "hold_id": made.id, "ordinal": i, "performance_id": line.performance_id,
            "zone_id": line.zone_id, "seat_id": line.seat_id, "ticket_type_id": line.ticket_type_id,
            "quantity": line.quantity,
        }
        for i, line in enumerate(made.lines)
    ])  # fmt: skip


_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_CHANGED = (
    update(hold)
    .values(
        expires_at=func.coalesce(bindparam("until"), hold.c.expires_at),
        ended_at=bindparam("at"),
        ended_how=bindparam("how"),
        ended_by=bindparam("by"),
        reason=bindparam("because"),
        sale_id=bindparam("sale"),
    )
    .where(
        hold.c.tenant_id == bindparam("tenant"),
        hold.c.id == bindparam("hold"),
        hold.c.station_id == bindparam("station"),
        hold.c.ended_at.is_(None),
        hold.c.expires_at < bindparam("later_than"),
    )
)
"""Extends a hold or ends it. One statement for both: HQ keeps the order of the rows of one statement in a batch."""


def _hold_extended(tx: Tx, entry: Header, fact: HoldExtended) -> None:
    tx.run(_CHANGED, {
        "tenant": entry.tenant, "station": entry.station, "hold": fact.hold_id, "until": fact.expires_at,
        "later_than": fact.expires_at, "at": None, "how": "", "by": None, "because": "", "sale": None,
    })  # fmt: skip


def _hold_ended(tx: Tx, entry: Header, fact: HoldEnded) -> None:
    _end(tx, entry, fact.hold_id, {"how": fact.how, "because": fact.reason, "sale": None})


def end_by_sale(tx: Tx, entry: Header, hold_id: HoldId, sale_id: SaleId) -> None:
    """End a hold whose places were sold, for the recorder of the sale."""
    _end(tx, entry, hold_id, {"how": HoldEnd.SOLD, "because": "", "sale": sale_id})


def _end(tx: Tx, entry: Header, hold_id: HoldId, how: dict[str, object]) -> None:
    tx.run(_CHANGED, {
        "tenant": entry.tenant, "station": entry.station, "hold": hold_id, "until": None, "later_than": _NEVER,
        "at": entry.at, "by": entry.actor, **how,
    })  # fmt: skip


RECORDERS: Recorders = {HoldMade: _hold_made, HoldExtended: _hold_extended, HoldEnded: _hold_ended}
