"""Customers are made, edited, found, linked and erased at a station without HQ."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from domain.people.customers import Channel, Field, NoSuchCustomer, is_allowed
from domain.people.identity import BadIdentity, parse_document
from domain.people.staff import NotAllowed
from domain.sale.cart import Customer
from domain.till.shifts import ReasonMissing
from pos_app.services.documents import documents
from pos_app.services.people import customer_export, customer_history, customers
from pos_app.services.people.customers import Answer
from pos_app.services.proof.rebuild import rebuild
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from tests.builders import stations
from tests.builders.stations import ana, clock_of, general_cart, new_station, rosa, sell

MARIA = {
    Field.NAME: "María José",
    Field.SURNAME: "Pérez-Gómez",
    Field.DOCUMENT: "V-12.345.678",
    Field.PHONE: "0412-7654321",
    Field.EMAIL: "mj.perez@correo.com",
}


@pytest.fixture
def till(tmp_path: Path) -> Station:
    station = new_station(tmp_path / "till")
    stations.open_shift(station)
    return station


@pytest.mark.parametrize(
    "typed",
    [
        *("maría", "MARIA", "érez", "gómez maría", "perez-g", "ma", "jos per"),
        *("12345678", "V12345678", "v-12.345.678", "1234", "5678"),
        *("4321", "654321", "04127654321", "0412-765", "+58 412 7654321", "412-7654321"),
        *("mj.perez", "mj.perez@correo.com", "perez@co", "pérez 4321"),
    ],
)
def test_a_customer_is_found_by_a_part_of_any_field(till: Station, typed: str) -> None:
    other = {Field.NAME: "Luis", Field.DOCUMENT: "E87654399", Field.PHONE: "04141111111", Field.EMAIL: "l@otro.com"}
    customers.create(till, ana(till), other)
    made = customers.create(till, ana(till), MARIA)
    assert [person.id for person in customers.find(till, typed)] == [made.id]


@pytest.mark.parametrize("typed", ["PAS 123456789", "pasaporte 123456789", "PAS123456789"])
def test_a_passport_of_numbers_is_a_document_of_customers_sales_and_searches(till: Station, typed: str) -> None:
    made = customers.create(till, ana(till), {Field.NAME: "John", Field.DOCUMENT: typed})
    assert made.text(Field.DOCUMENT) == "PAS123456789"
    assert [person.id for person in customers.find(till, "123456789")] == [made.id]
    named = Customer("John", parse_document(typed).stored)
    sold = sell(till, replace(general_cart(till, 1), customer=named))
    assert sold.document.customer.document == "PAS123456789"
    for searched in ("123456789", "PAS123456789", "pas 123456789"):
        assert [one.document_id for one in documents.find(till, searched)] == [sold.document.id]
    assert [one.document_id for one in customer_history.history(till, made.id).purchases] == [sold.document.id]
    assert verify(till).ok


@pytest.mark.parametrize("typed", ["", "  ", "-", "zzz", "maría luis", "9999", "correo.org"])
def test_what_no_customer_has_finds_nobody(till: Station, typed: str) -> None:
    customers.create(till, ana(till), MARIA)
    assert customers.find(till, typed) == []


def test_an_edit_is_found_by_what_is_new_and_not_by_what_was(till: Station) -> None:
    made = customers.create(till, ana(till), MARIA)
    customers.edit(till, ana(till), made.id, {Field.SURNAME: "Rivas", Field.PHONE: "", Field.NOTES: "ciega"})
    assert customers.find(till, "gómez maría") == []
    assert customers.find(till, "654321") == []
    (rivas,) = customers.find(till, "rivas")
    assert (rivas.full_name, rivas.text(Field.PHONE), rivas.text(Field.NOTES)) == ("María José Rivas", "", "ciega")


def test_an_edit_that_changes_nothing_is_no_entry(till: Station) -> None:
    made = customers.create(till, ana(till), MARIA)
    before = verify(till).entries
    assert customers.edit(till, ana(till), made.id, {Field.NAME: " María  José "}) == made
    assert verify(till).entries == before


def test_the_same_document_is_the_same_person_and_both_ids_stay(till: Station) -> None:
    first = customers.create(till, ana(till), MARIA)
    second = customers.create(till, ana(till), {Field.NAME: "Maria", Field.DOCUMENT: "v12345678", Field.NOTES: "x"})
    assert second.ids == first.ids + second.aliases
    assert len(second.aliases) == 1
    assert customers.get(till, second.aliases[0]) == customers.get(till, first.id)
    assert [person.id for person in customers.find(till, "12345678")] == [first.id]


def test_another_name_on_the_document_waits_for_a_person_who_links_them(till: Station) -> None:
    first = customers.create(till, ana(till), MARIA)
    second = customers.create(till, ana(till), {Field.NAME: "Pedro", Field.DOCUMENT: "V12345678"})
    assert [person.id for person in customers.doubtful(till)] == [first.id, second.id]
    joined = customers.link(till, ana(till), second.id, first.id)
    assert joined.ids == (first.id, second.id)
    assert customers.doubtful(till) == []
    parted = customers.create(till, ana(till), {Field.NAME: "Luz", Field.DOCUMENT: "V12345678"})
    customers.edit(till, ana(till), parted.id, {Field.DOCUMENT: "V12345679"})
    assert customers.doubtful(till) == []


def test_a_refusal_stands_until_the_customer_is_asked_again(till: Station) -> None:
    made = customers.create(till, ana(till), MARIA, [Answer(Channel.EMAIL, True, "mostrador")])
    clock_of(till).advance(minutes=1)
    refused = customers.edit(till, ana(till), made.id, {}, [Answer(Channel.EMAIL, False, "llamada")])
    decided = is_allowed(refused.consents, Channel.EMAIL)
    assert decided is not None
    assert (decided.act.is_given, decided.act.source, decided.act.at) == (False, "llamada", clock_of(till).now())
    clock_of(till).advance(minutes=1)
    again = customers.edit(till, ana(till), made.id, {}, [Answer(Channel.EMAIL, True, "mostrador")])
    decided = is_allowed(again.consents, Channel.EMAIL)
    assert decided is not None
    assert decided.act.is_given


def test_a_sale_remembers_the_customer_and_keeps_its_own_name(till: Station) -> None:
    made = customers.create(till, ana(till), MARIA)
    cart = replace(general_cart(till, 2), customer=Customer("María Pérez", "V12345678"), customer_id=made.id)
    sold = sell(till, cart)
    sell(till, replace(general_cart(till, 1), customer=Customer("M. Pérez", "V12345678")))  # typed, not chosen
    sell(till, general_cart(till, 1))
    customers.edit(till, ana(till), made.id, {Field.SURNAME: "Rivas"})
    history = customer_history.history(till, made.id)
    assert sorted(one.name for one in history.purchases) == ["M. Pérez", "María Pérez"]
    assert len(history.tickets) == 3
    assert {ticket.code for ticket in sold.sale.tickets} < {one.code for one in history.tickets}


def test_an_export_has_all_that_is_known(till: Station) -> None:
    made = customers.create(till, ana(till), MARIA, [Answer(Channel.SMS, False, "mostrador")])
    sold = sell(till, replace(general_cart(till, 1), customer_id=made.id))
    exported = json.loads(customer_export.export(till, rosa(till), made.id))
    assert exported["fields"]["phone"] == "+584127654321"
    assert exported["consents"] == {"email": None, "sms": False, "whatsapp": None}
    assert [one["number"] for one in exported["documents"]] == [sold.document.printed_number]
    assert [one["code"] for one in exported["tickets"]] == [sold.sale.tickets[0].code]
    with pytest.raises(NotAllowed):
        customer_export.export(till, ana(till), made.id)


def test_an_erased_customer_is_found_nowhere_and_documents_keep_the_name(till: Station) -> None:
    made = customers.create(till, ana(till), MARIA)
    alias = customers.create(till, ana(till), {Field.NAME: "María", Field.DOCUMENT: "V12345678"}).aliases[0]
    sold = sell(till, replace(general_cart(till, 1), customer=Customer("María", "V12345678"), customer_id=made.id))
    with pytest.raises(NotAllowed):
        customers.erase(till, ana(till), made.id, "lo pidió")
    with pytest.raises(ReasonMissing):
        customers.erase(till, rosa(till), made.id, " ")
    customers.erase(till, rosa(till), alias, "lo pidió")
    for typed in ("maría", "12345678", "4321", "mj.perez"):
        assert customers.find(till, typed) == []
    for one in (made.id, alias):
        with pytest.raises(NoSuchCustomer):
            customers.get(till, one)
    with till.database.read() as tx:
        kept = tx.driver.execute("SELECT group_concat(body) FROM customer_edit").fetchone()[0]
        words = tx.driver.execute("SELECT count(*) FROM customer_word").fetchone()[0]
    assert "Mar" not in kept
    assert words == 0
    assert sold.document.customer.name == "María"
    later = sell(till, replace(general_cart(till, 1), customer_id=made.id))
    assert customers.find(till, later.document.printed_number) == []


def test_what_cannot_be_right_is_kept_nowhere(till: Station) -> None:
    for typed in ({}, {Field.NAME: " "}, {Field.NAME: "Ana", Field.EMAIL: "ana@"}):
        with pytest.raises(BadIdentity):
            customers.create(till, ana(till), typed)
    assert customers.find(till, "ana") == []


def test_a_rebuild_and_a_verification_find_the_same_customers(till: Station) -> None:
    made = customers.create(till, ana(till), MARIA)
    customers.erase(till, rosa(till), customers.create(till, ana(till), {Field.NAME: "Zulay"}).id, "lo pidió")
    rebuild(till)
    assert verify(till).ok
    assert [person.id for person in customers.find(till, "érez")] == [made.id]
    assert customers.find(till, "zulay") == []
