"""Records of one person are joined by a link or an identity document; a doubtful pair waits for a person."""

from itertools import permutations
from uuid import UUID

import pytest

from domain.ids import CustomerId
from domain.people.clock import Reading
from domain.people.customers import CustomerRecord, Field, Stamp, Text
from domain.people.same_customer import Shared, persons, shared_by

STATION = UUID(int=9)


def record(
    no: int, clock: int = 1, *, linked: tuple[int, ...] = (), parted: tuple[int, ...] = (), **texts: str
) -> CustomerRecord:
    stamp = Stamp(Reading(clock), STATION, no)
    return CustomerRecord(
        CustomerId(UUID(int=no)),
        {Field(name): Text(value, stamp) for name, value in texts.items()},
        linked=tuple(CustomerId(UUID(int=one)) for one in linked),
        parted=tuple(CustomerId(UUID(int=one)) for one in parted),
    )


def test_records_with_one_document_are_one_person_by_field() -> None:
    first = record(1, clock=5, name="José", surname="Pérez", document="V12345678")
    second = record(2, clock=7, name="JOSE LUIS", document="V12345678", phone="+584121234567")
    for order in permutations([first, second, record(3, name="Ana", document="V1234567")]):
        joined, ana = persons(order)
        assert [one.int for one in joined.ids] == [1, 2]
        assert joined.full_name == "JOSE LUIS Pérez"
        assert joined.text(Field.PHONE) == "+584121234567"
        assert ana.aliases == ()


def test_one_document_with_names_of_two_people_waits_for_a_person() -> None:
    pair = [record(1, name="José", document="V12345678"), record(2, name="Marta", document="V12345678")]
    first, second = persons(pair)
    assert (first.doubtful, second.doubtful) == ((second.id,), (first.id,))
    linked = [record(1, name="José", document="V12345678", linked=(2,)), pair[1]]
    (one,) = persons(linked)
    assert one.doubtful == ()


def test_a_chain_of_links_is_one_person_under_the_oldest_id() -> None:
    chain = [record(1, linked=(3,)), record(2, linked=(3,)), record(3, linked=(1, 2)), record(4)]
    for order in permutations(chain):
        assert [[one.int for one in person.ids] for person in persons(order)] == [[1, 2, 3], [4]]


def test_an_erased_record_is_nobodys() -> None:
    assert persons([CustomerRecord(CustomerId(UUID(int=1)), is_erased=True)]) == []


def test_records_that_somebody_parted_are_neither_joined_nor_doubtful() -> None:
    alike = [record(1, name="José", document="V12345678", parted=(2,)), record(2, name="Jose", document="V12345678")]
    unlike = [record(1, name="José", document="V12345678"), record(2, name="Ana", document="V12345678", parted=(1,))]
    for pair in (alike, unlike):
        first, second = persons(pair)
        assert (first.doubtful, second.doubtful) == ((), ())
        assert shared_by(first, second) is None


def test_a_link_counts_more_than_a_parting() -> None:
    pair = [record(1, name="José", linked=(2,), parted=(2,)), record(2, name="Ana")]
    (one,) = persons(pair)
    assert one.parted == ()


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ({"name": "Ana", "phone": "+584121234567"}, {"name": "Luis", "phone": "+584121234567"}, Shared.PHONE),
        ({"name": "Ana", "email": "a@b.ve"}, {"name": "Ana", "email": "a@b.ve", "document": "V1"}, Shared.EMAIL),
        ({"name": "Ana", "document": "V1"}, {"name": "Luis", "document": "V1", "email": "a@b.ve"}, Shared.DOCUMENT),
        ({"phone": "+584121234567", "document": "V1"}, {"phone": "+584121234567", "document": "V2"}, None),
        ({"name": "Ana", "phone": "+584121234567"}, {"name": "Ana", "phone": "+584121234568"}, None),
        ({"name": "Ana"}, {"name": "Ana"}, None),
    ],
)
def test_two_persons_are_doubtful_by_what_they_share(
    one: dict[str, str], other: dict[str, str], shared: Shared | None
) -> None:
    first, second = persons([record(1, **one), record(2, **other)])  # type: ignore[arg-type]  # the texts are no tuples of ids
    assert shared_by(first, second) is shared
    assert shared_by(second, first) is shared
