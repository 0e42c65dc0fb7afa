"""A lot of forms in words, for the list of lots and for the check of the books."""

from collections.abc import Sequence

from hq.forms.lots import LotState
from resources.texts import text, text_with

COLUMNS = ("series", "first", "last", "used", "spoiled", "given", "left", "state")


def row(state: LotState) -> Sequence[str]:
    """The series, the first and last control number, the counts, and whether few are left: a value for each column."""
    lot, form = state.lot, state.lot.form
    enough = text("hq.low" if state.low else "hq.enough")
    counts = (state.used, state.spoiled, state.given, lot.left)
    return (lot.series, form.first_control, form.last_control, *map(str, counts), enough)


def line(state: LotState) -> str:
    """The same as a line of text."""
    return text_with("hq_check.forms", dict(zip(COLUMNS, row(state), strict=True)))
