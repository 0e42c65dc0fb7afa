"""Commands of `taquilla-hq` for lots of pre-printed forms."""

import argparse
from collections.abc import Sequence
from typing import Any

from domain.fiscal.spoiled_forms import SpoilCause
from hq.forms import described, lots, rows
from hq.forms.typed import TypedForms
from hq.office import Office
from hq.outcome import Outcome, listed, moment
from hq.people.accounts import Author
from resources.texts import text

_CAUSES = {SpoilCause.OTHER: "another"}  # `other` would be the plural of a text


def add_forms(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Enter a lot of forms."""
    form = TypedForms(
        printer=options.printer,
        printer_rif=options.printer_rif,
        authorisation=options.authorisation,
        authorised_on=options.authorised_on,
        made_on=options.made_on,
        first_control=options.first,
        last_control=options.last,
    ).form()
    lots.enter(office, by, options.series, form)
    first, last = form.first_control, form.last_control
    return Outcome([text("hq.forms", series=options.series, first=first, last=last, forms=str(form.count))])


def list_forms(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the lots of forms, and how many of each are used and left."""
    with office.database.tenant(by.tenant_id) as tx:
        known = lots.states(tx, by.tenant_id)
    return listed(" ".join(described.COLUMNS), map(described.row, known))


def list_spoiled(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the forms that stations spoiled, newest first."""
    with office.database.tenant(by.tenant_id) as tx:
        known = rows.spoiled_forms(tx, by.tenant_id)
    return listed("station at first last cause document control", map(_spoiled_row, known))


def _spoiled_row(row: Any) -> Sequence[str]:
    cause = text(f"hq.spoil_cause.{_CAUSES.get(row.cause, row.cause)}") + (f": {row.note}" if row.note else "")
    moved = (row.document or "-", row.new_control or "-")
    return (row.station or "-", moment(row.spoiled_at), row.first_control, row.last_control, cause, *moved)
