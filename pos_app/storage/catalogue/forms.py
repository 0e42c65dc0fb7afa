"""Queries of forms: the runs that a life of the station was given, and the last form that it used."""

from collections.abc import Mapping

from sqlalchemy import bindparam, literal_column, select

from domain.fiscal.form_supply import FormRun, FormSupply
from domain.fiscal.series import NoteSeries
from domain.rights import Holder
from sync.facts.documents import fiscal_document
from sync.facts.forms import form_run, spoiled_form
from sync.tables.position import pack
from sync.tables.transaction import Tx

_OF_LIFE = (
    form_run.c.tenant_id == bindparam("tenant"),
    form_run.c.station_id == bindparam("station"),
    form_run.c.epoch == bindparam("of_epoch"),
    form_run.c.series == bindparam("of_series"),
)
# The run that has the last form used, found by its first control number: a station may have had thousands of runs.
_CURRENT = (
    select(form_run.c.position)
    .where(*_OF_LIFE, form_run.c.first_control <= bindparam("used_to"))
    .order_by(form_run.c.first_control.desc())
    .limit(1)
)
_RUNS = (
    select(form_run.c.first_control, form_run.c.last_control)
    .where(*_OF_LIFE, form_run.c.position >= bindparam("since"))
    .order_by(form_run.c.position)
)
# Documents of one life come after its first position. The newest is nearly always on a form, so one row is read.
_LAST_USED = (
    select(fiscal_document.c.position, fiscal_document.c.control_number)
    .where(
        fiscal_document.c.tenant_id == bindparam("tenant"),
        fiscal_document.c.position >= bindparam("since"),
        fiscal_document.c.control_number != literal_column("''"),
        fiscal_document.c.series.in_([bindparam("of_series"), *(bindparam(f"of_{word}") for word in NoteSeries)]),
    )
    .order_by(fiscal_document.c.position.desc())
    .limit(1)
)
_LAST_SPOILED = (
    select(spoiled_form.c.position, spoiled_form.c.last_control, spoiled_form.c.new_control)
    .where(
        spoiled_form.c.tenant_id == bindparam("tenant"),
        spoiled_form.c.station_id == bindparam("station"),
        spoiled_form.c.position >= bindparam("since"),
        spoiled_form.c.series == bindparam("of_series"),
    )
    .order_by(spoiled_form.c.position.desc())
    .limit(1)
)


def supply(tx: Tx, holder: Holder, series: str) -> FormSupply:
    """The forms that this life has for a series of invoices and for its notes, without the runs that are over."""
    keys = _keys(holder, series)
    of_life = {**keys, "since": pack(holder.epoch, 0)}
    used = [(row[0], row[1]) for row in tx.run(_LAST_USED, of_life).fetchall()]
    used += [(row[0], row[2] or row[1]) for row in tx.run(_LAST_SPOILED, of_life).fetchall()]
    _, used_to = max(used, default=(0, ""))
    current = tx.run(_CURRENT, {**keys, "used_to": used_to}).fetchone() if used_to else None
    rows = tx.run(_RUNS, {**keys, "since": current[0] if current else 0}).fetchall()
    return FormSupply(tuple(FormRun(first, last) for first, last in rows), used_to)


def _keys(holder: Holder, series: str) -> Mapping[str, object]:
    return {
        "tenant": holder.tenant_id, "station": holder.station_id, "of_epoch": holder.epoch, "of_series": series,
        **{f"of_{word}": word.code(series) for word in NoteSeries},
    }  # fmt: skip
