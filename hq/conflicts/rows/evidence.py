"""Statements that compare a group of sales with what HQ knows. Each takes all sales of the group at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select, text

from domain.ids import SaleId, TicketId
from domain.rights import Holder
from hq.storage import ledger_tables
from hq.storage.batch import insert_many
from hq.storage.one_of import one_of
from sync.facts.entry import Entry
from sync.facts.rates import entered_rate
from sync.facts.rights import number_block, seat_lease
from sync.facts.sales import payment, sale
from sync.tables.transaction import Row, Tx

_NUMBERS = text("""
    SELECT n.series, n.number, n.document_id, n.station_id, n.position
    FROM json_to_recordset(CAST(:numbers AS json)) AS pushed(series text, number int8)
    JOIN issued_number n ON n.tenant_id = :tenant AND n.series = pushed.series AND n.number = pushed.number
""")
_used, _paid, _sold = ledger_tables.used_reference.c, payment.c, sale.c
USED_REFERENCES = (
    select(payment, _sold.station_id, _sold.position, _sold.sold_at)
    .join_from(
        ledger_tables.used_reference,
        payment,
        (_paid.tenant_id == _used.tenant_id) & (_paid.sale_id == _used.sale_id) & (_paid.id == _used.payment_id),
    )
    .join(sale, (_sold.tenant_id == _paid.tenant_id) & (_sold.id == _paid.sale_id))
    .where(_used.tenant_id == bindparam("tenant"), one_of(_used.ending, "endings"))
)
_LOCK_CLASS = 1_920_231
"""The class of the advisory locks of references; the object of a lock is the tenant with the ending."""
LOCK_ENDINGS = text(f"""
    SELECT count(pg_advisory_xact_lock({_LOCK_CLASS}, hashtext(CAST(:tenant AS text) || ordered.ending)))
    FROM (SELECT given.ending FROM unnest(CAST(:endings AS text[])) AS given(ending) ORDER BY given.ending) AS ordered
""")  # noqa: S608  # our own constant
"""Makes transactions that use references with one of these endings wait for each other, until they end.

The same payment may be used by two sales, so no key keeps the second one out, and neither transaction sees the row of
the other before its commit.
"""
# A ticket that left the seat later contests the seat no more.
_CONTESTED_SEATS = text("""
    SELECT pushed.performance_id, pushed.seat_id, pushed.ticket_id AS ours, s.ticket_id AS theirs
    FROM json_to_recordset(CAST(:seats AS json))
        AS pushed(performance_id uuid, seat_id int4, ticket_id uuid, position int8)
    JOIN sold_seat s ON s.tenant_id = :tenant AND s.performance_id = pushed.performance_id
        AND s.seat_id = pushed.seat_id
    WHERE s.ticket_id <> pushed.ticket_id AND NOT EXISTS (SELECT 1 FROM replaced_ticket r
        WHERE r.tenant_id = :tenant AND r.ticket_id = pushed.ticket_id AND r.position > pushed.position
            AND (r.new_code = '' OR r.seat_id IS DISTINCT FROM pushed.seat_id))
        AND NOT EXISTS (SELECT 1 FROM refunded_ticket r WHERE r.tenant_id = :tenant
            AND r.ticket_id = pushed.ticket_id AND r.is_released = 1)
""")
NUMBERS_NOT_HELD = text("""
    SELECT used.station, used.in_epoch, used.in_series, used.number
    FROM json_to_recordset(CAST(:numbers AS json)) AS used(station uuid, in_epoch int4, in_series text, number int8)
    WHERE (SELECT r.id FROM number_right r WHERE r.tenant_id = :tenant AND r.station_id = used.station
        AND r.epoch = used.in_epoch AND r.series = used.in_series AND used.number BETWEEN r.first AND r.last
        LIMIT 1) IS NULL
""")
# One look-up by key for each seat, as a scalar: of NOT EXISTS PostgreSQL makes a join, and while it believes a table to
# be small, it compares every seat of the group with every row of the tenant.
SEATS_NOT_HELD = text("""
    SELECT used.station, used.epoch, used.performance, used.seat
    FROM json_to_recordset(CAST(:used AS json)) AS used(station uuid, epoch int4, performance uuid, seat int4)
    WHERE (SELECT r.grant_id FROM seat_right r WHERE r.tenant_id = :tenant AND r.performance_id = used.performance
        AND r.seat_id = used.seat AND r.station_id = used.station AND r.epoch = used.epoch) IS NULL
