"""The supervisor's acceptance of a clock that is behind the last document (docs/fiscal-rules.md F26)."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from pos_app.storage.tables import clock_acceptance
from sync.tables.transaction import Tx

_ACCEPTED = select(clock_acceptance.c.last)


def accepted_behind(tx: Tx) -> datetime | None:
    """The instant of the document behind which a clock was last accepted; None when it never was."""
    last: datetime | None = tx.execute(_ACCEPTED).scalar()
    return last


def replace(tx: Tx, last: datetime) -> None:
    """Accept a clock behind the document issued at `last`, in place of any earlier acceptance."""
    tx.execute(delete(clock_acceptance))
    tx.execute(insert(clock_acceptance), {"only": 1, "last": last})
