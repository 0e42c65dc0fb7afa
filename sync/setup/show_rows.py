"""Rows of venues and shows from a set-up; each function returns how many were new, different or deleted."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, or_, select, update

from domain.catalogue.catalog import Performance, Zone, ZoneState
from domain.catalogue.suspension import named_again
from sync.setup.plan import VenuePlan
from sync.setup.shows import Show
from sync.tables import catalogue
from sync.tables.catalogue_values import suspension_of
from sync.tables.shared import LIST_SEPARATOR
from sync.tables.transaction import Row, Tx

_ZONE_PARTS = (catalogue.zone_section, catalogue.price_stage, catalogue.place_modifier)


def write_plan(tx: Tx, tenant: UUID, plan: VenuePlan) -> int:
    """Write a venue, its sections and seats. The number of statements does not grow with the seats."""
    venue, seats = plan.venue, plan.seats
    within = {"tenant_id": tenant, "venue_id": venue.id}
    changed = tx.upsert(catalogue.venue, [
        {"tenant_id": tenant, "id": venue.id, "name": venue.name, "address": venue.address}
    ])  # fmt: skip
    changed += replace(
        tx, catalogue.section, within, [{**within, "no": part.no, "name": part.name} for part in venue.sections]
    )
    beyond = and_(_inside(catalogue.seat, within), catalogue.seat.c.id >= len(seats))
    changed += int(tx.execute(delete(catalogue.seat).where(beyond)).rowcount)
    columns = (seats.section_no, seats.row, seats.number, seats.x_mm, seats.y_mm, seats.kind)
    return changed + tx.upsert(catalogue.seat, [
        {**within, "id": i, "section_no": no, "row": row, "number": number, "x_mm": x, "y_mm": y, "kind": kind}
        for i, (no, row, number, x, y, kind) in enumerate(zip(*columns, strict=True))
    ])  # fmt: skip


def write_show(tx: Tx, tenant: UUID, show: Show) -> int:
    """Write an event with its zones, ticket types and performances."""
    event = show.event
    changed = tx.upsert(catalogue.event, [
        {"tenant_id": tenant, "id": event.id, "venue_id": event.venue_id, "name": event.name,
         "sell_until_minutes": event.sell_until_minutes, "refund_policy": str(event.refunds)}
    ])  # fmt: skip
    changed += tx.upsert(catalogue.performance, [
        {"tenant_id": tenant, "id": p.id, "event_id": event.id, "starts_at": p.starts_at, "state": p.state}
        for p in as_decided(tx, tenant, show.performances)
    ])  # fmt: skip
    within = {"tenant_id": tenant, "event_id": event.id}
    changed += _retire(tx, catalogue.ticket_type, within, [one.id for one in show.ticket_types], {"active": False})
    changed += tx.upsert(catalogue.ticket_type, [
        {**within, "id": t.id, "ordinal": i, "name": t.name, "percent": t.percent, "needs_document": t.needs_document,
         "active": t.active}
        for i, t in enumerate(show.ticket_types)
    ])  # fmt: skip
    changed += _write_zones(tx, tenant, show)
    return changed + sum(_write_withheld(tx, tenant, show, performance) for performance in show.performances)


def as_decided(tx: Tx, tenant: UUID, performances: Sequence[Performance]) -> tuple[Performance, ...]:
    """Performances of a file with what was decided of them since: the last decision of each that changed it."""
    s = catalogue.suspension
    named = (s.c.tenant_id == tenant, s.c.applied, s.c.performance_id.in_([one.id for one in performances]))
    decided = tx.execute(select(s).where(*named).order_by(s.c.ordinal)).mappings()
    last = {suspension.performance_id: suspension for suspension in map(suspension_of, decided)}
    return tuple(named_again(performance, last.get(performance.id)) for performance in performances)


def _write_zones(tx: Tx, tenant: UUID, show: Show) -> int:
    within = {"tenant_id": tenant, "event_id": show.event.id}
    stored = tx.execute(select(catalogue.zone.c.id).where(_inside(catalogue.zone, within))).scalars()
    gone = set(stored) - {zone.id for zone in show.zones}
    # A zone that is no longer named covers no section: another one may have it now.
    for zone_id, part in ((zone_id, part) for zone_id in gone for part in _ZONE_PARTS):
        replace(tx, part, {"tenant_id": tenant, "zone_id": zone_id}, [])
    withdrawn = {"state": ZoneState.WITHDRAWN.value}
    changed = _retire(tx, catalogue.zone, within, [zone.id for zone in show.zones], withdrawn)
    changed += tx.upsert(catalogue.zone, [_zone({**within}, i, zone) for i, zone in enumerate(show.zones)])
    return changed + sum(_write_zone_parts(tx, tenant, zone) for zone in show.zones)


def _zone(within: Row, ordinal: int, zone: Zone) -> Row:
    return {
        **within, "id": zone.id, "ordinal": ordinal, "name": zone.name, "kind": zone.kind,
        "currency": zone.base_price.currency, "base_price": zone.base_price.minor, "fee": zone.fee.minor,
        "tax": zone.tax, "tax_included": zone.tax_included, "capacity": zone.capacity,
        "state": zone.state,
    }  # fmt: skip


def _write_zone_parts(tx: Tx, tenant: UUID, zone: Zone) -> int:
    within = {"tenant_id": tenant, "zone_id": zone.id}
    changed = replace(
        tx, catalogue.zone_section, within, [{**within, "section_no": no} for no in sorted(zone.section_nos)]
    )
    changed += replace(tx, catalogue.price_stage, within, [
        {**within, "ordinal": i, "name": s.name, "percent": s.percent, "until": s.until, "up_to_sold": s.up_to_sold}
        for i, s in enumerate(zone.stages)
    ])  # fmt: skip
    return changed + replace(tx, catalogue.place_modifier, within, [
        {**within, "ordinal": i, "label": m.label, "percent": m.percent, "section_nos": _list(m.section_nos),
         "rows": _list(m.rows), "numbers": _list(m.numbers)}
        for i, m in enumerate(zone.modifiers)
    ])  # fmt: skip


def _retire(tx: Tx, table: Table, within: Row, named: Sequence[UUID], values: Row) -> int:
    """Give these values to the rows of an event that the files no longer name. They stay: tickets were sold of them."""
    differ = or_(*(table.c[name] != value for name, value in values.items()))
    left = and_(_inside(table, within), table.c.id.not_in(named), differ)
    return int(tx.execute(update(table).where(left).values(values)).rowcount)


def _write_withheld(tx: Tx, tenant: UUID, show: Show, performance: Performance) -> int:
    within = {"tenant_id": tenant, "performance_id": performance.id}
    return replace(tx, catalogue.withheld_seat, within, [
        {**within, "seat_id": w.seat_id, "state": w.state, "purpose": w.purpose}
        for w in show.withheld if w.performance_id == performance.id
    ])  # fmt: skip


def replace(tx: Tx, table: Table, within: Row, rows: Sequence[Row]) -> int:
    """Make these the only rows of a table among those with the values of `within`."""
    keys = [column.name for column in table.primary_key]
    stored = tx.execute(select(*table.primary_key).where(_inside(table, within))).all()
    kept = {tuple(row[name] for name in keys) for row in rows}
    gone = [dict(zip(keys, row, strict=True)) for row in stored if tuple(row) not in kept]
    if gone:
        one = and_(*(table.c[name] == bindparam(f"old_{name}") for name in keys))
        tx.execute(delete(table).where(one), [{f"old_{k}": v for k, v in row.items()} for row in gone])
    return len(gone) + tx.upsert(table, rows)


def _inside(table: Table, within: Row) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in within.items()))


def _list(values: Iterable[object]) -> str:
    return LIST_SEPARATOR.join(sorted(map(str, values)))
