"""Random edits of customers at a counter: the same few people are registered, edited, linked and erased everywhere."""

from random import Random

from domain.people.customers import Channel, Field
from domain.people.same_customer import Person
from pos_app.services.people import customers
from pos_app.services.people.customers import Answer
from pos_app.station import Station
from tests.world.machines import Machine
from tests.world.refunding import People

_NAMES = ("María", "Pedro", "Luisa", "José")
_SURNAMES = ("Pérez", "Rivas", "Luna")
_DOCUMENTS = tuple(f"V1234567{digit}" for digit in range(5))
_PHONES = tuple(f"04127654{number:03}" for number in range(20))
_OFTEN = 0.05
_FEWEST = 3
"""So many customers are made before they are edited rather."""


def sometimes_register_at(machine: Machine, chance: Random, people: People) -> None:
    """Now and then somebody is registered, or asks to have something of theirs changed."""
    if chance.random() > _OFTEN:
        return
    if machine.do("register", lambda station: _register(station, chance, people)) is not None:
        machine.place.tally.add("registrations")


def _register(station: Station, chance: Random, people: People) -> Person | None:
    cashier, supervisor = people(station)
    known = _known(station)
    if len(known) < _FEWEST or chance.random() < 0.3:
        return customers.create(station, cashier, _texts(chance, chance.randint(1, 4)), _answers(chance))
    person = chance.choice(known)
    what = chance.random()
    if what < 0.05:
        customers.erase(station, supervisor, person.id, "lo pide por carta")
        return person
    if what < 0.15:
        return customers.link(station, cashier, person.id, chance.choice(known).id)
    return customers.edit(station, cashier, person.id, _texts(chance, 1), _answers(chance))


def _known(station: Station) -> list[Person]:
    people = {person.id: person for word in (*_NAMES, *_SURNAMES) for person in customers.find(station, word)}
    return [people[key] for key in sorted(people)]


def _texts(chance: Random, many: int) -> dict[Field, str]:
    values = {
        Field.NAME: chance.choice(_NAMES), Field.SURNAME: chance.choice(_SURNAMES),
        Field.DOCUMENT: chance.choice(_DOCUMENTS), Field.PHONE: chance.choice(_PHONES),
        Field.NOTES: f"nota {chance.randrange(100)}",
    }  # fmt: skip
    return {of: values[of] for of in chance.sample(sorted(values), many)}


def _answers(chance: Random) -> list[Answer]:
    if chance.random() < 0.6:
        return []
    return [Answer(chance.choice(list(Channel)), chance.random() < 0.5, "mostrador")]
