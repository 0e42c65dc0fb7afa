"""C8: customers who may be one person are a case at HQ, settled as one person or as two."""

from uuid import UUID

import pytest

from domain.conflicts.cases import (
    CaseState,
    Choice,
    ConflictCase,
    ConflictKind,
    Resolution,
    ResolutionId,
)
from domain.ids import CashierId
from domain.people.customers import Field, NoSuchCustomer
from hq.conflicts import cases, customer_pairs
from hq.conflicts.customer_pairs import NoSuchChoice
from hq.conflicts.pair_states import customers_of
from hq.customers import customers
from hq.customers.customers import Wanted
from hq.customers.pairs import MOST_SHARING
from hq.office import Office
from hq.people.accounts import Author
from sync.tables import canonical
from tests.builders.tenants import TEATRO, people

BY = Author(TEATRO.id, None)
PHONE = "0412-7654321"
MARIA = {Field.NAME: "María", Field.DOCUMENT: "V12345678", Field.PHONE: PHONE}


@pytest.fixture
def desk(office: Office) -> Office:
    people(office, TEATRO)
    return office


def put(desk: Office, no: int, **texts: str) -> UUID:
    """A customer with these fields, changed at HQ."""
    customers.put(desk, BY, UUID(int=no), Wanted({Field(name): text for name, text in texts.items()}, {}))
    return UUID(int=no)


def waiting(desk: Office) -> list[ConflictCase]:
    """The cases about customers, after the desk took what changed."""
    with desk.database.tenant(TEATRO.id) as tx:
        customer_pairs.file_changed(tx, TEATRO.id, desk.clock.now())
        known = cases.open_cases(tx, TEATRO.id)
    return [case for case in known if case.contested.kind is ConflictKind.SAME_CUSTOMER]


def settle(desk: Office, case: ConflictCase, choice: Choice, act: int = 7) -> ConflictCase:
    settles = tuple(claim.id for claim in case.claims)
    at = desk.clock.now()
    resolution = Resolution(ResolutionId(UUID(int=act)), case.id, choice, at, CashierId(UUID(int=1)), None, settles)
    return customer_pairs.resolve(desk, BY, resolution)


def state_of(desk: Office, case: ConflictCase) -> CaseState:
    with desk.database.tenant(TEATRO.id) as tx:
        return cases.case(tx, TEATRO.id, case.id).state


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "María", "phone": PHONE}, {"name": "Pedro", "phone": PHONE}),
        ({"name": "María", "email": "m@correo.com"}, {"name": "María", "email": "M@correo.com"}),
        ({"name": "María", "document": "V12345678"}, {"name": "Pedro", "document": "V12345678"}),
    ],
)
def test_a_phone_an_email_or_a_document_in_common_is_a_case_without_anybodys_data(
    desk: Office, one: dict[str, str], other: dict[str, str]
) -> None:
    ids = [put(desk, 1, **one), put(desk, 2, **other)]
    (case,) = waiting(desk)
    assert customers_of(case.contested) == tuple(ids)
    assert len(case.claims) == 2
    assert {remedy.choice for remedy in case.proposal.remedies} == {Choice.LINK}
    body = canonical.text(case)
    assert not any(text in body for text in ("Mar", "Pedro", "7654321", "12345678", "correo"))
    assert waiting(desk) == [case]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "María", "phone": PHONE, "document": "V12345678"}, {"phone": PHONE, "document": "V1234567"}),
        ({"name": "María", "document": "V12345678"}, {"name": "Maria P", "document": "V12345678"}),
        ({"name": "María"}, {"name": "María"}),
    ],
)  # fmt: skip
def test_different_documents_are_two_people_and_the_same_with_a_fitting_name_is_one(
    desk: Office, one: dict[str, str], other: dict[str, str]
) -> None:
    put(desk, 1, **one)
    put(desk, 2, **other)
    assert waiting(desk) == []