""")
_SALES_OF_TICKET = text("""
    SELECT sale.station_id, sale.position
    FROM ticket t
    JOIN sale ON sale.tenant_id = :tenant AND sale.id = t.sale_id
    WHERE t.tenant_id = :tenant AND t.id = :ticket
""")
_SALES_OF_SEAT = text("""
    SELECT s.ticket_id, sale.station_id, sale.position FROM sold_seat s
    JOIN ticket t ON t.tenant_id = :tenant AND t.id = s.ticket_id
    JOIN sale ON sale.tenant_id = :tenant AND sale.id = t.sale_id
    WHERE s.tenant_id = :tenant AND s.performance_id = :performance AND s.seat_id = :seat
""")
BEYOND = text("""
    SELECT pushed.station, pushed.epoch, pushed.performance, pushed.zone, z.sold - (
        SELECT coalesce(sum(granted - returned), 0) FROM place_right a
        WHERE a.tenant_id = :tenant AND a.station_id = pushed.station AND a.epoch = pushed.epoch
        AND a.performance_id = pushed.performance AND a.zone_id = pushed.zone
    ) AS beyond
    FROM json_to_recordset(CAST(:places AS json)) AS pushed(station uuid, epoch int4, performance uuid, zone uuid)
    JOIN zone_sold z ON z.tenant_id = :tenant AND z.station_id = pushed.station AND z.epoch = pushed.epoch
        AND z.performance_id = pushed.performance AND z.zone_id = pushed.zone
""")
FOREIGN_TURNS = text("""
    SELECT pushed.ticket
    FROM json_to_recordset(CAST(:turns AS json))
        AS pushed(ticket uuid, performance uuid, zone uuid, turn int4, station uuid, epoch int4)
    WHERE (SELECT r.station_id FROM turn_right r
        WHERE r.tenant_id = :tenant AND r.performance_id = pushed.performance AND r.zone_id = pushed.zone
        AND r.turn = pushed.turn AND r.station_id = pushed.station AND r.epoch = pushed.epoch) IS NULL
