"""Recording a group of ordinary pushes with one statement, and what the database answers to it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
import psycopg

from domain.ids import PerformanceId
from hq.conflicts.contradictions import general_places
from hq.conflicts.derived_figures import turns_used
from hq.forms.rows import GRANTABLE
from hq.intake.ingest import journal_row
from hq.intake.lane_function import COUNTED, NAME, PARAMETERS
from hq.intake.ordinary import Ordinary
from hq.live import availability
from hq.live.rows import NOTIFY
from hq.rights.rows.number_rights import NumbersAhead
from hq.storage.batch import Collected, instants_as_numbers
from hq.storage.ledger_tables import used_reference
from sync.facts.entry import journal
from sync.facts.rights import NUMBER_USED
from sync.tables.column_types import instant, microseconds
from sync.tables.transaction import prepared

_CALL: Final = f"SELECT * FROM {NAME}({', '.join(f'%(given_{name})b::{kind}' for name, kind in PARAMETERS.items())})"  # noqa: S608  # our own names
_NOTIFY, _ = prepared(NOTIFY, "postgresql")
_GRANTABLE, _CONSTANTS = prepared(GRANTABLE, "postgresql")


class Zone(msgspec.Struct, frozen=True):
    """The counters of a zone, as `hq.live.rows.COUNTS` has them."""

    id: UUID
    sold: int
    places: int
    turns: int
    next_turn: int


class Paid(msgspec.Struct, frozen=True):
    """A payment whose reference ends as one of the group does."""

    sale_id: UUID
    method: str
    currency: str
    amount: int
    reference: str
    bank: str
    phone: str
    payer: str
    batch: str
    approval: str
    last_four: str
    sold_us: int = msgspec.field(name="sold_at")

    @property
    def sold_at(self) -> datetime:
        """When its sale was made."""
        return instant(self.sold_us)


class RecordedGroup(msgspec.Struct, frozen=True):
    """What the database knows after a group was recorded. `ahead` is by station id."""

    feed_head: int
    open_cases: int
    ahead: dict[UUID, NumbersAhead]
    zones: tuple[tuple[PerformanceId, tuple[Zone, ...]], ...]
    paid: tuple[Paid, ...]


async def call(
    connection: psycopg.AsyncConnection[Any], tenant_id: UUID, group: Sequence[Ordinary]
) -> RecordedGroup:  # fmt: skip
    """Record the pushes. Raises psycopg.Error when one of them is not as the function wants it."""
    cursor = await connection.execute(_CALL, _arguments(tenant_id, group), prepare=True)
    row = await cursor.fetchone()
    assert row is not None
    feed_head, open_cases, ahead, zones, paid = row
    answer = {
        "feed_head": feed_head, "open_cases": open_cases, "ahead": {one["station_id"]: one for one in ahead or ()},
        "zones": zones or (), "paid": paid or (),
    }  # fmt: skip
    return msgspec.convert(answer, RecordedGroup)


async def are_grantable(connection: psycopg.AsyncConnection[Any], tenant_id: UUID, series: Collection[str]) -> bool:
    """Whether HQ can grant numbers of any of these series."""
    cursor = await connection.execute(
        _GRANTABLE.encode(), {**_CONSTANTS, "tenant": tenant_id, "series": sorted(series)}
    )  # fmt: skip
    return await cursor.fetchone() is not None


async def notify(connection: psycopg.AsyncConnection[Any], notices: Sequence[str]) -> None:
    """Send notices of sold seats if and when the transaction commits."""
    for notice in notices:
        await connection.execute(_NOTIFY.encode(), {"channel": availability.CHANNEL, "payload": notice})


def _arguments(tenant_id: UUID, group: Sequence[Ordinary]) -> dict[str, object]:
    rows = Collected()
    for one in group:
        rows.add(one.rows)
    sold = [sale for one in group for sale in one.sold]
    links = [journal_row(one.judged.life, link) for one in group for link in one.judged.links]
    places = {
        (sale.entry.station, sale.entry.epoch, *place) for sale in sold for place in general_places(sale)
    }  # fmt: skip
    editions = [one.oldest_edition for one in group if one.oldest_edition is not None]
    first = group[0].station
    given: dict[str, object] = dict.fromkeys(PARAMETERS)
    given |= {str(table.name): _json(instants_as_numbers(table, some)) for table, some in rows.rows.items()}
    given |= {
        "tenant": tenant_id,
        "books": first.books_closed_through and first.books_closed_through.isoformat(),
        "oldest_edition": min(editions, default=None),
        "performances": list(availability.sold_seats(sold)) or None,
        "endings": [row["ending"] for row in rows.rows.get(used_reference, ())] or None,
        "lives": _json([_life(one) for one in group]),
        "ticket": _json(rows.counted.get(COUNTED, ())),
        "numbers": _json(rows.moves.get(NUMBER_USED, ())),
        "seats": _json([
            {"station": sale.entry.station, "epoch": sale.entry.epoch, "performance": ticket.place.performance_id,
             "seat": ticket.place.seat_id}
            for sale in sold
            for ticket in sale.fact.sale.tickets
            if ticket.place.seat_id is not None
        ]),
        "places": _json([
            {"station": station, "epoch": epoch, "performance": performance, "zone": zone}
            for station, epoch, performance, zone in sorted(places)
        ]),
        "turns": _json(turns_used(sold)),
        **{f"journal_{column.name}": [_plain(link[column.name]) for link in links] for column in journal.columns},
    }  # fmt: skip
    return {f"given_{name}": value for name, value in given.items()}


def _life(one: Ordinary) -> Mapping[str, object]:
    station, judged = one.station, one.judged
    return {
        "station": station.station_id, "epoch": station.epoch, "public_key": station.public_key,
        "session": station.session, "last_request": station.last_request, "acknowledged": station.acknowledged,
        "head": station.head_hash.hex(), "request_no": judged.push.request_no, "at": microseconds(judged.life.at),
        "reached": judged.head.seq, "hash": judged.head.hash.hex(),
    }  # fmt: skip


def _plain(value: object) -> object:
    return microseconds(value) if isinstance(value, datetime) else value


def _json(rows: Sequence[Mapping[str, object]]) -> str | None:
    return msgspec.json.encode(rows).decode() if rows else None
