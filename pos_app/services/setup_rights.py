"""The rights that a set-up file gives to the station itself."""

from uuid import UUID

from sqlalchemy import bindparam, update

from domain.fiscal import NumberBlock
from sync import tables
from sync.setup import Setup
from sync.setup.show_rows import replace
from sync.setup.shows import Allotment, Show
from sync.transaction import Tx


def write_rights(tx: Tx, setup: Setup) -> int:
    """Blocks, leases and allotments; says how many were new or different."""
    tenant, station = setup.tenant_id, setup.station_id
    changed = sum(_write_block(tx, tenant, station, block) for block in setup.blocks)
    for show in setup.shows:
        changed += _write_leases(tx, tenant, station, show)
        changed += sum(_write_allotment(tx, tenant, station, each) for each in show.allotments)
    return changed


def _write_leases(tx: Tx, tenant: UUID, station: UUID, show: Show) -> int:
    changed = 0
    for performance in show.performances:
        leased = {"tenant_id": tenant, "station_id": station, "performance_id": performance.id}
        changed += replace(tx, tables.seat_lease, leased, [
            {**leased, "section_no": lease.section_no}
            for lease in show.leases if lease.performance_id == performance.id
        ])  # fmt: skip
    return changed


_GRANTED = (
    update(tables.allotment)
    .where(
        tables.allotment.c.tenant_id == bindparam("tenant"),
        tables.allotment.c.station_id == bindparam("station"),
        tables.allotment.c.performance_id == bindparam("performance"),
        tables.allotment.c.zone_id == bindparam("zone"),
        tables.allotment.c.granted != bindparam("places"),
    )
    .values(granted=bindparam("places"))
)


def _write_allotment(tx: Tx, tenant: UUID, station: UUID, allotment: Allotment) -> int:
    """An allotment that is there keeps what was returned of it."""
    added = tx.insert(tables.allotment, [{
        "tenant_id": tenant, "station_id": station, "performance_id": allotment.performance_id,
        "zone_id": allotment.zone_id, "granted": allotment.granted, "returned": 0,
    }])  # fmt: skip
    moved = tx.execute(_GRANTED, {
        "tenant": tenant, "station": station, "performance": allotment.performance_id, "zone": allotment.zone_id,
        "places": allotment.granted,
    })  # fmt: skip
    return added + int(moved.rowcount)


_LONGER = update(tables.number_block).where(
    tables.number_block.c.tenant_id == bindparam("tenant"),
    tables.number_block.c.id == bindparam("block"),
    tables.number_block.c.last < bindparam("new_last"),
).values(last=bindparam("new_last"))  # fmt: skip


def _write_block(tx: Tx, tenant: UUID, station: UUID, block: NumberBlock) -> int:
    """A block that is there only grows: its next number belongs to the sales."""
    added = tx.insert(tables.number_block, [{
        "tenant_id": tenant, "id": block.id, "station_id": station, "series": block.series, "first": block.first,
        "last": block.last, "next": block.next, "first_control": block.first_control,
    }])  # fmt: skip
    grown = tx.execute(_LONGER, {"tenant": tenant, "block": block.id, "new_last": block.last})
    return added + int(grown.rowcount)