""")

_Number = tuple[UUID, int, str, int]
"""Station, epoch, series and number."""


def insert_numbers(tx: Tx, numbers: Sequence[Row]) -> int:
    """Insert the document of each number, and return how many numbers had none before."""
    return insert_many(tx, ledger_tables.issued_number, numbers)


def first_documents(tx: Tx, tenant_id: UUID, numbers: Sequence[Mapping[str, object]]) -> dict[tuple[str, int], Any]:
    """The document that HQ knows under each of these numbers, with its entry, by series and number."""
    rows = tx.execute(_NUMBERS, {"numbers": _json(numbers), "tenant": tenant_id})
    return {(row.series, row.number): row for row in rows}


def insert_references(tx: Tx, tenant_id: UUID, references: Sequence[Row]) -> None:
    """Insert the payments that used a reference, and wait for others that use one with the same ending."""
    insert_many(tx, ledger_tables.used_reference, references)
    tx.execute(LOCK_ENDINGS, {"tenant": tenant_id, "endings": [row["ending"] for row in references]})


def payments_by_ending(tx: Tx, tenant_id: UUID, endings: Iterable[str]) -> Sequence[Any]:
    """The payments whose references end in one of these texts, each with the entry and the instant of its sale."""
    return tx.execute(USED_REFERENCES, {"tenant": tenant_id, "endings": sorted(endings)}).all()


def numbers_not_held(tx: Tx, tenant_id: UUID, numbers: Sequence[_Number]) -> set[_Number]:
    """Those of these numbers that are in no block which HQ granted to that life."""
    used = [
        {"station": station, "in_epoch": epoch, "in_series": series, "number": number}
        for station, epoch, series, number in numbers
    ]  # fmt: skip
    rows = tx.execute(NUMBERS_NOT_HELD, {"tenant": tenant_id, "numbers": _json(used)}) if used else ()
    return {(row.station, row.in_epoch, row.in_series, row.number) for row in rows}


def accepted_number(tx: Tx, life: Holder, series: str, number: int) -> bool:
    """Whether a life accepted a block with this number, and HQ believed it."""
    b = number_block.c
    of_life = (b.tenant_id == life.tenant_id, b.station_id == life.station_id, b.epoch == life.epoch)
    in_block = (b.series == series, b.first <= number, b.last >= number)
    return tx.execute(select(b.id).where(*of_life, *in_block).limit(1)).first() is not None


def contested_seats(tx: Tx, tenant_id: UUID, seats: Sequence[Mapping[str, object]]) -> Sequence[Any]:
    """Those of these seats that HQ knows under another ticket: performance, seat, and both tickets."""
    return tx.execute(_CONTESTED_SEATS, {"seats": _json(seats), "tenant": tenant_id}).all()


def sales_of_ticket(tx: Tx, tenant_id: UUID, ticket_id: TicketId) -> Sequence[Any]:
    """Station and position of the sale of a ticket."""
    return tx.execute(_SALES_OF_TICKET, {"tenant": tenant_id, "ticket": ticket_id}).all()


def place_of_sale(tx: Tx, tenant_id: UUID, sale_id: SaleId) -> Any | None:
    """Station and position of a recorded sale; None when it is not recorded."""
    of_sale = (_sold.tenant_id == tenant_id, _sold.id == sale_id)
    return tx.execute(select(_sold.station_id, _sold.position).where(*of_sale)).first()


def sales_of_seat(
    tx: Tx, tenant_id: UUID, performance_id: UUID | None, seat_id: int | None
) -> Sequence[Any]:  # fmt: skip
    """Ticket, station and position of the recorded sale of a seat; empty while it is free."""
    keys = {"tenant": tenant_id, "performance": performance_id, "seat": seat_id}
    return tx.execute(_SALES_OF_SEAT, keys).all()


def holds_seat(tx: Tx, life: Holder, performance_id: UUID | None, seat_id: int | None) -> bool:
    """Whether a life holds the right to a seat, in quarantine or not."""
    r = ledger_tables.seat_right.c
    statement = select(r.grant_id).where(
        r.tenant_id == life.tenant_id,
        r.performance_id == performance_id,
        r.seat_id == seat_id,
        r.station_id == life.station_id,
        r.epoch == life.epoch,
    )
    return tx.execute(statement).first() is not None


Place = tuple[UUID, int, UUID]
"""Station, epoch and performance."""


def seats_not_held(tx: Tx, tenant_id: UUID, used: Sequence[tuple[Place, int]]) -> set[tuple[Place, int]]:
    """Those of these seats that their life holds no right to, in quarantine or not."""
    keys = [
        {"station": place[0], "epoch": place[1], "performance": place[2], "seat": seat} for place, seat in used
    ]  # fmt: skip
    rows = tx.execute(SEATS_NOT_HELD, {"tenant": tenant_id, "used": _json(keys)})
    return {((row.station, row.epoch, row.performance), row.seat) for row in rows}


def leases_of(tx: Tx, tenant_id: UUID, place: Place) -> list[str]:
    """The spans of the accepted seats of a life, as text."""
    station, epoch, performance = place
    s = seat_lease.c
    of_life = (s.tenant_id == tenant_id, s.station_id == station, s.epoch == epoch)
    return list(tx.execute(select(s.seats).where(*of_life, s.performance_id == performance)).scalars())


def performance_of_lease(tx: Tx, tenant_id: UUID, grant_id: UUID) -> UUID | None:
    """The performance of a grant of seats that a life accepted; None when none did."""
    s = seat_lease.c
    statement = select(s.performance_id).where(s.tenant_id == tenant_id, s.id == grant_id)
    performance: UUID | None = tx.execute(statement).scalar()
    return performance


def places_beyond(tx: Tx, tenant_id: UUID, places: Sequence[Mapping[str, object]]) -> Iterable[Any]:
    """By how many places each life sold more of a zone than it holds: positive where it did."""
    return tx.execute(BEYOND, {"places": _json(places), "tenant": tenant_id})


def foreign_turns(tx: Tx, tenant_id: UUID, turns: Sequence[Mapping[str, object]]) -> set[UUID]:
    """The tickets whose turn the life that sold them does not hold, in quarantine or not."""
    return set(tx.execute(FOREIGN_TURNS, {"turns": _json(turns), "tenant": tenant_id}).scalars())


def entered_rates(tx: Tx, before: Entry, on: date) -> Sequence[Any]:
    """The rates for this day and later that the supervisors of a station entered before an entry, in their order."""
    r = entered_rate.c
    statement = select(entered_rate).where(
        r.tenant_id == before.tenant,
        r.station_id == before.station,
        r.position < before.position,
        r.value_on >= on,
    )
    return tx.execute(statement.order_by(r.position)).mappings().all()


def _json(rows: Sequence[Mapping[str, object]]) -> str:
    return msgspec.json.encode(rows).decode()
