"""Everything that the station knows of a customer, as JSON, for the customer who asks for it."""

import json
from typing import Any

from domain.ids import CustomerId
from domain.people.customers import Channel, Field, is_allowed
from domain.people.same_customer import Person
from domain.people.staff import Cashier, Permission
from pos_app.services.people import customers
from pos_app.services.people.customers import History
from pos_app.station import Station


def export(station: Station, by: Cashier, customer_id: CustomerId) -> str:
    """The fields, consents, documents and tickets of a customer as JSON. Raises NoSuchCustomer, NotAllowed."""
    by.must(Permission.EXPORT_CUSTOMER)
    person = customers.get(station, customer_id)
    known = _known(person) | _bought(customers.history(station, customer_id))
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
            {"code": one.code, "event": one.event, "starts_at": one.starts_at.isoformat(), "type": one.ticket_type}
            for one in history.tickets
        ],
    }  # fmt: skip
