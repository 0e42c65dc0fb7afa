"""The SQL of forms: the lots of each series, how many forms of each were given, and the documents on them."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    String,
    and_,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)

from domain.fiscal.forms import Form, FormLot
from domain.fiscal.series import Medium, NoteSeries
from hq.storage import ledger_tables
from sync.facts.documents import fiscal_document
from sync.facts.forms import spoiled_form
from sync.tables import catalogue
from sync.tables.transaction import Tx


class GrantedForms(NamedTuple):
    """The forms that went with the numbers of a block: from `first_control` on, as many as the block has numbers."""

    series: str
    first: int
    last: int
    first_control: str
    station_id: UUID


_LOCK_CLASS = 0x464F524D
"""The class of the advisory locks of entering forms; the object of the lock is the tenant."""
_LOCK = select(func.pg_advisory_xact_lock(_LOCK_CLASS, func.hashtext(bindparam("tenant_text"))))
_lot, _right = catalogue.form_lot.c, ledger_tables.number_right.c


def _sequence(control: ColumnElement[str]) -> ColumnElement[int]:
    return cast(func.split_part(control, "-", 2), BigInteger)


# Forms are drawn in order, so the block with the last control number tells how many were.
_DRAWN = (
    select(_sequence(_right.first_control) + _right.last - _right.first + 1 - _sequence(_lot.first_control))
    .where(
        _right.tenant_id == _lot.tenant_id,
        _right.series == _lot.series,
        _right.first_control.between(_lot.first_control, _lot.last_control),
    )
    .order_by(_right.first_control.desc())
    .limit(1)
    .correlate(catalogue.form_lot)
    .scalar_subquery()
)
_STOCKS = (
    select(catalogue.form_lot, func.coalesce(_DRAWN, 0).label("drawn"))
    .where(_lot.tenant_id == bindparam("tenant"))
    .order_by(_lot.series, _lot.first_control)
)
_series = catalogue.series.c
_HAS_FORMS = (
    select(_lot.series)
    .where(
        _lot.tenant_id == _series.tenant_id,
        _lot.series == _series.code,
        _sequence(_lot.last_control) - _sequence(_lot.first_control) + 1 > func.coalesce(_DRAWN, 0),
    )
    .exists()
)
GRANTABLE = select(_series.code).where(
    _series.tenant_id == bindparam("tenant"),
    _series.code == any_(bindparam("series", type_=ARRAY(String))),
    and_(*(_series.medium != literal_column(f"'{medium}'") for medium in Medium if medium.needs_control_number))
    | _HAS_FORMS,
)
"""Of these series, those of which numbers can be granted: their documents take no forms, or forms are left."""


def lock_entering(tx: Tx, tenant_id: UUID) -> None:
    """Wait until no other transaction enters forms of the tenant, and make others wait."""
    tx.execute(_LOCK, {"tenant_text": str(tenant_id)})


def medium(tx: Tx, tenant_id: UUID, series: str) -> Medium | None:
    """The medium of a series; None without such a series."""
    t = catalogue.series.c
    stored = tx.execute(select(t.medium).where(t.tenant_id == tenant_id, t.code == series)).scalar()
    return None if stored is None else Medium(stored)


def media_and_issuers(tx: Tx, tenant_id: UUID) -> dict[str, tuple[Medium, str]]:
    """The medium and the issuer's RIF of every series, by its code."""
    t = catalogue.series.c
    known = tx.execute(select(t.code, t.medium, t.issuer_rif).where(t.tenant_id == tenant_id))
    return {row.code: (Medium(row.medium), row.issuer_rif) for row in known}


def lock_lots(tx: Tx, tenant_id: UUID, series: str) -> list[FormLot]:
    """The lots of a series. Transactions that draw from them wait for each other from here to their end."""
    of_series = (_lot.tenant_id == tenant_id, _lot.series == series)
    # What was drawn is read after the lock, so that it includes what the transaction before committed.
    tx.execute(select(_lot.first_control).where(*of_series).order_by(_lot.first_control).with_for_update())
    return _read(tx.execute(_STOCKS.where(_lot.series == series), {"tenant": tenant_id}).all())


def lots(tx: Tx, tenant_id: UUID) -> list[FormLot]:
    """Every lot of the tenant, by series and control number."""
    return _read(tx.execute(_STOCKS, {"tenant": tenant_id}).all())


def granted_forms(tx: Tx, tenant_id: UUID) -> list[GrantedForms]:
    """The forms of every block that has some, by control number."""
    statement = select(_right.series, _right.first, _right.last, _right.first_control, _right.station_id)
    of_tenant = (_right.tenant_id == tenant_id, _right.first_control != "")
    return [GrantedForms._make(row) for row in tx.execute(statement.where(*of_tenant).order_by(_right.first_control))]


def granted_of(tx: Tx, tenant_id: UUID, series: str) -> int:
    """How many numbers of a series were granted."""
    t = ledger_tables.number_series.c
    following = tx.execute(select(t.next_free).where(t.tenant_id == tenant_id, t.code == series)).scalar()
    return int(following or 1) - 1


def used(tx: Tx, tenant_id: UUID, lot: FormLot) -> int:
    """How many documents are on forms of a lot."""
    t = fiscal_document.c
    on_forms = t.control_number.between(lot.form.first_control, lot.form.last_control)
    of_series = t.series.in_([lot.series, *(word.code(lot.series) for word in NoteSeries)])
    statement = select(func.count()).where(t.tenant_id == tenant_id, of_series, on_forms)
    return int(tx.execute(statement).scalar_one())


def spoiled(tx: Tx, tenant_id: UUID, lot: FormLot) -> int:
    """How many forms of a lot were spoiled. A document that is on another form instead counts for that one."""
    t = spoiled_form.c
    of_lot = t.first_control.between(lot.form.first_control, lot.form.last_control)
    forms = func.coalesce(func.sum(_sequence(t.last_control) - _sequence(t.first_control) + 1), 0)
    statement = select(forms).where(t.tenant_id == tenant_id, t.series == lot.series, of_lot)
    return int(tx.execute(statement).scalar_one())


def spoiled_forms(tx: Tx, tenant_id: UUID) -> Sequence[Any]:
    """Every act that spoiled forms, newest first, with the number of the station and of the document."""
    f, d, s = spoiled_form.c, fiscal_document.c, catalogue.station.c
    number = d.series + "-" + func.lpad(cast(d.number, String), 8, "0")
    columns = (s.name.label("station"), f.first_control, f.last_control, f.cause, f.note, f.spoiled_at, f.new_control)
    statement = (
        select(*columns, func.coalesce(number, "").label("document"))
        .select_from(spoiled_form)
        .outerjoin(catalogue.station, (s.tenant_id == f.tenant_id) & (s.id == f.station_id))
        .outerjoin(fiscal_document, (d.tenant_id == f.tenant_id) & (d.id == f.document_id))
        .where(f.tenant_id == tenant_id)
        .order_by(f.spoiled_at.desc(), f.position.desc())
    )
    return tx.execute(statement).all()


def _read(rows: Sequence[Any]) -> list[FormLot]:
    return [FormLot(row.series, _form(row), row.drawn) for row in rows]


def _form(row: Any) -> Form:
    return Form(row.printer, row.printer_rif, row.authorisation, row.made_on, row.first_control, row.last_control)
