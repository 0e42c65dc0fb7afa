"""The cart being filled: kept through a power cut, or voided in the journal."""

from dataclasses import replace

from domain.money.money import USD, VES, Money
from domain.people.staff import Cashier
from domain.sale.cart import Customer
from domain.sale.voids import VoidCause
from pos_app import startup
from pos_app.services.proof.verify import verify
from pos_app.services.selling import carts
from pos_app.station import Station
from sync import journal
from sync.facts import CartVoided, Entry
from sync.tables import canonical
from tests.builders import stations
from tests.builders.stations import clock_of, general_cart, seats_cart
from tests.pos_app.snapshots import count, kinds


def test_a_cart_is_there_again_after_the_program_died(station: Station, ana: Cashier) -> None:
    cart = replace(seats_cart(station, ["A-1", "A-2"]), customer=Customer("Íñigo 🎭", "V12345678"))
    carts.keep(station, ana, cart)
    station.database.close()
    again = startup.open_station(station.database.path.parent, stations.keys(), stations.surroundings())
    assert carts.kept(again, ana) == cart
    again.database.close()


def test_each_cashier_has_a_cart(station: Station, ana: Cashier, rosa: Cashier) -> None:
    one, other = general_cart(station, 1), general_cart(station, 2)
    carts.keep(station, ana, one)
    carts.keep(station, rosa, other)
    assert (carts.kept(station, ana), carts.kept(station, rosa)) == (one, other)


def test_the_cart_as_it_is_now_takes_the_place_of_the_one_before(station: Station, ana: Cashier) -> None:
    cart = general_cart(station, 1)
    fuller = replace(cart, lines=(*cart.lines, *seats_cart(station, ["A-1"]).lines))
    carts.keep(station, ana, cart)
    carts.keep(station, ana, fuller)
    assert carts.kept(station, ana) == fuller
    assert count(station, "kept_cart") == 1


def test_an_empty_cart_is_not_kept(station: Station, ana: Cashier) -> None:
    cart = general_cart(station, 1)
    carts.keep(station, ana, cart)
    carts.keep(station, ana, replace(cart, lines=()))
    assert carts.kept(station, ana) is None


def test_giving_up_a_cart_consumes_no_number_and_is_journalled(till: Station, ana: Cashier) -> None:
    cart = general_cart(till, 3)
    carts.keep(till, ana, cart)
    carts.void(till, ana, cart)
    assert carts.kept(till, ana) is None
    assert kinds(till)[-1] == "cart_voided/1"
    assert last_void(till) == (VoidCause.EMPTIED, ())
    assert verify(till).numbers_issued == 0


def test_the_journal_has_why_a_cart_was_given_up_and_the_payments_that_were_registered(
    till: Station, ana: Cashier
) -> None:
    paid = (Money(500, USD), Money(90_000, VES))
    carts.void(till, ana, general_cart(till, 1), paid)
    assert last_void(till) == (VoidCause.EMPTIED_WITH_PAYMENTS, paid)
    cart = general_cart(till, 2)
    carts.keep(till, ana, cart)
    clock_of(till).advance(hours=1)
    assert carts.end(till, ana, cart)
    assert last_void(till) == (VoidCause.TIME_OVER, ())
    assert verify(till).ok


def last_void(till: Station) -> tuple[VoidCause, tuple[Money, ...]]:
    with till.database.read() as tx:
        *_, last = journal.read(tx, till.tenant_id, till.id, till.author.epoch)
    fact = canonical.decode(last.body, Entry).body
    assert isinstance(fact, CartVoided)
    return fact.cause, fact.registered


def test_giving_up_nothing_leaves_no_trace(till: Station, ana: Cashier) -> None:
    before = kinds(till)
    carts.void(till, ana, replace(general_cart(till, 1), lines=()))
    assert kinds(till) == before


def test_a_cart_is_emptied_without_a_shift_and_no_shift_counts_it(station: Station, ana: Cashier) -> None:
    cart = general_cart(station, 1)
    carts.keep(station, ana, cart)
    assert carts.unpaid_tickets(station) == 1
    carts.void(station, ana, cart)
    assert not any(kind.startswith("cart_voided") for kind in kinds(station))
    assert carts.kept(station, ana) is None
