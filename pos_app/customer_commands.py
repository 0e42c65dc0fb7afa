"""Commands on the registry of customers: find, show, export, erase. Each asks for the PIN of a supervisor."""

import argparse
from collections.abc import Callable, Iterator

from domain.ids import CustomerId
from domain.people.customers import Channel, Consent, Field, is_allowed
from domain.people.same_customer import Person
from domain.people.staff import Cashier, Permission
from domain.till.shifts import check_reason
from pos_app import startup
from pos_app.commands import OK, must_be_set_up, with_station
from pos_app.services.people import approvals, customer_export, customer_history, customers
from pos_app.station import Station
from pos_app.terminal import ask_pin
from pos_app.ui import wording


def find(options: argparse.Namespace) -> int:
    """List the customers who have every word of a text, each with the id that the other commands take."""

    def act(station: Station, _: Cashier) -> None:
        matches = customers.find(station, options.text)
        for person in matches:
            print("  ".join(filter(None, (str(person.id), person.text(Field.DOCUMENT), person.full_name))))
        if not matches:
            print(wording.text("cli.no_customer"))

    return _with_supervisor(options, Permission.EXPORT_CUSTOMER, act)


def show(options: argparse.Namespace) -> int:
    """Print what is known of a customer, with documents and tickets."""

    def act(station: Station, _: Cashier) -> None:
        person = customers.get(station, CustomerId(options.customer))
        for line in (*_known(person), *_bought(station, person)):
            print(line)

    return _with_supervisor(options, Permission.EXPORT_CUSTOMER, act)


def export(options: argparse.Namespace) -> int:
    """Write what is known of a customer into a file of the profile."""

    def act(station: Station, supervisor: Cashier) -> None:
        file = customer_export.save(station, supervisor, CustomerId(options.customer))
        print(wording.text("cli.customer_exported", file=str(file)))

    return _with_supervisor(options, Permission.EXPORT_CUSTOMER, act)


def erase(options: argparse.Namespace) -> int:
    """Erase a customer for a reason; HQ and the other stations learn it at the next exchange."""
    reason = check_reason(options.reason)

    def act(station: Station, supervisor: Cashier) -> None:
        customers.erase(station, supervisor, CustomerId(options.customer), reason)
        print(wording.text("cli.customer_erased"))

    return _with_supervisor(options, Permission.ERASE_CUSTOMER, act)


def _with_supervisor(
    options: argparse.Namespace, permission: Permission, act: Callable[[Station, Cashier], None]
) -> int:  # fmt: skip
    """Act with the profile closed to other programs: the approval is an entry of the journal."""
    must_be_set_up(options.profile)  # locking it would make its folder

    def approved(station: Station) -> None:
        act(station, approvals.approve(station, ask_pin(), permission))

    with startup.lock(options.profile):
        with_station(options.profile, approved)
    return OK


def _known(person: Person) -> Iterator[str]:
    yield "  ".join(map(str, person.ids))
    for of in Field:
        for line in person.text(of).splitlines():
            yield f"{wording.text(f'customers.{of}')}: {line}"
    for channel in Channel:
        decided = is_allowed(person.consents, channel)
        yield f"{wording.text(f'customers.channel_{channel}')}: {_consent(decided)}"


def _consent(decided: Consent | None) -> str:
    if decided is None:
        return wording.text("customers.consent_unknown")
    word = wording.text("customers.consent_yes" if decided.act.is_given else "customers.consent_no")
    return " · ".join(filter(None, (word, wording.moment(decided.act.at), decided.act.source)))


def _bought(station: Station, person: Person) -> Iterator[str]:
    known = customer_history.history(station, person.id)
    for document in known.purchases:
        yield f"{document.number}  {wording.moment(document.issued_at)}  {wording.money(document.total)}"
    for ticket in known.tickets:
        state = wording.text(f"customers.state_{ticket.state}")
        yield f"{ticket.code}  {wording.date_and_time(ticket.place.starts_at)}  {ticket.place.event}  {state}"
