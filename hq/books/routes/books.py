"""Routes for closing the books of an organisation day by day."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from hq.books import books
from hq.people.callers import allowed, author
from hq.people.permissions import Permission, Staff
from hq.web.slow_lane import InTurn
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1/books", tags=["books"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_SALES))]
Closer = Annotated[Staff, Depends(allowed(Permission.CLOSE_BOOKS))]


class BooksOut(BaseModel):
    """The last day whose books are closed; null before the first."""

    closed_through: date | None


@router.get("")
def closed(staff: Reader, office: TheOffice) -> BooksOut:
    """Return the last day whose books are closed."""
    with office.database.tenant(staff.tenant_id) as tx:
        return BooksOut(closed_through=books.closed_through(tx, staff.tenant_id))


@router.put("/{day}", status_code=204, dependencies=[InTurn])
def close(day: date, staff: Closer, office: TheOffice) -> None:
    """Close the books of every day up to this one.

    A sale of a closed day that arrives later opens a conflict case and is a supplement to its day.
    """
    with office.database.tenant(staff.tenant_id) as tx:
        books.close(tx, office, author(staff), day)
