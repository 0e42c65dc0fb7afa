"""Retiring a person, a performance, a zone or a ticket type at HQ, and taking one back: the row stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.catalogue.catalog import PerformanceState, ZoneState
from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import UseSet
from hq.catalogue.publish import publish
from hq.office import Office
from hq.people.accounts import Author
from hq.setup import rows
from sync.tables import catalogue
from sync.tables.transaction import Tx


class Retirable(StrEnum):
    """What can be retired."""

    CASHIER = "cashier"
    PERFORMANCE = "performance"
    ZONE = "zone"
    TICKET_TYPE = "ticket_type"


@dataclass(eq=False)
class NotInCatalogue(Refused):
    """The catalogue has no such person, performance, zone or ticket type, or several of this name; use the id then."""

    code: ClassVar[str] = "NOT_FOUND"


@dataclass(eq=False)
class LastTicketType(Refused):
    """An event keeps at least one ticket type in use; close its performances to end its sale."""

    code: ClassVar[str] = "LAST_TICKET_TYPE"


@dataclass(frozen=True, slots=True)
class Use:
    """Whether a row of the catalogue is to be used, and why it changes."""

    kind: Retirable
    row_id: UUID
    in_use: bool
    reason: str


_TABLES = {
    Retirable.CASHIER: catalogue.cashier,
    Retirable.PERFORMANCE: catalogue.performance,
    Retirable.ZONE: catalogue.zone,
    Retirable.TICKET_TYPE: catalogue.ticket_type,
}
_VALUES: dict[Retirable, Mapping[bool, Mapping[str, object]]] = {
    Retirable.CASHIER: {True: {"active": True}, False: {"active": False}},
    Retirable.PERFORMANCE: {
        True: {"state": PerformanceState.ACTIVE.value},
        False: {"state": PerformanceState.CLOSED.value},
    },
    Retirable.TICKET_TYPE: {True: {"active": True}, False: {"active": False}},
    Retirable.ZONE: {True: {"state": ZoneState.ACTIVE.value}, False: {"state": ZoneState.WITHDRAWN.value}},
}


def set_use(office: Office, by: Author, use: Use) -> None:
    """Retire a row, or take it back, and publish it. A repetition changes nothing.

    Raises NotInCatalogue or LastTicketType.
    """
    table = _TABLES[use.kind]
    with office.database.tenant(by.tenant_id) as tx:
        row = rows.catalogue_row(tx, by.tenant_id, table, use.row_id)
        if row is None:
            raise NotInCatalogue
        wanted = {**row, **_VALUES[use.kind][use.in_use]}
        if wanted == row:
            return
        if use.kind is Retirable.TICKET_TYPE and not use.in_use:
            _must_leave_another(tx, by.tenant_id, row)
        publish(tx, by.tenant_id, office.clock.now(), {table: [wanted]})
        act = UseSet(use.kind.value, use.row_id, use.in_use, use.reason)
        act_journal.append(tx, office, by.tenant_id, act, by.account_id)


def _must_leave_another(tx: Tx, tenant_id: UUID, ticket_type: Mapping[str, object]) -> None:
    if rows.active_ticket_types(tx, tenant_id, ticket_type["event_id"]) <= {ticket_type["id"]}:
        raise LastTicketType


def find(tx: Tx, tenant_id: UUID, kind: Retirable, text: str) -> UUID:
    """The row of an id or a name: of a person, `EVENT/ZONE`, `EVENT/TYPE`, or `EVENT/YYYY-MM-DD HH:MM` in Caracas.

    Raises NotInCatalogue.
    """
    named = [row_id for row_id, name in _names(tx, tenant_id, kind) if text in {str(row_id), name}]
    if len(named) != 1:
        raise NotInCatalogue
    return named[0]


def _names(tx: Tx, tenant_id: UUID, kind: Retirable) -> list[tuple[UUID, str]]:
    if kind is Retirable.CASHIER:
        return rows.cashier_names(tx, tenant_id)
    if kind is Retirable.ZONE:
        return rows.names_of_parts(tx, tenant_id, catalogue.zone)
    if kind is Retirable.TICKET_TYPE:
        return rows.names_of_parts(tx, tenant_id, catalogue.ticket_type)
    return rows.performance_names(tx, tenant_id)
