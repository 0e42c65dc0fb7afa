"""The one function that turns a fact into rows, at sale time on the station and at receipt on HQ.

Rows are inserted if absent, so recording a fact again changes nothing; an update guards itself in its WHERE clause.
"""

from sync.facts import Entry, conflicts, documents, rates, rights, sales, shifts
from sync.facts.fact import Recorders
from sync.tables.transaction import Tx

_RECORDERS: Recorders = {
    **shifts.RECORDERS,
    **sales.RECORDERS,
    **documents.RECORDERS,
    **rights.RECORDERS,
    **conflicts.RECORDERS,
    **rates.RECORDERS,
}


def record(tx: Tx, entry: Entry) -> None:
    """Write the rows of one entry. A kind that makes no rows lives in the journal alone."""
    recorder = _RECORDERS.get(type(entry.body))
    if recorder:
        recorder(tx, entry, entry.body)
