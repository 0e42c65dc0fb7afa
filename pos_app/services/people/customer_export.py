"""Everything that the station knows of a customer, as JSON, for the customer who asks for it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from domain.errors import Unavailable
from domain.ids import CustomerId
from domain.people.customers import Channel, Field, is_allowed
from domain.people.same_customer import Person
from domain.people.staff import Cashier, Permission
from pos_app import durable
from pos_app.services.people import customer_history, customers
from pos_app.services.people.customer_history import History
from pos_app.station import Station

FOLDER = "exports"


@dataclass(eq=False)
class ExportNotSaved(Unavailable):
    """The file of an export cannot be written."""

    code: ClassVar[str] = "CLI-02"


def save(station: Station, by: Cashier, customer_id: CustomerId) -> Path:
    """Write the export of a customer into a folder of the profile that only its user reads; returns the file.

    Raises NoSuchCustomer, NotAllowed and ExportNotSaved.
    """
    content = export(station, by, customer_id)
    folder = station.database.path.parent / FOLDER
    file = folder / f"{customer_id}-{station.clock.now():%Y%m%dT%H%M%SZ}.json"
    try:
        durable.make_folder(folder)
        durable.write(file, content.encode())
    except OSError as error:
        raise ExportNotSaved(what=FOLDER, cause=str(error)) from error
    return file


def export(station: Station, by: Cashier, customer_id: CustomerId) -> str:
    """The fields, consents, documents and tickets of a customer as JSON. Raises NoSuchCustomer, NotAllowed."""
    by.must(Permission.EXPORT_CUSTOMER)
    person = customers.get(station, customer_id)
    known = _known(person) | _bought(customer_history.history(station, customer_id))
    return json.dumps(known, ensure_ascii=False, indent=2)


def _known(person: Person) -> dict[str, Any]:
    return {
        "ids": [str(one) for one in person.ids],
        "fields": {of.value: person.text(of) for of in Field},
        "consents": {channel.value: _decided(person, channel) for channel in Channel},
        "consent_history": [
            {
                "channel": one.act.channel.value, "given": one.act.is_given, "at": one.act.at.isoformat(),
                "source": one.act.source,
            }
            for one in person.consents
        ],
    }  # fmt: skip


def _decided(person: Person, channel: Channel) -> bool | None:
    decided = is_allowed(person.consents, channel)
    return decided.act.is_given if decided else None


def _bought(history: History) -> dict[str, Any]:
    return {
        "documents": [
            {
                "kind": one.kind.value, "number": one.number, "issued_at": one.issued_at.isoformat(),
                "total_bs": str(one.total.decimal), "name": one.name,
            }
            for one in history.purchases
        ],
        "tickets": [
            {
                "code": one.code, "event": one.place.event, "starts_at": one.place.starts_at.isoformat(),
                "zone": one.place.zone, "row": one.place.row, "seat": one.place.seat, "type": one.ticket_type,
                "state": one.state.value,
            }
            for one in history.tickets
        ],
    }  # fmt: skip
