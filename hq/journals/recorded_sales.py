"""A sale that HQ has from a journal, and the claim of that sale in a conflict."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.calendar import CARACAS
from domain.conflicts.cases import Claim, ClaimedTicket, Contested, EntryPosition
from domain.ids import SeatId, StationId
from domain.sale.sale import Sale
from hq.journals.arrivals import Life
from sync import journal
from sync.facts import Entry, SaleRecorded
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class RecordedSale:
    """A sale with its entry, and the life that recorded it."""

    life: Life
    entry: Entry
    fact: SaleRecorded

    @property
    def position(self) -> EntryPosition:
        """The position of its entry."""
        return EntryPosition(StationId(self.entry.station), self.entry.epoch, self.entry.seq)

    @property
    def closed_day(self) -> date | None:
        """The day of the sale when the books of that day were closed before HQ received it, otherwise None."""
        day, closed_through = self.fact.sale.sold_at.astimezone(CARACAS).date(), self.life.books_closed_through
        return day if closed_through and day <= closed_through else None


def read_sale(tx: Tx, life: Life, row: Any) -> RecordedSale:
    """The sale of a stored entry. `row` names the entry by station_id and position; `life` is who reads it."""
    entry = journal.entry_at(tx, life.tenant_id, row.station_id, row.position)
    assert entry is not None
    assert isinstance(entry.body, SaleRecorded)
    return RecordedSale(life, entry, entry.body)


def claim_of(sold: RecordedSale, contested: Contested) -> Claim:
    """The claim of this sale to a contested object."""
    sale, document = sold.fact.sale, sold.fact.document
    return Claim(
        contested=contested,
        position=sold.position,
        received_at=sold.life.at,
        sold_at=sale.sold_at,
        sale_id=sale.id,
        document_id=document.id,
        document=document.printed_number,
        tickets=tuple(_tickets(sale)),
        cashier_id=sale.cashier_id,
    )


def _tickets(sale: Sale) -> Iterator[ClaimedTicket]:
    for ticket in sale.tickets:
        place = ticket.place
        seat = f"{place.section} {place.row}-{place.seat}" if place.seat_id is not None else ""
        yield ClaimedTicket(
            id=ticket.id,
            code=ticket.code,
            performance_id=place.performance_id,
            zone_id=place.zone_id,
            zone=place.zone,
            paid=sale.paid_for(ticket),
            seat_id=None if place.seat_id is None else SeatId(place.seat_id),
            seat=seat,
        )
