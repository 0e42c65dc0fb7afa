"""Closing the books of an organisation up to a day.

Closed books are never opened again: a sale of a closed day that arrives later is a supplement.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.calendar import CARACAS
from domain.errors import Refused
from hq.audit import act_journal
from hq.audit.acts import BooksClosed
from hq.books.rows import closed_days
from hq.office import Office
from hq.people.accounts import Author
from sync.tables.transaction import Tx


@dataclass(eq=False)
class DayNotOver(Refused):
    """The books of a day can be closed when the day is over in Caracas."""

    code: ClassVar[str] = "DAY_NOT_OVER"

    day: date
    today: date


@dataclass(eq=False)
class BooksStayClosed(Refused):
    """The books are closed up to a later day, and closed books are not opened."""

    code: ClassVar[str] = "BOOKS_CLOSED"

    through: date


def closed_through(tx: Tx, tenant_id: UUID) -> date | None:
    """The last day whose books are closed; None before the first."""
    return closed_days.closed_through(tx, tenant_id)


def close(tx: Tx, office: Office, by: Author, day: date) -> None:
    """Close the books of every day up to this one. The same day again changes no row.

    Raises DayNotOver or BooksStayClosed.
    """
    before = closed_days.lock_closed_through(tx, by.tenant_id)
    today = office.clock.now().astimezone(CARACAS).date()
    if day >= today:
        raise DayNotOver(day, today)
    if before is not None and day < before:
        raise BooksStayClosed(before)
    if day != before:
        closed_days.set_closed_through(tx, by.tenant_id, day)
        act_journal.append(tx, office, by.tenant_id, BooksClosed(day), by.account_id)
