"""The holders of a ticket from its sale on, found by any code that the ticket has or had."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hq.books.look_ups import NoSuchTicket
from hq.books.rows import holders as rows
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Held:
    """Who had a ticket since an instant.

    `how` is "bought" for the buyer, otherwise how the ticket came to the holder. `by` recorded it at the station.
    """

    how: str
    since: datetime
    name: str
    email: str = ""
    phone: str = ""
    person_id: UUID | None = None
    by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Holders:
    """The history of the holders of a ticket, oldest first: the buyer, who may be anonymous, then the others."""

    ticket_id: UUID
    history: tuple[Held, ...]


def holders_of(tx: Tx, tenant_id: UUID, code: str) -> Holders:
    """The history of the ticket that has or had a code, in any letter case. Raises NoSuchTicket."""
    ticket_id = rows.ticket_with_code(tx, tenant_id, code)
    if ticket_id is None:
        raise NoSuchTicket
    bought = rows.buyer(tx, tenant_id, ticket_id)
    later = (
        Held(row.how, row.changed_at, row.name, row.email, row.phone, row.person_id, row.by)
        for row in rows.holders(tx, tenant_id, ticket_id)
    )
    return Holders(ticket_id, (Held("bought", bought.sold_at, bought.customer_name), *later))
