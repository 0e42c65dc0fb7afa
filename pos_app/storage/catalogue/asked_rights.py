"""Rights that this station asked HQ for at the counter. A row is written before HQ is asked (docs/protocol.md)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from domain.ids import PerformanceId, ZoneId
from domain.rights import GrantId, SeatSpan, spans_text
from pos_app.storage.tables import asked_right
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Question:
    """A request for seats of a performance, for places of one of its general zones, or for turns of a zone."""

    performance_id: PerformanceId
    seats: tuple[SeatSpan, ...] = ()
    zone_id: ZoneId | None = None
    places: int = 0
    turns: int = 0


@dataclass(frozen=True, slots=True)
class AskedRight:
    """The grant that was asked for. Seats have no zone; `turns` counts the turns that were asked for."""

    grant_id: GrantId
    zone_id: ZoneId | None
    turns: int = 0


def asked_before(tx: Tx, at: datetime) -> list[AskedRight]:
    """Rights that were asked for at this instant or earlier."""
    a = asked_right.c
    rows = tx.execute(select(a.grant_id, a.zone_id, a.turns).where(a.asked_at <= at))
    return [AskedRight(GrantId(row.grant_id), row.zone_id, row.turns) for row in rows]


def same_question(tx: Tx, question: Question) -> list[GrantId]:
    """The grants that the same question asked for, answered or not."""
    conditions = (asked_right.c[name] == value for name, value in _values(question).items())
    return [GrantId(grant_id) for grant_id in tx.execute(select(asked_right.c.grant_id).where(*conditions)).scalars()]


def insert(tx: Tx, grant_id: GrantId, question: Question, at: datetime) -> None:
    """Record a question before it is sent."""
    tx.insert(asked_right, [{**_values(question), "grant_id": grant_id, "asked_at": at}])


def delete_one(tx: Tx, grant_id: UUID) -> None:
    """Delete a question that HQ refused, or whose right was released."""
    tx.execute(delete(asked_right).where(asked_right.c.grant_id == grant_id))


def delete_all(tx: Tx) -> None:
    """Delete every question, answered or not: rights asked for in one life of the store do not pass to the next."""
    tx.execute(delete(asked_right))


def _values(question: Question) -> dict[str, object]:
    return {
        "performance_id": question.performance_id, "seats": spans_text(question.seats), "zone_id": question.zone_id,
        "places": question.places, "turns": question.turns,
    }  # fmt: skip
