"""The timeline of a subject, a page at a time: what happened, in order, and what it leads to."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.ids import StationId
from domain.timeline.events import Place, TimelineEvent
from domain.timeline.order import Stamp, in_order
from domain.timeline.subjects import Subject, SubjectKind
from sync.facts import Entry, ShiftOpened
from sync.facts.subjects import subjects_of
from sync.tables.position import epoch_of, pack, seq_of
from sync.tables.transaction import Tx
from sync.timeline import cases, entries, gathering, price_steps, spots
from sync.timeline.gathering import is_alone
from sync.timeline.happenings import happening
from sync.timeline.spots import Person, Spot

Receipts = Callable[[Tx, Collection[Spot]], Mapping[Spot, datetime]]
"""When HQ had entries, as far as a store knows that."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a timeline is asked for; `person` has the ids of a customer."""

    now: datetime
    newest_first: bool = True
    skip: int = 0
    limit: int = 100
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of a timeline. `total` counts all events; `related` is what the events of the page lead to."""

    subject: Subject
    events: tuple[TimelineEvent, ...]
    total: int
    related: tuple[Subject, ...]


def read(tx: Tx, tenant_id: UUID, subject: Subject, receipts: Receipts, asked: Asked) -> Timeline:
    """A page of the timeline of a subject."""
    at = entries.instants(tx, tenant_id, gathering.spots_of(tx, tenant_id, subject, asked.person))
    # Within one station the journal alone decides, and a receipt is read for what is shown.
    received = receipts(tx, at.keys()) if len({station_id for station_id, _ in at}) > 1 else {}
    beside = {_stamp(event): event for event in _beside(tx, tenant_id, subject, asked.now)}
    stamps = in_order([*beside, *(Stamp(when, _place(spot), received.get(spot)) for spot, when in at.items())])
    if asked.newest_first:
        stamps.reverse()
    shown = stamps[asked.skip : asked.skip + asked.limit]
    on_page = [_spot(stamp.place) for stamp in shown if stamp.place]
    loaded = entries.load(tx, tenant_id, on_page)
    received = received or receipts(tx, on_page)
    owner = _drawer_owner(tx, tenant_id, subject)
    events = [
        beside[stamp]
        if stamp.place is None
        else _event(loaded[_spot(stamp.place)], received.get(_spot(stamp.place)), subject, owner)
        for stamp in shown
        if stamp.place is None or _spot(stamp.place) in loaded
    ]
    return Timeline(subject, tuple(events), len(stamps), _related(tx, tenant_id, subject, events))


def _beside(tx: Tx, tenant_id: UUID, subject: Subject, now: datetime) -> Iterable[TimelineEvent]:
    """What no station wrote down: cases that HQ opened, and the steps of the price."""
    return [*cases.opened(tx, tenant_id, subject), *price_steps.until(tx, tenant_id, subject, now)]


def _stamp(event: TimelineEvent) -> Stamp:
    return Stamp(event.at, None, event.received_at, event.happening.what + "/".join(one.name for one in event.subjects))


def _event(entry: Entry, received_at: datetime | None, of: Subject, owner: UUID | None) -> TimelineEvent:
    did = happening(entry.body, of)
    place = _place((entry.station, entry.position))
    opened_by = entry.body.shift.cashier_id if isinstance(entry.body, ShiftOpened) else owner
    return TimelineEvent(
        entry.at, did, place, entry.actor, received_at, subjects_of(entry.body), opened_by
    )  # fmt: skip


def _drawer_owner(tx: Tx, tenant_id: UUID, subject: Subject) -> UUID | None:
    row = spots.shift_row(tx, tenant_id, subject.id) if subject.kind is SubjectKind.SHIFT else None
    return row.cashier_id if row is not None else None


def _related(tx: Tx, tenant_id: UUID, subject: Subject, events: Iterable[TimelineEvent]) -> tuple[Subject, ...]:
    """What the events lead to, by kind. A sale is shown as its invoice."""
    named: dict[Subject, None] = {}
    if subject.kind is SubjectKind.TICKET and (seat := spots.seat_of_ticket(tx, tenant_id, subject.id)):
        named[seat] = None
    for event in events:
        for one in event.subjects:
            # The seats of the other tickets of a sale are no part of the life of this one.
            if one.kind is SubjectKind.SEAT and not is_alone(event.subjects, subject):
                continue
            if one.kind is SubjectKind.SALE and any(of.kind is SubjectKind.DOCUMENT for of in event.subjects):
                continue
            shown = _shown(tx, tenant_id, one)
            if shown.kind in RELATED and shown != subject:
                named[shown] = None
    by_kind = ([one for one in named if one.kind is kind][:MOST_RELATED] for kind in RELATED)
    return tuple(one for group in by_kind for one in group)


def _shown(tx: Tx, tenant_id: UUID, one: Subject) -> Subject:
    """A sale as its invoice, any other subject as it is."""
    invoice = spots.invoice_of_sale(tx, tenant_id, one.id) if one.kind is SubjectKind.SALE else None
    return Subject(SubjectKind.DOCUMENT, invoice) if invoice else one


RELATED = (
    SubjectKind.DOCUMENT, SubjectKind.PAYMENT, SubjectKind.CUSTOMER, SubjectKind.TICKET, SubjectKind.SEAT,
    SubjectKind.SHIFT,
)  # fmt: skip
"""The kinds that a page leads to, in their order: from a ticket to its document, its payment, its customer."""
MOST_RELATED = 12
"""The most subjects of one kind that a page leads to."""


def _place(spot: Spot) -> Place:
    return Place(StationId(spot[0]), epoch_of(spot[1]), seq_of(spot[1]))


def _spot(place: Place) -> Spot:
    return place.station_id, pack(place.epoch, place.seq)
