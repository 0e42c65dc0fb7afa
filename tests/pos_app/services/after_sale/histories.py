"""Random histories of sales and of what happens to tickets afterwards, and what must hold after each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlalchemy import func, select

from domain.after_sale.holders import HolderChange, parse_holder
from domain.after_sale.refunds import Terms, TicketEnded
from domain.after_sale.ticket_changes import NoSeatToLeave, OtherPrice, OtherZone, TicketNotLive
from domain.catalogue.seats import SeatNotFree
from domain.errors import Refused
from domain.ids import SeatId, TicketId
from domain.sale.closing import Offer
from pos_app.services.after_sale import exchanges, refunds, tickets
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.after_sale.tickets import Handover, Reissue, Revocation
from pos_app.services.selling.checkout import CompletedSale, Wanted
from pos_app.station import Station
from sync.facts.conflicts import replaced_ticket
from sync.facts.documents import fiscal_document
from sync.facts.refunds import money_back, refunded_ticket
from sync.facts.sales import change_given, payment, sold_seat, ticket, zone_sold
from sync.tables.transaction import Tx
from tests.builders import stations
from tests.builders.stations import cash_ves, general_cart, seats_cart, sell

EXPECTED: tuple[type[Refused], ...] = (
    *(TicketEnded, TicketNotLive, NoSeatToLeave, OtherPrice, OtherZone, SeatNotFree),
)
"""Refusals of acts that were chosen at random."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a store: the live ones of each ticket, and those that ended."""

    live: dict[TicketId, set[str]]
    dead: set[str]


@dataclass(slots=True)
class History:
    """A history at one till. `refusals` counts the acts that were refused."""

    till: Station
    random: Random
    sales: list[CompletedSale] = field(default_factory=list)
    refusals: int = 0
    dead: set[str] = field(default_factory=set)

    def act(self) -> None:
        """One act, chosen at random."""
        acts: tuple[Callable[[], object], ...] = (
            *(self._sell, self._sell, self._refund, self._exchange, self._reissue, self._move, self._hand_over),
            self._revoke,
        )
        try:
            (self.random.choice(acts) if self.sales else self._sell)()
        except EXPECTED:
            self.refusals += 1

    def check(self) -> Codes:
        """Assert what must hold after each act."""
        with self.till.database.read() as tx:
            codes = codes_of(tx)
            places, counted = len(seats_of(tx)), int(tx.execute(select(func.sum(zone_sold.c.sold))).scalar() or 0)
            assert money_of(tx) == documents_of(tx)
        live = [code for of_ticket in codes.live.values() for code in of_ticket]
        assert max(map(len, codes.live.values()), default=0) <= 1
        assert self.dead <= codes.dead
        assert not self.dead & set(live)
        assert len(live) == len(set(live)) == counted
        assert places <= counted
        self.dead = codes.dead
        return codes

    def _sell(self) -> None:
        if self.random.random() < 0.5:
            cart = general_cart(self.till, self.random.randint(1, 3))
        else:
            cart = seats_cart(self.till, self.random.sample(_free(self.till), self.random.randint(1, 3)))
        self.sales.append(sell(self.till, cart, cash_ves("200000")))

    def _refund(self) -> None:
        refunds.refund(self.till, stations.ana(self.till), self._some_back(), stations.rosa(self.till))

    def _exchange(self) -> None:
        cart = seats_cart(self.till, self.random.sample(_free(self.till), 1))
        wanted = Wanted(cart, Offer((cash_ves("200000"),)))
        people = stations.ana(self.till), stations.rosa(self.till)
        done = exchanges.exchange(self.till, people[0], self._some_back(), wanted, people[1])
        self.sales.append(done.sale)

    def _reissue(self) -> None:
        self._change(None)

    def _move(self) -> None:
        self._change(SeatId(self.random.randrange(40)))

    def _change(self, seat_id: SeatId | None) -> None:
        sold, (ticket_id, *_) = self._some()
        request = Reissue(sold.sale.id, (ticket_id,), "La perdió", () if seat_id is None else (seat_id,))
        tickets.reissue(self.till, stations.ana(self.till), request, stations.rosa(self.till))

    def _hand_over(self) -> None:
        sold, chosen = self._some()
        how = self.random.choice(list(HolderChange))
        request = Handover(sold.sale.id, chosen, how, parse_holder(f"Titular {len(self.dead)}"))
        tickets.change_holder(self.till, stations.ana(self.till), request)

    def _revoke(self) -> None:
        sold, (ticket_id, *_) = self._some()
        approver = stations.rosa(self.till)
        request = Revocation(sold.sale.id, (ticket_id,), "Reventa")
        tickets.revoke(self.till, stations.ana(self.till), request, approver)

    def _some(self) -> tuple[CompletedSale, tuple[TicketId, ...]]:
        sold = self.random.choice(self.sales)
        of_sale = [one.id for one in sold.sale.tickets]
        return sold, tuple(self.random.sample(of_sale, self.random.randint(1, len(of_sale))))

    def _some_back(self) -> RefundRequest:
        sold, chosen = self._some()
        terms = Terms(with_fee=self.random.random() < 0.5)
        return RefundRequest(sold.sale.id, chosen, "cash_ves", "No puede venir", terms)


def codes_of(tx: Tx) -> Codes:
    """The codes of the tickets of a station's or an organisation's rows."""
    dead = {*tx.execute(select(replaced_ticket.c.code)).scalars()}
    dead |= {*tx.execute(select(refunded_ticket.c.code)).scalars()}
    given: list[Any] = [*tx.execute(select(ticket.c.id, ticket.c.code))]
    given += tx.execute(select(replaced_ticket.c.ticket_id, replaced_ticket.c.new_code)).all()
    live: dict[TicketId, set[str]] = {}
    for ticket_id, code in given:
        live.setdefault(ticket_id, set())
        if code and code not in dead:
            live[ticket_id].add(code)
    return Codes(live, dead)


def seats_of(tx: Tx) -> set[int]:
    """The seats that are sold."""
    return set(tx.execute(select(sold_seat.c.seat_id)).scalars())


def money_of(tx: Tx) -> int:
    """Money in less money out, in céntimos."""
    paid, change, back = (
        int(tx.execute(select(func.sum(table.c.ves))).scalar() or 0) for table in (payment, change_given, money_back)
    )
    return paid - change - back


def documents_of(tx: Tx) -> int:
    """Invoices less credit notes with IGTF, in céntimos."""
    d = fiscal_document.c
    rows = tx.execute(select(d.kind, func.sum(d.total + d.igtf).label("sum")).group_by(d.kind))
    sums = {row.kind: row.sum for row in rows}
    return int(sums.get("invoice", 0)) - int(sums.get("credit_note", 0))


def _free(till: Station) -> list[str]:
    with till.database.read() as tx:
        taken = seats_of(tx)
    return [name for row in "ABC" for n in range(1, 11) if stations.seat_id(name := f"{row}-{n}") not in taken]