def test_one_person_links_both_and_closes_the_case(desk: Office) -> None:
    first, second = put(desk, 1, name="María", phone=PHONE), put(desk, 2, name="Pedro", phone=PHONE)
    (case,) = waiting(desk)
    closed = settle(desk, case, Choice.LINK)
    assert closed.state is CaseState.CLOSED
    assert customers.get(desk, TEATRO.id, second).ids == (first, second)
    assert waiting(desk) == []
    assert settle(desk, case, Choice.LINK) == closed
    with pytest.raises(cases.CaseClosed):
        settle(desk, case, Choice.PART, act=8)


def test_two_people_stay_two_whatever_they_share(desk: Office) -> None:
    first, second = put(desk, 1, name="María", phone=PHONE), put(desk, 2, name="Pedro", phone=PHONE)
    (case,) = waiting(desk)
    assert settle(desk, case, Choice.PART).state is CaseState.CLOSED
    put(desk, 2, name="María", document="V12345678")
    put(desk, 1, document="V12345678")
    assert waiting(desk) == []
    assert customers.get(desk, TEATRO.id, first).ids == (first,)
    assert customers.get(desk, TEATRO.id, second).ids == (second,)


def test_a_corrected_field_ends_the_doubt_and_the_same_field_again_begins_it_again(desk: Office) -> None:
    put(desk, 1, name="María", phone=PHONE)
    put(desk, 2, name="Pedro", phone=PHONE)
    (case,) = waiting(desk)
    put(desk, 2, phone="0414-1111111")
    assert waiting(desk) == []
    put(desk, 2, phone=PHONE)
    assert [again.id for again in waiting(desk)] == [case.id]


@pytest.mark.parametrize("how", ["linked", "erased"])
def test_a_case_closes_by_itself_when_the_pair_is_decided_otherwise(desk: Office, how: str) -> None:
    first, second = put(desk, 1, name="María", phone=PHONE), put(desk, 2, name="Pedro", phone=PHONE)
    (case,) = waiting(desk)
    if how == "linked":
        customers.link(desk, BY, first, second)
    else:
        customers.erase(desk, BY, second, "lo pidió")
    assert waiting(desk) == []
    assert state_of(desk, case) is CaseState.CLOSED


def test_a_case_about_an_erased_customer_cannot_be_settled_as_one(desk: Office) -> None:
    _, second = put(desk, 1, name="María", phone=PHONE), put(desk, 2, name="Pedro", phone=PHONE)
    (case,) = waiting(desk)
    customers.erase(desk, BY, second, "lo pidió")
    with pytest.raises(NoSuchCustomer):
        settle(desk, case, Choice.LINK)


def test_a_phone_of_many_is_that_of_an_office(desk: Office) -> None:
    for no in range(1, MOST_SHARING + 2):
        put(desk, no, name=f"Socio {'abcdef'[no]}", email="oficina@correo.com")
        assert len(waiting(desk)) == (no * (no - 1) // 2 if no <= MOST_SHARING else 0)


def test_other_choices_do_not_settle_customers_nor_these_other_cases(desk: Office) -> None:
    put(desk, 1, name="María", phone=PHONE)
    put(desk, 2, name="Pedro", phone=PHONE)
    (case,) = waiting(desk)
    with pytest.raises(NoSuchChoice):
        settle(desk, case, Choice.STAND)
    assert state_of(desk, case) is CaseState.OPEN


def test_an_alias_moves_its_doubt_to_its_person_and_has_it_again_when_its_document_is_corrected(desk: Office) -> None:
    put(desk, 3, name="Pedro", phone=PHONE)
    put(desk, 2, name="María", phone=PHONE)
    (case,) = waiting(desk)
    first = put(desk, 1, name="Maria", document="V12345678")
    put(desk, 2, document="V12345678")
    (moved,) = waiting(desk)
    assert customers_of(moved.contested) == (first, UUID(int=3))
    put(desk, 1, document="V7654321")
    assert {one.id for one in waiting(desk)} >= {case.id} or customers.get(desk, TEATRO.id, UUID(int=2)).id == first
