"""A small hall and claims on it, for the tests of conflicts."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from domain.catalogue.seats import SeatRow
from domain.conflicts.cases import Claim, ClaimedTicket, ConflictKind, Contested, EntryPosition
from domain.conflicts.policy.dispute import Circumstances, ZoneSeats
from domain.ids import PerformanceId, SaleId, SeatId, StationId, TicketId, ZoneId
from domain.money.money import USD, Money

NOON = datetime(2026, 11, 20, 16, tzinfo=UTC)
SHOW = PerformanceId(UUID(int=1))
STALLS, BALCONY, YARD = (ZoneId(UUID(int=number)) for number in (10, 11, 12))
ONE, TWO, THREE = (StationId(UUID(int=number)) for number in (101, 102, 103))
SEATS_A_ROW = 6


def usd(units: int) -> Money:
    return Money(units * 100, USD)


def row(first: int, name: str, section_no: int = 0) -> SeatRow:
    return SeatRow(section_no, name, tuple(SeatId(first + i) for i in range(SEATS_A_ROW)))


def zone(zone_id: ZoneId, rows: tuple[SeatRow, ...], worths: tuple[int, ...]) -> ZoneSeats:
    worth = {seat: usd(units) for seat_row, units in zip(rows, worths, strict=True) for seat in seat_row.seats}
    return ZoneSeats(zone_id, rows, worth)


HALL = (
    zone(STALLS, (row(0, "A"), row(6, "B")), (40, 30)),
    zone(BALCONY, (row(12, "C", 1), row(18, "D", 1)), (20, 10)),
)
"""Stalls: row A is seats 0 to 5 at 40 dollars, row B 6 to 11 at 30. Balcony: C 12 to 17 at 20, D 18 to 23 at 10."""


def world(*free: int, places: int = 0, now: datetime = NOON) -> Circumstances:
    """The hall with these seats free for every station, and a number of places left in the yard."""
    seats = frozenset(SeatId(seat) for seat in free)
    return Circumstances(
        now=now,
        zones={SHOW: HALL},
        free={(station, SHOW): seats for station in (ONE, TWO, THREE)},
        places={(SHOW, YARD): places},
    )


@dataclass(frozen=True)
class SaleAt:
    """A sale at a position of a station's journal."""

    station: StationId
    seq: int
    epoch: int = 1

    @property
    def position(self) -> EntryPosition:
        return EntryPosition(self.station, self.epoch, self.seq, "ab")

    @property
    def sale_id(self) -> SaleId:
        return SaleId(UUID(int=self.station.int * 1_000_000 + self.epoch * 10_000 + self.seq))

    def ticket(self, seat: int | None, nth: int = 0) -> ClaimedTicket:
        zone_id = YARD if seat is None else STALLS if seat < 12 else BALCONY
        paid = usd(15) if seat is None else HALL[0 if seat < 12 else 1].worth[SeatId(seat)]
        number = self.sale_id.int * 100 + (nth if seat is None else seat)
        seat_id = None if seat is None else SeatId(seat)
        return ClaimedTicket(TicketId(UUID(int=number)), f"code-{number}", SHOW, zone_id, "zone", paid, seat_id)


def seat_claim(sale: SaleAt, seat: int, *, group: tuple[int, ...] = (), held: bool = False) -> Claim:
    """The claim of a sale on a seat; `group` is all the seats of the sale."""
    tickets = tuple(sale.ticket(number) for number in (group or (seat,)))
    return Claim(
        contested=Contested(ConflictKind.SEAT_TWICE, SHOW, seat_id=SeatId(seat)),
        position=sale.position,
        received_at=NOON,
        sale_id=sale.sale_id,
        ticket_id=sale.ticket(seat).id,
        tickets=tickets,
        held_right=held,
    )


def places_claim(sale: SaleAt, count: int) -> Claim:
    """The claim of a sale of places in the yard, beyond what the station held."""
    return Claim(
        contested=Contested(ConflictKind.OVER_CAPACITY, SHOW, zone_id=YARD),
        position=sale.position,
        received_at=NOON,
        sale_id=sale.sale_id,
        tickets=tuple(sale.ticket(None, nth) for nth in range(count)),
    )


def number_claim(sale: SaleAt, number: int, *, held: bool = False) -> Claim:
    """The claim of a document under a number that another document has too."""
    contested = Contested(ConflictKind.NUMBER_TWICE, series="A", number=number)
    return Claim(contested, sale.position, NOON, sale_id=sale.sale_id, document=f"A-{number:08d}", held_right=held)


def payment_claim(sale: SaleAt, reference: str = "123456789") -> Claim:
    """The claim of a sale on a payment that another sale used too."""
    contested = Contested(ConflictKind.REFERENCE_TWICE, series=reference)
    return Claim(contested, sale.position, NOON, sale_id=sale.sale_id)


def id_claim(sale: SaleAt, name: str = "sale 1") -> Claim:
    """The claim of a sale on an id that another record has too."""
    return Claim(Contested(ConflictKind.ID_TWICE, series=name), sale.position, NOON, sale_id=sale.sale_id)


def branch_claim(sale: SaleAt, seat: int, *, aside: bool = True) -> Claim:
    """The claim of a sale on a seat that a branch kept aside sold; `aside` tells of which branch the sale is."""
    contested = Contested(ConflictKind.BRANCH, SHOW, seat_id=SeatId(seat))
    position = replace(sale.position, hash="ab" if aside else "")
    return Claim(contested, position, NOON, sale_id=sale.sale_id, ticket_id=sale.ticket(seat).id)


def entry_claim(kind: ConflictKind, sale: SaleAt) -> Claim:
    """The claim of an entry by itself."""
    return Claim(Contested(kind, entry=sale.position), sale.position, NOON, sale_id=sale.sale_id)


def admitted(claim: Claim) -> Claim:
    return replace(claim, admitted=True)
