"""The buyer's name and document as typed: a wrong structure is refused, a wrong check digit only gives a warning."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domain.errors import Refused
from domain.people.identity import BadIdentity, bare_identity, parse_document
from domain.people.identity import check_customer as check_lengths
from domain.people.same_customer import Person
from domain.sale.cart import Cart, Customer
from domain.typed_text import plain
from pos_app.services.people import sale_customers
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.frame import Failed, Frame, Run, Tone
from pos_app.ui.kept_work import KeptWork
from pos_app.ui.wording import Message

CUSTOMER_FORM = "customer"
"""Where a customer who was typed and not taken is kept, for each cart."""


MOST_SHOWN = 8
"""The customers of the registry that the form shows for what is typed."""
ShowCustomers = Callable[[list[Person]], None]


@dataclass(frozen=True, slots=True)
class CheckedCustomer:
    """A customer that a document can name. A wrong check digit of a RIF is accepted: no law defines its algorithm."""

    customer: Customer
    digit_is_right: bool = True


def check_customer(name: str, document: str) -> CheckedCustomer:
    """The customer for a typed name and document; both may be empty. Raises BadIdentity."""
    tidy = plain(" ".join(name.split()))
    check_lengths(tidy, plain(document))
    if not bare_identity(document):
        return CheckedCustomer(Customer(tidy))
    read = parse_document(document)
    return CheckedCustomer(Customer(tidy, read.stored), read.digit_is_right)


def wrong_field(name: str, document: str) -> str | None:
    """The field that a refusal is about, "name" or "document"; None when both are right."""
    try:
        check_customer(name, document)
    except BadIdentity as error:
        return "name" if error.kind == "name" else "document"
    return None


def waiting_customer(kept: KeptWork, cart: Cart) -> tuple[str, str] | None:
    """The document and the name that were typed for this cart and not taken; None when nothing waits."""
    waiting = kept.find(CUSTOMER_FORM, tuple, cart.id)
    return (str(waiting[0]), str(waiting[1])) if waiting else None


def read_customer(frame: Frame, name: str, document: str) -> Customer | None:
    """The customer as typed, who waits no more, or None when it is refused. Shows a refusal or a warning."""
    try:
        checked = check_customer(name, document)
    except Refused as error:
        frame.show_message(wording.refusal(error))
        return None
    frame.kept.forget(CUSTOMER_FORM)
    if not checked.digit_is_right:
        warning = wording.text("sell.wrong_digit", document=checked.customer.document)
        frame.show_message(Message("", warning, "", ""), Tone.ATTENTION)
    return checked.customer


def keep_customer(frame: Frame, run: Run, station: Station, failed: Failed, cart: Cart) -> None:
    """Keep a customer in the registry who was typed whole and not chosen there. The sale does not wait for it."""
    if cart.customer_id is None and cart.customer.name and cart.customer.document:
        run(partial(sale_customers.keep_typed, station, frame.cashier, cart.customer), lambda _: None, failed)
