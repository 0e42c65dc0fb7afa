"""Conflicts are detected in pushed sales: both sides are in the case, whichever came first."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.conflicts.cases import Choice, ConflictCase, ConflictKind
from domain.money.money import VES, Money
from domain.payments.tenders import References, Tender
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, spans
from hq.books.check import check
from hq.conflicts.cases import open_cases
from hq.journals.lives import StationStatus
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import grants
from hq.rights.grants import NotEnoughPlaces
from hq.stations.stations import StatusChange, set_status
from sync import facts
from sync.tables.catalogue import conflict_case
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters, two_counters
from tests.hq.lives import begin_new_life

pytestmark = pytest.mark.house


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2"], places=10)
        two.grant(numbers=30, seats=["B-1", "B-2"], places=10)
        yield one, two


def accept_foreign_seats(one: Counter, *names: str) -> None:
    """Record a grant of seats that HQ granted to another station, as a clone or a restored store may have."""
    performance = small.offering(one.station).performance.id
    grant = SeatGrant(GrantId(one.station.ids.new()), performance, spans(map(small.seat_id, names)))
    one.append(facts.SeatsAccepted(grant=grant, certificate=""))


def accept_foreign_numbers(one: Counter, first: int, last: int) -> None:
    grant = NumberGrant(GrantId(one.station.ids.new()), "A", first, last)
    one.append(facts.NumbersAccepted(grant=grant, certificate=""))


def accept_foreign_places(one: Counter, places: int) -> None:
    show, zone = small.offering(one.station), small.zone(one.station, "General")
    grant = PlacesGrant(GrantId(one.station.ids.new()), show.performance.id, zone.id, places)
    one.append(facts.PlacesAccepted(grant=grant, certificate=""))


def cases(one: Counter) -> list[ConflictCase]:
    """The open cases without those about the forged acceptances themselves (tests/hq/rights/test_belief.py)."""
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        waiting = open_cases(tx, one.holder.tenant_id)
    return [case for case in waiting if case.contested.kind is not ConflictKind.RIGHT_NOT_HELD]


@pytest.mark.parametrize("first", [0, 1])
def test_a_seat_sold_twice_is_a_case_with_both_sides(counters: Counters, first: int) -> None:
    one, two = counters
    accept_foreign_seats(two, "A-1")
    one.sell_seats("A-1", "A-2")
    two.sell_seats("A-1")
    counters[first].push()
    assert cases(one) == []
    counters[1 - first].push()
    (case,) = cases(one)
    assert case.contested.kind is ConflictKind.SEAT_TWICE
    assert {claim.position.station_id for claim in case.claims} == {one.holder.station_id, two.holder.station_id}
    winner = case.claim(case.proposal.winner)
    assert winner
    assert winner.position.station_id == one.holder.station_id
    seats = {claim.position.station_id: [ticket.seat for ticket in claim.tickets] for claim in case.claims}
    assert seats == {one.holder.station_id: ["Platea A-1", "Platea A-2"], two.holder.station_id: ["Platea A-1"]}


@pytest.mark.parametrize("first", [0, 1])
def test_a_number_used_twice_is_a_case_with_both_sides(counters: Counters, first: int) -> None:
    one, two = counters
    accept_foreign_numbers(two, 1, 30)
    one.sell_places(1)
    two.sell_places(1)
    counters[first].push()
    counters[1 - first].push()
    kinds = {case.contested.kind: case for case in cases(one)}
    case = kinds[ConflictKind.NUMBER_TWICE]
    assert {claim.position.station_id for claim in case.claims} == {one.holder.station_id, two.holder.station_id}
    assert all(len(claim.tickets) == 1 and claim.cashier_id is not None for claim in case.claims)


def pay_by_phone(one: Counter, reference: str, phone: str = "+584121234567", method: str = "pago_movil") -> None:
    """Ana sells one place for a payment with this reference."""
    references = References(reference, "0102", phone)
    tender = Tender(method, Money.parse("8570.06", VES), references)
    small.sell(one.station, small.general_cart(one.station, 1), tender)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("again", ["000123456789", "123456789", "456789", "0001-2345-6789"])
def test_a_payment_of_two_stations_is_a_case_and_both_sales_stand(counters: Counters, first: int, again: str) -> None:
    one, two = counters
    pay_by_phone(one, "000123456789")
    pay_by_phone(two, again, method="transfer_ves" if again == "123456789" else "pago_movil")
    counters[first].push()
    assert cases(one) == []
    counters[1 - first].push()
    (case,) = cases(one)
    assert (case.contested.kind, case.contested.series) == (ConflictKind.REFERENCE_TWICE, "123456789")
    assert {claim.position.station_id for claim in case.claims} == {one.holder.station_id, two.holder.station_id}
    assert [remedy.choice for remedy in case.proposal.remedies] == [Choice.STAND]
    paid = [claim.payment.references.reference for claim in case.claims if claim.payment is not None]
    assert sorted(paid) == sorted(["000123456789", again])
    assert all(claim.cashier_id is not None for claim in case.claims)
    assert check(one.office, one.holder.tenant_id).findings == ()


def test_payments_with_other_references_or_payers_are_no_case(counters: Counters) -> None:
    one, two = counters
    pay_by_phone(one, "000123456789")
    pay_by_phone(two, "000123456780")
    pay_by_phone(two, "6789", "+584249876543")
    one.push()
    two.push()
    two.push(after=0)
    assert cases(one) == []


def test_a_station_that_its_own_push_freezes_gets_no_numbers_with_the_answer(counters: Counters) -> None:
    one, two = counters
    accept_foreign_numbers(two, 1, 30)
    one.sell_places(1)
    two.sell_places(1)
    assert one.push().grants.numbers
    assert two.push().grants.numbers == ()


def test_what_is_sold_within_the_places_held_is_no_case(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(10)
    one.push()
    assert cases(one) == []


def test_places_beyond_what_the_house_has_are_told(counters: Counters) -> None:
    """An entry that accepts places is no right: HQ never granted them."""
    one, _ = counters
    accept_foreign_places(one, 90)
    one.sell_places(60)
    one.push()
    assert cases(one) == []  # HQ's own places cover them
    one.sell_places(35)
    one.push()
    assert [case.contested.kind for case in cases(one)] == [ConflictKind.OVER_CAPACITY]


def test_places_sold_beyond_what_was_held_are_gone_from_the_house(counters: Counters) -> None:
    one, two = counters
    accept_foreign_places(one, 90)
    one.sell_places(60)
    one.push()
    show, zone = small.offering(one.station), small.zone(one.station, "General")
    grant = PlacesGrant(GrantId(two.station.ids.new()), show.performance.id, zone.id, 31)
    with two.office.database.tenant(two.holder.tenant_id) as tx:
        with pytest.raises(NotEnoughPlaces) as caught:
            grants.grant_places(tx, two.office, two.holder, grant)
        assert caught.value.left == 100 - 60 - 10  # what one sold and what two holds
        grants.grant_places(tx, two.office, two.holder, replace(grant, places=30))


def test_a_number_of_the_life_before_is_not_held(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(1)
    one.push()
    begin_new_life(one)
    accept_foreign_numbers(one, 2, 30)
    accept_foreign_places(one, 5)
    one.sell_places(1)
    one.push()
    kinds = {case.contested.kind: case for case in cases(one)}
    assert kinds[ConflictKind.NUMBER_NOT_HELD].contested.number == 2


def test_what_a_lost_station_tells_is_late(counters: Counters) -> None:
    one, _ = counters
    one.sell_places(1)
    by = Author(one.holder.tenant_id, None)
    with one.office.database.tenant(by.tenant_id) as tx:
        set_status(tx, one.office, by, one.holder.station_id, StatusChange(StationStatus.LOST, "robada"))
    one.push()
    with one.office.database.tenant(by.tenant_id) as tx:
        kinds = list(tx.execute(select(conflict_case.c.kind)).scalars())
    assert kinds == [ConflictKind.LATE]
