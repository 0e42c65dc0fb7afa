"""A station of the second act: at work, with its printer, its cable to HQ, its cashier and its supervisor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from domain.ids import CartId, PerformanceId, SeatId
from domain.money.money import USD, VES, Money
from domain.payments.change import ChangeIn
from domain.payments.tenders import References, Tender
from domain.people.staff import Cashier
from domain.rights import Holder
from domain.sale.cart import Cart, CartLine, Customer
from domain.sale.closing import Offer
from domain.till.shifts import Count, DenominationCount, expected
from domain.till.till_report import TillReport
from pos_app import running, settings, startup
from pos_app.demo.cable import Cable
from pos_app.demo.patience import PATIENCE_S, until
from pos_app.demo.profile import Person, no_password
from pos_app.running import Running
from pos_app.services.documents import print_queue
from pos_app.services.hq import enrolment
from pos_app.services.hq.enrolment import Hq
from pos_app.services.people import sign_in
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.till import shifts, till_reports
from pos_app.settings import PrinterKind, PrinterSettings, Settings
from pos_app.station import Station
from pos_app.storage.sales import shifts as stored_shifts
from pos_app.storage.sales.print_jobs import JobState
from pos_app.storage.store import sync_state
from pos_app.vault import Secrets, VaultKind
from printing.devices import NetworkPrinter
from printing.virtual_printer import LOOPBACK, VirtualPrinter

_FLOATS = (Money(2_000_000, VES), Money(10_000, USD))
_UNFINISHED = (JobState.QUEUED, JobState.SENDING, JobState.BLOCKED)


@dataclass(eq=False)
class DemoStation:
    """A station with its printer, cable and staff. It is open between `open` and `close`."""

    profile: Path
    cashier: Person
    supervisor: Person
    cable: Cable
    printer: VirtualPrinter = field(default_factory=VirtualPrinter)
    _at_work: Running | None = None
    _sold: int = 0

    @property
    def station(self) -> Station:
        """The station, while it is open."""
        return self.at_work.station

    @property
    def at_work(self) -> Running:
        """The running station, while it is open."""
        assert self._at_work is not None
        return self._at_work

    def keys(self) -> Secrets:
        """The keys that open its store and sign its journal."""
        return startup.load_keys(self.profile, _SETTINGS, no_password, create=True)

    def enrol(self, code: str) -> None:
        """Enrol the station at HQ, as `taquilla enrol` does."""
        keys = self.keys()

        def create(life: Holder, certificate: str) -> Station:
            settings.write(self.profile, _SETTINGS)
            return startup.begin_life(self.profile, keys, life, certificate=certificate)

        enrolment.enrol(keys, Hq(self.cable.url, code), create).database.close()

    def open(self) -> None:
        """Start working: printing, backups and rounds with HQ, each in a thread of its own."""
        if not self.printer.port:
            self.printer.start()
        self._at_work = running.start(self.profile, no_password, NetworkPrinter(LOOPBACK, self.printer.port))

    def close(self) -> None:
        """Stop working, if it is open."""
        if self._at_work is not None:
            self._at_work.stop()
            self._at_work = None

    def sync(self) -> None:
        """Synchronise with HQ. Raises Stuck.

        A round may take as long as it needs: one that is given up after some seconds would be begun again for ever on a
        machine where rounds take longer.
        """
        assert self._at_work is not None
        sync = self._at_work.sync
        assert sync is not None, "the station has no line to HQ"
        until(lambda: sync.try_now(PATIENCE_S), f"sync {self.profile.name}")

    def pending(self) -> int:
        """The number of journal entries that HQ does not have."""
        with self.station.database.read() as tx:
            return sync_state.pending(tx, self.station.tenant_id, self.station.id)

    def person(self, who: Person) -> Cashier:
        """The person, signed in by PIN."""
        card = next(card for card in sign_in.staff(self.station) if card.name == who.name)
        return sign_in.sign_in(self.station, card.id, who.pin)

    def open_shift(self) -> None:
        """The cashier opens the till with a float."""
        shifts.open_shift(self.station, self.person(self.cashier), _FLOATS)

    def sell(self, lines: Sequence[CartLine], *, by_phone: bool = False, reference: str = "") -> CompletedSale:
        """Sell for exact cash or by pago móvil, and wait for the paper. Raises Stuck.

        A pago móvil has a reference of its own, unless one is given.
        """
        station = self.station
        cart = Cart(CartId(station.ids.new()), tuple(lines), Customer())
        due = checkout.balance(station, cart, Offer(())).missing
        self._sold += 1
        paid = References(reference or f"{self.cable.url[-5:].strip(':')}{self._sold:04}", "0102", "+584141234567")
        tender = Tender("pago_movil", due, paid) if by_phone or reference else Tender("cash_ves", due)
        sold = checkout.sell(station, self._seller(), cart, Offer((tender,), ChangeIn.CASH_VES))
        self.printed()
        return sold

    def printed(self) -> None:
        """Wait until every print job is done. Raises Stuck."""
        until(lambda: not any(job.state in _UNFINISHED for job in print_queue.jobs(self.station)), "paper")

    def close_day(self) -> TillReport:
        """Count the drawer without a difference, close the shift, and take the Z."""
        station, seller, supervisor = self.station, self._seller(), self.person(self.supervisor)
        shift = shifts.current(station)
        assert shift is not None
        with station.database.read() as tx:
            drawer = stored_shifts.drawer(tx, station.tenant_id, shift.shift.id)
        counted = Count(tuple(_counted(amount) for amount in expected(drawer)))
        shifts.count(station, seller, counted)
        shifts.close_shift(station, seller)
        report = till_reports.take_z(station, supervisor)
        self.printed()
        return report

    def seats(self, performance_id: PerformanceId, section: str, row: str) -> tuple[SeatId, ...]:
        """The seats of a row, in the order of the plan."""
        station = self.station
        with station.database.read() as tx:
            offering = station.catalogue.offering(tx, performance_id)
            plan = station.catalogue.plan_seats(tx, offering.venue.id)
        no = next(part.no for part in offering.venue.sections if part.name == section)
        return tuple(SeatId(i) for i in range(len(plan)) if (plan.section_no[i], plan.row[i]) == (no, row))

    def _seller(self) -> Cashier:
        card = next(card for card in sign_in.staff(self.station) if card.name == self.cashier.name)
        return Cashier(card.id, card.name, card.role)


_SETTINGS = Settings(vault=VaultKind.OPEN, printer=PrinterSettings(kind=PrinterKind.VIRTUAL))


def _counted(amount: Money) -> DenominationCount:
    return DenominationCount(amount, 1) if amount.minor else DenominationCount(Money(100, amount.currency), 0)
