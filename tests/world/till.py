"""The acts of the people at one counter: sales, counts, closings, readings and settled cases."""

from dataclasses import dataclass, field
from random import Random

from domain.fiscal.clock import ClockMovedBack
from domain.fiscal.series import NumbersUsedUp
from domain.ids import SaleId
from domain.money.money import USD, VES, Money
from domain.people.staff import Cashier
from domain.sale.cart import EmptyCart
from domain.till.shifts import CashMove, CashMovement, Count, DenominationCount, NoShiftOpen, ShiftIsOpen
from domain.till.till_report import ShiftStillOpen, ZOverdue
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import Approvals, CompletedSale
from pos_app.services.till import clock_guard, shifts, till_reports
from pos_app.startup import NotSetUp
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.store.fences import AnotherLife, StoppedByHq, StoreFenced
from tests.world import changing, holding, lending, refunding, registering, returns, settling
from tests.world.customers import Customers
from tests.world.machines import Machine
from tests.world.paper import PaperSale

_FLOATS = (Money(500_000, VES), Money(20_000, USD))
_STUCK = (AnotherLife, EmptyCart, NotSetUp, NumbersUsedUp, StoppedByHq, StoreFenced)
_REFUNDS, _EXCHANGES, _CHANGES, _HOLDS, _ELSEWHERE = 0.08, 0.04, 0.08, 0.08, 0.08
"""How often a customer comes back after a sale."""
_WITNESSED = 0.1
"""How often the witness is updated before the next sale."""


