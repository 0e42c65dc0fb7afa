"""A refused payment changes no table."""

from dataclasses import replace

import pytest

from domain.money.money import USD, VES, AmountTooLarge, Money
from domain.payments.due import NotEnough, TooMuchForMethod
from domain.payments.tenders import MissingReference, NotPositive, References, ReferenceUsed, Tender
from domain.people.identity import BadIdentity
from domain.people.staff import Cashier, NotAllowed
from domain.sale.cart import Customer
from domain.sale.closing import Offer
from pos_app.services.proof.verify import verify
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import Approvals
from pos_app.services.selling.choosing import DocumentNeeded
from pos_app.station import Station
from tests.builders import stations
from tests.builders.stations import (
    attempt,
    cash_ves,
    general_cart,
    pago_movil,
    sell,
)
from tests.pos_app.snapshots import refused


def test_a_reference_pays_once(till: Station) -> None:
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))
    error = refused(till, attempt(till, general_cart(till, 1), pago_movil("8570.06", "000123456789")), ReferenceUsed)
    assert error.reference == "000123456789"


def test_a_reference_in_other_letters_is_the_same_reference(till: Station) -> None:
    def zelle(reference: str) -> Tender:
        return Tender("zelle", Money.parse("10.30", USD), References(reference, payer="ana@example.com"))

    checkout.sell(till, stations.ana(till), general_cart(till, 1), Offer((zelle("ABCdef123"),)))
    refused(till, attempt(till, general_cart(till, 1), zelle("abcDEF123")), ReferenceUsed)


@pytest.mark.parametrize(
    ("method", "references"),
    [
        *(("pago_movil", References(text, "0102", "+584121234567")) for text in ("123456789", "23456789", "456789")),
        ("pago_movil", References("6789", "0134", "+584121234567")),
        ("pago_movil", References("0001-2345-6789", "0102", "+584121234567")),
        ("pago_movil", References("000123456789", "0134", "+584249876543")),
        ("transfer_ves", References("000123456789", "0102")),
        ("transfer_ves", References("456789", "0108")),
    ],
)
def test_a_payment_pays_once_however_its_reference_is_written(
    till: Station, method: str, references: References
) -> None:
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))
    again = Tender(method, Money.parse("8570.06", VES), references)
    refused(till, attempt(till, general_cart(till, 1), again), ReferenceUsed)
    assert verify(till).ok


def test_the_whole_reference_is_refused_after_its_last_digits_paid(till: Station) -> None:
    sell(till, general_cart(till, 1), pago_movil("8570.06", "6789"))
    refused(till, attempt(till, general_cart(till, 1), pago_movil("8570.06", "000123456789")), ReferenceUsed)


def test_last_digits_of_another_payer_are_another_payment(till: Station) -> None:
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))
    theirs = Tender("pago_movil", Money.parse("8570.06", VES), References("6789", "0102", "+584249876543"))
    sell(till, general_cart(till, 1), theirs)


def test_a_slip_of_a_card_has_three_digits_and_its_number_comes_again(till: Station) -> None:
    def card(**changes: str) -> Tender:
        slip = References("042", batch="12", approval="654321", last_four="4242")
        return Tender("card_ves", Money.parse("8570.06", VES), replace(slip, **changes))

    sell(till, general_cart(till, 1), card())
    sell(till, general_cart(till, 1), card(batch="13"))
    sell(till, general_cart(till, 1), card(bank="0105", approval="111222", last_four="1881"))
    for same in (card(), card(reference="0042"), card(batch="")):
        refused(till, attempt(till, general_cart(till, 1), same), ReferenceUsed)
    assert verify(till).ok


def test_a_reference_is_not_used_twice_inside_one_sale(till: Station) -> None:
    halves = pago_movil("4000.00", "000123456789"), pago_movil("4570.06", "000123456789")
    refused(till, attempt(till, general_cart(till, 1), *halves), ReferenceUsed)


def test_a_refused_sale_leaves_its_reference_free(till: Station) -> None:
    refused(till, attempt(till, general_cart(till, 1), pago_movil("1.00", "000123456789")), NotEnough)
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))


def test_a_payment_without_its_reference_is_refused(till: Station) -> None:
    bare = Tender("pago_movil", Money.parse("8570.06", VES))
    refused(till, attempt(till, general_cart(till, 1), bare), MissingReference)


def test_a_courtesy_needs_a_supervisor(till: Station, ana: Cashier, rosa: Cashier) -> None:
    cart = general_cart(till, 1, "Cortesía")
    refused(till, attempt(till, cart), NotAllowed)
    refused(till, lambda: checkout.sell(till, ana, cart, Offer(()), Approvals(courtesy=ana)), NotAllowed)
    sale = checkout.sell(till, ana, cart, Offer(()), Approvals(courtesy=rosa)).sale
    assert (sale.to_pay, sale.payments, sale.tickets[0].price.fee) == (Money.zero(), (), Money.zero(USD))
    assert verify(till).ok


def test_some_tickets_need_the_document_of_the_customer(till: Station) -> None:
    cart = general_cart(till, 1, "Estudiante")
    error = refused(till, attempt(till, cart, cash_ves("4285.03")), DocumentNeeded)
    assert error.ticket_type == "Estudiante"
    with_document = replace(cart, customer=Customer("", "V12345678"))
    assert str(sell(till, with_document).document.total) == "4285.03"


@pytest.mark.parametrize(
    "customer",
    [
        Customer("A" * 65_536, "V12345678"),
        Customer("Ana", "V" * 65_536),
        Customer("Ana\x00Rondón"),
        Customer("Ana\nRondón"),
        Customer("Ana \ud83d"),
    ],
    ids=["a long name", "a long document", "a null", "a line break", "half an emoji"],
)
def test_a_customer_that_paper_cannot_name_is_refused(till: Station, customer: Customer) -> None:
    cart = replace(general_cart(till, 1), customer=customer)
    refused(till, attempt(till, cart, cash_ves("8570.06")), BadIdentity)


@pytest.mark.parametrize("minor", [0, -1, -1_000_000])
def test_an_amount_of_nothing_or_less_is_refused(till: Station, minor: int) -> None:
    tenders = Tender("cash_ves", Money(minor, VES)), cash_ves("9999999.00")
    refused(till, attempt(till, general_cart(till, 1), *tenders), NotPositive)


def test_an_amount_that_no_document_can_carry_is_refused(till: Station) -> None:
    huge = Tender("cash_usd", Money(2**53 - 1, USD))
    refused(till, attempt(till, general_cart(till, 1), huge), AmountTooLarge)


def test_an_enormous_note_that_a_document_can_carry_gets_its_change(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("9000000000.00"))
    assert str(sold.sale.change[0].amount) == "8999991429.94"
    assert verify(till).ok


def test_too_little_is_refused_and_says_how_much_is_missing(till: Station) -> None:
    error = refused(till, attempt(till, general_cart(till, 1), cash_ves("8570.05")), NotEnough)
    assert str(error.missing) == "0.01"


def test_change_is_not_given_from_what_is_not_cash(till: Station) -> None:
    tenders = pago_movil("8600.00", "000123456789"), cash_ves("20.00")
    error = refused(till, attempt(till, general_cart(till, 1), *tenders), TooMuchForMethod)
    assert str(error.excess) == "29.94"


def test_a_long_reference_of_a_payment_that_needs_none_is_refused(till: Station) -> None:
    odd = Tender("cash_ves", Money.parse("8570.06", VES), References(payer="A" * 65_536))
    refused(till, attempt(till, general_cart(till, 1), odd), MissingReference)
