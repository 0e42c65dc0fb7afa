"""The books of an organisation: closed day by day, and never opened again. What comes later is a supplement."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select, update

from domain.calendar import CARACAS
from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import BooksClosed
from hq.office import Office
from hq.people.accounts import Author
from hq.storage.tables import tenant
from sync.tables.transaction import Tx


@dataclass(eq=False)
class DayNotOver(Refused):
    """Books are closed when the day is over in Caracas."""

    code: ClassVar[str] = "DAY_NOT_OVER"

    day: date
    today: date


@dataclass(eq=False)
class BooksStayClosed(Refused):
    """The books are closed up to a later day, and closed books are not opened."""

    code: ClassVar[str] = "BOOKS_CLOSED"

    through: date


_CLOSED = select(tenant.c.books_closed_through)


def closed_through(tx: Tx, tenant_id: UUID) -> date | None:
    """The last day whose books are closed."""
    found: date | None = tx.execute(_CLOSED.where(tenant.c.tenant_id == tenant_id)).scalar_one()
    return found


def close(tx: Tx, office: Office, by: Author, day: date) -> None:
    """Close every day up to this one; the same day again changes nothing. Raises DayNotOver, BooksStayClosed."""
    mine = tenant.c.tenant_id == by.tenant_id
    before = tx.execute(_CLOSED.where(mine).with_for_update()).scalar_one()
    today = office.clock.now().astimezone(CARACAS).date()
    if day >= today:
        raise DayNotOver(day, today)
    if before is not None and day < before:
        raise BooksStayClosed(before)
    if day != before:
        tx.execute(update(tenant).where(mine).values(books_closed_through=day))
        act_journal.append(tx, office, by.tenant_id, BooksClosed(day), by.account_id)
