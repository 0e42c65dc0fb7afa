"""Who gets tickets, typed or found in the registry as one types, for each screen that asks for a holder. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from domain.ids import CustomerId
from domain.people.customers import Field
from domain.people.same_customer import Person
from domain.typed_text import compact
from pos_app.services.people import customers
from pos_app.station import Station
from pos_app.ui.customer import MOST_SHOWN
from pos_app.ui.frame import Run

_SHORTEST = 2
"""A single character is in too many customers to be worth a list."""
HOLDER_FIELDS = ("name", "email", "phone")
"""The fields in the order of Enter."""


@dataclass(frozen=True, slots=True)
class TypedHolder:
    """A holder as typed. `person_id` is a customer of the registry."""

    name: str = ""
    email: str = ""
    phone: str = ""
    person_id: CustomerId | None = None


def of_person(person: Person) -> dict[str, Any]:
    """What a customer of the registry fills in."""
    return {
        "name": person.full_name, "email": person.text(Field.EMAIL), "phone": person.text(Field.PHONE),
        "person_id": person.id,
    }  # fmt: skip


def changes_of(field: str, typed: str) -> dict[str, Any]:
    """What typing in a field changes. Another name than that of the chosen customer is another person."""
    return {"name": typed, "person_id": None} if field == "name" else {field: typed}


def look_for(
    station: Station, run: Run, typed: str, show: Callable[[list[Person]], None], failed: Callable[[Exception], None]
) -> None:
    """Find the customers who have what is typed; too little of it finds none."""
    if len(compact(typed)) < _SHORTEST:
        show([])
    else:
        run(partial(customers.find, station, typed, MOST_SHOWN), show, failed)
