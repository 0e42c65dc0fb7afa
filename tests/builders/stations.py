"""A small real station for tests: its own store, a clock that stands still, random bytes from a seed."""

import shutil
from collections.abc import Callable, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from uuid import UUID

from domain.catalogue.catalog import TicketType, Zone
from domain.catalogue.offering import Offering
from domain.ids import CartId, PerformanceId, SeatId
from domain.money.money import USD, VES, Money
from domain.payments.change import ChangeIn
from domain.payments.payee import Payee
from domain.payments.tenders import References, Tender
from domain.people.staff import Cashier, Role
from domain.sale.cart import Cart, CartLine, Customer
from domain.sale.closing import Offer
from pos_app import startup
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.setup import load_setup
from pos_app.services.till import shifts
from pos_app.startup import Surroundings
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.vault import Secrets
from sync import setup
from tests.builders import stores
from tests.builders.catalogue import SETUP, small_setup
from tests.builders.chance import seeded
from tests.builders.clock import FakeClock

ROOT_SECRET = bytes(range(32))
PINS = {"Ana Rondón": "1111", "Luis Marcano": "2222", "Rosa Zambrano": "9999"}
SEATS_A_ROW = 10


def keys() -> Secrets:
    """The keys of every test station, derived from a fixed root secret."""
    return Secrets.derive(ROOT_SECRET)


def surroundings(seed: int = 1, clock: FakeClock | None = None) -> Surroundings:
    """A clock and random bytes under the test's control."""
    return Surroundings(clock or FakeClock(), seeded(seed))


def new_station(profile: Path, seed: int = 1) -> Station:
    """A station with the small set-up loaded. The store is created once and copied."""
    shutil.copytree(_template(), profile, dirs_exist_ok=True)
    return startup.open_station(profile, keys(), surroundings(seed))


def load_small_setup(station: Station) -> None:
    """Load the small set-up as `taquilla load` does."""
    text = SETUP.read_text(encoding="utf-8")
    content = setup.read(text, on=station.today())
    load_setup.load(station, content, name=SETUP.name, sha256=setup.digest({SETUP.name: text}))


def clock_of(station: Station) -> FakeClock:
    """The station's clock, which the test may move."""
    assert isinstance(station.clock, FakeClock)
    return station.clock


def cashier(station: Station, name: str) -> Cashier:
    """A person of the small set-up, by first name in lower case."""
    with station.database.read() as tx:
        members = catalog.staff(tx, station.tenant_id)
    return next(m.cashier for m in members if m.cashier.name.lower().startswith(name))


def ana(station: Station) -> Cashier:
    """A cashier."""
    return cashier(station, "ana")


def rosa(station: Station) -> Cashier:
    """A supervisor."""
    return cashier(station, "rosa")


def supervisor(station: Station) -> Cashier | None:
    """Who may load a set-up into this store; None while it has no staff."""
    with station.database.read() as tx:
        members = catalog.staff(tx, station.tenant_id)
    return next((member.cashier for member in members if member.cashier.role is Role.SUPERVISOR), None)


def offering(station: Station, performance_id: PerformanceId | None = None) -> Offering:
    """The offering of a performance; without one, of the Saturday concert."""
    with station.database.read() as tx:
        first = catalog.performances(tx, station.tenant_id)[0].id
        return station.catalogue.offering(tx, performance_id or first)


def zone(station: Station, name: str) -> Zone:
    """Platea or General."""
    return next(zone for zone in offering(station).zones if zone.name == name)


def ticket_type(station: Station, name: str) -> TicketType:
    """Adulto, Estudiante or Cortesía."""
    return next(kind for kind in offering(station).ticket_types if kind.name == name)


def seat_id(name: str) -> SeatId:
    """The ordinal of "C-1" in the small house."""
    row, _, number = name.partition("-")
    return SeatId("ABCD".index(row) * SEATS_A_ROW + int(number) - 1)


_cart_numbers = count(1)


def cart_of(*lines: CartLine, customer: Customer | None = None) -> Cart:
    """A cart with an identifier of its own."""
    return Cart(CartId(UUID(int=next(_cart_numbers))), lines, customer or Customer())


def general_line(station: Station, quantity: int, type_name: str = "Adulto") -> CartLine:
    """Places of the general zone."""
    show = offering(station)
    return CartLine(show.performance.id, zone(station, "General").id, ticket_type(station, type_name).id, quantity)


def general_cart(station: Station, quantity: int, type_name: str = "Adulto") -> Cart:
    """A cart of general admission."""
    return cart_of(general_line(station, quantity, type_name))


def seat_lines(station: Station, names: Sequence[str], type_name: str = "Adulto") -> tuple[CartLine, ...]:
    """One cart line for each seat."""
    show = offering(station)
    platea, kind = zone(station, "Platea").id, ticket_type(station, type_name).id
    return tuple(CartLine(show.performance.id, platea, kind, seat_id=seat_id(name)) for name in names)


def seats_cart(station: Station, names: Sequence[str], type_name: str = "Adulto") -> Cart:
    """A cart of numbered seats, by their names."""
    return cart_of(*seat_lines(station, names, type_name))


def cash_ves(text: str) -> Tender:
    """Bolívares in cash."""
    return Tender("cash_ves", Money.parse(text, VES))


def cash_usd(text: str) -> Tender:
    """Dollars in cash."""
    return Tender("cash_usd", Money.parse(text, USD))


def pago_movil(text: str, reference: str) -> Tender:
    """A mobile payment."""
    return Tender("pago_movil", Money.parse(text, VES), References(reference, "0102", "+584121234567"))


def payee() -> Payee:
    """Who receives change by pago móvil."""
    return Payee("0102", "+584121234567", "V12345678")


def paid(station: Station, cart: Cart) -> Offer:
    """Exactly the amount due, in bolívares in cash; no tender when no amount is due."""
    due = checkout.balance(station, cart, Offer(())).missing
    return Offer((Tender("cash_ves", due),) if due else (), ChangeIn.CASH_VES)


def open_shift(station: Station) -> None:
    """Ana opens the till with 100 bolívares and 20 dollars."""
    shifts.open_shift(station, ana(station), (Money(10_000, VES), Money(2_000, USD)))


def sell(station: Station, cart: Cart, *tenders: Tender) -> CompletedSale:
    """Ana sells, for exact cash unless tenders are given; the clock moves by a second."""
    sold = checkout.sell(station, ana(station), cart, Offer(tenders) if tenders else paid(station, cart))
    clock_of(station).advance(seconds=1)
    return sold


def attempt(station: Station, cart: Cart, *tenders: Tender) -> Callable[[], object]:
    """A function that makes Ana try to sell."""
    return lambda: checkout.sell(station, ana(station), cart, Offer(tenders))


@cache
def _template() -> Path:
    profile = stores.new_template()
    content = small_setup()
    station = startup.create_station(profile, keys(), content.tenant_id, content.station_id, surroundings(seed=0))
    load_small_setup(station)
    station.database.close()
    return profile
