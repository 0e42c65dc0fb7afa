"""What the catalogue has in use and a set-up no longer names: it stays in use until a file retires it by name."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from domain.calendar import CARACAS
from domain.catalogue.catalog import Event, Performance, PerformanceState, ZoneState, is_on_sale
from domain.catalogue.refund_policy import read_policy
from domain.ids import EventId, PerformanceId, VenueId, ZoneId
from sync.setup.names import derived
from sync.setup.problems import Flaw, Problem
from sync.setup.reading import Setup
from sync.setup.show_rows import as_decided
from sync.setup.shows import Show
from sync.tables import catalogue
from sync.tables.transaction import Tx


def unnamed(tx: Tx, setup: Setup, at: datetime) -> tuple[Problem, ...]:
    """A warning for each active person, each performance on sale and each sold part of an event that is not named.

    A performance that the set moves to another time is reported too.

    Call it before `write_catalogue`: a performance that is missing from an event to which the set adds another one has
    probably been moved, and would stand on sale beside itself.
    """
    shows = {
        show.event.id: replace(show, performances=as_decided(tx, setup.tenant_id, show.performances))
        for show in setup.shows
    }
    performances = (problem for show in _on_sale(tx, setup, at) for problem in _of(show, shows))
    parts = (problem for show in setup.shows for problem in _parts(tx, setup, show))
    return (*_staff(tx, setup), *performances, *parts)


def _parts(tx: Tx, setup: Setup, show: Show) -> Iterator[Problem]:
    """The zones, ticket types and stages of a named event that are no longer sold once the set is written."""
    z, t, s = catalogue.zone.c, catalogue.ticket_type.c, catalogue.price_stage.c
    of_zones = (z.tenant_id == setup.tenant_id, z.event_id == show.event.id, z.state == ZoneState.ACTIVE)
    of_types = (t.tenant_id == setup.tenant_id, t.event_id == show.event.id, t.active)
    zones = tx.execute(select(z.id, z.name).where(*of_zones).order_by(z.ordinal)).all()
    types = tx.execute(select(t.id, t.name).where(*of_types).order_by(t.ordinal)).all()
    named = {zone.id: zone for zone in show.zones}
    gone = [row.name for row in zones if row.id not in named]
    gone += [row.name for row in types if row.id not in {one.id for one in show.ticket_types}]
    stages = select(s.zone_id, s.name).where(s.tenant_id == setup.tenant_id, s.zone_id.in_(named)).order_by(s.ordinal)
    for row in tx.execute(stages):
        zone = named[ZoneId(row.zone_id)]
        if row.name not in {stage.name for stage in zone.stages}:
            gone.append(f"{zone.name}: {row.name}")
    return (Problem(f"event {show.event.name}", Flaw.NO_LONGER_SOLD, name) for name in gone)


def _staff(tx: Tx, setup: Setup) -> Iterator[Problem]:
    t, named = catalogue.cashier.c, {member.cashier.id for member in setup.staff}
    active = select(t.id, t.name).where(t.tenant_id == setup.tenant_id, t.active).order_by(t.name, t.id)
    for row in tx.execute(active):
        if row.id not in named:
            yield Problem("staff", Flaw.NO_LONGER_NAMED, row.name)


class _Stored:
    """An event of the catalogue with its performances on sale, and the identifiers of all of them."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.on_sale: list[Performance] = []
        self.known: set[UUID] = set()


def _on_sale(tx: Tx, setup: Setup, at: datetime) -> list[_Stored]:
    e, p = catalogue.event.c, catalogue.performance.c
    statement = (
        select(p.id, p.event_id, p.starts_at, p.state, e.venue_id, e.name, e.sell_until_minutes, e.refund_policy)
        .join(catalogue.event, (e.tenant_id == p.tenant_id) & (e.id == p.event_id))
        .where(p.tenant_id == setup.tenant_id)
        .order_by(e.name, e.id, p.starts_at, p.id)
    )
    stored: dict[UUID, _Stored] = {}
    for row in tx.execute(statement):
        one = stored.setdefault(row.event_id, _Stored(_event(row)))
        one.known.add(row.id)
        performance = Performance(PerformanceId(row.id), one.event.id, row.starts_at, PerformanceState(row.state))
        if is_on_sale(one.event, performance, at):
            one.on_sale.append(performance)
    return list(stored.values())


def _event(row: Row[Any]) -> Event:
    return Event(
        EventId(row.event_id), VenueId(row.venue_id), row.name, row.sell_until_minutes, read_policy(row.refund_policy)
    )


def _of(stored: _Stored, shows: dict[EventId, Show]) -> Iterator[Problem]:
    show = shows.get(stored.event.id)
    named = {performance.id for performance in show.performances} if show else set()
    flaw = Flaw.RESCHEDULED if named - stored.known else Flaw.NO_LONGER_NAMED
    moved = {performance.id: performance for performance in show.performances} if show else {}
    for performance in stored.on_sale:
        where = f"event {stored.event.name}"
        if performance.id not in named:
            yield Problem(where, flaw, _written(performance))
        elif (after := moved[performance.id].starts_at) != performance.starts_at:
            yield Problem(where, Flaw.MOVED, f"{_local(performance.starts_at)} > {_local(after)}")


def _written(performance: Performance) -> str:
    """The local day and hour; for a performance that was named by its instant, also the key that names it now."""
    instant = performance.starts_at.isoformat()
    when = _local(performance.starts_at)
    by_instant = derived(performance.event_id, "performance", instant) == performance.id
    return f'{when}, key = "{instant}"' if by_instant else when


def _local(at: datetime) -> str:
    return f"{at.astimezone(CARACAS):%Y-%m-%d %H:%M}"
