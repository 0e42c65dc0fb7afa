"""The only function that turns facts into rows: the station calls it when it records, HQ when it receives.

Recording an entry twice has the same result as once: rows are inserted if absent, and the WHERE clause of an update
matches only rows that still need it.
"""

from sync.facts import (
    Entry,
    conflicts,
    customers,
    documents,
    forms,
    gifts,
    hand_overs,
    holds,
    rates,
    refund_rights,
    refunds,
    rights,
    sales,
    shifts,
    suspensions,
    tickets,
)
from sync.facts.fact import Recorders
from sync.facts.subjects import record_subjects
from sync.tables.transaction import Tx

_RECORDERS: Recorders = {
    **shifts.RECORDERS,
    **sales.RECORDERS,
    **documents.RECORDERS,
    **rights.RECORDERS,
    **hand_overs.RECORDERS,
    **conflicts.RECORDERS,
    **rates.RECORDERS,
    **refunds.RECORDERS,
    **refund_rights.RECORDERS,
    **tickets.RECORDERS,
    **gifts.RECORDERS,
    **customers.RECORDERS,
    **forms.RECORDERS,
    **holds.RECORDERS,
    **suspensions.RECORDERS,
}


def record(tx: Tx, entry: Entry) -> None:
    """Write the rows of one entry: those of its kind, and what it is about. Some kinds are in the journal alone."""
    recorder = _RECORDERS.get(type(entry.body))
    if recorder:
        recorder(tx, entry, entry.body)
    record_subjects(tx, entry, entry.body)
