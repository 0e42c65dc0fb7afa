"""Random carts and payments of customers, put together as the screens would let a cashier do it."""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from domain.catalogue.catalog import TicketType
from domain.catalogue.offering import NotForSale, Offering
from domain.ids import CartId, PerformanceId, SeatId, TicketTypeId, ZoneId
from domain.money.money import USD, VES, Money
from domain.payments.change import ChangeIn
from domain.payments.tenders import References, Tender
from domain.rights import covers_seat
from domain.sale.cart import Cart, CartLine, Customer
from domain.sale.closing import Offer
from pos_app.services.selling import checkout
from pos_app.station import Station
from pos_app.storage.catalogue import rights, seats
from sync.tables.transaction import Tx

_LARGEST_GROUP = 3
_BUSLOAD = 60
_GOOD_NAME = Customer("María Pérez", "V-12345678")


_Zone = tuple[PerformanceId, ZoneId]


@dataclass(slots=True)
class Customers:
    """A queue at a counter; everybody chooses from what the screen showed when the first customer came."""

    chance: Random
    _seats: dict[_Zone, list[SeatId]] = field(default_factory=dict)
    _places: dict[_Zone, int] = field(default_factory=dict)
    _kinds: dict[PerformanceId, tuple[TicketType, ...]] = field(default_factory=dict)

    @classmethod
    def before(cls, station: Station, chance: Random) -> "Customers":
        """A queue that sees what the station holds now."""
        queue = cls(chance)
        with station.database.read() as tx:
            for lease in rights.leases(tx, station.holder):
                queue._look_at_seats(tx, station, lease.performance_id)
            for held in rights.allotments(tx, station.holder):
                queue._look_at_places(tx, station, held.performance_id, held.zone_id)
        return queue

    def for_the_seat(self) -> "Customers":
        """A queue that asks for `a_seat` only, even after it was sold."""
        zone, seat = self.a_seat
        return Customers(self.chance, {zone: [seat]}, {}, dict(self._kinds))

    @property
    def a_seat(self) -> tuple[_Zone, SeatId]:
        """The first seat that may be sold, with its zone."""
        zone, seats_left = next(iter(self._seats.items()))
        return zone, seats_left[0]

    def cart(self) -> Cart:
        """A random cart, mostly of what is left, sometimes of seats or places that are gone."""
        seated = self._seats and (self.chance.random() < 0.4 or not self._places)
        zone = self.chance.choice(list(self._seats if seated else self._places) or [None])
        cart_id = CartId(UUID(bytes=self.chance.randbytes(16)))
        if zone is None:
            return Cart(cart_id, (), _GOOD_NAME)
        kind = self._kind(zone[0])
        lines = self._seated(zone, kind) if seated else self._general(zone, kind)
        return Cart(cart_id, lines, _GOOD_NAME)

    def paying(self, due: Money) -> Offer:
        """An amount in bolívares by pago móvil."""
        return Offer((self._mobile(due),) if due else (), ChangeIn.CASH_VES)

    def offer(self, station: Station, cart: Cart) -> Offer:
        """Random tenders that cover what is due."""
        due = checkout.balance(station, cart, Offer(())).missing
        if not due:
            return Offer((), ChangeIn.CASH_VES)
        way = self.chance.choice(("exact", "more", "dollars", "mobile", "mixed"))
        if way == "more":
            return Offer((Tender("cash_ves", Money((due.minor // 10_000 + 1) * 10_000, VES)),), ChangeIn.CASH_VES)
        if way == "mobile":
            return Offer((self._mobile(due),), ChangeIn.CASH_VES)
        if way == "dollars":
            enough = Money((due.minor // 80_000 + 2) * 100, USD)
            return Offer((Tender("cash_usd", enough),), self.chance.choice((ChangeIn.CASH_VES, ChangeIn.CASH_USD)))
        first = Tender("cash_usd", Money(100, USD)) if way == "mixed" else Tender("cash_ves", due)
        rest = checkout.balance(station, cart, Offer((first,))).missing if way == "mixed" else Money.zero()
        if rest <= Money.zero():
            return Offer((first,), ChangeIn.CASH_VES)
        return Offer((first, self._mobile(rest)), ChangeIn.CASH_VES)

    def _seated(self, zone: _Zone, kind: TicketTypeId) -> tuple[CartLine, ...]:
        """Adjacent seats. One cart in twenty leaves them in the queue's list: a later customer asks for them too."""
        free = self._seats[zone]
        first, many = self.chance.randrange(len(free)), self.chance.randint(1, _LARGEST_GROUP)
        chosen = free[first : first + many]
        if self.chance.random() < 0.95:
            del free[first : first + many]
        if not free:
            del self._seats[zone]
        return tuple(CartLine(*zone, kind, seat_id=seat) for seat in chosen)

    def _general(self, zone: _Zone, kind: TicketTypeId) -> tuple[CartLine, ...]:
        """Places of a general zone, sometimes a busload, which may be more than are left."""
        most = min(_LARGEST_GROUP, self._places[zone]) if self.chance.random() < 0.99 else _BUSLOAD
        many = self.chance.randint(1, most)
        self._places[zone] -= many
        if self._places[zone] <= 0:
            del self._places[zone]
        return (CartLine(*zone, kind, many),)

    def _look_at_seats(self, tx: Tx, station: Station, performance_id: PerformanceId) -> None:
        """Remember the free seats that the station holds; sometimes every seat, as an outdated map would show them."""
        held, show = station.catalogue.seat_rights(tx, performance_id), _offering(tx, station, performance_id)
        gone = {*seats.sold_seats(tx, station.tenant_id, performance_id), *held.withheld}
        anything = self.chance.random() < 0.03
        if show is None:
            return
        self._kinds[performance_id] = show.ticket_types
        section_no = station.catalogue.plan_seats(tx, show.venue.id).section_no
        for zone in show.zones:
            of_zone = [SeatId(i) for i, no in enumerate(section_no) if no in zone.section_nos]
            free = [seat for seat in of_zone if anything or (covers_seat(held.leased, seat) and seat not in gone)]
            if free:
                self._seats[performance_id, zone.id] = free

    def _look_at_places(self, tx: Tx, station: Station, performance_id: PerformanceId, zone_id: ZoneId) -> None:
        sold = seats.sold(tx, station.holder, performance_id, zone_id).here
        left = station.catalogue.places(tx, performance_id).get(zone_id, 0) - sold
        show = _offering(tx, station, performance_id)
        if left > 0 and show is not None:
            self._kinds[performance_id] = show.ticket_types
            self._places[performance_id, zone_id] = left

    def _kind(self, performance_id: PerformanceId) -> TicketTypeId:
        kinds = [kind for kind in self._kinds[performance_id] if kind.name != "Cortesía" or self.chance.random() < 0.1]
        return self.chance.choice(kinds).id

    def _mobile(self, amount: Money) -> Tender:
        reference = f"{self.chance.randrange(10**12):012d}"
        return Tender("pago_movil", amount, References(reference, "0102", "+584121234567"))


def _offering(tx: Tx, station: Station, performance_id: PerformanceId) -> Offering | None:
    """What is sold of a performance; None while the station has a right to it but not its catalogue rows yet."""
    try:
        return station.catalogue.offering(tx, performance_id)
    except NotForSale:
        return None
