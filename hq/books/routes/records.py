"""Routes that list the catalogue and what stations recorded, and the look-up of a ticket by its code."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, create_model
from sqlalchemy import Boolean, Column, Integer
from sqlalchemy.engine import RowMapping

from hq.books import records
from hq.books.look_ups import LookUp, TicketRow
from hq.books.records import COLLECTIONS, Collection
from hq.books.rows.records import Key
from hq.books.rows.tickets import TICKET_COLUMNS
from hq.intake.gathering import Gathering
from hq.people.callers import Bearer, allowed, claims_in, must_be_staff
from hq.people.permissions import Permission, Staff
from hq.web.paging import BadCursor, Limit, LongCursor, Page
from hq.web.reports import report
from hq.web.the_office import TheOffice
from sync.tables.column_types import Day, Exact, Id, Instant
from sync.tables.transaction import Tx

router = APIRouter(prefix="/v1", tags=["records"])
TicketCode = Annotated[str, Path(min_length=1, max_length=40, pattern="^[A-Za-z0-9]+$")]
_KINDS: tuple[tuple[type, Any], ...] = (
    (Id, UUID),
    (Instant, datetime),
    (Exact, Decimal),
    (Day, date),
    (Boolean, bool),
    (Integer, int),
)


def _model(name: str, about: str, columns: Sequence[Column[Any]]) -> type[BaseModel]:
    """The model of a row, from its columns. Amounts are integers in minor units, rates are decimals as text."""
    fields: dict[str, Any] = {column.name: (_kind(column), ...) for column in columns}
    return create_model(name, __doc__=about, **fields)


def _kind(column: Column[Any]) -> Any:
    kind = next((kind for of, kind in _KINDS if isinstance(column.type, of)), str)
    return kind | None if column.nullable else kind


def _cursor(key: Key) -> str:
    return base64.urlsafe_b64encode(json.dumps([str(part) for part in key]).encode()).decode()


def _after(of: Collection, cursor: str | None) -> Key | None:
    if not cursor:
        return None
    try:
        texts = json.loads(base64.urlsafe_b64decode(cursor))
        if not isinstance(texts, list) or not all(isinstance(text, str) and text.isprintable() for text in texts):
            raise BadCursor
        return records.read_key(of, texts)
    except (ValueError, RecursionError) as error:
        raise BadCursor from error


def _reading(of: Collection, row_model: type[BaseModel]) -> Callable[..., Any]:
    """The function of the route that lists a collection."""

    def rows(
        staff: Annotated[Staff, Depends(allowed(of.permission))],
        office: TheOffice,
        response: Response,
        cursor: LongCursor = None,
        limit: Limit = 50,
    ) -> Any:
        after = _after(of, cursor)

        def listing(tx: Tx) -> Sequence[RowMapping]:
            return records.page(tx, staff.tenant_id, of, after, limit + 1)

        if of.permission is Permission.READ_SALES:
            listed = report(office, staff.tenant_id, response, listing)
        else:  # who changes the catalogue reads it again
            with office.database.tenant(staff.tenant_id) as tx:
                listed = listing(tx)
        shown = [row_model(**dict(row)) for row in listed[:limit]]
        last = listed[limit - 1] if len(listed) > limit else None
        following = _cursor(tuple(last[key.name] for key in of.keys)) if last else None
        return Page(items=shown, next=following)

    return rows


for _of in COLLECTIONS:
    _row = _model(_of.table.name.title().replace("_", ""), f"A row of {_of.name}.", _of.columns)
    router.add_api_route(
        f"/{_of.name}",
        _reading(_of, _row),
        response_model=Page[_row],  # type: ignore[valid-type]  # made from the table at run time
        summary=_of.name.replace("-", " ").capitalize(),
        operation_id=f"list_{_of.table.name}",
    )

_TICKET = _model("TicketOut", "A ticket, and the station and the instant of its sale.", TICKET_COLUMNS)


@router.get("/tickets/{code}", response_model=_TICKET, dependencies=[Bearer])
async def ticket(request: Request, code: TicketCode) -> Response:
    """Look up a ticket by the code on its paper. The code of a ticket that ended is refused with 410."""
    look_ups: Gathering[LookUp, TicketRow] = request.app.state.look_ups
    claims = await claims_in(request)
    must_be_staff(claims)
    row = await look_ups.ask(claims.tid, LookUp(claims, code))
    return Response(_TICKET(**row).model_dump_json(), media_type="application/json")


HOT = tuple(route for route in router.routes if isinstance(route, APIRoute) and route.endpoint is ticket)
