"""The steps of a price over time, by the catalogue: when the stages of the zone of a ticket or a seat ended."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from domain.timeline.events import Detail, Happening, TimelineEvent
from domain.timeline.subjects import Subject, SubjectKind
from sync.facts.sales import ticket
from sync.tables.catalogue import event, performance, price_stage, seat, zone, zone_section
from sync.tables.transaction import Tx

_t, _p, _e, _z, _zs, _seat, _stage = ticket.c, performance.c, event.c, zone.c, zone_section.c, seat.c, price_stage.c


def until(tx: Tx, tenant_id: UUID, subject: Subject, now: datetime) -> list[TimelineEvent]:
    """The stages that ended by `now` at an instant, each with the name of the one that followed."""
    zone_id = _zone_of(tx, tenant_id, subject)
    if zone_id is None:
        return []
    of_zone = select(price_stage).where(_stage.tenant_id == tenant_id, _stage.zone_id == zone_id)
    stages = tx.execute(of_zone.order_by(_stage.ordinal)).all()
    events: list[TimelineEvent] = []
    for stage, following in zip(stages, [*stages[1:], None], strict=False):
        if stage.until is not None and stage.until <= now:
            details = [Detail("stage_ended", stage.name)]
            if following is not None:
                details.append(Detail("stage_begun", following.name))
            events.append(TimelineEvent(stage.until, Happening("price_step", tuple(details))))
    return events


def _zone_of(tx: Tx, tenant_id: UUID, subject: Subject) -> UUID | None:
    if subject.kind is SubjectKind.TICKET:
        return tx.execute(select(_t.zone_id).where(_t.tenant_id == tenant_id, _t.id == subject.id)).scalar()
    if subject.kind is not SubjectKind.SEAT:
        return None
    of_show = (
        select(_e.id, _e.venue_id)
        .join(performance, (_p.tenant_id == _e.tenant_id) & (_p.event_id == _e.id))
        .where(_p.tenant_id == tenant_id, _p.id == subject.id)
    )
    show = tx.execute(of_show).first()
    if show is None:
        return None
    section = select(_seat.section_no).where(
        _seat.tenant_id == tenant_id, _seat.venue_id == show.venue_id, _seat.id == subject.part
    )
    of_section = (
        select(_z.id)
        .join(zone_section, (_zs.tenant_id == _z.tenant_id) & (_zs.zone_id == _z.id))
        .where(_z.tenant_id == tenant_id, _z.event_id == show.id, _zs.section_no == section.scalar_subquery())
    )
    return tx.execute(of_section).scalar()
