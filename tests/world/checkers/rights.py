"""Compares the rights that HQ granted with what stations hold and sold."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import text

from domain.rights import seats_of
from hq.rights import recalls
from hq.rights.rows import recalls as recall_rows
from pos_app.services.rights import recalling
from pos_app.storage.catalogue import recalled_rights, rights
from tests.world import store
from tests.world.books import Books
from tests.world.machines import Machine
from tests.world.world import World


def places_fit(world: World, books: Books) -> Iterator[str]:
    """I9: the places granted fit the capacity of the zone, and so do the places sold."""
    sold: Counter[tuple[UUID, UUID]] = Counter()
    for sale in world.paper.sales:
        if sale.sale_id in books.sales:
            live = (t for t in sale.tickets if t.seat_id is None and t.code not in world.paper.released)
            sold.update((t.performance_id, t.zone_id) for t in live)
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        pools = tx.execute(
            text(
                "SELECT p.performance_id, p.zone_id, z.capacity, p.granted - p.returned AS granted FROM place_pool p"
                " JOIN zone z ON z.tenant_id = p.tenant_id AND z.id = p.zone_id WHERE p.tenant_id = :tenant"
            ),
            {"tenant": world.hq.tenant_id},
        ).all()
    for pool in pools:
        if pool.granted > pool.capacity:
            yield f"{pool.granted} of {pool.capacity} places of {pool.performance_id} are granted"
        tickets = sold[pool.performance_id, pool.zone_id]
        if tickets > pool.capacity:
            yield f"{tickets} tickets for {pool.capacity} places of {pool.performance_id}"


def seats_have_one_holder(world: World, books: Books) -> Iterator[str]:
    """I8: no seat is granted to two stations, whether it is sold or not."""
    holders: dict[tuple[UUID, int], UUID] = {}
    for machine in world.in_use:
        if store.is_over(machine.station):
            continue
        station_id = machine.build.station_id
        with machine.station.database.read() as tx:
            leases = rights.leases(tx, machine.station.holder)
        for place in ((lease.performance_id, seat) for lease in leases for seat in seats_of(lease.seats)):
            if holders.setdefault(place, station_id) != station_id:
                yield f"{machine.name}: seat {place[1]} of {place[0]} is another station's"


def recalls_are_answered(world: World, books: Books) -> Iterator[str]:
    """A recall takes all that is free, and HQ waits for what is in carts only."""
    for machine in world.in_use:
        life = machine.station.holder
        if store.is_over(machine.station):
            continue
        with machine.station.database.read() as tx:
            standing = [known.recall for known in recalled_rights.known(tx) if known.stands]
            free = {recall.id: recalling._free(tx, machine.station, recall) for recall in standing}
            over = {recall.id: recalling._over(tx, machine.station, recall) for recall in standing}
        with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
            waiting = {recall.id: recall_rows.waiting(tx, life, recall) for recall in recalls.standing(tx, life)}
        if any(free.values()) or any(over.get(one, 0) != count for one, count in waiting.items()):
            yield f"{machine.name}: {free} could go back, {over} are there, HQ waits for {waiting}"


def rights_are_the_same_on_both_sides(world: World, books: Books) -> Iterator[str]:
    """I2, I9: HQ's record of the rights that a station took, used and returned equals the station's store."""
    for machine in world.in_use:
        for table in ("number_block", "seat_lease", "allotment"):
            statement = text(f"SELECT * FROM {table} WHERE station_id = :station AND epoch = :epoch ORDER BY id")  # noqa: S608  # names of our own tables
            life = machine.station.holder
            with machine.station.database.read() as tx:
                keys = {"station": life.station_id.bytes, "epoch": life.epoch}
                at_station = [_plain(row) for row in tx.execute(statement, keys)]
            with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
                keys = {"station": life.station_id, "epoch": life.epoch}
                at_hq = [_plain(row) for row in tx.execute(statement, keys)]
            if at_station != at_hq:
                yield f"{machine.name}: {table} is not what HQ has"
        yield from _returned(world, machine)


def _returned(world: World, machine: Machine) -> Iterator[str]:
    """HQ's ledger of places equals the rows that it recorded from the journal."""
    life = machine.station.holder
    statement = text(
        "SELECT a.id FROM allotment a JOIN place_right r ON r.tenant_id = a.tenant_id AND r.id = a.id"
        " WHERE a.tenant_id = :tenant AND a.station_id = :station AND a.epoch = :epoch"
        " AND (a.granted, a.returned) <> (r.granted, r.returned)"
    )
    keys = {"tenant": life.tenant_id, "station": life.station_id, "epoch": life.epoch}
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        yield from (f"{machine.name}: places {right_id} differ" for right_id in tx.execute(statement, keys).scalars())


def _plain(row: Any) -> tuple[object, ...]:
    return tuple(UUID(bytes=value) if isinstance(value, bytes) else value for value in row)
