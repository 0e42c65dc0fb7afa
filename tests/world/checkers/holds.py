"""Compares the holds of stations with what they sold and with what HQ knows of them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tests.world import store
from tests.world.books import Books
from tests.world.world import World

_STANDING = """
    SELECT h.id, h.number, p.performance_id, p.seat_id, p.quantity FROM hold h
    JOIN held_place p ON p.tenant_id = h.tenant_id AND p.hold_id = h.id
    WHERE h.station_id = :station AND h.epoch = :epoch AND h.ended_how = '' ORDER BY h.id, p.ordinal
"""


def no_seat_is_held_and_sold(world: World, books: Books) -> Iterator[str]:
    """I8: no seat that a hold keeps is sold, at its station and at HQ, nor is it kept by two holds."""
    for machine in world.in_use:
        if store.is_over(machine.station):
            continue
        life = machine.station.holder
        with machine.station.database.read() as tx:
            kept = list(tx.execute(text(_STANDING), {"station": life.station_id.bytes, "epoch": life.epoch}))
            sold = {tuple(row) for row in tx.execute(text("SELECT performance_id, seat_id FROM sold_seat"))}
        seats = [(row.performance_id, row.seat_id) for row in kept if row.seat_id is not None]
        if twice := len(seats) - len(set(seats)):
            yield f"{machine.name}: {twice} seats are held twice"
        yield from (f"{machine.name}: seat {seat[1]} is held and sold" for seat in seats if seat in sold)


def hq_knows_what_is_held(world: World, books: Books) -> Iterator[str]:
    """I2: the holds that stand at a station are those that stand at HQ, with the same places."""
    for machine in world.in_use:
        if store.is_over(machine.station):
            continue
        life = machine.station.holder
        with machine.station.database.read() as tx:
            keys: dict[str, object] = {"station": life.station_id.bytes, "epoch": life.epoch}
            at_station = [_plain(row) for row in tx.execute(text(_STANDING), keys)]
        with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
            keys = {"station": life.station_id, "epoch": life.epoch}
            at_hq = [_plain(row) for row in tx.execute(text(_STANDING), keys)]
        if at_station != at_hq:
            yield f"{machine.name}: HQ has {len(at_hq)} held places and the station {len(at_station)}"


def _plain(row: Any) -> tuple[object, ...]:
    return tuple(UUID(bytes=value) if isinstance(value, bytes) else value for value in row)
