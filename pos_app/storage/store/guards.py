"""Triggers and unique indexes by which the station's store refuses edits of the record and numbers used twice.

HQ has the same tables without them: at HQ, a second document with the same number is a conflict case, not an error.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from sync.tables.transaction import Tx

_APPEND_ONLY = (
    "journal",
    "fiscal_document",
    "document_tax",
    "sale",
    "ticket",
    "payment",
    "change_given",
    "till_report",
    "refund",
    "refunded_ticket",
    "money_back",
    "ticket_holder",
    "spoiled_form",
    "decided_suspension",
    "refund_right_move",
    "signed_catalogue",
)

JOURNAL_STOPPED = "the journal is stopped"
"""The trigger's message when the store is fenced, or when an entry is of another life than the present one."""

_IN_THIS_LIFE = (
    "CREATE TRIGGER journal_grows_in_this_life BEFORE INSERT ON journal"
    " WHEN EXISTS (SELECT 1 FROM fence) OR NEW.epoch <> (SELECT epoch FROM identity)"
    " BEGIN SELECT RAISE(ABORT, 'the journal is stopped'); END"
)

STATEMENTS: tuple[str, ...] = (
    *(
        f"CREATE TRIGGER {table}_never_{act} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in _APPEND_ONLY
        for act, verb in (("changes", "UPDATE"), ("shrinks", "DELETE"))
    ),
    _IN_THIS_LIFE,
    "CREATE UNIQUE INDEX one_document_a_number ON fiscal_document (tenant_id, series, number)",
    "CREATE UNIQUE INDEX one_ticket_a_code ON ticket (tenant_id, lower(code))",
    "CREATE UNIQUE INDEX one_z_a_number ON till_report (tenant_id, station_id, number) WHERE kind = 'z'",
    "CREATE UNIQUE INDEX one_shift_a_number ON shift (tenant_id, station_id, number)",
)
NEVER: tuple[str, ...] = tuple(f"{table}_never_{act}" for table in _APPEND_ONLY for act in ("changes", "shrinks"))
TRIGGERS: tuple[str, ...] = (*NEVER, "journal_grows_in_this_life")


@contextmanager
def without_triggers(tx: Tx) -> Iterator[None]:
    """Drop the triggers while the projections are emptied and filled again, and create all of them afterwards."""
    for trigger in TRIGGERS:
        tx.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
    yield
    for statement in STATEMENTS:
        if statement.startswith("CREATE TRIGGER"):
            tx.execute(text(statement))


@contextmanager
def another_life(tx: Tx) -> Iterator[None]:
    """Let entries of another life of the store be inserted, which the station signed in that life."""
    tx.execute(text("DROP TRIGGER IF EXISTS journal_grows_in_this_life"))
    yield
    tx.execute(text(_IN_THIS_LIFE))


def missing(tx: Tx) -> tuple[str, ...]:
    """The names of guards that the store lacks, or that differ from the statements here."""
    existing = set(tx.execute(text("SELECT sql FROM sqlite_schema WHERE type IN ('trigger', 'index')")).scalars())
    return tuple(_name(statement) for statement in STATEMENTS if statement not in existing)


def _name(statement: str) -> str:
    """The guard's name: the first word in lower case, since SQL's own words are in capitals."""
    return next(word for word in statement.split() if word.islower())
