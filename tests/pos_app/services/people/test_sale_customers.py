"""A sale remembers who was chosen, or who has the document and a fitting name; a new customer is kept once."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.ids import CustomerId
from domain.people.customers import Field
from domain.sale.cart import Customer
from pos_app.services.people import customers, sale_customers
from pos_app.station import Station
from tests.builders import stations
from tests.builders.stations import ana, general_cart, new_station, rosa


@pytest.fixture
def till(tmp_path: Path) -> Station:
    station = new_station(tmp_path / "till")
    stations.open_shift(station)
    return station


def remembered(till: Station, customer: Customer, customer_id: CustomerId | None = None) -> CustomerId | None:
    cart = replace(general_cart(till, 1), customer=customer, customer_id=customer_id)
    with till.database.read() as tx:
        return sale_customers.of_cart(tx, till, cart)


def test_a_sale_remembers_who_was_chosen_or_has_the_document(till: Station) -> None:
    made = customers.create(till, ana(till), {Field.NAME: "María", Field.DOCUMENT: "V12345678"})
    assert remembered(till, Customer("M. Pérez", ""), made.id) == made.id
    assert remembered(till, Customer("Maria Pérez", "V12345678")) == made.id
    assert remembered(till, Customer("", "V12345678")) == made.id
    for other in (Customer("Pedro", "V12345678"), Customer("María", "V1234567"), Customer("María", ""), Customer()):
        assert remembered(till, other) is None
    customers.erase(till, rosa(till), made.id, "lo pidió")
    assert remembered(till, Customer("María", "V12345678"), made.id) is None


def test_a_customer_who_is_typed_whole_is_kept_once(till: Station) -> None:
    for customer in (
        Customer("María Pérez", "V12345678"),
        Customer("maria p", "V12345678"),
        Customer("Ana", ""),
        Customer("", "V9876543"),
    ):
        sale_customers.keep_typed(till, ana(till), customer)
    (known,) = customers.find(till, "V1")
    assert (known.full_name, known.aliases) == ("María Pérez", ())
    assert customers.find(till, "ana") == customers.find(till, "9876543") == []
