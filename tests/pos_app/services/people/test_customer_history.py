"""What a customer bought and holds: documents with their notes, and tickets as they are now."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from domain.after_sale.holders import Holder, HolderChange
from domain.fiscal.documents import DocumentKind
from domain.ids import CustomerId
from domain.people.customers import Field, NoSuchCustomer
from domain.people.same_customer import Person
from domain.sale.cart import Customer
from pos_app.services.after_sale import organiser_gifts, refunds, tickets
from pos_app.services.after_sale.organiser_gifts import WantedGift
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.after_sale.tickets import Handover, Revocation
from pos_app.services.people import customer_export, customer_history, customers
from pos_app.services.people.customer_history import History, TicketState
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from tests.builders.stations import ana, rosa, seats_cart, sell
from tests.pos_app.snapshots import refused


@pytest.fixture
def maria(till: Station) -> Person:
    return customers.create(till, ana(till), {Field.NAME: "María", Field.DOCUMENT: "V12345678"})


@pytest.fixture
def pedro(till: Station) -> Person:
    return customers.create(till, ana(till), {Field.NAME: "Pedro", Field.DOCUMENT: "V87654321"})


def sold_to(till: Station, person: Person, seats: list[str]) -> CompletedSale:
    named = Customer(person.full_name, person.text(Field.DOCUMENT))
    return sell(till, replace(seats_cart(till, seats), customer=named, customer_id=person.id))


def states(known: History) -> dict[str, TicketState]:
    return {f"{one.place.row}-{one.place.seat}": one.state for one in known.tickets}


def hand_over(till: Station, sold: CompletedSale, to: Person, how: HolderChange) -> str:
    """The first ticket of a sale gets another holder; returns its code then."""
    holder = Holder(to.full_name, person_id=to.id)
    changed = tickets.change_holder(till, ana(till), Handover(sold.sale.id, (sold.sale.tickets[0].id,), how, holder))
    return changed.tickets[0].code


def test_nobody_gets_a_ticket_as_a_customer_whom_the_registry_does_not_have(
    till: Station, maria: Person, pedro: Person
) -> None:
    sold = sold_to(till, maria, ["A-1"])
    customers.erase(till, rosa(till), pedro.id, "lo pide por carta")
    refused(till, lambda: hand_over(till, sold, pedro, HolderChange.GIFT), NoSuchCustomer)
    unknown = Holder("Luis Rojas", person_id=CustomerId(UUID(int=7)))
    wanted = WantedGift(seats_cart(till, ["A-2"]), "Prensa", unknown)
    refused(till, lambda: organiser_gifts.give(till, ana(till), wanted, rosa(till)), NoSuchCustomer)


def test_a_ticket_that_was_passed_on_is_with_both_and_says_who_has_it(
    till: Station, maria: Person, pedro: Person
) -> None:
    sold = sold_to(till, maria, ["A-1", "A-2"])
    code = hand_over(till, sold, pedro, HolderChange.TRANSFER)
    assert states(customer_history.history(till, maria.id)) == {
        "A-1": TicketState.PASSED_ON, "A-2": TicketState.VALID
    }  # fmt: skip
    of_pedro = customer_history.history(till, pedro.id)
    assert states(of_pedro) == {"A-1": TicketState.HELD}
    assert of_pedro.tickets[0].code == code
    assert of_pedro.purchases == ()


def test_a_ticket_that_came_back_is_the_buyers_again(till: Station, maria: Person, pedro: Person) -> None:
    sold = sold_to(till, maria, ["A-1"])
    hand_over(till, sold, pedro, HolderChange.GIFT)
    hand_over(till, sold, maria, HolderChange.TRANSFER)
    assert states(customer_history.history(till, maria.id)) == {"A-1": TicketState.VALID}
    assert states(customer_history.history(till, pedro.id)) == {"A-1": TicketState.PASSED_ON}


def test_a_named_holder_has_the_ticket_under_its_code(till: Station, maria: Person, pedro: Person) -> None:
    sold = sold_to(till, maria, ["A-1"])
    assert hand_over(till, sold, pedro, HolderChange.NAMED) == sold.sale.tickets[0].code
    assert states(customer_history.history(till, pedro.id)) == {"A-1": TicketState.HELD}


def test_a_refund_and_its_note_and_a_revoked_ticket_are_in_the_history(till: Station, maria: Person) -> None:
    sold = sold_to(till, maria, ["A-1", "A-2", "A-3"])
    back = RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", "No puede venir")
    refunds.refund(till, ana(till), back, rosa(till))
    tickets.revoke(till, ana(till), Revocation(sold.sale.id, (sold.sale.tickets[1].id,), "perdida"), rosa(till))
    known = customer_history.history(till, maria.id)
    assert states(known) == {"A-1": TicketState.REFUNDED, "A-2": TicketState.REVOKED, "A-3": TicketState.VALID}
    assert {one.kind for one in known.purchases} == {DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE}


def test_a_customer_who_shares_nothing_has_no_history(till: Station, maria: Person, pedro: Person) -> None:
    sold_to(till, maria, ["A-1"])
    assert customer_history.history(till, pedro.id) == History((), ())


def test_an_export_is_a_file_that_only_its_user_reads(till: Station, maria: Person) -> None:
    sold = sold_to(till, maria, ["A-1"])
    file = customer_export.save(till, rosa(till), maria.id)
    known = json.loads(file.read_text(encoding="utf-8"))
    assert [one["code"] for one in known["tickets"]] == [sold.sale.tickets[0].code]
    assert known["tickets"][0]["state"] == "valid"
    assert file.parent.stat().st_mode & 0o077 == 0


def test_an_export_that_cannot_be_written_says_so(till: Station, maria: Person) -> None:
    (till.database.path.parent / customer_export.FOLDER).write_text("in the way", encoding="utf-8")
    with pytest.raises(customer_export.ExportNotSaved):
        customer_export.save(till, rosa(till), maria.id)
