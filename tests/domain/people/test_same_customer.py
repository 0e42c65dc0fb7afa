"""Records of one person are joined by a link or an identity document; a doubtful pair waits for a person."""

from itertools import permutations
from uuid import UUID

from domain.ids import CustomerId
from domain.people.clock import Reading
from domain.people.customers import CustomerRecord, Field, Stamp, Text
from domain.people.same_customer import persons

STATION = UUID(int=9)


def record(no: int, clock: int = 1, *, linked: tuple[int, ...] = (), **texts: str) -> CustomerRecord:
    stamp = Stamp(Reading(clock), STATION, no)
    return CustomerRecord(
        CustomerId(UUID(int=no)),
        {Field(name): Text(value, stamp) for name, value in texts.items()},
        linked=tuple(CustomerId(UUID(int=one)) for one in linked),
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
