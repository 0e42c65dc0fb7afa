"""Customers travel: stations that were apart edit the same one, HQ merges by field, and both read the result."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from domain.conflicts.cases import Choice, Resolution, ResolutionId
from domain.ids import CustomerId
from domain.people.customers import Channel, Field, NoSuchCustomer, is_allowed
from hq.books.check import check
from hq.conflicts import cases, customer_pairs
from hq.conflicts.pair_states import customers_of
from hq.customers import customers as at_hq
from hq.customers.customers import Wanted
from pos_app.services.people import customers
from pos_app.services.people.customers import Answer
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from tests.builders.clock import FakeClock
from tests.builders.stations import ana, clock_of, general_cart, rosa, sell
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.test_new_life import neighbour

MARIA = {Field.NAME: "María", Field.SURNAME: "Pérez", Field.DOCUMENT: "V12345678", Field.PHONE: "04127654321"}
Two = tuple[Station, Station]


@pytest.fixture
def two(hq: HeadOffice, till: Station, tmp_path: Path) -> Iterator[Two]:
    """Two stations of the organisation."""
    _, second = neighbour(hq, till, tmp_path / "second")
    with closing(second.database):
        yield till, second


def meet(hq: HeadOffice, *tills: Station) -> None:
    """Rounds until all of them have what each of them did. HQ is asked about customers once a minute."""
    for _ in range(2):
        _clock_of(hq).advance(seconds=90)
        for till in tills:
            clock_of(till).advance(seconds=61)
            hq.round(till)


def _clock_of(hq: HeadOffice) -> FakeClock:
    assert isinstance(hq.office.clock, FakeClock)
    return hq.office.clock


def test_two_stations_that_were_apart_edit_one_customer_by_field(hq: HeadOffice, two: Two) -> None:
    first, second = two
    made = customers.create(first, ana(first), MARIA)
    meet(hq, *two)
    assert [one.id for one in customers.find(second, "érez")] == [made.id]
    customers.edit(first, ana(first), made.id, {Field.PHONE: "04141111111", Field.SURNAME: "Rivas"})
    clock_of(second).advance(seconds=5)
    customers.edit(second, ana(second), made.id, {Field.EMAIL: "maria@correo.com", Field.SURNAME: "Rojas"})
    meet(hq, *two)
    for till in two:
        person = customers.get(till, made.id)
        assert person.full_name == "María Rojas"
        assert (person.text(Field.PHONE), person.text(Field.EMAIL)) == ("+584141111111", "maria@correo.com")
        assert customers.find(till, "rivas") == []
        assert verify(till).ok
    assert at_hq.get(hq.office, hq.tenant_id, made.id).texts == customers.get(first, made.id).texts
    assert check(hq.office, hq.tenant_id).ok


def test_a_clock_that_is_ahead_wins_until_hq_has_its_edit_and_not_for_ever(hq: HeadOffice, two: Two) -> None:
    first, second = two
    made = customers.create(first, ana(first), MARIA)
    meet(hq, *two)
    clock_of(second).advance(days=300)
    customers.edit(second, ana(second), made.id, {Field.SURNAME: "Del Futuro"})
    clock_of(second).advance(days=-300)
    meet(hq, *two)
    assert customers.get(first, made.id).full_name == "María Del Futuro"
    for clock in (clock_of(first), _clock_of(hq)):
        clock.advance(hours=1)
    customers.edit(first, ana(first), made.id, {Field.SURNAME: "De Hoy"})
    meet(hq, *two)
    assert [customers.get(till, made.id).full_name for till in two] == ["María De Hoy"] * 2


def test_a_refusal_at_one_station_wins_over_a_later_consent_at_another(hq: HeadOffice, two: Two) -> None:
    first, second = two
    made = customers.create(first, ana(first), MARIA)
    meet(hq, *two)
    customers.edit(first, ana(first), made.id, {}, [Answer(Channel.EMAIL, False, "llamada")])
    clock_of(second).advance(seconds=30)
    customers.edit(second, ana(second), made.id, {}, [Answer(Channel.EMAIL, True, "mostrador")])
    meet(hq, *two)
    for till in two:
        decided = is_allowed(customers.get(till, made.id).consents, Channel.EMAIL)
        assert decided is not None
        assert (decided.act.is_given, decided.act.source) == (False, "llamada")


def test_one_document_at_two_stations_is_one_person_at_both(hq: HeadOffice, two: Two) -> None:
    made = [customers.create(till, ana(till), MARIA) for till in two]
    meet(hq, *two)
    for till in two:
        (person,) = customers.find(till, "12345678")
        assert set(person.ids) == {one.id for one in made}
        assert customers.get(till, made[1].id) == customers.get(till, made[0].id)


def test_an_ambiguous_merge_waits_at_both_until_hq_links_it(hq: HeadOffice, two: Two) -> None:
    first, second = two
    one = customers.create(first, ana(first), MARIA)
    other = customers.create(second, ana(second), MARIA | {Field.NAME: "Pedro", Field.SURNAME: "Luna"})
    meet(hq, *two)
    for till in two:
        assert {person.id for person in customers.doubtful(till)} == {one.id, other.id}
    at_hq.link(hq.office, hq.by_hand, other.id, one.id)
    meet(hq, *two)
    for till in two:
        assert customers.doubtful(till) == []
        assert customers.get(till, one.id) == customers.get(till, other.id)


def test_a_doubt_of_two_stations_is_a_case_at_hq_and_two_people_are_two_at_both(hq: HeadOffice, two: Two) -> None:
    first, second = two
    one = customers.create(first, ana(first), MARIA)
    other = customers.create(second, ana(second), MARIA | {Field.NAME: "Pedro", Field.SURNAME: "Luna"})
    meet(hq, *two)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        (case,) = cases.open_cases(tx, hq.tenant_id)
    assert customers_of(case.contested) == tuple(sorted((one.id, other.id)))
    assert {claim.position.station_id for claim in case.claims} == {first.id, second.id}
    act = Resolution(ResolutionId(UUID(int=9)), case.id, Choice.PART, hq.office.clock.now())
    customer_pairs.resolve(hq.office, hq.by_hand, replace(act, settles=tuple(claim.id for claim in case.claims)))
    meet(hq, *two)
    for till in two:
        assert customers.doubtful(till) == []
        assert customers.get(till, one.id).ids == (one.id,)
        assert verify(till).ok
    assert check(hq.office, hq.tenant_id).ok


def test_an_erased_customer_is_forgotten_everywhere_and_no_late_edit_brings_it_back(hq: HeadOffice, two: Two) -> None:
    first, second = two
    made = customers.create(first, ana(first), MARIA)
    meet(hq, *two)
    customers.erase(first, rosa(first), made.id, "lo pidió")
    clock_of(second).advance(minutes=5)
    customers.edit(second, ana(second), made.id, {Field.SURNAME: "Tardía"})
    meet(hq, *two)
    for till in two:
        assert customers.find(till, "maría") == []
        assert customers.find(till, "tardía") == []
    with pytest.raises(NoSuchCustomer):
        at_hq.get(hq.office, hq.tenant_id, made.id)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        kept = tx.driver.execute("SELECT string_agg(body, '') FROM customer_edit").fetchone()[0]
    assert "Mar" not in kept
    assert "Tard" not in kept


def test_what_hq_edits_reaches_the_station_and_its_purchases_are_at_hq(hq: HeadOffice, till: Station) -> None:
    customer_id = CustomerId(hq.office.ids.new())
    at_hq.put(hq.office, hq.by_hand, customer_id, Wanted(MARIA, {Channel.SMS: True}, "carta"))
    meet(hq, till)
    person = customers.get(till, customer_id)
    assert person.full_name == "María Pérez"
    sold = sell(till, replace(general_cart(till, 2), customer_id=customer_id))
    meet(hq, till)
    bought = at_hq.bought(hq.office, hq.tenant_id, at_hq.get(hq.office, hq.tenant_id, customer_id))
    assert [row.number for row in bought.documents] == [sold.document.number]
    assert {row.code for row in bought.tickets} == {ticket.code for ticket in sold.sale.tickets}
    assert verify(till).ok


def test_many_customers_come_in_pages_and_a_second_fetch_brings_only_what_is_new(
    hq: HeadOffice, till: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hq.customers.station_pages.RECORDS_A_PAGE", 3)
    ids = [CustomerId(hq.office.ids.new()) for _ in range(7)]
    for no, customer_id in enumerate(ids):
        at_hq.put(hq.office, hq.by_hand, customer_id, Wanted({Field.NAME: f"Cliente {'abcdefg'[no]}"}, {}))
    meet(hq, till)
    assert [one.id for one in customers.find(till, "cliente")] == ids
    at_hq.put(hq.office, hq.by_hand, ids[0], Wanted({Field.NOTES: "vip"}, {}))
    meet(hq, till)
    assert customers.get(till, ids[0]).text(Field.NOTES) == "vip"
