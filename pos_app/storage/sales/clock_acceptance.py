"""The supervisor's acceptance of a clock that is behind the newest known time (docs/fiscal-rules.md F26)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from pos_app.storage.tables import clock_acceptance
from sync.tables.transaction import Tx

_ACCEPTED = select(clock_acceptance.c.last, clock_acceptance.c.behind_ms)
_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The newest known instant at which a clock was last accepted, and how far behind it the clock was."""

    last: datetime
    behind: timedelta


def fetch(tx: Tx) -> Acceptance | None:
    """The last acceptance; None when there never was one."""
    row = tx.execute(_ACCEPTED).first()
    return Acceptance(row.last, row.behind_ms * _MS) if row else None


def replace(tx: Tx, accepted: Acceptance) -> None:
    """Accept a clock, in place of any earlier acceptance."""
    tx.execute(delete(clock_acceptance))
    tx.execute(insert(clock_acceptance), {"only": 1, "last": accepted.last, "behind_ms": accepted.behind // _MS})