@dataclass(slots=True)
class Till:
    """The cashier and the supervisor at one machine. `registry` is apart, so that it does not change what is sold."""

    machine: Machine
    chance: Random
    registry: Random
    _people: list[Cashier] = field(default_factory=list)
    _awaited: list[PaperSale] = field(default_factory=list)

    def serve(self, many: int) -> None:
        """Serve `many` customers; stop when the machine is out of use or cannot sell."""
        queue = self.look()
        for _ in range(many if queue else 0):
            if queue is None or not self.machine.in_use or (not self.sell_to(queue) and self._is_stuck):
                return
            _come_back(self.machine, queue, self._pair, self._awaited)
            registering.sometimes_register_at(self.machine, self.registry, self._pair)

    def look(self) -> Customers | None:
        """A queue of customers; None when the program refuses or crashes."""
        return self.machine.do("look", lambda station: Customers.before(station, self.chance))

    def sell_to(self, queue: Customers) -> bool:
        """Serve a customer; returns whether there was a sale. After a refusal, do what the program asks for."""
        machine = self.machine
        sold = machine.do("sell", lambda station: self._sell(station, queue))
        if sold is None:
            self._clear_the_way()
            return False
        life = (machine.station.id, machine.station.author.epoch)
        machine.place.paper.print_sale(machine.name, life, (sold.sale, sold.document), machine.place.schedule.now())
        machine.place.tally.add("sales")
        if self.chance.random() < _WITNESSED:
            machine.update_witness()
        return True

    def refund_of(self, sold: PaperSale) -> None:
        """Ask HQ for the right to a sale, and give back what is left of it if HQ lends it."""
        lending.refund_of(self.machine, sold, self._pair)

    def refund_here(self, sold: PaperSale) -> None:
        """Give back what is left of a sale of this counter without asking."""
        lending.give_back(self.machine, SaleId(sold.sale_id), self._pair)

    def _pair(self, station: Station) -> tuple[Cashier, Cashier]:
        return self._ana(station), self._rosa(station)

    @property
    def _is_stuck(self) -> bool:
        """Whether the program would refuse the next customer as well."""
        return isinstance(self.machine.refusal, _STUCK)

    def close_day(self) -> None:
        """Count the drawer, close the shift and take the Z."""
        self.machine.do("close the shift", self._close_shift)
        self._take_z()

    def read_x(self) -> None:
        """Read an X."""
        self.machine.do("X", lambda station: till_reports.read_x(station, self._ana(station)))

    def move_cash(self) -> None:
        """Pay a random amount of cash in or out."""
        kind = self.chance.choice((CashMove.CASH_IN, CashMove.CASH_OUT))
        moved = CashMovement(kind, Money(self.chance.randrange(1, 50) * 100, self.chance.choice((VES, USD))), "cambio")
        self.machine.do("move cash", lambda station: shifts.move_cash(station, self._rosa(station), moved))

    def give_back(self) -> None:
        """Return rights that were not sold."""
        self.machine.do("give back", lambda station: returns.give_back(station, self._rosa(station), self.chance))
        self.machine.place.tally.add("returns")

    def settle_conflicts(self) -> None:
        """Settle the cases that wait for this station's supervisor."""
        self.machine.do("settle", lambda station: settling.settle_here(self.machine, station, self.chance, self._pair))

    def _sell(self, station: Station, queue: Customers) -> CompletedSale:
        cart = queue.cart()
        return checkout.sell(
            station, self._ana(station), cart, queue.offer(station, cart), Approvals(courtesy=self._rosa(station))
        )

    def _clear_the_way(self) -> None:
        """Do what the program's refusal asks for: open or close the shift, take the Z, accept the clock."""
        refusal = self.machine.refusal
        if isinstance(refusal, NoShiftOpen):
            self.machine.do("open the shift", lambda station: shifts.open_shift(station, self._ana(station), _FLOATS))
        elif isinstance(refusal, ZOverdue | ShiftIsOpen):
            self.close_day()
        elif isinstance(refusal, ClockMovedBack):
            self._accept_clock()

    def _take_z(self) -> None:
        machine = self.machine
        report = machine.do("Z", lambda station: till_reports.take_z(station, self._rosa(station)))
        if report is not None:
            machine.place.tally.add("closings")
            machine.place.paper.print_z(machine.name, (machine.station.id, machine.station.author.epoch), report)
        elif isinstance(machine.refusal, ClockMovedBack):
            self._accept_clock()
        elif isinstance(machine.refusal, ShiftStillOpen):
            machine.do("close the shift", self._close_shift)

    def _accept_clock(self) -> None:
        self.machine.do("accept the clock", lambda station: clock_guard.accept_clock(station, self._rosa(station)))

    def _close_shift(self, station: Station) -> None:
        lines = (
            DenominationCount(Money(100, VES), self.chance.randrange(5_000)),
            DenominationCount(Money(100, USD), 3),
        )
        shifts.count(station, self._ana(station), Count(lines))
        shifts.close_shift(station, self._ana(station), "se contó una vez", self._rosa(station))

    def _ana(self, station: Station) -> Cashier:
        return self._person(station, "Ana")

    def _rosa(self, station: Station) -> Cashier:
        return self._person(station, "Rosa")

    def _person(self, station: Station, name: str) -> Cashier:
        if not self._people:
            with station.database.read() as tx:
                self._people = [member.cashier for member in catalog.staff(tx, station.tenant_id)]
        if not self._people:  # without HQ's catalogue nobody can sign in
            raise NotSetUp(self.machine.name)
        return next(person for person in self._people if person.name.startswith(name))


def _come_back(
    machine: Machine, queue: Customers, people: refunding.People, awaited: list[PaperSale]
) -> None:  # fmt: skip
    """Sometimes a customer comes back with tickets: for money, for other tickets, or to have them changed."""
    what = queue.chance.random()
    if what < _REFUNDS:
        refunding.refund_at(machine, queue.chance, people)
    elif what < _REFUNDS + _EXCHANGES:
        refunding.exchange_at(machine, queue, people)
    elif what < _REFUNDS + _EXCHANGES + _CHANGES:
        changing.change_at(machine, queue.chance, people)
    elif what < _REFUNDS + _EXCHANGES + _CHANGES + _HOLDS:
        holding.hold_at(machine, queue, people)
    elif what < _REFUNDS + _EXCHANGES + _CHANGES + _HOLDS + _ELSEWHERE:
        lending.refund_elsewhere_at(machine, queue.chance, people, awaited)
