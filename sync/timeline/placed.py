"""Searches that station and HQ make in the same way: seats by their name, drawers by number, payments in their sale."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from domain.timeline.searching import MOST_MATCHES, typed_shift
from domain.timeline.subjects import Subject, SubjectKind
from domain.timeline.typed_place import TypedPlace, fits, typed_places
from sync.facts.sales import payment
from sync.facts.shifts import shift
from sync.tables.catalogue import event, performance, seat, section, zone, zone_section
from sync.tables.transaction import Tx

_pay, _h, _seat, _section, _e, _p = payment.c, shift.c, seat.c, section.c, event.c, performance.c


def payments(tx: Tx, tenant_id: UUID, known: Iterable[tuple[UUID, UUID]]) -> Iterator[Subject]:
    """Payments by the ids of their sales and their own, the newest sale first, each by its number in the sale."""
    for sale_id, payment_id in sorted(known, reverse=True):
        before = select(func.count()).where(_pay.tenant_id == tenant_id, _pay.sale_id == sale_id, _pay.id < payment_id)
        yield Subject(SubjectKind.PAYMENT, sale_id, int(tx.execute(before).scalar_one()))


def shifts(tx: Tx, tenant_id: UUID, text: str) -> Iterator[Subject]:
    """The shifts of a number, of whatever station."""
    number = typed_shift(text)
    if number is None:
        return
    of = select(_h.id).where(_h.tenant_id == tenant_id, _h.number == number).order_by(_h.opened_position.desc())
    yield from (Subject(SubjectKind.SHIFT, one) for one in tx.execute(of.limit(MOST_MATCHES)).scalars())


def seats(tx: Tx, tenant_id: UUID, text: str, now: datetime) -> Iterator[Subject]:
    """By section, row and number, in the performances nearest to now; other words name the zone or the event."""
    for typed in typed_places(text):
        matches = _seats_of(tx, tenant_id, typed)
        if matches:
            nearest = sorted(matches, key=lambda one: abs((one[1] - now).total_seconds()))
            yield from (subject for subject, _ in nearest[:MOST_MATCHES])
            return


def _seats_of(tx: Tx, tenant_id: UUID, typed: TypedPlace) -> list[tuple[Subject, datetime]]:
    """The seats that a text may name in each performance, with the instant at which it begins."""
    matches = [row for name in sorted(typed.names) for row in _named_seats(tx, tenant_id, name)]
    return [
        (Subject(SubjectKind.SEAT, show.id, row.id), show.starts_at)
        for row in matches
        for section_name in [_section_name(tx, tenant_id, row.venue_id, row.section_no)]
        for show in _shows(tx, tenant_id, row.venue_id, row.section_no)
        if fits(typed, section_name, show.zone, show.name)
    ]


def _named_seats(tx: Tx, tenant_id: UUID, name: tuple[str, str]) -> Iterator[Any]:
    """The seats of a row and number in each house."""
    # By one name, and no more than the index of names has: for anything else SQLite reads every seat.
    of = select(_seat.venue_id, _seat.id).where(_seat.tenant_id == tenant_id)
    known = tx.execute(of.where(_seat.row == name[0], _seat.number == name[1])).all()
    for venue_id in dict.fromkeys(row.venue_id for row in known):
        ids = [row.id for row in known if row.venue_id == venue_id]
        whole = select(_seat.venue_id, _seat.id, _seat.section_no).where(
            _seat.tenant_id == tenant_id, _seat.venue_id == venue_id, _seat.id.in_(ids)
        )
        yield from tx.execute(whole).all()


def _section_name(tx: Tx, tenant_id: UUID, venue_id: UUID, section_no: int) -> str:
    of = select(_section.name).where(_section.tenant_id == tenant_id, _section.venue_id == venue_id)
    return str(tx.execute(of.where(_section.no == section_no)).scalar() or "")


def _shows(tx: Tx, tenant_id: UUID, venue_id: UUID, section_no: int) -> Iterable[Any]:
    """The performances that sell a section of a venue, with event and zone."""
    z, s = zone.c, zone_section.c
    of = (
        select(_p.id, _p.starts_at, _e.name, z.name.label("zone"))
        .join(event, (_e.tenant_id == _p.tenant_id) & (_e.id == _p.event_id))
        .join(zone, (z.tenant_id == _e.tenant_id) & (z.event_id == _e.id))
        .join(zone_section, (s.tenant_id == z.tenant_id) & (s.zone_id == z.id))
    )
    return tx.execute(of.where(_p.tenant_id == tenant_id, _e.venue_id == venue_id, s.section_no == section_no)).all()
