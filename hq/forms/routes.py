"""Routes for lots of pre-printed forms: entering one, and how many forms of each are used and left."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from hq.forms import lots, rows
from hq.forms.lots import LotState
from hq.forms.typed import TypedForms
from hq.people.callers import allowed, author
from hq.people.permissions import Permission, Staff
from hq.web.texts import Name, Short
from hq.web.the_office import TheOffice

router = APIRouter(prefix="/v1", tags=["rights"])
Reader = Annotated[Staff, Depends(allowed(Permission.READ_STATIONS))]
Granter = Annotated[Staff, Depends(allowed(Permission.GRANT_RIGHTS))]
_LONGEST_RIF = 14


class FormsIn(BaseModel):
    """The rest of what is printed on forms: their printing house, and the last control number, as 00-00001000."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "printer": "Imprenta Demostración, C.A.",
                    "printer_rif": "J-40987654-3",
                    "authorisation": "SNAT/INTI/GRTICERC/0001",
                    "authorised_on": "2019-06-03",
                    "made_on": "2026-01-15",
                    "last_control": "00-00001000",
                }
            ]
        },
    )

    printer: Name
    printer_rif: str = Field(max_length=_LONGEST_RIF)
    authorisation: Name
    authorised_on: date
    made_on: date
    last_control: Short


class LotOut(BaseModel):
    """A lot: `drawn` forms went to stations, `used` carry a document, `spoiled` none, `left` are nobody's.

    `low` is true when the series has a fifth or less of the forms of its lots in use left.
    """

    series: str
    printer: str
    printer_rif: str
    authorisation: str
    made_on: date
    first_control: str
    last_control: str
    count: int
    drawn: int
    used: int
    spoiled: int
    left: int
    low: bool


@router.get("/forms")
def list_forms(staff: Reader, office: TheOffice) -> list[LotOut]:
    """Return every lot of forms, by series and control number."""
    with office.database.tenant(staff.tenant_id) as tx:
        return [_out(state) for state in lots.states(tx, staff.tenant_id)]


class SpoiledOut(BaseModel):
    """Forms that one act at a station spoiled, from `first_control` to `last_control`.

    `document` was on the form, and is printed on that with `new_control` instead; both are empty for a blank form.
    """

    station: str | None
    first_control: str
    last_control: str
    cause: str
    note: str
    spoiled_at: datetime
    document: str
    new_control: str


@router.get("/forms/spoiled")
def list_spoiled(staff: Reader, office: TheOffice) -> list[SpoiledOut]:
    """Return the forms that stations spoiled, newest first."""
    with office.database.tenant(staff.tenant_id) as tx:
        return [SpoiledOut.model_validate(row, from_attributes=True) for row in rows.spoiled_forms(tx, staff.tenant_id)]


@router.put("/series/{series}/forms/{first_control}", status_code=204)
def add_forms(series: Short, first_control: Short, wanted: FormsIn, staff: Granter, office: TheOffice) -> None:
    """Enter forms for the documents of a series, from this control number on. A repetition changes nothing."""
    typed = TypedForms(**wanted.model_dump(), first_control=first_control)
    lots.enter(office, author(staff), series, typed.form())


def _out(state: LotState) -> LotOut:
    lot, form = state.lot, state.lot.form
    return LotOut(
        series=lot.series,
        printer=form.printer,
        printer_rif=form.printer_rif,
        authorisation=form.authorisation,
        made_on=form.made_on,
        first_control=form.first_control,
        last_control=form.last_control,
        count=form.count,
        drawn=lot.drawn,
        used=state.used,
        spoiled=state.spoiled,
        left=lot.left,
        low=state.low,
    )
