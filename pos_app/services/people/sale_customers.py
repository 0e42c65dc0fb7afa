"""Customers of sales: who in the registry a sale is to, and keeping one whom a cashier typed whole."""

from domain.ids import CustomerId
from domain.people.customers import Field
from domain.people.same_customer import texts_fit
from domain.people.staff import Cashier
from domain.sale.cart import Cart, Customer
from pos_app.services.people import customers
from pos_app.station import Station
from pos_app.storage.people import customer_rows
from sync.tables.transaction import Tx


def of_cart(tx: Tx, station: Station, cart: Cart) -> CustomerId | None:
    """The id under which a sale remembers its customer: who was chosen, else who has the document and a fitting name.

    None for anybody else, and for a customer who was erased meanwhile.
    """
    if cart.customer_id is not None:
        person = customer_rows.person_of(tx, station.tenant_id, cart.customer_id)
        return person.id if person else None
    known = customer_rows.with_document(tx, station.tenant_id, cart.customer.document)
    return next((one.id for one in known if texts_fit(one.full_name, cart.customer.name)), None)


def keep_typed(station: Station, by: Cashier, customer: Customer) -> None:
    """Keep a customer in the registry whose name and document were typed, unless one like that is there.

    Raises NotAllowed, StoreFenced.
    """
    if not customer.name or not customer.document:
        return
    known = customers.with_document(station, customer.document)
    if not any(texts_fit(one.full_name, customer.name) for one in known):
        customers.create(station, by, {Field.NAME: customer.name, Field.DOCUMENT: customer.document})
