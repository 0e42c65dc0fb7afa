"""Sales of seats, and moves of tickets to seats, to which their life holds no right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.conflicts.cases import Claim, ConflictKind, Contested, EntryPosition
from domain.conflicts.doubts import Doubt, Why
from domain.ids import StationId
from domain.rights import SeatSpan, covers_seat, merged_spans, read_spans, spans, spans_text, without
from hq.conflicts.contested_seats import Moved
from hq.conflicts.rows import evidence
from hq.journals.recorded_sales import RecordedSale, claim_of
from sync.facts import Entry, SeatsReturned
from sync.tables.transaction import Tx

_MOST_SPANS = 20
_Place = tuple[UUID, int, UUID]
"""Station, epoch and performance."""


@dataclass(frozen=True, slots=True)
class _Used:
    """Seats of one performance that an entry used."""

    entry: Entry
    performance_id: UUID
    seats: tuple[int, ...]

    @property
    def place(self) -> _Place:
        return self.entry.station, self.entry.epoch, self.performance_id


def rights_not_held(
    tx: Tx, tenant_id: UUID, sold: Sequence[RecordedSale], moved: Sequence[Moved], returned: Sequence[Entry] = ()
) -> Iterator[Claim]:
    """One claim for each entry that used what its life does not hold.

    `returned` are the returns of seats of the same group: a seat that was sold, given back by its customer and returned
    to HQ was held when it was sold.
    """
    used = [use for sale in sold for use in _used_by_sale(sale)]
    used += [
        _Used(move.entry, move.ticket.place.performance_id, (move.ticket.place.seat_id,))
        for move in moved
        if move.ticket.place.seat_id is not None
    ]
    doubts: dict[tuple[UUID, int], Doubt] = {}
    for use, doubt in _doubted(tx, tenant_id, used, returned):
        doubts.setdefault((use.entry.station, use.entry.position), doubt)
    for sale in sold:
        if (key := (sale.entry.station, sale.entry.position)) in doubts:
            contested = Contested(ConflictKind.RIGHT_NOT_HELD, entry=sale.position)
            yield replace(claim_of(sale, contested), doubt=doubts[key])
    for move in moved:
        if (key := (move.entry.station, move.entry.position)) in doubts:
            position = EntryPosition(StationId(move.entry.station), move.entry.epoch, move.entry.seq)
            contested = Contested(ConflictKind.RIGHT_NOT_HELD, entry=position)
            yield Claim(contested, position, move.life.at, ticket_id=move.ticket.id, doubt=doubts[key])


def _used_by_sale(sold: RecordedSale) -> Iterator[_Used]:
    seats: dict[UUID, list[int]] = {}
    for ticket in sold.fact.sale.tickets:
        if ticket.place.seat_id is not None:
            seats.setdefault(ticket.place.performance_id, []).append(ticket.place.seat_id)
    for performance, ordinals in seats.items():
        yield _Used(sold.entry, performance, tuple(ordinals))


def _doubted(
    tx: Tx, tenant_id: UUID, used: Sequence[_Used], returned: Sequence[Entry]
) -> Iterator[tuple[_Used, Doubt]]:
    if not used:
        return
    missing = evidence.seats_not_held(tx, tenant_id, [(use.place, seat) for use in used for seat in use.seats])
    for use in used:
        seats = {seat for seat in use.seats if (use.place, seat) in missing}
        if not seats:
            continue
        # A grant of which HQ lost its record, or that was released after its life ended, is in the lease still.
        held = merged_spans(
            span for text in evidence.leases_of(tx, tenant_id, use.place) for span in read_spans(text)
        )  # fmt: skip
        gone = spans(seat for seat in seats if not covers_seat(held, seat))
        if gone and not _returned_later(tx, tenant_id, use, gone, returned):
            yield use, Doubt(Why.NOT_HELD, "seats", spans_text(gone), spans_text(held[:_MOST_SPANS]))


def _returned_later(tx: Tx, tenant_id: UUID, use: _Used, gone: Sequence[SeatSpan], returned: Sequence[Entry]) -> bool:
    """Whether the life of an entry returned all of these seats after it. Returns that HQ refused are not here."""
    left = tuple(gone)
    for entry in returned:
        body, sold = entry.body, use.entry
        is_later = (entry.station, entry.epoch) == (sold.station, sold.epoch) and entry.position > sold.position
        if is_later and isinstance(body, SeatsReturned):
            performance = evidence.performance_of_lease(tx, tenant_id, body.grant_id)
            left = without(left, body.seats) if performance == use.performance_id else left
    return not left
